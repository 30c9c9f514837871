//! Phases of rhythms: how many pieces they want, and for which levels.
//!
//! What counts: a piece of the kind whose day lies in the phase, unless its front matter names another phase; in the
//! set-up, where no phase is named, any. Offers, tracks, series and pages stand: what is there already counts towards
//! the least, but is never one too many. An entry that isn't ready counts as planned; in the last week of a phase that
//! is told. Phases that overlap, of one rhythm or two, each count for themselves.

use super::outlook::Outlook;
use super::pieces::{Piece, Readiness};
use super::wording::{counted, idea, level, listed, phase, to_plan};
use crate::diagnostic::Diagnostic;
use crate::model::time::Date;
use crate::model::{Becomes, Detail, Item, ItemId, Level, Rhythm, RhythmPhase};
use crate::parse::Kind;

/// Days before the end of a phase from which ideas are no longer enough.
const CLOSE: i64 = 7;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let mut gaps = Vec::new();
    for rhythm in &outlook.site.calendar.rhythms {
        for phase in rhythm.phases.iter().filter(|phase| outlook.meets(phase.first, phase.last)) {
            gaps.extend(of_phase(&Looked { outlook, rhythm, phase }));
        }
    }
    gaps
}

/// A phase under consideration.
struct Looked<'a> {
    outlook: &'a Outlook<'a>,
    rhythm: &'a Rhythm,
    phase: &'a RhythmPhase,
}

/// What a phase has of a kind.
struct Held<'a> {
    kind: Kind,
    /// Pieces whose day lies in it, by day.
    new: Vec<&'a Piece<'a>>,
    /// What stood before.
    standing: Vec<&'a Item>,
}

impl Held<'_> {
    fn all(&self) -> usize {
        self.new.len() + self.standing.len()
    }

    fn of(&self, readiness: Readiness) -> usize {
        self.new.iter().filter(|piece| piece.readiness == readiness).count()
    }
}

fn of_phase(looked: &Looked<'_>) -> Vec<Diagnostic> {
    let mut gaps = Vec::new();
    let mut missing = 0;
    for (kind, least, most) in &looked.phase.want {
        let held = held(looked, *kind);
        let (least, most) = (*least as usize, *most as usize);
        missing += least.saturating_sub(held.all());
        gaps.extend(short(looked, &held, (least, most)).or_else(|| over(looked, &held, most)));
    }
    gaps.extend(level_missing(looked, missing));
    gaps
}

fn held<'a>(looked: &Looked<'a>, kind: Kind) -> Held<'a> {
    let RhythmPhase { first, last, phase, .. } = looked.phase;
    let days = looked.outlook.between(*first, *last);
    let new = days.filter(|piece| piece.kind == kind && piece.fits(*phase)).collect();
    let stands = matches!(kind, Kind::Offer | Kind::Track | Kind::Series | Kind::Page);
    let items = looked.outlook.site.of_kind(kind).filter(|(id, item)| stands && stood(looked, *id, item));
    Held { kind, new, standing: items.map(|(_, item)| item).collect() }
}

/// Whether a piece was there before the phase begins and is not over by then.
fn stood(looked: &Looked<'_>, id: ItemId, item: &Item) -> bool {
    let schedule = looked.outlook.site.schedule(id);
    let begins = looked.outlook.zone.start_of_day(looked.phase.first);
    let (starts, ends) = match &item.detail {
        Detail::Offer(offer) => (offer.starts, offer.ends),
        _ => (None, None),
    };
    let appeared = match schedule.becomes {
        Becomes::At(at) => starts.unwrap_or(at) < begins,
        Becomes::Undated => starts.is_none_or(|starts| starts < begins),
        Becomes::Never(_) => false,
    };
    let fits = item.phase.is_none() || looked.phase.phase.is_none() || item.phase == looked.phase.phase;
    appeared && fits && [ends, schedule.expire].into_iter().flatten().all(|end| end > begins)
}

impl Looked<'_> {
    /// `the teach phase of `winter``.
    fn name(&self) -> String {
        let phase = self.phase.phase.map_or("set-up", phase);
        format!("the {phase} phase of `{}`", self.rhythm.id.value)
    }

    /// `the teach phase of `winter` (7 to 20 December)`.
    fn name_with_days(&self) -> String {
        format!("{} ({})", self.name(), self.outlook.words.reach(self.phase.first, self.phase.last))
    }
}

fn short(looked: &Looked<'_>, held: &Held<'_>, (least, most): (usize, usize)) -> Option<Diagnostic> {
    let (all, ideas) = (held.all(), held.of(Readiness::Idea));
    if all >= least {
        return only_ideas(looked, held, least);
    }
    let wanted = if least == most { String::new() } else { "at least ".to_owned() };
    let planned = match ideas {
        0 => String::new(),
        1 => ", 1 of them only an idea".to_owned(),
        _ => format!(", {ideas} of them only ideas"),
    };
    let message = format!("{} has {all} of {wanted}{}{planned}", looked.name_with_days(), counted(least, held.kind));
    let more = to_plan(least - all, all, held.kind);
    let gap = Diagnostic::warning("phase-short", message).at(looked.phase.span, "");
    let gap = elsewhere(looked, held.kind).into_iter().fold(gap, Diagnostic::note);
    Some(gap.help(format!(
        "plan {more} for these days, as by {}; `hub calendar fill {}` plans all that is wanted",
        idea(held.kind, looked.phase.last),
        looked.rhythm.id.value
    )))
}

