//! What the community does: spotlights on its members, events, prompts and challenges.

use super::{Here, placed};
use crate::diagnostic::Diagnostic;
use crate::model::address::{contact, split_web, web};
use crate::model::catalogue::Piece;
use crate::model::fields::{number, text, texts};
use crate::model::items::title_and_url;
use crate::model::links::looks_like_file;
use crate::model::site::{Consent, Event, Recurring, RecurringId, Spotlight, Task, Transcript};
use crate::model::time::{Date, Instant};
use crate::model::words::check_id;
use crate::parse::front_matter::{RawChallenge, RawConsent, RawEvent, RawOwn, RawPrompt, RawSpotlight};
use crate::parse::toml::RawDate;
use crate::parse::words::{ACCESS, SCOPES};
use crate::source::{Span, Spanned};

/// Whether photos of the piece may be shown: always, but for a spotlight whose consent doesn't say so.
pub(in crate::model) fn photos_allowed(piece: &Piece<'_>) -> bool {
    match &piece.raw.own {
        RawOwn::Spotlight(raw) => raw.consent.as_ref().is_some_and(|consent| has_scope(&consent.value, "photo")),
        _ => true,
    }
}

fn has_scope(raw: &RawConsent, scope: &str) -> bool {
    raw.scope.iter().any(|typed| typed.value == scope)
}

