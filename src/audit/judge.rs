//! Whether what was found is a trace: where it stands, what surrounds it, and who wrote it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::matcher::is_inner;
use super::needles::{Needle, Trace};
use super::reading::Reading;
use crate::model::BaseUrl;

/// Words that are this many don't stand anywhere by chance, whatever their case.
const LONG: usize = 5;
/// An address is no longer.
const ADDRESS: usize = 500;

/// Who wrote an output.
#[derive(Clone, Copy, Debug)]
pub enum Writer<'a> {
    /// A template, but for these ranges, which are an author's own text.
    Template(&'a [Range<usize>]),
    /// A file of the author, copied as it is.
    Author,
}

impl Writer<'_> {
    /// The writer of what no author's text is part of.
    pub(super) fn of_none(self) -> Self {
        match self {
            Writer::Template(_) => Writer::Template(&[]),
            Writer::Author => Writer::Author,
        }
    }
}

/// Whether a hit proves a leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severe {
    /// It may be chance.
    Doubt,
    /// It does.
    Proof,
}

/// What a hit is held against.
#[derive(Debug)]
pub(super) struct Judge {
    /// Paths and ids of what is or was public.
    pub(super) known: BTreeSet<String>,
    /// `hub.example/hub/`: host and base path.
    home: String,
    /// `/hub/`.
    path: String,
}

/// A hit in an output.
pub(super) struct Found<'a> {
    pub(super) needle: &'a Needle,
    pub(super) reading: &'a Reading,
    pub(super) at: Range<usize>,
}

impl Judge {
    pub(super) fn new(known: BTreeSet<String>, base: &BaseUrl) -> Self {
        let authority = base.origin.split_once("://").map_or("", |(_, authority)| authority);
        let path = base.path.to_lowercase();
        Judge { known, home: format!("{}{path}", authority.to_lowercase()), path }
    }

    /// What a hit in an output is.
    pub(super) fn judge(&self, found: &Found<'_>, text: &[u8], writer: Writer<'_>) -> Option<Severe> {
        let severe = self.weigh(found)?;
        let at = found.reading.origin(&found.at);
        match writer {
            Writer::Author if found.needle.trace.is_words() => Some(Severe::Doubt),
            Writer::Template(author) if author.iter().any(|it| it.start <= at.start && at.end <= it.end) => {
                let leads_there = !found.needle.trace.is_words() && is_link(text, at.start);
                leads_there.then_some(severe)
            }
            _ => Some(severe),
        }
    }

    /// What a hit is by itself, whoever wrote it.
    pub(super) fn weigh(&self, found: &Found<'_>) -> Option<Severe> {
        if !stands_alone(&found.reading.bytes, &found.at) {
            return None;
        }
        match found.needle.trace {
            Trace::Name => has_case_of(found).then_some(Severe::Proof),
            trace if trace.is_words() => Some(if is_meant(found) { Severe::Proof } else { Severe::Doubt }),
            trace => self.leads_there(found).then_some(match trace {
                Trace::FileName => Severe::Doubt,
                _ => Severe::Proof,
            }),
        }
    }

    /// Whether a path is one of this site, and not of something public that only begins like it.
    fn leads_there(&self, found: &Found<'_>) -> bool {
        let bytes = &found.reading.bytes;
        let before = bytes.get(found.at.start.saturating_sub(ADDRESS)..found.at.start).unwrap_or(&[]);
        let start = before.iter().rposition(|byte| parts_addresses(*byte)).map_or(0, |at| at + 1);
        let opener = start.checked_sub(1).and_then(|at| before.get(at));
        let before = String::from_utf8_lossy(before.get(start..).unwrap_or(&[])).to_lowercase();
        let is_tag = opener == Some(&b'<') && before == "/";
        !is_tag && self.is_ours(&before, found.needle) && !self.goes_on(found)
    }

