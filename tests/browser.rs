//! Pages as readers meet them: in Chromium (accessibility, narrow screens, no script, the policy), and valid HTML.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{SETTINGS, TestSite, run, skip};

/// One page of each type.
const PAGES: [&str; 32] = [
    "/",
    "/start/",
    "/preferences/",
    "/search/",
    "/guides/",
    "/guides/flow-fields/",
    "/guides/seven-mistakes/",
    "/series/",
    "/series/first-line/",
    "/tracks/",
    "/tracks/beginner/",
    "/faq/",
    "/faq/which-pen-first/",
    "/spotlights/",
    "/events/",
    "/events/flow-field-clinic/",
    "/events/winter-plot-night/",
    "/upcoming/",
    "/answered/",
    "/prompts/",
    "/challenges/",
    "/offers/",
    "/offers/thank-you-gift/",
    "/newsletter/",
    "/newsletter/check-inbox/",
    "/rewards/",
    "/for/beginner/",
    "/tags/",
    "/authors/mara/",
    "/privacy/",
    "/refunds/",
    "/404.html",
];

fn example() -> TestSite {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    site.build();
    site
}

fn example_in(theme: &str) -> TestSite {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.write("hub.toml", settings.replace("name = \"hearth\"", &format!("name = \"{theme}\"")));
    site.build();
    site
}

fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules")
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Pages of [`PAGES`], and the first route of each type that has a name of its own.
fn paths(site: &TestSite) -> Vec<String> {
    let tree = site.tree();
    let exists = |path: &str| tree.contains_key(format!("{}index.html", path.trim_start_matches('/')).as_str());
    let mut paths: Vec<String> =
        PAGES.iter().filter(|path| exists(path) || path.ends_with(".html")).map(|path| (*path).to_owned()).collect();
    for folder in [
        "series/first-line/",
        "tracks/beginner/",
        "spotlights/",
        "events/",
        "faq/",
        "offers/",
        "challenges/",
        "prompts/",
        "tags/",
        "newsletter/weekly/",
    ] {
        let inner = |path: &&String| {
            path.strip_prefix(folder)
                .and_then(|rest| rest.strip_suffix("/index.html"))
                .is_some_and(|rest| !rest.contains('/'))
        };
        let first = tree
            .keys()
            .filter(inner)
            .find(|path| !path.contains("/page/"))
            .unwrap_or_else(|| panic!("no page in {folder}"));
        paths.push(format!("/{}", first.trim_end_matches("index.html")));
    }
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn every_page_type_holds_in_a_browser() {
    let test = "every_page_type_holds_in_a_browser";
    if !packages().join("playwright-core").is_dir() || !packages().join("axe-core").is_dir() {
        return skip(test, "`npm install --ignore-scripts` in tests/browser");
    }
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium (or the variable CHROMIUM that names it) or Node");
    }
    for theme in ["hearth", "plain"] {
        let site = example_in(theme);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/look.mjs");
        let result = run(Command::new("node").arg(script).arg(site.root().join("public")).args(paths(&site)));
        assert_eq!(result.code, 0, "{theme}: {}{}", result.stdout, result.stderr);
        println!("{theme}: {}", result.stdout);
    }
}

#[test]
fn a_language_from_right_to_left_turns_the_page_around() {
    let test = "a_language_from_right_to_left_turns_the_page_around";
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let has_packages = packages().join("playwright-core").is_dir() && packages().join("axe-core").is_dir();
    if !has_packages || !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/rtl/site"));
    let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.write("hub.toml", settings.replace("theme = \"plain\"", "theme = \"hearth\""));
    site.build();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/rtl.mjs");
    let result = run(Command::new("node").arg(script).arg(site.root().join("public")));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}

/// Runs a script of `tests/browser` on a built site, or says what is missing for it.
fn in_browser(test: &str, script: &str, arguments: impl FnOnce(&TestSite) -> Vec<String>) {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let has_packages = packages().join("playwright-core").is_dir() && packages().join("axe-core").is_dir();
    if !has_packages || !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    let site = example();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script);
    let arguments = arguments(&site);
    let result = run(Command::new("node").arg(script).arg(site.root().join("public")).args(arguments));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}

#[test]
fn every_page_type_holds_as_people_have_set_theirs() {
    in_browser("every_page_type_holds_as_people_have_set_theirs", "conditions.mjs", paths);
}

#[test]
fn times_are_the_readers_own_too() {
    let pages = [
        "Europe/Berlin",
        "/",
        "/events/",
        "/upcoming/",
        "/events/flow-field-clinic/",
        "/events/office-hours-december/",
    ];
    in_browser("times_are_the_readers_own_too", "times.mjs", |_| pages.map(str::to_owned).to_vec());
}

