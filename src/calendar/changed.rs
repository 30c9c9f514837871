//! Whether a site that was built earlier is out of date by now, and why.
//!
//! A site is a function of its folder and the time: what time has changed is found by planning both moments. What its
//! author has changed since is not asked here; a push starts a build by itself.

use super::changes;
use crate::model::time::{Instant, Zone};
use crate::plan::{self, BUILD_VERSION, Moment, NextChange, Plan, World};

/// Changes that a reason names; after years of silence a list of all would be long and of no use.
const TOLD: usize = 12;

/// Whether a site must be built again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Whether it must.
    pub due: bool,
    /// Why, in words; empty if it need not.
    pub reasons: Vec<String>,
    /// The newest change that is part of the site now.
    pub last_change: Option<Instant>,
    /// When it will change next.
    pub next_change: Option<Instant>,
}

/// What the `build.json` of a deployed site says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployed {
    /// There is none, or it is empty.
    Nothing,
    /// It is a file, but not one that hub writes.
    Unreadable,
    /// The site is a preview.
    Preview,
    /// The site was built by another version of hub.
    OtherVersion,
    /// The newest change that is part of the site.
    Until(Option<Instant>),
}

impl Deployed {
    /// Reads a `build.json`.
    pub fn read(text: &str, zone: &Zone) -> Self {
        if text.trim().is_empty() {
            return Deployed::Nothing;
        }
        let Ok(build) = serde_json::from_str::<serde_json::Value>(text) else { return Deployed::Unreadable };
        let last = build.get("last_change").map(|last| match last.as_str() {
            Some(at) => Instant::parse_at(at, zone).ok().map(Some),
            None => last.is_null().then_some(None),
        });
        match (build.get("version"), last.flatten()) {
            (None, _) | (_, None) => Deployed::Unreadable,
            _ if build.get("preview").is_some_and(|preview| preview == true) => Deployed::Preview,
            (Some(version), _) if version.as_u64() != Some(BUILD_VERSION) => Deployed::OtherVersion,
            (_, Some(last)) => Deployed::Until(last),
        }
    }
}

/// Whether a site built at `then` is out of date at the plan's moment.
pub fn changed_since(world: World<'_>, moment: Moment, current: &Plan, then: Instant) -> Changed {
    let past = Moment { now: then, ..moment };
    let mut old = plan::plan(world, past);
    old.last_change = plan::last_change(world, past, &old);
    let reasons = if old == *current {
        Vec::new()
    } else if then > moment.now {
        vec!["it was built for a time that is still to come".to_owned()]
    } else {
        told(world, moment, then)
    };
    answer(world, moment, current, reasons)
}

/// Whether the site that is deployed is another than the plan's.
pub fn deployed_changed(world: World<'_>, moment: Moment, current: &Plan, deployed: Deployed) -> Changed {
    let reasons = match deployed {
        Deployed::Nothing => vec!["nothing is deployed yet".to_owned()],
        Deployed::Unreadable => vec!["what is deployed is no site of hub's".to_owned()],
        Deployed::Preview => vec!["what is deployed is a preview".to_owned()],
        Deployed::OtherVersion => vec!["what is deployed was built by another version of hub".to_owned()],
        Deployed::Until(last) if last == current.last_change => Vec::new(),
        Deployed::Until(last) => since_last(world, moment, current, last),
    };
    answer(world, moment, current, reasons)
}

/// What has changed since the newest change that a deployed site knows of.
fn since_last(world: World<'_>, moment: Moment, current: &Plan, last: Option<Instant>) -> Vec<String> {
    let newest = current.last_change.map(|newest| newest.plus_seconds(-1));
    match last.or(newest) {
        Some(from) if current.last_change.is_some_and(|newest| newest > from) => told(world, moment, from),
        // What it knows of is gone from the calendar, or was moved.
        _ => vec!["the calendar has changed since it was built".to_owned()],
    }
}

fn answer(world: World<'_>, moment: Moment, current: &Plan, reasons: Vec<String>) -> Changed {
    Changed {
        due: !reasons.is_empty(),
        reasons,
        last_change: current.last_change,
        next_change: plan::next_change(world, moment, current).map(|next| next.at),
    }
}

/// The changes from `from` until now in words, each with its time; never none.
fn told(world: World<'_>, moment: Moment, from: Instant) -> Vec<String> {
    let zone = &world.site.settings.zone;
    let found = changes(world, Moment { now: from, ..moment }, Some(moment.now), TOLD + 1);
    let words = |change: &NextChange| format!("{} ({})", change.reasons.join(", "), zone.words(change.at));
    let mut told: Vec<String> = found.iter().take(TOLD).map(words).collect();
    if found.len() > TOLD {
        told.push("and more since".to_owned());
    }
    if told.is_empty() {
        told.push("the calendar has changed since it was built".to_owned());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Deployed {
        Deployed::read(text, &Zone::utc())
    }

    #[test]
    fn a_build_json_is_read_or_named() {
        assert_eq!(read(""), Deployed::Nothing);
        assert_eq!(read(" \n"), Deployed::Nothing);
        for text in ["<!doctype html>", "[]", "{}", "{\"version\": 1}", "{\"version\": 1, \"last_change\": 7}"] {
            assert_eq!(read(text), Deployed::Unreadable, "{text}");
        }
        let preview = "{\"version\": 1, \"last_change\": null, \"preview\": true}";
        assert_eq!(read(preview), Deployed::Preview);
        assert_eq!(read("{\"version\": 2, \"last_change\": null}"), Deployed::OtherVersion);
        assert_eq!(read("{\"version\": 1, \"last_change\": null}"), Deployed::Until(None));
        let at = Instant::from_unix(0);
        let text = "{\"version\": 1, \"last_change\": \"1970-01-01T01:00:00+01:00\"}";
        assert_eq!(read(text), Deployed::Until(Some(at)));
    }
}
