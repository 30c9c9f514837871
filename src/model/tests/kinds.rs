//! What each kind asks for.

use super::{page, problems, read, site, words};
use crate::model::site::{Becomes, Detail, ItemId, Never};

const CALENDAR: &str = r#"
[[newsletter]]
id = "weekly"
rule = "weekly:wed"
start = 2026-12-02
time = "08:00"
include = ["guide"]

[[recurring]]
id = "office-hours"
kind = "event"
title = "Office hours"
rule = "monthly:first-thu"
start = 2026-12-03
time = "18:00"
minutes = 60
skip = [2027-01-07]
"#;

const LINKS: &str = "[[link]]\nid = \"course\"\nurl = \"https://shop.example/course\"\n";

/// Problems of one file with these fields, beside a calendar, a link, a guide and a refund policy.
fn one(path: &str, fields: &str) -> Vec<String> {
    problems(&[
        ("calendar.toml", CALENDAR),
        ("links.toml", LINKS),
        ("content/guides/other.md", &page("", "")),
        ("content/pages/refunds.md", &page("policy = \"refund\"", "")),
        (path, &page(fields, "")),
    ])
}

#[test]
fn parts_stand_in_a_row() {
    let series = page("", "");
    let part = |path: &'static str| (path, "+++\ntitle = \"P\"\n+++\n");
    let with_index = |parts: &[&'static str]| {
        let mut files = vec![("content/series/s/_index.md", series.as_str())];
        files.extend(parts.iter().map(|path| part(path)));
        problems(&files)
    };
    assert_eq!(with_index(&["content/series/s/01-a.md", "content/series/s/02-b/index.md"]), [""; 0]);
    assert_eq!(with_index(&[]), ["empty-series content/series/s/_index.md:2:1"]);
    assert_eq!(
        with_index(&["content/series/s/02-a.md", "content/series/s/03-b.md", "content/series/s/05-c.md"]),
        ["part-gap content/series/s/02-a.md:1:1", "part-gap content/series/s/05-c.md:1:1"]
    );
    assert_eq!(
        with_index(&["content/series/s/01-a.md", "content/series/s/01-b.md"]),
        ["duplicate-part content/series/s/01-b.md:1:1"]
    );
    assert_eq!(with_index(&["content/series/s/a.md"]), ["part-without-number content/series/s/a.md:2:1"]);
    assert_eq!(
        problems(&[part("content/series/s/01-a.md"), part("content/series/s/02-b.md")]),
        ["series-without-index content/series/s/01-a.md:1:1"]
    );
}

#[test]
fn a_part_says_its_own_number() {
    let site = site(&[
        ("content/series/s/_index.md", &page("", "")),
        ("content/series/s/b.md", &page("part = 1", "")),
        ("content/series/s/02-a.md", &page("", "")),
    ]);
    let Detail::Series(series) = &site.item(site.by_id["series/s"]).detail else { panic!("it is a series") };
    assert_eq!(series.parts, [site.by_id["series/s/b"], site.by_id["series/s/a"]]);
}

#[test]
fn guides_ask_for_steps_formats_and_what_to_read_before() {
    for (fields, problem) in [
        ("steps = true", "steps-missing content/guides/x.md:3:9"),
        ("format = \"proofs\"", "unknown-format content/guides/x.md:3:10"),
        ("prerequisites = [\"guides/y\"]", "unknown-id content/guides/x.md:3:18"),
        ("faq = [\"guides/other\"]", "wrong-kind content/guides/x.md:3:8"),
        ("prerequisites = [\"guides/x\"]", "circle content/guides/x.md:3:18"),
    ] {
        assert_eq!(one("content/guides/x.md", fields), [problem], "{fields}");
    }
    assert_eq!(problems(&[("content/guides/x.md", &page("steps = true", "## Open it\n"))]), [""; 0]);
}

