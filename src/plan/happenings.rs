//! What readers put into their calendars: public events, the times of what recurs, the last days of tasks.
//!
//! Recurrences are told for a window that begins with the current local month and holds thirteen, so that the lists change
//! at the first instant of a month and not with the clock. Times of the window that are over stay in it.

use std::collections::BTreeSet;

use super::lists::Seen;
use super::occurrences::{Dates, Occurrence};
use crate::model::time::{Date, Instant, Zone};
use crate::model::{Becomes, Detail, Event, ItemId, Recurring, RecurringId, Site, Task};
use crate::parse::Kind;

/// Months of the window.
const MONTHS: i32 = 13;
/// Months on each side of a recurrence's dates in which a window can reach or leave them.
const REACH: i32 = MONTHS + 1;
/// Dates of a recurrence that pages promise.
const NEXT: usize = 3;

/// One entry of a reader's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub time: HappeningTime,
    /// The recurrence it is a time of, and its day.
    pub occurrence: Option<(RecurringId, Date)>,
    /// The event or task that readers can see; none where only the recurrence promises it.
    pub item: Option<ItemId>,
    /// Since when it can be known.
    pub stamp: Instant,
    /// How often it was changed.
    pub sequence: u32,
    /// Whether its day is skipped.
    pub status: HappeningStatus,
    /// Whether lists may show it; an unlisted event is known to its own page alone.
    pub listed: bool,
}

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HappeningTime {
    /// From an instant, to another where that is known.
    From(Instant, Option<Instant>),
    /// The last day of a task.
    LastDay(Date),
    /// The end of a task, at a time of day.
    End(Instant),
}

/// Whether something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HappeningStatus {
    /// It does.
    TakesPlace,
    /// It would have, but its day is skipped.
    Skipped,
}

/// All of them, by time.
pub(super) fn happenings(seen: Seen<'_>, now: Instant) -> Vec<Happening> {
    let all = recurrings(seen.site).filter(|(_, recurring)| is_attended(recurring));
    let mut found: Vec<Happening> = all.flat_map(|(id, _)| of_recurring(seen, id, now)).collect();
    found.extend(events(seen));
    found.extend(seen.listed().filter_map(|(id, item)| match &item.detail {
        Detail::Prompt(task) | Detail::Challenge(task) => deadline(seen, id, task),
        _ => None,
    }));
    let zone = &seen.site.settings.zone;
    found.sort_by_key(|one| (one.begins(zone), one.occurrence, one.item));
    found
}

impl Happening {
    /// When it begins.
    pub fn begins(&self, zone: &Zone) -> Instant {
        match self.time {
            HappeningTime::From(instant, _) | HappeningTime::End(instant) => instant,
            HappeningTime::LastDay(date) => zone.start_of_day(date),
        }
    }
}

/// The next dates that pages promise: of each recurrence a few that are not over and have no page of their own, by time.
pub(super) fn next_dates(seen: Seen<'_>, now: Instant) -> Vec<Occurrence> {
    let today = seen.site.settings.zone.date_of(now);
    let of_one = |(id, recurring): (_, &Recurring)| {
        let dates = Dates::of(seen.site, id)?;
        // What began days ago may still go on.
        let days = i64::from(recurring.minutes / (24 * 60)) + 1;
        let kept = dates.from(today.plus_days(-days)).filter(|date| !dates.is_skipped(*date));
        let coming = kept.map(|date| dates.occurrence(date)).filter(|one| is_ahead(one, now));
        Some(coming.filter(|one| shown(seen, one).is_none()).take(NEXT).collect::<Vec<_>>())
    };
    let mut found: Vec<Occurrence> = promised(seen.site).filter_map(of_one).flatten().collect();
    found.sort_unstable();
    found
}

fn is_ahead(one: &Occurrence, now: Instant) -> bool {
    one.ends > now
}

/// Recurrences that pages speak of: what readers attend; on `/upcoming/` all.
pub(super) fn promised(site: &Site) -> impl Iterator<Item = (RecurringId, &Recurring)> {
    recurrings(site).filter(|(_, recurring)| site.settings.upcoming || is_attended(recurring))
}

fn recurrings(site: &Site) -> impl Iterator<Item = (RecurringId, &Recurring)> {
    site.calendar.recurrings.iter().enumerate().map(|(index, recurring)| (RecurringId::at(index), recurring))
}

/// Whether it is something to come to; a prompt, a challenge or a spotlight that recurs is a promise of a page.
pub(super) fn is_attended(recurring: &Recurring) -> bool {
    matches!(recurring.kind.as_str(), "event" | "check-in")
}

/// The event written for an occurrence, if readers can see and find it.
fn shown(seen: Seen<'_>, one: &Occurrence) -> Option<ItemId> {
    one.event.filter(|id| seen.is_public(*id) && seen.site.item(*id).listed)
}

/// The times of a recurrence in the window that no event of its own tells of. A calendar with none keeps the nearest, so
/// that it stays one that programs accept.
fn of_recurring(seen: Seen<'_>, id: RecurringId, now: Instant) -> Vec<Happening> {
    let Some(dates) = Dates::of(seen.site, id) else { return Vec::new() };
    let first = seen.site.settings.zone.date_of(now).first_of_month();
    let last = first.plus_months(MONTHS).plus_days(-1);
    let mut days: Vec<Date> = dates.from(first).take_while(|date| *date <= last).collect();
    if days.is_empty() {
        let before = dates.from(dates.recurring.start).take_while(|date| *date < first).last();
        days.extend(before.or_else(|| dates.from(first).next()));
    }
    let open = days.into_iter().map(|date| dates.occurrence(date)).filter(|one| shown(seen, one).is_none());
    open.map(|one| of_occurrence(seen.site, &dates, &one)).collect()
}

