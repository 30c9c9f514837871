//! Small sites and their whole expected output: `sites/NAME/site/` is built, `sites/NAME/expected/` is what must come out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{SETTINGS, TestSite};

#[test]
fn every_site_gives_its_expected_output() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut names: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(!names.is_empty(), "there are no sites in {}", folder.display());
    let wrong: Vec<String> = names.iter().filter_map(|case| differences(case)).collect();
    assert!(wrong.is_empty(), "{}\n(HUB_BLESS=1 cargo test --test sites writes what comes out)", wrong.join("\n"));
}

/// What differs in one site, in words.
fn differences(case: &Path) -> Option<String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let site = TestSite::copy_of(&case.join("site"));
    if !site.root().join("hub.toml").exists() {
        site.write("hub.toml", SETTINGS);
    }
    let args = fs::read_to_string(case.join("args")).unwrap_or_else(|_| "build\n".to_owned());
    let run = site.hub(&args.lines().collect::<Vec<_>>());
    let mut actual: BTreeMap<String, Vec<u8>> = site.tree();
    // The theme's own files change with the theme, and are tested with it.
    actual.retain(|path, _| !path.starts_with("assets/"));
    let actual: BTreeMap<String, Vec<u8>> =
        actual.into_iter().map(|(path, bytes)| (path, without_hashes(bytes))).collect();
    if std::env::var_os("HUB_BLESS").is_some() {
        bless(case, &actual, &run.stderr);
        return None;
    }
    let expected = common::tree(&case.join("expected"));
    let mut wrong: Vec<String> = Vec::new();
    for (path, bytes) in &actual {
        match expected.get(path) {
            None => wrong.push(format!("{name}: `{path}` is not expected")),
            Some(wanted) if wanted != bytes => {
                wrong.push(format!("{name}: `{path}` differs:\n{}", first_difference(wanted, bytes)))
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        expected.keys().filter(|path| !actual.contains_key(*path)).map(|path| format!("{name}: `{path}` is missing")),
    );
    let messages = fs::read_to_string(case.join("stderr.txt")).unwrap_or_default();
    if messages != run.stderr {
        wrong.push(format!("{name}: the messages differ, now:\n{}", run.stderr));
    }
    (!wrong.is_empty()).then(|| wrong.join("\n"))
}

fn bless(case: &Path, actual: &BTreeMap<String, Vec<u8>>, messages: &str) {
    let expected = case.join("expected");
    let _ = fs::remove_dir_all(&expected);
    for (path, bytes) in actual {
        let file = expected.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    fs::write(case.join("stderr.txt"), messages).unwrap();
}

/// Replaces the hashes in names of bundled files, and of the policy's script, so that a change of the theme's style shows once.
fn without_hashes(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = ["style.", "script."]
        .iter()
        .filter_map(|name| rest.find(&format!("assets/{name}")).map(|at| at + 7 + name.len()))
        .min()
    {
        let (before, after) = rest.split_at(at);
        let hash = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        result.push_str(before);
        result.push_str(if hash == 12 { "HASH" } else { &after[..hash] });
        rest = &after[hash..];
    }
    result.push_str(rest);
    result.into_bytes()
}

fn first_difference(wanted: &[u8], actual: &[u8]) -> String {
    let (wanted, actual) = (String::from_utf8_lossy(wanted), String::from_utf8_lossy(actual));
    let pair = wanted.lines().zip(actual.lines()).enumerate().find(|(_, (a, b))| a != b);
    match pair {
        Some((at, (a, b))) => format!("  line {}\n  - {a}\n  + {b}", at + 1),
        None => format!("  {} lines expected, {} came out", wanted.lines().count(), actual.lines().count()),
    }
}
