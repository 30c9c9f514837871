//! Dates in lists: events and the next times of what recurs, coming and past.

use std::collections::BTreeMap;

use super::home::coming_events;
use super::scene::Scene;
use super::view::{AgendaView, HappeningView, LinkView};
use super::{dates, details};
use crate::model::{Detail, ItemId, RecurringId};
use crate::plan::{Occurrence, Slice, State};

/// The dates of a page of the events' listing.
pub(super) fn of_listing(scene: &Scene<'_>, shown: &[ItemId], slice: &Slice) -> AgendaView {
    let is_past = |id: &&ItemId| scene.plan.states.get(id) == Some(&State::Past);
    let ahead: Vec<ItemId> = shown.iter().filter(|id| !is_past(id)).copied().collect();
    let recurring = if slice.number == 1 { attended(scene) } else { Vec::new() };
    AgendaView {
        coming: by_time(scene, &ahead, &recurring),
        past: shown.iter().filter(is_past).filter_map(|id| event(scene, *id)).collect(),
        calendar: scene.paths.calendar.as_ref().map(|route| scene.absolute(route)).unwrap_or_default(),
        calendars: calendars(scene),
    }
}

/// What `/upcoming/` promises.
pub(super) fn coming(scene: &Scene<'_>) -> Vec<HappeningView> {
    by_time(scene, &coming_events(scene, usize::MAX), &scene.plan.next_dates.iter().collect::<Vec<_>>())
}

/// The next times of what one can come to.
fn attended<'a>(scene: &Scene<'a>) -> Vec<&'a Occurrence> {
    let recurring = |one: &&Occurrence| scene.paths.recurring_calendars.contains_key(&one.recurring);
    scene.plan.next_dates.iter().filter(recurring).collect()
}

/// Events, and each recurrence once, at its next time.
fn by_time(scene: &Scene<'_>, events: &[ItemId], occurrences: &[&Occurrence]) -> Vec<HappeningView> {
    let starts = |id: &ItemId| match &scene.site.item(*id).detail {
        Detail::Event(event) => Some(event.starts),
        _ => None,
    };
    let events = events.iter().filter_map(|id| Some((starts(id)?, event(scene, *id)?)));
    let mut series: BTreeMap<RecurringId, Vec<&Occurrence>> = BTreeMap::new();
    for one in occurrences {
        series.entry(one.recurring).or_default().push(one);
    }
    let series = series.values().filter_map(|times| {
        let (next, later) = times.split_first()?;
        Some((next.starts, recurrence(scene, next, later)?))
    });
    let mut all: Vec<_> = events.chain(series).collect();
    all.sort_by_key(|(starts, _)| *starts);
    all.into_iter().map(|(_, view)| view).collect()
}

fn event(scene: &Scene<'_>, id: ItemId) -> Option<HappeningView> {
    let item = scene.site.item(id);
    let Detail::Event(event) = &item.detail else { return None };
    Some(HappeningView {
        kind: item.kind.name().to_owned(),
        title: item.title.value.clone(),
        url: scene.item_url(id)?,
        description: item.summary().to_owned(),
        starts: dates::moment(scene, event.starts),
        ends: event.ends.map(|instant| dates::end(scene, instant)),
        later: Vec::new(),
        state: details::state(scene, id),
        place: details::place(scene, event).to_owned(),
        rhythm: details::rhythm(scene, event.recurring),
        recording: event.recording.clone(),
        transcript: details::transcript(scene, event),
    })
}

fn recurrence(scene: &Scene<'_>, one: &Occurrence, later: &[&Occurrence]) -> Option<HappeningView> {
    let recurring = scene.site.calendar.recurrings.get(one.recurring.index())?;
    Some(HappeningView {
        kind: recurring.kind.clone(),
        title: recurring.title.clone(),
        url: String::new(),
        description: String::new(),
        starts: dates::moment(scene, one.starts),
        ends: (one.ends > one.starts).then(|| dates::moment(scene, one.ends)),
        later: later.iter().map(|one| dates::moment(scene, one.starts)).collect(),
        state: details::state_name(State::Coming).to_owned(),
        place: recurring.place.clone(),
        rhythm: details::rhythm(scene, Some(one.recurring)),
        recording: String::new(),
        transcript: String::new(),
    })
}

/// The calendar of each recurrence.
fn calendars(scene: &Scene<'_>) -> Vec<LinkView> {
    let link = |(id, route): (&RecurringId, &String)| {
        let recurring = scene.site.calendar.recurrings.get(id.index())?;
        Some(LinkView { title: recurring.title.clone(), url: scene.absolute(route) })
    };
    scene.paths.recurring_calendars.iter().filter_map(link).collect()
}
