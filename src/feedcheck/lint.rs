//! What is wrong with a feed by itself.

use std::collections::BTreeMap;

use super::{Entry, Feed, Finding, Verdict, What};
use crate::markdown::mail_trouble;
use crate::model::time::Instant;

/// Looks at each entry. `length` answers how long the file at an address is, where that can be known.
pub fn lint(feed: &Feed, now: Instant, length: &dyn Fn(&str) -> Option<u64>) -> Verdict {
    let mut findings = Vec::new();
    let mut known: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in &feed.entries {
        let mut found = |what, detail: String| findings.push(Finding { what, entry: entry.name().to_owned(), detail });
        match entry.guid.as_deref() {
            None => found(What::MissingGuid, String::new()),
            Some(guid) => {
                if let Some(other) = known.insert(guid, entry) {
                    found(What::DuplicateGuid, format!("`{guid}` is also that of “{}”", other.name()));
                }
            }
        }
        if entry.link.is_none() {
            found(What::NoLink, String::new());
        }
        match (&entry.published, entry.at()) {
            (_, Some(at)) if at > now => found(What::Future, entry.published.clone().unwrap_or_default()),
            (Some(typed), None) => found(What::NoDate, format!("`{typed}` is none")),
            (None, None) => found(What::NoDate, String::new()),
            _ => {}
        }
        let trouble = mail_trouble(&entry.html);
        let mut refused = trouble.refused;
        refused.extend(mail_trouble(&entry.summary).refused);
        refused.dedup();
        if !refused.is_empty() {
            found(What::UnsafeHtml, refused.join(", "));
        }
        let relative: Vec<String> = relative_links(entry).chain(trouble.relative).collect();
        if !relative.is_empty() {
            found(What::RelativeUrl, relative.join(", "));
        }
        for (url, says, is) in wrong_lengths(entry, length) {
            found(What::WrongLength, format!("{url} has {is} bytes, not {says}"));
        }
    }
    Verdict::of(findings)
}

fn relative_links(entry: &Entry) -> impl Iterator<Item = String> {
    let enclosures = entry.enclosures.iter().map(|enclosure| &enclosure.url);
    let urls = entry.link.iter().chain(enclosures);
    urls.filter(|url| !["http://", "https://", "mailto:"].iter().any(|head| url.starts_with(head))).cloned()
}

fn wrong_lengths<'a>(
    entry: &'a Entry,
    length: &'a dyn Fn(&str) -> Option<u64>,
) -> impl Iterator<Item = (&'a str, u64, u64)> {
    entry.enclosures.iter().filter_map(move |enclosure| {
        let (says, is) = (enclosure.length?, length(&enclosure.url)?);
        (says != is).then_some((enclosure.url.as_str(), says, is))
    })
}
