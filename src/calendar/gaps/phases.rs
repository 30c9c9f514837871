//! Phases of rhythms: how many pieces they want, and for which levels.
//!
//! What counts says `calendar/held.rs`. An entry that isn't ready counts as planned; in the last week of a phase that is
//! told.

use super::outlook::Outlook;
use super::pieces::{Piece, Readiness};
use super::wording::{idea, to_plan};
use crate::calendar::held::{Counts, Wanted, levels_missing, wants};
use crate::diagnostic::{Diagnostic, listed};
use crate::model::time::Date;
use crate::model::{Rhythm, RhythmPhase};
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
    wanted: Wanted,
    /// Pieces whose day lies in it, by day.
    new: Vec<&'a Piece<'a>>,
}

impl Held<'_> {
    fn kind(&self) -> Kind {
        self.wanted.kind
    }

    fn ideas(&self) -> u32 {
        self.new.iter().map(|piece| u32::from(piece.readiness == Readiness::Idea)).sum()
    }
}

fn of_phase(looked: &Looked<'_>) -> Vec<Diagnostic> {
    let helds = held(looked);
    let mut gaps: Vec<Diagnostic> =
        helds.iter().filter_map(|held| short(looked, held).or_else(|| over(looked, held))).collect();
    gaps.extend(level_missing(looked, &helds));
    gaps
}

/// What a phase has of each kind that it wants.
fn held<'a>(looked: &Looked<'a>) -> Vec<Held<'a>> {
    let (outlook, phase) = (looked.outlook, looked.phase);
    let in_days = || outlook.between(phase.first, phase.last);
    let is_new = |piece: &&Piece<'_>| piece.counts.counts(phase) == Some(Counts::New);
    let of_kind = |kind: Kind| in_days().filter(is_new).filter(|piece| piece.kind == kind).collect();
    let wants = wants(phase, &outlook.countables);
    wants.into_iter().map(|wanted| Held { wanted, new: of_kind(wanted.kind) }).collect()
}

impl Looked<'_> {
    /// `the teach phase of `winter``.
    fn name(&self) -> String {
        format!("the {} phase of `{}`", self.phase.word(), self.rhythm.id.value)
    }

    /// `the teach phase of `winter` (7 to 20 December)`.
    fn name_with_days(&self) -> String {
        format!("{} ({})", self.name(), self.outlook.words.reach(self.phase.first, self.phase.last))
    }
}

fn short(looked: &Looked<'_>, held: &Held<'_>) -> Option<Diagnostic> {
    let Wanted { kind, least, most, .. } = held.wanted;
    let (all, missing) = (held.wanted.all(), held.wanted.missing());
    if missing == 0 {
        return only_ideas(looked, held);
    }
    let wanted = if least == most { "" } else { "at least " };
    let planned = match held.ideas() {
        0 => String::new(),
        1 => ", 1 of them only an idea".to_owned(),
        ideas => format!(", {ideas} of them only ideas"),
    };
    let message = format!("{} has {all} of {wanted}{}{planned}", looked.name_with_days(), kind.counted(least as usize));
    let more = to_plan(missing as usize, all as usize, kind);
    let gap = Diagnostic::warning("phase-short", message).at(looked.phase.span, "");
    let gap = elsewhere(looked, kind).into_iter().fold(gap, Diagnostic::note);
    Some(gap.help(format!(
        "plan {more} for these days, as by {}; `hub calendar fill {}` plans all that is wanted",
        idea(kind, looked.phase.last),
        looked.rhythm.id.value
    )))
}

/// Pieces of these days that name another phase: they may be what the author thought of.
fn elsewhere(looked: &Looked<'_>, kind: Kind) -> Option<String> {
    let phase = looked.phase;
    let mut others = looked.outlook.between(phase.first, phase.last);
    let other = others.find(|piece| piece.kind == kind && !piece.counts.fits(phase))?;
    let own = other.counts.phase?.word();
    Some(format!("{} lies in these days, but its `phase` is `{own}`", other.name()))
}

/// Enough is planned, the phase ends soon, and what is ready would not be enough. Late entries are told as such.
fn only_ideas(looked: &Looked<'_>, held: &Held<'_>) -> Option<Diagnostic> {
    let (ideas, all) = (held.ideas(), held.wanted.all());
    let is_close = looked.outlook.today.days_until(looked.phase.last) <= CLOSE;
    if !is_close || all - ideas >= held.wanted.least {
        return None;
    }
    let pieces = held.kind().counted(all as usize);
    let are = match (all, ideas) {
        (1, _) => format!("its {pieces} is only an idea yet"),
        (_, 1) => format!("1 of its {pieces} is only an idea yet"),
        _ if all == ideas => format!("its {pieces} are only ideas yet"),
        _ => format!("{ideas} of its {pieces} are only ideas yet"),
    };
    let end = looked.outlook.words.day(looked.phase.last);
    let message = format!("{} ends on {end}, and {are}", looked.name());
    let gap = Diagnostic::warning("phase-short", message).at(looked.phase.span, "");
    let planned = held.new.iter().filter(|piece| piece.readiness == Readiness::Idea);
    let gap = planned.fold(gap, |gap, piece| gap.at(piece.span, "planned here"));
    Some(gap.help("write the file, name it as `ref` of the entry, and set `status = \"ready\"`"))
}

fn over(looked: &Looked<'_>, held: &Held<'_>) -> Option<Diagnostic> {
    // What is out can't be moved any more; then it is no longer a gap.
    let movable = held.new.iter().rev().find(|piece| piece.readiness != Readiness::Out)?;
    let Wanted { kind, most, .. } = held.wanted;
    if held.wanted.in_days() <= most {
        return None;
    }
    let wanted = if most == 1 { "1 is".to_owned() } else { format!("{most} are") };
    let message =
        format!("{} has {}, and at most {wanted} wanted", looked.name_with_days(), kind.counted(held.new.len()));
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
    let rhythms = &outlook.site.calendar.rhythms;
    let mut phases: Vec<&RhythmPhase> = rhythms.iter().flat_map(|rhythm| &rhythm.phases).collect();
    phases.sort_by_key(|phase| phase.first);
    for phase in phases.into_iter().filter(|phase| piece.counts.fits(phase)) {
        let is_full = |wanted: &Wanted| wanted.kind == piece.kind && wanted.in_days() >= wanted.most;
        if phase.holds(day) && wants(phase, &outlook.countables).iter().any(is_full) {
            day = phase.last.plus_days(1);
        }
    }
    day
}

/// Levels that the phase wants and no piece has.
fn level_missing(looked: &Looked<'_>, helds: &[Held<'_>]) -> Option<Diagnostic> {
    let missing = levels_missing(looked.phase, &looked.outlook.countables);
    let first = missing.first()?.word();
    let words: Vec<String> = missing.iter().map(|level| format!("`{}`", level.word())).collect();
    let levels = if words.len() == 1 { "level" } else { "levels" };
    let message = format!("{} has nothing for the {levels} {}", looked.name_with_days(), listed(&words));
    let room = helds.iter().map(|held| held.wanted).find(|wanted| wanted.in_days() < wanted.most);
    let plan = room.map(|wanted| format!(", or plan one for it, as by {}", idea(wanted.kind, looked.phase.last)));
    let help = format!("set `level = \"{first}\"` on a piece of these days{}", plan.unwrap_or_default());
    Some(Diagnostic::warning("level-missing", message).at(looked.phase.span, "").help(help))
}
