//! Where the rhythms stand: the phases that run on some days, and what each still wants. What counts says `held.rs`.

use super::Standpoint;
use super::held::{Countable, Wanted, countables, levels_missing, wants};
use crate::model::time::Date;
use crate::model::{Level, Phase, Rhythm, RhythmPhase};

/// A phase of a rhythm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseRun {
    /// The rhythm's id.
    pub rhythm: String,
    /// Its phase; none while things are set up.
    pub phase: Option<Phase>,
    /// The word for its phase.
    pub word: &'static str,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Its first and last week, counted from the rhythm's start; week 0 is the one before.
    pub weeks: (i64, i64),
    /// Weeks of the whole rhythm.
    pub of_weeks: i64,
    /// The week that today lies in, while the phase runs.
    pub this_week: Option<i64>,
    /// What it wants of each kind.
    pub wants: Vec<Wanted>,
    /// Levels that must be there and are not planned.
    pub levels_missing: Vec<Level>,
}

/// The phases that run on any of the days `first..=last`, in the order of the calendar.
pub fn phases(standpoint: Standpoint<'_>, (first, last): (Date, Date)) -> Vec<PhaseRun> {
    let countables = countables(standpoint.site());
    let all = standpoint.site().calendar.rhythms.iter();
    let runs = all.flat_map(|rhythm| rhythm.phases.iter().map(move |phase| (rhythm, phase)));
    let meets = |phase: &RhythmPhase| phase.first <= last && phase.last >= first;
    runs.filter(|(_, phase)| meets(phase))
        .map(|(rhythm, phase)| run(standpoint.today(), rhythm, phase, &countables))
        .collect()
}

fn run(today: Date, rhythm: &Rhythm, phase: &RhythmPhase, countables: &[Countable]) -> PhaseRun {
    let week = |day: Date| rhythm.start.days_until(day).div_euclid(7) + 1;
    let end = rhythm.phases.iter().map(|phase| phase.last).max().unwrap_or(phase.last);
    PhaseRun {
        rhythm: rhythm.id.value.clone(),
        phase: phase.phase,
        word: phase.word(),
        first: phase.first,
        last: phase.last,
        weeks: (week(phase.first), week(phase.last)),
        of_weeks: week(end),
        this_week: phase.holds(today).then(|| week(today)),
        levels_missing: levels_missing(phase, countables),
        wants: wants(phase, countables),
    }
}

impl PhaseRun {
    /// The week of the rhythm that one of its days lies in.
    pub fn week_of(&self, day: Date) -> i64 {
        self.weeks.0 + self.first.days_until(day).div_euclid(7)
    }
}
