//! `hub explain`: what a word means, and why a piece is or isn't public.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::path::Path;

use common::{TestSite, golden, hub_command, run};

fn guide(title: &str, more: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n{more}\n+++\n{body}\n")
}

fn spotlight(member: &str, consent: &str) -> String {
    format!(
        "+++\ntitle = \"Ana draws bridges\"\nmember = \"{member}\"\nname = \"Ana Example\"\ndate = 2026-01-02\n\
         [consent]\n{consent}\n+++\nShe draws.\n"
    )
}

const CALENDAR: &str = "[calendar]\nrequire_entry = [\"faq\"]\n\n[[entry]]\nref = \"guides/soon\"\npublish = 2026-12-08\n\
    after = [\"guides/later\", \"guides/draft\", \"guides/first\"]\n\n[[entry]]\nref = \"guides/later\"\n\
    publish = 2026-12-24\n\n[[entry]]\nref = \"guides/gone\"\npublish = 2026-11-01\nexpire = 2026-11-20\n\n\
    [[entry]]\nref = \"guides/held\"\npublish = 2026-11-01\nstatus = \"held\"\nchannels = [\"discord\"]\ndue = 2026-10-30\n";

/// A site below a path, with a piece in each state.
fn site() -> TestSite {
    let settings = common::SETTINGS.replace("https://hub.example", "https://hub.example/böse/");
    TestSite::new()
        .file("hub.toml", settings)
        .file("calendar.toml", CALENDAR)
        .file(
            "content/guides/first.md",
            guide(
                "A first guide",
                "date = 2026-11-30\naliases = [\"/old/first\"]\nguid = \"https://elsewhere.example/?p=7\"\n\
                 related = [\"guides/soon\"]",
                "See [one](gone.md), [two](soon.md) and [three](/guides/).",
            ),
        )
        .file("content/guides/soon.md", guide("One that comes soon", "", "See [the first](first.md)."))
        .file("content/guides/later.md", guide("One that comes later", "", "Text."))
        .file("content/guides/draft.md", guide("A draft", "draft = true", "Text."))
        .file("content/guides/gone.md", guide("One that is gone", "listed = false", "Text."))
        .file("content/guides/held.md", guide("One that is held back", "", "Text."))
        .file("content/guides/leak.md", guide("Named like a code", "", "Text."))
        .file("content/faq/first.md", guide("A question?", "short = \"Yes.\"", "Text."))
        .file("content/spotlights/ana.md", spotlight("ana", "given = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\nexpires = 2026-11-30"))
        .file("content/spotlights/bea.md", spotlight("bea", "given = 2026-01-01\nvia = \"mail\"\nscope = [\"newsletter\"]"))
        .file("content/spotlights/cem.md", spotlight("cem", "given = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\nwithdrawn = 2026-02-01"))
        .file(
            "content/tracks/start.md",
            "+++\ntitle = \"The start\"\nfor = \"You\"\n[[step]]\nref = \"guides/first\"\nday = 2\nwhy = \"So\"\nslug = \"one\"\n+++\nText.\n",
        )
}

