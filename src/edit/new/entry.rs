//! The entry of a new piece: a new one, or the idea that the calendar had of it.

use std::sync::Arc;

use super::Wish;
use super::place::Place;
use crate::edit::calendar::{block_of, clock, file_of, new_entries};
use crate::edit::layout::{NewBlock, line_end};
use crate::edit::text::Splice;
use crate::edit::toml::{Block, Form, date_text, quoted};
use crate::edit::{Desk, Draft, typed};
use crate::error::Error;
use crate::model::Entry;
use crate::model::time::Instant;
use crate::parse::Kind;
use crate::parse::toml::RawDate;

/// How far a piece is that was just begun; without a day it is no more than an idea.
const BEGUN: &str = "drafting";
const WITHOUT_DAY: &str = "idea";

/// An entry that is not written yet.
#[derive(Clone, Debug)]
pub(super) struct Drafted {
    pub(super) draft: Draft,
    pub(super) publish: Option<Instant>,
    pub(super) was_idea: bool,
}

impl Drafted {
    /// Its line in the file as it will be.
    pub(super) fn line(&self) -> usize {
        self.draft.lines().get(&0).copied().unwrap_or(1)
    }
}

/// The entry of a piece; a letter has none, its newsletter says when it goes out.
pub(super) fn of(desk: Desk<'_>, place: &Place, wish: Wish<'_>) -> Result<Option<Drafted>, Error> {
    if place.kind == Kind::Issue {
        return Ok(None);
    }
    let zone = &desk.found.site.settings.zone;
    let day = wish.publish.map(|word| typed::date(word, zone)).transpose()?;
    let publish = day.and_then(|day| clock(&desk).publish(&day));
    let is_idea = |entry: &&Entry| {
        entry.item.is_none() && entry.kind == Some(place.kind) && typed::is_title(&entry.title, &place.title)
    };
    let idea = desk.found.site.calendar.entries.iter().find(is_idea);
    if let Some(drafted) = idea.and_then(|entry| adopted(desk, entry, (&place.id, day))) {
        return Ok(Some(Drafted { publish: publish.or(drafted.publish), ..drafted }));
    }
    let mut fields = vec![("ref", quoted(&place.id))];
    fields.extend(day.as_ref().map(|day| ("publish", date_text(day))));
    fields.push(("status", quoted(if day.is_some() { BEGUN } else { WITHOUT_DAY })));
    let draft = new_entries(desk, &[NewBlock { fields, publish }])?;
    Ok(Some(Drafted { draft, publish, was_idea: false }))
}

/// The entry of an idea, now that there is a file: it names the piece, and all else that was written down stays.
fn adopted(desk: Desk<'_>, entry: &Entry, (id, day): (&str, Option<RawDate>)) -> Option<Drafted> {
    let (path, text) = file_of(&desk, entry);
    let block = block_of(text, entry).filter(|block| block.form == Form::Lines)?;
    let splices = splices(text, &block, (id, day))?;
    let draft = Draft { path: path.to_owned(), before: Some(Arc::clone(text)), splices };
    Some(Drafted { draft, publish: entry.publish, was_idea: true })
}

fn splices(text: &str, block: &Block, (id, day): (&str, Option<RawDate>)) -> Option<Vec<Splice>> {
    let title = block.field("title")?;
    let equals = text.get(title.key.end..title.value.start)?;
    let line_start = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let indent = text.get(line_start(title.key.start)..title.key.start)?;
    let mut head = format!("ref{equals}{}", quoted(id));
    let mut others = Vec::new();
    let values = [("publish", day.as_ref().map(date_text)), ("status", Some(quoted(BEGUN)))];
    for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        match block.field(name) {
            Some(field) => others.push(Splice { at: field.value.clone(), with: value, marks: Vec::new() }),
            None => head.push_str(&format!("{}{indent}{name}{equals}{value}", line_end(text, title.value.end))),
        }
    }
    let kind = block.field("kind")?;
    let rest = text.get(kind.value.end..)?;
    let end = kind.value.end + rest.find('\n').map_or(rest.len(), |found| found + 1);
    others.push(Splice { at: line_start(kind.key.start)..end, with: String::new(), marks: Vec::new() });
    others.push(Splice { at: title.key.start..title.value.end, with: head, marks: vec![(0, 0)] });
    others.sort_by_key(|splice| splice.at.start);
    Some(others)
}
