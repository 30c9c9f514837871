//! Time, the door to jiff: instants, local dates, times of day and zones.
//!
//! Zones come from the database compiled in, so that a site has the same bytes on every machine. Knows nothing of the
//! calendar; its rule words are in `rule.rs`, made of the dates here. The clock is read by [`Instant::now_from_clock`]
//! alone. All arithmetic stops at the years -9999 and 9999 rather than fail.

use std::fmt;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

mod words;

pub use super::rule::{Rule, RuleProblem};
use crate::diagnostic::nearest;
use crate::parse::toml::RawDate;
pub use words::weekday_name;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A point in time, to the second. Displays in UTC (`2026-12-02T07:00:00Z`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(jiff::Timestamp);

/// A day on the site's calendar. Displays as `2026-12-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// A time of day. Displays as `08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(jiff::civil::Time);

/// A time zone by its IANA name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// What a date without a time of day means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// This time that day: where something begins.
    At(TimeOfDay),
    /// The end of that day, see [`Zone::end_of_day`]: where something stops.
    EndOfDay,
}

/// A local time that the clocks of the zone do not show exactly once. [`Zone::instant`] says which instant is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Irregular {
    /// Clocks skip it: what is meant is as much later as they skip.
    Gap,
    /// Clocks show it twice: the first is meant.
    Fold,
}

/// A typed date that is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// There is no such day; the number is the days of that month, 0 where the month itself does not exist.
    NoSuchDay(u8),
    /// There is no such time of day.
    NoSuchTime,
    /// The offset is a day or more.
    NoSuchOffset,
}

/// An instant as a zone's clocks and calendar show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 1 = Monday … 7 = Sunday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
    /// `CET`, or `UTC+05:45` where the zone has no letters for itself.
    pub abbreviation: String,
}

impl Instant {
    /// This many seconds after 1970 began in UTC; beyond the years -9999 to 9999, the nearest instant within.
    pub fn from_unix(seconds: i64) -> Self {
        let nearest = if seconds < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        Instant(jiff::Timestamp::from_second(seconds).unwrap_or_else(|_| whole_second(nearest)))
    }

