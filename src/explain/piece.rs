//! All that is known of one piece.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{Condition, Looked, conditions};
use super::mentions::{self, Mention};
use super::newsletters::in_no_issue;
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Item, ItemId, Site, Target};
use crate::plan::{self, FeedContent, Moment, Page, Plan, Visibility};
use crate::source::{Sources, Span};

/// What is known of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Content id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: &'static str,
    /// File and line.
    pub place: (String, usize),
    /// File and line of its calendar entry.
    pub entry: Option<(String, usize)>,
    /// Whether readers see it.
    pub visibility: Visibility,
    /// Why it isn't public, in a sentence.
    pub why_not: Option<String>,
    /// All that must hold for it to be public.
    pub conditions: Vec<Condition>,
    /// Its times.
    pub moments: Moments,
    /// The day by which it should be done.
    pub due: Option<Date>,
    /// Its address, which exists while it is public.
    pub url: String,
    /// Older addresses.
    pub aliases: Vec<String>,
    /// What feeds know it by.
    pub guid: String,
    /// Feeds that hold it.
    pub feeds: Vec<String>,
    /// Tracks it is a step of.
    pub steps: Vec<Step>,
    /// Addresses of the issues that hold it.
    pub issues: Vec<String>,
    /// Newsletters of its kind that it is in no issue of, each with the reason; nothing while it isn't public.
    pub in_no_issue: Vec<(String, String)>,
    /// Its place in a series.
    pub series: Option<Series>,
    /// Pages that list it.
    pub listed_on: Vec<String>,
    /// Whether lists may show it at all.
    pub listed: bool,
    /// Tags.
    pub tags: Vec<String>,
    /// Channels that announce it; none = all.
    pub channels: Option<Vec<String>>,
    /// Who names it.
    pub named_by: Vec<Mention>,
    /// What it names that readers don't see.
    pub hidden: Vec<Hidden>,
}

/// Times with what happens then, by time.
pub type Moments = Vec<(Instant, &'static str)>;

/// A step of a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The track's id.
    pub track: String,
    /// Its day.
    pub day: u32,
    /// Address of the step.
    pub url: String,
}

/// A place in a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// The part's number.
    pub number: u32,
    /// Parts in all, public or not.
    pub parts: usize,
}

/// Something named that readers don't see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Content id, path on the site, or link of links.toml.
    pub name: String,
    /// In which ways it is named.
    pub ways: Vec<&'static str>,
    /// Why it isn't seen.
    pub why: String,
}

/// Tells what is known of a piece at a moment.
pub fn piece(sources: &Sources, site: &Site, (plan, moment): (&Plan, Moment), id: ItemId) -> Piece {
    let looked = Looked { site, plan, now: moment.now, id };
    let (item, entry) = (looked.item(), looked.entry());
    let line = |span: Span| (sources.file(span.file).path.clone(), sources.line_column(span).0);
    let base = &site.settings.base_url;
    let absolute = |route: &String| base.absolute(route);
    Piece {
        id: item.id.clone(),
        title: item.title.value.clone(),
        kind: item.kind.name(),
        place: line(item.span),
        entry: entry.map(|entry| line(entry.span)),
        visibility: plan.visibility.get(id.index()).copied().unwrap_or(Visibility::Secret),
        why_not: (!plan.is_public(id)).then(|| plan::why_not_public(site, plan, id)),
        conditions: conditions(looked),
        moments: moments(looked),
        due: entry.and_then(|entry| entry.due),
        url: plan.urls.get(id.index()).map(absolute).unwrap_or_default(),
        aliases: item.aliases.iter().map(|alias| alias.value.clone()).collect(),
        guid: guid(site, item),
        feeds: feeds(plan, id).iter().map(absolute).collect(),
        steps: steps(site, id).into_iter().map(|step| Step { url: absolute(&step.url), ..step }).collect(),
        issues: plan.issues.iter().filter(|issue| holds(issue, id)).map(|issue| absolute(&issue.url)).collect(),
        in_no_issue: in_no_issue(looked),
        series: series(site, item),
        listed_on: listed_on(site, plan, id).iter().map(absolute).collect(),
        listed: item.listed,
        tags: item.tags.clone(),
        channels: site.schedule(id).channels.clone(),
        named_by: mentions::of(site, plan, id),
        hidden: hidden(looked),
    }
}

/// An issue without a letter in one line: its day, and what it holds.
pub fn issue_line(site: &Site, issue: &plan::Issue) -> String {
    let newsletter = site.calendar.newsletters.get(issue.newsletter.index()).map_or("", |it| it.id.value.as_str());
    let members: Vec<String> = issue.members.iter().map(|id| format!("`{}`", site.item(*id).id)).collect();
    let sent = site.settings.zone.words(issue.sent);
    format!("an issue of the newsletter `{newsletter}`, out since {sent}, with {}", members.join(", "))
}

fn holds(issue: &plan::Issue, id: ItemId) -> bool {
    let lists = [&issue.members, &issue.spotlights, &issue.events];
    lists.iter().any(|list| list.contains(&id)) || issue.offer == Some(id) || issue.letter == Some(id)
}

