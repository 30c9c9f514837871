//! Every word a reader meets comes from a language file: templates, styles and scripts of the built-in themes have none of
//! their own, and the languages say the same things.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders with language files: hub's own and the themes'.
const WORDS: [&str; 3] = ["themes/i18n", "themes/hearth/i18n", "themes/plain/i18n"];
/// Plural forms of CLDR.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Attributes whose values are read out, or shown.
const SPOKEN: [&str; 9] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];
/// Texts of scripts that look like words, and what they are.
const NO_WORDS: [&str; 1] = ["Escape"]; // a key

#[test]
fn templates_have_no_words_of_their_own() {
    let mut found = Vec::new();
    for path in files("themes", "html") {
        let text = without_comments(&fs::read_to_string(&path).unwrap());
        found.extend(own_words(&text).into_iter().map(|word| format!("{}: {word}", path.display())));
    }
    assert!(found.is_empty(), "words that no language file can change:\n{}", found.join("\n"));
}

#[test]
fn the_search_for_words_finds_them() {
    let found = |text: &str| own_words(&without_comments(text));
    assert_eq!(found("{# Words #}<p class=\"a b\">{{ \"nav.home\" | t }} · {{ x }}, 1</p>"), Vec::<String>::new());
    assert_eq!(found("<p>Read on</p>"), ["text `Read on`"]);
    assert_eq!(found("<a aria-label=\"Go {{ x }}\" href=\"/x\">é</a>"), ["aria-label `Go `", "text `é`"]);
    assert_eq!(found("<b>{{ x or \"Nothing yet\" }}</b>"), ["code `Nothing yet`"]);
    assert_eq!(found("{% if x %}Now{% endif %}"), ["text `Now`"]);
    assert_eq!(found("<i data-name=\"{{ \"a.b\" | t }}: my own\"></i>"), ["data-name `: my own`"]);
}

#[test]
fn scripts_and_styles_have_no_words_of_their_own() {
    let mut found = Vec::new();
    for path in files("themes", "js") {
        let text = fs::read_to_string(&path).unwrap();
        let own = literals(&without_line_comments(&text)).into_iter().filter(|text| is_speech(text));
        found.extend(own.filter(|text| !NO_WORDS.contains(&text.as_str())).map(|text| (path.clone(), text)));
    }
    for path in files("themes", "css") {
        let text = fs::read_to_string(&path).unwrap();
        let contents = text.split("content:").skip(1).map(|rest| rest.split([';', '}']).next().unwrap());
        let own = contents.filter(|value| value.contains('"')).filter(|value| {
            let text: String = value.split('"').skip(1).step_by(2).collect();
            text.replace("\\a0", "").chars().any(char::is_alphabetic)
        });
        found.extend(own.map(|text| (path.clone(), text.to_owned())));
    }
    assert!(found.is_empty(), "words that no language file can change: {found:?}");
}

#[test]
fn languages_say_the_same_things() {
    let mut wrong = Vec::new();
    for folder in WORDS {
        let english = texts(&Path::new(folder).join("en.toml"));
        for language in ["de", "ar"] {
            let other = texts(&Path::new(folder).join(format!("{language}.toml")));
            let named = |key: &String| format!("{folder}/{language}.toml: `{key}`");
            wrong.extend(
                english.keys().filter(|key| !other.contains_key(*key)).map(|key| format!("{} is missing", named(key))),
            );
            for (key, said) in &other {
                match english.get(key) {
                    None => wrong.push(format!("{} is in no English file", named(key))),
                    Some(expected) if !fits(expected, said) => {
                        wrong.push(format!("{} fills {said:?}, in English {expected:?}", named(key)));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What each word fills in: `{name}` and `%`; of plural forms, what any of them does.
fn texts(path: &Path) -> BTreeMap<String, BTreeSet<String>> {
    fn walk(value: &toml::Value, key: &str, texts: &mut BTreeMap<String, BTreeSet<String>>) {
        match value {
            toml::Value::Table(table) => {
                for (name, inner) in table {
                    let is_form = FORMS.contains(&name.as_str());
                    let name = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    walk(inner, if is_form { key } else { &name }, texts);
                }
            }
            value => texts.entry(key.to_owned()).or_default().extend(placeholders(value.as_str().unwrap())),
        }
    }
    let value: toml::Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut found = BTreeMap::new();
    walk(&value, "", &mut found);
    found
}

fn placeholders(text: &str) -> BTreeSet<String> {
    let named = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned());
    named.chain(text.contains('%').then(|| "%".to_owned())).collect()
}

/// A language may leave out the number where a form says it in words ("two parts"), and nothing else.
fn fits(english: &BTreeSet<String>, said: &BTreeSet<String>) -> bool {
    said.is_subset(english) && english.difference(said).all(|name| name == "count")
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(path.to_str().unwrap(), extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("{#");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, rest| kept + rest.split_once("#}").map_or("", |(_, after)| after))
}

/// Words that a template says itself: in text, in attributes that are read out or given to the script, in its code.
fn own_words(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (html, code) = parted(template);
    let spoken = code.iter().flat_map(|code| literals(code)).filter(|text| is_speech(text));
    let mut rest = html.as_str();
    while let Some((text, after)) = rest.split_once('<') {
        found.extend(speech("text", text));
        let (tag, after) = tag(after);
        found.extend(
            attributes(tag)
                .into_iter()
                .filter(|(name, _)| is_spoken(name))
                .filter_map(|(name, value)| speech(name, value)),
        );
        rest = after;
    }
    found.extend(speech("text", rest));
    found.extend(spoken.map(|text| format!("code `{text}`")));
    found
}

fn is_spoken(name: &str) -> bool {
    // What a script is told by the page are ids, addresses and words; the page takes them from where they are.
    SPOKEN.contains(&name) || name.starts_with("data-")
}

fn speech(place: &str, text: &str) -> Option<String> {
    let text = text.replace("<!doctype html>", "").replace("&nbsp;", "");
    text.chars()
        .any(char::is_alphabetic)
        .then(|| format!("{place} `{}`", if place == "text" { text.trim() } else { &text }))
}

/// A template's HTML without its code, and its code.
fn parted(template: &str) -> (String, Vec<String>) {
    let (mut html, mut code) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        html.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let (inner, after) = rest[at + 2..].split_once(end).unwrap();
        code.push(inner.to_owned());
        rest = after;
    }
    html.push_str(rest);
    (html, code)
}

/// A tag without its brackets, and what follows it.
fn tag(rest: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = rest.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '>' && !quoted
    });
    end.map_or((rest, ""), |(at, _)| (&rest[..at], &rest[at + 1..]))
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(char::is_whitespace).next().unwrap();
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        found.push((name, value));
        rest = after;
    }
    found
}

/// Texts in quotes.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = code.chars();
    while let Some(open) = letters.find(|c| matches!(c, '"' | '\'' | '`')) {
        found.push(letters.by_ref().take_while(|c| *c != open).collect());
    }
    found
}

fn without_line_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether a text of code is meant for people: words with a space between, or one with a capital; not a selector, a key of a
/// language file, or a line of a calendar.
fn is_speech(text: &str) -> bool {
    let is_code = text.chars().any(|c| "<>[]=${}/\\_()*#@^".contains(c)) || text.contains(':') && text.ends_with(':');
    let is_selector = text.split(' ').any(|part| part.starts_with(['.', ':', '-']));
    let capital = text.chars().next().is_some_and(char::is_uppercase) && text.chars().any(char::is_lowercase);
    let words = text.split(' ').filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    let is_classes = text.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '-');
    let other = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    !is_code && !is_selector && (capital || other || (words > 1 && !is_classes))
}
