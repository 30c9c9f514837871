//! `hub calendar fill`: what the phases of a rhythm still want, as ideas on days of their own.
//!
//! Deterministic, and complete after once: the ideas it wrote are counted the next time.

use std::collections::BTreeSet;

use super::calendar::{new_entries, unreadable};
use super::layout::NewBlock;
use super::phases;
use super::toml::quoted;
use super::typed::when;
use super::{Changed, Desk, Edited, Outcome, carry_out};
use crate::calendar::held::{Countable, countables, levels_absent, wants};
use crate::diagnostic::{listed, nearest_help};
use crate::error::Error;
use crate::model::time::{Date, Instant};
use crate::model::{Level, Rhythm, RhythmPhase, Site};
use crate::parse::Kind;
use crate::plan;

const FIRST_RHYTHM: &str = "write one first: `[[rhythm]]` with `id`, `start` and `template = \"creator-90\"`";

/// One idea that a phase wants.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    kind: Kind,
    title: String,
    day: Date,
}

/// Writes what the rhythm `id`, or the only one, still wants.
///
/// # Errors
/// There is no such rhythm, or a file can't be written.
pub fn fill(desk: Desk<'_>, id: Option<&str>) -> Result<Outcome, Error> {
    if let Some(outcome) = unreadable(desk) {
        return Ok(outcome);
    }
    let site = &desk.found.site;
    let rhythm = rhythm(site, id)?;
    let id = rhythm.id.value.as_str();
    let mut filling = Filling::new(site, rhythm, desk.found.moment.now);
    for phase in &rhythm.phases {
        filling.phase(phase);
    }
    let Filling { mut slots, said, .. } = filling;
    slots.sort_by_key(|slot| slot.day);
    if slots.is_empty() {
        let nothing = format!("`{id}` has all it wants from today on: nothing to add");
        return Ok(Outcome::Done(Edited { also: [vec![nothing], said].concat(), ..Edited::default() }));
    }
    let blocks: Vec<NewBlock> = slots.iter().map(|slot| block(site, slot, id)).collect();
    let draft = new_entries(desk, &blocks)?;
    carry_out(desk, &draft, |_, _, lines| {
        let changes = slots.iter().zip(&blocks).enumerate();
        let changes = changes.map(|(number, (slot, block))| {
            changed(site, slot, lines.get(&number).copied().unwrap_or(1), block.publish)
        });
        (changes.collect(), said)
    })
}

fn rhythm<'a>(site: &'a Site, id: Option<&str>) -> Result<&'a Rhythm, Error> {
    let rhythms = &site.calendar.rhythms;
    let known: Vec<&str> = rhythms.iter().map(|rhythm| rhythm.id.value.as_str()).collect();
    let each = || known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let Some(id) = id else {
        return match rhythms.as_slice() {
            [only] => Ok(only),
            [] => Err(Error::refused("the calendar has no rhythm", FIRST_RHYTHM)),
            _ => Err(Error::refused("the calendar has several rhythms", format!("say which of them: {}", each()))),
        };
    };
    rhythms.iter().find(|rhythm| rhythm.id.value == id).ok_or_else(|| {
        let help = match known.as_slice() {
            [] => FIRST_RHYTHM.to_owned(),
            known => nearest_help(id, known.iter().copied()).unwrap_or_else(|| format!("there is {}", each())),
        };
        Error::refused(format!("the calendar has no rhythm `{id}`"), help)
    })
}

fn block(site: &Site, slot: &Slot, rhythm: &str) -> NewBlock {
    let fields = vec![
        ("title", quoted(&slot.title)),
        ("kind", quoted(slot.kind.name())),
        ("publish", slot.day.to_string()),
        ("status", quoted("idea")),
        ("source", quoted(&format!("rhythm:{rhythm}"))),
    ];
    let publish = site.settings.zone.instant(slot.day, site.calendar.publish_time).0;
    NewBlock { fields, publish: Some(publish) }
}

fn changed(site: &Site, slot: &Slot, line: usize, publish: Option<Instant>) -> Changed {
    let planned = publish.map_or_else(String::new, |publish| when(&site.settings.zone, publish));
    let sentence = format!("{planned}  {}", slot.title);
    Changed { what: slot.title.clone(), kind: Some(slot.kind), line, publish, sentence }
}

/// A rhythm that is being filled, phase by phase: what one phase got counts for the next where their days overlap.
struct Filling<'a> {
    rhythm: &'a Rhythm,
    /// The first day that may be filled.
    first: Date,
    /// What counts for its phases, with the ideas so far.
    countables: Vec<Countable>,
    titles: BTreeSet<String>,
    taken: BTreeSet<Date>,
    slots: Vec<Slot>,
    said: Vec<String>,
}

impl<'a> Filling<'a> {
    fn new(site: &Site, rhythm: &'a Rhythm, now: Instant) -> Self {
        let countables = countables(site);
        let titles = site.calendar.entries.iter().map(|entry| entry.title.to_lowercase()).collect();
        let last = rhythm.phases.iter().map(|phase| phase.last).max().unwrap_or(rhythm.start);
        let mut taken: BTreeSet<Date> = countables.iter().filter_map(|one| one.day).collect();
        let zone = &site.settings.zone;
        let recurring = plan::occurrences(site, zone.start_of_day(rhythm.start.plus_days(-7)), zone.end_of_day(last));
        taken.extend(recurring.iter().map(|one| one.date));
        let first = zone.date_of(now).plus_days(1);
        Filling { rhythm, first, countables, titles, taken, slots: Vec::new(), said: Vec::new() }
    }

