//! Days, counts and lists in the words of messages.

use crate::diagnostic::{either, listed};
use crate::model::time::Date;
use crate::parse::Kind;

/// Days of a list before the rest is only counted.
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
        let name = date.month_name();
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

/// `part`, `guide` or `faq`: what any of these kinds would do for.
pub(super) fn any_of(kinds: &[Kind]) -> String {
    either(&kinds.iter().map(|kind| format!("`{}`", kind.name())).collect::<Vec<_>>())
}

/// `a guide`, `3 guides`: what is to be planned, `so_far` being there.
pub(super) fn to_plan(number: usize, so_far: usize, kind: Kind) -> String {
    match (number, so_far) {
        (1, 0) => kind.any(),
        (1, _) => format!("one more {}", kind.noun(1)),
        (_, 0) => kind.counted(number),
        _ => format!("{number} more {}", kind.noun(number)),
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
    fn what_is_to_be_planned() {
        assert_eq!(to_plan(1, 0, Kind::Faq), "an FAQ answer");
        assert_eq!(to_plan(2, 1, Kind::Guide), "2 more guides");
    }
}
