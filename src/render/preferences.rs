//! `/preferences/`: what a reader's own device keeps for them, and the feeds that fit what they choose.
//!
//! Nothing here knows a reader: the page names all there is to choose, and the theme's script fills in the rest.

use super::draft::Rendered;
use super::feed;
use super::head::Head;
use super::home::listing;
use super::scene::Scene;
use super::view::{AxisView, ChoiceView, LinkView, PreferencesPage};
use super::{pages, site, tracks};
use crate::diagnostic::Diagnostic;
use crate::model::SegmentId;
use crate::parse::Kind;
use crate::plan::{Feed, FeedTopic, Route};

/// The page; search engines have no business there.
pub(super) fn preferences(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let fields = PreferencesPage {
        axes: axes(scene),
        tracks: tracks::tracks(scene, listing(scene, Kind::Track)),
        feeds: feeds(scene, is_for_everybody),
    };
    let head = Head { noindex: true, ..Head::titled(scene.word("title.preferences")) };
    pages::page(scene, route, "preferences.html", head, fields)
}

/// Segments that have a page, by axis, both in the order of hub.toml.
fn axes(scene: &Scene<'_>) -> Vec<AxisView> {
    let mut axes: Vec<AxisView> = Vec::new();
    for id in scene.paths.segments.keys() {
        let Some(segment) = site::segment(scene, *id) else { continue };
        let axis = segment.axis.clone();
        let choice = ChoiceView { segment, feeds: feeds(scene, |topic| is_for(topic, *id)) };
        match axes.iter_mut().find(|known| known.id == axis) {
            Some(known) => known.segments.push(choice),
            None => axes.push(AxisView { title: title(scene, &axis), id: axis, segments: vec![choice] }),
        }
    }
    axes
}

/// Axes are the author's; those that the language file has no words for are called as the author calls them.
fn title(scene: &Scene<'_>, axis: &str) -> String {
    let key = format!("axis.{axis}");
    if scene.theme.words().knows(&key) { scene.word(&key) } else { axis.to_owned() }
}

fn is_for_everybody(topic: FeedTopic) -> bool {
    matches!(topic, FeedTopic::All | FeedTopic::Newsletter(_))
}

fn is_for(topic: FeedTopic, wanted: SegmentId) -> bool {
    matches!(topic, FeedTopic::Segment(id) | FeedTopic::NewsletterFor(_, id) if id == wanted)
}

fn feeds(scene: &Scene<'_>, is_wanted: impl Fn(FeedTopic) -> bool) -> Vec<LinkView> {
    let wanted = scene.plan.feeds.iter().filter(|feed| is_wanted(feed.topic));
    let link = |feed: &Feed| LinkView { title: feed::title(scene, feed), url: scene.local(&feed.path) };
    wanted.map(link).collect()
}
