//! The times of recurrences: each day that a rule names, less the days skipped, as instants in the site's zone.

use std::collections::BTreeMap;

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
    let zone = &site.settings.zone;
    // A local day holds instants of the day before and after it in other zones: look a day further on both sides.
    let (first, last) = (zone.date_of(from).plus_days(-1), zone.date_of(until).plus_days(1));
    let Some(dates) = Dates::of(site, id) else { return Vec::new() };
    let kept = dates.from(first).take_while(|date| *date <= last).filter(|date| !dates.is_skipped(*date));
    kept.map(|date| dates.occurrence(date)).filter(|one| one.starts >= from && one.starts < until).collect()
}

/// The days of a recurrence, with the events written for them.
pub(super) struct Dates<'a> {
    site: &'a Site,
    id: RecurringId,
    pub(super) recurring: &'a Recurring,
    events: BTreeMap<Date, ItemId>,
}

impl<'a> Dates<'a> {
    pub(super) fn of(site: &'a Site, id: RecurringId) -> Option<Self> {
        let zone = &site.settings.zone;
        let event = |(item_id, item): (ItemId, &crate::model::Item)| match &item.detail {
            Detail::Event(event) if event.recurring == Some(id) => Some((zone.date_of(event.starts), item_id)),
            _ => None,
        };
        let recurring = site.calendar.recurrings.get(id.index())?;
        // Of two events for one day, which the model lets pass, the first counts: it is put in last.
        let events = site.iter().filter_map(event).collect::<Vec<_>>().into_iter().rev().collect();
        Some(Dates { site, id, recurring, events })
    }

    /// The days that the rule names from `first` on, skipped ones too.
    pub(super) fn from(&self, first: Date) -> impl Iterator<Item = Date> + use<'a> {
        let Recurring { rule, start, until, .. } = self.recurring;
        rule.dates_from(*start, *until, first)
    }

    pub(super) fn is_skipped(&self, date: Date) -> bool {
        self.recurring.skip.contains(&date)
    }

    pub(super) fn occurrence(&self, date: Date) -> Occurrence {
        let starts = self.site.settings.zone.instant(date, self.recurring.time).0;
        let ends = starts.plus_seconds(i64::from(self.recurring.minutes) * 60);
        Occurrence { starts, ends, recurring: self.id, date, event: self.events.get(&date).copied() }
    }
}
