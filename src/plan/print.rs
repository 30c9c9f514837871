//! The plan as text: one line a route, sorted; the golden file of a site.

use super::{Feed, FeedContent, Page, Plan, Route, Slice};
use crate::model::Site;
use crate::source::Sources;

/// One line for each route: its path, and what stands there.
pub fn lines(sources: &Sources, site: &Site, plan: &Plan) -> Vec<String> {
    plan.routes.iter().map(|route| line(sources, site, plan, route)).collect()
}

/// The line of one route.
pub fn line(sources: &Sources, site: &Site, plan: &Plan, route: &Route) -> String {
    format!("{}  {}", route.path, page(sources, site, plan, &route.page))
}

fn page(sources: &Sources, site: &Site, plan: &Plan, page: &Page) -> String {
    let id = |item: &crate::model::ItemId| site.item(*item).id.as_str();
    match page {
        Page::Item(item) => format!("{} {}", site.item(*item).kind.name(), id(item)),
        Page::Step(track, position) => step(site, plan, *track, *position),
        Page::Listing(kind, slice) => format!("listing of {} {}", kind.name(), part(slice)),
        Page::Tag(_, slice) => format!("tag {}", part(slice)),
        Page::Segment(segment) => format!("segment ({} items)", plan.segments.get(segment).map_or(0, Vec::len)),
        Page::Author(author) => format!("author ({} items)", plan.authors.get(author).map_or(0, Vec::len)),
        Page::Issue(at) => plan.issues.get(*at).map_or_else(String::new, |issue| issue_line(site, issue)),
        Page::Redirect(at) => {
            plan.redirects.get(*at).map_or_else(String::new, |redirect| format!("redirect to {}", redirect.to))
        }
        Page::Feed(at) | Page::JsonFeed(at) => plan.feeds.get(*at).map_or_else(String::new, feed),
        Page::Opml => "list of feeds".to_owned(),
        Page::Calendar => format!("calendar ({} dates)", plan.calendar().count()),
        Page::RecurringCalendar(recurring) => format!("calendar ({} dates)", plan.calendar_of(*recurring).count()),
        Page::EventCalendar(item) => format!("calendar of {}", id(item)),
        Page::Asset(asset) => format!("file {}", sources.asset(*asset).path),
        Page::Theme(_) => "file of the theme".to_owned(),
        Page::Newsletter(_) => "newsletter archive".to_owned(),
        Page::NewsletterState(_) => "newsletter state page".to_owned(),
        Page::NotFound => "not found".to_owned(),
        Page::Home | Page::Start | Page::Preferences | Page::Search | Page::Tags => "page of hub".to_owned(),
        Page::Rewards | Page::Answered | Page::Upcoming => "page of hub".to_owned(),
        Page::Sitemap | Page::Robots | Page::Llms | Page::FaqJson | Page::BuildJson => "for machines".to_owned(),
        Page::SecurityTxt | Page::Headers | Page::RedirectsFile | Page::Vercel => "for machines".to_owned(),
    }
}

fn feed(feed: &Feed) -> String {
    match &feed.content {
        FeedContent::Pieces(items) => format!("feed ({} items)", items.len()),
        FeedContent::Issues(_, issues) => format!("feed ({} issues)", issues.len()),
        FeedContent::Variants(issues) => format!("feed ({} issues)", issues.len()),
    }
}

fn step(site: &Site, plan: &Plan, track: crate::model::ItemId, position: usize) -> String {
    let steps = plan.tracks.get(&track);
    let crate::model::Detail::Track(detail) = &site.item(track).detail else { return String::new() };
    let step = steps.and_then(|steps| steps.get(position)).and_then(|at| detail.steps.get(*at));
    let (day, item) = step.map_or((0, ""), |step| (step.day, site.item(step.item).id.as_str()));
    format!("step {} of {}, day {day}: {item}", position + 1, steps.map_or(0, Vec::len))
}

fn part(slice: &Slice) -> String {
    format!("{} of {} (items {}–{})", slice.number, slice.pages, slice.start + 1, slice.end)
}

fn issue_line(site: &Site, issue: &super::Issue) -> String {
    let members: Vec<&str> = issue.members.iter().map(|id| site.item(*id).id.as_str()).collect();
    let letter = if issue.letter.is_some() { "letter; " } else { "" };
    format!("issue: {letter}{}", members.join(", "))
}
