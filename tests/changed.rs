//! Whether a site built earlier is out of date: `.hub/schedule.json`, `build.json`, `hub calendar changed`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::path::Path;

use common::{TestSite, golden, hub_command, run};

const CALENDAR: &str = "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-12-02\ntime = \"08:00\"\ncutoff_hours = 4\ninclude = [\"guide\"]\n\n\
    [[entry]]\nref = \"guides/soon\"\npublish = 2026-12-08\nexpire = 2026-12-20\n";

fn guide(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}\n+++\nText.\n")
}

fn site() -> TestSite {
    TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file("content/guides/first.md", guide("A first guide", "date = 2026-11-30"))
        .file("content/guides/soon.md", guide("One that comes soon", ""))
}

fn schedule(site: &TestSite) -> String {
    fs::read_to_string(site.root().join(".hub/schedule.json")).unwrap()
}

#[test]
fn a_build_says_when_the_next_is_due() {
    let site = site();
    site.build();
    let wanted = "{\n  \"next_change\": \"2026-12-02T08:00:00+01:00\",\n  \"reasons\": [\n    \
                  \"the newsletter `weekly` is due\"\n  ]\n}\n";
    assert_eq!(schedule(&site), wanted);
    assert_eq!(fs::read_to_string(site.root().join(".hub/.gitignore")).unwrap(), "*\n");
    let mut left: Vec<_> =
        fs::read_dir(site.root().join(".hub")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".gitignore", "cache", "lock", "schedule.json"]);
}

#[test]
fn a_site_that_stays_as_it_is_says_so() {
    let site = TestSite::new().file("content/guides/first.md", guide("A first guide", "date = 2026-11-30"));
    site.build();
    assert_eq!(schedule(&site), "{\n  \"next_change\": null,\n  \"reasons\": []\n}\n");
}

#[test]
fn nothing_of_the_result_depends_on_the_schedule() {
    let site = site();
    site.build();
    let (tree, file) = (site.tree(), site.root().join(".hub/schedule.json"));
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
    site.build();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), old, "equal bytes are not written again");
    fs::remove_dir_all(site.root().join(".hub")).unwrap();
    site.build();
    assert_eq!(site.tree(), tree);
}

#[test]
fn neither_a_preview_nor_a_check_writes_it() {
    let site = site();
    assert_eq!(site.hub(&["build", "--preview"]).code, 0);
    assert_eq!(site.hub(&["check"]).code, 0);
    assert!(!site.root().join(".hub").exists());
}

