//! A build that finds all as the last one left it: quick, with the same words, and never where anything is another.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use common::{NOW, Run, TestSite, hub_command, run, tree};

const GUIDE: &str = "+++\ntitle = \"A\"\ngoal = \"G\"\n+++\n\nText with a picture: ![](plot.svg)\n";

/// A site with a file to copy, a change to come and a problem that is told. Its file was there a while.
fn site() -> TestSite {
    let site = TestSite::new()
        .file("content/guides/a.md", GUIDE)
        .file("content/guides/later.md", "+++\ntitle = \"Later\"\ngoal = \"G\"\n+++\n\nText.\n")
        .file("content/guides/plot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/guides/stray.mdx", "not read")
        .file("links.toml", "")
        .file("calendar.toml", "[[entry]]\nref = \"guides/later\"\npublish = 2026-12-08\n");
    for file in ["content/guides/plot.svg", "content/guides/stray.mdx"] {
        age(&site.root().join(file));
    }
    site
}

fn age(file: &Path) {
    let long_ago = SystemTime::now() - Duration::from_secs(60);
    fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    // What was touched in the moment a build begins is not trusted by it.
    std::thread::sleep(Duration::from_millis(60));
}

fn build(site: &TestSite, more: &[&str]) -> Run {
    run(hub_command(site.root()).args(["build", "--at", NOW]).args(more))
}

fn was_quick(run: &Run) -> bool {
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stderr.contains("publish (unchanged)") || run.stdout.contains("publish (unchanged)")
}

