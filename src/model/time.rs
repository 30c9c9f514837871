//! Time, the door to jiff: instants, local dates, zones, and the rule words of the calendar.

/// A point in time, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub(super) jiff::Timestamp);

/// A day on the site's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(super) jiff::civil::Date);

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(pub(super) jiff::civil::Time);

/// A time zone by its IANA name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(pub(super) jiff::tz::TimeZone);

/// When something comes again: the rule words of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `weekly:wed` (every = 1) and `every-2-weeks:wed`; weekday 1 = Monday … 7 = Sunday.
    Weekly {
        /// Weeks between two.
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
