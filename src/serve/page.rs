//! A page as it goes to the browser: with the author's script, and with a mark by which it knows whether it changed.

use crate::markdown::escape::{escape_attribute, escape_text};
use crate::output::content_hash;

/// The script that listens for changes.
pub(super) const SCRIPT: &str = include_str!("live.js");
/// Styles of pages that are hub's own.
pub(super) const STYLES: &str = include_str!("live.css");

const SHEET: &str = "<link rel=\"stylesheet\" href=\"";

/// A page, and what of it may change without loading it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Html {
    pub(super) text: String,
    /// Of all but the addresses of stylesheets.
    pub(super) hash: String,
    /// Addresses of stylesheets, in order.
    pub(super) sheets: Vec<String>,
}

impl Html {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (mut rest, mut without, mut sheets) = (text.as_str(), String::with_capacity(text.len()), Vec::new());
        while let Some((before, after)) = rest.split_once(SHEET) {
            let (address, after) = after.split_once('"').unwrap_or((after, ""));
            without.push_str(before);
            sheets.push(address.to_owned());
            rest = after;
        }
        without.push_str(rest);
        Html { hash: content_hash(without.as_bytes()), text, sheets }
    }

    /// The page with the author's script before its end. `bar` says whether that shows more than what is wrong.
    pub(super) fn with_script(&self, number: u64, bar: super::Bar) -> String {
        let bar = if bar == super::Bar::Shown { " data-bar" } else { "" };
        let tag = format!(
            "<script type=\"module\" src=\"/_hub/live.js\" data-hub=\"{}\" data-number=\"{number}\"{bar}></script>\n",
            escape_attribute(&self.hash)
        );
        match self.text.rfind("</body>") {
            Some(at) => format!("{}{tag}{}", &self.text[..at], &self.text[at..]),
            None => format!("{}{tag}", self.text),
        }
    }
}

/// A page of hub's own: a site, or a page of it, that can't be shown.
pub(super) fn trouble(title: &str, drawn: &str) -> Html {
    let (title, drawn) = (escape_text(title), escape_text(drawn));
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/_hub/live.css\">\n</head>\n<body class=\"hub-trouble\">\n<main>\n<h1>{title}</h1>\n\
         <p>This page shows itself anew as soon as the file is saved.</p>\n\
         <pre tabindex=\"0\">{drawn}</pre>\n</main>\n</body>\n</html>\n"
    );
    Html::new(text.as_bytes())
}

/// The media type of a file, by its ending (IANA's registry).
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "rss" => "application/rss+xml",
        "opml" | "xml" => "application/xml",
        "ics" => "text/calendar; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "wasm" => "application/wasm",
        "txt" | "md" | "srt" | "" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stylesheet_alone_does_not_change_a_page() {
        let page = |sheet: &str, text: &str| {
            Html::new(format!("<head><link rel=\"stylesheet\" href=\"{sheet}\"></head><body>{text}</body>").as_bytes())
        };
        let (one, other) = (page("/a.1.css", "x"), page("/a.2.css", "x"));
        assert_eq!(one.hash, other.hash);
        assert_eq!((one.sheets, other.sheets), (vec!["/a.1.css".to_owned()], vec!["/a.2.css".to_owned()]));
        assert_ne!(page("/a.1.css", "y").hash, one.hash);
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_page() {
        let page = Html::new(b"<body><p>&lt;/body></p></body>\n</html>");
        let text = page.with_script(3, super::super::Bar::Off);
        assert!(text.ends_with("data-number=\"3\"></script>\n</body>\n</html>"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_text() {
        assert!(trouble("<b>", "<script>").text.contains("<pre tabindex=\"0\">&lt;script&gt;</pre>"));
    }
}
