//! From a folder on disk to [`Sources`]: walks, classifies by path, reads text, measures images.
//!
//! One of the two ends where the disk is touched. Knows nothing of TOML or Markdown, and never meets a template engine
//! or a date. What an author can mend is a diagnostic; a file that had to be refused stays among the sources with the
//! class [`SourceClass::Refused`], so that its diagnostic has a place, and nobody else complains about it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::output::{PathProblem, check_segment};
use crate::source::{Asset, AssetBytes, FileId, Source, SourceClass, Sources, Span};

mod image_size;
mod metadata;
mod problem;
mod read;
mod seen;
mod walk;

pub use image_size::image_size;
pub use metadata::without_metadata;
pub use seen::{Seen, changed, entry};

use problem::Problem;
use seen::Stamp;
use walk::{Found, Item};

/// What lies at the top of a site. Everything else there (a README, the output folder) is none of hub's business.
const SITE: [&str; 9] = [
    "calendar",
    "calendar.toml",
    "content",
    "hub.toml",
    "i18n",
    "links.toml",
    "newsletter.lock.toml",
    "static",
    "templates",
];
const THEME: [&str; 4] = ["i18n", "static", "templates", "theme.toml"];

/// Whether a theme was found in the site's `themes` folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeFolder {
    /// `themes/NAME/` was read.
    Found,
    /// There is no such folder: the theme is a built-in one, or its name is wrong.
    Absent,
}

/// Reads the site in `root`: appends to `sources` in path order, and to `problems` what its author can mend.
///
/// # Errors
/// `root` is no folder, or has no `hub.toml`.
pub fn discover_site(root: &Path, sources: &mut Sources, problems: &mut Vec<Diagnostic>) -> Result<(), Error> {
    check_is_site(root)?;
    read_all((root, None), SITE.map(str::to_owned), sources, problems).map(drop)
}

/// Reads the site in `root` as [`discover_site`] does, but opens no text that is as it was when `seen` was read; answers what
/// the next reading needn't open.
///
/// # Errors
/// `root` is no folder, or has no `hub.toml`.
pub fn discover_again(
    root: &Path,
    seen: &Seen,
    sources: &mut Sources,
    problems: &mut Vec<Diagnostic>,
) -> Result<Seen, Error> {
    check_is_site(root)?;
    read_all((root, Some(seen)), SITE.map(str::to_owned), sources, problems)
}

fn check_is_site(root: &Path) -> Result<(), Error> {
    if !root.is_dir() {
        let help =
            "name the folder that has your `hub.toml`, as in `hub build my-site` or `hub calendar --site my-site`";
        return Err(Error::refused(format!("there is no folder `{}`", root.display()), help));
    }
    if !root.join("hub.toml").exists() {
        return Err(no_settings(root));
    }
    Ok(())
}

/// Reads one text of the site in `root` again, by itself. Nothing where it can't be told without a look at what is around it:
/// the file is gone, has become a link, or can't be read as the text it was.
pub fn discover_text(root: &Path, known: &Source) -> Option<Source> {
    let disk = root.join(&known.path);
    let is_file = disk.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let (source, problem) = is_file.then(|| read::text(known.path.clone(), known.class, &disk, &mut Vec::new()))?;
    problem.is_none().then_some(source)
}

/// Reads `themes/NAME/` of the site in `root`, if it is there.
///
/// # Errors
/// `root` can't be resolved.
pub fn discover_theme(
    root: &Path,
    name: &str,
    sources: &mut Sources,
    problems: &mut Vec<Diagnostic>,
) -> Result<ThemeFolder, Error> {
    // The name comes from the settings: it must not lead out of `themes/`.
    let folder = root.join("themes").join(name);
    if name.contains('/') || check_segment(name).is_err() || !folder.is_dir() {
        return Ok(ThemeFolder::Absent);
    }
    if real(&folder)?.starts_with(real(root)?) {
        let tops = THEME.map(|top| format!("themes/{name}/{top}"));
        read_all((root, None), tops, sources, problems)?;
    } else {
        register(refused(format!("themes/{name}"), Problem::SymlinkOutside), sources, problems);
    }
    Ok(ThemeFolder::Found)
}

fn real(folder: &Path) -> Result<PathBuf, Error> {
    folder.canonicalize().map_err(|error| Error::io("could not open", folder, error))
}

/// Reads what is below `tops`; without texts to compare with, nothing is kept for the next reading.
fn read_all<const N: usize>(
    (root, seen): (&Path, Option<&Seen>),
    tops: [String; N],
    sources: &mut Sources,
    problems: &mut Vec<Diagnostic>,
) -> Result<Seen, Error> {
    let found = walk::walk(&real(root)?, &tops);
    let one = |buffer: &mut Vec<u8>, found| read_one(found, seen, buffer);
    let read: Vec<(Gathered, Option<Settled>)> = found.into_par_iter().map_init(Vec::new, one).collect();
    let mut next = Seen::default();
    for (one, settled) in read {
        if let (Gathered::Text(source, None), Some((disk, stamp))) = (&one, settled) {
            next.add(disk, stamp, Arc::clone(&source.text));
        }
        register(one, sources, problems);
    }
    Ok(next)
}

/// A text file that was left alone for a while.
type Settled = (PathBuf, Stamp);

/// What became of one file, before it has an id.
enum Gathered {
    Text(Source, Option<Problem>),
    Asset(Asset),
}

