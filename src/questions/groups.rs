//! Unanswered questions that ask nearly the same, together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Question, Verdict, times};

/// How much of their words two questions share (Dice) to be one.
const ALIKE: f64 = 0.6;
/// A word that so many groups have tells nothing apart, and would make long lists slow.
const COMMON: usize = 500;

/// Questions that ask nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Positions, in the order of the list; the first stands for all.
    pub questions: Vec<usize>,
    /// How often it was asked in all.
    pub times: u64,
}

/// Groups of the unanswered, most asked first.
pub(super) fn groups(questions: &[Question], terms: &[Vec<String>], verdicts: &[Verdict]) -> Vec<Group> {
    let mut found = Found::default();
    for (at, (terms, verdict)) in terms.iter().zip(verdicts).enumerate() {
        if matches!(verdict, Verdict::Unanswered(_)) {
            found.take(at, terms.iter().map(String::as_str).collect());
        }
    }
    let group = |questions_of: Vec<usize>| Group { times: times(questions, &questions_of), questions: questions_of };
    let mut groups: Vec<Group> = found.members.into_iter().map(group).collect();
    groups.sort_by_key(|group| (Reverse(group.times), group.questions.first().copied()));
    groups
}

#[derive(Default)]
struct Found<'a> {
    members: Vec<Vec<usize>>,
    /// The words of each group's first question.
    heads: Vec<BTreeSet<&'a str>>,
    by_word: BTreeMap<&'a str, Vec<usize>>,
    by_words: BTreeMap<BTreeSet<&'a str>, usize>,
}

impl<'a> Found<'a> {
    fn take(&mut self, at: usize, words: BTreeSet<&'a str>) {
        let near = self.by_words.get(&words).copied().or_else(|| self.nearest(&words));
        let group = near.unwrap_or_else(|| self.begin(&words));
        self.members.get_mut(group).expect("groups are never taken away").push(at);
        self.by_words.entry(words).or_insert(group);
    }

    fn begin(&mut self, words: &BTreeSet<&'a str>) -> usize {
        let group = self.members.len();
        self.members.push(Vec::new());
        self.heads.push(words.clone());
        words.iter().for_each(|word| self.by_word.entry(word).or_default().push(group));
        group
    }

    fn nearest(&self, words: &BTreeSet<&str>) -> Option<usize> {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let lists = words.iter().filter_map(|word| self.by_word.get(word)).filter(|groups| groups.len() <= COMMON);
        lists.flatten().for_each(|group| *shared.entry(*group).or_default() += 1);
        let score = |group: usize, shared: usize| {
            let size = self.heads.get(group).map_or(0, BTreeSet::len) + words.len();
            2.0 * shared as f64 / size.max(1) as f64
        };
        let scored = shared.into_iter().map(|(group, shared)| (group, score(group, shared)));
        let near = scored.filter(|(_, score)| *score >= ALIKE);
        near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(group, _)| group)
    }
}
