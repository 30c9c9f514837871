//! From where a site is looked at: a moment, and whether drafts are there.

use crate::model::decoded;
use crate::plan::Audience;

/// The cookie that keeps a view from page to page. It stays on this machine, and ends with the browser.
pub(super) const COOKIE: &str = "hub-view";

/// A view of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    /// The moment as typed; nothing for what the command said, else now.
    pub(super) at: Option<String>,
    /// Who looks.
    pub(super) audience: Audience,
}

impl View {
    /// The view that an address asks for (`?at=2026-12-08&drafts=1`); what it leaves open is as in `base`. Nothing where it says
    /// nothing of views.
    pub(super) fn of_query(query: &str, base: &View) -> Option<View> {
        let mut view = base.clone();
        let mut is_asked = false;
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = decoded(value).map(|value| value.into_owned()).unwrap_or_default();
            match name {
                "at" => view.at = (!value.is_empty()).then_some(value).or_else(|| base.at.clone()),
                "drafts" => view.audience = if value == "1" { Audience::Preview } else { Audience::Public },
                _ => continue,
            }
            is_asked = true;
        }
        is_asked.then_some(view)
    }

    /// The view that a browser kept.
    pub(super) fn of_cookies(cookies: &str, base: &View) -> Option<View> {
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == COOKIE)?;
        View::of_query(&decoded(value)?, base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> View {
        View { at: None, audience: Audience::Public }
    }

    #[test]
    fn an_address_says_when_and_whether_with_drafts() {
        let view = View::of_query("x=1&at=2026-12-08T09%3A00&drafts=1", &base()).unwrap();
        assert_eq!(view, View { at: Some("2026-12-08T09:00".to_owned()), audience: Audience::Preview });
        assert_eq!(View::of_query("q=at", &base()), None);
        assert_eq!(View::of_query("at=", &base()), Some(base()));
    }

    #[test]
    fn a_cookie_keeps_it() {
        let view = View::of_cookies("a=b; hub-view=at%3D2026-12-08%26drafts%3D0", &base()).unwrap();
        assert_eq!(view.at.as_deref(), Some("2026-12-08"));
        assert_eq!(View::of_cookies("a=b", &base()), None);
    }
}
