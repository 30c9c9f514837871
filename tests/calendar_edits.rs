//! Edits of the calendar and the lock by their commands: what is said, what is written, and that nothing else is touched.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fmt::Write;
use std::fs;

use common::{TestSite, golden};

const SETTINGS: &str = r#"title = "Test hub"
base_url = "https://hub.example"
timezone = "Europe/Berlin"
language = "en"
since = 2026
theme = "plain"

[[author]]
id = "mara"
name = "Mara"

[support]
contact = "hello@hub.example"
"#;

const CALENDAR: &str = r#"# When everything happens.

[calendar]
publish_time = "09:00"

[[newsletter]]
id = "weekly"
rule = "weekly:wed"
start = 2026-11-04
time = "08:00"
cutoff_hours = 4
include = ["guide", "faq", "spotlight"]

[[rhythm]]
id = "winter"
start = 2026-12-07

[[rhythm.phase]]
weeks = [1, 2]
phase = "teach"
want = { guide = [2, 3], faq = [1, 1] }   # inline, and it stays so
levels = ["beginner", "intermediate"]

# --- November

[[entry]]
ref = "guides/early"
publish = 2026-11-10

# --- December

[[entry]]   # the big one
ref = "guides/knots"
publish = 2026-12-08T18:00:00   # after work
due = 2026-12-04
owner = "mara"

[[entry]]
ref = "faq/rope"
publish = 2026-12-09
after = ["guides/knots"]

[[entry]]
title = "A walk"
kind = "guide"
status = "idea"
"#;

fn piece(title: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}+++\nText.\n")
}

fn site() -> TestSite {
    TestSite::empty()
        .file("hub.toml", SETTINGS)
        .file("calendar.toml", CALENDAR)
        .file("content/guides/early.md", piece("Early", ""))
        .file("content/guides/knots.md", piece("Knots", ""))
        .file("content/guides/loops.md", piece("Loops", "level = \"beginner\"\n"))
        .file("content/guides/dated.md", piece("Dated", "date = 2026-01-02\n"))
        .file("content/faq/rope.md", piece("Which rope?", ""))
        .file("content/events/loops.md", piece("Loop evening", "starts = 2026-12-20\n"))
}

/// What a creator sees: each command with what it prints and how it ends.
fn told(site: &TestSite, commands: &[&[&str]]) -> String {
    let mut text = String::new();
    for command in commands {
        let words: Vec<String> = command
            .iter()
            .map(|word| if word.contains(' ') { format!("'{word}'") } else { (*word).to_owned() })
            .collect();
        let run = site.hub(command);
        writeln!(text, "$ hub {}\n{}{}[{}]\n", words.join(" "), run.stdout, run.stderr, run.code).unwrap();
    }
    text
}

fn calendar(site: &TestSite) -> String {
    fs::read_to_string(site.root().join("calendar.toml")).unwrap()
}

#[test]
fn entries_are_added() {
    let site = site();
    let mut text = told(
        &site,
        &[
            &["calendar", "add", "guides/loops", "--publish", "2026-12-01T18:00", "--owner", "mara"],
            &[
                "calendar",
                "add",
                "--title",
                "Why is  my \"rope\" wet?",
                "--kind",
                "faq",
                "--publish",
                "2026-12-10",
                "--after",
                "guides/knots",
                "--channels",
                "site,discord",
                "--source",
                "q-1",
                "--expire",
                "2027-06-01",
                "--status",
                "outlined",
                "--due",
                "2026-12-08",
            ],
            &["calendar", "add", "events/loops", "--publish", "2026-11-20", "--dry-run"],
            &["calendar", "add", "--title", "Some day", "--kind", "guide", "--owner", "noor"],
        ],
    );
    text.push_str(&calendar(&site));
    golden("golden/edits/add.txt", &text);
    assert_eq!(site.hub(&["check"]).code, 0);
}

