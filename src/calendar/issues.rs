//! Newsletter issues of some days, past and coming, with what each holds: as planned for the instant it goes out.

use super::{Mention, Piece, Standpoint};
use crate::model::time::{Date, Instant};
use crate::model::{Detail, ItemId, Newsletter, NewsletterId, Site};
use crate::parse::Kind;
use crate::plan::{self, Issue, LeftOut, Plan};

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// It goes out.
    Coming,
    /// It is out.
    Out,
    /// It is out, and what it holds is written down for good.
    Sealed,
    /// It goes out, and what it will hold is written down already.
    SealedAhead,
    /// There is nothing to send, so there is no issue.
    Nothing,
}

impl Sending {
    /// The word for it, which is also its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Sending::Coming => "coming",
            Sending::Out => "out",
            Sending::Sealed | Sending::SealedAhead => "sealed",
            Sending::Nothing => "nothing",
        }
    }
}

/// A day of a newsletter's cadence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedIssue {
    /// The newsletter's id.
    pub newsletter: String,
    /// The newsletter's title.
    pub title: String,
    /// Its day.
    pub date: Date,
    /// When it goes out.
    pub sent: Instant,
    /// What became public before this is in it.
    pub closes: Instant,
    /// Where it stands.
    pub sending: Sending,
    /// Absolute URL of its page.
    pub url: String,
    /// The creator's letter, finished or not.
    pub letter: Option<Piece>,
    /// Pieces.
    pub members: Vec<Mention>,
    /// Spotlights beside them.
    pub spotlights: Vec<Mention>,
    /// Events of the fortnight after it.
    pub events: Vec<Mention>,
    /// The offer it shows.
    pub offer: Option<Mention>,
}

/// Days in which the next issue is looked for: a quarter, as far as creators plan.
const DAYS_AHEAD: i64 = 92;

/// No cadence has a longer pause.
const LONGEST: i64 = 92;

/// The issues of the days `first..=last`, by time.
pub fn issues(standpoint: Standpoint<'_>, days: (Date, Date)) -> Vec<PlannedIssue> {
    let newsletters = standpoint.site().calendar.newsletters.iter().enumerate();
    let mut found: Vec<PlannedIssue> = newsletters
        .flat_map(|(index, newsletter)| {
            dates(newsletter, days).map(move |date| issue(standpoint, (NewsletterId::at(index), newsletter), date))
        })
        .collect();
    found.sort_by_key(|issue| issue.sent);
    found
}

/// The issues of all newsletters that are out, by time.
pub fn issues_out(standpoint: Standpoint<'_>) -> Vec<PlannedIssue> {
    let newsletters = &standpoint.site().calendar.newsletters;
    let out = standpoint.plan.issues.iter().filter_map(|one| {
        let newsletter = newsletters.get(one.newsletter.index())?;
        Some(issue(standpoint, (one.newsletter, newsletter), Date::parse(&one.date)?))
    });
    let mut found: Vec<PlannedIssue> = out.collect();
    found.sort_by_key(|issue| issue.sent);
    found
}

/// The next day of a newsletter's cadence that has something to send, or the very next where none has within a quarter.
pub fn next_issue(standpoint: Standpoint<'_>, id: NewsletterId) -> Option<PlannedIssue> {
    let newsletter = standpoint.site().calendar.newsletters.get(id.index())?;
    let today = standpoint.today();
    let coming = |date: Date| standpoint.site().issue_sent(id, date) > standpoint.moment.now;
    let days = (today, today.plus_days(DAYS_AHEAD));
    let mut issues =
        dates(newsletter, days).filter(|date| coming(*date)).map(|date| issue(standpoint, (id, newsletter), date));
    let first = issues.next()?;
    if first.sending != Sending::Nothing {
        return Some(first);
    }
    issues.find(|issue| issue.sending != Sending::Nothing).or(Some(first))
}

fn dates(newsletter: &Newsletter, (first, last): (Date, Date)) -> impl Iterator<Item = Date> {
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, first);
    dates.take_while(move |date| *date <= last)
}