    fn phase(&mut self, phase: &RhythmPhase) {
        let wanted = self.wanted(phase);
        if phase.last < self.first {
            if !wanted.is_empty() {
                self.said.push(format!("the phase {} is over and stays as it is", phases::name(self.rhythm, phase)));
            }
            return;
        }
        let mut levels = self.missing_levels(phase).into_iter();
        let days = spread(&self.free_days(phase, wanted.len()), wanted.len());
        for (kind, day) in wanted.into_iter().zip(days) {
            let level = if teaches(kind) { levels.next() } else { None };
            let title = self.title(phase, kind, level);
            self.titles.insert(title.to_lowercase());
            self.taken.insert(day);
            self.countables.push(Countable::idea(kind, day));
            self.slots.push(Slot { kind, title, day });
        }
        let missing: Vec<&str> = levels.map(phases::readers).collect();
        if !missing.is_empty() {
            let (name, readers) = (phases::name(self.rhythm, phase), listed(&missing));
            self.said.push(format!("the phase {name} has nothing for {readers} yet"));
        }
    }

    /// The kinds that are short, each as often as it is, taking turns.
    fn wanted(&self, phase: &RhythmPhase) -> Vec<Kind> {
        let wants = wants(phase, &self.countables);
        let short: Vec<(Kind, u32)> = wants.iter().map(|wanted| (wanted.kind, wanted.missing())).collect();
        let most = short.iter().map(|(_, number)| *number).max().unwrap_or(0);
        let turns = (0..most).flat_map(|turn| short.iter().filter(move |(_, number)| *number > turn));
        turns.map(|(kind, _)| *kind).collect()
    }

    /// Levels that no piece of the phase has, and that no idea of it asks for in its title.
    fn missing_levels(&self, phase: &RhythmPhase) -> Vec<Level> {
        let asked = |level: Level| {
            let words = format!(" for {} ({}", phases::readers(level), self.place(phase));
            self.titles.iter().any(|title| title.contains(&words))
        };
        levels_absent(phase, &self.countables).into_iter().filter(|level| !asked(*level)).collect()
    }

    /// `teach, weeks 1–2`.
    fn place(&self, phase: &RhythmPhase) -> String {
        format!("{}, {}", phase.word(), phases::reach(self.rhythm, phase))
    }

    /// The working days of a phase that are still to come: those that hold nothing, or all where those are too few.
    fn free_days(&self, phase: &RhythmPhase, wanted: usize) -> Vec<Date> {
        let from = phase.first.max(self.first);
        let length = from.days_until(phase.last).max(0);
        let days: Vec<Date> = (0..=length).map(|day| from.plus_days(day)).collect();
        let working: Vec<Date> = days.iter().copied().filter(|day| day.weekday() <= 5).collect();
        let free: Vec<Date> = working.iter().copied().filter(|day| !self.taken.contains(day)).collect();
        if free.len() >= wanted {
            free
        } else if working.is_empty() {
            days
        } else {
            working
        }
    }

    /// A title that asks for a piece, and that no other idea has.
    fn title(&self, phase: &RhythmPhase, kind: Kind, level: Option<Level>) -> String {
        let readers = level.map_or_else(String::new, |level| format!(" for {}", phases::readers(level)));
        let place = self.place(phase);
        let head = format!("{}{readers}", capitalised(&kind.any()));
        let numbered = (2..).map(|number| format!("{head} ({place}, no. {number})"));
        let mut titles = std::iter::once(format!("{head} ({place})")).chain(numbered);
        titles.find(|title| !self.titles.contains(&title.to_lowercase())).unwrap_or(head)
    }
}

/// Kinds that are written for readers of a level.
fn teaches(kind: Kind) -> bool {
    matches!(kind, Kind::Guide | Kind::Part | Kind::Series | Kind::Track | Kind::Faq)
}

/// `A guide`, of `a guide`.
fn capitalised(words: &str) -> String {
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

/// As many of `days` as are wanted, as far from each other as they can be; where there are fewer, again from the first.
pub(super) fn spread(days: &[Date], wanted: usize) -> Vec<Date> {
    let at = |number: usize| days.get((2 * number + 1) * days.len() / (2 * wanted.max(1)));
    (0..wanted).filter_map(at).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_spread_evenly() {
        let days: Vec<Date> = (1..=10).filter_map(|day| Date::new(2026, 12, day)).collect();
        let shown = |wanted| spread(&days, wanted).iter().map(|day| day.day()).collect::<Vec<_>>();
        assert_eq!(shown(1), [6]);
        assert_eq!(shown(2), [3, 8]);
        assert_eq!(shown(3), [2, 6, 9]);
        assert_eq!(shown(10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(shown(20).len(), 20);
        assert!(spread(&[], 3).is_empty());
    }
}
