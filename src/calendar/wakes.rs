//! When a host should wake and look at the calendar: lines of cron, in UTC, made of the calendar's own times.
//!
//! Cron knows neither zones nor the first Thursday of a month. So each local time stands there once for every offset its
//! zone has in a year, and a rule of the month for its weekday or day: a wake too many asks, and finds nothing to do.
//! Wakes come some minutes after their time, at minutes that few others use: hosts are busiest at full hours.

use std::collections::{BTreeMap, BTreeSet};

use super::changes;
use crate::model::Site;
use crate::model::time::{Date, Instant, Rule, TimeOfDay, Zone, weekday_name};
use crate::output::stable_bytes;
use crate::plan::{Moment, World};

/// A line of cron and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    /// Minute, hours, day of the month, month, weekday; in UTC.
    pub cron: String,
    /// The times it is for, in words.
    pub reasons: Vec<String>,
}

/// Minutes of an hour at which hosts are asked to wake; a site adds 0, 2 or 4, so that not all wake at once.
const SLOTS: [i64; 4] = [7, 23, 37, 53];
/// Minutes that must have passed before a wake, for clocks that differ a little.
const LATER: i64 = 2;
const YEAR: i64 = 366;
/// Changes of a year that are looked at one by one; a site with more has them at the times of its rules.
const MOST_CHANGES: usize = 500;
/// From so many single days on, a time of day is a time of every day.
const MANY_DAYS: usize = 5;
const DAY_MINUTES: i64 = 24 * 60;

/// The days of a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Days {
    Every,
    /// 0 = Sunday.
    Weekdays(BTreeSet<u8>),
    OfMonth(BTreeSet<u8>),
    /// Month, and days of it.
    Dates(u8, BTreeSet<u8>),
}

/// Hours, with what each is for.
type Hours = BTreeMap<i64, BTreeSet<String>>;

/// Days and minute → hours.
type Lines = BTreeMap<(Days, i64), Hours>;

/// Lines that may become one.
type Alike = Vec<(Days, Hours)>;

/// A time that comes again.
struct Again<'a> {
    rule: Option<&'a Rule>,
    time: TimeOfDay,
    /// Minutes after it that are meant; negative is before.
    plus: i64,
    what: String,
}

/// The lines for a site as it is planned at `moment`.
pub fn wakes(world: World<'_>, moment: Moment) -> Vec<Wake> {
    let site = world.site;
    let wakes = Wakes { zone: &site.settings.zone, spread: spread(site), offsets: offsets(site, moment.now) };
    let mut lines = Lines::new();
    for again in times(site, moment.now) {
        wakes.add(&again, &mut lines);
    }
    wakes.add_single(world, moment, &mut lines);
    merged(lines).into_iter().map(|((days, minute), hours)| written(&days, minute, &hours)).collect()
}

/// Minutes that this site wakes later than others.
fn spread(site: &Site) -> i64 {
    let [first, ..] = stable_bytes(&site.settings.guid_host);
    i64::from(first % 3) * 2
}

/// Every offset from UTC, in minutes, that the zone has in the coming year.
fn offsets(site: &Site, now: Instant) -> BTreeSet<i64> {
    let zone = &site.settings.zone;
    (0..=YEAR).map(|day| i64::from(zone.parts(now.plus_days(day)).offset_minutes)).collect()
}

/// The times at which something may happen on any day that fits, whatever is planned later.
fn times(site: &Site, now: Instant) -> Vec<Again<'_>> {
    let calendar = &site.calendar;
    let daily = |time, what: &str| Again { rule: None, time, plus: 0, what: what.to_owned() };
    let mut times = vec![
        daily(calendar.publish_time, "pieces with a bare date appear"),
        daily(TimeOfDay::MIDNIGHT, "what ended with the day before goes; and what a missed wake left is made up for"),
    ];
    let today = site.settings.zone.date_of(now);
    let goes_on = |until: &Option<Date>| until.is_none_or(|until| until >= today);
    for newsletter in calendar.newsletters.iter().filter(|newsletter| goes_on(&newsletter.until)) {
        let again = |plus, what| Again { rule: Some(&newsletter.rule), time: newsletter.time, plus, what };
        let id = &newsletter.id.value;
        times.push(again(0, format!("the newsletter `{id}` goes out")));
        if newsletter.cutoff_hours > 0 {
            times.push(again(-60 * i64::from(newsletter.cutoff_hours), format!("the newsletter `{id}` closes")));
        }
    }
    for recurring in calendar.recurrings.iter().filter(|recurring| goes_on(&recurring.until)) {
        let again = |plus, what| Again { rule: Some(&recurring.rule), time: recurring.time, plus, what };
        let id = &recurring.id.value;
        times.push(again(0, format!("`{id}` begins")));
        if recurring.minutes > 0 {
            times.push(again(i64::from(recurring.minutes), format!("`{id}` ends")));
        }
    }
    times
}

