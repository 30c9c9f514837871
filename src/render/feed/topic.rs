//! What a feed is about: its title, its sentence, and the page that it belongs to.

use super::clean;
use crate::model::{Item, NewsletterId, SegmentId};
use crate::parse::Kind;
use crate::plan::{self, FeedTopic};
use crate::render::head;
use crate::render::scene::Scene;

/// The title of a feed: the site's, and what of it.
pub(in crate::render) fn title(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let newsletter = |id: NewsletterId| scene.site.calendar.newsletters.get(id.index()).map(|it| it.title.clone());
    let segment = |id: SegmentId| scene.site.settings.segments.get(id.index()).map(|it| it.title.clone());
    let words = match feed.topic {
        FeedTopic::All => None,
        FeedTopic::Kind(kind) => Some(head::listing_title(scene, listed_as(kind))),
        FeedTopic::Segment(id) => segment(id),
        FeedTopic::Series(id) | FeedTopic::Track(id) => Some(scene.site.item(id).title.value.clone()),
        FeedTopic::Newsletter(id) | FeedTopic::FirstNewsletter(id) => newsletter(id),
        FeedTopic::NewsletterFor(id, own) => {
            newsletter(id).zip(segment(own)).map(|(newsletter, segment)| format!("{newsletter} · {segment}"))
        }
    };
    let site = &scene.site.settings.title;
    clean(&words.filter(|words| !words.is_empty()).map_or(site.clone(), |words| format!("{site} · {words}")))
}

/// A sentence about a feed: its own, or else the site's.
pub(super) fn description(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let settings = &scene.site.settings;
    let own = match feed.topic {
        FeedTopic::All => "",
        FeedTopic::Kind(kind) => {
            scene.site.listings.get(&listed_as(kind)).map_or("", |listing| listing.description.as_str())
        }
        FeedTopic::Segment(id) => settings.segments.get(id.index()).map_or("", |it| it.description.as_str()),
        FeedTopic::Series(id) | FeedTopic::Track(id) => Item::summary(scene.site.item(id)),
        FeedTopic::Newsletter(id) | FeedTopic::FirstNewsletter(id) | FeedTopic::NewsletterFor(id, _) => {
            scene.site.calendar.newsletters.get(id.index()).map_or("", |it| it.description.as_str())
        }
    };
    let texts = [own, &settings.description, &settings.tagline, &settings.title];
    clean(texts.into_iter().find(|text| !text.is_empty()).unwrap_or(""))
}

/// The route of the page that a feed belongs to; home where it has none.
pub(super) fn page(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let paths = &scene.paths;
    let route = match feed.topic {
        FeedTopic::All => None,
        FeedTopic::Kind(kind) => paths.listings.get(&listed_as(kind)).map(String::as_str),
        FeedTopic::Segment(id) => paths.segments.get(&id).map(String::as_str),
        FeedTopic::Series(id) | FeedTopic::Track(id) => scene.plan.url(id),
        FeedTopic::Newsletter(id) | FeedTopic::FirstNewsletter(id) | FeedTopic::NewsletterFor(id, _) => {
            paths.newsletters.get(&id).map(String::as_str)
        }
    };
    route.unwrap_or("/").to_owned()
}

/// The kind whose listing names a kind: parts are read in their series.
pub(in crate::render) fn listed_as(kind: Kind) -> Kind {
    if kind == Kind::Part { Kind::Series } else { kind }
}
