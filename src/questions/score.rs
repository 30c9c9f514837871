//! How likely each FAQ entry answers a question.
//!
//! An entry gets points for each kind of evidence ([`Evidence::points`]); that no entry answers is one more candidate, with
//! points of its own ([`Asking::nothing`]). Points become shares of 1 by the logistic rule, so that a share holds both how
//! much speaks for an entry and how far it is ahead of the others. Below, the weights: they were fitted to lists of
//! questions with known answers and then rounded. That they hold for others was tried by fitting them to all lists but one
//! and asking that one; `tests/README.md` has the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::index::{Asked, Index, Slot};
use super::lexicon::{Family, Role};
use super::words::{Sentence, Term};

/// Weight that every question has beyond its words, so that one word alone is never all of it.
const BEYOND: f64 = 1.0;
/// What a sentence that doesn't ask counts beside one that does.
const BACKGROUND: f64 = 0.6;
/// What a word of the background counts in naming a title.
const ASIDE: f64 = 0.85;
/// What a deciding word of the background counts.
const MENTIONED: f64 = 0.4;
/// What a word counts of whose family another was said before.
const SAID: f64 = 0.3;
/// From this likeness on a deciding word counts as being in an entry.
const DECIDES: f64 = 0.5;
/// From this likeness on it counts as being what a title is about.
const NAMES: f64 = 0.9;
/// What a light word counts among the words in common.
const LIGHT: f64 = 0.25;

/// How an entry answers a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    /// Its position.
    pub(super) entry: usize,
    /// How likely, from 0 to 1.
    pub(super) share: f64,
    pub(super) evidence: Evidence,
    /// A family of the words that the question needs and it lacks.
    pub(super) lacks: Option<&'static str>,
}

/// What speaks for an entry. All but the counts are from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// How much of the title's weight the question names.
    pub(super) title: f64,
    /// How much of the short answer's.
    pub(super) short: f64,
    /// How much of the best passage of the question, one or two sentences or all, the entry covers.
    pub(super) passage: f64,
    /// The weight of what the title shares, in words as rare as they come; of two at most.
    pub(super) titled: f64,
    /// The weight of all they share, likewise; of four at most.
    pub(super) found: f64,
    /// The weight of pairs: words that follow each other in the question and stand in one sentence of the entry. Scattered
    /// over an entry, the same words say less. Of two pairs at most.
    pub(super) beside: f64,
    /// Whether it has every word of the question that isn't light: 0 or 1.
    pub(super) all: f64,
    /// Words in common, each as much as it counts there; four at most.
    pub(super) common: f64,
    /// Deciding words of the question in the title; one in the short answer is half. Two at most.
    pub(super) decided: f64,
    /// Words needed where the question asks that the entry doesn't have; two at most.
    pub(super) lacking: f64,
}

impl Evidence {
    fn points(&self) -> f64 {
        2.5 * self.title
            + 1.7 * self.short
            + 2.0 * self.passage
            + 1.9 * self.titled
            + 1.3 * self.found
            + 2.1 * self.beside
            + 1.0 * self.all
            + 0.8 * self.common
            + 1.4 * self.decided
            - 1.0 * self.lacking
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

    /// Entries that share a word with the question, best first; of equals the first.
    pub(super) fn ask(&mut self, sentences: &[Sentence]) -> Vec<Match> {
        self.asking(sentences).matches()
    }

    /// Every word once. Where something is asked, the rest is background.
    fn asking(&mut self, sentences: &[Sentence]) -> Asking<'a> {
        let has_asking = sentences.iter().any(|sentence| sentence.asks);
        let mut families = BTreeSet::new();
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut parts: Vec<Part> = Vec::new();
        for (number, sentence) in sentences.iter().enumerate() {
            let is_focus = sentence.asks || !has_asking;
            for term in &sentence.terms {
                let asked = self.asked(term);
                let weight = if is_focus { asked.weight } else { BACKGROUND * asked.weight };
                if let Some(part) = at.get(term.stem.as_str()).and_then(|at| parts.get_mut(*at)) {
                    part.weight = part.weight.max(weight);
                    part.is_focus |= is_focus;
                    continue;
                }
                let weight = if is_said(term, &mut families) { SAID * weight } else { weight };
                at.insert(&term.stem, parts.len());
                parts.push(Part { asked, weight, sentence: number, is_focus });
            }
        }
        Asking { index: self.index, parts, sentences: sentences.len() }
    }

