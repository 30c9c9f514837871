//! When the site changes by itself: the next instant at which the plan differs, and what it will take away.
//!
//! No formula: every instant at which something may change is a candidate, and a candidate counts if the plan at it
//! differs from the plan before.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Moment, NextChange, Plan, Visibility, World, happenings, issue_problems, issues, plan, time_problems, visible,
    with_visibility,
};
use crate::diagnostic::Diagnostic;
use crate::model::time::Instant;
use crate::model::{Becomes, Detail, ItemId, NewsletterId, Site};
use crate::parse::Kind;

/// Days that `hub check` looks ahead.
pub const AHEAD_DAYS: u32 = 90;

/// Instants at which something may change, with what does.
type Candidates = BTreeMap<Instant, Vec<Cause>>;

/// What may change a site: in words, and the item it is about.
struct Cause {
    words: String,
    item: Option<ItemId>,
}

fn candidates(site: &Site, now: Instant) -> Candidates {
    let mut found = Candidates::new();
    let mut add = |at: Option<Instant>, item: Option<ItemId>, words: String| {
        if let Some(at) = at {
            found.entry(at).or_default().push(Cause { words, item });
        }
    };
    for (id, item) in site.iter() {
        let schedule = site.schedule(id);
        if let Becomes::At(instant) = schedule.becomes {
            add(Some(instant), Some(id), format!("`{}` becomes public", item.id));
        }
        add(schedule.expire, Some(id), format!("`{}` expires", item.id));
        if let Detail::Spotlight(spotlight) = &item.detail {
            add(spotlight.consent.expires, Some(id), format!("the consent for `{}` ends", item.id));
        }
        if let Some((starts, ends)) = item.times() {
            add(starts, Some(id), format!("`{}` starts", item.id));
            add(ends, Some(id), format!("`{}` ends", item.id));
        }
    }
    for link in &site.links {
        add(link.ends, None, format!("the link `{}` ends", link.id.value));
    }
    for (newsletter, next) in site.calendar.newsletters.iter().zip(issues::next_dates(site, now)) {
        add(next, None, format!("the newsletter `{}` is due", newsletter.id.value));
    }
    for (newsletter, sent) in issues::sealed_dates(site) {
        add(Some(sent), None, format!("the newsletter `{}` is due", newsletter.id.value));
    }
    found
}

/// Those, and the instants at which only promises and calendars change: that takes nothing away from anybody.
fn all_candidates(site: &Site, now: Instant) -> Candidates {
    let mut found = candidates(site, now);
    for (at, words) in happenings::changes(site, now) {
        let causes = found.entry(at).or_default();
        if !causes.iter().any(|cause| cause.words == words) {
            causes.push(Cause { words, item: None });
        }
    }
    found
}

/// The next instant after the plan's at which another plan holds, and why.
pub fn next_change(world: World<'_>, moment: Moment, current: &Plan) -> Option<NextChange> {
    let coming = all_candidates(world.site, moment.now).into_iter().filter(|(at, _)| *at > moment.now);
    for (at, causes) in coming {
        if let Some(then) = other(world, Moment { now: at, ..moment }, current) {
            return Some(NextChange { at, reasons: reasons(causes, &current.visibility, &then) });
        }
    }
    None
}

/// What readers can see at another moment, if the plan is another then; when it changed last is not what they are told by.
fn other(world: World<'_>, moment: Moment, current: &Plan) -> Option<Vec<Visibility>> {
    let visibility = visible::visibility(world.site, moment);
    // Where other pieces are public, the whole need not be planned to know.
    if visibility != current.visibility {
        return Some(visibility);
    }
    let then = Plan { last_change: current.last_change, ..with_visibility(world, moment, visibility) };
    (then != *current).then_some(then.visibility)
}

/// The causes that readers can see: nothing of a piece that is public neither before nor after.
fn reasons(causes: Vec<Cause>, before: &[Visibility], after: &[Visibility]) -> Vec<String> {
    let is_public = |then: &[Visibility], id: ItemId| then.get(id.index()) == Some(&Visibility::Public);
    let is_seen = |cause: &Cause| cause.item.is_none_or(|id| is_public(before, id) || is_public(after, id));
    causes.into_iter().filter(is_seen).map(|cause| cause.words).collect()
}

/// The newest instant, not after `moment`, at which the plan changed.
pub fn last_change(world: World<'_>, moment: Moment, current: &Plan) -> Option<Instant> {
    let mut past = all_candidates(world.site, moment.now);
    past.extend(issues_sent(world.site, moment.now).into_iter().map(|at| (at, Vec::new())));
    let was_other = |at: &Instant| other(world, Moment { now: at.plus_seconds(-1), ..moment }, current).is_some();
    past.into_keys().rev().filter(|at| *at <= moment.now).find(was_other)
}

/// The latest date of each newsletter at or before `now`.
fn issues_sent(site: &Site, now: Instant) -> Vec<Instant> {
    let zone = &site.settings.zone;
    let latest = |(at, newsletter): (usize, &crate::model::Newsletter)| {
        let today = zone.date_of(now).plus_days(1);
        let dates = newsletter.rule.dates(newsletter.start, newsletter.until).take_while(|date| *date <= today);
        dates.map(|date| site.issue_sent(NewsletterId::at(at), date)).filter(|sent| *sent <= now).last()
    };
    site.calendar.newsletters.iter().enumerate().filter_map(latest).collect()
}

/// What the coming changes of 90 days will take away, reported today, each with its date.
pub fn coming_problems(world: World<'_>, moment: Moment, current: &Plan) -> Vec<Diagnostic> {
    let zone = &world.site.settings.zone;
    let until = moment.now.plus_days(i64::from(AHEAD_DAYS));
    let mut known = time_problems(world, current);
    let mut coming = Vec::new();
    // Of a newsletter the candidates hold the next date alone; its letters come one by one, and its last day if it ends.
    let letters = world.site.of_kind(Kind::Issue).filter_map(|(_, item)| match &item.detail {
        Detail::Issue(letter) => super::visible::sent_at(world.site, letter),
        _ => None,
    });
    let newsletters = (0..world.site.calendar.newsletters.len()).map(NewsletterId::at);
    let last_days = newsletters.filter_map(|id| Some(issues::last_day(world.site, id)?.1));
    let changes: BTreeSet<Instant> =
        candidates(world.site, moment.now).into_keys().chain(letters).chain(last_days).collect();
    for at in changes.into_iter().filter(|at| *at > moment.now && *at <= until) {
        let then = Moment { now: at, ..moment };
        // What isn't ready is late once its day has come; until then the calendar shows it, and nobody loses anything.
        for problem in time_problems(world, &plan(world, then)) {
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

/// When [`current_problems`] will tell something else though the plan stays: a piece that isn't ready becomes late, an issue
/// that went out has waited long enough for its seal.
pub fn next_telling(site: &Site, now: Instant, plan: &Plan) -> Option<Instant> {
    let late = site.calendar.entries.iter().filter(|entry| entry.status != "ready").filter_map(|entry| entry.publish);
    let unsealed = plan.issues.iter().map(|issue| issue.sent.plus_hours(issue_problems::SEALING_HOURS));
    late.chain(unsealed).filter(|at| *at > now).min()
}

/// What time has taken away at the plan's own moment, and what should be there or be written down by now.
pub fn current_problems(world: World<'_>, moment: Moment, plan: &Plan) -> Vec<Diagnostic> {
    let mut problems = time_problems(world, plan);
    problems.extend(super::check::late(world.site, moment.now));
    problems.extend(issue_problems::unsealed(world.site, moment.now, plan));
    problems
}
