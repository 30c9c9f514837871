//! One piece as a file of a hub: its place, its fields, its text.

use serde_json::{Map, Value};

use super::note::Found;
use crate::edit::{date_text, quoted, quoted_list, slug_of};
use crate::output::{check_segment, nfc};
use crate::parse::Kind;
use crate::parse::toml::RawDate;

/// Bytes of a name that any file system takes with room for what is added.
const NAME: usize = 100;

/// A piece that is about to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// What it was made of; empty for what only holds others.
    pub(super) source: String,
    /// Its kind.
    pub(super) kind: Option<Kind>,
    /// The folder of its series.
    pub(super) series: Option<String>,
    /// Its place among the parts, from 1.
    pub(super) part: usize,
    /// The last part of its address.
    pub(super) slug: String,
    /// Where it lies already, if an earlier import put it there.
    pub(super) there: Option<String>,
    /// Its fields, as the source has them.
    pub(super) fields: Fields,
    /// Its text.
    pub(super) body: String,
    /// Files beside it: names there, and in the source.
    pub(super) beside: Vec<(String, String)>,
    /// What needs a hand.
    pub(super) notes: Vec<Found>,
}

/// Front matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    /// Title.
    pub(super) title: String,
    /// Description.
    pub(super) description: Option<String>,
    /// Publication.
    pub(super) date: Option<RawDate>,
    /// Change.
    pub(super) updated: Option<RawDate>,
    /// Tags.
    pub(super) tags: Vec<String>,
    /// Author ids.
    pub(super) authors: Vec<String>,
    /// Older addresses.
    pub(super) aliases: Vec<String>,
    /// Id in feeds.
    pub(super) guid: Option<String>,
    /// Link in feeds.
    pub(super) feed_link: Option<String>,
    /// Lead image.
    pub(super) image: Option<String>,
    /// What it shows.
    pub(super) image_alt: Option<String>,
    /// Not public.
    pub(super) draft: bool,
    /// Public, and on no list.
    pub(super) unlisted: bool,
    /// The creator's own.
    pub(super) extra: Map<String, Value>,
}

impl Piece {
    /// Its file, in the hub.
    pub(super) fn path(&self) -> String {
        if let Some(there) = &self.there {
            return there.clone();
        }
        let file = if self.beside.is_empty() { ".md" } else { "/index.md" };
        match (self.kind, &self.series) {
            (Some(Kind::Series), _) => format!("content/series/{}/_index.md", self.slug),
            (Some(Kind::Part), Some(series)) => format!("content/series/{series}/{:02}-{}{file}", self.part, self.slug),
            (kind, _) => format!("content/{}/{}{file}", kind.unwrap_or(Kind::Guide).folder(), self.slug),
        }
    }

    /// The folder of its file.
    pub(super) fn folder(&self) -> String {
        let path = self.path();
        path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        match (self.kind, &self.series) {
            (Some(Kind::Part), Some(series)) => format!("/series/{series}/{}/", self.slug),
            (Some(Kind::Page), _) => format!("/{}/", self.slug),
            (kind, _) => format!("/{}/{}/", kind.unwrap_or(Kind::Guide).folder(), self.slug),
        }
    }

    /// The whole file.
    pub(super) fn text(&self) -> String {
        let front = self.front();
        let body = self.body.trim_matches('\n');
        if body.is_empty() { front } else { format!("{front}\n{body}\n") }
    }

