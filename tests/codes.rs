//! Every diagnostic code has a page, and every page tells the truth: its site is built, its output compared.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use common::TestSite;

/// A page taken apart: files to make, the command, what it prints.
struct Page {
    files: Vec<(String, Made)>,
    command: Vec<String>,
    output: String,
}

/// What a file of a page's site is.
enum Made {
    Bytes(Vec<u8>),
    /// A symbolic link to this path.
    Link(String),
}

const FENCE: &str = "````";

/// What stands right before a code in the source: the functions that make a diagnostic, and the lists of words and ids that
/// carry the code of their problem.
const BEFORE_CODES: [&str; 9] = [
    "Diagnostic::error(",
    "Diagnostic::warning(",
    "Diagnostic::note_only(",
    "code: ",
    "Ids::new((",
    "unknown(typed, (",
    "check_length((",
    "LinkKind::Link => (",
    "LinkKind::Image => (",
];

#[test]
fn every_page_says_what_hub_says() {
    let bless = std::env::var_os("HUB_BLESS").is_some();
    let mut wrong = Vec::new();
    for path in pages() {
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let Some(page) = read(&text) else {
            wrong.push(format!("{code}: the page has no `{FENCE}console` block that begins with `$ hub …`"));
            continue;
        };
        let Some(actual) = run(&page) else { continue };
        if codes_in(&actual) != [code.as_str()] {
            wrong.push(format!("{code}: the site on the page doesn't show one problem, this one; hub says:\n{actual}"));
        } else if actual != page.output {
            if bless {
                fs::write(&path, text.replace(&page.output, &actual)).unwrap();
            } else {
                wrong.push(format!("{code}: hub says\n{actual}\nthe page says\n{}", page.output));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n(HUB_BLESS=1 cargo test --test codes writes the output into the pages)",
        wrong.join("\n")
    );
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let used = codes_in_source();
    let pages: BTreeSet<String> =
        pages().iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let missing: Vec<_> = used.difference(&pages).collect();
    let stale: Vec<_> = pages.difference(&used).collect();
    assert!(missing.is_empty(), "codes without a page in src/diagnostic/codes/: {missing:?}");
    assert!(stale.is_empty(), "pages of codes that nothing reports: {stale:?}");
}

#[test]
fn explain_prints_the_page_and_knows_the_nearest() {
    let site = TestSite::empty();
    let run = site.hub(&["explain", "unknown-key"]);
    assert_eq!((run.code, run.stdout), (0, fs::read_to_string("src/diagnostic/codes/unknown-key.md").unwrap()));
    let run = site.hub(&["explain", "unknwon-key"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `unknown-key`?"), "{}", run.stderr);
}

/// What the command prints; nothing where this system can't have such files.
fn run(page: &Page) -> Option<String> {
    let mut site = TestSite::new();
    for (path, made) in &page.files {
        site = match made {
            _ if cfg!(windows) && path.contains('?') => return None,
            Made::Bytes(bytes) => site.file(path, bytes),
            Made::Link(target) => linked(site, path, target)?,
        };
    }
    let server = page.files.iter().any(|(_, made)| matches!(made, Made::Bytes(bytes) if holds(bytes))).then(serve);
    if let Some(port) = &server {
        for (path, made) in &page.files {
            if let Made::Bytes(bytes) = made {
                site.write(path, String::from_utf8_lossy(bytes).replace(PORT, port));
            }
        }
    }
    let mut command = common::hub_command(site.root());
    let mut run =
        common::run(command.args(&page.command).env("HUB_CHECK_LOOPBACK", if server.is_some() { "1" } else { "" }));
    if let Some(port) = server {
        run.stderr = run.stderr.replace(&port, PORT);
    }
    // The line with times is the only one that differs from run to run; the page is about the problem.
    Some(format!("$ hub {}\n{}", page.command.join(" "), run.stderr))
}

/// Stands in a page for the port of a server that is there while the page's site is looked at.
const PORT: &str = "127.0.0.1:12345";

fn holds(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).contains(PORT)
}

/// A server on this computer: `/old` has moved to `/new` for good. Ports that systems give away have five digits.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut head = [0; 2048];
            let length = stream.read(&mut head).unwrap_or(0);
            let is_old = String::from_utf8_lossy(&head[..length]).contains(" /old ");
            let status = if is_old { "301 Moved Permanently\r\nLocation: /new" } else { "200 OK" };
            let _ = stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").as_bytes());
        }
    });
    address
}

