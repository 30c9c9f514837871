//! What is to be said of newsletter issues: those that nobody sealed, pieces that none of them ever held, picks of what isn't there.

use std::collections::BTreeSet;

use super::issues::{self, last_day};
use super::lists::Seen;
use super::{Issue, LeftOut, Plan, Visibility, left_out};
use crate::diagnostic::{Diagnostic, listed};
use crate::model::time::Instant;
use crate::model::{Detail, ItemId, Letter, Newsletter, NewsletterId, Site};
use crate::source::Spanned;

/// Hours after which an issue that went out should stand in the lock.
pub(super) const SEALING_HOURS: i64 = 24;

/// Issues that went out and are not sealed.
pub(super) fn unsealed(site: &Site, now: Instant, plan: &Plan) -> Vec<Diagnostic> {
    newsletters(site).filter_map(|newsletter| unsealed_of(newsletter, site, now, plan)).collect()
}

fn newsletters(site: &Site) -> impl Iterator<Item = (NewsletterId, &Newsletter)> {
    site.calendar.newsletters.iter().enumerate().map(|(at, newsletter)| (NewsletterId::at(at), newsletter))
}

fn unsealed_of(
    (id, newsletter): (NewsletterId, &Newsletter),
    site: &Site,
    now: Instant,
    plan: &Plan,
) -> Option<Diagnostic> {
    let is_sealed =
        |date: &str| site.sealed.iter().any(|issue| issue.newsletter == id && issue.date.to_string() == date);
    let due = now.plus_hours(-SEALING_HOURS);
    let is_open = |issue: &&Issue| issue.newsletter == id && issue.sent <= due && !is_sealed(&issue.date);
    let open: Vec<&str> = plan.issues.iter().filter(is_open).map(|issue| issue.date.as_str()).collect();
    let name = &newsletter.id.value;
    let message = match open.as_slice() {
        [] => return None,
        [date] => format!("the issue of {date} of the newsletter `{name}` went out and is not sealed"),
        [first, .., newest] => {
            format!(
                "{} issues of the newsletter `{name}`, {first} to {newest}, went out and are not sealed",
                open.len()
            )
        }
    };
    let problem = Diagnostic::warning("issue-unsealed", message)
        .at(newsletter.id.span, "")
        .note(format!(
            "until {}, a piece that is renamed, moved or taken back changes what was sent",
            if open.len() == 1 { "it is" } else { "they are" }
        ))
        .help("run `hub newsletter seal`, and commit `newsletter.lock.toml`");
    Some(problem)
}

/// What issues and letters lose: pieces that a newsletter which has ended never took, and picks that aren't in their issue.
pub(super) fn lost(site: &Site, plan: &Plan) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> =
        newsletters(site).filter_map(|newsletter| end_too_early(newsletter, site, plan)).collect();
    for issue in &plan.issues {
        if let Some(Detail::Issue(letter)) = issue.letter.map(|id| &site.item(id).detail) {
            problems.extend(picked_in_vain(site, plan, issue, letter));
        }
    }
    problems
}

/// Pieces that a newsletter which has ended could have taken, had there been room, and that are in none of its issues: by time.
pub fn left_behind(site: &Site, plan: &Plan, id: NewsletterId) -> Vec<ItemId> {
    let has_ended = plan.next_issue.get(id.index()).is_some_and(Option::is_none);
    let last = last_day(site, id).filter(|_| has_ended);
    let Some((newsletter, (_, sent))) = site.calendar.newsletters.get(id.index()).zip(last) else { return Vec::new() };
    let seen = Seen { site, visibility: &plan.visibility, states: &plan.states };
    let closes = sent.plus_hours(-i64::from(newsletter.cutoff_hours));
    let held = plan.issues.iter().filter(|issue| issue.newsletter == id).flat_map(|issue| &issue.members);
    let held: BTreeSet<ItemId> = held.copied().chain(issues::sealed_items(site, id)).collect();
    let candidates = issues::candidates(seen, (id, newsletter)).into_iter().rev();
    let is_left = |(at, item): &(Instant, ItemId)| {
        *at < closes && !issues::is_over(site.item(*item), sent) && !held.contains(item)
    };
    candidates.filter(is_left).map(|(_, item)| item).collect()
}

