//! The words of all FAQ entries, ready to be asked: where each of them stands, and which of them a word of a question means.
//!
//! A word weighs the more the fewer entries have it. It counts whole where it stands itself; less where only a word of its
//! family, another form or a slip of the keyboard stands.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::Family;
use super::words::{Sentence, Term};
use crate::diagnostic::is_one_slip_off;

/// What a word counts in a title, in a short answer or description, in a body.
const FIELDS: [f64; 3] = [1.0, 0.9, 0.6];
/// What a word of the same family counts.
const FAMILY: f64 = 0.9;
/// What a word with one letter wrong counts, where its own spelling is unknown.
const SLIP: f64 = 0.8;
/// What a word counts that only begins alike (`photo`, `photograph`; German compounds).
const ALIKE: f64 = 0.7;
/// What a single word of a phrase counts.
const PART: f64 = 0.6;
/// What a light word weighs of its full weight.
const LIGHT: f64 = 0.25;
/// What a word that no entry has weighs of the rarest one's weight: a long question must not sink.
const UNKNOWN: f64 = 0.6;

/// An FAQ entry as its sentences.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) title: Vec<Sentence>,
    /// The short answer and the description.
    pub(super) short: Vec<Sentence>,
    pub(super) body: Vec<Sentence>,
}

/// Entries, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) entries: usize,
    vocabulary: Vec<Word>,
    by_stem: BTreeMap<String, usize>,
    by_family: BTreeMap<Family, Vec<usize>>,
    /// The entry of each sentence.
    sentences: Vec<usize>,
    /// Each word of each title.
    pub(super) titles: Vec<Slot>,
    /// Each word of each short answer.
    pub(super) shorts: Vec<Slot>,
}

/// A word in an entry's title or short answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) entry: usize,
    pub(super) weight: f64,
}

/// A word of the entries.
#[derive(Debug)]
struct Word {
    term: Term,
    /// Entry → what it counts there.
    places: BTreeMap<usize, f64>,
    sentences: BTreeSet<usize>,
    titles: Vec<usize>,
    shorts: Vec<usize>,
}

/// A term of a question, looked up.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) term: Term,
    pub(super) weight: f64,
    /// Entry → what the term counts there.
    pub(super) places: BTreeMap<usize, f64>,
    /// Sentence → how much a word of it is like the term.
    pub(super) sentences: BTreeMap<usize, f64>,
    /// Word of a title → how much it is like it.
    pub(super) titles: BTreeMap<usize, f64>,
    /// The same for short answers.
    pub(super) shorts: BTreeMap<usize, f64>,
}

impl Word {
    fn of(term: &Term) -> Self {
        let [titles, shorts] = [const { Vec::new() }; 2];
        Word { term: term.clone(), places: BTreeMap::new(), sentences: BTreeSet::new(), titles, shorts }
    }
}