#[test]
fn a_circle_is_told_once_with_its_whole_way() {
    let needs = |id: &str| page(&format!("prerequisites = [\"guides/{id}\"]"), "");
    let files = [
        ("content/guides/a.md", needs("b")),
        ("content/guides/b.md", needs("c")),
        ("content/guides/c.md", needs("a")),
        ("content/guides/d.md", needs("a")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert!(words(&files).starts_with(
        "prerequisites lead in a circle: `guides/a` needs `guides/b` needs `guides/c` needs `guides/a`\n"
    ));
}

#[test]
fn a_short_answer_is_short() {
    let short = |count: usize| page(&format!("short = \"{}\"", "ä".repeat(count)), "");
    assert_eq!(problems(&[("content/faq/x.md", &short(300))]), [""; 0]);
    assert!(words(&[("content/faq/x.md", &short(301))]).starts_with("the short answer has 301 characters"));
}

#[test]
fn tracks_go_forward_through_different_steps() {
    let steps = |steps: &str| format!("for = \"all\"\n{steps}");
    let step = |id: &str, day: i64, more: &str| format!("[[step]]\nref = \"{id}\"\nday = {day}\n{more}\n");
    let other = |day, more| step("guides/other", day, more);
    for (fields, problem) in [
        (steps(""), "empty-track content/tracks/x.md:2:1"),
        (steps("next_track = \"y\"") + "\n" + &other(1, ""), "unknown-id content/tracks/x.md:4:14"),
        (steps(&other(0, "")), "bad-day content/tracks/x.md:6:7"),
        (steps(&(other(7, "") + &other(3, "slug = \"b\""))), "days-not-ascending content/tracks/x.md:10:7"),
        (steps(&(other(1, "") + &other(2, ""))), "duplicate-step content/tracks/x.md:9:7"),
        (steps(&other(1, "slug = \"a/b\"")), "bad-slug content/tracks/x.md:7:8"),
        (steps(&step("tracks/x", 1, "")), "track-in-track content/tracks/x.md:5:7"),
        (steps(&step("guides/none", 1, "")), "unknown-id content/tracks/x.md:5:7"),
    ] {
        assert_eq!(one("content/tracks/x.md", &fields), [problem], "{fields}");
    }
}

#[test]
fn spotlights_need_consent() {
    let member = "member = \"ana\"\nname = \"Ana\"\n";
    let consent = |more: &str| format!("{member}[consent]\ngiven = 2026-01-01\nvia = \"mail\"\n{more}");
    for (fields, problem) in [
        (member.to_owned(), "consent-missing content/spotlights/x.md:2:1"),
        (consent("scope = [\"newsletter\"]"), "consent-missing content/spotlights/x.md:5:1"),
        (consent("scope = [\"site\", \"foto\"]"), "unknown-scope content/spotlights/x.md:8:18"),
        (consent("scope = [\"site\"]\nwithdrawn = 2026-02-01"), "consent-withdrawn content/spotlights/x.md:9:13"),
        (consent("scope = [\"site\"]").replace("\"ana\"", "\"Ana\""), "bad-id content/spotlights/x.md:3:10"),
        (
            format!("links = [{{ title = \"t\", url = \"x\" }}]\n{}", consent("scope = [\"site\"]")),
            "bad-url content/spotlights/x.md:3:31",
        ),
    ] {
        assert_eq!(one("content/spotlights/x.md", &fields), [problem], "{fields}");
    }
}

#[test]
fn a_consent_taken_back_counts_for_all_pieces_of_the_member() {
    let spotlight = |more: &str| {
        page(
            &format!(
                "member = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n{more}"
            ),
            "",
        )
    };
    let (site, ..) = read(&[
        ("content/spotlights/a.md", &spotlight("")),
        ("content/spotlights/b.md", &spotlight("withdrawn = 2026-03-01")),
    ]);
    let site = site.expect("the site is made");
    assert!(site.schedules.iter().all(|schedule| schedule.becomes == Becomes::Never(Never::Consent)));
}

#[test]
fn photos_need_consent_of_their_own() {
    let text = |scope: &str| {
        page(
            &format!(
                "image = \"a.jpg\"\nimage_alt = \"Ana\"\nmember = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [{scope}]"
            ),
            "![a](a.jpg)\n",
        )
    };
    let read_with = |scope: &str| {
        let text = text(scope);
        let files = [("content/spotlights/x.md", text.as_str()), ("content/spotlights/a.jpg", "")];
        (read(&files).0.expect("the site is made").items[0].image.clone(), problems(&files))
    };
    let (image, found) = read_with("\"site\"");
    assert_eq!(image, None);
    assert_eq!(
        found,
        ["photo-without-consent content/spotlights/x.md:12:1", "photo-without-consent content/spotlights/x.md:3:9"]
    );
    let (image, found) = read_with("\"site\", \"photo\"");
    assert!(image.is_some() && found.is_empty());
}

#[test]
fn events_end_after_they_start_and_take_place_when_they_say() {
    for (fields, problem) in [
        ("starts = 2026-12-02T10:00:00\nends = 2026-12-02T09:00:00", "ends-before-start content/events/x.md:4:8"),
        ("starts = 2026-12-03\noccurrence_of = \"office-hour\"", "unknown-recurrence content/events/x.md:4:17"),
        ("starts = 2026-12-04\noccurrence_of = \"office-hours\"", "no-such-occurrence content/events/x.md:3:10"),
        ("starts = 2027-01-07\noccurrence_of = \"office-hours\"", "no-such-occurrence content/events/x.md:3:10"),
        ("starts = 2026-12-03\naccess = \"all\"", "unknown-access content/events/x.md:4:10"),
        ("starts = 2026-12-03\nquestions = \"us\"", "bad-contact content/events/x.md:4:13"),
        ("starts = 2026-12-03\nhost = [\"ana\"]", "unknown-author content/events/x.md:4:9"),
        ("starts = 2026-12-03\njoin = \"us\"", "bad-url content/events/x.md:4:8"),
        (
            "starts = 2026-12-03\nrecording = \"https://v.example\"",
            "recording-without-transcript content/events/x.md:4:13",
        ),
        (
            "starts = 2026-12-03\nrecording = \"https://v.example\"\ntranscript = \"t.txt\"",
            "missing-file content/events/x.md:5:14",
        ),
    ] {
        assert_eq!(one("content/events/x.md", fields), [problem], "{fields}");
    }
    let help = words(&[
        ("calendar.toml", CALENDAR),
        ("content/events/x.md", &page("starts = 2027-01-07\noccurrence_of = \"office-hours\"", "")),
    ]);
    assert!(help.ends_with("the nearest dates are 2026-12-03 and 2027-02-04"), "{help}");
}

#[test]
fn an_occurrence_takes_its_times_from_the_calendar() {
    let fields = "starts = 2026-12-03\noccurrence_of = \"office-hours\"\njoin = \"https://meet.example/secret\"";
    let text = page(fields, "");
    let public = page(&format!("{fields}\naccess = \"public\""), "");
    let site = site(&[("calendar.toml", CALENDAR), ("content/events/x.md", &text), ("content/events/y.md", &public)]);
    let event = |id: &str| match &site.item(site.by_id[id]).detail {
        Detail::Event(event) => event.clone(),
        other => panic!("{other:?}"),
    };
    let members = event("events/x");
    assert_eq!(members.starts.to_string(), "2026-12-03T17:00:00Z");
    assert_eq!(members.ends.map(|ends| ends.to_string()).as_deref(), Some("2026-12-03T18:00:00Z"));
    assert_eq!((members.join.as_str(), members.public_access), ("", false));
    assert_eq!(event("events/y").join, "https://meet.example/secret");
}

#[test]
fn challenges_and_prompts_end_after_they_start() {
    let challenge = "task = \"t\"\nstarts = 2026-12-05\nends = 2026-12-01";
    assert_eq!(one("content/challenges/x.md", challenge), ["ends-before-start content/challenges/x.md:5:8"]);
    let prompt = "task = \"t\"\nopens = 2026-12-05\ncloses = 2026-12-01";
    assert_eq!(one("content/prompts/x.md", prompt), ["ends-before-start content/prompts/x.md:5:10"]);
    assert_eq!(one("content/challenges/x.md", &challenge.replace("-01", "-05")), [""; 0]);
}

#[test]
fn offers_have_a_link_terms_and_a_refund_policy() {
    let offer = |more: &str| format!("role = \"starter\"\nlink = \"course\"\nterms = \"30 days\"\n{more}");
    assert_eq!(one("content/offers/x.md", &offer("")), [""; 0]);
    for (fields, problem) in [
        (offer("").replace("starter", "start"), "unknown-role content/offers/x.md:3:8"),
        (offer("").replace("course", "curse"), "unknown-link content/offers/x.md:4:8"),
        (offer("").replace("30 days", "pages/tems"), "unknown-id content/offers/x.md:5:9"),
        (offer("policy = \"guides/other\""), "wrong-kind content/offers/x.md:6:10"),
        (offer("starts = 2026-02-01\nends = 2026-01-01"), "ends-before-start content/offers/x.md:7:8"),
    ] {
        assert_eq!(one("content/offers/x.md", &fields), [problem], "{fields}");
    }
    let text = page(&offer(""), "");
    let alone = [("links.toml", LINKS), ("content/offers/x.md", text.as_str())];
    assert_eq!(problems(&alone), ["refund-policy-missing content/offers/x.md:2:1"]);
    let policy = page("policy = \"refund\"", "");
    let mut two = alone.to_vec();
    two.extend([("content/pages/a.md", policy.as_str()), ("content/pages/b.md", policy.as_str())]);
    assert_eq!(problems(&two), ["refund-policy-unclear content/offers/x.md:2:1"]);
}

#[test]
fn terms_are_a_page_where_one_has_that_id() {
    let offer =
        |terms: &str| page(&format!("role = \"gift\"\nlink = \"course\"\nterms = \"{terms}\"\npolicy = \"terms\""), "");
    let terms = |terms: &str| {
        let site = site(&[
            ("links.toml", LINKS),
            ("content/offers/x.md", &offer(terms)),
            ("content/pages/terms.md", &page("", "")),
        ]);
        match &site.item(site.by_id["offers/x"]).detail {
            Detail::Offer(offer) => offer.terms.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(terms("terms"), Ok(ItemId(1)));
    assert_eq!(terms("pages/terms"), Ok(ItemId(1)));
    assert_eq!(terms("pay what you want"), Err("pay what you want".to_owned()));
}

#[test]
fn letters_belong_to_an_issue_of_a_newsletter() {
    for (path, fields, problem) in [
        ("content/newsletter/weekl/2026-12-09.md", "", "unknown-newsletter content/newsletter/weekl/2026-12-09.md:1:1"),
        ("content/newsletter/weekly/2026-12-10.md", "", "no-such-issue content/newsletter/weekly/2026-12-10.md:1:1"),
        ("content/newsletter/weekly/december.md", "", "no-such-issue content/newsletter/weekly/december.md:1:1"),
        (
            "content/newsletter/weekly/2026-12-09.md",
            "picks = [\"guides/none\"]",
            "unknown-id content/newsletter/weekly/2026-12-09.md:3:10",
        ),
    ] {
        assert_eq!(one(path, fields), [problem]);
    }
    let long = format!("subject = \"{}\"\npreheader = \"{}\"", "s".repeat(61), "p".repeat(111));
    assert_eq!(
        one("content/newsletter/weekly/2026-12-09.md", &long),
        [
            "preheader-long content/newsletter/weekly/2026-12-09.md:4:13",
            "subject-long content/newsletter/weekly/2026-12-09.md:3:11",
        ]
    );
}

#[test]
fn pages_are_one_of_each_policy() {
    let privacy = page("policy = \"privacy\"", "");
    assert_eq!(
        problems(&[("content/pages/a.md", &privacy), ("content/pages/b.md", &privacy)]),
        ["duplicate-policy content/pages/b.md:2:1"]
    );
    assert_eq!(one("content/pages/x.md", "policy = \"privat\""), ["unknown-policy content/pages/x.md:3:10"]);
}
