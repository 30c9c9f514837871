//! What a folder is: its generator, what that generator's settings say, where its texts and files lie.

use serde_json::{Map, Value};

use super::super::super::front::yaml;
use super::super::super::post::Facts;
use super::super::super::tree::Tree;
use super::super::Format;
use super::fields::text_of;
use crate::parse::toml::read_free;

/// What is known of a folder.
#[derive(Debug)]
pub(super) struct Settings {
    /// Its generator.
    pub(super) format: Format,
    /// What it says of the site.
    pub(super) facts: Facts,
    /// Folders with texts, the longest first.
    pub(super) roots: Vec<String>,
    /// Folders whose files stood at the top of the site.
    pub(super) public: Vec<String>,
    /// Folders without texts for readers.
    pub(super) ignored: Vec<&'static str>,
    /// Whether pages of HTML with front matter are texts.
    pub(super) takes_html: bool,
    /// Files that were read for this.
    pub(super) files: Vec<String>,
    /// Addresses of posts as a pattern, where the settings have one.
    pub(super) pattern: Option<String>,
    /// Patterns of sections (Hugo).
    pub(super) patterns: Vec<(String, String)>,
    /// What is to be said.
    pub(super) notes: Vec<String>,
}

const HUGO: [&str; 9] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
    "config/_default/hugo.yaml",
    "config.yaml",
    "config.json",
];
const ELEVENTY: [&str; 6] = [
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
    ".eleventy.js",
    ".eleventy.cjs",
];
const ASTRO: [&str; 5] =
    ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts", "astro.config.cjs"];

/// The generator of a folder, as its settings say.
pub(in super::super) fn generator(tree: &Tree) -> Option<Format> {
    let has = |names: &[&str]| names.iter().any(|name| tree.has(name));
    let is_zola = || tree.has("config.toml") && fields_of(tree, "config.toml").contains_key("base_url");
    match () {
        () if has(&["_config.yml", "_config.yaml", "_config.toml"]) => Some(Format::Jekyll),
        () if has(&ASTRO) => Some(Format::Astro),
        () if has(&ELEVENTY) => Some(Format::Eleventy),
        () if has(&["pelicanconf.py"]) => Some(Format::Pelican),
        () if is_zola() => Some(Format::Zola),
        () if has(&HUGO) || tree.has("config.toml") => Some(Format::Hugo),
        () if tree.names().any(|name| name.starts_with("_posts/")) => Some(Format::Jekyll),
        () => None,
    }
}

/// Reads what the settings of a generator say.
pub(super) fn read(tree: &Tree, format: Format) -> Settings {
    let mut settings = Settings {
        format,
        facts: Facts::default(),
        roots: vec![String::new()],
        public: Vec::new(),
        ignored: Vec::new(),
        takes_html: false,
        files: Vec::new(),
        pattern: None,
        patterns: Vec::new(),
        notes: Vec::new(),
    };
    match format {
        Format::Hugo => hugo(tree, &mut settings),
        Format::Zola => zola(tree, &mut settings),
        Format::Jekyll => jekyll(tree, &mut settings),
        Format::Astro => astro(tree, &mut settings),
        Format::Eleventy => eleventy(tree, &mut settings),
        Format::Pelican => pelican(tree, &mut settings),
        _ => {}
    }
    settings
}

fn fields_of(tree: &Tree, name: &str) -> Map<String, Value> {
    let Ok((text, _)) = tree.text(name, 1 << 20) else { return Map::new() };
    match name.rsplit('.').next() {
        Some("toml") => read_free(&text).unwrap_or_default(),
        Some("json") => serde_json::from_str(&text).unwrap_or_default(),
        _ => yaml(&text).unwrap_or_default(),
    }
}

