//! Links out of the site that links.toml knows: tracking by channel, disclosure, and what is over.

use super::scene::Scene;
use crate::model::{OutLink, OutLinkId};

/// Where a text is read, which decides how its links are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// On the site: paths.
    Page,
    /// In a feed or mail: absolute URLs.
    Mail,
}

impl Channel {
    fn medium(self) -> &'static str {
        match self {
            Channel::Page => "web",
            Channel::Mail => "email",
        }
    }

    /// The URL of a route.
    pub(super) fn url(self, scene: &Scene<'_>, route: &str) -> String {
        match self {
            Channel::Page => scene.local(route),
            Channel::Mail => scene.absolute(route),
        }
    }
}

/// A registered link, while it leads anywhere.
pub(super) fn link<'a>(scene: &Scene<'a>, id: OutLinkId) -> Option<&'a OutLink> {
    if scene.plan.ended_links.contains(&id) {
        return None;
    }
    scene.site.links.get(id.index())
}

/// Its URL with tracking, where links.toml asks for it.
pub(super) fn url(scene: &Scene<'_>, link: &OutLink, channel: Channel) -> String {
    let Some((source, campaign)) = &link.utm else { return link.url.clone() };
    let source = if source.is_empty() { &scene.site.settings.guid_host } else { source };
    let fields = [("utm_source", source.as_str()), ("utm_medium", channel.medium()), ("utm_campaign", campaign)];
    with_query(&link.url, &fields)
}

/// What `rel` says of it.
pub(super) fn rel(link: &OutLink) -> &'static str {
    match link.disclosure.as_str() {
        "affiliate" | "sponsored" => "sponsored nofollow",
        _ => "",
    }
}

/// Its disclosure in words.
pub(super) fn disclosure(scene: &Scene<'_>, link: &OutLink) -> Option<String> {
    (!link.disclosure.is_empty()).then(|| scene.word(&format!("disclosure.{}", link.disclosure)))
}

/// `url` with more fields in its query; empty ones are left out.
pub(super) fn with_query(url: &str, fields: &[(&str, &str)]) -> String {
    let (address, fragment) = url.split_once('#').map_or((url, None), |(address, fragment)| (address, Some(fragment)));
    let mut out = address.to_owned();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.contains('?') { '&' } else { '?' });
        out.push_str(name);
        out.push('=');
        out.push_str(&percent_encoded(value));
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// `text` for a place in a URL: all but letters, digits and `-._~` as `%XX`.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_before_the_fragment() {
        assert_eq!(with_query("https://a.b/c", &[("x", "1 2"), ("y", "")]), "https://a.b/c?x=1%202");
        assert_eq!(with_query("https://a.b/?q=1#top", &[("x", "é&")]), "https://a.b/?q=1&x=%C3%A9%26#top");
    }
}
