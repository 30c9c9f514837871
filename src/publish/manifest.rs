//! What hub wrote: one line a file, and the folders it made.
//!
//! Text, so that a person can read it. A manifest that can't be read is not guessed at: the output folder then counts as
//! foreign.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;

use crate::output::OutputPath;

const HEAD: &str = "hub manifest 1";

/// Everything in the output folder that is hub's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<String, Entry>,
    /// Folders that hub made, and may remove when they are empty.
    pub(super) folders: BTreeSet<String>,
}

/// One file as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) hash: blake3::Hash,
    pub(super) len: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: u64,
}

impl Entry {
    /// Hub's own, but with bytes nobody knows: equal to no output.
    pub(super) const UNKNOWN: Entry = Entry { hash: blake3::Hash::from_bytes([0; 32]), len: u64::MAX, modified: 0 };
}

impl Manifest {
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, Entry { hash, len, modified }) in &self.files {
            // There are as many lines as pages: what is text already is not formatted.
            text.push_str("file ");
            text.push_str(&hash.to_hex());
            // Writing to a string cannot end in an error.
            let _ = write!(text, " {len} {modified} ");
            text.push_str(path);
            text.push('\n');
        }
        for path in &self.folders {
            text.push_str("folder ");
            text.push_str(path);
            text.push('\n');
        }
        let _ = writeln!(text, "end {}", self.files.len() + self.folders.len());
        text
    }

    /// Reads what [`Manifest::to_text`] wrote; `None` for anything else, a file that was cut short included.
    pub(super) fn parse(text: &str) -> Option<Manifest> {
        let lines: Option<Vec<Line>> = whole_lines(text, HEAD)?.into_par_iter().map(parse_line).collect();
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for line in lines? {
            match line {
                Line::File(path, entry) => files.push((path, entry)),
                Line::Folder(path) => folders.push(path),
            }
        }
        // They are in order already, so that both are made in one go.
        Some(Manifest { files: files.into_iter().collect(), folders: folders.into_iter().collect() })
    }
}

/// The lines between `head` and an end line with their count.
pub(super) fn whole_lines<'a>(text: &'a str, head: &str) -> Option<Vec<&'a str>> {
    let mut lines: Vec<&str> = text.strip_suffix('\n')?.split('\n').collect();
    let count: usize = lines.pop()?.strip_prefix("end ")?.parse().ok()?;
    let has_head = lines.first() == Some(&head);
    (has_head && lines.len() == count + 1).then(|| lines.split_off(1))
}

/// A path that was written down is checked like any other: the file may have been edited.
pub(super) fn checked(path: &str) -> Option<String> {
    OutputPath::new(path).ok().map(OutputPath::into_string)
}

enum Line {
    File(String, Entry),
    Folder(String),
}

fn parse_line(line: &str) -> Option<Line> {
    match line.split_once(' ')? {
        ("file", rest) => parse_file(rest).map(|(path, entry)| Line::File(path, entry)),
        ("folder", path) => checked(path).map(Line::Folder),
        _ => None,
    }
}

fn parse_file(line: &str) -> Option<(String, Entry)> {
    let mut parts = line.splitn(4, ' ');
    let hash = blake3::Hash::from_hex(parts.next()?).ok()?;
    let (len, modified) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((checked(parts.next()?)?, Entry { hash, len, modified }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Manifest {
        let entry =
            |text: &str| Entry { hash: blake3::hash(text.as_bytes()), len: 3, modified: 1_764_547_200_000_000_001 };
        let files = [("a b.html", "x"), ("é/index.html", "y")];
        Manifest {
            files: files.iter().map(|(path, text)| ((*path).to_owned(), entry(text))).collect(),
            folders: BTreeSet::from(["é".to_owned()]),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(Manifest::parse(&some().to_text()), Some(some()));
        assert_eq!(Manifest::parse(&Manifest::default().to_text()), Some(Manifest::default()));
    }

    #[test]
    fn what_was_cut_or_edited_is_not() {
        let text = some().to_text();
        for end in 0..text.len() {
            assert_eq!(text.get(..end).and_then(Manifest::parse), None);
        }
        assert_eq!(Manifest::parse(&text.replace("a b.html", "../b.html")), None);
        assert_eq!(Manifest::parse(&text.replace("manifest 1", "manifest 2")), None);
    }
}
