//! The kinds of content, and what they are called.

/// A kind of content: the folder is the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each variant is the kind of its name")]
pub enum Kind {
    Series,
    Part,
    Guide,
    Faq,
    Track,
    Spotlight,
    Event,
    Prompt,
    Challenge,
    Offer,
    Issue,
    Page,
}

impl Kind {
    /// All kinds, in the order of the manual.
    pub const ALL: [Kind; 12] = [
        Kind::Series,
        Kind::Part,
        Kind::Guide,
        Kind::Faq,
        Kind::Track,
        Kind::Spotlight,
        Kind::Event,
        Kind::Prompt,
        Kind::Challenge,
        Kind::Offer,
        Kind::Issue,
        Kind::Page,
    ];

    /// Their names, in the same order.
    pub fn names() -> Vec<&'static str> {
        Kind::ALL.map(Kind::name).to_vec()
    }

    /// Its name in messages, the calendar and views.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Series => "series",
            Kind::Part => "part",
            Kind::Guide => "guide",
            Kind::Faq => "faq",
            Kind::Track => "track",
            Kind::Spotlight => "spotlight",
            Kind::Event => "event",
            Kind::Prompt => "prompt",
            Kind::Challenge => "challenge",
            Kind::Offer => "offer",
            Kind::Issue => "issue",
            Kind::Page => "page",
        }
    }

    /// Its folder in `content/`, which begins its ids.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Series | Kind::Part => "series",
            Kind::Guide => "guides",
            Kind::Faq => "faq",
            Kind::Track => "tracks",
            Kind::Spotlight => "spotlights",
            Kind::Event => "events",
            Kind::Prompt => "prompts",
            Kind::Challenge => "challenges",
            Kind::Offer => "offers",
            Kind::Issue => "newsletter",
            Kind::Page => "pages",
        }
    }

    /// Where its pieces lie.
    pub fn path(self) -> String {
        match self {
            Kind::Series => "content/series/NAME/_index.md".to_owned(),
            Kind::Part => "content/series/NAME/01-part.md".to_owned(),
            Kind::Issue => "content/newsletter/NAME/2026-12-09.md".to_owned(),
            _ => format!("content/{}/NAME.md", self.folder()),
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of items directly in a folder of `content/`.
    pub(super) fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// What one of its pieces is called in a sentence, or several: `guide`, `FAQ answers`.
    pub fn noun(self, number: usize) -> &'static str {
        let (one, more) = match self {
            Kind::Series => ("series", "series"),
            Kind::Part => ("part", "parts"),
            Kind::Guide => ("guide", "guides"),
            Kind::Faq => ("FAQ answer", "FAQ answers"),
            Kind::Track => ("track", "tracks"),
            Kind::Spotlight => ("spotlight", "spotlights"),
            Kind::Event => ("event", "events"),
            Kind::Prompt => ("prompt", "prompts"),
            Kind::Challenge => ("challenge", "challenges"),
            Kind::Offer => ("offer", "offers"),
            Kind::Issue => ("letter", "letters"),
            Kind::Page => ("page", "pages"),
        };
        if number == 1 { one } else { more }
    }

    /// `1 guide`, `3 FAQ answers`.
    pub fn counted(self, number: usize) -> String {
        format!("{number} {}", self.noun(number))
    }

    /// `a guide`, `an FAQ answer`.
    pub fn any(self) -> String {
        let article = if matches!(self, Kind::Event | Kind::Offer | Kind::Faq) { "an" } else { "a" };
        format!("{article} {}", self.noun(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_two_are_many() {
        assert_eq!(Kind::Guide.counted(1), "1 guide");
        assert_eq!(Kind::Faq.counted(0), "0 FAQ answers");
        assert_eq!(Kind::Series.counted(2), "2 series");
        assert_eq!((Kind::Faq.any(), Kind::Issue.any()), ("an FAQ answer".into(), "a letter".into()));
    }
}