impl Index {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut index = Index { entries: entries.len(), ..Index::default() };
        let (mut titles, mut shorts) = (Vec::new(), Vec::new());
        for (at, entry) in entries.iter().enumerate() {
            let [of_title, of_short, of_body] = FIELDS;
            titles.push(index.take_all(&entry.title, at, of_title));
            shorts.push(index.take_all(&entry.short, at, of_short));
            index.take_all(&entry.body, at, of_body);
        }
        let weights: Vec<f64> = index.vocabulary.iter().map(|word| index.asked(&word.term).weight).collect();
        index.titles = index.slots(&titles, &weights, |word| &mut word.titles);
        index.shorts = index.slots(&shorts, &weights, |word| &mut word.shorts);
        index
    }

    /// A slot for each word of each entry's field, known to the word as well.
    fn slots(
        &mut self,
        fields: &[BTreeSet<usize>],
        weights: &[f64],
        of: fn(&mut Word) -> &mut Vec<usize>,
    ) -> Vec<Slot> {
        let mut slots = Vec::new();
        let words = fields.iter().enumerate().flat_map(|(entry, words)| words.iter().map(move |word| (entry, *word)));
        for (entry, at) in words {
            let (Some(word), Some(weight)) = (self.vocabulary.get_mut(at), weights.get(at)) else { continue };
            of(word).push(slots.len());
            slots.push(Slot { entry, weight: *weight });
        }
        slots
    }

    /// The distinct words of these sentences; the parts of phrases are taken too, but make no word of their own.
    fn take_all(&mut self, sentences: &[Sentence], entry: usize, counts: f64) -> BTreeSet<usize> {
        let mut words = BTreeSet::new();
        for sentence in sentences {
            self.sentences.push(entry);
            for term in &sentence.terms {
                term.parts.iter().for_each(|part| {
                    self.take(part, entry, counts);
                });
                words.insert(self.take(term, entry, counts));
            }
        }
        words
    }

    /// A term of the last sentence.
    fn take(&mut self, term: &Term, entry: usize, counts: f64) -> usize {
        let new = self.vocabulary.len();
        let at = *self.by_stem.entry(term.stem.clone()).or_insert(new);
        if at == new {
            self.vocabulary.push(Word::of(term));
            term.families.iter().for_each(|family| self.by_family.entry(*family).or_default().push(at));
        }
        if let Some(word) = self.vocabulary.get_mut(at) {
            raise(&mut word.places, entry, counts);
            word.sentences.insert(self.sentences.len().saturating_sub(1));
            word.term.is_light &= term.is_light;
        }
        at
    }

    /// Whether any entry has the term, or one like it.
    pub(super) fn knows(&self, term: &Term) -> bool {
        !self.likes(term).is_empty()
    }

    pub(super) fn asked(&self, term: &Term) -> Asked {
        let likes = self.likes(term);
        let [mut places, mut sentences, mut titles, mut shorts] = [const { BTreeMap::new() }; 4];
        for (word, like) in &likes {
            let Some(word) = self.vocabulary.get(*word) else { continue };
            word.places.iter().for_each(|(entry, counts)| raise(&mut places, *entry, like * counts));
            word.sentences.iter().for_each(|sentence| raise(&mut sentences, *sentence, *like));
            word.titles.iter().for_each(|slot| raise(&mut titles, *slot, *like));
            word.shorts.iter().for_each(|slot| raise(&mut shorts, *slot, *like));
        }
        let full = if likes.is_empty() { UNKNOWN * self.rarity(0) } else { self.rarity(places.len()) };
        let weight = if term.is_light { LIGHT * full } else { full };
        Asked { term: term.clone(), weight, places, sentences, titles, shorts }
    }

    /// What two terms count that stand in one sentence of an entry, by entry.
    pub(super) fn beside(&self, one: &Asked, other: &Asked) -> BTreeMap<usize, f64> {
        let mut beside = BTreeMap::new();
        for (sentence, like) in &one.sentences {
            if let (Some(entry), Some(other)) = (self.sentences.get(*sentence), other.sentences.get(sentence)) {
                raise(&mut beside, *entry, like * other);
            }
        }
        beside
    }

    /// Words of the vocabulary that a term stands for, and how much it is like them.
    fn likes(&self, term: &Term) -> BTreeMap<usize, f64> {
        let mut likes = BTreeMap::new();
        self.by_stem.get(&term.stem).into_iter().for_each(|word| raise(&mut likes, *word, 1.0));
        let family = term.families.iter().filter_map(|family| self.by_family.get(family)).flatten();
        family.for_each(|word| raise(&mut likes, *word, FAMILY));
        self.alike(&term.stem).for_each(|word| raise(&mut likes, word, ALIKE));
        if likes.is_empty() {
            self.misspelt(&term.stem).for_each(|word| raise(&mut likes, word, SLIP));
        }
        if !term.is_needed() || !likes.is_empty() {
            for part in term.parts.iter().filter(|part| !part.is_light) {
                self.likes(part).into_iter().for_each(|(word, like)| raise(&mut likes, word, PART * like));
            }
        }
        likes
    }

    /// Known words that begin with this one, or with which it begins.
    fn alike(&self, stem: &str) -> impl Iterator<Item = usize> {
        let longer = self.by_stem.range(stem.to_owned()..).take_while(move |(known, _)| known.starts_with(stem));
        let shorter =
            stem.char_indices().skip(1).filter_map(move |(at, _)| self.by_stem.get_key_value(stem.get(..at)?));
        longer.chain(shorter).filter(move |(known, _)| begin_alike(known, stem)).map(|(_, word)| *word)
    }

    fn misspelt(&self, stem: &str) -> impl Iterator<Item = usize> {
        let first = stem.chars().next().map_or_else(String::new, String::from);
        let same_letter = self.by_stem.range(first.clone()..).take_while(move |(known, _)| known.starts_with(&first));
        same_letter.filter(move |(known, _)| is_one_slip_off(known, stem)).map(|(_, word)| *word)
    }

    /// Inverse document frequency of a word that so many entries have.
    fn rarity(&self, having: usize) -> f64 {
        let (all, having) = (self.entries as f64, having as f64);
        (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
    }

    /// What the rarest words weigh.
    pub(super) fn most(&self) -> f64 {
        self.rarity(0)
    }
}

fn raise(map: &mut BTreeMap<usize, f64>, key: usize, to: f64) {
    let known = map.entry(key).or_insert(to);
    *known = known.max(to);
}

/// Whether two words, of which one begins with the other, are likely of one family.
fn begin_alike(a: &str, b: &str) -> bool {
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    !a.contains(' ') && !b.contains(' ') && ((short >= 5 && short * 2 >= long) || (short >= 4 && short * 5 >= long * 3))
}
