//! Walks the folders of a site and says of each file what it is, by its path alone.
//!
//! Links are resolved here and nowhere else: one that leads out of the site is a problem, one that stays inside is
//! followed once. Reads no file.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::problem::Problem;
use crate::output::nfc;
use crate::source::{SourceClass, classify, is_asset};

/// A file, or a place where one should be.
pub(super) struct Found {
    /// Relative to the site folder, with `/`, in Unicode form NFC: macOS may hand out another form of the same name.
    pub(super) path: String,
    /// Where to read it.
    pub(super) disk: PathBuf,
    /// What it is.
    pub(super) item: Item,
}

/// What a path leads to.
pub(super) enum Item {
    Text(SourceClass),
    Asset,
    Problem(Problem),
}

/// Everything below `tops` (paths relative to `root`, which is canonical) that hub reads, sorted by the bytes of its path.
pub(super) fn walk(root: &Path, tops: &[String]) -> Vec<Found> {
    let mut walk = Walk { root, found: Vec::new() };
    for top in tops {
        walk.place(top, &root.join(top), Links::Follow);
    }
    walk.found.sort_by(|a, b| a.path.cmp(&b.path));
    walk.found
}

/// Whether a link to a folder is followed: not inside a folder that was itself reached by one, so that no web of links
/// makes a walk without end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Follow,
    FilesOnly,
}

/// What the file system says of an entry, links resolved or not.
#[derive(Clone, Copy)]
enum Shape {
    File,
    Folder,
    Link,
    Special,
}

impl From<fs::FileType> for Shape {
    fn from(kind: fs::FileType) -> Self {
        if kind.is_symlink() {
            Shape::Link
        } else if kind.is_dir() {
            Shape::Folder
        } else if kind.is_file() {
            Shape::File
        } else {
            Shape::Special
        }
    }
}

struct Walk<'a> {
    root: &'a Path,
    found: Vec<Found>,
}

impl Walk<'_> {
    fn place(&mut self, path: &str, disk: &Path, links: Links) {
        match fs::symlink_metadata(disk) {
            Ok(metadata) => self.entry(path, disk, metadata.file_type().into(), links),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => self.problem(path, Problem::Unreadable(error.to_string())),
        }
    }

    fn entry(&mut self, path: &str, disk: &Path, shape: Shape, links: Links) {
        match shape {
            Shape::Folder if is_file_name(path) => self.problem(path, Problem::NotAFile("a folder")),
            Shape::Folder => self.folder(path, disk, links),
            Shape::File if is_folder_name(path) => self.problem(path, Problem::NotAFolder),
            Shape::File => self.file(path, disk),
            Shape::Link => self.link(path, disk, links),
            Shape::Special if classify(path).is_some() || is_asset(path) => {
                self.problem(path, Problem::NotAFile("a device or a pipe"));
            }
            Shape::Special => {}
        }
    }

    fn file(&mut self, path: &str, disk: &Path) {
        let item = match classify(path) {
            Some(class) => Item::Text(class),
            None if is_asset(path) => Item::Asset,
            None => return,
        };
        self.found.push(Found { path: path.to_owned(), disk: disk.to_owned(), item });
    }

    fn folder(&mut self, path: &str, disk: &Path, links: Links) {
        let mut entries = WalkDir::new(disk).min_depth(1).into_iter();
        // The folders that the walk is in, outermost first: an entry is named after the last.
        let mut folders = vec![path.to_owned()];
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let below = error.path().and_then(|path| path.strip_prefix(disk).ok()).map(Path::to_owned);
                    let at = join(path, &below.unwrap_or_default()).unwrap_or_else(|lossy| lossy);
                    self.problem(&at, Problem::Unreadable(plain_reason(&error)));
                    continue;
                }
            };
            folders.truncate(entry.depth());
            let around = folders.last().map_or(path, String::as_str);
            let is_folder = entry.file_type().is_dir();
            let goes_on = match join(around, Path::new(entry.file_name())) {
                Ok(at) if is_hidden(&at) => false,
                Ok(at) if is_folder && !is_file_name(&at) => {
                    folders.push(at);
                    true
                }
                Ok(at) => {
                    self.entry(&at, entry.path(), entry.file_type().into(), links);
                    false
                }
                Err(lossy) => {
                    self.problem(&lossy, Problem::NameNotUtf8);
                    false
                }
            };
            if is_folder && !goes_on {
                entries.skip_current_dir();
            }
        }
    }

    fn link(&mut self, path: &str, disk: &Path, links: Links) {
        let target = match disk.canonicalize() {
            Ok(target) => target,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return self.problem(path, Problem::Unreadable("it is a link whose target is gone".to_owned()));
            }
            Err(error) => return self.problem(path, Problem::Unreadable(error.to_string())),
        };
        if !target.starts_with(self.root) {
            return self.problem(path, Problem::SymlinkOutside);
        }
        let around = disk.parent().and_then(|parent| parent.canonicalize().ok());
        match target.metadata().map(|metadata| Shape::from(metadata.file_type())) {
            Ok(Shape::Folder) if around.is_some_and(|around| around.starts_with(&target)) => {
                self.problem(path, Problem::SymlinkLoop("leads to a folder around itself"));
            }
            Ok(Shape::Folder) if links == Links::FilesOnly => {
                self.problem(path, Problem::SymlinkLoop("lies in a folder that is a link itself"));
            }
            Ok(shape) => self.entry(path, &target, shape, Links::FilesOnly),
            Err(error) => self.problem(path, Problem::Unreadable(error.to_string())),
        }
    }

    fn problem(&mut self, path: &str, problem: Problem) {
        self.found.push(Found { path: path.to_owned(), disk: PathBuf::new(), item: Item::Problem(problem) });
    }
}

/// `below` under `path`, with `/`; `Err` has the nearest text where a name isn't UTF-8.
fn join(path: &str, below: &Path) -> Result<String, String> {
    let mut joined = path.to_owned();
    let mut whole = true;
    for part in below.iter() {
        whole &= part.to_str().is_some();
        joined.push('/');
        joined.push_str(&nfc(&part.to_string_lossy()));
    }
    if whole { Ok(joined) } else { Err(joined) }
}

/// Dot files are the tools' own, but for the one folder that hosts are asked to serve.
fn is_hidden(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_theme =
        || path.starts_with("themes/") && path.matches('/').count() == 3 && path.ends_with("/static/.well-known");
    name.starts_with('.') && path != "static/.well-known" && !in_theme()
}

/// Paths that must be a file: `hub.toml`, and `content/x.md`. Templates and assets may have any name.
fn is_file_name(path: &str) -> bool {
    let is_named = path.ends_with(".toml") || (path.starts_with("content/") && path.ends_with(".md"));
    is_named && classify(path).is_some_and(|class| class != SourceClass::Template)
}

/// Paths that must be a folder: `content`, `themes/mine/static`.
fn is_folder_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_top = !path.contains('/') || (path.starts_with("themes/") && path.matches('/').count() == 2);
    is_top && matches!(name, "calendar" | "content" | "i18n" | "static" | "templates")
}

/// walkdir's own words name the path on this machine; the author's words come with the diagnostic.
fn plain_reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| "the folder leads back to itself".to_owned(), ToString::to_string)
}
