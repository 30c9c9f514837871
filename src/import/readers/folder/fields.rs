//! What fields of front matter mean, whichever generator's names they have. What is understood is taken out; the rest stays
//! the creator's own.

use serde_json::{Map, Value};

use super::super::super::date;
use super::super::super::post::Post;
use super::super::line;
use crate::parse::toml::RawDate;

/// Takes what hub knows out of `fields`.
pub(in super::super) fn fill(post: &mut Post, fields: &mut Map<String, Value>) {
    // Zola and others keep a part of the fields in tables of their own.
    for table in ["taxonomies", "extra", "params"] {
        if let Some(Value::Object(inner)) = fields.remove(table) {
            for (key, value) in inner {
                fields.entry(key).or_insert(value);
            }
        }
    }
    post.title = text(fields, &["title", "subject", "name"]).map(|title| line(&title)).unwrap_or_default();
    post.date = day(
        post,
        fields,
        &[
            "date",
            "pubDate",
            "pubdate",
            "publishDate",
            "publishdate",
            "publish_date",
            "published",
            "published_at",
            "publishedAt",
            "created",
        ],
    );
    post.updated = day(
        post,
        fields,
        &["updated", "lastmod", "modified", "updatedDate", "updated_at", "last_modified_at", "lastUpdated"],
    );
    post.categories = ["categories", "category"].iter().flat_map(|key| many(fields, key)).collect();
    post.tags = ["tags", "tag", "keywords", "topics"].iter().flat_map(|key| many(fields, key)).collect();
    post.tags.extend(post.categories.iter().cloned());
    post.authors = ["authors", "author"].iter().flat_map(|key| many(fields, key)).collect();
    post.slug = text(fields, &["slug"]);
    post.excerpt = text(fields, &["description", "summary", "excerpt", "subtitle"]).map(|excerpt| line(&excerpt));
    post.guid = text(fields, &["guid"]);
    cover(post, fields);
    series(post, fields);
    post.draft = is_draft(fields);
    let alias_keys = ["aliases", "redirect_from", "alias"];
    post.olds = alias_keys.iter().flat_map(|key| many(fields, key)).collect();
}

fn is_draft(fields: &mut Map<String, Value>) -> bool {
    let draft = fields.remove("draft").is_some_and(|value| truth(&value));
    let unpublished = fields.get("published").is_some_and(|value| matches!(value, Value::Bool(_)) && !truth(value));
    let status = fields.get("status").and_then(Value::as_str).map(str::to_lowercase);
    let waits =
        status.as_deref().is_some_and(|status| matches!(status, "draft" | "hidden" | "scheduled" | "private" | "idea"));
    if status.is_some() {
        fields.remove("status");
    }
    if fields.get("published").is_some_and(Value::is_boolean) {
        fields.remove("published");
    }
    draft || unpublished || waits
}

/// `true` in every way that people write it.
pub(in super::super::super) fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(word) => matches!(word.to_lowercase().as_str(), "true" | "yes" | "on" | "1"),
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    }
}

fn cover(post: &mut Post, fields: &mut Map<String, Value>) {
    for key in [
        "cover",
        "image",
        "heroImage",
        "hero_image",
        "featured_image",
        "featuredImage",
        "feature_image",
        "thumbnail",
        "banner",
        "images",
    ] {
        let found = match fields.get(key) {
            Some(Value::String(path)) => Some((path.clone(), None)),
            Some(Value::Array(list)) => list.first().and_then(Value::as_str).map(|path| (path.to_owned(), None)),
            Some(Value::Object(table)) => ["image", "src", "url", "path", "file"]
                .iter()
                .find_map(|key| table.get(*key)?.as_str())
                .map(|path| (path.to_owned(), table.get("alt").and_then(Value::as_str).map(str::to_owned))),
            _ => None,
        };
        if let Some((path, alt)) = found.filter(|(path, _)| !path.trim().is_empty()) {
            let path = path.trim().trim_start_matches("[[").trim_end_matches("]]").to_owned();
            (post.cover, post.cover_alt) = (Some(path), alt);
            fields.remove(key);
            break;
        }
    }
    let alt = text(fields, &["image_alt", "imageAlt", "heroImageAlt", "cover_alt", "feature_image_alt", "alt"]);
    post.cover_alt = post.cover_alt.take().or(alt);
}

fn series(post: &mut Post, fields: &mut Map<String, Value>) {
    post.series = many(fields, "series").into_iter().next();
    if post.series.is_some() {
        let keys = ["series_order", "seriesOrder", "series_part", "part", "series_weight", "order", "weight"];
        let key = keys.into_iter().find(|key| fields.get(*key).is_some_and(Value::is_i64));
        post.part = key.and_then(|key| fields.remove(key)?.as_i64());
    }
}

/// The first field of these that is text, taken out.
pub(in super::super) fn text(fields: &mut Map<String, Value>, keys: &[&str]) -> Option<String> {
    let key = keys.iter().find(|key| fields.get(**key).is_some_and(|value| text_of(value).is_some()))?;
    text_of(&fields.remove(*key)?)
}

/// A value as text, where it is one.
pub(in super::super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A list, a list in one text, or names in a table; taken out.
fn many(fields: &mut Map<String, Value>, key: &str) -> Vec<String> {
    let Some(value) = fields.remove(key) else { return Vec::new() };
    let of = |value: &Value| match value {
        Value::Object(table) => ["name", "id", "title"].iter().find_map(|key| text_of(table.get(*key)?)),
        other => text_of(other),
    };
    match &value {
        Value::Array(list) => list.iter().filter_map(of).collect(),
        Value::String(text) => {
            // Authors' names may hold commas only between people; titles of series never part.
            let parts = if key == "series" || text.starts_with('/') {
                vec![text.as_str()]
            } else {
                text.split([',', ';']).collect::<Vec<_>>()
            };
            parts
                .iter()
                .map(|one| one.trim().trim_start_matches('#').to_owned())
                .filter(|one| !one.is_empty())
                .collect()
        }
        other => of(other).into_iter().collect(),
    }
}

/// The first field of these that is a date, taken out; one that can't be read stays and is told.
fn day(post: &mut Post, fields: &mut Map<String, Value>, keys: &[&str]) -> Option<RawDate> {
    for key in keys {
        let Some(typed) = fields.get(*key).and_then(text_of) else { continue };
        match date::read(&typed) {
            Some(found) => {
                fields.remove(*key);
                return Some(found);
            }
            None => post.notes.push(format!("`{key}: {typed}` is no date that hub can read; it is kept in `[extra]`")),
        }
    }
    None
}
