//! `hub calendar add|move|fill|spotlights`, and what every edit of the author's files has to say.

use serde_json::{Value, json};

use super::Asked;
use crate::cli::args::{AddWords, AnswerFormat, Ask};
use crate::cli::{End, complain, json_text, print};
use crate::diagnostic::counted;
use crate::diagnostic::draw::{self, Colour, Format};
use crate::edit::{self, Addition, Changed, Choice, Desk, Edited, Mode, Move, Outcome};
use crate::error::Error;
use crate::model::time::Zone;
use crate::pipeline::Opened;

/// Lines of a change that are shown after it was made: a screenful. A longer one is in the file to see, and the list of
/// what was done stands above.
const LONG: usize = 30;

/// Edits the calendar as asked; whether the site has errors that kept it from being edited.
pub(super) fn answer(asked: &Asked<'_>) -> Result<End, Error> {
    let outcome = match &asked.command.ask {
        Ask::Add(words) => edit::add(desk(asked, mode(words.dry_run)), &addition(words))?,
        Ask::Move { entry, to, dry_run } => edit::moved(desk(asked, mode(*dry_run)), Move { entry, to })?,
        Ask::Fill { rhythm, dry_run } => edit::fill(desk(asked, mode(*dry_run)), rhythm.as_deref())?,
        Ask::Spotlights { month, apart, dry_run } => {
            let found = edit::spotlights(desk(asked, mode(*dry_run)), month.as_deref(), *apart)?;
            return Ok(shown(asked).say(&found.outcome, Some(&found.choice)));
        }
        _ => return Ok(End::Fine),
    };
    Ok(shown(asked).say(&outcome, None))
}

fn desk<'a>(asked: &Asked<'a>, mode: Mode) -> Desk<'a> {
    Desk { request: &asked.command.request, opened: asked.opened, found: asked.found, mode }
}

fn shown<'a>(asked: &Asked<'a>) -> Shown<'a> {
    let zone = &asked.found.site.settings.zone;
    Shown { answer: asked.command.answer, opened: asked.opened, zone, colour: asked.colour }
}

/// `--dry-run` or not.
pub(in crate::cli) fn mode(dry_run: bool) -> Mode {
    if dry_run { Mode::DryRun } else { Mode::Write }
}

fn addition(words: &AddWords) -> Addition {
    let AddWords { piece, title, kind, publish, expire, status, owner, due, after, channels, source, dry_run: _ } =
        words.clone();
    Addition { piece, title, kind, publish, expire, status, owner, due, after, channels, source }
}

/// How the outcome of an edit is shown.
pub(in crate::cli) struct Shown<'a> {
    pub(in crate::cli) answer: AnswerFormat,
    pub(in crate::cli) opened: &'a Opened,
    pub(in crate::cli) zone: &'a Zone,
    pub(in crate::cli) colour: Colour,
}

impl Shown<'_> {
    /// Prints what was done and what follows from it, or why nothing was done.
    pub(in crate::cli) fn say(&self, outcome: &Outcome, choice: Option<&Choice>) -> End {
        match outcome {
            Outcome::Done(edited) => {
                self.print(&self.done_json(edited, choice), &done(edited, choice));
                End::Fine
            }
            Outcome::Refused { problems, sources } => {
                let said = json!({ "written": false, "diagnostics": draw::values(problems, sources) });
                complain(&draw::draw(problems, sources, Format::Text, self.colour));
                complain("nothing was written; the excerpt shows the file as it would have been\n");
                self.print(&said, "");
                End::SiteHasErrors
            }
            Outcome::Unreadable { file } => {
                let problems = &self.opened.report.diagnostics;
                let said =
                    json!({ "written": false, "diagnostics": draw::values(problems, &self.opened.report.sources) });
                complain(&format!(
                    "nothing was written: mend `{}` first, then run this again\n",
                    draw::printable(file)
                ));
                self.print(&said, "");
                End::SiteHasErrors
            }
        }
    }

    fn print(&self, json: &Value, text: &str) {
        match self.answer {
            AnswerFormat::Json => print(&json_text(json)),
            AnswerFormat::Text => print(text),
        }
    }

    fn done_json(&self, edited: &Edited, choice: Option<&Choice>) -> Value {
        let change = |one: &Changed| {
            json!({
                "what": one.what,
                "kind": one.kind.map(crate::parse::Kind::name),
                "line": one.line,
                "publish": one.publish.map(|publish| self.zone.rfc3339(publish)),
                "sentence": one.sentence,
            })
        };
        let file = (!edited.file.is_empty()).then_some(&edited.file);
        let mut said = json!({
            "written": edited.written,
            "file": file,
            "changes": edited.changes.iter().map(change).collect::<Vec<_>>(),
            "also": edited.also,
            "diff": edited.diff,
        });
        if let (Some(choice), Some(said)) = (choice, said.as_object_mut()) {
            said.insert("choice".to_owned(), choice_json(choice));
        }
        said
    }
}

