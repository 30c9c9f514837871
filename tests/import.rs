//! `hub import` by the front door: a sample of each source, everything that comes out of it, its counts, a second run, the
//! build; archives that mean harm; and that nobody who subscribed is mailed twice.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panic")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use common::{Run, TestSite, copy, golden, tree};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SAMPLES: [&str; 12] = [
    "astro",
    "buttondown",
    "eleventy",
    "feed",
    "ghost",
    "hugo",
    "jekyll",
    "obsidian",
    "pelican",
    "substack",
    "wordpress",
    "zola",
];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name).join("source")
}

/// A folder with a sample beside the place of its hub.
fn beside(name: &str) -> TestSite {
    let site = TestSite::empty();
    copy(&sample(name), &site.root().join("source"));
    if name == "obsidian" {
        fs::create_dir_all(site.root().join("source/.obsidian")).unwrap();
    }
    site
}

fn source(name: &str) -> &'static str {
    match name {
        "ghost" => "source/export.json",
        "wordpress" => "source/export.xml",
        "feed" => "source/feed.xml",
        _ => "source",
    }
}

fn fine(run: Run) -> String {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    format!("{}{}", run.stdout, run.stderr)
}

/// The hub as text, files that are no text by their length.
fn shown(files: &BTreeMap<String, Vec<u8>>) -> String {
    let file = |(path, bytes): (&String, &Vec<u8>)| match std::str::from_utf8(bytes) {
        Ok(text) => format!("=== {path}\n{text}\n"),
        Err(_) => format!("=== {path}\n({} bytes)\n", bytes.len()),
    };
    files.iter().map(file).collect()
}

#[test]
fn every_source_becomes_a_hub_that_builds() {
    for name in SAMPLES {
        let site = beside(name);
        let said = fine(site.hub(&["import", source(name), "--to", "hub"]));
        let files = tree(&site.root().join("hub"));
        golden(&format!("import/{name}/expected.txt"), &format!("{said}\n{}", shown(&files)));
        let again = fine(site.hub(&["import", source(name), "--to", "hub"]));
        assert!(again.contains("written 0, "), "{name}: {again}");
        assert_eq!(tree(&site.root().join("hub")), files, "{name}: a second import changes something");
        let built = site.hub(&["build", "hub"]);
        assert_eq!(built.code, 0, "{name}:\n{}{}", built.stdout, built.stderr);
        let checked = site.hub(&["check", "hub"]);
        assert!(!checked.stderr.contains("error"), "{name}:\n{}", checked.stderr);
    }
}

#[test]
fn counts_add_up() {
    for name in SAMPLES {
        let site = beside(name);
        fine(site.hub(&["import", source(name), "--to", "hub"]));
        let report = fs::read_to_string(site.root().join("hub/import-report.md")).unwrap();
        let line = report.lines().nth(2).unwrap();
        let numbers: Vec<usize> =
            line.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
        assert_eq!(numbers[0], numbers[1..].iter().sum::<usize>(), "{name}: {line}");
        let told = report
            .split("## What became of each")
            .nth(1)
            .unwrap()
            .lines()
            .filter(|line| line.starts_with("- "))
            .count();
        assert_eq!(told, numbers[0], "{name}: {report}");
    }
}

#[test]
fn an_archive_is_as_good_as_its_folder() {
    let site = beside("substack");
    let files = tree(&site.root().join("source"));
    site.write("export.zip", zipped(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))));
    fine(site.hub(&["import", "source", "--to", "a"]));
    fine(site.hub(&["import", "export.zip", "--to", "b"]));
    assert_eq!(tree(&site.root().join("a")), tree(&site.root().join("b")));
}

