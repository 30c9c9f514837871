//! `hub check --external` against servers on this computer, and that nothing else opens a connection.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use common::{Run, TestSite, hub_command, run};

/// A server, what it was asked, and how many were there at once.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
    most: Arc<AtomicUsize>,
}

impl Server {
    /// Answers with status, headers and nothing else, by method, path and how often the path was asked before.
    fn start(answer: fn(&str, &str, usize) -> String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server {
            address: format!("http://{}", listener.local_addr().unwrap()),
            asked: Arc::default(),
            most: Arc::default(),
        };
        let (asked, most, now) = (server.asked.clone(), server.most.clone(), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                let (asked, most, now) = (asked.clone(), most.clone(), now.clone());
                std::thread::spawn(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let mut head = Vec::new();
                    let mut part = [0; 1024];
                    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                        match stream.read(&mut part) {
                            Ok(length) if length > 0 => head.extend(&part[..length]),
                            _ => break,
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let mut words = head.split(' ');
                    let (method, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
                    let before = {
                        let mut asked = asked.lock().unwrap();
                        let again = |one: &&String| one.split(' ').nth(1) == Some(path);
                        let before = asked.iter().filter(again).count();
                        asked.push(head.clone());
                        before
                    };
                    let answer = answer(method, path, before);
                    now.fetch_sub(1, Ordering::SeqCst);
                    let _ = stream.write_all(
                        format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes(),
                    );
                });
            }
        });
        server
    }

    fn asked(&self) -> Vec<String> {
        let first_words = |head: &String| head.split(' ').take(2).collect::<Vec<_>>().join(" ");
        self.asked.lock().unwrap().iter().map(first_words).collect()
    }
}

/// A site with a guide that has these lines.
fn site(lines: &[String]) -> TestSite {
    let guide = format!("+++\ntitle = \"A guide\"\ndate = 2026-11-02\n+++\n{}\n", lines.join("\n\n"));
    TestSite::new().file("content/guides/a.md", guide)
}

fn check(site: &TestSite) -> Run {
    run(hub_command(site.root()).args(["check", "--external"]).env("HUB_CHECK_LOOPBACK", "1"))
}

/// Code and message of each problem, in their order; addresses without the host.
fn said(site: &TestSite, server: &Server) -> Vec<String> {
    let check = check(site);
    let told = check.stderr.lines().filter(|line| line.contains("]: "));
    told.map(|line| line.replace(&server.address, "")).collect()
}

/// What a host answers to, and how.
fn answered(method: &str, path: &str) -> &'static str {
    match (method, path) {
        (_, "/fine") => "200 OK",
        (_, "/gone") => "410 Gone",
        ("HEAD", "/no-head") => "405 Method Not Allowed",
        (_, "/no-head") => "206 Partial Content",
        ("HEAD", "/liar") => "404 Not Found",
        (_, "/liar") => "200 OK",
        (_, "/closed") => "403 Forbidden",
        (_, "/fault") => "500 Oops",
        (_, "/old") => "301 Moved Permanently\r\nLocation: /older",
        (_, "/older") => "308 Permanent Redirect\r\nLocation: fine?new",
        (_, "/fine?new") => "200 OK",
        (_, "/for-now") => "302 Found\r\nLocation: /fine",
        (_, "/to-nothing") => "301 Moved Permanently\r\nLocation: /missing",
        (_, "/round") => "302 Found\r\nLocation: /round",
        (_, "/script") => "302 Found\r\nLocation: javascript:x",
        (_, "/inner") => "302 Found\r\nLocation: http://169.254.169.254/secret",
        _ => "404 Not Found",
    }
}

#[test]
fn every_answer_has_its_meaning() {
    let server = Server::start(|method, path, _| answered(method, path).to_owned());
    const PATHS: &str = "fine gone missing no-head liar closed fault old for-now to-nothing round script inner";
    let lines: Vec<String> = PATHS.split(' ').map(|path| format!("[{path} page]({}/{path})", server.address)).collect();
    let site = site(&lines);
    assert_eq!(
        said(&site, &server),
        [
            "warning[dead-link]: `/gone` leads nowhere: the page was taken away for good (410)",
            "warning[dead-link]: `/missing` leads nowhere: there is no such page (404)",
            "note[unsure-link]: hub can't say what became of `/closed`: its host doesn't let programs in (403)",
            "note[unsure-link]: hub can't say what became of `/fault`: its host has a fault (500)",
            "warning[moved-link]: `/old` has moved for good",
            "warning[dead-link]: `/to-nothing` leads nowhere: it leads on to `/missing`, and there is no such page (404)",
            "note[unsure-link]: hub can't say what became of `/round`: it leads on more than 5 times",
            "note[unsure-link]: hub can't say what became of `/script`: it leads on to something that is no web address",
            "note[unsure-link]: hub can't say what became of `/inner`: it leads on to `http://169.254.169.254/secret`, which lies on this computer or in its network",
        ]
    );
    let heads = server.asked.lock().unwrap().clone();
    assert!(heads.iter().all(|head| head.to_lowercase().contains(concat!(
        "user-agent: hub/",
        env!("CARGO_PKG_VERSION"),
        " (+link check)"
    ))));
    assert!(
        heads
            .iter()
            .filter(|head| head.starts_with("GET"))
            .all(|head| head.to_lowercase().contains("range: bytes=0-1023"))
    );
    assert_eq!(server.most.load(Ordering::SeqCst), 1, "a host is asked once at a time");
    // What was fine is known for a week; the rest is asked again.
    server.asked.lock().unwrap().clear();
    let again = check(&site);
    assert!(again.stderr.contains("`") && again.stderr.contains("fine?new"), "{}", again.stderr);
    assert!(again.stderr.contains("links: 8 addresses asked, 5 known from the last seven days\n"), "{}", again.stderr);
    assert!(
        server.asked().iter().all(|asked| !asked.contains("/fine") && !asked.contains("/old")),
        "{:?}",
        server.asked()
    );
}