    /// Front matter, with its frame.
    pub(super) fn front(&self) -> String {
        let fields = &self.fields;
        let mut front = format!("+++\ntitle = {}\n", quoted(&fields.title));
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                front.push_str(&format!("{key} = {value}\n"));
            }
        };
        let texts = |list: &[String]| (!list.is_empty()).then(|| quoted_list(list));
        let text = |text: &Option<String>| text.as_ref().map(|text| quoted(text));
        put("description", text(&fields.description));
        // A number before the first `-` is no part of an address, unless somebody says so.
        let is_numbered =
            self.slug.split_once('-').is_some_and(|(digits, _)| digits.bytes().all(|b| b.is_ascii_digit()));
        if is_numbered && self.kind != Some(Kind::Series) {
            put("slug", Some(quoted(&self.slug)));
            put("id", Some(quoted(&self.id())));
        }
        put("date", fields.date.as_ref().map(date_text));
        put("updated", fields.updated.as_ref().map(date_text));
        put("authors", texts(&fields.authors));
        put("tags", texts(&fields.tags));
        put("aliases", texts(&fields.aliases));
        put("guid", text(&fields.guid));
        put("feed_link", text(&fields.feed_link));
        put("image", text(&fields.image));
        put("image_alt", text(&fields.image_alt));
        put("listed", fields.unlisted.then(|| "false".to_owned()));
        put("draft", fields.draft.then(|| "true".to_owned()));
        if !self.source.is_empty() || !fields.extra.is_empty() {
            front.push_str("\n[extra]\n");
            front.extend((!self.source.is_empty()).then(|| format!("imported_from = {}\n", quoted(&self.source))));
            front.extend(
                fields
                    .extra
                    .iter()
                    .filter_map(|(key, value)| Some(format!("{} = {}\n", quoted_key(key), toml(value, 0)?))),
            );
        }
        front.push_str("+++\n");
        front
    }

    fn id(&self) -> String {
        match (self.kind, &self.series) {
            (Some(Kind::Part), Some(series)) => format!("series/{series}/{}", self.slug),
            (kind, _) => format!("{}/{}", kind.unwrap_or(Kind::Guide).folder(), self.slug),
        }
    }
}

fn quoted_key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if is_bare { key.to_owned() } else { basic(key) }
}

/// A text in the one form that keys may have too.
fn basic(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// A value of the creator's as TOML, on one line; what TOML has no word for is left out.
fn toml(value: &Value, depth: u8) -> Option<String> {
    match value {
        _ if depth > 16 => None,
        Value::Null => None,
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(
            number
                .as_i64()
                .map_or_else(|| number.as_f64().map(|number| format!("{number:?}")), |whole| Some(whole.to_string()))
                .unwrap_or_else(|| basic(&number.to_string())),
        ),
        Value::String(text) => Some(basic(text)),
        Value::Array(list) => {
            Some(format!("[{}]", list.iter().filter_map(|one| toml(one, depth + 1)).collect::<Vec<_>>().join(", ")))
        }
        Value::Object(table) => {
            let fields: Vec<String> = table
                .iter()
                .filter_map(|(key, value)| Some(format!("{} = {}", quoted_key(key), toml(value, depth + 1)?)))
                .collect();
            Some(if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) })
        }
    }
}

/// A name for files and addresses: the old one where it can stay.
pub(super) fn name(wanted: &str, title: &str) -> Option<String> {
    let wanted = nfc(wanted.trim().trim_matches('/'));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = |name: &String| {
        !name.is_empty()
            && name.len() <= NAME
            && name.chars().all(plain)
            && check_segment(name).is_ok()
            && !is_taken(name)
    };
    let kept = wanted.rsplit('/').next().map(|last| last.trim_matches(['.', '-', '_']).to_lowercase());
    kept.filter(|name| fits(name) && !name.ends_with(".md"))
        .or_else(|| slug_of(wanted.rsplit('/').next().unwrap_or(&wanted)).filter(fits))
        .or_else(|| slug_of(title).filter(fits))
}

/// Names that mean something to hub, or to a server.
fn is_taken(name: &str) -> bool {
    matches!(name, "index" | "_index" | "page")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_where_it_can() {
        assert_eq!(name("my-post_2", "T").as_deref(), Some("my-post_2"));
        assert_eq!(name("Ein Tag im März!", "T").as_deref(), Some("ein-tag-im-marz"));
        assert_eq!(name("con", "A title").as_deref(), Some("a-title"));
        assert_eq!(name("index", "A title").as_deref(), Some("a-title"));
        assert_eq!(name("../..", ""), None);
        assert_eq!(name("日記", "T").as_deref(), Some("日記"));
        assert!(name(&"word-".repeat(60), "T").is_some_and(|name| name.len() < NAME));
    }

    #[test]
    fn any_value_is_toml() {
        let value = serde_json::json!({"a b": [1, 2.5, null, "x\"y\n"], "c": {"d": true}});
        assert_eq!(toml(&value, 0).as_deref(), Some("{ \"a b\" = [1, 2.5, \"x\\\"y\\u000A\"], c = { d = true } }"));
    }
}