/// What local times are turned into wakes with.
struct Wakes<'a> {
    zone: &'a Zone,
    spread: i64,
    offsets: BTreeSet<i64>,
}

impl Wakes<'_> {
    /// The minute of the day at which to wake for one; a day has minutes before its first and after its last, too.
    fn wake(&self, minute: i64) -> i64 {
        let earliest = minute + LATER;
        let hour = earliest.div_euclid(60) * 60;
        let slots = SLOTS.iter().map(|slot| hour + slot + self.spread).chain([hour + 60 + SLOTS[0] + self.spread]);
        slots.into_iter().find(|slot| *slot >= earliest).unwrap_or(earliest)
    }

    fn add(&self, again: &Again<'_>, lines: &mut Lines) {
        let local = minutes(again.time);
        for offset in &self.offsets {
            let wake = self.wake(local - offset + again.plus);
            let days = days(again.rule, wake.div_euclid(DAY_MINUTES));
            add(lines, days, wake.rem_euclid(DAY_MINUTES), again.words());
        }
    }

    /// Changes of the coming year that no time of a rule is for.
    fn add_single(&self, world: World<'_>, moment: Moment, lines: &mut Lines) {
        let until = moment.now.plus_days(YEAR);
        let mut single: BTreeMap<i64, Vec<(Date, String)>> = BTreeMap::new();
        for change in changes(world, moment, Some(until), MOST_CHANGES) {
            let wake = Instant::from_unix(self.wake(change.at.unix().div_euclid(60)) * 60);
            let day = Zone::utc().date_of(wake);
            let minute = wake.unix().div_euclid(60).rem_euclid(DAY_MINUTES);
            if !lines
                .iter()
                .any(|((days, at), hours)| *at == minute % 60 && hours.contains_key(&(minute / 60)) && days.hold(day))
            {
                let local = format!("{} {}", self.zone.date_of(change.at), self.zone.time_of(change.at));
                single.entry(minute).or_default().push((day, format!("{local}: {}", change.reasons.join(", "))));
            }
        }
        for (minute, found) in single {
            let is_daily = found.len() >= MANY_DAYS;
            for (day, words) in found {
                let days = if is_daily { Days::Every } else { Days::Dates(day.month(), [day.day()].into()) };
                add(lines, days, minute, words);
            }
        }
    }
}

fn add(lines: &mut Lines, days: Days, minute: i64, words: String) {
    lines.entry((days, minute % 60)).or_default().entry(minute / 60).or_default().insert(words);
}

fn minutes(time: TimeOfDay) -> i64 {
    let (hour, minute) = time.hour_and_minute();
    i64::from(hour) * 60 + i64::from(minute)
}

/// The days of a rule as cron can say them, so many days later.
fn days(rule: Option<&Rule>, later: i64) -> Days {
    match rule {
        None => Days::Every,
        Some(Rule::Weekly { weekday, .. } | Rule::MonthlyNth { weekday, .. }) => {
            let weekday = (i64::from(*weekday) + later).rem_euclid(7);
            Days::Weekdays([u8::try_from(weekday).unwrap_or(0)].into())
        }
        // Where the day may fall into the month before or after, months of every length are meant.
        Some(Rule::MonthlyDay(day)) => Days::OfMonth(match i64::from(*day) + later {
            moved if moved < 1 => (28..=31).filter_map(|last| u8::try_from(last + moved).ok()).collect(),
            moved if moved > 28 && later > 0 => [1, u8::try_from(moved).unwrap_or(1).min(31)].into(),
            moved => [u8::try_from(moved).unwrap_or(1)].into(),
        }),
    }
}

impl Days {
    fn hold(&self, day: Date) -> bool {
        match self {
            Days::Every => true,
            Days::Weekdays(weekdays) => weekdays.contains(&(day.weekday() % 7)),
            Days::OfMonth(days) => days.contains(&day.day()),
            Days::Dates(month, days) => *month == day.month() && days.contains(&day.day()),
        }
    }

    /// Day of the month, month and weekday of cron.
    fn cron(&self) -> String {
        match self {
            Days::Every => "* * *".to_owned(),
            Days::Weekdays(weekdays) => format!("* * {}", list(weekdays)),
            Days::OfMonth(days) => format!("{} * *", list(days)),
            Days::Dates(month, days) => format!("{} {month} *", list(days)),
        }
    }
}

