//! A newsletter whose author changes it: nothing that waits is lost, and what will be is said.
#![allow(clippy::unwrap_used, reason = "a test may fail by panic")]

mod common;

use common::{TestSite, golden, hub_command, run};

/// Five guides of one day, and room for two in an issue.
fn site() -> TestSite {
    let guides = ["anchor", "bowline", "clove", "daisy", "eight"];
    let site = TestSite::new().file("calendar.toml", newsletter("weekly:wed", "2026-11-04", ""));
    guides.iter().fold(site, |site, name| {
        let text = format!("+++\ntitle = \"The {name} knot\"\ndate = 2026-11-03\n+++\n\nTie it.\n");
        site.file(&format!("content/guides/{name}.md"), text)
    })
}

fn newsletter(rule: &str, start: &str, more: &str) -> String {
    format!(
        "[[newsletter]]\nid = \"weekly\"\nrule = \"{rule}\"\nstart = {start}\n{more}time = \"08:00\"\ncutoff_hours = 4\n\
         include = [\"guide\"]\nmax = 2\n"
    )
}

/// What commands say at a time, one after the other.
fn said(site: &TestSite, at: &str, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for command in commands {
        let run = run(hub_command(site.root()).args(*command).args(["--at", at]));
        assert_eq!(run.code, 0, "{command:?}: {}", run.stderr);
        let said = format!("{}{}", run.stdout, run.stderr);
        // How long it took is another each time.
        let said: String = said.split_inclusive('\n').filter(|line| !line.starts_with("checked ")).collect();
        text.push_str(&format!("$ hub {} --at {at}\n{said}\n", command.join(" ")));
    }
    text
}

const LIST: &[&str] = &["newsletter", "list"];
const SEAL: &[&str] = &["newsletter", "seal"];

#[test]
fn what_waits_goes_out_on_another_weekday() {
    let site = site();
    let mut text = said(&site, "2026-11-11T10:00", &[SEAL, &["explain", "guides/eight"]]);
    site.write("calendar.toml", newsletter("weekly:thu", "2026-11-19", ""));
    text.push_str(&said(&site, "2026-11-19T10:00", &[LIST, SEAL, LIST, &["explain", "guides/eight"]]));
    golden("golden/newsletter/weekday.txt", &text);
}

#[test]
fn what_appears_in_a_pause_goes_out_after_it() {
    let site = site();
    said(&site, "2026-11-18T10:00", &[SEAL]);
    let spliced = "+++\ntitle = \"The splice\"\ndate = 2026-12-10\n+++\n\nTie it.\n";
    let site = site.file("content/guides/splice.md", spliced);
    site.write("calendar.toml", newsletter("weekly:wed", "2026-11-04", "until = 2026-11-18\n"));
    let mut text = said(&site, "2026-12-20T10:00", &[LIST, &["check"], &["explain", "guides/splice"]]);
    site.write("calendar.toml", newsletter("weekly:wed", "2027-01-13", ""));
    text.push_str(&said(&site, "2027-01-13T10:00", &[LIST, &["explain", "guides/splice"]]));
    golden("golden/newsletter/pause.txt", &text);
}

#[test]
fn what_an_end_leaves_out_is_said_before() {
    let site = site();
    site.write("calendar.toml", newsletter("weekly:wed", "2026-11-04", "until = 2026-11-11\n"));
    let mut text = said(&site, "2026-11-01T10:00", &[&["check"]]);
    text.push_str(&said(&site, "2026-11-11T10:00", &[&["check"], &["explain", "guides/eight"], SEAL, &["check"]]));
    site.write("calendar.toml", newsletter("weekly:wed", "2026-11-04", "until = 2026-11-18\n"));
    text.push_str(&said(&site, "2026-11-18T10:00", &[&["check"], LIST]));
    golden("golden/newsletter/end.txt", &text);
}

#[test]
fn a_newsletter_that_nobody_ever_sealed_is_a_warning_with_the_command() {
    let site = site();
    let check: &[&[&str]] = &[&["check"]];
    let mut text = said(&site, "2026-11-05T07:59", check);
    text.push_str(&said(&site, "2026-11-05T08:00", check));
    text.push_str(&said(&site, "2026-12-01T10:00", &[&["check"], SEAL, &["check"]]));
    golden("golden/newsletter/unsealed.txt", &text);
}
