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

/// When a piece appears, or is planned to once it is ready. What begins at a time of its own stands on that day.
pub(super) fn instant_of(site: &Site, id: ItemId) -> Option<Instant> {
    let schedule = site.schedule(id);
    let planned = schedule.entry.and_then(|entry| site.calendar.entries.get(entry.index())?.publish);
    let starts = match &site.item(id).detail {
        Detail::Event(event) => Some(event.starts),
        Detail::Offer(offer) => offer.starts,
        Detail::Prompt(task) | Detail::Challenge(task) => task.starts,
        _ => None,
    };
    match &schedule.becomes {
        Becomes::At(instant) => starts.or(Some(*instant)),
        Becomes::Undated => starts,
        Becomes::Never(_) => planned.map(|planned| starts.unwrap_or(planned)),
    }
}

/// What of a kind counts for a phase: what has its day in it, unless its front matter names another phase; and of offers,
/// tracks, series and pages, which stand, what was there before and lasts.
pub(super) fn holds<'a>(
    site: &'a Site,
    phase: &'a RhythmPhase,
    kind: Kind,
    dated: &'a [Dated],
) -> impl Iterator<Item = Option<ItemId>> + 'a {
    let in_days = move |one: &&Dated| {
        one.kind == kind && phase.first <= one.day && one.day <= phase.last && fits(site, phase, one.item)
    };
    let stands = matches!(kind, Kind::Offer | Kind::Track | Kind::Series | Kind::Page);
    let standing = site.of_kind(kind).map(|(id, _)| id).filter(move |id| stands && stood(site, phase, *id));
    dated.iter().filter(in_days).map(|one| one.item).chain(standing.map(Some))
}

/// Whether a piece names no other phase than this.
fn fits(site: &Site, phase: &RhythmPhase, item: Option<ItemId>) -> bool {
    let own = item.and_then(|item| site.item(item).phase);
    own.is_none() || phase.phase.is_none() || own == phase.phase
}

/// Whether a piece was there before the phase begins and is not over by then.
fn stood(site: &Site, phase: &RhythmPhase, id: ItemId) -> bool {
    let begins = site.settings.zone.start_of_day(phase.first);
    let schedule = site.schedule(id);
    let appeared = match &schedule.becomes {
        Becomes::Never(_) => false,
        Becomes::At(_) | Becomes::Undated => instant_of(site, id).is_none_or(|at| at < begins),
    };
    let ends = match &site.item(id).detail {
        Detail::Offer(offer) => offer.ends,
        _ => None,
    };
    appeared && fits(site, phase, Some(id)) && [ends, schedule.expire].into_iter().flatten().all(|end| end > begins)
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
