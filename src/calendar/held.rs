//! What a phase of a rhythm holds of what it wants: the one place of this rule.
//!
//! - A piece counts for the phases its day lies in: the day it begins, for what begins, else the day it appears.
//! - One that names a phase counts for that one alone; while things are set up, where no phase is named, all count.
//! - Offers, tracks, series and pages stand: what was there before and isn't over counts towards the least, but is
//!   never one too many.
//! - What isn't ready counts as planned if the calendar gives it a day; a draft without a day does not. What
//!   readers never see doesn't count: consent taken back, or an end before the beginning.
//! - A level is there if a piece of the wanted kinds has it (of any kind, where none is wanted). Ideas, and pieces still
//!   missing, may become of any level.
//! - Phases that overlap, of one rhythm or two, each count for themselves.
//!
//! Knows nothing of now, and no words: `calendar/phases.rs` shows it, `calendar/gaps/phases.rs` tells what is missing,
//! `hub calendar fill` and `move` go by it.

use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Entry, ItemId, Level, Phase, RhythmPhase, Site};
use crate::parse::Kind;

/// A piece, or an idea of the calendar, as far as phases ask about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Countable {
    /// The piece; none for an idea.
    pub item: Option<ItemId>,
    /// Its kind.
    pub kind: Kind,
    /// The day it is counted on; none for what is public without a date.
    pub day: Option<Date>,
    /// The last day it is there, if it ends.
    pub last: Option<Date>,
    /// The phase it names.
    pub phase: Option<Phase>,
    /// Its level.
    pub level: Option<Level>,
    /// Whether it appears without anybody doing anything more, or has.
    pub is_done: bool,
}

/// How something counts for a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It comes in the phase's days.
    New,
    /// It was there before and still stands.
    Standing,
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
    /// All that counts towards the least.
    pub fn all(&self) -> u32 {
        self.in_days() + self.standing
    }

    /// Those of its days: they must not be more than the most.
    pub fn in_days(&self) -> u32 {
        self.done + self.planned
    }

    /// How many are still to be planned.
    pub fn missing(&self) -> u32 {
        self.least.saturating_sub(self.all())
    }
}

impl Countable {
    /// A piece; nothing for what has no place in the plan.
    pub fn of_item(site: &Site, id: ItemId) -> Option<Self> {
        let (item, schedule) = (site.item(id), site.schedule(id));
        let zone = &site.settings.zone;
        let is_done = match schedule.becomes {
            Becomes::At(at) if schedule.expire.is_some_and(|expire| expire <= at) => return None,
            Becomes::At(_) | Becomes::Undated => true,
            Becomes::Never(_) if item.is_withdrawn() || planned(site, id).is_none() => return None,
            Becomes::Never(_) => false,
        };
        let closes = match &item.detail {
            Detail::Offer(offer) => offer.ends,
            _ => None,
        };
        let end = [closes, schedule.expire].into_iter().flatten().min();
        Some(Countable {
            item: Some(id),
            kind: item.kind,
            day: instant_of(site, id).map(|at| zone.date_of(at)),
            last: end.map(|end| zone.date_of(end.plus_seconds(-1))),
            phase: item.phase,
            level: item.level,
            is_done,
        })
    }

    /// An entry without a file; nothing without a kind and a day.
    pub fn of_entry(site: &Site, entry: &Entry) -> Option<Self> {
        Some(Self::idea(entry.kind?, site.settings.zone.date_of(entry.publish?)))
    }

    /// An idea for a day.
    pub fn idea(kind: Kind, day: Date) -> Self {
        Countable { item: None, kind, day: Some(day), last: None, phase: None, level: None, is_done: false }
    }

    /// How it counts for a phase, if it does.
    pub fn counts(&self, phase: &RhythmPhase) -> Option<Counts> {
        if !self.fits(phase) {
            None
        } else if self.day.is_some_and(|day| phase.holds(day)) {
            Some(Counts::New)
        } else {
            self.stands(phase.first).then_some(Counts::Standing)
        }
    }

