//! Every date of the plan, for the creator's own calendar: public or not.
//!
//! What stands in the files is told whenever it is; what comes again and again is told for a quarter ahead.

use std::collections::BTreeMap;

use crate::model::time::{Date, Instant, Zone};
use crate::model::{Becomes, Detail, Entry, Event, Item, ItemId, Never, NewsletterId, Offer, Site, Task};
use crate::plan::{Occurrence, occurrences};

/// Days told of what comes again and again.
const AHEAD_DAYS: i64 = 90;

/// One date of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDate {
    /// What it is known by: the same as long as the plan names the same thing.
    pub key: String,
    /// When.
    pub time: OwnTime,
    /// What happens then.
    pub purpose: Purpose,
    /// The piece's title, the idea's, the recurrence's or the newsletter's.
    pub title: String,
    /// The piece, if there is one.
    pub item: Option<ItemId>,
    /// The entry's status; `ready` where there is none.
    pub status: String,
    /// Who does it; may be empty.
    pub owner: String,
    /// Place; may be empty.
    pub place: String,
}

/// When something of the plan happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnTime {
    /// From an instant, to another where that is known.
    From(Instant, Option<Instant>),
    /// On a day.
    Day(Date),
}

/// What happens at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// A piece or an idea appears.
    Publish,
    /// It must be done.
    Due,
    /// It disappears.
    Expire,
    /// An event takes place, or a time of a recurrence.
    Happens,
    /// An issue goes out.
    Issue,
    /// An offer, a prompt or a challenge opens.
    Opens,
    /// It closes.
    Closes,
}

impl Purpose {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Publish => "publish",
            Purpose::Due => "due",
            Purpose::Expire => "expire",
            Purpose::Happens => "happens",
            Purpose::Issue => "issue",
            Purpose::Opens => "opens",
            Purpose::Closes => "closes",
        }
    }
}

/// Every date of the plan, by time.
pub fn own_dates(site: &Site, now: Instant) -> Vec<OwnDate> {
    let zone = &site.settings.zone;
    let mut found: Vec<OwnDate> = site.calendar.entries.iter().flat_map(|entry| of_entry(site, entry)).collect();
    found.extend(site.iter().flat_map(|(id, item)| of_item(site, id, item, now)));
    let until = now.plus_days(AHEAD_DAYS);
    let open = occurrences(site, now, until).into_iter().filter(|one| one.event.is_none());
    found.extend(open.filter_map(|one| of_occurrence(site, &one)));
    let ids = (0..site.calendar.newsletters.len()).map(NewsletterId::at);
    found.extend(ids.flat_map(|id| issues(site, id, now, until)));
    found.sort_by(|a, b| (begins(zone, a.time), a.purpose, &a.key).cmp(&(begins(zone, b.time), b.purpose, &b.key)));
    number_twins(&mut found);
    found
}

fn begins(zone: &Zone, time: OwnTime) -> Instant {
    match time {
        OwnTime::From(instant, _) => instant,
        OwnTime::Day(date) => zone.start_of_day(date),
    }
}

/// Two ideas may have one title: the second of a key gets a number.
fn number_twins(dates: &mut [OwnDate]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for date in dates {
        let count = seen.entry(date.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            date.key = format!("{}-{count}", date.key);
        }
    }
}

/// A date with nothing but what it is about.
fn bare(key: &str, title: &str, purpose: Purpose, time: OwnTime) -> OwnDate {
    OwnDate {
        key: format!("{}/{key}", purpose.name()),
        time,
        purpose,
        title: title.to_owned(),
        item: None,
        status: "ready".to_owned(),
        owner: String::new(),
        place: String::new(),
    }
}

