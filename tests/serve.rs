//! `hub serve`: the site as it is on disk, answered over a socket; edits as editors make them, and requests as others may make them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::server::{Server, until};
use common::{TestSite, hub_command, run, tree};

/// A few pieces on one subject, with a calendar, links and a stylesheet of their own.
fn hub() -> TestSite {
    let site = TestSite::new()
        .file("content/guides/first.md", guide("First", "One"))
        .file("content/guides/second.md", guide("Second", "Two, see [the first](first.md)"))
        .file("content/faq/why.md", "+++\ntitle = \"Why?\"\nshort = \"Because.\"\n+++\n\nMore of it.\n")
        .file("content/guides/later.md", guide("A later one", "Not yet"))
        .file("calendar.toml", "[[entry]]\nref = \"guides/later\"\npublish = 2026-12-08\n")
        .file("links.toml", "[[link]]\nid = \"shop\"\nurl = \"https://shop.example/\"\nlabel = \"Shop\"\n");
    let settings = fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.file("hub.toml", settings.replace("theme = \"plain\"", "theme = \"hearth\""))
}

fn guide(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ngoal = \"To know it.\"\n+++\n\n{body}.\n")
}

const AT: [&str; 2] = ["--at", "2026-12-01T12:00:00+01:00"];

#[test]
fn pages_are_those_of_a_build_and_nothing_is_written() {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    for made in ["public", ".hub"] {
        let _ = fs::remove_dir_all(site.root().join(made));
    }
    let before = tree(site.root());
    let server = Server::start(site.root(), &AT);
    let built = TestSite::empty();
    let out = built.root().join("out");
    let origin = format!("http://{}", server.address);
    let args = ["build", "--base-url", &origin, AT[0], AT[1], "--out", out.to_str().unwrap()];
    let run = run(hub_command(site.root()).args(args));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let _ = fs::remove_dir_all(site.root().join(".hub"));
    let mut seen = 0;
    for (path, bytes) in tree(&out) {
        let answer =
            server.get(&format!("/{}", path.split('/').map(hub::model::percent_encoded).collect::<Vec<_>>().join("/")));
        // A redirect is a page in a build, and an answer here.
        if answer.status == 302 {
            continue;
        }
        assert_eq!(answer.status, 200, "{path}");
        if path.ends_with(".html") {
            assert_eq!(answer.page(), String::from_utf8(bytes).unwrap(), "{path}");
        } else {
            assert!(answer.body == bytes, "{path} differs");
        }
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
    drop(server);
    assert_eq!(before.keys().collect::<Vec<_>>(), tree(site.root()).keys().collect::<Vec<_>>());
}

#[test]
fn an_edit_shows_and_tells_only_the_pages_it_changed() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let mut first = server.listen("/guides/first/");
    let mut faq = server.listen("/faq/why/");
    let (was, faq_was) = (first.next(), faq.next());
    site.write("content/guides/first.md", guide("First", "One and a half"));
    let now = first.wait(|state| state["page"] != was["page"]);
    assert_eq!(now["errors"], 0);
    assert!(server.get("/guides/first/").text().contains("One and a half"));
    assert_eq!(faq.next()["page"], faq_was["page"], "a page that is as it was isn't loaded again");
}

#[test]
fn a_stylesheet_is_swapped_and_the_page_stays() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let mut events = server.listen("/guides/first/");
    let was = events.next();
    let settings = fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.write("hub.toml", format!("{settings}\n[themes]\n"));
    let broken = events.wait(|state| state["errors"] != 0);
    assert_eq!(broken["page"], was["page"], "the last good page stays");
    site.write(
        "hub.toml",
        settings.replace("theme = \"hearth\"", "[theme]\nname = \"hearth\"\ntokens = { accent = \"#8a3b12\" }"),
    );
    let now = events.wait(|state| state["errors"] == 0 && state["sheets"] != was["sheets"]);
    assert_eq!(now["page"], was["page"]);
    let sheet = now["sheets"][0].as_str().unwrap();
    assert!(server.get(sheet).text().contains("#8a3b12"));
}

#[test]
fn a_mistake_shows_whole_and_goes_when_it_is_mended() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let mut events = server.listen("/guides/first/");
    let was = events.next();
    site.write("content/guides/first.md", "+++\ntitle = \"First\"\ngaol = \"x\"\nlevel = \"expert\"\n+++\nText\n");
    let state = events.wait(|state| state["errors"] == 2);
    let drawn = state["drawn"].as_str().unwrap();
    for words in ["content/guides/first.md:3:1", "`gaol`", "goal", "content/guides/first.md:4:9", "expert"] {
        assert!(drawn.contains(words), "{words}:\n{drawn}");
    }
    assert!(server.get("/guides/first/").text().contains("One."), "the last good site stays");
    server.hears("`gaol`");
    site.write("content/guides/first.md", guide("First", "Mended"));
    let mended = events.wait(|state| state["errors"] == 0 && state["page"] != was["page"]);
    assert_eq!(mended["drawn"], "");
}

