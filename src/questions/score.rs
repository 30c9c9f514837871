//! How well each FAQ entry answers a question, from 0 to 1, by the words they share, asked both ways round: how much of the
//! question the entry covers, and how much of the entry's title and short answer the question covers.
//!
//! A word weighs the more the fewer entries have it. It counts whole where it stands in a title, less in a short answer
//! and least in a body; and less where only another form, a word of the same family or a slip of the keyboard stands there.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::words::{Family, Role, Term};
use crate::diagnostic::is_one_slip_off;

/// What a word counts in a title, in a short answer or description, in a body.
const FIELDS: [f64; 3] = [1.0, 0.9, 0.6];
/// What a word of the same family counts.
const FAMILY: f64 = 0.9;
/// What a word with one letter wrong counts, where its own spelling is unknown.
const SLIP: f64 = 0.8;
/// What a word counts that only begins alike (`photo`, `photograph`; German compounds).
const ALIKE: f64 = 0.7;
/// What a light word weighs of its full weight.
const LIGHT: f64 = 0.25;
/// What a word that no entry has weighs of the rarest one's weight: a long question must not sink.
const UNKNOWN: f64 = 0.6;
/// Weight that every question has beyond its words, so that one word alone is never all of it.
const BEYOND: f64 = 1.0;
/// From this likeness on a deciding word counts as being in an entry.
const DECIDES: f64 = 0.5;

/// The part of the score that the best passage of the question has: one sentence, two, or all.
const PASSAGE_SHARE: f64 = 0.3;
/// The part that the whole question has.
const WHOLE_SHARE: f64 = 0.3;
/// The part of the title.
const TITLE_SHARE: f64 = 0.25;
/// The part of the short answer.
const SHORT_SHARE: f64 = 0.15;

/// The words of an FAQ entry: its title, its short answer and description, its body.
pub(super) type Entry = [Vec<Term>; 3];

/// How an entry answers a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    /// Its position.
    pub(super) entry: usize,
    /// From 0 to 1.
    pub(super) score: f64,
    /// How many words they have in common, light ones a quarter, those of one family once.
    pub(super) common: f64,
    /// The deciding family of the question that the entry lacks.
    pub(super) lacks: Option<&'static str>,
}

/// All that a question finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Matches {
    /// Entries that share a word, best first; of equals the first.
    pub(super) best: Vec<Match>,
    /// Whether the question has subjects that no entry speaks of.
    pub(super) has_unknown: bool,
}

/// Entries, ready to be asked.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: usize,
    vocabulary: Vec<Word>,
    by_stem: BTreeMap<String, usize>,
    by_family: BTreeMap<Family, Vec<usize>>,
    titles: Vec<BTreeSet<usize>>,
    shorts: Vec<BTreeSet<usize>>,
    /// Of each word of the vocabulary.
    weights: Vec<f64>,
}

/// A word of the entries.
#[derive(Debug)]
struct Word {
    term: Term,
    /// Entry → what it counts there.
    places: BTreeMap<usize, f64>,
}

/// A term of a question.
#[derive(Debug)]
struct Asked {
    term: Term,
    weight: f64,
    /// Words of the vocabulary that it stands for, and how much it is like them.
    likes: BTreeMap<usize, f64>,
    /// Entry → what it counts there.
    places: BTreeMap<usize, f64>,
}

