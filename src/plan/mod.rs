//! The plan: every URL that exists at `now`, and what stands on it.
//!
//! Decides membership and order, once, for every output; [`crate::render`] only draws. A plan is a value: two plans that are
//! equal give equal bytes, which is how the next change is found. Makes no HTML and reads no clock.

mod check;
mod feeds;
mod happenings;
mod issue_problems;
mod issues;
mod left_out;
mod lists;
mod next;
mod occurrences;
mod offers;
mod print;
mod routes;
mod visible;

pub use check::{check, late, time_problems, why_not_public};
pub use feeds::segments_of;
pub use happenings::{Happening, HappeningStatus, HappeningTime};
pub use issue_problems::left_behind;
pub use issues::{consents, for_segment, latest_day, news_from, reach};
pub use left_out::{LeftOut, left_out};
pub use next::{AHEAD_DAYS, coming_problems, current_problems, last_change, next_change, next_telling};
pub use occurrences::{Occurrence, occurrences, of_recurring};
pub use offers::{Readers, best, offer_end};
pub use print::{line, lines};
pub use routes::{file_route, files_of};
pub use visible::sent_at;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::time::Instant;
use crate::model::{AuthorId, ItemId, NewsletterId, OutLinkId, RecurringId, SegmentId, Site, Target};
use crate::output::OutputPath;
use crate::parse::Kind;
use crate::source::{AssetId, Sources};

use lists::Seen;

/// The version of what `build.json` says; a deployed site that says another was made by another hub.
pub const BUILD_VERSION: u64 = 1;

/// Where readers search.
pub const SEARCH: &str = "/search/";

/// The folder of the search index: nothing else may stand in it.
pub const SEARCH_INDEX: &str = "/pagefind/";

/// The folder of the author's own pages in `hub serve`: no site has anything there.
pub const STUDIO: &str = "/_hub/";

/// When the site is looked at, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Now.
    pub now: Instant,
    /// For readers, or for the author alone.
    pub audience: Audience,
}

/// For whom a site is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Readers: what is public.
    Public,
    /// The author (`--preview`): drafts and the future too; what consent forbids stays out.
    Preview,
}

/// What a plan is made from besides the moment.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// What was read, for assets.
    pub sources: &'a Sources,
    /// The site.
    pub site: &'a Site,
    /// Routes of what the theme brings, by position: its files (`/assets/style.1234.css`), and [`SEARCH`] if it has a search.
    pub theme_files: &'a [String],
}

/// Plans a site at a moment.
pub fn plan(world: World<'_>, moment: Moment) -> Plan {
    let visibility = visible::visibility(world.site, moment);
    with_visibility(world, moment, visibility)
}

/// The plan for a given visibility: also asked for everything that can ever be seen, to check URLs against.
fn with_visibility(world: World<'_>, moment: Moment, visibility: Vec<Visibility>) -> Plan {
    let World { sources, site, theme_files } = world;
    let states = visible::states(site, &visibility, moment.now);
    let seen = Seen { site, visibility: &visibility, states: &states };
    let offers = offers::running(seen);
    let withheld = routes::withheld(sources, site, &visibility);
    let tracks = seen.tracks();
    let in_order = seen.in_order();
    let mut plan = Plan {
        audience: moment.audience,
        urls: site.items.iter().map(|item| routes::url(site, item)).collect(),
        routes: Vec::new(),
        listings: seen.listings(),
        tags: seen.tags(&in_order),
        segments: seen.segments(&in_order),
        authors: seen.authors(&in_order),
        newest: seen.newest(),
        in_tracks: in_tracks(site, &tracks),
        tracks,
        series: seen.series(),
        issues: issues::issues(seen, moment.now, &offers),
        next_issue: issues::next_dates(site, moment.now),
        happenings: happenings::happenings(seen, moment.now),
        next_dates: happenings::next_dates(seen, moment.now),
        feeds: Vec::new(),
        redirects: Vec::new(),
        offers,
        ended_links: visible::ended_links(site, &visibility, moment.now),
        assets: routes::assets(sources, site, &visibility, &withheld),
        withheld,
        member_photos: routes::member_photos(site, &visibility),
        hidden_paths: BTreeSet::new(),
        last_change: None,
        states,
        visibility,
    };
    plan.feeds = feeds::feeds(site, &plan);
    plan.redirects = routes::redirects(site, &plan);
    plan.routes = routes::routes(site, &plan, theme_files);
    plan.hidden_paths = hidden_paths(site, &plan);
    plan
}

