//! Whatever a title, a tag, a member's words, a question, an address or a file's name hold: pages stay well-formed, nothing of
//! it runs, feeds, calendars, tables and mails can be read, and what is read is what was written.
//!
//! The strings are in `hostile/strings.txt`, the places in `hostile/places.rs`. Each string stands in some of the places, and a
//! browser opens some of the pages; with `HUB_HOSTILE=all` each stands in each, and all are opened.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;
#[path = "hostile/places.rs"]
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{TestSite, run, skip};
use hub::diagnostic::Severity;
use hub::model::time::Instant;
use hub::output::Content;
use hub::plan::{self, Audience, Moment, World};
use hub::render::{self, Scene, ThemeFiles};
use hub::source::Sources;
use hub::theme::{Theme, ThemeChoice, built_in_sources};
use hub::{model, parse};
use places::{is_text, quoted, strings};

/// Those that a field may hold.
fn texts() -> Vec<String> {
    strings().into_iter().filter(|text| is_text(text)).collect()
}

fn with(files: impl IntoIterator<Item = (String, String)>) -> TestSite {
    let site = TestSite::empty();
    for (path, text) in files {
        site.write(&path, text);
    }
    site
}

/// What readers of a feed or calendar get of a text: white space is one space, what no document may hold is U+FFFD.
fn plain(text: &str) -> String {
    let is_none = |c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c) || u32::from(c) & 0xfffe == 0xfffe;
    let text: String = text.chars().map(|c| if is_none(c) { '\u{fffd}' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules")
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Every page below a folder, held against the rules of HTML.
fn assert_valid(folder: &Path) {
    let checker = packages().join("vnu-jar/build/dist/vnu.jar");
    if !checker.is_file() || !has("java") {
        return skip("assert_valid", "Java, or `npm install --ignore-scripts` in tests/browser");
    }
    let mut java = Command::new("java");
    java.args(["-Xmx768m", "-jar"]).arg(&checker).args(["--skip-non-html", "--errors-only"]);
    let result = run(java.arg(folder));
    let what =
        |line: &str| line.rsplit("error: ").next().unwrap_or(line).split(['“', '”']).step_by(2).collect::<String>();
    let kinds: BTreeMap<String, &str> = result.stderr.lines().map(|line| (what(line), line)).collect();
    assert_eq!(
        result.code,
        0,
        "{} lines, one of each kind:\n{kinds:#?}{}",
        result.stderr.lines().count(),
        result.stdout
    );
}

/// Pages that a browser opens of a test's thousands, unless all are asked for.
const OPENED: usize = 250;

/// Pages below a folder, spread over all of them, in Chromium with their policy switched off.
fn assert_nothing_runs_in(folder: &Path) {
    let tree = common::tree(folder);
    let pages: Vec<String> = tree
        .keys()
        .filter(|path| path.ends_with(".html"))
        .map(|path| format!("/{}", path.replace("index.html", "")))
        .collect();
    let every = if places::is_whole() { 1 } else { pages.len().div_ceil(OPENED).max(1) };
    let paths: Vec<&str> = pages.iter().step_by(every).map(String::as_str).collect();
    assert_nothing_runs(folder.to_str().unwrap(), &paths);
}

/// Pages of a folder or of a running server, in Chromium with their policy switched off.
fn assert_nothing_runs(place: &str, paths: &[&str]) {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !packages().join("playwright-core").is_dir() || !Path::new(&chromium).exists() || !has("node") {
        return skip("assert_nothing_runs", "Chromium, Node, or `npm install --ignore-scripts` in tests/browser");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/hostile.mjs");
    let result = run(Command::new("node").arg(script).arg(place).args(paths));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    println!("{}", result.stdout.trim());
}

/// Everything of a result that programs read: feeds, JSON, calendars, data in pages.
fn assert_readable(tree: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in tree {
        let text = || std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        if path.ends_with(".json") || path.ends_with(".webmanifest") {
            serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else if path.ends_with(".ics") {
            assert_calendar(path, text());
        } else if path.ends_with(".rss") {
            feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else if path.ends_with(".html") {
            for data in text().split("<script type=\"application/ld+json\">").skip(1) {
                let data = data.split("</script>").next().unwrap();
                serde_json::from_str::<serde_json::Value>(data)
                    .unwrap_or_else(|error| panic!("{path}: {error}: {data}"));
            }
        }
    }
}

/// RFC 5545: lines end with CR LF, are 75 bytes at most, and hold no control character.
fn assert_calendar(path: &str, text: &str) {
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{path}: {line}");
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{path}: {line:?}");
    }
    let lines = || text.split("\r\n");
    let count = |line: &str| lines().filter(|one| *one == line).count();
    assert_eq!((count("BEGIN:VCALENDAR"), count("END:VCALENDAR")), (1, 1), "{path}");
    assert_eq!(count("BEGIN:VEVENT"), count("END:VEVENT"), "{path}");
    assert!(!lines().any(|line| line.starts_with("ATTACH") || line.starts_with("DTSTART:1970")), "{path}");
}

#[test]
fn every_string_in_every_place_of_a_piece() {
    let texts = texts();
    assert!(texts.len() >= 300, "{} strings", texts.len());
    let site = with(places::site(&texts));
    let built = site.build();
    assert!(!built.stderr.contains("panicked"), "{}", built.stderr);
    let tree = site.tree();
    assert_readable(&tree);
    assert_all_told(&tree, &texts);
    let public = site.root().join("public");
    assert_valid(&public);
    assert_nothing_runs_in(&public);
}

/// Feeds and calendars say the titles as they were written; feeds hold the newest pieces only.
fn assert_all_told(tree: &BTreeMap<String, Vec<u8>>, texts: &[String]) {
    let wanted: BTreeSet<String> = texts.iter().map(|text| plain(text)).collect();
    let mut told = BTreeSet::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.starts_with("feeds/")) {
        let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        for title in feed.entries.iter().filter_map(|entry| entry.title.as_ref()) {
            told.insert(plain(&title.content));
        }
    }
    let changed: Vec<_> = told.iter().filter(|title| !wanted.contains(*title)).collect();
    println!("{} titles in feeds, {} changed", told.len(), changed.len());
    assert!(told.len() > 40 && changed.len() * 10 < told.len(), "{} titles, changed: {changed:#?}", told.len());
}

/// A site that is never on a disk, rendered whole.
fn rendered(files: Vec<(String, String)>, theme: &mut Option<Theme>) -> BTreeMap<String, Vec<u8>> {
    let sources = common::in_memory(files);
    let parsed = parse::parse(&sources);
    let (site, problems) = model::model(&sources, &parsed);
    let problems = parsed.iter().flat_map(|file| &file.diagnostics).chain(&problems);
    let errors: Vec<_> = problems.filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let site = site.unwrap();
    let theme = theme.get_or_insert_with(|| {
        let mut sources = Sources::default();
        built_in_sources("hearth", &mut sources);
        let settings = &site.settings;
        let choice =
            ThemeChoice { name: settings.theme.clone(), tokens: Vec::new(), language: settings.language.clone() };
        Theme::load(&sources, &choice).0.unwrap().without_search()
    });
    let files = ThemeFiles::of(theme);
    let world = World { sources: &sources, site: &site, theme_files: &files.routes() };
    let plan = plan::plan(world, Moment { now: Instant::from_unix(1_796_122_800), audience: Audience::Public });
    let base = &site.settings.base_url;
    let scene = Scene::new(render::World { sources: &sources, site: &site, plan: &plan, theme, files: &files, base });
    let one = |route: &plan::Route| match render::render(&scene, route).unwrap().content {
        Content::Bytes(bytes) => Some((route.output.as_str().to_owned(), bytes)),
        Content::Built(_) | Content::File(_) => None,
    };
    plan.routes.iter().filter_map(one).collect()
}

#[test]
fn every_string_in_every_place_of_the_settings() {
    let texts = texts();
    let folder = TestSite::empty();
    let mut theme = None;
    let every = if places::is_whole() { 1 } else { 5 };
    for (i, text) in texts.iter().enumerate().step_by(every) {
        let tree = rendered(places::settings_of(i, text), &mut theme);
        assert_readable(&tree);
        for (path, bytes) in tree {
            // The rest is the same at each of these sites, and looked at below.
            let is_own = ["index.html", "newsletter/weekly/2026-11-25/index.html"].contains(&path.as_str());
            if is_own || i == 0 || path.starts_with("assets/") {
                folder.write(&format!("s{i}/{path}"), bytes);
            }
        }
    }
    for (n, chunk) in texts.chunks(60).enumerate() {
        let tree = rendered(places::lists_of(n, chunk), &mut theme);
        assert_readable(&tree);
        for (path, bytes) in tree {
            folder.write(&format!("lists{n}/{path}"), bytes);
        }
    }
    folder.write("_headers", "");
    assert_valid(folder.root());
    assert_nothing_runs_in(folder.root());
}

/// Spellings of addresses that run, as browsers read them.
const RUN: [&str; 22] = [
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    " javascript:pwned()",
    "java&#9;script:pwned()",
    "java&Tab;script:pwned()",
    "java&NewLine;script:pwned()",
    "&#106;avascript:pwned()",
    "&#x6A;avascript:pwned()",
    "&#0000106;avascript:pwned()",
    "javascript&colon;pwned()",
    "&#1;javascript:pwned()",
    "&#xA0;javascript:pwned()",
    "javascript&#58;pwned()",
    "javascript%3Apwned()",
    "%6aavascript:pwned()",
    "java%0ascript:pwned()",
    "vbscript:pwned()",
    "VBSCRIPT&#x3a;pwned()",
    "data:text/html,pwned",
    "DATA:text/html;base64,cHduZWQ=",
    "data&colon;image/svg+xml,x",
    "blob:https://hub.example/x",
];

/// The errors of a check, by their files: lines and codes.
fn refused(site: &TestSite) -> BTreeMap<String, Vec<(u64, String)>> {
    told(site, &["error"])
}

fn told(site: &TestSite, severities: &[&str]) -> BTreeMap<String, Vec<(u64, String)>> {
    let run = site.hub(&["check", "--format", "json"]);
    assert!(run.code == 0 || run.code == 1, "{} {}", run.code, run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut errors: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for one in report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| severities.contains(&one["severity"].as_str().unwrap()))
    {
        // What is wrong with a file that isn't read, such as an image, is in the message.
        let file = one["file"].as_str().or(one["message"].as_str()).unwrap().to_owned();
        errors
            .entry(file)
            .or_default()
            .push((one["line"].as_u64().unwrap_or(0), one["code"].as_str().unwrap().to_owned()));
    }
    errors
}

#[test]
fn addresses_that_run_are_refused_wherever_they_stand() {
    let site = TestSite::new();
    let mut wanted = Vec::new();
    let mut links = String::new();
    for (n, url) in RUN.iter().enumerate() {
        let toml = quoted(url);
        let bodies = [
            format!("[a]({})", url.trim()),
            format!("[a](<{url}>)"),
            format!("[a][b]\n\n[b]: <{url}>"),
            format!("![a](<{url}>)"),
            format!("<a href=\"{url}\">a</a>"),
            format!("<a href='{url}'>a</a>"),
            format!("{{{{ video({toml}, \"title\", \"no words\") }}}}"),
        ];
        for (at, body) in bodies.iter().enumerate() {
            wanted.push((format!("content/guides/g{n}-{at}.md"), format!("+++\ntitle = \"A\"\n+++\n{body}\n")));
        }
        for (at, body) in bodies.iter().take(4).enumerate() {
            let front = format!(
                "+++\ntitle = \"A\"\nmember = \"m{n}-{at}\"\nname = \"A\"\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n"
            );
            wanted.push((format!("content/spotlights/s{n}-{at}.md"), format!("{front}+++\n{body}\n")));
        }
        for (at, field) in ["recording", "join", "questions"].iter().enumerate() {
            let text = format!("+++\ntitle = \"A\"\nstarts = 2026-12-03\naccess = \"public\"\n{field} = {toml}\n+++\n");
            wanted.push((format!("content/events/e{n}-{at}.md"), text));
        }
        for (at, field) in
            [format!("sources = [{{ title = \"a\", url = {toml} }}]"), format!("translations = {{ de = {toml} }}")]
                .iter()
                .enumerate()
        {
            wanted.push((format!("content/pages/p{n}-{at}.md"), format!("+++\ntitle = \"A\"\n{field}\n+++\n")));
        }
        links.push_str(&format!("[[link]]\nid = \"l{n}\"\nurl = {toml}\n"));
    }
    wanted.iter().for_each(|(path, text)| site.write(path, text));
    site.write("links.toml", &links);
    let errors = refused(&site);
    // Percent signs hide nothing from a browser: in raw HTML such an address is a file's name, and warned of as one.
    let warned = told(&site, &["error", "warning"]);
    let is_file = |text: &str| text.contains("<a href") && text.contains('%');
    let passed: Vec<_> = wanted
        .iter()
        .filter(|(path, text)| !(errors.contains_key(path) || is_file(text) && warned.contains_key(path)))
        .collect();
    assert!(passed.is_empty(), "{passed:#?}");
    let lines: BTreeSet<u64> = errors["links.toml"].iter().map(|(line, _)| *line).collect();
    assert!(lines.len() >= RUN.len(), "{lines:?} of\n{links}");
}

#[test]
fn what_no_document_can_hold_is_refused_in_every_field() {
    let never: Vec<String> = strings().into_iter().filter(|text| !is_text(text)).collect();
    let site = TestSite::new();
    for (i, text) in never.iter().enumerate() {
        site.write(&format!("content/guides/g{i}.md"), format!("+++\ntitle = {}\n+++\nText.\n", quoted(text)));
        site.write(
            &format!("content/pages/p{i}.md"),
            format!("+++\ntitle = \"A\"\nimage_alt = {}\n+++\nText.\n", quoted(text)),
        );
    }
    let errors = refused(&site);
    assert_eq!(errors.len(), 2 * never.len(), "{errors:#?}");
    assert!(errors.values().flatten().all(|(_, code)| code == "control-character"), "{errors:#?}");
}

/// A site whose files that hub refuses are taken out, built; the files that stayed.
fn without_refused(files: Vec<(String, String)>) -> (TestSite, Vec<String>) {
    let mut files = files;
    for _ in 0..4 {
        let site = with(files.clone());
        let errors = refused(&site);
        if errors.is_empty() {
            let run = site.build();
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            return (site, files.into_iter().map(|(path, _)| path).collect());
        }
        let names = |path: &str| errors.keys().any(|told| told == path || told.contains(&format!("`{path}`")));
        files.retain(|(path, _)| !names(path));
    }
    panic!("errors that don't end: {:#?}", refused(&with(files)));
}

#[test]
fn every_string_as_markdown_is_refused_or_harmless() {
    let mut files = vec![("hub.toml".to_owned(), common::SETTINGS.to_owned())];
    let all = strings();
    for (i, text) in all.iter().enumerate() {
        let bodies = format!(
            "{text}\n\nAnd {text} in a line, *{text}*\n\n- {text}\n\n> {text}\n\n## {text}\n\n## x {{#{text}}}\n"
        );
        if places::is_whole() || i % 3 != 0 {
            let text = format!("+++\ntitle = \"G {i}\"\ndate = 2026-01-01\n+++\n{bodies}");
            files.push((format!("content/guides/g{i}.md"), text));
        }
        if !places::is_whole() && i % 3 != 0 {
            continue;
        }
        let front = format!(
            "+++\ntitle = \"S {i}\"\nmember = \"m{i}\"\nname = \"A\"\ndate = 2026-01-01\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n"
        );
        files.push((format!("content/spotlights/s{i}.md"), format!("{front}+++\n{bodies}")));
    }
    let count = |paths: &[String], folder: &str| paths.iter().filter(|path| path.starts_with(folder)).count();
    let given: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let (site, stayed) = without_refused(files);
    let [guides, spotlights] =
        ["content/guides/", "content/spotlights/"].map(|folder| (count(&stayed, folder), count(&given, folder)));
    println!("guides {guides:?} and spotlights {spotlights:?} stayed of those given");
    // A member's markup is dropped rather than refused: what is left to refuse is addresses.
    assert!(guides.0 > guides.1 / 2 && spotlights.0 > spotlights.1 * 9 / 10);
    assert_readable(&site.tree());
    for (path, bytes) in
        site.tree().iter().filter(|(path, _)| path.starts_with("spotlights/") && path.ends_with(".html"))
    {
        let page = String::from_utf8_lossy(bytes);
        assert!(
            !page.contains("<svg onload") && !page.contains("<img src=x") && !page.contains("<script>pwned"),
            "{path}"
        );
    }
    assert_nothing_runs_in(&site.root().join("public"));
}

#[test]
fn every_string_as_a_file_name_is_refused_or_harmless() {
    let mut files = vec![("hub.toml".to_owned(), common::SETTINGS.to_owned())];
    let is_name = |text: &&String| {
        hub::output::nfc(text) == **text
            && !text.contains(['/', '\0'])
            && text.len() < 200
            && !text.is_empty()
            && !matches!(text.as_str(), "." | "..")
    };
    let names = strings();
    for name in names.iter().filter(is_name) {
        files.push((
            format!("content/guides/{name}.md"),
            "+++\ntitle = \"A\"\ndate = 2026-01-01\n+++\nText.\n".to_owned(),
        ));
        files.push((format!("static/f/{name}.txt"), "Text.".to_owned()));
    }
    let odd = "my photo#1 50% [a] {b} `c` 'd' & e;.svg";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_owned();
    let link = odd.replace('%', "%25").replace('#', "%23").replace(' ', "%20");
    files.push((format!("content/guides/{odd}"), svg));
    files.push((
        "content/guides/photo.md".to_owned(),
        format!("+++\ntitle = \"A\"\ndate = 2026-01-01\nimage = {0}\nimage_alt = \"A\"\ndownloads = [{0}]\n+++\n![a](<{link}>)\n", quoted(odd)),
    ));
    let (site, stayed) = without_refused(files);
    println!("{} files stayed", stayed.len());
    assert!(stayed.len() > 100 && stayed.iter().any(|path| path.ends_with("photo.md")), "{stayed:?}");
    assert_readable(&site.tree());
    assert_valid(&site.root().join("public"));
    assert_nothing_runs_in(&site.root().join("public"));
}

/// A word that is like no other's: what is asked with it was never asked before.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu"];
    [number / 100, number / 10, number].map(|digit| SYLLABLES[digit % 10]).concat() + "rk"
}

#[test]
fn imported_questions_are_only_questions() {
    let site =
        TestSite::new().file("content/faq/a.md", "+++\ntitle = \"Which pen?\"\nshort = \"A thin one.\"\n+++\nText.\n");
    let mut drafts = 0;
    for (turn, chunk) in strings().chunks(10).enumerate() {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["id", "question", "count"]).unwrap();
        for (at, text) in chunk.iter().enumerate() {
            let question = format!("{text} how do I {} {text}?", word(10 * turn + at));
            table.write_record([text.as_str(), &question, "3"]).unwrap();
        }
        site.write("list.csv", table.into_inner().unwrap());
        let run = site.hub(&["questions", "list.csv", "--write"]);
        assert!(run.code == 0 || run.code == 1, "{} {} {chunk:?}", run.code, run.stderr);
        let shown = format!("{}{}", run.stdout, run.stderr);
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    }
    for (path, text) in common::tree(&site.root().join("content/faq")) {
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text.matches("\n+++\n").count(), 1, "{path}: {text}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{path}: {text:?}");
        drafts += 1;
    }
    println!("{drafts} drafts");
    assert!(drafts > 50, "{drafts}");
    assert_eq!(refused(&site), BTreeMap::new());
    let run = site.hub(&["build", "--preview"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let preview = site.root().join("public-preview");
    assert_readable(&common::tree(&preview));
    assert_nothing_runs_in(&preview);
}

#[test]
fn tables_mails_terminals_and_the_studio() {
    let texts: Vec<String> = texts().into_iter().step_by(6).collect();
    let site = with(places::site(&texts));
    for table in ["content", "links", "segments"] {
        let run = site.hub(&["export", table]);
        assert_eq!(run.code, 0, "{table}: {}", run.stderr);
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        for row in reader.records() {
            let row = row.unwrap_or_else(|error| panic!("{table}: {error}"));
            assert!(!row.iter().any(|cell| cell.starts_with(['=', '@', '\t', '\r'])), "{table}: {row:?}");
        }
    }
    for format in ["html", "txt", "md", "eml"] {
        let run = site.hub(&["newsletter", "preview", "2026-12-02", "--format", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.stderr);
        let lower = run.stdout.to_lowercase();
        assert!(format != "html" || !lower.contains("<script"), "{format}");
        let head = lower.split("\r\n\r\n").next().unwrap_or("");
        assert!(format != "eml" || !head.lines().any(|line| line.starts_with("bcc:")), "{head}");
    }
    for words in [
        &["calendar", "month"][..],
        &["calendar", "week"],
        &["calendar", "backlog"],
        &["calendar", "next"],
        &["explain", "guides/s3"],
    ] {
        let run = site.hub(words);
        let shown = format!("{}{}", run.stdout, run.stderr);
        let odd: Vec<char> = shown.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(odd.is_empty(), "{words:?}: {odd:?}");
    }
    let server = common::server::Server::start(site.root(), &["--at", "2026-12-01T12:00"]);
    let pages = [
        "/",
        "/guides/",
        "/guides/s1/",
        "/tags/",
        "/events/",
        "/_hub/",
        "/_hub/calendar/",
        "/_hub/newsletter/",
        "/_hub/ahead/",
        "/_hub/coverage/",
        "/_hub/spotlights/",
        "/_hub/links/",
        "/_hub/freshness/",
        "/_hub/feeds/",
        "/_hub/problems/",
    ];
    assert_nothing_runs(&format!("http://{}", server.address), &pages);
}
