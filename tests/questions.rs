//! `hub questions`: 200 questions with known answers, other lists in other forms, and what is written where that is asked for.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{TestSite, golden};
use serde_json::Value;

const DRAFTED: &str = "publish = 2027-04-07\nstatus = \"drafting\"";
const ASKED: &str = include_str!("questions/asked.csv");

/// Id → the entry that answers it, or nothing.
fn expected() -> BTreeMap<String, String> {
    let lines = ASKED.lines().skip(1).map(|line| (line.split_once(',').unwrap().0, line.rsplit_once(',').unwrap().1));
    lines.map(|(id, entry)| (id.to_owned(), entry.to_owned())).collect()
}

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

fn json(site: &TestSite, args: &[&str]) -> Value {
    let run = site.hub(&[&["questions"], args, &["--json"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn nine_of_ten_of_200_questions_are_right_and_nothing_is_invented() {
    // One entry of the example is still being written; here all of them are out.
    let calendar = include_str!("../example-site/calendar.toml");
    let ready = calendar.replace(DRAFTED, "publish = 2027-04-07\nstatus = \"ready\"");
    assert_ne!(ready, calendar);
    let site = example().file("asked.csv", ASKED).file("calendar.toml", ready);
    let answers = json(&site, &["asked.csv", "--at", "2027-05-01"]);
    let expected = expected();
    assert_eq!((expected.len(), expected.values().filter(|entry| entry.is_empty()).count()), (200, 40));
    let (mut right, mut invented, mut wrong) = (0, Vec::new(), Vec::new());
    for one in answers["questions"].as_array().unwrap() {
        let entry = &expected[one["id"].as_str().unwrap()];
        let found = if one["verdict"] == "answered" { one["entry"].as_str().unwrap() } else { "" };
        right += usize::from(found == entry);
        if entry.is_empty() && !found.is_empty() {
            invented.push(one.to_string());
        }
        if !entry.is_empty() && !found.is_empty() && found != entry {
            wrong.push(one.to_string());
        }
    }
    println!("{right} of 200 right at {}; another entry: {}", answers["threshold"]["answered"], wrong.join("\n"));
    assert!(right >= 180, "{right} of 200");
    assert!(invented.is_empty(), "{invented:#?}");
    assert!(wrong.len() <= 4, "{wrong:#?}");
}

const SMALL: &str = "\u{FEFF}Nr;Kunde;Betreff;Nachricht;Anzahl;Datum\r\n\
    k-1;Ina Berg;Do you ship to Norway?;\"Hello Mara,\nmy number is +47 123 45 678, ina@berg.example. Regards, Ina Berg\";3;2026-11-01\r\n\
    k-2;Olaf;Shipping to Norway?;<p>Do you <b>ship</b> to Norway?</p>;;2026-11-02\r\n\
    k-3;Pia;=cmd|' /C calc'!A0 student discount?;;2;\r\n\
    ina@berg.example;Ina;Why does my pen skip at the start of lines?;;1;\r\n\
    q-009;Ina;Pen skips at the start of a line;;1;\r\n\
    ;;;;;\r\n";

#[test]
fn a_preview_says_all_and_writes_nothing() {
    let site = example().file("list.csv", SMALL);
    let before = common::tree(site.root());
    let run = site.hub(&["questions", "list.csv"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    golden("golden/questions/preview.txt", &run.stdout);
    for person in ["Ina", "Olaf", "berg.example", "123 45", "Mara,", "<p>"] {
        assert!(!run.stdout.contains(person), "{person}:\n{}", run.stdout);
    }
    assert_eq!(common::tree(site.root()), before);
}

#[test]
fn drafts_and_ideas_are_written_once_and_build() {
    let site = example().file("list.csv", SMALL);
    let before = common::tree(site.root());
    let written = json(&site, &["list.csv", "--write"]);
    assert_eq!(written["written"], true);
    let after = common::tree(site.root());
    let new: Vec<&String> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(new, ["content/faq/cmd-c-calc-a0-student-discount.md", "content/faq/do-you-ship-to-norway.md"]);
    let changed: Vec<&String> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, ["calendar.toml"]);
    let texts: String = new.iter().map(|path| String::from_utf8(after[*path].clone()).unwrap()).collect();
    golden("golden/questions/drafts.md", &texts);
    for person in ["Ina", "Olaf", "berg.example", "123 45"] {
        assert!(!texts.contains(person), "{person}");
    }
    let calendar = String::from_utf8(after["calendar.toml"].clone()).unwrap();
    assert!(
        calendar.contains("ref = \"faq/do-you-ship-to-norway\"\nstatus = \"idea\"\nsource = \"k-1\""),
        "{calendar}"
    );

    let check = site.hub(&["check"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    site.build();
    assert!(!site.has("faq/do-you-ship-to-norway/index.html"));

    let again = json(&site, &["list.csv", "--write"]);
    assert_eq!((&again["written"], &again["known"]), (&Value::from(false), &Value::from(2)));
    assert_eq!(common::tree(site.root()).len(), after.len() + site.tree().len() + hidden(&site));
}

/// Files that a build leaves beside `public`.
fn hidden(site: &TestSite) -> usize {
    common::tree(&site.root().join(".hub")).len() + common::tree(&site.root().join(".public.hub")).len()
}

#[test]
fn nothing_is_written_where_one_file_cannot_be() {
    let site =
        example().file("list.csv", SMALL).file("calendar.toml", "entry = [ { title = \"x\", kind = \"faq\" } ]\n");
    let before = common::tree(site.root());
    let run = site.hub(&["questions", "list.csv", "--write"]);
    assert_ne!(run.code, 0);
    assert_eq!(common::tree(site.root()), before, "{}{}", run.stdout, run.stderr);
}

#[test]
fn answers_make_the_page_of_answered_questions() {
    let site = TestSite::new().file(
        "content/faq/a.md",
        "+++\ntitle = \"Why blue?\"\nshort = \"Because of the sky above.\"\nanswers = [\"k-1\"]\n+++\nSo.\n",
    );
    site.build();
    assert!(site.output("answered/index.html").contains("Why blue?"));
}

#[test]
fn lists_that_cannot_be_read_are_refused() {
    let site = TestSite::new().file("latin.csv", b"question\nf\xFCr\n").file("names.csv", "a;b\n1;2\n");
    let latin = site.hub(&["questions", "latin.csv"]);
    assert_eq!(latin.code, 2);
    assert!(latin.stderr.contains("not in UTF-8: line 2"), "{}", latin.stderr);
    let names = site.hub(&["questions", "names.csv"]);
    assert!(names.stderr.contains("no column holds questions"), "{}", names.stderr);
}

#[test]
fn a_long_list_is_no_trouble() {
    let mut list = String::from("question,count\n");
    for number in 0..20_000 {
        let word = |at: usize| {
            ["pen", "paper", "belt", "ship", "invoice", "laser", "photo", "noise", "tax", "refund"][at % 10]
        };
        let text = format!(
            "{} {} {} {} number{}?",
            word(number),
            word(number / 10),
            word(number / 100),
            word(number / 1000),
            number % 997
        );
        list.push_str(&format!("\"{text}\",1\n"));
    }
    let site = example().file("list.csv", list);
    let run = site.hub(&["questions", "list.csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("20000 questions"), "{}", run.stdout);
}
