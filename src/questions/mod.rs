//! Support questions matched to FAQ entries by their words: what is answered, what isn't, and what is asked most.
//!
//! Pure and deterministic: no network, no model, nothing learned. What comes out holds no names, addresses or numbers of
//! people ([`mask`]). Where a creator should look twice, it says so rather than guess: see [`Why`]. Knows no files and no terminal.

mod count;
mod groups;
mod index;
mod lexicon;
mod mask;
mod score;
mod table;
mod title;
mod words;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::markdown::text;
use crate::model::{Detail, ItemId, Site};
use crate::parse::Kind;
use crate::plan::Plan;
use crate::source::Sources;

pub use groups::Group;
pub use table::{Columns, Odd, Question, Read, Unreadable, read};

use index::{Entry, Index};
use lexicon::Lexicon;
use score::{Asker, Match};
use words::{Sentence, Term};

/// From this score on a question counts as answered, where it is also sure: see [`Why`].
pub const ANSWERED: f64 = 0.80;

/// From this score on the best entry is worth a look.
pub const DOUBTFUL: f64 = 0.14;

/// So far the best entry has to be ahead of the second.
pub const AHEAD: f64 = 0.50;

/// So many words a question and its answer have in common, unless one of them decides.
const COMMON: f64 = 1.5;
/// Or unless the question names so much of the title: then it has no more words to have in common.
const NAMED: f64 = 0.9;
/// What the second candidate of a doubtful question has of the first one's score, at least.
const SECOND: f64 = 0.3;
/// The score of an entry that names the question's id in `answers`: its author has decided.
const BY_ID: f64 = 1.0;

/// What a list of questions comes to.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Each question's verdict, in their order.
    pub verdicts: Vec<Verdict>,
    /// What each question asks, as a title.
    pub titles: Vec<String>,
    /// FAQ entries that answer something, most asked first: the entry, and the positions of the questions.
    pub answered: Vec<(ItemId, Vec<usize>)>,
    /// The same for entries that aren't public.
    pub waiting: Vec<(ItemId, Vec<usize>)>,
    /// Unanswered questions that ask nearly the same, most asked first.
    pub unanswered: Vec<Group>,
}

/// Whether an FAQ entry answers a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// This one does.
    Answered(Candidate),
    /// This one would, but it isn't public.
    Waiting(Candidate),
    /// Perhaps one of these; never empty.
    Doubtful(Vec<Candidate>, Why),
    /// None does; the nearest one.
    Unanswered(Option<Candidate>),
    /// Somebody says hello or thanks.
    NoQuestion,
}

/// An entry that might answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub item: ItemId,
    /// How well, from 0 to 1.
    pub score: f64,
}

/// Why a question is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The score is too low.
    Low,
    /// A second entry is nearly as near.
    Close,
    /// They have too few words in common.
    Few,
    /// It asks for something that the entry doesn't speak of.
    Lacks(&'static str),
}

/// Matches every question with the FAQ entries, public or not: what is written already is not to be written again.
pub fn answers(sources: &Sources, site: &Site, plan: &Plan, questions: &[Question]) -> Answers {
    let lexicon = Lexicon::of(&site.settings.language.value);
    let items: Vec<ItemId> = site.of_kind(Kind::Faq).map(|(id, _)| id).collect();
    let entries: Vec<Entry> = items.iter().map(|id| entry(sources, site, *id, &lexicon)).collect();
    let index = Index::of(&entries);
    let mut judge = Judge { site, plan, items, asker: Asker::new(&index) };
    let asked: Vec<Vec<Sentence>> = questions.iter().map(|one| lexicon.sentences(&mask::unmarked(&one.text))).collect();
    // Lists repeat themselves: equal words have one answer.
    let mut known: BTreeMap<&[Sentence], Verdict> = BTreeMap::new();
    let mut verdicts = Vec::with_capacity(questions.len());
    for (question, terms) in questions.iter().zip(&asked) {
        let verdict = match judge.by_id(question) {
            Some(verdict) => verdict,
            None if lexicon.is_greeting(&mask::unmarked(&question.text), |term| index.knows(term)) => {
                Verdict::NoQuestion
            }
            None => known.entry(terms).or_insert_with(|| judge.verdict(terms)).clone(),
        };
        verdicts.push(verdict);
    }
    let stems: Vec<Vec<String>> = asked.iter().map(|sentences| subjects(sentences)).collect();
    Answers {
        titles: questions.iter().map(|one| title::title(one, &lexicon)).collect(),
        answered: by_entry(questions, &verdicts, |verdict| match verdict {
            Verdict::Answered(candidate) => Some(candidate.item),
            _ => None,
        }),
        waiting: by_entry(questions, &verdicts, |verdict| match verdict {
            Verdict::Waiting(candidate) => Some(candidate.item),
            _ => None,
        }),
        unanswered: groups::groups(questions, &stems, &verdicts),
        verdicts,
    }
}

