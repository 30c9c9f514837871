//! From outputs to a folder: writes what changed, removes what is stale and hub's own, all or nothing.
//!
//! One of the two ends where the disk is touched; it does not know what an output is. The story of a run:
//!
//! 1. [`Staging::begin`] checks that the folder may be written, takes the lock, finishes what a killed run left, reads the
//!    manifest (what hub wrote last time).
//! 2. [`Staging::put`] takes outputs one at a time, from many threads. What equals the manifest and the disk is only
//!    noted; the rest is written beside the output folder, in `.NAME.hub/stage`.
//! 3. [`Staging::commit`] refuses what would harm foreign files, then writes the whole plan of the change to a journal,
//!    and only then touches the output folder: assets, pages, deletions. A run that is killed is finished by the next.
//!
//! Until the journal is in place, any end (an error, a full disk, a panic, a kill) leaves the output as it was.
//!
//! What is promised after a loss of power: the journal and the manifest are flushed to the disk, the outputs are not one
//! by one, since ten thousand flushes would cost minutes. A staged file that the disk doesn't have whole is found by its
//! hash and made again by the next build; one that was already in place is found if its length differs, and `--force`
//! reads all of them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::error::Error;
use crate::output::{Content, Output, OutputPath, Rank};

mod change;
mod commit;
mod file;
mod journal;
mod kept;
mod lock;
mod manifest;
mod state;
mod target;
mod tree;

use change::Change;
pub use file::Fresh;
pub use kept::{keep, kept};
use manifest::{Entry, Manifest};
use state::State;
use tree::Tree;

/// Whether hub may take over a folder that it didn't make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// Only an absent or an empty folder, or one that hub made.
    HubsOwn,
    /// `--force`: any folder that isn't dangerous; foreign files are replaced where an output has their path, and every
    /// file is read again instead of trusting its length and time.
    TakeOver,
}

/// Where to publish.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The output folder.
    pub out: &'a Path,
    /// The site folder, which the output must not harm.
    pub site: &'a Path,
    /// What may be taken over.
    pub ownership: Ownership,
    /// Called once if another build holds the folder and this one waits.
    pub waiting: &'a (dyn Fn() + Sync),
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Pages: files that end in `.html`.
    pub pages: Tally,
    /// All other files.
    pub others: Tally,
}

/// Files counted by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New, or with new bytes.
    pub written: usize,
    /// Left as they are, time of change included.
    pub unchanged: usize,
    /// Stale ones that are gone.
    pub removed: usize,
}

/// Outputs on their way: hashed, compared, and written beside the output folder.
///
/// Dropped without a commit, it leaves the output folder untouched and its own folder empty.
pub struct Staging {
    state: State,
    tree: Tree,
    old: Manifest,
    planned: Mutex<BTreeMap<String, Planned>>,
    next_number: AtomicU64,
    keep_stage: bool,
    // Last, so that the lock outlives the clearing up.
    _lock: lock::Lock,
}

/// An output that will be in the folder after the commit.
#[derive(Clone, Debug)]
struct Planned {
    rank: Rank,
    entry: Entry,
    /// Name of its bytes in the stage, or `None` where the folder has them already.
    staged: Option<u64>,
}

impl Staging {
    /// Makes ready to publish to `target`.
    ///
    /// # Errors
    /// The folder may not be written, another build holds it for more than a minute, or the system says no.
    pub fn begin(target: &Target<'_>) -> Result<Self, Error> {
        let out = target::checked(target.out, target.site)?;
        let state = State::beside(&out)?;
        // Asked before anything is made, and again under the lock: another build may have come first.
        target::check_owner(&out, &state, target.ownership)?;
        state.make()?;
        let lock = lock::take(&state.lock(), target.waiting)?;
        finish_interrupted(&out, &state)?;
        target::check_owner(&out, &state, target.ownership)?;
        state.empty_stage()?;
        let old = state.read_manifest(target.ownership)?;
        let trust = match target.ownership {
            Ownership::HubsOwn => tree::Trust::LengthAndTime,
            Ownership::TakeOver => tree::Trust::Bytes,
        };
        Ok(Staging {
            state,
            tree: Tree::new(out, trust),
            old,
            planned: Mutex::default(),
            next_number: AtomicU64::new(0),
            keep_stage: false,
            _lock: lock,
        })
    }