#[test]
fn a_site_that_is_wrong_from_the_start_is_told_and_then_shown() {
    let site = TestSite::new().file("hub.toml", "title = \"x\"\n");
    let server = Server::start(site.root(), &AT);
    let answer = server.get("/");
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("base_url") && answer.text().contains("/_hub/live.js"), "{}", answer.text());
    site.write("hub.toml", common::SETTINGS);
    server.shows("/", "Test hub");
}

#[test]
fn a_template_that_fails_on_one_page_is_found_without_looking_at_it() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let mut events = server.listen("/");
    events.next();
    site.write(
        "templates/faq-entry.html",
        "{% extends \"base.html\" %}{% block main %}{{ no.such.thing }}{% endblock main %}",
    );
    let state = events.wait(|state| state["errors"] != 0);
    assert!(state["drawn"].as_str().unwrap().contains("templates/faq-entry.html:1:"), "{state}");
    let page = server.get("/faq/why/");
    assert_eq!(page.status, 500);
    assert!(page.text().contains("template-error"), "{}", page.text());
}

#[test]
fn what_a_build_says_of_texts_and_time_is_told_too() {
    let site = hub();
    site.write("content/guides/how.md", "+++\ntitle = \"How\"\nformat = \"not-for\"\n+++\nAll.\n\n![](a.svg)\n");
    site.write("content/guides/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    site.write("calendar.toml", "[[entry]]\ntitle = \"Late\"\nkind = \"guide\"\npublish = 2026-01-05\n");
    let built = site.hub(&["build", "--at", AT[1], "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&built.stdout).unwrap();
    let wanted: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().map(|one| one["message"].as_str().unwrap()).collect();
    assert!(wanted.len() >= 3, "{wanted:?}");
    let server = Server::start(site.root(), &AT);
    let state =
        server.listen("/").wait(|state| wanted.iter().all(|one| state["drawn"].as_str().unwrap().contains(one)));
    assert_eq!(state["errors"], 0);
    let page = server.get("/_hub/problems/").text();
    for code in report["diagnostics"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()) {
        assert!(page.contains(code), "{code}: {page}");
    }
}

#[test]
fn every_way_of_saving_comes_through() {
    let site = hub();
    let root = site.root().to_owned();
    let server = Server::start(&root, &AT);
    // Editors that write beside and rename.
    fs::write(root.join("content/guides/.first.md.swp"), guide("First", "renamed into place")).unwrap();
    fs::rename(root.join("content/guides/.first.md.swp"), root.join("content/guides/first.md")).unwrap();
    server.shows("/guides/first/", "renamed into place");
    // The same once more: a watched file would be lost now.
    fs::write(root.join("x.tmp"), guide("First", "and again")).unwrap();
    fs::rename(root.join("x.tmp"), root.join("content/guides/first.md")).unwrap();
    server.shows("/guides/first/", "and again");
    // A folder that comes, with what is in it, and goes.
    fs::create_dir_all(root.join("elsewhere/series")).unwrap();
    fs::write(root.join("elsewhere/series/_index.md"), "+++\ntitle = \"Serial\"\n+++\n").unwrap();
    fs::create_dir_all(root.join("content/series")).unwrap();
    fs::rename(root.join("elsewhere/series"), root.join("content/series/serial")).unwrap();
    server.shows("/series/serial/", "Serial");
    fs::write(root.join("content/series/serial/01-one.md"), "+++\ntitle = \"Part one\"\n+++\n").unwrap();
    server.shows("/series/serial/one/", "Part one");
    fs::remove_dir_all(root.join("content/series")).unwrap();
    until(|| server.get("/series/serial/").status == 404, || "a folder that is gone is still shown".to_owned());
    // A calendar in the place of another, links, settings, a template, a file beside.
    site.write("calendar.toml", "[[entry]]\nref = \"guides/later\"\npublish = 2026-11-30\n");
    server.shows("/guides/later/", "Not yet");
    site.write("content/guides/first.md", guide("First", "[Shop](link:shop)"));
    server.shows("/guides/first/", "https://shop.example/");
    site.write("links.toml", "[[link]]\nid = \"shop\"\nurl = \"https://other.example/\"\nlabel = \"Shop\"\n");
    server.shows("/guides/first/", "https://other.example/");
    site.write("static/note.txt", "beside");
    server.shows("/note.txt", "beside");
    site.write("static/note.txt", "changed");
    server.shows("/note.txt", "changed");
    let settings = fs::read_to_string(root.join("hub.toml")).unwrap();
    site.write("hub.toml", settings.replace("Test hub", "Another name"));
    server.shows("/", "Another name");
    site.write("templates/404.html", "<!doctype html><title>Not here</title><body>my own</body>");
    server.shows("/nowhere/", "my own");
    fs::remove_dir_all(root.join("templates")).unwrap();
    until(|| !server.get("/nowhere/").text().contains("my own"), || "a template that is gone still serves".to_owned());
}

#[test]
fn a_burst_of_five_hundred_files_is_one_change() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let readings = || server.said().matches("read in ").count();
    let before = readings();
    let start = Instant::now();
    for number in 0..500 {
        site.write(&format!("content/guides/g{number}.md"), guide(&format!("Guide {number}"), "Many"));
    }
    server.shows("/guides/g499/", "Guide 499");
    let took = start.elapsed().as_millis() as usize;
    let listed = server.get("/tags/").status;
    assert!(listed == 200 || listed == 404);
    let more = readings() - before;
    // Files may come slower than the site is read: nobody is kept waiting for the last of them. Where they come without a pause,
    // twice a second is often enough; where the machine pauses them, a reading follows the first few and each pause of 60 ms.
    assert!(more <= 5 + took / 60, "{more} readings for one burst of {took} ms");
}

#[test]
fn a_checkout_comes_through() {
    let site = hub();
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .current_dir(site.root())
            .args(["-c", "user.name=x", "-c", "user.email=x@x.example"])
            .args(args)
            .output();
        done.is_ok_and(|done| done.status.success())
    };
    if !git(&["init", "-q"]) {
        return common::skip("a checkout", "git");
    }
    assert!(git(&["add", "-A"]) && git(&["commit", "-qm", "one"]) && git(&["checkout", "-qb", "other"]));
    site.write("content/guides/first.md", guide("First", "On the other branch"));
    fs::remove_file(site.root().join("content/faq/why.md")).unwrap();
    assert!(git(&["add", "-A"]) && git(&["commit", "-qm", "two"]) && git(&["checkout", "-q", "-"]));
    let server = Server::start(site.root(), &AT);
    server.shows("/guides/first/", "One.");
    assert!(git(&["checkout", "-q", "other"]));
    server.shows("/guides/first/", "On the other branch");
    until(|| server.get("/faq/why/").status == 404, || "a file that git took away is still shown".to_owned());
    assert!(git(&["checkout", "-q", "-"]));
    server.shows("/faq/why/", "Because.");
}

