//! Everything that happens on some days, one thing after the other.

use super::issues::{PlannedIssue, issues};
use super::{Piece, Standpoint};
use crate::model::time::{Date, Instant};
use crate::model::{Detail, OutLink};
use crate::parse::Kind;
use crate::plan::{Occurrence, occurrences};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A piece becomes public, or was meant to.
    Appears,
    /// An issue goes out.
    GoesOut,
    /// An event takes place; a prompt, challenge or offer opens.
    Starts,
    /// A recurrence for which no event is written.
    Recurs,
    /// A prompt, challenge, offer or link closes.
    Ends,
    /// A piece stops being public.
    Expires,
    /// A member's consent ends, and their spotlight with it.
    ConsentEnds,
    /// A piece must be done.
    Due,
    /// A piece wants to be looked at again.
    Review,
}

impl What {
    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            What::Appears => "appears",
            What::GoesOut => "goes-out",
            What::Starts => "starts",
            What::Recurs => "recurs",
            What::Ends => "ends",
            What::Expires => "expires",
            What::ConsentEnds => "consent-ends",
            What::Due => "due",
            What::Review => "review",
        }
    }
}

/// To what it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the thing of its name")]
pub enum Subject {
    Piece(Box<Piece>),
    Issue(Box<PlannedIssue>),
    Recurrence(Recurrence),
    /// An outgoing link: id and label.
    Link(String, String),
}

/// A time of a recurrence for which nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// Its id.
    pub id: String,
    /// `event`, `prompt`, `challenge`, `spotlight`, `check-in`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Spotlights wanted each time: least, most.
    pub count: Option<(u32, u32)>,
}

/// Something that happens on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its day; what lasts through a day ends on that day.
    pub date: Date,
    /// The instant; none for what has a day alone.
    pub at: Option<Instant>,
    /// When it is over, of an event.
    pub ends: Option<Instant>,
    /// What happens.
    pub what: What,
    /// To what.
    pub subject: Subject,
    /// Where it takes place; may be empty.
    pub place: String,
    /// Whether it should have happened by now.
    pub is_late: bool,
}

impl Thing {
    /// Its title.
    pub fn title(&self) -> &str {
        match &self.subject {
            Subject::Piece(piece) => &piece.title,
            Subject::Issue(issue) => &issue.title,
            Subject::Recurrence(recurrence) => &recurrence.title,
            Subject::Link(_, label) => label,
        }
    }

    /// The kind of what it happens to; empty where that is unknown.
    pub fn kind(&self) -> &str {
        match &self.subject {
            Subject::Piece(piece) => piece.kind.map_or("", |kind| kind.name()),
            Subject::Issue(_) => "issue",
            Subject::Recurrence(recurrence) => &recurrence.kind,
            Subject::Link(..) => "link",
        }
    }
}

/// Everything that happens on the days `first..=last`, by day and time; what has no time of day comes last.
pub fn agenda(standpoint: Standpoint<'_>, days: (Date, Date)) -> Vec<Thing> {
    let mut things: Vec<Thing> = standpoint.pieces().iter().flat_map(|piece| of_piece(standpoint, piece)).collect();
    things.extend(standpoint.site().links.iter().filter_map(|link| link_ends(standpoint, link)));
    things.retain(|thing| (days.0..=days.1).contains(&thing.date));
    things.extend(issues(standpoint, days).into_iter().map(goes_out));
    let (from, until) = standpoint.span(days);
    let unwritten = occurrences(standpoint.site(), from, until).into_iter().filter(|one| one.event.is_none());
    things.extend(unwritten.filter_map(|one| recurs(standpoint, one)));
    things.sort_by(|a, b| order(a).cmp(&order(b)));
    things
}

fn order(thing: &Thing) -> (Date, bool, Option<Instant>, What, &str) {
    (thing.date, thing.at.is_none(), thing.at, thing.what, thing.title())
}

