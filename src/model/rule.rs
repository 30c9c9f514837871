//! When something comes again: the rule words of the calendar and the days they stand for.
//!
//! Knows days alone; the time of day and the zone stand beside the rule. Every question is answered by arithmetic, never
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
            // Of any two months in a row one has 31 days, and the 29th is missing in February alone: three months hold one.
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
    let is_weeks = word.starts_with("every-") && read(word, "mon").is_some();
    let word = if is_weeks { word } else { nearest(word, ["weekly", "monthly"])? };
    let when = match when.split_once('-') {
        Some((nth, day)) if word == "monthly" => {
            format!("{}-{}", nearest(nth, NTHS.iter().map(|(name, _)| *name))?, near_day(day)?)
        }
        _ if word == "monthly" => when.to_owned(),
        _ => near_day(when)?.to_owned(),
    };
    read(word, &when)
}

fn near_day(typed: &str) -> Option<&'static str> {
    let names = DAYS.into_iter().chain(DAYS.into_iter().filter_map(|day| day.get(..3)));
    nearest(typed, names)
}
