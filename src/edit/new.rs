//! `hub new`: a piece is begun. Its file says of every field what it is, its body is shaped by its kind, and its entry, or a
//! letter's `draft`, keeps it out of sight until its author says otherwise.
//!
//! Where it goes is told in `place.rs`, its front matter in `front.rs`, its entry in `entry.rs`; the bodies stand in
//! `bodies/`.

mod body;
mod entry;
mod front;
mod needed;
mod place;

use super::calendar::unreadable;
use super::together::{new_file, put, wrong};
use super::{Desk, Mode, Outcome, typed};
use crate::error::Error;
use crate::model::time::Instant;
use crate::parse::Kind;

/// A piece as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// When it appears.
    pub publish: Option<&'a str>,
    /// A guide's promise of form.
    pub format: Option<&'a str>,
    /// The series of a part.
    pub series: Option<&'a str>,
    /// The newsletter of a letter.
    pub newsletter: Option<&'a str>,
}

/// A piece that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its file.
    pub file: String,
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its entry in the calendar: file and line. Letters have none.
    pub entry: Option<(String, usize)>,
    /// Whether the calendar had it as an idea.
    pub was_idea: bool,
    /// When it appears.
    pub publish: Option<Instant>,
}

/// Begins a piece; an [`Outcome`] instead where that would bring errors.
///
/// # Errors
/// A word that can't be meant, a file that is there already, or one that can't be written; then nothing is.
pub fn new(desk: Desk<'_>, wish: Wish<'_>) -> Result<Result<Begun, Outcome>, Error> {
    if let Some(outcome) = unreadable(desk) {
        return Ok(Err(outcome));
    }
    let kind = typed::kind(wish.kind)?;
    let body = body::of(kind, wish.format)?;
    let place = place::of(desk, kind, wish)?;
    let fields = needed::fields(desk, &place, wish)?;
    let text = format!("{}{body}", front::matter(kind, &fields));
    let entry = entry::of(desk, &place, wish)?;
    let mut drafts = vec![new_file(place.path.clone(), text)];
    drafts.extend(entry.as_ref().map(|entry| entry.draft.clone()));
    if let Some(outcome) = wrong(desk, &drafts)? {
        return Ok(Err(outcome));
    }
    if desk.mode == Mode::Write {
        put(&desk.request.root, &drafts)?;
    }
    Ok(Ok(Begun {
        file: place.path,
        id: place.id,
        kind,
        was_idea: entry.as_ref().is_some_and(|entry| entry.was_idea),
        publish: entry.as_ref().map_or(place.sent, |entry| entry.publish),
        entry: entry.map(|entry| (entry.draft.path.clone(), entry.line())),
    }))
}