    fn asked(&mut self, term: &Term) -> Rc<Asked> {
        let index = self.index;
        Rc::clone(self.known.entry(term.clone()).or_insert_with(|| Rc::new(index.asked(term))))
    }
}

/// Whether all families of a term were said before; they are now.
fn is_said(term: &Term, families: &mut BTreeSet<Family>) -> bool {
    let is_said = !term.families.is_empty() && term.families.iter().all(|family| families.contains(family));
    families.extend(term.families.iter().copied());
    is_said
}

/// A word of a question.
struct Part {
    asked: Rc<Asked>,
    weight: f64,
    /// The sentence that it first stands in.
    sentence: usize,
    /// Whether it stands where something is asked.
    is_focus: bool,
}

impl Part {
    fn decides(&self) -> bool {
        self.asked.term.is_deciding()
    }

    fn is_needed(&self) -> bool {
        self.asked.term.is_needed()
    }

    fn is_light(&self) -> bool {
        self.asked.term.is_light
    }

    fn is_named_in(&self, entry: usize) -> bool {
        self.asked.places.contains_key(&entry)
    }

    fn is_in(&self, entry: usize) -> bool {
        self.asked.places.get(&entry).is_some_and(|counts| *counts >= DECIDES)
    }
}

/// A question whose words were looked up.
struct Asking<'a> {
    index: &'a Index,
    parts: Vec<Part>,
    sentences: usize,
}

