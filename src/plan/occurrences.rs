//! The times of recurrences: each day that a rule names, less the days skipped, as instants in the site's zone.

use crate::model::time::{Date, Instant};
use crate::model::{Detail, ItemId, Recurring, RecurringId, Site};

/// One time of a recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it begins.
    pub starts: Instant,
    /// When it is over; as it begins where it has no length.
    pub ends: Instant,
    /// What recurs.
    pub recurring: RecurringId,
    /// Its day in the site's zone: what it is known by.
    pub date: Date,
    /// The event written for it (`occurrence_of`), whether or not it is public.
    pub event: Option<ItemId>,
}

/// Every occurrence of every recurrence that begins in `from..until`, by time. Skipped days are left out.
pub fn occurrences(site: &Site, from: Instant, until: Instant) -> Vec<Occurrence> {
    let recurrings = site.calendar.recurrings.iter().enumerate();
    let mut found: Vec<Occurrence> =
        recurrings.flat_map(|(index, _)| of_recurring(site, RecurringId::at(index), from, until)).collect();
    found.sort_unstable();
    found
}

/// Those of one recurrence that begin in `from..until`.
pub fn of_recurring(site: &Site, id: RecurringId, from: Instant, until: Instant) -> Vec<Occurrence> {
    let Some(recurring) = site.calendar.recurrings.get(id.index()) else { return Vec::new() };
    let zone = &site.settings.zone;
    // A local day holds instants of the day before and after it in other zones: look a day further on both sides.
    let (first, last) = (zone.date_of(from).plus_days(-1), zone.date_of(until).plus_days(1));
    let dates = recurring.rule.dates_from(recurring.start, recurring.until, first).take_while(|date| *date <= last);
    dates
        .filter(|date| !recurring.skip.contains(date))
        .map(|date| occurrence(site, id, recurring, date))
        .filter(|one| one.starts >= from && one.starts < until)
        .collect()
}

fn occurrence(site: &Site, id: RecurringId, recurring: &Recurring, date: Date) -> Occurrence {
    let starts = site.settings.zone.instant(date, recurring.time).0;
    let ends = starts.plus_seconds(i64::from(recurring.minutes) * 60);
    Occurrence { starts, ends, recurring: id, date, event: event_of(site, id, date) }
}

fn event_of(site: &Site, id: RecurringId, date: Date) -> Option<ItemId> {
    let zone = &site.settings.zone;
    let of_this = |detail: &Detail| matches!(detail, Detail::Event(event) if event.recurring == Some(id) && zone.date_of(event.starts) == date);
    site.iter().find(|(_, item)| of_this(&item.detail)).map(|(id, _)| id)
}
