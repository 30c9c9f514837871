//! Front matter in every form that generators know: YAML, TOML, JSON, and lines of `Key: value`.
//!
//! The door to the YAML library, which bounds depth and aliases by itself.

use serde_json::{Map, Value};

use crate::parse::toml::read_free;

/// Fields and the text below them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Front<'a> {
    /// The fields, in their order.
    pub(super) fields: Map<String, Value>,
    /// The text.
    pub(super) body: &'a str,
    /// Why some of the fields had to be guessed.
    pub(super) note: Option<String>,
}

/// Takes a file apart.
pub(super) fn split(text: &str) -> Front<'_> {
    let start = text.trim_start_matches(['\n', ' ', '\t']);
    fenced(start, "---", yaml)
        .or_else(|| fenced(start, "+++", |front| read_free(front).ok_or_else(|| "no TOML".to_owned())))
        .or_else(|| json(start))
        .or_else(|| lines(start))
        .unwrap_or_else(|| Front { body: text, ..Front::default() })
}

/// YAML as fields.
///
/// # Errors
/// Why it can't be read.
pub(super) fn yaml(text: &str) -> Result<Map<String, Value>, String> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
    };
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Map::new());
    }
    match serde_saphyr::from_str_with_options::<Value>(text, options) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err("it has no fields".to_owned()),
        Err(error) => Err(error.to_string().lines().next().unwrap_or("").to_owned()),
    }
}

fn fenced<'a>(
    text: &'a str,
    fence: &str,
    read: impl Fn(&str) -> Result<Map<String, Value>, String>,
) -> Option<Front<'a>> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            let front = rest.get(..at)?;
            let body = rest.get(at + line.len()..)?;
            return Some(match read(front) {
                Ok(fields) => Front { fields, body, note: None },
                Err(_) => {
                    let note = "its front matter has a slip of syntax; it was read line by line, so look at its fields";
                    Front { fields: loose(front), body, note: Some(note.to_owned()) }
                }
            });
        }
        at += line.len();
    }
    None
}

/// `key: value` and `key = value` line by line, for what no parser takes: indented lines belong to the field above.
fn loose(front: &str) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    let mut last: Option<String> = None;
    for line in front.lines() {
        let item = line.trim().strip_prefix("- ").map(|item| unquoted(item).to_owned());
        match (item, &last) {
            (Some(item), Some(key)) => {
                let Some(field) = fields.get_mut(key) else { continue };
                match field {
                    Value::Array(list) => list.push(item.into()),
                    _ => *field = Value::Array(vec![item.into()]),
                }
            }
            (None, _) if !line.starts_with([' ', '\t', '#']) => {
                let Some((key, value)) = line.split_once([':', '=']) else { continue };
                last = Some(key.trim().to_owned());
                fields.insert(key.trim().to_owned(), value_of(value.trim()));
            }
            (None, Some(key)) => {
                if let Some(Value::String(text)) = fields.get_mut(key) {
                    text.push_str(&format!(" {}", line.trim()));
                }
            }
            _ => {}
        }
    }
    fields
}

fn value_of(value: &str) -> Value {
    match value {
        "true" => true.into(),
        "false" => false.into(),
        _ => match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => list.split(',').map(|one| Value::from(unquoted(one.trim()))).collect(),
            None => unquoted(value).into(),
        },
    }
}

fn unquoted(value: &str) -> &str {
    let quoted = |quote| value.strip_prefix(quote).and_then(|value: &str| value.strip_suffix(quote));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

/// An object of JSON at the beginning, as Hugo knows it.
fn json(text: &str) -> Option<Front<'_>> {
    if !text.starts_with('{') || text.starts_with("{{") || text.starts_with("{%") {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(Value::Object(fields))) = values.next() else { return None };
    let body = text.get(values.byte_offset()..)?;
    Some(Front { fields, body: body.strip_prefix('\n').unwrap_or(body), note: None })
}

/// Pelican's `Title: …` lines up to the first empty one. Prose may begin with a colon too: a title has to be there.
fn lines(text: &str) -> Option<Front<'_>> {
    const KNOWN: [&str; 12] = [
        "title", "date", "modified", "category", "tags", "slug", "author", "authors", "summary", "lang", "status",
        "save_as",
    ];
    let key = |line: &str| {
        let (key, _) = line.split_once(':')?;
        let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        word.then(|| key.to_lowercase())
    };
    let first = key(text.lines().next()?)?;
    if !KNOWN.contains(&first.as_str()) {
        return None;
    }
    let mut fields: Map<String, Value> = Map::new();
    let mut at = 0;
    let mut last = String::new();
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        match (line.starts_with([' ', '\t']), key(line)) {
            (false, Some(name)) => {
                let value = line.split_once(':').map_or("", |(_, value)| value.trim());
                fields.insert(name.clone(), value.into());
                last = name;
            }
            (true, _) => {
                if let Some(Value::String(text)) = fields.get_mut(&last) {
                    text.push_str(&format!(" {}", line.trim()));
                }
            }
            _ => return None,
        }
        at += line.len();
    }
    fields.contains_key("title").then_some(())?;
    Some(Front { fields, body: text.get(at..)?, note: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> (Value, &str) {
        let front = split(text);
        (Value::Object(front.fields), front.body)
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(read("---\ntitle: A\ntags: [b, c]\n---\nText"), (json!({"title": "A", "tags": ["b", "c"]}), "Text"));
        assert_eq!(read("+++\ntitle = 'A'\n+++\nText"), (json!({"title": "A"}), "Text"));
        assert_eq!(read("{\"title\": \"A\"}\nText"), (json!({"title": "A"}), "Text"));
        assert_eq!(read("Title: A: b\nTags: x, y\n\nText"), (json!({"title": "A: b", "tags": "x, y"}), "\nText"));
        for plain in ["Text", "", "---", "{{ x }}", "Note: this is prose\n\nText", "---\nnever closed"] {
            assert_eq!(read(plain), (json!({}), plain), "{plain}");
        }
    }

    #[test]
    fn a_slip_loses_no_field() {
        let front = split("---\ntitle: A: b\ntags:\n  - x\n  - \"y\"\ndraft: true\n---\nText");
        assert_eq!(Value::Object(front.fields), json!({"title": "A: b", "tags": ["x", "y"], "draft": true}));
        assert!(front.note.is_some());
    }
}
