//! Footnotes: which are printed, in which order, and how often each is referred to.
//!
//! Numbers follow the reader: the first reference read is 1, and what only footnotes refer to comes after.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{Body, Piece, Step};

/// A footnote that is printed; its number is its place in the list, from 1.
pub(super) struct Note<'a> {
    /// What it says.
    pub(super) steps: Vec<Step<'a>>,
    /// How many references lead to it, at least one.
    pub(super) references: usize,
}

/// The id of a footnote, without prefix.
pub(super) fn note_id(number: usize) -> String {
    format!("fn-{number}")
}

/// The id of the `nth` reference to a footnote, without prefix.
pub(super) fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{nth}") }
}

/// All ids that printed footnotes use.
pub(super) fn ids(notes: &[Note<'_>]) -> Vec<String> {
    let mut ids = Vec::new();
    for (index, note) in notes.iter().enumerate() {
        ids.push(note_id(index + 1));
        ids.extend((1..=note.references).map(|nth| reference_id(index + 1, nth)));
    }
    ids
}

/// Takes the definitions out of a body's steps and numbers the references.
pub(super) fn split(steps: Vec<Step<'_>>) -> Body<'_> {
    let Split { mut main, mut definitions, mut unprinted } = take_definitions(steps);
    let mut counts = Counts::default();
    counts.refer(&mut main, &definitions);
    let mut notes = Vec::new();
    while let Some(label) = counts.order.get(notes.len()).cloned() {
        let mut steps = definitions.get_mut(&label).map(std::mem::take).unwrap_or_default();
        counts.refer(&mut steps, &definitions);
        notes.push(Note { steps, references: 0 });
    }
    for (note, label) in notes.iter_mut().zip(&counts.order) {
        note.references = counts.of.get(label).map_or(0, |(_, references)| *references);
    }
    definitions.retain(|label, _| !counts.of.contains_key(label));
    unprinted.extend(definitions.into_values().flatten());
    unprinted.sort_by_key(|step| step.range.start);
    Body { main, notes, unprinted, ..Body::default() }
}

/// References seen so far.
#[derive(Default)]
struct Counts {
    /// Labels by number.
    order: Vec<String>,
    /// Number and references of each label.
    of: BTreeMap<String, (usize, usize)>,
}

impl Counts {
    fn refer(&mut self, steps: &mut [Step<'_>], definitions: &BTreeMap<String, Vec<Step<'_>>>) {
        for step in steps {
            if let Piece::Reference { label, number, nth } = &mut step.piece
                && let label = key(label)
                && definitions.contains_key(&label)
            {
                let (known, references) = self.of.entry(label.clone()).or_insert_with(|| {
                    self.order.push(label);
                    (self.order.len(), 0)
                });
                *references += 1;
                (*number, *nth) = (*known, *references);
            }
        }
    }
}

/// Labels are the same in any case.
fn key(label: &str) -> String {
    label.to_lowercase()
}

/// Steps by where they stand.
#[derive(Default)]
struct Split<'a> {
    main: Vec<Step<'a>>,
    /// By label.
    definitions: BTreeMap<String, Vec<Step<'a>>>,
    /// Definitions whose label is defined before.
    unprinted: Vec<Step<'a>>,
}

fn take_definitions(steps: Vec<Step<'_>>) -> Split<'_> {
    let mut split = Split { main: Vec::with_capacity(steps.len()), ..Split::default() };
    let mut open: Vec<(String, Vec<Step<'_>>)> = Vec::new();
    for step in steps {
        match step.piece {
            Piece::Event(Event::Start(Tag::FootnoteDefinition(label))) => open.push((key(&label), Vec::new())),
            Piece::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                if let Some((label, steps)) = open.pop() {
                    split.define(label, steps);
                }
            }
            _ => open.last_mut().map_or(&mut split.main, |(_, steps)| steps).push(step),
        }
    }
    split
}

impl<'a> Split<'a> {
    fn define(&mut self, label: String, mut steps: Vec<Step<'a>>) {
        match self.definitions.entry(label) {
            Entry::Vacant(free) => {
                free.insert(steps);
            }
            Entry::Occupied(_) => self.unprinted.append(&mut steps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Trust, body};
    use super::*;

    #[test]
    fn numbers_follow_the_reader() {
        let text = "a[^z] b[^y] c[^z]\n\n[^y]: see[^x]\n[^x]: last\n[^z]: first\n[^unused]: [link](x)\n";
        let body = body::read(text, Trust::Creator);
        let notes: Vec<_> =
            body.notes.iter().map(|n| (body::inline_text(n.steps.iter().skip(1)), n.references)).collect();
        assert_eq!(notes, [("first".to_owned(), 2), ("see".to_owned(), 1), ("last".to_owned(), 1)]);
        assert_eq!(ids(&body.notes), ["fn-1", "fnref-1", "fnref-1-2", "fn-2", "fnref-2", "fn-3", "fnref-3"]);
        assert_eq!(body.unprinted.iter().filter(|s| matches!(s.piece, Piece::Link { .. })).count(), 1);
    }
}
