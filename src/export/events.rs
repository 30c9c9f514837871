//! What happens to a reader elsewhere, and which page answers it: only what the site itself says.
//!
//! An event is a word: `sign-up:SEGMENT`, `bought:OFFER`, `clicked-not-bought:OFFER`, `attended:EVENT`, `missed:EVENT`,
//! `asked-refund`. hub sees none of them happen; it only says what it has for the tool that does.

use super::World;
use super::drip::public_steps;
use crate::model::{Detail, Item, ItemId, OutLinkId, Policy, Transcript};
use crate::parse::Kind;
use crate::plan::State;

/// Days after a purchase at which tools ask for something to send.
pub(super) const AFTER_PURCHASE: [u32; 4] = [1, 7, 21, 30];

/// The events that a public piece answers, sorted.
pub(super) fn answered_by(world: World<'_>, id: ItemId) -> Vec<String> {
    let item = world.site.item(id);
    let mut events = match &item.detail {
        Detail::Track(_) => beginning(world, id),
        Detail::Offer(_) if is_running(world, id) => vec![format!("clicked-not-bought:{}", item.id)],
        Detail::Event(event) if world.plan.states.get(&id) == Some(&State::Past) => {
            let is_kept = !event.recording.is_empty() || event.transcript.as_ref().is_some_and(Transcript::is_there);
            if is_kept { vec![format!("attended:{}", item.id), format!("missed:{}", item.id)] } else { Vec::new() }
        }
        Detail::Page(page) if page.policy == Some(Policy::Refund) => vec!["asked-refund".to_owned()],
        _ => Vec::new(),
    };
    events.sort();
    events
}

/// The events with which a track begins: a segment names it as its start, or an offer in `related`.
pub(super) fn beginning(world: World<'_>, track: ItemId) -> Vec<String> {
    let segments = world.site.settings.segments.iter().filter(|segment| segment.track == Some(track));
    let offers = offers(world).filter(|(_, item)| item.related.contains(&track));
    segments
        .map(|segment| format!("sign-up:{}", segment.id))
        .chain(offers.map(|(_, item)| format!("bought:{}", item.id)))
        .collect()
}

/// Public offers, in id order.
pub(super) fn offers<'a>(world: World<'a>) -> impl Iterator<Item = (ItemId, &'a Item)> {
    world.site.of_kind(Kind::Offer).filter(move |(id, _)| world.plan.is_public(*id))
}

/// Public offers that sell by a link.
pub(super) fn sold_by<'a>(world: World<'a>, link: OutLinkId) -> impl Iterator<Item = (ItemId, &'a Item)> {
    offers(world).filter(move |(_, item)| matches!(&item.detail, Detail::Offer(offer) if offer.link == Some(link)))
}

/// What answers a purchase on a day: the steps of that day of the tracks that the offer names, and the survey of that day.
pub(super) fn after_purchase(world: World<'_>, offer: &Item, day: u32) -> Vec<String> {
    let mut urls = Vec::new();
    for track in &offer.related {
        let steps = public_steps(world, *track).into_iter().filter(|step| step.day == day);
        urls.extend(steps.map(|step| step_url(world, *track, &step.slug.value)));
    }
    let moment = if day == 1 { "onboarding".to_owned() } else { format!("day-{day}") };
    let surveys = world.site.settings.surveys.iter().filter(|survey| survey.moment == moment);
    urls.extend(surveys.map(|survey| survey.url.clone()));
    urls
}

/// The address of a step in its track.
pub(super) fn step_url(world: World<'_>, track: ItemId, slug: &str) -> String {
    world.absolute(&format!("/tracks/{}/{slug}/", world.site.item(track).slug.value))
}

pub(super) fn is_running(world: World<'_>, id: ItemId) -> bool {
    world.plan.states.get(&id) == Some(&State::Running)
}
