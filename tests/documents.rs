//! Real documents: every Markdown file in the sources of the dependencies, each as a guide. A page or diagnostics, no panic,
//! and no document that takes two seconds.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::{TestSite, hub_command, run, skip};

const BATCH: usize = 200;
const LIMIT: Duration = Duration::from_secs(2);

#[test]
fn real_documents_become_pages_or_diagnostics() {
    let mut documents = Vec::new();
    for root in sources() {
        collect(&root, &mut documents);
    }
    documents.sort();
    if documents.len() < 100 {
        return skip("real_documents_become_pages_or_diagnostics", "the folder with the sources of the dependencies");
    }
    println!("{} documents", documents.len());
    for batch in documents.chunks(BATCH) {
        check(batch);
    }
}

/// Checks a batch in one run; a batch that is slow or dies is taken apart to name the document.
fn check(batch: &[PathBuf]) {
    let site = TestSite::new();
    for (number, path) in batch.iter().enumerate() {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        site.write(&format!("content/guides/d{number}.md"), format!("+++\ntitle = \"Document {number}\"\n+++\n{text}"));
    }
    let start = Instant::now();
    let result = run(hub_command(site.root()).args(["check", "--format", "json"]));
    let fine = (result.code == 0 || result.code == 1) && start.elapsed() < LIMIT;
    match batch {
        _ if fine => {}
        [one] => panic!("{}: code {}, {:?}\n{}", one.display(), result.code, start.elapsed(), result.stderr),
        _ => batch.chunks(1).for_each(check),
    }
}

/// Where cargo unpacks the sources of dependencies, and the packages of the browser tests.
fn sources() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let registry = home.map(|home| home.join("registry/src"));
    registry.into_iter().chain([PathBuf::from("tests/browser/node_modules")]).filter(|folder| folder.is_dir()).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            collect(&path, found);
        } else if kind.is_file()
            && path.extension().is_some_and(|extension| extension == "md" || extension == "markdown")
        {
            found.push(path);
        }
    }
}
