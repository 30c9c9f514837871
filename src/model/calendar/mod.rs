//! The calendar's files, merged and checked: settings, newsletters, recurrences, rhythms, entries, and the lock of
//! sent issues.
//!
//! What is half wrong is kept with the nearest meaning, so that one mistake is one problem and not also ten references
//! to nothing. Knows no `now` and not what becomes public: that is `schedule.rs`.

mod entries;
mod rhythms;
mod sealed;
mod series;

pub(super) use sealed::{late_letters, renamed, sealed};

use super::dates;
use super::names::Names;
use super::site::Calendar;
use super::time::{Date, Rule, TimeOfDay, Zone};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::parse::Kind;
use crate::parse::calendar::{PUBLISH_TIME, RawCalendar};
use crate::parse::toml::RawDate;
use crate::source::{Span, Spanned};

/// What every part of the calendar is read with.
struct Context<'a> {
    names: &'a Names<'a>,
    zone: &'a Zone,
    publish_time: TimeOfDay,
}

/// The calendar of all its files, which are given in path order.
pub(super) fn calendar(
    raws: &[&RawCalendar],
    names: &Names<'_>,
    zone: &Zone,
    problems: &mut Vec<Diagnostic>,
) -> Calendar {
    let context = Context { names, zone, publish_time: publish_time(raws, problems) };
    let rhythms: Vec<_> = raws.iter().flat_map(|raw| &raw.rhythm).collect();
    let entries: Vec<_> = raws.iter().flat_map(|raw| &raw.entry).collect();
    Calendar {
        publish_time: context.publish_time,
        require_entry: require_entry(raws, problems),
        newsletters: series::newsletters(raws, &context, problems),
        recurrings: series::recurrings(raws, &context, problems),
        rhythms: rhythms::rhythms(&rhythms, zone, problems),
        entries: entries::entries(&entries, &context, problems),
    }
}

fn publish_time(raws: &[&RawCalendar], problems: &mut Vec<Diagnostic>) -> TimeOfDay {
    let settings = raws.iter().filter_map(|raw| raw.calendar.as_ref());
    let typed: Vec<_> = settings.filter_map(|settings| settings.value.publish_time.as_ref()).collect();
    if let [first, second, ..] = typed.as_slice() {
        problems.push(
            Diagnostic::error("duplicate-setting", "`publish_time` is set twice")
                .at(second.span, "the second")
                .at(first.span, "the first")
                .help("keep it in one file of `calendar/`"),
        );
    }
    let read: Vec<_> = typed.into_iter().filter_map(|time| dates::time_of_day(time, problems)).collect();
    let default = TimeOfDay::parse(PUBLISH_TIME).unwrap_or(TimeOfDay::MIDNIGHT);
    read.first().copied().unwrap_or(default)
}

fn require_entry(raws: &[&RawCalendar], problems: &mut Vec<Diagnostic>) -> Vec<Kind> {
    let settings = raws.iter().filter_map(|raw| raw.calendar.as_ref());
    let mut kinds: Vec<_> = settings
        .flat_map(|settings| &settings.value.require_entry)
        .filter_map(|kind| words::kind(kind, problems))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Rule words; where they are none, what was meant, or weekly on the first day.
fn rule(typed: &Spanned<String>, start: Option<Date>, problems: &mut Vec<Diagnostic>) -> Rule {
    Rule::parse(&typed.value).unwrap_or_else(|problem| {
        let told = Diagnostic::error("bad-rule", format!("`{}` is no rule", typed.value)).at(typed.span, "");
        let told = if problem.meant.is_some() { told.note(format!("rules are {}", Rule::WORDS)) } else { told };
        problems.push(told.help(problem.to_string()));
        let weekday = start.map_or(1, Date::weekday);
        problem.meant.unwrap_or(Rule::Weekly { every: 1, weekday })
    })
}

/// First and last day, with the problem of an end before the start.
fn span_of_days(
    (start, until): (Option<&Spanned<RawDate>>, Option<&Spanned<RawDate>>),
    zone: &Zone,
    problems: &mut Vec<Diagnostic>,
) -> (Option<Date>, Option<Date>) {
    let first = start.and_then(|raw| dates::day(raw, zone, problems));
    let last = until.and_then(|raw| dates::day(raw, zone, problems));
    if let (Some(start), Some(until), Some(first), Some(last)) = (start, until, first, last)
        && last < first
    {
        problems.push(
            Diagnostic::error("until-before-start", format!("`until` ({last}) lies before `start` ({first})"))
                .at(until.span, "")
                .at(start.span, "it starts here")
                .help("correct one of them; without `until` it goes on"),
        );
    }
    (first, last)
}

/// A whole number of at least `least`.
fn number((name, typed): (&str, &Spanned<i64>), least: u32, problems: &mut Vec<Diagnostic>) -> Option<u32> {
    let number = u32::try_from(typed.value).ok().filter(|number| *number >= least);
    if number.is_none() {
        problems.push(
            Diagnostic::error("bad-number", format!("`{name}` is {}, which can't be", typed.value))
                .at(typed.span, "")
                .help(format!("write a whole number from {least} on")),
        );
    }
    number
}

/// Two ascending numbers of at least `least`: from, to.
fn range((name, typed, span): (&str, &[i64], Span), least: u32, problems: &mut Vec<Diagnostic>) -> Option<(u32, u32)> {
    let pair = match typed {
        [first, last] => u32::try_from(*first).ok().zip(u32::try_from(*last).ok()),
        _ => None,
    };
    let found = pair.filter(|(first, last)| first <= last && *first >= least);
    if found.is_none() {
        problems.push(
            Diagnostic::error("bad-range", format!("`{name}` is not two ascending numbers"))
                .at(span, "")
                .help(format!("write the first and the last, such as `{name} = [{least}, {}]`", least + 2)),
        );
    }
    found
}

/// The place of a list: from its first value to its last.
fn list_span<T>(list: &[Spanned<T>]) -> Option<Span> {
    let (first, last) = (list.first()?, list.last()?);
    Some(Span { end: last.span.end, ..first.span })
}

fn text(field: Option<&Spanned<String>>) -> String {
    field.map_or_else(String::new, |text| text.value.clone())
}

#[cfg(test)]
mod tests;
