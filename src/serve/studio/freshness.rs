//! Content by the day it was last looked after, the oldest first.

use serde::Serialize;

use super::look::{Cut, Look, Place};
use super::words;
use crate::model::time::Date;
use crate::model::{Becomes, Item, ItemId};
use crate::parse::Kind;

/// Rows of a page.
const ROWS: usize = 100;

#[derive(Serialize)]
pub(super) struct View {
    overdue: Cut<Row>,
    rows: Vec<Row>,
    first: usize,
    last: usize,
    total: usize,
    undated: usize,
    earlier: Option<String>,
    later: Option<String>,
    ages: Vec<Age>,
    kinds: Vec<Tab>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    kind: &'static str,
    updated: String,
    age: String,
    review: String,
    is_overdue: bool,
    page: String,
    place: Place,
}

/// How many pieces are that old.
#[derive(Serialize)]
struct Age {
    title: &'static str,
    number: usize,
    /// Of 300.
    width: usize,
}

#[derive(Serialize)]
struct Tab {
    title: &'static str,
    href: String,
    is_chosen: bool,
}

/// A piece with its days.
struct Dated<'a> {
    id: ItemId,
    item: &'a Item,
    last: Option<Date>,
    is_overdue: bool,
}

/// How many pieces should have been looked at again by now.
pub(super) fn overdue(look: &Look<'_>) -> usize {
    dated(look).filter(|one| one.is_overdue).count()
}

/// Pieces that readers see; a letter is of its day.
fn dated<'a>(look: &'a Look<'_>) -> impl Iterator<Item = Dated<'a>> {
    let today = look.today();
    let site = look.site();
    let own = site.iter().filter(move |(id, item)| item.kind != Kind::Issue && look.plan.is_public(*id));
    own.map(move |(id, item)| {
        let appeared = match site.schedule(id).becomes {
            Becomes::At(at) => Some(look.zone().date_of(at)),
            _ => None,
        };
        let is_overdue = item.review_by.is_some_and(|day| day < today);
        Dated { id, item, last: item.updated.max(appeared), is_overdue }
    })
}

pub(super) fn view(look: &Look<'_>) -> View {
    let kind = look.desk.query.get("kind").and_then(Kind::named);
    let mut pieces: Vec<Dated<'_>> = dated(look).filter(|one| kind.is_none_or(|kind| one.item.kind == kind)).collect();
    pieces.sort_by_key(|one| (one.last.is_none(), one.last, one.item.id.as_str()));
    let page = look.desk.query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1usize).max(1);
    let pages = pieces.len().div_ceil(ROWS).max(1);
    let page = page.min(pages);
    let start = (page - 1) * ROWS;
    let link = |number: usize| {
        let number = number.to_string();
        let pairs = [("page", number.as_str()), ("kind", kind.map_or("", Kind::name))];
        look.desk.link("freshness/", pairs.get(..1 + usize::from(kind.is_some())).unwrap_or(&pairs))
    };
    let rows: Vec<Row> = pieces.iter().skip(start).take(ROWS).map(|one| row(look, one)).collect();
    View {
        overdue: Cut::of(pieces.iter().filter(|one| one.is_overdue).map(|one| row(look, one)), 50),
        first: start + usize::from(!rows.is_empty()),
        last: start + rows.len(),
        rows,
        total: pieces.len(),
        undated: pieces.iter().filter(|one| one.last.is_none()).count(),
        earlier: (page > 1).then(|| link(page - 1)),
        later: (page < pages).then(|| link(page + 1)),
        ages: ages(look, &pieces),
        kinds: kinds(look, kind),
    }
}

fn row(look: &Look<'_>, one: &Dated<'_>) -> Row {
    let today = look.today();
    Row {
        title: one.item.title.value.clone(),
        kind: one.item.kind.noun(1),
        updated: one.last.map(|day| look.day(day)).unwrap_or_default(),
        age: one.last.map(|day| words::away(today, day)).unwrap_or_default(),
        review: one.item.review_by.map(|day| look.day(day)).unwrap_or_default(),
        is_overdue: one.is_overdue,
        page: look.page(one.id, None),
        place: look.place(one.item.span),
    }
}

fn ages(look: &Look<'_>, pieces: &[Dated<'_>]) -> Vec<Age> {
    let today = look.today();
    let bounds: [(&str, i64); 5] = [
        ("under 3 months", 92),
        ("3 to 6 months", 183),
        ("6 to 12 months", 366),
        ("1 to 2 years", 731),
        ("over 2 years", i64::MAX),
    ];
    let mut counts = [0usize; 5];
    for day in pieces.iter().filter_map(|one| one.last) {
        let age = day.days_until(today);
        let place = bounds.iter().position(|(_, most)| age < *most).unwrap_or(4);
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let age = |((title, _), number): (&(&'static str, i64), usize)| Age {
        title,
        number,
        width: (number * 300).div_ceil(most),
    };
    bounds.iter().zip(counts).map(age).collect()
}

/// The kinds there are.
fn kinds(look: &Look<'_>, chosen: Option<Kind>) -> Vec<Tab> {
    let there: std::collections::BTreeSet<Kind> = dated(look).map(|one| one.item.kind).collect();
    let tab = |kind: Option<Kind>| Tab {
        title: kind.map_or("All", |kind| kind.noun(2)),
        href: match kind {
            Some(kind) => look.desk.link("freshness/", &[("kind", kind.name())]),
            None => look.desk.link("freshness/", &[]),
        },
        is_chosen: kind == chosen,
    };
    std::iter::once(None).chain(there.into_iter().map(Some)).map(tab).collect()
}
