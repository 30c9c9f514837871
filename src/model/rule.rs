//! When something comes again: the rule words of the calendar and the days they stand for.
//!
//! Knows days alone; the time of day and the zone stand beside the rule. Every question is answered by arithmetic,
//! never
//! by walking the days in between.

use std::fmt;

use super::time::Date;
use crate::diagnostic::nearest;

/// When something comes again. Displays as the words it is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `weekly:wed` (every = 1) and `every-2-weeks:wed`, counted from the week (Monday to Sunday) of the start.
    Weekly {
        /// Weeks between two, from 1.
        every: u32,
        /// 1 = Monday … 7 = Sunday.
        weekday: u8,
    },
    /// `monthly:15`; months without that day are skipped.
    MonthlyDay(u8),
    /// `monthly:first-thu`, `monthly:last-fri`: nth 1 to 4, or -1 for the last.
    MonthlyNth {
        /// 1 to 4, or -1.
        nth: i8,
        /// 1 = Monday … 7 = Sunday.
        weekday: u8,
    },
}

/// Words that are no rule. Displays as the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// The rule that was nearly written.
    pub meant: Option<Rule>,
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NTHS: [(&str, i8); 5] = [("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("last", -1)];
const MOST_WEEKS: u32 = 52;
/// What people write for the first word of a rule, and that word; nothing where no rule says it, so that it isn't taken
/// for one that comes twice as often.
const WORDS_MEANT: [(&str, Option<&str>); 9] = [
    ("weekly", Some("weekly")),
    ("monthly", Some("monthly")),
    ("biweekly", Some("every-2-weeks")),
    ("bi-weekly", Some("every-2-weeks")),
    ("fortnightly", Some("every-2-weeks")),
    ("bimonthly", None),
    ("bi-monthly", None),
    ("semimonthly", None),
    ("semiweekly", None),
];

impl Rule {
    /// The words there are, for messages.
    pub const WORDS: &'static str =
        "`weekly:wed`, `every-2-weeks:wed`, `monthly:15`, `monthly:first-thu`, `monthly:last-fri`";

    /// Reads rule words, or guesses which were meant.
    pub fn parse(text: &str) -> Result<Self, RuleProblem> {
        let typed = text.trim().to_lowercase();
        let (word, when) = typed.split_once(':').unwrap_or((&typed, ""));
        let (word, when) = (word.trim(), when.trim());
        read(word, when).ok_or_else(|| RuleProblem { meant: correct(word, when) })
    }

    /// Its days from `start` to `until`, both inclusive, ascending.
    pub fn dates(self, start: Date, until: Option<Date>) -> impl Iterator<Item = Date> {
        self.dates_from(start, until, start)
    }

    /// Those of its days that are not before `from`, ascending.
    pub fn dates_from(self, start: Date, until: Option<Date>, from: Date) -> impl Iterator<Item = Date> {
        let first = self.next(start, from);
        std::iter::successors(first, move |date| self.next(start, later(*date)?))
            .take_while(move |date| until.is_none_or(|until| *date <= until))
    }

    /// Whether `date` is one of its days.
    pub fn contains(self, start: Date, until: Option<Date>, date: Date) -> bool {
        self.dates_from(start, until, date).next() == Some(date)
    }

    /// The first of its days after `date`.
    pub fn first_after(self, start: Date, until: Option<Date>, date: Date) -> Option<Date> {
        self.dates_from(start, until, later(date)?).next()
    }

    /// The first of its days from `from` on, without an end.
    fn next(self, start: Date, from: Date) -> Option<Date> {
        let from = from.max(start);
        match self {
            Rule::Weekly { every, weekday } => next_in_weeks(start.monday(), (every, weekday), from),
            // Of any two months in a row one has 31 days, and the 29th is missing in February alone:
            // three months hold one.
            _ => (0..4).filter_map(|months| self.in_month(months_on(from, months)?)).find(|date| *date >= from),
        }
    }

    /// Its day in a month, given by the month's first day.
    fn in_month(self, first: Date) -> Option<Date> {
        match self {
            Rule::Weekly { .. } => None,
            Rule::MonthlyDay(day) => Date::new(first.year(), first.month(), day),
            Rule::MonthlyNth { nth, weekday } if nth > 0 => {
                let to_weekday = (7 + i64::from(weekday) - i64::from(first.weekday())) % 7;
                Some(first.plus_days(to_weekday + 7 * (i64::from(nth) - 1)))
            }
            Rule::MonthlyNth { weekday, .. } => {
                let last = first.last_of_month();
                Some(last.plus_days(-((7 + i64::from(last.weekday()) - i64::from(weekday)) % 7)))
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Rule::Weekly { every: 1, weekday } => write!(f, "weekly:{}", short(weekday)),
            Rule::Weekly { every, weekday } => write!(f, "every-{every}-weeks:{}", short(weekday)),
            Rule::MonthlyDay(day) => write!(f, "monthly:{day}"),
            Rule::MonthlyNth { nth, weekday } => {
                let word = NTHS.iter().find(|(_, number)| *number == nth).map_or("last", |(word, _)| word);
                write!(f, "monthly:{word}-{}", short(weekday))
            }
        }
    }
}

impl fmt::Display for RuleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meant {
            Some(rule) => write!(f, "did you mean `{rule}`?"),
            None => write!(f, "write one of {}", Rule::WORDS),
        }
    }
}

fn short(weekday: u8) -> &'static str {
    DAYS.get(usize::from(weekday).saturating_sub(1)).and_then(|day| day.get(..3)).unwrap_or("mon")
}

