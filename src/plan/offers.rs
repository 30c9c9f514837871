//! Offers: which of them run, the one that a page or an issue may show, and what time has taken from them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::check::name;
use super::lists::{Seen, fits};
use super::{Plan, State, why_not_public};
use crate::diagnostic::Diagnostic;
use crate::model::time::Instant;
use crate::model::{Body, Detail, EmbedTarget, Item, ItemId, OfferRole, OutLink, Phase, SegmentId, Site};

/// Running, listed offers: starters first; gifts are given, not offered.
pub(super) fn running(seen: Seen<'_>) -> Vec<ItemId> {
    let is_sold = |item: &Item| role(item).is_some_and(|role| role != OfferRole::Gift);
    let listed = seen.listed().filter(|(id, item)| is_sold(item) && seen.is_on(*id));
    let mut offers: Vec<ItemId> = listed.map(|(id, _)| id).collect();
    offers.sort_by_key(|id| (role(seen.site.item(*id)), *id));
    offers
}

/// For whom a page is, and where they stand.
#[derive(Clone, Copy, Debug)]
pub struct Readers<'a> {
    /// Its segments; none for everybody.
    pub segments: &'a [SegmentId],
    /// Its phase.
    pub phase: Option<Phase>,
}

/// The one of `offers` (the plan's, or some of them) that a page for these readers may show: what shares most segments
/// with it (on a page for everybody, what is for everybody), then what is of its phase, then the plan's first.
pub fn best(site: &Site, offers: impl IntoIterator<Item = ItemId>, readers: Readers<'_>) -> Option<ItemId> {
    let fitting = offers.into_iter().filter(|id| fits(site.item(*id), readers.segments));
    fitting.min_by_key(|id| distance(site.item(*id), readers))
}

/// How far an offer is from a page; the first that is nearest wins.
fn distance(offer: &Item, readers: Readers<'_>) -> (bool, Reverse<usize>, bool) {
    let for_all = readers.segments.is_empty();
    let shared = offer.segments.iter().filter(|segment| readers.segments.contains(segment)).count();
    (for_all && !offer.segments.is_empty(), Reverse(shared), readers.phase.is_some() && offer.phase != readers.phase)
}

/// The offer of an issue, or of its variant for a segment: one that ran when it went out, unless the letter shows its own.
pub(super) fn of_issue(
    site: &Site,
    offers: &[ItemId],
    (letter, sent): (Option<ItemId>, Instant),
    segments: &[SegmentId],
) -> Option<ItemId> {
    let of_body = |body: &Body| offers.iter().any(|offer| body.embeds.contains(&EmbedTarget::Item(*offer)));
    if letter.is_some_and(|letter| of_body(&site.item(letter).body)) {
        return None;
    }
    let ran = offers.iter().copied().filter(|offer| ran_at(site.item(*offer), sent));
    best(site, ran, Readers { segments, phase: None })
}

/// Whether an offer ran at an instant.
fn ran_at(item: &Item, at: Instant) -> bool {
    match &item.detail {
        Detail::Offer(offer) => {
            offer.starts.is_none_or(|starts| starts <= at) && offer.ends.is_none_or(|ends| ends > at)
        }
        _ => false,
    }
}

/// When an offer ends: with its last day, or when its link does.
pub fn offer_end(site: &Site, item: &Item) -> Option<Instant> {
    let Detail::Offer(offer) = &item.detail else { return None };
    let link = offer.link.and_then(|link| site.links.get(link.index())).and_then(|link| link.ends);
    offer.ends.into_iter().chain(link).min()
}

/// Why a public offer doesn't run, in one sentence.
pub(super) fn why_not_on(site: &Site, plan: &Plan, id: ItemId) -> String {
    let item = site.item(id);
    let zone = &site.settings.zone;
    let starts = item.times().and_then(|(starts, _)| starts).filter(|_| plan.states.get(&id) == Some(&State::Coming));
    match starts {
        Some(starts) => format!("`{}` begins on {}", item.id, zone.words(starts)),
        None => {
            let end = offer_end(site, item).map(|end| zone.words(end)).unwrap_or_default();
            format!("`{}` ended on {end}", item.id)
        }
    }
}

/// What an offer needs and time has taken away: its link before its own end, its terms, its refund policy.
pub(super) fn lacks(site: &Site, plan: &Plan, id: ItemId, item: &Item) -> Vec<Diagnostic> {
    let Detail::Offer(offer) = &item.detail else { return Vec::new() };
    if !plan.is_public(id) {
        return Vec::new();
    }
    let link = offer.link.and_then(|link| site.links.get(link.index()));
    let is_cut = |link: &&OutLink| link.ends.is_some_and(|end| offer.ends.is_none_or(|last| end < last));
    let is_past = plan.states.get(&id) == Some(&State::Past);
    let cut = link.filter(|_| is_past).filter(is_cut).map(|link| {
        let message = format!("{} is over: its link `{}` has ended", name(site, plan, id), link.id.value);
        Diagnostic::warning("link-ended", message)
            .help("change the link's `ends` in links.toml, or give the offer the same `ends`")
    });
    let pages = [("terms", offer.terms.as_ref().ok().copied()), ("refund policy", offer.policy)];
    let hidden = pages.into_iter().filter_map(|(what, page)| Some((what, page.filter(|page| !plan.is_public(*page))?)));
    let hidden = hidden.map(|(what, page)| {
        let (offer, page_name) = (name(site, plan, id), name(site, plan, page));
        let message = format!("the {what} of {offer} can't be read: {page_name} is not public");
        Diagnostic::warning("link-not-public", message).note(why_not_public(site, plan, page))
    });
    cut.into_iter().chain(hidden).map(|problem| problem.at(item.span, "")).collect()
}

/// Whether lists may show an item: an offer only while it runs.
pub(super) fn is_on(site: &Site, states: &BTreeMap<ItemId, State>, id: ItemId) -> bool {
    role(site.item(id)).is_none() || states.get(&id) == Some(&State::Running)
}

/// The role of an offer; nothing for all else.
pub(super) fn role(item: &Item) -> Option<OfferRole> {
    match &item.detail {
        Detail::Offer(offer) => Some(offer.role),
        _ => None,
    }
}
