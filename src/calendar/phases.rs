//! Where the rhythms stand: the phases that run on some days, and what each still wants.

use super::{Piece, Standpoint, Status};
use crate::model::time::Date;
use crate::model::{Level, Phase, Rhythm, RhythmPhase};
use crate::parse::Kind;

/// A phase of a rhythm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseRun {
    /// The rhythm's id.
    pub rhythm: String,
    /// Its phase; none while things are set up.
    pub phase: Option<Phase>,
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

/// How many pieces of a kind a phase wants, and has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Kind.
    pub kind: Kind,
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
    /// Pieces of the phase's days that are public or ready.
    pub done: u32,
    /// Pieces and ideas of its days that are not finished yet.
    pub planned: u32,
}

/// The phases that run on any of the days `first..=last`, in the order of the calendar.
pub fn phases(standpoint: Standpoint<'_>, (first, last): (Date, Date)) -> Vec<PhaseRun> {
    let pieces = standpoint.pieces();
    let all = standpoint.site().calendar.rhythms.iter();
    let runs = all.flat_map(|rhythm| rhythm.phases.iter().map(move |phase| (rhythm, phase)));
    let meets = |phase: &RhythmPhase| phase.first <= last && phase.last >= first;
    runs.filter(|(_, phase)| meets(phase)).map(|(rhythm, phase)| run(standpoint, rhythm, phase, &pieces)).collect()
}

fn run(standpoint: Standpoint<'_>, rhythm: &Rhythm, phase: &RhythmPhase, pieces: &[Piece]) -> PhaseRun {
    let week = |day: Date| rhythm.start.days_until(day).div_euclid(7) + 1;
    let end = rhythm.phases.iter().map(|phase| phase.last).max().unwrap_or(phase.last);
    let today = standpoint.today();
    let own: Vec<&Piece> = pieces.iter().filter(|piece| belongs(standpoint, piece, phase)).collect();
    PhaseRun {
        rhythm: rhythm.id.value.clone(),
        phase: phase.phase,
        first: phase.first,
        last: phase.last,
        weeks: (week(phase.first), week(phase.last)),
        of_weeks: week(end),
        this_week: (phase.first..=phase.last).contains(&today).then(|| week(today)),
        wants: phase.want.iter().map(|want| wanted(*want, &own)).collect(),
        levels_missing: levels_missing(standpoint, phase, &own),
    }
}

/// Whether a piece has its day in a phase and is of it; an idea names no phase, so its day alone decides.
fn belongs(standpoint: Standpoint<'_>, piece: &Piece, phase: &RhythmPhase) -> bool {
    let site = standpoint.site();
    let day = piece.publish.map(|publish| site.settings.zone.date_of(publish));
    let in_days = day.is_some_and(|day| (phase.first..=phase.last).contains(&day));
    let own = piece.item.and_then(|id| site.item(id).phase);
    in_days && (phase.phase.is_none() || own.is_none() || own == phase.phase)
}

fn wanted((kind, least, most): (Kind, u32, u32), own: &[&Piece]) -> Wanted {
    let count = |fits: fn(Status) -> bool| {
        let fitting = own.iter().filter(|piece| piece.kind == Some(kind) && fits(piece.status)).count();
        u32::try_from(fitting).unwrap_or(u32::MAX)
    };
    Wanted { kind, least, most, done: count(Status::is_done), planned: count(|status| !status.is_done()) }
}

fn levels_missing(standpoint: Standpoint<'_>, phase: &RhythmPhase, own: &[&Piece]) -> Vec<Level> {
    let there = |level: &Level| {
        own.iter().filter_map(|piece| piece.item).any(|id| standpoint.site().item(id).level == Some(*level))
    };
    phase.levels.iter().copied().filter(|level| !there(level)).collect()
}

impl PhaseRun {
    /// The week of the rhythm that one of its days lies in.
    pub fn week_of(&self, day: Date) -> i64 {
        self.weeks.0 + self.first.days_until(day).div_euclid(7)
    }

    /// The word for its phase, which is also its name in JSON.
    pub fn word(&self) -> &'static str {
        match self.phase {
            None => "set up",
            Some(Phase::Teach) => "teach",
            Some(Phase::Prove) => "prove",
            Some(Phase::Support) => "support",
            Some(Phase::Community) => "community",
        }
    }

    /// The words for the levels that are missing.
    pub fn missing_words(&self) -> Vec<&'static str> {
        let word = |level: &Level| match level {
            Level::Beginner => "beginner",
            Level::Intermediate => "intermediate",
            Level::Advanced => "advanced",
        };
        self.levels_missing.iter().map(word).collect()
    }
}