impl Index {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut index = Index { entries: entries.len(), ..Index::default() };
        for (at, [title, short, body]) in entries.iter().enumerate() {
            let mut took = |terms: &[Term], counts: f64| -> BTreeSet<usize> {
                terms.iter().map(|term| index.take(term, at, counts)).collect()
            };
            let [of_title, of_short, of_body] = FIELDS;
            let (titles, shorts) = (took(title, of_title), took(short, of_short));
            took(body, of_body);
            index.titles.push(titles);
            index.shorts.push(shorts);
        }
        index.weights = index.vocabulary.iter().map(|word| index.asked(&word.term).weight).collect();
        index
    }

    fn take(&mut self, term: &Term, entry: usize, counts: f64) -> usize {
        let new = self.vocabulary.len();
        let at = *self.by_stem.entry(term.stem.clone()).or_insert(new);
        if at == new {
            self.vocabulary.push(Word { term: term.clone(), places: BTreeMap::new() });
            term.families.iter().for_each(|family| self.by_family.entry(*family).or_default().push(at));
        }
        if let Some(word) = self.vocabulary.get_mut(at) {
            raise(&mut word.places, entry, counts);
            word.term.is_light &= term.is_light;
        }
        at
    }

    /// Whether any entry has the term, or one like it.
    pub(super) fn knows(&self, term: &Term) -> bool {
        !self.likes(term).is_empty()
    }

    fn asked(&self, term: &Term) -> Asked {
        let likes = self.likes(term);
        let mut places = BTreeMap::new();
        for (word, like) in &likes {
            let there = self.vocabulary.get(*word).into_iter().flat_map(|word| &word.places);
            there.for_each(|(entry, counts)| raise(&mut places, *entry, like * counts));
        }
        let full = if likes.is_empty() { UNKNOWN * self.rarity(0) } else { self.rarity(places.len()) };
        let weight = if term.is_light { LIGHT * full } else { full };
        Asked { term: term.clone(), weight, likes, places }
    }

    fn likes(&self, term: &Term) -> BTreeMap<usize, f64> {
        let mut likes = BTreeMap::new();
        self.by_stem.get(&term.stem).into_iter().for_each(|word| raise(&mut likes, *word, 1.0));
        let family = term.families.iter().filter_map(|family| self.by_family.get(family)).flatten();
        family.for_each(|word| raise(&mut likes, *word, FAMILY));
        self.alike(&term.stem).for_each(|word| raise(&mut likes, word, ALIKE));
        if likes.is_empty() {
            self.misspelt(&term.stem).for_each(|word| raise(&mut likes, word, SLIP));
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
}

/// Asks an index; remembers words, since lists repeat them.
pub(super) struct Asker<'a> {
    index: &'a Index,
    known: BTreeMap<Term, Rc<Asked>>,
}

impl<'a> Asker<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        Asker { index, known: BTreeMap::new() }
    }

    pub(super) fn ask(&mut self, sentences: &[Vec<Term>]) -> Matches {
        let question = self.question(sentences);
        let touched: BTreeSet<usize> = question.all().flat_map(|asked| asked.places.keys().copied()).collect();
        let mut best: Vec<Match> = touched.into_iter().map(|entry| question.matched(entry, self.index)).collect();
        best.sort_by(|a, b| b.score.total_cmp(&a.score));
        let has_unknown = question.all().any(|asked| asked.likes.is_empty() && !asked.term.is_light);
        Matches { best, has_unknown }
    }

    /// Every word once; and a family once, unless its words are the entries' own.
    fn question(&mut self, sentences: &[Vec<Term>]) -> Asking {
        let (mut stems, mut families) = (BTreeSet::new(), BTreeSet::new());
        let mut is_new = |term: &Term, index: &Index| {
            let is_said = !term.families.is_empty() && term.families.iter().all(|family| families.contains(family));
            families.extend(term.families.iter().copied());
            stems.insert(term.stem.clone()) && (!is_said || index.by_stem.contains_key(&term.stem))
        };
        let mut asking = Vec::new();
        for sentence in sentences {
            let new: Vec<&Term> = sentence.iter().filter(|term| is_new(term, self.index)).collect();
            asking.push(new.into_iter().map(|term| self.asked(term)).collect());
        }
        Asking { sentences: asking }
    }

    fn asked(&mut self, term: &Term) -> Rc<Asked> {
        let index = self.index;
        Rc::clone(self.known.entry(term.clone()).or_insert_with(|| Rc::new(index.asked(term))))
    }
}

/// A question whose words were looked up.
struct Asking {
    sentences: Vec<Vec<Rc<Asked>>>,
}

impl Asking {
    fn all(&self) -> impl Iterator<Item = &Rc<Asked>> {
        self.sentences.iter().flatten()
    }

    fn matched(&self, entry: usize, index: &Index) -> Match {
        let whole = covered(self.all(), entry);
        let alone = self.sentences.iter().map(|one| covered(one, entry));
        let pairs = self.sentences.windows(2).map(|two| covered(two.iter().flatten(), entry));
        let passage = alone.chain(pairs).fold(whole, f64::max);
        let back = |fields: &[BTreeSet<usize>]| fields.get(entry).map_or(0.0, |words| self.named(words, index));
        let score = PASSAGE_SHARE * passage
            + WHOLE_SHARE * whole
            + TITLE_SHARE * back(&index.titles)
            + SHORT_SHARE * back(&index.shorts);
        Match { entry, score, common: self.common(entry), lacks: self.lacks(entry) }
    }

