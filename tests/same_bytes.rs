//! Same input, same bytes: whatever the folder, the order of files, the time zone, the threads, the locale.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{TestSite, hub_command, run};

fn built(folder: &Path, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let result = run(hub_command(folder).arg("build").envs(environment.iter().copied()));
    assert_eq!(result.code, 0, "{}", result.stderr);
    common::tree(&folder.join("public"))
}

fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.len() > 100, "the example site has more files than {}", one.len());
    assert!(one.keys().filter(|path| path.starts_with("pagefind/")).count() > 50, "the search index is among them");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(other[path] == *bytes, "`{path}` differs");
    }
}

#[test]
fn folder_zone_threads_and_locale_do_not_show() {
    let example = Path::new("example-site");
    let here = TestSite::copy_of(example);
    let there = TestSite::empty();
    // The same files, written in another order into another folder.
    let mut files: Vec<_> = common::tree(here.root()).into_iter().collect();
    files.reverse();
    for (path, bytes) in files {
        there.write(&format!("a deeper/folder/{path}"), bytes);
    }
    let one = built(here.root(), &[("TZ", "UTC"), ("RAYON_NUM_THREADS", "1"), ("LANG", "C")]);
    let folder = there.root().join("a deeper/folder");
    let environment =
        [("TZ", "Pacific/Kiritimati"), ("RAYON_NUM_THREADS", "8"), ("LANG", "de_DE.UTF-8"), ("HOME", "/nowhere")];
    assert_same(&one, &built(&folder, &environment));
}

#[test]
fn a_second_build_touches_nothing() {
    let site = TestSite::copy_of(Path::new("example-site"));
    let first = built(site.root(), &[]);
    let time = |path: &str| fs::metadata(site.root().join("public").join(path)).unwrap().modified().unwrap();
    let before: Vec<_> = first.keys().map(|path| time(path)).collect();
    let second = built(site.root(), &[]);
    assert_same(&first, &second);
    assert_eq!(before, first.keys().map(|path| time(path)).collect::<Vec<_>>());
}
