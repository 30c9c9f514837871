//! The short way from a save to its page: where nothing but the words of a text are others, the site is what it was but for
//! that text, and so is the plan. Whoever goes it reads the whole site afterwards: warnings and places in the text follow then.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::has_errors;
use super::live::{Kept, Live};
use crate::discover;
use crate::model::{Body, Item, ItemId};
use crate::parse::front_matter::RawOwn;
use crate::parse::{self, ParsedFile, Raw, RawItem};
use crate::source::{FileId, Source, SourceClass};

/// With more texts than these a whole reading is as quick.
const FEW: usize = 16;

/// A text with other words than before.
struct Reworded {
    id: FileId,
    source: Source,
    parsed: ParsedFile,
    item: ItemId,
    body: Body,
}

impl Kept {
    /// The site of the last reading, which is `live`, after changes of `paths` (absolute) below `root`. Nothing where they may
    /// have changed more than words, or that reading had errors; then the whole has to be read.
    pub fn reworded(&mut self, live: &Live, root: &Path, paths: &BTreeSet<PathBuf>) -> Option<Live> {
        if !self.is_good || paths.len() > FEW {
            return None;
        }
        let mut changed = Vec::new();
        for path in paths {
            match self.known(root, path) {
                Some(id) => changed.extend(self.reword(live, root, id)?),
                // What an editor puts beside a file while it saves, gone before anybody looked.
                None if path.symlink_metadata().is_err() => {}
                None => return None,
            }
        }
        let mut next = live.clone();
        changed.into_iter().for_each(|one| self.put(one, &mut next));
        Some(next)
    }

    /// A text that this path was when the site was read. A path that led to anything else is not to be known here.
    fn known(&self, root: &Path, path: &Path) -> Option<FileId> {
        let inner = path.strip_prefix(root).ok()?.to_str()?;
        let at = self.sources.files.iter().position(|file| file.path == inner)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// The new words of a text, or that it has none; nothing where more is another.
    fn reword(&self, live: &Live, root: &Path, id: FileId) -> Option<Option<Reworded>> {
        let old = self.sources.file(id);
        let source = (old.class == SourceClass::Content).then(|| discover::discover_text(root, old))??;
        if source.text == old.text {
            return Some(None);
        }
        let parsed = parse::parse_file(id, &source);
        let (before, after) = (raw(self.parsed.get(id.0 as usize)?)?, raw(&parsed)?);
        let is_good = !has_errors(&parsed.diagnostics);
        if !is_good || head(old, before)? != head(&source, after)? || !is_bound_alike(before, after) {
            return None;
        }
        let (item, known) = live.site.iter().find(|(_, item)| item.body.span.file == id)?;
        let body = Body { span: after.body, outline: Arc::clone(&after.outline), ..known.body.clone() };
        Some(Some(Reworded { id, source, parsed, item, body }))
    }

    fn put(&mut self, one: Reworded, live: &mut Live) {
        let Reworded { id, source, parsed, item, body } = one;
        let at = id.0 as usize;
        let sources = [&mut self.sources, &mut live.sources];
        sources.into_iter().filter_map(|all| all.files.get_mut(at)).for_each(|file| file.clone_from(&source));
        if let Some(known) = live.site.items.get_mut(item.index()) {
            *known = Arc::new(Item { body, ..Item::clone(known) });
        }
        if let Some(known) = self.parsed.get_mut(at) {
            *known = parsed;
        }
    }
}

fn raw(parsed: &ParsedFile) -> Option<&RawItem> {
    match &parsed.raw {
        Raw::Item(raw) if !raw.broken => Some(raw),
        _ => None,
    }
}

/// All above the text.
fn head<'a>(source: &'a Source, raw: &RawItem) -> Option<&'a str> {
    source.text.get(..raw.body.start as usize)
}

/// Whether all that a site makes of a text, but for its words, is the same: what others lead to in it, and where it leads. The
/// first paragraph of an answer may stand in for its short form.
fn is_bound_alike(before: &RawItem, after: &RawItem) -> bool {
    let is_short = matches!(before.own, RawOwn::Faq(_));
    before.outline.is_bound_as(&after.outline) && (!is_short || before.outline.excerpt == after.outline.excerpt)
}
