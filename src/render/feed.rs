//! RSS 2.0: the door to the rss crate. Machines turn these items into mail, so what names an item never moves.
//!
//! Membership and order are the plan's; what an item says in mail stands in `mail.rs`.

use std::collections::BTreeMap;

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Image, Item};

use super::draft::Rendered;
use super::scene::Scene;
use super::{cards, dates, head, letters, mail};
use crate::diagnostic::Diagnostic;
use crate::model::time::Instant;
use crate::model::{self, AuthorId, ItemId, NewsletterId};
use crate::parse::Kind;
use crate::plan::{self, FeedContent};
use crate::source::AssetId;

/// Minutes between two visits.
const TTL: &str = "60";
const NAMESPACES: [(&str, &str); 4] = [
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
];

/// A feed of the plan.
pub(super) fn feed(scene: &Scene<'_>, position: usize) -> Result<Rendered, Diagnostic> {
    let Some(feed) = scene.plan.feeds.get(position) else { return Ok(Rendered::text(String::new())) };
    let entries: Vec<_> = match &feed.content {
        FeedContent::Pieces(items) => {
            items.iter().filter_map(|id| piece(scene, *id).transpose()).collect::<Result<_, _>>()?
        }
        FeedContent::Issues(_, issues) => {
            let issues = issues.iter().filter_map(|position| scene.plan.issues.get(*position));
            issues.map(|it| issue(scene, it)).collect::<Result<_, _>>()?
        }
    };
    let bodies: Vec<_> = entries.iter().map(|entry| entry.body.clone()).collect();
    Ok(Rendered::with_bodies(xml(&channel(scene, feed, entries)), &bodies))
}

/// An item, and what its channel and the leak audit need of it.
struct Entry {
    item: Item,
    at: Instant,
    body: String,
}

fn xml(channel: &Channel) -> String {
    let bytes = channel.pretty_write_to(Vec::new(), b' ', 1).expect("writing to memory can't end early");
    let mut xml = String::from_utf8(bytes).expect("all parts of a channel are strings");
    xml.push('\n');
    xml
}

/// Without the characters that XML 1.0 forbids: the rss crate writes what it is given.
pub(super) fn clean(text: &str) -> String {
    let is_allowed = |c: &char| match *c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    text.chars().filter(is_allowed).collect()
}

fn channel(scene: &Scene<'_>, feed: &plan::Feed, entries: Vec<Entry>) -> Channel {
    let settings = &scene.site.settings;
    let (title, link) = (clean(&title(scene, feed)), scene.absolute(&subject(scene, feed).route));
    let itself = Link {
        href: scene.absolute(&feed.path),
        rel: "self".to_owned(),
        mime_type: Some("application/rss+xml".to_owned()),
        ..Link::default()
    };
    let newest = entries.iter().map(|entry| entry.at).max();
    Channel {
        description: clean(&description(scene, feed)),
        language: Some(settings.language.value.clone()),
        last_build_date: newest.map(|instant| settings.zone.rfc2822(instant)),
        ttl: Some(TTL.to_owned()),
        image: icon(scene, &title, &link),
        atom_ext: Some(AtomExtension { links: vec![itself] }),
        namespaces: NAMESPACES.map(|(prefix, url)| (prefix.to_owned(), url.to_owned())).into(),
        items: entries.into_iter().map(|entry| entry.item).collect(),
        title,
        link,
        ..Channel::default()
    }
}

/// Readers of feeds draw no SVG.
fn icon(scene: &Scene<'_>, title: &str, link: &str) -> Option<Image> {
    let (asset, _) = scene.paths.favicon.as_ref()?;
    let url = head::social_image(scene, *asset)?;
    Some(Image { url, title: title.to_owned(), link: link.to_owned(), ..Image::default() })
}

/// What a feed is about.
struct Subject {
    /// Words beside the site's title; empty for everything.
    words: String,
    /// Route of its page.
    route: String,
}

/// Whether a feed is the one of everything.
pub(super) fn is_all(feed: &plan::Feed) -> bool {
    feed.path == "/feeds/all.rss"
}