fn in_tracks(site: &Site, tracks: &BTreeMap<ItemId, Vec<usize>>) -> BTreeMap<ItemId, Vec<(ItemId, usize)>> {
    let mut in_tracks: BTreeMap<ItemId, Vec<(ItemId, usize)>> = BTreeMap::new();
    for (track_id, steps) in tracks {
        let crate::model::Detail::Track(track) = &site.item(*track_id).detail else { continue };
        for (position, step) in steps.iter().filter_map(|at| track.steps.get(*at)).enumerate() {
            in_tracks.entry(step.item).or_default().push((*track_id, position));
        }
    }
    in_tracks
}

/// Site-absolute links of public bodies that lead to no route of this plan.
fn hidden_paths(site: &Site, plan: &Plan) -> BTreeSet<String> {
    let exists: BTreeSet<&str> = plan.routes.iter().map(|route| route.path.as_str()).collect();
    let bodies = visible::public_bodies(site, &plan.visibility);
    let linked = bodies.flat_map(|body| &body.targets).filter_map(|target| match target {
        Target::Site(path, _) => Some(path),
        _ => None,
    });
    linked.filter(|path| !exists.contains(routes::alias_route(path).as_str())).cloned().collect()
}

/// Everything that exists at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// For whom.
    pub audience: Audience,
    /// Of each item, by [`ItemId`].
    pub visibility: Vec<Visibility>,
    /// Canonical route of each item, public or not (`/guides/x/`), by [`ItemId`].
    pub urls: Vec<String>,
    /// Every route, sorted by path.
    pub routes: Vec<Route>,
    /// Items of each kind's listing, in order.
    pub listings: BTreeMap<Kind, Vec<ItemId>>,
    /// Items of each tag (by slug), newest first.
    pub tags: BTreeMap<String, Vec<ItemId>>,
    /// Items of each segment: those that name it, and those for everybody; newest first.
    pub segments: BTreeMap<SegmentId, Vec<ItemId>>,
    /// Items of each author, newest first.
    pub authors: BTreeMap<AuthorId, Vec<ItemId>>,
    /// Every public listed piece with a date, newest first.
    pub newest: Vec<ItemId>,
    /// Public steps of each public track, as positions in `Track::steps`.
    pub tracks: BTreeMap<ItemId, Vec<usize>>,
    /// Tracks each item is a public step of, with the step's position among the public ones.
    pub in_tracks: BTreeMap<ItemId, Vec<(ItemId, usize)>>,
    /// Public parts of each public series, in order.
    pub series: BTreeMap<ItemId, Vec<ItemId>>,
    /// Issues that are out, by newsletter, oldest first.
    pub issues: Vec<Issue>,
    /// The next promised date of each newsletter, by [`NewsletterId`].
    pub next_issue: Vec<Option<Instant>>,
    /// What readers' calendars hold, and public events that are not listed, by time.
    pub happenings: Vec<Happening>,
    /// The next dates of recurrences that have no page of their own, by time.
    pub next_dates: Vec<Occurrence>,
    /// Feeds.
    pub feeds: Vec<Feed>,
    /// Redirects, sorted by source.
    pub redirects: Vec<Redirect>,
    /// State in time of public events, prompts, challenges and offers.
    pub states: BTreeMap<ItemId, State>,
    /// Running offers, best first: what a page may show one of.
    pub offers: Vec<ItemId>,
    /// Outgoing links of public pages that lead nowhere any more.
    pub ended_links: BTreeSet<OutLinkId>,
    /// Path of each published asset, as its address has it.
    pub assets: BTreeMap<AssetId, String>,
    /// Files that belong to a piece which isn't public, with the piece: not published, whoever links to them.
    pub withheld: BTreeMap<AssetId, ItemId>,
    /// Published assets that spotlights show.
    pub member_photos: BTreeSet<AssetId>,
    /// Site-absolute links of bodies whose route doesn't exist now: they print as words.
    pub hidden_paths: BTreeSet<String>,
    /// The newest instant that is part of this plan.
    pub last_change: Option<Instant>,
}

