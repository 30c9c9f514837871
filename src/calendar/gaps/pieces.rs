//! Pieces with their days: what is out, what comes by itself, and what is only planned.

use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Entry, Item, ItemId, Never, Phase, Schedule, Site};
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

    /// Whether its front matter names another phase than this. What names none, and an idea, fits all.
    pub(super) fn fits(&self, phase: Option<Phase>) -> bool {
        let own = self.item.and_then(|(_, item)| item.phase);
        own.is_none() || phase.is_none() || own == phase
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
    let schedule = site.schedule(id);
    let entry = schedule.entry.and_then(|entry| site.calendar.entries.get(entry.index()));
    let (at, readiness) = appears(schedule, entry, item, now)?;
    let starts = starts(item);
    let at = starts.or(at)?;
    let planned = entry.is_some_and(|entry| entry.publish.is_some());
    Some(Piece {
        day: site.settings.zone.date_of(at),
        kind: item.kind,
        item: Some((id, item)),
        readiness,
        span: entry.map_or(item.title.span, |entry| entry.span),
        moved_by: match starts {
            Some(_) => MovedBy::Starts,
            None if planned => MovedBy::Entry,
            None => MovedBy::Date,
        },
        title: &item.title.value,
    })
}

/// When it appears, if that has a time, and how far it is; nothing where it never appears.
fn appears(
    schedule: &Schedule,
    entry: Option<&Entry>,
    item: &Item,
    now: Instant,
) -> Option<(Option<Instant>, Readiness)> {
    match &schedule.becomes {
        Becomes::At(at) if schedule.expire.is_some_and(|expire| expire <= *at) => None,
        Becomes::At(at) if *at <= now => Some((Some(*at), Readiness::Out)),
        Becomes::At(at) => Some((Some(*at), Readiness::Ready)),
        Becomes::Undated => Some((None, Readiness::Out)),
        Becomes::Never(Never::Consent) if is_withdrawn(item) => None,
        Becomes::Never(_) => entry.and_then(|entry| entry.publish).map(|at| (Some(at), idea(at, now))),
    }
}

fn idea(at: Instant, now: Instant) -> Readiness {
    if at <= now { Readiness::Late } else { Readiness::Idea }
}

fn of_idea<'a>(site: &'a Site, entry: &'a Entry, now: Instant) -> Option<Piece<'a>> {
    let at = entry.publish?;
    Some(Piece {
        day: site.settings.zone.date_of(at),
        kind: entry.kind?,
        item: None,
        readiness: idea(at, now),
        span: entry.span,
        moved_by: MovedBy::Entry,
        title: &entry.title,
    })
}

fn is_withdrawn(item: &Item) -> bool {
    matches!(&item.detail, Detail::Spotlight(spotlight) if spotlight.consent.withdrawn)
}

fn starts(item: &Item) -> Option<Instant> {
    match &item.detail {
        Detail::Event(event) => Some(event.starts),
        Detail::Prompt(task) | Detail::Challenge(task) => task.starts,
        Detail::Offer(offer) => offer.starts,
        _ => None,
    }
}