/// One page of each type, by the name of its tree.
const TREES: [(&str, &str); 32] = [
    ("home", "/"),
    ("start", "/start/"),
    ("preferences", "/preferences/"),
    ("guides", "/guides/"),
    ("guide", "/guides/flow-fields/"),
    ("series", "/series/first-line/"),
    ("part", "/series/first-line/set-pen-height/"),
    ("tracks", "/tracks/"),
    ("track", "/tracks/beginner/"),
    ("step", "/tracks/beginner/first-evening/"),
    ("faq", "/faq/"),
    ("faq-entry", "/faq/which-pen-first/"),
    ("spotlights", "/spotlights/"),
    ("spotlight", "/spotlights/felix/"),
    ("events", "/events/"),
    ("event", "/events/flow-field-clinic/"),
    ("upcoming", "/upcoming/"),
    ("prompt", "/prompts/winter-trees/"),
    ("challenge", "/challenges/three-hundred-lines/"),
    ("offer", "/offers/thank-you-gift/"),
    ("newsletter", "/newsletter/"),
    ("issue", "/newsletter/weekly/2026-11-18/"),
    ("newsletter-state", "/newsletter/check-inbox/"),
    ("rewards", "/rewards/"),
    ("segment", "/for/beginner/"),
    ("policy", "/refunds/"),
    ("404", "/404.html"),
    ("answered", "/answered/"),
    ("author", "/authors/mara/"),
    ("tag", "/tags/paper/"),
    ("tags", "/tags/"),
    ("video", "/guides/first-plot/"),
];

#[test]
fn pages_are_heard_as_they_are_meant() {
    let golden = "golden/tree";
    let made = TestSite::empty();
    let out = made.root().to_owned();
    let test = "pages_are_heard_as_they_are_meant";
    in_browser(test, "trees.mjs", |_| {
        let trees = TREES.map(|(name, path)| format!("{name}={path}"));
        std::iter::once(out.display().to_string()).chain(trees).collect()
    });
    let seen = common::tree(&out);
    if seen.is_empty() {
        return;
    }
    let left_over: Vec<_> = common::tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(golden))
        .into_keys()
        .filter(|name| !seen.contains_key(name))
        .collect();
    assert!(left_over.is_empty(), "trees of pages that are no longer looked at: {left_over:?}");
    for (name, text) in seen {
        common::golden(&format!("{golden}/{name}"), &String::from_utf8(text).unwrap());
    }
}

/// What a phone gets in the first round trip of a connection: ten packets.
const FIRST_ROUND_TRIP: u32 = 14 * 1024;

#[test]
fn a_page_of_content_comes_in_one_round_trip() {
    if !has("node") {
        return skip("a_page_of_content_comes_in_one_round_trip", "Node");
    }
    let site = example();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/weigh.mjs");
    let result =
        run(Command::new("node").arg(script).arg(site.root().join("public")).arg(FIRST_ROUND_TRIP.to_string()));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}

#[test]
fn a_sign_up_form_sends_what_it_says() {
    let test = "a_sign_up_form_sends_what_it_says";
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !packages().join("playwright-core").is_dir() || !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    for theme in ["hearth", "plain"] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
        let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
        let action = format!("action = \"http://127.0.0.1:{port}/subscribe\"");
        let settings = settings.replace("account = \"slowline\"", &action);
        site.write("hub.toml", settings.replace("name = \"hearth\"", &format!("name = \"{theme}\"")));
        site.build();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/signup.mjs");
        let mut node = Command::new("node");
        let result = run(node.arg(script).arg(site.root().join("public")).args(["/for/beginner/", &port.to_string()]));
        assert_eq!(result.code, 0, "{theme}: {}{}", result.stdout, result.stderr);
    }
}

#[test]
fn what_a_reader_does_stays_on_their_device() {
    let test = "what_a_reader_does_stays_on_their_device";
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let has_packages = packages().join("playwright-core").is_dir() && packages().join("axe-core").is_dir();
    if !has_packages || !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    let site = example();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/readers.mjs");
    let result = run(Command::new("node").arg(script).arg(site.root().join("public")));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}

/// Guides on houses and trees, below a path of their host.
fn german() -> TestSite {
    let settings = "title = \"Haus und Baum\"\nbase_url = \"https://baum.example/hub/\"\ntimezone = \"Europe/Berlin\"\n\
                    language = \"de\"\nsince = 2026\ntheme = \"hearth\"\n";
    let site = TestSite::empty().file("hub.toml", settings);
    let guide = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\ndate = 2026-01-02\n+++\n{text}\n");
    site.write("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write(
        "content/guides/see.md",
        guide("Am See", "Die Häuser am Ufer.\n\n## Im Keller\n\nIm Keller ist es kühl."),
    );
    site.write(
        "content/guides/wald.md",
        guide("Wald", "Ein Haus, viele Bäume, und `<img src=x onerror=alert(1)>` als Text."),
    );
    site.build();
    site
}

