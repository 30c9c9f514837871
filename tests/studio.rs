//! The studio of `hub serve`, as a browser asks for it: what each page says, that nothing from content acts in it, and that it
//! is in no build.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::path::Path;

use common::server::Server;
use common::{SETTINGS, TestSite, golden};

/// A hub with one of each thing that the studio tells of.
fn small() -> TestSite {
    let settings = format!(
        "{SETTINGS}[[segment]]\nid = \"new\"\ntitle = \"New here\"\nfor = \"first steps\"\n\n\
         [[segment]]\nid = \"pro\"\ntitle = \"<b>Pros</b>\"\nfor = \"deep water\"\n"
    );
    let guide = |fields: &str, text: &str| format!("+++\n{fields}\n+++\n{text}\n");
    TestSite::empty()
        .file("hub.toml", settings)
        .file("calendar.toml", CALENDAR)
        .file("links.toml", LINKS)
        .file(
            "content/guides/hello.md",
            guide(
                "title = \"Hello <script>alert(1)</script>\"\ndate = 2026-03-02\nreview_by = 2026-11-01\nphase = \"teach\"\nlevel = \"beginner\"\nsegments = [\"new\"]",
                "See [the shop](link:shop).",
            ),
        )
        .file("content/guides/ready.md", guide("title = \"Ready \\\"soon\\\"\"\nphase = \"prove\"", "Text."))
        .file("content/guides/draft.md", guide("title = \"Half a thought\"", "Text."))
        .file("content/guides/kept.md", guide("title = \"Kept back\"", "Text."))
        .file("content/spotlights/ana.md", spotlight("Ana", "given = 2026-01-02\nscope = [\"site\", \"newsletter\"]\nexpires = 2026-12-20"))
        .file("content/spotlights/bo.md", spotlight("Bo", "given = 2026-01-02\nscope = [\"site\"]\nwithdrawn = 2026-02-02"))
}

const CALENDAR: &str = r#"
[[newsletter]]
id = "weekly"
title = "The letter"
rule = "weekly:wed"
start = 2026-11-18
time = "08:00"
include = ["guide", "faq"]

[[rhythm]]
id = "winter"
start = 2026-11-30
[[rhythm.phase]]
weeks = [1, 2]
phase = "teach"
want = { guide = [2, 3] }

[[recurring]]
id = "members"
kind = "spotlight"
title = "Member of the month"
rule = "monthly:15"
start = 2026-12-01
count = [1, 2]

[[entry]]
ref = "guides/ready"
publish = 2026-12-08
owner = "mara"

[[entry]]
ref = "guides/draft"
publish = 2026-11-25
status = "drafting"

[[entry]]
ref = "guides/kept"
publish = 2026-12-01
status = "held"

[[entry]]
title = "An idea for <i>winter</i>"
kind = "faq"
publish = 2026-12-10
status = "idea"
"#;

const LINKS: &str = r#"
[[link]]
id = "shop"
url = "https://shop.example/a?b=1&c=2"
label = "The shop"
disclosure = "affiliate"
ends = 2026-12-15
utm = { source = "hub", campaign = "guides" }

[[link]]
id = "unused"
url = "https://unused.example"
"#;

fn spotlight(name: &str, consent: &str) -> String {
    let id = name.to_lowercase();
    format!(
        "+++\ntitle = \"{name}\"\nmember = \"{id}\"\nname = \"{name}\"\nquote = \"I made it.\"\ndate = 2026-02-03\n\n[consent]\nvia = \"mail\"\n{consent}\n+++\nText.\n"
    )
}

/// The studio at noon of 1 December 2026, without the bar.
struct Studio(Server);

struct Reply {
    status: u16,
    /// All headers, a line each.
    head: String,
    body: String,
}

impl Studio {
    fn start(site: &TestSite, more: &[&str]) -> Self {
        Studio(Server::start(site.root(), &[&[".", "--no-bar", "--at", "2026-12-01T12:00"], more].concat()))
    }

    fn ask(&self, method: &str, path: &str) -> Reply {
        let answer = self.0.ask(method, path, "");
        let head = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        Reply { status: answer.status, head, body: answer.text() }
    }

    fn page(&self, path: &str) -> String {
        let reply = self.ask("GET", &format!("/_hub/{path}"));
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.body
    }
}

