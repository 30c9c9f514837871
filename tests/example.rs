//! The example site: its plan and views as golden files, its feeds in an independent reader, every day of half a year.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::path::Path;

use common::{NOW, TestSite, golden, hub_command, run};

/// What only time explains; anything else at any date is a defect of the example or of hub.
const EXPLAINED_BY_TIME: [&str; 13] = [
    "link-not-public",
    "embed-not-public",
    "step-not-public",
    "link-ended",
    "late",
    "consent-expired",
    "consent-withdrawn",
    // The example is sealed up to the day the tests look at it; what goes out later, nobody has sealed.
    "issue-unsealed",
    // The winter is planned as it comes near: seen from September, or from its end, there is more to plan.
    "phase-short",
    "nothing-to-send",
    "spotlights-short",
    "prompt-missing",
    // Events lie behind, and what was said at them is written down later.
    "recording-missing",
];

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

#[test]
fn the_plan_is_as_expected() {
    let result = run(hub_command(example().root()).args(["check", "--plan", "--at", NOW]));
    assert_eq!(result.code, 0, "{}", result.stderr);
    let routes: Vec<&str> = result.stdout.lines().filter(|line| line.starts_with('/')).collect();
    let plan: String = routes.iter().map(|line| format!("{}\n", without_hash(line))).collect();
    golden("golden/example-plan.txt", &plan);
}

/// `/assets/style.0123456789ab.css` → `/assets/style.HASH.css`
fn without_hash(line: &str) -> String {
    match line.strip_prefix("/assets/").and_then(|rest| rest.split_once('.')) {
        Some((name, rest)) if rest.len() > 12 && !name.is_empty() => format!("/assets/{name}.HASH{}", &rest[12..]),
        _ => line.to_owned(),
    }
}