impl Asking<'_> {
    fn matches(&self) -> Vec<Match> {
        let evidence = self.evidence();
        let touched: BTreeSet<usize> = self.parts.iter().flat_map(|part| part.asked.places.keys().copied()).collect();
        let touched = touched.into_iter().filter_map(|entry| Some((entry, evidence.get(entry)?)));
        let pointed: Vec<(usize, &Evidence, f64)> = touched.map(|(at, one)| (at, one, one.points())).collect();
        let nothing = self.nothing();
        let most = pointed.iter().map(|(_, _, points)| *points).fold(nothing, f64::max);
        let all: f64 =
            pointed.iter().map(|(_, _, points)| *points).chain([nothing]).map(|one| (one - most).exp()).sum();
        let matched = |(entry, evidence, points): (usize, &Evidence, f64)| Match {
            entry,
            share: (points - most).exp() / all,
            evidence: *evidence,
            lacks: self.lacks(entry),
        };
        let mut best: Vec<Match> = pointed.into_iter().map(matched).collect();
        best.sort_by(|a, b| b.share.total_cmp(&a.share));
        best
    }

    /// The points of there being no answer: more where the question has what no entry decides.
    fn nothing(&self) -> f64 {
        let entries = 0..self.index.entries;
        let alien =
            self.parts.iter().filter(|part| part.is_needed() && !entries.clone().any(|entry| part.is_in(entry)));
        4.1 + 1.0 * (alien.count() as f64).min(2.0)
    }

    /// Of each entry.
    fn evidence(&self) -> Vec<Evidence> {
        let mut evidence = vec![Evidence::default(); self.index.entries];
        self.see_titles(&mut evidence);
        self.see_shorts(&mut evidence);
        self.see_covered(&mut evidence);
        self.see_beside(&mut evidence);
        let deciding: Vec<&Part> = self.parts.iter().filter(|part| part.is_focus && part.is_needed()).collect();
        for (entry, one) in evidence.iter_mut().enumerate() {
            one.lacking = deciding.iter().filter(|part| !part.is_in(entry)).count().min(2) as f64;
            one.all = f64::from(u8::from(self.parts.iter().all(|part| part.is_light() || part.is_named_in(entry))));
        }
        evidence
    }

    fn see_titles(&self, evidence: &mut [Evidence]) {
        let mut likes = vec![0.0_f64; self.index.titles.len()];
        for part in &self.parts {
            let counts = if part.is_focus { 1.0 } else { ASIDE };
            for (slot, like) in &part.asked.titles {
                raise(&mut likes, *slot, counts * like);
                let entry = self.index.titles.get(*slot).and_then(|slot| evidence.get_mut(slot.entry));
                if let Some(entry) = entry.filter(|_| part.decides() && *like >= NAMES) {
                    let decided = if part.is_focus { 1.0 } else { MENTIONED };
                    entry.decided = (entry.decided + decided).min(2.0);
                }
            }
        }
        for (slot, like) in self.index.titles.iter().zip(&likes) {
            if let Some(entry) = evidence.get_mut(slot.entry) {
                entry.titled += slot.weight * like / self.index.most();
            }
        }
        for (one, title) in evidence.iter_mut().zip(named(&self.index.titles, &likes, self.index.entries)) {
            (one.title, one.titled) = (title, one.titled.min(2.0));
        }
    }

    fn see_shorts(&self, evidence: &mut [Evidence]) {
        let mut likes = vec![0.0_f64; self.index.shorts.len()];
        for part in &self.parts {
            let counts = if part.is_focus { 1.0 } else { ASIDE };
            for (slot, like) in &part.asked.shorts {
                raise(&mut likes, *slot, counts * like);
                let entry = self.index.shorts.get(*slot).and_then(|slot| evidence.get_mut(slot.entry));
                if let Some(entry) = entry.filter(|_| part.decides() && *like >= NAMES) {
                    entry.decided = entry.decided.max(0.5);
                }
            }
        }
        for (one, short) in evidence.iter_mut().zip(named(&self.index.shorts, &likes, self.index.entries)) {
            one.short = short;
        }
    }

    /// How much of the question each entry covers: of its sentences, of two in a row, of all.
    fn see_covered(&self, evidence: &mut [Evidence]) {
        let mut covered = vec![vec![0.0; self.sentences]; self.index.entries];
        let mut weights = vec![0.0; self.sentences];
        for part in &self.parts {
            add(&mut weights, part.sentence, part.weight);
            for (entry, counts) in &part.asked.places {
                covered
                    .get_mut(*entry)
                    .into_iter()
                    .for_each(|covered| add(covered, part.sentence, part.weight * counts));
                let common = if part.is_light() { LIGHT } else { *counts };
                evidence.get_mut(*entry).into_iter().for_each(|one| one.common = (one.common + common).min(4.0));
            }
        }
        for (one, covered) in evidence.iter_mut().zip(&covered) {
            let found: f64 = covered.iter().sum();
            let share =
                |covered: &[f64], weights: &[f64]| covered.iter().sum::<f64>() / (BEYOND + weights.iter().sum::<f64>());
            let passages = |length: usize| covered.windows(length).zip(weights.windows(length));
            let whole = share(covered, &weights);
            one.passage = passages(1).chain(passages(2)).map(|(c, w)| share(c, w)).fold(whole, f64::max);
            one.found = (found / self.index.most()).min(4.0);
        }
    }

    fn see_beside(&self, evidence: &mut [Evidence]) {
        for pair in self.parts.windows(2) {
            let [one, next] = pair else { continue };
            if one.sentence != next.sentence {
                continue;
            }
            let weight = (one.weight + next.weight) / (2.0 * self.index.most());
            for (entry, counts) in self.index.beside(&one.asked, &next.asked) {
                let seen = evidence.get_mut(entry).into_iter();
                seen.for_each(|seen| seen.beside = (seen.beside + weight * counts).min(2.0));
            }
        }
    }

    fn lacks(&self, entry: usize) -> Option<&'static str> {
        let lacking = self.parts.iter().filter(|part| part.is_focus && part.is_needed() && !part.is_in(entry));
        let mut families = lacking.flat_map(|part| &part.asked.term.families);
        families.find(|family| matches!(family.role, Role::Deciding | Role::Thing)).map(|family| family.name)
    }
}