impl Plan {
    /// Whether an item is one that has a state in time, and its time is now.
    pub fn is_running(&self, item: ItemId) -> bool {
        self.states.get(&item) == Some(&State::Running)
    }

    /// Whether lists and embeds may show an item: an offer only while it runs.
    pub fn is_on(&self, site: &Site, item: ItemId) -> bool {
        offers::is_on(site, &self.states, item)
    }

    /// Whether readers can see an item.
    pub fn is_public(&self, item: ItemId) -> bool {
        self.visibility.get(item.index()) == Some(&Visibility::Public)
    }

    /// What the calendar of all holds, by time.
    pub fn calendar(&self) -> impl Iterator<Item = &Happening> {
        self.happenings.iter().filter(|one| one.listed)
    }

    /// What the calendar of a recurrence holds, by time.
    pub fn calendar_of(&self, recurring: RecurringId) -> impl Iterator<Item = &Happening> {
        self.calendar().filter(move |one| one.occurrence.is_some_and(|(id, _)| id == recurring))
    }

    /// The route of an item, if readers can see it.
    pub fn url(&self, item: ItemId) -> Option<&str> {
        if !self.is_public(item) {
            return None;
        }
        self.urls.get(item.index()).map(String::as_str)
    }
}

/// Whether an item exists for readers, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visibility {
    /// It does.
    Public,
    /// Not yet: future, not ready, a draft. Must appear nowhere.
    Secret,
    /// It was; its address leads to its listing.
    Expired,
    /// Gone without a trace: consent withdrawn or expired.
    Withdrawn,
}

/// One URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Path on the site, without the base path: `/guides/x/`.
    pub path: String,
    /// File that serves it.
    pub output: OutputPath,
    /// What stands there.
    pub page: Page,
}

/// What stands on a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// `/`.
    Home,
    /// `/start/`: the quiz and all tracks.
    Start,
    /// `/preferences/`: what a reader's own device keeps.
    Preferences,
    /// `/search/`.
    Search,
    /// A page of a kind's listing.
    Listing(Kind, Slice),
    /// An item's own page.
    Item(ItemId),
    /// A step: the track and the position among its public steps.
    Step(ItemId, usize),
    /// `/for/SEGMENT/`.
    Segment(SegmentId),
    /// `/tags/`.
    Tags,
    /// `/tags/T/`.
    Tag(String, Slice),
    /// `/authors/A/`.
    Author(AuthorId),
    /// `/rewards/`.
    Rewards,
    /// `/answered/`.
    Answered,
    /// `/upcoming/`.
    Upcoming,
    /// A newsletter's archive.
    Newsletter(NewsletterId),
    /// An issue: position in [`Plan::issues`].
    Issue(usize),
    /// Where the mail provider sends people.
    NewsletterState(SignupState),
    /// `/404.html`.
    NotFound,
    /// Position in [`Plan::redirects`].
    Redirect(usize),
    /// Position in [`Plan::feeds`]: as RSS.
    Feed(usize),
    /// Position in [`Plan::feeds`]: as JSON Feed.
    JsonFeed(usize),
    /// `/opml.xml`: a list of all feeds.
    Opml,
    /// `/calendar.ics`: all happenings.
    Calendar,
    /// `/calendar/RECURRENCE.ics`.
    RecurringCalendar(RecurringId),
    /// `/events/SLUG.ics`: one event.
    EventCalendar(ItemId),
    /// `sitemap.xml`.
    Sitemap,
    /// `robots.txt`.
    Robots,
    /// `llms.txt`.
    Llms,
    /// `faq.json`.
    FaqJson,
    /// `build.json`.
    BuildJson,
    /// `.well-known/security.txt` (RFC 9116).
    SecurityTxt,
    /// `_headers` (Netlify, Cloudflare).
    Headers,
    /// `_redirects` (Netlify, Cloudflare).
    RedirectsFile,
    /// `vercel.json`.
    Vercel,
    /// A file of the site.
    Asset(AssetId),
    /// A file of the theme: position in the list given to [`plan`].
    Theme(usize),
}

