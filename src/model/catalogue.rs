//! What the site's files are, before what they say: every piece with its content id, every file by its path.
//!
//! References are resolved against this, so a piece whose front matter can't be read is here too: one mistake must not
//! look like ten. Knows ids, paths and kinds only.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::names::Names;
use super::site::ItemId;
use crate::diagnostic::{Diagnostic, nearest};
use crate::output::check_segment;
use crate::parse::front_matter::RawOwn;
use crate::parse::{Kind, ParsedFile, Raw, RawItem};
use crate::source::{AssetId, FileId, Sources, Span, Spanned};

/// Every piece, listing and asset of the site.
#[derive(Debug)]
pub(super) struct Catalogue<'a> {
    /// Content id → item; of two equal ids the first by path.
    pub(super) by_id: BTreeMap<String, ItemId>,
    /// Pieces, by [`ItemId`].
    pub(super) pieces: Vec<Piece<'a>>,
    /// Introductions of listings.
    pub(super) listings: BTreeMap<Kind, Piece<'a>>,
    /// Markdown files by path.
    pub(super) by_path: BTreeMap<&'a str, File>,
    /// Files that are copied, by path.
    pub(super) assets: BTreeMap<&'a str, AssetId>,
    kinds: Vec<Kind>,
}

/// One Markdown file.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    /// Content id.
    pub(super) id: String,
    /// The file.
    pub(super) file: FileId,
    /// Its path.
    pub(super) path: &'a str,
    /// What its author typed.
    pub(super) raw: &'a RawItem,
}

/// The way out where no file has a name like the one that was typed.
pub(super) const PUT_THERE: &str = "put the file there, or correct its name";

/// What a Markdown file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// An item.
    Item(ItemId),
    /// A listing's introduction.
    Listing(Kind),
}

impl<'a> Catalogue<'a> {
    /// Sorts what was parsed by content id; `bad-id` and `duplicate-id` are found here.
    pub(super) fn of(sources: &'a Sources, parsed: &'a [ParsedFile], problems: &mut Vec<Diagnostic>) -> Self {
        let (listings, mut pieces): (Vec<_>, Vec<_>) = parsed
            .iter()
            .filter_map(|file| Piece::of(sources, file, problems))
            .partition(|piece| piece.raw.place.listing);
        pieces.sort_by(|a, b| (&a.id, a.path).cmp(&(&b.id, b.path)));
        let mut by_id = BTreeMap::new();
        let mut by_path = BTreeMap::new();
        for (index, piece) in pieces.iter().enumerate() {
            by_path.insert(piece.path, File::Item(ItemId::at(index)));
            let first = *by_id.entry(piece.id.clone()).or_insert(ItemId::at(index));
            problems.extend(
                pieces.get(first.index()).filter(|first| first.file != piece.file).map(|first| twice(first, piece)),
            );
        }
        by_path.extend(listings.iter().map(|piece| (piece.path, File::Listing(piece.raw.place.kind))));
        Catalogue {
            by_id,
            kinds: pieces.iter().map(|piece| piece.raw.place.kind).collect(),
            listings: listings.into_iter().map(|piece| (piece.raw.place.kind, piece)).collect(),
            pieces,
            by_path,
            assets: (0..).map(AssetId).zip(&sources.assets).map(|(id, asset)| (asset.path.as_str(), id)).collect(),
        }
    }

    /// The ids, to resolve references with.
    pub(super) fn names(&self) -> Names<'_> {
        Names { by_id: &self.by_id, kinds: &self.kinds }
    }

    /// All ids with their pieces.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ItemId, &Piece<'a>)> {
        self.pieces.iter().enumerate().map(|(index, piece)| (ItemId::at(index), piece))
    }

    /// The piece of an item.
    pub(super) fn piece(&self, id: ItemId) -> &Piece<'a> {
        self.pieces.get(id.index()).expect("an ItemId comes from the catalogue it is asked of")
    }

    /// The file that `typed` names: relative to `folder`, or below `static/` where it begins with `/`; or `missing-file`
    /// with the nearest file of that folder.
    pub(super) fn asset(
        &self,
        folder: &str,
        typed: &Spanned<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<AssetId> {
        let path = match typed.value.strip_prefix('/') {
            Some(rest) => resolve("static", rest),
            None => resolve(folder, &typed.value),
        };
        let found = path.as_ref().and_then(|path| self.assets.get(path.as_str())).copied();
        if found.is_none() {
            let nearest = path.as_deref().and_then(|path| self.nearest_asset(path));
            let meant = nearest.map(|near| match typed.value.starts_with('/') {
                true => near.trim_start_matches("static").to_owned(),
                false => written(folder, near),
            });
            problems.push(
                Diagnostic::error(
                    "missing-file",
                    format!("there is no file `{}`", path.as_ref().unwrap_or(&typed.value)),
                )
                .at(typed.span, "")
                .help(meant.map_or_else(|| PUT_THERE.to_owned(), |meant| format!("did you mean `{meant}`?"))),
            );
        }
        found
    }

    /// The asset nearest to a path among those of its folder.
    pub(super) fn nearest_asset(&self, path: &str) -> Option<&'a str> {
        let folder = folder_of(path);
        let inside = self
            .assets
            .range::<str, _>((Bound::Included(folder), Bound::Unbounded))
            .map(|(path, _)| *path)
            .take_while(|path| path.starts_with(folder));
        nearest(path, inside.filter(|path| folder_of(path) == folder))
    }
}

