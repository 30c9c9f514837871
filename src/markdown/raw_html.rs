//! Raw HTML in a creator's text: what is kept, what is refused and why, and the way out.
//!
//! Says where the author wrote something that can't stay, before `sanitize.rs` would silently take it away.

use std::ops::Range;

use super::escape::{Scheme, printable, push_text, scheme};
use super::sanitize::keeps_element;
use super::tags::{Attribute, Tag, TagKind, Token, decode, is_void, tokens};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How deep raw elements may be nested.
pub const DEPTH: usize = 100;

/// What of a piece of raw HTML may reach the page: comments are dropped, elements that are not kept lose their tags,
/// a tag that is cut off is text.
pub(super) fn keep(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    for (token, _) in tokens(html) {
        match token {
            Token::Text(text) => kept.extend(text.chars().map(printable)),
            Token::Tag(tag) if keeps_element(&tag.name) => kept.extend(tag.source.chars().map(printable)),
            Token::OpenTag(source) => push_text(&mut kept, source),
            Token::Tag(_) | Token::Comment | Token::OpenComment => {}
        }
    }
    kept
}

/// The ids that raw HTML sets.
pub(super) fn ids(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (token, _) in tokens(html) {
        if let Token::Tag(tag) = &token
            && tag.kind == TagKind::Start
            && keeps_element(&tag.name)
        {
            ids.extend(tag.attribute("id").filter(|id| !id.is_empty()));
        }
    }
    ids
}

/// Checks the raw HTML of one body, piece by piece in document order.
pub(super) struct Checker {
    open: OpenElements,
    told_depth: bool,
}

impl Checker {
    /// For the beginning of a body.
    pub(super) fn new() -> Self {
        Checker { open: OpenElements::default(), told_depth: false }
    }

    /// Checks a piece; `place` turns a range of it into a span.
    pub(super) fn check(&mut self, html: &str, place: &dyn Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (token, range) in tokens(html) {
            match token {
                Token::Tag(tag) => {
                    found.extend(element(&tag, place(range.clone())));
                    if tag.kind == TagKind::Start {
                        found.extend(
                            tag.attributes.iter().filter_map(|a| attribute(&tag.name, a, place(a.range.clone()))),
                        );
                    }
                    self.open.see(&tag);
                    if self.open.depth() > DEPTH && !std::mem::replace(&mut self.told_depth, true) {
                        found.push(too_deep(place(range)));
                    }
                }
                Token::OpenTag(_) => found.push(open_tag(place(range))),
                Token::OpenComment => found.push(open_comment(place(range))),
                Token::Text(_) | Token::Comment => {}
            }
        }
        found
    }
}

/// How deep the elements of a piece of HTML are nested: never less than a browser would count, and no more than is worth counting.
pub fn depth(html: &str) -> usize {
    let mut open = OpenElements::default();
    let mut deepest = 0;
    for (token, _) in tokens(html) {
        if let Token::Tag(tag) = token {
            open.see(&tag);
            deepest = deepest.max(open.depth());
        }
    }
    deepest
}

/// The open elements, never fewer than a browser would hold open.
///
/// An end tag that isn't the innermost element's is ignored, where a browser may close several: so the depth is a bound.
/// Past four times [`DEPTH`] nothing more is counted: the verdict stands.
#[derive(Default)]
pub(super) struct OpenElements(Vec<String>);

impl OpenElements {
    /// Takes in the next tag.
    pub(super) fn see(&mut self, tag: &Tag<'_>) {
        if is_void(&tag.name) {
            return;
        }
        match tag.kind {
            TagKind::Start => {
                while self.0.last().is_some_and(|open| closes(&tag.name, open)) {
                    self.0.pop();
                }
                if self.0.len() < 4 * DEPTH {
                    self.0.push(tag.name.clone());
                }
            }
            TagKind::End => {
                let ends_optional = |open: &String| *open != tag.name && has_optional_end(open);
                while self.0.last().is_some_and(ends_optional) && self.0.contains(&tag.name) {
                    self.0.pop();
                }
                if self.0.last() == Some(&tag.name) {
                    self.0.pop();
                }
            }
        }
    }

    /// How many are open.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }
}

fn has_optional_end(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "colgroup" | "rt" | "rp"
    )
}