/// What most settings call alike.
fn facts(fields: &Map<String, Value>, facts: &mut Facts) {
    let lower: Map<String, Value> = fields.iter().map(|(key, value)| (key.to_lowercase(), value.clone())).collect();
    let text = |keys: &[&str]| keys.iter().find_map(|key| text_of(lower.get(*key)?));
    facts.title = text(&["title", "name"]);
    facts.description = text(&["description", "tagline"]);
    facts.url = ["base_url", "baseurl", "url"].iter().find_map(|key| text(&[key]).filter(|url| url.contains("://")));
    facts.zone = text(&["timezone"]);
    facts.language = text(&["default_language", "languagecode", "defaultcontentlanguage", "locale", "lang"])
        .map(|tag| tag.replace('_', "-"));
    let people = match lower.get("author").or_else(|| lower.get("authors")) {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    for person in people {
        let name = text_of(&person).or_else(|| text_of(person.get("name")?));
        facts.authors.extend(name.map(|name| (name.clone(), name)));
    }
}

fn hugo(tree: &Tree, settings: &mut Settings) {
    let file = HUGO.iter().copied().chain(["config.toml"]).find(|name| tree.has(name));
    let fields = file.map(|file| fields_of(tree, file)).unwrap_or_default();
    facts(&fields, &mut settings.facts);
    settings.files.extend(file.map(str::to_owned));
    settings.roots = vec!["content/".to_owned()];
    if let Some(language) = &settings.facts.language {
        let short = language.split('-').next().unwrap_or(language);
        settings.roots.insert(0, format!("content/{short}/"));
    }
    settings.public = vec!["static/".to_owned(), "assets/".to_owned()];
    let get = |key: &str| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
    let Some(Value::Object(patterns)) = get("permalinks") else { return };
    let patterns = patterns.get("page").and_then(Value::as_object).unwrap_or(patterns);
    settings.patterns =
        patterns.iter().filter_map(|(section, pattern)| Some((section.clone(), text_of(pattern)?))).collect();
}

fn zola(tree: &Tree, settings: &mut Settings) {
    facts(&fields_of(tree, "config.toml"), &mut settings.facts);
    settings.files.push("config.toml".to_owned());
    settings.roots = vec!["content/".to_owned()];
    settings.public = vec!["static/".to_owned()];
}

fn jekyll(tree: &Tree, settings: &mut Settings) {
    let file = ["_config.yml", "_config.yaml", "_config.toml"].into_iter().find(|name| tree.has(name));
    let fields = file.map(|file| fields_of(tree, file)).unwrap_or_default();
    facts(&fields, &mut settings.facts);
    if let (Some(url), Some(base)) = (&settings.facts.url, fields.get("baseurl").and_then(text_of)) {
        settings.facts.url = Some(format!("{}/{}", url.trim_end_matches('/'), base.trim_matches('/')));
    }
    settings.files.extend(file.map(str::to_owned));
    settings.pattern = fields.get("permalink").and_then(text_of);
    settings.takes_html = true;
    settings.ignored = vec!["_includes/", "_layouts/", "_sass/", "_data/", "_plugins/", "assets/css/", "bin/", "test/"];
    // Folders of collections are written `_docs/`, and stand at `/docs/`.
    let source = fields.get("collections_dir").and_then(text_of).map(|dir| format!("{dir}/"));
    let mut roots: Vec<String> = ["_posts/", "_drafts/"].iter().map(ToString::to_string).collect();
    roots.extend(source.map(|source| format!("{source}_posts/")));
    roots.push(String::new());
    settings.roots = roots;
}

fn astro(tree: &Tree, settings: &mut Settings) {
    let file = ASTRO.into_iter().find(|name| tree.has(name));
    if let Some((text, _)) = file.and_then(|file| tree.text(file, 1 << 20).ok()) {
        let quoted = |key: &str| {
            let (_, rest) = text.split_once(&format!("{key}:"))?;
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
            rest.get(1..)?.split(quote).next().map(str::to_owned)
        };
        settings.facts.url = quoted("site").filter(|url| url.contains("://"));
        settings.facts.title = quoted("title");
        settings.facts.language = quoted("defaultLocale").filter(|tag| tag != "root");
    }
    settings.files.extend(file.map(str::to_owned));
    settings.roots = ["src/content/docs/", "src/content/", "src/pages/"].iter().map(ToString::to_string).collect();
    settings.public = vec!["public/".to_owned()];
}

fn eleventy(tree: &Tree, settings: &mut Settings) {
    settings.files.extend(ELEVENTY.into_iter().filter(|name| tree.has(name)).map(str::to_owned));
    let roots = ["content/", "src/content/", "src/", "docs/"];
    let root = roots.iter().find(|root| tree.names().any(|name| name.starts_with(*root) && name.ends_with(".md")));
    settings.roots = vec![root.map_or_else(String::new, ToString::to_string)];
    settings.public = vec!["public/".to_owned(), "static/".to_owned()];
    settings.ignored = vec!["_includes/", "src/_includes/", "_data/", "src/_data/", "test/", "tests/"];
    for name in ["_data/metadata.json", "_data/site.json", "src/_data/metadata.json", "src/_data/site.json"] {
        if tree.has(name) {
            facts(&fields_of(tree, name), &mut settings.facts);
            settings.files.push(name.to_owned());
        }
    }
}

fn pelican(tree: &Tree, settings: &mut Settings) {
    settings.roots = vec!["content/".to_owned()];
    settings.public = vec!["content/extra/".to_owned()];
    for name in ["pelicanconf.py", "publishconf.py"] {
        let Ok((text, _)) = tree.text(name, 1 << 20) else { continue };
        let set = |key: &str| {
            let line = text.lines().find(|line| line.split('=').next().is_some_and(|left| left.trim() == key))?;
            let value = line.split_once('=')?.1.trim();
            Some(value.trim_matches(['"', '\'']).to_owned()).filter(|value| !value.is_empty())
        };
        let facts = &mut settings.facts;
        facts.title = set("SITENAME").or(facts.title.take());
        facts.url = set("SITEURL").filter(|url| url.contains("://")).or(facts.url.take());
        facts.zone = set("TIMEZONE").or(facts.zone.take());
        facts.language = set("DEFAULT_LANG").or(facts.language.take());
        settings.pattern = set("ARTICLE_URL").or(settings.pattern.take());
        facts.authors.extend(set("AUTHOR").map(|name| (name.clone(), name)));
        settings.files.push(name.to_owned());
    }
}
