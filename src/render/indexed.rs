//! A page as the search index reads it: the texts of the piece itself, without navigation, contents or neighbours.
//!
//! Made from the very fields its template prints, of originals alone: a track's copy of a piece, a list, a preview and what
//! search engines shall not know have none. What a reader filters by is given in the words they read. The marks are those of
//! Pagefind; nothing else here knows who will read it.

use super::cards;
use super::draft::Indexed;
use super::scene::Scene;
use super::view::{GuideView, IssueView, ItemPage, SeriesView, SpotlightView, TrackView};
use crate::markdown;
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::model::{ItemId, Level, SegmentId};
use crate::parse::Kind;

/// What is told of a page.
struct Told<'a> {
    kind: Kind,
    title: &'a str,
    level: Option<Level>,
    minutes: u32,
    segments: &'a [SegmentId],
    texts: Vec<&'a str>,
    body: &'a str,
}

/// An item's own page.
pub(super) fn item(scene: &Scene<'_>, id: ItemId, fields: &ItemPage) -> Option<Indexed> {
    let item = scene.site.item(id);
    if !is_searched(scene) || !item.listed {
        return None;
    }
    let mut texts = vec![item.description.as_str()];
    texts.extend(texts_of(fields));
    Some(document(
        scene,
        &Told {
            kind: item.kind,
            title: &item.title.value,
            level: item.level,
            minutes: cards::minutes(scene, id),
            segments: &item.segments,
            texts,
            body: &fields.item.body,
        },
    ))
}

/// An issue's page.
pub(super) fn issue(scene: &Scene<'_>, issue: &IssueView) -> Option<Indexed> {
    let told = Told {
        kind: Kind::Issue,
        title: &issue.subject,
        level: None,
        minutes: 0,
        segments: &[],
        texts: vec![&issue.preheader],
        body: &issue.letter,
    };
    is_searched(scene).then(|| document(scene, &told))
}

/// Whether there is an index.
pub(super) fn is_searched(scene: &Scene<'_>) -> bool {
    scene.paths.search.is_some() && !scene.is_preview()
}

/// A kind in the reader's words, as results and filters have it.
pub(super) fn kind_word(scene: &Scene<'_>, kind: Kind) -> String {
    scene.word(&format!("kind.{}", kind.name()))
}

/// A level in the reader's words.
pub(super) fn level_word(scene: &Scene<'_>, level: Level) -> String {
    scene.word(&format!("level.{}", level.word()))
}

/// What a page says of its piece beside the body.
fn texts_of(fields: &ItemPage) -> Vec<&str> {
    let item = &fields.item;
    let mut texts: Vec<&str> = item.takeaways.iter().map(String::as_str).collect();
    texts.extend(item.tags.iter().map(|tag| tag.title.as_str()));
    texts.extend(fields.guide.iter().flat_map(of_guide));
    texts.extend(fields.faq.iter().map(|faq| faq.short.as_str()));
    texts.extend(fields.series.iter().filter(|series| series.url == item.card.url).flat_map(of_series));
    texts.extend(fields.track.iter().flat_map(of_track));
    texts.extend(fields.spotlight.iter().flat_map(of_spotlight));
    texts.extend(fields.event.iter().map(|event| event.place.as_str()));
    texts.extend(fields.task.iter().flat_map(|task| [task.task.as_str(), &task.results]));
    texts.extend(fields.offer.iter().flat_map(|offer| &offer.includes).map(String::as_str));
    texts
}

fn of_guide(guide: &GuideView) -> impl Iterator<Item = &str> {
    std::iter::once(guide.goal.as_str()).chain(guide.tools.iter().map(String::as_str))
}

fn of_series(series: &SeriesView) -> [&str; 2] {
    [&series.promise, &series.outcome]
}

fn of_track(track: &TrackView) -> impl Iterator<Item = &str> {
    let steps = track.steps.iter().flat_map(|step| [step.title.as_str(), &step.why]);
    [track.audience.as_str(), &track.outcome].into_iter().chain(steps)
}

fn of_spotlight(spotlight: &SpotlightView) -> impl Iterator<Item = &str> {
    [spotlight.role.as_str(), &spotlight.quote].into_iter().chain(spotlight.did.iter().map(String::as_str))
}

/// The title stands last: an image after it would be taken for the page's own, and its file name for words.
fn document(scene: &Scene<'_>, told: &Told<'_>) -> Indexed {
    let language = escape_attribute(&scene.site.settings.language.value);
    let mut html = format!("<!doctype html><html lang=\"{language}\"><body><main data-pagefind-body>");
    for (name, value) in filters(scene, told) {
        html.push_str(&mark("filter", name, &value));
    }
    for text in told.texts.iter().filter(|text| !text.is_empty()) {
        html.push_str(&format!("<p>{}</p>", escape_text(text)));
    }
    let start = html.len();
    html.push_str(&markdown::searched(told.body));
    let body = start..html.len();
    if told.minutes > 0 {
        html.push_str(&mark("meta", "minutes", &told.minutes.to_string()));
    }
    html.push_str(&mark("meta", "title", told.title));
    html.push_str("</main></body></html>");
    Indexed { html, author_text: vec![body], body: told.body.to_owned() }
}

fn mark(what: &str, name: &str, value: &str) -> String {
    format!("<i data-pagefind-{what}=\"{name}:{}\"></i>", escape_attribute(value))
}

/// A piece that names no segment is for each of them.
fn filters(scene: &Scene<'_>, told: &Told<'_>) -> Vec<(&'static str, String)> {
    let all = &scene.site.settings.segments;
    let is_for = |at: usize| told.segments.is_empty() || told.segments.contains(&SegmentId::at(at));
    let mut filters = vec![("kind", kind_word(scene, told.kind))];
    filters.extend(told.level.map(|level| ("level", level_word(scene, level))));
    let segments = all.iter().enumerate().filter(|(at, _)| is_for(*at));
    filters.extend(segments.map(|(_, segment)| ("segment", segment.title.clone())));
    filters
}
