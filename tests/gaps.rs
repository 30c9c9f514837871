//! What is missing: a quarter with each gap once, what hub says of it, and that its ways out lead out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{SETTINGS, TestSite, golden};
use serde_json::Value;

const SEGMENTS: &str = r#"
[[segment]]
id = "viewer"
axis = "stage"
title = "Just looking"
for = "You wonder whether this is for you."

[[segment]]
id = "member"
axis = "stage"
title = "Members"
for = "You are one of us."
"#;

const CALENDAR: &str = r#"[[newsletter]]
id = "monthly"
rule = "monthly:1"
start = 2027-01-01
until = 2027-01-31
include = ["faq"]

[[rhythm]]
id = "winter"
start = 2026-12-07

[[rhythm.phase]]
weeks = [1, 1]
phase = "teach"
want = { guide = [2, 3] }

[[rhythm.phase]]
weeks = [2, 2]
phase = "prove"
want = { guide = [1, 1] }

[[rhythm.phase]]
weeks = [3, 3]
phase = "support"
want = { guide = [1, 2] }
levels = ["beginner", "advanced"]

[[recurring]]
id = "member-of-the-month"
kind = "spotlight"
title = "Member of the month"
rule = "monthly:15"
start = 2026-12-15
until = 2027-01-31
count = [1, 1]

[[recurring]]
id = "prompts"
kind = "prompt"
title = "A prompt"
rule = "monthly:2"
start = 2026-12-02
until = 2026-12-31

[[entry]]
ref = "guides/late"
publish = 2026-11-30
status = "review"

[[entry]]
ref = "guides/second"
publish = 2026-12-17
"#;

const OFFER: &str = r#"+++
title = "The start kit"
date = 2026-11-02
role = "starter"
ends = 2026-12-31
link = "kit"
terms = "For yourself alone."
policy = "pages/refunds"
+++
"#;

fn piece(date: &str, more: &str) -> String {
    format!("+++\ntitle = \"A piece\"\ndate = {date}\n{more}+++\nText.\n")
}

fn spotlight(member: &str, date: &str, expires: &str) -> String {
    piece(
        date,
        &format!(
            "member = \"{member}\"\nname = \"{member}\"\n[consent]\ngiven = 2026-01-05\nvia = \"mail\"\nscope = [\"site\"]\n{expires}"
        ),
    )
}

fn event(starts: &str, more: &str) -> String {
    piece("2026-09-01", &format!("starts = {starts}T18:00:00\n{more}"))
}

/// A quarter in which everything is missing once.
fn planted() -> TestSite {
    TestSite::new()
        .file("hub.toml", format!("{SETTINGS}{SEGMENTS}"))
        .file("calendar.toml", CALENDAR)
        .file("links.toml", "[[link]]\nid = \"kit\"\nurl = \"https://shop.example/kit\"\nlabel = \"The kit\"\n")
        .file(
            "content/guides/old.md",
            piece("2026-10-02", "phase = \"teach\"\nsegments = [\"viewer\"]\nreview_by = 2026-11-01\n"),
        )
        .file("content/guides/late.md", "+++\ntitle = \"Late\"\n+++\n")
        .file("content/guides/teach.md", piece("2026-12-08", ""))
        .file("content/guides/first.md", piece("2026-12-15", ""))
        .file("content/guides/second.md", "+++\ntitle = \"Second\"\n+++\n")
        .file("content/guides/support.md", piece("2026-12-22", "level = \"beginner\"\n"))
        .file("content/guides/paper.md", piece("2027-02-08", "sponsored = \"Paper Mill\"\n"))
        .file("content/guides/ink.md", piece("2027-02-15", "sponsored = \"Ink Works\"\n"))
        .file("content/spotlights/ana.md", spotlight("ana", "2026-10-15", "expires = 2026-12-31\n"))
        .file("content/spotlights/ana-again.md", spotlight("ana", "2027-01-10", ""))
        .file("content/spotlights/ben.md", spotlight("ben", "2027-01-20", ""))
        .file("content/events/october.md", event("2026-10-08", "transcript = \"https://hub.example/notes\"\n"))
        .file("content/events/november.md", event("2026-11-05", ""))
        .file("content/offers/kit.md", OFFER)
        .file(
            "content/pages/refunds.md",
            "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\neffective = 2026-01-01\n+++\n",
        )
        .file("content/pages/about.md", "+++\ntitle = \"About us\"\n+++\n")
}