/// Pieces of these days that name another phase: they may be what the author thought of.
fn elsewhere(looked: &Looked<'_>, kind: Kind) -> Option<String> {
    let RhythmPhase { first, last, phase: wanted, .. } = looked.phase;
    let wanted = (*wanted)?;
    let mut others = looked.outlook.between(*first, *last);
    let other = others.find(|piece| piece.kind == kind && !piece.fits(Some(wanted)))?;
    let own = other.item.and_then(|(_, item)| item.phase)?;
    Some(format!("{} lies in these days, but its `phase` is `{}`", other.name(), phase(own)))
}

/// Enough is planned, the phase ends soon, and what is ready would not be enough. Late entries are told as such.
fn only_ideas(looked: &Looked<'_>, held: &Held<'_>, least: usize) -> Option<Diagnostic> {
    let ideas = held.of(Readiness::Idea);
    let is_close = looked.outlook.today.days_until(looked.phase.last) <= CLOSE;
    if !is_close || held.all() - ideas >= least {
        return None;
    }
    let are = match (counted(held.all(), held.kind), ideas) {
        (all, _) if held.all() == 1 => format!("its {all} is only an idea yet"),
        (all, 1) => format!("1 of its {all} is only an idea yet"),
        (all, _) if held.all() == ideas => format!("its {all} are only ideas yet"),
        (all, _) => format!("{ideas} of its {all} are only ideas yet"),
    };
    let end = looked.outlook.words.day(looked.phase.last);
    let message = format!("{} ends on {end}, and {are}", looked.name());
    let gap = Diagnostic::warning("phase-short", message).at(looked.phase.span, "");
    let planned = held.new.iter().filter(|piece| piece.readiness == Readiness::Idea);
    let gap = planned.fold(gap, |gap, piece| gap.at(piece.span, "planned here"));
    Some(gap.help("write the file, name it as `ref` of the entry, and set `status = \"ready\"`"))
}

fn over(looked: &Looked<'_>, held: &Held<'_>, most: usize) -> Option<Diagnostic> {
    // What is out can't be moved any more; then it is no longer a gap.
    let movable = held.new.iter().rev().find(|piece| piece.readiness != Readiness::Out)?;
    if held.new.len() <= most {
        return None;
    }
    let wanted = if most == 1 { "1 is".to_owned() } else { format!("{most} are") };
    let message =
        format!("{} has {}, and at most {wanted} wanted", looked.name_with_days(), counted(held.new.len(), held.kind));
    let later = looked.outlook.moving(movable, with_room(looked.outlook, movable, looked.phase.last.plus_days(1)));
    Some(
        Diagnostic::warning("phase-over", message)
            .at(looked.phase.span, "")
            .at(movable.span, "the last of them")
            .help(format!("let one come after it: {later}")),
    )
}

/// The first day from `day` on which one more such piece is not one too many for another phase.
fn with_room(outlook: &Outlook<'_>, piece: &Piece<'_>, mut day: Date) -> Date {
    let rhythms = || outlook.site.calendar.rhythms.iter();
    let mut phases: Vec<(&Rhythm, &RhythmPhase)> =
        rhythms().flat_map(|rhythm| rhythm.phases.iter().map(move |phase| (rhythm, phase))).collect();
    phases.sort_by_key(|(_, phase)| phase.first);
    for (rhythm, phase) in phases {
        let holds = phase.first <= day && day <= phase.last && piece.fits(phase.phase);
        let is_full = |(kind, _, most): &(Kind, u32, u32)| {
            *kind == piece.kind && held(&Looked { outlook, rhythm, phase }, *kind).new.len() >= *most as usize
        };
        if holds && phase.want.iter().any(is_full) {
            day = phase.last.plus_days(1);
        }
    }
    day
}

/// A level that the phase wants and no piece has. Ideas and pieces still missing may become any level.
fn level_missing(looked: &Looked<'_>, missing: usize) -> Option<Diagnostic> {
    let wanted = &looked.phase.want;
    let helds: Vec<(Held<'_>, u32)> = wanted.iter().map(|(kind, _, most)| (held(looked, *kind), *most)).collect();
    let new = || helds.iter().flat_map(|(held, _)| held.new.iter());
    let written = new().filter_map(|piece| piece.item.map(|(_, item)| item));
    let standing = helds.iter().flat_map(|(held, _)| held.standing.iter().copied());
    let levels: Vec<Level> = written.chain(standing).filter_map(|item| item.level).collect();
    let absent: Vec<Level> = looked.phase.levels.iter().copied().filter(|level| !levels.contains(level)).collect();
    let open = missing + new().filter(|piece| piece.item.is_none()).count();
    let named = absent.get(open..).filter(|named| !named.is_empty())?;
    let words: Vec<String> = named.iter().map(|one| format!("`{}`", level(*one))).collect();
    let levels = if words.len() == 1 { "level" } else { "levels" };
    let message = format!("{} has nothing for the {levels} {}", looked.name_with_days(), listed(&words));
    let first = named.first().copied().map_or("", level);
    let room = helds.iter().find(|(held, most)| held.new.len() < *most as usize).map(|(held, _)| held.kind);
    let plan = room.map(|kind| format!(", or plan one for it, as by {}", idea(kind, looked.phase.last)));
    let help = format!("set `level = \"{first}\"` on a piece of these days{}", plan.unwrap_or_default());
    Some(Diagnostic::warning("level-missing", message).at(looked.phase.span, "").help(help))
}
