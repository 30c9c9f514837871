//! When the site changes by itself: the next instant at which the plan differs, and what it will take away.
//!
//! No formula: every instant at which something may change is a candidate, and a candidate counts if the plan at it
//! differs from the plan before.

use std::collections::BTreeMap;

use super::{Moment, NextChange, Plan, World, issues, plan, time_problems};
use crate::diagnostic::Diagnostic;
use crate::model::time::Instant;
use crate::model::{Becomes, Site};

/// Days that `hub check` looks ahead.
pub const AHEAD_DAYS: u32 = 90;

/// Instants at which something may change, with the reasons in words.
type Candidates = BTreeMap<Instant, Vec<String>>;

fn candidates(site: &Site, now: Instant) -> Candidates {
    let mut found = Candidates::new();
    let mut add = |at: Option<Instant>, reason: String| {
        if let Some(at) = at {
            found.entry(at).or_default().push(reason);
        }
    };
    for (id, item) in site.iter() {
        let schedule = site.schedule(id);
        if let Becomes::At(instant) = schedule.becomes {
            add(Some(instant), format!("`{}` becomes public", item.id));
        }
        add(schedule.expire, format!("`{}` expires", item.id));
        if let Some((starts, ends)) = super::visible::times(item) {
            add(starts, format!("`{}` starts", item.id));
            add(ends, format!("`{}` ends", item.id));
        }
    }
    for link in &site.links {
        add(link.ends, format!("the link `{}` ends", link.id.value));
    }
    for (newsletter, next) in site.calendar.newsletters.iter().zip(issues::next_dates(site, now)) {
        add(next, format!("the newsletter `{}` is due", newsletter.id.value));
    }
    found
}

/// The next instant after the plan's at which another plan holds, and why.
pub fn next_change(world: World<'_>, moment: Moment, current: &Plan) -> Option<NextChange> {
    let current = Plan { last_change: None, ..current.clone() };
    let coming = candidates(world.site, moment.now).into_iter().filter(|(at, _)| *at > moment.now);
    for (at, reasons) in coming {
        if plan(world, Moment { now: at, ..moment }) != current {
            return Some(NextChange { at, reasons });
        }
    }
    None
}

/// The newest instant, not after `moment`, at which the plan changed.
pub fn last_change(world: World<'_>, moment: Moment, current: &Plan) -> Option<Instant> {
    let mut past = candidates(world.site, moment.now);
    past.extend(issues_sent(world.site, moment.now).into_iter().map(|at| (at, Vec::new())));
    let past = past.into_keys().rev().filter(|at| *at <= moment.now);
    for at in past {
        let before = plan(world, Moment { now: at.plus_seconds(-1), ..moment });
        if before != (Plan { last_change: None, ..current.clone() }) {
            return Some(at);
        }
    }
    None
}

/// The latest date of each newsletter at or before `now`.
fn issues_sent(site: &Site, now: Instant) -> Vec<Instant> {
    let zone = &site.settings.zone;
    let latest = |newsletter: &crate::model::Newsletter| {
        let today = zone.date_of(now).plus_days(1);
        let dates = newsletter.rule.dates(newsletter.start, newsletter.until).take_while(|date| *date <= today);
        dates.map(|date| zone.instant(date, newsletter.time).0).filter(|sent| *sent <= now).last()
    };
    site.calendar.newsletters.iter().filter_map(latest).collect()
}

/// What the coming changes of 90 days will take away, reported today, each with its date.
pub fn coming_problems(world: World<'_>, moment: Moment, current: &Plan) -> Vec<Diagnostic> {
    let zone = &world.site.settings.zone;
    let until = moment.now.plus_days(i64::from(AHEAD_DAYS));
    let mut known = problems_at(world, moment, current);
    let mut coming = Vec::new();
    let mut changes: Vec<Instant> = candidates(world.site, moment.now).into_keys().collect();
    changes.retain(|at| *at > moment.now && *at <= until);
    for at in changes {
        let then = Moment { now: at, ..moment };
        for problem in problems_at(world, then, &plan(world, then)) {
            // A consent that ends is a gap of the calendar (`consent-ending`), which says it once and says more.
            if problem.code != "consent-expired" && !known.contains(&problem) {
                known.push(problem.clone());
                let message = format!("from {} on: {}", zone.words(at), problem.message);
                coming.push(Diagnostic { message, ..problem });
            }
        }
    }
    coming
}

fn problems_at(world: World<'_>, moment: Moment, plan: &Plan) -> Vec<Diagnostic> {
    let mut problems = time_problems(world, plan);
    problems.extend(super::check::late(world.site, moment.now));
    problems
}

/// What time has taken away at the plan's own moment.
pub fn current_problems(world: World<'_>, moment: Moment, plan: &Plan) -> Vec<Diagnostic> {
    problems_at(world, moment, plan)
}
