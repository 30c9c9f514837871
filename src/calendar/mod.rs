//! What a creator asks the calendar: a month, a week, what is unfinished, what comes next.
//!
//! Answers are plain data about everything planned, public or not: they are for the creator's eyes alone. Knows nothing of
//! terminals and JSON, and writes no file.

mod agenda;
mod backlog;
mod cadence;
mod changed;
mod coming;
mod coverage;
mod days;
mod gaps;
pub mod held;
mod issues;
mod late;
mod own;
mod phases;
mod piece;
mod posts;
mod wakes;
mod week;

pub use agenda::{Recurrence, Subject, Thing, What, agenda};
pub use backlog::{Backlog, Group, backlog};
pub use cadence::{Kept, cadence_kept};
pub use changed::{Changed, Deployed, changed_since, deployed_changed};
pub use coming::changes;
pub use coverage::{Coverage, Covering, coverage};
pub use days::{ClockChange, Days, month};
pub use gaps::{Theme, few, gaps, gaps_by_theme};
pub use held::Wanted;
pub use issues::{PlannedIssue, Sending, issues, issues_out, left_out, next_issue};
pub use late::{Late, Missed, late};
pub use own::{OwnDate, OwnTime, Purpose, own_dates};
pub use phases::{PhaseRun, phases};
pub use piece::{Mention, Piece, Status};
pub use posts::{MOST_CHARACTERS, Post, posts};
pub use wakes::{Wake, wakes};
pub use week::{ShortSpotlights, Week, week};

use crate::model::Site;
use crate::model::time::{Date, Instant};
use crate::plan::{Moment, Plan, World, plan};

/// What every question is answered from: a site, and the plan of the moment it is asked at.
#[derive(Clone, Copy, Debug)]
pub struct Standpoint<'a> {
    /// The site, and what to plan other moments with.
    pub world: World<'a>,
    /// Now.
    pub moment: Moment,
    /// The plan now.
    pub plan: &'a Plan,
}

impl<'a> Standpoint<'a> {
    /// The site.
    pub fn site(&self) -> &'a Site {
        self.world.site
    }

    /// Today, in the site's zone.
    pub fn today(&self) -> Date {
        self.site().settings.zone.date_of(self.moment.now)
    }

    /// The plan of another moment.
    fn plan_at(&self, at: Instant) -> Plan {
        plan(self.world, Moment { now: at, ..self.moment })
    }

    /// The days `first..=last` as instants, the end exclusive.
    fn span(&self, (first, last): (Date, Date)) -> (Instant, Instant) {
        let zone = &self.site().settings.zone;
        (zone.start_of_day(first), zone.end_of_day(last))
    }
}