/// The day after, unless time ends.
fn later(date: Date) -> Option<Date> {
    Some(date.plus_days(1)).filter(|next| *next > date)
}

fn months_on(from: Date, months: i32) -> Option<Date> {
    let first = from.first_of_month().plus_months(months);
    // Arithmetic stops at the last day of all time, which begins no month.
    (first.day() == 1).then_some(first)
}

fn next_in_weeks(anchor: Date, (every, weekday): (u32, u8), from: Date) -> Option<Date> {
    let base = anchor.plus_days(i64::from(weekday) - 1);
    let step = 7 * i64::from(every.max(1));
    let gone = base.days_until(from);
    let steps = gone.div_euclid(step) + i64::from(gone.rem_euclid(step) > 0);
    let found = base.plus_days(steps.max(0) * step);
    (found >= from && found.weekday() == weekday).then_some(found)
}

fn read(word: &str, when: &str) -> Option<Rule> {
    match word {
        "weekly" => Some(Rule::Weekly { every: 1, weekday: weekday(when)? }),
        "monthly" => read_monthly(when),
        _ => {
            let every = word.strip_prefix("every-")?.strip_suffix("-weeks")?.parse().ok()?;
            (1..=MOST_WEEKS).contains(&every).then_some(Rule::Weekly { every, weekday: weekday(when)? })
        }
    }
}

fn read_monthly(when: &str) -> Option<Rule> {
    if let Ok(day) = when.parse::<u8>() {
        return (1..=31).contains(&day).then_some(Rule::MonthlyDay(day));
    }
    let (word, day) = when.split_once('-')?;
    let (_, nth) = NTHS.into_iter().find(|(name, _)| *name == word)?;
    Some(Rule::MonthlyNth { nth, weekday: weekday(day)? })
}

fn weekday(word: &str) -> Option<u8> {
    let fits = |day: &&str| *day == word || day.get(..3) == Some(word);
    DAYS.iter().position(fits).and_then(|index| u8::try_from(index + 1).ok())
}

/// What was nearly written, each part corrected by itself; nothing where a part can't be guessed.
fn correct(word: &str, when: &str) -> Option<Rule> {
    let word = weeks_meant(word).or_else(|| word_meant(word).map(str::to_owned))?;
    let when = match when.split_once('-') {
        Some((nth, day)) if word == "monthly" => {
            format!("{}-{}", nearest(nth, NTHS.iter().map(|(name, _)| *name))?, near_day(day)?)
        }
        _ if word == "monthly" => when.to_owned(),
        _ => near_day(when)?.to_owned(),
    };
    read(&word, &when)
}

