//! Issues that would hold nothing: the cadence promises one, and neither a piece nor a letter is there for it.
//!
//! A plan for the last issue ahead knows of all before it, but for what expires in between: only dates that look empty
//! from there are planned by themselves. Entries that aren't ready count for issues more than a week ahead.

use std::collections::BTreeSet;

use super::outlook::Outlook;
use super::pieces::{Piece, Readiness};
use super::wording::{any_of, idea};
use crate::diagnostic::Diagnostic;
use crate::model::time::{Date, Instant};
use crate::model::{Newsletter, NewsletterId};
use crate::parse::Kind;
use crate::plan::{self, Moment, Plan};

/// Days before an issue from which an idea is no longer enough.
const CLOSE: i64 = 7;

/// An issue ahead.
struct Coming {
    newsletter: NewsletterId,
    date: Date,
    sent: Instant,
}

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let newsletters = outlook.site.calendar.newsletters.iter().enumerate();
    let coming: Vec<Coming> =
        newsletters.flat_map(|(index, one)| coming(outlook, NewsletterId::at(index), one)).collect();
    let Some(last) = coming.iter().map(|issue| issue.sent).max() else { return Vec::new() };
    let from_the_end = plan_at(outlook, last);
    let empty: Vec<&Coming> = coming
        .iter()
        .filter(|issue| !holds(&from_the_end, issue) && !is_planned(outlook, issue))
        .filter(|issue| !expires_ahead(outlook) || !holds(&plan_at(outlook, issue.sent), issue))
        .collect();
    let of = |id| empty.iter().filter(|issue| issue.newsletter == id).copied().collect::<Vec<_>>();
    let newsletters = outlook.site.calendar.newsletters.iter().enumerate();
    newsletters.filter_map(|(index, one)| nothing(outlook, one, &of(NewsletterId::at(index)))).collect()
}

/// The issues within the days ahead.
fn coming(outlook: &Outlook<'_>, id: NewsletterId, newsletter: &Newsletter) -> Vec<Coming> {
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, outlook.today);
    let ahead = dates.take_while(|date| *date <= outlook.last);
    let issues = ahead.map(|date| Coming { newsletter: id, date, sent: outlook.site.issue_sent(id, date) });
    issues.filter(|issue| issue.sent > outlook.moment.now).collect()
}

fn plan_at(outlook: &Outlook<'_>, now: Instant) -> Plan {
    plan::plan(outlook.world, Moment { now, ..outlook.moment })
}

fn holds(plan: &Plan, coming: &Coming) -> bool {
    plan.issues.iter().any(|issue| issue.newsletter == coming.newsletter && issue.sent == coming.sent)
}

/// Whether anything disappears within the days ahead: only then does an earlier plan hold more than a later one.
fn expires_ahead(outlook: &Outlook<'_>) -> bool {
    let until = outlook.until();
    let ahead = |end: Instant| end > outlook.moment.now && end <= until;
    outlook.site.schedules.iter().any(|schedule| schedule.expire.is_some_and(ahead))
}

/// Whether an entry that isn't ready yet stands between the issue before and this one, which is still some time away.
fn is_planned(outlook: &Outlook<'_>, issue: &Coming) -> bool {
    outlook.today.days_until(issue.date) > CLOSE && planned(outlook, issue).next().is_some()
}

fn planned<'a>(outlook: &'a Outlook<'a>, issue: &'a Coming) -> impl Iterator<Item = &'a Piece<'a>> {
    let newsletter = outlook.site.calendar.newsletters.get(issue.newsletter.index());
    let (first, last) = newsletter.map_or((issue.date, issue.date), |newsletter| window(outlook, newsletter, issue));
    let fits = move |piece: &&Piece<'_>| newsletter.is_some_and(|one| one.include.contains(&piece.kind));
    outlook.between(first, last).filter(fits).filter(|piece| piece.readiness == Readiness::Idea)
}

/// The days whose pieces go into an issue: since the issue before it, to the day before its cutoff.
fn window(outlook: &Outlook<'_>, newsletter: &Newsletter, issue: &Coming) -> (Date, Date) {
    let dates = || newsletter.rule.dates(newsletter.start, newsletter.until);
    let before = dates().take_while(|date| *date < issue.date).last();
    // The first issue reaches back one cadence.
    let cadence = dates().zip(dates().skip(1)).next().map_or(7, |(first, second)| first.days_until(second));
    (before.unwrap_or(issue.date.plus_days(-cadence)), last_day(outlook, newsletter, issue))
}

fn last_day(outlook: &Outlook<'_>, newsletter: &Newsletter, issue: &Coming) -> Date {
    let cutoff = issue.sent.plus_hours(-i64::from(newsletter.cutoff_hours));
    outlook.zone.date_of(cutoff).plus_days(-1)
}

fn nothing(outlook: &Outlook<'_>, newsletter: &Newsletter, empty: &[&Coming]) -> Option<Diagnostic> {
    let first = *empty.first()?;
    let id = &newsletter.id;
    let dates: Vec<Date> = empty.iter().map(|issue| issue.date).collect();
    let message = format!("the newsletter `{}` has nothing to send on {}", id.value, outlook.words.list(&dates));
    let gap = Diagnostic::warning("nothing-to-send", message).at(id.span, "");
    let ideas: BTreeSet<String> = empty
        .iter()
        .flat_map(|issue| planned(outlook, issue))
        .map(|piece| format!("{} is planned, but not ready", piece.name()))
        .collect();
    let gap = ideas.into_iter().fold(gap, Diagnostic::note);
    let letter = format!("`content/newsletter/{}/{}.md`", id.value, first.date);
    let which = if empty.len() == 1 { "it" } else { "each of them" };
    let kinds = any_of(&newsletter.include);
    let kind = usual(&newsletter.include)?;
    let day = last_day(outlook, newsletter, first);
    let piece = if outlook.today.days_until(first.date) > CLOSE {
        format!("plan a piece for {which} ({kinds}), as by {}", idea(kind, day))
    } else {
        format!("let a piece for {which} ({kinds}) be ready by {}", outlook.words.day(day))
    };
    Some(gap.help(format!("{piece}, or write a letter: {letter}")))
}

/// The kind an example is made with: a guide, if the newsletter takes it up.
fn usual(include: &[Kind]) -> Option<Kind> {
    include.iter().copied().find(|kind| *kind == Kind::Guide).or(include.first().copied())
}
