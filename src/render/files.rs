//! The theme's files: one stylesheet, one script, and whatever else it brings, each with its route.

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
        ThemeFiles { files: std::iter::once(css).chain(js).chain(others).collect(), css: css_path, js: js_path }
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
