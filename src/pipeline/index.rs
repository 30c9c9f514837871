//! The search index: taken from the last build if the same pages go in, else made; the same bytes either way.

use std::path::Path;

use super::Run;
use crate::error::Error;
use crate::output::{Content, Output, OutputPath, Rank};
use crate::plan::SEARCH_INDEX;
use crate::publish::{self, Staging};
use crate::search::{self, Document, IndexFile};

/// In `.hub/`. A file there that is broken, or of other pages, is as if it weren't there.
const KEPT: &str = "cache/search";

/// Puts the index of these documents among the outputs.
pub(super) fn put(run: &mut Run<'_>, site: &Path, documents: Vec<Document>, staging: &Staging) -> Result<(), Error> {
    if documents.is_empty() {
        return Ok(());
    }
    let key = search::key(&documents);
    let kept = publish::kept(site, KEPT).and_then(|bytes| search::unpack(&key, &bytes));
    run.begin(if kept.is_some() { "search (unchanged)" } else { "search" });
    let files = match kept {
        Some(files) => files,
        None => made_and_kept(run, site, &key, &documents)?,
    };
    files.into_iter().try_for_each(|file| staging.put(output(file)?))
}

/// The index of these documents for who writes nothing: as the last build kept it, else made.
pub(super) fn of(site: &Path, key: &[u8; 32], documents: &[Document]) -> Result<Vec<IndexFile>, Error> {
    let kept = publish::kept(site, KEPT).and_then(|bytes| search::unpack(key, &bytes));
    kept.map_or_else(|| made(documents), Ok)
}

fn made(documents: &[Document]) -> Result<Vec<IndexFile>, Error> {
    let refused = |error| {
        let help = "without search the site can be built all the same: `search = false` in `[theme]` of hub.toml";
        Error::refused(format!("the search index could not be made: {error}"), help)
    };
    search::index(documents).map_err(refused)
}

fn made_and_kept(run: &Run<'_>, site: &Path, key: &[u8; 32], documents: &[Document]) -> Result<Vec<IndexFile>, Error> {
    let files = made(documents)?;
    // Nothing of the site depends on what is kept, so that a folder which can't be written stops no build.
    if let Err(error) = publish::keep(site, KEPT, &search::pack(key, &files)) {
        run.progress.say(&format!("the next build makes the search index again: {error}"));
    }
    Ok(files)
}

/// What says which files belong together comes after them, as a page does after its pictures.
fn output(file: IndexFile) -> Result<Output, Error> {
    let path = format!("{}{}", SEARCH_INDEX.trim_start_matches('/'), file.path);
    let refused =
        |problem| Error::refused(format!("the search index has a file `{path}`: {problem}"), "please report it");
    let rank = if path.ends_with(".json") { Rank::Page } else { Rank::Asset };
    let path = OutputPath::new(path.clone()).map_err(refused)?;
    Ok(Output { path, rank, content: Content::Bytes(file.bytes) })
}