const PAGES: [&str; 10] = [
    "",
    "calendar/",
    "newsletter/",
    "ahead/",
    "coverage/",
    "spotlights/",
    "links/",
    "freshness/",
    "feeds/",
    "problems/",
];

/// What a page says, a line a block, with the address of each link behind it.
fn said(html: &str, root: &Path) -> String {
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    let mut text = String::new();
    let mut link = Vec::new();
    for part in main.split("</main>").next().unwrap_or("").split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or("");
        match (name, tag.starts_with('/')) {
            ("a", false) => {
                link.push(tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or(""))
            }
            ("a", true) => text.push_str(&format!(" <{}>", link.pop().unwrap_or(""))),
            ("span" | "b" | "code" | "mark" | "svg" | "use" | "i" | "strong", _) => text.push(' '),
            _ => text.push('\n'),
        }
        text.push_str(words);
    }
    let root = root.canonicalize().unwrap().display().to_string();
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines = lines.filter(|line| !line.is_empty()).map(|line| format!("{line}\n"));
    lines.collect::<String>().replace(&root, "/SITE")
}

#[test]
fn each_page_says_what_the_site_holds() {
    let site = small();
    let server = Studio::start(&site, &[]);
    for path in PAGES {
        let name = if path.is_empty() { "overview" } else { path.trim_end_matches('/') };
        golden(&format!("golden/studio/{name}.txt"), &said(&server.page(path), site.root()));
    }
    let more = [
        ("calendar/?month=2026-11&view=quarter", "quarter"),
        ("calendar/?day=2026-12-10", "day"),
        ("newsletter/?issue=weekly/2026-12-09&segment=new&part=text", "mail"),
        ("coverage/?cell=new.phase.teach", "cell"),
        ("newsletter/?issue=weekly/2026-12-02", "left-out"),
        ("explain/late", "explain"),
        ("?at=2026-12-14", "later"),
    ];
    for (path, name) in more {
        golden(
            &format!("golden/studio/{name}.txt"),
            &said(&server.page(path), site.root()).replace(&server.0.address.to_string(), "ADDRESS"),
        );
    }
}

#[test]
fn nothing_from_content_acts_and_nothing_foreign_is_asked_for() {
    let site = small();
    let server = Studio::start(&site, &[]);
    for path in PAGES {
        let reply = server.ask("GET", &format!("/_hub/{path}"));
        for mark in ["<script>alert", "<b>Pros", "<i>winter"] {
            assert!(!reply.body.contains(mark), "{path}: {mark}");
        }
        assert!(
            reply.head.contains("content-security-policy: default-src 'none'; script-src 'self'"),
            "{}",
            reply.head
        );
        assert!(reply.body.matches("<script").count() == 1, "{path}: only the page's own script");
        for attribute in ["src=\"", " style=\"", " onclick", "<style", "<link rel=\"stylesheet\" href=\""] {
            for (at, _) in reply.body.match_indices(attribute) {
                let rest = &reply.body[at + attribute.len()..];
                assert!(rest.starts_with("/_hub/"), "{path}: {}", &reply.body[at..at + 60]);
            }
        }
    }
    assert!(server.page("coverage/").contains("&lt;b&gt;Pros&lt;"));
}

#[test]
fn who_took_a_consent_back_is_named_by_the_file_alone() {
    let site = small();
    let server = Studio::start(&site, &[]);
    let said = said(&server.page("spotlights/"), site.root());
    assert!(said.contains("taken back") && said.contains("Nothing of this member appears anywhere"), "{said}");
    assert!(!said.lines().any(|line| line == "Bo"), "{said}");
    for path in PAGES {
        assert!(!server.page(path).contains(">Bo<"), "{path}");
    }
}

#[test]
fn places_open_in_the_editor_that_was_named() {
    let site = small();
    let root = site.root().canonicalize().unwrap().display().to_string();
    let zed = Studio::start(&site, &["--editor", "zed"]).page("problems/");
    assert!(zed.contains(&format!("href=\"zed://file{root}/calendar.toml:")), "{zed}");
    assert!(!Studio::start(&site, &["--editor", "none"]).page("problems/").contains("://file"));
    let own = Studio::start(&site, &["--editor", "mine://{file}?at={line}"]).page("calendar/");
    assert!(own.contains(&format!("href=\"mine://{root}/calendar.toml?at=")), "{own}");
    let run = site.hub(&["serve", ".", "--editor", "emacs"]);
    assert!(run.code != 0 && run.stderr.contains("name one of vscode"), "{}", run.stderr);
}