/// Whether a start tag ends the element that is open.
fn closes(start: &str, open: &str) -> bool {
    match open {
        "p" => !super::sanitize::is_phrasing(start),
        "li" => start == "li",
        "dt" | "dd" => matches!(start, "dt" | "dd"),
        "td" | "th" => matches!(start, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(start, "tr" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" | "colgroup" => matches!(start, "thead" | "tbody" | "tfoot"),
        "rt" | "rp" => matches!(start, "rt" | "rp"),
        _ => false,
    }
}

fn element(tag: &Tag<'_>, span: Span) -> Option<Diagnostic> {
    let name = tag.name.as_str();
    if keeps_element(name) || tag.kind == TagKind::End {
        return None;
    }
    let (why, way_out) = match name {
        "script" => ("pages run no script but the theme's", "put scripts into the theme"),
        "style" => ("styles belong to the theme", "put the rules into the theme's CSS and use a class here"),
        "iframe" | "object" | "embed" => (
            "nothing is loaded from elsewhere before a reader asks for it",
            "show a video by `{{ video(\"https://…\", \"title\", \"transcript\") }}`, anything else by a link",
        ),
        "form" => {
            ("a form sends readers' data away", "use `{{ signup() }}` or `{{ survey(\"id\") }}`, or link to the form")
        }
        "base" | "meta" | "link" => ("it acts on the whole page", "put it into a template of the theme"),
        _ => return Some(dropped(name, span)),
    };
    Some(
        Diagnostic::error("raw-html-refused", format!("`<{name}>` can't stand in a text"))
            .at(span, "")
            .note(why)
            .help(way_out),
    )
}

fn dropped(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("raw-html-dropped", format!("`<{name}>` is left out, only what it holds is shown"))
        .at(span, "")
        .help("to show the tag as text, put it in backticks")
}

fn attribute(element: &str, attribute: &Attribute<'_>, span: Span) -> Option<Diagnostic> {
    let name = attribute.name.as_str();
    if name.len() > 2 && name.starts_with("on") {
        return Some(
            Diagnostic::error("raw-html-refused", format!("`{name}` can't stand in a text"))
                .at(span, "")
                .note("pages run no script but the theme's")
                .help("take the attribute out; what the page does belongs to the theme"),
        );
    }
    if name == "style" {
        return Some(
            Diagnostic::error("raw-html-refused", "`style` can't stand in a text")
                .at(span, "")
                .note("pages are served with a policy that switches inline styles off")
                .help("use a class, and put the rules into the theme's CSS"),
        );
    }
    if !is_url(name) {
        return None;
    }
    url(element, &decode(attribute.value), span)
}

fn is_url(attribute: &str) -> bool {
    matches!(
        attribute,
        "href"
            | "src"
            | "action"
            | "formaction"
            | "poster"
            | "cite"
            | "data"
            | "background"
            | "xlink:href"
            | "longdesc"
    )
}

fn url(element: &str, url: &str, span: Span) -> Option<Diagnostic> {
    let refused = |why: &str, way_out: &str| {
        Some(
            Diagnostic::error("raw-html-refused", format!("{why} can't stand in a text"))
                .at(span, "")
                .note("it can run as a script in a reader's browser")
                .help(way_out),
        )
    };
    match scheme(url) {
        Scheme::Hidden => refused("an address with control characters", "write the address anew"),
        Scheme::Named(name) => match name.as_str() {
            "http" | "https" | "mailto" | "tel" => None,
            "data" if element == "img" && is_data_image(url) => None,
            "data" => refused("a `data:` address", "put the file beside the text and link to it"),
            "javascript" | "vbscript" => refused(&format!("a `{name}:` address"), "link to a page instead"),
            _ => Some(link_scheme(&name, span)),
        },
        Scheme::None => (is_relative_file(url) && element != "track").then(|| {
            Diagnostic::warning("raw-html-relative", format!("`{url}` is not resolved inside raw HTML"))
                .at(span, "")
                .help("write the link or image in Markdown, or give the path on the site, beginning with `/`")
        }),
    }
}

/// An address whose scheme isn't allowed, in Markdown or raw HTML.
pub(super) fn link_scheme(scheme: &str, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("link-scheme", format!("an address that begins with `{scheme}:` can't be published"))
            .at(span, "")
            .note("links are `https:`, `http:`, `mailto:`, `tel:`, `link:` and paths to other files");
    match scheme {
        "link" => diagnostic.help("in raw HTML and images `link:` isn't known: write `[text](link:id)`"),
        "javascript" | "vbscript" => diagnostic.help("link to a page instead"),
        "data" => diagnostic.help("put the file beside the text and name it here"),
        _ => diagnostic.help("link to a page that says how to get there, or put the address in backticks"),
    }
}

pub(super) fn is_data_image(url: &str) -> bool {
    ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp", "data:image/avif"]
        .iter()
        .any(|kind| url.get(..kind.len()).is_some_and(|head| head.eq_ignore_ascii_case(kind)))
}

fn is_relative_file(url: &str) -> bool {
    !url.is_empty() && !url.starts_with(['#', '/', '?'])
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("raw-html-too-deep", format!("more than {DEPTH} raw elements are open inside each other"))
        .at(span, "")
        .help("close elements where they end, as in `<div>…</div>`")
}

fn open_tag(span: Span) -> Diagnostic {
    Diagnostic::warning("raw-html-unclosed", "this tag doesn't end, so it is printed as text")
        .at(span, "")
        .help("end it with `>`")
}

fn open_comment(span: Span) -> Diagnostic {
    Diagnostic::warning("raw-html-unclosed", "this comment doesn't end, so nothing below it is published")
        .at(span, "")
        .help("end it with `-->`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn check(html: &str) -> Vec<String> {
        let place = |range: Range<usize>| Span::new(FileId(0), range.start, range.end);
        let found = Checker::new().check(html, &place);
        found
            .into_iter()
            .map(|d| {
                let span = d.labels[0].span;
                format!("{} {}: {}", d.code, &html[span.start as usize..span.end as usize], d.message)
            })
            .collect()
    }

    #[test]
    fn what_is_refused_is_named_with_its_place() {
        assert_eq!(
            check("<div class=a><script src=x></script><b onclick='x' style=\"color:red\">"),
            [
                "raw-html-refused <script src=x>: `<script>` can't stand in a text",
                "raw-html-relative src=x: `x` is not resolved inside raw HTML",
                "raw-html-refused onclick='x': `onclick` can't stand in a text",
                "raw-html-refused style=\"color:red\": `style` can't stand in a text",
            ]
        );
        for name in ["style", "iframe", "object", "embed", "form", "base", "meta", "link"] {
            assert_eq!(
                check(&format!("<{name}>")),
                [format!("raw-html-refused <{name}>: `<{name}>` can't stand in a text")]
            );
        }
    }

    #[test]
    fn schemes_are_seen_through_disguises() {
        for href in
            ["javascript:a", "&#106;avascript:a", "java&#x0a;script:a", "java&Tab;script&colon;a", " \tJAVASCRIPT:a"]
        {
            let found = check(&format!("<a href=\"{href}\">"));
            assert!(found.len() == 1 && found[0].starts_with("raw-html-refused"), "{href}: {found:?}");
        }
        assert_eq!(
            check("<img src='data:image/png;base64,x'><a href='https://a.b'><a href='/x'><a href='#x'>"),
            [""; 0]
        );
        assert_eq!(check("<a href='data:text/html,x'>").len(), 1);
        assert!(check("<a href='link:shop'>")[0].starts_with("link-scheme"));
    }

    #[test]
    fn only_what_is_kept_reaches_the_page() {
        assert_eq!(keep("<div><!-- x --><plaintext>a</plaintext></div><b title=\"x"), "<div>a</div>&lt;b title=\"x");
        assert_eq!(
            check("<plaintext>"),
            ["raw-html-dropped <plaintext>: `<plaintext>` is left out, only what it holds is shown"]
        );
    }

    #[test]
    fn depth_is_bounded_and_lists_without_end_tags_are_not_deep() {
        assert_eq!(check(&"<div>".repeat(DEPTH + 5)).len(), 1);
        assert_eq!(check(&"<div></b>".repeat(DEPTH + 5)).len(), 1);
        assert_eq!(check(&"<div><table><td></div>".repeat(DEPTH)).len(), 1);
        assert_eq!(check(&format!("<ul>{}</ul>", "<li>a<p>b".repeat(500))).len(), 0);
        assert_eq!(check(&"<div><p>a</div>".repeat(500)).len(), 0);
    }
}
