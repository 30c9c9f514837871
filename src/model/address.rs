//! Addresses as authors type them: web addresses, contacts, paths with percent signs. Checked here before anything trusts
//! them as a link; knows nothing of this site's own URLs.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// A web address in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Web<'a> {
    /// `http` or `https`, as typed.
    pub(super) scheme: &'a str,
    /// Host.
    pub(super) host: &'a str,
    /// Port with its colon; may be empty.
    pub(super) port: &'a str,
    /// Path, query and fragment; may be empty.
    pub(super) rest: &'a str,
}

/// Splits an `http` or `https` address; nothing for any other text, or one with a user name, a space or a control character.
pub(super) fn split_web(text: &str) -> Option<Web<'_>> {
    let (scheme, after) = text.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    if !known || text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c)) {
        return None;
    }
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, rest) = after.split_at_checked(end)?;
    let host_end = match authority.strip_prefix('[') {
        Some(inner) => inner.find(']')? + 2,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(host_end)?;
    let digits = port.strip_prefix(':').unwrap_or("");
    let port_fits = port.is_empty() || digits.parse::<u16>().is_ok();
    (is_host(host) && port_fits).then_some(Web { scheme, host, port, rest })
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return !inner.is_empty() && inner.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.');
    }
    let label_fits = |label: &str| {
        let inner = label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        !label.is_empty() && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    host.strip_suffix('.').unwrap_or(host).split('.').all(label_fits)
}

/// The web address that was typed, or a `bad-url` problem.
pub(super) fn web(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let text = typed.value.trim();
    if split_web(text).is_some() {
        return Some(text.to_owned());
    }
    problems.push(
        Diagnostic::error("bad-url", format!("`{}` is no web address", typed.value))
            .at(typed.span, "an address with `https://` is expected here")
            .maybe_help(completed(text).map(|url| format!("did you mean `{url}`?"))),
    );
    None
}

/// What lacks only its scheme: `example.org/x`.
fn completed(text: &str) -> Option<String> {
    let url = format!("https://{}", text.trim_start_matches('/'));
    let host_has_dot = split_web(&url).is_some_and(|web| web.host.contains('.'));
    (host_has_dot && !text.contains("://")).then_some(url)
}

/// `mailto:…` for an e-mail address, a web address as it is, or a `bad-contact` problem.
pub(super) fn contact(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let text = typed.value.trim();
    if split_web(text).is_some() {
        return Some(text.to_owned());
    }
    let mail = text.strip_prefix("mailto:").unwrap_or(text);
    if is_mail(mail) {
        return Some(format!("mailto:{mail}"));
    }
    problems.push(
        Diagnostic::error("bad-contact", format!("`{}` is neither an e-mail address nor a web address", typed.value))
            .at(typed.span, "")
            .help("write `name@example.org` or `https://example.org/contact`"),
    );
    None
}

/// Whether a text has the form of a mail address.
pub fn is_mail(text: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"\\,;:()[]".contains(c);
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host)) && text.chars().all(plain)
}

/// Percent signs decoded, once; nothing where they stand for no UTF-8 text.
pub fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => (hex(*high)? * 16 + hex(*low)?, after),
            (b'%', _) => return None,
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_split_into_parts() {
        let web = |text| split_web(text).map(|web| (web.scheme, web.host, web.port, web.rest));
        assert_eq!(web("https://example.org"), Some(("https", "example.org", "", "")));
        assert_eq!(web("http://localhost:8080/a?b#c"), Some(("http", "localhost", ":8080", "/a?b#c")));
        assert_eq!(web("https://[::1]:1/"), Some(("https", "[::1]", ":1", "/")));
        for bad in [
            "",
            "example.org",
            "ftp://x.org",
            "https://",
            "https://a b",
            "https://u@x.org",
            "https://x:99999",
            "https://-x.org",
            "https://x..org",
            "javascript:alert(1)",
            "https://x.org/\"><script>",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
    }

    #[test]
    fn percent_signs_are_decoded_once() {
        assert_eq!(decoded("a%20b").as_deref(), Some("a b"));
        assert_eq!(decoded("%252e").as_deref(), Some("%2e"));
        assert_eq!(decoded("100%"), None);
        assert_eq!(decoded("%ff"), None);
    }

    #[test]
    fn contacts_are_mail_or_web() {
        let mut problems = Vec::new();
        let span = crate::source::Span::file(crate::source::FileId(0));
        let mut read = |text: &str| contact(&Spanned::new(text.to_owned(), span), &mut problems);
        assert_eq!(read("a@b.org").as_deref(), Some("mailto:a@b.org"));
        assert_eq!(read("mailto:a@b.org").as_deref(), Some("mailto:a@b.org"));
        assert_eq!(read("https://b.org/x").as_deref(), Some("https://b.org/x"));
        assert_eq!(read("call me"), None);
        assert_eq!(problems.len(), 1);
    }
}
