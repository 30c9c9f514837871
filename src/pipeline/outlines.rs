//! Outlines of texts, taken from the last build where a text is the same; a site comes out the same either way.

use std::path::Path;

use super::Run;
use crate::parse::{self, Known, ParsedFile};
use crate::publish;

/// In `.hub/`. A file there that is broken, or of another hub, is as if it weren't there.
const KEPT: &str = "cache/outlines";
/// Stands for the program: another one may read a text otherwise.
const MAKER: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("HUB_SOURCES"));
/// Of so many texts one may be new before all are kept anew: to read a few again is quicker than to write all of them.
const FEW: usize = 50;

/// What the last build kept.
pub(super) fn known(site: &Path) -> Known {
    publish::kept(site, KEPT).and_then(|bytes| Known::unpack(MAKER, bytes)).unwrap_or_default()
}

/// What the next build is to find; nothing where what is there will do.
pub(super) fn pack(known: &Known, parsed: &[ParsedFile]) -> Option<Vec<u8>> {
    if parse::unknown(known, parsed) * FEW <= known.len() {
        return None;
    }
    Some(parse::pack(MAKER, parsed))
}

/// Keeps it. Nothing of the site depends on it, so that a folder which can't be written stops no build.
pub(super) fn keep(run: &Run<'_>, site: &Path, packed: &[u8]) {
    if let Err(error) = publish::keep(site, KEPT, packed) {
        run.progress.say(&format!("the next build reads every text again: {error}"));
    }
}