    /// Whether it names no other phase.
    pub fn fits(&self, phase: &RhythmPhase) -> bool {
        self.phase.is_none() || phase.phase.is_none() || self.phase == phase.phase
    }

    /// Whether it is of a lasting kind, was there before a day, and is there on it.
    fn stands(&self, first: Date) -> bool {
        let lasts = matches!(self.kind, Kind::Offer | Kind::Track | Kind::Series | Kind::Page);
        lasts && self.is_done && self.day.is_none_or(|day| day < first) && self.last.is_none_or(|last| last >= first)
    }
}

/// Everything that may count: pieces in id order, then ideas in the calendar's.
pub fn countables(site: &Site) -> Vec<Countable> {
    let pieces = site.iter().filter_map(|(id, _)| Countable::of_item(site, id));
    let ideas = site.calendar.entries.iter().filter(|entry| entry.item.is_none());
    pieces.chain(ideas.filter_map(|entry| Countable::of_entry(site, entry))).collect()
}

/// When a piece appears, or is planned to once it is ready. What begins at a time of its own stands on that.
pub fn instant_of(site: &Site, id: ItemId) -> Option<Instant> {
    let starts = site.item(id).times().and_then(|(starts, _)| starts);
    match &site.schedule(id).becomes {
        Becomes::At(at) => starts.or(Some(*at)),
        Becomes::Undated => starts,
        Becomes::Never(_) => planned(site, id).map(|planned| starts.unwrap_or(planned)),
    }
}

/// When its entry plans a piece for.
fn planned(site: &Site, id: ItemId) -> Option<Instant> {
    site.schedule(id).entry.and_then(|entry| site.calendar.entries.get(entry.index())?.publish)
}

/// What a phase wants and has, in the order of its wants.
pub fn wants(phase: &RhythmPhase, countables: &[Countable]) -> Vec<Wanted> {
    phase.want.iter().map(|(kind, least, most)| wanted(phase, (*kind, *least, *most), countables)).collect()
}

fn wanted(phase: &RhythmPhase, (kind, least, most): (Kind, u32, u32), countables: &[Countable]) -> Wanted {
    let mut wanted = Wanted { kind, least, most, done: 0, planned: 0, standing: 0 };
    for one in countables.iter().filter(|one| one.kind == kind) {
        match one.counts(phase) {
            Some(Counts::New) if one.is_done => wanted.done += 1,
            Some(Counts::New) => wanted.planned += 1,
            Some(Counts::Standing) => wanted.standing += 1,
            None => {}
        }
    }
    wanted
}

/// Levels of a phase that nothing of it has.
pub fn levels_absent(phase: &RhythmPhase, countables: &[Countable]) -> Vec<Level> {
    let is_there = |level: &Level| of_wanted_kinds(phase, countables).any(|one| one.level == Some(*level));
    phase.levels.iter().copied().filter(|level| !is_there(level)).collect()
}

/// Levels that would still be absent if every idea, and every piece that is missing, became of another one.
pub fn levels_missing(phase: &RhythmPhase, countables: &[Countable]) -> Vec<Level> {
    let missing: u32 = wants(phase, countables).iter().map(Wanted::missing).sum();
    let ideas = of_wanted_kinds(phase, countables).filter(|one| one.item.is_none()).count();
    levels_absent(phase, countables).into_iter().skip(ideas + missing as usize).collect()
}

