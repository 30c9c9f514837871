//! Tracks with their public steps, each at its own address.

use super::cards;
use super::scene::{Scene, small};
use super::view::{InTrackView, StepView, TrackView};
use crate::model::{Detail, ItemId, Step, Track};

/// A track; `current` is the position of the step whose page it stands on.
pub(super) fn track(scene: &Scene<'_>, id: ItemId, current: Option<usize>) -> Option<TrackView> {
    let item = scene.site.item(id);
    let Detail::Track(track) = &item.detail else { return None };
    let steps: Vec<_> = public_steps(scene, id, track)
        .enumerate()
        .map(|(position, step)| StepView { current: current == Some(position), ..step_view(scene, id, position, step) })
        .collect();
    Some(TrackView {
        id: item.id.clone(),
        title: item.title.value.clone(),
        url: scene.item_url(id).unwrap_or_default(),
        audience: track.audience.clone(),
        not_for: track.not_for.clone(),
        outcome: track.outcome.clone(),
        minutes: minutes(scene, id, track),
        days: steps.last().map_or(0, |step| step.day),
        steps,
        next_track: track.next_track.and_then(|next| cards::link(scene, next)),
    })
}

/// The public tracks among items, in their order.
pub(super) fn tracks(scene: &Scene<'_>, items: &[ItemId]) -> Vec<TrackView> {
    let public = items.iter().filter(|item| scene.plan.is_public(**item));
    public.filter_map(|item| track(scene, *item, None)).collect()
}

/// Minutes of a track: the author's, or of its public steps together.
pub(super) fn minutes(scene: &Scene<'_>, id: ItemId, track: &Track) -> u32 {
    match track.minutes {
        0 => public_steps(scene, id, track).map(|step| step_minutes(scene, step)).sum(),
        minutes => minutes,
    }
}

/// "30 days · 8 steps".
pub(super) fn fact(scene: &Scene<'_>, id: ItemId, track: &Track) -> String {
    let steps: Vec<_> = public_steps(scene, id, track).collect();
    let days = steps.last().map_or(0, |step| step.day);
    let days = scene.count("fact.days", usize::try_from(days).unwrap_or(usize::MAX));
    format!("{days} · {}", scene.count("fact.steps", steps.len()))
}

/// The places of an item in tracks.
pub(super) fn places(scene: &Scene<'_>, item: ItemId) -> Vec<InTrackView> {
    let places = scene.plan.in_tracks.get(&item).into_iter().flatten();
    places.filter_map(|(track, position)| place(scene, *track, *position)).collect()
}

fn place(scene: &Scene<'_>, track: ItemId, position: usize) -> Option<InTrackView> {
    Some(InTrackView {
        track: cards::link(scene, track)?,
        url: scene.local(scene.paths.steps.get(&(track, position))?),
        step: small(position + 1),
        steps: small(scene.plan.tracks.get(&track)?.len()),
    })
}

fn public_steps<'s>(scene: &'s Scene<'_>, id: ItemId, track: &'s Track) -> impl Iterator<Item = &'s Step> {
    let positions = scene.plan.tracks.get(&id).into_iter().flatten();
    positions.filter_map(|position| track.steps.get(*position))
}

fn step_view(scene: &Scene<'_>, track: ItemId, position: usize, step: &Step) -> StepView {
    let item = scene.site.item(step.item);
    StepView {
        number: small(position + 1),
        day: step.day,
        slug: step.slug.value.clone(),
        url: scene.paths.steps.get(&(track, position)).map(|route| scene.local(route)).unwrap_or_default(),
        title: item.title.value.clone(),
        kind: item.kind.name().to_owned(),
        minutes: step_minutes(scene, step),
        why: step.why.clone(),
        optional: step.optional,
        current: false,
    }
}

/// A track can't be a step of a track's minutes: their sum would not end.
fn step_minutes(scene: &Scene<'_>, step: &Step) -> u32 {
    match scene.site.item(step.item).detail {
        Detail::Track(_) => 0,
        _ => cards::minutes(scene, step.item),
    }
}