    /// Takes one output. The output folder is not touched. Callable from many threads.
    ///
    /// # Errors
    /// The disk is full, a file to copy can't be read, or two outputs have one path.
    pub fn put(&self, output: Output) -> Result<(), Error> {
        let Output { path, rank, content } = output;
        let planned = match self.unchanged(path.as_str(), &content)? {
            Some(entry) => Planned { rank, entry, staged: None },
            None => self.stage(rank, &content)?,
        };
        self.plan(&path, planned)
    }

    fn plan(&self, path: &OutputPath, planned: Planned) -> Result<(), Error> {
        let mut all = self.planned.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match all.insert(path.as_str().to_owned(), planned) {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                format!("two outputs have the path `{path}`"),
                "this is a mistake in hub, please report it; nothing was written",
            )),
        }
    }

    /// Where the bytes stand that the output at `path` will have, and how many they are; nothing where there is none.
    pub fn output(&self, path: &str) -> Option<(PathBuf, u64)> {
        let all = self.planned.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let planned = all.get(path)?;
        let place = match planned.staged {
            Some(number) => self.state.staged(number),
            None => self.tree.root().join(path),
        };
        Some((place, planned.entry.len))
    }

    /// Takes the output of the last build at a path again, where it is in place as that wrote it; whether it is. What
    /// becomes of it is known to the caller alone.
    ///
    /// # Errors
    /// Two outputs have one path.
    pub fn keep(&self, path: &OutputPath) -> Result<bool, Error> {
        let old = self.old.files.get(path.as_str());
        let Some(entry) = old.and_then(|old| self.tree.still_there(path.as_str(), old)) else { return Ok(false) };
        // Nothing of it will be written, so that its rank is of no matter.
        self.plan(path, Planned { rank: Rank::Page, entry, staged: None })?;
        Ok(true)
    }

    /// What the last build wrote down of itself.
    pub fn note(&self) -> Option<Vec<u8>> {
        self.state.read_note()
    }

    /// Puts every output of the last build again, where all of them are in place as it wrote them; whether they are.
    pub fn put_again(&self) -> bool {
        let again = |(path, old): (&String, &Entry)| {
            let entry = self.tree.still_there(path, old)?;
            // Nothing will be written, so that there is no order to keep.
            Some((path.clone(), Planned { rank: Rank::Page, entry, staged: None }))
        };
        let files: Vec<_> = self.old.files.iter().collect();
        let Some(all) = files.into_par_iter().map(again).collect::<Option<Vec<_>>>() else { return false };
        *self.planned.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = BTreeMap::from_iter(all);
        true
    }

    /// Changes the output folder to hold exactly what was put, and foreign files as they are.
    ///
    /// # Errors
    /// A foreign file or a link is in the way (nothing was changed then), or the system says no in the middle (then the
    /// next build goes on where this one stopped).
    pub fn commit(self) -> Result<Published, Error> {
        self.commit_steps(commit::Steps::All, None)
    }

    /// The same; `note` is what the next build finds, as long as nobody else builds into the folder.
    ///
    /// # Errors
    /// As [`Staging::commit`].
    pub fn commit_with(self, note: &[u8]) -> Result<Published, Error> {
        self.commit_steps(commit::Steps::All, Some(note))
    }

    fn commit_steps(mut self, steps: commit::Steps, note: Option<&[u8]>) -> Result<Published, Error> {
        let planned = std::mem::take(self.planned.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner));
        if is_as_it_was(&planned, &self.old) {
            // The manifest says so already.
            self.state.remove_note()?;
            note.into_iter().for_each(|note| self.state.write_note(note));
            return Ok(change::none(&planned));
        }
        let Change { journal, published, folders } = change::plan(&planned, &self.old, &self.tree)?;
        let files = planned.into_iter().map(|(path, planned)| (path, planned.entry)).collect();
        let manifest = Manifest { files, folders };
        self.state.remove_note()?;
        if journal.steps.is_empty() {
            self.state.write_manifest(&manifest)?;
            note.into_iter().for_each(|note| self.state.write_note(note));
            return Ok(published);
        }
        self.state.write_next_manifest(&manifest)?;
        let written = self.state.write_journal(&journal);
        // It may be in place though the disk ended in an error after that: then the next build needs the stage.
        self.keep_stage = self.state.is_under_way();
        written?;
        commit::apply(&journal, self.tree.root(), &self.state, steps)?;
        self.state.finish()?;
        note.into_iter().for_each(|note| self.state.write_note(note));
        Ok(published)
    }

    /// Throws away what was put; the output folder stays as it is.
    pub fn abandon(self) {}

    /// The manifest's entry, where both the manifest and the disk say that these bytes are in place.
    fn unchanged(&self, path: &str, content: &Content) -> Result<Option<Entry>, Error> {
        let Some(old) = self.old.files.get(path) else { return Ok(None) };
        let hash = match content {
            Content::Bytes(bytes) if bytes.len() as u64 == old.len => blake3::hash(bytes),
            Content::Built(bytes) if bytes.len() as u64 == old.len => blake3::hash(bytes),
            Content::File(file) if fs::metadata(file).is_ok_and(|now| now.len() == old.len) => hash_file(file)?,
            _ => return Ok(None),
        };
        Ok((hash == old.hash).then(|| self.tree.still_there(path, old)).flatten())
    }

    fn stage(&self, rank: Rank, content: &Content) -> Result<Planned, Error> {
        let number = self.next_number.fetch_add(1, Ordering::Relaxed);
        let place = self.state.staged(number);
        let unwritten = |error| Error::io("could not write", &place, error);
        let mut file = File::create_new(&place).map_err(unwritten)?;
        let (hash, len) = match content {
            Content::Bytes(bytes) => write_hashed(&mut file, bytes).map_err(unwritten)?,
            Content::Built(bytes) => write_hashed(&mut file, bytes).map_err(unwritten)?,
            Content::File(from) => copy_hashed(from, &mut file, &place)?,
        };
        let modified = file.metadata().map(|metadata| modified_nanos(&metadata)).map_err(unwritten)?;
        Ok(Planned { rank, entry: Entry { hash, len, modified }, staged: Some(number) })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.keep_stage {
            // Nothing depends on it: what stays behind is cleared by the next build.
            drop(self.state.remove_stage());
        }
    }
}

