//! Feeds: which there are, and what each holds in which order.
//!
//! A feed that follows from settings stays while it holds nothing, since somebody may have subscribed to it; one that follows
//! from pieces begins with the first of them.

use super::lists::fits;
use super::{Feed, FeedContent, FeedTopic, Issue, Plan, offers};
use crate::model::time::Date;
use crate::model::{Becomes, Detail, Item, ItemId, NewsletterId, SegmentId, Site};
use crate::parse::Kind;

/// Issues in the feed of a newsletter.
const ISSUES: usize = 50;

/// Feeds of a plan whose lists are made.
pub(super) fn feeds(site: &Site, plan: &Plan) -> Vec<Feed> {
    let world = World { site, plan };
    let newest: Vec<ItemId> = plan.newest.iter().copied().filter(|id| world.is_announced(*id)).collect();
    let mut feeds = vec![Feed {
        path: "/feeds/all.rss".to_owned(),
        json: Some("/feeds/all.json".to_owned()),
        topic: FeedTopic::All,
        content: FeedContent::Pieces(world.first(newest.iter().copied())),
    }];
    feeds.extend(world.newsletters());
    feeds.extend(Kind::ALL.into_iter().filter_map(|kind| world.kind(kind, &newest)));
    feeds.extend(world.segments(&newest));
    let items = || site.iter().filter(|(id, item)| item.listed && plan.is_public(*id));
    feeds.extend(items().filter_map(|(id, item)| world.series(id, item)));
    feeds.extend(items().filter_map(|(id, item)| world.track(id, item)));
    feeds
}

/// Segments whose newsletter feeds hold an issue of the plan.
pub fn segments_of(site: &Site, plan: &Plan, issue: &Issue) -> Vec<SegmentId> {
    let world = World { site, plan };
    let segments = (0..site.settings.segments.len()).map(SegmentId::at);
    segments.filter(|segment| world.variant(issue, *segment).is_some()).collect()
}

#[derive(Clone, Copy)]
struct World<'a> {
    site: &'a Site,
    plan: &'a Plan,
}

impl<'a> World<'a> {
    /// `channels` limits where a piece is announced, never its page: without `site` it stands in no feed.
    fn is_announced(self, id: ItemId) -> bool {
        match &self.site.schedule(id).channels {
            Some(channels) => channels.iter().any(|channel| channel == "site"),
            None => true,
        }
    }

    fn first(self, items: impl Iterator<Item = ItemId>) -> Vec<ItemId> {
        items.take(self.site.settings.feed_limit).collect()
    }

    /// Each newsletter, and what of it fits each segment.
    fn newsletters(self) -> Vec<Feed> {
        let mut feeds = Vec::new();
        for (index, newsletter) in self.site.calendar.newsletters.iter().enumerate() {
            let (id, name) = (NewsletterId::at(index), &newsletter.id.value);
            let content = FeedContent::Issues(id, self.issues(id).take(ISSUES).map(|(at, _)| at).collect());
            if index == 0 {
                feeds.push(letters("newsletter", FeedTopic::FirstNewsletter(id), content.clone()));
            }
            feeds.push(letters(&format!("newsletter/{name}"), FeedTopic::Newsletter(id), content));
            for (index, segment) in self.site.settings.segments.iter().enumerate() {
                let own = SegmentId::at(index);
                let fitting = self.issues(id).filter_map(|(_, issue)| self.variant(issue, own));
                let content = FeedContent::Variants(fitting.take(ISSUES).collect());
                let topic = FeedTopic::NewsletterFor(id, own);
                feeds.push(letters(&format!("newsletter/{name}-{}", segment.id), topic, content));
            }
        }
        feeds
    }

    /// Issues of a newsletter with their positions, newest first.
    fn issues(self, id: NewsletterId) -> impl Iterator<Item = (usize, &'a Issue)> {
        self.plan.issues.iter().enumerate().rev().filter(move |(_, issue)| issue.newsletter == id)
    }

