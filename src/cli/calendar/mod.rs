//! `hub calendar …`: one file a question. Opens the site, shows what is wrong with it, and answers all the same where it can.

mod agenda;
mod backlog;
mod changed;
mod edit;
mod gaps;
mod ics;
mod json;
mod month;
mod next;
mod phases;
mod screen;
mod text;
mod week;
mod words;

use super::args::{AnswerFormat, Ask, CalendarCommand};
use super::{End, complain, json_text, print};
use crate::calendar::{ClockChange, Standpoint};
use crate::diagnostic::draw::{self, Colour, Format};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::time::{Date, Instant, Zone};
use crate::pipeline::{self, Found, Opened};
use crate::source::Sources;
pub(super) use changed::{append_outputs, one_line};
pub(super) use edit::{Shown, mode};
pub(super) use json::issue as issue_json;
use text::{Text, Tone};

/// What a question is answered from.
pub(super) struct Asked<'a> {
    pub(super) command: &'a CalendarCommand,
    pub(super) sources: &'a Sources,
    pub(super) opened: &'a Opened,
    pub(super) found: &'a Found,
    /// Of the answer.
    pub(super) colour: Colour,
}

impl Asked<'_> {
    /// What the calendar is asked from.
    fn standpoint(&self) -> Standpoint<'_> {
        Standpoint { world: self.found.world(self.sources), moment: self.found.moment, plan: &self.found.plan }
    }

    /// The site's zone.
    fn zone(&self) -> &Zone {
        &self.found.site.settings.zone
    }

    /// What an answer that found nothing says of a site that can't be read whole.
    fn unread(&self) -> Option<&'static str> {
        let is_error = |one: &Diagnostic| one.severity == Severity::Error;
        let errors = self.opened.report.diagnostics.iter().any(is_error);
        errors.then_some("The errors above keep hub from reading everything: mend them, and ask again.")
    }

    /// When it is asked.
    fn now(&self) -> Instant {
        self.found.moment.now
    }

    /// Prints an answer as JSON, or as the text that `text` makes.
    pub(super) fn say(&self, json: &serde_json::Value, text: impl FnOnce() -> String) {
        match self.command.answer {
            AnswerFormat::Json => print(&json_text(json)),
            AnswerFormat::Text => print(&text()),
        }
    }
}

/// Opens the site and answers; with errors in the site the answer may be incomplete, so the exit code says so.
///
/// Problems are coloured where stderr is seen, answers where stdout is.
pub(super) fn answer(command: &CalendarCommand, [colour, of_answer]: [Colour; 2]) -> Result<End, Error> {
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let end = match &opened.found {
        Some(found) => {
            let asked = Asked { command, sources: &opened.report.sources, opened: &opened, found, colour: of_answer };
            ask(&asked)?
        }
        None => End::SiteHasErrors,
    };
    Ok(if errors { End::SiteHasErrors } else { end })
}

fn ask(asked: &Asked<'_>) -> Result<End, Error> {
    match &asked.command.ask {
        Ask::Month { month } => month::answer(asked, month.as_deref())?,
        Ask::Week { day } => week::answer(asked, day.as_deref())?,
        Ask::Next => next::answer(asked)?,
        Ask::Backlog => backlog::answer(asked)?,
        Ask::Changed { since, deployed } => changed::answer(asked, since.as_deref(), deployed.as_deref())?,
        Ask::Add(_) | Ask::Move { .. } | Ask::Fill { .. } | Ask::Spotlights { .. } => return edit::answer(asked),
        Ask::Ics => ics::answer(asked)?,
        Ask::Gaps { days } => gaps::answer(asked, *days),
    }
    Ok(End::Fine)
}

/// What stands above a month or a week that begins on `first`.
fn head(asked: &Asked<'_>, title: &str, (first, today): (Date, Date), changes: &[ClockChange]) -> String {
    let (zone, screen) = (asked.zone(), screen::columns());
    let title = Text::of(Tone::Strong, title).and(Tone::Quiet, &format!(" · {}", asked.found.site.settings.title));
    let mut facts = vec![
        (Tone::Quiet, format!("today is {}", words::full_day(today, first))),
        (Tone::Quiet, format!("times are {}", words::zone(zone, zone.start_of_day(first)))),
    ];
    facts.extend(changes.iter().map(|change| (Tone::Open, words::clock_change(change, first))));
    let lines = std::iter::once(title.cut(screen - 1)).chain(text::packed(&facts, screen - 1));
    lines.map(|line| line.indented(1).line(asked.colour)).collect()
}

/// A sentence over the screen.
fn sentence(words: &str) -> Vec<Text> {
    let lines = text::wrapped(words, screen::columns() - 1, 5);
    lines.iter().map(|words| Text::of(Tone::Plain, words).indented(1)).collect()
}

/// A command that could be next, on a line of its own so that it can be copied.
fn hint(why: &str, command: &str) -> Vec<Text> {
    let mut lines = vec![Text::default()];
    lines.extend(sentence(&format!("{why}:")));
    lines.extend([Text::default(), Text::of(Tone::Plain, command).indented(3)]);
    lines
}

/// Draws the errors of a site on stderr; whether there are any.
pub(super) fn show_errors(opened: &Opened, colour: Colour) -> bool {
    let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
    let errors: Vec<Diagnostic> = opened.report.diagnostics.iter().filter(is_error).cloned().collect();
    if !errors.is_empty() {
        complain(&draw::draw(&errors, &opened.report.sources, Format::Text, colour));
    }
    !errors.is_empty()
}
