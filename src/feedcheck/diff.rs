//! What importers that know one feed will make of the one that takes its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Feed, Finding, Verdict, What};
use crate::model::time::Instant;

/// Compares two states of a feed.
pub fn diff(old: &Feed, new: &Feed) -> Verdict {
    let two = Two::of(old, new);
    let mut findings: Vec<Finding> = new.entries.iter().flat_map(|entry| two.look(entry)).collect();
    findings.extend(two.gone().map(|entry| finding(What::Gone, entry, "")));
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

/// Two states with what is asked of them again and again: a feed may have tens of thousands of entries.
struct Two<'a> {
    old: &'a Feed,
    new: &'a Feed,
    /// The first entry of each key.
    old_keys: BTreeMap<&'a str, &'a Entry>,
    new_keys: BTreeMap<&'a str, &'a Entry>,
    /// Old entries that the new state has no key of: the place of the first of each link, and of each title and date.
    links: BTreeMap<&'a str, usize>,
    words: BTreeMap<(&'a str, Option<Instant>), usize>,
    oldest: Option<Instant>,
    newest: Option<Instant>,
}

impl<'a> Two<'a> {
    fn of(old: &'a Feed, new: &'a Feed) -> Self {
        let (old_keys, new_keys) = (keys(old), keys(new));
        let (mut links, mut words) = (BTreeMap::new(), BTreeMap::new());
        let left = old.entries.iter().enumerate().filter(|(_, entry)| !is_in(&new_keys, entry));
        for (place, entry) in left {
            if let Some(link) = &entry.link {
                links.entry(link.as_str()).or_insert(place);
            }
            if !entry.title.is_empty() {
                words.entry((entry.title.as_str(), entry.at())).or_insert(place);
            }
        }
        let dates = || old.entries.iter().filter_map(Entry::at);
        let (oldest, newest) = (dates().min(), dates().max());
        Two { old, new, old_keys, new_keys, links, words, oldest, newest }
    }

    fn look(&self, entry: &Entry) -> Vec<Finding> {
        if let Some(known) = entry.key().and_then(|key| self.old_keys.get(key)) {
            return self.changed(known, entry).map(|why| finding(What::Resent, entry, why)).into_iter().collect();
        }
        if let Some((_, why)) = self.renamed(entry) {
            return vec![finding(What::Resent, entry, why)];
        }
        match (entry.at(), self.oldest, self.newest) {
            (Some(at), Some(oldest), _) if at < oldest => vec![finding(What::Returned, entry, "")],
            (Some(at), _, Some(newest)) if at < newest => {
                let late = format!("{} older than the newest that is deployed", span(newest.unix() - at.unix()));
                vec![finding(What::New, entry, ""), finding(What::Skipped, entry, late)]
            }
            _ => vec![finding(What::New, entry, "")],
        }
    }

    /// Why importers would take a known entry for another.
    fn changed(&self, known: &Entry, entry: &Entry) -> Option<String> {
        if let (Some(old), Some(new)) = (&known.link, &entry.link)
            && old != new
        {
            return Some(format!("the link was {old}"));
        }
        let (old, new) = (known.at()?, entry.at()?);
        let is_later = new > old && self.newest.is_some_and(|newest| new > newest);
        is_later.then(|| format!("the date was {}", known.published.as_deref().unwrap_or("")))
    }

    /// The place of the old entry that a new one is under another guid, and what it was.
    fn renamed(&self, entry: &Entry) -> Option<(usize, String)> {
        let by_link = entry.link.as_deref().and_then(|link| self.links.get(link)).copied();
        let by_words = self.words.get(&(entry.title.as_str(), entry.at())).copied();
        let place = by_link.into_iter().chain(by_words).min()?;
        let guid = self.old.entries.get(place)?.key().unwrap_or("");
        let what = if by_link == Some(place) { "the guid was" } else { "guid and link were" };
        Some((place, format!("{what} `{guid}`")))
    }

    /// Entries that are missing though older ones stay: what falls off the end is no news.
    fn gone(&self) -> impl Iterator<Item = &'a Entry> {
        let renamed: BTreeSet<usize> =
            self.new.entries.iter().filter_map(|entry| self.renamed(entry)).map(|(place, _)| place).collect();
        let oldest = self.new.entries.iter().filter_map(Entry::at).min();
        let is_old = move |entry: &Entry| entry.at().zip(oldest).is_some_and(|(at, oldest)| at < oldest);
        let missing = self.old.entries.iter().enumerate().filter(|(_, entry)| !is_in(&self.new_keys, entry));
        missing.filter(move |(place, entry)| !is_old(entry) && !renamed.contains(place)).map(|(_, entry)| entry)
    }

    /// The first entry that stands in another place among those of both.
    fn reordered(&self) -> Option<Finding> {
        let old = self.old.entries.iter().filter(|entry| is_in(&self.new_keys, entry));
        let new = self.new.entries.iter().filter(|entry| is_in(&self.old_keys, entry));
        let (old, new) = old.zip(new).find(|(old, new)| old.key() != new.key())?;
        Some(finding(What::Reordered, new, format!("“{}” stood there", old.name())))
    }
}

fn keys(feed: &Feed) -> BTreeMap<&str, &Entry> {
    let mut keys = BTreeMap::new();
    for entry in &feed.entries {
        if let Some(key) = entry.key() {
            keys.entry(key).or_insert(entry);
        }
    }
    keys
}

fn is_in(keys: &BTreeMap<&str, &Entry>, entry: &Entry) -> bool {
    entry.key().is_some_and(|key| keys.contains_key(key))
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
