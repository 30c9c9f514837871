//! `hub calendar month|week|backlog|next`: what they print at 80 and 140 columns, with and without colour, and as JSON.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::path::Path;

use common::{Run, TestSite, golden, hub_command, run};
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// A Monday morning.
const MONDAY: &str = "2026-12-07T07:30";

const CALENDAR: &str = r#"[calendar]
publish_time = "09:00"

[[newsletter]]
id = "weekly"
title = "The weekly letter"
rule = "weekly:wed"
start = 2026-11-04
time = "08:00"
cutoff_hours = 4
include = ["guide", "faq", "spotlight"]

[[rhythm]]
id = "winter"
start = 2026-11-30

[[rhythm.phase]]
weeks = [1, 2]
phase = "teach"
want = { guide = [2, 3], faq = [1, 1] }
levels = ["beginner", "advanced"]

[[rhythm.phase]]
weeks = [3, 5]
phase = "community"
want = { challenge = [1, 1], spotlight = [1, 2] }

[[recurring]]
id = "office-hours"
kind = "event"
title = "Office hours"
rule = "monthly:second-thu"
start = 2026-11-12
time = "18:00"
minutes = 60
where = "The studio"

[[recurring]]
id = "member-of-the-month"
kind = "spotlight"
title = "Member of the month"
rule = "monthly:second-fri"
start = 2026-11-13
count = [2, 3]

[[entry]]
ref = "guides/start"
publish = 2026-12-01
owner = "mara"

[[entry]]
ref = "guides/late"
publish = 2026-12-03
status = "drafting"
owner = "teo"
due = 2026-12-01

[[entry]]
ref = "guides/ink"
publish = 2026-12-08
owner = "mara"
channels = ["site", "newsletter", "discord"]

[[entry]]
ref = "faq/paper"
publish = 2026-12-10T18:30:00
after = ["guides/ink"]
owner = "teo"
channels = ["site", "discord"]

[[entry]]
ref = "events/evening"
publish = 2026-12-02
channels = ["site", "discord", "forum"]

[[entry]]
ref = "spotlights/ana"
publish = 2026-12-09

[[entry]]
ref = "guides/kept"
publish = 2026-12-11
status = "held"
owner = "mara"

[[entry]]
ref = "challenges/lines"
publish = 2026-12-14

[[entry]]
title = "A guide that nobody has begun"
kind = "guide"
publish = 2026-12-17
status = "outlined"
owner = "teo"
due = 2026-12-11
source = "q-7"

[[entry]]
title = "What is a good first pen?"
kind = "faq"

[[entry]]
ref = "guides/secret"
publish = 2026-12-15
channels = ["discord"]
"#;

fn guide(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}\n+++\nWords about it.\n")
}

/// A small site with something of everything.
fn rich() -> TestSite {
    TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file("links.toml", "[[link]]\nid = \"shop\"\nurl = \"https://shop.example\"\nlabel = \"The shop\"\nends = 2026-12-20\n")
        .file("content/guides/start.md", guide("Start here", "level = \"beginner\"\nreview_by = 2026-12-21"))
        .file("content/guides/late.md", guide("The guide that should be out", ""))
        .file(
            "content/guides/ink.md",
            guide("Ink *and* `paper`, @everyone", "description = \"# What dries, and what doesn't.\"\nphase = \"teach\""),
        )
        .file("content/guides/kept.md", guide("Kept for a better day", ""))
        .file("content/guides/secret.md", guide("A secret zebra of next week", ""))
        .file("content/guides/draft.md", guide("Half a thought", "draft = true"))
        .file(
            "content/faq/paper.md",
            "+++\ntitle = \"Which paper?\"\nshort = \"Any that is smooth.\"\n+++\nAny that is smooth.\n",
        )
        .file(
            "content/events/evening.md",
            "+++\ntitle = \"An evening of lines\"\nstarts = 2026-12-10T19:00:00\nends = 2026-12-10T21:30:00\nwhere = \"Hof 3\"\n+++\nCome.\n",
        )
        .file(
            "content/spotlights/ana.md",
            "+++\ntitle = \"Ana draws bridges\"\nmember = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-10-01\nvia = \"mail\"\nscope = [\"site\", \"newsletter\"]\nexpires = 2026-12-28\n+++\nShe draws.\n",
        )
        .file(
            "content/challenges/lines.md",
            "+++\ntitle = \"Ninety lines\"\ntask = \"Draw ninety lines.\"\nstarts = 2026-12-14\nends = 2026-12-30\n+++\nNinety.\n",
        )
        .file("content/newsletter/weekly/2026-12-09.md", "+++\nsubject = \"Ink, and a bridge\"\n+++\nHello.\n")
}

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