#[test]
fn words_that_cannot_be_meant_are_answered() {
    let site = site();
    let add = |words: &[&'static str]| [&["calendar", "add"], words].concat();
    let commands: Vec<Vec<&str>> = vec![
        add(&["guides/lops", "--publish", "2026-12-12"]),
        add(&["loops"]),
        add(&["guides/knots", "--publish", "2026-12-12"]),
        add(&["guides/loops", "--publish", "12.12.2026"]),
        add(&["guides/loops", "--publish", "2026-02-30"]),
        add(&["guides/loops", "--publish", "2026-13-01"]),
        add(&["guides/loops", "--publish", "18:00"]),
        add(&["guides/loops", "--publish", "2026-12-8"]),
        add(&["guides/loops", "--publish", "2026-12-12T25:00"]),
        add(&["guides/loops", "--publish", "2026-12-12noon"]),
        add(&["content/guides/lops.md", "--publish", "2026-12-12"]),
        add(&["Loop Evening", "--publish", "2026-12-12"]),
        add(&["A", "first", "guide", "--publish", "2026-12-12"]),
        add(&["guides/loops", "--status", "redy"]),
        add(&["guides/loops", "--owner", "marra"]),
        add(&["guides/loops", "--after", "guides/knot"]),
        add(&["guides/loops", "--kind", "faq"]),
        add(&["--title", "X", "--kind", "gide"]),
        add(&["--title", "  ", "--kind", "guide"]),
        add(&["--title", "a WALK", "--kind", "guide"]),
        add(&["guides/dated", "--publish", "2026-12-12"]),
        add(&["guides/loops", "--publish", "2026-12-12", "--expire", "2026-12-01"]),
        vec!["calendar", "move", "guides/knot", "2026-12-12"],
        vec!["calendar", "move", "guides/loops", "2026-12-12"],
        vec!["calendar", "move", "A wlak", "2026-12-12"],
        vec!["calendar", "move", "knots", "tomorrow"],
        vec!["calendar", "move", "a wa", "2026-12-12"],
        vec!["calendar", "fill", "wintr"],
        vec!["calendar", "spotlights", "December"],
        vec!["calendar", "spotlights", "2026-10"],
        vec!["calendar", "move", "knots", "soon", "--json"],
    ];
    let commands: Vec<&[&str]> = commands.iter().map(Vec::as_slice).collect();
    golden("golden/edits/refused.txt", &told(&site, &commands));
    assert_eq!(calendar(&site), CALENDAR);
}

#[test]
fn entries_are_moved() {
    let site = site();
    let mut text = told(
        &site,
        &[
            &["calendar", "move", "knots", "2026-12-17"],
            &["calendar", "move", "a WALK", "2026-12-18", "--json"],
            &["calendar", "move", "faq/rope", "2026-12-09"],
            &["calendar", "move", "guides/early", "2027-01-05T07:00"],
        ],
    );
    text.push_str(&calendar(&site));
    golden("golden/edits/move.txt", &text);
    let undone = calendar(&site)
        .replace("2026-12-17T18:00:00", "2026-12-08T18:00:00")
        .replace("due = 2026-12-13", "due = 2026-12-04")
        .replace("kind = \"guide\"\npublish = 2026-12-18\n", "kind = \"guide\"\n")
        .replace("2027-01-05T07:00:00", "2026-11-10");
    assert_eq!(undone, CALENDAR);
}

#[test]
fn what_may_mean_two_entries_is_asked_back() {
    let site = site().file("content/events/knots.md", piece("Knot evening", "starts = 2026-12-20\n"));
    site.write("calendar.toml", format!("{CALENDAR}\n[[entry]]\nref = \"events/knots\"\npublish = 2026-12-02\n"));
    golden("golden/edits/ambiguous.txt", &told(&site, &[&["calendar", "move", "knots", "2026-12-18"]]));
}

#[test]
fn a_piece_is_named_by_its_file_or_its_title_too() {
    let site = site();
    for words in [
        ["calendar", "add", "./content/guides/loops.md", "--dry-run"],
        ["calendar", "move", "content/guides/knots.md", "2026-12-17"],
        ["calendar", "move", "KNOTS", "2026-12-18"],
    ] {
        let run = site.hub(&words);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let run = site.hub(&["calendar", "add", "--title", "Once", "--kind", "guide", "--publish", "2020-01-01"]);
    assert!(run.stdout.contains("that day is over"), "{}", run.stdout);
}

#[test]
fn the_only_rhythm_needs_no_name_and_the_list_of_what_was_written_is_enough() {
    let site = site();
    let tried = site.hub(&["calendar", "fill", "--dry-run"]);
    assert!(tried.stdout.contains("+[[entry]]"), "{}", tried.stdout);
    let more: String = [3, 5, 7, 9].map(|week| format!(
        "\n[[rhythm.phase]]\nweeks = [{week}, {}]\nphase = \"prove\"\nwant = {{ guide = [2, 2], faq = [2, 2] }}\n", week + 1
    )).concat();
    site.write("calendar.toml", CALENDAR.replacen("\n# --- November", &format!("{more}\n# --- November"), 1));
    let filled = site.hub(&["calendar", "fill"]);
    assert!(
        filled.stdout.contains("(prove, weeks 9–10)") && !filled.stdout.contains("+[[entry]]"),
        "{}",
        filled.stdout
    );
    site.write(
        "calendar.toml",
        format!("{CALENDAR}\n[[rhythm]]\nid = \"spring\"\ntemplate = \"creator-30\"\nstart = 2027-03-01\n"),
    );
    let several = site.hub(&["calendar", "fill"]);
    assert!(several.stderr.contains("say which of them: `winter`, `spring`"), "{}", several.stderr);
}

#[test]
fn a_rhythm_is_filled_once() {
    let site = site();
    let mut text = told(
        &site,
        &[
            &["calendar", "fill", "winter"],
            &["calendar", "fill", "winter"],
            &["calendar", "fill", "winter", "--at", "2027-02-01"],
        ],
    );
    text.push_str(&calendar(&site));
    golden("golden/edits/fill.txt", &text);
}

fn member(id: &str, name: &str, more: &str, consent: &str) -> String {
    format!(
        "+++\ntitle = \"{name} ties\"\nmember = \"{id}\"\nname = \"{name}\"\n{more}\n[consent]\n{consent}\n+++\nText.\n"
    )
}

#[test]
fn spotlights_are_chosen_fairly_and_by_consent() {
    let given = "given = 2026-01-01\nvia = \"mail\"\nscope = [\"site\", \"newsletter\"]";
    let consent = |more: &str| format!("{given}\n{more}");
    let site = site()
        .file("content/spotlights/ana.md", member("ana", "Ana Ahn", "joined = 2026-05-01", given))
        .file("content/spotlights/bo.md", member("bo", "Bo Berg", "joined = 2024-05-01", given))
        .file("content/spotlights/cy.md", member("cy", "Cy Cole", "", given))
        .file("content/spotlights/cy-old.md", member("cy", "Cy Cole", "date = 2026-02-01", given))
        .file("content/spotlights/di.md", member("di", "Di Dorn", "date = 2026-10-06", given))
        .file("content/spotlights/ed.md", member("ed", "Ed Esch", "", &consent("expires = 2026-12-20")))
        .file("content/spotlights/flo.md", member("flo", "Flo Gone", "", &consent("withdrawn = 2026-11-01")))
        .file("content/spotlights/gus.md", member("gus", "Gus Over", "", &consent("expires = 2026-11-01")))
        .file("content/spotlights/hal.md", member("hal", "Hal Hess", "date = 2026-03-03", given));
    site.write(
        "calendar.toml",
        format!(
            "{CALENDAR}\n[[recurring]]\nid = \"members\"\nkind = \"spotlight\"\ntitle = \"Members\"\n\
             rule = \"monthly:last-tue\"\nstart = 2026-11-24\ncount = [4, 5]\ntime = \"10:00\"\n"
        ),
    );
    let mut text = told(&site, &[&["calendar", "spotlights", "2026-12"]]);
    text.push_str(&told(
        &site,
        &[
            &["calendar", "spotlights", "2026-12", "--json"],
            &["calendar", "spotlights", "2027-01", "--apart", "1", "--dry-run"],
        ],
    ));
    text.push_str(&calendar(&site));
    golden("golden/edits/spotlights.txt", &text);
    assert!(!text.contains("Gone") && !text.contains("Over"), "who took the consent back is not named");
}

#[test]
fn drafts_are_planned_for_no_day() {
    let given = "given = 2026-01-01\nvia = \"mail\"\nscope = [\"site\", \"newsletter\"]";
    let site = site()
        .file("content/spotlights/ana.md", member("ana", "Ana Ahn", "", given))
        .file("content/spotlights/bo.md", member("bo", "Bo Berg", "draft = true", given))
        .file("content/spotlights/example.md", member("example", "A member's name", "draft = true", given));
    let before = fs::read_to_string(site.root().join("calendar.toml")).unwrap();
    let text = told(&site, &[&["calendar", "spotlights", "2026-12"]]);
    assert_eq!(text.matches("the piece is a draft").count(), 2, "{text}");
    let after = fs::read_to_string(site.root().join("calendar.toml")).unwrap();
    assert!(after.contains("ref = \"spotlights/ana\""), "{after}");
    for draft in ["spotlights/bo", "spotlights/example"] {
        assert_eq!(after.matches(draft).count(), before.matches(draft).count(), "{after}");
    }
}

#[test]
fn issues_are_sealed_and_stay_as_they_are() {
    let site = site();
    site.write("calendar.toml", CALENDAR.replace("after = [\"guides/knots\"]\n", ""));
    let at = ["--at", "2026-12-10T10:00"];
    let seal = |more: &[&'static str]| site.hub(&[&["newsletter", "seal"], &at[..], more].concat());
    let build = || site.hub(&["build", at[0], at[1]]);
    build();
    let before = site.tree();
    let mut text = String::new();
    for run in [seal(&["--dry-run"]), seal(&[]), seal(&[]), seal(&["--json"])] {
        writeln!(text, "{}{}[{}]\n", run.stdout, run.stderr, run.code).unwrap();
    }
    let lock = fs::read_to_string(site.root().join("newsletter.lock.toml")).unwrap();
    text.push_str(&lock);
    golden("golden/edits/seal.txt", &text);
    build();
    assert_eq!(site.tree(), before, "sealing changes no page");

    // What is backdated goes into the next issue: neither into a sealed one, nor into a day on which nothing was sent.
    let issues = |tree: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<String> {
        tree.keys().filter(|path| path.starts_with("newsletter/weekly/2")).cloned().collect()
    };
    site.write("content/guides/late.md", piece("Late", "date = 2026-11-15\n"));
    build();
    assert_eq!(issues(&site.tree()), issues(&before));
    for path in issues(&before) {
        assert_eq!(site.tree()[&path], before[&path], "{path}");
    }
    site.hub(&["build", "--at", "2026-12-16T10:00"]);
    assert!(site.output("newsletter/weekly/2026-12-16/index.html").contains("Late"));
    assert_eq!(site.hub(&["newsletter", "seal", "--at", "2026-12-16T10:00"]).code, 0);
    let longer = fs::read_to_string(site.root().join("newsletter.lock.toml")).unwrap();
    assert!(longer.starts_with(&lock) && longer.contains("guides/late"), "{longer}");
}

#[test]
fn a_hub_without_a_calendar_gets_one() {
    let site = TestSite::new().file("content/guides/x.md", piece("X", ""));
    let mut text = told(&site, &[&["calendar", "add", "guides/x", "--publish", "2026-12-08"], &["newsletter", "seal"]]);
    text.push_str(&calendar(&site));
    golden("golden/edits/new.txt", &text);
}

#[test]
fn a_calendar_of_several_files_is_edited_where_it_fits() {
    let site = TestSite::new()
        .file("calendar/2026.toml", "[[entry]]\nref = \"guides/a\"\npublish = 2026-12-01\n")
        .file("calendar/2027.toml", "[[entry]]\nref = \"guides/b\"\npublish = 2027-03-01\n")
        .file("content/guides/a.md", piece("A", ""))
        .file("content/guides/b.md", piece("B", ""))
        .file("content/guides/c.md", piece("C", ""));
    assert_eq!(site.hub(&["calendar", "add", "guides/c", "--publish", "2027-02-01"]).code, 0);
    assert_eq!(site.hub(&["calendar", "move", "a", "2027-02-03"]).code, 0);
    let read = |path: &str| fs::read_to_string(site.root().join(path)).unwrap();
    assert_eq!(read("calendar/2026.toml"), "[[entry]]\nref = \"guides/a\"\npublish = 2027-02-03\n");
    let entry = |id: &str, day: &str| format!("[[entry]]\nref = \"guides/{id}\"\npublish = {day}\n");
    assert_eq!(read("calendar/2027.toml"), format!("{}\n{}", entry("c", "2027-02-01"), entry("b", "2027-03-01")));
    assert!(!site.root().join("calendar.toml").exists());
}

#[test]
fn odd_files_keep_their_bytes() {
    let with = |text: &str| site().file("calendar.toml", text);
    let add = |text: &str| {
        let site = with(text);
        let run = site.hub(&["calendar", "add", "guides/loops"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        calendar(&site)
    };
    assert_eq!(add("# only words\n"), "# only words\n\n[[entry]]\nref = \"guides/loops\"\n");
    assert_eq!(add(""), "[[entry]]\nref = \"guides/loops\"\n");
    assert_eq!(
        add("\u{FEFF}# bom\r\n[[entry]]\r\n\tref='guides/knots'"),
        "\u{FEFF}# bom\r\n[[entry]]\r\n\tref='guides/knots'\r\n\r\n[[entry]]\r\n\tref=\"guides/loops\""
    );

    // One list of tables can be moved in, but not added to.
    let list = "entry = [\n  { ref = \"guides/knots\", publish = 2026-12-08 }, # here\n]\n";
    let site = with(list);
    assert_eq!(site.hub(&["calendar", "move", "knots", "2026-12-09"]).code, 0);
    assert_eq!(calendar(&site), list.replace("2026-12-08", "2026-12-09"));
    let run = site.hub(&["calendar", "add", "guides/loops"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("writes its entries as one list"), "{}", run.stderr);
}

#[test]
fn a_calendar_with_a_slip_is_not_touched() {
    let broken = "[[entry]]\nref = \"guides/knots\"\npublish = 2026-12-8\n";
    let site = site().file("calendar.toml", broken);
    let commands: [&[&str]; 3] = [
        &["calendar", "add", "guides/loops", "--publish", "2026-12-12"],
        &["calendar", "move", "knots", "2026-12-12"],
        &["newsletter", "seal"],
    ];
    golden("golden/edits/broken.txt", &told(&site, &commands));
    assert_eq!(calendar(&site), broken);
}

#[test]
fn an_error_elsewhere_does_not_keep_from_editing() {
    let site = site().file("content/guides/bad.md", "+++\ntitle = \"Bad\"\nlevl = \"beginner\"\n+++\n");
    let run = site.hub(&["calendar", "add", "guides/loops", "--publish", "2026-12-12"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("unknown-key") && run.stdout.contains("written to calendar.toml"), "{}", run.stderr);
    assert!(calendar(&site).contains("guides/loops"));
}

#[test]
fn two_thousand_entries_are_one_edit_away() {
    let mut text = String::new();
    let entry = |number: usize| {
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        format!(
            "[[entry]]\ntitle = \"Idea {number}\"\nkind = \"guide\"\npublish = {}-{month:02}-{day:02}\n\n",
            2027 + number / 336
        )
    };
    (0..2000).for_each(|number| text.push_str(&entry(number)));
    let site = site().file("calendar.toml", &text);
    assert_eq!(site.hub(&["calendar", "add", "guides/loops", "--publish", "2029-05-10"]).code, 0);
    let block = "\n\n[[entry]]\nref = \"guides/loops\"\npublish = 2029-05-10";
    assert_eq!(calendar(&site).replacen(block, "", 1), text);
    assert_eq!(site.hub(&["calendar", "move", "idea 1500", "2029-05-11"]).code, 0);
}
