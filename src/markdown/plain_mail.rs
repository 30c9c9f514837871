//! A short way for mail: HTML in which every tag is one of those that hub's own writer makes, and stands where HTML has it, is
//! written as ammonia would write it, without its reading the whole.
//!
//! Whatever is not known here, down to a single attribute, is none of its business: then there is no result, and ammonia reads
//! all of it. What comes out is the same either way, which `tests.rs` holds against random texts.

use super::escape::escape_attribute;
use super::sanitize::{STYLES, Url};
use super::tags::{Attribute, Tag, TagKind, Token, decode, tokens};

/// Where an element may stand, and what may stand in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Among blocks, and blocks in it.
    Flow,
    /// Among blocks, and only a line in it.
    Line,
    /// In a line, as is what stands in it.
    Mark,
    /// Part of a list or table, in one of these parents.
    Part(&'static [&'static str], Inside),
    /// A list or table: among blocks, and only its parts in it.
    Frame,
}

/// What stands in a part of a list or table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Blocks and lines.
    Flow,
    /// Only parts of parts.
    Parts,
}

fn place(name: &str) -> Option<Place> {
    Some(match name {
        "blockquote" | "figure" | "figcaption" => Place::Flow,
        "p" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Place::Line,
        "a" | "code" | "del" | "em" | "span" | "strong" | "sup" => Place::Mark,
        "ul" | "ol" | "dl" | "table" => Place::Frame,
        "li" => Place::Part(&["ul", "ol"], Inside::Flow),
        "dt" | "dd" => Place::Part(&["dl"], Inside::Flow),
        "thead" | "tbody" => Place::Part(&["table"], Inside::Parts),
        "tr" => Place::Part(&["thead", "tbody"], Inside::Parts),
        "th" | "td" => Place::Part(&["tr"], Inside::Flow),
        _ => return None,
    })
}

/// `html` as [`super::sanitize::mail`] has it, if it is known to be clean but for relative addresses, which `base` makes absolute.
pub(super) fn mail(html: &str, base: Option<&Url>) -> Option<String> {
    let mut known = Known { out: String::with_capacity(html.len() + html.len() / 16), open: Vec::new(), base };
    for (token, _) in tokens(html) {
        match token {
            Token::Text(text) => known.text(text)?,
            Token::Tag(tag) if tag.kind == TagKind::Start => known.start(&tag)?,
            Token::Tag(tag) => known.end(&tag)?,
            Token::Comment | Token::OpenComment | Token::OpenTag(_) => return None,
        }
    }
    known.open.is_empty().then_some(known.out)
}

struct Known<'h> {
    out: String,
    /// Elements that are open.
    open: Vec<String>,
    base: Option<&'h Url>,
}

