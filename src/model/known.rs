//! All that a piece can refer to, looked up by what its author wrote. Made once, read by every piece.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::dates;
use super::fields::Ids;
use super::names::Names;
use super::series::Parts;
use super::site::{
    AuthorId, Calendar, ItemId, NewsletterId, OutLink, OutLinkId, RecurringId, SealedIssue, SegmentId, Settings,
    SurveyId,
};
use super::time::{Bare, Date, Instant, TimeOfDay, Zone};
use crate::diagnostic::{Diagnostic, nearest_help};
use crate::parse::front_matter::{RawOwn, RawSpotlight};
use crate::parse::toml::RawDate;
use crate::source::Spanned;

/// What typed dates are read with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates<'a> {
    /// The site's zone.
    pub(super) zone: &'a Zone,
    /// Time of day of a bare date that begins something.
    pub(super) publish_time: TimeOfDay,
}

impl Dates<'_> {
    /// Where something begins: a bare date means the publish time that day.
    pub(super) fn begin(&self, typed: &Spanned<RawDate>, problems: &mut Vec<Diagnostic>) -> Option<Instant> {
        dates::instant(typed, self.zone, Bare::At(self.publish_time), problems)
    }

    /// From when something holds: a bare date means all of that day.
    pub(super) fn from(&self, typed: &Spanned<RawDate>, problems: &mut Vec<Diagnostic>) -> Option<Instant> {
        dates::instant(typed, self.zone, Bare::At(TimeOfDay::MIDNIGHT), problems)
    }

    /// Where something stops: a bare date means the end of that day.
    pub(super) fn end(&self, typed: &Spanned<RawDate>, problems: &mut Vec<Diagnostic>) -> Option<Instant> {
        dates::instant(typed, self.zone, Bare::EndOfDay, problems)
    }

    /// The day of a typed date.
    pub(super) fn day(&self, typed: &Spanned<RawDate>, problems: &mut Vec<Diagnostic>) -> Option<Date> {
        dates::day(typed, self.zone, problems)
    }
}

/// What the pieces are read with.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Pieces and files.
    pub(super) catalogue: &'a Catalogue<'a>,
    /// Content ids.
    pub(super) names: Names<'a>,
    /// Dates of the site.
    pub(super) dates: Dates<'a>,
    /// hub.toml.
    pub(super) settings: &'a Settings,
    /// calendar.toml.
    pub(super) calendar: &'a Calendar,
    /// newsletter.lock.toml.
    pub(super) sealed: &'a [SealedIssue],
    /// Whether hub.toml has a `[signup]`, usable or not.
    pub(super) has_signup: bool,
    /// Authors of hub.toml.
    pub(super) authors: Ids<'a, AuthorId>,
    /// Segments of hub.toml.
    pub(super) segments: Ids<'a, SegmentId>,
    /// Surveys of hub.toml.
    pub(super) surveys: Ids<'a, SurveyId>,
    /// Links of links.toml.
    pub(super) links: Ids<'a, OutLinkId>,
    /// Addresses that readers are told something about (`disclosure`), with the link they are registered as.
    pub(super) disclosed: BTreeMap<&'a str, OutLinkId>,
    /// Newsletters of the calendar.
    pub(super) newsletters: Ids<'a, NewsletterId>,
    /// Recurrences of the calendar.
    pub(super) recurrings: Ids<'a, RecurringId>,
    /// Members of the community.
    pub(super) members: Members<'a>,
    /// Parts of series.
    pub(super) parts: Parts,
    /// Pages with `policy = "refund"`.
    pub(super) refund_pages: Vec<ItemId>,
}

/// What is settled before the pieces are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled<'a> {
    /// Pieces and files.
    pub(super) catalogue: &'a Catalogue<'a>,
    /// hub.toml.
    pub(super) settings: &'a Settings,
    /// calendar.toml.
    pub(super) calendar: &'a Calendar,
    /// newsletter.lock.toml.
    pub(super) sealed: &'a [SealedIssue],
    /// links.toml.
    pub(super) links: &'a [OutLink],
    /// Whether hub.toml has a `[signup]`.
    pub(super) has_signup: bool,
}