#[test]
fn readers_find_what_they_look_for() {
    let test = "readers_find_what_they_look_for";
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let has_packages = packages().join("playwright-core").is_dir() && packages().join("axe-core").is_dir();
    if !has_packages || !Path::new(&chromium).exists() || !has("node") {
        return skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    let (site, german) = (example(), german());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/search.mjs");
    let folders = [site.root().join("public"), german.root().join("public")];
    let result = run(Command::new("node").arg(script).args(folders));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
}

#[test]
fn every_page_is_valid_html() {
    let test = "every_page_is_valid_html";
    let checker = packages().join("vnu-jar/build/dist/vnu.jar");
    if !checker.is_file() || !has("java") {
        return skip(test, "Java, or `npm install --ignore-scripts` in tests/browser");
    }
    for theme in ["hearth", "plain"] {
        let site = example_in(theme);
        let mut java = Command::new("java");
        java.args(["-Xmx512m", "-jar"]).arg(&checker).args(["--skip-non-html", "--errors-only"]);
        let result = run(java.arg(site.root().join("public")));
        assert_eq!(result.code, 0, "{theme}:\n{}{}", result.stdout, result.stderr);
    }
}

/// Pages of the studio, and looks of them that are made by their address.
const STUDIO: [&str; 14] = [
    "/_hub/",
    "/_hub/calendar/",
    "/_hub/calendar/?view=quarter",
    "/_hub/calendar/?day=2026-12-02",
    "/_hub/newsletter/",
    "/_hub/newsletter/?part=text",
    "/_hub/ahead/",
    "/_hub/coverage/?cell=beginner.phase.teach",
    "/_hub/spotlights/",
    "/_hub/links/",
    "/_hub/freshness/",
    "/_hub/feeds/",
    "/_hub/problems/",
    "/_hub/explain/late",
];

/// Whether a page can be driven; says so and skips the test if not.
fn can_drive(test: &str) -> bool {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let has_packages = packages().join("playwright-core").is_dir() && packages().join("axe-core").is_dir();
    let can = has_packages && Path::new(&chromium).exists() && has("node");
    if !can {
        skip(test, "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    can
}

#[test]
fn a_page_follows_its_author() {
    if !can_drive("a_page_follows_its_author") {
        return;
    }
    let guide = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\ngoal = \"To know it.\"\n+++\n\n{text}\n");
    let settings = SETTINGS.replace(
        "theme = \"plain\"\n",
        "\n[theme]\nname = \"hearth\"\ntokens = { accent = \"#8a3b12\" }\n\n[[segment]]\nid = \"new\"\ntitle = \"New here\"\naxis = \"stage\"\n",
    );
    let site = TestSite::empty()
        .file("hub.toml", settings)
        .file("content/guides/first.md", guide("First", &"A paragraph that fills the page.\n\n".repeat(60)))
        .file("content/guides/later.md", guide("A later one", "Not yet."))
        .file("content/faq/why.md", "+++\ntitle = \"Why?\"\nshort = \"Because.\"\n+++\n\nMore of it.\n")
        .file("calendar.toml", "[[entry]]\nref = \"guides/later\"\npublish = 2026-12-08\n");
    let server = common::server::Server::start(site.root(), &["--at", "2026-12-01T12:00"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/live.mjs");
    let result = run(Command::new("node").arg(script).arg(format!("http://{}", server.address)).arg(site.root()));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}

#[test]
fn the_studio_holds_in_a_browser() {
    if !can_drive("the_studio_holds_in_a_browser") {
        return;
    }
    let site = example();
    // What is late shows in its own way, too.
    let calendar = std::fs::read_to_string(site.root().join("calendar.toml")).unwrap();
    let late = "[[entry]]\ntitle = \"Late\"\nkind = \"guide\"\npublish = 2026-11-20\nstatus = \"idea\"\n\n";
    let held = "[[entry]]\ntitle = \"Held\"\nkind = \"guide\"\npublish = 2026-12-04\nstatus = \"held\"\n";
    site.write("calendar.toml", format!("{calendar}\n{late}{held}"));
    let server = common::server::Server::start(site.root(), &[".", "--no-bar", "--at", "2026-12-01T12:00"]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/studio.mjs");
    let result = run(Command::new("node").arg(script).arg(format!("http://{}", server.address)).args(STUDIO));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout);
}
