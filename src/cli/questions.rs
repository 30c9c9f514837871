//! `hub questions FILE`: shows what is answered, doubtful and unanswered, and writes drafts where that is asked for.

mod json;
mod text;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::args::{AnswerFormat, QuestionsCommand};
use super::calendar::{Shown, show_errors};
use super::{End, complain, print};
use crate::diagnostic::draw::{Colour, printable};
use crate::edit::{self, Desk, Stub, Stubbed};
use crate::error::Error;
use crate::model::{Detail, ItemId, Site};
use crate::pipeline::{self, Found};
use crate::questions::{self, Answers, Group, Odd, Question, Read, Verdict, times};

/// Ways to ask a question that a draft lists.
const VARIANTS: usize = 20;
/// Odd rows of the list that are told one by one.
const ODD: usize = 20;
/// The longest list that is read.
const MEBIBYTES: u64 = 256;

/// Matches the questions and says what came of it.
pub(super) fn answer(command: &QuestionsCommand, colour: Colour) -> Result<End, Error> {
    let read = read(&command.file)?;
    complain(&odd(&command.file, &read.odd));
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let (Some(found), false) = (&opened.found, errors) else {
        complain("no question was looked at: mend the errors above first\n");
        return Ok(End::SiteHasErrors);
    };
    let answers = questions::answers(&opened.report.sources, &found.site, &found.plan, &read.questions);
    let stubs: Vec<Stub> = answers.unanswered.iter().map(|group| stub(&read.questions, &answers, group)).collect();
    let desk = Desk { request: &command.request, opened: &opened, found, mode: command.mode };
    let stubbed = match edit::stubs(desk, &stubs)? {
        Ok(stubbed) => stubbed,
        Err(outcome) => {
            let zone = &found.site.settings.zone;
            return Ok(Shown { answer: command.answer, opened: &opened, zone, colour }.say(&outcome, None));
        }
    };
    let told = Told { command, found, read: &read, answers: &answers, stubs: &stubs, stubbed: &stubbed };
    match command.answer {
        AnswerFormat::Json => print(&format!("{:#}\n", told.json())),
        AnswerFormat::Text => print(&told.text()),
    }
    Ok(End::Fine)
}

fn read(file: &Path) -> Result<Read, Error> {
    let unread = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Error::refused(
            format!("there is no file `{}`", file.display()),
            "give the path of the list from the folder you stand in; `--site` changes the site, not this path",
        ),
        _ => Error::io("could not read", file, error),
    };
    if fs::metadata(file).map_err(unread)?.len() > MEBIBYTES << 20 {
        let message = format!("`{}` is longer than {MEBIBYTES} MiB", file.display());
        return Err(Error::refused(message, "split it, or export only the columns that hold questions"));
    }
    let bytes = fs::read(file).map_err(unread)?;
    questions::read(&bytes).map_err(|problem| Error::refused(printable(&problem.message).into_owned(), problem.help))
}

/// Rows that were not read whole; none of them keeps the others from being read.
fn odd(file: &Path, odd: &[Odd]) -> String {
    let file = file.display().to_string();
    let line = |one: &Odd| format!("warning: {}:{}: {}\n", printable(&file), one.line, one.what);
    let mut told: String = odd.iter().take(ODD).map(line).collect();
    if odd.len() > ODD {
        told.push_str(&format!("warning: {}: {} more lines like these\n", printable(&file), odd.len() - ODD));
    }
    told
}

fn stub(questions: &[Question], answers: &Answers, group: &Group) -> Stub {
    let all = || group.questions.iter().filter_map(|at| questions.get(*at));
    let title = group.questions.first().and_then(|at| answers.titles.get(*at)).cloned().unwrap_or_default();
    let mut variants: Vec<String> = all().map(|one| one.title.clone()).filter(|one| *one != title).collect();
    variants.sort();
    variants.dedup();
    variants.truncate(VARIANTS);
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
    stubs: &'a [Stub],
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

/// How many questions have which verdict.
#[derive(Default)]
struct Counts {
    answered: usize,
    waiting: usize,
    doubtful: usize,
    unanswered: usize,
    no_question: usize,
}

impl Told<'_> {
    fn site(&self) -> &Site {
        &self.found.site
    }

    fn questions(&self) -> &[Question] {
        &self.read.questions
    }

    fn id(&self, item: ItemId) -> &str {
        self.site().item(item).id.as_str()
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for verdict in &self.answers.verdicts {
            *match verdict {
                Verdict::Answered(_) => &mut counts.answered,
                Verdict::Waiting(_) => &mut counts.waiting,
                Verdict::Doubtful(..) => &mut counts.doubtful,
                Verdict::Unanswered(_) => &mut counts.unanswered,
                Verdict::NoQuestion => &mut counts.no_question,
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
            Detail::Faq(faq) => u64::from(faq.asked_count),
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
}
