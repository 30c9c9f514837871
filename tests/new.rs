//! `hub new`: each kind and each format is begun, and the site is right at once; what can't be is refused and nothing written.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;

use common::{TestSite, golden, tree};

const CALENDAR: &str = "# my calendar\r\n[[newsletter]]\r\nid = \"weekly\"\r\nrule = \"weekly:wed\"\r\nstart = 2026-11-04\r\ninclude = [\"guide\", \"part\"]\r\n\r\n[[entry]]\r\nref = \"guides/first\"\r\npublish = 2026-11-03\r\n";
const FORMATS: [&str; 5] = ["walkthrough", "not-for", "proof", "mistakes", "comparison"];

/// A hub with what every kind can refer to; its calendar has the line ends of Windows.
fn hub() -> TestSite {
    TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file("links.toml", "[[link]]\nid = \"shop\"\nurl = \"https://shop.example\"\n")
        .file("content/guides/first.md", "+++\ntitle = \"A first guide\"\n+++\nText.\n")
        .file("content/series/bees/_index.md", "+++\ntitle = \"Bees\"\n+++\n")
        .file("content/series/bees/01-why.md", "+++\ntitle = \"Why bees\"\ndate = 2026-11-03\n+++\nText.\n")
        .file("content/pages/refunds.md", "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\n+++\nText.\n")
}

/// What a command that is fine said, and the files that are other than before.
fn begun(site: &TestSite, args: &[&str]) -> (String, BTreeMap<String, String>) {
    let before = tree(site.root());
    let run = site.hub(&[&["new"], args].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}: {}", run.stdout);
    let mut files = tree(site.root());
    files.retain(|path, bytes| before.get(path) != Some(bytes));
    (run.stdout, files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect())
}

fn refused(site: &TestSite, args: &[&str]) -> String {
    let before = tree(site.root());
    let run = site.hub(&[&["new"], args].concat());
    assert_ne!(run.code, 0, "{args:?}: {}", run.stdout);
    assert_eq!(tree(site.root()), before, "{args:?} wrote something");
    run.stderr
}

fn kinds() -> Vec<Vec<&'static str>> {
    let mut all: Vec<Vec<&str>> = vec![
        vec!["series", "Your first month"],
        vec!["part", "What you need"],
        vec!["guide", "Set up your desk"],
        vec!["faq", "How much time do I need?"],
        vec!["track", "From zero to one"],
        vec!["spotlight", "Ana Ruiz"],
        vec!["event", "An open evening"],
        vec!["prompt", "What lies on your table?"],
        vec!["challenge", "Seven days, seven sketches"],
        vec!["offer", "The starter kit"],
        vec!["page", "About"],
    ];
    all.extend(FORMATS.map(|format| vec!["guide", "A guide with a promise", "--format", format]));
    all
}

/// Errors of a site; the exit code says the same.
fn errors(site: &TestSite) -> String {
    let run = site.hub(&["check"]);
    if run.code == 0 { String::new() } else { run.stderr }
}

#[test]
fn every_kind_is_right_at_once_with_a_day_and_without() {
    let mut text = String::new();
    for args in kinds() {
        let site = hub();
        let (said, files) = begun(&site, &args);
        assert_eq!(errors(&site), "", "{args:?}");
        text.push_str(&format!("$ hub new {args:?}\n{said}\n"));
        for (path, file) in &files {
            let shown = if path == "calendar.toml" { file.replace(CALENDAR, "") } else { file.clone() };
            text.push_str(&format!("======== {path}\n{}\n", shown.replace('\r', "")));
        }
        let built = site.hub(&["build"]);
        assert_eq!(built.code, 0, "{args:?}: {}", built.stderr);
        assert_eq!(site.hub(&["build", "--preview", "--out", "preview"]).code, 0, "{args:?}");

        let site = hub();
        let (said, files) = begun(&site, &[&args[..], &["--at", "2026-12-15"]].concat());
        assert_eq!(errors(&site), "", "{args:?}");
        assert!(said.contains("It appears on Tuesday 2026-12-15 09:00 +01:00"), "{said}");
        let calendar = &files["calendar.toml"];
        assert!(calendar.starts_with(CALENDAR), "all else stays: {calendar:?}");
        let entry = &calendar[CALENDAR.len()..];
        assert!(entry.contains("\r\npublish = 2026-12-15\r\nstatus = \"drafting\"\r\n"), "{entry:?}");
        assert_eq!(entry.matches('\n').count(), entry.matches("\r\n").count(), "{entry:?}");
    }
    golden("golden/new/kinds.txt", &text);
}

