//! When each item becomes public and when it stops, all conditions together: entry, date, consent, and what it
//! waits for.
//!
//! A schedule is the same at any time; only plan compares it with `now`.

use super::circle;
use super::dates;
use super::site::{Becomes, Calendar, Consent, Entry, EntryId, ItemId, Never, Schedule};
use super::time::{Bare, Instant, Zone};
use crate::diagnostic::Diagnostic;
use crate::parse::Kind;
use crate::parse::toml::RawDate;
use crate::source::{Span, Spanned};

/// What an item says itself about when it is public.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated<'a> {
    /// The item.
    pub(super) item: ItemId,
    /// Its kind.
    pub(super) kind: Kind,
    /// `date` of its front matter.
    pub(super) date: Option<&'a Spanned<RawDate>>,
    /// `draft` of its front matter.
    pub(super) draft: bool,
    /// Its place.
    pub(super) span: Span,
    /// Consent, of a spotlight.
    pub(super) consent: Option<&'a Consent>,
}

/// The schedules of all items; `dated` holds each item once, in the order of [`ItemId`], as the result does.
pub(super) fn schedules(
    dated: &[Dated<'_>],
    calendar: &Calendar,
    zone: &Zone,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Schedule> {
    debug_assert!(dated.iter().enumerate().all(|(index, item)| item.item.index() == index), "one a place, in id order");
    let entries = entries_by_item(dated.len(), calendar);
    let mut schedules: Vec<Schedule> = Vec::with_capacity(dated.len());
    for (item, entry) in dated.iter().zip(&entries) {
        let date = item.date.and_then(|date| agreed_date(date, *entry, (calendar, zone), problems));
        schedules.push(alone(item, *entry, date, calendar));
    }
    let waits: Vec<Vec<usize>> = entries
        .iter()
        .map(|entry| entry.map_or_else(Vec::new, |(_, entry)| entry.after.iter().map(|item| item.index()).collect()))
        .collect();
    // What an item waits for is complete before its own turn comes: one pass over all, however long the chains.
    for index in circle::walk(&waits).order {
        wait(index, waits.get(index).map_or(&[], Vec::as_slice), &mut schedules);
    }
    for ((schedule, item), entry) in schedules.iter().zip(dated).zip(&entries) {
        problems.extend(entry.and_then(|(_, entry)| expires_waiting(schedule, item, entry, zone)));
    }
    schedules
}

type Entered<'a> = Option<(EntryId, &'a Entry)>;

/// The entry of each item; of two, which were reported, the first.
fn entries_by_item(items: usize, calendar: &Calendar) -> Vec<Entered<'_>> {
    let mut by_item = vec![None; items];
    for (index, entry) in calendar.entries.iter().enumerate() {
        if let Some(slot) = entry.item.and_then(|item| by_item.get_mut(item.index())) {
            slot.get_or_insert((EntryId::at(index), entry));
        }
    }
    by_item
}

/// The instant of the front matter's date, which must be what the entry says.
fn agreed_date(
    date: &Spanned<RawDate>,
    entry: Entered<'_>,
    (calendar, zone): (&Calendar, &Zone),
    problems: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    let instant = dates::instant(date, zone, Bare::At(calendar.publish_time), problems)?;
    if let Some((publish, place)) = entry.and_then(|(_, entry)| Some((entry.publish?, entry.span))) {
        // A date without a time says less than an entry with one, not something else.
        let same_day = date.value.time.is_none() && zone.day(&date.value) == Ok(zone.date_of(publish));
        if publish != instant && !same_day {
            problems.push(
                Diagnostic::error("date-disagreement", "the date here and the calendar's `publish` disagree")
                    .at(date.span, format!("says {}", zone.words(instant)))
                    .at(place, format!("says {}", zone.words(publish)))
                    .help("leave out `date`: the calendar's entry is enough"),
            );
        }
    }
    Some(instant)
}

