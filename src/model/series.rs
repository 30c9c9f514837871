//! Series and their parts: which part belongs to which series, in which order, and that none is missing.
//! And ways that lead back to where they began: prerequisites in a circle.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalogue::{Catalogue, File, Piece};
use super::circle;
use super::site::{Detail, Item, ItemId};
use crate::diagnostic::Diagnostic;
use crate::parse::Kind;
use crate::parse::front_matter::RawOwn;
use crate::source::Span;

/// Parts and series, by each other.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Parts of each series, in order.
    pub(super) of_series: BTreeMap<ItemId, Vec<ItemId>>,
    /// Series and number of each part.
    pub(super) places: BTreeMap<ItemId, (ItemId, u32)>,
}

/// A part, its number and where the number was written.
type Numbered = (u32, ItemId, Span);

impl Parts {
    /// Sorts parts into their series: `series-without-index`, `part-without-number`, `duplicate-part`, `part-gap` and
    /// `empty-series` are found here.
    pub(super) fn of(catalogue: &Catalogue<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let mut parts = Parts::default();
        for (folder, members) in by_folder(catalogue) {
            match catalogue.by_path.get(format!("{folder}/_index.md").as_str()) {
                Some(File::Item(series)) => parts.add(*series, &members, catalogue, problems),
                _ => problems.push(without_index(&folder, &members, catalogue)),
            }
        }
        for (id, piece) in catalogue.iter().filter(|(_, piece)| piece.raw.place.kind == Kind::Series) {
            if !parts.of_series.contains_key(&id) {
                problems.push(
                    Diagnostic::warning("empty-series", "this series has no parts").at(piece.front(), "").help(
                        format!("add its first part as `{}/01-first.md`", piece.path.trim_end_matches("/_index.md")),
                    ),
                );
            }
        }
        parts
    }

    fn add(&mut self, series: ItemId, members: &[ItemId], catalogue: &Catalogue<'_>, problems: &mut Vec<Diagnostic>) {
        let mut numbered: Vec<Numbered> = Vec::new();
        let mut whole = true;
        for id in members {
            let piece = catalogue.piece(*id);
            match number(piece) {
                Some((number, span)) => numbered.push((number, *id, span)),
                None => {
                    whole = false;
                    problems.extend((!piece.raw.broken).then(|| without_number(piece)));
                }
            }
        }
        numbered.sort_by_key(|(number, id, _)| (*number, *id));
        check_order(&numbered, whole, problems);
        self.places.extend(numbered.iter().map(|(number, id, _)| (*id, (series, *number))));
        self.of_series.insert(series, numbered.into_iter().map(|(_, id, _)| id).collect());
    }
}

/// Parts by the folder of their series.
fn by_folder(catalogue: &Catalogue<'_>) -> BTreeMap<String, Vec<ItemId>> {
    let mut folders: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
    for (id, piece) in catalogue.iter().filter(|(_, piece)| piece.raw.place.kind == Kind::Part) {
        let folder: Vec<&str> = piece.path.split('/').take(3).collect();
        folders.entry(folder.join("/")).or_default().push(id);
    }
    folders
}

/// The number of a part from 1: its own field, else the file's.
fn number(piece: &Piece<'_>) -> Option<(u32, Span)> {
    let typed = match &piece.raw.own {
        RawOwn::Part(part) => part.part.as_ref(),
        _ => None,
    };
    let number = match typed {
        Some(typed) => (u32::try_from(typed.value).ok(), typed.span),
        None => (piece.raw.place.number, Span::file(piece.file)),
    };
    number.0.filter(|number| *number > 0).map(|found| (found, number.1))
}