    /// Seconds since 1970 began in UTC.
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }

    /// What the clock of this machine shows.
    pub fn now_from_clock() -> Self {
        Instant(whole_second(jiff::Timestamp::now()))
    }

    /// A date as feeds write it, by RFC 2822 or RFC 3339; nothing where it is neither.
    pub fn parse_published(text: &str) -> Option<Self> {
        let text = text.trim();
        let as_mail = || jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text);
        text.parse::<jiff::Timestamp>().or_else(|_| as_mail()).ok().map(whole_second).map(Instant)
    }

    /// The value of `SOURCE_DATE_EPOCH`, or what it should be.
    pub fn parse_epoch(text: &str) -> Result<Self, String> {
        let seconds = text.trim().parse::<i64>().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        seconds
            .map(Instant)
            .ok_or_else(|| "it is a whole number of seconds since 1970, such as `1796194800`".to_owned())
    }

    /// The value of `--at`: a date (its first instant), a local time, or a time with an offset; or how to write one.
    pub fn parse_at(text: &str, zone: &Zone) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(exact) = text.parse::<jiff::Timestamp>() {
            return Ok(Instant(whole_second(exact)));
        }
        // jiff reads a local time past an offset or a `[Zone]` and drops it; that would be another instant than typed.
        let is_local = !text.get(10..).unwrap_or("").contains(['+', '-', '[', 'Z', 'z']);
        let local = text.parse::<jiff::civil::DateTime>().ok().filter(|_| is_local).ok_or_else(|| {
            "write `2026-12-02`, `2026-12-02T08:00` (in the site's zone) or `2026-12-02T08:00+01:00`".to_owned()
        })?;
        Ok(zone.instant(Date(local.date()), TimeOfDay(whole_time(local.time()))).0)
    }

    /// Later by seconds (earlier if negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Instant::from_unix(self.unix().saturating_add(seconds))
    }

    /// Later by hours as clocks count them, 3,600 seconds each.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(60 * 60))
    }

    /// Later by days of 24 hours; for days of the calendar, see [`Date::plus_days`].
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(SECONDS_A_DAY))
    }

    /// In UTC as iCalendar writes it: `20261202T070000Z`.
    pub fn utc_basic(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn whole_second(timestamp: jiff::Timestamp) -> jiff::Timestamp {
    // `as_second` rounds towards 1970, so it never leaves the range it came from.
    jiff::Timestamp::from_second(timestamp.as_second()).unwrap_or(timestamp)
}

fn whole_time(time: jiff::civil::Time) -> jiff::civil::Time {
    time.with().subsec_nanosecond(0).build().unwrap_or(time)
}

impl Date {
    /// A day by its numbers, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok().map(Date)
    }

    /// Reads `2026-12-02`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.parse().ok().map(Date)?;
        (date.to_string() == text).then_some(date)
    }

    /// The day that was typed, whatever the time beside it.
    pub fn of(raw: &RawDate) -> Result<Self, DateProblem> {
        let year = i32::from(raw.year);
        let days = Date::new(year, raw.month, 1).map_or(0, |first| first.last_of_month().day());
        Date::new(year, raw.month, raw.day).ok_or(DateProblem::NoSuchDay(days))
    }

    /// Year.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// 1 to 31.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// 1 = Monday … 7 = Sunday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().to_monday_one_offset().unsigned_abs()
    }

    /// Later by days (earlier if negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Date(self.0.saturating_add(jiff::SignedDuration::from_secs(days.saturating_mul(SECONDS_A_DAY))))
    }

    /// The same day of another month, or that month's last.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        // 20,000 years of months: more than there are.
        Date(self.0.saturating_add(months.clamp(-239_976, 239_976).months()))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Date(self.0.first_of_month())
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        Date(self.0.last_of_month())
    }

    /// The Monday of its week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus_days(1 - i64::from(self.weekday()))
    }

    /// Days from this one to another; negative if that is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TimeOfDay {
    /// 00:00.
    pub const MIDNIGHT: TimeOfDay = TimeOfDay(jiff::civil::Time::constant(0, 0, 0, 0));

    /// Reads `08:00` (`8:00` too).
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let number = |digits: &str, least: usize| {
            let fits = (least..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| digits.parse::<i8>().ok()).flatten()
        };
        jiff::civil::Time::new(number(hour, 1)?, number(minute, 2)?, 0, 0).ok().map(TimeOfDay)
    }

    /// 0 to 23, and 0 to 59.
    pub fn hour_and_minute(self) -> (u8, u8) {
        (self.0.hour().unsigned_abs(), self.0.minute().unsigned_abs())
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())?;
        if self.0.second() == 0 { Ok(()) } else { write!(f, ":{:02}", self.0.second()) }
    }
}

impl Zone {
    /// Coordinated universal time: what a site without a valid zone is read in.
    pub fn utc() -> Self {
        Zone(TimeZone::UTC)
    }

    /// The zone of an IANA name.
    pub fn named(name: &str) -> Option<Self> {
        ZONES.get(name).ok().filter(|zone| !zone.is_unknown()).map(Zone)
    }

    /// The zone that this machine is set to (`TZ`, or what `/etc/localtime` leads to), if it has a name.
    pub fn of_this_machine() -> Option<Self> {
        Zone::named(TimeZone::try_system().ok()?.iana_name()?)
    }

