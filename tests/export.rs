//! `hub export`: the four tables as golden files, what they leave out, and that the manual names every column.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::path::Path;

use common::{TestSite, golden, tree};

/// A site with a track that an offer names, a member, an end, and words that a spreadsheet would run.
fn site() -> TestSite {
    let settings = format!(
        "{}\n[[segment]]\nid = \"new\"\ntitle = \"New here\"\nfor = \"You begin.\"\nnot_for = \"You are done.\"\ntrack = \"tracks/first\"\n\n\
         [[survey]]\nid = \"seven\"\ntitle = \"A week\"\nurl = \"https://forms.example/7\"\nmoment = \"day-7\"\n",
        common::SETTINGS
    );
    TestSite::empty()
        .file("hub.toml", settings)
        .file(
            "links.toml",
            "[[link]]\nid = \"shop\"\nurl = \"https://shop.example/kit?a=1#top\"\nlabel = \"The kit\"\ndisclosure = \"own\"\n\
             utm = { source = \"hub\", campaign = \"kit\" }\n\n\
             [[link]]\nid = \"over\"\nurl = \"https://over.example\"\nends = 2026-11-01\n\n\
             [[link]]\nid = \"unused\"\nurl = \"https://unused.example\"\n",
        )
        .file("content/guides/one.md", "+++\ntitle = \"=1+1 is a title\"\nphase = \"teach\"\nsegments = [\"new\"]\ndate = 2026-10-01\n+++\n\
               Buy [the kit](link:shop), \"now\".\n\n- a\n- b\n\nOnce [over](link:over).\n")
        .file("content/guides/two.md", "+++\ntitle = \"Two, and more\"\nlevel = \"beginner\"\ntags = [\"a\", \"b\"]\n+++\nSee [one](one.md).\n")
        .file("content/guides/hidden.md", "+++\ntitle = \"A hidden guide of spring\"\ndate = 2027-04-01\n+++\nSoon: [unused](link:unused).\n")
        .file(
            "content/tracks/first.md",
            "+++\ntitle = \"First steps\"\nfor = \"You.\"\n\n[[step]]\nref = \"guides/one\"\nday = 1\n\n[[step]]\nref = \"guides/hidden\"\n\
             day = 3\n\n[[step]]\nref = \"spotlights/ana\"\nday = 5\n\n[[step]]\nref = \"guides/two\"\nday = 7\nwhy = \"After a week.\"\n\
             optional = true\nslug = \"week\"\n+++\nGo.\n",
        )
        .file("content/tracks/later.md", "+++\ntitle = \"Later\"\nfor = \"You.\"\ndraft = true\n\n[[step]]\nref = \"guides/one\"\nday = 1\n+++\n")
        .file(
            "content/spotlights/ana.md",
            "+++\ntitle = \"Ana draws\"\nmember = \"ana\"\nname = \"Ana\"\n\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n+++\nHi.\n",
        )
        .file(
            "content/offers/kit.md",
            "+++\ntitle = \"The kit\"\nrole = \"starter\"\nlink = \"shop\"\nterms = \"Ours.\"\nrelated = [\"tracks/first\"]\n+++\nA box.\n",
        )
        .file("content/pages/refunds.md", "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\n+++\nYes.\n")
}