fn word_meant(typed: &str) -> Option<&'static str> {
    let name = nearest(typed, WORDS_MEANT.iter().map(|(name, _)| *name))?;
    WORDS_MEANT.iter().find(|(known, _)| *known == name).and_then(|(_, meant)| *meant)
}

/// `every-2-weeks` for `every other week`. A number is never guessed: one off is another rule.
fn weeks_meant(typed: &str) -> Option<String> {
    let typed = typed.replace([' ', '_'], "-");
    let rest = typed.strip_prefix("every-").filter(|rest| rest.contains("week") || *rest == "fortnight")?;
    let every = match rest.split('-').next()? {
        "week" => "1",
        "two" | "other" | "second" | "fortnight" => "2",
        number => number,
    };
    Some(format!("every-{every}-weeks"))
}

fn near_day(typed: &str) -> Option<&'static str> {
    let names = DAYS.into_iter().chain(DAYS.into_iter().filter_map(|day| day.get(..3)));
    nearest(typed, names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    /// The first `many` days of a rule, as months and days of one line.
    fn days(rule: &str, start: &str, many: usize) -> String {
        let dates = Rule::parse(rule).unwrap().dates(day(start), None).take(many);
        dates.map(|date| date.to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn weekly_begins_with_the_start_itself() {
        assert_eq!(days("weekly:wed", "2026-12-02", 3), "2026-12-02 2026-12-09 2026-12-16");
        assert_eq!(days("weekly:wednesday", "2026-12-03", 2), "2026-12-09 2026-12-16");
    }

    #[test]
    fn every_other_week_is_counted_from_the_week_of_the_start() {
        assert_eq!(days("every-2-weeks:wed", "2026-12-01", 3), "2026-12-02 2026-12-16 2026-12-30");
        // Thursday's week has its Wednesday behind it: the next one counted is two weeks on.
        assert_eq!(days("every-2-weeks:wed", "2026-12-03", 2), "2026-12-16 2026-12-30");
        assert_eq!(days("every-3-weeks:sun", "2026-12-06", 2), "2026-12-06 2026-12-27");
    }

    #[test]
    fn short_months_skip() {
        assert_eq!(days("monthly:31", "2026-01-31", 4), "2026-01-31 2026-03-31 2026-05-31 2026-07-31");
        assert_eq!(days("monthly:30", "2027-01-31", 2), "2027-03-30 2027-04-30");
        assert_eq!(days("monthly:29", "2027-02-01", 1), "2027-03-29");
        assert_eq!(days("monthly:29", "2028-02-01", 1), "2028-02-29");
    }

    #[test]
    fn weekdays_of_a_month() {
        assert_eq!(days("monthly:first-thu", "2026-12-03", 3), "2026-12-03 2027-01-07 2027-02-04");
        assert_eq!(days("monthly:fourth-mon", "2026-12-01", 2), "2026-12-28 2027-01-25");
        assert_eq!(days("monthly:last-fri", "2026-12-26", 2), "2027-01-29 2027-02-26");
        assert_eq!(days("monthly:last-thu", "2026-12-01", 1), "2026-12-31");
    }

    #[test]
    fn until_is_the_last_day() {
        let rule = Rule::parse("weekly:wed").unwrap();
        let (start, until) = (day("2026-12-02"), Some(day("2026-12-16")));
        assert_eq!(rule.dates(start, until).count(), 3);
        assert_eq!(rule.first_after(start, until, day("2026-12-09")), until);
        assert_eq!(rule.first_after(start, until, day("2026-12-16")), None);
        assert_eq!(rule.first_after(start, until, day("1999-01-01")), Some(start));
    }

    #[test]
    fn the_far_future_is_as_near_as_tomorrow() {
        let before = std::time::Instant::now();
        for word in ["weekly:wed", "every-7-weeks:fri", "monthly:31", "monthly:last-sun"] {
            let rule = Rule::parse(word).unwrap();
            for _ in 0..1000 {
                let next = rule.first_after(day("2026-12-02"), None, day("9000-01-01")).unwrap();
                assert!(rule.contains(day("2026-12-02"), None, next));
            }
        }
        // Walking there by days takes minutes, not a part of a second.
        assert!(before.elapsed().as_secs() < 5);
    }

    #[test]
    fn time_ends_quietly() {
        for word in ["weekly:wed", "every-52-weeks:fri", "monthly:31", "monthly:first-mon"] {
            let last = Rule::parse(word).unwrap().dates(day("9999-06-01"), None).last().unwrap();
            assert_eq!(last.year(), 9999, "{word}");
        }
    }

    #[test]
    fn what_is_no_rule_gets_the_nearest() {
        let help = |text: &str| Rule::parse(text).unwrap_err().to_string();
        assert_eq!(help("weekly:wen"), "did you mean `weekly:wed`?");
        assert_eq!(help("weekyl:wednesdya"), "did you mean `weekly:wed`?");
        assert_eq!(help("every-2-weeks:tusday"), "did you mean `every-2-weeks:tue`?");
        assert_eq!(help("monthly:frist-thu"), "did you mean `monthly:first-thu`?");
        for word in [
            "biweekly",
            "bi-weekly",
            "Bi weekly",
            "fortnightly",
            "fortnigthly",
            "every-other-week",
            "every 2 weeks",
            "every-2-week",
        ] {
            assert_eq!(help(&format!("{word}:wednesday")), "did you mean `every-2-weeks:wed`?", "{word}");
        }
        assert_eq!(help("every-3-week:wed"), "did you mean `every-3-weeks:wed`?");
        assert_eq!(help("every week:wed"), "did you mean `weekly:wed`?");
        for text in ["bimonthly:15", "semi-weekly:wed", "every-2-months:15"] {
            assert_eq!(help(text), format!("write one of {}", Rule::WORDS), "{text}");
        }
        for text in
            ["", "weekly", "monthly:0", "monthly:32", "every-0-weeks:mon", "every-99-weeks:mon", "daily", "weekly:"]
        {
            assert_eq!(help(text), format!("write one of {}", Rule::WORDS), "{text}");
        }
    }

    #[test]
    fn words_come_back_as_written() {
        for word in ["weekly:wed", "every-2-weeks:sun", "monthly:15", "monthly:second-tue", "monthly:last-fri"] {
            assert_eq!(Rule::parse(word).unwrap().to_string(), word);
        }
        for word in Rule::WORDS.split(", ") {
            assert!(Rule::parse(word.trim_matches('`')).is_ok(), "{word}");
        }
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        prop_oneof![
            (1..=MOST_WEEKS, 1..=7u8).prop_map(|(every, weekday)| Rule::Weekly { every, weekday }),
            (1..=31u8).prop_map(Rule::MonthlyDay),
            (prop_oneof![1..=4i8, Just(-1)], 1..=7u8).prop_map(|(nth, weekday)| Rule::MonthlyNth { nth, weekday }),
        ]
    }

    proptest! {
        #[test]
        fn all_questions_have_one_answer(rule in any_rule(), offset in -20_000i64..40_000, length in 0i64..800) {
            let start = day("2026-01-01").plus_days(offset);
            let until = start.plus_days(length);
            let dates: Vec<Date> = rule.dates(start, Some(until)).collect();
            prop_assert!(dates.is_sorted_by(|one, next| one < next));
            prop_assert_eq!(Rule::parse(&rule.to_string()), Ok(rule));
            for number in -3..length + 3 {
                let date = start.plus_days(number);
                prop_assert_eq!(rule.contains(start, Some(until), date), dates.contains(&date));
                let next = dates.iter().copied().find(|next| *next > date);
                prop_assert_eq!(rule.first_after(start, Some(until), date), next);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            let _ = Rule::parse(&text);
        }
    }
}
