//! Events as iCalendar text (RFC 5545): the door to the `icalendar` crate.
//!
//! Every time is in UTC, so no zone has to be described and no reader can misread one. The same events give the same
//! bytes: whoever calls says when an event was written (`stamp`), the clock is never asked. Knows no items and no plans.

use icalendar::{Calendar, Component, Event, Property};

use crate::model::time::{Date, Instant};

/// Octets a line may hold before it is folded, its end not counted.
const LINE: usize = 75;
/// How often programs that subscribe shall look again.
const REFRESH: &str = "PT12H";
const PRODUCT: &str = "-//hub//hub calendar//EN";

/// A calendar to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcsCalendar {
    /// Its name in the list of calendars.
    pub name: String,
    /// What it holds, in a sentence; may be empty.
    pub description: String,
    /// Events, in the order they are printed in.
    pub events: Vec<IcsEvent>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcsEvent {
    /// What it is known by for ever.
    pub uid: String,
    /// Since when it is so.
    pub stamp: Instant,
    /// When it takes place.
    pub time: IcsTime,
    /// Title.
    pub summary: String,
    /// Text; may be empty.
    pub description: String,
    /// Absolute address of its page; may be empty.
    pub url: String,
    /// Place; may be empty.
    pub location: String,
    /// How often it was changed.
    pub sequence: u32,
    /// Whether it takes place.
    pub status: IcsStatus,
}

/// When an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IcsTime {
    /// From an instant, with an end where it is known and later.
    From(Instant, Option<Instant>),
    /// All of one day, wherever one is.
    Day(Date),
}

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IcsStatus {
    /// It does.
    Confirmed,
    /// It may, but is not settled.
    Tentative,
    /// It was announced and does not.
    Cancelled,
}

impl IcsCalendar {
    /// The calendar as text, with CRLF and folded lines.
    pub fn print(&self) -> String {
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        calendar.append_property(("PRODID", PRODUCT));
        calendar.append_property(("CALSCALE", "GREGORIAN"));
        calendar.append_property(("METHOD", "PUBLISH"));
        for key in ["NAME", "X-WR-CALNAME"] {
            calendar.append_property(text(key, &self.name));
        }
        if !self.description.is_empty() {
            calendar.append_property(text("X-WR-CALDESC", &self.description));
        }
        calendar.append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done());
        calendar.append_property(("X-PUBLISHED-TTL", REFRESH));
        calendar.extend(self.events.iter().map(IcsEvent::component));
        folded(&calendar.to_string())
    }
}

impl IcsEvent {
    fn component(&self) -> Event {
        let mut event = Event::new();
        event.append_property(text("UID", &self.uid));
        event.add_property("DTSTAMP", self.stamp.utc_basic());
        match self.time {
            IcsTime::From(starts, ends) => {
                event.add_property("DTSTART", starts.utc_basic());
                if let Some(ends) = ends.filter(|ends| *ends > starts) {
                    event.add_property("DTEND", ends.utc_basic());
                }
            }
            IcsTime::Day(date) => {
                event.append_property(day("DTSTART", date));
                event.append_property(day("DTEND", date.plus_days(1)));
            }
        }
        event.append_property(text("SUMMARY", &self.summary));
        for (key, value) in [("DESCRIPTION", &self.description), ("LOCATION", &self.location)] {
            if !value.is_empty() {
                event.append_property(text(key, value));
            }
        }
        if !self.url.is_empty() {
            event.add_property("URL", clean(&self.url).replace(['\n', ' '], ""));
        }
        event.add_property("SEQUENCE", self.sequence.min(i32::MAX.unsigned_abs()).to_string());
        event.add_property("STATUS", self.status.word());
        // A day marked for a deadline shall not look busy.
        let transparent = matches!(self.time, IcsTime::Day(_)) || self.status == IcsStatus::Cancelled;
        event.add_property("TRANSP", if transparent { "TRANSPARENT" } else { "OPAQUE" });
        event.done()
    }
}

