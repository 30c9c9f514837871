//! Dates as generators, exports and people write them, as TOML's own type.

use crate::edit::read_date;
use crate::model::time::{Date, Instant, Zone};
use crate::parse::toml::RawDate;

/// A date, if it is one.
pub(super) fn read(typed: &str) -> Option<RawDate> {
    let typed = typed.trim().trim_matches(['"', '\'']);
    let found = as_toml(typed).or_else(|| published(typed)).or_else(|| spelled(typed)).or_else(|| numbers(typed))?;
    Date::of(&found).ok().map(|_| found)
}

/// An instant in UTC.
pub(super) fn of_instant(instant: Instant) -> Option<RawDate> {
    read_date(&Zone::utc().rfc3339(instant))
}

/// ISO 8601 with the liberties that generators take: `2020-01-02 10:00 +0100`.
fn as_toml(typed: &str) -> Option<RawDate> {
    let day = typed.get(..10)?;
    let rest = typed.get(10..)?.trim_start_matches(['T', 't', ' ']).trim();
    if rest.is_empty() {
        return read_date(day);
    }
    let rest = rest.replace(" UTC", "Z").replace(" GMT", "Z");
    let at = rest.find(['+', '-', 'Z', 'z']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at_checked(at)?;
    let time = time.trim().split('.').next()?;
    let time = match time.matches(':').count() {
        1 => format!("{time}:00"),
        _ => time.to_owned(),
    };
    let time = if time.find(':') == Some(1) { format!("0{time}") } else { time };
    let offset = match (offset.len(), offset.contains(':')) {
        (5, false) => format!("{}:{}", offset.get(..3)?, offset.get(3..)?),
        (3, false) => format!("{offset}:00"),
        _ => offset.to_owned(),
    };
    read_date(&format!("{day}T{time}{offset}"))
}

fn published(typed: &str) -> Option<RawDate> {
    of_instant(Instant::parse_published(typed)?)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `Jul 08 2022`, `8 July 2022`, `July 8th, 2022`.
fn spelled(typed: &str) -> Option<RawDate> {
    let words: Vec<String> =
        typed.split([' ', ',', '-']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let month_of = |word: &String| MONTHS.iter().position(|month| word.starts_with(month) && word.len() >= 3);
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| Some((at, month_of(word)?)))?;
    let numbers: Vec<u16> = words
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != at)
        .filter_map(|(_, word)| word.trim_end_matches(char::is_alphabetic).parse().ok())
        .collect();
    let year = numbers.iter().copied().find(|number| *number > 1900)?;
    let day = numbers.iter().copied().find(|number| (1..=31).contains(number))?;
    bare(year, u8::try_from(month + 1).ok()?, u8::try_from(day).ok()?)
}

/// `2020/1/2`, `2.1.2020`. With strokes and the year last, nobody can tell.
fn numbers(typed: &str) -> Option<RawDate> {
    let first = typed.split([' ', 'T']).next()?;
    let parts: Vec<u16> = first.split(['/', '.', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [year, month, day] if *year > 31 => bare(*year, u8::try_from(*month).ok()?, u8::try_from(*day).ok()?),
        [day, month, year] if first.contains('.') => bare(*year, u8::try_from(*month).ok()?, u8::try_from(*day).ok()?),
        _ => None,
    }
}

fn bare(year: u16, month: u8, day: u8) -> Option<RawDate> {
    Some(RawDate { year, month, day, time: None, offset_minutes: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::date_text;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (typed, wanted) in [
            ("2020-01-02", "2020-01-02"),
            ("2020-01-02 10:00", "2020-01-02T10:00:00"),
            ("2020-01-02 9:05:01 +0100", "2020-01-02T09:05:01+01:00"),
            ("2020-01-02T10:00:00.123Z", "2020-01-02T10:00:00+00:00"),
            ("2020-01-02 10:00:00 UTC", "2020-01-02T10:00:00+00:00"),
            ("Thu, 02 Jan 2020 10:00:00 +0100", "2020-01-02T09:00:00+00:00"),
            ("Jul 08 2022", "2022-07-08"),
            ("July 8th, 2022", "2022-07-08"),
            ("8 July 2022", "2022-07-08"),
            ("2020/1/2", "2020-01-02"),
            ("2.1.2020", "2020-01-02"),
        ] {
            assert_eq!(read(typed).map(|date| date_text(&date)).as_deref(), Some(wanted), "{typed}");
        }
        for typed in ["", "soon", "2020-13-01", "2020-02-30", "1/2/2020", "May you"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
