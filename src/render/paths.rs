//! Where everything stands: the plan's routes by what they are, so that a link is printed only to what exists.

use std::collections::BTreeMap;

use super::cards;
use crate::model::{AuthorId, Detail, Item, ItemId, NewsletterId, RecurringId, SegmentId, Site};
use crate::parse::Kind;
use crate::plan::{FeedTopic, Page, Plan, Route};
use crate::source::{AssetId, Sources};

/// Routes (without the base path) by what stands on them; of a long listing, its first page.
#[derive(Debug, Default)]
pub(super) struct Paths {
    pub(super) listings: BTreeMap<Kind, String>,
    pub(super) segments: BTreeMap<SegmentId, String>,
    pub(super) tag: BTreeMap<String, String>,
    pub(super) authors: BTreeMap<AuthorId, String>,
    pub(super) newsletters: BTreeMap<NewsletterId, String>,
    pub(super) steps: BTreeMap<(ItemId, usize), String>,
    pub(super) calendar: Option<String>,
    pub(super) recurring_calendars: BTreeMap<RecurringId, String>,
    pub(super) event_calendars: BTreeMap<ItemId, String>,
    pub(super) start: Option<String>,
    pub(super) preferences: Option<String>,
    pub(super) search: Option<String>,
    pub(super) tags: Option<String>,
    pub(super) rewards: Option<String>,
    pub(super) answered: Option<String>,
    pub(super) upcoming: Option<String>,
    pub(super) sitemap: Option<String>,
    pub(super) favicon: Option<(AssetId, String)>,
    /// Positions of the feeds that belong to one piece, by that piece.
    pub(super) feeds_of_pieces: BTreeMap<ItemId, usize>,
    /// Positions of all other feeds.
    pub(super) other_feeds: Vec<usize>,
    /// Where an item stands among those that it is read with: see [`fellows`].
    pub(super) places: BTreeMap<ItemId, usize>,
}

impl Paths {
    /// The routes of a plan.
    pub(super) fn of(site: &Site, plan: &Plan, sources: &Sources) -> Self {
        let mut paths = Paths { favicon: favicon(plan, sources), places: places(site, plan), ..Paths::default() };
        for route in &plan.routes {
            paths.see(route);
        }
        for (position, feed) in plan.feeds.iter().enumerate() {
            match feed.topic {
                FeedTopic::Series(id) | FeedTopic::Track(id) => drop(paths.feeds_of_pieces.insert(id, position)),
                _ => paths.other_feeds.push(position),
            }
        }
        paths
    }

    fn see(&mut self, route: &Route) {
        let path = || route.path.clone();
        match &route.page {
            Page::Listing(kind, slice) if slice.number == 1 => drop(self.listings.insert(*kind, path())),
            Page::Tag(tag, slice) if slice.number == 1 => drop(self.tag.insert(tag.clone(), path())),
            Page::Segment(segment) => drop(self.segments.insert(*segment, path())),
            Page::Author(author) => drop(self.authors.insert(*author, path())),
            Page::Newsletter(newsletter) => drop(self.newsletters.insert(*newsletter, path())),
            Page::Step(track, position) => drop(self.steps.insert((*track, *position), path())),
            Page::Calendar => self.calendar = Some(path()),
            Page::RecurringCalendar(id) => drop(self.recurring_calendars.insert(*id, path())),
            Page::EventCalendar(id) => drop(self.event_calendars.insert(*id, path())),
            Page::Start => self.start = Some(path()),
            Page::Preferences => self.preferences = Some(path()),
            Page::Search => self.search = Some(path()),
            Page::Tags => self.tags = Some(path()),
            Page::Rewards => self.rewards = Some(path()),
            Page::Answered => self.answered = Some(path()),
            Page::Upcoming => self.upcoming = Some(path()),
            Page::Sitemap => self.sitemap = Some(path()),
            _ => {}
        }
    }
}

/// The list that an item is read in: a part's series, else the listing of its kind where readers go through that.
pub(super) fn fellows<'p>(plan: &'p Plan, item: &Item) -> &'p [ItemId] {
    let list = match &item.detail {
        Detail::Part(part) => plan.series.get(&part.series),
        _ if cards::has_neighbours(item.kind) => plan.listings.get(&item.kind),
        _ => None,
    };
    list.map_or(&[][..], Vec::as_slice)
}

/// Looked up once: a listing is as long as the site.
fn places(site: &Site, plan: &Plan) -> BTreeMap<ItemId, usize> {
    let lists = plan.series.values().chain(plan.listings.values());
    let all = lists.flat_map(|list| list.iter().enumerate().map(move |(position, id)| (*id, position, list)));
    let own = all.filter(|(id, _, list)| std::ptr::eq(fellows(plan, site.item(*id)), list.as_slice()));
    own.map(|(id, position, _)| (id, position)).collect()
}

/// `static/favicon.svg`, or else `.ico`, where it is published.
fn favicon(plan: &Plan, sources: &Sources) -> Option<(AssetId, String)> {
    let of_name = |name: &str| {
        let found = plan.assets.iter().find(|(asset, _)| sources.asset(**asset).path == name);
        found.map(|(asset, route)| (*asset, route.clone()))
    };
    of_name("static/favicon.svg").or_else(|| of_name("static/favicon.ico"))
}
