//! A theme, loaded once: templates, words, stylesheet and script of a site.
//!
//! A theme is a folder of files, built in (`themes/`) or the site's own; it may extend another, and the site overrides any
//! template or word of it. Everything is read and checked here, so that making a page can only fail in a template's own
//! doing. Knows nothing of items, plans or the disk: files come as [`Sources`], values as whatever serializes.

mod built_in;
mod bundle;
mod css;
mod filters;
mod lineage;
mod plural;
mod raw;
mod templates;
mod tokens;
mod trouble;
mod words;

use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{AssetId, Sources, Spanned};

pub use built_in::{built_in_names, built_in_sources};
pub use bundle::BundleFile;
pub use filters::{escape_json, safe_url};
pub use plural::{Plural, plural};
pub use templates::{Filling, SharedSite, TEMPLATES};
pub use tokens::Token;
pub use words::Words;

use bundle::Bundle;
use lineage::Lineage;
use templates::Templates;

/// What the site's settings say of its theme.
#[derive(Clone, Debug)]
pub struct ThemeChoice {
    /// Name of the theme.
    pub name: Spanned<String>,
    /// Design tokens to change: name without dashes, value.
    pub tokens: Vec<Token>,
    /// BCP 47 tag of the site's language.
    pub language: Spanned<String>,
}

/// A theme, ready to make pages from many threads.
#[derive(Debug)]
pub struct Theme {
    templates: Templates,
    words: Arc<Words>,
    bundle: Bundle,
    assets: Vec<(String, AssetId)>,
    search: bool,
}

impl Theme {
    /// Reads the chosen theme from `sources`, which hold the site's files and what [`built_in_sources`] added.
    ///
    /// `None` when there is an error among the diagnostics.
    pub fn load(sources: &Sources, choice: &ThemeChoice) -> (Option<Theme>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let Some(lineage) = Lineage::find(sources, &choice.name, &mut problems) else { return (None, problems) };
        let words = Arc::new(Words::load(sources, &lineage, &choice.language, &mut problems));
        let theme = Theme {
            templates: Templates::load(sources, &lineage, Arc::clone(&words), &mut problems),
            bundle: Bundle::load(sources, &lineage, &choice.tokens, &mut problems),
            assets: lineage.assets(sources),
            search: lineage.themes.iter().find_map(|theme| theme.settings.search.as_ref()).is_some_and(|it| it.value),
            words,
        };
        let is_whole = !problems.iter().any(|problem| problem.severity == Severity::Error);
        (is_whole.then_some(theme), problems)
    }

    /// Makes a document from a template of [`TEMPLATES`].
    ///
    /// # Errors
    /// `template-error` where a template uses what isn't there, `page-too-large` past 32 MiB.
    pub fn render<P: Serialize, F: Serialize>(
        &self,
        template: &str,
        site: &SharedSite,
        filling: &Filling<'_, P, F>,
    ) -> Result<String, Diagnostic> {
        self.templates.render(template, site, filling)
    }

    /// The words of the interface.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Whether pages offer search.
    pub fn search(&self) -> bool {
        self.search
    }

    /// The stylesheet; `code` colours highlighted code.
    pub fn stylesheet(&self, code: &str) -> BundleFile {
        self.bundle.stylesheet(code)
    }

    /// The script, if the theme has one.
    pub fn script(&self) -> Option<&BundleFile> {
        self.bundle.js.as_ref()
    }

    /// The inline script that runs before the first paint; empty if the theme has none.
    pub fn boot(&self) -> &str {
        &self.bundle.boot
    }

    /// `sha256-…` of the boot script, as a content security policy names it.
    pub fn boot_hash(&self) -> Option<String> {
        self.bundle.boot_hash()
    }

    /// Other files of the theme's `static/`: path below `assets/`, and the asset.
    pub fn assets(&self) -> &[(String, AssetId)] {
        &self.assets
    }
}
