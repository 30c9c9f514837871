//! Puts new files into a site, all of them or none, and never over what its author wrote.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{NewFile, Outcome};
use crate::diagnostic::listed;
use crate::error::Error;
use crate::pipeline::Force;
use crate::publish::Fresh;

/// Puts files into the folder `root`, all of them or none.
///
/// # Errors
/// One of them is there and says something else (unless `force` is on), a link or a folder is in the way, or the system
/// says no.
pub fn put(root: &Path, files: &[NewFile], force: Force) -> Result<Vec<Outcome>, Error> {
    let outcomes = files.iter().map(|file| look(root, file)).collect::<Result<Vec<_>, Error>>()?;
    let differ: Vec<&str> = files
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| **outcome == Outcome::Replaced)
        .map(|(file, _)| file.path.as_str())
        .collect();
    if !differ.is_empty() && force == Force::Off {
        return Err(theirs(&differ));
    }
    let changed: Vec<(&NewFile, Outcome)> =
        files.iter().zip(outcomes.iter().copied()).filter(|(_, outcome)| *outcome != Outcome::Unchanged).collect();
    let mut made = Vec::new();
    let put = put_all(root, &changed, &mut made);
    if put.is_err() {
        // A folder that holds something by now is somebody's.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    put.map(|()| outcomes)
}

/// All are written beside their places first: if one can't be, none is put.
fn put_all(root: &Path, files: &[(&NewFile, Outcome)], made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let stage = |(file, _): &(&NewFile, Outcome)| stage(&root.join(&file.path), file, made);
    let staged = files.iter().map(stage).collect::<Result<Vec<Fresh>, Error>>()?;
    let mut new: Vec<PathBuf> = Vec::new();
    for (fresh, (file, outcome)) in staged.into_iter().zip(files) {
        if let Err(error) = fresh.put() {
            new.iter().for_each(|place| drop(fs::remove_file(place)));
            return Err(error);
        }
        new.extend((*outcome == Outcome::Written).then(|| root.join(&file.path)));
    }
    Ok(())
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
fn look(root: &Path, file: &NewFile) -> Result<Outcome, Error> {
    let blocked = |path: &Path, what: &str| {
        Error::refused(
            format!("`{}` is {what}", path.display()),
            "move it away; hub writes only real files of the site",
        )
    };
    let mut place = root.to_owned();
    for part in Path::new(&file.path).parent().into_iter().flat_map(Path::components) {
        place.push(part);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_symlink() => return Err(blocked(&place, "a link")),
            Ok(_) => return Err(blocked(&place, "a file")),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Outcome::Written),
            Err(error) => return Err(Error::io("could not read", &place, error)),
        }
    }
    let place = root.join(&file.path);
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

fn stage(place: &Path, file: &NewFile, made: &mut Vec<PathBuf>) -> Result<Fresh, Error> {
    make_folder(place.parent().unwrap_or(place), made)?;
    Fresh::write(place, &[file.text.as_bytes()])
}

/// Makes a folder and those it lies in, and notes each that is new.
fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    for path in missing.into_iter().rev() {
        fs::create_dir(path).map_err(|error| Error::io("could not make", path, error))?;
        made.push(path.to_owned());
    }
    Ok(())
}
