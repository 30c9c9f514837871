//! Everything that is wrong or missing, by how bad it is and by file, each with its line and a way out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::look::{Desk, Look, Place};
use crate::calendar;
use crate::diagnostic::{Diagnostic, Excerpt, Severity, Told, codes, told};
use crate::plan::{self, AHEAD_DAYS};

/// Problems of one group that are shown.
const MOST: usize = 100;

#[derive(Serialize)]
pub(super) struct View {
    groups: Vec<Group>,
    is_fine: bool,
    /// What was said where nothing could be read at all.
    drawn: String,
}

#[derive(Serialize)]
struct Group {
    title: &'static str,
    about: &'static str,
    shape: &'static str,
    number: usize,
    /// `2 warnings`.
    counted: String,
    files: Vec<File>,
    more: usize,
}

#[derive(Serialize)]
struct File {
    name: String,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
pub(super) struct Problem {
    message: String,
    code: &'static str,
    page: String,
    places: Vec<Shown>,
    notes: Vec<String>,
    help: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    place: Place,
    line: usize,
    before: String,
    meant: String,
    after: String,
    message: String,
}

/// Problems and gaps of a site that can be read.
pub(super) fn view(look: &Look<'_>) -> View {
    let now = plan::current_problems(look.world, look.moment, look.plan);
    let gaps = calendar::gaps(look.world, look.moment, look.plan, AHEAD_DAYS);
    let known = look.desk.told;
    let own = told(&now, look.world.sources);
    let own: Vec<Told> = own.into_iter().filter(|one| !known.contains(one)).collect();
    // What is late is told once, as a problem.
    let gaps: Vec<Diagnostic> = gaps.into_iter().filter(|gap| !now.contains(gap)).collect();
    let gaps = told(&gaps, look.world.sources);
    of(look.desk, known.iter().chain(&own), &gaps, String::new())
}

/// Problems of a site that can't be read so far.
pub(super) fn without_site(desk: Desk<'_>, drawn: &str) -> View {
    let drawn = if desk.told.is_empty() { drawn.to_owned() } else { String::new() };
    of(desk, desk.told.iter(), &[], drawn)
}

fn of<'a>(desk: Desk<'_>, problems: impl Iterator<Item = &'a Told> + Clone, gaps: &'a [Told], drawn: String) -> View {
    let severe = |severity| problems.clone().filter(move |one| one.severity == severity).collect::<Vec<_>>();
    let groups = [
        group(desk, ("Errors", "The site stays as it was until these are mended.", "late"), &severe(Severity::Error)),
        group(desk, ("Warnings", "The site is built all the same.", "held"), &severe(Severity::Warning)),
        group(
            desk,
            ("Gaps", "What your own plan asks for and doesn't have yet.", "unwritten"),
            &gaps.iter().collect::<Vec<_>>(),
        ),
        group(desk, ("Notes", "Good to know.", "public"), &severe(Severity::Note)),
    ];
    let groups: Vec<Group> = groups.into_iter().filter(|group| group.number > 0).collect();
    View { is_fine: groups.is_empty() && drawn.is_empty(), groups, drawn }
}

fn group(desk: Desk<'_>, (title, about, shape): (&'static str, &'static str, &'static str), all: &[&Told]) -> Group {
    let mut files: BTreeMap<&str, Vec<Problem>> = BTreeMap::new();
    for one in all.iter().take(MOST) {
        let file = one.excerpts.first().map_or("", |excerpt| excerpt.file.as_str());
        files.entry(file).or_default().push(problem(desk, one));
    }
    let file = |(name, problems): (&str, Vec<Problem>)| File { name: name.to_owned(), problems };
    Group {
        title,
        about,
        shape,
        number: all.len(),
        counted: crate::diagnostic::counted(all.len(), title.to_lowercase().trim_end_matches('s')),
        files: files.into_iter().map(file).collect(),
        more: all.len().saturating_sub(MOST),
    }
}

pub(super) fn problem(desk: Desk<'_>, one: &Told) -> Problem {
    Problem {
        message: sentence(&one.message),
        code: one.code,
        page: desk.link(&format!("explain/{}", one.code), &[]),
        places: one.excerpts.iter().map(|excerpt| shown(desk, excerpt)).collect(),
        notes: one.notes.clone(),
        help: one.help.clone(),
    }
}

/// Messages begin small, as they follow their code in a terminal; a name in backticks stays as it is.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn shown(desk: Desk<'_>, excerpt: &Excerpt) -> Shown {
    Shown {
        place: desk.place(&excerpt.file, excerpt.at),
        line: excerpt.at.map_or(0, |(line, _)| line),
        before: excerpt.before.clone(),
        meant: excerpt.meant.clone(),
        after: excerpt.after.clone(),
        message: excerpt.message.clone(),
    }
}

/// The page of a code, as `hub explain` has it.
#[derive(Serialize)]
pub(super) struct Code {
    code: String,
    blocks: Vec<Block>,
    back: String,
}

/// A paragraph, or lines as they are.
#[derive(Serialize)]
struct Block {
    kind: &'static str,
    text: String,
}

/// The page of a code, if there is one.
pub(super) fn explained(desk: Desk<'_>, code: &str) -> Option<Code> {
    let page = codes::page(code)?;
    Some(Code { code: code.to_owned(), blocks: blocks(page), back: desk.link("problems/", &[]) })
}

/// The few forms that pages of codes are written in: headings, paragraphs, fenced lines.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (number, part) in page.split("\n````").enumerate() {
        if number % 2 == 1 {
            let text = part.split_once('\n').map_or("", |(_, text)| text);
            blocks.push(Block { kind: "pre", text: text.to_owned() });
            continue;
        }
        for text in part.split("\n\n").map(str::trim).filter(|text| !text.is_empty() && !text.starts_with("# ")) {
            match text.strip_prefix("## ") {
                Some(title) => blocks.push(Block { kind: "title", text: title.to_owned() }),
                None => blocks.push(Block { kind: "text", text: text.to_owned() }),
            }
        }
    }
    blocks
}
