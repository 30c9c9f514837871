//! Text into HTML without surprises: escaping for the two places text goes, and which URLs may be printed.
//!
//! Knows nothing of Markdown; whoever writes HTML by hand goes through here.

/// `text` for the content of an element.
///
/// Characters that are not allowed in HTML and XML (controls, noncharacters) become U+FFFD, so that no reader of a page
/// or a feed chokes on them.
pub fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push_text(&mut out, text);
    out
}

/// `text` for a double-quoted attribute.
pub fn escape_attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push_attribute(&mut out, text);
    out
}

/// Appends [`escape_text`] of `text`.
pub(super) fn push_text(out: &mut String, text: &str) {
    push(out, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends [`escape_attribute`] of `text`.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push(out, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    });
}

/// Most of a text needs nothing: it is appended in pieces as long as can be.
fn push(out: &mut String, text: &str, entity: impl Fn(char) -> Option<&'static str>) {
    let (mut from, mut at) = (0, 0);
    while let Some(character) = next_special(text, &mut at) {
        let end = at + character.len_utf8();
        let entity = entity(character);
        if entity.is_some() || !is_printable(character) {
            out.push_str(text.get(from..at).unwrap_or(""));
            out.push_str(entity.unwrap_or("\u{fffd}"));
            from = end;
        }
        at = end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
}

/// The next character from `at` on that has to be looked at; `at` is where it stands then. Plain letters are passed over as bytes.
fn next_special(text: &str, at: &mut usize) -> Option<char> {
    let rest = text.as_bytes().get(*at..)?;
    *at += rest.iter().position(|byte| !is_plain(*byte))?;
    text.get(*at..)?.chars().next()
}

/// Whether a byte is a character that stands for itself everywhere.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

/// The text with U+FFFD for what HTML or XML 1.0 forbid.
pub(super) fn all_printable(text: String) -> String {
    let is_letter = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    if text.as_bytes().iter().all(is_letter) {
        return text;
    }
    if text.chars().all(is_printable) { text } else { text.chars().map(printable).collect() }
}

/// The character itself, or U+FFFD where HTML or XML 1.0 forbid it.
pub(super) fn printable(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        _ if u32::from(character) & 0xfffe == 0xfffe => '\u{fffd}',
        _ => character,
    }
}

/// Whether HTML and XML 1.0 may hold a character.
pub fn is_printable(character: char) -> bool {
    printable(character) == character
}

/// Whether a URL may be printed: `http`, `https`, `mailto`, `tel`, or relative.
///
/// Read as browsers read it: white space and controls before it and line breaks inside it don't hide a scheme.
pub fn scheme_ok(url: &str) -> bool {
    match scheme(url) {
        Scheme::None => true,
        Scheme::Named(name) => matches!(name.as_str(), "http" | "https" | "mailto" | "tel"),
        Scheme::Hidden => false,
    }
}

/// What stands before a URL's colon.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// The URL is relative.
    None,
    /// A scheme, lower case.
    Named(String),
    /// Control characters in the URL: nobody needs them, and they hide schemes.
    Hidden,
}

/// The scheme of `url`.
pub(super) fn scheme(url: &str) -> Scheme {
    let url = url.trim_matches(|c: char| c <= ' ' || c.is_whitespace());
    if url.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        return Scheme::Hidden;
    }
    let seen: String = url.chars().filter(|c| !c.is_control()).collect();
    let Some((before, _)) = seen.split_once(':') else { return Scheme::None };
    let named = before.starts_with(|c: char| c.is_ascii_alphabetic())
        && before.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if named { Scheme::Named(before.to_ascii_lowercase()) } else { Scheme::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        assert_eq!(escape_text("a < b & \"c\" > d"), "a &lt; b &amp; \"c\" &gt; d");
        assert_eq!(escape_attribute("\"><script>'"), "&quot;&gt;&lt;script&gt;&#39;");
    }

    proptest::proptest! {
        /// What passes over bytes says the same as what looks at each character.
        #[test]
        fn any_text_is_escaped_character_by_character(text in "(?s).*") {
            let one = |c: char| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\'' => "&#39;".to_owned(),
                other => printable(other).to_string(),
            };
            let expected: String = text.chars().map(one).collect();
            proptest::prop_assert_eq!(escape_attribute(&text), expected);
            proptest::prop_assert_eq!(all_printable(text.clone()), text.chars().map(printable).collect::<String>());
        }
    }

    #[test]
    fn characters_that_no_document_may_hold_are_replaced() {
        assert_eq!(
            escape_text("a\u{0}\u{8}\u{fdd0}\u{ffff}\u{1fffe}\tb\n"),
            "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\tb\n"
        );
    }

    #[test]
    fn only_plain_schemes_pass() {
        for good in [
            "https://a.b/c:d",
            "HTTP://a",
            "mailto:a@b",
            "tel:+1",
            "../x.md#a:b",
            "#x",
            "",
            "/a?b=javascript:c",
            "//a.b",
            "?a:b",
        ] {
            assert!(scheme_ok(good), "{good:?}");
        }
        for bad in [
            "javascript:x",
            " JavaScript:x",
            "java\nscript:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "\u{a0}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "link:shop",
            "java\u{0}script:x",
            "file:///etc",
        ] {
            assert!(!scheme_ok(bad), "{bad:?}");
        }
    }
}
