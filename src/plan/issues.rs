//! Newsletter issues: which are out, and what each holds.
//!
//! An issue takes what became public since the issue before, oldest first, up to its `max`; the rest waits for the next. A
//! sealed issue is read from the lock. The first issue reaches back one cadence, not to the beginning of the site.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::Seen;
use super::visible::sent_at;
use super::{Issue, State};
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Item, ItemId, Newsletter, NewsletterId, Site};
use crate::parse::Kind;

const EVENTS_DAYS: i64 = 14;

/// A day on which an issue may go out.
struct Occurrence {
    date: Date,
    sent: Instant,
}

/// Every issue that is out at `now`, by newsletter, oldest first.
pub(super) fn issues(seen: Seen<'_>, now: Instant, offers: &[ItemId]) -> Vec<Issue> {
    let newsletters = seen.site.calendar.newsletters.iter().enumerate();
    newsletters.flat_map(|(index, _)| of_newsletter(seen, NewsletterId::at(index), now, offers)).collect()
}

/// When a newsletter goes out next, by [`NewsletterId`].
pub(super) fn next_dates(site: &Site, now: Instant) -> Vec<Option<Instant>> {
    site.calendar.newsletters.iter().map(|newsletter| next_date(site, newsletter, now)).collect()
}

fn next_date(site: &Site, newsletter: &Newsletter, now: Instant) -> Option<Instant> {
    let zone = &site.settings.zone;
    let today = zone.date_of(now);
    let from = if today > newsletter.start { today } else { newsletter.start };
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, from);
    dates.map(|date| zone.instant(date, newsletter.time).0).find(|sent| *sent > now)
}

fn of_newsletter(seen: Seen<'_>, id: NewsletterId, now: Instant, offers: &[ItemId]) -> Vec<Issue> {
    let site = seen.site;
    let Some(newsletter) = site.calendar.newsletters.get(id.index()) else { return Vec::new() };
    let letters = letters(seen, id);
    let mut taken = sealed_items(site, id);
    let mut waiting = candidates(seen, newsletter);
    let mut issues = Vec::new();
    for Occurrence { date, sent } in occurrences(site, newsletter, now) {
        let letter = letters.get(&date).copied();
        let members = match sealed_members(seen, id, date) {
            Some(members) => members,
            None if is_between_sealed(site, id, date) => Vec::new(),
            None => take(&mut waiting, &mut taken, newsletter, sent),
        };
        if members.is_empty() && letter.is_none() {
            continue;
        }
        // A spotlight that is news stands among the pieces, not twice.
        let spotlights = spotlights(seen, date, sent).into_iter().filter(|id| !members.contains(id)).collect();
        issues.push(Issue {
            newsletter: id,
            date: date.to_string(),
            sent,
            url: format!("/newsletter/{}/{date}/", newsletter.id.value),
            members: picks_first(site, letter, members),
            spotlights,
            events: events(seen, sent),
            offer: offers.iter().copied().find(|offer| ran_at(site.item(*offer), sent)),
            letter,
        });
    }
    issues
}

fn occurrences(site: &Site, newsletter: &Newsletter, now: Instant) -> Vec<Occurrence> {
    let zone = &site.settings.zone;
    let sent = |date| Occurrence { date, sent: zone.instant(date, newsletter.time).0 };
    newsletter.rule.dates(newsletter.start, newsletter.until).map(sent).take_while(|issue| issue.sent <= now).collect()
}

fn letters(seen: Seen<'_>, id: NewsletterId) -> BTreeMap<Date, ItemId> {
    let mut letters = BTreeMap::new();
    for (item_id, item) in seen.site.of_kind(Kind::Issue).filter(|(item, _)| seen.is_public(*item)) {
        if let Detail::Issue(letter) = &item.detail
            && letter.newsletter == id
            && sent_at(seen.site, letter).is_some()
        {
            letters.insert(letter.date, item_id);
        }
    }
    letters
}

fn sealed_items(site: &Site, id: NewsletterId) -> BTreeSet<ItemId> {
    let sealed = site.sealed.iter().filter(|issue| issue.newsletter == id);
    sealed.flat_map(|issue| issue.members.iter().filter_map(|member| member.item)).collect()
}

fn sealed_members(seen: Seen<'_>, id: NewsletterId, date: Date) -> Option<Vec<ItemId>> {
    let sealed = seen.site.sealed.iter().find(|issue| issue.newsletter == id && issue.date == date)?;
    let items = sealed.members.iter().filter_map(|member| member.item);
    Some(items.filter(|item| seen.is_public(*item)).collect())
}

