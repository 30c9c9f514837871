//! From 'what shall be there' and 'what hub wrote last time' to the steps between, or a refusal before the first.
//!
//! Looks at the disk, changes nothing. Order: room is made where an output's name is taken by a stale one, folders,
//! assets, pages, then the removal of what is stale. Room is made first because nothing else is possible: a file `a`
//! must go before `a/index.html` can come, and on file systems that don't know upper case `A.html` before `a.html`; on
//! others `A.html` goes with what is stale.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use super::journal::{Journal, Step};
use super::manifest::Manifest;
use super::tree::{Spot, Tree, Trust, ancestors};
use super::{Planned, Published, Tally, below};
use crate::error::Error;

/// A change that can be made.
pub(super) struct Change {
    pub(super) journal: Journal,
    pub(super) published: Published,
    /// Folders of hub's own after the change.
    pub(super) folders: BTreeSet<String>,
}

/// What there is to tell where nothing changes.
pub(super) fn none(planned: &BTreeMap<String, Planned>) -> Published {
    count(planned, &BTreeSet::new())
}

/// The steps from `old` to `planned`.
pub(super) fn plan(planned: &BTreeMap<String, Planned>, old: &Manifest, tree: &Tree) -> Result<Change, Error> {
    let needed: HashSet<&str> = planned.keys().flat_map(|path| ancestors(path)).collect();
    check_no_file_is_a_folder(planned, &needed)?;
    let stale: BTreeSet<&str> =
        old.files.keys().filter(|path| !planned.contains_key(*path)).map(String::as_str).collect();
    let mut draft = Draft::new(old, tree, &stale);
    let mut staged: Vec<_> =
        planned.iter().filter_map(|(path, planned)| Some((planned.rank, path.as_str(), planned.staged?))).collect();
    staged.sort_unstable();
    for (_, path, number) in &staged {
        draft.make_room(path, *number);
    }
    draft.check_blocked()?;
    let puts = staged.into_iter().map(|(_, path, staged)| Step::Put { staged, path: path.to_owned() });
    let (folders, emptied): (BTreeSet<String>, BTreeSet<String>) =
        old.folders.iter().chain(&draft.made).cloned().partition(|folder| needed.contains(folder.as_str()));
    // Pages first here: one that is to go still loads its style sheet.
    let (pages, others): (Vec<&str>, Vec<&str>) = stale.iter().partition(|path| is_page(path));
    let removals = pages.into_iter().chain(others).filter(|path| !draft.cleared.contains(*path));
    let steps = draft.clears.iter().cloned();
    let steps = steps.chain(draft.made.iter().map(|path| Step::Folder { path: path.clone() }));
    let steps = steps.chain(puts);
    let steps = steps.chain(removals.map(|path| Step::Remove { path: path.to_owned() }));
    // Inner folders first: the reverse of path order.
    let gone = emptied.into_iter().rev().filter(|path| !draft.cleared.contains(path));
    let steps = steps.chain(gone.map(|path| Step::RemoveFolder { path })).collect();
    Ok(Change { journal: Journal { steps }, published: count(planned, &stale), folders })
}

/// The plan sees to it that no two outputs meet; this is the last line.
fn check_no_file_is_a_folder(planned: &BTreeMap<String, Planned>, needed: &HashSet<&str>) -> Result<(), Error> {
    if !planned.keys().any(|path| needed.contains(path.as_str())) {
        return Ok(());
    }
    let both = planned.keys().find_map(|path| ancestors(path).find(|folder| planned.contains_key(*folder)));
    both.map_or(Ok(()), |path| {
        let message = format!("`{path}` would have to be a file and a folder at once");
        Err(Error::refused(message, "rename one of the two; nothing was written"))
    })
}

fn count(planned: &BTreeMap<String, Planned>, stale: &BTreeSet<&str>) -> Published {
    let mut published = Published::default();
    for (path, planned) in planned {
        let tally = tally(&mut published, path);
        *if planned.staged.is_some() { &mut tally.written } else { &mut tally.unchanged } += 1;
    }
    for path in stale {
        tally(&mut published, path).removed += 1;
    }
    published
}

fn tally<'a>(published: &'a mut Published, path: &str) -> &'a mut Tally {
    if is_page(path) { &mut published.pages } else { &mut published.others }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Two paths that a file system may take for one have one key.
fn key(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.chars().flat_map(char::to_lowercase).collect()
}

/// The change while it is being made up.
struct Draft<'a> {
    old: &'a Manifest,
    tree: &'a Tree,
    stale: BTreeMap<String, &'a str>,
    clears: Vec<Step>,
    /// Files and folders that `clears` removes.
    cleared: BTreeSet<String>,
    made: BTreeSet<String>,
    /// Folders already seen to, so that each is looked at once.
    seen: HashSet<String>,
    foreign: BTreeSet<String>,
    elsewhere: BTreeSet<String>,
}

