//! Where the rhythms stand: the phases that run on some days, and what each still wants.
//!
//! What counts: a piece of the kind whose day lies in the phase, unless its front matter names another phase. Offers,
//! tracks, series and pages stand: what is there before counts towards the least, but is never one too many.

use super::{Piece, Standpoint, Status};
use crate::model::time::{Date, Instant};
use crate::model::{Detail, Item, Level, Phase, Rhythm, RhythmPhase};
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
    /// Pieces that were there before and still stand.
    pub standing: u32,
}

impl Wanted {
    /// How many are still to be planned.
    pub fn missing(&self) -> u32 {
        self.least.saturating_sub(self.done + self.planned + self.standing)
    }
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
    let held = Held::of(standpoint, phase, pieces);
    let wants: Vec<Wanted> = phase.want.iter().map(|want| held.wanted(*want)).collect();
    PhaseRun {
        rhythm: rhythm.id.value.clone(),
        phase: phase.phase,
        first: phase.first,
        last: phase.last,
        weeks: (week(phase.first), week(phase.last)),
        of_weeks: week(end),
        this_week: (phase.first..=phase.last).contains(&today).then(|| week(today)),
        levels_missing: held.levels_missing(standpoint, phase, &wants),
        wants,
    }
}

/// The pieces of a phase.
struct Held<'a> {
    /// Those whose day lies in it.
    own: Vec<&'a Piece>,
    /// Those that stood before.
    standing: Vec<&'a Piece>,
}

impl<'a> Held<'a> {
    fn of(standpoint: Standpoint<'_>, phase: &RhythmPhase, pieces: &'a [Piece]) -> Self {
        let fitting = |piece: &&Piece| fits(item(standpoint, piece), phase);
        let in_days =
            |piece: &&Piece| day_of(standpoint, piece).is_some_and(|day| (phase.first..=phase.last).contains(&day));
        Held {
            own: pieces.iter().filter(fitting).filter(in_days).collect(),
            standing: pieces.iter().filter(fitting).filter(|piece| stood(standpoint, piece, phase.first)).collect(),
        }
    }

    fn wanted(&self, (kind, least, most): (Kind, u32, u32)) -> Wanted {
        let count = |pieces: &[&Piece], fits: fn(Status) -> bool| {
            let fitting = pieces.iter().filter(|piece| piece.kind == Some(kind) && fits(piece.status)).count();
            u32::try_from(fitting).unwrap_or(u32::MAX)
        };
        Wanted {
            kind,
            least,
            most,
            done: count(&self.own, Status::is_done),
            planned: count(&self.own, |status| !status.is_done()),
            standing: count(&self.standing, Status::is_done),
        }
    }

    /// Levels that no piece has. Ideas, and pieces still to be planned, may become of any level.
    fn levels_missing(&self, standpoint: Standpoint<'_>, phase: &RhythmPhase, wants: &[Wanted]) -> Vec<Level> {
        let pieces = || self.own.iter().chain(&self.standing);
        let is_there =
            |level: &Level| pieces().filter_map(|piece| item(standpoint, piece)).any(|item| item.level == Some(*level));
        let open = wants.iter().map(|want| want.missing() as usize).sum::<usize>();
        let open = open + self.own.iter().filter(|piece| piece.item.is_none()).count();
        phase.levels.iter().copied().filter(|level| !is_there(level)).skip(open).collect()
    }
}

fn item<'a>(standpoint: Standpoint<'a>, piece: &Piece) -> Option<&'a Item> {
    piece.item.map(|id| standpoint.site().item(id))
}

/// Whether an item names no other phase; an idea names none.
fn fits(item: Option<&Item>, phase: &RhythmPhase) -> bool {
    let own = item.and_then(|item| item.phase);
    own.is_none() || phase.phase.is_none() || own == phase.phase
}

/// The day a piece is counted on: when it begins, for what begins, else when it appears.
fn day_of(standpoint: Standpoint<'_>, piece: &Piece) -> Option<Date> {
    let at = item(standpoint, piece).and_then(starts).or(piece.publish)?;
    Some(standpoint.site().settings.zone.date_of(at))
}

fn starts(item: &Item) -> Option<Instant> {
    match &item.detail {
        Detail::Event(event) => Some(event.starts),
        Detail::Prompt(task) | Detail::Challenge(task) => task.starts,
        Detail::Offer(offer) => offer.starts,
        _ => None,
    }
}

/// Whether a piece of a lasting kind was there before a day, and is not over by then.
fn stood(standpoint: Standpoint<'_>, piece: &Piece, first: Date) -> bool {
    let lasts = matches!(piece.kind, Some(Kind::Offer | Kind::Track | Kind::Series | Kind::Page));
    let begins = standpoint.site().settings.zone.start_of_day(first);
    let ends = match item(standpoint, piece).map(|item| &item.detail) {
        Some(Detail::Offer(offer)) => offer.ends,
        _ => None,
    };
    let was_there = day_of(standpoint, piece).is_none_or(|day| day < first);
    lasts && was_there && [ends, piece.expire].into_iter().flatten().all(|end| end > begins)
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
