//! Puts new files into a site, all of them or none, and never over what its author wrote.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{CiFile, Outcome};
use crate::diagnostic::listed;
use crate::error::Error;
use crate::pipeline::Force;
use crate::publish::Fresh;

/// Puts files into the folder `root`, all of them or none.
///
/// # Errors
/// One of them is there and says something else (unless `force` is on), a link or a folder is in the way, or the system
/// says no.
pub fn put(root: &Path, files: &[CiFile], force: Force) -> Result<Vec<Outcome>, Error> {
    let outcomes = files.iter().map(|file| look(root, file)).collect::<Result<Vec<_>, Error>>()?;
    let differ: Vec<&str> = files
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| **outcome == Outcome::Replaced)
        .map(|(file, _)| file.path)
        .collect();
    if !differ.is_empty() && force == Force::Off {
        return Err(theirs(&differ));
    }
    let changed = files.iter().zip(&outcomes).filter(|(_, outcome)| **outcome != Outcome::Unchanged);
    // All are written beside their places first: if one can't be, none is put.
    let staged = changed.map(|(file, _)| stage(&root.join(file.path), file)).collect::<Result<Vec<Fresh>, Error>>()?;
    staged.into_iter().try_for_each(Fresh::put)?;
    Ok(outcomes)
}

fn theirs(paths: &[&str]) -> Error {
    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    let (is, say, them) = if paths.len() == 1 { ("is", "says", "it") } else { ("are", "say", "them") };
    Error::refused(
        format!("{} {is} there already and {say} something else; nothing was written", listed(&names)),
        format!("move {them} away, or replace {them} with `--force`; whatever you added there is gone then"),
    )
}

/// What writing a file would come to.
fn look(root: &Path, file: &CiFile) -> Result<Outcome, Error> {
    let blocked = |path: &Path, what: &str| {
        Error::refused(
            format!("`{}` is {what}", path.display()),
            "move it away; hub writes only real files of the site",
        )
    };
    let mut place = root.to_owned();
    for part in Path::new(file.path).parent().into_iter().flat_map(Path::components) {
        place.push(part);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_symlink() => return Err(blocked(&place, "a link")),
            Ok(_) => return Err(blocked(&place, "a file")),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Outcome::Written),
            Err(error) => return Err(Error::io("could not read", &place, error)),
        }
    }
    let place = root.join(file.path);
    match fs::symlink_metadata(&place) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Outcome::Written),
        Err(error) => Err(Error::io("could not read", &place, error)),
        Ok(metadata) if metadata.is_symlink() => Err(blocked(&place, "a link")),
        Ok(metadata) if metadata.is_dir() => Err(blocked(&place, "a folder")),
        Ok(_) => {
            let old = fs::read(&place).map_err(|error| Error::io("could not read", &place, error))?;
            Ok(if old == file.text.as_bytes() { Outcome::Unchanged } else { Outcome::Replaced })
        }
    }
}

fn stage(place: &Path, file: &CiFile) -> Result<Fresh, Error> {
    let folder = place.parent().unwrap_or(place);
    fs::create_dir_all(folder).map_err(|error| Error::io("could not make", folder, error))?;
    Fresh::write(place, &[file.text.as_bytes()])
}
