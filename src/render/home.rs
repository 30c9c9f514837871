//! The home page.

use super::draft::{Draft, Rendered};
use super::head::Head;
use super::scene::Scene;
use super::view::{FaqView, HomePage, HomeSegmentView};
use super::{agenda, cards, details, letters, offers, site, structured, tracks};
use crate::diagnostic::Diagnostic;
use crate::model::{ItemId, NewsletterId, SegmentId};
use crate::parse::Kind;
use crate::plan::{Readers, Route, State};

const LATEST: usize = 7;
const PER_SEGMENT: usize = 3;
const PER_KIND: usize = 6;
const ISSUES: usize = 3;
const QUESTIONS: usize = 5;
const DATES: usize = 4;

/// The home page.
pub(super) fn home(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let settings = &scene.site.settings;
    let page = Head {
        kind: "home",
        description: if settings.description.is_empty() { &settings.tagline } else { &settings.description }.clone(),
        structured: structured::home(scene),
        translations: settings.translations.iter().map(|it| (it.language.clone(), it.url.clone())).collect(),
        ..Head::titled(settings.title.clone())
    };
    let fields = HomePage {
        segments: segments(scene),
        tracks: tracks::tracks(scene, listing(scene, Kind::Track)),
        latest: cards::cards(scene, &latest(scene)),
        series: cards::cards(scene, first(listing(scene, Kind::Series), PER_KIND)),
        spotlights: cards::cards(scene, first(listing(scene, Kind::Spotlight), PER_KIND)),
        events: cards::cards(scene, &coming_events(scene, PER_KIND)),
        coming: first(&agenda::coming(scene), DATES).to_vec(),
        tasks: cards::cards(scene, &running_tasks(scene)),
        issues: letters::newest(scene, NewsletterId::at(0), ISSUES),
        offer: offers::fitting(scene, Readers { segments: &[], phase: None }),
        faq: most_asked(scene),
    };
    Draft { template: "home.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

/// What is new; while there is little of it, also what has no date.
fn latest(scene: &Scene<'_>) -> Vec<ItemId> {
    let newest = first(&scene.plan.newest, LATEST);
    let undated = [Kind::Guide, Kind::Series, Kind::Faq].into_iter().flat_map(|kind| listing(scene, kind));
    let more = undated.filter(|id| !newest.contains(id)).take(LATEST - newest.len());
    newest.iter().chain(more).copied().collect()
}

/// A kind's items in the plan's order.
pub(super) fn listing<'a>(scene: &Scene<'a>, kind: Kind) -> &'a [ItemId] {
    scene.plan.listings.get(&kind).map_or(&[], Vec::as_slice)
}

/// The first items of a list.
pub(super) fn first<T>(items: &[T], count: usize) -> &[T] {
    items.get(..count).unwrap_or(items)
}

/// Events that aren't over, in the plan's order.
pub(super) fn coming_events(scene: &Scene<'_>, count: usize) -> Vec<ItemId> {
    let is_over = |id: &ItemId| scene.plan.states.get(id) == Some(&State::Past);
    listing(scene, Kind::Event).iter().filter(|id| !is_over(id)).take(count).copied().collect()
}

fn running_tasks(scene: &Scene<'_>) -> Vec<ItemId> {
    let tasks = listing(scene, Kind::Challenge).iter().chain(listing(scene, Kind::Prompt));
    tasks.filter(|id| scene.plan.states.get(id) == Some(&State::Running)).copied().collect()
}

/// Each segment's part, its own pieces before those for everybody: else all segments would show the same.
pub(super) fn segments(scene: &Scene<'_>) -> Vec<HomeSegmentView> {
    let ids = scene.paths.segments.keys();
    let view = |id: &SegmentId| {
        let items = scene.plan.segments.get(id).map_or(&[][..], Vec::as_slice);
        let (own, general): (Vec<_>, Vec<_>) =
            items.iter().partition(|item| scene.site.item(**item).segments.contains(id));
        let cards = cards::cards(scene, first(&[own, general].concat(), PER_SEGMENT));
        Some(HomeSegmentView { segment: site::segment(scene, *id)?, cards })
    };
    ids.filter_map(view).collect()
}

fn most_asked(scene: &Scene<'_>) -> Vec<FaqView> {
    let mut questions: Vec<_> = listing(scene, Kind::Faq).iter().filter_map(|id| details::faq(scene, *id)).collect();
    questions.sort_by_key(|question| std::cmp::Reverse(question.asked_count));
    questions.truncate(QUESTIONS);
    questions
}
