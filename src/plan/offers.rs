//! Offers: which of them run, and the one that a page or an issue may show.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::State;
use super::lists::{Seen, fits};
use crate::model::time::Instant;
use crate::model::{Body, Detail, EmbedTarget, Item, ItemId, OfferRole, Phase, SegmentId, Site};

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
