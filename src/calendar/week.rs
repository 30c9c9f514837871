//! A week, Monday to Sunday: the digest a creator reads on its first morning.

use super::days::{self, Days};
use super::{Post, Standpoint, Subject, Thing, posts};
use crate::model::time::Date;
use crate::parse::Kind;

/// A week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its days.
    pub days: Days,
    /// Spotlights that come up in it and have too few members.
    pub spotlights: Vec<ShortSpotlights>,
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
    let (first, last) = (day.monday(), day.monday().plus_days(6));
    let days = days::of(standpoint, (first, last));
    Week {
        spotlights: days.things.iter().filter_map(|thing| short(standpoint, thing)).collect(),
        posts: posts(standpoint, (first, last)),
        days,
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
