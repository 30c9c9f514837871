//! Where everything stands: the plan's routes by what they are, so that a link is printed only to what exists.

use std::collections::BTreeMap;

use crate::model::{AuthorId, ItemId, NewsletterId, RecurringId, SegmentId};
use crate::parse::Kind;
use crate::plan::{Page, Plan, Route};
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
}

impl Paths {
    /// The routes of a plan.
    pub(super) fn of(plan: &Plan, sources: &Sources) -> Self {
        let mut paths = Paths { favicon: favicon(plan, sources), ..Paths::default() };
        for route in &plan.routes {
            paths.see(route);
        }
        paths
    }

    fn see(&mut self, route: &Route) {
        let path = route.path.clone();
        match &route.page {
            Page::Listing(kind, slice) if slice.number == 1 => drop(self.listings.insert(*kind, path)),
            Page::Tag(tag, slice) if slice.number == 1 => drop(self.tag.insert(tag.clone(), path)),
            Page::Segment(segment) => drop(self.segments.insert(*segment, path)),
            Page::Author(author) => drop(self.authors.insert(*author, path)),
            Page::Newsletter(newsletter) => drop(self.newsletters.insert(*newsletter, path)),
            Page::Step(track, position) => drop(self.steps.insert((*track, *position), path)),
            Page::Calendar => self.calendar = Some(path),
            Page::RecurringCalendar(id) => drop(self.recurring_calendars.insert(*id, path)),
            Page::EventCalendar(id) => drop(self.event_calendars.insert(*id, path)),
            Page::Start => self.start = Some(path),
            Page::Preferences => self.preferences = Some(path),
            Page::Search => self.search = Some(path),
            Page::Tags => self.tags = Some(path),
            Page::Rewards => self.rewards = Some(path),
            Page::Answered => self.answered = Some(path),
            Page::Upcoming => self.upcoming = Some(path),
            Page::Sitemap => self.sitemap = Some(path),
            _ => {}
        }
    }
}

/// `static/favicon.svg`, or else `.ico`, where it is published.
fn favicon(plan: &Plan, sources: &Sources) -> Option<(AssetId, String)> {
    let of_name = |name: &str| {
        let found = plan.assets.iter().find(|(asset, _)| sources.asset(**asset).path == name);
        found.map(|(asset, route)| (*asset, route.clone()))
    };
    of_name("static/favicon.svg").or_else(|| of_name("static/favicon.ico"))
}
