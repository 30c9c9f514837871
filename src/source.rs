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
    /// A file that discover refused, kept so that its diagnostic can name it; no stage reads it.
    Refused,
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

/// What the text file at `path` is (relative to the site folder, with `/`), or `None` where it isn't one that is read.
///
/// Shared by the folder walk and by the themes that are compiled in, so that both read a theme alike.
pub fn classify(path: &str) -> Option<SourceClass> {
    match path {
        "hub.toml" => Some(SourceClass::Settings),
        "calendar.toml" => Some(SourceClass::Calendar),
        "links.toml" => Some(SourceClass::Links),
        "newsletter.lock.toml" => Some(SourceClass::Lock),
        _ => classify_in_folder(path),
    }
}

/// Whether the file at `path` is copied as it is.
pub fn is_asset(path: &str) -> bool {
    let in_static = |path: &str| path.starts_with("static/");
    let copied = path.starts_with("content/") || in_static(path) || in_theme(path).is_some_and(in_static);
    copied && classify(path).is_none()
}

fn classify_in_folder(path: &str) -> Option<SourceClass> {
    let (top, rest) = path.split_once('/')?;
    match top {
        "content" => rest.ends_with(".md").then_some(SourceClass::Content),
        "calendar" => (!rest.contains('/') && rest.ends_with(".toml")).then_some(SourceClass::Calendar),
        "templates" => Some(SourceClass::Template),
        "i18n" => language(rest),
        "themes" => classify_in_theme(in_theme(path)?),
        _ => None,
    }
}

fn classify_in_theme(path: &str) -> Option<SourceClass> {
    if path == "theme.toml" {
        return Some(SourceClass::ThemeSettings);
    }
    let (top, rest) = path.split_once('/')?;
    match top {
        "templates" => Some(SourceClass::Template),
        "i18n" => language(rest),
        "static" if rest.starts_with("css/") && rest.ends_with(".css") => Some(SourceClass::ThemeCode),
        "static" if rest.starts_with("js/") && rest.ends_with(".js") => Some(SourceClass::ThemeCode),
        _ => None,
    }
}

fn language(rest: &str) -> Option<SourceClass> {
    (!rest.contains('/') && rest.ends_with(".toml")).then_some(SourceClass::Language)
}

/// The part of `themes/NAME/…` after the theme's name.
fn in_theme(path: &str) -> Option<&str> {
    path.strip_prefix("themes/")?.split_once('/').map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_what_a_file_is() {
        let cases = [
            ("hub.toml", Some(SourceClass::Settings)),
            ("content/hub.toml", None),
            ("content/guides/x.md", Some(SourceClass::Content)),
            ("calendar/2026.toml", Some(SourceClass::Calendar)),
            ("calendar/old/2026.toml", None),
            ("templates/guide.html", Some(SourceClass::Template)),
            ("i18n/de.toml", Some(SourceClass::Language)),
            ("themes/mine/theme.toml", Some(SourceClass::ThemeSettings)),
            ("themes/mine/templates/a/b.html", Some(SourceClass::Template)),
            ("themes/mine/static/css/base.css", Some(SourceClass::ThemeCode)),
            ("themes/mine/static/logo.svg", None),
            ("README.md", None),
        ];
        for (path, class) in cases {
            assert_eq!(classify(path), class, "{path}");
        }
    }

    #[test]
    fn assets_are_what_lies_beside_texts_and_in_static() {
        let assets = ["content/guides/x/plot.svg", "static/a.css", "static/x.md", "themes/mine/static/logo.svg"];
        assert!(assets.iter().all(|path| is_asset(path)));
        let others = ["content/x.md", "README.md", "themes/mine/static/css/a.css", "themes/mine/README.md"];
        assert!(!others.iter().any(|path| is_asset(path)));
    }
}