fn guid(site: &Site, item: &Item) -> String {
    let id = match &item.detail {
        // Feeds know a letter as its issue.
        Detail::Issue(letter) => {
            let newsletter = site.calendar.newsletters.get(letter.newsletter.index());
            format!("newsletter/{}/{}", newsletter.map_or("", |it| it.id.value.as_str()), letter.date)
        }
        _ => item.id.clone(),
    };
    site.settings.feed_id(item.guid.as_deref(), &id)
}

fn moments(looked: Looked<'_>) -> Moments {
    let mut moments = Moments::new();
    let mut add = |at: Option<Instant>, what| moments.extend(at.map(|at| (at, what)));
    let schedule = looked.schedule();
    if let Becomes::At(at) = schedule.becomes {
        add(Some(at), "becomes public");
    }
    add(looked.entry().and_then(|entry| entry.expire), "disappears");
    match &looked.item().detail {
        Detail::Event(event) => {
            add(Some(event.starts), "begins");
            add(event.ends, "ends");
        }
        Detail::Prompt(task) | Detail::Challenge(task) => {
            add(task.starts, "opens");
            add(task.ends, "closes");
        }
        Detail::Offer(offer) => {
            add(offer.starts, "offer begins");
            add(offer.ends, "offer ends");
        }
        Detail::Spotlight(spotlight) => add(spotlight.consent.expires, "consent ends"),
        Detail::Issue(letter) => add(plan::sent_at(looked.site, letter), "issue goes out"),
        _ => {}
    }
    moments.sort_unstable();
    moments
}

fn feeds(plan: &Plan, id: ItemId) -> Vec<String> {
    let is_letter = |at: &usize| plan.issues.get(*at).is_some_and(|issue| issue.letter == Some(id));
    let has = |feed: &&plan::Feed| match &feed.content {
        FeedContent::Pieces(items) => items.contains(&id),
        FeedContent::Issues(_, issues) => issues.iter().any(is_letter),
        FeedContent::Variants(issues) => issues.iter().any(|issue| issue.letter == Some(id)),
    };
    plan.feeds.iter().filter(has).map(|feed| feed.path.clone()).collect()
}

fn steps(site: &Site, id: ItemId) -> Vec<Step> {
    let mut found = Vec::new();
    for (_, item) in site.iter() {
        let Detail::Track(track) = &item.detail else { continue };
        let own = track.steps.iter().filter(|step| step.item == id);
        found.extend(own.map(|step| Step {
            track: item.id.clone(),
            day: step.day,
            url: format!("/tracks/{}/{}/", item.slug.value, step.slug.value),
        }));
    }
    found
}

fn series(site: &Site, item: &Item) -> Option<Series> {
    let Detail::Part(part) = &item.detail else { return None };
    let series = site.item(part.series);
    let parts = match &series.detail {
        Detail::Series(series) => series.parts.len(),
        _ => 0,
    };
    Some(Series { id: series.id.clone(), number: part.number, parts })
}

/// Pages whose lists hold the piece.
fn listed_on(site: &Site, plan: &Plan, id: ItemId) -> Vec<String> {
    let within = |items: Option<&Vec<ItemId>>, slice: &plan::Slice| {
        items.and_then(|items| items.get(slice.start..slice.end)).is_some_and(|items| items.contains(&id))
    };
    let holds = |page: &Page| match page {
        Page::Listing(kind, slice) => within(plan.listings.get(kind), slice),
        Page::Tag(tag, slice) => within(plan.tags.get(tag), slice),
        Page::Segment(segment) => plan.segments.get(segment).is_some_and(|items| items.contains(&id)),
        Page::Author(author) => plan.authors.get(author).is_some_and(|items| items.contains(&id)),
        Page::Item(series) => plan.series.get(series).is_some_and(|parts| parts.contains(&id)),
        Page::Answered => {
            let item = site.item(id);
            item.listed && !item.answers.is_empty() && plan.is_public(id)
        }
        _ => false,
    };
    plan.routes.iter().filter(|route| holds(&route.page)).map(|route| route.path.clone()).collect()
}

/// What the piece names that readers don't see now.
fn hidden(looked: Looked<'_>) -> Vec<Hidden> {
    let Looked { site, plan, id, .. } = looked;
    let item = looked.item();
    let mut ways: BTreeMap<ItemId, BTreeSet<&'static str>> = BTreeMap::new();
    for (to, way) in mentions::named_by(site, plan, id, item) {
        // What it waits for is a condition, and told as that.
        if way != mentions::WAITS && !plan.is_public(to) {
            ways.entry(to).or_default().insert(way);
        }
    }
    let pieces = ways.into_iter().map(|(to, ways)| Hidden {
        name: site.item(to).id.clone(),
        ways: ways.into_iter().collect(),
        why: plan::why_not_public(site, plan, to),
    });
    let links = item.body.targets.iter().filter_map(|target| match target {
        Target::Registry(link) if plan.ended_links.contains(link) => {
            let name = site.links.get(link.index()).map_or("", |link| link.id.value.as_str());
            Some(Hidden { name: format!("link:{name}"), ways: vec!["text"], why: "it has ended".to_owned() })
        }
        Target::Site(path, _) if plan.hidden_paths.contains(path) && !plan.urls.contains(path) => {
            Some(Hidden { name: path.clone(), ways: vec!["text"], why: "there is no such page now".to_owned() })
        }
        _ => None,
    });
    pieces.chain(links).collect()
}
