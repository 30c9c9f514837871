//! Days and instants as they are written: for feeds, for programs, and in English for creators.

use super::{Date, Instant, Zone};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
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

/// `Monday` for 1, as weekdays are counted in rules.
pub fn weekday_name(number: u8) -> &'static str {
    WEEKDAYS.get(usize::from(number).saturating_sub(1)).copied().unwrap_or_default()
}

impl Date {
    /// `Monday`.
    pub fn weekday_name(self) -> &'static str {
        weekday_name(self.weekday())
    }

    /// `2026-12`.
    pub fn year_month(self) -> String {
        self.0.strftime("%Y-%m").to_string()
    }

    /// `December`.
    pub fn month_name(self) -> &'static str {
        MONTHS.get(usize::from(self.month()).saturating_sub(1)).copied().unwrap_or_default()
    }
}

impl Zone {
    /// An instant with its offset: `2026-12-02T08:00:00+01:00`.
    pub fn rfc3339(&self, instant: Instant) -> String {
        instant.0.display_with_offset(self.0.to_offset(instant.0)).to_string()
    }

    /// An instant with its offset as feeds write it: `Wed, 02 Dec 2026 08:00:00 +0100`.
    pub fn rfc2822(&self, instant: Instant) -> String {
        instant.0.to_zoned(self.0.clone()).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// An instant for people: `2026-12-02 08:00 +01:00`.
    pub fn words(&self, instant: Instant) -> String {
        instant.0.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }
}