impl<'a> Known<'a> {
    /// Collects what the pieces can refer to; problems of series and their parts are found here.
    pub(super) fn of(settled: Settled<'a>, problems: &mut Vec<Diagnostic>) -> Self {
        let Settled { catalogue, settings, calendar, sealed, links, has_signup } = settled;
        let authors = settings.authors.iter().map(|author| author.id.as_str());
        let segments = settings.segments.iter().map(|segment| segment.id.as_str());
        let surveys = settings.surveys.iter().map(|survey| survey.id.as_str());
        let disclosed = links.iter().enumerate().filter(|(_, link)| !link.disclosure.is_empty());
        let disclosed = disclosed.map(|(at, link)| (link.url.as_str(), OutLinkId::at(at))).collect();
        let links = links.iter().map(|link| link.id.value.as_str());
        let newsletters = calendar.newsletters.iter().map(|newsletter| newsletter.id.value.as_str());
        let recurrings = calendar.recurrings.iter().map(|recurring| recurring.id.value.as_str());
        Known {
            catalogue,
            names: catalogue.names(),
            dates: Dates { zone: &settings.zone, publish_time: calendar.publish_time },
            settings,
            calendar,
            sealed,
            has_signup,
            authors: Ids::new(("unknown-author", "author"), authors, AuthorId::at),
            segments: Ids::new(("unknown-segment", "segment"), segments, SegmentId::at),
            surveys: Ids::new(("unknown-survey", "survey"), surveys, SurveyId::at),
            links: Ids::new(("unknown-link", "link"), links, OutLinkId::at),
            disclosed,
            newsletters: Ids::new(("unknown-newsletter", "newsletter"), newsletters, NewsletterId::at),
            recurrings: Ids::new(("unknown-recurrence", "recurrence"), recurrings, RecurringId::at),
            members: Members::of(catalogue),
            parts: Parts::of(catalogue, problems),
            refund_pages: refund_pages(catalogue),
        }
    }
}

fn refund_pages(catalogue: &Catalogue<'_>) -> Vec<ItemId> {
    let is_refund = |own: &RawOwn| match own {
        RawOwn::Page(page) => page.policy.as_ref().is_some_and(|policy| policy.value == "refund"),
        _ => false,
    };
    catalogue.iter().filter(|(_, piece)| is_refund(&piece.raw.own)).map(|(id, _)| id).collect()
}

/// Members by the ids and slugs of their spotlights.
#[derive(Debug)]
pub(super) struct Members<'a> {
    by_name: BTreeMap<&'a str, ItemId>,
    withdrawn: BTreeSet<&'a str>,
}

impl<'a> Members<'a> {
    fn of(catalogue: &'a Catalogue<'a>) -> Self {
        let mut by_name = BTreeMap::new();
        let mut withdrawn = BTreeSet::new();
        let spotlights = || catalogue.iter().filter_map(|(id, piece)| Some((id, piece, spotlight(&piece.raw.own)?)));
        for (id, _, raw) in spotlights() {
            let Some(member) = &raw.member else { continue };
            by_name.entry(member.value.as_str()).or_insert(id);
            if raw.consent.as_ref().is_some_and(|consent| consent.value.withdrawn.is_some()) {
                withdrawn.insert(member.value.as_str());
            }
        }
        for (id, piece, _) in spotlights() {
            by_name.entry(piece.raw.place.slug.as_str()).or_insert(id);
        }
        Members { by_name, withdrawn }
    }

    /// The first spotlight of a member, by member id or slug; or `unknown-member`.
    pub(super) fn find(&self, typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<ItemId> {
        let found = self.by_name.get(typed.value.as_str()).copied();
        if found.is_none() {
            problems.push(
                Diagnostic::error("unknown-member", format!("no spotlight is about a member `{}`", typed.value))
                    .at(typed.span, "")
                    .maybe_help(nearest_help(&typed.value, self.by_name.keys().copied())),
            );
        }
        found
    }

    /// Whether one of the member's consents was taken back: it counts for all their pieces.
    pub(super) fn has_withdrawn(&self, member: &str) -> bool {
        self.withdrawn.contains(member)
    }
}

fn spotlight(own: &RawOwn) -> Option<&RawSpotlight> {
    match own {
        RawOwn::Spotlight(raw) => Some(raw),
        _ => None,
    }
}
