//! What comes again and again: newsletters by their cadence, and recurrences.

use super::{Context, list_span, number, range, span_of_days, text};
use crate::diagnostic::Diagnostic;
use crate::model::dates;
use crate::model::site::{Newsletter, Recurring};
use crate::model::time::{Date, Rule, TimeOfDay};
use crate::model::words::{self, check_id, duplicate_ids};
use crate::parse::calendar::{RawCalendar, RawNewsletter, RawRecurring};
use crate::parse::toml::RawDate;
use crate::parse::words::{RECURRING, SEND};
use crate::source::{Span, Spanned};

/// Days a year holds at most: how far a series is looked at for times its clocks skip.
const DAYS_LOOKED_AT: i64 = 366;

/// Newsletters, in the order of the files. One without an id was reported when it was read, and is left out.
pub(super) fn newsletters(
    raws: &[&RawCalendar],
    context: &Context<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Newsletter> {
    let raws: Vec<_> = raws.iter().flat_map(|raw| &raw.newsletter).collect();
    duplicate_ids("newsletters", raws.iter().filter_map(|raw| raw.value.id.as_ref()), problems);
    raws.into_iter().filter_map(|raw| newsletter(raw, context, problems)).collect()
}

/// Recurrences, in the order of the files. One without an id was reported when it was read, and is left out.
pub(super) fn recurrings(
    raws: &[&RawCalendar],
    context: &Context<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Recurring> {
    let raws: Vec<_> = raws.iter().flat_map(|raw| &raw.recurring).collect();
    duplicate_ids("recurrences", raws.iter().filter_map(|raw| raw.value.id.as_ref()), problems);
    raws.into_iter().filter_map(|raw| recurring(&raw.value, context, problems)).collect()
}

/// When a series takes place.
struct When {
    rule: Rule,
    start: Date,
    until: Option<Date>,
    time: TimeOfDay,
}

/// The fields that say when, as typed: rule, start, until, time.
type RawWhen<'a> = (
    Option<&'a Spanned<String>>,
    Option<&'a Spanned<RawDate>>,
    Option<&'a Spanned<RawDate>>,
    Option<&'a Spanned<String>>,
);

fn newsletter(
    raw: &Spanned<RawNewsletter>,
    context: &Context<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Newsletter> {
    let (span, raw) = (raw.span, &raw.value);
    let typed = (raw.rule.as_ref(), raw.start.as_ref(), raw.until.as_ref(), raw.time.as_ref());
    let when = when(typed, context, problems);
    let include: Vec<_> = raw.include.iter().filter_map(|kind| words::kind(kind, problems)).collect();
    if raw.include.is_empty() {
        problems.push(no_kinds(raw.id.as_ref().map_or(span, |id| id.span)));
    }
    let cutoff = raw.cutoff_hours.as_ref().and_then(|hours| number(("cutoff_hours", hours), 0, problems));
    let max = raw.max.as_ref().and_then(|max| number(("max", max), 1, problems));
    let by_feed = raw.send.as_ref().and_then(|send| SEND.read(send, problems));
    let id = raw.id.clone()?;
    check_id(&id, problems);
    Some(Newsletter {
        title: raw.title.as_ref().map_or_else(|| id.value.clone(), |title| title.value.clone()),
        description: text(raw.description.as_ref()),
        rule: when.rule,
        start: when.start,
        until: when.until,
        time: when.time,
        cutoff_hours: cutoff.unwrap_or(0),
        include,
        max: max.and_then(|max| usize::try_from(max).ok()),
        by_feed: by_feed.unwrap_or(true),
        id,
    })
}

fn no_kinds(span: Span) -> Diagnostic {
    Diagnostic::error("missing-field", "`include` is missing")
        .at(span, "")
        .note("`include`: kinds it takes up")
        .help("add `include = [\"part\", \"guide\"]`")
}

fn recurring(raw: &RawRecurring, context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> Option<Recurring> {
    let typed = (raw.rule.as_ref(), raw.start.as_ref(), raw.until.as_ref(), raw.time.as_ref());
    let when = when(typed, context, problems);
    let kind = raw.kind.as_ref().and_then(|kind| RECURRING.read(kind, problems));
    let minutes = raw.minutes.as_ref().and_then(|minutes| number(("minutes", minutes), 0, problems));
    let revision = raw.revision.as_ref().and_then(|revision| number(("revision", revision), 0, problems));
    let skip = raw.skip.iter().filter_map(|day| skipped(day, &when, context, problems)).collect();
    let id = raw.id.clone()?;
    check_id(&id, problems);
    Some(Recurring {
        kind: kind.unwrap_or("event").to_owned(),
        title: text(raw.title.as_ref()),
        rule: when.rule,
        start: when.start,
        until: when.until,
        time: when.time,
        minutes: minutes.unwrap_or(0),
        skip,
        count: count(&raw.count, problems),
        place: text(raw.r#where.as_ref()),
        revision: revision.unwrap_or(0),
        id,
    })
}

fn count(typed: &[Spanned<i64>], problems: &mut Vec<Diagnostic>) -> Option<(u32, u32)> {
    let numbers: Vec<i64> = typed.iter().map(|number| number.value).collect();
    range(("count", &numbers, list_span(typed)?), 0, problems)
}

fn when((rule, start, until, time): RawWhen<'_>, context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> When {
    let (first, last) = span_of_days((start, until), context.zone, problems);
    let typed_rule = rule.map(|rule| super::rule(rule, first, problems));
    let typed_time = time.and_then(|time| dates::time_of_day(time, problems));
    let when = When {
        rule: typed_rule.unwrap_or(Rule::Weekly { every: 1, weekday: first.map_or(1, Date::weekday) }),
        start: first.unwrap_or_else(|| context.zone.date_of(crate::model::time::Instant::from_unix(0))),
        until: last,
        time: typed_time.unwrap_or(context.publish_time),
    };
    if let (Some(place), Some(_)) = (time.map(|time| time.span).or(rule.map(|rule| rule.span)), first) {
        problems.extend(irregular(&when, context, place));
    }
    when
}

/// The first time within a year that clocks skip or show twice, if there is one.
fn irregular(when: &When, context: &Context<'_>, place: Span) -> Option<Diagnostic> {
    let last = when.start.plus_days(DAYS_LOOKED_AT);
    when.rule.dates(when.start, when.until).take_while(|date| *date <= last).find_map(|date| {
        let (instant, irregular) = context.zone.instant(date, when.time);
        let local = format!("{date} {}", when.time);
        irregular.map(|irregular| {
            dates::irregular_time(&local, (instant, irregular), context.zone, place)
                .help("choose a time of day that clocks show once, such as `\"08:00\"`")
        })
    })
}

fn skipped(raw: &Spanned<RawDate>, when: &When, context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    let day = dates::day(raw, context.zone, problems)?;
    if !when.rule.contains(when.start, when.until, day) {
        let next = when.rule.first_after(when.start, when.until, day);
        problems.push(
            Diagnostic::warning("skip-matches-nothing", format!("{day} is no day of `{}`", when.rule))
                .at(raw.span, "")
                .maybe_help(next.map(|next| format!("the next day it comes is {next}"))),
        );
    }
    Some(day)
}