/// The folder of a path with its slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("")
}

impl<'a> Piece<'a> {
    fn of(sources: &'a Sources, parsed: &'a ParsedFile, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let Raw::Item(raw) = &parsed.raw else { return None };
        let explicit = raw.common.id.as_ref().filter(|_| !raw.place.listing && !raw.broken);
        let id = match explicit {
            Some(typed) if is_content_id(&typed.value) => typed.value.clone(),
            Some(typed) => {
                problems.push(bad_id(typed, &raw.place.id));
                raw.place.id.clone()
            }
            None => raw.place.id.clone(),
        };
        Some(Piece { id, file: parsed.file, path: &sources.file(parsed.file).path, raw })
    }

    /// Where its id was written, or its front matter.
    pub(super) fn span(&self) -> Span {
        self.raw.common.id.as_ref().map_or_else(|| self.front(), |id| id.span)
    }

    /// Its front matter, or the file where there is none.
    pub(super) fn front(&self) -> Span {
        if self.raw.span.end > self.raw.span.start { self.raw.span } else { Span::file(self.file) }
    }

    /// Last part of its address, as typed or by its file name.
    pub(super) fn slug(&self) -> Spanned<String> {
        let typed = self.raw.common.slug.as_ref().filter(|_| !self.raw.broken && self.raw.place.kind != Kind::Issue);
        typed.cloned().unwrap_or_else(|| Spanned::new(self.raw.place.slug.clone(), Span::file(self.file)))
    }

    /// Its title; its id where it has none, so that messages can name it.
    pub(super) fn title(&self) -> Spanned<String> {
        let subject = match &self.raw.own {
            RawOwn::Issue(letter) => letter.subject.as_ref(),
            _ => None,
        };
        let typed = subject.or(self.raw.common.title.as_ref()).filter(|title| !title.value.trim().is_empty());
        typed.cloned().map_or_else(
            || Spanned::new(self.id.clone(), self.front()),
            |title| title.map(|title| title.trim().to_owned()),
        )
    }
}

fn is_content_id(id: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    id.chars().all(fits) && id.split('/').all(|part| check_segment(part).is_ok())
}

fn bad_id(typed: &Spanned<String>, default: &str) -> Diagnostic {
    let parts: Vec<_> = typed.value.split('/').map(super::fields::short_form).filter(|part| !part.is_empty()).collect();
    let better = if parts.is_empty() { default.to_owned() } else { parts.join("/") };
    Diagnostic::error("bad-id", format!("`{}` can't be a content id", typed.value))
        .at(typed.span, "letters, digits, `-`, `_` and `/` between parts are allowed")
        .help(format!("write `{better}`"))
}

fn twice(first: &Piece<'_>, second: &Piece<'_>) -> Diagnostic {
    Diagnostic::error("duplicate-id", format!("two files have the content id `{}`", second.id))
        .at(second.span(), "this file")
        .at(first.span(), "and this one")
        .help("rename one of the files, or give it an `id` of its own")
}

/// `relative` seen from `folder`, as a path of the site folder; nothing where it leads out of it.
pub(super) fn resolve(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `path` as it must be written in a file of `folder`: the inverse of [`resolve`].
pub(super) fn written(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// The nearest of all Markdown files to a path, as it must be written in a file of `folder`.
pub(super) fn nearest_file(catalogue: &Catalogue<'_>, folder: &str, path: &str) -> Option<String> {
    let exact = [format!("{path}.md"), format!("{path}/index.md"), format!("{path}/_index.md")];
    let meant = exact.iter().find_map(|path| catalogue.by_path.get_key_value(path.as_str())).map(|(path, _)| *path);
    let moved = || {
        let name = path.rsplit('/').next()?;
        let mut same = catalogue.by_path.keys().filter(|known| known.rsplit('/').next() == Some(name));
        same.next().copied().filter(|_| same.next().is_none())
    };
    let near = || nearest(path, catalogue.by_path.keys().copied());
    meant.or_else(near).or_else(moved).map(|path| written(folder, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_and_are_written_back() {
        for (folder, relative, path) in [
            ("content/guides", "x.md", "content/guides/x.md"),
            ("content/guides", "../faq/y.md", "content/faq/y.md"),
            ("content/guides/a", "../../../static/i.png", "static/i.png"),
        ] {
            assert_eq!(resolve(folder, relative).as_deref(), Some(path));
            assert_eq!(written(folder, path), relative);
        }
        assert_eq!(resolve("content", "../../etc/passwd"), None);
        assert_eq!(resolve("content/faq", "./a//b.md").as_deref(), Some("content/faq/a/b.md"));
    }
}
