//! The calendar's answers as JSON. Keys stand in the order written here and are all there always; what isn't known is null.
//!
//! - A *piece*: `title`, `kind`, `id`, `file`, `url` (of an idea the last three are null), `status` (`public`, `ready`,
//!   `review`, `drafting`, `outlined`, `idea`, `held`, `draft`, `unwritten`, `waits`, `no date`, `no consent`, `over`),
//!   `publish`, `expire`, `owner`, `due`, `channels` (empty = all), `source`.
//! - A *mention*: `id`, `title`, `kind`, `url`.
//! - A *thing*: `date`, `at`, `ends`, `what` (`appears`, `goes-out`, `starts`, `recurs`, `ends`, `expires`,
//!   `consent-ends`, `due`, `review`), `kind`, `title`, `place`, `late`, and of `piece`, `issue`, `recurrence`, `link` the
//!   one that it is about.
//! - An *issue*: `newsletter`, `title`, `date`, `sent`, `closes`, `sending` (`coming`, `out`, `sealed`, `nothing`), `url`,
//!   `letter` (a piece), `members`, `spotlights`, `events` (mentions), `offer` (a mention).
//! - A *phase*: `rhythm`, `phase`, `first`, `last`, `weeks` (first and last, from the rhythm's start), `of_weeks`,
//!   `this_week`, `wants` (`kind`, `least`, `most`, `done`, `planned`, `standing`), `levels_missing`.
//!
//! Times are RFC 3339 with the offset of the site's zone, days are `2026-12-02`.

use serde_json::{Value, json};

use crate::calendar::{ClockChange, Late, Mention, Missed, PhaseRun, Piece, PlannedIssue, Subject, Thing};
use crate::model::Phase;
use crate::model::time::{Date, Instant, Zone};

pub(super) fn day(date: Option<Date>) -> Value {
    date.map_or(Value::Null, |date| Value::String(date.to_string()))
}

pub(super) fn time(at: Option<Instant>, zone: &Zone) -> Value {
    at.map_or(Value::Null, |at| Value::String(zone.rfc3339(at)))
}

/// Words that may be missing.
fn words(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

pub(super) fn piece(piece: &Piece, zone: &Zone) -> Value {
    json!({
        "title": piece.title,
        "kind": piece.kind.map(|kind| kind.name()),
        "id": piece.id,
        "file": piece.file,
        "url": piece.url,
        "status": piece.status.word(),
        "publish": time(piece.publish, zone),
        "expire": time(piece.expire, zone),
        "owner": words(&piece.owner),
        "due": day(piece.due),
        "channels": piece.channels,
        "source": words(&piece.source),
    })
}

pub(super) fn mention(mention: &Mention) -> Value {
    json!({ "id": mention.id, "title": mention.title, "kind": mention.kind.name(), "url": mention.url })
}

pub(super) fn thing(thing: &Thing, zone: &Zone) -> Value {
    let (name, subject) = match &thing.subject {
        Subject::Piece(own) => ("piece", piece(own, zone)),
        Subject::Issue(own) => ("issue", issue(own, zone)),
        Subject::Recurrence(own) => (
            "recurrence",
            json!({ "id": own.id, "kind": own.kind, "title": own.title, "count": own.count.map(|(least, most)| [least, most]) }),
        ),
        Subject::Link(id, label) => ("link", json!({ "id": id, "label": label })),
    };
    let mut value = json!({
        "date": thing.date.to_string(),
        "at": time(thing.at, zone),
        "ends": time(thing.ends, zone),
        "what": thing.what.word(),
        "kind": words(thing.kind()),
        "title": thing.title(),
        "place": words(&thing.place),
        "late": thing.is_late,
    });
    if let Some(object) = value.as_object_mut() {
        object.insert(name.to_owned(), subject);
    }
    value
}

/// An issue.
pub(in crate::cli) fn issue(issue: &PlannedIssue, zone: &Zone) -> Value {
    let mentions = |all: &[Mention]| all.iter().map(mention).collect::<Vec<_>>();
    json!({
        "newsletter": issue.newsletter,
        "title": issue.title,
        "date": issue.date.to_string(),
        "sent": zone.rfc3339(issue.sent),
        "closes": zone.rfc3339(issue.closes),
        "sending": issue.sending.word(),
        "url": issue.url,
        "letter": issue.letter.as_ref().map(|letter| piece(letter, zone)),
        "members": mentions(&issue.members),
        "spotlights": mentions(&issue.spotlights),
        "events": mentions(&issue.events),
        "offer": issue.offer.as_ref().map(mention),
    })
}

pub(super) fn phase(phase: &PhaseRun) -> Value {
    let wants: Vec<Value> = phase
        .wants
        .iter()
        .map(|want| {
            json!({
                "kind": want.kind.name(), "least": want.least, "most": want.most,
                "done": want.done, "planned": want.planned, "standing": want.standing,
            })
        })
        .collect();
    json!({
        "rhythm": phase.rhythm,
        "phase": phase.phase.map(Phase::word),
        "first": phase.first.to_string(),
        "last": phase.last.to_string(),
        "weeks": [phase.weeks.0, phase.weeks.1],
        "of_weeks": phase.of_weeks,
        "this_week": phase.this_week,
        "wants": wants,
        "levels_missing": phase.levels_missing.iter().map(|level| level.word()).collect::<Vec<_>>(),
    })
}

/// `missed` (`publish` or `due`), `since` (a day), `days`, `piece`.
pub(super) fn late(late: &Late, zone: &Zone) -> Value {
    let missed = match late.missed {
        Missed::Publish => "publish",
        Missed::Due => "due",
    };
    json!({
        "missed": missed, "since": late.since.to_string(), "days": late.days, "piece": piece(&late.piece, zone),
    })
}

/// `date`, `from` and `to` (offsets).
pub(super) fn clock_change(change: &ClockChange) -> Value {
    let offset = super::words::offset;
    json!({ "date": change.date.to_string(), "from": offset(change.from), "to": offset(change.to) })
}
