//! Lists and their order: listings, tags, segments, authors, series, tracks.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::issues::news_from;
use super::{State, Visibility, offers};
use crate::model::time::Instant;
use crate::model::{AuthorId, Becomes, Detail, Item, ItemId, SegmentId, Site};
use crate::parse::Kind;

/// What is public, for one plan.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) site: &'a Site,
    pub(super) visibility: &'a [Visibility],
    pub(super) states: &'a BTreeMap<ItemId, State>,
}

impl<'a> Seen<'a> {
    pub(super) fn is_public(&self, id: ItemId) -> bool {
        self.visibility.get(id.index()) == Some(&Visibility::Public)
    }

    /// Public items that lists may show.
    pub(super) fn listed(&self) -> impl Iterator<Item = (ItemId, &'a Item)> {
        self.site.iter().filter(|(id, item)| item.listed && self.is_public(*id))
    }

    /// Public items that lists may show now: an offer only while it runs.
    fn shown(&self) -> impl Iterator<Item = (ItemId, &'a Item)> {
        self.listed().filter(|(id, _)| self.is_on(*id))
    }

    /// Whether an item isn't an offer, or one that runs.
    pub(super) fn is_on(&self, id: ItemId) -> bool {
        offers::is_on(self.site, self.states, id)
    }

    /// When an item became public; a series that has no date of its own is as new as its newest public part.
    pub(super) fn instant(&self, id: ItemId) -> Option<Instant> {
        let own = |id| news_from(self.site.item(id), &self.site.schedule(id).becomes);
        match &self.site.item(id).detail {
            Detail::Series(series) => own(id).or_else(|| {
                series.parts.iter().filter(|part| self.is_public(**part)).filter_map(|part| own(*part)).max()
            }),
            _ => own(id),
        }
    }

    /// Sort key of the usual order: newest first, undated last, then by id.
    fn newest_key(&self, id: ItemId) -> (Reverse<Option<Instant>>, ItemId) {
        (Reverse(self.instant(id)), id)
    }

    fn sorted_newest(&self, mut items: Vec<ItemId>) -> Vec<ItemId> {
        items.sort_by_cached_key(|id| self.newest_key(*id));
        items
    }

    /// Public listed pieces with a date, newest first: what feeds hold. Pages are furniture, letters are issues, a series is its parts.
    pub(super) fn newest(&self) -> Vec<ItemId> {
        let piece = |kind| !matches!(kind, Kind::Issue | Kind::Page | Kind::Series);
        let dated = |id: &ItemId| matches!(self.site.schedule(*id).becomes, Becomes::At(_));
        let mut items: Vec<ItemId> =
            self.shown().filter(|(_, item)| piece(item.kind)).map(|(id, _)| id).filter(dated).collect();
        // By id where two appeared at once: the order of files changes when one is renamed, and feeds must not.
        items.sort_by_cached_key(|id| (Reverse(self.instant(*id)), self.site.item(*id).id.as_str()));
        items
    }

    /// Listings of all kinds that have one.
    pub(super) fn listings(&self) -> BTreeMap<Kind, Vec<ItemId>> {
        let mut listings: BTreeMap<Kind, Vec<ItemId>> = BTreeMap::new();
        let inner = |kind| matches!(kind, Kind::Part | Kind::Issue | Kind::Page);
        for (id, item) in self.shown().filter(|(_, item)| !inner(item.kind)) {
            listings.entry(item.kind).or_default().push(id);
        }
        for (kind, items) in &mut listings {
            self.sort_listing(*kind, items);
        }
        listings
    }

    fn sort_listing(&self, kind: Kind, items: &mut [ItemId]) {
        let item = |id: &ItemId| self.site.item(*id);
        match kind {
            Kind::Faq => items.sort_by_cached_key(|id| match &item(id).detail {
                Detail::Faq(faq) => (faq.topic.is_empty(), faq.topic.clone(), Reverse(faq.asked_count), *id),
                _ => (true, String::new(), Reverse(0), *id),
            }),
            Kind::Track => items.sort_by_cached_key(|id| (item(id).level.is_none(), item(id).level, *id)),
            Kind::Event | Kind::Prompt | Kind::Challenge => items.sort_by_cached_key(|id| self.state_key(*id)),
            Kind::Offer => items.sort_by_cached_key(|id| (offers::role(item(id)), *id)),
            _ => items.sort_by_cached_key(|id| self.newest_key(*id)),
        }
    }