#[test]
fn an_issue_is_shown_as_mail_and_runs_nothing() {
    let site = small();
    let server = Studio::start(&site, &[]);
    let page = server.page("newsletter/?issue=weekly/2026-12-09");
    assert!(page.contains("width=\"640\"") && page.contains("width=\"375\""), "{page}");
    let reply = server.ask("GET", "/_hub/newsletter/mail?issue=weekly/2026-12-09&part=html");
    assert!(reply.body.contains("Ready") && reply.head.contains("text/html"), "{}", reply.head);
    assert!(reply.head.contains("default-src 'none'") && !reply.head.contains("script-src"), "{}", reply.head);
    let text = server.ask("GET", "/_hub/newsletter/mail?issue=weekly/2026-12-09&part=text");
    assert!(text.head.contains("text/plain") && text.body.contains("Ready \"soon\""), "{}", text.body);
    assert_eq!(server.ask("GET", "/_hub/newsletter/mail?issue=weekly/1999-01-01").status, 404);
}

#[test]
fn an_address_asks_without_harm() {
    let site = small();
    let server = Studio::start(&site, &[]);
    for path in [
        "calendar/?month=x",
        "calendar/?day=%zz",
        "calendar/?month=9999-12&view=quarter",
        "coverage/?cell=..",
        "freshness/?page=999999&kind=x",
        "newsletter/?issue=../x&segment=%00",
    ] {
        server.page(path);
    }
    assert_eq!(server.ask("GET", "/_hub/nothing/").status, 404);
    assert_eq!(server.ask("GET", "/_hub/explain/..%2f..%2fhub.toml").status, 404);
    assert_eq!(server.ask("POST", "/_hub/").status, 405);
    assert_eq!(server.ask("HEAD", "/_hub/").status, 200);
    let moved = server.ask("GET", "/_hub/calendar?month=2026-12");
    assert!(moved.status == 302 && moved.head.contains("location: /_hub/calendar/?month=2026-12"), "{}", moved.head);
}

#[test]
fn a_hub_that_has_just_begun_is_welcomed() {
    let site = TestSite::new().file("content/guides/first.md", "+++\ntitle = \"First\"\n+++\nHello.\n");
    let server = Studio::start(&site, &[]);
    for path in PAGES {
        let name = if path.is_empty() { "overview" } else { path.trim_end_matches('/') };
        golden(&format!("golden/studio/fresh/{name}.txt"), &said(&server.page(path), site.root()));
    }
}

#[test]
fn a_site_that_cannot_be_read_shows_what_to_mend() {
    let site = TestSite::new().file("content/guides/x.md", "+++\ntitle = \"X\"\nlevel = \"begginer\"\n+++\n");
    let server = Studio::start(&site, &[]);
    for path in ["", "problems/", "calendar/"] {
        let page = said(&server.page(path), site.root());
        assert!(
            page.contains("begginer") && page.contains("content/guides/x.md:3") && page.contains("beginner"),
            "{page}"
        );
    }
}

#[test]
fn the_studio_is_in_no_build_and_its_folder_is_nobodys() {
    let site = small();
    site.build();
    assert!(!site.tree().keys().any(|path| path.starts_with("_hub")));
    let site = site.file("static/_hub/x.txt", "x");
    let run = site.hub(&["build"]);
    assert!(run.code == 1 && run.stderr.contains("the studio of `hub serve`"), "{}", run.stderr);
}

#[test]
fn feeds_are_held_against_the_last_build() {
    let site = small();
    let server = Studio::start(&site, &["--editor", "none"]);
    assert!(server.page("feeds/").contains("No build to compare with"));
    let build = site.hub(&["build", "--at", "2026-11-20"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    drop(server);
    let server = Studio::start(&site, &[]);
    assert!(said(&server.page("feeds/"), site.root()).contains("nothing new to mail"));
    let later = said(&server.page("feeds/?at=2026-12-10"), site.root());
    assert!(
        later.contains("Ready \"soon\" new: it will be mailed")
            || later.contains("Ready &quot;soon&quot; new: it will be mailed"),
        "{later}"
    );
}

#[test]
fn every_page_of_the_example_is_there() {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    let server = Studio::start(&site, &[]);
    for path in PAGES {
        assert!(server.page(path).contains("<h1>"), "{path}");
    }
}
