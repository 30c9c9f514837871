//! A week, Monday to Sunday: the digest a creator reads on its first morning.

use super::month::clock_changes;
use super::{ClockChange, Late, PhaseRun, Post, Standpoint, Subject, Thing, agenda, late, phases, posts};
use crate::model::time::Date;
use crate::parse::Kind;

/// A week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub first: Date,
    /// Its Sunday.
    pub last: Date,
    /// Today, in the site's zone.
    pub today: Date,
    /// Phases that run in it.
    pub phases: Vec<PhaseRun>,
    /// Days on which clocks change in it.
    pub clock_changes: Vec<ClockChange>,
    /// What happens, by day and time.
    pub things: Vec<Thing>,
    /// Spotlights that come up in it and have too few members.
    pub spotlights: Vec<ShortSpotlights>,
    /// Everything late now.
    pub late: Vec<Late>,
    /// Posts ready to paste.
    pub posts: Vec<Post>,
}

/// A spotlight recurrence with fewer members than it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortSpotlights {
    /// Its title.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// Members wanted: least, most.
    pub count: (u32, u32),
    /// Spotlights planned in its month.
    pub planned: u32,
}

/// The week that `day` lies in.
pub fn week(standpoint: Standpoint<'_>, day: Date) -> Week {
    let days = (day.monday(), day.monday().plus_days(6));
    let things = agenda(standpoint, days);
    Week {
        first: days.0,
        last: days.1,
        today: standpoint.today(),
        phases: phases(standpoint, days),
        clock_changes: clock_changes(standpoint, days),
        spotlights: things.iter().filter_map(|thing| short(standpoint, thing)).collect(),
        late: late(standpoint),
        posts: posts(standpoint, days),
        things,
    }
}

fn short(standpoint: Standpoint<'_>, thing: &Thing) -> Option<ShortSpotlights> {
    let Subject::Recurrence(recurrence) = &thing.subject else { return None };
    let count = recurrence.count.filter(|_| recurrence.kind == Kind::Spotlight.name())?;
    let zone = &standpoint.site().settings.zone;
    let in_month = |publish| zone.date_of(publish).first_of_month() == thing.date.first_of_month();
    let planned = standpoint
        .pieces()
        .iter()
        .filter(|piece| piece.kind == Some(Kind::Spotlight) && piece.publish.is_some_and(in_month))
        .count();
    let planned = u32::try_from(planned).unwrap_or(u32::MAX);
    (planned < count.0).then(|| ShortSpotlights { title: recurrence.title.clone(), date: thing.date, count, planned })
}
