//! What readers can see at a moment, and what state it is in.

use std::collections::{BTreeMap, BTreeSet};

use super::{Audience, Moment, State, Visibility, offers};
use crate::model::time::Instant;
use crate::model::{Becomes, Body, Detail, Item, ItemId, Letter, Never, OutLinkId, Schedule, Site, Target};

/// The visibility of every item, by [`ItemId`].
pub(super) fn visibility(site: &Site, moment: Moment) -> Vec<Visibility> {
    site.iter().map(|(id, item)| of_item(site, item, site.schedule(id), moment)).collect()
}

/// Everything that could ever be seen: what URLs are checked against, so that no check depends on the date.
pub(super) fn ever(site: &Site) -> Vec<Visibility> {
    site.iter().map(|(_, item)| if item.is_withdrawn() { Visibility::Withdrawn } else { Visibility::Public }).collect()
}

fn of_item(site: &Site, item: &Item, schedule: &Schedule, moment: Moment) -> Visibility {
    if item.is_withdrawn() || moment.audience == Audience::Preview && consent_ended(item, moment.now) {
        return Visibility::Withdrawn;
    }
    // What never appears by itself never expires either: its address was never known, and stays unknown.
    let (ever, due) = match (&schedule.becomes, schedule.expire) {
        (Becomes::At(instant), end) => (end.is_none_or(|end| end > *instant), *instant <= moment.now),
        (Becomes::Undated, _) => (true, true),
        (Becomes::Never(_), _) => (false, false),
    };
    let sent = match &item.detail {
        Detail::Issue(letter) => sent_at(site, letter).is_some_and(|sent| sent <= moment.now),
        _ => true,
    };
    let over = schedule.expire.is_some_and(|end| end <= moment.now);
    let allowed = !matches!(schedule.becomes, Becomes::Never(Never::Consent));
    match moment.audience {
        Audience::Public if ever && consent_ended(item, moment.now) => Visibility::Withdrawn,
        Audience::Public if ever && over => Visibility::Expired,
        Audience::Public if ever && due && sent => Visibility::Public,
        Audience::Preview if over => Visibility::Expired,
        Audience::Preview if allowed => Visibility::Public,
        _ => Visibility::Secret,
    }
}

fn consent_ended(item: &Item, now: Instant) -> bool {
    matches!(&item.detail, Detail::Spotlight(spotlight) if spotlight.consent.expires.is_some_and(|end| end <= now))
}

/// When the issue of a letter goes out.
pub fn sent_at(site: &Site, letter: &Letter) -> Option<Instant> {
    site.calendar.newsletters.get(letter.newsletter.index())?;
    if site.is_issue_closed(letter.newsletter, letter.date) {
        return None;
    }
    Some(site.issue_sent(letter.newsletter, letter.date))
}

/// The state of every public item that has one.
pub(super) fn states(site: &Site, visibility: &[Visibility], now: Instant) -> BTreeMap<ItemId, State> {
    let state = |(starts, ends): (Option<Instant>, Option<Instant>)| match (starts, ends) {
        (Some(starts), _) if starts > now => State::Coming,
        (_, Some(ends)) if ends <= now => State::Past,
        _ => State::Running,
    };
    let of_item = |item: &Item| match &item.detail {
        // What came of it is told once it is over.
        Detail::Prompt(task) | Detail::Challenge(task) if task.ends.is_none() && !task.results.is_empty() => {
            Some(State::Past)
        }
        Detail::Offer(offer) => Some(state((offer.starts, offers::offer_end(site, item)))),
        _ => item.times().map(state),
    };
    public(site, visibility).filter_map(|(id, item)| Some((id, of_item(item)?))).collect()
}

/// Outgoing links whose last day is over, of those that the text of a public page would show.
pub(super) fn ended_links(site: &Site, visibility: &[Visibility], now: Instant) -> BTreeSet<OutLinkId> {
    let bodies = public_bodies(site, visibility).flat_map(|body| &body.targets);
    let linked = bodies.filter_map(|target| match target {
        Target::Registry(id) => Some(*id),
        _ => None,
    });
    let ended = |id: &OutLinkId| site.links.get(id.index()).is_some_and(|link| link.ends.is_some_and(|end| end <= now));
    linked.filter(ended).collect()
}

/// The bodies that readers can see: of public items, and the introductions of listings.
pub(super) fn public_bodies<'a>(site: &'a Site, visibility: &'a [Visibility]) -> impl Iterator<Item = &'a Body> {
    let items = public(site, visibility).map(|(_, item)| &item.body);
    items.chain(site.listings.values().map(|listing| &listing.body))
}

fn public<'a>(site: &'a Site, visibility: &'a [Visibility]) -> impl Iterator<Item = (ItemId, &'a Item)> {
    site.iter().filter(|(id, _)| visibility.get(id.index()) == Some(&Visibility::Public))
}
