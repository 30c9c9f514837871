//! The search index of a view, made when a browser asks for it the first time and kept until its pages are others.

use std::sync::{Arc, Mutex, PoisonError};

use super::desk::Current;
use super::view::View;
use crate::error::Error;
use crate::pipeline::{Index, Request};
use crate::plan::{Audience, SEARCH_INDEX};

/// The index that was asked for last.
#[derive(Default)]
pub(super) struct Search {
    // Locked while an index is made: a browser asks for several of its files at once.
    last: Mutex<Option<Known>>,
}

struct Known {
    number: u64,
    view: View,
    index: Option<Arc<Index>>,
}

impl Search {
    /// A file of the index; nothing where there is none of that path. May take as long as a build.
    pub(super) fn file(
        &self,
        request: &Request,
        (current, view): (&Current, &View),
        file: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let index = self.index(request, current, view)?;
        let files = index.as_ref().map(|index| index.files.as_slice()).unwrap_or_default();
        Ok(files.iter().find(|known| known.path == file).map(|known| known.bytes.clone()))
    }

    fn index(&self, request: &Request, current: &Current, view: &View) -> Result<Option<Arc<Index>>, Error> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.number == current.number && known.view == *view) {
            return Ok(known.index.clone());
        }
        let Some(live) = current.stages.as_ref().map(|stages| &stages.live) else { return Ok(None) };
        // Drafts are in no index, whoever looks.
        let Ok(moment) = live.moment(view.at.as_deref(), Audience::Public) else { return Ok(None) };
        let index = live.index(&request.root, moment.now, last.take().and_then(|known| known.index))?;
        *last = Some(Known { number: current.number, view: view.clone(), index: index.clone() });
        Ok(index)
    }
}

/// The path within the index that an address names, if it is one of it.
pub(super) fn within<'a>(current: &Current, path: &'a str) -> Option<&'a str> {
    let base = &current.stages.as_ref()?.live.site.settings.base_url;
    path.strip_prefix(&base.local(SEARCH_INDEX)).filter(|file| !file.is_empty())
}
