//! Tells cargo that the built-in themes and the hub to start with are part of the program, which `include_dir!` alone doesn't; and
//! gives the program a name that follows from its sources, for what one build keeps for the next.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut files = BTreeSet::from([PathBuf::from("Cargo.lock")]);
    list(Path::new("src"), &mut files);
    // Of equal sources the same on every machine; what is told by it may be lost at any time, so that 64 bits will do.
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=HUB_SOURCES={:016x}", hasher.finish());
}

/// All files below a folder.
fn list(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.insert(path);
        }
    }
}
