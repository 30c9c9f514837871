//! A scanner for raw HTML: tags with their attributes, comments, and what is cut off in the middle.
//!
//! It finds places for messages and cuts what must not reach the page; safety itself is `sanitize.rs`'s matter, which
//! reads the result as a browser would. Knows no element by name but those that never have an end tag.

use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text, entities as they are.
    Text(&'a str),
    /// A whole tag.
    Tag(Tag<'a>),
    /// A comment, declaration or processing instruction; nothing of it is printed.
    Comment,
    /// A comment that doesn't end in this piece.
    OpenComment,
    /// A tag that doesn't end in this piece.
    OpenTag(&'a str),
}

/// A start or end tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Lower case.
    pub name: String,
    /// Start or end.
    pub kind: TagKind,
    /// In order, as written.
    pub attributes: Vec<Attribute<'a>>,
    /// The tag as written.
    pub source: &'a str,
}

/// Which end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// `<x>`.
    Start,
    /// `</x>`.
    End,
}

/// `name="value"`.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Lower case.
    pub name: String,
    /// Without quotes, entities as they are.
    pub value: &'a str,
    /// Place in the piece.
    pub range: Range<usize>,
}

impl Tag<'_> {
    /// The value of an attribute, entities decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| decode(attribute.value))
    }
}

/// Whether an element never has an end tag.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// All tokens of `html` with their places.
pub fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut text_from = 0;
    while let Some(found) = rest(html, at).find('<') {
        let start = at + found;
        let Some((token, length)) = markup(rest(html, start), start) else {
            at = start + 1;
            continue;
        };
        if text_from < start {
            tokens.push((Token::Text(html.get(text_from..start).unwrap_or("")), text_from..start));
        }
        at = start + length;
        text_from = at;
        tokens.push((token, start..at));
    }
    if text_from < html.len() {
        tokens.push((Token::Text(rest(html, text_from)), text_from..html.len()));
    }
    tokens
}

