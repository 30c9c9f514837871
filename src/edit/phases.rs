//! Phases of a rhythm in words: their name, their days as the rhythm counts them, and whom their pieces are for.

use crate::model::time::Date;
use crate::model::{Level, Rhythm, RhythmPhase};

/// `teach (weeks 1–2) of winter`, with the names in backticks.
pub(super) fn name(rhythm: &Rhythm, phase: &RhythmPhase) -> String {
    format!("`{}` ({}) of `{}`", phase.word(), reach(rhythm, phase), rhythm.id.value)
}

/// `beginners`.
pub(super) fn readers(level: Level) -> &'static str {
    match level {
        Level::Beginner => "beginners",
        Level::Intermediate => "intermediate readers",
        Level::Advanced => "advanced readers",
    }
}

/// The phase's days as the rhythm counts them: `weeks 1–2`, `month 3`, `days 8–14`.
pub(super) fn reach(rhythm: &Rhythm, phase: &RhythmPhase) -> String {
    let (from, past) = (rhythm.start.days_until(phase.first), rhythm.start.days_until(phase.last) + 1);
    if from % 7 == 0 && past % 7 == 0 {
        return numbered("week", from / 7 + 1, past / 7);
    }
    let month = |day: Date| (0..=240).find(|months| rhythm.start.plus_months(*months) == day).map(i64::from);
    match (month(phase.first), month(phase.last.plus_days(1))) {
        (Some(from), Some(past)) => numbered("month", from + 1, past),
        _ => numbered("day", from + 1, past),
    }
}

fn numbered(unit: &str, first: i64, last: i64) -> String {
    if first == last { format!("{unit} {first}") } else { format!("{unit}s {first}–{last}") }
}
