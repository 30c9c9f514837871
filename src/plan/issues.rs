//! Newsletter issues: which are out, and what each holds.
//!
//! An issue takes what became public since the issue before, oldest first, up to its `max`; the rest waits for the next.
//! What is over by the time it goes out is in none. The first issue reaches back one cadence, not to the beginning of the
//! site; how far that was is sealed with it, so that a newsletter that moves to another weekday, or pauses, loses nothing
//! that still waits. A sealed issue is read from the lock, whatever became of the rule, of `max` and of its pieces since; days before the
//! last sealed one are closed, so that what is backdated goes into the next issue and never into one that nobody got.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::Seen;
use super::visible::sent_at;
use super::{Gone, Issue, State, Visibility, offers};
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Item, ItemId, Newsletter, NewsletterId, SealedIssue, SegmentId, Site};
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
    let newsletters = site.calendar.newsletters.iter().enumerate();
    newsletters.map(|(at, newsletter)| next_date(site, (NewsletterId::at(at), newsletter), now)).collect()
}

fn next_date(site: &Site, (id, newsletter): (NewsletterId, &Newsletter), now: Instant) -> Option<Instant> {
    let zone = &site.settings.zone;
    let today = zone.date_of(now);
    let from = if today > newsletter.start { today } else { newsletter.start };
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, from);
    dates.map(|date| site.issue_sent(id, date)).find(|sent| *sent > now)
}

fn of_newsletter(seen: Seen<'_>, id: NewsletterId, now: Instant, offers: &[ItemId]) -> Vec<Issue> {
    let site = seen.site;
    let Some(newsletter) = site.calendar.newsletters.get(id.index()) else { return Vec::new() };
    let letters = letters(seen, id);
    let mut taken = sealed_items(site, id);
    let mut waiting = candidates(seen, (id, newsletter));
    let beside = Beside::of(seen);
    let mut issues = Vec::new();
    for Occurrence { date, sent } in occurrences(site, id, newsletter, now) {
        let letter = letters.get(&date).copied();
        if site.is_issue_closed(id, date) {
            continue;
        }
        let (members, gone) = match site.sealed_issue(id, date) {
            Some(sealed) => sealed_members(seen, sealed),
            None => (take(site, &mut waiting, &mut taken, (newsletter, sent)), Vec::new()),
        };
        if members.is_empty() && gone.is_empty() && letter.is_none() {
            continue;
        }
        // A spotlight that is news stands among the pieces, not twice.
        let spotlights = beside.spotlights(site, date, sent).filter(|id| !members.contains(id)).collect();
        issues.push(Issue {
            newsletter: id,
            date: date.to_string(),
            sent,
            url: format!("/newsletter/{}/{date}/", newsletter.id.value),
            members: picks_first(site, letter, members),
            gone,
            spotlights,
            events: beside.events(sent).collect(),
            offer: offers::of_issue(site, offers, (letter, sent), &[]),
            letter,
        });
    }
    issues
}

/// Days that are out: those of the rule, and the sealed ones, which stay when the rule is another.
fn occurrences(site: &Site, id: NewsletterId, newsletter: &Newsletter, now: Instant) -> Vec<Occurrence> {
    let mut days: BTreeMap<Date, Instant> = rule_days(site, id, newsletter, now).collect();
    days.extend(sealed(site, id).map(|issue| (issue.date, site.issue_sent(id, issue.date))));
    days.into_iter().map(|(date, sent)| Occurrence { date, sent }).filter(|issue| issue.sent <= now).collect()
}

fn rule_days(
    site: &Site,
    id: NewsletterId,
    newsletter: &Newsletter,
    now: Instant,
) -> impl Iterator<Item = (Date, Instant)> {
    let dates = newsletter.rule.dates(newsletter.start, newsletter.until);
    dates.map(move |date| (date, site.issue_sent(id, date))).take_while(move |(_, sent)| *sent <= now)
}

/// The last day of a newsletter that ends, and when it goes out on it.
pub(super) fn last_day(site: &Site, id: NewsletterId) -> Option<(Date, Instant)> {
    let newsletter = site.calendar.newsletters.get(id.index())?;
    let last = newsletter.rule.dates(newsletter.start, Some(newsletter.until?)).last()?;
    Some((last, site.issue_sent(id, last)))
}