#[test]
fn a_letter_goes_out_with_the_next_issue_that_has_none() {
    let site = hub();
    let (said, files) = begun(&site, &["issue", "What we learned"]);
    golden("golden/new/letter.txt", &format!("{said}\n{}", files["content/newsletter/weekly/2026-12-02.md"]));
    assert_eq!(files.len(), 1, "a letter has no entry");
    let (said, _) = begun(&site, &["issue", "And this", "--newsletter", "weekly"]);
    assert!(said.contains("2026-12-09.md") && said.contains("Wednesday 2026-12-09"), "{said}");
    begun(&site, &["issue", "Later", "--at", "2026-12-23"]);
    assert_eq!(errors(&site), "");
    let said = refused(&site, &["issue", "No", "--at", "2026-12-24"]);
    assert!(said.contains("no issue of `weekly` goes out on Thursday 2026-12-24"), "{said}");
    assert!(said.contains("the next one goes out on Wednesday 2026-12-30"), "{said}");
    assert!(refused(&site, &["issue", "No", "--newsletter", "wekly"]).contains("did you mean `weekly`?"));
    assert!(refused(&site, &["issue", "Again", "--at", "2026-12-23"]).contains("is there already"));
}

/// Every line that is switched off is one that hub knows and can read.
#[test]
fn every_field_can_be_switched_on() {
    let mut all = kinds();
    all.push(vec!["issue", "What we learned"]);
    for args in all {
        let site = hub();
        let (_, files) = begun(&site, &args);
        let (path, text) = files.iter().find(|(path, _)| path.ends_with(".md")).unwrap();
        let (front, body) = text.strip_prefix("+++\n").unwrap().split_once("+++\n").unwrap();
        let on: String = front
            .lines()
            .filter(|line| !line.starts_with("# Everything"))
            .map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line)))
            .collect();
        site.write(path, format!("+++\n{on}+++\n{body}"));
        let said = site.hub(&["check"]).stderr;
        for code in ["toml-syntax", "unknown-key", "wrong-type", "missing-field", "bad-number"] {
            assert!(!said.contains(&format!("[{code}]")), "{args:?}: {said}");
        }
        for field in ["description", "segments", "extra", "listed"] {
            assert!(front.contains(&format!("\n# {field} = ")), "{args:?} doesn't tell of `{field}`");
        }
    }
}

#[test]
fn a_part_numbers_itself() {
    let site = hub();
    let (_, files) = begun(&site, &["part", "Where bees live"]);
    assert!(files.contains_key("content/series/bees/02-where-bees-live.md"), "{:?}", files.keys());
    let (_, files) = begun(&site, &["part", "What bees eat", "--series", "bees"]);
    let text = &files["content/series/bees/03-what-bees-eat.md"];
    assert!(text.contains("id = \"series/bees/what-bees-eat\"\n"), "{text}");
    begun(&site, &["series", "Wasps"]);
    begun(&site, &["part", "Why wasps", "--series", "series/wasps"]);
    assert!(site.root().join("content/series/wasps/01-why-wasps.md").exists());
    assert_eq!(errors(&site), "");
    assert!(refused(&site, &["part", "More"]).contains("say to which: `--series bees` or `--series wasps`"));
    assert!(refused(&site, &["part", "More", "--series", "wasp"]).contains("did you mean `wasps`?"));
    assert!(refused(&TestSite::new(), &["part", "More"]).contains("there is no series yet"));
}

#[test]
fn an_idea_of_the_calendar_becomes_the_piece() {
    let idea = "[[entry]]\r\n  title = \"A first walk\" # from the kitchen\r\n  kind = \"guide\"\r\n  publish = 2026-12-10\r\n  status = \"outlined\"\r\n  owner = \"mara\"\r\n\r\n[[entry]]\r\ntitle = \"A second walk\"\r\nkind = \"guide\"\r\n";
    let site = hub().file("calendar.toml", idea);
    let (said, files) = begun(&site, &["guide", "a first  Walk"]);
    assert!(said.contains("calendar.toml:2, the idea is this piece now"), "{said}");
    assert!(said.contains("It appears on Thursday 2026-12-10"), "{said}");
    let wanted = "[[entry]]\r\n  ref = \"guides/a-first-walk\" # from the kitchen\r\n  publish = 2026-12-10\r\n  status = \"drafting\"\r\n  owner = \"mara\"\r\n\r\n[[entry]]\r\ntitle = \"A second walk\"\r\nkind = \"guide\"\r\n";
    assert_eq!(files["calendar.toml"], wanted);
    let (_, files) = begun(&site, &["guide", "A second walk", "--at", "2026-12-17"]);
    let wanted = wanted.replace(
        "title = \"A second walk\"\r\nkind = \"guide\"\r\n",
        "ref = \"guides/a-second-walk\"\r\npublish = 2026-12-17\r\nstatus = \"drafting\"\r\n",
    );
    assert_eq!(files["calendar.toml"], wanted);
    assert_eq!(errors(&site), "");
    // Of another kind it is another thing.
    let site = hub().file("calendar.toml", idea);
    begun(&site, &["faq", "A first walk"]);
    assert_eq!(errors(&site), "");
}