fn of_wanted_kinds<'a>(phase: &'a RhythmPhase, countables: &'a [Countable]) -> impl Iterator<Item = &'a Countable> {
    let is_wanted = |kind: Kind| phase.want.is_empty() || phase.want.iter().any(|(wanted, ..)| *wanted == kind);
    countables.iter().filter(move |one| is_wanted(one.kind) && one.counts(phase).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn day(text: &str) -> Option<Date> {
        Some(Date::parse(text).unwrap())
    }

    /// Teaching from 7 to 20 December, for beginners and advanced readers.
    fn teaching(want: &[(Kind, u32, u32)]) -> RhythmPhase {
        RhythmPhase {
            first: Date::parse("2026-12-07").unwrap(),
            last: Date::parse("2026-12-20").unwrap(),
            phase: Some(Phase::Teach),
            want: want.to_vec(),
            levels: vec![Level::Beginner, Level::Advanced],
            span: Span::new(FileId(0), 0, 0),
        }
    }

    /// A piece that is ready.
    fn piece(kind: Kind, day: Option<Date>) -> Countable {
        let item = Some(ItemId::at(0));
        Countable { item, kind, day, last: None, phase: None, level: None, is_done: true }
    }

    #[test]
    fn a_piece_counts_on_its_day_unless_it_names_another_phase() {
        let phase = teaching(&[]);
        let counts =
            |phases: Option<Phase>, at| Countable { phase: phases, ..piece(Kind::Guide, day(at)) }.counts(&phase);
        assert_eq!(counts(None, "2026-12-07"), Some(Counts::New));
        assert_eq!(counts(Some(Phase::Teach), "2026-12-20"), Some(Counts::New));
        assert_eq!(counts(Some(Phase::Prove), "2026-12-08"), None);
        assert_eq!((counts(None, "2026-12-06"), counts(None, "2026-12-21")), (None, None));
        let set_up = RhythmPhase { phase: None, ..phase.clone() };
        let proof = Countable { phase: Some(Phase::Prove), ..piece(Kind::Guide, day("2026-12-08")) };
        assert_eq!(proof.counts(&set_up), Some(Counts::New));
    }

    #[test]
    fn lasting_kinds_stand_until_they_end() {
        let phase = teaching(&[]);
        let track = piece(Kind::Track, day("2026-11-01"));
        assert_eq!(track.counts(&phase), Some(Counts::Standing));
        assert_eq!(piece(Kind::Page, None).counts(&phase), Some(Counts::Standing));
        assert_eq!(Countable { last: day("2026-12-06"), ..track }.counts(&phase), None);
        assert_eq!(Countable { last: day("2026-12-07"), ..track }.counts(&phase), Some(Counts::Standing));
        assert_eq!(Countable { is_done: false, ..track }.counts(&phase), None);
        assert_eq!(piece(Kind::Guide, None).counts(&phase), None);
    }

    #[test]
    fn what_stands_fills_the_least_and_is_never_too_many() {
        let phase = teaching(&[(Kind::Track, 2, 2), (Kind::Guide, 2, 3)]);
        let tracks = [piece(Kind::Track, None), piece(Kind::Track, None), piece(Kind::Track, day("2026-12-08"))];
        let idea = Countable::idea(Kind::Guide, phase.first);
        let wants = wants(&phase, &[tracks.as_slice(), &[idea]].concat());
        let numbers: Vec<_> = wants.iter().map(|one| (one.all(), one.in_days(), one.missing())).collect();
        assert_eq!(numbers, [(3, 1, 0), (1, 1, 1)]);
    }

    #[test]
    fn ideas_and_missing_pieces_may_become_of_any_level() {
        let phase = teaching(&[(Kind::Guide, 1, 3)]);
        let guide = piece(Kind::Guide, day("2026-12-08"));
        assert_eq!(levels_absent(&phase, &[]), [Level::Beginner, Level::Advanced]);
        assert_eq!(levels_missing(&phase, &[]), [Level::Advanced]);
        assert_eq!(levels_missing(&phase, &[guide]), [Level::Beginner, Level::Advanced]);
        assert_eq!(levels_missing(&phase, &[guide, Countable::idea(Kind::Guide, phase.last)]), [Level::Advanced]);
        let beginner = Countable { level: Some(Level::Beginner), ..guide };
        assert_eq!(levels_missing(&phase, &[beginner]), [Level::Advanced]);
        // A track that isn't asked for is no help; where nothing is, everything is.
        let track = Countable { level: Some(Level::Advanced), ..piece(Kind::Track, None) };
        assert_eq!(levels_missing(&phase, &[beginner, track]), [Level::Advanced]);
        assert!(levels_missing(&teaching(&[]), &[beginner, track]).is_empty());
    }
}
