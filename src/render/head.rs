//! A page's frame: titles, canonical address, the way up, feeds, and what machines may do with it.

use serde_json::Value;

use super::cards;
use super::feed;
use super::scene::Scene;
use super::structured;
use super::view::{ArticleView, FeedLinkView, ImageView, LinkView, PageView, TranslationView};
use crate::model::{Detail, NewsletterId};
use crate::parse::Kind;
use crate::plan::{Feed, FeedTopic, Page, Route};
use crate::source::AssetId;

/// What differs from page to page; the rest follows from the route.
#[derive(Debug)]
pub(super) struct Head {
    /// Template's kind.
    pub(super) kind: &'static str,
    /// Heading.
    pub(super) title: String,
    /// Which page of a long list, from 1.
    pub(super) number: usize,
    /// May be empty.
    pub(super) description: String,
    /// Keep out of search engines.
    pub(super) noindex: bool,
    /// Absolute; none = the route itself.
    pub(super) canonical: Option<String>,
    /// From home to the parent; empty on home.
    pub(super) breadcrumbs: Vec<LinkView>,
    /// The page elsewhere in other languages: tag and absolute URL.
    pub(super) translations: Vec<(String, String)>,
    /// Its URL is absolute.
    pub(super) image: Option<ImageView>,
    /// OpenGraph type.
    pub(super) og_type: &'static str,
    /// For pages of that type.
    pub(super) article: Option<ArticleView>,
    /// JSON-LD objects beside the breadcrumbs.
    pub(super) structured: Vec<Value>,
}

impl Head {
    /// A plain page of the site.
    pub(super) fn titled(title: String) -> Self {
        Head {
            kind: "",
            title,
            number: 1,
            description: String::new(),
            noindex: false,
            canonical: None,
            breadcrumbs: Vec::new(),
            translations: Vec::new(),
            image: None,
            og_type: "website",
            article: None,
            structured: Vec::new(),
        }
    }

    /// The view of a page at a route.
    pub(super) fn view(self, scene: &Scene<'_>, route: &Route) -> PageView {
        let absolute = scene.absolute(&route.path);
        let is_canonical = self.canonical.as_ref().is_none_or(|canonical| *canonical == absolute);
        let document_title = document_title(scene, &self);
        let structured_data = match is_canonical {
            true => structured::script(scene, self.structured, &self.breadcrumbs, (&self.title, &absolute)),
            false => String::new(),
        };
        let translations = match is_canonical {
            true => translations(scene, self.translations, &absolute),
            false => Vec::new(),
        };
        PageView {
            document_title,
            url: scene.local(&route.path),
            canonical: self.canonical.unwrap_or(absolute),
            sheets: scene.files.sheets_of(self.kind).map(|route| scene.local(route)).collect(),
            scripts: scene.files.scripts_of(self.kind).map(|route| scene.local(route)).collect(),
            kind: self.kind.to_owned(),
            title: self.title,
            description: self.description,
            noindex: self.noindex || scene.is_preview(),
            preview: scene.is_preview().then(|| scene.word("preview.banner")),
            breadcrumbs: self.breadcrumbs,
            feeds: feeds(scene, route),
            translations,
            image: self.image,
            og_type: self.og_type.to_owned(),
            article: self.article,
            structured_data,
        }
    }
}

/// The page itself, its translations, and which of them is for readers of all other languages: that in the language that
/// hub.toml calls the default, else the page itself.
fn translations(scene: &Scene<'_>, others: Vec<(String, String)>, own: &str) -> Vec<TranslationView> {
    if others.is_empty() {
        return Vec::new();
    }
    let settings = &scene.site.settings;
    let default = settings.translations.iter().find(|translation| translation.is_default);
    let default =
        default.and_then(|default| others.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(&default.language)));
    let default = default.map_or_else(|| own.to_owned(), |(_, url)| url.clone());
    let view = |(language, url)| TranslationView { language, url };
    let itself = (settings.language.value.clone(), own.to_owned());
    std::iter::once(itself).chain(others).chain([("x-default".to_owned(), default)]).map(view).collect()
}

/// What tabs and search results show; no two pages of a list show the same.
fn document_title(scene: &Scene<'_>, head: &Head) -> String {
    let settings = &scene.site.settings;
    let title = match head.number {
        0 | 1 => head.title.clone(),
        number => scene.say("title.page", &[("title", &head.title), ("number", &number.to_string())]),
    };
    match (head.kind, settings.tagline.as_str()) {
        ("home", "") => settings.title.clone(),
        ("home", tagline) => format!("{} · {tagline}", settings.title),
        _ => format!("{title} · {}", settings.title),
    }
}

