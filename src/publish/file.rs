//! One file, whole or not at all: written beside its place, then moved there.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::Error;

static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// A file that stands beside its place, whole and flushed; gone again unless it is moved there.
#[derive(Debug)]
pub struct Fresh {
    beside: PathBuf,
    place: PathBuf,
}

impl Fresh {
    /// Writes what belongs to `place`, with the permissions of the file that is there.
    ///
    /// # Errors
    /// The system says no.
    pub fn write(place: &Path, parts: &[&[u8]]) -> Result<Self, Error> {
        // Not named after the place: a name that fits a disk need not fit it with something added.
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        Self::write_by_way_of(place.with_file_name(format!(".{}-{number}.hub", std::process::id())), place, parts)
    }

    /// The same, under a name of the caller's choice until it is moved: what a killed run left there is replaced.
    pub(super) fn write_by_way_of(beside: PathBuf, place: &Path, parts: &[&[u8]]) -> Result<Self, Error> {
        let fresh = Fresh { beside, place: place.to_owned() };
        fresh.fill(parts).map_err(|error| Error::io("could not write", place, error))?;
        Ok(fresh)
    }

    fn fill(&self, parts: &[&[u8]]) -> std::io::Result<()> {
        match fs::remove_file(&self.beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // A link that somebody laid there in this moment is not written through.
        let mut file = OpenOptions::new().write(true).create_new(true).open(&self.beside)?;
        parts.iter().try_for_each(|part| file.write_all(part))?;
        if let Ok(metadata) = fs::metadata(&self.place) {
            fs::set_permissions(&self.beside, metadata.permissions())?;
        }
        file.sync_all()
    }

    /// Moves it to its place.
    ///
    /// # Errors
    /// The system says no; then the place is as it was.
    pub fn put(self) -> Result<(), Error> {
        let moved = fs::rename(&self.beside, &self.place).and_then(|()| flush_folder(&self.place));
        moved.map_err(|error| Error::io("could not write", &self.place, error))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.beside));
    }
}

/// A rename survives a loss of power once its folder is flushed; Windows does that by itself.
fn flush_folder(place: &Path) -> std::io::Result<()> {
    match place.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_put_leaves_no_trace() {
        let folder = std::env::temp_dir().join(format!("hub-file-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let place = folder.join("a.txt");
        let names = || fs::read_dir(&folder).unwrap().count();
        drop(Fresh::write(&place, &[b"a"]).unwrap());
        assert_eq!(names(), 0);
        Fresh::write(&place, &[b"a", b"b"]).unwrap().put().unwrap();
        assert_eq!((fs::read(&place).unwrap().as_slice(), names()), (b"ab".as_slice(), 1));
        Fresh::write(&folder.join("n".repeat(255)), &[b"a"]).unwrap().put().unwrap();
        fs::remove_dir_all(&folder).unwrap();
    }
}