/// The newest day of a newsletter's cadence that is over at `now`, whether it had an issue or not.
pub fn latest_day(site: &Site, id: NewsletterId, now: Instant) -> Option<(Date, Instant)> {
    rule_days(site, id, site.calendar.newsletters.get(id.index())?, now).last()
}

/// When the sealed issues go out or went out, with their newsletters.
pub(super) fn sealed_dates(site: &Site) -> impl Iterator<Item = (&Newsletter, Instant)> {
    site.sealed.iter().filter_map(|issue| {
        let newsletter = site.calendar.newsletters.get(issue.newsletter.index())?;
        Some((newsletter, site.issue_sent(issue.newsletter, issue.date)))
    })
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

fn sealed(site: &Site, id: NewsletterId) -> impl Iterator<Item = &SealedIssue> {
    site.sealed.iter().filter(move |issue| issue.newsletter == id)
}

pub(super) fn sealed_items(site: &Site, id: NewsletterId) -> BTreeSet<ItemId> {
    sealed(site, id).flat_map(|issue| issue.members.iter().filter_map(|member| member.item)).collect()
}

/// What is left of a sealed issue's pieces, and what became of the others.
fn sealed_members(seen: Seen<'_>, sealed: &SealedIssue) -> (Vec<ItemId>, Vec<Gone>) {
    let mut members = Vec::new();
    let mut gone = Vec::new();
    for member in &sealed.members {
        match member.item {
            Some(item) if !consents(seen.site.item(item)) => gone.push(Gone::Unnamed),
            Some(item) if seen.is_public(item) => members.push(item),
            Some(item) if seen.visibility.get(item.index()) == Some(&Visibility::Expired) => {
                gone.push(Gone::Expired(item));
            }
            _ => gone.push(Gone::Unnamed),
        }
    }
    gone.sort_unstable();
    (members, gone)
}

/// Whether a piece may stand in a newsletter: a member's, only with consent to that.
pub fn consents(item: &Item) -> bool {
    !matches!(&item.detail, Detail::Spotlight(spotlight) if !spotlight.consent.newsletter)
}

/// Pieces of the newsletter's kinds with their instants, newest first, so that the oldest is popped.
pub(super) fn candidates(seen: Seen<'_>, (id, newsletter): (NewsletterId, &Newsletter)) -> Vec<(Instant, ItemId)> {
    let since = reach(seen.site, id);
    let mut found: Vec<(Instant, ItemId)> = seen
        .listed()
        .filter(|(id, item)| newsletter.include.contains(&item.kind) && is_announced(seen.site, *id) && consents(item))
        .filter_map(|(id, item)| Some((news_from(item, &seen.site.schedule(id).becomes)?, id)))
        .filter(|(instant, _)| *instant >= since)
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found
}

/// Whether the newsletter is one of a piece's channels.
pub(super) fn is_announced(site: &Site, id: ItemId) -> bool {
    let channels = site.schedule(id).channels.as_ref();
    channels.is_none_or(|channels| channels.iter().any(|channel| channel == "newsletter"))
}

/// From when a piece is news: an offer not before its first day.
pub fn news_from(item: &Item, becomes: &Becomes) -> Option<Instant> {
    let Becomes::At(instant) = becomes else { return None };
    match &item.detail {
        Detail::Offer(offer) => Some(offer.starts.map_or(*instant, |starts| starts.max(*instant))),
        _ => Some(*instant),
    }
}

/// From when a newsletter takes pieces up: what appeared before is not news. That is one cadence before its first issue, less the
/// cutoff, until that is sealed; from then on it is what the lock says, whatever becomes of the rule and of `start`.
///
/// # Panics
/// When the id belongs to another site.
pub fn reach(site: &Site, id: NewsletterId) -> Instant {
    let newsletters = &site.calendar.newsletters;
    let newsletter = newsletters.get(id.index()).expect("a NewsletterId comes from the Site it is asked of");
    if let Some(since) = sealed(site, id).filter_map(|issue| issue.since).min() {
        return since;
    }
    let by_rule = newsletter.rule.dates(newsletter.start, None).next();
    let sealed = sealed(site, id).map(|issue| issue.date).min();
    let first = [by_rule, sealed].into_iter().flatten().min().unwrap_or(newsletter.start);
    site.issue_sent(id, first).plus_days(-cadence_days(newsletter)).plus_hours(-i64::from(newsletter.cutoff_hours))
}

fn cadence_days(newsletter: &Newsletter) -> i64 {
    let mut dates = newsletter.rule.dates(newsletter.start, None);
    match (dates.next(), dates.next()) {
        (Some(first), Some(second)) => first.days_until(second),
        _ => 7,
    }
}

fn take(
    site: &Site,
    waiting: &mut Vec<(Instant, ItemId)>,
    taken: &mut BTreeSet<ItemId>,
    (newsletter, sent): (&Newsletter, Instant),
) -> Vec<ItemId> {
    let cutoff = sent.plus_hours(-i64::from(newsletter.cutoff_hours));
    let mut members = Vec::new();
    while let Some((instant, id)) = waiting.last().copied() {
        if instant >= cutoff || newsletter.max.is_some_and(|max| members.len() >= max) {
            break;
        }
        waiting.pop();
        if !is_over(site.item(id), sent) && taken.insert(id) {
            members.push(id);
        }
    }
    members
}

/// Whether an event, a challenge or an offer has ended: nobody is invited to what is over.
pub(super) fn is_over(item: &Item, at: Instant) -> bool {
    item.times().and_then(|(_, ends)| ends).is_some_and(|ends| ends <= at)
}

fn picks_first(site: &Site, letter: Option<ItemId>, members: Vec<ItemId>) -> Vec<ItemId> {
    let picks: Vec<ItemId> = match letter.map(|id| &site.item(id).detail) {
        Some(Detail::Issue(letter)) => letter.picks.iter().map(|pick| pick.value).collect(),
        _ => Vec::new(),
    };
    let picked = picks.iter().filter(|pick| members.contains(pick));
    let rest = members.iter().filter(|member| !picks.contains(member));
    picked.chain(rest).copied().collect()
}

/// What issues may show beside their pieces, by time. Looked up once: there are hundreds of issues, and thousands of pieces.
struct Beside {
    spotlights: Vec<(Instant, ItemId)>,
    events: Vec<(Instant, ItemId)>,
}

impl Beside {
    fn of(seen: Seen<'_>) -> Self {
        let consents =
            |item: &Item| matches!(&item.detail, Detail::Spotlight(spotlight) if spotlight.consent.newsletter);
        let spotlights = seen.listed().filter(|(_, item)| consents(item));
        let mut spotlights: Vec<_> = spotlights.filter_map(|(id, _)| Some((seen.instant(id)?, id))).collect();
        spotlights.sort_unstable();
        let starts = |item: &Item| match &item.detail {
            Detail::Event(event) => Some(event.starts),
            _ => None,
        };
        let open = |id: &ItemId| seen.states.get(id).is_some_and(|state| *state != State::Past);
        let events = seen.listed().filter_map(|(id, item)| Some((starts(item)?, id)));
        let mut events: Vec<_> = events.filter(|(_, id)| open(id)).collect();
        events.sort_unstable();
        Beside { spotlights, events }
    }

    /// Spotlights of the month that an issue is of, up to the issue.
    fn spotlights(&self, site: &Site, date: Date, sent: Instant) -> impl Iterator<Item = ItemId> {
        let month = site.settings.zone.instant(date.first_of_month(), crate::model::time::TimeOfDay::MIDNIGHT).0;
        let in_month = self.spotlights.iter().filter(move |(instant, _)| *instant >= month && *instant <= sent);
        in_month.map(|(_, id)| *id)
    }

    /// Events of the fortnight after an issue that are not over yet.
    fn events(&self, sent: Instant) -> impl Iterator<Item = ItemId> {
        let until = sent.plus_days(EVENTS_DAYS);
        self.events.iter().filter(move |(starts, _)| *starts > sent && *starts <= until).map(|(_, id)| *id)
    }
}

/// An issue as it is for one segment: what names no segment, and what names this one. `offers` are the plan's.
pub fn for_segment(site: &Site, offers: &[ItemId], issue: &Issue, segment: SegmentId) -> Issue {
    let fits = |id: &ItemId| {
        let segments = &site.item(*id).segments;
        segments.is_empty() || segments.contains(&segment)
    };
    let only = |ids: &[ItemId]| ids.iter().copied().filter(|id| fits(id)).collect();
    Issue {
        members: only(&issue.members),
        spotlights: only(&issue.spotlights),
        events: only(&issue.events),
        offer: offers::of_issue(site, offers, (issue.letter, issue.sent), &[segment]),
        ..issue.clone()
    }
}