#[test]
fn polling_notices_too() {
    let site = hub();
    let server = Server::start(site.root(), &["--poll", AT[0], AT[1]]);
    site.write("content/guides/first.md", guide("First", "seen by looking"));
    server.shows("/guides/first/", "seen by looking");
}

#[test]
fn rapid_random_edits_end_in_the_bytes_of_a_clean_build() {
    let site = hub();
    let root = site.root().to_owned();
    let server = Server::start(&root, &AT);
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    for edit in 0..200 {
        let name = format!("content/guides/r{}.md", next(12));
        match next(6) {
            0 => drop(fs::remove_file(root.join(&name))),
            1 => {
                let _ = fs::rename(root.join(&name), root.join(format!("content/guides/r{}.md", next(12))));
            }
            2 => site.write(
                "calendar.toml",
                format!("[[entry]]\nref = \"guides/later\"\npublish = 2026-11-{:02}\n", 1 + next(30)),
            ),
            3 => site.write(
                "content/faq/why.md",
                format!("+++\ntitle = \"Why?\"\nshort = \"Because {edit}.\"\n+++\n\nMore.\n"),
            ),
            4 => site.write("static/n.txt", format!("{edit}")),
            _ => site.write(&name, guide(&format!("R {edit}"), &format!("Text {edit}"))),
        }
        std::thread::sleep(Duration::from_millis(next(30)));
    }
    site.write("content/guides/first.md", guide("First", "the last edit"));
    server.shows("/guides/first/", "the last edit");
    let origin = format!("http://{}", server.address);
    let out = root.join("out");
    let built =
        run(hub_command(&root).args(["build", "--base-url", &origin, AT[0], AT[1], "--out", out.to_str().unwrap()]));
    assert_eq!(built.code, 0, "{}", built.stderr);
    let mut pages = 0;
    for (path, bytes) in tree(&out) {
        let answer = server.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        let (served, built) = (answer.page(), String::from_utf8_lossy(&bytes).into_owned());
        assert!(served == built, "{path} differs:\n{served}\n---\n{built}");
        pages += usize::from(path.ends_with(".html"));
    }
    assert!(pages > 10, "{pages}");
}

