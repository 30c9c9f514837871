//! The theme's files: stylesheets, one script, and whatever else it brings, each with its route.

use super::draft::Rendered;
use crate::markdown::highlight;
use crate::output::Rank;
use crate::source::{AssetId, Sources};
use crate::theme::{BundleFile, Theme};

/// One file of the theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Route: `/assets/style.0123456789ab.css`.
    pub path: String,
    /// Whether its name changes with its content, so that it may be kept for ever.
    pub is_hashed: bool,
    content: FileContent,
}

#[derive(Clone, Debug)]
enum FileContent {
    Text(String),
    Asset(AssetId),
}

/// All files of a theme, in a fixed order: a plan names them by position.
#[derive(Clone, Debug)]
pub struct ThemeFiles {
    /// In order.
    pub files: Vec<ThemeFile>,
    /// Route of the stylesheet.
    pub css: String,
    /// Route of the script, if the theme has one.
    pub js: Option<String>,
    /// Routes of the stylesheets that only some pages load, each with the kinds of these pages.
    pub sheets: Vec<(Vec<String>, String)>,
}

impl ThemeFiles {
    /// Bundles a theme.
    pub fn of(theme: &Theme) -> Self {
        let css = bundle(theme.stylesheet(&highlight::stylesheet()));
        let js = theme.script().cloned().map(bundle);
        let (css_path, js_path) = (css.path.clone(), js.as_ref().map(|js| js.path.clone()));
        let others = theme.assets().iter().map(|(path, asset)| ThemeFile {
            path: format!("/assets/{path}"),
            is_hashed: false,
            content: FileContent::Asset(*asset),
        });
        let (kinds, sheets): (Vec<_>, Vec<_>) =
            theme.sheets().iter().cloned().map(|sheet| (sheet.kinds, bundle(sheet.file))).unzip();
        let sheet_paths = kinds.into_iter().zip(sheets.iter().map(|sheet| sheet.path.clone())).collect();
        let files = std::iter::once(css).chain(js).chain(sheets).chain(others).collect();
        ThemeFiles { files, css: css_path, js: js_path, sheets: sheet_paths }
    }

    /// Routes of the stylesheets that pages of a kind load besides.
    pub(super) fn sheets_of(&self, kind: &str) -> impl Iterator<Item = &str> {
        let of_kind = self.sheets.iter().filter(move |(kinds, _)| kinds.iter().any(|known| known == kind));
        of_kind.map(|(_, route)| route.as_str())
    }

    /// The file at a position of the plan's list; past its end, nothing.
    pub(super) fn rendered(&self, sources: &Sources, position: usize) -> Rendered {
        match self.files.get(position).map(|file| &file.content) {
            Some(FileContent::Text(text)) => Rendered { rank: Rank::Asset, ..Rendered::text(text.clone()) },
            Some(FileContent::Asset(asset)) => Rendered::asset(sources.asset(*asset)),
            None => Rendered::text(String::new()),
        }
    }
}

fn bundle(file: BundleFile) -> ThemeFile {
    ThemeFile { path: format!("/{}", file.path), is_hashed: true, content: FileContent::Text(file.text) }
}