fn choice_json(choice: &Choice) -> Value {
    let left_out = choice.left_out.iter().map(|one| json!({ "name": one.name, "reason": one.reason }));
    json!({
        "month": choice.month,
        "places": choice.places,
        "planned": choice.planned,
        "past": choice.past,
        "invite": choice.invite,
        "open": choice.open,
        "letter": choice.letter,
        "left_out": left_out.collect::<Vec<_>>(),
        "without_consent": choice.without_consent,
    })
}

fn done(edited: &Edited, choice: Option<&Choice>) -> String {
    let mut lines: Vec<String> =
        edited.changes.iter().map(|one| format!("{}:{}: {}", edited.file, one.line, one.sentence)).collect();
    let indent = if edited.changes.is_empty() { "" } else { "  " };
    lines.extend(edited.also.iter().map(|said| format!("{indent}{said}")));
    lines.extend(choice.into_iter().flat_map(choice_lines));
    let mut text: String = lines.iter().map(|line| format!("{}\n", draw::printable(line))).collect();
    if let Some(letter) = choice.and_then(|choice| choice.letter.as_ref()) {
        text.push_str(&format!("\nwords to ask with:\n\n{}", paragraphs(letter)));
    }
    if !edited.written && !edited.diff.is_empty() || (1..=LONG).contains(&edited.diff.lines().count()) {
        text.push_str(&format!("\n{}", paragraphs(&edited.diff)));
    }
    if edited.written {
        text.push_str(&format!("\nwritten to {}\n", draw::printable(&edited.file)));
    } else if !edited.diff.is_empty() {
        text.push_str("\nnothing was written (--dry-run)\n");
    }
    text
}

fn paragraphs(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", draw::printable(line))).collect()
}

fn choice_lines(choice: &Choice) -> Vec<String> {
    if choice.month.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![places(choice)];
    if choice.past > 0 {
        lines.push(format!("{} on a day that is over", are(choice.past)));
    }
    if choice.open > 0 {
        let open = format!("{} open", are(choice.open));
        lines.push(match choice.invite.as_slice() {
            [] => format!("{open}: ask a member of your choice with the words below"),
            names => format!(
                "{open}, and next in turn: {}. No piece waits for a day yet: ask with the words below, then write it",
                names.join(", ")
            ),
        });
    }
    if !choice.left_out.is_empty() {
        lines.push("left out this time:".to_owned());
        lines.extend(choice.left_out.iter().map(|one| format!("  {}: {}", one.name, one.reason)));
    }
    if choice.without_consent > 0 {
        let members = counted(choice.without_consent, "member");
        lines.push(format!("{members} without consent any more, who are not named here"));
    }
    lines
}

fn places(choice: &Choice) -> String {
    let places = counted(choice.places, "spotlight");
    match choice.planned {
        0 => format!("{} has {places} to give", choice.name),
        planned => format!("{} has {places} to give, {planned} planned already", choice.name),
    }
}

/// `1 place is`, `2 places are`.
fn are(number: usize) -> String {
    format!("{} {}", counted(number, "place"), if number == 1 { "is" } else { "are" })
}