    /// How much of these words' weight the question names.
    fn named(&self, words: &BTreeSet<usize>, index: &Index) -> f64 {
        let (mut named, mut all) = (0.0, 0.0);
        for word in words {
            let weight = index.weights.get(*word).copied().unwrap_or(0.0);
            named += weight * self.all().filter_map(|asked| asked.likes.get(word)).copied().fold(0.0, f64::max);
            all += weight;
        }
        if all > 0.0 { named / all } else { 0.0 }
    }

    fn common(&self, entry: usize) -> f64 {
        let mut families: BTreeSet<Family> = BTreeSet::new();
        let mut common = 0.0;
        for asked in self.all().filter(|asked| asked.places.contains_key(&entry)) {
            let of = &asked.term.families;
            let is_said = !of.is_empty() && of.iter().all(|family| families.contains(family));
            families.extend(of.iter().copied());
            common += if is_said {
                0.0
            } else if asked.term.is_light {
                LIGHT
            } else {
                1.0
            };
        }
        common
    }

    fn lacks(&self, entry: usize) -> Option<&'static str> {
        let lacking = self.all().filter(|asked| asked.places.get(&entry).is_none_or(|counts| *counts < DECIDES));
        let mut families = lacking.flat_map(|asked| &asked.term.families);
        families.find(|family| family.role == Role::Deciding).map(|family| family.name)
    }
}

/// How much of these words' weight the entry covers.
fn covered<'a>(asked: impl IntoIterator<Item = &'a Rc<Asked>>, entry: usize) -> f64 {
    let (mut covered, mut all) = (0.0, BEYOND);
    for one in asked {
        covered += one.weight * one.places.get(&entry).copied().unwrap_or(0.0);
        all += one.weight;
    }
    covered / all
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

#[cfg(test)]
mod tests {
    use super::super::words::Lexicon;
    use super::*;

    fn entry(title: &str, body: &str) -> Entry {
        let terms = |text: &str| Lexicon::of("en").sentences(text).into_iter().flatten().collect();
        [terms(title), Vec::new(), terms(body)]
    }

    fn ask(entries: &[Entry], question: &str) -> Matches {
        Asker::new(&Index::of(entries)).ask(&Lexicon::of("en").sentences(question))
    }

    fn faq() -> Vec<Entry> {
        vec![
            entry("How do I pause my membership?", "Write to us. A rest of six months."),
            entry("Can I get a refund?", "Kits within thirty days."),
            entry("Why does the paper buckle?", "Ink brings water, wet fibres grow."),
        ]
    }

    #[test]
    fn families_phrases_and_slips_find_their_entry() {
        for (question, expected) in [
            ("Can I put my subscription on hold?", 0),
            ("I'd like my money back, please.", 1),
            ("my paper gets wavy", 2),
            ("papper buckling", 2),
        ] {
            assert_eq!(ask(&faq(), question).best.first().map(|best| best.entry), Some(expected), "{question}");
        }
        assert!(ask(&faq(), "").best.is_empty());
        assert!(ask(&faq(), "zebra").has_unknown);
    }

    #[test]
    fn a_long_story_sinks_a_question_only_so_far() {
        let score = |question: &str| ask(&faq(), question).best.first().map_or(0.0, |best| best.score);
        let (plain, story) = ("paper buckles", "The giraffe met a zebra. paper buckles. Lions roared.");
        assert!(score(plain) > score(story) && score(story) > 0.6 * score(plain));
        assert!(score(plain) > score("paper zebra"));
    }

    #[test]
    fn a_deciding_word_that_is_not_there_is_told() {
        let lacks = |question: &str| ask(&faq(), question).best.first().and_then(|best| best.lacks);
        assert_eq!(lacks("How do I upgrade my membership?"), Some("upgrade"));
        assert_eq!(lacks("How do I pause my membership?"), None);
    }

    #[test]
    fn words_of_one_family_are_one_word_in_common() {
        let common = |question: &str| ask(&faq(), question).best.first().map_or(0.0, |best| best.common);
        assert!(common("membership or subscription") < 1.1);
        assert!(common("pause membership") > 1.9);
    }
}