/// Whether all that was put is in place as the manifest has it, and nothing else was there: a change with no step. (Without
/// files there may be no manifest yet.)
fn is_as_it_was(planned: &BTreeMap<String, Planned>, old: &Manifest) -> bool {
    let is_same = |((path, planned), (known, entry)): ((&String, &Planned), (&String, &Entry))| {
        path == known && planned.staged.is_none() && planned.entry == *entry
    };
    !planned.is_empty() && planned.len() == old.files.len() && planned.iter().zip(&old.files).all(is_same)
}

/// What the last build into `out` wrote down of itself; it may be another one's by the time the folder is held.
pub fn note_of(out: &Path) -> Option<Vec<u8>> {
    State::beside(out).ok()?.read_note()
}

fn finish_interrupted(out: &Path, state: &State) -> Result<(), Error> {
    let Some(journal) = state.read_journal()? else { return Ok(()) };
    let journal = commit::without_lost(journal, state)?;
    commit::apply(&journal, out, state, commit::Steps::All)?;
    state.finish()
}

fn write_hashed(file: &mut File, bytes: &[u8]) -> std::io::Result<(blake3::Hash, u64)> {
    file.write_all(bytes)?;
    Ok((blake3::hash(bytes), bytes.len() as u64))
}

fn copy_hashed(from: &Path, to: &mut File, place: &Path) -> Result<(blake3::Hash, u64), Error> {
    let mut source = File::open(from).map_err(|error| Error::io("could not read", from, error))?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let count = source.read(&mut buffer).map_err(|error| Error::io("could not read", from, error))?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
        to.write_all(bytes).map_err(|error| Error::io("could not write", place, error))?;
    }
    Ok((hasher.finalize(), hasher.count()))
}

fn hash_file(path: &Path) -> Result<blake3::Hash, Error> {
    let unread = |error| Error::io("could not read", path, error);
    let file = File::open(path).map_err(unread)?;
    Ok(blake3::Hasher::new().update_reader(file).map_err(unread)?.finalize())
}

/// Time of the last change; 0, which never equals a real one, where the system doesn't know.
fn modified_nanos(metadata: &fs::Metadata) -> u64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}

/// `path` (checked, with `/`) below `root`.
fn below(root: &Path, path: &str) -> PathBuf {
    if std::path::MAIN_SEPARATOR == '/' {
        return root.join(path);
    }
    path.split('/').fold(root.to_owned(), |place, segment| place.join(segment))
}

#[cfg(test)]
mod tests;