impl Again<'_> {
    fn words(&self) -> String {
        let day = |weekday: u8| format!("{}s", weekday_name(weekday));
        let (when, rule) = match self.rule {
            None => ("Every day".to_owned(), String::new()),
            Some(Rule::Weekly { every: 1, weekday }) => (day(*weekday), String::new()),
            Some(rule @ (Rule::Weekly { weekday, .. } | Rule::MonthlyNth { weekday, .. })) => {
                (day(*weekday), format!(" ({rule})"))
            }
            Some(rule) => ("Monthly".to_owned(), format!(" ({rule})")),
        };
        let plus = match self.plus {
            0 => String::new(),
            minutes if minutes % 60 == 0 => format!(" {} {} h", sign(minutes), minutes.abs() / 60),
            minutes => format!(" {} {} min", sign(minutes), minutes.abs()),
        };
        format!("{when} {}{plus}: {}{rule}", self.time, self.what)
    }
}

fn sign(minutes: i64) -> char {
    if minutes < 0 { '−' } else { '+' }
}

/// Fewer lines that wake at the same times: what every day has is no line of its own, and equal lines are one.
fn merged(lines: Lines) -> Lines {
    let (mut daily, rest): (Lines, Lines) = lines.into_iter().partition(|((days, _), _)| *days == Days::Every);
    let mut by_hours: BTreeMap<(u8, i64, Vec<i64>), Alike> = BTreeMap::new();
    for ((days, minute), mut hours) in rest {
        if let Some(known) = daily.get_mut(&(Days::Every, minute)) {
            for (hour, words) in known {
                words.extend(hours.remove(hour).into_iter().flatten());
            }
        }
        if !hours.is_empty() {
            let key = (days.sort(), minute, hours.keys().copied().collect());
            by_hours.entry(key).or_default().push((days, hours));
        }
    }
    for ((_, minute, _), alike) in by_hours {
        let mut alike = alike.into_iter();
        let Some((mut days, mut hours)) = alike.next() else { continue };
        for (more, others) in alike {
            days.join(more);
            for (hour, words) in others {
                hours.entry(hour).or_default().extend(words);
            }
        }
        daily.insert((days, minute), hours);
    }
    daily
}

impl Days {
    /// Lines of one sort may become one; 0 is every day, months follow after 2.
    fn sort(&self) -> u8 {
        match self {
            Days::Every => 0,
            Days::Weekdays(_) => 1,
            Days::OfMonth(_) => 2,
            Days::Dates(month, _) => 2 + month,
        }
    }

    /// Takes the days of another of its sort.
    fn join(&mut self, other: Days) {
        match (self, other) {
            (Days::Weekdays(own), Days::Weekdays(other))
            | (Days::OfMonth(own), Days::OfMonth(other))
            | (Days::Dates(_, own), Days::Dates(_, other)) => own.extend(other),
            _ => {}
        }
    }
}

fn written(days: &Days, minute: i64, hours: &Hours) -> Wake {
    let words: BTreeSet<&String> = hours.values().flatten().collect();
    Wake {
        cron: format!("{minute} {} {}", list(hours.keys()), days.cron()),
        reasons: words.into_iter().cloned().collect(),
    }
}

fn list(numbers: impl IntoIterator<Item = impl ToString>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cron(rule: &str, later: i64) -> String {
        days(Some(&Rule::parse(rule).unwrap()), later).cron()
    }

    #[test]
    fn a_day_moves_with_its_zone() {
        assert_eq!((cron("weekly:sun", 0), cron("weekly:sun", 1)), ("* * 0".into(), "* * 1".into()));
        assert_eq!((cron("weekly:mon", -1), cron("monthly:first-thu", 0)), ("* * 0".into(), "* * 4".into()));
        assert_eq!((cron("monthly:1", -1), cron("monthly:15", -1)), ("28,29,30,31 * *".into(), "14 * *".into()));
        assert_eq!((cron("monthly:31", 1), cron("monthly:28", 1)), ("1,31 * *".into(), "1,29 * *".into()));
        assert_eq!((cron("monthly:31", 0), cron("monthly:27", 1)), ("31 * *".into(), "28 * *".into()));
    }

    #[test]
    fn a_wake_comes_soon_after_its_time_and_never_at_a_full_hour() {
        for spread in [0, 2, 4] {
            let wakes = Wakes { zone: &Zone::utc(), spread, offsets: [0].into() };
            for minute in -1500..1500 {
                let wake = wakes.wake(minute);
                assert!(wake >= minute + LATER && wake <= minute + LATER + 20, "{minute}: {wake}");
                assert!(wake.rem_euclid(60) % 2 == 1 && wake.rem_euclid(60) > 5, "{minute}: {wake}");
            }
        }
    }
}