    /// The zone name nearest to what was typed: by its letters, or by the city alone (`berlin`).
    pub fn nearest(typed: &str) -> Option<String> {
        let names: Vec<String> = ZONES.available().map(|name| name.as_str().to_owned()).collect();
        let typed_city = typed.trim().replace(' ', "_");
        let city = |name: &&String| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&typed_city));
        let found = names.iter().find(city).map(String::as_str);
        found.or_else(|| nearest(typed, names.iter().map(String::as_str))).map(str::to_owned)
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant of a local time. Where clocks do not show it exactly once, RFC 5545's rule holds: of two the first,
    /// and a skipped time counts with the offset before the gap.
    pub fn instant(&self, date: Date, time: TimeOfDay) -> (Instant, Option<Irregular>) {
        let local = self.0.to_ambiguous_timestamp(date.0.to_datetime(time.0));
        let irregular = match local.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(Irregular::Gap),
            AmbiguousOffset::Fold { .. } => Some(Irregular::Fold),
        };
        let instant = local.compatible().map(Instant);
        // Only the first and the last day of all time hold local times that are no instants.
        let edge = if date.0.year() < 0 { i64::MIN } else { i64::MAX };
        (instant.unwrap_or_else(|_| Instant::from_unix(edge)), irregular)
    }

    /// The local day of an instant.
    pub fn date_of(&self, instant: Instant) -> Date {
        Date(self.0.to_datetime(instant.0).date())
    }

    /// The local time of an instant.
    pub fn time_of(&self, instant: Instant) -> TimeOfDay {
        TimeOfDay(self.0.to_datetime(instant.0).time())
    }

    /// The first instant of a day (01:00 where clocks skip midnight).
    pub fn start_of_day(&self, date: Date) -> Instant {
        self.instant(date, TimeOfDay::MIDNIGHT).0
    }

    /// The first instant after a day, so that `end > now` holds through all of it.
    pub fn end_of_day(&self, date: Date) -> Instant {
        self.start_of_day(date.plus_days(1))
    }

    /// The instant of a date as typed: exact with an offset, local without; `bare` says what a date alone means.
    pub fn resolve(&self, raw: &RawDate, bare: Bare) -> Result<(Instant, Option<Irregular>), DateProblem> {
        let date = Date::of(raw)?;
        match (time_of(raw)?, offset_of(raw)?, bare) {
            (Some(time), Some(offset), _) => Ok((exact(date, time, offset), None)),
            (Some(time), None, _) | (None, _, Bare::At(time)) => Ok(self.instant(date, time)),
            (None, _, Bare::EndOfDay) => Ok((self.end_of_day(date), None)),
        }
    }

    /// The day of a date as typed, by the site's calendar.
    pub fn day(&self, raw: &RawDate) -> Result<Date, DateProblem> {
        match (raw.time, raw.offset_minutes) {
            (Some(_), Some(_)) => self.resolve(raw, Bare::EndOfDay).map(|(instant, _)| self.date_of(instant)),
            _ => Date::of(raw),
        }
    }

    /// An instant in parts, to print.
    pub fn parts(&self, instant: Instant) -> Parts {
        let local = self.0.to_datetime(instant.0);
        let date = Date(local.date());
        let info = self.0.to_offset_info(instant.0);
        let offset_minutes = info.offset().seconds() / 60;
        Parts {
            year: date.year(),
            month: date.month(),
            day: date.day(),
            weekday: date.weekday(),
            hour: local.hour().unsigned_abs(),
            minute: local.minute().unsigned_abs(),
            offset_minutes,
            abbreviation: abbreviation(info.abbreviation(), offset_minutes),
        }
    }
}

fn abbreviation(letters: &str, offset_minutes: i32) -> String {
    if letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return letters.to_owned();
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", offset_minutes.abs() / 60, offset_minutes.abs() % 60)
}

fn time_of(raw: &RawDate) -> Result<Option<TimeOfDay>, DateProblem> {
    let Some((hour, minute, second)) = raw.time else { return Ok(None) };
    let small = |number: u8| i8::try_from(number).map_err(|_| DateProblem::NoSuchTime);
    // A leap second is shown by clocks and counted by none.
    let second = small(if second == 60 { 59 } else { second })?;
    let time = jiff::civil::Time::new(small(hour)?, small(minute)?, second, 0);
    time.map(|time| Some(TimeOfDay(time))).map_err(|_| DateProblem::NoSuchTime)
}

fn offset_of(raw: &RawDate) -> Result<Option<Offset>, DateProblem> {
    let Some(minutes) = raw.offset_minutes else { return Ok(None) };
    let offset = (minutes.unsigned_abs() < 24 * 60).then(|| Offset::from_seconds(i32::from(minutes) * 60).ok());
    offset.flatten().map(Some).ok_or(DateProblem::NoSuchOffset)
}

fn exact(date: Date, time: TimeOfDay, offset: Offset) -> Instant {
    let instant = offset.to_timestamp(date.0.to_datetime(time.0)).map(Instant);
    let edge = if date.0.year() < 0 { i64::MIN } else { i64::MAX };
    instant.unwrap_or_else(|_| Instant::from_unix(edge))
}

#[cfg(test)]
mod tests;