#[test]
fn the_site_is_shown_at_any_time_and_with_drafts() {
    let site = hub().file("content/guides/draft.md", "+++\ntitle = \"A draft\"\ndraft = true\n+++\nRough.\n");
    let server = Server::start(site.root(), &AT);
    assert_eq!(server.get("/guides/later/").status, 404);
    assert_eq!(server.get("/guides/later/?at=2026-12-09").status, 200);
    assert_eq!(server.get("/guides/draft/?at=2026-12-09").status, 404);
    let draft = server.get("/guides/draft/?drafts=1");
    assert_eq!(draft.status, 200);
    assert!(draft.text().contains("noindex"), "a preview says that it is one");
    assert_eq!(server.ask("GET", "/guides/later/", "Cookie: hub-view=at%3D2026-12-09\r\n").status, 200);
    let wrong = server.get("/?at=yesterday");
    assert!(wrong.text().contains("2026-12-02"), "a way out: {}", wrong.text());
    let mut events = server.listen("/guides/later/");
    let state = events.next();
    let why = state["why"].to_string();
    assert!(
        why.contains("not public") && why.contains("2026-12-08") && why.contains("content/guides/later.md:"),
        "{why}"
    );
    let shown = server.listen("/guides/first/").next();
    assert!(shown["why"][0].as_str().unwrap().starts_with("public"), "{shown}");
}

#[test]
fn search_finds_what_is_in_memory() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let script = server.get("/pagefind/pagefind.js");
    assert_eq!(script.status, 200, "{}", script.text());
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    let entry = server.get("/pagefind/pagefind-entry.json").text();
    site.write("content/guides/third.md", guide("Third", "Something about turnips"));
    server.shows("/guides/third/", "turnips");
    assert_ne!(server.get("/pagefind/pagefind-entry.json").text(), entry);
    assert_eq!(server.get("/pagefind/none").status, 404);
}

#[test]
fn a_taken_port_gives_way_and_is_told() {
    let site = hub();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start(site.root(), &["--port", &port.to_string()]);
    assert_ne!(server.address.port(), port);
    assert!(server.said().contains(&format!("port {port} is taken")), "{}", server.said());
}

#[test]
fn the_world_is_let_in_only_with_a_warning() {
    let site = hub();
    let server = Server::start(site.root(), &["--host", "0.0.0.0"]);
    server.hears("can see");
}