/// When an entry's piece appears, and when it must be done. (When it disappears, its schedule says.)
fn of_entry(site: &Site, entry: &Entry) -> Vec<OwnDate> {
    let item = entry.item.map(|id| site.item(id));
    let title = item.map_or(&entry.title, |item| &item.title.value);
    let key = item.map_or(&entry.title, |item| &item.id);
    let times = [
        (Purpose::Publish, entry.publish.map(|instant| OwnTime::From(instant, None))),
        (Purpose::Due, entry.due.map(OwnTime::Day)),
    ];
    let told = times.into_iter().filter_map(|(purpose, time)| Some((purpose, time?)));
    told.map(|(purpose, time)| OwnDate {
        item: entry.item,
        status: entry.status.clone(),
        owner: entry.owner.clone(),
        ..bare(key, title, purpose, time)
    })
    .collect()
}

/// What an item's own file says: the day it appears, where no entry does and it is still to come; its times; its end.
fn of_item(site: &Site, id: ItemId, item: &Item, now: Instant) -> Vec<OwnDate> {
    let zone = &site.settings.zone;
    let schedule = site.schedule(id);
    let mut times = match &item.detail {
        Detail::Event(Event { starts, ends, .. }) => vec![(Purpose::Happens, OwnTime::From(*starts, *ends))],
        Detail::Prompt(Task { starts, ends, .. })
        | Detail::Challenge(Task { starts, ends, .. })
        | Detail::Offer(Offer { starts, ends, .. }) => opening(zone, *starts, *ends),
        _ => Vec::new(),
    };
    let has_entry = site.calendar.entries.iter().any(|entry| entry.item == Some(id) && entry.publish.is_some());
    if let (Becomes::At(instant), false) = (&schedule.becomes, has_entry)
        && *instant > now
    {
        times.push((Purpose::Publish, OwnTime::From(*instant, None)));
    }
    // Without consent there is nothing that could disappear.
    let expire = schedule.expire.filter(|_| schedule.becomes != Becomes::Never(Never::Consent));
    times.extend(expire.map(|instant| (Purpose::Expire, end(zone, instant))));
    let place = match &item.detail {
        Detail::Event(event) => event.place.clone(),
        _ => String::new(),
    };
    let date = |(purpose, time)| bare(&item.id, &item.title.value, purpose, time);
    times.into_iter().map(date).map(|one| OwnDate { item: Some(id), place: place.clone(), ..one }).collect()
}

fn opening(zone: &Zone, starts: Option<Instant>, ends: Option<Instant>) -> Vec<(Purpose, OwnTime)> {
    let opens = starts.map(|instant| (Purpose::Opens, OwnTime::From(instant, None)));
    let closes = ends.map(|instant| (Purpose::Closes, end(zone, instant)));
    opens.into_iter().chain(closes).collect()
}

/// The last day, where something ends with a day; else the time.
fn end(zone: &Zone, instant: Instant) -> OwnTime {
    let last = zone.date_of(instant.plus_seconds(-1));
    if zone.end_of_day(last) == instant { OwnTime::Day(last) } else { OwnTime::From(instant, None) }
}

fn of_occurrence(site: &Site, one: &Occurrence) -> Option<OwnDate> {
    let recurring = site.calendar.recurrings.get(one.recurring.index())?;
    let time = OwnTime::From(one.starts, (one.ends > one.starts).then_some(one.ends));
    let key = format!("{}-{}", recurring.id.value, one.date);
    Some(OwnDate { place: recurring.place.clone(), ..bare(&key, &recurring.title, Purpose::Happens, time) })
}

fn issues(site: &Site, id: NewsletterId, now: Instant, until: Instant) -> Vec<OwnDate> {
    let Some(newsletter) = site.calendar.newsletters.get(id.index()) else { return Vec::new() };
    let today = site.settings.zone.date_of(now);
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, today);
    let sent = dates.map(|date| (date, site.issue_sent(id, date))).take_while(|(_, sent)| *sent < until);
    let issue = |(date, sent): (Date, Instant)| {
        let key = format!("{}-{date}", newsletter.id.value);
        bare(&key, &newsletter.title, Purpose::Issue, OwnTime::From(sent, None))
    };
    sent.filter(|(_, sent)| *sent >= now).map(issue).collect()
}