/// What a run says, but for how long it took.
fn words(run: &Run) -> String {
    let is_kept = |line: &&str| !line.contains(" written, ");
    run.stderr.lines().chain(run.stdout.lines()).filter(is_kept).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_new_is_quick_and_says_the_same() {
    let site = site();
    let first = build(&site, &[]);
    assert!(!was_quick(&first));
    assert!(first.stderr.contains("unread-file"), "{}", first.stderr);
    let made = tree(&site.root().join("public"));
    let second = build(&site, &[]);
    assert!(was_quick(&second), "{}\n{}", second.stderr, second.stdout);
    assert_eq!(words(&first), words(&second));
    assert_eq!(made, tree(&site.root().join("public")));
    assert!(second.stdout.starts_with("0 pages written"), "{}", second.stdout);
    assert!(was_quick(&build(&site, &[])), "and again");
}

/// Each change alone is seen, and what comes out is what a build without a past makes.
#[test]
fn whatever_is_another_is_built() {
    type Change = fn(&TestSite);
    let changes: [(&str, Change); 11] = [
        ("a text", |site| site.write("content/guides/a.md", GUIDE.replace("Text", "Words"))),
        ("a new text", |site| site.write("content/guides/b.md", GUIDE.replace("\"A\"", "\"B\""))),
        ("a text less", |site| fs::remove_file(site.root().join("content/guides/later.md")).unwrap()),
        ("a file of the same length", |site| {
            site.write("content/guides/plot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" >");
            age(&site.root().join("content/guides/plot.svg"));
        }),
        ("the settings", |site| {
            let hub = fs::read_to_string(site.root().join("hub.toml")).unwrap();
            site.write("hub.toml", hub.replace("Test hub", "Best hub"));
        }),
        ("another theme", |site| {
            let hub = fs::read_to_string(site.root().join("hub.toml")).unwrap();
            site.write("hub.toml", hub.replace("\"plain\"", "\"hearth\""));
        }),
        ("a template", |site| {
            site.write("templates/guide.html", "{% extends \"base.html\" %}{% block main %}<p>Mine.</p>{% endblock %}")
        }),
        ("a text that is none any more", |site| site.write("links.toml", b"\xff\xfe")),
        ("a file that leads out of the site", |site| {
            let stray = site.root().join("content/guides/stray.mdx");
            fs::remove_file(&stray).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink("/etc/hostname", &stray).unwrap();
        }),
        ("a page that was removed", |site| {
            fs::remove_file(site.root().join("public/guides/a/index.html")).unwrap();
        }),
        ("a page that was edited", |site| site.write("public/guides/a/index.html", "<p>By hand.</p>")),
    ];
    for (what, change) in changes {
        let site = site();
        build(&site, &[]);
        change(&site);
        let code = run(hub_command(site.root()).args(["build", "--at", NOW])).code;
        let after = tree(&site.root().join("public"));
        fs::remove_dir_all(site.root().join("public")).unwrap();
        fs::remove_dir_all(site.root().join(".public.hub")).unwrap();
        let clean = run(hub_command(site.root()).args(["build", "--at", NOW]));
        assert_eq!(code, clean.code, "{what}");
        if clean.code == 0 {
            assert!(after == tree(&site.root().join("public")), "{what}");
        }
    }
}

#[test]
fn time_and_what_is_asked_for_count() {
    let site = site();
    build(&site, &[]);
    assert!(was_quick(&run(hub_command(site.root()).args(["build", "--at", "2026-12-07T23:00:00+01:00"]))));
    let due = run(hub_command(site.root()).args(["build", "--at", "2026-12-09"]));
    assert!(!was_quick(&due), "a piece became public");
    assert!(site.root().join("public/guides/later/index.html").exists());
    assert!(!was_quick(&build(&site, &[])), "a time before the last build");
    assert!(!was_quick(&build(&site, &["--base-url", "https://other.example"])));
    assert!(was_quick(&build(&site, &["--base-url", "https://other.example"])));
    assert!(!was_quick(&build(&site, &["--force"])), "who forces has everything looked at");
}

/// A note is of its folder: another site that was built into it since leaves none of this one's.
#[test]
fn two_sites_that_share_a_folder_are_told_apart() {
    let (one, other) =
        (site(), TestSite::new().file("content/faq/q.md", "+++\ntitle = \"Q?\"\nshort = \"Yes.\"\n+++\n"));
    let out = one.root().join("shared");
    let into = ["--out", out.to_str().unwrap()];
    build(&one, &into);
    build(&other, &into);
    assert!(out.join("faq/q/index.html").exists());
    assert!(!was_quick(&build(&one, &into)));
    assert!(!out.join("faq/q/index.html").exists() && out.join("guides/a/index.html").exists());
}

/// What can't be read as a note is none.
#[test]
fn a_broken_note_costs_time_alone() {
    let site = site();
    build(&site, &[]);
    let note = site.root().join(".public.hub/note");
    let text = fs::read_to_string(&note).unwrap();
    for broken in [
        "",
        "{",
        &text[..text.find('\n').unwrap() / 2],
        &text.replace("unread-file", "no-such-code"),
        &text.replace("\"plain\"", "\"../..\""),
    ] {
        fs::write(&note, broken).unwrap();
        assert!(!was_quick(&build(&site, &[])), "{broken}");
        assert!(was_quick(&build(&site, &[])));
    }
}

/// A hub whose texts stand in more than their own pages: in feeds, in a track's step, in the answer that another text shows.
fn woven() -> TestSite {
    let guide = |title: &str, more: &str| {
        format!(
            "+++\ntitle = \"{title}\"\ngoal = \"G\"\ndate = 2026-11-01\nid = \"guides/{title}\"\n+++\n\nText of it.\n{more}"
        )
    };
    TestSite::new()
        .file("content/guides/a.md", guide("a", ""))
        .file("content/guides/b.md", guide("b", "\n{{ faq(\"q\") }}\n"))
        .file("content/guides/c.md", guide("c", "\nSee [b](b.md).\n"))
        .file("content/guides/_index.md", "+++\ntitle = \"All guides\"\n+++\n\nAn introduction.\n")
        .file("content/faq/q.md", "+++\ntitle = \"Q?\"\nshort = \"Yes.\"\n+++\n\nA longer answer.\n")
        .file("content/series/s/_index.md", "+++\ntitle = \"S\"\n+++\n\nA series.\n")
        .file("content/series/s/01-x.md", "+++\ntitle = \"X\"\ndate = 2026-11-02\n+++\n\nA part.\n")
        .file(
            "content/tracks/t.md",
            "+++\ntitle = \"T\"\nfor = \"all\"\n[[step]]\nref = \"guides/a\"\nday = 1\nwhy = \"w\"\n+++\n\nA track.\n",
        )
}

/// The outputs of a build that were written, by their times.
fn written(site: &TestSite, edit: impl FnOnce()) -> Vec<String> {
    let public = site.root().join("public");
    let paths: Vec<String> = tree(&public).into_keys().collect();
    paths.iter().for_each(|path| age(&public.join(path)));
    // Times are the manifest's too: they are written down anew before the edit.
    build(site, &["--force"]);
    let time = |path: &String| fs::metadata(public.join(path)).unwrap().modified().unwrap();
    let before: Vec<_> = paths.iter().map(time).collect();
    edit();
    let after = build(site, &[]);
    assert_eq!(after.code, 0, "{}", after.stderr);
    paths.iter().zip(before).filter(|(path, before)| time(path) != *before).map(|(path, _)| path.clone()).collect()
}

#[test]
fn words_of_a_text_make_the_outputs_that_show_it_and_no_others() {
    let add = |site: &TestSite, path: &str| {
        let text = fs::read_to_string(site.root().join(path)).unwrap();
        site.write(path, format!("{text}\nMore of it.\n"));
    };
    for (path, shown) in [
        (
            "content/guides/a.md",
            &[
                "feeds/all.json",
                "feeds/all.rss",
                "feeds/guides.rss",
                "feeds/tracks/t.rss",
                "guides/a/index.html",
                "tracks/t/a/index.html",
            ][..],
        ),
        (
            "content/series/s/01-x.md",
            &["feeds/all.json", "feeds/all.rss", "feeds/series.rss", "feeds/series/s.rss", "series/s/x/index.html"],
        ),
        ("content/guides/_index.md", &["guides/index.html"]),
        ("content/tracks/t.md", &["tracks/t/index.html"]),
    ] {
        let site = woven();
        build(&site, &[]);
        assert_eq!(written(&site, || add(&site, path)), shown, "{path}");
    }
}

/// The same steps through two folders: one where each build has a past, one where none has. After each both are the same.
#[test]
fn any_edits_come_out_as_without_a_past() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site");
    let seed = std::env::var("HUB_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7_u64);
    let steps = std::env::var("HUB_POINTS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(10);
    let (past, none) = (TestSite::copy_of(&example), TestSite::copy_of(&example));
    let texts: Vec<String> = tree(past.root()).into_keys().filter(|path| path.ends_with(".md")).collect();
    build(&past, &[]);
    let mut random = Random(seed);
    let mut short = 0;
    for step in 0..steps {
        for _ in 0..=random.below(2) {
            let path = &texts[random.below(texts.len())];
            let text = edited(&fs::read_to_string(past.root().join(path)).unwrap(), &mut random);
            [&past, &none].iter().for_each(|site| site.write(path, &text));
        }
        let with = build(&past, &[]);
        for left in ["public", ".public.hub", ".hub"] {
            let _ = fs::remove_dir_all(none.root().join(left));
        }
        let without = build(&none, &[]);
        assert_eq!((with.code, words(&with)), (without.code, words(&without)), "seed {seed}, step {step}");
        assert!(past.tree() == none.tree(), "seed {seed}, step {step}");
        short += usize::from(!with.stdout.contains(" 0 unchanged"));
    }
    assert!(short > 0, "no build had a past");
}

/// Words that an author wrote prove no leak, wherever they stand. Once they are gone, the same words in a template do.
#[test]
fn what_was_explained_by_words_is_looked_for_again_without_them() {
    let guide = |words: &str| format!("+++\ntitle = \"A\"\ngoal = \"G\"\n+++\n\nFirst words.\n\n{words}\n");
    let template =
        "{% extends \"plain:base.html\" %}{% block main %}<p>The Sealed Violet Cellar Door</p>{% endblock %}";
    let site = TestSite::new()
        .file("content/guides/a.md", guide("Some day: The Sealed Violet Cellar Door."))
        .file(
            "content/guides/s.md",
            "+++\ntitle = \"The Sealed Violet Cellar Door\"\ngoal = \"G\"\ndraft = true\n+++\n",
        )
        .file("templates/start.html", template);
    let first = build(&site, &[]);
    assert!(first.code == 0 && first.stderr.contains("possible-leak"), "{}", first.stderr);
    site.write("content/guides/a.md", guide("Some day: nothing."));
    let second = build(&site, &[]);
    assert!(second.code == 1 && second.stderr.contains("error[leak]"), "{}", second.stderr);
}

/// A piece becomes late, and nothing else changes.
#[test]
fn what_time_alone_brings_is_told() {
    let site = site();
    let entry = "[[entry]]\nref = \"guides/later\"\npublish = 2026-12-08\nstatus = \"drafting\"\n";
    site.write("calendar.toml", entry);
    build(&site, &[]);
    let then = run(hub_command(site.root()).args(["build", "--at", "2026-12-10"]));
    assert!(then.stderr.contains("warning[late]"), "{}", then.stderr);
}

/// Whatever is flipped in what a build left, the next one makes what it would have made without.
#[test]
fn a_note_with_a_wrong_letter_is_none() {
    let site = site();
    build(&site, &[]);
    let note = site.root().join(".public.hub/note");
    let whole = fs::read(&note).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
        let mut broken = whole.clone();
        broken[at] ^= 1;
        fs::write(&note, &broken).unwrap();
        assert!(!was_quick(&build(&site, &[])), "byte {at}");
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// A text with other words, most often; else with another heading, title, link or note.
fn edited(text: &str, random: &mut Random) -> String {
    match random.below(10) {
        0 => format!("{text}\n## One more heading\n\nWith words.\n"),
        1 => text.replacen("title = \"", "title = \"New: ", 1),
        2 => format!("{text}\nSee [elsewhere](https://other.example/{}).\n", random.below(9)),
        3 => format!("{text}\nA note.[^{0}]\n\n[^{0}]: Below.\n", random.below(1000)),
        4 => format!("{text}\n```python\nx = {}\n```\n", random.below(9)),
        _ => format!("{text}\nWords {}.\n", random.below(1000)),
    }
}