fn refused(path: String, problem: Problem) -> Gathered {
    Gathered::Text(Source { path, class: SourceClass::Refused, text: "".into() }, Some(problem))
}

fn read_one(found: Found, seen: Option<&Seen>, buffer: &mut Vec<u8>) -> (Gathered, Option<Settled>) {
    let Found { path, disk, item } = found;
    match item {
        Item::Problem(problem) => (refused(path, problem), None),
        Item::Text(class) => read_text((path, class, disk), seen, buffer),
        Item::Asset => match bad_path(&path).map_or_else(|| asset(&path, &disk), Err) {
            Ok(asset) => (Gathered::Asset(asset), None),
            Err(problem) => (refused(path, problem), None),
        },
    }
}

fn read_text(
    (path, class, disk): (String, SourceClass, PathBuf),
    seen: Option<&Seen>,
    buffer: &mut Vec<u8>,
) -> (Gathered, Option<Settled>) {
    if class == SourceClass::Content
        && let Some(problem) = bad_path(&path)
    {
        return (refused(path, problem), None);
    }
    // Asked before the file is opened: what is written meanwhile is then read again.
    let stamp = seen.and_then(|_| Stamp::of(&disk));
    if let Some(text) = stamp.as_ref().and_then(|stamp| seen?.text(&disk, stamp)) {
        return (Gathered::Text(Source { path, class, text }, None), stamp.map(|stamp| (disk, stamp)));
    }
    let (source, problem) = read::text(path, class, &disk, buffer);
    (Gathered::Text(source, problem), stamp.map(|stamp| (disk, stamp)))
}

/// A piece that its author will miss: Markdown by another ending.
fn looks_like_markdown(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    path.starts_with("content/") && ["md", "markdown", "mdown", "mkd", "mdx"].contains(&ending.as_str())
}

fn register(one: Gathered, sources: &mut Sources, problems: &mut Vec<Diagnostic>) {
    match one {
        Gathered::Asset(asset) if looks_like_markdown(&asset.path) => {
            let id = FileId(u32::try_from(sources.files.len()).unwrap_or(u32::MAX));
            problems.push(
                Diagnostic::warning("unread-file", format!("`{}` is not read: pieces end in `.md`", asset.path))
                    .at(Span::file(id), "")
                    .help("rename it to end in `.md`, in small letters"),
            );
            sources.files.push(Source { path: asset.path, class: SourceClass::Refused, text: "".into() });
        }
        Gathered::Asset(asset) => sources.assets.push(asset),
        Gathered::Text(source, problem) => {
            let id = FileId(u32::try_from(sources.files.len()).unwrap_or(u32::MAX));
            problems.extend(problem.map(|problem| problem.diagnostic(&source.path, Span::file(id))));
            sources.files.push(source);
        }
    }
}

fn bad_path(path: &str) -> Option<Problem> {
    let broken = |segment| check_segment(segment).err().map(|why: PathProblem| (segment, why));
    let (segment, why) = path.split('/').find_map(broken)?;
    Some(Problem::BadPath { segment: segment.to_owned(), why })
}

/// Bytes of a header that are looked at; photos with a large preview inside need the second try.
const HEADER_BYTES: [u64; 2] = [64 << 10, 512 << 10];
const IMAGES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

fn asset(path: &str, disk: &Path) -> Result<Asset, Problem> {
    let unreadable = |error: std::io::Error| Problem::Unreadable(error.to_string());
    // Opened even where nothing is read from it: better a diagnostic now than half a build later.
    let mut file = File::open(disk).map_err(unreadable)?;
    let len = file.metadata().map_err(unreadable)?.len();
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_image = extension.is_some_and(|extension| IMAGES.contains(&extension.as_str()));
    let size = if is_image { size_of(&mut file).map_err(unreadable)? } else { None };
    Ok(Asset { path: path.to_owned(), bytes: AssetBytes::Disk(disk.to_owned()), len, size })
}

fn size_of(file: &mut File) -> std::io::Result<Option<(u32, u32)>> {
    let mut header = Vec::new();
    for limit in HEADER_BYTES {
        file.by_ref().take(limit - header.len() as u64).read_to_end(&mut header)?;
        let size = image_size(&header);
        if size.is_some() || (header.len() as u64) < limit {
            return Ok(size);
        }
    }
    Ok(None)
}

fn no_settings(root: &Path) -> Error {
    let message = format!("there is no `hub.toml` in `{}`", root.display());
    let help = match site_nearby(root) {
        Some(site) => {
            format!(
                "is this the right folder? There is a site in `{site}`: `hub build {site}`, `hub calendar --site {site}`"
            )
        }
        None => {
            "go into the folder with your `hub.toml`, or name it: `hub build DIR`, `hub calendar --site DIR`; `hub init DIR` makes a new one"
                .into()
        }
    };
    Error::refused(message, help)
}

/// The first folder inside `root`, or the one around it, that is a site.
fn site_nearby(root: &Path) -> Option<String> {
    let mut inside: Vec<_> = std::fs::read_dir(root)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("hub.toml").is_file())
        .collect();
    inside.sort();
    let around =
        || root.canonicalize().ok()?.ancestors().find(|folder| folder.join("hub.toml").is_file()).map(Path::to_owned);
    inside.into_iter().next().or_else(around).map(|path| path.display().to_string())
}

#[cfg(test)]
mod tests;
