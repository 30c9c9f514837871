//! `hub calendar add` and `move`: one entry more, or one entry on another day.

mod add;
mod moving;

pub use add::{Addition, add};
pub(super) use moving::block_of;
pub use moving::{Move, moved};

use std::sync::Arc;

use super::layout::{Clock, Layout, NewBlock};
use super::{Desk, Draft, Outcome};
use crate::error::Error;
use crate::model::Entry;
use crate::model::time::Instant;
use crate::source::{Source, SourceClass};

const CALENDAR: &str = "calendar.toml";

/// The files of the calendar, in path order.
fn files<'a>(desk: &Desk<'a>) -> impl Iterator<Item = &'a Source> {
    desk.opened.report.sources.files.iter().filter(|file| file.class == SourceClass::Calendar)
}

/// A file of the calendar that can't be read as TOML: where something stands in it nobody knows.
pub(super) fn unreadable(desk: Desk<'_>) -> Option<Outcome> {
    let refused = |file: &&Source| file.class == SourceClass::Refused && file.path.starts_with("calendar");
    let refused = desk.opened.report.sources.files.iter().find(refused);
    let broken = files(&desk).find(|file| Layout::of(&file.text, clock(&desk)).is_none());
    refused.or(broken).map(|file| Outcome::Unreadable { file: file.path.clone() })
}

pub(super) fn clock<'a>(desk: &Desk<'a>) -> Clock<'a> {
    let site = &desk.found.site;
    Clock { zone: &site.settings.zone, publish_time: site.calendar.publish_time }
}

/// The draft of new entries: in calendar.toml, else in the file whose entries are nearest to the first of them.
pub(super) fn new_entries(desk: Desk<'_>, new: &[NewBlock]) -> Result<Draft, Error> {
    let first = new.iter().filter_map(|block| block.publish).min();
    let Some(file) = file_for(desk, first) else {
        let splices = layout(CALENDAR, "", &desk)?.insert(new);
        return Ok(Draft { path: CALENDAR.to_owned(), before: None, splices });
    };
    let layout = layout(&file.path, &file.text, &desk)?;
    if layout.is_one_list() {
        return Err(Error::refused(
            format!("`{}` writes its entries as one list, `entry = [ … ]`, which hub does not add to", file.path),
            "write each of them below a line `[[entry]]` of its own; `hub calendar move` works as it is",
        ));
    }
    Ok(Draft { path: file.path.clone(), before: Some(Arc::clone(&file.text)), splices: layout.insert(new) })
}

fn layout<'a>(path: &str, text: &'a str, desk: &Desk<'a>) -> Result<Layout<'a>, Error> {
    let refused = || Error::refused(format!("`{path}` can't be read as TOML"), "`hub check` says where");
    Layout::of(text, clock(desk)).ok_or_else(refused)
}

fn file_for<'a>(desk: Desk<'a>, publish: Option<Instant>) -> Option<&'a Source> {
    if let Some(file) = files(&desk).find(|file| file.path == CALENDAR) {
        return Some(file);
    }
    // Nearest first; files without entries last; of equals the first by name, without a date the last that has entries.
    let distance = |file: &&Source| {
        let layout = Layout::of(&file.text, clock(&desk));
        let instants: Vec<Instant> = layout.iter().flat_map(|layout| layout.instants()).copied().flatten().collect();
        let has_entries = layout.is_some_and(|layout| !layout.blocks().is_empty());
        let far = match publish {
            Some(publish) => instants.iter().map(|one| one.unix().abs_diff(publish.unix())).min(),
            None => instants.iter().max().map(|last| u64::MAX.saturating_sub(last.unix().unsigned_abs())),
        };
        (far.unwrap_or(u64::MAX), !has_entries)
    };
    files(&desk).min_by_key(distance)
}

/// The file that an entry stands in, with its path.
pub(super) fn file_of<'a>(desk: &Desk<'a>, entry: &Entry) -> (&'a str, &'a Arc<str>) {
    let file = desk.opened.report.sources.file(entry.span.file);
    (&file.path, &file.text)
}

/// What an entry is called in a sentence: its id, or its title.
pub(super) fn called(desk: &Desk<'_>, entry: &Entry) -> String {
    entry.item.map_or_else(|| entry.title.clone(), |item| desk.found.site.item(item).id.clone())
}
