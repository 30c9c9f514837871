//! The manual's pages tell the truth: their files are written, their commands run, in order, and what hub says is compared.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::path::Path;

use common::TestSite;

/// A line of a shown output that stands for any lines.
const ELLIPSIS: &str = "…";

#[test]
fn the_worked_quarter_works() {
    follow(Path::new("src/cli/help/calendar.md"));
}

#[test]
fn the_first_hour_works() {
    follow(Path::new("src/cli/help/start.md"));
}

/// Does what a page says in an empty folder. With `HUB_BLESS` the outputs without an ellipsis are written into the page.
fn follow(page: &Path) {
    let text = fs::read_to_string(page).unwrap();
    let site = TestSite::empty();
    let mut told = String::new();
    let mut wrong = Vec::new();
    for block in blocks(&text) {
        match block {
            Block::Text(text) => told.push_str(text),
            Block::File(path, text) => {
                site.write(path, text);
                told.push_str(text);
            }
            Block::Console(shown) => {
                let said: String = commands(shown)
                    .map(|(command, expected)| {
                        let actual = said(&site, command);
                        if expected.lines().any(|line| line == ELLIPSIS) {
                            if !fits(&actual, expected) {
                                wrong.push(format!("$ {command}\nsays\n{actual}\nthe page says\n{expected}"));
                            }
                            return format!("$ {command}\n{expected}");
                        }
                        if actual != expected {
                            wrong.push(format!("$ {command}\nsays\n{actual}\nthe page says\n{expected}"));
                        }
                        format!("$ {command}\n{actual}")
                    })
                    .collect();
                told.push_str(&said);
            }
        }
    }
    if std::env::var_os("HUB_BLESS").is_some() {
        fs::write(page, told).unwrap();
    }
    assert!(
        wrong.is_empty(),
        "{}\n(HUB_BLESS=1 cargo test --test manual writes the output into the page)",
        wrong.join("\n\n")
    );
}

/// A piece of a page; all of them together are the page.
enum Block<'a> {
    /// Prose, and the lines of fences.
    Text(&'a str),
    /// A file to write: its path stands alone on a line above the fence.
    File(&'a str, &'a str),
    /// What is typed and what hub says.
    Console(&'a str),
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut path = None;
    let mut fence: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let bare = line.trim_end();
        match fence {
            None if bare.starts_with("```") => {
                blocks.push(Block::Text(line));
                fence = Some((at + line.len(), bare.trim_start_matches('`')));
            }
            Some((start, info)) if bare == "```" => {
                let inner = &page[start..at];
                blocks.push(match (info, path.take()) {
                    ("console", _) => Block::Console(inner),
                    (_, Some(path)) => Block::File(path, inner),
                    _ => Block::Text(inner),
                });
                blocks.push(Block::Text(line));
                fence = None;
            }
            None => {
                path =
                    bare.strip_prefix('`').and_then(|bare| bare.strip_suffix('`')).or(path.filter(|_| bare.is_empty()));
                blocks.push(Block::Text(line));
            }
            Some(_) => {}
        }
        at += line.len();
    }
    blocks
}

/// Commands of a console with what is shown after each.
fn commands(console: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts: Vec<usize> =
        console.match_indices("$ ").map(|(at, _)| at).filter(|at| *at == 0 || console[..*at].ends_with('\n')).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([console.len()]).collect();
    starts.into_iter().zip(ends).map(move |(start, end)| {
        let (command, output) = console[start + 2..end].split_once('\n').unwrap();
        (command, output)
    })
}

/// What hub says to a command, as a terminal shows it; `"two words"` are one argument.
fn said(site: &TestSite, command: &str) -> String {
    let mut args: Vec<String> = Vec::new();
    for (number, part) in command.split('"').enumerate() {
        match number % 2 {
            0 => args.extend(part.split_whitespace().map(str::to_owned)),
            _ => args.push(part.to_owned()),
        }
    }
    assert_eq!(args[0], "hub", "{command}");
    let args: Vec<&str> = args[1..].iter().map(String::as_str).collect();
    let run = site.hub(&args);
    format!("{}{}", run.stderr, run.stdout)
}

/// Whether a text is the expected one, with any lines in place of each `…`.
fn fits(actual: &str, expected: &str) -> bool {
    let mut rest = actual;
    let marked = format!("\n{expected}").replace(&format!("\n{ELLIPSIS}\n"), "\n\0");
    let parts: Vec<&str> = marked[1..].split('\0').collect();
    for (number, part) in parts.iter().enumerate() {
        let found = match number {
            0 => rest.starts_with(part).then_some(0),
            _ if number + 1 == parts.len() => rest.ends_with(part).then(|| rest.len() - part.len()),
            _ => rest.find(part),
        };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}