impl<'a> Draft<'a> {
    fn new(old: &'a Manifest, tree: &'a Tree, stale: &BTreeSet<&'a str>) -> Self {
        let stale = stale.iter().map(|path| (key(path), *path)).collect();
        let empty = BTreeSet::new;
        let (cleared, made, foreign, elsewhere) = (empty(), empty(), empty(), empty());
        let seen = HashSet::new();
        Draft { old, tree, stale, clears: Vec::new(), cleared, made, seen, foreign, elsewhere }
    }

    /// Sees to it that the output staged as `number` can be moved to `path`.
    fn make_room(&mut self, path: &str, number: u64) {
        for folder in ancestors(path) {
            if !self.seen.contains(folder) {
                self.seen.insert(folder.to_owned());
                self.make_folder(folder, number);
            }
        }
        let in_new_folder = ancestors(path).last().is_some_and(|folder| self.made.contains(folder));
        let spot = if in_new_folder { Spot::Free } else { self.tree.look(path) };
        match spot {
            Spot::Folder => self.clear_folder(path, number),
            Spot::Free => {}
            Spot::File | Spot::Elsewhere if self.old.files.contains_key(path) => {}
            Spot::File | Spot::Elsewhere if self.stale(path).is_some() => {}
            Spot::File | Spot::Elsewhere => self.meet_foreign(path),
        }
        if let Some(twin) = self.stale(path)
            && !self.is_told_apart(twin, spot)
        {
            self.clear(twin, number);
        }
    }

    /// The stale file that a file system may take for the one at `path`.
    fn stale(&self, path: &str) -> Option<&'a str> {
        // Mostly there is none, and a key is a copy of the path.
        if self.stale.is_empty() { None } else { self.stale.get(&key(path)).copied() }
    }

    /// Whether the disk knows upper case: it has the twin, and nothing at the path. Then the twin stays until no page
    /// refers to it.
    fn is_told_apart(&self, twin: &str, spot: Spot) -> bool {
        spot == Spot::Free && self.tree.look(twin) == Spot::File
    }

    fn make_folder(&mut self, folder: &str, number: u64) {
        let around = ancestors(folder).last();
        let in_new_folder = around.is_some_and(|around| self.made.contains(around));
        match if in_new_folder { Spot::Free } else { self.tree.folder(folder) } {
            Spot::Folder => return,
            Spot::Free => {}
            Spot::Elsewhere => drop(self.elsewhere.insert(folder.to_owned())),
            Spot::File => match self.stale(folder) {
                Some(file) => self.clear(file, number),
                None => {
                    self.meet_foreign(folder);
                    self.clear(folder, number);
                }
            },
        }
        self.made.insert(folder.to_owned());
    }

    fn clear(&mut self, path: &str, before: u64) {
        if self.cleared.insert(path.to_owned()) {
            self.clears.push(Step::Clear { before, path: path.to_owned() });
        }
    }

    /// A folder stands where a file shall be: it goes if all that is in it is stale.
    fn clear_folder(&mut self, path: &str, before: u64) {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        let is_listed = list(&below(self.tree.root(), path), path, &mut files, &mut folders).is_ok();
        let stale: Vec<&str> = files.iter().filter_map(|file| self.stale(file)).collect();
        if !is_listed || stale.len() < files.len() {
            // Not even `--force` removes a folder with foreign files in it.
            self.elsewhere.insert(path.to_owned());
            return;
        }
        for file in stale {
            self.clear(file, before);
        }
        // Outer folders were listed before inner ones.
        for path in folders.into_iter().rev() {
            self.cleared.insert(path.clone());
            self.clears.push(Step::ClearFolder { before, path });
        }
    }

    fn meet_foreign(&mut self, path: &str) {
        if self.tree.trust() == Trust::LengthAndTime {
            self.foreign.insert(path.to_owned());
        }
    }

    fn check_blocked(&self) -> Result<(), Error> {
        let named = |paths: &BTreeSet<String>| {
            let mut names: Vec<String> = paths.iter().take(5).map(|path| format!("`{path}`")).collect();
            names.extend((paths.len() > 5).then(|| format!("and {} more", paths.len() - 5)));
            names.join(", ")
        };
        let out = self.tree.root().display();
        if !self.elsewhere.is_empty() {
            return Err(Error::refused(
                format!("in `{out}` links, mounted or foreign folders are in the way: {}", named(&self.elsewhere)),
                "move them away; nothing was changed",
            ));
        }
        if !self.foreign.is_empty() {
            return Err(Error::refused(
                format!(
                    "in `{out}` there are files that hub didn't write and would have to replace: {}",
                    named(&self.foreign)
                ),
                "move them away, or use `--force` to replace them; nothing was changed",
            ));
        }
        Ok(())
    }
}

/// All files below `place`, and all folders with itself first, as paths below the output folder.
fn list(place: &Path, path: &str, files: &mut Vec<String>, folders: &mut Vec<String>) -> std::io::Result<()> {
    folders.push(path.to_owned());
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &inner, files, folders)?;
        } else {
            files.push(inner);
        }
    }
    Ok(())
}