fn table(site: &TestSite, args: &[&str]) -> String {
    let run = site.hub(&[&["export"], args].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
    run.stdout
}

#[test]
fn the_tables_are_as_expected() {
    let site = site();
    for args in [&["drip", "first"][..], &["content"], &["segments"], &["links"]] {
        let csv = table(&site, args);
        assert!(csv.ends_with("\r\n"));
        golden(&format!("golden/export/{}.csv", args[0]), &csv);
        golden(&format!("golden/export/{}.json", args[0]), &table(&site, &[args, &["--format", "json"]].concat()));
        assert_eq!(csv, table(&site, args), "the same bytes again");
    }
}

#[test]
fn what_is_not_public_is_not_handed_over() {
    let site = site();
    for args in [&["drip", "first"][..], &["content"], &["segments"], &["links"]] {
        let text = table(&site, args);
        for secret in ["hidden", "unused.example", "over.example", "tracks/later"] {
            assert!(!text.contains(secret), "{args:?} says `{secret}`:\n{text}");
        }
    }
    assert!(!table(&site, &["drip", "first"]).contains("Ana"), "Ana agreed to the site, not to mail");
    assert!(table(&site, &["content", "--at", "2027-05-01"]).contains("guides/hidden"));
    assert!(table(&site, &["drip", "first", "--at", "2027-05-01"]).contains("unused.example"));
}

#[test]
fn mails_are_written_into_a_new_folder_only() {
    let site = site();
    let run = site.hub(&["export", "drip", "tracks/first", "--files", "mails"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "2 mails written to mails\n"));
    let files = tree(&site.root().join("mails"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "01-day-01-one/index.html",
            "01-day-01-one/index.txt",
            "02-day-07-week/index.html",
            "02-day-07-week/index.txt"
        ]
    );
    let text = String::from_utf8(files["01-day-01-one/index.txt"].clone()).unwrap();
    golden("golden/export/mail.txt", &text);
    golden("golden/export/mail.html", std::str::from_utf8(&files["01-day-01-one/index.html"]).unwrap());
    let again = site.hub(&["export", "drip", "first", "--files", "mails"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("`mails` is not empty"), "{}", again.stderr);
    assert_eq!(tree(&site.root().join("mails")), files);
}

#[test]
fn a_file_is_written_whole() {
    let site = site();
    let run = site.hub(&["export", "content", "--out", "content.csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let written = std::fs::read_to_string(site.root().join("content.csv")).unwrap();
    assert_eq!(written, table(&site, &["content"]));
    let run = site.hub(&["export", "content", "--out", "content"]);
    assert!(run.stderr.contains("`content` is a folder"), "{}", run.stderr);
    let settings = std::fs::read(site.root().join("hub.toml")).unwrap();
    let run = site.hub(&["export", "content", "--out", "hub.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`hub.toml` is there already, and is no table"), "{}", run.stderr);
    assert_eq!(std::fs::read(site.root().join("hub.toml")).unwrap(), settings);
}

#[test]
fn a_wrong_track_or_a_wrong_site_gives_nothing() {
    let site = site();
    let run = site.hub(&["export", "drip", "frist"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("there is no track `frist`") && run.stderr.contains("`first`"), "{}", run.stderr);
    let run = site.hub(&["export", "drip", "later"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`tracks/later` isn't public at this time"), "{}", run.stderr);
    site.write("content/guides/bad.md", "+++\ntitel = \"x\"\n+++\n");
    let run = site.hub(&["export", "content"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("nothing was exported"), "{}", run.stderr);
}

#[test]
fn the_manual_names_every_column() {
    let site = site();
    let manual = site.hub(&["help", "export"]).stdout;
    for args in [&["drip", "first"][..], &["content"], &["segments"], &["links"]] {
        let csv = table(&site, args);
        let section = manual.split("\n## ").find(|section| section.starts_with(args[0])).unwrap();
        for column in csv.lines().next().unwrap().split(',') {
            assert!(section.contains(&format!("`{column}`")), "`hub help export` doesn't say what `{column}` is");
        }
    }
    for tool in ["hubspot", "klaviyo", "salesforce", "attio", "zendesk", "kalamtime", "mailchimp", "buttondown"] {
        let page = site.hub(&["help", tool]).stdout;
        for part in
            ["## What goes where", "## Which trigger answers what", "## What a static site can't do", "## Consent"]
        {
            assert!(page.contains(part), "`hub help {tool}` lacks `{part}`");
        }
    }
}

#[test]
fn the_example_site_hands_over_all_four() {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    let drip = table(&site, &["drip", "beginner", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&drip).unwrap();
    assert!(rows.as_array().unwrap().len() >= 5);
    for row in rows.as_array().unwrap() {
        let html = row["html"].as_str().unwrap();
        assert!(!html.contains("<script") && !html.contains("<form") && !html.contains("href=\"/"), "{html}");
        assert!(row["text"].as_str().unwrap().len() > 200 && row["url"].as_str().unwrap().starts_with("https://"));
    }
    for what in ["content", "segments", "links"] {
        assert!(table(&site, &[what]).lines().count() > 5, "{what}");
    }
}
