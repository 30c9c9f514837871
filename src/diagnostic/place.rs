//! Where a span lies, in lines and columns, for many spans of few files.
//!
//! [`Sources::line_column`] counts from the top each time; a file with thousands of problems asks for better.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::{FileId, Sources, Span};

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// The line starts of every file that was asked for.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    starts: BTreeMap<FileId, Vec<usize>>,
    /// The place found last and its offset: a line may be as long as a file, and is not counted anew for each place on it.
    last: Option<(FileId, usize, Place)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Places { sources, starts: BTreeMap::new(), last: None }
    }

    /// Both ends of a span, or `None` where the span is the whole file.
    pub(super) fn ends(&mut self, span: Span) -> Option<(Place, Place)> {
        (span != Span::file(span.file)).then(|| (self.place(span.file, span.start), self.place(span.file, span.end)))
    }

    /// The byte range of a line (from 1) without its line end.
    pub(super) fn line(&mut self, file: FileId, line: usize) -> Option<Range<usize>> {
        let text = self.text(file);
        let starts = self.starts(file);
        let start = *starts.get(line.checked_sub(1)?)?;
        let end = starts.get(line).map_or(text.len(), |next| next - 1);
        let carriage_return = text.get(start..end).is_some_and(|line| line.ends_with('\r'));
        Some(start..end - usize::from(carriage_return))
    }

    fn place(&mut self, file: FileId, offset: u32) -> Place {
        let text = self.text(file);
        let offset = floor_boundary(text, offset as usize);
        let starts = self.starts(file);
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let count = |range: Range<usize>| text.get(range).unwrap_or("").chars().count();
        let column = match self.last {
            Some((of, at, place)) if of == file && place.line == line && at <= offset => {
                place.column + count(at..offset)
            }
            Some((of, at, place)) if of == file && place.line == line => place.column - count(offset..at),
            _ => 1 + count(start..offset),
        };
        let place = Place { line, column };
        self.last = Some((file, offset, place));
        place
    }

    fn text(&self, file: FileId) -> &'a str {
        &self.sources.file(file).text
    }

    fn starts(&mut self, file: FileId) -> &[usize] {
        let text = self.text(file);
        self.starts
            .entry(file)
            .or_insert_with(|| std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }
}

/// The nearest place at or before `offset` where a character begins.
pub(super) fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
