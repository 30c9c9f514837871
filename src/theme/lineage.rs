//! A theme and the themes it extends: where each of its files is found.
//!
//! The nearest theme that has a file wins. Knows paths and `theme.toml`, not what is in the other files.

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::{Asset, AssetId, FileId, Source, Sources, Span, Spanned};

use super::built_in::built_in_names;
use crate::parse::settings::RawTheme;
use crate::parse::toml::read_file;

/// The chosen theme first, then the one it extends, and so on.
#[derive(Clone, Debug)]
pub(super) struct Lineage {
    /// Never empty.
    pub(super) themes: Vec<Ancestor>,
}

/// One theme of a [`Lineage`].
#[derive(Clone, Debug)]
pub(super) struct Ancestor {
    /// Its folder's name.
    pub(super) name: String,
    /// Its `theme.toml`.
    pub(super) file: FileId,
    /// What stands in it.
    pub(super) settings: RawTheme,
}

impl Lineage {
    /// Follows `extends` from the chosen theme; `None` when a theme isn't there or they extend one another in a circle.
    pub(super) fn find(sources: &Sources, name: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<Lineage> {
        let mut themes: Vec<Ancestor> = Vec::new();
        let mut next = Some(name.clone());
        while let Some(name) = next {
            if themes.iter().any(|theme| theme.name == name.value) {
                problems.push(circle(&themes, &name));
                return None;
            }
            let Some((file, source)) = settings_file(sources, &name.value) else {
                problems.push(unknown(sources, &name));
                return None;
            };
            let (settings, found) = read_file::<RawTheme>(&source.text, file);
            problems.extend(found);
            next = settings.extends.clone();
            themes.push(Ancestor { name: name.value, file, settings });
        }
        Some(Lineage { themes })
    }

    /// Name of the chosen theme.
    pub(super) fn name(&self) -> &str {
        self.themes.first().map_or("", |theme| &theme.name)
    }

    /// The place of the chosen theme's `theme.toml`.
    pub(super) fn place(&self) -> Span {
        Span::file(self.themes.first().expect("a lineage holds the chosen theme").file)
    }

    /// The nearest text file at `path` below a theme's folder (`static/css/base.css`).
    pub(super) fn text<'s>(&self, sources: &'s Sources, path: &str) -> Option<(FileId, &'s Source)> {
        self.themes.iter().find_map(|theme| {
            let path = format!("themes/{}/{path}", theme.name);
            sources.iter().find(|(_, source)| source.path == path)
        })
    }

    /// A list of `theme.toml`, from the nearest theme that has any.
    pub(super) fn list<'l, T>(&'l self, of: impl Fn(&'l RawTheme) -> &'l [T]) -> &'l [T] {
        self.themes.iter().map(|theme| of(&theme.settings)).find(|list| !list.is_empty()).unwrap_or(&[])
    }

    /// What the nearest theme that says so says of search.
    pub(super) fn offers_search(&self) -> bool {
        self.themes.iter().find_map(|theme| theme.settings.search.as_ref()).is_some_and(|flag| flag.value)
    }

    /// Files below `static/` that are copied as they are: path below it and asset, in path order, the nearest theme's first.
    pub(super) fn assets(&self, sources: &Sources) -> Vec<(String, AssetId)> {
        let mut found: Vec<(String, AssetId)> = Vec::new();
        for theme in &self.themes {
            let folder = format!("themes/{}/static/", theme.name);
            for (id, asset) in numbered(sources) {
                let Some(path) = asset.path.strip_prefix(&folder) else { continue };
                if !found.iter().any(|(known, _)| known == path) {
                    found.push((path.to_owned(), id));
                }
            }
        }
        found.sort();
        found
    }
}

fn numbered(sources: &Sources) -> impl Iterator<Item = (AssetId, &Asset)> {
    (0..).map(AssetId).zip(&sources.assets)
}

fn settings_file<'s>(sources: &'s Sources, name: &str) -> Option<(FileId, &'s Source)> {
    let path = format!("themes/{name}/theme.toml");
    sources.iter().find(|(_, source)| source.path == path)
}

fn unknown(sources: &Sources, name: &Spanned<String>) -> Diagnostic {
    let mut names: Vec<&str> = built_in_names();
    names
        .extend(sources.files.iter().filter_map(|file| file.path.strip_prefix("themes/")?.strip_suffix("/theme.toml")));
    names.sort_unstable();
    names.dedup();
    let listed: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::error("unknown-theme", format!("there is no theme `{}`", name.value))
        .at(name.span, "unknown theme")
        .note(format!("themes: {}", listed.join(", ")))
        .maybe_help(nearest_help(&name.value, names.iter().copied()))
        .help(format!("a theme of your own is a folder `themes/{}` with a `theme.toml`", name.value))
}

fn circle(themes: &[Ancestor], name: &Spanned<String>) -> Diagnostic {
    let chain: Vec<_> = themes.iter().map(|theme| format!("`{}`", theme.name)).collect();
    Diagnostic::error("theme-circle", format!("themes extend one another in a circle, back to `{}`", name.value))
        .at(name.span, "here the circle closes")
        .note(format!("in this order: {}", chain.join(", ")))
        .help("take out this `extends`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceClass;

    fn themes(files: &[(&str, &str)]) -> Sources {
        let file = |(path, text): &(&str, &str)| Source {
            path: (*path).into(),
            class: SourceClass::ThemeSettings,
            text: (*text).into(),
        };
        Sources { files: files.iter().map(file).collect(), assets: Vec::new() }
    }

    fn find(sources: &Sources, name: &str) -> (Option<Lineage>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let name = Spanned::new(name.to_owned(), Span::file(FileId(0)));
        (Lineage::find(sources, &name, &mut problems), problems)
    }

    #[test]
    fn extends_is_followed() {
        let sources = themes(&[
            ("themes/a/theme.toml", "title = \"A\"\nextends = \"b\""),
            ("themes/b/theme.toml", "title = \"B\"\ncss = [\"css/x.css\"]"),
        ]);
        let (lineage, problems) = find(&sources, "a");
        let lineage = lineage.unwrap();
        assert!(problems.is_empty());
        assert_eq!(lineage.themes.iter().map(|theme| theme.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(lineage.list(|settings| &settings.css).len(), 1);
    }

    #[test]
    fn a_circle_is_named() {
        let sources = themes(&[
            ("themes/a/theme.toml", "title = \"A\"\nextends = \"b\""),
            ("themes/b/theme.toml", "title = \"B\"\nextends = \"a\""),
        ]);
        let (lineage, problems) = find(&sources, "a");
        assert!(lineage.is_none());
        assert_eq!(problems[0].code, "theme-circle");
    }

    #[test]
    fn a_misspelt_theme_is_guessed() {
        let (lineage, problems) = find(&themes(&[]), "heart");
        assert!(lineage.is_none());
        assert_eq!(problems[0].message, "there is no theme `heart`");
        assert_eq!(problems[0].help[0], "did you mean `hearth`?");
    }
}