#[test]
fn every_day_builds_without_a_diagnostic_that_time_does_not_explain() {
    let site = example();
    let days = days();
    assert_eq!(days.len(), 212);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = days
            .chunks(days.len().div_ceil(4))
            .map(|days| {
                let site = &site;
                scope.spawn(move || days.iter().flat_map(|day| problems_on(site, day)).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn problems_on(site: &TestSite, day: &str) -> Vec<String> {
    let result = run(hub_command(site.root()).args(["check", "--format", "json", "--at", day]));
    let report: serde_json::Value = serde_json::from_str(&result.stdout).unwrap_or_default();
    let mut wrong: Vec<String> = report["diagnostics"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter(|one| one["severity"] == "error" || !EXPLAINED_BY_TIME.contains(&one["code"].as_str().unwrap_or("")))
        .map(|one| format!("{day}: {} {}: {}", one["code"], one["file"], one["message"]))
        .collect();
    if result.code != 0 && wrong.is_empty() {
        wrong.push(format!("{day}: exit code {}: {}", result.code, result.stderr));
    }
    wrong
}

/// Every day from 2026-09-01 to 2027-03-31.
fn days() -> Vec<String> {
    let months =
        [(2026, 9, 30), (2026, 10, 31), (2026, 11, 30), (2026, 12, 31), (2027, 1, 31), (2027, 2, 28), (2027, 3, 31)];
    months
        .iter()
        .flat_map(|(year, month, days)| (1..=*days).map(move |day| format!("{year}-{month:02}-{day:02}T12:00:00")))
        .collect()
}

#[test]
fn who_did_not_consent_appears_nowhere() {
    let site = example();
    for at in ["2026-09-01T00:00:00", NOW, "2027-03-31T23:00:00"] {
        let result = run(hub_command(site.root()).args(["build", "--at", at]));
        assert_eq!(result.code, 0, "{}", result.stderr);
        for (path, bytes) in site.tree() {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for name in ["casimir", "dunleavy", "ottilie", "brandvold"] {
                assert!(!path.contains(name) && !text.contains(name), "`{name}` in {path} at {at}");
            }
        }
    }
}

#[test]
fn feeds_read_the_same_in_an_independent_reader() {
    let site = example();
    site.build();
    let mut read = 0;
    for (path, bytes) in site.tree() {
        if !path.ends_with(".rss") {
            continue;
        }
        let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        let text = String::from_utf8(bytes).unwrap();
        let guids: Vec<&str> = between(&text, "<guid isPermaLink=\"false\">", "</guid>");
        let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, guids, "{path}");
        for entry in &feed.entries {
            let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
            assert!(content.len() > 40, "{path}: {} has no content", entry.id);
            assert!(
                entry.published.is_some() && !entry.links.is_empty() && entry.title.is_some(),
                "{path}: {}",
                entry.id
            );
            for unsafe_markup in [
                "<script",
                "<style",
                "<iframe",
                "<form",
                "<input",
                "href=\"/",
                "src=\"/",
                "href=\"#",
                "href=\"..",
                "srcset",
            ] {
                assert!(!content.contains(unsafe_markup), "{path}: {unsafe_markup} in {}", entry.id);
            }
        }
        read += feed.entries.len();
    }
    assert!(read > 20, "only {read} feed items");
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn base_url_with_a_path_works_everywhere() {
    let site = example();
    let result = run(hub_command(site.root()).args(["build", "--base-url", "https://example.org/hub/"]));
    assert_eq!(result.code, 0, "{}", result.stderr);
    for (path, bytes) in site.tree() {
        let text = String::from_utf8_lossy(&bytes);
        if !path.ends_with(".html") {
            continue;
        }
        for attribute in ["href=\"/", "src=\"/"] {
            for rest in text.split(attribute).skip(1) {
                assert!(rest.starts_with("hub/"), "{path}: {attribute}{}", rest.split('"').next().unwrap_or(""));
            }
        }
    }
    assert!(site.output("feeds/all.rss").contains("tag:slowline.example,2026:"), "guids moved with --base-url");
}

#[test]
fn a_preview_shows_everything_and_says_so() {
    let site = example();
    let result = run(hub_command(site.root()).args(["build", "--preview"]));
    assert_eq!(result.code, 0, "{}", result.stderr);
    let preview = common::tree(&site.root().join("public-preview"));
    assert!(preview.contains_key("faq/other-surfaces/index.html"), "drafts are in the preview");
    assert!(!preview.keys().any(|path| path.contains("ottilie") || path.contains("casimir")), "no consent, no preview");
    for (path, bytes) in preview.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(String::from_utf8_lossy(bytes).contains("noindex"), "{path} can be indexed");
    }
}

/// The fields of each template, as `src/render/view/page.rs` declares them.
const VIEWS: [(&str, &str); 15] = [
    ("home", "segments tracks latest series spotlights events tasks issues offer faq"),
    ("preferences", "axes tracks feeds"),
    ("search", "index kinds segments levels lists faq"),
    ("start", "quiz tracks segments"),
    ("listing", "kind intro groups agenda pagination author"),
    ("segment", "segment tracks groups offer"),
    ("item", "item guide series faq track spotlight event task offer effective step survey"),
    ("newsletter", "newsletter"),
    ("newsletter-state", "state"),
    ("issue", "newsletter issue previous next"),
    ("rewards", "tiers spotlights"),
    ("answered", "cards"),
    ("upcoming", "events coming newsletters"),
    ("404", "links"),
    ("redirect", "target"),
];

/// One page of each type whose view is kept.
const VIEWED: [&str; 22] = [
    "index.html",
    "start/index.html",
    "preferences/index.html",
    "search/index.html",
    "guides/index.html",
    "guides/flow-fields/index.html",
    "series/first-line/index.html",
    "series/first-line/set-pen-height/index.html",
    "faq/index.html",
    "tracks/beginner/index.html",
    "spotlights/index.html",
    "events/index.html",
    "events/winter-plot-night/index.html",
    "prompts/room-in-one-line/index.html",
    "offers/starter/index.html",
    "newsletter/index.html",
    "newsletter/weekly/2026-11-25/index.html",
    "newsletter/confirmed/index.html",
    "rewards/index.html",
    "for/beginner/index.html",
    "upcoming/index.html",
    "404.html",
];

/// What themes see, through a theme that prints it: the contract as it is kept, value by value.
#[test]
fn the_views_are_as_expected() {
    let site = example();
    site.write("themes/views/theme.toml", "title = \"Views\"\nextends = \"plain\"\nsearch = true\n");
    for (template, fields) in VIEWS {
        let fields: Vec<String> =
            fields.split(' ').map(|field| format!("\"{field}\": {{{{ {field} | json }}}}")).collect();
        let site_view = if template == "home" { "\"site\": {{ site | json }},\n" } else { "" };
        let text = format!("{{\n{site_view}\"page\": {{{{ page | json }}}},\n{}\n}}\n", fields.join(",\n"));
        site.write(&format!("themes/views/templates/{template}.html"), text);
    }
    for kind in [
        "guide",
        "series",
        "part",
        "faq-entry",
        "track",
        "step",
        "spotlight",
        "event",
        "prompt",
        "challenge",
        "offer",
        "page",
    ] {
        let text = std::fs::read_to_string(site.root().join("themes/views/templates/item.html")).unwrap();
        site.write(&format!("themes/views/templates/{kind}.html"), text);
    }
    let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.write("hub.toml", settings.replace("name = \"hearth\"", "name = \"views\""));
    site.build();
    for path in VIEWED {
        let view: serde_json::Value =
            serde_json::from_str(&site.output(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let name = path.trim_end_matches("index.html").trim_end_matches(".html").trim_matches('/').replace('/', "-");
        let name = if name.is_empty() { "home" } else { &name };
        let text = format!("{:#}\n", view);
        golden(&format!("golden/views/{name}.json"), &without_script_hash(&text));
    }
}

/// The hashes of the theme's bundle change with every style; the contract is that there is one.
fn without_script_hash(text: &str) -> String {
    let replace = |line: &str| match line.trim_start().split_once(": \"/assets/") {
        Some((key, _)) => format!("{key}: \"/assets/…\","),
        None => line.to_owned(),
    };
    text.lines().map(|line| format!("{}\n", replace(line))).collect()
}
