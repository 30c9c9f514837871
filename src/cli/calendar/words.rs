//! Days, times and spans in words, as the calendar's answers say them.

use crate::calendar::ClockChange;
use crate::diagnostic::counted;
use crate::model::time::{Date, Instant, Zone};

/// `Mon`.
pub(super) fn short_weekday(date: Date) -> &'static str {
    date.weekday_name().get(..3).unwrap_or("")
}

/// `Dec`.
pub(super) fn short_month(date: Date) -> &'static str {
    date.month_name().get(..3).unwrap_or("")
}

/// `1 Dec`.
pub(super) fn day(date: Date) -> String {
    format!("{} {}", date.day(), short_month(date))
}

/// `Tue 1 Dec`, with the year where it is another than that of `today`.
pub(super) fn full_day(date: Date, today: Date) -> String {
    let year = if date.year() == today.year() { String::new() } else { format!(" {}", date.year()) };
    format!("{} {}{year}", short_weekday(date), day(date))
}

/// `30 Nov – 6 Dec`, `7 – 13 Dec`.
pub(super) fn days(first: Date, last: Date) -> String {
    if first.month() == last.month() && first.year() == last.year() {
        format!("{} – {}", first.day(), day(last))
    } else {
        format!("{} – {}", day(first), day(last))
    }
}

/// `18:00`, without seconds.
pub(super) fn time(at: Instant, zone: &Zone) -> String {
    let parts = zone.parts(at);
    format!("{:02}:{:02}", parts.hour, parts.minute)
}

/// `Europe/Berlin, +01:00`, with the offset that holds at an instant.
pub(super) fn zone(zone: &Zone, at: Instant) -> String {
    format!("{}, {}", zone.name(), offset(zone.parts(at).offset_minutes))
}

/// `+01:00`.
pub(super) fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// `Tue 1 Dec 18:00 +01:00`.
pub(super) fn full_time(at: Instant, zone: &Zone, today: Date) -> String {
    let offset = offset(zone.parts(at).offset_minutes);
    format!("{} {} {offset}", full_day(zone.date_of(at), today), time(at, zone))
}

/// `Thu 3 Dec 18:00–19:00 +01:00`; what ends on another day or after clocks changed says both in full.
pub(super) fn from_to(starts: Instant, ends: Option<Instant>, zone: &Zone, today: Date) -> String {
    let Some(ends) = ends else { return full_time(starts, zone, today) };
    let minutes = |at| zone.parts(at).offset_minutes;
    if zone.date_of(starts) == zone.date_of(ends) && minutes(starts) == minutes(ends) {
        let day = full_day(zone.date_of(starts), today);
        format!("{day} {}–{} {}", time(starts, zone), time(ends, zone), offset(minutes(starts)))
    } else {
        format!("{} – {}", full_time(starts, zone, today), full_time(ends, zone, today))
    }
}

/// `2,000`.
pub(super) fn thousands(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", thousands(number / 1000), number % 1000) }
}

/// How far away an instant is: `in 20 minutes`, `in 5 hours`, `tomorrow`, `in 12 days`, `in 5 months`.
pub(super) fn away(now: Instant, at: Instant, zone: &Zone) -> String {
    let minutes = (at.unix() - now.unix() + 59) / 60;
    let days = zone.date_of(now).days_until(zone.date_of(at));
    let number = |number: i64, word: &str| format!("in {}", counted(usize::try_from(number).unwrap_or(0), word));
    match (minutes, days) {
        (..60, _) => number(minutes, "minute"),
        (60..1440, _) => number(minutes / 60, "hour"),
        (_, ..2) => "tomorrow".to_owned(),
        (_, 2..60) => number(days, "day"),
        (_, 60..730) => number(days / 30, "month"),
        _ => number(days / 365, "year"),
    }
}

/// How long ago a day is: `today`, `yesterday`, `3 days ago`.
pub(super) fn ago(days: i64) -> String {
    match days {
        ..1 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => format!("{days} days ago"),
    }
}

/// `2`, `1–2`.
pub(super) fn range(least: u32, most: u32) -> String {
    if least == most { least.to_string() } else { format!("{least}–{most}") }
}

/// `clocks change on Sun 25 Oct: +02:00 becomes +01:00`.
pub(super) fn clock_change(change: &ClockChange, today: Date) -> String {
    let day = full_day(change.date, today);
    format!("clocks change on {day}: {} becomes {}", offset(change.from), offset(change.to))
}