fn read(site: &TestSite, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap()
}

fn replace(site: &TestSite, path: &str, from: &str, to: &str) {
    let text = read(site, path);
    assert!(text.contains(from), "{path} has no {from}");
    site.write(path, text.replacen(from, to, 1));
}

fn add(site: &TestSite, path: &str, more: &str) {
    site.write(path, format!("{}{more}", read(site, path)));
}

fn gaps(site: &TestSite) -> Vec<Value> {
    let run = site.hub(&["calendar", "--json", "gaps"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    answer["gaps"].as_array().unwrap().clone()
}

fn codes(site: &TestSite) -> Vec<String> {
    gaps(site).iter().map(|gap| gap["code"].as_str().unwrap().to_owned()).collect()
}

/// Does literally what a help says, as far as it names a command, a field or a file; whether it named one.
fn follow(site: &TestSite, help: &str) -> bool {
    let quoted: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
    let times = ["2", "3", "4"].into_iter().find(|n| help.starts_with(&format!("plan {n} ")));
    for words in &quoted {
        if let Some(rest) = words.strip_prefix("hub calendar add --title \"…\" --kind ") {
            let (kind, day) = rest.split_once(" --publish ").unwrap();
            for _ in 0..times.map_or(1, |times| times.parse().unwrap()) {
                add(
                    site,
                    "calendar.toml",
                    &format!("\n[[entry]]\ntitle = \"An idea\"\nkind = \"{kind}\"\npublish = {day}\n"),
                );
            }
            return true;
        }
        if let Some((id, day)) = words.strip_prefix("hub calendar move ").and_then(|rest| rest.split_once(' ')) {
            let text = read(site, "calendar.toml");
            let (before, after) = text.split_once(&format!("ref = \"{id}\"\n")).unwrap();
            let (_, rest) = after.split_once('\n').unwrap();
            site.write("calendar.toml", format!("{before}ref = \"{id}\"\npublish = {day}\n{rest}"));
            return true;
        }
        if let (Some(day), Some(id)) = (words.strip_prefix("date = "), quoted.get(1)) {
            let path = format!("content/{id}.md");
            let old = read(site, &path).lines().find(|line| line.starts_with("date = ")).unwrap().to_owned();
            replace(site, &path, &old, &format!("date = {day}"));
            return true;
        }
    }
    false
}

/// What the words of a help mean where they leave the author a choice.
fn follow_words(site: &TestSite, code: &str) {
    match code {
        "level-missing" => add_level(site),
        "late" => replace(site, "calendar.toml", "status = \"review\"", "status = \"ready\""),
        "review-due" => replace(site, "content/guides/old.md", "review_by = 2026-11-01", "review_by = 2027-11-01"),
        "consent-ending" => replace(site, "content/spotlights/ana.md", "expires = 2026-12-31", "expires = 2028-12-31"),
        "recording-missing" => {
            site.write("content/events/notes.txt", "What was said.");
            replace(site, "content/events/november.md", "+++\nText", "transcript = \"notes.txt\"\n+++\nText");
        }
        "coverage-gap" => {
            replace(site, "content/guides/old.md", "segments = [\"viewer\"]", "segments = [\"viewer\", \"member\"]")
        }
        "promotion-light" => add(site, "content/guides/old.md", "\n{{ offer(\"kit\") }}\n"),
        "orphan" => add(site, "content/guides/old.md", "\n[Who we are](../pages/about.md)\n"),
        _ => panic!("nobody follows the help of {code}"),
    }
}

fn add_level(site: &TestSite) {
    replace(site, "content/guides/second.md", "+++\n", "+++\nlevel = \"advanced\"\n");
}

fn mend(site: &TestSite, gap: &Value) {
    let help = gap["help"][0].as_str().unwrap();
    if !follow(site, help) {
        follow_words(site, gap["code"].as_str().unwrap());
    }
}

const ALL: [&str; 16] = [
    "consent-ending",
    "coverage-gap",
    "late",
    "level-missing",
    "member-again",
    "nothing-to-send",
    "orphan",
    "phase-over",
    "phase-short",
    "promotion-heavy",
    "promotion-light",
    "prompt-missing",
    "recording-missing",
    "review-due",
    "spotlights-over",
    "spotlights-short",
];

#[test]
fn each_gap_is_told_once() {
    let site = planted();
    let mut found = codes(&site);
    found.sort();
    assert_eq!(found, ALL);
    let run = site.hub(&["calendar", "gaps"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    golden("golden/gaps/planted.txt", &run.stdout);
}

#[test]
fn every_way_out_leads_out() {
    for gap in gaps(&planted()) {
        let site = planted();
        mend(&site, &gap);
        let code = gap["code"].as_str().unwrap();
        let left = codes(&site);
        assert!(!left.iter().any(|one| one == code), "{code} is still there after: {}", gap["help"][0]);
        let others: BTreeSet<&str> = left.iter().map(String::as_str).collect();
        // Whoever takes a spotlight from a month with two may have mended both of its gaps.
        assert!(others.len() >= ALL.len() - 2, "{code}: {others:?}");
    }
}

#[test]
fn who_works_down_the_list_comes_to_its_end() {
    let site = planted();
    for _ in 0..2 * ALL.len() {
        let Some(gap) = gaps(&site).into_iter().next() else { break };
        mend(&site, &gap);
    }
    let run = site.hub(&["calendar", "gaps"]);
    golden("golden/gaps/mended.txt", &run.stdout);
    assert_eq!(codes(&site), [""; 0]);
}

#[test]
fn check_notes_and_build_does_not() {
    let site = planted();
    let run = site.hub(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    found.sort_unstable();
    assert_eq!((run.code, found), (0, ALL.to_vec()));
    let strict = site.hub(&["check", "--strict"]);
    assert!(strict.code == 1 && strict.stderr.contains("warning[phase-short]"), "{}", strict.stderr);
    let github = site.hub(&["check", "--format", "github"]).stdout;
    assert!(github.contains("::notice file=calendar.toml,line=14,col=9"), "{github}");
    let built = site.build().stderr;
    assert!(built.contains("[late]") && !built.contains("[phase-short]"), "{built}");
}

#[test]
fn who_declares_nothing_lacks_nothing() {
    let site = TestSite::new().file("content/guides/x.md", "+++\ntitle = \"A guide\"\n+++\nText.\n");
    assert_eq!(codes(&site), [""; 0]);
    assert!(site.hub(&["calendar", "gaps"]).stdout.starts_with("nothing is missing in the next 90 days\n"));
    assert_eq!(site.hub(&["check", "--at", "2031-05-01"]).code, 0);
}

#[test]
fn many_alike_are_summed_up_by_check() {
    let mut site = TestSite::new();
    for number in 1..=9 {
        site = site.file(&format!("content/guides/g{number}.md"), piece("2026-01-05", "review_by = 2026-11-01\n"));
    }
    let run = site.hub(&["check"]);
    assert_eq!(run.stderr.matches("note[review-due]").count(), 5, "{}", run.stderr);
    assert!(run.stderr.contains("and 4 more like this; `hub calendar gaps` lists them all"), "{}", run.stderr);
    assert_eq!(codes(&site).len(), 9);
}

#[test]
fn what_is_past_is_left_alone_and_what_is_far_comes_later() {
    let site = planted();
    let at = |at: &str, days: &str| {
        let run = site.hub(&["calendar", "--at", at, "gaps", "--days", days]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    assert!(at("2026-12-13T12:00", "90").contains("the teach phase"));
    assert!(!at("2026-12-14T12:00", "90").contains("the teach phase"));
    assert!(!at("2026-12-01T12:00", "5").contains("the teach phase"));
}

#[test]
fn a_phase_that_ends_soon_wants_more_than_ideas() {
    let site = planted();
    let short = gaps(&site).into_iter().find(|gap| gap["code"] == "phase-short").unwrap();
    mend(&site, &short);
    let run = site.hub(&["calendar", "--at", "2026-12-06T12:00", "gaps"]);
    assert!(
        run.stdout
            .contains("the teach phase of `winter` ends on 13 December, and 1 of its 2 guides is only an idea yet"),
        "{}",
        run.stdout
    );
}
