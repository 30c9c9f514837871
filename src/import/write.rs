//! What an import puts into the hub. What is there and says the same stays; what is there and says something else is the
//! creator's, and stays too. Nothing is written through a link.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::tree::Tree;
use crate::error::Error;
use crate::publish::Fresh;

/// A file to write.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its path in the hub.
    pub(super) path: String,
    /// What it holds.
    pub(super) holds: Holds,
    /// Whether it may take the place of another.
    pub(super) whose: Whose,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub(super) enum Holds {
    /// A text.
    Text(String),
    /// A file of the source.
    Source(String),
}

/// Who may change a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The creator, once it is there.
    Theirs,
    /// hub: it says what the last import did.
    Ours,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is new.
    Written,
    /// It was there, to the byte.
    Unchanged,
    /// It was there and says something else.
    Kept,
    /// It can't be had from the source.
    Unread(String),
}

/// The largest file that comes along.
const ASSET: u64 = 256 << 20;

/// Writes files; what became of each.
///
/// # Errors
/// A link or a folder is in the way, or the system says no.
pub(super) fn put(root: &Path, files: &[File], tree: &Tree) -> Result<Vec<Outcome>, Error> {
    // All ways are looked at before the first file is written.
    let places = files.iter().map(|file| clear(root, &file.path)).collect::<Result<Vec<PathBuf>, Error>>()?;
    places.iter().zip(files).map(|(place, file)| put_one(place, file, tree)).collect()
}

fn put_one(place: &Path, file: &File, tree: &Tree) -> Result<Outcome, Error> {
    let bytes = match &file.holds {
        Holds::Text(text) => text.clone().into_bytes(),
        Holds::Source(name) => match tree.bytes(name, ASSET) {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Outcome::Unread(why)),
        },
    };
    match fs::read(place) {
        Ok(there) if there == bytes => return Ok(Outcome::Unchanged),
        Ok(_) if file.whose == Whose::Theirs => return Ok(Outcome::Kept),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::io("could not read", place, error)),
        _ => {}
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("could not make", folder, error))?;
    }
    Fresh::write(place, &[bytes.as_slice()])?.put()?;
    Ok(Outcome::Written)
}

/// The place of a path, with real folders on the way.
fn clear(root: &Path, path: &str) -> Result<PathBuf, Error> {
    let mut place = root.to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate() {
        place.push(part);
        let is_last = at + 1 == parts.len();
        let what = match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => break,
            Err(error) => return Err(Error::io("could not read", &place, error)),
            Ok(metadata) if metadata.is_symlink() => "a link",
            Ok(metadata) if metadata.is_dir() && is_last => "a folder",
            Ok(metadata) if metadata.is_file() && !is_last => "a file",
            Ok(_) => continue,
        };
        return Err(Error::refused(
            format!("`{}` is {what}, and a file of the import belongs there", place.display()),
            "move it away; hub writes real files of the hub only",
        ));
    }
    Ok(root.join(path))
}