/// `hub calendar WORDS` at a time, on a screen of so many columns.
fn ask(site: &TestSite, columns: usize, words: &[&str]) -> Run {
    run(hub_command(site.root()).env("COLUMNS", columns.to_string()).arg("calendar").args(words))
}

fn answer(site: &TestSite, columns: usize, words: &[&str]) -> String {
    let answer = ask(site, columns, words);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{words:?}");
    answer.stdout
}

fn json(site: &TestSite, words: &[&str]) -> Value {
    serde_json::from_str(&answer(site, 80, &[words, &["--json"]].concat())).unwrap()
}

/// What is left when colours are taken away.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

/// The lines that are wider than the screen; commands stay in one piece.
fn too_wide(text: &str, columns: usize) -> Vec<(usize, &str)> {
    text.lines()
        .map(|line| (line.width(), line))
        .filter(|(width, line)| *width > columns && !line.contains(" hub calendar "))
        .collect()
}

/// What is kept as golden files, with the words that ask for it.
const ASKED: [(&str, usize, &[&str]); 8] = [
    ("month-80.txt", 80, &["month"]),
    ("month-80.ansi", 80, &["month", "--color=always"]),
    ("month-140.txt", 140, &["month"]),
    ("month-140.ansi", 140, &["month", "--color=always"]),
    ("week.txt", 80, &["week"]),
    ("week.ansi", 80, &["week", "--color=always"]),
    ("backlog.txt", 80, &["backlog"]),
    ("next.txt", 80, &["next"]),
];

#[test]
fn a_rich_site_is_shown_as_expected() {
    let site = rich();
    keep("rich", &site, MONDAY);
}

#[test]
fn the_example_site_is_shown_as_expected() {
    let site = example();
    keep("example", &site, "2026-12-07T07:30");
}

fn keep(name: &str, site: &TestSite, at: &str) {
    for (file, columns, words) in ASKED {
        let text = answer(site, columns, &[words, &["--at", at]].concat());
        golden(&format!("golden/calendar/{name}-{file}"), &text);
    }
    for verb in ["month", "week", "backlog", "next"] {
        let text = answer(site, 80, &[verb, "--json", "--at", at]);
        golden(&format!("golden/calendar/{name}-{verb}.json"), &text);
    }
}

#[test]
fn colours_only_add_colours() {
    let site = rich();
    for verb in ["month", "week", "backlog", "next"] {
        for columns in [80, 140] {
            let plain = answer(&site, columns, &[verb, "--at", MONDAY]);
            let coloured = answer(&site, columns, &[verb, "--at", MONDAY, "--color=always"]);
            assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'), "{verb}");
            assert_eq!(without_colour(&coloured), plain, "{verb}");
        }
        let value = answer(&site, 80, &[verb, "--at", MONDAY, "--color=always", "--json"]);
        assert!(!value.contains('\u{1b}'), "{verb}");
    }
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for site in [rich(), example(), extreme()] {
        for columns in [30, 40, 80, 110, 200] {
            for words in
                [&["month", "2026-11"][..], &["month", "2026-12"], &["month", "2027-02"], &["backlog"], &["next"]]
            {
                let text = answer(&site, columns, &[words, &["--at", MONDAY]].concat());
                assert_eq!(too_wide(&text, columns), [], "{columns} columns, {words:?}");
            }
        }
    }
}

/// Titles of every length, direction and width, thirty of them on one day.
fn extreme() -> TestSite {
    let titles = [
        "A very long title ".repeat(12),
        "Donaudampfschifffahrtsgesellschaft".repeat(6),
        "線を描く機械のための小さな本とその使い方について".to_owned(),
        "مرحبا بالعالم من الآلة التي ترسم الخطوط".to_owned(),
        "👩‍👩‍👧 draw 🖊️ together".to_owned(),
        "e\u{301}\u{301}\u{301} combining".to_owned(),
    ];
    let mut calendar = String::new();
    for number in 0..30 {
        let title = &titles[number % titles.len()];
        calendar.push_str(&format!(
            "[[entry]]\ntitle = \"{title}\"\nkind = \"guide\"\npublish = 2026-12-10\nowner = \"mara\"\ndue = 2026-12-{:02}\nsource = \"q\"\n",
            number + 1
        ));
    }
    TestSite::new().file("calendar.toml", calendar)
}