    /// Running first, then what comes, soonest first; then what was, latest first.
    fn state_key(&self, id: ItemId) -> (u8, Option<Instant>, Reverse<Option<Instant>>, ItemId) {
        let starts = self.site.item(id).times().and_then(|(starts, _)| starts).or_else(|| self.instant(id));
        match self.states.get(&id) {
            Some(State::Past) => (2, None, Reverse(starts), id),
            Some(State::Coming) => (1, starts, Reverse(None), id),
            _ => (0, starts, Reverse(None), id),
        }
    }

    /// Items of each tag, newest first.
    pub(super) fn tags(&self, in_order: &[ItemId]) -> BTreeMap<String, Vec<ItemId>> {
        let mut tags: BTreeMap<&str, Vec<ItemId>> = BTreeMap::new();
        for id in in_order {
            for tag in &self.site.item(*id).tags {
                tags.entry(tag).or_default().push(*id);
            }
        }
        tags.into_iter().map(|(tag, items)| (tag.to_owned(), items)).collect()
    }

    /// Items that fit each segment, newest first.
    pub(super) fn segments(&self, in_order: &[ItemId]) -> BTreeMap<SegmentId, Vec<ItemId>> {
        let mut segments: BTreeMap<SegmentId, Vec<ItemId>> = BTreeMap::new();
        let all = (0..self.site.settings.segments.len()).map(SegmentId::at);
        for segment in all {
            let fits = |id: &ItemId| fits(self.site.item(*id), &[segment]);
            segments.insert(segment, in_order.iter().copied().filter(fits).collect());
        }
        segments
    }

    /// Items of each author, newest first.
    pub(super) fn authors(&self, in_order: &[ItemId]) -> BTreeMap<AuthorId, Vec<ItemId>> {
        let mut authors: BTreeMap<AuthorId, Vec<ItemId>> = BTreeMap::new();
        for id in in_order {
            for author in &self.site.item(*id).authors {
                authors.entry(*author).or_default().push(*id);
            }
        }
        authors
    }

    /// What stands in mixed lists, newest first.
    pub(super) fn in_order(&self) -> Vec<ItemId> {
        let mixed = |kind| !matches!(kind, Kind::Issue | Kind::Page | Kind::Spotlight);
        self.sorted_newest(self.shown().filter(|(_, item)| mixed(item.kind)).map(|(id, _)| id).collect())
    }

    /// Public steps of each public track.
    pub(super) fn tracks(&self) -> BTreeMap<ItemId, Vec<usize>> {
        let steps = |id, item: &Item| match &item.detail {
            Detail::Track(track) => {
                let public = |(at, step): (usize, &crate::model::Step)| self.is_public(step.item).then_some(at);
                Some((id, track.steps.iter().enumerate().filter_map(public).collect()))
            }
            _ => None,
        };
        self.site.iter().filter(|(id, _)| self.is_public(*id)).filter_map(|(id, item)| steps(id, item)).collect()
    }

    /// Public parts of each public series.
    pub(super) fn series(&self) -> BTreeMap<ItemId, Vec<ItemId>> {
        let parts = |item: &Item| match &item.detail {
            Detail::Series(series) => Some(series.parts.iter().copied().filter(|part| self.is_public(*part)).collect()),
            _ => None,
        };
        let public = self.site.iter().filter(|(id, _)| self.is_public(*id));
        public.filter_map(|(id, item)| Some((id, parts(item)?))).collect()
    }
}

/// Whether an item is for one of these segments; items and pages without segments are for everybody.
pub(super) fn fits(item: &Item, segments: &[SegmentId]) -> bool {
    item.segments.is_empty() || segments.is_empty() || item.segments.iter().any(|segment| segments.contains(segment))
}