    fn is_ours(&self, before: &str, needle: &Needle) -> bool {
        let after_scheme = before.rsplit_once("//").map(|(_, rest)| rest);
        if let Some(rest) = after_scheme {
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            if !self.home.starts_with(&format!("{host}/")) {
                return false;
            }
            if rest == self.home {
                return true;
            }
        }
        if needle.trace == Trace::FileName {
            return true;
        }
        let path = before.rsplit(['?', '#', '=', '&', ':', '@']).next().unwrap_or(before);
        let steps_up = path.starts_with('.') && path.split('/').all(|step| matches!(step, "" | "." | ".."));
        let rooted = path == self.path || (steps_up && needle.text.contains('/'));
        let rootless = ["", "/", "content/", "/content/"].contains(&path) || path == self.path.trim_start_matches('/');
        rooted || (rootless && needle.text.contains('/'))
    }

    /// Whether the address goes on to something that is or was public: `series/start/why` of a series that isn't yet.
    fn goes_on(&self, found: &Found<'_>) -> bool {
        let rest = found.reading.bytes.get(found.at.end..).unwrap_or(&[]);
        let length =
            rest.iter().take(ADDRESS).position(|byte| parts_addresses(*byte) || matches!(byte, b'?' | b'#' | b'&'));
        let rest = rest.get(..length.unwrap_or(rest.len().min(ADDRESS))).unwrap_or(&[]);
        let whole = format!("{}{}", found.needle.text, String::from_utf8_lossy(rest)).to_lowercase();
        let ends = whole.match_indices('/').map(|(at, _)| at).chain([whole.trim_end_matches('.').len()]);
        ends.filter(|end| *end > found.needle.text.len())
            .any(|end| whole.get(..end).is_some_and(|path| self.known.contains(path.trim_end_matches('/'))))
    }
}

/// Whether a hit is no part of a longer word: `guides/first` is no trace of `guides/first-plot`.
fn stands_alone(bytes: &[u8], at: &Range<usize>) -> bool {
    let before = at.start.checked_sub(1).and_then(|index| bytes.get(index));
    let after = bytes.get(at.end);
    !before.is_some_and(|byte| is_inner(*byte)) && !after.is_some_and(|byte| is_inner(*byte))
}

/// What no address holds.
fn parts_addresses(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'<>(){}[]`,;|\\".contains(&byte)
}

/// Whether words stand there on purpose: many of them, in their own case, or all that a value or an element holds.
fn is_meant(found: &Found<'_>) -> bool {
    found.needle.text.split([' ', '+']).count() >= LONG || has_case_of(found) || is_whole(found)
}

/// Whether each word that begins with a capital does so there: `rose gold` is no trace of `Rose Gold`. Of a title only the
/// first word counts: the others may be written either way.
fn has_case_of(found: &Found<'_>) -> bool {
    let there = String::from_utf8_lossy(found.reading.bytes.get(found.at.clone()).unwrap_or(&[]));
    let count = if found.needle.trace == Trace::Name { usize::MAX } else { 1 };
    let pairs = found.needle.text.split([' ', '+']).zip(there.split([' ', '+'])).take(count);
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    pairs.fold(true, |agrees, (wanted, word)| agrees && (!capital(wanted) || capital(word)))
}

fn is_whole(found: &Found<'_>) -> bool {
    let bytes = &found.reading.bytes;
    let before = bytes.get(..found.at.start).unwrap_or(&[]).trim_ascii_end().last();
    let after = bytes.get(found.at.end..).unwrap_or(&[]).trim_ascii_start().first();
    matches!((before, after), (Some(b'"' | b'\'' | b'>'), Some(b'"' | b'\'' | b'<')))
}

/// Whether `at` stands in an attribute that leads somewhere. In code that is shown, no tag is open.
fn is_link(text: &[u8], at: usize) -> bool {
    const LINKS: [&str; 5] = ["href=", "src=", "srcset=", "poster=", "action="];
    let before = text.get(at.saturating_sub(ADDRESS)..at).unwrap_or(&[]);
    let Some(open) = before.iter().rposition(|byte| matches!(byte, b'<' | b'>')) else { return false };
    let tag = before.get(open..).unwrap_or(&[]);
    let Some(quote) = tag.iter().rposition(|byte| matches!(byte, b'"' | b'\'')) else { return false };
    let name = tag.get(..quote).unwrap_or(&[]);
    tag.starts_with(b"<") && LINKS.iter().any(|link| name.ends_with(link.as_bytes()))
}
