//! Every turn of the clocks of four zones, 2024 to 2030, around a recurrence and a newsletter: right to the second.
//!
//! What is right comes from the zones' rules written down here, not from a zone database.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fmt::Write as _;

use hub::model::time::{Date, Instant, Zone};
use hub::model::{self, Site};
use hub::parse;
use hub::plan::{self, Audience, Moment, World};
use hub::source::Sources;

const TIMES: [&str; 12] =
    ["00:00", "00:45", "01:00", "01:15", "01:30", "01:59", "02:00", "02:15", "02:30", "02:59", "03:00", "18:00"];

/// A turn of the clocks: when, and the minutes east of UTC before and after it.
struct Turn {
    at: i64,
    before: i64,
    after: i64,
}

impl Turn {
    /// The instant of a local time: as clocks show it; of two the first; where clocks skip it, as much later as they skip.
    fn instant(&self, local: i64) -> i64 {
        let (old, new) = (local - self.before * 60, local - self.after * 60);
        if old < self.at || new < self.at { old } else { new }
    }
}

fn seconds(date: Date, hour: i64) -> i64 {
    Date::new(1970, 1, 1).unwrap().days_until(date) * 86_400 + hour * 3_600
}

/// The n-th Sunday of a month, or its last.
fn sunday(year: i32, month: u8, nth: i64) -> Date {
    let first = Date::new(year, month, 1).unwrap();
    let sunday = first.plus_days((7 - i64::from(first.weekday())) % 7);
    let found = if nth > 0 { sunday.plus_days(7 * (nth - 1)) } else { sunday.plus_days(28) };
    if found.month() == month { found } else { found.plus_days(-7) }
}

/// The turns of a zone in a year, each with its local day.
fn turns(zone: &str, year: i32) -> Vec<(Date, Turn)> {
    let turn = |date, local_hour: i64, before, after| {
        (date, Turn { at: seconds(date, local_hour) - before * 60, before, after })
    };
    match zone {
        // European Union: at 01:00 UTC on the last Sundays of March and October.
        "Europe/Berlin" => vec![turn(sunday(year, 3, -1), 2, 60, 120), turn(sunday(year, 10, -1), 3, 120, 60)],
        // United States: at 02:00 on the second Sunday of March and the first of November.
        "America/New_York" => vec![turn(sunday(year, 3, 2), 2, -300, -240), turn(sunday(year, 11, 1), 2, -240, -300)],
        // Lord Howe Island: by half an hour, at 02:00 on the first Sundays of April and October.
        "Australia/Lord_Howe" => vec![turn(sunday(year, 4, 1), 2, 660, 630), turn(sunday(year, 10, 1), 2, 630, 660)],
        // Nepal never turns its clocks: a day like any other.
        _ => vec![turn(sunday(year, 3, -1), 2, 345, 345)],
    }
}

#[test]
fn recurrences_and_newsletters_are_right_at_every_turn_of_the_clocks() {
    for zone in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] {
        for year in 2024..=2030 {
            for (date, turn) in turns(zone, year) {
                check(zone, date, &turn);
            }
        }
    }
}

/// The Sunday of a turn and those beside it, at each time of day.
fn check(zone: &str, date: Date, turn: &Turn) {
    let site = site(zone, date.plus_days(-7));
    let days = [-7, 0, 7].map(|days| date.plus_days(days));
    for (index, time) in TIMES.iter().enumerate() {
        let minutes = time[..2].parse::<i64>().unwrap() * 60 + time[3..].parse::<i64>().unwrap();
        let expected: Vec<i64> = days.iter().map(|day| turn.instant(seconds(*day, 0) + minutes * 60)).collect();
        let (from, until) = (Instant::from_unix(expected[0]), Instant::from_unix(expected[2] + 1));
        let found = plan::of_recurring(&site, model::RecurringId::at(index), from, until);
        let starts: Vec<i64> = found.iter().map(|one| one.starts.unix()).collect();
        assert_eq!(starts, expected, "{zone} {date} {time}");
        assert!(found.iter().all(|one| one.ends.unix() - one.starts.unix() == 45 * 60), "{zone} {date} {time}");
        assert_eq!(found.iter().map(|one| one.date).collect::<Vec<_>>(), days, "{zone} {date} {time}");
        for sent in expected {
            let sources = Sources::default();
            let world = World { sources: &sources, site: &site, theme_files: &[] };
            let now = Instant::from_unix(sent - 1);
            let plan = plan::plan(world, Moment { now, audience: Audience::Public });
            assert_eq!(plan.next_issue[index].map(Instant::unix), Some(sent), "{zone} {date} {time}");
        }
    }
}

/// A site with a recurrence and a newsletter on Sundays, for each time of day.
fn site(zone: &str, start: Date) -> Site {
    assert!(Zone::named(zone).is_some());
    let hub = format!(
        "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"{zone}\"\nlanguage = \"en\"\nsince = 2020\n"
    );
    let mut calendar = String::new();
    for (index, time) in TIMES.iter().enumerate() {
        let when = format!("rule = \"weekly:sun\"\nstart = {start}\ntime = \"{time}\"\n");
        writeln!(
            calendar,
            "[[recurring]]\nid = \"r{index}\"\nkind = \"event\"\ntitle = \"Again\"\nminutes = 45\n{when}"
        )
        .unwrap();
        writeln!(calendar, "[[newsletter]]\nid = \"n{index}\"\ninclude = [\"guide\"]\n{when}").unwrap();
    }
    let files = [("calendar.toml".to_owned(), calendar), ("hub.toml".to_owned(), hub)];
    let sources = common::in_memory(files);
    model::model(&sources, &parse::parse(&sources)).0.unwrap()
}
