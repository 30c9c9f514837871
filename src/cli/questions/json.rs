//! What came of a list of questions, for programs.

use serde_json::{Value, json};

use super::{Proposal, Told};
use crate::model::ItemId;
use crate::questions::{AHEAD, ANSWERED, Candidate, DOUBTFUL, Question, Verdict, Why};

impl Told<'_> {
    pub(super) fn json(&self) -> Value {
        let counts = self.counts();
        let entry = |one: Proposal| json!({ "entry": self.id(one.item), "times": one.times, "asked_count": one.asked_count, "answers": one.answers });
        let stubs = self.stubs.iter().enumerate().map(|(at, stub)| {
            json!({ "question": stub.title, "times": stub.times, "ids": stub.ids, "variants": stub.variants, "has_draft": self.stubbed.known.contains(&at) })
        });
        json!({
            "threshold": { "answered": ANSWERED, "ahead": AHEAD, "doubtful": DOUBTFUL },
            "counts": {
                "answered": counts.answered,
                "waiting": counts.waiting,
                "doubtful": counts.doubtful,
                "unanswered": counts.unanswered,
                "no_question": counts.no_question,
                "empty": self.read.empty,
            },
            "questions": self.questions().iter().zip(&self.answers.verdicts).map(|(one, verdict)| self.one(one, verdict)).collect::<Vec<_>>(),
            "entries": self.proposals().map(entry).collect::<Vec<_>>(),
            "unanswered": stubs.collect::<Vec<_>>(),
            "written": self.stubbed.written,
            "drafts": self.stubbed.drafts.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            "calendar": self.stubbed.calendar,
            "known": self.stubbed.known.len(),
            "left": self.stubbed.left,
        })
    }

    /// `entry` and `score` are those of the best candidate, whatever the verdict is.
    fn one(&self, question: &Question, verdict: &Verdict) -> Value {
        let (word, candidates, why) = match verdict {
            Verdict::Answered(one) => ("answered", vec![*one], None),
            Verdict::Waiting(one) => ("waiting", vec![*one], None),
            Verdict::Doubtful(candidates, why) => ("doubtful", candidates.clone(), Some(self.reason(*why))),
            Verdict::Unanswered(nearest) => ("unanswered", nearest.iter().copied().collect(), None),
            Verdict::NoQuestion => ("no-question", Vec::new(), None),
        };
        let candidate = |one: &Candidate| json!({ "entry": self.id(one.item), "score": thousandths(one.score) });
        json!({
            "id": question.id,
            "question": question.title,
            "verdict": word,
            "entry": candidates.first().map(|one| self.id(one.item)),
            "score": candidates.first().map(|one| thousandths(one.score)),
            "candidates": candidates.iter().map(candidate).collect::<Vec<_>>(),
            "why": why,
            "public": candidates.first().map(|one| self.is_public(one.item)),
        })
    }

    pub(super) fn is_public(&self, item: ItemId) -> bool {
        self.found.plan.is_public(item)
    }

    fn reason(&self, why: Why) -> String {
        match why {
            Why::Low => "the score is low".to_owned(),
            Why::Close => "two entries are nearly as near".to_owned(),
            Why::Few => "too few words in common".to_owned(),
            Why::Lacks(family) => format!("the entry says nothing of `{family}`"),
        }
    }
}

/// Never more than it is, so that no number looks like a threshold it does not reach.
fn thousandths(score: f64) -> f64 {
    (score * 1000.0).floor() / 1000.0
}