fn end_too_early((id, newsletter): (NewsletterId, &Newsletter), site: &Site, plan: &Plan) -> Option<Diagnostic> {
    let left = left_behind(site, plan, id);
    let names: Vec<String> = left.iter().map(|item| format!("`{}`", site.item(*item).id)).collect();
    let (are, them) = match names.len() {
        0 => return None,
        1 => ("is", "it"),
        _ => ("are", "them"),
    };
    let (day, _) = last_day(site, id)?;
    let message =
        format!("{} {are} in no issue of the newsletter `{}`, which ended {day}", listed(&names), newsletter.id.value);
    let more = match newsletter.max {
        Some(max) if site.sealed_issue(id, day).is_none() => {
            format!("raise `max = {max}`, or move `until`, so that an issue takes {them} up")
        }
        _ => format!("move `until` to a later day, so that an issue takes {them} up"),
    };
    Some(
        Diagnostic::warning("left-behind", message)
            .at(newsletter.id.span, "")
            .note("its last issue took no more, and none comes after it")
            .help(format!(
                "{more}; to leave {them} out on purpose, give {them} `channels = [\"site\"]` in calendar.toml"
            )),
    )
}

/// Picks of a letter that readers don't find in its issue. What was in it and has gone since is no mistake.
fn picked_in_vain(site: &Site, plan: &Plan, issue: &Issue, letter: &Letter) -> Vec<Diagnostic> {
    let sealed = site.sealed_issue(letter.newsletter, letter.date);
    let was_in =
        |pick: ItemId| sealed.is_some_and(|sealed| sealed.members.iter().any(|member| member.item == Some(pick)));
    let shown = |pick: ItemId| {
        let lists = [&issue.members, &issue.spotlights, &issue.events];
        lists.iter().any(|list| list.contains(&pick)) || issue.offer == Some(pick) || was_in(pick)
    };
    let picks = letter.picks.iter().filter(|pick| !shown(pick.value));
    picks.filter_map(|pick| vain_pick(site, plan, issue, pick)).collect()
}

fn vain_pick(site: &Site, plan: &Plan, issue: &Issue, pick: &Spanned<ItemId>) -> Option<Diagnostic> {
    let is_gone = plan.visibility.get(pick.value.index()) == Some(&Visibility::Withdrawn);
    let was_there = site.schedule(pick.value).expire.is_some_and(|end| end > issue.sent) && !plan.is_public(pick.value);
    if is_gone || was_there {
        return None;
    }
    let why = why_not_in(site, plan, issue, pick.value);
    let message = format!("`{}` is picked, and isn't in the issue of {}", site.item(pick.value).id, issue.date);
    Some(
        Diagnostic::warning("pick-not-in-issue", message)
            .at(pick.span, "")
            .note(format!("{why}; `picks` only puts what is in an issue first"))
            .help("take it out of `picks`; a link in the letter can lead to it all the same"),
    )
}

/// Why a piece isn't in an issue, in words that stay the same from now until long after it.
fn why_not_in(site: &Site, plan: &Plan, issue: &Issue, id: ItemId) -> String {
    let newsletter = site.calendar.newsletters.get(issue.newsletter.index());
    let closes = issue.sent.plus_hours(-newsletter.map_or(0, |newsletter| i64::from(newsletter.cutoff_hours)));
    let appears = issues::news_from(site.item(id), &site.schedule(id).becomes);
    let own = plan.issues.iter().filter(|one| one.newsletter == issue.newsletter);
    let holder = own.rev().find(|one| one.members.contains(&id));
    match (appears, holder) {
        (Some(at), _) if at >= closes => {
            let zone = &site.settings.zone;
            format!("it appears {}, and the issue closes {}", zone.words(at), zone.words(closes))
        }
        (_, Some(other)) if other.sent < issue.sent => format!("the issue of {} holds it already", other.date),
        (_, Some(_)) => LeftOut::Full.words(),
        (_, None) => left_out(site, plan, (issue.newsletter, issue.sent), id).words(),
    }
}