fn of_piece(standpoint: Standpoint<'_>, piece: &Piece) -> Vec<Thing> {
    let mut things = Vec::new();
    // A letter appears with its issue.
    let publish = piece.publish.filter(|_| piece.kind != Some(Kind::Issue));
    things.extend(publish.map(|at| appears(standpoint, piece, at)));
    let due = piece.due.filter(|_| !piece.status.is_done());
    things.extend(due.map(|due| Thing { is_late: due < standpoint.today(), ..on_day(piece, What::Due, due) }));
    let Some(id) = piece.item else { return things };
    let item = standpoint.site().item(id);
    things.extend(item.review_by.map(|day| on_day(piece, What::Review, day)));
    things.extend(opens(standpoint, piece, &item.detail));
    let ends = match &item.detail {
        Detail::Prompt(task) | Detail::Challenge(task) => task.ends,
        Detail::Offer(offer) => offer.ends,
        _ => None,
    };
    things.extend(ends.map(|at| ending(standpoint, at, |day| on_day(piece, What::Ends, day))));
    let ends_with_consent = item.consent().is_some_and(|consent| consent.expires == piece.expire);
    let what = if ends_with_consent { What::ConsentEnds } else { What::Expires };
    things.extend(piece.expire.map(|at| ending(standpoint, at, |day| on_day(piece, what, day))));
    things
}

fn on_day(piece: &Piece, what: What, date: Date) -> Thing {
    let subject = Subject::Piece(Box::new(piece.clone()));
    Thing { date, at: None, ends: None, what, subject, place: String::new(), is_late: false }
}

fn appears(standpoint: Standpoint<'_>, piece: &Piece, at: Instant) -> Thing {
    let date = standpoint.site().settings.zone.date_of(at);
    let is_late = !piece.status.is_done() && at <= standpoint.moment.now;
    Thing { at: Some(at), is_late, ..on_day(piece, What::Appears, date) }
}

/// Where an event takes place, or a prompt, challenge or offer opens later than its page appears.
fn opens(standpoint: Standpoint<'_>, piece: &Piece, detail: &Detail) -> Option<Thing> {
    let (starts, ends, place) = match detail {
        Detail::Event(event) => (event.starts, event.ends, event.place.clone()),
        Detail::Prompt(task) | Detail::Challenge(task) => (task.starts?, None, String::new()),
        Detail::Offer(offer) => (offer.starts?, None, String::new()),
        _ => return None,
    };
    let opens_as_it_appears = piece.publish == Some(starts) && !matches!(detail, Detail::Event(_));
    let date = standpoint.site().settings.zone.date_of(starts);
    let thing = Thing { at: Some(starts), ends, place, ..on_day(piece, What::Starts, date) };
    (!opens_as_it_appears).then_some(thing)
}

/// Something that ends at an instant: what lasts through a day stands on that day.
fn ending(standpoint: Standpoint<'_>, at: Instant, thing: impl FnOnce(Date) -> Thing) -> Thing {
    let last_day = standpoint.site().settings.zone.date_of(at.plus_seconds(-1));
    Thing { at: Some(at), ..thing(last_day) }
}

fn link_ends(standpoint: Standpoint<'_>, link: &OutLink) -> Option<Thing> {
    let subject = Subject::Link(link.id.value.clone(), link.label.clone());
    let thing =
        |date| Thing { date, at: None, ends: None, what: What::Ends, subject, place: String::new(), is_late: false };
    Some(ending(standpoint, link.ends?, thing))
}

fn goes_out(issue: PlannedIssue) -> Thing {
    Thing {
        date: issue.date,
        at: Some(issue.sent),
        ends: None,
        what: What::GoesOut,
        place: String::new(),
        is_late: false,
        subject: Subject::Issue(Box::new(issue)),
    }
}

fn recurs(standpoint: Standpoint<'_>, one: Occurrence) -> Option<Thing> {
    let recurring = standpoint.site().calendar.recurrings.get(one.recurring.index())?;
    let subject = Subject::Recurrence(Recurrence {
        id: recurring.id.value.clone(),
        kind: recurring.kind.clone(),
        title: recurring.title.clone(),
        count: recurring.count,
    });
    Some(Thing {
        date: one.date,
        at: Some(one.starts),
        ends: Some(one.ends).filter(|ends| *ends > one.starts),
        what: What::Recurs,
        subject,
        place: recurring.place.clone(),
        is_late: false,
    })
}
