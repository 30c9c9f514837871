//! The theme's files: stylesheets, one script, and whatever else it brings, each with its route.

use super::draft::Rendered;
use crate::markdown::highlight;
use crate::output::Rank;
use crate::plan::SEARCH;
use crate::source::{AssetId, Sources};
use crate::theme::{BundleFile, PageSheet, Theme};

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
    /// What only some pages load, each with the kinds of these pages.
    pub sheets: Vec<SheetRoutes>,
    /// Whether the theme has a search page.
    search: bool,
}

/// Routes of a stylesheet and a script that only some pages load.
#[derive(Clone, Debug)]
pub struct SheetRoutes {
    kinds: Vec<String>,
    css: Option<String>,
    js: Option<String>,
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
        let of_sheets = theme.sheets().iter().flat_map(|sheet| sheet.css.iter().chain(&sheet.js)).cloned().map(bundle);
        let files = std::iter::once(css).chain(js).chain(of_sheets).chain(others).collect();
        let sheets = theme.sheets().iter().map(SheetRoutes::of).collect();
        ThemeFiles { files, css: css_path, js: js_path, sheets, search: theme.search() }
    }

    /// Routes of what the theme brings: its files by position, and its search page.
    pub fn routes(&self) -> Vec<String> {
        self.files.iter().map(|file| file.path.clone()).chain(self.search.then(|| SEARCH.to_owned())).collect()
    }

    /// Routes of the stylesheets that pages of a kind load besides.
    pub(super) fn sheets_of(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.of_kind(kind).filter_map(|sheet| sheet.css.as_deref())
    }

    /// Routes of the scripts that pages of a kind load besides.
    pub(super) fn scripts_of(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.of_kind(kind).filter_map(|sheet| sheet.js.as_deref())
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &SheetRoutes> {
        self.sheets.iter().filter(move |sheet| sheet.kinds.iter().any(|known| known == kind))
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

impl SheetRoutes {
    fn of(sheet: &PageSheet) -> SheetRoutes {
        let route = |file: &BundleFile| format!("/{}", file.path);
        SheetRoutes { kinds: sheet.kinds.clone(), css: sheet.css.as_ref().map(route), js: sheet.js.as_ref().map(route) }
    }
}

fn bundle(file: BundleFile) -> ThemeFile {
    ThemeFile { path: format!("/{}", file.path), is_hashed: true, content: FileContent::Text(file.text) }
}