/// The feed of everything on each page, and the page's own; with the dates, the calendar.
fn feeds(scene: &Scene<'_>, route: &Route) -> Vec<FeedLinkView> {
    let mut positions: Vec<usize> = feeds_of_piece(scene, &route.page).chain(scene.paths.other_feeds.clone()).collect();
    positions.sort_unstable();
    let feeds = positions.into_iter().filter_map(|position| scene.plan.feeds.get(position));
    let own = feeds.filter(|feed| belongs(scene, feed.topic, &route.page));
    own.flat_map(|feed| feed_links(scene, feed, &route.page)).chain(dates(scene, &route.page)).collect()
}

/// Positions of the feeds of the piece that a page shows, and of the series it is a part of: every series has one.
fn feeds_of_piece<'s>(scene: &'s Scene<'_>, page: &Page) -> impl Iterator<Item = usize> + use<'s> {
    let shown = match page {
        Page::Item(shown) => Some(*shown),
        _ => None,
    };
    let series = shown.and_then(|shown| match &scene.site.item(shown).detail {
        Detail::Part(part) => Some(part.series),
        _ => None,
    });
    let pieces = shown.into_iter().chain(series);
    pieces.filter_map(|piece| scene.paths.feeds_of_pieces.get(&piece).copied())
}

/// Whether a page names a feed in its head.
fn belongs(scene: &Scene<'_>, topic: FeedTopic, page: &Page) -> bool {
    match (topic, page) {
        (FeedTopic::All, _) => true,
        (FeedTopic::Kind(kind), Page::Listing(listed, _)) => feed::listed_as(kind) == *listed,
        (FeedTopic::Segment(id), Page::Segment(shown)) => id == *shown,
        (FeedTopic::Series(id) | FeedTopic::Track(id), Page::Item(shown)) => {
            id == *shown || matches!(&scene.site.item(*shown).detail, Detail::Part(part) if part.series == id)
        }
        (FeedTopic::Newsletter(id), page) => {
            is_about_letters(page) && newsletter_of(scene, page).is_none_or(|shown| shown == id)
        }
        _ => false,
    }
}

/// A feed, and its twin where somebody comes to subscribe.
fn feed_links(scene: &Scene<'_>, feed: &Feed, page: &Page) -> Vec<FeedLinkView> {
    let link = |path: &String, kind: &str| FeedLinkView {
        title: feed::title(scene, feed),
        url: scene.absolute(path),
        kind: kind.to_owned(),
    };
    let is_front_door = match feed.topic {
        FeedTopic::All => *page == Page::Home,
        _ => matches!(page, Page::Newsletter(_)),
    };
    let twin = feed.json.as_ref().filter(|_| is_front_door).map(|path| link(path, "application/feed+json"));
    std::iter::once(link(&feed.path, "application/rss+xml")).chain(twin).collect()
}

/// The calendar of all dates, on the page that lists them.
fn dates(scene: &Scene<'_>, page: &Page) -> Option<FeedLinkView> {
    let calendar = scene.paths.calendar.as_ref().filter(|_| matches!(page, Page::Listing(Kind::Event, _)))?;
    Some(FeedLinkView {
        title: scene.word("calendar.all"),
        url: scene.absolute(calendar),
        kind: "text/calendar".to_owned(),
    })
}

fn is_about_letters(page: &Page) -> bool {
    matches!(page, Page::Home | Page::Newsletter(_) | Page::Issue(_) | Page::NewsletterState(_))
}

fn newsletter_of(scene: &Scene<'_>, page: &Page) -> Option<NewsletterId> {
    match page {
        Page::Newsletter(id) => Some(*id),
        Page::Issue(position) => scene.plan.issues.get(*position).map(|issue| issue.newsletter),
        _ => None,
    }
}

/// Home.
pub(super) fn home(scene: &Scene<'_>) -> LinkView {
    LinkView { title: scene.word("nav.home"), url: scene.local("/") }
}

/// Home and a kind's listing.
pub(super) fn below_listing(scene: &Scene<'_>, kind: Kind) -> impl Iterator<Item = LinkView> {
    let listing = scene.paths.listings.get(&kind);
    let listing = listing.map(|route| LinkView { title: listing_title(scene, kind), url: scene.local(route) });
    std::iter::once(home(scene)).chain(listing)
}

/// The title of a kind's listing: the author's, else the theme's.
pub(super) fn listing_title(scene: &Scene<'_>, kind: Kind) -> String {
    let own = scene.site.listings.get(&kind).map(|listing| listing.title.clone()).filter(|title| !title.is_empty());
    own.unwrap_or_else(|| scene.word(&format!("listing.{}.title", kind.name())))
}

/// An image for cards elsewhere: those who draw them know no SVG.
pub(super) fn social_image(scene: &Scene<'_>, asset: AssetId, alt: &str) -> Option<ImageView> {
    let route = scene.plan.assets.get(&asset)?;
    let image = cards::image(scene, asset, alt)?;
    (!route.to_ascii_lowercase().ends_with(".svg")).then(|| ImageView { url: scene.absolute(route), ..image })
}
