//! links.toml, checked: the registry of outgoing links.

use super::dates;
use super::site::OutLink;
use super::time::{Bare, Zone};
use super::words::duplicate_ids;
use crate::diagnostic::Diagnostic;
use crate::parse::settings::{RawLink, RawLinks};
use crate::parse::words::DISCLOSURES;
use crate::source::Spanned;

/// The links, in the order of the file. One without an id or an address was reported when it was read, and is left out.
pub(super) fn links(raw: Option<&RawLinks>, zone: &Zone, problems: &mut Vec<Diagnostic>) -> Vec<OutLink> {
    let raws = raw.map_or(&[][..], |raw| raw.link.as_slice());
    duplicate_ids("links", raws.iter().filter_map(|raw| raw.value.id.as_ref()), problems);
    raws.iter().filter_map(|raw| link(&raw.value, zone, problems)).collect()
}

fn link(raw: &RawLink, zone: &Zone, problems: &mut Vec<Diagnostic>) -> Option<OutLink> {
    let disclosure = raw.disclosure.as_ref().and_then(|typed| DISCLOSURES.read(typed, problems));
    let ends = raw.ends.as_ref().and_then(|ends| dates::instant(ends, zone, Bare::EndOfDay, problems));
    if let Some(url) = &raw.url {
        check_url(url, problems);
    }
    let (id, url) = (raw.id.clone()?, raw.url.as_ref()?);
    check_name(&id, problems);
    let text = |field: &Option<Spanned<String>>| field.as_ref().map_or_else(String::new, |text| text.value.clone());
    Some(OutLink {
        label: raw.label.as_ref().map_or_else(|| id.value.clone(), |label| label.value.clone()),
        url: url.value.clone(),
        disclosure: disclosure.unwrap_or("").to_owned(),
        ends,
        utm: raw.utm.as_ref().map(|utm| (text(&utm.value.source), text(&utm.value.campaign))),
        id,
    })
}

/// Markdown ends a `link:ID` at the first space or bracket.
fn check_name(id: &Spanned<String>, problems: &mut Vec<Diagnostic>) {
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if id.value.is_empty() || !id.value.chars().all(fits) {
        problems.push(
            Diagnostic::error("bad-id", format!("`{}` can't be the id of a link", id.value))
                .at(id.span, "")
                .help("use letters, digits, `-`, `_` and `.`"),
        );
    }
}

fn check_url(url: &Spanned<String>, problems: &mut Vec<Diagnostic>) {
    let Err((reason, help)) = url_fault(&url.value) else { return };
    problems.push(Diagnostic::error("bad-url", format!("`{}` {reason}", url.value)).at(url.span, "").help(help));
}

fn url_fault(url: &str) -> Result<(), (&'static str, String)> {
    if url.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(("has a space in it", "write a space as `%20`".to_owned()));
    }
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if has_host(rest) => Ok(()),
        "http" | "https" => {
            Err(("has no host", "write the whole address, such as `https://example.org/page`".to_owned()))
        }
        "mailto" if rest.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) => Ok(()),
        "mailto" => Err(("has no mail address", "write it such as `mailto:ana@example.org`".to_owned())),
        "" if url.contains('@') && !url.contains('/') => Err(("is no web address", format!("write `mailto:{url}`"))),
        "" if url.contains('.') && !url.starts_with(['/', '.']) => {
            Err(("does not say how it is reached", format!("write `https://{url}`")))
        }
        _ => Err(("is no web address", "it begins with `https://`, `http://` or `mailto:`".to_owned())),
    }
}

fn has_host(rest: &str) -> bool {
    let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let name = host.split(':').next().unwrap_or("");
    // `[::1]` is a host too, if nobody's link.
    !name.is_empty() && !name.starts_with('.') && host.chars().all(|letter| !r#""<>\^`{|}"#.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::toml::read_file;
    use crate::source::FileId;

    fn read(text: &str) -> (Vec<OutLink>, Vec<Diagnostic>) {
        let (raw, mut problems) = read_file::<RawLinks>(text, FileId(0));
        (links(Some(&raw), &Zone::utc(), &mut problems), problems)
    }

    #[test]
    fn a_link_with_everything_and_one_with_nothing() {
        let (links, problems) = read(
            "[[link]]\nid = \"pen\"\nurl = \"https://example.org/pen?a=b\"\ndisclosure = \"affiliate\"\nends = 2026-12-31\n\
             utm = { source = \"hub\", campaign = \"winter\" }\n[[link]]\nid = \"mail\"\nurl = \"mailto:ana@example.org\"\n",
        );
        assert_eq!(problems, []);
        let [pen, mail] = links.as_slice() else { panic!("{links:?}") };
        assert_eq!((pen.label.as_str(), pen.disclosure.as_str()), ("pen", "affiliate"));
        assert_eq!(pen.ends.map(|ends| ends.to_string()).as_deref(), Some("2027-01-01T00:00:00Z"));
        assert_eq!(pen.utm, Some(("hub".into(), "winter".into())));
        assert!(mail.utm.is_none() && mail.ends.is_none());
    }

    #[test]
    fn addresses() {
        for url in ["https://example.org", "HTTP://example.org:80/a?b#c", "https://bücher.example/", "mailto:a@b"] {
            assert_eq!(url_fault(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "example.org",
            "ana@example.org",
            "https://",
            "https:///x",
            "https:example.org",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a b",
            "https://a\u{7}b",
            "mailto:",
            "mailto:ana",
            "/start/",
            "//example.org",
            "https://:80/",
            "https://?x",
            "https://<b>/",
        ] {
            assert!(url_fault(url).is_err(), "{url}");
        }
    }

    #[test]
    fn each_mistake_is_told() {
        let (_, problems) = read(
            "[[link]]\nid = \"pen\"\nurl = \"pens.example\"\n[[link]]\nid = \"pen\"\nurl = \"https://a.b\"\ndisclosure = \"afiliate\"\n\
             [[link]]\nid = \"a pen\"\nurl = \"https://a.b\"\n",
        );
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["duplicate-id", "bad-url", "unknown-disclosure", "bad-id"]);
        assert_eq!(
            problems.get(1).map(|problem| problem.help.clone()),
            Some(vec!["write `https://pens.example`".into()])
        );
        assert_eq!(problems.get(2).map(|problem| problem.help.clone()), Some(vec!["did you mean `affiliate`?".into()]));
    }
}