/// The schedule of an item as if it waited for nothing.
fn alone(item: &Dated<'_>, entry: Entered<'_>, date: Option<Instant>, calendar: &Calendar) -> Schedule {
    let consent = item.consent.filter(|_| item.kind == Kind::Spotlight);
    let own = entry.map(|(_, entry)| entry);
    let expire = [own.and_then(|entry| entry.expire), consent.and_then(|consent| consent.expires)];
    Schedule {
        becomes: match never(item, own, date, calendar) {
            Some(never) => Becomes::Never(never),
            None => {
                let publish = own.and_then(|entry| entry.publish).or(date);
                publish.max(consent.and_then(|consent| consent.given)).map_or(Becomes::Undated, Becomes::At)
            }
        },
        expire: expire.into_iter().flatten().min(),
        entry: entry.map(|(id, _)| id),
        channels: own.map(|entry| entry.channels.clone()).filter(|channels| !channels.is_empty()),
    }
}

/// Why the item does not become public, apart from what it waits for. Consent comes first: it holds at every time.
fn never(item: &Dated<'_>, entry: Option<&Entry>, date: Option<Instant>, calendar: &Calendar) -> Option<Never> {
    let consents = |consent: &Consent| consent.given.is_some() && consent.site && !consent.withdrawn;
    let has_entry = entry.is_some_and(|entry| entry.publish.or(date).is_some());
    if item.kind == Kind::Spotlight && !item.consent.is_some_and(consents) {
        Some(Never::Consent)
    } else if item.draft {
        Some(Never::Draft)
    } else if let Some(entry) = entry.filter(|entry| entry.status != "ready") {
        Some(Never::NotReady(entry.status.clone()))
    } else if calendar.require_entry.contains(&item.kind) && !has_entry {
        Some(Never::NoEntry)
    } else {
        None
    }
}

/// Lets an item wait for others whose schedules are complete. One without a date holds nobody back.
fn wait(index: usize, others: &[usize], schedules: &mut [Schedule]) {
    let mut latest = None;
    let mut never = None;
    for (other, schedule) in others.iter().filter_map(|other| Some((*other, schedules.get(*other)?))) {
        match becomes_ever(schedule) {
            Becomes::At(instant) => latest = latest.max(Some(*instant)),
            Becomes::Undated => {}
            Becomes::Never(_) => never = never.or(Some(ItemId::at(other))),
        }
    }
    let Some(schedule) = schedules.get_mut(index) else { return };
    schedule.becomes = match (&schedule.becomes, never, latest) {
        (Becomes::Never(own), ..) => Becomes::Never(own.clone()),
        (_, Some(other), _) => Becomes::Never(Never::Waits(other)),
        (Becomes::At(own), None, Some(latest)) => Becomes::At(latest.max(*own)),
        (Becomes::Undated, None, Some(latest)) => Becomes::At(latest),
        (own, None, None) => own.clone(),
    };
}

/// When an item becomes public, seen by one that waits for it: what stops before it starts never was public.
fn becomes_ever(schedule: &Schedule) -> &Becomes {
    const NEVER: &Becomes = &Becomes::Never(Never::NoEntry);
    match (&schedule.becomes, schedule.expire) {
        (Becomes::At(instant), Some(expire)) if expire <= *instant => NEVER,
        (becomes, _) => becomes,
    }
}

/// The warning for a piece that stops while it waits. (One that stops before its own `publish` is the calendar's
/// error.)
fn expires_waiting(schedule: &Schedule, item: &Dated<'_>, entry: &Entry, zone: &Zone) -> Option<Diagnostic> {
    let Becomes::At(instant) = schedule.becomes else { return None };
    let expire = entry.expire.filter(|expire| *expire <= instant)?;
    if entry.publish.is_some_and(|publish| expire <= publish) {
        return None;
    }
    Some(
        Diagnostic::warning("never-public", "this piece disappears before it appears")
            .at(entry.span, format!("disappears {}", zone.words(expire)))
            .at(item.span, format!("could appear {}", zone.words(instant)))
            .help("move its `expire`, or take out what it waits for"),
    )
}

#[cfg(test)]
mod tests;
