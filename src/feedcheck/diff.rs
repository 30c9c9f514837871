//! What importers that know one feed will make of the one that takes its place.

use super::{Entry, Feed, Finding, Verdict, What};
use crate::model::time::Instant;

/// Compares two states of a feed.
pub fn diff(old: &Feed, new: &Feed) -> Verdict {
    let two = Two { old, new };
    let mut findings: Vec<Finding> = new.entries.iter().filter_map(|entry| two.look(entry)).flatten().collect();
    findings.extend(old.entries.iter().filter(|entry| two.is_gone(entry)).map(|entry| finding(What::Gone, entry, "")));
    findings.extend(two.reordered());
    Verdict::of(findings)
}

/// A verdict that holds what another found too.
impl Verdict {
    /// Both.
    #[must_use]
    pub fn and(self, other: Verdict) -> Verdict {
        Verdict::of(self.findings.into_iter().chain(other.findings).collect())
    }
}

fn finding(what: What, entry: &Entry, detail: impl Into<String>) -> Finding {
    Finding { what, entry: entry.name().to_owned(), detail: detail.into() }
}

#[derive(Clone, Copy)]
struct Two<'a> {
    old: &'a Feed,
    new: &'a Feed,
}

fn with_key<'a>(feed: &'a Feed, key: Option<&str>) -> Option<&'a Entry> {
    feed.entries.iter().find(|entry| key.is_some() && entry.key() == key)
}

impl<'a> Two<'a> {
    fn newest(self) -> Option<Instant> {
        self.old.entries.iter().filter_map(Entry::at).max()
    }

    fn look(self, entry: &Entry) -> Option<Vec<Finding>> {
        if let Some(known) = with_key(self.old, entry.key()) {
            return self.changed(known, entry).map(|why| vec![finding(What::Resent, entry, why)]);
        }
        if let Some((_, why)) = self.renamed(entry) {
            return Some(vec![finding(What::Resent, entry, why)]);
        }
        let oldest = self.old.entries.iter().filter_map(Entry::at).min();
        match (entry.at(), oldest, self.newest()) {
            (Some(at), Some(oldest), _) if at < oldest => Some(vec![finding(What::Returned, entry, "")]),
            (Some(at), _, Some(newest)) if at < newest => {
                let late = format!("{} older than the newest that is deployed", span(newest.unix() - at.unix()));
                Some(vec![finding(What::New, entry, ""), finding(What::Skipped, entry, late)])
            }
            _ => Some(vec![finding(What::New, entry, "")]),
        }
    }

    /// Why importers would take a known entry for another.
    fn changed(self, known: &Entry, entry: &Entry) -> Option<String> {
        if let (Some(old), Some(new)) = (&known.link, &entry.link)
            && old != new
        {
            return Some(format!("the link was {old}"));
        }
        let (old, new) = (known.at()?, entry.at()?);
        let is_later = new > old && self.newest().is_some_and(|newest| new > newest);
        is_later.then(|| format!("the date was {}", known.published.as_deref().unwrap_or("")))
    }

    /// The old entry that a new one is under another guid.
    fn renamed(self, entry: &Entry) -> Option<(&'a Entry, String)> {
        let mut left = self.old.entries.iter().filter(|old| with_key(self.new, old.key()).is_none());
        left.find_map(|old| {
            let guid = || old.key().unwrap_or("").to_owned();
            let same_link = old.link.is_some() && old.link == entry.link;
            let same_words = !old.title.is_empty() && old.title == entry.title && old.at() == entry.at();
            match (same_link, same_words) {
                (true, _) => Some((old, format!("the guid was `{}`", guid()))),
                (false, true) => Some((old, format!("guid and link were `{}`", guid()))),
                (false, false) => None,
            }
        })
    }

    /// Whether an entry is missing though older ones stay: what falls off the end is no news.
    fn is_gone(self, entry: &Entry) -> bool {
        let is_known = with_key(self.new, entry.key()).is_some();
        let is_renamed = || self.new.entries.iter().any(|new| self.renamed(new).is_some_and(|(old, _)| old == entry));
        let oldest = self.new.entries.iter().filter_map(Entry::at).min();
        let is_old = entry.at().zip(oldest).is_some_and(|(at, oldest)| at < oldest);
        !is_known && !is_old && !is_renamed()
    }

    /// The first entry that stands in another place among those of both.
    fn reordered(self) -> Option<Finding> {
        let in_both = |feed: &'a Feed, other: &'a Feed| {
            feed.entries.iter().filter(move |entry| with_key(other, entry.key()).is_some())
        };
        let mut pairs = in_both(self.old, self.new).zip(in_both(self.new, self.old));
        let (old, new) = pairs.find(|(old, new)| old.key() != new.key())?;
        Some(finding(What::Reordered, new, format!("“{}” stood there", old.name())))
    }
}

/// A length of time in the unit that says enough.
fn span(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..3600 => (seconds / 60, "minute"),
        3600..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
