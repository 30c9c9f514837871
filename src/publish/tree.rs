//! Looks at the output folder as it is, without following links.
//!
//! Changes nothing. What it says of folders is remembered, since ten thousand pages share a few hundred of them.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use super::manifest::Entry;
use super::{below, hash_file, modified_nanos};

/// When a file counts as unchanged since hub wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Same length and same time of change; else its bytes are read.
    LengthAndTime,
    /// Same bytes.
    Bytes,
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Free,
    File,
    Folder,
    /// A link, or a folder of another disk: hub writes neither through nor into it.
    Elsewhere,
}

/// The output folder.
pub(super) struct Tree {
    root: PathBuf,
    trust: Trust,
    /// The disk it is on, if it is there.
    disk: Option<u64>,
    folders: RwLock<HashMap<String, Spot>>,
}

impl Tree {
    pub(super) fn new(root: PathBuf, trust: Trust) -> Self {
        let disk = disk_of(&root);
        Tree { root, trust, disk, folders: RwLock::default() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn trust(&self) -> Trust {
        self.trust
    }

    /// The entry with its present time, if the file of `old` is in place with its bytes.
    pub(super) fn still_there(&self, path: &str, old: &Entry) -> Option<Entry> {
        if ancestors(path).any(|folder| self.folder(folder) != Spot::Folder) {
            return None;
        }
        let place = below(&self.root, path);
        let metadata = fs::symlink_metadata(&place).ok().filter(|metadata| metadata.is_file())?;
        let modified = modified_nanos(&metadata);
        let same_time = modified == old.modified && modified != 0;
        if metadata.len() != old.len {
            return None;
        }
        if self.trust == Trust::LengthAndTime && same_time {
            return Some(*old);
        }
        (hash_file(&place).ok()? == old.hash).then_some(Entry { modified, ..*old })
    }

    /// What is at `path`, given that its parents are real folders.
    pub(super) fn look(&self, path: &str) -> Spot {
        spot(&below(&self.root, path))
    }

    /// Whether the folder above `path` was seen to be one of hub's disk, as are those above it: they are asked in order.
    fn is_in_real_folder(&self, path: &str) -> bool {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        ancestors(path).all(|folder| known.get(folder) == Some(&Spot::Folder))
    }

    /// The same, remembered: for the folders of outputs.
    pub(super) fn folder(&self, path: &str) -> Spot {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return *known;
        }
        let spot =
            if self.is_in_real_folder(path) { spot_on(self.disk, &below(&self.root, path)) } else { self.look(path) };
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), spot);
        spot
    }
}

/// The disk that a folder is on, which is that of all real folders in it.
pub(super) fn disk_of(folder: &Path) -> Option<u64> {
    fs::metadata(folder).ok().map(|metadata| device(&metadata))
}

/// The folders above `path`, outermost first: `a`, `a/b` for `a/b/c.html`.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// What is at a place on disk, without following a link there.
pub(super) fn spot(place: &Path) -> Spot {
    spot_unless(place, |metadata| is_mounted(place, metadata))
}

/// The same at a place in a real folder of a disk: what that is needn't be asked again.
pub(super) fn spot_on(disk: Option<u64>, place: &Path) -> Spot {
    match disk {
        Some(disk) => spot_unless(place, |metadata| device(metadata) != disk),
        None => spot(place),
    }
}

fn spot_unless(place: &Path, is_mounted: impl Fn(&Metadata) -> bool) -> Spot {
    match fs::symlink_metadata(place) {
        Err(_) => Spot::Free,
        Ok(metadata) if metadata.is_symlink() => Spot::Elsewhere,
        Ok(metadata) if metadata.is_dir() && is_mounted(&metadata) => Spot::Elsewhere,
        Ok(metadata) if metadata.is_dir() => Spot::Folder,
        Ok(_) => Spot::File,
    }
}

/// Whether another disk begins at `place`.
pub(super) fn is_mount_point(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok_and(|metadata| is_mounted(place, &metadata))
}

fn is_mounted(place: &Path, metadata: &Metadata) -> bool {
    let around = place.parent().and_then(|parent| fs::metadata(parent).ok());
    around.is_some_and(|around| device(&around) != device(metadata))
}

#[cfg(unix)]
fn device(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::dev(metadata)
}

#[cfg(not(unix))]
fn device(_: &Metadata) -> u64 {
    0
}