fn entry(sources: &Sources, site: &Site, id: ItemId, lexicon: &Lexicon) -> Entry {
    let item = site.item(id);
    let Detail::Faq(faq) = &item.detail else { return Entry::default() };
    Entry {
        title: lexicon.sentences(&item.title.value),
        short: lexicon.sentences(&format!("{}\n{}", faq.short, item.description)),
        body: lexicon.sentences(&text::plain(sources.text(item.body.span))),
    }
}

/// What tells a question apart from others: its words that are not light, or all where there are none; families as one.
fn subjects(sentences: &[Sentence]) -> Vec<String> {
    let name = |term: &Term| term.families.first().map_or_else(|| term.stem.clone(), |family| family.name.to_owned());
    let terms = || sentences.iter().flat_map(|sentence| &sentence.terms);
    let heavy: Vec<String> = terms().filter(|term| !term.is_light).map(name).collect();
    if heavy.is_empty() { terms().map(name).collect() } else { heavy }
}

/// Who decides.
struct Judge<'a> {
    site: &'a Site,
    plan: &'a Plan,
    items: Vec<ItemId>,
    asker: Asker<'a>,
}

impl Judge<'_> {
    /// An entry that names the question's id was chosen by its author.
    fn by_id(&self, question: &Question) -> Option<Verdict> {
        let names = |id: &ItemId| !question.id.is_empty() && self.site.item(*id).answers.contains(&question.id);
        let item = self.items.iter().copied().find(names)?;
        Some(self.found(Candidate { item, score: BY_ID }))
    }

    fn found(&self, candidate: Candidate) -> Verdict {
        match self.plan.is_public(candidate.item) {
            true => Verdict::Answered(candidate),
            false => Verdict::Waiting(candidate),
        }
    }

    fn verdict(&mut self, sentences: &[Sentence]) -> Verdict {
        let matches = self.asker.ask(sentences);
        let best = matches.iter().take(2);
        let candidates: Vec<Candidate> =
            best.filter_map(|one| Some(Candidate { item: *self.items.get(one.entry)?, score: one.share })).collect();
        match (candidates.first(), doubt(&matches)) {
            (Some(best), None) => self.found(*best),
            (Some(best), Some(why)) if best.score >= DOUBTFUL => {
                let near = |one: &&Candidate| one.score >= SECOND * best.score;
                Verdict::Doubtful(candidates.iter().filter(near).copied().collect(), why)
            }
            (best, _) => Verdict::Unanswered(best.copied()),
        }
    }
}

/// Why the best entry is no sure answer.
fn doubt(matches: &[Match]) -> Option<Why> {
    let Some(Match { share, evidence, lacks, .. }) = matches.first() else { return Some(Why::Low) };
    let second = matches.get(1).map_or(0.0, |second| second.share);
    let is_slight = evidence.common < COMMON && evidence.decided == 0.0 && evidence.title < NAMED;
    match () {
        // Two wishes in one question: an entry that has one of them in its title answers.
        () if evidence.lacking > evidence.decided.floor().min(1.0) => lacks.map(Why::Lacks),
        () if *share < ANSWERED && second >= SECOND * share => Some(Why::Close),
        () if *share < ANSWERED => Some(Why::Low),
        () if share - second < AHEAD => Some(Why::Close),
        () if is_slight => Some(Why::Few),
        () => None,
    }
}

type Chosen = fn(&Verdict) -> Option<ItemId>;

/// Entries with the questions that chose them, most asked first.
fn by_entry(questions: &[Question], verdicts: &[Verdict], chosen: Chosen) -> Vec<(ItemId, Vec<usize>)> {
    let mut found: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    for (at, verdict) in verdicts.iter().enumerate() {
        chosen(verdict).into_iter().for_each(|item| found.entry(item).or_default().push(at));
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(item, positions)| (Reverse(times(questions, positions)), *item));
    found
}

/// How often the questions at these positions were asked in all.
pub fn times(questions: &[Question], positions: &[usize]) -> u64 {
    positions.iter().filter_map(|at| questions.get(*at)).map(|one| u64::from(one.times)).sum()
}
