//! An entry of a feed, whatever the format: a piece or an issue.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::clean;
use crate::diagnostic::Diagnostic;
use crate::model::time::Instant;
use crate::model::{self, AuthorId, ItemId, SegmentId};
use crate::parse::Kind;
use crate::plan::{self, FeedContent, FeedTopic};
use crate::render::scene::Scene;
use crate::render::{body, cards, dates, letters, mail};
use crate::source::{AssetId, FileId};

/// What a feed says of a piece or an issue. No text holds a character that XML forbids.
#[derive(Debug)]
pub(in crate::render) struct Entry {
    /// What machines know it by: never an address, which may change.
    pub(super) guid: String,
    pub(super) title: String,
    /// Absolute.
    pub(super) link: String,
    /// Up to three sentences; may be empty.
    pub(super) summary: String,
    /// Nothing for a step that has no date.
    pub(super) at: Option<Instant>,
    /// All of it, safe in mail.
    pub(super) html: String,
    /// The part of `html` that its author wrote: the leak audit asks.
    pub(super) body: String,
    /// Kind, segments and tags.
    pub(super) categories: Vec<String>,
    pub(super) authors: Vec<AuthorId>,
    pub(super) image: Option<Picture>,
}

/// An entry that was made for one feed and serves others, with the texts that it shows.
type Known = (Result<Option<Arc<Entry>>, Diagnostic>, BTreeSet<FileId>);

/// The lead image.
#[derive(Debug)]
pub(super) struct Picture {
    /// Absolute.
    pub(super) url: String,
    pub(super) mime: &'static str,
    /// Bytes.
    pub(super) length: u64,
    /// Width and height, where the file says so.
    pub(super) size: Option<(u32, u32)>,
}

/// Entries of pieces, each made once: a piece stands in the feeds of all its tags, in two formats each.
#[derive(Debug)]
pub(in crate::render) struct Entries(Vec<OnceLock<Known>>);

impl Entries {
    /// Room for as many items.
    pub(in crate::render) fn of(items: usize) -> Self {
        Entries(std::iter::repeat_with(OnceLock::new).take(items).collect())
    }

    fn piece(&self, scene: &Scene<'_>, id: ItemId) -> Result<Option<Arc<Entry>>, Diagnostic> {
        let make = || piece(scene, id).map(|entry| entry.map(Arc::new));
        let Some(known) = self.0.get(id.index()) else { return make() };
        let (entry, shown) = known.get_or_init(|| body::showing(make));
        body::shows(shown.iter().copied());
        entry.clone()
    }
}

/// Entries of a feed, in its order.
pub(super) fn entries(scene: &Scene<'_>, feed: &plan::Feed) -> Result<Vec<Arc<Entry>>, Diagnostic> {
    let for_segment = match feed.topic {
        FeedTopic::NewsletterFor(_, segment) => Some(segment),
        _ => None,
    };
    match &feed.content {
        FeedContent::Pieces(items) => {
            items.iter().filter_map(|id| scene.entries.piece(scene, *id).transpose()).collect()
        }
        FeedContent::Issues(_, issues) => {
            let issues = issues.iter().filter_map(|position| scene.plan.issues.get(*position));
            issues.map(|it| issue(scene, it, for_segment).map(Arc::new)).collect()
        }
        FeedContent::Variants(issues) => issues.iter().map(|it| issue(scene, it, for_segment).map(Arc::new)).collect(),
    }
}

/// A piece; nothing without an address.
fn piece(scene: &Scene<'_>, id: ItemId) -> Result<Option<Entry>, Diagnostic> {
    let Some(route) = scene.plan.url(id) else { return Ok(None) };
    let item = scene.site.item(id);
    let link = scene.absolute(route);
    let content = mail::piece(scene, id, &link)?;
    Ok(Some(Entry {
        guid: clean(&scene.site.settings.feed_id(item.guid.as_deref(), &item.id)),
        title: clean(&item.title.value),
        link: item.feed_link.as_deref().map_or(link, |old| scene.absolute(old)),
        summary: summary(item.summary()),
        at: dates::became(scene, id),
        html: content.html,
        body: content.body,
        categories: categories(scene, item.kind, Some(item), None),
        authors: item.authors.clone(),
        image: lead_image(scene, item),
    }))
}

