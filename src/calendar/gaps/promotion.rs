//! Promotion against value.
//!
//! Heavy: two or more promotions within four weeks, with fewer than two pieces of value for each in the same four weeks.
//! Promotions are offers (on the day they start) and sponsored pieces; value is all that helps or belongs to readers:
//! guides, parts, answers, spotlights, events, prompts and challenges. A piece about a product is value: it helps who
//! has bought it. Two for one is the thinnest mixture of the built-in plans; one promotion alone is never too much, nor
//! is the set-up, where offers come first. Value counts before the promotion, not after it.
//!
//! Light: an offer that ends soon and that no text leads to.

use super::outlook::Outlook;
use super::pieces::Piece;
use super::reach;
use super::wording::idea;
use crate::diagnostic::{Diagnostic, counted};
use crate::model::time::Date;
use crate::model::{Detail, Item, ItemId, OfferRole};
use crate::parse::Kind;

const WEEKS: i64 = 4;
const VALUE_FOR_EACH: usize = 2;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let mut gaps = heavy(outlook);
    gaps.extend(light(outlook));
    gaps
}

/// Each promotion ahead is looked at with the four weeks that end with its day; of windows that overlap one is told.
fn heavy(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let mut gaps = Vec::new();
    let mut told_until: Option<Date> = None;
    for piece in outlook.between(outlook.today, outlook.last).filter(|piece| is_promotion(outlook, piece)) {
        let first = piece.day.plus_days(1 - WEEKS * 7);
        if told_until.is_some_and(|told| first <= told) {
            continue;
        }
        if let Some(gap) = too_much(outlook, piece, first) {
            told_until = Some(piece.day);
            gaps.push(gap);
        }
    }
    gaps
}

fn too_much(outlook: &Outlook<'_>, last: &Piece<'_>, first: Date) -> Option<Diagnostic> {
    let window = || outlook.between(first, last.day);
    let promotions = window().filter(|piece| is_promotion(outlook, piece)).count();
    let value = window().filter(|piece| is_value(piece)).count();
    let wanted = promotions * VALUE_FOR_EACH;
    if promotions < 2 || value >= wanted {
        return None;
    }
    let pieces = counted(value, "piece");
    let message = format!(
        "the four weeks up to {} hold {promotions} promotions and {pieces} of value",
        outlook.words.day(last.day)
    );
    let missing = wanted - value;
    let more = if missing == 1 { "one more piece".to_owned() } else { format!("{missing} more pieces") };
    let later = outlook.moving(last, last.day.plus_days(WEEKS * 7));
    Some(
        Diagnostic::warning("promotion-heavy", message)
            .at(last.span, "")
            .note(format!("readers stay with {VALUE_FOR_EACH} pieces of value for each offer or sponsored piece"))
            .help(format!("plan {more} before it, as by {}, or let it wait: {later}", idea(Kind::Guide, last.day))),
    )
}

fn is_promotion(outlook: &Outlook<'_>, piece: &Piece<'_>) -> bool {
    let promotes = match piece.item {
        Some((_, item)) => match &item.detail {
            Detail::Offer(offer) => offer.role != OfferRole::Gift,
            _ => !item.sponsored.is_empty(),
        },
        None => piece.kind == Kind::Offer,
    };
    promotes && !in_set_up(outlook, piece.day)
}

fn is_value(piece: &Piece<'_>) -> bool {
    let helps = matches!(
        piece.kind,
        Kind::Guide | Kind::Part | Kind::Faq | Kind::Spotlight | Kind::Event | Kind::Prompt | Kind::Challenge
    );
    helps && piece.item.is_none_or(|(_, item)| item.sponsored.is_empty())
}

fn in_set_up(outlook: &Outlook<'_>, day: Date) -> bool {
    let mut phases = outlook.site.calendar.rhythms.iter().flat_map(|rhythm| &rhythm.phases);
    phases.any(|phase| phase.phase.is_none() && phase.holds(day))
}

fn light(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let led_to = reach::by_texts(outlook.site);
    let offers = outlook.site.of_kind(Kind::Offer).filter(|(id, item)| item.listed && !led_to.contains(id));
    offers.filter_map(|(id, item)| unmentioned(outlook, id, item)).collect()
}

fn unmentioned(outlook: &Outlook<'_>, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let Detail::Offer(offer) = &item.detail else { return None };
    let ends = offer.ends.filter(|ends| *ends > outlook.moment.now && *ends <= outlook.until())?;
    if offer.role == OfferRole::Gift || !outlook.plan.is_public(id) {
        return None;
    }
    let end = outlook.words.day(outlook.zone.date_of(ends.plus_seconds(-1)));
    let name = item.id.rsplit('/').next().unwrap_or_default();
    let message = format!("{} ends on {end}, and no text leads to it", outlook.name(id));
    Some(
        Diagnostic::warning("promotion-light", message)
            .at(item.title.span, "")
            .help(format!("show it where it helps: a line `{{{{ offer(\"{name}\") }}}}` in a guide or in a letter")),
    )
}