#[test]
fn every_line_of_a_grid_is_equally_wide() {
    for site in [rich(), example(), extreme()] {
        let text = answer(&site, 140, &["month", "2026-12", "--at", MONDAY]);
        let lines: Vec<usize> =
            text.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])).map(UnicodeWidthStr::width).collect();
        assert!(lines.len() > 10 && lines.iter().all(|width| *width == lines[0]), "{text}");
    }
}

#[test]
fn a_full_day_says_how_much_more_there_is() {
    let site = extreme();
    let grid = answer(&site, 140, &["month", "2026-12", "--at", MONDAY]);
    assert!(grid.contains("+ 27 more"), "{grid}");
    let lines = answer(&site, 80, &["month", "2026-12", "--at", MONDAY]);
    assert_eq!(lines.matches("○ idea ").count(), 30 + 1, "all of them, and the legend:\n{lines}");
    let value = json(&site, &["month", "2026-12", "--at", MONDAY]);
    let whole = value["things"].as_array().unwrap().iter().any(|thing| thing["title"].as_str().unwrap().len() > 200);
    assert!(whole, "JSON cuts no title");
}

#[test]
fn months_have_four_five_or_six_weeks() {
    let site = TestSite::new().file(
        "calendar.toml",
        "[[recurring]]\nid = \"table\"\nkind = \"check-in\"\ntitle = \"On your table?\"\nrule = \"weekly:tue\"\nstart = 2026-01-06\n",
    );
    for (month, weeks, times) in [("2027-02", 4, 4), ("2026-12", 5, 5), ("2026-08", 6, 4)] {
        let grid = answer(&site, 140, &["month", month, "--at", "2026-08-01"]);
        let rules = grid.lines().filter(|line| line.starts_with('├')).count();
        assert_eq!((rules + 1, grid.matches("◇ check-in").count()), (weeks, times), "{month}:\n{grid}");
        let lines = answer(&site, 80, &["month", month, "--at", "2026-08-01"]);
        assert_eq!(lines.lines().filter(|line| line.starts_with("── ")).count(), weeks, "{month}:\n{lines}");
    }
}

#[test]
fn clocks_that_change_are_told_and_local_times_stay() {
    let site = TestSite::new().file(
        "calendar.toml",
        "[[recurring]]\nid = \"hours\"\nkind = \"event\"\ntitle = \"Office hours\"\nrule = \"weekly:sun\"\nstart = 2026-10-18\ntime = \"18:00\"\n",
    );
    for columns in [40, 80, 140] {
        let text = answer(&site, columns, &["month", "2026-10", "--at", "2026-10-01"]);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("clocks change on Sun 25 Oct: +02:00 becomes +01:00"), "{text}");
        assert_eq!(text.matches("18:00").count(), 2, "{text}");
    }
    let value = json(&site, &["month", "2026-10", "--at", "2026-10-01"]);
    assert_eq!(value["things"][0]["at"], "2026-10-18T18:00:00+02:00");
    assert_eq!(value["things"][1]["at"], "2026-10-25T18:00:00+01:00");
    assert_eq!(value["clock_changes"][0]["to"], "+01:00");
    let week = answer(&site, 80, &["week", "2026-10-25", "--at", "2026-10-01"]);
    assert!(week.contains("Sun 25 Oct 18:00 +01:00"), "{week}");
}

