//! Keeps two builds of one folder apart.
//!
//! The lock belongs to the process: when it ends, in whatever way, the system gives the lock back. The file stays; a
//! file that is removed while another process waits on it would lock nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::Error;

const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(100);

/// Held while a build uses the folder.
pub(super) struct Lock(#[expect(dead_code, reason = "held for its lock, which closing gives back")] File);

/// Takes the lock at `path`; calls `waiting` once if that takes time.
pub(super) fn take(path: &Path, waiting: &(dyn Fn() + Sync)) -> Result<Lock, Error> {
    take_within(path, waiting, PATIENCE)
}

fn take_within(path: &Path, waiting: &(dyn Fn() + Sync), patience: Duration) -> Result<Lock, Error> {
    let unlocked = |error| Error::io("could not lock", path, error);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(unlocked)?;
    let start = Instant::now();
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock(file)),
            // Some network file systems know no locks: better built without one than not at all.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(Lock(file)),
            Err(TryLockError::Error(error)) => return Err(unlocked(error)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= patience => return Err(busy()),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    waiting();
                    told = true;
                }
                std::thread::sleep(PAUSE);
            }
        }
    }
}

fn busy() -> Error {
    Error::refused(
        "another build has been using the output folder for more than a minute",
        "wait for it or end it, or build into another folder with `--out`",
    )
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn a_second_build_waits_and_is_refused_in_the_end() {
        let path = std::env::temp_dir().join(format!("hub-lock-{}", std::process::id()));
        let told = AtomicU32::new(0);
        let count = || {
            told.fetch_add(1, Ordering::Relaxed);
        };
        let first = take(&path, &count).unwrap();
        assert!(take_within(&path, &count, Duration::from_millis(250)).is_err());
        assert_eq!(told.load(Ordering::Relaxed), 1);
        drop(first);
        assert!(take_within(&path, &count, Duration::ZERO).is_ok());
        drop(std::fs::remove_file(&path));
    }
}
