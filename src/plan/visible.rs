//! What readers can see at a moment, and what state it is in.

use std::collections::{BTreeMap, BTreeSet};

use super::{Audience, Moment, State, Visibility};
use crate::model::time::Instant;
use crate::model::{Becomes, Detail, Item, ItemId, Letter, Never, OutLinkId, Schedule, Site};

/// The visibility of every item, by [`ItemId`].
pub(super) fn visibility(site: &Site, moment: Moment) -> Vec<Visibility> {
    site.iter().map(|(id, item)| of_item(site, item, site.schedule(id), moment)).collect()
}

/// Everything that could ever be seen: what URLs are checked against, so that no check depends on the date.
pub(super) fn ever(site: &Site) -> Vec<Visibility> {
    site.iter().map(|(_, item)| if is_withdrawn(item) { Visibility::Withdrawn } else { Visibility::Public }).collect()
}

fn of_item(site: &Site, item: &Item, schedule: &Schedule, moment: Moment) -> Visibility {
    if let Detail::Spotlight(spotlight) = &item.detail {
        let consent = &spotlight.consent;
        if consent.withdrawn || consent.expires.is_some_and(|end| end <= moment.now) {
            return Visibility::Withdrawn;
        }
    }
    if schedule.expire.is_some_and(|end| end <= moment.now) {
        return Visibility::Expired;
    }
    let due = match &schedule.becomes {
        Becomes::At(instant) => *instant <= moment.now,
        Becomes::Undated => true,
        Becomes::Never(_) => false,
    };
    let sent = match &item.detail {
        Detail::Issue(letter) => sent_at(site, letter).is_some_and(|sent| sent <= moment.now),
        _ => true,
    };
    let allowed = !matches!(schedule.becomes, Becomes::Never(Never::Consent));
    match moment.audience {
        Audience::Public if due && sent => Visibility::Public,
        Audience::Preview if allowed => Visibility::Public,
        _ => Visibility::Secret,
    }
}

fn is_withdrawn(item: &Item) -> bool {
    matches!(&item.detail, Detail::Spotlight(spotlight) if spotlight.consent.withdrawn)
}

/// When the issue of a letter goes out.
pub(super) fn sent_at(site: &Site, letter: &Letter) -> Option<Instant> {
    let newsletter = site.calendar.newsletters.get(letter.newsletter.index())?;
    Some(site.settings.zone.instant(letter.date, newsletter.time).0)
}

/// Start and end of an item that has them.
pub(super) fn times(item: &Item) -> Option<(Option<Instant>, Option<Instant>)> {
    match &item.detail {
        Detail::Event(event) => Some((Some(event.starts), Some(event.ends.unwrap_or(event.starts)))),
        Detail::Prompt(task) | Detail::Challenge(task) => Some((task.starts, task.ends)),
        Detail::Offer(offer) => Some((offer.starts, offer.ends)),
        _ => None,
    }
}

/// The state of every item that has one.
pub(super) fn states(site: &Site, now: Instant) -> BTreeMap<ItemId, State> {
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
        _ => times(item).map(state),
    };
    site.iter().filter_map(|(id, item)| Some((id, of_item(item)?))).collect()
}

/// Outgoing links whose last day is over.
pub(super) fn ended_links(site: &Site, now: Instant) -> BTreeSet<OutLinkId> {
    let ended = |link: &crate::model::OutLink| link.ends.is_some_and(|end| end <= now);
    site.links.iter().enumerate().filter(|(_, link)| ended(link)).map(|(index, _)| OutLinkId::at(index)).collect()
}
