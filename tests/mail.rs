//! Issues as mail, by the front door: what `hub newsletter next|list|preview|export` write, for everybody and for segments.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;

use common::{Run, SETTINGS, TestSite, tree};
use serde_json::Value;

const CALENDAR: &str = r#"
[[newsletter]]
id = "weekly"
title = "The letter"
rule = "weekly:wed"
start = 2026-11-04
time = "08:00"
cutoff_hours = 4
include = ["guide", "spotlight"]
send = "paste"

[[entry]]
ref = "guides/ink"
publish = 2026-11-20
"#;

const LETTER: &str = "+++\ntitle = \"Grüße & ink\"\npreheader = \"What <ink> is\"\n+++\n\
    Dear all, {{ name }} is *not* a placeholder. Read [ink](../../guides/ink.md).\n\n- one\n- two\n";

/// A site with one issue out (25 November) and one to come.
fn site() -> TestSite {
    let signup = "[signup]\npreset = \"buttondown\"\naccount = \"hub\"\nconsent = \"Yes, please\"\n";
    TestSite::new()
        .file("hub.toml", format!("{SETTINGS}{signup}{}", segments(8)))
        .file("calendar.toml", CALENDAR)
        .file("content/newsletter/weekly/2026-11-25.md", LETTER)
        .file("content/guides/ink.md", "+++\ntitle = \"All about ink\"\nsegments = [\"s1\"]\n+++\nInk is wet.\n")
        .file("content/guides/pens.md", "+++\ntitle = \"Pens for all\"\ndate = 2026-11-21\n+++\nPens write.\n")
}

fn segments(count: usize) -> String {
    (1..=count)
        .map(|at| format!("[[segment]]\nid = \"s{at}\"\ntitle = \"Group {at}\"\nfor = \"Group {at}\"\n"))
        .collect()
}

fn fine(run: &Run) -> &str {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    &run.stdout
}

