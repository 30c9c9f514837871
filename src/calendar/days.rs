//! Some days, such as those of a month: what happens on them, which phases run, and what is late.

use super::{Late, PhaseRun, Standpoint, Thing, agenda, late, phases};
use crate::model::time::Date;

/// Days in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Today, in the site's zone.
    pub today: Date,
    /// Phases that run on any of them.
    pub phases: Vec<PhaseRun>,
    /// Those on which clocks change.
    pub clock_changes: Vec<ClockChange>,
    /// What happens, by day and time.
    pub things: Vec<Thing>,
    /// Everything late now, whatever its day.
    pub late: Vec<Late>,
}

/// A day on which clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The day.
    pub date: Date,
    /// Minutes east of UTC as it begins.
    pub from: i32,
    /// Minutes east of UTC as it ends.
    pub to: i32,
}

/// The month that `day` lies in.
pub fn month(standpoint: Standpoint<'_>, day: Date) -> Days {
    of(standpoint, (day.first_of_month(), day.last_of_month()))
}

/// The days `first..=last`.
pub(super) fn of(standpoint: Standpoint<'_>, days: (Date, Date)) -> Days {
    Days {
        first: days.0,
        last: days.1,
        today: standpoint.today(),
        phases: phases(standpoint, days),
        clock_changes: clock_changes(standpoint, days),
        things: agenda(standpoint, days),
        late: late(standpoint),
    }
}

/// The days of a range on which clocks change.
fn clock_changes(standpoint: Standpoint<'_>, (first, last): (Date, Date)) -> Vec<ClockChange> {
    let zone = &standpoint.site().settings.zone;
    let offset = |day: Date| zone.parts(zone.start_of_day(day)).offset_minutes;
    let days = (0..=first.days_until(last)).map(|number| first.plus_days(number));
    let changes = days.map(|date| ClockChange { date, from: offset(date), to: offset(date.plus_days(1)) });
    changes.filter(|change| change.from != change.to).collect()
}

impl Days {
    /// What happens on a day.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(move |thing| thing.date == date)
    }
}