#[test]
fn a_folder_that_is_in_the_way_stops_no_build() {
    let site = site().file(".hub", "a file of somebody's");
    let run = site.build();
    assert!(run.stderr.contains("but not `.hub/schedule.json`: `.hub` is a file"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(site.root().join(".hub")).unwrap(), "a file of somebody's");
}

#[cfg(unix)]
#[test]
fn hub_writes_through_no_link() {
    let (site, elsewhere) = (site(), TestSite::empty().file("schedule.json", "mine"));
    std::os::unix::fs::symlink(elsewhere.root(), site.root().join(".hub")).unwrap();
    let run = site.build();
    assert!(run.stderr.contains("but not `.hub/schedule.json`: `.hub` is a link"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(elsewhere.root().join("schedule.json")).unwrap(), "mine");

    fs::remove_file(site.root().join(".hub")).unwrap();
    fs::create_dir(site.root().join(".hub")).unwrap();
    std::os::unix::fs::symlink(elsewhere.root().join("schedule.json"), site.root().join(".hub/schedule.json")).unwrap();
    site.build();
    assert!(schedule(&site).contains("next_change"));
    assert_eq!(fs::read_to_string(elsewhere.root().join("schedule.json")).unwrap(), "mine");
}

#[test]
fn a_site_is_out_of_date_once_its_plan_is_another() {
    let site = site();
    let asked = [
        ["--since", "2026-12-01T10:00", "--at", "2026-12-01T12:00"],
        ["--since", "2026-12-01T10:00", "--at", "2026-12-08T09:00"],
        ["--since", "2026-12-08T09:00", "--at", "2026-12-09T07:59"],
        ["--since", "2026-12-09T08:00", "--at", "2026-12-09T07:59"],
        ["--since", "2026-12-01T10:00", "--at", "2027-02-01T10:00"],
        ["--since", "1990-01-01", "--at", "2026-12-01T10:00"],
    ];
    let mut text = String::new();
    for words in asked {
        let run = site.hub(&[&["calendar", "changed"], &words[..]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{words:?}");
        text.push_str(&format!("$ hub calendar changed {}\n{}\n", words.join(" "), run.stdout));
    }
    golden("golden/changed-since.txt", &text);
}

#[test]
fn what_is_deployed_says_whether_it_is_out_of_date() {
    let site = site();
    site.build();
    fs::copy(site.root().join("public/build.json"), site.root().join("deployed.json")).unwrap();
    site.write("empty.json", "");
    site.write("page.json", "<!doctype html>\n<title>not found</title>\n");
    site.write("other.json", "{ \"version\": 7, \"last_change\": null }");
    site.write("preview.json", "{ \"version\": 1, \"last_change\": null, \"preview\": true }");
    site.write("later.json", "{ \"version\": 1, \"last_change\": \"2027-01-01T00:00:00Z\" }");
    site.write("before.json", "{ \"version\": 1, \"last_change\": null }");
    let mut text = String::new();
    for (file, at) in [
        ("deployed.json", "2026-12-02T07:59"),
        ("deployed.json", "2026-12-08T09:00"),
        ("missing.json", "2026-12-01T12:00"),
        ("empty.json", "2026-12-01T12:00"),
        ("page.json", "2026-12-01T12:00"),
        ("other.json", "2026-12-01T12:00"),
        ("preview.json", "2026-12-01T12:00"),
        ("later.json", "2026-12-01T12:00"),
        ("before.json", "2026-12-01T12:00"),
    ] {
        let run = site.hub(&["calendar", "changed", "--deployed", file, "--at", at]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{file}");
        text.push_str(&format!("$ hub calendar changed --deployed {file} --at {at}\n{}\n", run.stdout));
    }
    golden("golden/changed-deployed.txt", &text);
}

#[test]
fn what_was_built_at_the_asked_moment_is_never_due() {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    for at in ["2026-09-07T12:00", "2026-12-01T12:00", "2027-03-28T02:30"] {
        assert_eq!(site.hub(&["build", "--at", at]).code, 0);
        let run = site.hub(&["calendar", "changed", "--deployed", "public/build.json", "--at", at]);
        assert!(run.stdout.starts_with("due=false\nreason=nothing has changed since\n"), "{at}: {}", run.stdout);
        let next = |text: &str| {
            text.split("next_change")
                .nth(1)
                .unwrap()
                .split(['"', '=', '\n'])
                .find(|part| part.contains('T'))
                .unwrap()
                .to_owned()
        };
        assert_eq!(next(&run.stdout), next(&schedule(&site)), "{at}");
    }
}

#[test]
fn the_next_change_of_the_schedule_makes_a_build_due() {
    let site = site();
    site.build();
    let schedule: serde_json::Value = serde_json::from_str(&schedule(&site)).unwrap();
    let at = schedule["next_change"].as_str().unwrap();
    site.write("content/guides/news.md", guide("Some news", "date = 2026-12-01"));
    site.build();
    let run = site.hub(&["calendar", "changed", "--json", "--deployed", "public/build.json", "--at", at]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["due"], true, "{answer}");
    assert_eq!(answer["reasons"][0], "the newsletter `weekly` is due (2026-12-02 08:00 +01:00)");
    assert_eq!(answer["last_change"], at);
    assert_eq!(answer["next_change"], "2026-12-08T09:00:00+01:00");
}

#[test]
fn on_github_the_answer_is_there_for_the_steps_that_follow() {
    let site = site().file("output", "other=1\n");
    let mut command = hub_command(site.root());
    command.env("GITHUB_OUTPUT", site.root().join("output")).args(["calendar", "changed", "--since", "2026-11-01"]);
    let answer = run(&mut command);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert_eq!(fs::read_to_string(site.root().join("output")).unwrap(), format!("other=1\n{}", answer.stdout));
    let run = run(command.env("GITHUB_OUTPUT", site.root().join("no/such/folder")));
    assert_eq!(run.code, 2);
}

#[test]
fn errors_of_the_site_and_words_that_make_no_sense_are_told_apart() {
    let site = site();
    let run = site.hub(&["calendar", "changed", "--since", "yesterday"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`--since yesterday` is no time"), "{}", run.stderr);
    assert_eq!(site.hub(&["calendar", "changed"]).code, 2);
    assert_eq!(site.hub(&["calendar", "changed", "--deployed", "content"]).code, 2);
    site.write("calendar.toml", format!("{CALENDAR}after = [\"guides/sooon\"]\n"));
    let run = site.hub(&["calendar", "changed", "--since", "2026-11-01"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("guides/soon"), "{}", run.stderr);
}
