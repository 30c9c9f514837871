//! One planned output → bytes: a pure function of `Site`, `Plan` and `Theme`, called in parallel, one output at a time.
//!
//! Touches neither disk nor clock, decides neither membership nor order. HTML of bodies is made here and dropped once written.
//! What a template may see stands in [`view`]; the other files each make one part of it out of items and plan.

mod agenda;
mod ask;
mod body;
mod calendars;
mod cards;
mod covers;
mod dates;
mod details;
mod draft;
mod embeds;
mod feed;
mod files;
mod head;
mod home;
mod host;
mod indexed;
mod items;
mod letters;
mod listings;
mod machine;
mod mail;
mod mailing;
mod offers;
mod outgoing;
mod pages;
mod paths;
mod policy;
mod preferences;
mod scene;
mod search;
mod signup;
mod site;
mod sitemap;
mod structured;
mod surveys;
#[cfg(test)]
mod tests;
mod tracks;
pub mod view;
mod words;

use crate::diagnostic::Diagnostic;
use crate::plan::{Page, Route};

pub use cards::reading_minutes;
pub use draft::{Indexed, Rendered};
pub use files::{ThemeFile, ThemeFiles};
pub use host::limits;
pub use mailing::{Cut, LIMIT as MAIL_LIMIT, MailFiles, MailText, PieceMail, WayOut, mail_files, piece_mail, way_out};
pub use scene::{Scene, World};

/// Makes what stands on a route.
///
/// # Errors
/// What a template did wrong (`template-error`, `page-too-large`).
pub fn render(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let (made, shown) = body::showing(|| made(scene, route));
    made.map(|rendered| Rendered { shown, ..rendered })
}

/// What the search index shall know of a route, without the page itself; nothing of most routes.
///
/// # Errors
/// As [`render`], for the templates of embeds.
pub fn indexed(scene: &Scene<'_>, route: &Route) -> Result<Option<Indexed>, Diagnostic> {
    let indexed = || match &route.page {
        Page::Item(item) => items::for_search(scene, *item),
        Page::Issue(position) => letters::for_search(scene, *position),
        _ => Ok(None),
    };
    body::showing(indexed).0
}

fn made(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    match &route.page {
        Page::Home => home::home(scene, route),
        Page::Start => pages::start(scene, route),
        Page::Preferences => preferences::preferences(scene, route),
        Page::Search => search::search(scene, route),
        Page::Listing(kind, slice) => listings::listing(scene, route, *kind, slice),
        Page::Item(item) => items::item(scene, route, *item),
        Page::Step(track, position) => items::step(scene, route, *track, *position),
        Page::Segment(segment) => listings::segment(scene, route, *segment),
        Page::Tags => listings::tags(scene, route),
        Page::Tag(tag, slice) => listings::tag(scene, route, tag, slice),
        Page::Author(author) => listings::author(scene, route, *author),
        Page::Rewards => pages::rewards(scene, route),
        Page::Answered => pages::answered(scene, route),
        Page::Upcoming => pages::upcoming(scene, route),
        Page::Newsletter(newsletter) => letters::newsletter(scene, route, *newsletter),
        Page::Issue(position) => letters::issue(scene, route, *position),
        Page::NewsletterState(state) => pages::newsletter_state(scene, route, *state),
        Page::NotFound => pages::not_found(scene, route),
        Page::Redirect(position) => pages::redirect(scene, route, *position),
        Page::Feed(position) => feed::feed(scene, *position),
        Page::JsonFeed(position) => feed::json_feed(scene, *position),
        Page::Opml => Ok(Rendered::text(feed::opml(scene))),
        Page::Calendar => Ok(Rendered::text(calendars::all(scene))),
        Page::RecurringCalendar(recurring) => Ok(Rendered::text(calendars::recurring(scene, *recurring))),
        Page::EventCalendar(item) => Ok(Rendered::text(calendars::event(scene, *item))),
        Page::Sitemap => Ok(Rendered::text(sitemap::sitemap(scene))),
        Page::Robots => Ok(Rendered::text(machine::robots(scene))),
        Page::Llms => Ok(Rendered::text(machine::llms(scene))),
        Page::FaqJson => Ok(Rendered::text(machine::faq_json(scene))),
        Page::BuildJson => Ok(Rendered::text(machine::build_json(scene))),
        Page::SecurityTxt => Ok(Rendered::text(machine::security_txt(scene))),
        Page::Headers => Ok(Rendered::text(host::headers(scene))),
        Page::RedirectsFile => Ok(Rendered::text(host::redirects(scene))),
        Page::Vercel => Ok(Rendered::text(host::vercel(scene))),
        Page::Asset(asset) => Ok(Rendered::asset(scene.sources.asset(*asset))),
        Page::Theme(position) => Ok(scene.files.rendered(scene.sources, *position)),
    }
}
