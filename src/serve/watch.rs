//! The door to notify: tells that something in the site changed, and which paths where the system is sure of them.
//!
//! Folders are watched, not files: editors that save by renaming, and checkouts, put new files in the place of old ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// The system says so.
    Events,
    /// Files are compared every half second: for network folders and the like, where events get lost.
    Polling,
}

/// What a site is made of, beside the files at its top. Its output and `.hub` are not watched: a build is no change.
const FOLDERS: [&str; 6] = ["calendar", "content", "i18n", "static", "templates", "themes"];
const FILES: [&str; 4] = ["calendar.toml", "hub.toml", "links.toml", "newsletter.lock.toml"];

const EACH: Duration = Duration::from_millis(500);

/// A change is over after this much silence: one file is shown at once.
const SILENCE: Duration = Duration::from_millis(15);

/// Many files, as a checkout brings them, come with longer pauses: then it takes this much.
const LONG_SILENCE: Duration = Duration::from_millis(60);

/// More changed paths than these are many. An editor that saves by renaming tells of three.
const FEW_PATHS: usize = 8;

/// Even if it never falls silent, the site is read after this time.
const LONGEST: Duration = Duration::from_millis(450);

/// What ended a wait.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// These paths, and nothing else.
    Paths(BTreeSet<PathBuf>),
    /// Whatever it was: events were lost, or folders are new.
    Anything,
    /// It was time.
    Due,
}

/// Watches a site folder.
pub(super) struct Watch {
    root: PathBuf,
    watching: Watching,
    watcher: Option<Box<dyn Watcher + Send>>,
    watched: BTreeSet<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    sender: Sender<notify::Result<Event>>,
}

impl Watch {
    pub(super) fn new(root: &Path, watching: Watching) -> Self {
        let (sender, events) = channel();
        // Events name real paths.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut watch = Watch { root, watching, watcher: None, watched: BTreeSet::new(), events, sender };
        watch.begin();
        watch
    }

    /// Whether the system tells of changes at all.
    pub(super) fn is_deaf(&self) -> bool {
        self.watcher.is_none()
    }

    /// The folder, as events name it.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Waits for a change, and then until the burst that it belongs to is over; or until it is time, which is asked each `tick`.
    pub(super) fn wait(&mut self, tick: Duration, is_due: impl Fn() -> bool) -> Change {
        let mut until = Instant::now() + tick;
        let mut change = loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    if let Some(change) = self.seen(event) {
                        break change;
                    }
                }
                Err(_) if is_due() => return Change::Due,
                Err(_) => until = Instant::now() + tick,
            }
        };
        let latest = Instant::now() + LONGEST;
        while Instant::now() < latest {
            let Ok(event) = self.events.recv_timeout(change.silence()) else { break };
            change = change.and(self.seen(event));
        }
        if self.follow() { Change::Anything } else { change }
    }

    /// What an event tells of the site. An error or an overflow says that events were lost: then everything may have changed,
    /// and watching starts over.
    fn seen(&mut self, event: notify::Result<Event>) -> Option<Change> {
        let Some(event) = event.ok().filter(|event| !event.need_rescan()) else {
            self.begin();
            return Some(Change::Anything);
        };
        let paths: BTreeSet<PathBuf> = event.paths.into_iter().filter(|path| self.is_own(path)).collect();
        let is_told = !matches!(event.kind, EventKind::Access(_)) && !paths.is_empty();
        is_told.then_some(Change::Paths(paths))
    }

    fn is_own(&self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.root) else { return true };
        let top = inner.components().next().and_then(|part| part.as_os_str().to_str());
        top.is_none_or(|name| FOLDERS.contains(&name) || FILES.contains(&name))
    }

    fn begin(&mut self) {
        self.watched.clear();
        let sender = self.sender.clone();
        let hear = move |event| drop(sender.send(event));
        let config = Config::default().with_poll_interval(EACH).with_compare_contents(true);
        self.watcher = match self.watching {
            Watching::Events => RecommendedWatcher::new(hear, config).ok().map(|watcher| Box::new(watcher) as _),
            Watching::Polling => PollWatcher::new(hear, config).ok().map(|watcher| Box::new(watcher) as _),
        };
        self.follow();
    }

    /// Watches folders that are new, and forgets those that are gone; whether there were such.
    fn follow(&mut self) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        let known = self.watched.clone();
        self.watched.retain(|path| path.is_dir());
        let top = (self.root.clone(), RecursiveMode::NonRecursive);
        let folders = FOLDERS.iter().map(|name| (self.root.join(name), RecursiveMode::Recursive));
        for (path, mode) in std::iter::once(top).chain(folders) {
            if path.is_dir() && !self.watched.contains(&path) && watcher.watch(&path, mode).is_ok() {
                self.watched.insert(path);
            }
        }
        self.watched != known
    }
}

impl Change {
    /// How long nothing more must come for it to be over.
    fn silence(&self) -> Duration {
        match self {
            Change::Paths(paths) if paths.len() <= FEW_PATHS => SILENCE,
            _ => LONG_SILENCE,
        }
    }

    fn and(self, other: Option<Change>) -> Change {
        match (self, other) {
            (Change::Paths(mut all), Some(Change::Paths(paths))) => {
                all.extend(paths);
                Change::Paths(all)
            }
            (change, None) => change,
            (_, Some(_)) => Change::Anything,
        }
    }
}