/// A page of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// From 1.
    pub number: usize,
    /// Pages in all.
    pub pages: usize,
    /// First item's position.
    pub start: usize,
    /// One past the last item's position.
    pub end: usize,
}

/// State pages of the sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignupState {
    /// A confirmation mail is on its way.
    CheckInbox,
    /// Confirmed.
    Confirmed,
    /// Was subscribed already.
    Already,
    /// Gone.
    Unsubscribed,
}

impl SignupState {
    /// All of them.
    pub const ALL: [SignupState; 4] = [Self::CheckInbox, Self::Confirmed, Self::Already, Self::Unsubscribed];

    /// Last part of its address.
    pub fn slug(self) -> &'static str {
        match self {
            SignupState::CheckInbox => "check-inbox",
            SignupState::Confirmed => "confirmed",
            SignupState::Already => "already",
            SignupState::Unsubscribed => "unsubscribed",
        }
    }
}

/// A newsletter issue that is out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Newsletter.
    pub newsletter: NewsletterId,
    /// Local date, ISO.
    pub date: String,
    /// When it went out.
    pub sent: Instant,
    /// Route.
    pub url: String,
    /// The creator's letter.
    pub letter: Option<ItemId>,
    /// Pieces, picks first, then oldest to newest.
    pub members: Vec<ItemId>,
    /// Pieces that it held when it was sealed and that readers can't see any more.
    pub gone: Vec<Gone>,
    /// Spotlights of its month with consent for the newsletter.
    pub spotlights: Vec<ItemId>,
    /// Events of the fortnight after it.
    pub events: Vec<ItemId>,
    /// One offer that ran when it went out and still runs.
    pub offer: Option<ItemId>,
}

/// A piece of a sealed issue that readers can't see any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// Its time is over: its title may be said, without a link.
    Expired(ItemId),
    /// Withdrawn, taken back or deleted: that there was a piece is all that may be said.
    Unnamed,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Route: `/feeds/all.rss`.
    pub path: String,
    /// Route of its twin as JSON Feed, for those that have one.
    pub json: Option<String>,
    /// What it is about.
    pub topic: FeedTopic,
    /// What it holds.
    pub content: FeedContent,
}

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedTopic {
    /// Everything.
    All,
    /// Pieces of a kind.
    Kind(Kind),
    /// What fits a segment.
    Segment(SegmentId),
    /// The parts of a series.
    Series(ItemId),
    /// The steps of a track.
    Track(ItemId),
    /// A newsletter.
    Newsletter(NewsletterId),
    /// The same for the first newsletter, at an address that doesn't name it.
    FirstNewsletter(NewsletterId),
    /// What of a newsletter fits a segment.
    NewsletterFor(NewsletterId, SegmentId),
}

/// What a feed holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedContent {
    /// Pieces, newest first; parts last first, steps by their days.
    Pieces(Vec<ItemId>),
    /// Issues of a newsletter, newest first, as positions in [`Plan::issues`].
    Issues(NewsletterId, Vec<usize>),
    /// What of each issue fits a segment, newest first.
    Variants(Vec<Issue>),
}

/// A redirect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Old route.
    pub from: String,
    /// New route.
    pub to: String,
}

/// State in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not begun.
    Coming,
    /// Going on.
    Running,
    /// Over.
    Past,
}

/// When the site changes by itself next, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextChange {
    /// When.
    pub at: Instant,
    /// Why, in words.
    pub reasons: Vec<String>,
}
