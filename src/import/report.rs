//! What an import did: for each file of the source what became of it, and what needs a hand. The file says the same however
//! often it is written; only the terminal says what was new.

use std::collections::BTreeMap;

use super::post::Fate;
use super::readers::Format;
use crate::diagnostic::{self, Diagnostic, told};
use crate::source::Sources;

/// What was imported.
#[derive(Debug)]
pub struct Told {
    /// What the source is.
    pub format: Format,
    /// Whether anything was written.
    pub written: bool,
    /// Pieces by what they are: `guides`, `pages` …
    pub kinds: Vec<(String, usize)>,
    /// Files that were new, that were there to the byte, and those that the creator changed since.
    pub counts: Counts,
    /// What became of each file or entry of the source.
    pub(super) fates: BTreeMap<String, Fate>,
    /// What needs a hand, with its place in the files of the hub.
    pub hands: Vec<Diagnostic>,
    /// Those files, as they are written.
    pub sources: Sources,
    /// What is to be said of the whole.
    pub notes: Vec<String>,
    /// Images that lie on other hosts, with the file that shows them.
    pub(super) remote: Vec<(String, String)>,
    /// Errors that the hub would have.
    pub errors: Vec<(String, String)>,
    /// What is to be looked at in the settings, told once.
    pub settings: Vec<String>,
    /// Files that differ from what the import would write.
    pub kept: Vec<String>,
    /// The table of kinds, for those who look first.
    pub table: Vec<[String; 7]>,
}

/// Files of the hub.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub new: usize,
    /// There, to the byte.
    pub same: usize,
    /// There, and changed by the creator.
    pub kept: usize,
}

/// How many of the source became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Files and entries.
    pub all: usize,
    /// That are pieces.
    pub pieces: usize,
    /// That came along.
    pub taken: usize,
    /// That were read.
    pub read: usize,
    /// That stayed.
    pub left: usize,
}

impl Told {
    /// How many became what.
    pub fn sums(&self) -> Sums {
        let count = |is: fn(&Fate) -> bool| self.fates.values().filter(|fate| is(fate)).count();
        Sums {
            all: self.fates.len(),
            pieces: count(|fate| matches!(fate, Fate::Piece(_))),
            taken: count(|fate| matches!(fate, Fate::Taken(_))),
            read: count(|fate| matches!(fate, Fate::Read)),
            left: count(|fate| matches!(fate, Fate::Left(_))),
        }
    }

    /// How many images lie on other hosts.
    pub fn remote_images(&self) -> usize {
        self.remote.len()
    }

    /// The whole report, as Markdown.
    pub fn text(&self) -> String {
        let sums = self.sums();
        let mut text = format!("# What was imported from {}\n\n", self.format.name());
        text.push_str(&format!(
            "Files and entries of the source: {} = {} (pieces) + {} (taken along) + {} (read for what they say) + {} (left where they are)\n\n",
            sums.all, sums.pieces, sums.taken, sums.read, sums.left
        ));
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, number)| format!("- {number} {kind}\n")).collect();
        text.push_str(&kinds.concat());
        list(&mut text, "Look at the whole", self.notes.iter().map(|note| escaped(note)));
        list(
            &mut text,
            "Errors that are left",
            self.errors.iter().map(|(file, what)| format!("`{file}`: {}", escaped(what))),
        );
        list(&mut text, "What needs a hand", told(&self.hands, &self.sources).iter().map(hand_line));
        list(
            &mut text,
            "Images on other hosts, which browsers don't load here",
            self.remote.iter().map(|(file, url)| format!("`{file}`: <{url}>")),
        );
        list(
            &mut text,
            "Yours, and left as they are",
            self.kept.iter().map(|file| format!("`{file}` differs from what the import would write")),
        );
        list(&mut text, "What became of each", self.fates.iter().map(|(source, fate)| fate_line(source, fate)));
        text
    }
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.map(|line| format!("- {line}\n")).collect();
    if !lines.is_empty() {
        text.push_str(&format!("\n## {title}\n\n{}", lines.concat()));
    }
}

/// Where, and what.
fn hand_line(hand: &diagnostic::Told) -> String {
    let what = escaped(&hand.message);
    match hand.excerpts.first().map(|place| (&place.file, place.at)) {
        Some((file, Some((line, column)))) => format!("`{file}:{line}:{column}`: {what}"),
        Some((file, None)) => format!("`{file}`: {what}"),
        None => what,
    }
}

fn fate_line(source: &str, fate: &Fate) -> String {
    let source = source.replace('`', "'");
    match fate {
        Fate::Piece(path) => format!("`{source}` is `{path}`"),
        Fate::Taken(path) => format!("`{source}` came along: `{path}`"),
        Fate::Read => format!("`{source}` was read"),
        Fate::Left(why) => format!("`{source}` stayed: {}", escaped(why)),
    }
}

/// Text that shows itself: code keeps its marks.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '<' if !code => out.push('\\'),
            _ => {}
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
