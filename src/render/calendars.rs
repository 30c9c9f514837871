//! iCalendar files: of all dates, of a recurrence, of an event. The plan says what is in them, [`crate::ics`] how it is written.

use super::details;
use super::scene::Scene;
use crate::ics::{IcsCalendar, IcsEvent, IcsStatus, IcsTime};
use crate::model::{Detail, Event, Item, ItemId, Recurring, RecurringId};
use crate::parse::Kind;
use crate::plan::{Happening, HappeningStatus, HappeningTime, State};

/// `/calendar.ics`.
pub(super) fn all(scene: &Scene<'_>) -> String {
    calendar(scene, scene.site.settings.title.clone(), scene.plan.calendar())
}

/// `/calendar/RECURRENCE.ics`.
pub(super) fn recurring(scene: &Scene<'_>, id: RecurringId) -> String {
    let title = of_recurrence(scene, id).map_or("", |recurring| recurring.title.as_str());
    calendar(scene, format!("{title} · {}", scene.site.settings.title), scene.plan.calendar_of(id))
}

/// `/events/SLUG.ics`.
pub(super) fn event(scene: &Scene<'_>, id: ItemId) -> String {
    let of_this = scene.plan.happenings.iter().filter(|one| one.item == Some(id));
    calendar(scene, scene.site.settings.title.clone(), of_this)
}

fn calendar<'h>(scene: &Scene<'_>, name: String, happenings: impl Iterator<Item = &'h Happening>) -> String {
    let events = happenings.map(|one| entry(scene, one)).collect();
    IcsCalendar { name, description: scene.site.settings.description.clone(), events }.print()
}

fn entry(scene: &Scene<'_>, one: &Happening) -> IcsEvent {
    let bare = IcsEvent {
        uid: uid(scene, one),
        stamp: one.stamp,
        time: time(one.time),
        summary: String::new(),
        description: String::new(),
        url: String::new(),
        location: String::new(),
        sequence: one.sequence,
        status: match one.status {
            HappeningStatus::TakesPlace => IcsStatus::Confirmed,
            HappeningStatus::Skipped => IcsStatus::Cancelled,
        },
    };
    match (one.item, one.occurrence.and_then(|(id, _)| of_recurrence(scene, id))) {
        (Some(id), _) => of_item(scene, id, one, bare),
        (None, Some(recurring)) => promised(scene, recurring, bare),
        (None, None) => bare,
    }
}

fn of_recurrence<'a>(scene: &Scene<'a>, id: RecurringId) -> Option<&'a Recurring> {
    scene.site.calendar.recurrings.get(id.index())
}

/// What only the recurrence says.
fn promised(scene: &Scene<'_>, recurring: &Recurring, bare: IcsEvent) -> IcsEvent {
    let listing = scene.paths.listings.get(&Kind::Event);
    IcsEvent {
        summary: recurring.title.clone(),
        location: recurring.place.clone(),
        url: listing.map(|route| scene.absolute(route)).unwrap_or_default(),
        ..bare
    }
}

/// What a public event or task says.
fn of_item(scene: &Scene<'_>, id: ItemId, one: &Happening, bare: IcsEvent) -> IcsEvent {
    let item = scene.site.item(id);
    let url = scene.plan.url(id).map(|route| scene.absolute(route)).unwrap_or_default();
    let summary = match one.time {
        HappeningTime::From(..) => item.title.value.clone(),
        HappeningTime::LastDay(_) => scene.say("calendar.last-day", &[("title", &item.title.value)]),
        HappeningTime::End(_) => scene.say("calendar.ends", &[("title", &item.title.value)]),
    };
    let location = match &item.detail {
        Detail::Event(event) => details::place(scene, event).to_owned(),
        _ => String::new(),
    };
    IcsEvent { summary, description: description(scene, id, item), url, location, ..bare }
}

/// What it is about, and the link that helps then: to join before, to watch after.
fn description(scene: &Scene<'_>, id: ItemId, item: &Item) -> String {
    let about = item.summary().to_owned();
    let link = match &item.detail {
        Detail::Event(event) => event_link(scene, id, event),
        _ => None,
    };
    [Some(about), link].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn event_link(scene: &Scene<'_>, id: ItemId, event: &Event) -> Option<String> {
    let is_past = scene.plan.states.get(&id) == Some(&State::Past);
    let (words, url) = match is_past {
        true => ("calendar.recording", &event.recording),
        false if event.public_access => ("calendar.join", &event.join),
        false => return None,
    };
    (!url.is_empty()).then(|| scene.say(words, &[("url", url)]))
}

/// Never of an address or a title: `office-hours-2026-12-03@slowline.example`, `events/winter-night@slowline.example`.
fn uid(scene: &Scene<'_>, one: &Happening) -> String {
    let host = &scene.site.settings.guid_host;
    let recurring = one.occurrence.and_then(|(id, date)| Some((of_recurrence(scene, id)?, date)));
    match (recurring, one.item) {
        (Some((recurring, date)), _) => format!("{}-{date}@{host}", recurring.id.value),
        (None, Some(id)) => format!("{}@{host}", scene.site.item(id).id),
        (None, None) => String::new(),
    }
}

fn time(time: HappeningTime) -> IcsTime {
    match time {
        HappeningTime::From(starts, ends) => IcsTime::From(starts, ends),
        HappeningTime::LastDay(date) => IcsTime::Day(date),
        HappeningTime::End(ends) => IcsTime::From(ends, None),
    }
}
