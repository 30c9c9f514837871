//! A diagnostic as people read it: place, excerpt with labels, notes, help.
//!
//! The excerpt is cut out here, a few lines of bounded length, before annotate-snippets sees it: a line may be as long
//! as a file.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::super::place::{Place, Places, floor_boundary};
use super::super::{Diagnostic, Label, Severity};
use super::{Colour, printable};
use crate::source::{FileId, Sources, Span};

/// Lines of one label that are shown; a span over more shows its beginning.
const LINES: usize = 6;
/// Lines between two labels in one excerpt; farther apart they get an excerpt each.
const NEAR: usize = 8;
/// Bytes of a line that are shown on each side of a label.
const SIDE: usize = 160;

/// The diagnostic, with an empty line after it.
pub(super) fn draw(one: &Diagnostic, sources: &Sources, places: &mut Places<'_>, colour: Colour) -> String {
    let level = match one.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level.primary_title(printable(&one.message)).id(one.code).elements(Vec::<Origin<'_>>::new());
    for excerpt in excerpts(one, sources, places) {
        group = excerpt.onto(group, sources);
    }
    group = group.elements(one.notes.iter().map(|note| Level::NOTE.message(printable(note))));
    group = group.elements(one.help.iter().map(|help| Level::HELP.message(printable(help))));
    let renderer = match colour {
        Colour::Off => Renderer::plain(),
        Colour::On => Renderer::styled(),
    };
    renderer.render(&[group]) + "\n\n"
}

/// Neighbouring labels of one file, and the lines they stand on.
struct Excerpt<'a> {
    file: FileId,
    /// `None` where a label names the file as a whole.
    start: Option<Place>,
    labels: Vec<(&'a Label, Primary)>,
    /// First line, its number, and the bytes of the text that are shown.
    shown: Option<(usize, Range<usize>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Primary {
    Yes,
    No,
}

fn excerpts<'a>(one: &'a Diagnostic, sources: &Sources, places: &mut Places<'_>) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (number, label) in one.labels.iter().enumerate() {
        let primary = if number == 0 { Primary::Yes } else { Primary::No };
        let fresh = excerpt(label, primary, sources, places);
        match excerpts.last_mut() {
            Some(last) if last.is_near(&fresh) => last.take_in(fresh),
            _ => excerpts.push(fresh),
        }
    }
    excerpts
}

fn excerpt<'a>(label: &'a Label, primary: Primary, sources: &Sources, places: &mut Places<'_>) -> Excerpt<'a> {
    let file = label.span.file;
    let labels = vec![(label, primary)];
    let Some((start, end)) = places.ends(label.span) else {
        return Excerpt { file, start: None, labels, shown: None };
    };
    let last = end.line.clamp(start.line, start.line + LINES - 1);
    let first = places.line(file, start.line).unwrap_or_default();
    let until = places.line(file, last).unwrap_or_else(|| first.clone()).end;
    let shown = trimmed(&sources.file(file).text, label.span, first.start..until);
    Excerpt { file, start: Some(start), labels, shown: Some((start.line, shown)) }
}

/// `lines`, or where they are long only what stands around the span.
fn trimmed(text: &str, span: Span, lines: Range<usize>) -> Range<usize> {
    if lines.len() <= LINES * SIDE {
        return lines;
    }
    let start = (span.start as usize).saturating_sub(SIDE).max(lines.start);
    let end = (span.end as usize).min(span.start as usize + SIDE).saturating_add(SIDE).min(lines.end);
    floor_boundary(text, start)..floor_boundary(text, end.max(start))
}

impl<'a> Excerpt<'a> {
    fn is_near(&self, next: &Excerpt<'_>) -> bool {
        let (Some(here), Some(there)) = (self.start, next.start) else { return false };
        let is_long =
            |shown: &Option<(usize, Range<usize>)>| shown.as_ref().is_none_or(|(_, range)| range.len() > SIDE);
        let apart = here.line.abs_diff(there.line);
        self.file == next.file && apart <= NEAR && !is_long(&self.shown) && !is_long(&next.shown)
    }

    fn take_in(&mut self, next: Excerpt<'a>) {
        self.labels.extend(next.labels);
        if let (Some((line, shown)), Some((next_line, next_shown))) = (&mut self.shown, next.shown) {
            *line = (*line).min(next_line);
            *shown = shown.start.min(next_shown.start)..shown.end.max(next_shown.end);
        }
    }

    /// The group with this excerpt at its end.
    fn onto<'g>(&self, group: Group<'g>, sources: &'g Sources) -> Group<'g>
    where
        'a: 'g,
    {
        let file = sources.file(self.file);
        let origin = Origin::path(printable(&file.path));
        let (Some(place), Some((line, shown))) = (self.start, self.shown.clone()) else {
            let messages = self.labels.iter().filter(|(label, _)| !label.message.is_empty());
            let notes = messages.map(|(label, _)| Level::NOTE.message(printable(&label.message)));
            return group.element(origin).elements(notes);
        };
        let text = file.text.get(shown.clone()).unwrap_or("");
        let annotations = self.labels.iter().map(|(label, primary)| annotation(label, *primary, text, shown.start));
        let snippet = Snippet::source(text).line_start(line).fold(true).annotations(annotations);
        // The place is said by itself, because the text of the excerpt may begin in the middle of a line.
        if self.is_cut(&file.text) {
            group.element(origin.line(place.line).char_column(place.column)).element(snippet)
        } else {
            group.element(snippet.path(printable(&file.path)))
        }
    }

    fn is_cut(&self, text: &str) -> bool {
        let start = self.shown.as_ref().map_or(0, |(_, shown)| shown.start);
        start > 0 && !text.get(..start).is_some_and(|before| before.ends_with('\n'))
    }
}

fn annotation<'g>(label: &'g Label, primary: Primary, text: &str, offset: usize) -> Annotation<'g> {
    let within = |at: u32| floor_boundary(text, (at as usize).saturating_sub(offset));
    let start = within(label.span.start);
    let end = within(label.span.end).max(start);
    let kind = if primary == Primary::Yes { AnnotationKind::Primary } else { AnnotationKind::Context };
    let message = (!label.message.is_empty()).then(|| printable(&label.message));
    kind.span(start..end).label(message)
}