fn of_occurrence(site: &Site, dates: &Dates<'_>, one: &Occurrence) -> Happening {
    let is_skipped = dates.is_skipped(one.date);
    let revision = dates.recurring.revision;
    Happening {
        time: HappeningTime::From(one.starts, (one.ends > one.starts).then_some(one.ends)),
        occurrence: Some((one.recurring, one.date)),
        item: None,
        stamp: reached(&site.settings.zone, one.date),
        // A calendar takes back a day only for a newer word on it.
        sequence: revision.saturating_add(u32::from(is_skipped)),
        status: if is_skipped { HappeningStatus::Skipped } else { HappeningStatus::TakesPlace },
        listed: true,
    }
}

/// Public events, whenever they are. One of a recurrence is known as its day is, so that nobody sees both; of two for one
/// day only the first.
fn events(seen: Seen<'_>) -> Vec<Happening> {
    let zone = &seen.site.settings.zone;
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for (id, item) in seen.site.of_kind(Kind::Event) {
        let Detail::Event(event) = &item.detail else { continue };
        let occurrence = event.recurring.map(|recurring| (recurring, zone.date_of(event.starts)));
        let occurrence = occurrence.filter(|occurrence| taken.insert(*occurrence));
        if seen.is_public(id) {
            found.push(Happening { listed: item.listed, ..of_event(seen, id, event, occurrence) });
        }
    }
    found
}

fn of_event(seen: Seen<'_>, id: ItemId, event: &Event, occurrence: Option<(RecurringId, Date)>) -> Happening {
    let zone = &seen.site.settings.zone;
    let recurring = occurrence.and_then(|(id, _)| seen.site.calendar.recurrings.get(id.index()));
    let ends = event.ends.filter(|ends| *ends > event.starts);
    Happening {
        time: HappeningTime::From(event.starts, ends),
        occurrence,
        item: Some(id),
        stamp: stamp(seen, id, zone.date_of(event.starts), occurrence),
        sequence: event.revision.saturating_add(recurring.map_or(0, |recurring| recurring.revision)),
        status: HappeningStatus::TakesPlace,
        listed: true,
    }
}

/// When a piece became public; of an occurrence not before its day could be known, for the newer word counts.
fn stamp(seen: Seen<'_>, id: ItemId, date: Date, occurrence: Option<(RecurringId, Date)>) -> Instant {
    let reached = reached(&seen.site.settings.zone, date);
    match (&seen.site.schedule(id).becomes, occurrence) {
        (Becomes::At(instant), None) => *instant,
        (Becomes::At(instant), Some(_)) => reached.max(*instant),
        _ => reached,
    }
}

/// The instant at which the window first holds a day.
fn reached(zone: &Zone, date: Date) -> Instant {
    zone.start_of_day(date.first_of_month().plus_months(1 - MONTHS))
}

/// The last day of a prompt or challenge, or the time it ends at.
fn deadline(seen: Seen<'_>, id: ItemId, task: &Task) -> Option<Happening> {
    let zone = &seen.site.settings.zone;
    let ends = task.ends?;
    let last = zone.date_of(ends.plus_seconds(-1));
    let is_end_of_day = zone.end_of_day(last) == ends;
    Some(Happening {
        time: if is_end_of_day { HappeningTime::LastDay(last) } else { HappeningTime::End(ends) },
        occurrence: None,
        item: Some(id),
        stamp: stamp(seen, id, last, None),
        sequence: 0,
        status: HappeningStatus::TakesPlace,
        listed: true,
    })
}

/// Instants near `now` at which a promise of a recurrence may change, with the reasons in words: a date that is over, and
/// the window that moves on. A recurrence that is over or far off is looked at where it ends or begins.
pub(super) fn changes(site: &Site, now: Instant) -> Vec<(Instant, String)> {
    let zone = &site.settings.zone;
    let today = zone.date_of(now);
    let mut found = Vec::new();
    for (id, recurring) in promised(site) {
        let Some(dates) = Dates::of(site, id) else { continue };
        let began = if today < recurring.start { recurring.start } else { today };
        let anchor = recurring.until.filter(|until| *until < began).unwrap_or(began);
        let (first, last) = (anchor.plus_months(-REACH), anchor.plus_months(REACH));
        let kept = |from: Date| dates.from(from).filter(|date| !dates.is_skipped(*date));
        let before = kept(recurring.start).take_while(|date| *date < first).last();
        let days = before.into_iter().chain(kept(first).take_while(|date| *date <= last));
        let days = days.chain(kept(last.plus_days(1)).take(1));
        let name = &recurring.id.value;
        let over = |date: Date| (dates.occurrence(date).ends, format!("`{name}` on {date} is over"));
        found.extend(days.map(over));
        let months = (0..=2 * REACH).map(|month| first.first_of_month().plus_months(month));
        found.extend(months.map(|month| {
            (zone.start_of_day(month), "the calendar that readers subscribe to moves on by a month".to_owned())
        }));
    }
    found
}