#[test]
fn an_empty_calendar_says_what_to_do_next() {
    let site = TestSite::new();
    let month = answer(&site, 140, &["month", "--at", MONDAY]);
    assert!(month.contains("hub calendar add --title") && month.contains("--publish 2026-12-14"), "{month}");
    assert!(month.contains("hub help calendar"), "{month}");
    assert!(answer(&site, 80, &["week", "--at", MONDAY]).contains("Nothing is planned this week"));
    assert!(answer(&site, 80, &["backlog", "--at", MONDAY]).contains("The backlog is empty"));
    assert!(answer(&site, 80, &["next", "--at", MONDAY]).contains("Nothing changes by itself after Mon 7 Dec 07:30"));
    let next = json(&site, &["next", "--at", MONDAY]);
    assert_eq!((&next["next_change"], &next["following"]), (&Value::Null, &serde_json::json!([])));
    let rhythm = TestSite::new()
        .file("calendar.toml", "[[rhythm]]\nid = \"spring\"\ntemplate = \"creator-90\"\nstart = 2027-03-01\n");
    let month = answer(&rhythm, 80, &["month", "2027-03", "--at", MONDAY]);
    assert!(month.contains("hub calendar fill spring") && month.contains("guide 0 of 2–3: 2 more wanted"), "{month}");
    assert!(answer(&site, 80, &["month", "2020-01", "--at", MONDAY]).contains("Nothing was planned in January"));
}

#[test]
fn an_empty_month_leads_to_the_next_plan_and_says_when_it_cannot_know() {
    let site = rich();
    let month = answer(&site, 80, &["month", "2026-10", "--at", "2026-10-05"]);
    assert!(month.contains("hub calendar month 2026-1") && !month.contains("A first idea"), "{month}");
    let broken =
        TestSite::new().file("calendar.toml", "[[entry]]\ntitle = \"A\"\nkind = \"guide\"\npublish = 8.12.2026\n");
    for verb in ["month", "week", "backlog", "gaps", "next"] {
        let run = ask(&broken, 80, &[verb, "--at", MONDAY]);
        assert!(run.stderr.contains("the year first and without quotes"), "{}", run.stderr);
        let words = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(verb == "backlog" || words.contains("The errors above keep hub from reading everything"), "{words}");
    }
}

#[test]
fn an_issue_that_is_written_down_early_still_goes_out() {
    let lock = "[[issue]]\nnewsletter = \"weekly\"\ndate = 2026-12-09\n";
    let site = rich().file("newsletter.lock.toml", lock);
    let week = answer(&site, 80, &["week", "--at", MONDAY]);
    assert!(week.contains("goes out Wed 9 Dec 08:00 +01:00; what it holds is written down already"), "{week}");
    assert!(week.contains("» sends") && !week.contains("» sent "), "{week}");
    let after = answer(&site, 80, &["week", "--at", "2026-12-10"]);
    assert!(after.contains("went out Wed 9 Dec 08:00 +01:00; what it held is written down"), "{after}");
}

#[test]
fn what_is_late_leaves_the_month_in_sight() {
    let entry =
        |number: usize| format!("[[entry]]\ntitle = \"Idea {number}\"\nkind = \"guide\"\npublish = 2026-01-02\n");
    let site = TestSite::new().file("calendar.toml", (0..1500).map(entry).collect::<String>());
    for verb in ["month", "gaps"] {
        let text = answer(&site, 80, &[verb, "--at", MONDAY]);
        assert!(text.lines().count() < 120 && text.contains("… and 1,480 more"), "{text}");
    }
    assert_eq!(json(&site, &["month", "--at", MONDAY])["late"].as_array().unwrap().len(), 1500);
}

#[test]
fn nothing_in_json_acts_on_a_terminal() {
    let site = TestSite::new().file("calendar.toml", "[[entry]]\ntitle = \"a\\u009b31m\\u202eb\"\nkind = \"guide\"\n");
    let text = ask(&site, 80, &["backlog", "--json"]).stdout;
    assert!(text.contains("a\\u009b31m\\u202eb") && !text.contains(['\u{9b}', '\u{202e}']), "{text}");
}

