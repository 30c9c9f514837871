//! `hub calendar …`: one file a question. Opens the site, shows what is wrong with it, and answers all the same where it can.

mod gaps;

use super::args::{AnswerFormat, Ask, CalendarCommand};
use super::{End, complain, print};
use crate::diagnostic::draw::{self, Colour, Format};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::pipeline::{self, Found, Opened};
use crate::source::Sources;

/// What a question is answered from.
pub(super) struct Asked<'a> {
    pub(super) command: &'a CalendarCommand,
    pub(super) sources: &'a Sources,
    pub(super) found: &'a Found,
    pub(super) colour: Colour,
}

impl Asked<'_> {
    /// Prints an answer as JSON, or as the text that `text` makes.
    pub(super) fn say(&self, json: &serde_json::Value, text: impl FnOnce() -> String) {
        match self.command.answer {
            AnswerFormat::Json => print(&format!("{json:#}\n")),
            AnswerFormat::Text => print(&text()),
        }
    }
}

/// Opens the site and answers; with errors in the site the answer may be incomplete, so the exit code says so.
pub(super) fn answer(command: &CalendarCommand, colour: Colour) -> Result<End, Error> {
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    if let Some(found) = &opened.found {
        let asked = Asked { command, sources: &opened.report.sources, found, colour };
        ask(&asked)?;
    }
    Ok(if errors { End::SiteHasErrors } else { End::Fine })
}

fn ask(asked: &Asked<'_>) -> Result<(), Error> {
    match &asked.command.ask {
        Ask::Gaps { days } => {
            gaps::answer(asked, *days);
            Ok(())
        }
        Ask::Month { .. }
        | Ask::Week { .. }
        | Ask::Next
        | Ask::Changed { .. }
        | Ask::Backlog
        | Ask::Add(_)
        | Ask::Move { .. }
        | Ask::Fill { .. }
        | Ask::Spotlights { .. }
        | Ask::Ics => Err(Error::refused("not there yet", "")),
    }
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