/// How much of its words' weight is named in each entry.
fn named(slots: &[Slot], likes: &[f64], entries: usize) -> Vec<f64> {
    let (mut named, mut all) = (vec![0.0; entries], vec![0.0; entries]);
    for (slot, like) in slots.iter().zip(likes) {
        add(&mut named, slot.entry, slot.weight * like);
        add(&mut all, slot.entry, slot.weight);
    }
    named.iter().zip(&all).map(|(named, all)| if *all > 0.0 { named / all } else { 0.0 }).collect()
}

fn add(all: &mut [f64], at: usize, more: f64) {
    all.get_mut(at).into_iter().for_each(|one| *one += more);
}

fn raise(all: &mut [f64], at: usize, to: f64) {
    all.get_mut(at).into_iter().for_each(|one| *one = one.max(to));
}

#[cfg(test)]
mod tests {
    use super::super::index::Entry;
    use super::super::lexicon::Lexicon;
    use super::*;

    fn entry(title: &str, body: &str) -> Entry {
        let sentences = |text: &str| Lexicon::of("en").sentences(text);
        Entry { title: sentences(title), short: Vec::new(), body: sentences(body) }
    }

    fn ask(entries: &[Entry], question: &str) -> Vec<Match> {
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
            ("please send it right back to me, i want my money", 1),
            ("my paper gets wavy", 2),
            ("papper buckling", 2),
        ] {
            assert_eq!(ask(&faq(), question).first().map(|best| best.entry), Some(expected), "{question}");
        }
        assert!(ask(&faq(), "").is_empty());
        assert!(ask(&faq(), "zebra").is_empty());
    }

    #[test]
    fn shares_and_what_nothing_has_make_one() {
        let shares = |question: &str| ask(&faq(), question).iter().map(|one| one.share).sum::<f64>();
        for question in ["How do I pause my membership?", "paper zebra", "refund"] {
            assert!(shares(question) < 1.0 && shares(question) > 0.0, "{question}");
        }
    }

    #[test]
    fn a_story_before_the_question_sinks_it_only_so_far() {
        let share = |question: &str| ask(&faq(), question).first().map_or(0.0, |best| best.share);
        let (plain, story) =
            ("why does paper buckle?", "The giraffe met a zebra. Lions roared. why does paper buckle?");
        assert!(share(plain) > 0.5 && share(story) > 0.5 * share(plain), "{} {}", share(plain), share(story));
        assert!(share(plain) > share("paper zebra"));
    }

    #[test]
    fn words_that_stand_together_count_more_than_scattered_ones() {
        let bodies = ["Steel magnets hold it. Boards are cheap.", "Steel is heavy. Paper boards hold magnets."];
        let matches = ask(&bodies.map(|body| entry("What else?", body)), "steel magnets");
        assert_eq!(matches.iter().map(|one| one.entry).collect::<Vec<_>>(), [0, 1]);
        assert!(matches.is_sorted_by(|one, next| one.evidence.beside > next.evidence.beside));
    }

    #[test]
    fn a_question_of_which_every_word_is_there_is_surer() {
        let first = |question: &str| ask(&faq(), question).first().map(|best| (best.evidence.all, best.share));
        let (whole, open) = (first("why does the paper buckle"), first("why does the zebra paper buckle"));
        assert_eq!((whole.map(|one| one.0), open.map(|one| one.0)), (Some(1.0), Some(0.0)));
        assert!(whole > open);
    }

    #[test]
    fn a_deciding_word_that_is_not_there_is_told_where_it_is_asked_for() {
        let lacks = |question: &str| ask(&faq(), question).first().and_then(|best| best.lacks);
        assert_eq!(lacks("How do I upgrade my membership?"), Some("upgrade"));
        assert_eq!(lacks("How do I pause my membership?"), None);
        assert_eq!(lacks("I forgot my password. How do I pause my membership?"), None);
    }
}