#[test]
fn a_corrected_table_decides() {
    let site = beside("hugo");
    let said = fine(site.hub(&["import", "source", "--to", "hub", "--dry-run"]));
    assert!(said.contains("Nothing else was written"), "{said}");
    assert_eq!(tree(&site.root().join("hub")).keys().collect::<Vec<_>>(), ["import-plan.csv"]);
    let plan = fs::read_to_string(site.root().join("hub/import-plan.csv")).unwrap();
    let paper = "content/posts/paper/index.md,faq,,paper,";
    assert!(plan.contains(paper), "{plan}");
    site.write("hub/import-plan.csv", plan.replace(paper, "content/posts/paper/index.md,page,,sheets,"));
    fine(site.hub(&["import", "source", "--to", "hub"]));
    assert!(site.root().join("hub/content/pages/sheets/index.md").is_file());
    site.write("hub/import-plan.csv", plan.replace(",faq,", ",fqa,"));
    let wrong = site.hub(&["import", "source", "--to", "hub"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("did you mean `faq`?"), "{}", wrong.stderr);
}

#[test]
fn what_the_creator_changed_stays() {
    let site = beside("jekyll");
    fine(site.hub(&["import", "source", "--to", "hub"]));
    let file = site.root().join("hub/content/guides/first-loaf.md");
    let mine = fs::read_to_string(&file).unwrap() + "\nMine.\n";
    fs::write(&file, &mine).unwrap();
    let said = fine(site.hub(&["import", "source", "--to", "hub"]));
    assert!(said.contains("yours and left as they are 1"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), mine);
}

#[test]
fn a_hub_that_is_there_keeps_its_own() {
    let site = beside("wordpress");
    copy(
        TestSite::new().file("content/pages/about.md", "+++\ntitle = \"Mine\"\n+++\n").root(),
        &site.root().join("hub"),
    );
    fine(site.hub(&["import", "source/export.xml", "--to", "hub"]));
    let files = tree(&site.root().join("hub"));
    assert_eq!(files["content/pages/about.md"], b"+++\ntitle = \"Mine\"\n+++\n");
    assert!(files.contains_key("content/pages/about-page.md"), "{:?}", files.keys());
    assert!(String::from_utf8_lossy(&files["hub.toml"]).contains("name = \"Bo Flint\""));
    let again = fine(site.hub(&["import", "source/export.xml", "--to", "hub"]));
    assert!(again.contains("written 0, "), "{again}");
    assert_eq!(site.hub(&["build", "hub"]).code, 0);
}

/// The old feed and the new one hold the same pieces by id and by link, though the pages moved.
#[test]
fn nobody_is_mailed_twice() {
    let site = beside("feed");
    fine(site.hub(&["import", "source/feed.xml", "--to", "hub"]));
    fine(site.hub(&["build", "hub"]));
    let page = fs::read_to_string(site.root().join("hub/public/2023/high/index.html")).unwrap();
    assert!(page.contains("/guides/high/"), "{page}");
    let diff = fine(site.hub(&["feed", "diff", "source/feed.xml", "hub/public/feeds/all.rss"]));
    assert!(diff.contains("resent=0\n") && diff.contains("verdict=safe: nothing to mail"), "{diff}");
}

#[test]
fn an_old_feed_lends_its_ids() {
    let site = beside("substack");
    site.write(
        "old.xml",
        "<rss version=\"2.0\"><channel><title>Desk</title><link>https://desk.substack.com</link><description>d</description><item>\
         <title>First letter</title><link>https://desk.substack.com/p/first-letter</link>\
         <guid isPermaLink=\"false\">https://desk.substack.com/p/first-letter</guid><pubDate>Wed, 01 Mar 2023 09:00:00 GMT</pubDate>\
         </item></channel></rss>",
    );
    fine(site.hub(&["import", "source", "--to", "hub", "--feed", "old.xml"]));
    fine(site.hub(&["build", "hub"]));
    let diff = site.hub(&["feed", "diff", "old.xml", "hub/public/feeds/all.rss"]);
    assert_eq!(diff.code, 0, "{}{}", diff.stdout, diff.stderr);
}

fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Replaces a name in the bytes of an archive by another of the same length: writers refuse to write such names.
fn renamed(archive: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = archive;
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter(|(_, window)| *window == from.as_bytes())
        .map(|(at, _)| at)
        .collect();
    for at in places {
        bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

#[test]
fn an_archive_that_means_harm_is_refused() {
    let post: &[u8] = b"---\ntitle: A\n---\nText";
    let bomb = vec![0; 64 << 20];
    let deep = format!("{}a.md", "d/".repeat(50));
    let cases: [(&str, Vec<u8>, &str); 6] = [
        (
            "slip",
            renamed(zipped([("xx/../evil.md", post)]), "xx/../evil.md", "../../evil.md"),
            "leads out of the archive",
        ),
        ("absolute", renamed(zipped([("xetc/evil.md", post)]), "xetc/evil.md", "/etc/evil.md"), "an absolute path"),
        ("drive", renamed(zipped([("c./evil.md", post)]), "c./evil.md", "c:/evil.md"), "an absolute path"),
        ("bomb", zipped([("a.md", post), ("b.csv", bomb.as_slice())]), "would grow far beyond"),
        ("deep", zipped([(deep.as_str(), post)]), "deeper than 40 folders"),
        ("cut", zipped([("a.md", post)])[..60].to_vec(), "can't be unpacked"),
    ];
    for (name, bytes, why) in cases {
        let site = TestSite::empty().file("export.zip", bytes);
        let run = site.hub(&["import", "export.zip", "--to", "hub"]);
        assert_eq!(run.code, 2, "{name}: {}", run.stdout);
        assert!(run.stderr.contains(why), "{name}: {}", run.stderr);
        assert!(!site.root().join("hub").exists(), "{name}");
        assert!(
            !site.root().join("evil.md").exists() && !site.root().parent().unwrap().join("evil.md").exists(),
            "{name}"
        );
    }
}

#[test]
fn a_hundred_thousand_files_are_too_many() {
    let names: Vec<String> = (0..100_000).map(|number| format!("{number}.md")).collect();
    let site = TestSite::empty().file("export.zip", zipped(names.iter().map(|name| (name.as_str(), b"".as_slice()))));
    let run = site.hub(&["import", "export.zip", "--to", "hub"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("50000 at most"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let site = TestSite::empty().file("source/a.md", "# A\n\n![x](secret.png)\n").file("secret.png", "secret");
    std::os::unix::fs::symlink(site.root().join("secret.png"), site.root().join("source/secret.png")).unwrap();
    std::os::unix::fs::symlink(site.root(), site.root().join("source/up")).unwrap();
    fine(site.hub(&["import", "source", "--to", "hub"]));
    let files = tree(&site.root().join("hub"));
    assert!(!files.keys().any(|path| path.ends_with(".png")), "{:?}", files.keys());
    let report = String::from_utf8(files["import-report.md"].clone()).unwrap();
    assert_eq!(report.matches("it is a link, and links are not followed").count(), 2, "{report}");
    // Nor is anything written through one.
    fs::remove_dir_all(site.root().join("hub/content")).unwrap();
    fs::create_dir(site.root().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(site.root().join("elsewhere"), site.root().join("hub/content")).unwrap();
    let run = site.hub(&["import", "source", "--to", "hub"]);
    assert_eq!((run.code, fs::read_dir(site.root().join("elsewhere")).unwrap().count()), (2, 0), "{}", run.stderr);
}

#[test]
fn odd_names_and_letters_come_along() {
    let site = TestSite::empty()
        .file("source/con.md", "---\ntitle: Con\n---\nA\n")
        .file("source/a/x.md", "---\ntitle: X\ndate: 2020-01-01\n---\nOne\n")
        .file("source/b/x.md", "---\ntitle: X\ndate: 2020-01-02\n---\nTwo\n")
        .file("source/2020-review.md", "---\ntitle: \"2020\"\ndate: 2020-12-31\nslug: 2020-review\n---\nA year\n")
        .file("source/search.md", "---\ntitle: Search\n---\nB\n")
        .file("source/latin.md", b"---\ntitle: Gr\xfcn\n---\nGr\xfcn\n")
        .file("source/empty.md", "")
        .file("source/bad.md", "---\ntitle: {{ x }}\n: : :\n---\n{{ page.title }}\n\n[x](nowhere.md#y) [z](#none) ![i](i.png)\n\n<p onclick=\"x()\">t</p>\n");
    fine(site.hub(&["import", "source", "--to", "hub"]));
    let built = site.hub(&["build", "hub"]);
    assert_eq!(built.code, 0, "{}{}", built.stdout, built.stderr);
    assert!(site.root().join("hub/public/guides/b-x/index.html").is_file());
    assert!(site.root().join("hub/public/search-page/index.html").is_file());
}

/// A hub that was made of these files of a Hugo site, its report, and what its build shows.
fn of_hugo(files: &[(&str, &str)]) -> (TestSite, String) {
    let mut site = TestSite::empty().file("source/hugo.toml", "baseURL = \"https://old.example/\"\ntitle = \"H\"\n");
    for (name, front) in files {
        let text = format!("---\ntitle: {name}\n{front}\n---\nText\n");
        site = site.file(&format!("source/content/posts/{name}"), text);
    }
    fine(site.hub(&["import", "source", "--to", "hub"]));
    let report = fs::read_to_string(site.root().join("hub/import-report.md")).unwrap();
    fine(site.hub(&["build", "hub", "--at", "2026-12-01"]));
    (site, report)
}

#[test]
fn what_hugo_kept_back_stays_back() {
    let (site, report) = of_hugo(&[
        ("waits.md", "date: 2024-01-01\npublishDate: 2099-01-01"),
        ("waits-alone.md", "publishdate: 2099-01-01"),
        ("odd.md", "date: 2024-01-01\npublishDate: soon"),
        ("over.md", "date: 2024-01-01\nexpirydate: 2024-06-01T10:00:00Z"),
        ("gone.md", "date: 2024-01-01\nunpublishDate: 2024-07-01"),
        ("headless/index.md", "date: 2024-01-01\nheadless: true"),
        ("never/index.md", "date: 2024-01-01\nbuild:\n  render: never\n  list: never"),
        ("false.md", "date: 2024-01-01\n_build: {render: false}"),
        ("unlisted.md", "date: 2024-01-01\n_build: {list: never}"),
        ("unlisted-too.md", "date: 2024-01-01\nbuild: {list: false}"),
        ("plain.md", "date: 2024-01-01\npublishDate: 2023-01-01\nexpiryDate:\nbuild: {list: always}\nheadless: true"),
    ]);
    let public: Vec<String> = tree(&site.root().join("hub/public/guides")).into_keys().collect();
    assert_eq!(public, ["index.html", "plain/index.html", "unlisted-too/index.html", "unlisted/index.html"]);
    let list = fs::read_to_string(site.root().join("hub/public/guides/index.html")).unwrap();
    assert!(list.contains("/guides/plain/") && !list.contains("/guides/unlisted"), "{list}");
    for (file, why) in [
        ("waits", "it appears on its `publishDate`, 2099-01-01, which is its `date` now; that was 2024-01-01"),
        ("odd", "`publishDate: soon` is no date that hub can read: it is a draft now"),
        ("over", "readers had it until its `expirydate`, 2024-06-01T10:00:00+00:00: it is a draft now"),
        ("gone", "readers had it until its `unpublishDate`, 2024-07-01: it is a draft now"),
        ("headless", "`headless: true`: it had no page: it is a draft now"),
        ("never", "`build: {render: never}`: it had no page: it is a draft now"),
        ("false", "`_build: {render: false}`: it had no page: it is a draft now"),
        ("unlisted", "`_build: {list: never}`: it stood on no list; it has `listed = false` now"),
        ("unlisted-too", "`build: {list: false}`: it stood on no list; it has `listed = false` now"),
    ] {
        assert!(report.contains(&format!("`content/guides/{file}.md`: {why}")), "{file}: {report}");
    }
    assert!(!report.contains("`content/guides/plain.md`:"), "{report}");
}

#[test]
fn what_ghost_only_mailed_stays_back() {
    let post = |slug: &str, more: &str| {
        format!(
            "{{\"id\": \"{slug}\", \"title\": \"{slug}\", \"slug\": \"{slug}\", \"html\": \"<p>x</p>\", \"published_at\": \"2024-01-01T00:00:00.000Z\", {more}}}"
        )
    };
    let posts = [
        post("open", "\"status\": \"published\", \"email_only\": false"),
        post("sent", "\"status\": \"sent\""),
        post("mailed", "\"status\": \"published\", \"email_only\": true"),
        post("told", "\"status\": \"published\""),
    ];
    let meta = "[{\"post_id\": \"told\", \"email_only\": 1}]";
    let export = format!("{{\"db\": [{{\"data\": {{\"posts\": [{}], \"posts_meta\": {meta}}}}}]}}", posts.join(", "));
    let site = TestSite::empty().file("export.json", export);
    fine(site.hub(&["import", "export.json", "--to", "hub"]));
    let report = fs::read_to_string(site.root().join("hub/import-report.md")).unwrap();
    for slug in ["sent", "mailed", "told"] {
        let why = format!("`content/guides/{slug}.md`: it went out by mail only: it is a draft now");
        assert!(report.contains(&why), "{report}");
    }
    fine(site.hub(&["build", "hub"]));
    let public: Vec<String> = tree(&site.root().join("hub/public/guides")).into_keys().collect();
    assert_eq!(public, ["index.html", "open/index.html"]);
}

#[test]
fn what_is_nothing_says_so() {
    let site = TestSite::empty().file("source/readme.txt", "x").file("a.json", "{\"x\": 1}").file("in/a.md", "x");
    for (args, why) in [
        (vec!["import", "nowhere", "--to", "hub"], "there is nothing at `nowhere`"),
        (vec!["import", "source", "--to", "hub"], "finds nothing to import"),
        (vec!["import", "a.json", "--to", "hub"], "finds nothing to import"),
        (vec!["import", "in", "--to", "in/hub"], "can't lie in the folder that is imported"),
        (vec!["import", "in", "--to", "hub", "--from", "hugoo"], "did you mean `hugo`?"),
        (vec!["import", "a.json", "--to", "hub", "--from", "ghost"], "it holds no posts"),
    ] {
        let run = site.hub(&args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stdout);
        assert!(run.stderr.contains(why), "{args:?}: {}", run.stderr);
    }
}