/// The code of each problem in an output.
fn codes_in(output: &str) -> Vec<&str> {
    fn code(line: &str) -> Option<&str> {
        let (severity, rest) = line.split_once('[')?;
        ["error", "warning", "note"].contains(&severity).then(|| rest.split(']').next())?
    }
    output.lines().filter_map(code).collect()
}

#[cfg(unix)]
fn linked(site: TestSite, path: &str, target: &str) -> Option<TestSite> {
    let path = site.root().join(path);
    fs::create_dir_all(path.parent()?).unwrap();
    std::os::unix::fs::symlink(target, path).unwrap();
    Some(site)
}

#[cfg(not(unix))]
fn linked(_: TestSite, _: &str, _: &str) -> Option<TestSite> {
    None
}

/// Files are `path` alone on a line, then a fence; the output is the fence `console`.
fn read(text: &str) -> Option<Page> {
    let mut files = Vec::new();
    let mut lines = text.lines();
    let mut next = None;
    let mut output = None;
    while let Some(line) = lines.next() {
        if let Some((path, how)) = file_line(line) {
            match how.strip_prefix("link to `").and_then(|how| how.strip_suffix('`')) {
                Some(target) => files.push((path.to_owned(), Made::Link(target.to_owned()))),
                None => next = Some((path, how)),
            }
        } else if line.starts_with(FENCE) {
            let block: String =
                lines.by_ref().take_while(|line| *line != FENCE).map(|line| format!("{line}\n")).collect();
            if line == format!("{FENCE}console") {
                output = Some(block);
            } else if let Some((path, how)) = next.take() {
                if let Some(count) = how.strip_suffix(" files, each with its number") {
                    files.extend((1..=count.parse().unwrap()).map(|number| numbered(path, &block, number)));
                    continue;
                }
                files.push((path.to_owned(), Made::Bytes(bytes(&block, how))));
            }
        }
    }
    let output = output?;
    let command = output.lines().next()?.strip_prefix("$ hub ")?.split_whitespace().map(str::to_owned).collect();
    Some(Page { files, command, output })
}

fn numbered(path: &str, block: &str, number: u32) -> (String, Made) {
    let with = |text: &str| text.replace("NUMBER", &number.to_string());
    (with(path), Made::Bytes(with(block).into()))
}

/// Path, and what the parentheses after it say of how the file differs from its fence.
fn file_line(line: &str) -> Option<(&str, &str)> {
    let (path, rest) = line.strip_prefix('`')?.split_once('`')?;
    if rest.is_empty() {
        return Some((path, ""));
    }
    Some((path, rest.strip_prefix(" (")?.strip_suffix(')')?))
}

fn bytes(block: &str, how: &str) -> Vec<u8> {
    if how.is_empty() {
        block.into()
    } else if how == "saved as Latin-1" {
        block.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    } else if let Some(times) = how.strip_prefix("the last line ").and_then(|how| how.strip_suffix(" times")) {
        let last = block.lines().last().unwrap();
        (block.trim_end().to_owned() + &format!("\n{last}").repeat(times.parse::<usize>().unwrap() - 1)).into()
    } else if let Some(times) = how.strip_suffix(" times") {
        block.repeat(times.parse().unwrap()).into()
    } else if let Some((shown, code)) = how.split_once(" is the character U+") {
        let meant = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        block.replace(shown.trim_matches('`'), &meant.to_string()).into()
    } else {
        panic!("no file is made by ({how})");
    }
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir("src/diagnostic/codes").unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

/// Codes are literals, right behind what makes a diagnostic or will. Tests, which make up codes of their own, are left out.
fn codes_in_source() -> BTreeSet<String> {
    fn walk(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            } else if path.is_dir() {
                walk(&path, codes);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                collect(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(""), codes);
            }
        }
    }
    fn collect(text: &str, codes: &mut BTreeSet<String>) {
        for before in BEFORE_CODES {
            for (at, _) in text.match_indices(before) {
                let rest = text[at + before.len()..].trim_start();
                if let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    codes.insert(code.to_owned());
                }
            }
        }
    }
    let mut codes = BTreeSet::new();
    walk(Path::new("src"), &mut codes);
    codes
}
