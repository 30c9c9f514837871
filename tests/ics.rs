//! Calendars as readers subscribe to them, and the creator's own: what is in them, since when, and what never is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{SETTINGS, TestSite, golden, hub_command, run};

/// Office hours with a day skipped and a time that crosses daylight saving; a check-in in the hour that clocks skip.
const CALENDAR: &str = r#"
[[recurring]]
id = "office-hours"
kind = "event"
title = "Office hours"
rule = "monthly:first-thu"
start = 2026-10-01
until = 2027-06-30
time = "18:00"
minutes = 60
where = "Online"
skip = [2027-01-07]

[[recurring]]
id = "night-owls"
kind = "check-in"
title = "Night owls"
rule = "weekly:sun"
start = 2027-03-21
until = 2027-04-04
time = "02:30"
minutes = 30

[[recurring]]
id = "letters"
kind = "spotlight"
title = "A member each month"
rule = "monthly:1"
start = 2026-10-01

[[entry]]
ref = "events/december"
publish = 2026-11-12

[[entry]]
ref = "events/zebra"
publish = 2027-01-20
"#;

fn site() -> TestSite {
    TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file(
            "content/events/december.md",
            "+++\ntitle = \"Ink, paper; and \\\\ more\"\ndescription = \"Ein Abend für große Bögen, mit Überlänge: \
             schwere Papiere, dünne Tinten, und am Ende wird gemeinsam geschöpft 🖋️.\"\noccurrence_of = \"office-hours\"\n\
             starts = 2026-12-03\naccess = \"public\"\njoin = \"https://meet.example/ink\"\n+++\nCome.\n",
        )
        .file(
            "content/events/zebra.md",
            "+++\ntitle = \"The zebra evening nobody knows\"\noccurrence_of = \"office-hours\"\nstarts = 2027-02-04\n\
             where = \"Zebra hall\"\nrevision = 2\n+++\nSecret.\n",
        )
        .file(
            "content/events/swap.md",
            "+++\ntitle = \"Pen swap\"\ndate = 2026-09-01\nstarts = 2026-10-24T23:30:00\nends = 2026-10-25T03:30:00\n\
             join = \"https://meet.example/members-only\"\nrecording = \"https://video.example/swap\"\n\
             transcript = \"https://video.example/swap.txt\"\n+++\nSwap.\n",
        )
        .file(
            "content/prompts/trees.md",
            "+++\ntitle = \"Winter trees\"\ntask = \"Draw one.\"\ndate = 2026-11-02\ncloses = 2026-12-31\n+++\nTrees.\n",
        )
        .file(
            "content/challenges/lines.md",
            "+++\ntitle = \"Lines\"\ntask = \"Draw.\"\ndate = 2026-11-02\nstarts = 2026-11-03\n\
             ends = 2026-12-13T18:00:00\n+++\nLines.\n",
        )
}

fn build_at(site: &TestSite, at: &str) {
    let result = run(hub_command(site.root()).args(["build", "--at", at]));
    assert_eq!(result.code, 0, "{at}: {}{}", result.stdout, result.stderr);
}

/// The events of a calendar, each as its properties without their parameters: unfolded and unescaped by no code of hub's.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line is too long:\n{text}");
    let text = text.replace("\r\n ", "");
    let blocks = text.split("BEGIN:VEVENT\r\n").skip(1);
    let property = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        let name = name.split(';').next().unwrap().to_owned();
        (name, value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\"))
    };
    let found: Vec<BTreeMap<_, _>> = blocks
        .map(|block| block.split("END:VEVENT").next().unwrap().trim_end().split("\r\n").map(property).collect())
        .collect();
    let uids: BTreeSet<&String> = found.iter().map(|event: &BTreeMap<String, String>| &event["UID"]).collect();
    assert_eq!(uids.len(), found.len(), "two events have one UID");
    found
}

fn of_uid<'e>(events: &'e [BTreeMap<String, String>], uid: &str) -> &'e BTreeMap<String, String> {
    events.iter().find(|event| event["UID"] == uid).unwrap_or_else(|| panic!("no {uid}"))
}

#[test]
fn calendars_are_as_expected() {
    let site = site();
    site.build();
    for (path, name) in [
        ("calendar.ics", "calendar"),
        ("calendar/office-hours.ics", "office-hours"),
        ("calendar/night-owls.ics", "night-owls"),
        ("events/december.ics", "december"),
    ] {
        let text = site.output(path);
        events(&text);
        golden(&format!("golden/ics/{name}.txt"), &text.replace("\r\n", "\n"));
    }
    assert!(!site.has("calendar/letters.ics"), "nobody attends a spotlight");
    assert!(!site.has("events/zebra.ics"));
}