    /// What of an issue is for a segment; nothing if neither the letter nor a piece is. A sealed issue stays in the feeds that
    /// held it when it was sent, and comes into no other: there it would be mailed late.
    fn variant(self, issue: &Issue, segment: SegmentId) -> Option<Issue> {
        let sealed = Date::parse(&issue.date).and_then(|date| self.site.sealed_issue(issue.newsletter, date));
        let held = sealed.and_then(|sealed| sealed.segments.as_ref()).map(|segments| segments.contains(&segment));
        let item = |id: ItemId| self.site.item(id);
        let is_for = |id: &ItemId| fits(item(*id), &[segment]);
        let fitting = |ids: &[ItemId]| ids.iter().copied().filter(is_for).collect::<Vec<_>>();
        let (letter, members) = (issue.letter.filter(is_for), fitting(&issue.members));
        held.unwrap_or(letter.is_some() || !members.is_empty()).then(|| Issue {
            letter,
            members,
            spotlights: fitting(&issue.spotlights),
            events: fitting(&issue.events),
            offer: offers::of_issue(self.site, &self.plan.offers, (letter, issue.sent), &[segment]),
            ..issue.clone()
        })
    }

    /// Pieces of a kind; a part is announced as the series it belongs to.
    fn kind(self, kind: Kind, newest: &[ItemId]) -> Option<Feed> {
        let of_kind = newest.iter().copied().filter(|id| self.site.item(*id).kind == kind);
        let items = some(self.first(of_kind))?;
        Some(pieces(format!("/feeds/{}.rss", kind.folder()), FeedTopic::Kind(kind), items))
    }

    fn segments(self, newest: &[ItemId]) -> Vec<Feed> {
        let feed = |(index, segment): (usize, &crate::model::Segment)| {
            let id = SegmentId::at(index);
            let fitting = newest.iter().copied().filter(|item| fits(self.site.item(*item), &[id]));
            pieces(format!("/feeds/for/{}.rss", segment.id), FeedTopic::Segment(id), self.first(fitting))
        };
        self.site.settings.segments.iter().enumerate().map(feed).collect()
    }

    /// Parts of a series, the last first: their numbers stay when a date changes.
    fn series(self, id: ItemId, item: &Item) -> Option<Feed> {
        let dated = |id: &ItemId| matches!(self.site.schedule(*id).becomes, Becomes::At(_));
        let parts = self.plan.series.get(&id)?.iter().rev().copied();
        let parts = some(self.first(parts.filter(|part| self.is_in_feeds(*part) && dated(part))))?;
        Some(pieces(format!("/feeds/series/{}.rss", item.slug.value), FeedTopic::Series(id), parts))
    }

    /// All steps of a track by their days: a reader's first day is not the day on which a piece appeared.
    fn track(self, id: ItemId, item: &Item) -> Option<Feed> {
        let Detail::Track(track) = &item.detail else { return None };
        let steps = self.plan.tracks.get(&id)?.iter().filter_map(|at| track.steps.get(*at)).map(|step| step.item);
        let steps = some(steps.filter(|step| self.is_in_feeds(*step)).collect())?;
        Some(pieces(format!("/feeds/tracks/{}.rss", item.slug.value), FeedTopic::Track(id), steps))
    }

    fn is_in_feeds(self, id: ItemId) -> bool {
        self.site.item(id).listed && self.is_announced(id)
    }
}

fn some(items: Vec<ItemId>) -> Option<Vec<ItemId>> {
    (!items.is_empty()).then_some(items)
}

fn letters(name: &str, topic: FeedTopic, content: FeedContent) -> Feed {
    Feed { path: format!("/feeds/{name}.rss"), json: Some(format!("/feeds/{name}.json")), topic, content }
}

fn pieces(path: String, topic: FeedTopic, items: Vec<ItemId>) -> Feed {
    Feed { path, json: None, topic, content: FeedContent::Pieces(items) }
}
