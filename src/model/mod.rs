//! The validated site: typed ids, resolved references, dates in the site's zone, defaults filled in.
//!
//! Everything here holds whatever the date is: contradictions are found over all items, public or not, so that no build
//! starts to fail overnight. Knows no URLs, no templates, and not what time it is.

mod address;
mod calendar;
mod catalogue;
mod circle;
mod dates;
mod details;
mod fields;
mod items;
mod known;
mod links;
mod names;
mod query;
mod registry;
mod rule;
mod schedule;
mod series;
mod settings;
mod signup;
pub mod site;
#[cfg(test)]
mod tests;
pub mod time;
mod translations;
mod words;

use std::sync::Arc;

pub use address::{decoded, is_mail};
pub use query::{is_in_paths, path_encoded, percent_encoded, with_query};
pub use settings::is_language;
pub use site::*;

use crate::diagnostic::Diagnostic;
use crate::parse::calendar::{RawCalendar, RawLock};
use crate::parse::settings::{RawLinks, RawSettings};
use crate::parse::{ParsedFile, Raw};
use crate::source::{FileId, Sources};
use catalogue::Catalogue;
use known::{Dates, Known, Settled};
use schedule::Dated;
use settings::Around;

/// Makes the site of what was parsed, and tells what contradicts itself.
///
/// There is no site where hub.toml is missing (discover has told why) or its zone or base URL can't be used; everything else is checked even then.
/// With an error among the problems the site is good enough to look for more of them, not to be published.
pub fn model(sources: &Sources, parsed: &[ParsedFile]) -> (Option<Site>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let raws = Raws::of(parsed);
    let Some(hub_toml) = raws.settings else { return (None, Vec::new()) };
    let ground = settings::ground(hub_toml.1, &mut problems);
    let (usable, zone) = (ground.usable, ground.zone.clone());
    let catalogue = Catalogue::of(sources, parsed, &mut problems);
    let names = catalogue.names();
    let links = registry::links(raws.links, &zone, &mut problems);
    let calendar = calendar::calendar(&raws.calendars, &names, &zone, &mut problems);
    let dates = Dates { zone: &zone, publish_time: calendar.publish_time };
    let around = Around { catalogue: &catalogue, calendar: &calendar, dates };
    let settings = settings::settings(hub_toml, ground, around, &mut problems);
    let sealed = calendar::sealed(raws.lock, &calendar, (&names, &zone), &settings.segments, &mut problems);
    let has_signup = hub_toml.1.signup.is_some();
    let settled = Settled {
        catalogue: &catalogue,
        settings: &settings,
        calendar: &calendar,
        sealed: &sealed,
        links: &links,
        has_signup,
    };
    let known = Known::of(settled, &mut problems);
    let items = items::items(&known, &mut problems);
    let listings = items::listings(&known, &mut problems);
    let tags = items::tags(&known);
    drop(known);
    problems.extend(series::circles(&items, &catalogue));
    problems.extend(items::same_policies(&items));
    calendar::renamed(&sealed, &items, &calendar, &mut problems);
    let schedules = schedule::schedules(&dated(&items, &catalogue), &calendar, &zone, &mut problems);
    let by_id = catalogue.by_id;
    let site = Site { settings, items, schedules, listings, tags, links, calendar, sealed, by_id };
    problems.extend(calendar::late_letters(&site));
    (usable.then_some(site), problems)
}

/// Parsed files by what they are; Markdown is sorted by the [`Catalogue`].
struct Raws<'a> {
    settings: Option<(FileId, &'a RawSettings)>,
    links: Option<&'a RawLinks>,
    lock: Option<&'a RawLock>,
    calendars: Vec<&'a RawCalendar>,
}

impl<'a> Raws<'a> {
    fn of(parsed: &'a [ParsedFile]) -> Self {
        let mut raws = Raws { settings: None, links: None, lock: None, calendars: Vec::new() };
        for file in parsed {
            match &file.raw {
                Raw::Settings(raw) => raws.settings = Some((file.file, raw)),
                Raw::Links(raw) => raws.links = Some(raw),
                Raw::Lock(raw) => raws.lock = Some(raw),
                Raw::Calendar(raw) => raws.calendars.push(raw),
                Raw::Item(_) | Raw::Other => {}
            }
        }
        raws
    }
}

/// What each item says itself about when it is public.
fn dated<'a>(items: &'a [Arc<Item>], catalogue: &Catalogue<'a>) -> Vec<Dated<'a>> {
    let pairs = items.iter().zip(catalogue.iter());
    let dated = pairs.map(|(item, (id, piece))| Dated {
        item: id,
        kind: item.kind,
        date: piece.raw.common.date.as_ref().filter(|_| !piece.raw.broken),
        draft: piece.raw.common.draft.as_ref().is_some_and(|draft| draft.value),
        span: item.span,
        consent: match &item.detail {
            Detail::Spotlight(spotlight) => Some(&spotlight.consent),
            _ => None,
        },
    });
    dated.collect()
}
