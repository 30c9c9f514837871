//! Changes of the author's own files: new hubs and pieces, entries of the calendar, and the lock of sent issues.
//!
//! An edit is drafted as places in a text (`text.rs`), tried on the whole site, and only then written (`write.rs`): what
//! would bring a new error is not written at all. Every byte that an edit does not name stays. Knows no terminal.

mod calendar;
mod effects;
mod fill;
pub mod init;
mod layout;
mod new;
mod phases;
mod questions;
pub mod schema;
mod seal;
mod slug;
mod spotlights;
#[cfg(test)]
mod tests;
mod text;
mod together;
mod toml;
mod typed;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::toml::{date_text, quoted, quoted_list, read_date};
pub use calendar::{Addition, Move, add, moved};
pub use fill::fill;
pub use new::{Begun, Wish, new};
pub use questions::{MOST, Stub, Stubbed, stubs};
pub use seal::{seal, sealed_lock};
pub use slug::of as slug_of;
pub use spotlights::{Choice, Chosen, LeftOut, Spotlights, chosen, letter, spotlights};

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::time::Instant;
use crate::parse::Kind;
use crate::pipeline::{self, Found, Opened, Request};
use crate::source::{Source, SourceClass, Sources, classify};
use text::Splice;

/// A site to be edited.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// What the site was opened with.
    pub request: &'a Request,
    /// What was read, with its problems.
    pub opened: &'a Opened,
    /// The site.
    pub found: &'a Found,
    /// Whether anything is written.
    pub mode: Mode,
}

/// Whether an edit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is.
    Write,
    /// It is only shown (`--dry-run`).
    DryRun,
}

/// What became of an edit.
#[derive(Debug)]
pub enum Outcome {
    /// It was written, or would be.
    Done(Edited),
    /// It would bring errors, and nothing was written.
    Refused {
        /// The errors.
        problems: Vec<Diagnostic>,
        /// The texts they are in, with the edit.
        sources: Sources,
    },
    /// A file that would have to be changed has a slip of syntax, and nothing was written.
    Unreadable {
        /// The file.
        file: String,
    },
}

/// An edit that keeps the site right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The file, in the site; empty where there was nothing to change.
    pub file: String,
    /// Whether it was written.
    pub written: bool,
    /// What was changed, in the order of the calendar.
    pub changes: Vec<Changed>,
    /// What else follows from it, in sentences.
    pub also: Vec<String>,
    /// The change as lines.
    pub diff: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Content id of a piece, or title of an idea.
    pub what: String,
    /// Kind.
    pub kind: Option<Kind>,
    /// Line in the file as it is now.
    pub line: usize,
    /// When it is planned for.
    pub publish: Option<Instant>,
    /// What was done, in a sentence.
    pub sentence: String,
}

impl Desk<'_> {
    fn sources(&self) -> &Sources {
        &self.opened.report.sources
    }

    /// `file:line` of a span.
    fn place(&self, span: crate::source::Span) -> String {
        let sources = self.sources();
        format!("{}:{}", sources.file(span.file).path, sources.line_column(span).0)
    }
}

/// A change of one file that is not done yet.
#[derive(Clone, Debug)]
struct Draft {
    path: String,
    /// The text as it is; none where the file is yet to be made.
    before: Option<Arc<str>>,
    splices: Vec<Splice>,
}

impl Draft {
    fn old(&self) -> &str {
        self.before.as_deref().unwrap_or("")
    }

    fn after(&self) -> String {
        text::spliced(self.old(), &self.splices)
    }

    /// The line of each numbered change, in the text as it will be.
    fn lines(&self) -> BTreeMap<usize, usize> {
        text::marked_lines(self.old(), &self.splices).into_iter().collect()
    }

    /// The sources with the file as it will be.
    fn tried(&self, sources: &Sources) -> Sources {
        let mut sources = sources.clone();
        let text: Arc<str> = self.after().into();
        match sources.files.iter_mut().find(|file| file.path == self.path) {
            Some(file) => file.text = text,
            None => {
                let class = classify(&self.path).unwrap_or(SourceClass::Refused);
                sources.files.push(Source { path: self.path.clone(), class, text });
            }
        }
        sources
    }
}

/// A draft that was tried on the whole site.
enum Tried {
    Fine(Box<Opened>),
    Wrong(Outcome),
}

/// Reads the site with the draft in it.
fn try_out(desk: Desk<'_>, draft: &Draft) -> Result<Tried, Error> {
    // The same moment for both: what differs comes from the edit, not from the clock.
    let request = Request { at: Some(desk.found.moment.now.to_string()), ..desk.request.clone() };
    let after = pipeline::open_with(&request, draft.tried(desk.sources()))?;
    let problems = fresh_errors(desk.opened, &after);
    if problems.is_empty() {
        return Ok(Tried::Fine(Box::new(after)));
    }
    Ok(Tried::Wrong(Outcome::Refused { problems, sources: after.report.sources }))
}

/// Errors that were not there before; one that only stands at another line now was.
fn fresh_errors(before: &Opened, after: &Opened) -> Vec<Diagnostic> {
    let name = |one: &Diagnostic, sources: &Sources| {
        let path = one.labels.first().map(|label| sources.file(label.span.file).path.clone());
        (one.code, one.message.clone(), path)
    };
    let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
    let mut known = BTreeMap::new();
    for one in before.report.diagnostics.iter().filter(is_error) {
        *known.entry(name(one, &before.report.sources)).or_insert(0_usize) += 1;
    }
    let is_fresh = |one: &&Diagnostic| match known.get_mut(&name(one, &after.report.sources)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    after.report.diagnostics.iter().filter(is_error).filter(is_fresh).cloned().collect()
}

/// Writes the draft, unless it is only to be shown.
fn write_out(desk: Desk<'_>, draft: &Draft) -> Result<bool, Error> {
    if desk.mode == Mode::DryRun {
        return Ok(false);
    }
    let after = draft.after();
    let writing =
        write::Writing { root: &desk.request.root, path: &draft.path, before: draft.before.as_deref(), after: &after };
    write::write(writing).map(|()| true)
}

/// Tries a draft and writes it; what it changes and what follows from it is said by the caller.
fn carry_out(
    desk: Desk<'_>,
    draft: &Draft,
    tell: impl FnOnce(&Opened, &Found, &BTreeMap<usize, usize>) -> (Vec<Changed>, Vec<String>),
) -> Result<Outcome, Error> {
    let after = match try_out(desk, draft)? {
        Tried::Fine(after) => after,
        Tried::Wrong(outcome) => return Ok(outcome),
    };
    let Some(found) = &after.found else {
        return Err(Error::refused("the site can't be read any more with this change", "nothing was written"));
    };
    let (changes, also) = tell(&after, found, &draft.lines());
    let written = write_out(desk, draft)?;
    let diff = text::diff(&draft.path, draft.old(), &draft.splices);
    Ok(Outcome::Done(Edited { file: draft.path.clone(), written, changes, also, diff }))
}
