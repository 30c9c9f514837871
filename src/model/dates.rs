//! Dates as typed, made instants and days of the site's zone, with what is wrong or odd about them told at their place.

use super::time::{Bare, Date, DateProblem, Instant, Irregular, TimeOfDay, Zone};
use crate::diagnostic::Diagnostic;
use crate::parse::toml::RawDate;
use crate::source::{Span, Spanned};

/// The instant of a typed date; `bare` says what a date without a time means.
pub(super) fn instant(
    raw: &Spanned<RawDate>,
    zone: &Zone,
    bare: Bare,
    problems: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    match zone.resolve(&raw.value, bare) {
        Ok((instant, None)) => Some(instant),
        Ok((instant, Some(irregular))) => {
            let told = irregular_time(&local(&raw.value, bare), (instant, irregular), zone, raw.span);
            problems.push(told.help(format!("an offset says it exactly: `{}`", zone.rfc3339(instant))));
            Some(instant)
        }
        Err(problem) => {
            problems.push(bad_date(raw, problem));
            None
        }
    }
}

/// The day of a typed date by the site's calendar.
pub(super) fn day(raw: &Spanned<RawDate>, zone: &Zone, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    zone.day(&raw.value).map_err(|problem| problems.push(bad_date(raw, problem))).ok()
}

/// The day of a typed date that is read the same in every zone: what was typed before the time, if any.
pub(super) fn typed_day(raw: &Spanned<RawDate>, problems: &mut Vec<Diagnostic>) -> Option<Date> {
    Date::of(&raw.value).map_err(|problem| problems.push(bad_date(raw, problem))).ok()
}

/// A time of day (`"08:00"`).
pub(super) fn time_of_day(raw: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<TimeOfDay> {
    let time = TimeOfDay::parse(&raw.value);
    if time.is_none() {
        problems.push(
            Diagnostic::error("bad-time", format!("`{}` is no time of day", raw.value))
                .at(raw.span, "")
                .help("write hours and minutes from `\"00:00\"` to `\"23:59\"`, such as `\"08:00\"`"),
        );
    }
    time
}

/// The warning for a local time that clocks skip or show twice: `local` is what was meant, then what it becomes.
pub(super) fn irregular_time(local: &str, becomes: (Instant, Irregular), zone: &Zone, span: Span) -> Diagnostic {
    let (instant, irregular) = becomes;
    let (message, note) = match irregular {
        Irregular::Gap => ("skip", "it becomes"),
        Irregular::Fold => ("show twice", "the first is meant:"),
    };
    Diagnostic::warning("irregular-time", format!("clocks in `{}` {message} {local}", zone.name()))
        .at(span, "")
        .note(format!("{note} {}", zone.words(instant)))
}

fn bad_date(raw: &Spanned<RawDate>, problem: DateProblem) -> Diagnostic {
    let date = typed(&raw.value);
    let (message, fact) = match problem {
        DateProblem::NoSuchDay(0) => (format!("there is no day `{date}`"), "months go from 01 to 12".to_owned()),
        DateProblem::NoSuchDay(days) => (format!("there is no day `{date}`"), format!("that month has {days} days")),
        DateProblem::NoSuchTime => {
            ("there is no such time of day".to_owned(), "times go from 00:00:00 to 23:59:59".to_owned())
        }
        DateProblem::NoSuchOffset => {
            ("there is no such offset".to_owned(), "offsets are shorter than 24 hours".to_owned())
        }
    };
    Diagnostic::error("bad-date", message).at(raw.span, "").note(fact)
}

fn typed(raw: &RawDate) -> String {
    format!("{:04}-{:02}-{:02}", raw.year, raw.month, raw.day)
}

fn local(raw: &RawDate, bare: Bare) -> String {
    match (raw.time, bare) {
        (Some((hour, minute, _)), _) => format!("{} {hour:02}:{minute:02}", typed(raw)),
        (None, Bare::At(time)) => format!("{} {time}", typed(raw)),
        (None, Bare::EndOfDay) => typed(raw),
    }
}