#[test]
fn every_state_is_told_with_its_conditions() {
    let site = site();
    let mut text = String::new();
    for word in [
        "guides/first",
        "guides/soon",
        "guides/draft",
        "guides/gone",
        "guides/held",
        "faq/first",
        "spotlights/ana",
        "spotlights/bea",
        "spotlights/cem",
    ] {
        let run = site.hub(&["explain", word]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{word}");
        assert!(!run.stdout.contains("mail"), "how consent came is nobody's business: {}", run.stdout);
        text.push_str(&format!("$ hub explain {word}\n{}\n", run.stdout));
    }
    golden("golden/explain-states.txt", &text);
}

#[test]
fn the_example_is_explained_in_lines_of_80_columns() {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    let mut text = String::new();
    for word in [
        "series/two-inks/first-ink-dry",
        "maintenance-hour",
        "content/faq/belt-tension.md",
        "https://slowline.example/events/office-hours-december/",
        "/spotlights/priya/",
        "/newsletter/weekly/2026-11-25/",
        "offers/studio-year",
        "tracks/beginner",
        "pages/refunds",
        "/guides/",
    ] {
        let run = site.hub(&["explain", word]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{word}");
        text.push_str(&format!("$ hub explain {word}\n{}\n", run.stdout));
    }
    let is_long = |line: &&str| line.chars().count() > 80 && !line.contains("://");
    assert_eq!(text.lines().find(is_long), None);
    golden("golden/explain-example.txt", &text);
}

#[test]
fn a_word_may_be_an_address_an_id_or_a_file() {
    let site = site();
    for word in [
        "guides/first",
        "content/guides/first.md",
        "./content/guides/first.md",
        "/guides/first/",
        "/guides/first",
        "/guides/first/index.html",
        "guides/first/",
        "/böse/guides/first/",
        "/b%C3%B6se/guides/first/?x=1#y",
        "https://hub.example/b%C3%B6se/guides/first/",
        "http://HUB.example/böse/guides/first",
        "/old/first/",
        "/tracks/start/one/",
    ] {
        let run = site.hub(&["explain", word, "--json"]);
        assert_eq!(run.code, 0, "{word}: {}", run.stderr);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(answer["id"], "guides/first", "{word}");
    }
    let inner = site.root().join("content/guides");
    let answer = run(hub_command(&inner).args(["explain", "first.md", "--site", "../.."]));
    assert!(answer.stdout.starts_with("A first guide\n"), "{}{}", answer.stdout, answer.stderr);
}

#[test]
fn programs_get_everything_as_data() {
    let run = site().hub(&["explain", "guides/first", "--json"]);
    golden("golden/explain.json", &run.stdout);
}

#[test]
fn another_time_gives_another_answer() {
    let site = site();
    let run = site.hub(&["explain", "guides/later", "--at", "2026-12-24T09:00"]);
    assert!(run.stdout.contains("\npublic (looked at 2026-12-24 09:00 +01:00)"), "{}", run.stdout);
    let run = site.hub(&["explain", "guides/later", "--at", "2026-12-24T08:59"]);
    assert!(run.stdout.contains("\nnot public (looked at 2026-12-24 08:59 +01:00)"), "{}", run.stdout);
}

#[test]
fn a_piece_is_found_by_its_title() {
    let site = site().file("content/guides/titled.md", guide("A Title of its own", "", "Text.\n"));
    let run = site.hub(&["explain", "a title of its own"]);
    assert!(run.stdout.contains("guide `guides/titled`"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_word_that_means_nothing_or_too_much_says_what_it_could() {
    let site = site();
    let mut text = String::new();
    for word in [
        "first",
        "guides/frist",
        "frist",
        "content/guides/frist.md",
        "/nowhere/",
        "https://hub.example.org/guides/first/",
    ] {
        let run = site.hub(&["explain", word]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{word}");
        text.push_str(&format!("$ hub explain {word}\n{}\n", run.stderr));
    }
    golden("golden/explain-nothing.txt", &text);
}

#[test]
fn a_code_comes_first_and_names_its_namesake() {
    let site = site();
    let run = site.hub(&["explain", "leak"]);
    assert!(run.stdout.starts_with("# leak\n"), "{}", run.stdout);
    assert!(
        run.stdout.ends_with("(Your site has a piece of this name: `hub explain guides/leak`.)\n"),
        "{}",
        run.stdout
    );
    let run = TestSite::empty().hub(&["explain", "leak"]);
    assert!(run.code == 0 && run.stdout.starts_with("# leak\n") && !run.stdout.contains("Your site"), "{}", run.stdout);
    let run = TestSite::empty().hub(&["explain", "leka"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `leak`?"), "{}", run.stderr);
}

#[test]
fn a_site_with_errors_is_explained_as_far_as_it_goes() {
    let site = site().file("content/guides/bad.md", guide("Bad", "authrs = [\"x\"]", "Text."));
    let run = site.hub(&["explain", "guides/first"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("authrs") && run.stdout.starts_with("A first guide\n"), "{}{}", run.stdout, run.stderr);
}
