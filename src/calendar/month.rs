//! A month: what happens on its days, which phases run, and what is late.

use super::{Late, PhaseRun, Standpoint, Thing, agenda, late, phases};
use crate::model::time::Date;

/// A month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Today, in the site's zone.
    pub today: Date,
    /// Phases that run in it.
    pub phases: Vec<PhaseRun>,
    /// Days on which clocks change in it.
    pub clock_changes: Vec<ClockChange>,
    /// What happens, by day and time.
    pub things: Vec<Thing>,
    /// Everything late now, whatever its month.
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
pub fn month(standpoint: Standpoint<'_>, day: Date) -> Month {
    let days = (day.first_of_month(), day.last_of_month());
    Month {
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
pub(super) fn clock_changes(standpoint: Standpoint<'_>, (first, last): (Date, Date)) -> Vec<ClockChange> {
    let zone = &standpoint.site().settings.zone;
    let offset = |day: Date| zone.parts(zone.start_of_day(day)).offset_minutes;
    let days = (0..=first.days_until(last)).map(|number| first.plus_days(number));
    let changes = days.map(|date| ClockChange { date, from: offset(date), to: offset(date.plus_days(1)) });
    changes.filter(|change| change.from != change.to).collect()
}

impl Month {
    /// What happens on a day.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(move |thing| thing.date == date)
    }
}
