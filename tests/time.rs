//! What time does to a site: it never turns a good site into a bad one, and what isn't public leaves no trace.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use common::TestSite;

const CALENDAR: &str = "[[entry]]\nref = \"guides/secret\"\npublish = 2026-12-24\n";
const SECRET: &str = "+++\ntitle = \"A zebra launch plan\"\n+++\nNobody knows.\n";

fn guide(body: &str) -> String {
    format!("+++\ntitle = \"A guide\"\ndate = 2026-01-01\n+++\n{body}\n")
}

fn spotlight(consent: &str) -> String {
    format!(
        "+++\ntitle = \"Ana draws bridges\"\nmember = \"ana\"\nname = \"Ana Example\"\ndate = 2026-01-02\n\
         [consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n{consent}\n+++\nShe draws.\n"
    )
}

#[test]
fn consent_that_ends_overnight_takes_the_member_away_and_breaks_nothing() {
    for consent in ["expires = 2026-11-30", "withdrawn = 2026-11-30"] {
        let site = TestSite::new()
            .file("content/spotlights/ana.md", spotlight(consent))
            .file("content/guides/x.md", guide("As Ana Example said: draw. See [her](../spotlights/ana.md)."));
        let run = site.build();
        assert!(
            run.stderr.contains("[possible-leak]") && run.stderr.contains("content/guides/x.md:5:4"),
            "{}",
            run.stderr
        );
        assert!(!site.has("spotlights/ana/index.html"));
        let redirects = site.output("_redirects");
        assert!(!redirects.contains("ana"), "{redirects}");
    }
}

/// What is written by path can't be told from a mistake by whoever looks at what is public alone.
#[test]
fn links_by_path_to_a_member_who_withdrew_stop_no_build() {
    let track =
        "+++\ntitle = \"First\"\nfor = \"You.\"\n[[step]]\nref = \"spotlights/ana\"\nday = 1\nslug = \"meet\"\n+++\n";
    for gone in [
        "/spotlights/ana/",
        "/spotlights/ana/#content",
        "/old-ana/",
        "/tracks/t/meet/",
        "/spotlights/",
        "/feeds/spotlights.rss",
    ] {
        let member = spotlight("withdrawn = 2026-11-30").replace("[\"site\"]", "[\"site\", \"newsletter\"]");
        let site = TestSite::new()
            .file("content/spotlights/ana.md", member.replacen("member", "aliases = [\"/old-ana/\"]\nmember", 1))
            .file("content/tracks/t.md", track)
            .file("content/guides/x.md", guide(&format!("See [a story]({gone}).")));
        let run = site.build();
        assert!(run.stderr.contains("[link-not-public]"), "{gone}: {}", run.stderr);
        let page = site.output("guides/x/index.html");
        assert!(page.contains("See a story."), "{gone}: {page}");
        site.write("content/guides/x.md", guide("See [a story](/spotlights/anna/)."));
        assert!(site.hub(&["build"]).stderr.contains("[broken-link]"), "a wrong address is wrong all the same");
    }
}

#[test]
fn a_part_without_its_series_is_a_page_by_itself() {
    for theme in ["plain", "hearth"] {
        let site = TestSite::new()
            .file("hub.toml", common::SETTINGS.replace("plain", theme))
            .file("calendar.toml", "[[entry]]\nref = \"series/bowl\"\npublish = 2026-12-24\n")
            .file("content/series/bowl/_index.md", "+++\ntitle = \"A zebra bowl\"\n+++\n")
            .file("content/series/bowl/01-wedge.md", guide("Wedge the clay."));
        let run = site.build();
        assert!(run.stderr.contains("warning[series-not-public]"), "{theme}: {}", run.stderr);
        let page = site.output("series/bowl/wedge/index.html");
        assert!(page.contains("Wedge the clay.") && !page.contains("zebra"), "{theme}: {page}");
        assert_eq!(site.hub(&["build", "--at", "2026-12-25"]).code, 0, "{theme}");
        assert!(site.output("series/bowl/wedge/index.html").contains("A zebra bowl"), "{theme}");
    }
}

#[test]
fn an_author_may_speak_of_what_comes() {
    let site = TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file("content/guides/secret.md", SECRET)
        .file("content/guides/x.md", guide("Wait for A zebra launch plan, or [read it](secret.md)."));
    let run = site.build();
    assert_eq!(run.stderr.matches("[possible-leak]").count(), 1, "{}", run.stderr);
    assert!(!site.output("guides/x/index.html").contains("/guides/secret/"));
}

#[test]
fn a_template_that_names_a_secret_is_caught_and_nothing_is_written() {
    for leak in
        ["<p>A zebra launch plan</p>", "<a href=\"/guides/secret/\">x</a>", "<i data-next=\"guides/secret\"></i>"]
    {
        let site = TestSite::new()
            .file("calendar.toml", CALENDAR)
            .file("content/guides/secret.md", SECRET)
            .file("content/guides/x.md", guide("Text."))
            .file("templates/guide.html", format!("<!doctype html><title>x</title>{leak}"));
        let run = site.hub(&["build"]);
        assert_eq!(run.code, 1, "{leak}: {}", run.stderr);
        assert!(run.stderr.contains("error[leak]"), "{leak}: {}", run.stderr);
        assert!(!site.has("index.html"));
        let run = site.hub(&["build", "--at", "2026-12-25"]);
        assert_eq!(run.code, 0, "{leak}: {}", run.stderr);
    }
}

#[test]
fn look_alikes_are_no_leaks() {
    let site = TestSite::new()
        .file("calendar.toml", CALENDAR)
        .file("content/guides/secret.md", SECRET)
        .file("content/guides/secret-garden.md", guide("A zebra launch planet. /guides/secret-garden/"))
        .file("content/guides/top-secret.md", guide("The top of it.").replace("A guide", "Another guide"));
    let run = site.build();
    assert!(!run.stderr.contains("leak"), "{}", run.stderr);
}

#[test]
fn what_comes_is_told_today() {
    let site = TestSite::new()
        .file("calendar.toml", "[[entry]]\nref = \"guides/gone\"\npublish = 2026-01-01\nexpire = 2026-12-10\n")
        .file("content/guides/gone.md", "+++\ntitle = \"Soon gone\"\n+++\nText.\n")
        .file("content/guides/x.md", guide("[It](gone.md)"));
    assert_eq!(site.build().stderr, "");
    let run = site.hub(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("from 2026-12-11 00:00 +01:00 on: `guides/gone` is not public"), "{}", run.stderr);
    assert_eq!(site.hub(&["check", "--strict"]).code, 1);
    site.hub(&["build", "--at", "2026-12-12"]);
    assert!(site.output("_redirects").contains("/guides/gone/ /guides/"), "{}", site.output("_redirects"));
}

#[test]
fn a_preview_does_not_take_the_place_of_the_site() {
    let site = TestSite::new().file("content/guides/x.md", guide("Text."));
    site.build();
    let run = site.hub(&["build", "--preview", "--out", "public"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("holds the site"), "{}", run.stderr);
}
