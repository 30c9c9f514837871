//! Items in lists: what a card shows, the same wherever it stands.

use super::dates;
use super::scene::Scene;
use super::tracks;
use super::view::{CardView, DateView, ImageView, LinkView};
use crate::model::time::Instant;
use crate::model::{Detail, Image, Item, ItemId, Level, Phase};
use crate::parse::Kind;
use crate::plan::State;
use crate::source::AssetId;

/// Words a reader reads in a minute.
const PACE: u32 = 200;

/// The cards of those items that readers can see.
pub(super) fn cards(scene: &Scene<'_>, items: &[ItemId]) -> Vec<CardView> {
    items.iter().filter(|item| scene.plan.is_public(**item)).map(|item| card(scene, *item)).collect()
}

/// The card of an item: made once, since it stands in several lists.
pub(super) fn card(scene: &Scene<'_>, id: ItemId) -> CardView {
    match scene.cards.get(id.index()) {
        Some(known) => known.get_or_init(|| made(scene, id)).clone(),
        None => made(scene, id),
    }
}

fn made(scene: &Scene<'_>, id: ItemId) -> CardView {
    let item = scene.site.item(id);
    CardView {
        id: item.id.clone(),
        kind: item.kind.name().to_owned(),
        url: scene.item_url(id).unwrap_or_default(),
        title: item.title.value.clone(),
        description: item.summary().to_owned(),
        level: item.level.map_or("", Level::word).to_owned(),
        phase: item.phase.map_or("", Phase::word).to_owned(),
        minutes: minutes(scene, id),
        date: dates::became(scene, id).map(|instant| dates::moment(scene, instant)),
        starts: starts(scene, item),
        segments: segment_ids(scene, item),
        image: lead_image(item).and_then(|lead| image(scene, lead.asset, &lead.alt)),
        cover: scene.covers.cover(id, item),
        fact: fact(scene, id),
        teaser: teaser(item),
        byline: byline(scene, item),
        topic: topic(item).to_owned(),
    }
}

/// A link to an item, if readers can see it.
pub(super) fn link(scene: &Scene<'_>, item: ItemId) -> Option<LinkView> {
    let url = scene.item_url(item)?;
    Some(LinkView { title: scene.site.item(item).title.value.clone(), url })
}

/// The lead image; a member's photo only where their consent covers it.
pub(super) fn lead_image(item: &Item) -> Option<&Image> {
    match &item.detail {
        Detail::Spotlight(spotlight) if !spotlight.consent.photo => None,
        _ => item.image.as_ref(),
    }
}

/// An image of the site, if it is published.
pub(super) fn image(scene: &Scene<'_>, asset: AssetId, alt: &str) -> Option<ImageView> {
    let route = scene.plan.assets.get(&asset)?;
    let (width, height) = scene.sources.asset(asset).size.unwrap_or_default();
    Some(ImageView { url: scene.local(route), alt: alt.to_owned(), width, height })
}

/// Minutes that so many words take; one at least.
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(PACE).max(1)
}

/// Minutes to read or do; 0 where it says nothing.
pub(super) fn minutes(scene: &Scene<'_>, id: ItemId) -> u32 {
    let item = scene.site.item(id);
    let by_words = || reading_minutes(item.body.outline.words);
    match &item.detail {
        Detail::Guide(guide) if guide.minutes > 0 => guide.minutes,
        Detail::Track(track) => tracks::minutes(scene, id, track),
        Detail::Guide(_) | Detail::Part(_) | Detail::Faq(_) | Detail::Issue(_) => by_words(),
        _ => 0,
    }
}

fn starts(scene: &Scene<'_>, item: &Item) -> Option<DateView> {
    match &item.detail {
        Detail::Event(event) => Some(dates::moment(scene, event.starts)),
        _ => None,
    }
}

fn segment_ids(scene: &Scene<'_>, item: &Item) -> Vec<String> {
    let segments = item.segments.iter().filter_map(|id| scene.site.settings.segments.get(id.index()));
    segments.map(|segment| segment.id.clone()).collect()
}

fn fact(scene: &Scene<'_>, id: ItemId) -> String {
    let say = |words: &str, date: DateView| scene.say(words, &[("date", &date.short)]);
    let from = |at: Option<Instant>| at.map(|at| say("fact.from", dates::moment(scene, at))).unwrap_or_default();
    let until = |at: Option<Instant>| at.map(|at| say("fact.until", dates::end(scene, at))).unwrap_or_default();
    match &scene.site.item(id).detail {
        Detail::Series(_) => scene.count("fact.parts", scene.plan.series.get(&id).map_or(0, Vec::len)),
        Detail::Track(track) => tracks::fact(scene, id, track),
        Detail::Event(event) => {
            let when = dates::moment(scene, event.starts);
            let values =
                [("weekday", when.weekday.as_str()), ("date", when.short.as_str()), ("time", when.time.as_str())];
            scene.say("fact.event", &values)
        }
        Detail::Prompt(task) | Detail::Challenge(task) => match scene.plan.states.get(&id) {
            Some(State::Coming) => from(task.starts),
            Some(State::Running) => until(task.ends),
            _ => String::new(),
        },
        Detail::Offer(offer) => match scene.plan.states.get(&id) {
            Some(State::Coming) => from(offer.starts),
            Some(State::Running) => until(offer.ends),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn teaser(item: &Item) -> String {
    match &item.detail {
        Detail::Faq(faq) => faq.short.clone(),
        Detail::Spotlight(spotlight) => spotlight.quote.clone(),
        Detail::Offer(offer) => offer.price.clone(),
        _ => String::new(),
    }
}

fn byline(scene: &Scene<'_>, item: &Item) -> String {
    match &item.detail {
        Detail::Spotlight(it) if it.role.is_empty() => it.name.clone(),
        Detail::Spotlight(it) => format!("{}{}{}", it.name, scene.word("punctuation.comma"), it.role),
        Detail::Part(part) if scene.plan.is_public(part.series) => scene.site.item(part.series).title.value.clone(),
        _ => String::new(),
    }
}

/// The topic of a question; empty for all else.
pub(super) fn topic(item: &Item) -> &str {
    match &item.detail {
        Detail::Faq(faq) => &faq.topic,
        _ => "",
    }
}

/// Whether a kind's pages are read from the site's lists one after the other.
pub(super) fn has_neighbours(kind: Kind) -> bool {
    matches!(kind, Kind::Guide | Kind::Faq | Kind::Spotlight | Kind::Event | Kind::Prompt | Kind::Challenge)
}
