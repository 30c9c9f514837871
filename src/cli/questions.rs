//! `hub questions FILE`: shows what is answered, doubtful and unanswered, and writes drafts where that is asked for.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::args::{AnswerFormat, QuestionsCommand};
use super::calendar::{Shown, show_errors};
use super::{End, complain, print};
use crate::diagnostic::draw::{Colour, printable};
use crate::edit::{self, Desk, Mode, Stub, Stubbed};
use crate::error::Error;
use crate::model::{ItemId, Site};
use crate::pipeline::{self, Found};
use crate::questions::{self, ANSWERED, Answers, DOUBTFUL, Group, Question, Read, Verdict, times};

/// Lines of each part on a screen; `--json` has them all.
const LINES: usize = 20;
/// The longest list that is read.
const MEBIBYTES: u64 = 256;

/// Matches the questions and says what came of it.
pub(super) fn answer(command: &QuestionsCommand, colour: Colour) -> Result<End, Error> {
    let read = read(&command.file)?;
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let (Some(found), false) = (&opened.found, errors) else {
        complain("no question was looked at: mend the errors above first\n");
        return Ok(End::SiteHasErrors);
    };
    let answers = questions::answers(&opened.report.sources, &found.site, &found.plan, &read.questions);
    let stubs: Vec<Stub> = answers.unanswered.iter().map(|group| stub(&read.questions, group)).collect();
    let desk = Desk { request: &command.request, opened: &opened, found, mode: command.mode };
    let stubbed = match edit::stubs(desk, &stubs)? {
        Ok(stubbed) => stubbed,
        Err(outcome) => {
            let zone = &found.site.settings.zone;
            return Ok(Shown { answer: command.answer, opened: &opened, zone, colour }.say(&outcome, None));
        }
    };
    let told = Told { command, found, read: &read, answers: &answers, stubbed: &stubbed };
    match command.answer {
        AnswerFormat::Json => print(&format!("{:#}\n", told.json())),
        AnswerFormat::Text => print(&told.text()),
    }
    Ok(End::Fine)
}

fn read(file: &Path) -> Result<Read, Error> {
    let unread = |error| Error::io("could not read", file, error);
    if fs::metadata(file).map_err(unread)?.len() > MEBIBYTES << 20 {
        let message = format!("`{}` is longer than {MEBIBYTES} MiB", file.display());
        return Err(Error::refused(message, "split it, or export only the columns that hold questions"));
    }
    let bytes = fs::read(file).map_err(unread)?;
    questions::read(&bytes).map_err(|problem| Error::refused(printable(&problem.message).into_owned(), problem.help))
}

fn stub(questions: &[Question], group: &Group) -> Stub {
    let all = || group.questions.iter().filter_map(|at| questions.get(*at));
    let title = all().next().map_or("", |one| one.title.as_str()).to_owned();
    let mut variants: Vec<String> = all().map(|one| one.title.clone()).filter(|one| *one != title).collect();
    variants.sort();
    variants.dedup();
    variants.truncate(LINES);
    Stub { ids: ids(all()), title, times: group.times, variants }
}

