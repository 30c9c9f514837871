//! `.hub/`: what hub keeps beside a site for programs and for its own speed. All of it may be deleted at any time.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{Fresh, lock};
use crate::error::Error;

const FOLDER: &str = ".hub";

/// Puts `bytes` in place as `.hub/NAME` of the folder `site`, in one step. A file that holds them already is not touched.
///
/// `name` may name folders too, `mail/weekly/index.html`; they are made.
///
/// # Errors
/// `.hub` or a folder in it leads elsewhere or is a file, or the system says no.
pub fn keep(site: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let mut folder = site.join(FOLDER);
    make(&folder)?;
    let mut parts: Vec<&str> = name.split('/').collect();
    let name = parts.pop().unwrap_or(name);
    for part in parts {
        folder.push(part);
        make_inner(&folder)?;
    }
    // One at a time, so that what a killed run left has a known name: it is replaced here, or goes.
    let _lock = lock::take(&site.join(FOLDER).join("lock"), &|| {})?;
    let (file, beside) = (folder.join(name), folder.join(format!(".{name}.new")));
    let is_file = fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file());
    if is_file && fs::read(&file).is_ok_and(|old| old == bytes) {
        return remove_left(&beside);
    }
    Fresh::write_by_way_of(beside, &file, &[bytes])?.put()
}

fn remove_left(beside: &Path) -> Result<(), Error> {
    match fs::remove_file(beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("could not remove", beside, error)),
        _ => Ok(()),
    }
}

/// The bytes of `.hub/NAME`; nothing where there is no such file of hub's own, or where it can't be read.
pub fn kept(site: &Path, name: &str) -> Option<Vec<u8>> {
    let is = |path: &Path, wanted: fn(&fs::Metadata) -> bool| fs::symlink_metadata(path).is_ok_and(|it| wanted(&it));
    let mut place = site.join(FOLDER);
    for part in name.split('/') {
        if !is(&place, fs::Metadata::is_dir) {
            return None;
        }
        place.push(part);
    }
    if is(&place, fs::Metadata::is_file) { fs::read(&place).ok() } else { None }
}

/// The folder; it stays out of git.
fn make(folder: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => return ignore(folder),
        Ok(metadata) if metadata.is_symlink() => return Err(refused("`.hub` is a link to somewhere else")),
        Ok(_) => return Err(refused("`.hub` is a file")),
        Err(_) => {}
    }
    match fs::create_dir(folder) {
        // Another build was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => make(folder),
        Err(error) => Err(Error::io("could not make", folder, error)),
        Ok(()) => ignore(folder),
    }
}

/// A shorter `.gitignore`, or none, was left by a run that was killed here.
fn ignore(folder: &Path) -> Result<(), Error> {
    let file = folder.join(".gitignore");
    if fs::metadata(&file).is_ok_and(|metadata| metadata.len() > 1) {
        return Ok(());
    }
    fs::write(&file, "*\n").map_err(|error| Error::io("could not write", &file, error))
}

/// A folder in it.
fn make_inner(folder: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(refused(&format!("`{}` is no folder", folder.display()))),
        Err(_) => match fs::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => make_inner(folder),
            made => made.map_err(|error| Error::io("could not make", folder, error)),
        },
    }
}

fn refused(message: &str) -> Error {
    Error::refused(message, "move it away: hub makes a folder of its own there")
}
