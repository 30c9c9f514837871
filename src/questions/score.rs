//! Okapi BM25 over three fields, as a share: how much of a question's weight an entry covers, from 0 to 1.
//!
//! A word weighs the more the fewer entries have it, and most if none has: so a question about something else stays low
//! however many of its other words fit. Words that begin alike (`photo`, `photograph`; German compounds) count in part.

use std::collections::{BTreeMap, BTreeSet};

/// How soon more of the same word stops counting.
const SATURATION: f64 = 2.0;
/// How much long fields are held back.
const LENGTH: f64 = 0.6;
/// Weights of title, short answer and body.
const FIELDS: [f64; 3] = [2.0, 1.5, 1.0];
/// What a word counts that only begins alike.
const ALIKE: f64 = 0.7;
/// The part of the score that asks the other way round: how much of the title the question covers.
const TITLE_SHARE: f64 = 0.1;

/// The words of an FAQ entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) title: Vec<String>,
    pub(super) short: Vec<String>,
    pub(super) body: Vec<String>,
}

/// The entry that covers most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best {
    /// Its position.
    pub(super) entry: usize,
    /// From 0 to 1.
    pub(super) score: f64,
    /// Whether more than one passing word speaks for it.
    pub(super) is_firm: bool,
}

/// Entries, ready to be asked.
#[derive(Debug)]
pub(super) struct Index {
    titles: Vec<BTreeSet<String>>,
    /// Term → entry → its frequency, weighted by field and length.
    postings: BTreeMap<String, BTreeMap<usize, f64>>,
}

/// A term of a question, with the terms of the entries that it stands for.
struct Asked<'a> {
    weight: f64,
    /// Entry → weighted frequency.
    found: BTreeMap<usize, f64>,
    terms: BTreeSet<&'a str>,
}

impl Index {
    pub(super) fn of(entries: Vec<Entry>) -> Self {
        let fields: Vec<[&Vec<String>; 3]> = entries.iter().map(|one| [&one.title, &one.short, &one.body]).collect();
        let mut total = [0_usize; 3];
        for entry in &fields {
            entry.iter().zip(&mut total).for_each(|(field, sum)| *sum += field.len());
        }
        let average = total.map(|sum| (sum as f64 / fields.len().max(1) as f64).max(1.0));
        let mut postings: BTreeMap<String, BTreeMap<usize, f64>> = BTreeMap::new();
        for (at, entry) in fields.iter().enumerate() {
            for ((field, weight), average) in entry.iter().zip(FIELDS).zip(average) {
                let each = weight / (1.0 - LENGTH + LENGTH * field.len() as f64 / average);
                for term in *field {
                    *postings.entry(term.clone()).or_default().entry(at).or_default() += each;
                }
            }
        }
        Index { titles: entries.into_iter().map(|one| one.title.into_iter().collect()).collect(), postings }
    }

    /// The entry that covers most of the question; of equals the first.
    pub(super) fn best(&self, terms: &[String]) -> Option<Best> {
        let distinct: BTreeSet<&String> = terms.iter().collect();
        let asked: Vec<Asked<'_>> = distinct.into_iter().map(|term| self.asked(term)).collect();
        let whole: f64 = asked.iter().map(|one| one.weight).sum();
        let touched: BTreeSet<usize> = asked.iter().flat_map(|one| one.found.keys().copied()).collect();
        let mut best: Option<Best> = None;
        for entry in touched {
            let one = self.score(entry, &asked, whole);
            if best.is_none_or(|best| one.score > best.score) {
                best = Some(one);
            }
        }
        best
    }

    fn score(&self, entry: usize, asked: &[Asked<'_>], whole: f64) -> Best {
        let mut covered = 0.0;
        let mut hits = 0;
        for one in asked {
            if let Some(frequency) = one.found.get(&entry) {
                covered += one.weight * frequency / (SATURATION + frequency);
                hits += 1;
            }
        }
        let no_title = BTreeSet::new();
        let title = self.titles.get(entry).unwrap_or(&no_title);
        let named = |term: &String| asked.iter().any(|one| one.terms.contains(term.as_str()));
        let weight = |term: &String| self.weight(self.postings.get(term).map_or(0, BTreeMap::len));
        let of_title: f64 = title.iter().map(weight).sum();
        let named_weight: f64 = title.iter().filter(|term| named(term)).map(weight).sum();
        let back = if of_title > 0.0 { named_weight / of_title } else { 0.0 };
        let score = (1.0 - TITLE_SHARE) * covered / whole.max(f64::MIN_POSITIVE) + TITLE_SHARE * back;
        Best { entry, score, is_firm: hits > 1 || named_weight > 0.0 }
    }

    fn asked(&self, term: &str) -> Asked<'_> {
        let mut found: BTreeMap<usize, f64> = BTreeMap::new();
        let mut terms = BTreeSet::new();
        for (known, entries) in self.alike(term) {
            let share = if known == term { 1.0 } else { ALIKE };
            entries.iter().for_each(|(entry, frequency)| *found.entry(*entry).or_default() += share * frequency);
            terms.insert(known.as_str());
        }
        Asked { weight: self.weight(found.len()), found, terms }
    }

    /// The known terms that are `term`, or of which one begins with the other.
    fn alike(&self, term: &str) -> Vec<(&String, &BTreeMap<usize, f64>)> {
        let longer = self.postings.range(term.to_owned()..).take_while(|(known, _)| known.starts_with(term));
        let shorter = term.char_indices().map(|(at, _)| at).skip(1).filter_map(|at| term.get(..at));
        let shorter = shorter.filter_map(|start| self.postings.get_key_value(start));
        longer.chain(shorter).filter(|(known, _)| begin_alike(known, term)).collect()
    }

    /// Inverse document frequency, for a term that so many entries have.
    fn weight(&self, entries: usize) -> f64 {
        let (all, having) = (self.titles.len() as f64, entries as f64);
        (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
    }
}

/// Whether two words, of which one begins with the other, are likely of one family.
fn begin_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    (short >= 5 && short * 2 >= long) || (short >= 4 && short * 5 >= long * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, body: &str) -> Entry {
        let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Entry { title: words(title), short: Vec::new(), body: words(body) }
    }

    fn terms(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_share_falls_with_every_word_that_nobody_has() {
        let index = Index::of(vec![entry("belt tight", "note pluck"), entry("paper first", "sketch smooth")]);
        let score = |text: &str| index.best(&terms(text)).map_or(0.0, |best| best.score);
        assert!(score("belt tight") > score("belt tight zebra"));
        assert!(score("belt tight zebra") > score("belt zebra giraffe lion"));
        assert_eq!(score("zebra"), 0.0);
        assert!(index.best(&[]).is_none());
        assert_eq!(index.best(&terms("smooth sketch")).unwrap().entry, 1);
    }

    #[test]
    fn one_passing_word_is_not_firm() {
        let index = Index::of(vec![entry("belt tight", "note pluck"), entry("paper first", "sketch smooth")]);
        assert!(!index.best(&terms("note")).unwrap().is_firm);
        assert!(index.best(&terms("belt")).unwrap().is_firm);
        assert!(index.best(&terms("note pluck")).unwrap().is_firm);
    }

    #[test]
    fn families_are_found_by_their_beginning() {
        for (a, b, is) in [
            ("photo", "photograph", true),
            ("stift", "stifthalter", false),
            ("wood", "wooden", true),
            ("pen", "penalty", false),
        ] {
            assert_eq!(begin_alike(a, b), is, "{a} {b}");
        }
    }
}
