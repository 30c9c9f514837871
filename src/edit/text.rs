//! A change of one text as places and what goes there, and how it is shown.
//!
//! Knows lines and bytes, nothing of TOML: what is not named by a [`Splice`] is copied as it is.

use std::fmt::Write;
use std::ops::Range;

/// Lines shown around a change.
const AROUND: usize = 3;

/// One place and what goes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// What is taken out; empty where something is only put in.
    pub(super) at: Range<usize>,
    /// What is put in.
    pub(super) with: String,
    /// Where in `with` something begins that has a number of its own.
    pub(super) marks: Vec<(usize, usize)>,
}

impl Splice {
    /// A place in the text that gets another value.
    pub(super) fn replace(at: Range<usize>, with: String) -> Self {
        Splice { at, with, marks: vec![(0, 0)] }
    }
}

/// The text with every splice done. `splices` are sorted and don't overlap.
pub(super) fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for splice in splices {
        result.push_str(text.get(done..splice.at.start).unwrap_or(""));
        result.push_str(&splice.with);
        done = splice.at.end;
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}

/// The line in the new text at which each mark stands, by its number.
pub(super) fn marked_lines(text: &str, splices: &[Splice]) -> Vec<(usize, usize)> {
    let breaks = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let mut found = Vec::new();
    let (mut line, mut done) = (1, 0);
    for splice in splices {
        line += breaks(text.get(done..splice.at.start).unwrap_or(""));
        let inside = |offset: usize| breaks(splice.with.get(..offset).unwrap_or(""));
        found.extend(splice.marks.iter().map(|(number, offset)| (*number, line + inside(*offset))));
        line += breaks(&splice.with);
        done = splice.at.end;
    }
    found.sort_unstable();
    found
}

/// What changes, as `diff -u` shows it.
pub(super) fn diff(path: &str, text: &str, splices: &[Splice]) -> String {
    let lines = Lines::of(text);
    let mut shown = format!("--- {path}\n+++ {path}\n");
    let mut at = 0;
    for (index, splice) in splices.iter().enumerate() {
        let change = lines.change(splice);
        let next = splices.get(index + 1).map(|next| lines.change(next).old.start);
        let first = change.old.start.saturating_sub(AROUND).max(at);
        if first > at || at == 0 {
            // Writing to a string cannot end in an error.
            let _ = writeln!(shown, "@@ line {} @@", first + 1);
        }
        lines.show(first..change.old.start, ' ', &mut shown);
        lines.show(change.old.clone(), '-', &mut shown);
        for line in &change.new {
            let _ = writeln!(shown, "{}", format!("+{line}").trim_end());
        }
        let last = (change.old.end + AROUND).min(next.unwrap_or(usize::MAX));
        lines.show(change.old.end..last, ' ', &mut shown);
        at = last.min(lines.ranges.len());
    }
    shown.truncate(shown.trim_end().len());
    shown.push('\n');
    shown
}

/// Lines that go, and lines that come in their place.
struct Change {
    old: Range<usize>,
    new: Vec<String>,
}

/// A text by its lines, without their ends.
struct Lines<'a> {
    text: &'a str,
    ranges: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut ranges = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            ranges.push(start..start + line.len());
            start += line.len();
        }
        Lines { text, ranges }
    }

    fn change(&self, splice: &Splice) -> Change {
        let is_over = |line: &Range<usize>| self.text.get(line.clone()).is_some_and(|line| line.ends_with('\n'));
        let line_of = |offset: usize| self.ranges.partition_point(|line| line.end <= offset && is_over(line));
        let (first, last) = (line_of(splice.at.start), line_of(splice.at.end.max(splice.at.start)));
        let last = last.min(self.ranges.len().saturating_sub(1)).max(first);
        let start = self.ranges.get(first).map_or(self.text.len(), |line| line.start);
        let end = self.ranges.get(last).map_or(self.text.len(), |line| line.end);
        let part = |range: Range<usize>| self.text.get(range).unwrap_or("");
        let old: Vec<&str> = part(start..end).lines().collect();
        let whole = format!("{}{}{}", part(start..splice.at.start), splice.with, part(splice.at.end..end));
        let new: Vec<&str> = whole.lines().collect();
        let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
        Change {
            old: first + before..first + old.len() - after,
            new: new.iter().take(new.len() - after).skip(before).map(|line| (*line).to_owned()).collect(),
        }
    }

    fn show(&self, lines: Range<usize>, sign: char, shown: &mut String) {
        let end = lines.end.min(self.ranges.len());
        for range in self.ranges.get(lines.start.min(end)..end).unwrap_or(&[]) {
            let line = self.text.get(range.clone()).unwrap_or("").trim_end();
            let _ = writeln!(shown, "{}", format!("{sign}{line}").trim_end());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_comes_and_goes() {
        let text = "a\nb\nc\nd\ne\nf\n";
        let splices =
            [Splice::replace(2..3, "B".into()), Splice { at: 9..9, with: "\nx\ny".into(), marks: vec![(1, 1)] }];
        assert_eq!(spliced(text, &splices), "a\nB\nc\nd\ne\nx\ny\nf\n");
        assert_eq!(marked_lines(text, &splices), [(0, 2), (1, 6)]);
        assert_eq!(diff("t", text, &splices), "--- t\n+++ t\n@@ line 1 @@\n a\n-b\n+B\n c\n d\n e\n+x\n+y\n f\n");
    }

    #[test]
    fn an_empty_text_and_a_missing_line_end_are_shown_too() {
        let put = |at, with: &str| [Splice { at: at..at, with: with.into(), marks: Vec::new() }];
        assert_eq!(diff("t", "", &put(0, "x\n")), "--- t\n+++ t\n@@ line 1 @@\n+x\n");
        assert_eq!(diff("t", "a", &put(1, "\nx")), "--- t\n+++ t\n@@ line 1 @@\n a\n+x\n");
        assert_eq!(diff("t", "a\r\n", &put(1, "\r\nx")), "--- t\n+++ t\n@@ line 1 @@\n a\n+x\n");
    }
}