fn ids<'a>(questions: impl Iterator<Item = &'a Question>) -> Vec<String> {
    let mut ids: Vec<String> = questions.map(|one| one.id.clone()).filter(|id| !id.is_empty()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// What there is to say.
struct Told<'a> {
    command: &'a QuestionsCommand,
    found: &'a Found,
    read: &'a Read,
    answers: &'a Answers,
    stubbed: &'a Stubbed,
}

/// What an entry's front matter could say after this list.
struct Proposal {
    item: ItemId,
    times: u64,
    asked_count: u64,
    answers: Vec<String>,
    is_new: bool,
}

impl Told<'_> {
    fn site(&self) -> &Site {
        &self.found.site
    }

    fn questions(&self) -> &[Question] {
        &self.read.questions
    }

    /// How many questions are answered, doubtful, unanswered.
    fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        let [answered, doubtful, unanswered] = &mut counts;
        for verdict in &self.answers.verdicts {
            *match verdict {
                Verdict::Answered(..) => &mut *answered,
                Verdict::Doubtful(..) => &mut *doubtful,
                Verdict::Unanswered => &mut *unanswered,
            } += 1;
        }
        counts
    }

    fn proposals(&self) -> impl Iterator<Item = Proposal> {
        self.answers.answered.iter().map(|(item, positions)| self.proposal(*item, positions))
    }

    /// Questions whose id the entry has already are not counted twice.
    fn proposal(&self, item: ItemId, positions: &[usize]) -> Proposal {
        let known = &self.site().item(item).answers;
        let is_new = |at: &&usize| self.questions().get(**at).is_some_and(|one| !known.contains(&one.id));
        let new: Vec<usize> = positions.iter().filter(is_new).copied().collect();
        let before = match &self.site().item(item).detail {
            crate::model::Detail::Faq(faq) => u64::from(faq.asked_count),
            _ => 0,
        };
        let new_ids = ids(new.iter().filter_map(|at| self.questions().get(*at)));
        Proposal {
            item,
            times: times(self.questions(), positions),
            asked_count: before + times(self.questions(), &new),
            is_new: !new.is_empty(),
            answers: [known.clone(), new_ids].concat(),
        }
    }

    fn doubtful(&self) -> impl Iterator<Item = (&Question, ItemId, f64)> {
        self.questions().iter().zip(&self.answers.verdicts).filter_map(|(question, verdict)| match verdict {
            Verdict::Doubtful(item, score) => Some((question, *item, *score)),
            _ => None,
        })
    }

    fn text(&self) -> String {
        let [answered, doubtful, unanswered] = self.counts();
        let mut lines = vec![self.columns(), String::new()];
        lines.push(format!("answered {answered} · doubtful {doubtful} · unanswered {unanswered}"));
        lines.push(format!("(answered from a score of {ANSWERED:.2} on, doubtful from {DOUBTFUL:.2})"));
        let entries = self.proposals().map(|one| {
            let item = self.site().item(one.item);
            let set = if one.is_new {
                format!("\n        set `asked_count = {}` and `answers = {}`", one.asked_count, json!(one.answers))
            } else {
                String::new()
            };
            format!("{:>5} × {}  {}{set}", one.times, item.id, item.title.value)
        });
        part(&mut lines, "Answered by", entries.collect());
        let doubtful = self.doubtful().map(|(question, item, score)| {
            format!("  {}  perhaps {} ({score:.2})", question.title, self.site().item(item).id)
        });
        part(&mut lines, "Doubtful: read them, and add their words to the answer that fits", doubtful.collect());
        let first = |group: &Group| group.questions.first().and_then(|at| self.questions().get(*at));
        let groups = self.answers.unanswered.iter();
        let groups = groups.filter_map(|group| Some(format!("{:>5} × {}", group.times, first(group)?.title)));
        part(&mut lines, "Unanswered", groups.collect());
        lines.extend(self.written());
        lines.iter().flat_map(|line| line.split('\n')).map(|line| format!("{}\n", printable(line))).collect()
    }

    fn columns(&self) -> String {
        let used: Vec<String> =
            self.read.columns.used.iter().map(|(role, name)| format!("{role} from `{name}`")).collect();
        let unused = match self.read.columns.unused.as_slice() {
            [] => String::new(),
            names => {
                format!("; not read: {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
            }
        };
        let empty =
            if self.read.empty > 0 { format!("; {} without a question", self.read.empty) } else { String::new() };
        let all = counted(self.questions().len(), "question", "questions");
        format!("{all} in {}: {}{unused}{empty}", self.command.file.display(), used.join(", "))
    }

    fn written(&self) -> Vec<String> {
        let Stubbed { drafts, calendar, known, left, .. } = self.stubbed;
        let mut lines = Vec::new();
        if *known > 0 {
            lines.push(format!(
                "\n{} a draft already",
                counted(*known, "unanswered question has", "unanswered questions have")
            ));
        }
        if drafts.is_empty() {
            return lines;
        }
        let paths = drafts.iter().map(|(path, _)| format!("  {path}"));
        if self.command.mode == Mode::Write {
            lines.push(format!("\nwritten, with ideas in {calendar}:"));
            lines.extend(paths);
        } else {
            let drafts = counted(drafts.len(), "draft", "drafts");
            lines.push(format!(
                "\nnothing was written; `--write` makes {drafts} in content/faq and as many ideas in {calendar}"
            ));
        }
        if *left > 0 {
            lines.push(format!("{left} more are left for the next time"));
        }
        lines
    }

    fn json(&self) -> Value {
        let [answered, doubtful, unanswered] = self.counts();
        let id = |item: ItemId| self.site().item(item).id.as_str();
        let one = |(question, verdict): (&Question, &Verdict)| {
            let (word, entry, score) = match verdict {
                Verdict::Answered(item, score) => ("answered", Some(id(*item)), Some(score)),
                Verdict::Doubtful(item, score) => ("doubtful", Some(id(*item)), Some(score)),
                Verdict::Unanswered => ("unanswered", None, None),
            };
            let score = score.map(|score| (score * 1000.0).round() / 1000.0);
            json!({ "id": question.id, "question": question.title, "verdict": word, "entry": entry, "score": score })
        };
        let group = |group: &Group| {
            let stub = stub(self.questions(), group);
            json!({ "question": stub.title, "times": stub.times, "ids": stub.ids, "variants": stub.variants })
        };
        let entry = |one: Proposal| json!({ "entry": id(one.item), "times": one.times, "asked_count": one.asked_count, "answers": one.answers });
        json!({
            "threshold": { "answered": ANSWERED, "doubtful": DOUBTFUL },
            "counts": { "answered": answered, "doubtful": doubtful, "unanswered": unanswered, "empty": self.read.empty },
            "questions": self.questions().iter().zip(&self.answers.verdicts).map(one).collect::<Vec<_>>(),
            "entries": self.proposals().map(entry).collect::<Vec<_>>(),
            "unanswered": self.answers.unanswered.iter().map(group).collect::<Vec<_>>(),
            "written": self.stubbed.written,
            "drafts": self.stubbed.drafts.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            "calendar": self.stubbed.calendar,
            "known": self.stubbed.known,
            "left": self.stubbed.left,
        })
    }
}

fn part(lines: &mut Vec<String>, title: &str, all: Vec<String>) {
    if all.is_empty() {
        return;
    }
    let more = all.len().saturating_sub(LINES);
    lines.push(format!("\n{title}"));
    lines.extend(all.into_iter().take(LINES));
    if more > 0 {
        lines.push(format!("  and {more} more; `--json` lists them all"));
    }
}

fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}
