//! Feeds: RSS, Atom and JSON Feed, as a source of posts and as what an older site's subscribers know.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use feed_rs::model::{Entry, Feed};
use feed_rs::parser::Builder;

use super::super::date;
use super::super::post::{Export, Facts, Fate, Post, Sort, Text};
use super::super::tree::Tree;
use super::{line, path_of, unreadable};
use crate::error::Error;
use crate::feedcheck;
use crate::model::time::Instant;

const AGAIN: &str = "save the feed again: the file that your old site serves, as it is";

/// Reads a feed as posts.
pub(super) fn read(tree: &Tree) -> Result<Export, Error> {
    let endings = [".xml", ".rss", ".atom", ".json", ".feed"];
    let name = super::the_file(tree, &endings).or_else(|| tree.names().next()).unwrap_or("");
    let bytes = tree.bytes(name, super::EXPORT).map_err(|why| unreadable(name, why, AGAIN))?;
    let feed = parsed(&bytes).map_err(|why| unreadable(name, why, AGAIN))?;
    let mut export = Export { site: facts(&feed), ..Export::default() };
    export.fates.insert(name.to_owned(), Fate::Read);
    for (at, entry) in feed.entries.iter().enumerate() {
        export.posts.push(post(at + 1, entry));
    }
    export.notes.push("a feed holds the newest posts only: compare the number with your old site".to_owned());
    Ok(export)
}

/// Missing ids stay missing: one that is made up here would be one that nobody knows.
fn parsed(bytes: &[u8]) -> Result<Feed, String> {
    let parser = Builder::new().id_generator(|_, _, _| String::new()).sanitize_content(false).build();
    parser.parse(bytes).map_err(|error| error.to_string())
}

fn facts(feed: &Feed) -> Facts {
    let link = feed
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| feed.links.first());
    Facts {
        title: feed.title.as_ref().map(|title| line(&title.content)),
        description: feed.description.as_ref().map(|text| line(&text.content)),
        url: link.map(|link| link.href.clone()),
        language: feed.language.clone(),
        ..Facts::default()
    }
}

fn post(number: usize, entry: &Entry) -> Post {
    let link = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|link| link.href.clone());
    let key = if entry.id.is_empty() { link.clone().unwrap_or_else(|| number.to_string()) } else { entry.id.clone() };
    let mut post = Post { source: format!("feed: {key}"), sort: Sort::Post, ..Post::default() };
    post.title = entry.title.as_ref().map(|title| line(&title.content)).unwrap_or_default();
    let summary = entry.summary.as_ref().map(|text| text.content.clone());
    let body = entry.content.as_ref().and_then(|content| content.body.clone());
    post.excerpt = summary
        .clone()
        .filter(|text| body.is_some() && !text.contains('<') && text.chars().count() <= 300)
        .map(|text| line(&text));
    if body.is_none() {
        post.notes.push("the feed holds the beginning of it only".to_owned());
    }
    post.text = Text::Html(body.or(summary).unwrap_or_default());
    let day = |time: Option<i64>| time.map(Instant::from_unix).and_then(date::of_instant);
    post.date = day(entry.published.or(entry.updated).map(|time| time.timestamp()));
    post.updated = day(entry.updated.map(|time| time.timestamp())).filter(|updated| Some(*updated) != post.date);
    post.tags = entry
        .categories
        .iter()
        .map(|category| category.label.clone().unwrap_or_else(|| category.term.clone()))
        .collect();
    post.authors = entry.authors.iter().map(|person| person.name.clone()).filter(|name| !name.is_empty()).collect();
    post.guid = Some(entry.id.clone()).filter(|id| !id.is_empty()).or_else(|| link.clone());
    let path = link.as_deref().and_then(path_of);
    post.slug = path
        .as_deref()
        .and_then(|path| path.trim_end_matches('/').rsplit('/').next())
        .map(|name| name.trim_end_matches(".html").to_owned())
        .filter(|slug| !slug.is_empty());
    post.olds.extend(link);
    let media = entry.media.iter().flat_map(|media| &media.content).find_map(|content| content.url.as_ref());
    if let Some(url) = media {
        let is_image =
            [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|ending| url.path().to_lowercase().ends_with(ending));
        if is_image {
            post.cover = Some(url.to_string());
        } else {
            post.notes.push(format!("its recording stays at {url}"));
        }
    }
    post
}

/// What subscribers of an old feed know its pieces by.
#[derive(Debug)]
pub(in super::super) struct OldFeed {
    /// What it says of the site.
    pub(in super::super) site: Facts,
    by_path: BTreeMap<String, (String, String)>,
    by_title: BTreeMap<String, (String, String)>,
    /// How many entries it has.
    pub(in super::super) entries: usize,
}

impl OldFeed {
    /// The id and the link of a post, by its old address, else by its title.
    pub(in super::super) fn of(&self, post: &Post) -> Option<&(String, String)> {
        let path = |old: &String| if old.contains("://") { path_of(old) } else { Some(old.clone()) };
        let by_path = post.olds.iter().filter_map(path).find_map(|path| self.by_path.get(path.trim_end_matches('/')));
        by_path.or_else(|| self.by_title.get(&post.title))
    }
}

/// Reads an old feed, ids to the letter.
///
/// # Errors
/// It isn't there, or is no feed.
pub(in super::super) fn old_feed(file: &Path) -> Result<OldFeed, Error> {
    let bytes = fs::read(file).map_err(|error| Error::io("could not read", file, error))?;
    let name = file.display().to_string();
    let exact = feedcheck::read(&bytes).map_err(|why| unreadable(&name, why, AGAIN))?;
    let site = parsed(&bytes).map(|feed| facts(&feed)).unwrap_or_default();
    let mut old = OldFeed { site, by_path: BTreeMap::new(), by_title: BTreeMap::new(), entries: exact.entries.len() };
    for entry in exact.entries {
        let Some(guid) = entry.guid.clone().or_else(|| entry.link.clone()) else { continue };
        let link = entry.link.unwrap_or_default();
        if let Some(path) = path_of(&link) {
            old.by_path.insert(path.trim_end_matches('/').to_owned(), (guid.clone(), link.clone()));
        }
        old.by_title.insert(line(&entry.title), (guid, link));
    }
    Ok(old)
}
