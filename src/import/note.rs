//! How what hub has no place for stays visible in a text, and the little that all writers of Markdown share.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// Something that needs a hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What, in a sentence.
    pub(super) what: String,
    /// What stands in the new text where it is; may be empty, where it is nowhere or everywhere.
    mark: String,
}

impl Found {
    /// Something about the whole of a piece.
    pub(super) fn new(what: impl Into<String>) -> Self {
        Found { what: what.into(), mark: String::new() }
    }

    /// Something where `mark` stands in the new text.
    pub(super) fn at(what: impl Into<String>, mark: impl Into<String>) -> Self {
        Found { what: what.into(), mark: mark.into() }
    }

    /// As a problem of a file that holds `text`, whose body begins at `body`.
    pub(super) fn told(&self, file: FileId, text: &str, body: usize) -> Diagnostic {
        let mark = self.mark.trim().lines().next().unwrap_or("");
        let within = |from: usize| text.get(from..)?.find(mark).map(|at| from + at);
        let place = Some(mark).filter(|mark| !mark.is_empty()).and_then(|_| within(body).or_else(|| within(0)));
        let span = place.map_or(Span::file(file), |at| Span::new(file, at, at + mark.len()));
        Diagnostic::warning("imported", self.what.clone()).at(span, "")
    }
}

impl From<String> for Found {
    fn from(what: String) -> Self {
        Found::new(what)
    }
}

/// A note that stands by itself, in no language: an alert with the source in it.
pub(super) fn block(source: &str) -> String {
    format!("> [!WARNING]\n> {}", inline(source))
}

/// The source within a sentence.
pub(super) fn inline(source: &str) -> String {
    let line = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut fence = "`".to_owned();
    while line.contains(&fence) {
        fence.push('`');
    }
    if line.starts_with('`') || line.ends_with('`') {
        format!("{fence} {line} {fence}")
    } else {
        format!("{fence}{line}{fence}")
    }
}

/// What no reader needs to see, kept for its author.
pub(super) fn comment(source: &str) -> String {
    format!("<!-- {} -->", source.trim().replace("--", "- -"))
}

/// A destination as Markdown takes it.
pub(super) fn dest(url: &str) -> String {
    let url: String = url.chars().filter(|c| !matches!(c, '\n' | '<' | '>')).collect();
    if url.contains([' ', '(', ')']) { format!("<{url}>") } else { url }
}

/// The page of a video that a player shows: hub asks readers before it loads anything.
pub(super) fn video(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once("//")?;
    let rest = rest.trim_start_matches("www.").trim_start_matches("m.");
    let id = |after: &str| {
        let id: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        Some(id).filter(|id| !id.is_empty())
    };
    let youtube = [
        "youtube.com/embed/",
        "youtube-nocookie.com/embed/",
        "youtube.com/watch?v=",
        "youtu.be/",
        "youtube.com/v/",
        "youtube.com/shorts/",
    ];
    if let Some(found) = youtube.iter().find_map(|start| id(rest.strip_prefix(start)?)) {
        return Some(format!("https://www.youtube.com/watch?v={found}"));
    }
    let vimeo = ["player.vimeo.com/video/", "vimeo.com/"];
    let number = vimeo
        .iter()
        .find_map(|start| id(rest.strip_prefix(start)?))
        .filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    number.map(|number| format!("https://vimeo.com/{number}"))
}

/// A video as hub embeds it; nobody knows a transcript yet, and that is what it says.
pub(super) fn video_embed(url: &str, title: &str) -> String {
    let clean = |text: &str| text.replace(['"', '\\', '\n'], " ").trim().to_owned();
    let title = Some(clean(title)).filter(|title| !title.is_empty()).unwrap_or_else(|| "Video".to_owned());
    format!("{{{{ video(\"{}\", \"{title}\", \"No transcript yet.\") }}}}", clean(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_hold_any_source() {
        assert_eq!(inline("a `b`\n c"), "``a `b` c``");
        assert_eq!(comment("a --> b"), "<!-- a - -> b -->");
    }

    #[test]
    fn players_lead_to_pages() {
        for (url, page) in [
            ("https://www.youtube.com/embed/abc_-1?rel=0", Some("https://www.youtube.com/watch?v=abc_-1")),
            ("//youtu.be/abc", Some("https://www.youtube.com/watch?v=abc")),
            ("https://player.vimeo.com/video/12?h=1", Some("https://vimeo.com/12")),
            ("https://vimeo.com/channels", None),
            ("https://example.org/embed/1", None),
        ] {
            assert_eq!(video(url).as_deref(), page, "{url}");
        }
    }
}