fn issue(standpoint: Standpoint<'_>, (id, newsletter): (NewsletterId, &Newsletter), date: Date) -> PlannedIssue {
    let site = standpoint.site();
    let sent = site.issue_sent(id, date);
    let found = if sent <= standpoint.moment.now {
        planned(standpoint.plan, id, date).cloned()
    } else {
        planned(&standpoint.plan_at(sent), id, date).cloned()
    };
    let is_sealed = site.sealed.iter().any(|sealed| sealed.newsletter == id && sealed.date == date);
    let mentions = |of: fn(&Issue) -> &Vec<ItemId>| {
        found.iter().flat_map(of).map(|id| standpoint.mention(*id)).collect::<Vec<_>>()
    };
    PlannedIssue {
        newsletter: newsletter.id.value.clone(),
        title: newsletter.title.clone(),
        date,
        sent,
        closes: sent.plus_hours(-i64::from(newsletter.cutoff_hours)),
        sending: match &found {
            None => Sending::Nothing,
            Some(_) if is_sealed && sent > standpoint.moment.now => Sending::SealedAhead,
            Some(_) if is_sealed => Sending::Sealed,
            Some(_) if sent <= standpoint.moment.now => Sending::Out,
            Some(_) => Sending::Coming,
        },
        url: site.settings.base_url.absolute(&format!("/newsletter/{}/{date}/", newsletter.id.value)),
        letter: letter(standpoint, id, date),
        members: mentions(|issue| &issue.members),
        spotlights: mentions(|issue| &issue.spotlights),
        events: mentions(|issue| &issue.events),
        offer: found.as_ref().and_then(|issue| issue.offer).map(|id| standpoint.mention(id)),
    }
}

/// The pieces that appear in the days before an issue and are in none so far, by time, each with the reason. Withdrawn members
/// have none.
pub fn left_out(standpoint: Standpoint<'_>, issue: &PlannedIssue) -> Vec<(Piece, LeftOut)> {
    let site = standpoint.site();
    let newsletters = site.calendar.newsletters.iter().enumerate();
    let found =
        newsletters.map(|(at, one)| (NewsletterId::at(at), one)).find(|(_, one)| one.id.value == issue.newsletter);
    let Some((id, newsletter)) = found else { return Vec::new() };
    let plan = standpoint.plan_at(issue.sent.max(standpoint.moment.now));
    let own = || plan.issues.iter().filter(|one| one.newsletter == id);
    let is_taken = |item: ItemId| {
        own().any(|one| one.members.contains(&item) || one.date == issue.date.to_string() && holds_beside(one, item))
    };
    let since = since(site, (id, newsletter), issue.date);
    let meant = |piece: &Piece| piece.publish.is_some_and(|at| at >= since && at <= issue.sent);
    let is_news = |piece: &Piece| !matches!(piece.kind, None | Some(Kind::Issue | Kind::Page));
    let pieces = standpoint.pieces().into_iter().filter(|piece| is_news(piece) && meant(piece));
    let mut out: Vec<(Piece, LeftOut)> = pieces
        .filter_map(|piece| Some((piece.item?, piece)))
        .filter(|(item, _)| !is_taken(*item))
        .map(|(item, piece)| (piece, plan::left_out(site, &plan, (id, issue.sent), item)))
        .collect();
    out.sort_by(|a, b| (a.0.publish, &a.0.title).cmp(&(b.0.publish, &b.0.title)));
    out
}

/// Whether an issue shows a piece beside its members.
fn holds_beside(issue: &Issue, item: ItemId) -> bool {
    issue.spotlights.contains(&item) || issue.events.contains(&item) || issue.offer == Some(item)
}

/// When the issue before an issue went out; a week before the first.
fn since(site: &Site, (id, newsletter): (NewsletterId, &Newsletter), date: Date) -> Instant {
    let from = date.plus_days(-LONGEST);
    let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, from).take_while(|one| *one < date);
    let last = dates.last().unwrap_or_else(|| date.plus_days(-7));
    site.issue_sent(id, last)
}

fn letter(standpoint: Standpoint<'_>, newsletter: NewsletterId, date: Date) -> Option<Piece> {
    let is_of = |detail: &Detail| matches!(detail, Detail::Issue(letter) if letter.newsletter == newsletter && letter.date == date);
    let mut letters = standpoint.site().of_kind(Kind::Issue).filter(|(_, item)| is_of(&item.detail));
    letters.next().map(|(id, _)| standpoint.piece(id))
}

fn planned(plan: &Plan, newsletter: NewsletterId, date: Date) -> Option<&Issue> {
    let date = date.to_string();
    plan.issues.iter().find(|issue| issue.newsletter == newsletter && issue.date == date)
}