/// An issue, or what of it is for a segment.
fn issue(scene: &Scene<'_>, issue: &plan::Issue, segment: Option<SegmentId>) -> Result<Entry, Diagnostic> {
    let view = letters::line(scene, issue);
    let link = scene.absolute(&issue.url);
    let content = mail::issue(scene, issue, &link)?;
    let letter = issue.letter.map(|letter| scene.site.item(letter));
    let description = match letter {
        _ if !view.preheader.is_empty() => view.preheader.clone(),
        Some(letter) => letter.summary().to_owned(),
        None => view.members.iter().map(|card| card.title.as_str()).collect::<Vec<_>>().join(" · "),
    };
    Ok(Entry {
        guid: issue_guid(scene, issue, segment),
        title: clean(&view.subject),
        link,
        summary: summary(&description),
        at: Some(issue.sent),
        html: content.html,
        body: content.body,
        categories: categories(scene, Kind::Issue, letter, segment),
        authors: letter.map_or_else(|| first_author(scene), |letter| letter.authors.clone()),
        image: letter.and_then(|letter| lead_image(scene, letter)),
    })
}

/// Who writes what names nobody: the first author of hub.toml, as for every piece.
fn first_author(scene: &Scene<'_>) -> Vec<AuthorId> {
    scene.site.settings.authors.first().map(|_| AuthorId::at(0)).into_iter().collect()
}

/// By newsletter and day, and in a feed for a segment by that: who has subscribed to both gets both.
fn issue_guid(scene: &Scene<'_>, issue: &plan::Issue, segment: Option<SegmentId>) -> String {
    // What a letter says of itself holds for the whole issue, also where a segment doesn't get the letter.
    let whole = scene.plan.issues.iter().find(|it| it.url == issue.url);
    let letter = whole.and_then(|it| it.letter).map(|letter| scene.site.item(letter));
    let newsletter = scene.site.calendar.newsletters.get(issue.newsletter.index());
    let id = format!("newsletter/{}/{}", newsletter.map_or("", |it| it.id.value.as_str()), issue.date);
    let whole = scene.site.settings.feed_id(letter.and_then(|letter| letter.guid.as_deref()), &id);
    let segment = segment.and_then(|id| scene.site.settings.segments.get(id.index()));
    clean(&segment.map_or(whole.clone(), |segment| format!("{whole}/{}", segment.id)))
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

fn categories(scene: &Scene<'_>, kind: Kind, item: Option<&model::Item>, segment: Option<SegmentId>) -> Vec<String> {
    let own = item.map_or(&[][..], |item| item.segments.as_slice()).iter().copied();
    let mut segments: Vec<SegmentId> = own.chain(segment).collect();
    segments.sort_unstable();
    segments.dedup();
    let segments = segments.iter().filter_map(|id| scene.site.settings.segments.get(id.index()));
    let tags = item.map_or(&[][..], |item| item.tags.as_slice()).iter();
    let tags = tags.map(|slug| scene.site.tags.get(slug).unwrap_or(slug).as_str());
    let names = std::iter::once(kind.name()).chain(segments.map(|segment| segment.title.as_str())).chain(tags);
    names.map(clean).collect()
}

fn lead_image(scene: &Scene<'_>, item: &model::Item) -> Option<Picture> {
    picture(scene, cards::lead_image(item)?.asset)
}

fn picture(scene: &Scene<'_>, asset: AssetId) -> Option<Picture> {
    let route = scene.plan.assets.get(&asset)?;
    let file = scene.sources.asset(asset);
    Some(Picture { url: scene.absolute(route), mime: mime(route), length: file.len, size: file.size })
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
    fn a_summary_has_three_sentences_at_most() {
        assert_eq!(summary("One. Two v1.2! Three? Four."), "One. Two v1.2! Three?");
        assert_eq!(summary("Just one"), "Just one");
    }
}
