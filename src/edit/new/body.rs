//! What stands below the front matter of a new piece: a shape for its kind, to be written over.

use crate::diagnostic::nearest_help;
use crate::error::Error;
use crate::parse::Kind;

/// Formats of a guide, and the shape that keeps each one's promise.
const FORMATS: [(&str, &str); 5] = [
    ("walkthrough", include_str!("bodies/walkthrough.md")),
    ("not-for", include_str!("bodies/not-for.md")),
    ("proof", include_str!("bodies/proof.md")),
    ("mistakes", include_str!("bodies/mistakes.md")),
    ("comparison", include_str!("bodies/comparison.md")),
];

/// The body of a kind, or of a format.
pub(super) fn of(kind: Kind, format: Option<&str>) -> Result<&'static str, Error> {
    match format.filter(|_| kind == Kind::Guide) {
        Some(word) => of_format(word),
        None => Ok(of_kind(kind)),
    }
}

fn of_format(word: &str) -> Result<&'static str, Error> {
    let found = FORMATS.iter().find(|(name, _)| *name == word);
    found.map(|(_, body)| *body).ok_or_else(|| {
        let names = FORMATS.map(|(name, _)| name);
        let all = || format!("choose one of {}", names.map(|name| format!("`{name}`")).join(", "));
        Error::refused(format!("there is no format `{word}`"), nearest_help(word, names).unwrap_or_else(all))
    })
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Series => include_str!("bodies/series.md"),
        Kind::Part => include_str!("bodies/part.md"),
        Kind::Guide => include_str!("bodies/guide.md"),
        Kind::Faq => include_str!("bodies/faq.md"),
        Kind::Track => include_str!("bodies/track.md"),
        Kind::Spotlight => include_str!("bodies/spotlight.md"),
        Kind::Event => include_str!("bodies/event.md"),
        Kind::Prompt => include_str!("bodies/prompt.md"),
        Kind::Challenge => include_str!("bodies/challenge.md"),
        Kind::Offer => include_str!("bodies/offer.md"),
        Kind::Issue => include_str!("bodies/letter.md"),
        Kind::Page => include_str!("bodies/page.md"),
    }
}