/// The feed of a newsletter.
pub(super) fn of_newsletter<'a>(scene: &Scene<'a>, id: NewsletterId) -> Option<&'a plan::Feed> {
    let own = scene.site.calendar.newsletters.get(id.index())?;
    let path = format!("/feeds/newsletter/{}.rss", own.id.value);
    scene.plan.feeds.iter().find(|feed| feed.path == path)
}

/// The title of a feed.
pub(super) fn title(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let site = &scene.site.settings.title;
    match subject(scene, feed).words {
        words if words.is_empty() => site.clone(),
        words => format!("{site} · {words}"),
    }
}

/// The route of what a feed of pieces is about: `/feeds/series/start.rss` of `/series/start/`.
pub(super) fn page_of(feed: &plan::Feed) -> Option<String> {
    let name = feed.path.strip_prefix("/feeds/")?.strip_suffix(".rss")?;
    Some(format!("/{name}/"))
}

/// By its path: `/feeds/series/start.rss` is about what stands at `/series/start/`.
fn subject(scene: &Scene<'_>, feed: &plan::Feed) -> Subject {
    if let FeedContent::Issues(id, _) = &feed.content {
        let words = scene.site.calendar.newsletters.get(id.index()).map(|it| it.title.clone());
        let route = scene.paths.newsletters.get(id).cloned();
        return Subject { words: words.unwrap_or_default(), route: route.unwrap_or_else(|| "/".to_owned()) };
    }
    if is_all(feed) {
        return Subject { words: String::new(), route: "/".to_owned() };
    }
    let route = page_of(feed).unwrap_or_else(|| "/".to_owned());
    let kind = Kind::ALL.into_iter().find(|kind| scene.paths.listings.get(kind) == Some(&route));
    let segment = scene.paths.segments.iter().find(|(_, path)| **path == route);
    let segment = segment.and_then(|(id, _)| scene.site.settings.segments.get(id.index()));
    let item = scene.site.iter().find(|(id, _)| scene.plan.url(*id) == Some(route.as_str()));
    let words = kind
        .map(|kind| head::listing_title(scene, kind))
        .or_else(|| segment.map(|segment| segment.title.clone()))
        .or_else(|| item.map(|(_, item)| item.title.value.clone()));
    match words {
        Some(words) => Subject { words, route },
        None => Subject { words: String::new(), route: "/".to_owned() },
    }
}

fn description(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let settings = &scene.site.settings;
    let own = match &feed.content {
        FeedContent::Issues(id, _) => scene.site.calendar.newsletters.get(id.index()).map(|it| it.description.as_str()),
        FeedContent::Pieces(_) => None,
    };
    let texts = [own.unwrap_or(""), &settings.description, &settings.tagline, &settings.title];
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or("").to_owned()
}

/// No permalink: an address may change, an id never.
fn guid(scene: &Scene<'_>, own: Option<&String>, id: &str) -> Guid {
    let value = scene.site.settings.feed_id(own.map(String::as_str), id);
    Guid { value: clean(&value), permalink: false }
}

/// A piece; nothing without a date or an address.
fn piece(scene: &Scene<'_>, id: ItemId) -> Result<Option<Entry>, Diagnostic> {
    let (Some(at), Some(route)) = (dates::became(scene, id), scene.plan.url(id)) else { return Ok(None) };
    let item = scene.site.item(id);
    let content = mail::piece(scene, id, &scene.absolute(route))?;
    let image = cards::lead_image(item).map(|image| image.asset);
    let entry = Item {
        title: Some(clean(&item.title.value)),
        link: Some(scene.absolute(route)),
        description: Some(summary(item.summary())),
        categories: categories(scene, item),
        guid: Some(guid(scene, item.guid.as_ref(), &item.id)),
        pub_date: Some(scene.site.settings.zone.rfc2822(at)),
        content: Some(content.html),
        enclosure: image.and_then(|asset| enclosure(scene, asset)),
        extensions: image.and_then(|asset| media(scene, asset)).unwrap_or_default(),
        dublin_core_ext: creators(scene, &item.authors),
        ..Item::default()
    };
    Ok(Some(Entry { item: entry, at, body: content.body }))
}

