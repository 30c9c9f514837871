//! The themes compiled into the program, handed out as [`Sources`] like any file of the site.
//!
//! Knows folders and file names, not what a theme is.

use include_dir::{Dir, File, include_dir};

use crate::source::{Asset, AssetBytes, Source, SourceClass, Sources};

use crate::parse::settings::RawTheme;
use crate::parse::toml::read_file;

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// Themes that may extend one another in a chain; more is a circle, which [`super::lineage`] reports.
const LONGEST_CHAIN: usize = 8;

/// Names of the built-in themes, sorted.
pub fn built_in_names() -> Vec<&'static str> {
    let mut names: Vec<_> = THEMES
        .dirs()
        .filter(|dir| dir.files().any(|file| file.path().ends_with("theme.toml")))
        .filter_map(|dir| dir.path().to_str())
        .collect();
    names.sort_unstable();
    names
}

/// Whether a file is one that is compiled in, not one that the site put in its place.
pub fn is_built_in(file: &Source) -> bool {
    let inner = file.path.strip_prefix("themes/").and_then(|path| THEMES.get_file(path));
    inner.is_some_and(|built_in| built_in.contents() == file.text.as_bytes())
}

/// Adds what the theme `name` needs and the site folder doesn't have: its files, those of the themes it extends, and
/// hub's own words (`themes/i18n/`). A `themes/NAME/` of the site stands in place of the built-in one as a whole; what is
/// there already is not added again.
pub fn built_in_sources(name: &str, sources: &mut Sources) {
    if !sources.files.iter().any(|file| file.path.starts_with("themes/i18n/")) {
        add_folder("i18n", sources);
    }
    let mut next = Some(name.to_owned());
    for _ in 0..LONGEST_CHAIN {
        let Some(name) = next.take() else { break };
        if settings_text(&name, sources).is_none() {
            add_folder(&name, sources);
        }
        next = settings_text(&name, sources).and_then(|text| parent_of(&text));
    }
}

fn settings_text(name: &str, sources: &Sources) -> Option<String> {
    let path = format!("themes/{name}/theme.toml");
    sources.files.iter().find(|file| file.path == path).map(|file| file.text.to_string())
}

/// The problems of the file are reported when the theme is loaded; here only the name counts.
fn parent_of(settings: &str) -> Option<String> {
    let nowhere = crate::source::FileId(u32::MAX);
    read_file::<RawTheme>(settings, nowhere).0.extends.map(|parent| parent.value)
}

fn add_folder(name: &str, sources: &mut Sources) {
    let Some(folder) = THEMES.get_dir(name) else { return };
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort_by_key(|file| file.path());
    for file in files {
        let Some(path) = file.path().to_str() else { continue };
        add_file(format!("themes/{}", path.replace('\\', "/")), file, sources);
    }
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<&'static File<'static>>) {
    files.extend(folder.files());
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

fn add_file(path: String, file: &'static File<'static>, sources: &mut Sources) {
    let bytes = file.contents();
    match (class_of(&path), std::str::from_utf8(bytes)) {
        (Some(class), Ok(text)) => sources.files.push(Source { path, class, text: text.into() }),
        _ if path.contains("/static/") => {
            let len = bytes.len() as u64;
            sources.assets.push(Asset { path, bytes: AssetBytes::Built(bytes), len, size: None });
        }
        _ => {}
    }
}

/// What a file of a theme is, by its path (`themes/NAME/…`); `None` for what is copied or not used.
fn class_of(path: &str) -> Option<SourceClass> {
    let (folder, rest) = path.strip_prefix("themes/")?.split_once('/')?;
    let code = |rest: &str| rest.starts_with("static/") && (rest.ends_with(".css") || rest.ends_with(".js"));
    match rest {
        "theme.toml" => Some(SourceClass::ThemeSettings),
        _ if rest.starts_with("templates/") && rest.ends_with(".html") => Some(SourceClass::Template),
        _ if (folder == "i18n" || rest.starts_with("i18n/")) && rest.ends_with(".toml") => Some(SourceClass::Language),
        _ if code(rest) => Some(SourceClass::ThemeCode),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_in_theme_comes_whole_and_once() {
        let mut sources = Sources::default();
        built_in_sources("plain", &mut sources);
        built_in_sources("plain", &mut sources);
        let paths: Vec<_> = sources.files.iter().map(|file| file.path.as_str()).collect();
        assert!(paths.contains(&"themes/plain/theme.toml"), "{paths:?}");
        assert!(paths.contains(&"themes/i18n/en.toml"));
        let mut unique = paths.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), paths.len());
    }

    #[test]
    fn a_theme_of_the_site_takes_the_place_of_the_built_in_one() {
        let text = "title = \"Mine\"\nextends = \"plain\"\n".into();
        let own = Source { path: "themes/hearth/theme.toml".into(), class: SourceClass::ThemeSettings, text };
        let mut sources = Sources { files: vec![own], assets: Vec::new() };
        built_in_sources("hearth", &mut sources);
        assert!(!sources.files.iter().any(|file| file.path.starts_with("themes/hearth/templates")));
        assert!(sources.files.iter().any(|file| file.path == "themes/plain/theme.toml"));
    }

    #[test]
    fn both_themes_are_there() {
        assert_eq!(built_in_names(), ["hearth", "plain"]);
    }
}