impl IcsStatus {
    fn word(self) -> &'static str {
        match self {
            IcsStatus::Confirmed => "CONFIRMED",
            IcsStatus::Tentative => "TENTATIVE",
            IcsStatus::Cancelled => "CANCELLED",
        }
    }
}

/// A property that holds words. The crate escapes what it knows to be text; `NAME` (RFC 7986) has to be told.
fn text(key: &str, value: &str) -> Property {
    let mut property = Property::new(key, clean(value));
    if key == "NAME" {
        property.add_parameter("VALUE", "TEXT");
    }
    property.done()
}

fn day(key: &str, date: Date) -> Property {
    let digits: String = date.to_string().chars().filter(char::is_ascii_digit).collect();
    Property::new(key, digits).add_parameter("VALUE", "DATE").done()
}

/// Words without the control characters that no line may hold; only the end of a line stays.
fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    lines.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// The text with each line folded at 75 octets between two characters. The crate folds by itself, but lets the last part
/// of a line be an octet too long; so what it folded is put together first.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                out.push_str("\r\n ");
                room = LINE - 1;
            }
            room -= c.len_utf8();
            out.push(c);
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> IcsEvent {
        IcsEvent {
            uid: "office-hours-2026-12-03@hub.example".to_owned(),
            stamp: Instant::from_unix(1_764_543_600),
            time: IcsTime::From(Instant::from_unix(1_796_317_200), Some(Instant::from_unix(1_796_320_800))),
            summary: summary.to_owned(),
            description: String::new(),
            url: "https://hub.example/events/".to_owned(),
            location: String::new(),
            sequence: 0,
            status: IcsStatus::Confirmed,
        }
    }

    fn print(event: IcsEvent) -> String {
        let name = "Dates; all, of them".to_owned();
        IcsCalendar { name, description: String::new(), events: vec![event] }.print()
    }

    /// What a reader makes of a property: unfolded, unescaped.
    fn read(text: &str, key: &str) -> String {
        let text = text.replace("\r\n ", "");
        let line = text.split("\r\n").find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).unwrap_or_default();
        line.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    }

    #[test]
    fn an_event_has_what_the_standard_asks_for() {
        let text = print(event("Office hours"));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(read(&text, "DTSTART"), "20261203T170000Z");
        assert_eq!(read(&text, "DTEND"), "20261203T180000Z");
        assert_eq!(read(&text, "UID"), "office-hours-2026-12-03@hub.example");
        assert!(text.contains("NAME;VALUE=TEXT:Dates\\; all\\, of them\r\n"), "{text}");
    }

    #[test]
    fn an_event_without_a_length_has_no_end() {
        let one = event("x");
        let IcsTime::From(starts, _) = one.time else { return };
        let text = print(IcsEvent { time: IcsTime::From(starts, Some(starts)), ..one });
        assert!(!text.contains("DTEND"));
    }

    #[test]
    fn a_day_ends_with_the_next() {
        let date = Date::parse("2026-12-31").unwrap();
        let text = print(IcsEvent { time: IcsTime::Day(date), ..event("x") });
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\n") && text.contains("DTEND;VALUE=DATE:20270101\r\n"));
    }

    #[test]
    fn lines_of_every_length_fold_at_75_octets_and_come_back_whole() {
        for pattern in ["a", "ä", "老", "a b", "🖊x", ",;"] {
            for count in 0..200 {
                let title = format!("x{}y", pattern.repeat(count));
                let text = print(event(&title));
                assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
                assert_eq!(read(&text, "SUMMARY"), title);
            }
        }
    }

    #[test]
    fn nothing_breaks_out_of_its_line() {
        let text = print(event("a\u{0}b\r\nBEGIN:VEVENT\rX:1\u{7}\tc\\n"));
        assert!(text.contains("SUMMARY:ab\\nBEGIN:VEVENT\\nX:1 c\\\\n\r\n"), "{text}");
        assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
        let url = print(IcsEvent { url: "https://x.example/a\r\nX: 1".to_owned(), ..event("x") });
        assert!(url.contains("URL:https://x.example/aX:1\r\n"), "{url}");
    }
}
