//! Support questions matched to FAQ entries by their words: what is answered, what isn't, and what is asked most.
//!
//! Pure and deterministic: no network, no model, nothing learned. What comes out holds no names, addresses or numbers of
//! people ([`mask`]). Knows no files and no terminal.

mod groups;
mod mask;
mod score;
mod table;
mod words;

use std::collections::BTreeMap;

use crate::markdown::text;
use crate::model::{Detail, ItemId, Site};
use crate::plan::Plan;
use crate::source::Sources;

pub use groups::Group;
pub use table::{Columns, Question, Read, Unreadable, read};

use score::{Entry, Index};
use words::Language;

/// From this score on a question counts as answered.
pub const ANSWERED: f64 = 0.30;

/// From this score on the best entry is worth a look.
pub const DOUBTFUL: f64 = 0.15;

/// What a list of questions comes to.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Each question's verdict, in their order.
    pub verdicts: Vec<Verdict>,
    /// FAQ entries that answer something, most asked first: the entry, and the positions of the questions.
    pub answered: Vec<(ItemId, Vec<usize>)>,
    /// Unanswered questions that ask nearly the same, most asked first.
    pub unanswered: Vec<Group>,
}

/// Whether an FAQ entry answers a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// This one does; the share of the question's weight that it covers.
    Answered(ItemId, f64),
    /// Perhaps this one.
    Doubtful(ItemId, f64),
    /// None does.
    Unanswered,
}

/// Matches every question with the public FAQ entries.
pub fn answers(sources: &Sources, site: &Site, plan: &Plan, questions: &[Question]) -> Answers {
    let language = Language::of(&site.settings.language.value);
    let faq: Vec<ItemId> = site.iter().map(|(id, _)| id).filter(|id| is_answer(site, plan, *id)).collect();
    let entries = faq.iter().map(|id| entry(sources, site, *id, language)).collect();
    let index = Index::of(entries);
    let asked: Vec<Vec<String>> = questions.iter().map(|one| words::terms(&one.text, language)).collect();
    // Lists repeat themselves: equal words have one answer.
    let mut known: BTreeMap<&[String], Verdict> = BTreeMap::new();
    let verdicts: Vec<Verdict> = asked
        .iter()
        .map(|terms| *known.entry(terms.as_slice()).or_insert_with(|| verdict(&index, &faq, terms)))
        .collect();
    let unanswered = groups::groups(questions, &asked, &verdicts);
    Answers { answered: answered(questions, &verdicts), unanswered, verdicts }
}

fn is_answer(site: &Site, plan: &Plan, id: ItemId) -> bool {
    plan.is_public(id) && matches!(site.item(id).detail, Detail::Faq(_))
}

fn entry(sources: &Sources, site: &Site, id: ItemId, language: Language) -> Entry {
    let item = site.item(id);
    let Detail::Faq(faq) = &item.detail else { return Entry::default() };
    let body = text::plain(sources.text(item.body.span));
    Entry {
        title: words::terms(&item.title.value, language),
        short: words::terms(&format!("{} {}", faq.short, item.description), language),
        body: words::terms(&body, language),
    }
}

fn verdict(index: &Index, faq: &[ItemId], terms: &[String]) -> Verdict {
    let Some(best) = index.best(terms) else { return Verdict::Unanswered };
    let Some(item) = faq.get(best.entry).copied() else { return Verdict::Unanswered };
    match best.score {
        score if score >= ANSWERED && best.is_firm => Verdict::Answered(item, score),
        score if score >= DOUBTFUL => Verdict::Doubtful(item, score),
        _ => Verdict::Unanswered,
    }
}

fn answered(questions: &[Question], verdicts: &[Verdict]) -> Vec<(ItemId, Vec<usize>)> {
    let mut found: BTreeMap<ItemId, Vec<usize>> = BTreeMap::new();
    for (at, verdict) in verdicts.iter().enumerate() {
        if let Verdict::Answered(item, _) = verdict {
            found.entry(*item).or_default().push(at);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(item, positions)| (std::cmp::Reverse(times(questions, positions)), *item));
    found
}

/// How often the questions at these positions were asked in all.
pub fn times(questions: &[Question], positions: &[usize]) -> u64 {
    positions.iter().filter_map(|at| questions.get(*at)).map(|one| u64::from(one.times)).sum()
}