fn issue(scene: &Scene<'_>, issue: &plan::Issue) -> Result<Entry, Diagnostic> {
    let view = letters::line(scene, issue);
    let link = scene.absolute(&issue.url);
    let content = mail::issue(scene, issue, &link)?;
    let newsletter = scene.site.calendar.newsletters.get(issue.newsletter.index());
    let id = format!("newsletter/{}/{}", newsletter.map_or("", |it| it.id.value.as_str()), issue.date);
    let letter = issue.letter.map(|letter| scene.site.item(letter));
    let description = match letter {
        _ if !view.preheader.is_empty() => view.preheader.clone(),
        Some(letter) => letter.summary().to_owned(),
        None => view.members.iter().map(|card| card.title.as_str()).collect::<Vec<_>>().join(" · "),
    };
    let entry = Item {
        title: Some(clean(&view.subject)),
        link: Some(link),
        description: Some(summary(&description)),
        guid: Some(guid(scene, letter.and_then(|letter| letter.guid.as_ref()), &id)),
        pub_date: Some(scene.site.settings.zone.rfc2822(issue.sent)),
        content: Some(content.html),
        dublin_core_ext: letter.and_then(|letter| creators(scene, &letter.authors)),
        ..Item::default()
    };
    Ok(Entry { item: entry, at: issue.sent, body: content.body })
}

/// The first three sentences.
fn summary(text: &str) -> String {
    let ends = text.char_indices().filter(|(at, c)| {
        matches!(c, '.' | '!' | '?' | '…')
            && text.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    let end = ends.map(|(at, c)| at + c.len_utf8()).nth(2).unwrap_or(text.len());
    clean(text.get(..end).unwrap_or(text))
}

fn categories(scene: &Scene<'_>, item: &model::Item) -> Vec<Category> {
    let segments = item.segments.iter().filter_map(|id| scene.site.settings.segments.get(id.index()));
    let tags = item.tags.iter().map(|slug| scene.site.tags.get(slug).unwrap_or(slug).as_str());
    let names = std::iter::once(item.kind.name()).chain(segments.map(|segment| segment.title.as_str())).chain(tags);
    names.map(|name| Category { name: clean(name), domain: None }).collect()
}

fn creators(scene: &Scene<'_>, authors: &[AuthorId]) -> Option<DublinCoreExtension> {
    let authors = authors.iter().filter_map(|id| scene.site.settings.authors.get(id.index()));
    let creators: Vec<_> = authors.map(|author| clean(&author.name)).collect();
    (!creators.is_empty()).then(|| DublinCoreExtension { creators, ..DublinCoreExtension::default() })
}

fn enclosure(scene: &Scene<'_>, asset: AssetId) -> Option<Enclosure> {
    let route = scene.plan.assets.get(&asset)?;
    let length = scene.sources.asset(asset).len.to_string();
    Some(Enclosure { url: scene.absolute(route), length, mime_type: mime(route).to_owned() })
}

fn media(scene: &Scene<'_>, asset: AssetId) -> Option<ExtensionMap> {
    let route = scene.plan.assets.get(&asset)?;
    let file = scene.sources.asset(asset);
    let mut attrs = BTreeMap::from([
        ("url".to_owned(), scene.absolute(route)),
        ("medium".to_owned(), "image".to_owned()),
        ("type".to_owned(), mime(route).to_owned()),
        ("fileSize".to_owned(), file.len.to_string()),
    ]);
    if let Some((width, height)) = file.size {
        attrs.insert("width".to_owned(), width.to_string());
        attrs.insert("height".to_owned(), height.to_string());
    }
    let content = Extension { name: "media:content".to_owned(), attrs, ..Extension::default() };
    Some(BTreeMap::from([("media".to_owned(), BTreeMap::from([("content".to_owned(), vec![content])]))]))
}

/// The type of an image, by its name.
fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        assert_eq!(clean("a\u{0}\u{8}\u{b}\u{1f}\u{ffff}b\tc\n"), "ab\tc\n");
    }

    #[test]
    fn a_summary_has_three_sentences_at_most() {
        assert_eq!(summary("One. Two v1.2! Three? Four."), "One. Two v1.2! Three?");
        assert_eq!(summary("Just one"), "Just one");
    }
}
