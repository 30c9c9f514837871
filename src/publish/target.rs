//! Which folders hub may write: never the site, what lies around it, or what is somebody else's.
//!
//! A wrong `--out` has emptied whole projects elsewhere, so that the dangerous places are refused even with `--force`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::state::State;
use super::{Ownership, tree};
use crate::error::Error;

/// Folders of a site that hold what its author wrote.
const SOURCES: [&str; 8] = [".git", ".hub", "calendar", "content", "i18n", "static", "templates", "themes"];

/// The output folder as an absolute path without links, if it is a place that may be written at all.
pub(super) fn checked(out: &Path, site: &Path) -> Result<PathBuf, Error> {
    let out = without_links(out)?;
    let site = site.canonicalize().map_err(|error| Error::io("could not open", site, error))?;
    if site.starts_with(&out) {
        return Err(refused(&out, "holds the site itself"));
    }
    if out.parent().is_none() {
        return Err(refused(&out, "is the root of a disk"));
    }
    if std::env::home_dir().and_then(|home| home.canonicalize().ok()).is_some_and(|home| home.starts_with(&out)) {
        return Err(refused(&out, "is or holds the home folder"));
    }
    if let Some(source) = source_folder(&out, &site) {
        return Err(refused(&out, &format!("lies in the site's `{source}`")));
    }
    if tree::is_mount_point(&out) {
        let why = "is a mount point: files can't be moved there in one step";
        return Err(refused(&out, why));
    }
    Ok(out)
}

/// Refuses a folder that has files but no manifest, unless it is to be taken over.
pub(super) fn check_owner(out: &Path, state: &State, ownership: Ownership) -> Result<(), Error> {
    if state.knows_the_output() {
        return Ok(());
    }
    if out.join("hub.toml").exists() {
        return Err(refused(out, "is a site of its own (it has a `hub.toml`)"));
    }
    if ownership == Ownership::TakeOver || !has_files(out)? {
        return Ok(());
    }
    Err(Error::refused(
        format!("`{}` has files, and hub didn't write them", out.display()),
        "name an empty folder with `--out`, or use `--force`: then hub writes there, and leaves alone every file that \
         no page needs the place of",
    ))
}

/// Dot files alone (`.git`, `.gitkeep`, `.DS_Store`) are no content: a checkout to deploy from begins like this.
fn has_files(out: &Path) -> Result<bool, Error> {
    match fs::read_dir(out) {
        Ok(mut entries) => {
            Ok(entries.any(|entry| entry.map_or(true, |entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io("could not read", out, error)),
    }
}

fn without_links(out: &Path) -> Result<PathBuf, Error> {
    let unresolved = |error| Error::io("could not open", out, error);
    let absolute = std::path::absolute(out).map_err(unresolved)?;
    match fs::symlink_metadata(&absolute) {
        Ok(metadata) if metadata.is_symlink() => return Err(refused(out, "is a link")),
        Ok(metadata) if !metadata.is_dir() => return Err(refused(out, "is a file")),
        Ok(_) => return absolute.canonicalize().map_err(unresolved),
        Err(_) => {}
    }
    // The part that exists is resolved, the rest is to be made.
    let exists = absolute.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let rest = absolute.strip_prefix(exists).unwrap_or(Path::new(""));
    if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Err(refused(out, "goes through folders that don't exist"));
    }
    if !exists.is_dir() {
        return Err(refused(out, "lies in a file"));
    }
    Ok(exists.canonicalize().map_err(unresolved)?.join(rest))
}

/// The source folder of the site that `out` is or lies in; upper case is compared too, for file systems that don't care.
fn source_folder(out: &Path, site: &Path) -> Option<&'static str> {
    let first = out.strip_prefix(site).ok()?.components().next()?;
    let name = first.as_os_str().to_string_lossy().to_lowercase();
    SOURCES.into_iter().find(|source| *source == name)
}

fn refused(out: &Path, why: &str) -> Error {
    Error::refused(
        format!("`{}` can't be the output folder: it {why}", out.display()),
        "name a folder of its own with `--out`, such as `--out public`",
    )
}