pub(super) fn spotlight(raw: &RawSpotlight, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Spotlight {
    if let Some(member) = &raw.member {
        check_id(member, problems);
    }
    Spotlight {
        member: text(&raw.member),
        name: text(&raw.name),
        role: text(&raw.role),
        joined: raw.joined.as_ref().and_then(|typed| here.known.dates.day(typed, problems)),
        quote: text(&raw.quote),
        did: texts(&raw.did),
        links: raw.links.iter().map(|link| title_and_url(&link.value, problems)).collect(),
        consent: consent(raw, here, problems),
    }
}

fn consent(raw: &RawSpotlight, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Consent {
    let member = text(&raw.member);
    let withdrawn = here.known.members.has_withdrawn(&member);
    let Some(typed) = &raw.consent else {
        problems.push(consent_missing(&member, here.piece.front(), "has given no consent"));
        let span = here.piece.front();
        return Consent { given: None, expires: None, withdrawn, site: false, newsletter: false, photo: false, span };
    };
    let fields = &typed.value;
    for scope in &fields.scope {
        SCOPES.read(scope, problems);
    }
    if let Some(date) = &fields.withdrawn {
        problems.push(
            Diagnostic::note_only(
                "consent-withdrawn",
                format!("`{member}` took the consent back: nothing of theirs appears"),
            )
            .at(date.span, ""),
        );
    } else if !has_scope(fields, "site") {
        problems.push(consent_missing(&member, typed.span, "has given no consent for the site"));
    }
    let dates = here.known.dates;
    Consent {
        given: fields.given.as_ref().and_then(|date| dates.from(date, problems)),
        expires: fields.expires.as_ref().and_then(|date| dates.end(date, problems)),
        withdrawn,
        site: has_scope(fields, "site"),
        newsletter: has_scope(fields, "newsletter"),
        photo: has_scope(fields, "photo"),
        span: typed.span,
    }
}

fn consent_missing(member: &str, span: Span, what: &str) -> Diagnostic {
    let who = if member.is_empty() { "the member".to_owned() } else { format!("`{member}`") };
    Diagnostic::warning("consent-missing", format!("{who} {what}: this spotlight does not appear"))
        .at(span, "")
        .help("ask the member, then write `[consent]` with `given`, `via` and `scope = [\"site\"]`")
}

pub(super) fn event(raw: &RawEvent, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Event> {
    let (recurring, starts, ends) = when(raw, here, problems);
    let access = raw.access.as_ref().and_then(|typed| ACCESS.read(typed, problems));
    let public_access = access.unwrap_or(false);
    let join = raw.join.as_ref().and_then(|url| web(url, problems)).filter(|_| public_access);
    let transcript = raw.transcript.as_ref().and_then(|typed| transcript(typed, here, problems));
    if let Some(recording) = raw.recording.as_ref().filter(|_| raw.transcript.is_none()) {
        problems.push(
            Diagnostic::warning("recording-without-transcript", "this recording has no transcript")
                .at(recording.span, "")
                .help("add `transcript = \"…\"`: an address, a file beside the text, or a sentence that says why there is none"),
        );
    }
    let event = Event {
        starts: starts?,
        ends,
        recurring,
        place: text(&raw.r#where),
        join: join.unwrap_or_default(),
        public_access,
        recording: raw.recording.as_ref().and_then(|url| web(url, problems)).unwrap_or_default(),
        transcript,
        questions: raw.questions.as_ref().and_then(|typed| contact(typed, problems)).unwrap_or_default(),
        hosts: here.known.authors.find_all(&raw.host, problems),
        revision: number(&raw.revision, problems),
    };
    Some(event)
}

/// Recurrence, start and end of an event.
fn when(
    raw: &RawEvent,
    here: Here<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<RecurringId>, Option<Instant>, Option<Instant>) {
    let dates = here.known.dates;
    let ends = raw.ends.as_ref().and_then(|typed| dates.end(typed, problems));
    let Some(named) = &raw.occurrence_of else {
        let starts = raw.starts.as_ref().and_then(|typed| dates.begin(typed, problems));
        here.check_order(placed(starts, &raw.starts), placed(ends, &raw.ends), problems);
        return (None, starts, ends);
    };
    let id = here.known.recurrings.find(named, problems);
    let recurring = id.and_then(|id| here.known.calendar.recurrings.get(id.index()));
    let (Some(recurring), Some(typed)) = (recurring, &raw.starts) else {
        // A stand-in for a start that only the recurrence knows.
        return (id, raw.starts.as_ref().and_then(|typed| dates.begin(typed, &mut Vec::new())), ends);
    };
    let starts = occurrence(typed, recurring, here, problems);
    let length = (recurring.minutes > 0).then(|| i64::from(recurring.minutes) * 60);
    let by_length = starts.zip(length).map(|(starts, seconds)| starts.plus_seconds(seconds));
    here.check_order(placed(starts, &raw.starts), placed(ends, &raw.ends), problems);
    (id, starts, ends.or(by_length))
}

/// The start of the occurrence that a day names.
fn occurrence(
    typed: &Spanned<RawDate>,
    recurring: &Recurring,
    here: Here<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    let day = here.known.dates.day(typed, problems)?;
    let Recurring { rule, start, until, .. } = recurring;
    if !rule.contains(*start, *until, day) || recurring.skip.contains(&day) {
        let kept = |date: &Date| !recurring.skip.contains(date);
        problems.push(
            Diagnostic::error("no-such-occurrence", format!("`{}` does not take place on {day}", recurring.id.value))
                .at(typed.span, "")
                .at(recurring.id.span, "the recurrence")
                .maybe_help(nearest_dates(rule.dates(*start, *until).filter(kept), day)),
        );
    }
    Some(here.known.dates.zone.instant(day, recurring.time).0)
}

/// The last of ascending dates before a day and the first after it, as a way out.
pub(super) fn nearest_dates(dates: impl Iterator<Item = Date>, day: Date) -> Option<String> {
    let mut before = None;
    for date in dates {
        if date > day {
            return Some(match before {
                Some(before) => format!("the nearest dates are {before} and {date}"),
                None => format!("the first date is {date}"),
            });
        }
        before = Some(date);
    }
    before.map(|date| format!("the last date is {date}"))
}

/// A transcript at its address, or its file beside the text; a sentence says why there is none.
fn transcript(typed: &Spanned<String>, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Transcript> {
    let text = typed.value.trim();
    if split_web(text).is_some() {
        return Some(Transcript::Address(text.to_owned()));
    }
    if text.contains(char::is_whitespace) && !looks_like_file(text) {
        return Some(Transcript::Reason(text.to_owned()));
    }
    here.known.catalogue.asset(&here.piece.raw.place.folder, typed, problems).map(Transcript::File)
}

pub(super) fn prompt(raw: &RawPrompt, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Task {
    let dates = here.known.dates;
    let starts = raw.opens.as_ref().and_then(|typed| dates.begin(typed, problems));
    let ends = raw.closes.as_ref().and_then(|typed| dates.end(typed, problems));
    here.check_order(placed(starts, &raw.opens), placed(ends, &raw.closes), problems);
    Task {
        task: text(&raw.task),
        share: text(&raw.share),
        results: text(&raw.results),
        reward: String::new(),
        starts,
        ends,
    }
}

pub(super) fn challenge(raw: &RawChallenge, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Task {
    let dates = here.known.dates;
    let starts = raw.starts.as_ref().and_then(|typed| dates.begin(typed, problems));
    let ends = raw.ends.as_ref().and_then(|typed| dates.end(typed, problems));
    here.check_order(placed(starts, &raw.starts), placed(ends, &raw.ends), problems);
    Task {
        task: text(&raw.task),
        share: text(&raw.share),
        results: text(&raw.results),
        reward: text(&raw.reward),
        starts,
        ends,
    }
}
