//! JSON Feed 1.1: the twin of an RSS feed, with the same ids in the same order.

use std::sync::Arc;

use serde::Serialize;

use super::entry::Entry;
use super::{clean, topic};
use crate::model::AuthorId;
use crate::plan;
use crate::render::head;
use crate::render::scene::Scene;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author>,
    tags: &'a [String],
}

#[derive(Serialize)]
struct Author {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A feed with its entries.
pub(super) fn text(scene: &Scene<'_>, feed: &plan::Feed, entries: &[Arc<Entry>]) -> String {
    let icon =
        scene.paths.favicon.as_ref().and_then(|(asset, _)| head::social_image(scene, *asset, "")).map(|icon| icon.url);
    let feed = Feed {
        version: VERSION,
        title: topic::title(scene, feed),
        home_page_url: scene.absolute(&topic::page(scene, feed)),
        feed_url: scene.absolute(feed.json.as_ref().unwrap_or(&feed.path)),
        description: topic::description(scene, feed),
        icon,
        language: &scene.site.settings.language.value,
        items: entries.iter().map(|entry| item(scene, entry)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&feed).expect("texts and lists of them can be written");
    text.push('\n');
    text
}

/// A text as it stands between the quotes of a feed.
pub(super) fn as_written(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or("").to_owned()
}

fn item<'a>(scene: &Scene<'_>, entry: &'a Entry) -> Item<'a> {
    Item {
        id: &entry.guid,
        url: &entry.link,
        title: &entry.title,
        content_html: &entry.html,
        summary: &entry.summary,
        image: entry.image.as_ref().map(|image| image.url.as_str()),
        date_published: entry.at.map(|instant| scene.site.settings.zone.rfc3339(instant)),
        authors: authors(scene, entry),
        tags: &entry.categories,
    }
}

fn authors(scene: &Scene<'_>, entry: &Entry) -> Vec<Author> {
    let author = |id: AuthorId| {
        let author = scene.site.settings.authors.get(id.index())?;
        let url = scene.paths.authors.get(&id).map(|route| scene.absolute(route));
        Some(Author { name: clean(&author.name), url })
    };
    entry.authors.iter().filter_map(|id| author(*id)).collect()
}