/// Whether a day without a sealed issue lies between two that have one: then nothing was sent on it, and what is backdated
/// to before it goes into the next issue.
fn is_between_sealed(site: &Site, id: NewsletterId, date: Date) -> bool {
    let dates = || site.sealed.iter().filter(|issue| issue.newsletter == id).map(|issue| issue.date);
    dates().any(|sealed| sealed < date) && dates().any(|sealed| sealed > date)
}

/// Pieces of the newsletter's kinds with their instants, newest first, so that the oldest is popped.
fn candidates(seen: Seen<'_>, newsletter: &Newsletter) -> Vec<(Instant, ItemId)> {
    let since = first_window(seen.site, newsletter);
    let announced = |id: ItemId| match &seen.site.schedule(id).channels {
        Some(channels) => channels.iter().any(|channel| channel == "newsletter"),
        None => true,
    };
    let consents = |item: &Item| !matches!(&item.detail, Detail::Spotlight(spotlight) if !spotlight.consent.newsletter);
    let mut found: Vec<(Instant, ItemId)> = seen
        .listed()
        .filter(|(id, item)| newsletter.include.contains(&item.kind) && announced(*id) && consents(item))
        .filter_map(|(id, _)| match seen.site.schedule(id).becomes {
            Becomes::At(instant) if instant >= since => Some((instant, id)),
            _ => None,
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}

/// From when the first issue takes pieces: one cadence before it, less the cutoff.
fn first_window(site: &Site, newsletter: &Newsletter) -> Instant {
    let zone = &site.settings.zone;
    let mut dates = newsletter.rule.dates(newsletter.start, None);
    let (first, second) = (dates.next(), dates.next());
    let at = |date| zone.instant(date, newsletter.time).0;
    let start = first.map_or_else(|| at(newsletter.start), at);
    let days = match (first, second) {
        (Some(first), Some(second)) => first.days_until(second),
        _ => 7,
    };
    start.plus_days(-days).plus_hours(-i64::from(newsletter.cutoff_hours))
}

fn take(
    waiting: &mut Vec<(Instant, ItemId)>,
    taken: &mut BTreeSet<ItemId>,
    newsletter: &Newsletter,
    sent: Instant,
) -> Vec<ItemId> {
    let cutoff = sent.plus_hours(-i64::from(newsletter.cutoff_hours));
    let mut members = Vec::new();
    while let Some((instant, id)) = waiting.last().copied() {
        if instant >= cutoff || newsletter.max.is_some_and(|max| members.len() >= max) {
            break;
        }
        waiting.pop();
        if taken.insert(id) {
            members.push(id);
        }
    }
    members
}

fn picks_first(site: &Site, letter: Option<ItemId>, members: Vec<ItemId>) -> Vec<ItemId> {
    let picks = match letter.map(|id| &site.item(id).detail) {
        Some(Detail::Issue(letter)) => letter.picks.as_slice(),
        _ => &[],
    };
    let picked = picks.iter().filter(|pick| members.contains(pick));
    let rest = members.iter().filter(|member| !picks.contains(member));
    picked.chain(rest).copied().collect()
}

fn spotlights(seen: Seen<'_>, date: Date, sent: Instant) -> Vec<ItemId> {
    let zone = &seen.site.settings.zone;
    let month = zone.instant(date.first_of_month(), crate::model::time::TimeOfDay::MIDNIGHT).0;
    let consents = |item: &Item| matches!(&item.detail, Detail::Spotlight(spotlight) if spotlight.consent.newsletter);
    let in_month = |id: &ItemId| seen.instant(*id).is_some_and(|instant| instant >= month && instant <= sent);
    let mut found: Vec<ItemId> =
        seen.listed().filter(|(_, item)| consents(item)).map(|(id, _)| id).filter(in_month).collect();
    found.sort_by_key(|id| (seen.instant(*id), *id));
    found
}

/// Events of the fortnight after an issue that are not over yet.
fn events(seen: Seen<'_>, sent: Instant) -> Vec<ItemId> {
    let until = sent.plus_days(EVENTS_DAYS);
    let starts = |item: &Item| match &item.detail {
        Detail::Event(event) if event.starts > sent && event.starts <= until => Some(event.starts),
        _ => None,
    };
    let open = |id: &ItemId| seen.states.get(id).is_some_and(|state| *state != State::Past);
    let mut found: Vec<(Instant, ItemId)> =
        seen.listed().filter_map(|(id, item)| Some((starts(item)?, id))).filter(|(_, id)| open(id)).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// Whether an offer ran at an instant.
pub(super) fn ran_at(item: &Item, at: Instant) -> bool {
    match &item.detail {
        Detail::Offer(offer) => {
            offer.starts.is_none_or(|starts| starts <= at) && offer.ends.is_none_or(|ends| ends > at)
        }
        _ => false,
    }
}
