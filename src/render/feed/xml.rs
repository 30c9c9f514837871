//! RSS 2.0: the door to the rss crate, which leaves namespaces and forbidden characters to us.

use std::collections::BTreeMap;
use std::sync::Arc;

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Image, Item};

use super::entry::{Entry, Picture};
use super::{clean, topic};
use crate::markdown::escape::escape_text;
use crate::plan;
use crate::render::head;
use crate::render::scene::Scene;

/// Minutes between two visits.
const TTL: &str = "60";
const NAMESPACES: [(&str, &str); 4] = [
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
];

/// A feed with its entries.
pub(super) fn text(scene: &Scene<'_>, feed: &plan::Feed, entries: &[Arc<Entry>]) -> String {
    let channel = channel(scene, feed, entries);
    let bytes = channel.pretty_write_to(Vec::new(), b' ', 1).expect("writing to memory can't end early");
    let mut xml = String::from_utf8(bytes).expect("all parts of a channel are strings");
    xml.push('\n');
    xml
}

fn channel(scene: &Scene<'_>, feed: &plan::Feed, entries: &[Arc<Entry>]) -> Channel {
    let settings = &scene.site.settings;
    let (title, link) = (topic::title(scene, feed), scene.absolute(&topic::page(scene, feed)));
    let itself = Link {
        href: scene.absolute(&feed.path),
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    // Never the clock: the same pieces make the same bytes.
    let newest = entries.iter().filter_map(|entry| entry.at).max();
    Channel {
        description: topic::description(scene, feed),
        language: Some(settings.language.value.clone()),
        last_build_date: newest.map(|instant| settings.zone.rfc2822(instant)),
        ttl: Some(TTL.to_owned()),
        image: icon(scene, &title, &link),
        atom_ext: Some(AtomExtension { links: vec![itself] }),
        namespaces: NAMESPACES.map(|(prefix, url)| (prefix.to_owned(), url.to_owned())).into(),
        items: entries.iter().map(|entry| item(scene, entry)).collect(),
        title,
        link,
        ..Channel::default()
    }
}

/// Readers of feeds draw no SVG.
fn icon(scene: &Scene<'_>, title: &str, link: &str) -> Option<Image> {
    let (asset, _) = scene.paths.favicon.as_ref()?;
    let url = head::social_image(scene, *asset, "")?.url;
    Some(Image { url, title: title.to_owned(), link: link.to_owned(), ..Image::default() })
}

fn item(scene: &Scene<'_>, entry: &Entry) -> Item {
    Item {
        title: Some(entry.title.clone()),
        link: Some(entry.link.clone()),
        // Readers take it for HTML, whatever the tags around it.
        description: Some(escape_text(&entry.summary)).filter(|text| !text.is_empty()),
        categories: entry.categories.iter().map(|name| Category { name: name.clone(), domain: None }).collect(),
        guid: Some(Guid { value: entry.guid.clone(), permalink: false }),
        pub_date: entry.at.map(|instant| scene.site.settings.zone.rfc2822(instant)),
        content: Some(entry.html.clone()),
        enclosure: entry.image.as_ref().map(enclosure),
        extensions: entry.image.as_ref().map(media).unwrap_or_default(),
        dublin_core_ext: creators(scene, entry),
        ..Item::default()
    }
}

fn creators(scene: &Scene<'_>, entry: &Entry) -> Option<DublinCoreExtension> {
    let authors = entry.authors.iter().filter_map(|id| scene.site.settings.authors.get(id.index()));
    let creators: Vec<_> = authors.map(|author| clean(&author.name)).collect();
    (!creators.is_empty()).then(|| DublinCoreExtension { creators, ..DublinCoreExtension::default() })
}

fn enclosure(image: &Picture) -> Enclosure {
    Enclosure { url: image.url.clone(), length: image.length.to_string(), mime_type: image.mime.to_owned() }
}

fn media(image: &Picture) -> ExtensionMap {
    let mut attrs = BTreeMap::from([
        ("url".to_owned(), image.url.clone()),
        ("medium".to_owned(), "image".to_owned()),
        ("type".to_owned(), image.mime.to_owned()),
        ("fileSize".to_owned(), image.length.to_string()),
    ]);
    if let Some((width, height)) = image.size {
        attrs.insert("width".to_owned(), width.to_string());
        attrs.insert("height".to_owned(), height.to_string());
    }
    let content = Extension { name: "media:content".to_owned(), attrs, ..Extension::default() };
    BTreeMap::from([("media".to_owned(), BTreeMap::from([("content".to_owned(), vec![content])]))])
}