#[test]
fn control_c_ends_it_at_once() {
    let site = hub();
    let mut server = Server::start(site.root(), &AT);
    let mut events = server.listen("/");
    events.next();
    let start = Instant::now();
    assert!(Command::new("sh").args(["-c", &format!("kill -INT {}", server.pid())]).status().unwrap().success());
    server.child().wait().unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn a_folder_without_a_site_is_refused() {
    let site = TestSite::empty();
    let run = site.hub(&["serve", "--port", "0"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("hub.toml") && run.stderr.contains("hub init"), "{}", run.stderr);
}

#[test]
fn paths_never_leave_the_plan() {
    let site = hub().file("static/ok.txt", "fine").file("secret.txt", "top secret");
    let outside = TestSite::empty().file("out.txt", "top secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.root().join("out.txt"), site.root().join("static/link.txt")).unwrap();
    let server = Server::start(site.root(), &AT);
    let ways = [
        "/../secret.txt",
        "/static/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/....//secret.txt",
        "//etc/passwd",
        "/%00/etc/passwd",
        "/hub.toml",
        "/.git/config",
        "/content/guides/draft.md",
        "/_hub/../secret.txt",
        "/_hub/%2e%2e%2fsecret.txt",
        "/@fs/etc/passwd",
        "/link.txt",
        "/pagefind/../secret.txt",
        "/pagefind/%2e%2e/secret.txt",
    ];
    for way in ways {
        let answer = server.get(way);
        // What lies below the studio is a page of the studio's, whatever it is called.
        let is_studio = way.starts_with("/_hub/") && answer.status == 200;
        assert!(is_studio || matches!(answer.status, 400 | 403 | 404 | 500), "{way}: {}", answer.status);
        let text = answer.text();
        assert!(!text.contains("top secret") && !text.contains("root:"), "{way}");
    }
    assert_eq!(
        server.get("/").status,
        if cfg!(unix) { 500 } else { 200 },
        "a link that leads out is an error of the site"
    );
    fs::remove_file(site.root().join("static/link.txt")).unwrap();
    server.shows("/ok.txt", "fine");
}

#[test]
fn only_this_machines_own_pages_are_answered() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let port = server.address.port();
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1", "localhost:1", ""] {
        for path in ["/", "/_hub/events?path=/", "/_hub/live.js"] {
            assert_eq!(server.ask("GET", path, &format!("Host: {host}\r\n")).status, 403, "{host} {path}");
        }
    }
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        assert_eq!(server.ask("GET", "/_hub/events?path=/", &format!("Origin: {origin}\r\n")).status, 403, "{origin}");
    }
    assert_eq!(
        server.ask("GET", "/_hub/events", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n").status,
        403
    );
    assert_eq!(server.ask("GET", "/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n").status, 200);
    assert_eq!(server.ask("GET", "/", &format!("Host: localhost:{port}\r\n")).status, 200);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        assert_eq!(server.ask(method, "/", "").status, 405, "{method}");
    }
    let head = server.ask("HEAD", "/guides/first/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    for path in ["/", "/nowhere/", "/_hub/live.js"] {
        let answer = server.get(path);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert!(server.get("/").header("content-security-policy").unwrap().contains("default-src 'none'"));
}

#[test]
fn nothing_brings_it_down() {
    let site = hub();
    let server = Server::start(site.root(), &AT);
    let address = server.address;
    let large = format!("GET / HTTP/1.1\r\nHost: {address}\r\nX: {}\r\n\r\n", "a".repeat(1 << 20));
    assert!(server.raw(large.as_bytes()).is_none_or(|answer| answer.status == 431));
    let many = format!("GET / HTTP/1.1\r\nHost: {address}\r\n{}\r\n", "X: y\r\n".repeat(50_000));
    assert!(server.raw(many.as_bytes()).is_none_or(|answer| answer.status == 431));
    let long = format!("GET /{} HTTP/1.1\r\nHost: {address}\r\n\r\n", "a".repeat(1 << 20));
    assert!(server.raw(long.as_bytes()).is_none_or(|answer| matches!(answer.status, 414 | 431)));
    for bytes in [
        &b"\x00\x01\x02\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        if bytes == b"GET" || bytes == b"\r\n\r\n\r\n" {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(bytes).unwrap();
            continue;
        }
        assert!(server.raw(bytes).is_none_or(|answer| answer.status >= 400), "{bytes:?}");
    }
    // Someone who sends a letter now and then holds up nobody.
    let mut slow = TcpStream::connect(address).unwrap();
    slow.write_all(b"GET / HT").unwrap();
    let requests: Vec<_> = (0..200)
        .map(|number| {
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                let path = if number % 2 == 0 { "/guides/first/" } else { "/nowhere/" };
                write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
                let mut text = String::new();
                stream.read_to_string(&mut text).unwrap();
                text
            })
        })
        .collect();
    for (number, request) in requests.into_iter().enumerate() {
        let text = request.join().unwrap();
        let status = if number % 2 == 0 { "HTTP/1.1 200" } else { "HTTP/1.1 404" };
        assert!(text.starts_with(status), "{text}");
    }
    slow.write_all(format!("TP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut text = String::new();
    slow.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200"));
    let longest = format!("/?at={}", "9".repeat(8000));
    assert!(matches!(server.get(&longest).status, 500 | 404 | 400));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn an_address_without_its_slash_leads_to_the_page() {
    let site = hub().file("content/guides/über.md", guide("Über", "Umlauts"));
    let server = Server::start(site.root(), &AT);
    let moved = server.get("/guides/first?x=1");
    assert_eq!((moved.status, moved.header("location")), (302, Some("/guides/first/?x=1")));
    let to = server.get("/guides/%C3%BCber").header("location").map(str::to_owned);
    assert_eq!(to.as_deref(), Some("/guides/%C3%BCber/"));
    assert_eq!(server.get("/guides/%C3%BCber/").status, 200);
}

#[test]
fn a_player_gets_the_part_it_asks_for() {
    let site = hub().file("static/talk.mp3", "0123456789");
    let server = Server::start(site.root(), &AT);
    let part = server.ask("GET", "/talk.mp3", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (206, "234", Some("bytes 2-4/10")));
    assert_eq!(part.header("content-type"), Some("audio/mpeg"));
}
