//! Small parts that views are made of: dates, pictures, cards, groups, pages of a list.

use serde::Serialize;

use super::LinkView;

/// An instant or a date, in the site's zone and language.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// For `datetime=`: `2026-12-02T08:00:00+01:00`, or `2026-12-02` for a bare date.
    pub iso: String,
    /// `2 December 2026`.
    pub text: String,
    /// `2 Dec 2026`.
    pub short: String,
    /// `Wednesday`.
    pub weekday: String,
    /// `2`.
    pub day: String,
    /// `Dec`.
    pub month: String,
    /// `2026`.
    pub year: String,
    /// `08:00`; empty for a bare date.
    pub time: String,
    /// `CET` or `UTC+01:00`; empty for a bare date.
    pub zone: String,
    /// `UTC+01:00`; empty for a bare date.
    pub offset: String,
}

/// An image of the site.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Path.
    pub url: String,
    /// Alternative text; empty for decoration.
    pub alt: String,
    /// Width in CSS pixels, 0 if unknown.
    pub width: u32,
    /// Height in CSS pixels, 0 if unknown.
    pub height: u32,
}

/// Numbers for generated cover art: from the id, and unlike those of its neighbours.
#[derive(Clone, Debug, Serialize)]
pub struct CoverView {
    /// Which drawing, 0 to 11.
    pub variant: u8,
    /// Its ground: `paper`, `soft`, `loud` or `night`.
    pub ground: String,
    /// Eight numbers from 0 to 99 to vary it by.
    pub numbers: Vec<u8>,
}

/// An item in a list: what a card shows.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// Content id.
    pub id: String,
    /// Kind: `guide`, `part`, `series`, `faq`, `track`, `spotlight`, `event`, `prompt`, `challenge`, `offer`, `issue`, `page`.
    pub kind: String,
    /// Path.
    pub url: String,
    /// Title.
    pub title: String,
    /// Description, or the beginning of the text; plain.
    pub description: String,
    /// `beginner`, `intermediate`, `advanced` or empty.
    pub level: String,
    /// `teach`, `prove`, `support`, `community` or empty.
    pub phase: String,
    /// Minutes to read or do; 0 where it says nothing.
    pub minutes: u32,
    /// When it became public.
    pub date: Option<DateView>,
    /// Event: when it starts. Otherwise null.
    pub starts: Option<DateView>,
    /// Segment ids, for filters.
    pub segments: Vec<String>,
    /// Its image, if it has one.
    pub image: Option<ImageView>,
    /// Numbers for a drawing in its place.
    pub cover: CoverView,
    /// The piece of information its kind is chosen by, in words ("6 parts", "Thu 3 Dec, 18:00", "30 days · 8 steps"); may be empty.
    pub fact: String,
    /// FAQ: the short answer. Spotlight: the quote. Offer: the price. Otherwise empty.
    pub teaser: String,
    /// Spotlight: name and role. Part: its series. Otherwise empty.
    pub byline: String,
    /// FAQ: its topic, otherwise empty.
    pub topic: String,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocView {
    /// Id of the heading.
    pub id: String,
    /// Text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// An author.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// A few sentences; may be empty.
    pub bio: String,
    /// Path of the author's page.
    pub url: String,
    /// Their own site; may be empty.
    pub website: String,
    /// Portrait.
    pub image: Option<ImageView>,
    /// Numbers for a drawing in its place.
    pub cover: CoverView,
}

/// A place in a track.
#[derive(Clone, Debug, Serialize)]
pub struct InTrackView {
    /// The track.
    pub track: LinkView,
    /// Path of this item's step in it.
    pub url: String,
    /// Step, from 1.
    pub step: u32,
    /// Steps in all.
    pub steps: u32,
}

/// A source that backs a claim.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Title, or the text of the source.
    pub title: String,
    /// URL; empty if it has none.
    pub url: String,
}

/// A file to take along.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadView {
    /// File name.
    pub name: String,
    /// Path.
    pub url: String,
    /// Size in words ("12 KB").
    pub size: String,
}

/// "Updated for".
#[derive(Clone, Debug, Serialize)]
pub struct UpdatedForView {
    /// The period ("2026").
    pub period: String,
    /// What changed; may be empty.
    pub note: String,
}

/// A video that loads on a click.
#[derive(Clone, Debug, Serialize)]
pub struct VideoView {
    /// Page or file.
    pub url: String,
    /// What it shows.
    pub title: String,
    /// Path of the transcript; empty where `reason` says why there is none.
    pub transcript: String,
    /// Why there is no transcript; may be empty.
    pub reason: String,
}

/// A group of cards under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Id for anchors.
    pub anchor: String,
    /// Heading; may be empty.
    pub title: String,
    /// Path of a page with all of them; may be empty.
    pub url: String,
    /// Items in all; a list that shows only the first has fewer cards.
    pub count: u32,
    /// Cards.
    pub cards: Vec<CardView>,
}

/// Pages of a long listing.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub number: u32,
    /// Pages in all.
    pub pages: u32,
    /// Items in all.
    pub items: u32,
    /// Path of the page before.
    pub previous: Option<String>,
    /// Path of the page after.
    pub next: Option<String>,
    /// Every page's path, in order.
    pub urls: Vec<String>,
}
