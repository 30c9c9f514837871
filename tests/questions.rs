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

/// A list for the example site, in the words of its FAQ.
const PLAIN: &str = include_str!("questions/asked.csv");
/// Another one, as people ask.
const ASKED: &str = include_str!("questions/slowline.csv");
/// Lists for hubs of their own: podcasts, bread, and gardens in German; pottery and sound.
const OF_OTHERS: [(&str, &str); 5] = [
    ("cleancut", include_str!("questions/cleancut.csv")),
    ("opencrumb", include_str!("questions/opencrumb.csv")),
    ("beetgut", include_str!("questions/beetgut.csv")),
    ("thumbwheel", include_str!("questions/thumbwheel.csv")),
    ("tapetonic", include_str!("questions/tapetonic.csv")),
];

/// Of each list, in this order: so many answered without doubt, and so many right where the first of the doubtful counts.
const LEAST: [[usize; 2]; 7] = [[145, 198], [33, 89], [32, 82], [48, 93], [30, 57], [36, 81], [24, 72]];

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

fn json(site: &TestSite, args: &[&str]) -> Value {
    let run = site.hub(&[&["questions"], args, &["--json"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

/// What came of a list with known answers.
#[derive(Debug, Default, PartialEq)]
struct Score {
    /// The right entry, without doubt.
    answered: usize,
    /// The right entry first, to be looked at.
    first: usize,
    /// The right entry second.
    second: usize,
    /// No answer is there, and none was claimed.
    none: usize,
    /// No answer is there, and nothing was offered either.
    silent: usize,
    /// An answer was claimed where there is none.
    false_answers: Vec<String>,
    /// Another answer was claimed than the right one.
    wrong_answers: Vec<String>,
}

/// Id → the entries that answer it; `-` or nothing where none does.
fn expected(list: &str) -> BTreeMap<String, Vec<String>> {
    let lines = list.lines().skip(1).map(|line| (line.split_once(',').unwrap().0, line.rsplit_once(',').unwrap().1));
    let names = |entries: &str| -> Vec<String> {
        let full = |one: &str| if one.is_empty() || one == "-" { "-".to_owned() } else { one.replace("faq/", "") };
        entries.split('|').map(full).collect()
    };
    lines.map(|(id, entries)| (id.to_owned(), names(entries))).collect()
}

fn scored(site: TestSite, list: &str) -> Score {
    let site = site.file("asked.csv", list);
    let answers = json(&site, &["asked.csv", "--at", "2027-05-01"]);
    let expected = expected(list);
    let mut score = Score::default();
    for one in answers["questions"].as_array().unwrap() {
        let right = &expected[one["id"].as_str().unwrap()];
        let is_right = |entry: &Value| right.contains(&entry.as_str().unwrap_or("-").replace("faq/", ""));
        let none = right.contains(&"-".to_owned());
        let candidates: Vec<&Value> = one["candidates"].as_array().unwrap().iter().map(|one| &one["entry"]).collect();
        match one["verdict"].as_str().unwrap() {
            "answered" | "waiting" if is_right(&one["entry"]) => score.answered += 1,
            "answered" | "waiting" if none => score.false_answers.push(one.to_string()),
            "answered" | "waiting" => score.wrong_answers.push(one["question"].as_str().unwrap().to_owned()),
            "unanswered" | "no-question" if none => (score.none, score.silent) = (score.none + 1, score.silent + 1),
            "doubtful" if none => score.none += 1,
            "doubtful" if is_right(candidates[0]) => score.first += 1,
            "doubtful" if candidates.iter().any(|one| is_right(one)) => score.second += 1,
            _ => {}
        }
    }
    println!("{score:#?}");
    score
}

fn other(name: &str) -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions").join(name))
}

#[test]
fn nothing_is_invented_and_most_questions_come_to_their_answer() {
    let mut scores = vec![scored(example(), PLAIN), scored(example(), ASKED)];
    scores.extend(OF_OTHERS.map(|(name, list)| scored(other(name), list)));
    let wrong: Vec<&String> = scores.iter().flat_map(|score| &score.wrong_answers).collect();
    assert_eq!(
        wrong,
        ["can i bring earthenware to the kiln club"],
        "who may join and what may be fired are one to words"
    );
    for (score, least) in scores.into_iter().zip(LEAST) {
        assert_eq!(score.false_answers, [""; 0]);
        let right = score.answered + score.first + score.none;
        assert!([score.answered, right] >= least, "{score:?}");
    }
}

#[test]
fn nine_of_ten_questions_in_the_faqs_words_are_right_and_none_is_matched_without_an_answer() {
    let site = example().file("asked.csv", PLAIN);
    let answers = json(&site, &["asked.csv", "--at", "2027-05-01"]);
    let (threshold, expected) = (answers["threshold"]["answered"].as_f64().unwrap(), expected(PLAIN));
    let (mut right, mut unanswered) = (0, 0);
    for one in answers["questions"].as_array().unwrap() {
        let is_answered = matches!(one["verdict"].as_str().unwrap(), "answered" | "waiting");
        let answer = if is_answered { one["entry"].as_str().unwrap().replace("faq/", "") } else { "-".to_owned() };
        let known = &expected[one["id"].as_str().unwrap()];
        if known == &["-"] {
            assert!(!is_answered, "{one}");
            unanswered += 1;
        }
        assert!(!is_answered || one["score"].as_f64().unwrap() >= threshold, "{one}");
        right += usize::from(known.contains(&answer));
    }
    assert_eq!((expected.len(), unanswered), (200, 40));
    assert!(right >= 180, "{right} of 200");
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
    assert_eq!((&again["written"], &again["counts"]["waiting"]), (&Value::from(false), &Value::from(3)));
    assert_eq!(common::tree(site.root()).len(), after.len() + site.tree().len() + hidden(&site));
}

/// Files that a build leaves beside `public`.
fn hidden(site: &TestSite) -> usize {
    common::tree(&site.root().join(".hub")).len() + common::tree(&site.root().join(".public.hub")).len()
}

const LETTERS: &str = "id,question\n\
    a,\"hi teo, may i sell the drawings that i plot? thanks\"\n\
    b,\"Thank you so much, I love your site!\"\n\
    c,\"Hi, I work full time. Zoom is where I meet my class, can they borrow a ukulele?\"\n";

#[test]
fn entries_that_are_not_public_are_known_and_thanks_are_no_question() {
    let site = example().file("list.csv", LETTERS);
    let run = site.hub(&["questions", "list.csv", "--all", "--write", "--at", "2026-11-01"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    golden("golden/questions/letters.txt", &run.stdout);
    let drafts = common::tree(&site.root().join("content/faq"));
    assert!(!drafts.keys().any(|path| path.contains("sell-the-drawings")), "{:?}", drafts.keys());
}

#[test]
fn a_file_that_is_not_there_is_told_without_the_systems_words() {
    let run = example().hub(&["questions", "nowhere.csv"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no file `nowhere.csv`") && !run.stderr.contains("os error"),
        "{}",
        run.stderr
    );
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
    let site = site.file("quote.csv", "question,count\nHow do I begin?,1\n\"Where is it?,1\nWho are you?,2\n");
    let quote = site.hub(&["questions", "quote.csv"]);
    assert_eq!(quote.code, 2);
    assert!(quote.stderr.contains("a quote that begins in line 3 has no end"), "{}", quote.stderr);
}

#[test]
fn counts_are_read_with_their_thousands_and_what_is_none_is_told() {
    let right = ["1.200", "1 200", "1,200", "1\u{A0}200", "1'200", "1200.0"];
    let wrong = ["2,5", "1e3", "abc", "-5", "99999999999999999999", "1.200,300", "0.500"];
    let rows = |counts: &[&str]| counts.iter().map(|count| format!("Where is it?;\"{count}\"\r\n")).collect::<String>();
    let site = TestSite::new()
        .file("right.csv", format!("question;count\r\n{}", rows(&right)))
        .file("wrong.csv", format!("question;count\r\n{}\r\nAnd you?;\r\n", rows(&wrong)));
    assert_eq!(json(&site, &["right.csv"])["unanswered"][0]["times"], 7200);
    let run = site.hub(&["questions", "wrong.csv"]);
    let told = |at: usize| format!("warning: wrong.csv:{}: its count is no whole number; it counts as 1\n", at + 2);
    assert_eq!(run.stderr, (0..wrong.len()).map(told).collect::<String>());
    assert!(run.stdout.contains("    8 × Where is it?"), "{}", run.stdout);
}

#[test]
fn cells_beyond_the_names_are_told() {
    let list = "question,count\n\"Where\nis it?\",2\nHow, or when, do I begin?,3\nWho are you?,1,,\n";
    let site = TestSite::new().file("list.csv", list);
    let run = site.hub(&["questions", "list.csv"]);
    let told = "warning: list.csv:4: it has 2 more cells than the first line has names, and those are not read: \
        a text with a separator in it needs `\"` around it\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, told));
}

#[test]
fn names_with_hyphens_and_apostrophes_stay_with_their_people() {
    let list = "id;name;question;message\n\
        1;Sean O'Brien;Will O’Brien wear umbrella hats outdoors?;Brien and sean ask.\n\
        2;Jean-Luc Müller;Can Jean-Luc fly rockets over Mars?;Or jean luc?\n\
        3;Anna-Lena Schmidt-Huber;Does Schmidt-Huber's cat like violin zebras?;Huber asks for Lena.\n\
        4;Don Li;Why don't kettles paint velvet?;\n";
    let site = TestSite::new().file("list.csv", list);
    let answers = json(&site, &["list.csv", "--write"]);
    let shown = answers.to_string();
    let files = common::tree(&site.root().join("content/faq"));
    for (path, bytes) in &files {
        let text = format!("{path}\n{}\n{shown}", String::from_utf8_lossy(bytes)).to_lowercase();
        for name in ["brien", "jean", "luc", "schmidt", "huber", "lena"] {
            assert!(!text.contains(name), "{name}: {text}");
        }
    }
    assert_eq!(files.len(), 4);
    assert!(shown.contains("Why don't kettles paint velvet?"), "{shown}");
}

#[test]
fn a_question_named_like_a_device_gets_another_file() {
    let site = TestSite::new().file("list.csv", "question\nCON?\nWhat is the plan for the winter meeting?\n");
    let run = site.hub(&["questions", "list.csv", "--write"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.root().join("content/faq/con-2.md").is_file());
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