fn exported(site: &TestSite, name: &str) -> String {
    let path = site.root().join(".hub/mail/weekly").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn an_issue_is_written_for_everybody_and_for_each_segment() {
    let site = site();
    fine(&site.hub(&["newsletter", "export"]));
    let html = exported(&site, "2026-11-25/index.html");
    assert!(html.contains("<title>Grüße &amp; ink</title>") && html.contains("What &lt;ink&gt; is"), "{html}");
    assert!(html.contains("href=\"{{ unsubscribe_url }}\"") && !html.contains("{{ name }}"), "{html}");
    assert!(html.contains("&#123;&#123; name }}"), "{html}");
    assert!(html.contains("prefers-color-scheme") && html.contains("<h1 style="), "{html}");
    assert!(!html.contains("letter-->") && !html.contains("<script") && !html.contains("href=\"/"), "{html}");
    assert!(html.contains("All about ink") && html.contains("Pens for all"), "{html}");
    let other = exported(&site, "2026-11-25-s2/index.txt");
    assert!(!other.contains("All about ink [") && other.contains("Pens for all ["), "{other}");
    assert!(exported(&site, "2026-11-25-s1/index.txt").contains("All about ink ["));
}

#[test]
fn plain_text_is_narrow_and_lists_its_links() {
    let site = site();
    let run = site.hub(&["newsletter", "preview", "2026-11-25"]);
    let text = fine(&run);
    let is_narrow = |line: &str| line.chars().count() <= 72 || line.contains("https://");
    assert!(text.lines().all(is_narrow), "{text}");
    assert!(text.contains("Read ink [1].") && text.contains("[1] https://hub.example/guides/ink/"), "{text}");
    assert!(text.contains("{ { name }} is not a placeholder") && text.contains("Unsubscribe: {{ unsubscribe_url }}"));
    let run = site.hub(&["newsletter", "preview", "weekly", "2026-11-25", "--format", "md"]);
    assert!(
        fine(&run).contains("is *not* a placeholder. Read [ink](https://hub.example/guides/ink/)."),
        "{}",
        run.stdout
    );
}

#[test]
fn the_message_is_the_same_whenever_it_is_made() {
    let site = site();
    let words = ["newsletter", "preview", "2026-11-25", "--format", "eml"];
    let message = fine(&site.hub(&words)).to_owned();
    assert_eq!(fine(&site.hub(&[&words[..], &["--at", "2026-11-30"]].concat())), message);
    for head in [
        "Message-ID: <weekly.2026-11-25@hub.example>\r\n",
        "Date: Wed, 25 Nov 2026 07:00:00 +0000\r\n",
        "Subject: =?utf-8?",
        "MIME-Version: 1.0\r\n",
        "multipart/alternative;",
    ] {
        assert!(message.contains(head), "{head}\n{message}");
    }
    assert!(message.lines().all(|line| line.len() <= 998), "a line is too long");
    let bare = message.replace("\r\n", "");
    assert!(!bare.contains('\n') && !bare.contains('\r'), "a line ends otherwise");
}

#[test]
fn the_message_is_from_the_sender_that_readers_are_told() {
    for (sender, from) in [
        ("Mara from the hub <mara@post.example>", "From: \"Mara from the hub\" <mara@post.example>"),
        ("mara@post.example", "From: \"Test hub\" <mara@post.example>"),
        ("Mara", "From: \"Mara\" <newsletter@hub.example>"),
    ] {
        let site = site();
        let settings = fs::read_to_string(site.root().join("hub.toml")).unwrap();
        let named = format!("account = \"hub\"\nsender = \"{sender}\"");
        site.write("hub.toml", settings.replace("account = \"hub\"", &named));
        let message = fine(&site.hub(&["newsletter", "preview", "2026-11-25", "--format", "eml"])).to_owned();
        assert!(message.contains(from), "{message}");
    }
}

#[test]
fn mail_that_is_too_long_is_cut_with_a_way_to_the_rest() {
    let site = site();
    let paragraph = "A long thought about drawing, which goes on. ".repeat(20);
    let letter = format!("+++\ntitle = \"Long\"\n+++\n{}", format!("{paragraph}\n\n").repeat(400));
    site.write("content/newsletter/weekly/2026-11-25.md", letter);
    let run = site.hub(&["newsletter", "export", "--json"]);
    let value: Value = serde_json::from_str(fine(&run)).unwrap();
    let variants = value["issues"][0]["variants"].as_array().unwrap();
    assert_eq!(variants.len(), 9);
    for variant in variants {
        assert!(variant["bytes"].as_u64().unwrap() <= 100 * 1024, "{variant}");
        assert!(variant["cut"]["blocks"].as_u64().unwrap() > 100, "{variant}");
    }
    assert!(value["issues"][0]["notes"].to_string().contains("mail programs show 100 KB"), "{value}");
    let html = exported(&site, "2026-11-25/index.html");
    assert!(html.contains(">Read on</a>") && html.contains("All about ink"), "the pieces are still there");
}

#[test]
fn one_block_that_is_too_long_does_not_push_out_the_foot() {
    let site = site();
    let code = "let line = draw(\"a long stroke\", 42);\n".repeat(2_500);
    site.write("content/newsletter/weekly/2026-11-25.md", format!("+++\ntitle = \"Long\"\n+++\n```rust\n{code}```\n"));
    fine(&site.hub(&["newsletter", "export"]));
    let html = exported(&site, "2026-11-25/index.html");
    assert!(html.len() <= 100 * 1024, "{}", html.len());
    assert!(html.contains(">Read on</a>") && html.contains("All about ink") && html.contains("{{ unsubscribe_url }}"));
}

#[test]
fn a_sealed_issue_keeps_its_moment() {
    let site = site();
    fine(&site.hub(&["newsletter", "seal"]));
    site.build();
    let before = site.output("feeds/newsletter/weekly.rss");
    for other in ["time = \"23:30\"", "time = \"10:30\""] {
        site.write("calendar.toml", CALENDAR.replace("time = \"08:00\"", other));
        site.build();
        assert_eq!(site.output("feeds/newsletter/weekly.rss"), before, "{other}");
    }
    // Nor does another rule make its letter wrong.
    site.write("calendar.toml", CALENDAR.replace("weekly:wed", "weekly:fri"));
    site.build();
    assert_eq!(site.output("feeds/newsletter/weekly.rss"), before);
}

#[test]
fn what_went_out_is_not_taken_for_what_comes() {
    let site = site();
    site.write("calendar.toml", CALENDAR.replace("start = 2026-11-04", "start = 2026-11-04\nuntil = 2026-11-25"));
    let run = site.hub(&["newsletter", "preview"]);
    fine(&run);
    let told = "nothing is coming in `weekly`: this is the issue of 2026-11-25, which is out already\n";
    assert_eq!(run.stderr, told);
}

#[test]
fn no_provider_fills_in_what_an_author_wrote() {
    let site = site();
    let letter = LETTER.replace("Grüße & ink", "For *|FNAME|* and {{ first_name }}");
    site.write("content/newsletter/weekly/2026-11-25.md", letter);
    let message = fine(&site.hub(&["newsletter", "preview", "2026-11-25", "--format", "eml"])).to_owned();
    assert!(message.contains("Subject: For * |FNAME|* and { { first_name }}"), "{message}");
    site.build();
    let feed = site.output("feeds/newsletter/weekly.rss");
    assert!(feed.contains("{{ name }} is") || feed.contains("&#123;&#123; name }} is"), "{feed}");
    let content = feed.split("<content:encoded>").nth(1).unwrap();
    assert!(content.contains("&#123;&#123; name }}"), "{content}");
}

#[test]
fn next_says_what_is_missing_and_list_what_went_out() {
    let site = site();
    site.write("content/guides/paper.md", "+++\ntitle = \"Paper\"\ndate = 2026-11-30\n+++\nPaper.\n");
    let run = site.hub(&["newsletter", "next", "--json"]);
    let value: Value = serde_json::from_str(fine(&run)).unwrap();
    assert_eq!(value["next"][0]["issue"]["date"], "2026-12-02");
    assert_eq!(value["next"][0]["issue"]["members"][0]["id"], "guides/paper");
    assert_eq!(value["next"][0]["missing"][0]["what"], "letter");
    assert!(fine(&site.hub(&["newsletter", "list"])).contains("weekly 2026-11-25 (not sealed)"));
    fine(&site.hub(&["newsletter", "seal"]));
    assert!(fine(&site.hub(&["newsletter", "list"])).contains("weekly 2026-11-25 (sealed)"));
}

#[test]
fn what_is_withdrawn_later_leaves_no_name_in_a_sealed_issue() {
    let member = |withdrawn: &str| {
        format!(
            "+++\ntitle = \"Ana Lind draws bridges\"\nmember = \"ana\"\nname = \"Ana Lind\"\ndate = 2026-11-22\n[consent]\n\
             given = 2026-10-01\nvia = \"mail\"\nscope = [\"site\", \"newsletter\"]\n{withdrawn}+++\nBridges.\n"
        )
    };
    let site = site().file("content/spotlights/ana.md", member(""));
    fine(&site.hub(&["newsletter", "seal"]));
    site.write("content/spotlights/ana.md", member("withdrawn = 2026-11-30\n"));
    let expired = CALENDAR.replace("publish = 2026-11-20\n", "publish = 2026-11-20\nexpire = 2026-11-28\n");
    site.write("calendar.toml", expired);
    site.write("content/newsletter/weekly/2026-11-25.md", "+++\ntitle = \"Ink\"\n+++\nDear all.\n");
    site.build();
    fine(&site.hub(&["newsletter", "export"]));
    let page = site.output("newsletter/weekly/2026-11-25/index.html");
    let feed = site.output("feeds/newsletter/weekly.rss");
    for text in [page, feed, exported(&site, "2026-11-25/index.html"), exported(&site, "2026-11-25/index.txt")] {
        assert!(text.contains("One piece is no longer available."), "{text}");
        assert!(text.contains("All about ink (no longer online)"), "{text}");
        assert!(!text.contains("Ana"), "{text}");
    }
}

#[test]
fn who_takes_back_the_newsletter_alone_is_in_no_mail() {
    let member = |scope: &str| {
        format!(
            "+++\ntitle = \"Ana Lind draws bridges\"\nmember = \"ana\"\nname = \"Ana Lind\"\ndate = 2026-11-22\n[consent]\n\
             given = 2026-10-01\nvia = \"mail\"\nscope = [{scope}]\n+++\nBridges.\n"
        )
    };
    let site = site().file("content/spotlights/ana.md", member("\"site\", \"newsletter\""));
    fine(&site.hub(&["newsletter", "seal"]));
    site.write("content/spotlights/ana.md", member("\"site\""));
    site.build();
    fine(&site.hub(&["newsletter", "export"]));
    for text in [site.output("feeds/newsletter/weekly.rss"), exported(&site, "2026-11-25/index.html")] {
        assert!(text.contains("One piece is no longer available."), "{text}");
        assert!(!text.contains("Ana"), "{text}");
    }
}

#[test]
fn export_writes_nowhere_else_and_nothing_by_a_link() {
    let site = site();
    let before: Vec<String> = tree(site.root()).into_keys().collect();
    fine(&site.hub(&["newsletter", "export"]));
    let new: Vec<String> = tree(site.root()).into_keys().filter(|path| !before.contains(path)).collect();
    assert!(new.iter().all(|path| path.starts_with(".hub/")), "{new:?}");
    #[cfg(unix)]
    {
        fs::remove_dir_all(site.root().join(".hub/mail")).unwrap();
        std::os::unix::fs::symlink(std::env::temp_dir(), site.root().join(".hub/mail")).unwrap();
        assert_eq!(site.hub(&["newsletter", "export"]).code, 2);
    }
}

#[test]
fn who_agreed_to_the_site_alone_is_embedded_in_no_mail() {
    let spotlight = |scope: &str| {
        format!(
            "+++\ntitle = \"Ana inks daily\"\nmember = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-11-01\nvia = \"mail\"\n\
             scope = [{scope}]\n+++\nLines.\n"
        )
    };
    let guide = "+++\ntitle = \"Pens for all\"\ndate = 2026-11-21\n+++\nPens write.\n\n{{ member(\"ana\") }}\n";
    let site = site()
        .file("content/guides/pens.md", guide)
        .file("content/newsletter/weekly/2026-11-25.md", format!("{LETTER}\n{{{{ member(\"ana\") }}}}\n"))
        .file("content/spotlights/ana.md", spotlight("\"site\", \"newsletter\""));
    let mails = |site: &TestSite| {
        site.build();
        fine(&site.hub(&["newsletter", "export", "weekly", "2026-11-25"]));
        let letters = tree(&site.root().join(".hub/mail")).into_values();
        let feed = site.output("feeds/guides.rss");
        let letters = letters.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect::<String>();
        [letters, feed]
    };
    assert!(mails(&site).iter().all(|text| text.contains("Ana inks daily")));
    site.write("content/spotlights/ana.md", spotlight("\"site\""));
    assert!(mails(&site).iter().all(|text| !text.contains("Ana inks daily") && text.contains("Pens")));
    assert!(site.output("guides/pens/index.html").contains("Ana inks daily"));
}
