//! Phases of a rhythm: their names in words, and what stands in them already.

use crate::model::time::{Date, Instant, Zone};
use crate::model::{Becomes, Detail, Entry, ItemId, Level, Phase, Rhythm, RhythmPhase, Site};
use crate::parse::Kind;

/// Something that stands on a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// Its day.
    pub(super) day: Date,
    /// Its kind.
    pub(super) kind: Kind,
    /// The piece; none for an idea.
    pub(super) item: Option<ItemId>,
}

/// Every piece with a date and every idea with one.
pub(super) fn dated(site: &Site) -> Vec<Dated> {
    let zone = &site.settings.zone;
    let pieces = site.iter().filter_map(|(id, item)| {
        let day = zone.date_of(instant_of(site, id)?);
        Some(Dated { day, kind: item.kind, item: Some(id) })
    });
    let ideas = site.calendar.entries.iter().filter(|entry| entry.item.is_none());
    let ideas = ideas.filter_map(|idea| Some(Dated { day: day_of(idea, zone)?, kind: idea.kind?, item: None }));
    pieces.chain(ideas).collect()
}

fn day_of(entry: &Entry, zone: &Zone) -> Option<Date> {
    entry.publish.map(|publish| zone.date_of(publish))
}

/// When a piece appears, or is planned to once it is ready. What begins on a day of its own stands on that day.
pub(super) fn instant_of(site: &Site, id: ItemId) -> Option<Instant> {
    let schedule = site.schedule(id);
    let planned = schedule.entry.and_then(|entry| site.calendar.entries.get(entry.index())?.publish);
    match (&schedule.becomes, planned) {
        (Becomes::At(instant), _) => Some(*instant),
        (Becomes::Never(_), planned) => planned,
        (Becomes::Undated, _) => match &site.item(id).detail {
            Detail::Offer(offer) => offer.starts,
            Detail::Prompt(task) | Detail::Challenge(task) => task.starts,
            _ => None,
        },
    }
}

/// What of a kind counts for a phase. While things are set up, what was there before counts too.
pub(super) fn holds<'a>(
    site: &'a Site,
    phase: &'a RhythmPhase,
    kind: Kind,
    dated: &'a [Dated],
) -> impl Iterator<Item = Option<ItemId>> + 'a {
    let fits = move |one: &&Dated| match phase.phase {
        None => one.day <= phase.last,
        Some(wanted) => {
            let own = one.item.and_then(|item| site.item(item).phase);
            phase.first <= one.day && one.day <= phase.last && own.is_none_or(|own| own == wanted)
        }
    };
    let undated = site.of_kind(kind).map(|(id, _)| id).filter(move |id| {
        phase.phase.is_none()
            && site.schedule(*id).becomes == Becomes::Undated
            && !dated.iter().any(|one| one.item == Some(*id))
    });
    dated.iter().filter(move |one| one.kind == kind).filter(fits).map(|one| one.item).chain(undated.map(Some))
}

/// `the phase teach (weeks 1–2) of winter`, with the names in backticks.
pub(super) fn name(rhythm: &Rhythm, phase: &RhythmPhase) -> String {
    format!("`{}` ({}) of `{}`", phase_word(phase), reach(rhythm, phase), rhythm.id.value)
}

/// `teach`; while things are set up, `set-up`.
pub(super) fn phase_word(phase: &RhythmPhase) -> &'static str {
    match phase.phase {
        None => "set-up",
        Some(Phase::Teach) => "teach",
        Some(Phase::Prove) => "prove",
        Some(Phase::Support) => "support",
        Some(Phase::Community) => "community",
    }
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
