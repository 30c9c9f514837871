//! Several files as one edit: tried together on the whole site, and written together or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use super::text::Splice;
use super::write::{Writing, write};
use super::{Desk, Draft, Outcome, fresh_errors};
use crate::error::Error;
use crate::pipeline::{self, Request};

/// A file that isn't there yet.
pub(super) fn new_file(path: String, text: String) -> Draft {
    let splice = Splice { at: 0..0, with: text, marks: Vec::new() };
    Draft { path, before: None, splices: vec![splice] }
}

/// What the site would have against the drafts.
pub(super) fn wrong(desk: Desk<'_>, drafts: &[Draft]) -> Result<Option<Outcome>, Error> {
    let request = Request { at: Some(desk.found.moment.now.to_string()), ..desk.request.clone() };
    let mut sources = desk.opened.report.sources.clone();
    for draft in drafts {
        sources = draft.tried(&sources);
    }
    let after = pipeline::open_with(&request, sources)?;
    let problems = fresh_errors(desk.opened, &after);
    Ok((!problems.is_empty()).then_some(Outcome::Refused { problems, sources: after.report.sources }))
}

/// Writes every file, the last one being the only one that was there before; whatever was written or made is taken away
/// again where one can't be.
pub(super) fn put(root: &Path, drafts: &[Draft]) -> Result<(), Error> {
    let mut written = Vec::new();
    let mut made = Vec::new();
    let done = drafts.iter().try_for_each(|draft| {
        let place = root.join(&draft.path);
        make_folder(root, place.parent().unwrap_or(root), &mut made)?;
        let after = draft.after();
        write(Writing { root, path: &draft.path, before: draft.before.as_deref(), after: &after })?;
        written.push(place);
        Ok(())
    });
    if done.is_err() {
        written.iter().for_each(|file| drop(fs::remove_file(file)));
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    done
}

/// Makes a folder of the site where it isn't there; a link out of the site is refused.
fn make_folder(root: &Path, folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let unwritten = |error| Error::io("could not write", folder, error);
    let real_root = root.canonicalize().map_err(|error| Error::io("could not open", root, error))?;
    let near = folder.ancestors().find(|path| path.exists()).unwrap_or(root);
    let real = near.canonicalize().map_err(unwritten)?;
    if !real.starts_with(&real_root) {
        let shown = folder.strip_prefix(root).unwrap_or(folder).display();
        let message = format!("`{shown}` leads out of the site, to `{}`", real.display());
        return Err(Error::refused(message, "put the folder itself into the site; nothing was written"));
    }
    let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.exists() && *path != root).collect();
    for path in missing.into_iter().rev() {
        fs::create_dir(path).map_err(unwritten)?;
        made.push(path.to_owned());
    }
    Ok(())
}