#[test]
fn a_site_without_a_calendar_gets_one() {
    let site = TestSite::new();
    let (_, files) = begun(&site, &["guide", "Über Öfen, Straßen & mehr"]);
    assert_eq!(files["calendar.toml"], "[[entry]]\nref = \"guides/uber-ofen-strassen-mehr\"\nstatus = \"idea\"\n");
    let (_, files) = begun(&site, &["guide", "دليل قصير"]);
    assert!(files.contains_key("content/guides/دليل-قصير.md"), "{:?}", files.keys());
    begun(&site, &["guide", "?!"]);
    begun(&site, &["guide", "quotes \" and \\ backslashes", "--at", "2026-12-08T18:00"]);
    assert_eq!(errors(&site), "");
    site.build();
    let dir = TestSite::empty().file("inner/hub.toml", common::SETTINGS);
    begun(&dir, &["guide", "One", "--dir", "inner"]);
    begun(&dir, &["guide", "Two", "--site", "inner"]);
    assert!(dir.root().join("inner/content/guides/two.md").exists());
}

#[test]
fn what_cannot_be_is_refused_with_a_way_out() {
    let site = hub().file("content/guides/deep/index.md", "+++\ntitle = \"Deep\"\n+++\nText.\n");
    for (args, says) in [
        (&["guide", "First"][..], "`content/guides/first.md` is there already"),
        (&["guide", "Deep"], "`content/guides/deep/index.md` is there already"),
        (&["guide"], "write it in quotes, as in `hub new guide"),
        (&["guide", " "], "a guide needs a title"),
        (&["A title"], "the kind comes before the title"),
        (&["gide", "A title"], "did you mean `guide`?"),
        (&["gide"], "`hub new` lists the kinds"),
        (&["guide", "A", "--format", "walktrough"], "did you mean `walkthrough`?"),
        (&["guide", "A", "--format", "essay"], "choose one of `walkthrough`"),
        (&["faq", "A", "--format", "proof"], "`--format` says nothing of an FAQ answer"),
        (&["guide", "A", "--series", "bees"], "only parts belong to a series"),
        (&["guide", "A", "--at", "2026-13-01"], "there is no month 13"),
        (&["guide", "A", "--at", "8.12.2026"], "did you mean `2026-12-08`?"),
        (&["guide", "con"], "can't be the name of a file everywhere"),
        (&["guide", "One", "Two"], "a title of several words stands in quotes"),
    ] {
        let said = refused(&site, args);
        assert!(said.contains(says), "{args:?}: {said}");
    }
    let bare = TestSite::new();
    for (args, says) in [
        (["track", "A"], "begin with one: `hub new guide"),
        (["issue", "A"], "add one to the calendar"),
        (["offer", "A"], "add its link to `links.toml`"),
    ] {
        assert!(refused(&bare, &args).contains(says), "{args:?}");
    }
    let site = TestSite::new().file("content/guides/x.md", "+++\ntitle = \"X\"\nid = \"guides/y\"\n+++\nText.\n");
    assert!(refused(&site, &["guide", "Y"]).contains("there is a piece with the id `guides/y` already"));
    let site = TestSite::new().file("calendar.toml", "[[entry]\n");
    assert!(refused(&site, &["guide", "Y"]).contains("mend `calendar.toml` first"));
    let site = TestSite::new().file("calendar.toml", "entry = [\n  { title = \"A\", kind = \"guide\" },\n]\n");
    assert!(refused(&site, &["guide", "B"]).contains("writes its entries as one list"));
    assert!(refused(&TestSite::empty(), &["guide", "Y"]).contains("hub.toml"));
}

#[cfg(unix)]
#[test]
fn written_together_or_not_at_all() {
    use std::os::unix::fs::symlink;
    let (site, elsewhere) = (hub(), TestSite::empty());
    symlink(elsewhere.root(), site.root().join("content/prompts")).unwrap();
    let said = refused(&site, &["prompt", "A prompt"]);
    assert!(said.contains("leads out of the site"), "{said}");
    assert!(tree(elsewhere.root()).is_empty());

    // The calendar can't be written: the new file and its folder go again.
    let site = hub();
    let file = site.root().join("calendar.toml");
    let mut rights = std::fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&file, rights).unwrap();
    let said = refused(&site, &["prompt", "A prompt"]);
    assert!(said.contains("`calendar.toml` is protected against writing"), "{said}");
    assert!(!site.root().join("content/prompts").exists());
}

#[test]
fn alone_it_lists_the_kinds_and_each_example_works() {
    let site = hub();
    let run = site.hub(&["new"]);
    golden("golden/new/list.txt", &run.stdout);
    let examples = run.stdout.lines().filter_map(|line| line.split_once("hub new ").map(|(_, words)| words));
    let mut count = 0;
    for example in examples.filter(|words| !words.starts_with("KIND")) {
        let mut args = Vec::new();
        for (number, part) in example.split('"').enumerate() {
            if number % 2 == 1 { args.push(part) } else { args.extend(part.split_whitespace()) }
        }
        begun(&site, &args);
        count += 1;
    }
    assert_eq!((count, errors(&site).as_str()), (12, ""));
}
