//! The folder beside the output, `.NAME.hub`: manifest, journal, lock, stage.
//!
//! The journal is there exactly while a change is under way; that it is there *is* the decision to finish the change.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Ownership;
use super::journal::Journal;
use super::manifest::Manifest;
use crate::error::Error;

/// The state folder of one output folder.
pub(super) struct State {
    folder: PathBuf,
    stage: PathBuf,
}

impl State {
    /// The state folder beside `out`; it need not exist.
    pub(super) fn beside(out: &Path) -> Result<State, Error> {
        let name = out.file_name().unwrap_or_default();
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".hub");
        let folder = out.with_file_name(hidden);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if !metadata.is_dir() => Err(Error::refused(
                format!("`{}` is not a folder, and hub keeps its notes there", folder.display()),
                "remove or rename it, or build into another folder with `--out`",
            )),
            _ => Ok(State { stage: folder.join("stage"), folder }),
        }
    }

    pub(super) fn make(&self) -> Result<(), Error> {
        let unmade = |error| Error::io("could not make", &self.folder, error);
        fs::create_dir_all(&self.folder).map_err(unmade)?;
        let ignore = self.folder.join(".gitignore");
        // It describes one machine's disk: nobody wants it in a repository.
        // A shorter one was left by a run that was killed here.
        let is_there = fs::metadata(&ignore).is_ok_and(|metadata| metadata.len() > 1);
        if is_there { Ok(()) } else { fs::write(ignore, "*\n").map_err(unmade) }
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    pub(super) fn staged(&self, number: u64) -> PathBuf {
        self.stage.join(number.to_string())
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    fn note(&self) -> PathBuf {
        self.folder.join("note")
    }

    fn next_note(&self) -> PathBuf {
        self.folder.join("note.new")
    }

    fn next_manifest(&self) -> PathBuf {
        self.folder.join("manifest.next")
    }

    fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    fn next_journal(&self) -> PathBuf {
        self.folder.join("journal.new")
    }

    pub(super) fn remove_stage(&self) -> Result<(), Error> {
        match fs::remove_dir_all(&self.stage) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("could not remove", &self.stage, error)),
            _ => Ok(()),
        }
    }

    /// An empty stage, and nothing of a run that was killed before its journal was in place.
    pub(super) fn empty_stage(&self) -> Result<(), Error> {
        self.remove_stage()?;
        for left in [self.next_manifest(), self.next_journal(), self.next_note()] {
            match fs::remove_file(&left) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Error::io("could not remove", &left, error));
                }
                _ => {}
            }
        }
        fs::create_dir(&self.stage).map_err(|error| Error::io("could not make", &self.stage, error))
    }

    /// Whether hub has a record of the output folder, so that it is hub's own.
    pub(super) fn knows_the_output(&self) -> bool {
        self.manifest().is_file() || self.is_under_way()
    }

    /// Whether a change was begun and must be finished.
    pub(super) fn is_under_way(&self) -> bool {
        self.journal().is_file()
    }

    /// What hub wrote last time. One that can't be read is an error, unless all is taken over anyway.
    pub(super) fn read_manifest(&self, ownership: Ownership) -> Result<Manifest, Error> {
        match self.read(&self.manifest())?.map(|text| Manifest::parse(&text)) {
            Some(Some(manifest)) => Ok(manifest),
            None => Ok(Manifest::default()),
            Some(None) if ownership == Ownership::TakeOver => Ok(Manifest::default()),
            Some(None) => Err(Error::refused(
                format!("`{}` is damaged or from another version of hub", self.manifest().display()),
                "build once with `--force`; files of pages that are gone then stay in the output folder, so remove \
                 it first if you can",
            )),
        }
    }

    pub(super) fn read_next_manifest(&self) -> Result<Option<Manifest>, Error> {
        Ok(self.read(&self.next_manifest())?.and_then(|text| Manifest::parse(&text)))
    }

    pub(super) fn write_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        let text = manifest.to_text();
        if self.read(&self.manifest())?.as_deref() == Some(&text) {
            return Ok(());
        }
        self.write_next_manifest(manifest)?;
        self.rename(&self.next_manifest(), &self.manifest())
    }

    pub(super) fn write_next_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        write_flushed(&self.next_manifest(), &manifest.to_text())
    }

    /// What the last build wrote down of itself; nothing where it was killed, or wrote nothing down.
    pub(super) fn read_note(&self) -> Option<Vec<u8>> {
        fs::read(self.note()).ok()
    }

    /// Before the output folder is changed: a note is never of another state than the folder.
    pub(super) fn remove_note(&self) -> Result<(), Error> {
        match fs::remove_file(self.note()) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::io("could not remove", &self.note(), error))
            }
            _ => Ok(()),
        }
    }

    /// After all is in place. Nothing depends on it: where it can't be written, there is none.
    pub(super) fn write_note(&self, note: &[u8]) {
        let fresh = self.next_note();
        drop(fs::write(&fresh, note).and_then(|()| fs::rename(&fresh, self.note())));
    }

    /// The journal of a change that was under way when its build was killed.
    pub(super) fn read_journal(&self) -> Result<Option<Journal>, Error> {
        let Some(text) = self.read(&self.journal())? else { return Ok(None) };
        Journal::parse(&text).map(Some).ok_or_else(|| {
            Error::refused(
                format!("`{}` is damaged or from another version of hub", self.journal().display()),
                format!("remove `{}` and build with `--force`", self.folder.display()),
            )
        })
    }

    /// From here on the change will be made, by this run or by the next.
    pub(super) fn write_journal(&self, journal: &Journal) -> Result<(), Error> {
        let fresh = self.next_journal();
        write_flushed(&fresh, &journal.to_text())?;
        self.rename(&fresh, &self.journal())
    }

    /// After the last step: the new manifest counts, and nothing is under way.
    pub(super) fn finish(&self) -> Result<(), Error> {
        // A run that was killed between these two lines finds a journal and no next manifest: all was done.
        if self.next_manifest().exists() {
            self.rename(&self.next_manifest(), &self.manifest())?;
        }
        fs::remove_file(self.journal()).map_err(|error| Error::io("could not remove", &self.journal(), error))?;
        self.remove_stage()
    }

    fn read(&self, path: &Path) -> Result<Option<String>, Error> {
        match fs::read(path) {
            // A byte that is no text makes the file unreadable for its parser, which is the right answer.
            Ok(bytes) => {
                let lossy = |error: std::string::FromUtf8Error| String::from_utf8_lossy(error.as_bytes()).into_owned();
                Ok(Some(String::from_utf8(bytes).unwrap_or_else(lossy)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("could not read", path, error)),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Error> {
        fs::rename(from, to).map_err(|error| Error::io("could not write", to, error))?;
        self.flush_names()
    }

    /// A rename survives a loss of power once its folder is flushed; Windows does that by itself.
    fn flush_names(&self) -> Result<(), Error> {
        if cfg!(unix) {
            let flushed = File::open(&self.folder).and_then(|folder| folder.sync_all());
            return flushed.map_err(|error| Error::io("could not write", &self.folder, error));
        }
        Ok(())
    }
}

fn write_flushed(path: &Path, text: &str) -> Result<(), Error> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| Error::io("could not write", path, error))
}
