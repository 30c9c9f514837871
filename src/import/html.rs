//! HTML as Markdown: the door to the library that does it, and what it can't know. Videos become embeds; scripts, forms and
//! frames become notes that nobody overlooks.

use std::fmt::Write;

use htmd::Element;
use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};

use super::note::{self, Found};
use crate::markdown::tags::{TagKind, Token, tokens};
use crate::markdown::{HTML_DEPTH, html_depth};

/// Elements that can't stand in a text.
const REFUSED: [&str; 10] =
    ["script", "iframe", "form", "object", "embed", "video", "audio", "style", "canvas", "hub-note"];

/// Markdown that says what `html` says, and what needs a hand.
pub(super) fn to_markdown(html: &str) -> (String, Vec<Found>) {
    let html = shortcodes(html);
    let mut found = refused(&html);
    if html_depth(&html) > HTML_DEPTH {
        found.push(Found::new("its elements stand too deep in each other; its words came along without form"));
        return (words(&html), found);
    }
    let options = Options {
        hr_style: HrStyle::Dashes,
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        preformatted_code: true,
        ..Options::default()
    };
    let converter = htmd::HtmlToMarkdown::builder()
        .options(options)
        .scripting_enabled(false)
        .add_handler(REFUSED.to_vec(), visible)
        .add_handler(vec!["a"], link)
        .add_handler(vec!["img"], image)
        .add_handler(vec!["figcaption"], caption)
        .add_handler(vec!["button", "svg", "source", "noscript"], nothing_to_read)
        .build();
    match converter.convert(&html) {
        Ok(text) => (squeezed(&text), found),
        Err(_) => (words(&html), found),
    }
}

fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.to_string()).filter(|value| !value.trim().is_empty())
}

/// A video as an embed, anything else as a note that shows the tag.
fn visible(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = ["src", "data", "action", "text"].iter().find_map(|name| attribute(&element, name));
    let block = match (element.tag, address.as_deref()) {
        ("style", _) => return Some(String::new().into()),
        ("hub-note", text) => note::block(text.unwrap_or("")),
        ("iframe" | "embed" | "object" | "video", Some(url)) if note::video(url).is_some() => {
            note::video_embed(&note::video(url).unwrap_or_default(), &attribute(&element, "title").unwrap_or_default())
        }
        (tag, Some(url)) => note::block(&format!("<{tag} src=\"{url}\">")),
        (tag, None) => note::block(&format!("<{tag}>")),
    };
    let inner = match element.tag {
        "form" => handlers.walk_children(element.node).content,
        _ => String::new(),
    };
    Some(format!("\n\n{block}\n\n{inner}\n\n").into())
}

/// A link on one line: what holds boxes in the source is words here.
fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let words = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_zoom = attribute(&element, "class").is_some_and(|class| class.contains("image-link"));
    let Some(href) = attribute(&element, "href").filter(|_| !is_zoom && !words.is_empty()) else {
        return Some(if words.is_empty() { String::new() } else { inner }.into());
    };
    let space = |at: Option<char>| if at == Some(' ') { " " } else { "" };
    let (before, after) = (space(inner.chars().next()), space(inner.chars().next_back()));
    Some(format!("{before}[{words}]({}){after}", note::dest(href.trim())).into())
}

