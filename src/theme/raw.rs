//! `theme.toml` and language files as their authors typed them.
//!
//! A stand-in for the door to TOML: once `parse` has `RawTheme` and `read_flat_texts`, this file is two `use` lines.

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};

/// `theme.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTheme {
    /// Name for people.
    pub title: Option<Spanned<String>>,
    /// Theme whose files are used where this one has none.
    pub extends: Option<Spanned<String>>,
    /// Whether pages offer search.
    pub search: Option<Spanned<bool>>,
    /// Stylesheets, in order.
    pub css: Vec<Spanned<String>>,
    /// Scripts, in order.
    pub js: Vec<Spanned<String>>,
    /// Script that runs before the first paint, at most 500 bytes.
    pub boot: Option<Spanned<String>>,
    /// Languages it has words for.
    pub languages: Vec<Spanned<String>>,
}

/// Reads `theme.toml`.
pub fn read_theme(text: &str, file: FileId) -> (RawTheme, Vec<Diagnostic>) {
    let (table, problems) = parse(text, file);
    let table = table.get_ref();
    let place = |value: &TomlSpanned<DeValue<'_>>| Span::new(file, value.span().start, value.span().end);
    let string = |value: &TomlSpanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(text) => Some(Spanned::new(text.to_string(), place(value))),
        _ => None,
    };
    let list = |key: &str| match table.get(key).map(|value| value.get_ref()) {
        Some(DeValue::Array(array)) => array.iter().filter_map(string).collect(),
        _ => Vec::new(),
    };
    let search =
        table.get("search").map(|value| Spanned::new(matches!(value.get_ref(), DeValue::Boolean(true)), place(value)));
    let raw = RawTheme {
        title: table.get("title").and_then(string),
        extends: table.get("extends").and_then(string),
        search,
        css: list("css"),
        js: list("js"),
        boot: table.get("boot").and_then(string),
        languages: list("languages"),
    };
    (raw, problems)
}

/// Reads a file of texts, tables flattened to dotted keys, in the order of the file (`i18n/LANG.toml`).
pub fn read_flat_texts(text: &str, file: FileId) -> (Vec<(String, Spanned<String>)>, Vec<Diagnostic>) {
    let (table, problems) = parse(text, file);
    let mut texts = Vec::new();
    flatten(table.get_ref(), "", file, &mut texts);
    (texts, problems)
}

fn parse(text: &str, file: FileId) -> (TomlSpanned<DeTable<'_>>, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let problem = |error: &toml::de::Error| {
        let range = error.span().unwrap_or(0..0);
        Diagnostic::error("toml-syntax", format!("this is not TOML: {}", error.message()))
            .at(Span::new(file, range.start, range.end), "")
    };
    let problems = errors.iter().map(problem).collect();
    (table, problems)
}

fn flatten(table: &DeTable<'_>, prefix: &str, file: FileId, texts: &mut Vec<(String, Spanned<String>)>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(inner, &name, file, texts),
            DeValue::String(text) => {
                let span = Span::new(file, value.span().start, value.span().end);
                texts.push((name, Spanned::new(text.to_string(), span)));
            }
            _ => {}
        }
    }
}