#[test]
fn posts_hold_what_is_public_that_week_and_nothing_else() {
    let site = rich();
    let value = json(&site, &["week", "--at", MONDAY]);
    let posts = value["posts"].as_array().unwrap();
    let texts: String = posts.iter().map(|post| post["text"].as_str().unwrap()).collect();
    for hidden in ["zebra", "Kept for", "should be out", "nobody has begun", "Half a thought", "Ana"] {
        assert!(!texts.contains(hidden), "{hidden}: {texts}");
    }
    assert!(texts.contains("@\u{200B}everyone") && !texts.contains("@everyone"));
    assert!(texts.contains(r"**Ink \*and\* \`paper\`"), "{texts}");
    let of = |channel: &str| posts.iter().filter(|post| post["channel"] == channel).count();
    assert_eq!((of("discord"), of("forum"), of("site"), of("newsletter")), (4, 2, 0, 0));
    let forum: Vec<&Value> = posts.iter().filter(|post| post["channel"] == "forum").collect();
    assert!(forum.iter().all(|post| !post["text"].as_str().unwrap().contains("<t:")), "{forum:?}");
    let next_week = json(&site, &["week", "2026-12-14", "--at", MONDAY]);
    assert!(next_week["posts"].to_string().contains("zebra"), "in its own week it is told");
}

#[test]
fn a_full_week_fits_into_a_post() {
    let mut site = TestSite::new();
    let mut calendar = String::new();
    for number in 0..40 {
        calendar.push_str(&format!(
            "[[entry]]\nref = \"guides/g{number}\"\npublish = 2026-12-08T10:{number:02}:00\nchannels = [\"discord\"]\n"
        ));
        let title = format!("{} {number}", "A *long* title 🙂".repeat(20));
        let description = format!("description = \"{}\"", "_words_ ".repeat(400));
        site = site.file(&format!("content/guides/g{number}.md"), guide(&title, &description));
    }
    let site = site.file("calendar.toml", calendar);
    let value = json(&site, &["week", "--at", MONDAY]);
    let posts = value["posts"].as_array().unwrap();
    assert_eq!(posts.len(), 41);
    for post in posts {
        let text = post["text"].as_str().unwrap();
        let length = text.encode_utf16().count();
        assert!(length <= 2_000 && post["length"] == length, "{length}: {text}");
    }
    let week = posts.last().unwrap()["text"].as_str().unwrap();
    assert!(week.lines().last().unwrap().starts_with("… + "), "{week}");
}

#[test]
fn who_took_their_consent_back_is_nowhere() {
    let site = rich().file(
        "content/spotlights/ana.md",
        "+++\ntitle = \"Ana draws bridges\"\nmember = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-10-01\nvia = \"mail\"\nscope = [\"site\"]\nwithdrawn = 2026-12-01\n+++\nShe draws.\n",
    );
    for verb in ["month", "week", "backlog", "next"] {
        for format in [&[][..], &["--json"]] {
            let text = answer(&site, 140, &[&[verb, "--at", MONDAY], format].concat());
            assert!(!text.contains("Ana draws"), "{text}");
        }
    }
}

#[test]
fn words_that_are_no_month_or_day_get_a_way_out() {
    let site = rich();
    for (words, help) in [(["month", "dec"], "write it as `2026-12`"), (["week", "monday"], "write it as `2026-12-07`")]
    {
        let answer = ask(&site, 80, &words);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
        assert!(answer.stderr.contains(help), "{}", answer.stderr);
    }
    let this = answer(&site, 80, &["--at", MONDAY]);
    assert_eq!(this, answer(&site, 80, &["month", "2026-12", "--at", MONDAY]), "the month is the default");
    let week = answer(&site, 80, &["week", "2026-12-13", "--at", MONDAY]);
    assert_eq!(week, answer(&site, 80, &["week", "--at", MONDAY]), "any day names its week");
}

#[test]
fn with_errors_in_the_site_the_answer_comes_all_the_same() {
    let site = rich().file("content/guides/broken.md", "+++\ntitle = \"Broken\"\nlevel = \"expert\"\n+++\n");
    let answer = ask(&site, 80, &["month", "--at", MONDAY]);
    assert_eq!(answer.code, 1);
    assert!(answer.stderr.contains("error[unknown-level]"), "{}", answer.stderr);
    assert!(answer.stdout.contains("Ink *and* `paper`"), "{}", answer.stdout);
}

#[test]
fn the_first_and_the_last_month_there_are_end_too() {
    let site = rich();
    for (month, name) in [("9999-12", "December 9999"), ("0001-01", "January 1")] {
        assert!(answer(&site, 140, &["month", month, "--at", MONDAY]).contains(name), "{month}");
    }
    for day in ["9999-12-31", "0001-01-01"] {
        assert!(answer(&site, 80, &["week", day, "--at", MONDAY]).contains("Week of"), "{day}");
    }
}