fn image(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let is_real = |src: &String| !src.starts_with("data:");
    let src = ["src", "data-src", "data-lazy-src", "data-orig-file"]
        .iter()
        .find_map(|name| attribute(&element, name).filter(is_real));
    let alt = attribute(&element, "alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
    let text = src.map_or_else(
        || note::inline(&format!("<img alt=\"{}\">", alt.trim())),
        |src| format!("![{}]({})", alt.trim(), note::dest(src.trim())),
    );
    Some(text.into())
}

fn caption(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let words = handlers.walk_children(element.node).content.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if words.is_empty() || words.contains('*') { words } else { format!("*{words}*") };
    Some(format!("\n\n{text}\n\n").into())
}

fn nothing_to_read(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let keeps = matches!(element.tag, "noscript" | "button");
    Some(if keeps { handlers.walk_children(element.node).content } else { String::new() }.into())
}

/// What is to be told of elements that can't stand in a text.
fn refused(html: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (token, _) in tokens(html) {
        let Token::Tag(tag) = token else { continue };
        if tag.kind != TagKind::Start || !REFUSED.contains(&tag.name.as_str()) || tag.name == "style" {
            continue;
        }
        let address = ["src", "data", "action", "text"].iter().find_map(|name| tag.attribute(name)).unwrap_or_default();
        if let Some(page) = note::video(&address) {
            found.push(Found::at(format!("a video has no transcript yet: {address}"), page));
        } else if tag.name == "hub-note" {
            found.push(Found::at(
                format!("`{address}` stands as a note: hub has nothing like it"),
                note::inline(&address),
            ));
        } else {
            let why = if address.is_empty() { "it loads or runs something" } else { &address };
            found.push(Found::at(format!("`<{}>` stands as a note: {why}", tag.name), format!("<{}", tag.name)));
        }
    }
    found
}

/// One empty line where there are several, but in code.
fn squeezed(text: &str) -> String {
    let (mut out, mut code, mut empty) = (String::with_capacity(text.len()), false, false);
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let is_more = !code && empty && line.trim().is_empty();
        empty = line.trim().is_empty();
        if !is_more {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim_end_matches('\n').to_owned()
}

/// The words alone, a paragraph for each block.
fn words(html: &str) -> String {
    let mut text = String::new();
    for (token, _) in tokens(html) {
        match token {
            Token::Text(words) => drop(text.write_str(&crate::markdown::tags::decode(words))),
            Token::Tag(tag) if matches!(tag.name.as_str(), "p" | "div" | "h1" | "h2" | "h3" | "li" | "br") => {
                text.push_str("\n\n")
            }
            _ => {}
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}

/// WordPress' `[gallery ids="1,2"]`: a caption keeps what it holds, an address becomes a link, the others become notes.
fn shortcodes(html: &str) -> String {
    const ALONE: [&str; 10] = [
        "gallery",
        "audio",
        "video",
        "playlist",
        "contact-form-7",
        "contact-form",
        "youtube",
        "vimeo",
        "toc",
        "products",
    ];
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let inner = after.split(']').next().unwrap_or("");
        let name = inner.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        let is_name = !name.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_') || c.is_ascii_digit());
        let is_closed = inner.len() < after.len() && !inner.contains(['<', '\n']);
        let known = ALONE.contains(&name) || inner.contains("=\"") || inner.contains("=&#8221;");
        rest = after.get(inner.len() + 1..).unwrap_or("");
        match name {
            "caption" | "embed" | "wp_caption" if is_closed => {}
            _ if is_name && is_closed && (known || inner.starts_with('/') && ALONE.contains(&name)) => {
                let text = format!("[{inner}]").replace('"', "&quot;");
                out.push_str(&format!("<hub-note text=\"{text}\"></hub-note>"));
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        to_markdown(html).0
    }

    #[test]
    fn what_has_no_markdown_stays_visible() {
        let (text, found) =
            to_markdown("<p>a</p><script>alert(1)</script><p>b</p><iframe src=\"https://x.example/f\"></iframe>");
        assert_eq!(
            text,
            "a\n\n> [!WARNING]\n> `<script>`\n\nb\n\n> [!WARNING]\n> `<iframe src=\"https://x.example/f\">`"
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn links_and_images_keep_to_one_line() {
        assert_eq!(text("<a href=\"/x y\"><div>one</div><div>two</div></a>"), "[one two](</x y>)");
        assert_eq!(
            text(
                "<figure><a class=\"image-link\" href=\"/big\"><img src=\"/s.png\" alt=\"A\"></a><figcaption>C</figcaption></figure>"
            ),
            "![A](/s.png)\n\n*C*"
        );
    }

    #[test]
    fn shortcodes_are_told_from_brackets() {
        assert_eq!(text("[caption id=\"1\"]<img src=\"/a.png\" alt=\"\"> words[/caption]"), "![](/a.png) words");
        assert!(text("<p>[gallery ids=\"1,2\"]</p>").contains("`[gallery ids=\"1,2\"]`"));
        assert_eq!(text("<p>see [1] and [note]</p>"), "see \\[1\\] and \\[note\\]");
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = format!("{}words{}", "<div>".repeat(5000), "</div>".repeat(5000));
        assert_eq!(text(&deep), "words");
    }
}
