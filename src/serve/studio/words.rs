//! Days, times and counts in the words of the studio.

use crate::model::time::{Date, Instant, Zone};

/// `Tue 8 Dec`, with the year where it is another than today's.
pub(super) fn day(date: Date, today: Date) -> String {
    let year = if date.year() == today.year() { String::new() } else { format!(" {}", date.year()) };
    format!("{} {} {}{year}", short(date.weekday_name()), date.day(), short(date.month_name()))
}

/// `Tuesday 8 December 2026`.
pub(super) fn long_day(date: Date) -> String {
    format!("{} {} {} {}", date.weekday_name(), date.day(), date.month_name(), date.year())
}

/// `December 2026`.
pub(super) fn month(date: Date) -> String {
    format!("{} {}", date.month_name(), date.year())
}

/// `7 – 20 Dec`, `28 Dec – 10 Jan 2027`.
pub(super) fn reach(first: Date, last: Date, today: Date) -> String {
    let plain = |date: Date| format!("{} {}", date.day(), short(date.month_name()));
    let year = if last.year() == today.year() { String::new() } else { format!(" {}", last.year()) };
    match first.first_of_month() == last.first_of_month() {
        true => format!("{} – {}{year}", first.day(), plain(last)),
        false => format!("{} – {}{year}", plain(first), plain(last)),
    }
}

/// `18:00`.
pub(super) fn time(zone: &Zone, at: Instant) -> String {
    zone.time_of(at).to_string()
}

/// How far a day is: `today`, `tomorrow`, `in 5 days`, `yesterday`, `3 weeks ago`.
pub(super) fn away(today: Date, date: Date) -> String {
    match today.days_until(date) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days @ 2.. => format!("in {}", length(days)),
        days => format!("{} ago", length(-days)),
    }
}

/// `5 days`, `3 weeks`, `4 months`, `2 years`.
pub(super) fn length(days: i64) -> String {
    let (number, word) = match days {
        ..28 => (days, "day"),
        28..70 => (days / 7, "week"),
        70..730 => (days / 30, "month"),
        _ => (days / 365, "year"),
    };
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// `Dec`; names of five letters at most stay whole.
fn short(name: &str) -> &str {
    if name.len() > 4 { name.get(..3).unwrap_or(name) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn days_are_said_shortly() {
        let today = date("2026-12-01");
        assert_eq!(day(date("2026-12-08"), today), "Tue 8 Dec");
        assert_eq!(day(date("2027-06-03"), today), "Thu 3 June 2027");
        assert_eq!(reach(date("2026-12-07"), date("2026-12-20"), today), "7 – 20 Dec");
        assert_eq!(reach(date("2026-12-28"), date("2027-01-10"), today), "28 Dec – 10 Jan 2027");
        assert_eq!(long_day(date("2026-12-08")), "Tuesday 8 December 2026");
    }

    #[test]
    fn how_far_a_day_is() {
        let far = |text| away(date("2026-12-01"), date(text));
        assert_eq!((far("2026-12-01").as_str(), far("2026-12-02").as_str()), ("today", "tomorrow"));
        assert_eq!((far("2026-11-30").as_str(), far("2026-11-03").as_str()), ("yesterday", "4 weeks ago"));
        assert_eq!((far("2026-12-15").as_str(), far("2027-03-01").as_str()), ("in 14 days", "in 3 months"));
        assert_eq!(far("2024-11-01"), "2 years ago");
    }
}
