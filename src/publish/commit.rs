//! Does the steps of a journal. The only file that changes the output folder.
//!
//! Every step may have been done already by a run that was killed, and is done again without harm. No step goes through
//! a link: between two runs anybody may have put one there.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::journal::{Journal, Step};
use super::manifest::Entry;
use super::state::State;
use super::tree::{Spot, ancestors, disk_of, spot, spot_on};
use super::{below, hash_file};
use crate::error::Error;

/// How many steps are done before the run ends as if it were killed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Steps {
    All,
    #[cfg(test)]
    First(usize),
}

impl Steps {
    fn count(self) -> usize {
        match self {
            Steps::All => usize::MAX,
            #[cfg(test)]
            Steps::First(count) => count,
        }
    }
}

/// Does all steps of `journal` in the output folder `out`.
pub(super) fn apply(journal: &Journal, out: &Path, state: &State, steps: Steps) -> Result<(), Error> {
    make_folder(out)?;
    let done = journal.steps.get(..steps.count()).unwrap_or(&journal.steps);
    let mut hands = Hands { out, state, disk: disk_of(out), real: HashSet::new() };
    for steps in done.chunk_by(|one, other| folder_of(one).is_some() && folder_of(other).is_some()) {
        match steps {
            [step] => hands.act(step)?,
            several => hands.make_folders(several.iter().filter_map(folder_of))?,
        }
    }
    if done.len() < journal.steps.len() {
        return Err(Error::refused("the build was ended in the middle", "build again: it goes on where it stopped"));
    }
    Ok(())
}

fn folder_of(step: &Step) -> Option<&str> {
    if let Step::Folder { path } = step { Some(path) } else { None }
}

/// The journal without the outputs whose staged bytes a loss of power has taken; the next build makes them again.
pub(super) fn without_lost(mut journal: Journal, state: &State) -> Result<Journal, Error> {
    // Without the next manifest the change was complete but for the removal of the journal.
    let Some(mut manifest) = state.read_next_manifest()? else { return Ok(journal) };
    let is_whole = |staged: u64, path: &str| {
        let place = state.staged(staged);
        let wanted = manifest.files.get(path).map(|entry| entry.hash);
        !place.exists() || hash_file(&place).ok() == wanted
    };
    let lost: BTreeSet<(u64, String)> = journal
        .steps
        .iter()
        .filter_map(|step| if let Step::Put { staged, path } = step { Some((*staged, path.clone())) } else { None })
        .filter(|(staged, path)| !is_whole(*staged, path))
        .collect();
    if lost.is_empty() {
        return Ok(journal);
    }
    for (_, path) in &lost {
        manifest.files.insert(path.clone(), Entry::UNKNOWN);
    }
    state.write_next_manifest(&manifest)?;
    journal
        .steps
        .retain(|step| !matches!(step, Step::Put { staged, .. } if lost.iter().any(|(number, _)| number == staged)));
    Ok(journal)
}

struct Hands<'a> {
    out: &'a Path,
    state: &'a State,
    disk: Option<u64>,
    /// Folders that were seen to be real ones, or made.
    real: HashSet<String>,
}

impl Hands<'_> {
    fn act(&mut self, step: &Step) -> Result<(), Error> {
        match step {
            Step::Clear { before, path } if self.is_staged(*before) => self.remove_file(path),
            Step::ClearFolder { before, path } if self.is_staged(*before) => self.remove_folder(path),
            Step::Clear { .. } | Step::ClearFolder { .. } => Ok(()),
            Step::Folder { path } => self.make_folder(path),
            Step::Put { staged, path } => self.put(*staged, path),
            Step::Remove { path } => self.remove_file(path),
            Step::RemoveFolder { path } => self.remove_folder(path),
        }
    }

    fn is_staged(&self, number: u64) -> bool {
        self.state.staged(number).exists()
    }

    fn make_folder(&mut self, path: &str) -> Result<(), Error> {
        if !self.is_reached(path) {
            return Err(self.blocked(path));
        }
        if make_folder(&below(self.out, path))? == Made::New {
            self.real.insert(path.to_owned());
        }
        Ok(())
    }

    /// Folders that stand one after the other in a journal, on all cores: a page mostly has one of its own, and only those
    /// above others must come first.
    fn make_folders<'p>(&mut self, paths: impl Iterator<Item = &'p str>) -> Result<(), Error> {
        let mut by_depth: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for path in paths {
            by_depth.entry(ancestors(path).count()).or_default().push(path);
        }
        for paths in by_depth.into_values() {
            if let Some(path) = paths.iter().find(|path| !self.is_reached(path)) {
                return Err(self.blocked(path));
            }
            let make = |path: &&str| make_folder(&below(self.out, path));
            let made: Vec<Result<Made, Error>> = paths.par_iter().map(make).collect();
            for (path, made) in paths.into_iter().zip(made) {
                if made? == Made::New {
                    self.real.insert(path.to_owned());
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, staged: u64, path: &str) -> Result<(), Error> {
        let (from, to) = (self.state.staged(staged), below(self.out, path));
        if !self.is_reached(path) {
            return if from.exists() { Err(self.blocked(path)) } else { Ok(()) };
        }
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
            other => other.map_err(|error| Error::io("could not write", &to, error)),
        }
    }

    /// A folder under that name is no file of hub's: it came later.
    fn remove_file(&mut self, path: &str) -> Result<(), Error> {
        let place = below(self.out, path);
        if !self.is_reached(path) || fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(());
        }
        match fs::remove_file(&place) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io("could not remove", &place, error)),
            _ => Ok(()),
        }
    }

    /// A folder that isn't empty has something of somebody else's, and stays.
    fn remove_folder(&mut self, path: &str) -> Result<(), Error> {
        let place = below(self.out, path);
        if !self.is_reached(path) || spot(&place) != Spot::Folder {
            return Ok(());
        }
        self.real.clear();
        match fs::remove_dir(&place) {
            Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => {
                Err(Error::io("could not remove", &place, error))
            }
            _ => Ok(()),
        }
    }

    /// Whether all folders above `path` are real ones.
    fn is_reached(&mut self, path: &str) -> bool {
        for folder in ancestors(path) {
            if !self.real.contains(folder) {
                if spot_on(self.disk, &below(self.out, folder)) != Spot::Folder {
                    return false;
                }
                self.real.insert(folder.to_owned());
            }
        }
        true
    }

    fn blocked(&self, path: &str) -> Error {
        Error::refused(
            format!("`{}` can't be written: a folder above it is a link or a file", below(self.out, path).display()),
            "move it away and build again: the build goes on where this one stopped",
        )
    }
}

/// Whether a folder was there: one that hub has just made is a real one, whatever there was before.
#[derive(PartialEq, Eq)]
enum Made {
    New,
    Before,
}

fn make_folder(place: &Path) -> Result<Made, Error> {
    match fs::create_dir(place) {
        Ok(()) => Ok(Made::New),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && spot(place) == Spot::Folder => Ok(Made::Before),
        Err(error) => Err(Error::io("could not make", place, error)),
    }
}
