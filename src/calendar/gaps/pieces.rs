//! Pieces with their days: what is out, what comes by itself, and what is only planned.

use crate::calendar::held::Countable;
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Entry, Item, ItemId, Site};
use crate::parse::Kind;
use crate::source::Span;

/// Something with a day: a piece, or an entry of the calendar for one that isn't written.
pub(super) struct Piece<'a> {
    /// When it begins, for what begins (events, offers, tasks); else when it appears.
    pub(super) day: Date,
    pub(super) kind: Kind,
    pub(super) item: Option<(ItemId, &'a Item)>,
    pub(super) readiness: Readiness,
    /// The line of the calendar that plans it, or of the piece.
    pub(super) span: Span,
    /// What decides its day.
    pub(super) moved_by: MovedBy,
    /// What it is to phases.
    pub(super) counts: Countable,
    title: &'a str,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Readiness {
    /// Readers can see it.
    Out,
    /// It appears by itself.
    Ready,
    /// Its day has come, but it isn't ready: `late` tells that.
    Late,
    /// It stands in the calendar and isn't ready.
    Idea,
}

/// Where the day of a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MovedBy {
    /// In the calendar.
    Entry,
    /// `date` of the front matter.
    Date,
    /// `starts` of the front matter.
    Starts,
}

impl Piece<'_> {
    /// As messages name it.
    pub(super) fn name(&self) -> String {
        match self.item {
            Some((_, item)) => format!("`{}`", item.id),
            None => format!("“{}”", self.title),
        }
    }

    /// As it is typed on a command line.
    pub(super) fn typed(&self) -> String {
        match self.item {
            Some((_, item)) => item.id.clone(),
            None => format!("\"{}\"", self.title),
        }
    }
}

/// All of them, by day. Left out: what has no day, what is never shown for want of consent, and what ends before it appears.
pub(super) fn pieces(site: &Site, now: Instant) -> Vec<Piece<'_>> {
    let items = site.iter().filter_map(|(id, item)| of_item(site, id, item, now));
    let unwritten = site.calendar.entries.iter().filter(|entry| entry.item.is_none());
    let ideas = unwritten.filter_map(|entry| of_idea(site, entry, now));
    let mut pieces: Vec<Piece<'_>> = items.chain(ideas).collect();
    pieces.sort_by_cached_key(|piece| (piece.day, piece.name()));
    pieces
}

fn of_item<'a>(site: &'a Site, id: ItemId, item: &'a Item, now: Instant) -> Option<Piece<'a>> {
    let counts = Countable::of_item(site, id)?;
    let entry = site.schedule(id).entry.and_then(|entry| site.calendar.entries.get(entry.index()));
    let planned = entry.and_then(|entry| entry.publish);
    let starts = item.times().and_then(|(starts, _)| starts);
    Some(Piece {
        day: counts.day?,
        kind: item.kind,
        item: Some((id, item)),
        readiness: match site.schedule(id).becomes {
            Becomes::At(at) if at > now => Readiness::Ready,
            Becomes::At(_) | Becomes::Undated => Readiness::Out,
            Becomes::Never(_) => idea(planned?, now),
        },
        span: entry.map_or(item.title.span, |entry| entry.span),
        moved_by: match (starts, planned) {
            (Some(_), _) => MovedBy::Starts,
            (None, Some(_)) => MovedBy::Entry,
            (None, None) => MovedBy::Date,
        },
        counts,
        title: &item.title.value,
    })
}

fn of_idea<'a>(site: &'a Site, entry: &'a Entry, now: Instant) -> Option<Piece<'a>> {
    let counts = Countable::of_entry(site, entry)?;
    Some(Piece {
        day: counts.day?,
        kind: counts.kind,
        item: None,
        readiness: idea(entry.publish?, now),
        span: entry.span,
        moved_by: MovedBy::Entry,
        counts,
        title: &entry.title,
    })
}

fn idea(at: Instant, now: Instant) -> Readiness {
    if at <= now { Readiness::Late } else { Readiness::Idea }
}
