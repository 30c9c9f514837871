//! Days, counts and lists in the words of messages.

use crate::model::time::Date;
use crate::model::{Level, Phase};
use crate::parse::Kind;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Entries of a list before the rest is only counted.
const LISTED: usize = 6;

/// Days as somebody says them in the year of `today`: the year is named only where it is another.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub(super) today: Date,
}

impl Days {
    /// `20 December`, `3 January 2027`.
    pub(super) fn day(self, date: Date) -> String {
        format!("{} {}", date.day(), self.month(date))
    }

    /// `December`, `January 2027`.
    pub(super) fn month(self, date: Date) -> String {
        let name = MONTHS.get(usize::from(date.month()) - 1).copied().unwrap_or_default();
        if date.year() == self.today.year() { name.to_owned() } else { format!("{name} {}", date.year()) }
    }

    /// `7 to 20 December`, `28 December to 10 January 2027`.
    pub(super) fn reach(self, first: Date, last: Date) -> String {
        if first == last {
            return self.day(first);
        }
        if first.first_of_month() == last.first_of_month() {
            return format!("{} to {}", first.day(), self.day(last));
        }
        if first.year() == last.year() {
            return format!("{} to {}", Days { today: first }.day(first), self.day(last));
        }
        format!("{} to {}", self.day(first), self.day(last))
    }

    /// `23 and 30 December; 6 January 2027`; of many, the first and how many more.
    pub(super) fn list(self, dates: &[Date]) -> String {
        let shown = if dates.len() > LISTED { LISTED - 1 } else { dates.len() };
        let shown = dates.get(..shown).unwrap_or(dates);
        let months: Vec<String> = shown
            .chunk_by(|a, b| a.first_of_month() == b.first_of_month())
            .filter_map(|days| Some(format!("{} {}", listed(&numbers(days)), self.month(*days.first()?))))
            .collect();
        match dates.len() - shown.len() {
            0 if months.len() == shown.len() => listed(&months),
            0 => months.join("; "),
            more => format!("{}; and {more} more", months.join("; ")),
        }
    }
}

fn numbers(days: &[Date]) -> Vec<String> {
    days.iter().map(|date| date.day().to_string()).collect()
}

/// `a, b and c`; of many, the first and how many more.
pub(super) fn listed(words: &[String]) -> String {
    if words.len() > LISTED {
        let first: Vec<&str> = words.iter().take(LISTED - 1).map(String::as_str).collect();
        return format!("{} and {} more", first.join(", "), words.len() - first.len());
    }
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 guide`, `3 FAQ entries`.
pub(super) fn counted(number: usize, kind: Kind) -> String {
    format!("{number} {}", noun(number, kind))
}

/// `guide`, `FAQ entries`: the kind of so many pieces.
pub(super) fn noun(number: usize, kind: Kind) -> String {
    match (kind, number) {
        (Kind::Faq, 1) => "FAQ entry".to_owned(),
        (Kind::Faq, _) => "FAQ entries".to_owned(),
        (Kind::Series, _) | (_, 1) => kind.name().to_owned(),
        _ => format!("{}s", kind.name()),
    }
}

/// `part`, `guide` or `faq`: what any of these kinds would do for.
pub(super) fn any_of(kinds: &[Kind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.name())).collect();
    match names.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// `a guide`, `3 guides`: what is to be planned, `so_far` being there.
pub(super) fn to_plan(number: usize, so_far: usize, kind: Kind) -> String {
    match (number, so_far, kind) {
        (1, 0, Kind::Faq | Kind::Event | Kind::Offer | Kind::Issue) => format!("an {}", noun(1, kind)),
        (1, 0, _) => format!("a {}", noun(1, kind)),
        (1, ..) => format!("one more {}", noun(1, kind)),
        (_, 0, _) => counted(number, kind),
        _ => format!("{number} more {}", noun(number, kind)),
    }
}

/// As it is written in front matter.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Beginner => "beginner",
        Level::Intermediate => "intermediate",
        Level::Advanced => "advanced",
    }
}

/// As it is written in front matter.
pub(super) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Teach => "teach",
        Phase::Prove => "prove",
        Phase::Support => "support",
        Phase::Community => "community",
    }
}

/// The command that notes an idea.
pub(super) fn idea(kind: Kind, day: Date) -> String {
    format!("`hub calendar add --title \"…\" --kind {} --publish {day}`", kind.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn a_year_is_named_where_it_is_another() {
        let days = Days { today: date("2026-12-01") };
        assert_eq!(days.reach(date("2026-12-07"), date("2026-12-20")), "7 to 20 December");
        assert_eq!(days.reach(date("2026-12-28"), date("2027-01-10")), "28 December to 10 January 2027");
        assert_eq!(days.reach(date("2026-12-28"), date("2026-12-28")), "28 December");
        assert_eq!(days.reach(date("2027-01-18"), date("2027-02-14")), "18 January to 14 February 2027");
        let dates = ["2026-12-23", "2026-12-30", "2027-01-06"].map(date);
        assert_eq!(days.list(&dates), "23 and 30 December; 6 January 2027");
        assert_eq!(days.list(dates.get(1..).unwrap()), "30 December and 6 January 2027");
    }

    #[test]
    fn a_long_list_is_counted() {
        let words: Vec<String> = ('a'..='h').map(String::from).collect();
        assert_eq!(listed(words.get(..3).unwrap()), "a, b and c");
        assert_eq!(listed(&words), "a, b, c, d, e and 3 more");
    }

    #[test]
    fn one_is_one_and_two_are_many() {
        assert_eq!(counted(1, Kind::Guide), "1 guide");
        assert_eq!(counted(0, Kind::Faq), "0 FAQ entries");
        assert_eq!(counted(2, Kind::Series), "2 series");
        assert_eq!(to_plan(1, 0, Kind::Faq), "an FAQ entry");
        assert_eq!(to_plan(2, 1, Kind::Guide), "2 more guides");
    }
}
