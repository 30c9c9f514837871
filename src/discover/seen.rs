//! Texts of an earlier reading, so that a folder can be read again without opening what is as it was.
//!
//! A file is as it was if the disk says the same of it: length, time of change, and on Unix also its number and the time its
//! entry changed. A file that was written in the moment it was read is never believed, since the clock of a disk ticks
//! slowly and the next save may look the same (git calls such an entry racily clean).

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How long before it was read a file must have been left alone.
const SETTLED: Duration = Duration::from_secs(2);

/// Texts by the file they were read from.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    texts: HashMap<PathBuf, (Stamp, Arc<str>)>,
}

/// What the disk says of a file without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    len: u64,
    modified: SystemTime,
    entry: (u64, i64, i64),
}

impl Stamp {
    /// Of a file that was left alone for a while; nothing for others, and where the disk doesn't say.
    pub(super) fn of(disk: &Path) -> Option<Stamp> {
        let metadata = disk.metadata().ok()?;
        let modified = metadata.modified().ok()?;
        let is_settled = SystemTime::now().duration_since(modified).is_ok_and(|age| age > SETTLED);
        is_settled.then(|| Stamp { len: metadata.len(), modified, entry: entry(&metadata) })
    }
}

/// The file's number, and when its entry changed: a file moved into the place of another keeps its own time.
#[cfg(unix)]
pub fn entry(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

/// Nothing is known of it here.
#[cfg(not(unix))]
pub fn entry(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

/// When a file's entry changed, by which one that was put in the place of another is told; nothing where it isn't known.
#[cfg(unix)]
pub fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let (seconds, nanos) = (u64::try_from(metadata.ctime()).ok()?, u32::try_from(metadata.ctime_nsec()).ok()?);
    std::time::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))
}

/// Nothing is known of it here.
#[cfg(not(unix))]
pub fn changed(_: &Metadata) -> Option<SystemTime> {
    None
}

impl Seen {
    /// The text of a file that is as it was.
    pub(super) fn text(&self, disk: &Path, stamp: &Stamp) -> Option<Arc<str>> {
        self.texts.get(disk).filter(|(known, _)| known == stamp).map(|(_, text)| Arc::clone(text))
    }

    pub(super) fn add(&mut self, disk: PathBuf, stamp: Stamp, text: Arc<str>) {
        self.texts.insert(disk, (stamp, text));
    }
}
