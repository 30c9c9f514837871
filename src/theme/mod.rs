//! A theme, loaded once: templates, words, stylesheet and script of a site.
//!
//! A theme is a folder of files, built in (`themes/`) or the site's own; it may extend another, and the site overrides any
//! template or word of it. Everything is read and checked here, so that making a page can only fail in a template's own
//! doing. Knows nothing of items, plans or the disk: files come as [`Sources`], values as whatever serializes.

mod built_in;
mod bundle;
mod colour;
mod contrast;
mod css;
mod filters;
mod forms;
mod lineage;
mod lint;
mod markup;
mod own;
mod plural;
mod range;
mod templates;
mod tokens;
mod trouble;
mod words;

use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{AssetId, Sources, Spanned};

pub use built_in::{built_in_names, built_in_sources, is_built_in};
pub use bundle::{BundleFile, PageSheet};
pub use filters::{escape_json, safe_url};
pub use own::OwnPages;
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
    /// Design tokens to change.
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
        let ((templates, of_templates), (bundle, of_styles)) = rayon::join(
            || {
                let mut problems = Vec::new();
                let templates = Templates::load(sources, &lineage, Arc::clone(&words), &mut problems);
                problems.extend(templates.lint(&words));
                (templates, problems)
            },
            || {
                let mut problems = Vec::new();
                contrast::check(sources, &lineage, &choice.tokens, &mut problems);
                let look = (choice.tokens.as_slice(), words.direction());
                (Bundle::load(sources, &lineage, look, &mut problems), problems)
            },
        );
        problems.extend(of_templates.into_iter().chain(of_styles));
        let theme =
            Theme { templates, bundle, assets: lineage.assets(sources), search: lineage.offers_search(), words };
        let theme = if theme.search { theme } else { theme.without_search() };
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

    /// The theme of a site that wants no search: what only the search page loads goes with it.
    #[must_use]
    pub fn without_search(mut self) -> Theme {
        self.search = false;
        self.bundle.sheets.retain(|sheet| sheet.kinds.iter().any(|kind| kind != "search"));
        self
    }

    /// Whether pages offer search.
    pub fn search(&self) -> bool {
        self.search
    }

    /// The stylesheet; `code` colours highlighted code.
    pub fn stylesheet(&self, code: &str) -> BundleFile {
        self.bundle.stylesheet(code)
    }

    /// Stylesheets and scripts that pages of some kinds load besides.
    pub fn sheets(&self) -> &[PageSheet] {
        &self.bundle.sheets
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source, SourceClass, Span};
    use serde_json::json;

    /// Loads `plain` for a site with these files.
    fn load(files: &[(&str, &str)]) -> (Sources, Option<Theme>, Vec<Diagnostic>) {
        let file = |(path, text): &(&str, &str)| Source {
            path: (*path).into(),
            class: SourceClass::Template,
            text: (*text).into(),
        };
        let mut sources = Sources { files: files.iter().map(file).collect(), assets: Vec::new() };
        let own = sources.files.iter().find_map(|file| file.path.strip_prefix("themes/")?.split_once('/'));
        let name = own.map_or("plain", |(name, _)| name).to_owned();
        built_in_sources(&name, &mut sources);
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::file(FileId(0)));
        let choice = ThemeChoice { name: spanned(&name), tokens: Vec::new(), language: spanned("en") };
        let (theme, problems) = Theme::load(&sources, &choice);
        (sources, theme, problems)
    }

    fn render(files: &[(&str, &str)], fields: &serde_json::Value) -> Result<String, Box<(String, Diagnostic)>> {
        let (sources, theme, problems) = load(files);
        assert_eq!(problems, []);
        let site = SharedSite::new(&json!({ "title": "Site" }));
        let page = json!({ "title": "Page" });
        let filling = Filling { making: "/guides/x/", page: &page, fields };
        theme
            .unwrap()
            .render("redirect.html", &site, &filling)
            .map_err(|problem| Box::new((place(&sources, &problem), problem)))
    }

    fn place(sources: &Sources, problem: &Diagnostic) -> String {
        let Some(label) = problem.labels.first() else { return String::new() };
        let (line, column) = sources.line_column(label.span);
        format!("{}:{line}:{column} `{}`", sources.file(label.span.file).path, sources.text(label.span))
    }

    #[test]
    fn a_site_replaces_one_template_and_extends_what_it_replaces() {
        let own = "{% extends \"plain:base.html\" %}{% block main %}{{ super() }}<p>{{ a.b }}</p>{% endblock main %}";
        let files =
            [("templates/base.html", own), ("templates/redirect.html", "{{ site.title }} {{ page.title }} {{ a.b }}")];
        assert_eq!(render(&files, &json!({ "a": { "b": "<c>" } })).unwrap(), "Site Page &lt;c&gt;");
    }

    #[test]
    fn absent_fields_are_errors_with_place_page_and_guess() {
        let text = "<p>\n{{ item.title }}{{ item.tilte }}";
        let (place, problem) =
            *render(&[("templates/redirect.html", text)], &json!({ "item": { "title": "T" } })).unwrap_err();
        assert_eq!(problem.code, "template-error");
        assert_eq!(place, "templates/redirect.html:2:20 `item.tilte`");
        assert_eq!(problem.message, "`item.tilte` has no value here");
        assert_eq!(problem.notes, ["while making `/guides/x/`"]);
        assert!(problem.help.contains(&"did you mean `title`?".to_owned()), "{problem:?}");
    }

    #[test]
    fn errors_in_components_name_their_callers() {
        let text = "{% component a(x) %}{{ x.y }}{% endcomponent a %}\n{{ <a x={item}/> }}";
        let (place, problem) = *render(&[("templates/redirect.html", text)], &json!({ "item": {} })).unwrap_err();
        assert_eq!(place, "templates/redirect.html:1:24 `x.y`");
        assert_eq!(problem.labels.len(), 2, "{problem:?}");
    }

    #[test]
    fn components_without_end_are_stopped() {
        let text = "{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}";
        let (place, problem) = *render(&[("templates/redirect.html", text)], &json!({})).unwrap_err();
        assert_eq!(problem.message, "components use one another more than 20 deep");
        assert_eq!(place, "templates/redirect.html:1:1 ``");
    }

    #[test]
    fn a_page_without_end_is_stopped() {
        let text = "{% for i in range(end=90000) %}{{ line }}{% endfor %}";
        let fields = json!({ "line": "x".repeat(1000) });
        let (_, problem) = *render(&[("templates/redirect.html", text)], &fields).unwrap_err();
        assert_eq!(problem.code, "page-too-large");
    }

    #[test]
    fn all_syntax_errors_are_found_in_one_run() {
        let (sources, theme, problems) =
            load(&[("templates/guide.html", "\n{% if x %}"), ("templates/home.html", "{{ a b }}")]);
        assert!(theme.is_none());
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["template-syntax", "template-syntax"]);
        assert!(place(&sources, &problems[1]).starts_with("templates/home.html:1:"), "{problems:?}");
    }

    #[test]
    fn references_to_nothing_have_a_place() {
        let (sources, theme, problems) = load(&[
            ("templates/guide.html", "{{ x | shout }}\n{{ <nobody/> }}"),
            ("templates/home.html", "{% include \"gone.html\" %}"),
        ]);
        assert!(theme.is_none());
        let seen: Vec<_> =
            problems.iter().map(|problem| format!("{} {}", place(&sources, problem), problem.message)).collect();
        assert_eq!(
            seen,
            [
                "templates/guide.html:1:8 `shout` there is no filter `shout`",
                "templates/guide.html:2:4 `<nobody/>` there is no component `nobody`",
                "templates/home.html:1:12 `\"gone.html\"` there is no template `gone.html`",
            ]
        );
    }

    #[test]
    fn an_unknown_parent_and_a_circle_are_told() {
        let (sources, _, problems) = load(&[("templates/guide.html", "{% extends \"bases.html\" %}")]);
        assert_eq!(problems[0].message, "there is no template `bases.html` to extend");
        assert_eq!(place(&sources, &problems[0]), "templates/guide.html:1:13 `bases.html`");
        let (_, _, problems) = load(&[("templates/base.html", "{% extends \"base.html\" %}")]);
        assert_eq!(problems[0].message, "templates extend one another in a circle");
    }

    #[test]
    fn a_misspelt_override_is_noticed() {
        let (_, theme, problems) = load(&[("templates/gude.html", "x")]);
        assert!(theme.is_some());
        assert_eq!(problems[0].code, "template-unused");
        assert_eq!(problems[0].help[0], "did you mean `guide.html`?");
    }

    #[test]
    fn a_theme_without_templates_says_which() {
        let (_, theme, problems) = load(&[("themes/bare/theme.toml", "title = \"Bare\"")]);
        assert!(theme.is_none());
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].message, "the theme `bare` has not all templates: 15 are missing");
        assert!(problems[0].notes[0].starts_with("missing: `404.html`, `answered.html`, `embeds/embed.html`"));
    }

    #[test]
    fn a_component_of_the_site_takes_the_place_of_the_themes() {
        let card = "{% component card(card) %}MINE {{ card.title }}{% endcomponent card %}";
        let text = "{{ <card card={card}/> }}";
        let files = [("templates/components/card.html", card), ("templates/redirect.html", text)];
        assert_eq!(render(&files, &json!({ "card": { "title": "T" } })).unwrap(), "MINE T");
    }
}
