//! Spotlights where a recurrence asks for them: months with too few or too many, and members who are seen too often.
//!
//! The members of a month are all its spotlights, whichever recurrence they are meant for; what the recurrences ask is
//! added up over their days of the month. One without `count` asks for one member each time.

use std::collections::BTreeMap;

use super::outlook::Outlook;
use super::pieces::{Piece, Readiness};
use super::wording::idea;
use crate::diagnostic::Diagnostic;
use crate::model::time::Date;
use crate::model::{Detail, Recurring, RecurringId, Spotlight};
use crate::parse::Kind;
use crate::plan;

/// Months that a member is not seen again.
const APART: i32 = 6;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    if recurrences(outlook).next().is_none() {
        return Vec::new();
    }
    let mut gaps: Vec<Diagnostic> =
        asked(outlook).into_iter().filter_map(|(month, asked)| of_month(outlook, month, &asked)).collect();
    gaps.extend(seen_again(outlook));
    gaps
}

fn recurrences<'a>(outlook: &Outlook<'a>) -> impl Iterator<Item = (RecurringId, &'a Recurring)> {
    let all = outlook.site.calendar.recurrings.iter().enumerate();
    all.filter(|(_, one)| one.kind == "spotlight").map(|(index, one)| (RecurringId::at(index), one))
}

/// What the recurrences ask of a month.
struct Asked<'a> {
    recurring: &'a Recurring,
    least: usize,
    /// Nothing where there is no upper bound.
    most: Option<usize>,
    /// The last day of the month on which one comes.
    last: Date,
}

/// By the first day of each month from this one on.
fn asked<'a>(outlook: &Outlook<'a>) -> BTreeMap<Date, Asked<'a>> {
    let from = outlook.zone.start_of_day(outlook.today.first_of_month());
    let mut months: BTreeMap<Date, Asked<'a>> = BTreeMap::new();
    for (id, recurring) in recurrences(outlook) {
        for occurrence in plan::of_recurring(outlook.site, id, from, outlook.until()) {
            let fresh = Asked { recurring, least: 0, most: Some(0), last: occurrence.date };
            let asked = months.entry(occurrence.date.first_of_month()).or_insert(fresh);
            asked.least += recurring.count.map_or(1, |(least, _)| least as usize);
            asked.most = asked.most.zip(recurring.count).map(|(sum, (_, most))| sum + most as usize);
            asked.last = asked.last.max(occurrence.date);
        }
    }
    months
}

fn of_month(outlook: &Outlook<'_>, month: Date, asked: &Asked<'_>) -> Option<Diagnostic> {
    let spotlights: Vec<&Piece<'_>> =
        outlook.between(month, month.last_of_month()).filter(|piece| piece.kind == Kind::Spotlight).collect();
    if spotlights.len() < asked.least {
        return Some(short(outlook, month, asked, spotlights.len()));
    }
    let most = asked.most.filter(|most| spotlights.len() > *most)?;
    let movable = *spotlights.iter().rev().find(|piece| piece.readiness != Readiness::Out)?;
    let message = format!(
        "{} has {}, and `{}` asks for {most} at most",
        outlook.words.month(month),
        Kind::Spotlight.counted(spotlights.len()),
        asked.recurring.id.value
    );
    let later = outlook.moving(movable, month.plus_months(1));
    Some(
        Diagnostic::warning("spotlights-over", message)
            .at(asked.recurring.id.span, "")
            .at(movable.span, "the last of them")
            .help(format!("let one wait for the next month: {later}")),
    )
}

fn short(outlook: &Outlook<'_>, month: Date, asked: &Asked<'_>, has: usize) -> Diagnostic {
    let least =
        if asked.most == Some(asked.least) { asked.least.to_string() } else { format!("at least {}", asked.least) };
    let message = format!(
        "{} has {}, and `{}` asks for {least}",
        outlook.words.month(month),
        Kind::Spotlight.counted(has),
        asked.recurring.id.value
    );
    let typed = month.year_month();
    // A day that is over would be late at once.
    let day = if asked.last > outlook.today { asked.last } else { month.last_of_month() };
    Diagnostic::warning("spotlights-short", message).at(asked.recurring.id.span, "").help(format!(
        "`hub calendar spotlights {typed}` chooses members to ask; {} plans one",
        idea(Kind::Spotlight, day)
    ))
}

/// Members whose next spotlight comes too soon after another.
fn seen_again(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let mut members: BTreeMap<&str, Vec<&Piece<'_>>> = BTreeMap::new();
    for piece in &outlook.pieces {
        if let Some(spotlight) = spotlight(piece) {
            members.entry(&spotlight.member).or_default().push(piece);
        }
    }
    let pairs = members.values().flat_map(|pieces| pieces.iter().zip(pieces.iter().skip(1)));
    pairs.filter_map(|(earlier, later)| again(outlook, earlier, later)).collect()
}

fn spotlight<'a>(piece: &Piece<'a>) -> Option<&'a Spotlight> {
    match &piece.item?.1.detail {
        Detail::Spotlight(spotlight) => Some(spotlight),
        _ => None,
    }
}

fn again(outlook: &Outlook<'_>, earlier: &Piece<'_>, later: &Piece<'_>) -> Option<Diagnostic> {
    let free = earlier.day.plus_months(APART);
    if later.day >= free || later.readiness == Readiness::Out || later.day > outlook.last {
        return None;
    }
    let name = &spotlight(later)?.name;
    let (first, second) = (outlook.words.day(earlier.day), outlook.words.day(later.day));
    let message = format!("{name} would be seen twice within {APART} months: on {first} and on {second}");
    Some(
        Diagnostic::warning("member-again", message)
            .at(later.span, "again")
            .at(earlier.span, "before")
            .help(format!("let another member come first: {}", outlook.moving(later, free))),
    )
}