/// Numeric entities, with or without semicolon, and the named ones that can hide a scheme.
pub fn decode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match entity(after) {
            Some((character, left)) => {
                out.push(character);
                rest = left;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

const NAMED: [(&str, char); 11] = [
    ("amp;", '&'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("lt;", '<'),
    ("gt;", '>'),
    ("colon;", ':'),
    ("sol;", '/'),
    ("num;", '#'),
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
    ("lpar;", '('),
];

fn entity(after: &str) -> Option<(char, &str)> {
    if let Some((name, character)) = NAMED.iter().find(|(name, _)| after.starts_with(name)) {
        return Some((*character, rest(after, name.len())));
    }
    let number = after.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let left = rest(digits, length);
    Some((char::from_u32(code).unwrap_or('\u{fffd}'), left.strip_prefix(';').unwrap_or(left)))
}

fn rest(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or("")
}

/// The markup at the head of `html` and its length; nothing where `<` is only a character.
fn markup(html: &str, offset: usize) -> Option<(Token<'_>, usize)> {
    let after = html.strip_prefix('<')?;
    if let Some(comment) = after.strip_prefix("!--") {
        let early = ["->", ">"].into_iter().find(|end| comment.starts_with(end)).map(|end| 4 + end.len());
        return Some(match early.or_else(|| comment.find("-->").map(|end| 4 + end + 3)) {
            Some(length) => (Token::Comment, length),
            None => (Token::OpenComment, html.len()),
        });
    }
    let (kind, name_at) = if after.starts_with('/') { (TagKind::End, 2) } else { (TagKind::Start, 1) };
    let head = rest(html, name_at).chars().next()?;
    if matches!(head, '!' | '?') || (kind == TagKind::End && !head.is_ascii_alphabetic()) {
        return Some(html.find('>').map_or((Token::OpenComment, html.len()), |end| (Token::Comment, end + 1)));
    }
    head.is_ascii_alphabetic().then(|| tag(html, kind, name_at, offset))
}

fn tag(html: &str, kind: TagKind, name_at: usize, offset: usize) -> (Token<'_>, usize) {
    let name_end = find(html, name_at, |c| c.is_ascii_whitespace() || c == '/' || c == '>');
    let name = html.get(name_at..name_end).unwrap_or("").to_ascii_lowercase();
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        at = find(html, at, |c| !c.is_ascii_whitespace() && c != '/');
        match rest(html, at).chars().next() {
            None => return (Token::OpenTag(html), html.len()),
            Some('>') => {
                let source = html.get(..=at).unwrap_or(html);
                return (Token::Tag(Tag { name, kind, attributes, source }), at + 1);
            }
            Some(_) => match attribute(html, at, offset) {
                Some((attribute, end)) => {
                    attributes.push(attribute);
                    at = end;
                }
                None => return (Token::OpenTag(html), html.len()),
            },
        }
    }
}

/// The attribute at `at` and where it ends; nothing if its quotes don't close.
fn attribute(html: &str, at: usize, offset: usize) -> Option<(Attribute<'_>, usize)> {
    let first = rest(html, at).chars().next().map_or(1, char::len_utf8);
    let name_end = find(html, at + first, |c| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='));
    let name = html.get(at..name_end)?.to_ascii_lowercase();
    let equals = find(html, name_end, |c| !c.is_ascii_whitespace());
    if !rest(html, equals).starts_with('=') {
        return Some((Attribute { name, value: "", range: offset + at..offset + name_end }, name_end));
    }
    let value_at = find(html, equals + 1, |c| !c.is_ascii_whitespace());
    let (value, end) = match rest(html, value_at).chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let length = rest(html, value_at + 1).find(quote)?;
            (html.get(value_at + 1..value_at + 1 + length)?, value_at + length + 2)
        }
        _ => {
            let end = find(html, value_at, |c| c.is_ascii_whitespace() || c == '>');
            (html.get(value_at..end)?, end)
        }
    };
    Some((Attribute { name, value, range: offset + at..offset + end }, end))
}

/// The first place from `from` on where `wanted` holds, or the end.
fn find(html: &str, from: usize, wanted: impl Fn(char) -> bool) -> usize {
    rest(html, from).find(wanted).map_or(html.len(), |found| from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(html: &str) -> String {
        let token = |token: &Token<'_>| match token {
            Token::Text(text) => format!("text {text:?}"),
            Token::Comment => "comment".to_owned(),
            Token::OpenComment => "open comment".to_owned(),
            Token::OpenTag(source) => format!("open {source:?}"),
            Token::Tag(tag) => {
                let attributes =
                    tag.attributes.iter().map(|a| format!(" {}={:?}@{:?}", a.name, decode(a.value), a.range));
                format!("{:?} {}{}", tag.kind, tag.name, attributes.collect::<String>())
            }
        };
        tokens(html).iter().map(|(t, range)| format!("{range:?} {}\n", token(t))).collect()
    }

    #[test]
    fn tags_and_attributes_have_places() {
        assert_eq!(
            sketch("a < b <DIV Class='x y' hidden data-a=1/>c</div><br/>"),
            "0..6 text \"a < b \"\n6..40 Start div class=\"x y\"@11..22 hidden=\"\"@23..29 data-a=\"1/\"@30..39\n\
             40..41 text \"c\"\n41..47 End div\n47..52 Start br\n"
        );
    }

    #[test]
    fn what_does_not_end_is_told_apart() {
        assert_eq!(sketch("<!-- a -->b<!-- c"), "0..10 comment\n10..11 text \"b\"\n11..17 open comment\n");
        assert_eq!(sketch("<a href=\"x>"), "0..11 open \"<a href=\\\"x>\"\n");
        assert_eq!(sketch("<!doctype html><?php ?></ x>"), "0..15 comment\n15..23 comment\n23..28 comment\n");
    }

    #[test]
    fn entities_are_decoded_as_browsers_do() {
        assert_eq!(decode("&#x6A;ava&#115cript&colon;a&Tab;b&amp;c&unknown;&"), "java\u{73}cript:a\tb&c&unknown;&");
    }
}