fn check_order(numbered: &[Numbered], whole: bool, problems: &mut Vec<Diagnostic>) {
    let first = numbered.first().filter(|(number, ..)| *number > 1 && whole);
    problems.extend(first.map(|(number, _, span)| gap(0, *number).at(*span, "first part there is")));
    for (before, after) in numbered.iter().zip(numbered.iter().skip(1)) {
        if before.0 == after.0 {
            problems.push(
                Diagnostic::error("duplicate-part", format!("two parts of this series have the number {}", after.0))
                    .at(after.2, "second")
                    .at(before.2, "first")
                    .help("give each part a number of its own, in its file name or as `part = …`"),
            );
        } else if after.0 > before.0 + 1 && whole {
            problems.push(gap(before.0, after.0).at(after.2, "part after").at(before.2, "part before"));
        }
    }
}

fn gap(before: u32, after: u32) -> Diagnostic {
    let message = match (before + 1, after - 1) {
        (first, last) if first == last => format!("part {first} of this series is missing"),
        (first, last) => format!("parts {first} to {last} of this series are missing"),
    };
    Diagnostic::error("part-gap", message).help("number the parts from 1 without a gap")
}

fn without_number(piece: &Piece<'_>) -> Diagnostic {
    let typed = match &piece.raw.own {
        RawOwn::Part(part) => part.part.as_ref().map(|part| part.span),
        _ => None,
    };
    Diagnostic::error("part-without-number", "this part has no number from 1")
        .at(typed.unwrap_or_else(|| piece.front()), "")
        .help(format!("begin its file name with a number, as in `01-{}.md`, or add `part = 1`", piece.raw.place.slug))
}

fn without_index(folder: &str, members: &[ItemId], catalogue: &Catalogue<'_>) -> Diagnostic {
    let span = members.first().map(|id| Span::file(catalogue.piece(*id).file));
    let problem = Diagnostic::error("series-without-index", "this part belongs to a series that doesn't exist yet")
        .help(format!("add `{folder}/_index.md` with the title of the series"));
    match span {
        Some(span) => problem.at(span, ""),
        None => problem,
    }
}

/// Finds prerequisites that lead back to where they began: one `circle` problem each, naming the whole way.
pub(super) fn circles(items: &[Arc<Item>], catalogue: &Catalogue<'_>) -> Vec<Diagnostic> {
    let before = |item: &Arc<Item>| match &item.detail {
        Detail::Guide(guide) => guide.prerequisites.iter().map(|id| id.index()).collect(),
        _ => Vec::new(),
    };
    let waits: Vec<Vec<usize>> = items.iter().map(before).collect();
    let circles = circle::walk(&waits).circles.into_iter();
    let ids = circles.map(|circle| circle.into_iter().map(ItemId::at).collect::<Vec<_>>());
    ids.map(|circle| circle_problem(&circle, items, catalogue)).collect()
}

fn circle_problem(circle: &[ItemId], items: &[Arc<Item>], catalogue: &Catalogue<'_>) -> Diagnostic {
    let name = |id: &ItemId| items.get(id.index()).map_or("", |item| item.id.as_str());
    let way: Vec<_> = circle.iter().chain(circle.first()).map(|id| format!("`{}`", name(id))).collect();
    let mut problem = Diagnostic::error("circle", format!("prerequisites lead in a circle: {}", way.join(" needs ")));
    for (id, next) in circle.iter().zip(circle.iter().skip(1).chain(circle.first())) {
        problem = problem.at(written_at(catalogue, *id, *next), format!("needs `{}`", name(next)));
    }
    problem.help("take one of these prerequisites out: a reader must be able to begin somewhere")
}

/// Where the piece `id` names `next` as a prerequisite.
fn written_at(catalogue: &Catalogue<'_>, id: ItemId, next: ItemId) -> Span {
    let piece = catalogue.piece(id);
    let typed = match &piece.raw.own {
        RawOwn::Guide(guide) => {
            guide.prerequisites.iter().find(|typed| catalogue.by_id.get(&typed.value) == Some(&next))
        }
        _ => None,
    };
    typed.map_or_else(|| piece.span(), |typed| typed.span)
}