#[test]
fn clocks_that_change_move_no_local_time() {
    let site = site();
    site.build();
    let all = events(&site.output("calendar.ics"));
    let starts = |uid: &str| of_uid(&all, uid)["DTSTART"].as_str();
    assert_eq!(starts("office-hours-2027-03-04@hub.example"), "20270304T170000Z");
    assert_eq!(starts("office-hours-2027-04-01@hub.example"), "20270401T160000Z");
    // 02:30 of 28 March does not exist: it counts with the offset before.
    assert_eq!(starts("night-owls-2027-03-21@hub.example"), "20270321T013000Z");
    assert_eq!(starts("night-owls-2027-03-28@hub.example"), "20270328T013000Z");
    assert_eq!(starts("night-owls-2027-04-04@hub.example"), "20270404T003000Z");
    // From the evening before clocks go back into the morning after: five hours on the clock's face are one more.
    let swap = of_uid(&all, "events/swap@hub.example");
    assert_eq!((swap["DTSTART"].as_str(), swap["DTEND"].as_str()), ("20261024T213000Z", "20261025T023000Z"));
}

#[test]
fn an_event_that_is_secret_is_only_its_recurrence() {
    let site = site();
    for at in ["2026-12-01T12:00:00", "2027-01-20T08:59:59"] {
        build_at(&site, at);
        let all = events(&site.output("calendar.ics"));
        let event = of_uid(&all, "office-hours-2027-02-04@hub.example");
        assert_eq!((event["SUMMARY"].as_str(), event["LOCATION"].as_str()), ("Office hours", "Online"));
        assert_eq!(event["SEQUENCE"], "0");
        for (path, bytes) in site.tree() {
            assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("zebra"), "{path} at {at}");
        }
    }
    let before = events(&site.output("calendar.ics"));
    build_at(&site, "2027-01-20T09:00:00");
    let after = events(&site.output("calendar.ics"));
    let event = of_uid(&after, "office-hours-2027-02-04@hub.example");
    assert_eq!(
        (event["SUMMARY"].as_str(), event["LOCATION"].as_str()),
        ("The zebra evening nobody knows", "Zebra hall")
    );
    assert_eq!((event["SEQUENCE"].as_str(), event["DTSTAMP"].as_str()), ("2", "20270120T080000Z"));
    assert_eq!(before.len(), after.len(), "nobody sees both");
    assert!(site.output("calendar/office-hours.ics").contains("zebra evening") && site.has("events/zebra.ics"));
}

#[test]
fn an_event_may_be_called_like_its_recurrence() {
    let title = "Office hours with everybody";
    let site = site();
    site.write("calendar.toml", CALENDAR.replace("\"Office hours\"", &format!("{title:?}")));
    let zebra = std::fs::read_to_string(site.root().join("content/events/zebra.md")).unwrap();
    site.write("content/events/zebra.md", zebra.replace("The zebra evening nobody knows", title));
    let run = site.build();
    assert!(!run.stderr.contains("leak"), "{}", run.stderr);
}

#[test]
fn a_skipped_day_is_taken_back_with_a_newer_word() {
    let site = site();
    let without = CALENDAR.replace("skip = [2027-01-07]", "revision = 3");
    site.write("calendar.toml", &without);
    site.build();
    let uid = "office-hours-2027-01-07@hub.example";
    let all = events(&site.output("calendar.ics"));
    assert_eq!((of_uid(&all, uid)["STATUS"].as_str(), of_uid(&all, uid)["SEQUENCE"].as_str()), ("CONFIRMED", "3"));
    site.write("calendar.toml", without.replace("revision = 3", "revision = 3\nskip = [2027-01-07]"));
    site.build();
    let all = events(&site.output("calendar.ics"));
    assert_eq!((of_uid(&all, uid)["STATUS"].as_str(), of_uid(&all, uid)["SEQUENCE"].as_str()), ("CANCELLED", "4"));
    assert!(!site.output("events/index.html").contains("7 January 2027"), "pages don't promise it");
}

#[test]
fn links_to_join_are_for_those_who_may() {
    let site = site();
    site.build();
    let all = events(&site.output("calendar.ics"));
    let december = of_uid(&all, "office-hours-2026-12-03@hub.example");
    assert!(december["DESCRIPTION"].ends_with("\nJoin: https://meet.example/ink"), "{december:?}");
    let swap = of_uid(&all, "events/swap@hub.example");
    assert_eq!(swap["DESCRIPTION"], "Swap.\nRecording: https://video.example/swap");
    for (path, bytes) in site.tree() {
        assert!(!String::from_utf8_lossy(&bytes).contains("members-only"), "{path}");
    }
}

