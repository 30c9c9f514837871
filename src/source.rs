//! What was read from the site folder and the theme: text with an identity, and assets by their place on disk.
//!
//! A [`Source`] has no meaning yet: this module knows paths, bytes and places in a text, nothing of TOML or Markdown.

use std::path::PathBuf;
use std::sync::Arc;

/// Identity of one file among the [`Sources`] of a run; an index, never stored across runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Identity of one [`Asset`] among the [`Sources`] of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// A place in a file: byte offsets, `start..end`, into the file's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file` from `start` to `end`; offsets past 4 GiB saturate (files are bounded to a few MiB).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: clip(start), end: clip(end) }
    }

    /// The file as a whole: drawn as its path, without line or excerpt.
    pub fn file(file: FileId) -> Self {
        Span { file, start: 0, end: 0 }
    }
}

/// A value and where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, found at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place, another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// What a text file is, by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceClass {
    /// `hub.toml`.
    Settings,
    /// `calendar.toml` or `calendar/*.toml`.
    Calendar,
    /// `links.toml`.
    Links,
    /// `newsletter.lock.toml`.
    Lock,
    /// `content/**/*.md`.
    Content,
    /// `templates/**` of the site, or a template of the theme.
    Template,
    /// `theme.toml`.
    ThemeSettings,
    /// `i18n/LANG.toml` of the theme or the site.
    Language,
    /// CSS or JavaScript of the theme, bundled into one file each.
    ThemeCode,
}

/// One text file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path with `/`, relative to the site folder (`content/guides/x.md`); the theme's begin with `themes/NAME/`.
    pub path: String,
    /// What it is.
    pub class: SourceClass,
    /// Its text: UTF-8 without byte order mark, line ends as the author wrote them.
    pub text: Arc<str>,
}

/// One file that is copied, not read: an image, a download, whatever lies in `static/`.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Path with `/`, relative to the site folder (`content/guides/x/plot.svg`, `static/favicon.svg`) or `themes/NAME/static/…`.
    pub path: String,
    /// Where its bytes are.
    pub bytes: AssetBytes,
    /// Length in bytes.
    pub len: u64,
    /// Width and height in CSS pixels, where the file is an image whose header says so.
    pub size: Option<(u32, u32)>,
}

/// Where an asset's bytes come from.
#[derive(Clone, Debug)]
pub enum AssetBytes {
    /// A file on disk.
    Disk(PathBuf),
    /// Compiled into the program (the built-in themes).
    Built(&'static [u8]),
}

/// Everything that was read, in path order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Text files; [`FileId`] is the index.
    pub files: Vec<Source>,
    /// Assets; [`AssetId`] is the index.
    pub assets: Vec<Asset>,
}

impl Sources {
    /// The file of an id.
    ///
    /// # Panics
    /// When the id belongs to the sources of another run.
    pub fn file(&self, id: FileId) -> &Source {
        self.files.get(id.0 as usize).expect("a FileId comes from the Sources it is asked of")
    }

    /// The asset of an id.
    ///
    /// # Panics
    /// When the id belongs to the sources of another run.
    pub fn asset(&self, id: AssetId) -> &Asset {
        self.assets.get(id.0 as usize).expect("an AssetId comes from the Sources it is asked of")
    }

    /// The text a span covers; empty where the span is the whole file or lies outside it.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a span's start, both from 1; columns count characters, as editors do.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = text.get(..at).unwrap_or("");
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    /// All ids with their files, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }
}