#[test]
fn a_host_that_wants_time_gets_it() {
    let server = Server::start(|_, path, before| match (path, before) {
        ("/busy", 0) => "429 Too Many Requests\r\nRetry-After: 1".to_owned(),
        ("/never", _) => "429 Too Many Requests\r\nRetry-After: 1".to_owned(),
        _ => "200 OK".to_owned(),
    });
    let lines = ["busy", "never", "other"].map(|path| format!("[{path} page]({}/{path})", server.address));
    assert_eq!(
        said(&site(&lines), &server),
        ["note[unsure-link]: hub can't say what became of `/never`: its host wants to be asked less often (429)"]
    );
    let often = server.asked().iter().filter(|asked| asked.ends_with("/never")).count();
    assert_eq!(often, 2, "once more, and no more");
    let server = Server::start(|_, _, _| "503 Closed\r\nRetry-After: 3600".to_owned());
    let lines = ["a", "b", "c"].map(|path| format!("[{path} page]({}/{path})", server.address));
    let site = site(&lines);
    assert_eq!(said(&site, &server).len(), 3);
    assert!(
        server.asked().iter().all(|asked| asked.ends_with("/a")),
        "the others are left alone: {:?}",
        server.asked()
    );
}

#[test]
fn an_address_is_asked_once_and_told_with_all_its_places() {
    let server = Server::start(|_, _, _| "404 Not Found".to_owned());
    let url = format!("{}/x", server.address);
    let site = site(&[format!("[one]({url}#a) and [two]({url}) and <{url}>"), "[reg](link:shop)".to_owned()])
        .file("links.toml", format!("[[link]]\nid = \"shop\"\nurl = \"{url}\"\n"))
        .file(
            "content/faq/why.md",
            format!(
                "+++\ntitle = \"Why?\"\ndate = 2026-11-02\nsources = [{{ title = \"T\", url = \"{url}\" }}]\n+++\nSo.\n"
            ),
        );
    let run = check(&site);
    assert_eq!(run.stderr.matches("dead-link").count(), 1, "{}", run.stderr);
    for place in ["content/faq/why.md:4", "content/guides/a.md:5", "links.toml:3"] {
        assert!(run.stderr.contains(place), "{place}: {}", run.stderr);
    }
    assert_eq!(server.asked(), ["HEAD /x", "GET /x"]);
    // A warning is no failure, unless somebody wants it to be one.
    assert_eq!(run.code, 0);
    let strict = hub_command(site.root())
        .args(["check", "--external", "--strict"])
        .env("HUB_CHECK_LOOPBACK", "1")
        .output()
        .unwrap();
    assert_eq!(strict.status.code(), Some(1));
}

#[test]
fn a_broken_file_of_what_is_known_is_as_if_there_were_none() {
    let server = Server::start(|_, _, _| "200 OK".to_owned());
    let site = site(&[format!("[a page]({}/x)", server.address)]);
    let kept =
        |seen: &str| format!("{{\"version\": 1, \"links\": {{\"{}/x\": {{\"seen\": {seen}}}}}}}", server.address);
    let broken = ["", "{", "[]", "{\"version\": 2}", "{\"version\": 1, \"links\": 7}"].map(str::to_owned);
    // Too old, and of days to come.
    for text in broken.into_iter().chain([kept("1"), kept("99999999999"), kept("\"x\"")]) {
        site.write(".hub/cache/links.json", &text);
        server.asked.lock().unwrap().clear();
        let run = check(&site);
        assert_eq!((run.code, server.asked()), (0, vec!["HEAD /x".to_owned()]), "{text}");
    }
    server.asked.lock().unwrap().clear();
    assert!(check(&site).stderr.contains("links: 0 addresses asked, 1 known from the last seven days"));
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn nothing_on_this_computer_is_asked() {
    let server = Server::start(|_, _, _| "200 OK".to_owned());
    let port = server.address.rsplit(':').next().unwrap();
    let hosts = ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0.0.0.0"];
    let lines: Vec<String> = hosts.iter().map(|host| format!("[a page](http://{host}:{port}/)")).collect();
    let run = site(&lines).hub(&["check", "--external"]);
    assert_eq!(run.stderr.matches("note[unsure-link]").count(), hosts.len(), "{}", run.stderr);
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn without_the_word_no_connection_is_opened() {
    let server = Server::start(|_, _, _| "200 OK".to_owned());
    let site = site(&[
        format!("[a page]({}/x)", server.address),
        format!("{{{{ video(\"{}/v\", \"A film\", \"Nobody speaks in it.\") }}}}", server.address),
    ]);
    for command in ["build", "check"] {
        let done = run(hub_command(site.root()).arg(command).env("HUB_CHECK_LOOPBACK", "1"));
        assert_eq!(done.code, 0, "{}", done.stderr);
    }
    assert_eq!(server.asked(), [""; 0]);
    assert_eq!(check(&site).code, 0);
    assert_eq!(server.asked(), ["HEAD /v", "HEAD /x"]);
}

#[test]
fn links_are_switched_off_like_the_rest() {
    let server = Server::start(|_, _, _| "404 Not Found".to_owned());
    let site = site(&[format!("[a page]({}/x)", server.address)]);
    site.write("hub.toml", format!("{}\n[check]\noff = [\"dead-link\"]\n", common::SETTINGS));
    assert_eq!(said(&site, &server), [""; 0]);
}