#[test]
fn an_unlisted_event_is_known_to_its_own_page_alone() {
    let site = site();
    let text = std::fs::read_to_string(site.root().join("content/events/december.md")).unwrap();
    site.write("content/events/december.md", text.replace("access", "listed = false\naccess"));
    site.build();
    let all = events(&site.output("calendar.ics"));
    assert_eq!(of_uid(&all, "office-hours-2026-12-03@hub.example")["SUMMARY"], "Office hours");
    let own = events(&site.output("events/december.ics"));
    assert_eq!(of_uid(&own, "office-hours-2026-12-03@hub.example")["SUMMARY"], "Ink, paper; and \\ more");
}

/// The same bytes until the next change, which is told exactly; a calendar is never empty.
#[test]
fn a_calendar_holds_until_the_next_change() {
    let site = site();
    let read = |at: &str| {
        build_at(&site, at);
        (site.output("calendar.ics"), site.output("calendar/office-hours.ics"), site.output("events/index.html"))
    };
    let next = |at: &str| {
        let text = run(hub_command(site.root()).args(["check", "--at", at])).stdout;
        text.lines().find_map(|line| line.strip_prefix("next change: ")).unwrap_or("never").to_owned()
    };
    // The skipped day of January leaves with its month, and with no candidate but the month.
    assert_eq!(
        next("2027-01-21T12:00:00"),
        "2027-02-01 00:00 +01:00: the calendar that readers subscribe to moves on by a month"
    );
    let (old, new) = (read("2027-01-31T23:59:59"), read("2027-02-01T00:00:00"));
    assert_ne!(old.0, new.0);
    assert!(old.0.contains("CANCELLED") && !new.0.contains("CANCELLED"));
    assert_eq!(read("2027-01-21T12:00:00"), old);
    // The night owl of 21 March ends at 03:00, and the page says so no more.
    let told = next("2027-03-21T02:59:00");
    assert!(told.starts_with("2027-03-21 03:00 +01:00"), "{told}");
    assert_ne!(read("2027-03-21T02:59:59").2, read("2027-03-21T03:00:00").2);
    // Long after its end a recurrence still has its last date.
    let late = read("2029-05-05T12:00:00");
    assert_eq!(events(&late.1).last().unwrap()["UID"], "office-hours-2027-06-03@hub.example");
    assert_eq!(next("2029-05-05T12:00:00"), "never");
}

#[test]
fn pages_lead_to_the_calendars() {
    for theme in ["plain", "hearth"] {
        let site = site();
        let settings = SETTINGS.replace("plain", theme);
        site.write("hub.toml", &settings);
        site.build();
        let alternate = "type=\"text/calendar\"";
        for (path, bytes) in site.tree().into_iter().filter(|(path, _)| path.ends_with(".html")) {
            let has = String::from_utf8_lossy(&bytes).contains(alternate);
            assert_eq!(has, path == "events/index.html", "{theme}: {path}");
        }
        let listing = site.output("events/index.html");
        let order = ["Ink, paper", "4 Mar", "Night owls", "Pen swap", "https://video.example/swap.txt"];
        let order = order.map(|words| listing.find(words).unwrap_or_else(|| panic!("{theme}: no {words}")));
        assert!(order.is_sorted() || theme == "hearth", "{theme}: {order:?}");
        assert!(listing.contains("https://hub.example/calendar/office-hours.ics"), "{theme}");
        assert!(!listing.contains("A member each month") && !site.has("upcoming/index.html"), "{theme}");
        assert!(site.output("events/december/index.html").contains("/events/december.ics"), "{theme}");
        assert!(!site.output("events/swap/index.html").contains("/events/swap.ics"), "{theme}: it is over");
        site.write("hub.toml", settings.replace("since", "upcoming = true\nsince"));
        site.build();
        let upcoming = site.output("upcoming/index.html");
        assert!(upcoming.contains("A member each month") && !upcoming.contains("zebra"), "{theme}");
    }
}

#[test]
fn the_plan_itself_is_for_its_creator() {
    let site = site();
    let result = site.hub(&["calendar", "ics"]);
    assert_eq!(result.code, 0, "{}", result.stderr);
    let all = events(&result.stdout);
    let zebra = of_uid(&all, "plan/publish/events/zebra@hub.example");
    assert_eq!(zebra["SUMMARY"], "Appears: The zebra evening nobody knows");
    assert_eq!(of_uid(&all, "plan/closes/prompts/trees@hub.example")["DTSTART"], "20261231");
    let json = site.hub(&["calendar", "ics", "--json"]);
    let data: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(data["dates"].as_array().unwrap().len(), all.len());
    assert_eq!(data["dates"][0]["starts"], "2026-10-24T23:30:00+02:00");
}
