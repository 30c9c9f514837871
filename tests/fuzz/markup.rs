//! HTML as hub writes it, held to its own rules, more strictly than a browser would: every tag whole and closed, every
//! attribute quoted, no element, attribute or address that runs anything.

const VOID: [&str; 10] = ["br", "col", "hr", "img", "input", "source", "track", "wbr", "area", "link"];
const RUNS: [&str; 13] = [
    "script", "style", "iframe", "object", "embed", "base", "meta", "form", "link", "svg", "math", "template",
    "noscript",
];
const ADDRESSES: [&str; 6] = ["href", "src", "action", "formaction", "poster", "cite"];

/// Fails where a fragment isn't well-formed, or could run.
pub(crate) fn assert_harmless(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        assert_text(text, html);
        let (tag, after) = cut(after).unwrap_or_else(|| panic!("a tag without end in {html:?}"));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "wrong order in {html:?}");
        } else {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) && !name.is_empty(),
                "<{name}> in {html:?}"
            );
            assert!(!RUNS.contains(&name), "<{name}> in {html:?}");
            assert_attributes(attributes, html);
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
    }
    assert_text(rest, html);
    assert!(open.is_empty(), "{open:?} not closed in {html:?}");
}

/// Whether a browser would run an address: anything but the known schemes.
pub(crate) fn runs(url: &str) -> bool {
    let seen: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let Some((scheme, _)) = seen.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    named && !["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// A tag up to its end, which no quoted value is; and what follows.
fn cut(html: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = html.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '>' && !quoted
    })?;
    Some((html.get(..end.0)?, html.get(end.0 + 1..)?))
}

fn assert_text(text: &str, html: &str) {
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    assert!(!text.contains(forbidden), "a control character in {html:?}");
}

fn assert_attributes(attributes: &str, html: &str) {
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let at = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(at);
        assert!(!name.is_empty() && !name.contains(['"', '\'', '>', '/']), "{name:?} in {html:?}");
        assert!(!name.starts_with("on"), "{name} in {html:?}");
        let Some(value) = after.strip_prefix("=\"") else {
            rest = after.trim_start();
            continue;
        };
        let Some((value, after)) = value.split_once('"') else { panic!("{name} has no end in {html:?}") };
        assert_text(value, html);
        let address = decoded(value);
        let is_picture = name == "src" && address.to_ascii_lowercase().starts_with("data:image/");
        assert!(!ADDRESSES.contains(&name) || is_picture || !runs(&address), "{name}={value:?} in {html:?}");
        rest = after.trim_start();
    }
}

/// The references that hub and ammonia write.
fn decoded(value: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    known.iter().fold(value.to_owned(), |text, (name, character)| text.replace(name, character))
}