impl Known<'_> {
    fn parent(&self) -> &str {
        self.open.last().map_or("", String::as_str)
    }

    /// Whether a line of text may stand here.
    fn takes_lines(&self) -> bool {
        match place(self.parent()) {
            Some(Place::Frame | Place::Part(_, Inside::Parts)) => false,
            Some(_) => true,
            None => self.open.is_empty(),
        }
    }

    fn takes_blocks(&self) -> bool {
        let is_flow = matches!(place(self.parent()), Some(Place::Flow | Place::Part(_, Inside::Flow)));
        self.open.is_empty() || (is_flow && self.parent() != "dt")
    }

    fn text(&mut self, text: &str) -> Option<()> {
        // A browser drops the line break that a block of code begins with.
        let is_lost = self.parent() == "pre" && text.starts_with('\n');
        if !is_plain(text, &["amp;", "lt;", "gt;"])
            || is_lost
            || !(self.takes_lines() || text.bytes().all(|byte| byte == b'\n' || byte == b' '))
        {
            return None;
        }
        self.out.push_str(text);
        Some(())
    }

    fn start(&mut self, tag: &Tag<'_>) -> Option<()> {
        if !is_as_written(tag) {
            return None;
        }
        let name = tag.name.as_str();
        if matches!(name, "br" | "img" | "hr") {
            let fits = if name == "hr" { self.takes_blocks() } else { self.takes_lines() };
            return if fits { self.put(tag) } else { None };
        }
        let fits = match place(name)? {
            Place::Flow | Place::Line | Place::Frame => self.takes_blocks(),
            Place::Mark => self.takes_lines() && !(name == "a" && self.open.iter().any(|open| open == "a")),
            Place::Part(parents, _) => parents.contains(&self.parent()),
        };
        if !fits {
            return None;
        }
        self.open.push(tag.name.clone());
        self.put(tag)
    }

    fn end(&mut self, tag: &Tag<'_>) -> Option<()> {
        let name = self.open.pop()?;
        if name != tag.name || tag.source.len() != name.len() + "</>".len() {
            return None;
        }
        self.out.push_str(tag.source);
        Some(())
    }

    fn put(&mut self, tag: &Tag<'_>) -> Option<()> {
        self.out.push('<');
        self.out.push_str(&tag.name);
        for attribute in &tag.attributes {
            self.attribute(&tag.name, attribute)?;
        }
        self.out.push('>');
        Some(())
    }

    fn attribute(&mut self, element: &str, attribute: &Attribute<'_>) -> Option<()> {
        let Attribute { name, value, .. } = attribute;
        if !is_plain(value, &["amp;", "lt;", "gt;", "quot;", "#39;"]) {
            return None;
        }
        match (element, name.as_str()) {
            // Mail programs make nothing of it.
            ("th", "scope") => return Some(()),
            ("a", "href") | ("img", "src") => return self.address(name, value),
            ("a", "rel" | "title") | ("img", "alt" | "title") => (),
            ("img", "width" | "height") | ("ol", "start") if value.bytes().all(|byte| byte.is_ascii_digit()) => (),
            ("pre" | "code", "dir") if *value == "ltr" => (),
            ("pre" | "span", "style") if is_simple(value) => (),
            _ => return None,
        }
        self.out.push_str(&format!(" {name}=\"{}\"", value.replace("&#39;", "'")));
        Some(())
    }

    fn address(&mut self, name: &str, value: &str) -> Option<()> {
        let url = decode(value);
        match Url::parse(&url) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https" | "mailto" | "tel") => {
                self.out.push_str(&format!(" {name}=\"{}\"", value.replace("&#39;", "'")));
            }
            Err(_) if url.starts_with('#') => {
                let absolute = self.base?.join(&url).ok()?;
                self.out
                    .push_str(&format!(" {name}=\"{}\"", escape_attribute(absolute.as_str()).replace("&#39;", "'")));
            }
            _ => return None,
        }
        Some(())
    }
}

/// Whether a tag is written as hub writes tags, so that nobody can read it otherwise.
fn is_as_written(tag: &Tag<'_>) -> bool {
    // Of two attributes of a name a browser takes the first.
    let is_twice =
        |(at, one): (usize, &Attribute<'_>)| tag.attributes.iter().take(at).any(|other| other.name == one.name);
    if tag.attributes.iter().enumerate().any(is_twice) {
        return false;
    }
    let mut rest = tag.source.strip_prefix('<').and_then(|rest| rest.strip_prefix(tag.name.as_str()));
    for Attribute { name, value, .. } in &tag.attributes {
        let after = |rest: &'_ str| -> Option<usize> {
            let end = 1 + name.len() + 2 + value.len() + 1;
            let is_it = rest.get(..end)? == format!(" {name}=\"{value}\"");
            is_it.then_some(end)
        };
        rest = rest.and_then(|rest| after(rest).and_then(|end| rest.get(end..)));
    }
    rest == Some(">")
}

/// Whether characters stand for themselves, but for these references.
fn is_plain(text: &str, references: &[&str]) -> bool {
    let is_known = |rest: &str| references.iter().any(|known| rest.starts_with(known));
    !text.contains(['<', '>', '\r', '\0', '\u{a0}']) && text.split('&').skip(1).all(is_known)
}

/// Whether a style is a list of names and colours, as code has it: `color:#fff;font-style:italic`.
fn is_simple(style: &str) -> bool {
    let is_word = |value: &str| {
        value.starts_with(|c: char| c.is_ascii_lowercase())
            && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    };
    let is_colour = |value: &str| {
        value.strip_prefix('#').is_some_and(|hex| {
            matches!(hex.len(), 3 | 6) && hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        })
    };
    style.split(';').all(|part| {
        let known = part.split_once(':').filter(|(name, _)| STYLES.contains(name));
        known.is_some_and(|(_, value)| is_word(value) || is_colour(value))
    })
}
