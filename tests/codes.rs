//! Every diagnostic code has a page, and every page tells the truth: its site is built, its output compared.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::TestSite;

/// A page taken apart: files to write, the command, what it prints.
struct Page {
    files: Vec<(String, String)>,
    command: Vec<String>,
    output: String,
}

const FENCE: &str = "````";

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
        let actual = run(&page);
        if !actual.contains(&format!("[{code}]")) {
            wrong.push(format!("{code}: the site on the page doesn't show the code; hub says:\n{actual}"));
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

fn run(page: &Page) -> String {
    let mut site = TestSite::new();
    for (path, text) in &page.files {
        site = site.file(path, text);
    }
    let args: Vec<&str> = page.command.iter().map(String::as_str).collect();
    let run = site.hub(&args);
    // The line with times is the only one that differs from run to run; the page is about the problem.
    format!("$ hub {}\n{}", page.command.join(" "), run.stderr)
}

/// Files are `path` alone on a line, then a fence; the output is the fence `console`.
fn read(text: &str) -> Option<Page> {
    let mut files = Vec::new();
    let mut lines = text.lines();
    let mut path = None;
    let mut output = None;
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
            path = Some(name.to_owned());
        } else if line.starts_with(FENCE) {
            let block: String =
                lines.by_ref().take_while(|line| *line != FENCE).map(|line| format!("{line}\n")).collect();
            if line == format!("{FENCE}console") {
                output = Some(block);
            } else if let Some(path) = path.take() {
                files.push((path, block));
            }
        }
    }
    let output = output?;
    let command = output.lines().next()?.strip_prefix("$ hub ")?.split_whitespace().map(str::to_owned).collect();
    Some(Page { files, command, output })
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir("src/diagnostic/codes").unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages
}

/// Codes are the first argument of the functions that make a diagnostic, always a literal.
fn codes_in_source() -> BTreeSet<String> {
    fn walk(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, codes);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
                for maker in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note_only("] {
                    for (at, _) in text.match_indices(maker) {
                        let rest = text[at + maker.len()..].trim_start();
                        if let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                            codes.insert(code.to_owned());
                        }
                    }
                }
            }
        }
    }
    let mut codes = BTreeSet::new();
    walk(Path::new("src"), &mut codes);
    codes
}
