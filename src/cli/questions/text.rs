//! What came of a list of questions, for people.

use serde_json::json;

use super::super::args::Extent;
use super::{Proposal, Told};
use crate::diagnostic::draw::printable;
use crate::edit::{MOST, Mode, Stub};
use crate::model::ItemId;
use crate::plan::why_not_public;
use crate::questions::{AHEAD, ANSWERED, Candidate, DOUBTFUL, Verdict, Why, times};

/// Lines of each part on a screen; so many drafts are written as well.
const LINES: usize = MOST;
/// Questions shown below the entry that answers them.
const EXAMPLES: usize = 3;
/// Letters of a question in a line.
const WIDTH: usize = 90;

impl Told<'_> {
    pub(super) fn text(&self) -> String {
        let counts = self.counts();
        let mut lines = vec![self.columns(), String::new()];
        let waiting = match counts.waiting {
            0 => String::new(),
            some => format!(" · written but not public {some}"),
        };
        let (answered, doubtful, unanswered) = (counts.answered, counts.doubtful, counts.unanswered);
        lines.push(format!("answered {answered}{waiting} · doubtful {doubtful} · unanswered {unanswered}"));
        lines.push(format!(
            "(answered: a score of {ANSWERED:.2} or more, {AHEAD:.2} ahead of the next entry, and enough words in common;"
        ));
        lines.push(format!(" doubtful: {DOUBTFUL:.2} or more. `hub help questions` explains the score)"));
        let answered = self.proposals().map(|one| self.answered(&one)).collect();
        self.part(&mut lines, "Answered by", answered);
        let waiting = self.answers.waiting.iter().map(|(item, positions)| self.waiting(*item, positions)).collect();
        self.part(&mut lines, "Written already, but not public", waiting);
        let doubtful =
            "Doubtful: look whether one of these answers it, and add the question's words to the one that does";
        self.part(&mut lines, doubtful, self.doubtful());
        self.part(&mut lines, "Unanswered", self.unanswered());
        lines.extend(self.written());
        lines.iter().flat_map(|line| line.split('\n')).map(|line| format!("{}\n", printable(line))).collect()
    }

    /// Those that a draft is made of first, so that what is shown is what is written.
    fn unanswered(&self) -> Vec<String> {
        let has_draft = |at: &usize| self.stubbed.known.contains(at);
        let line = |(at, stub): (usize, &Stub)| {
            let draft = if has_draft(&at) { "  (has a draft or an entry)" } else { "" };
            format!("{:>5} × {}{draft}", stub.times, stub.title)
        };
        let (known, fresh): (Vec<_>, Vec<_>) = self.stubs.iter().enumerate().partition(|(at, _)| has_draft(at));
        fresh.into_iter().chain(known).map(line).collect()
    }

    fn answered(&self, one: &Proposal) -> String {
        let item = self.site().item(one.item);
        let positions = self.answers.answered.iter().find(|(id, _)| *id == one.item);
        let examples = self.examples(positions.map_or(&[], |(_, positions)| positions.as_slice()));
        let set = if one.is_new {
            let ids =
                if one.answers.is_empty() { String::new() } else { format!(" and `answers = {}`", json!(one.answers)) };
            format!("\n        set `asked_count = {}`{ids}", one.asked_count)
        } else {
            String::new()
        };
        format!("{:>5} × {}  {}{examples}{set}", one.times, item.id, item.title.value)
    }

    fn waiting(&self, id: ItemId, positions: &[usize]) -> String {
        let item = self.site().item(id);
        let why = why_not_public(self.site(), &self.found.plan, id);
        let times = times(self.questions(), positions);
        format!("{times:>5} × {}  {} · {why}{}", item.id, item.title.value, self.examples(positions))
    }

    /// The first words of the questions that an entry answers.
    fn examples(&self, positions: &[usize]) -> String {
        let most = if self.command.extent == Extent::All { usize::MAX } else { EXAMPLES };
        let titles =
            positions.iter().filter_map(|at| Some((self.answers.titles.get(*at)?, self.answers.verdicts.get(*at)?)));
        let lines = titles.take(most).map(|(title, verdict)| match verdict {
            Verdict::Answered(one) | Verdict::Waiting(one) if one.score < 1.0 => {
                format!("\n        “{}” {}", short(title), score(one))
            }
            _ => format!("\n        “{}” by its id", short(title)),
        });
        let mut text: String = lines.collect();
        if positions.len() > most {
            text.push_str(&format!("\n        and {} more", positions.len() - most));
        }
        text
    }

    fn doubtful(&self) -> Vec<String> {
        let pairs = self.answers.titles.iter().zip(&self.answers.verdicts);
        pairs
            .filter_map(|(title, verdict)| match verdict {
                Verdict::Doubtful(candidates, why) => Some(self.doubt(title, candidates, *why)),
                _ => None,
            })
            .collect()
    }

    fn doubt(&self, title: &str, candidates: &[Candidate], why: Why) -> String {
        let why = match why {
            Why::Low => String::new(),
            Why::Close => "; two are nearly as near".to_owned(),
            Why::Few => "; too few words in common".to_owned(),
            Why::Lacks(family) => format!("; it says nothing of `{family}`"),
        };
        let mut text = format!("  “{}”", short(title));
        for (at, one) in candidates.iter().enumerate() {
            let (word, why) = if at == 0 { ("perhaps", why.as_str()) } else { ("or", "") };
            let hidden = if self.is_public(one.item) { "" } else { ", not public" };
            text.push_str(&format!("\n      {word} {} {}{hidden}{why}", self.id(one.item), score(one)));
        }
        text
    }

    fn columns(&self) -> String {
        let used: Vec<String> =
            self.read.columns.used.iter().map(|(role, name)| format!("{role} from `{name}`")).collect();
        let unused: Vec<String> = self.read.columns.unused.iter().map(|name| format!("`{name}`")).collect();
        let mut text = format!(
            "{} in {}: {}",
            counted(self.questions().len(), "question", "questions"),
            self.command.file.display(),
            used.join(", ")
        );
        if !unused.is_empty() {
            text.push_str(&format!("; not read: {}", unused.join(", ")));
        }
        if self.read.empty > 0 {
            text.push_str(&format!("; {} without a question", self.read.empty));
        }
        match self.counts().no_question {
            0 => {}
            1 => text.push_str("; 1 only says hello or thanks and is left out"),
            many => text.push_str(&format!("; {many} only say hello or thanks and are left out")),
        }
        text
    }

    fn written(&self) -> Vec<String> {
        let stubbed = self.stubbed;
        if stubbed.drafts.is_empty() {
            return Vec::new();
        }
        let drafts = counted(stubbed.drafts.len(), "draft", "drafts");
        let mut lines = Vec::new();
        if self.command.mode == Mode::Write {
            lines.push(format!("\nwritten, with ideas in {}:", stubbed.calendar));
            lines.extend(stubbed.drafts.iter().map(|(path, _)| format!("  {path}")));
        } else {
            lines.push(format!(
                "\nnothing was written; `--write` makes {drafts} of the unanswered in content/faq, and as many ideas in {}",
                stubbed.calendar
            ));
        }
        if stubbed.left > 0 {
            lines.push(format!("{} more are left for the next time", stubbed.left));
        }
        lines
    }

    fn part(&self, lines: &mut Vec<String>, title: &str, all: Vec<String>) {
        if all.is_empty() {
            return;
        }
        let most = if self.command.extent == Extent::All { usize::MAX } else { LINES };
        let more = all.len().saturating_sub(most);
        lines.push(format!("\n{title}"));
        lines.extend(all.into_iter().take(most));
        if more > 0 {
            lines.push(format!("  and {more} more; `--all` lists them"));
        }
    }
}

/// Rounded down, so that no number looks like a threshold it does not reach.
fn score(one: &Candidate) -> String {
    format!("({:.2})", (one.score * 100.0).floor() / 100.0)
}

fn short(title: &str) -> String {
    match title.char_indices().nth(WIDTH) {
        None => title.to_owned(),
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or(title).trim_end()),
    }
}

fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
