//! What Hugo's front matter keeps from readers. hub keeps it back too, and says why: what nobody could read must not appear
//! by being moved. No clock is asked, so that an import is the same on every day.

use serde_json::{Map, Value};

use super::super::super::date;
use super::super::super::post::{Post, Sort};
use super::fields::{text_of, truth};
use crate::edit::date_text;
use crate::parse::toml::RawDate;

/// Days without a year, by which templates say that a piece never expires.
const NEVER: u16 = 1;

/// Keeps back what was. Dates that are understood are taken out of `fields`; the rest stays for its author to see.
pub(super) fn keep_back(post: &mut Post, fields: &mut Map<String, Value>) {
    wait(post, fields);
    expire(post, fields);
    build(post, fields);
}

/// Hugo shows a piece from its `publishDate` on, whatever its `date` is; hub shows it from its date on.
fn wait(post: &mut Post, fields: &mut Map<String, Value>) {
    let Some((key, typed)) = typed(fields, &["publishdate"]) else { return };
    let Some(publish) = date::read(&typed) else {
        keep(post, format!("`{key}: {typed}` is no date that hub can read"));
        return;
    };
    fields.remove(&key);
    let Some(day) = post.date.filter(|day| order(day) < order(&publish)) else {
        post.date = post.date.or(Some(publish));
        return;
    };
    post.date = Some(publish);
    let (publish, day) = (date_text(&publish), date_text(&day));
    post.notes.push(format!("it appears on its `{key}`, {publish}, which is its `date` now; that was {day}"));
}

fn expire(post: &mut Post, fields: &Map<String, Value>) {
    let Some((key, typed)) = typed(fields, &["expirydate", "unpublishdate"]) else { return };
    match date::read(&typed) {
        Some(end) if end.year <= NEVER => {}
        Some(end) => keep(post, format!("readers had it until its `{key}`, {}", date_text(&end))),
        None => keep(post, format!("`{key}: {typed}` is no date that hub can read")),
    }
}

/// `build` and what it was called before: without a page of its own, or on no list.
fn build(post: &mut Post, fields: &Map<String, Value>) {
    for (key, value) in fields {
        match (key.to_lowercase().as_str(), value) {
            ("build" | "_build", Value::Object(table)) => built(post, key, table),
            // Only a bundle can be headless, by Hugo's rules.
            ("headless", value) if truth(value) && post.sort != Sort::Section && is_bundle(post) => {
                keep(post, "`headless: true`: it had no page".to_owned());
            }
            _ => {}
        }
    }
}

fn built(post: &mut Post, key: &str, table: &Map<String, Value>) {
    let says = |wanted: &str, words: &[&str]| {
        let (_, value) = table.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        let word = value.as_bool().map_or_else(|| text_of(value), |flag| Some(flag.to_string()))?.to_lowercase();
        words.contains(&word.as_str()).then_some(word)
    };
    if let Some(word) = says("render", &["never", "false", "link"]) {
        keep(post, format!("`{key}: {{render: {word}}}`: it had no page"));
    } else if let Some(word) = says("list", &["never", "false"]) {
        post.unlisted = true;
        post.notes.push(format!(
            "`{key}: {{list: {word}}}`: it stood on no list; it has `listed = false` now, so that only who has the address finds it"
        ));
    }
}

fn keep(post: &mut Post, why: String) {
    post.draft = true;
    post.notes.push(format!("{why}: it is a draft now; take `draft` out to give it to everybody"));
}

fn is_bundle(post: &Post) -> bool {
    post.source.rsplit('/').next().is_some_and(|file| file.starts_with("index."))
}

/// A field of one of these names, which Hugo takes in capitals and small letters alike.
fn typed(fields: &Map<String, Value>, names: &[&str]) -> Option<(String, String)> {
    fields
        .iter()
        .filter(|(key, _)| names.contains(&key.to_lowercase().as_str()))
        .find_map(|(key, value)| Some((key.clone(), text_of(value)?)))
}

fn order(date: &RawDate) -> (u16, u8, u8, Option<(u8, u8, u8)>) {
    (date.year, date.month, date.day, date.time)
}
