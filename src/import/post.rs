//! What every format is read into: posts, what is known of the site, and what became of the other files.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::parse::toml::RawDate;

/// Everything that a source holds, whatever wrote it.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// What it says of itself.
    pub(super) site: Facts,
    /// Its posts, in the order of their sources.
    pub(super) posts: Vec<Post>,
    /// What became of files and entries that are no post.
    pub(super) fates: BTreeMap<String, Fate>,
    /// What is to be said of the whole.
    pub(super) notes: Vec<String>,
    /// Files that stood at the top of the old site: their address, and their name in the source.
    pub(super) public: BTreeMap<String, String>,
    /// Where a folder of the source began on the old site: `content/` is `/`.
    pub(super) roots: Vec<String>,
}

/// What a source says of the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Its name.
    pub(super) title: Option<String>,
    /// A sentence about it.
    pub(super) description: Option<String>,
    /// Where it was.
    pub(super) url: Option<String>,
    /// Its time zone.
    pub(super) zone: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
    /// Its authors by the ids they had, with their names.
    pub(super) authors: BTreeMap<String, String>,
}

/// One piece of the past.
#[derive(Clone, Debug, Default)]
pub(super) struct Post {
    /// What it is known by in the source: the path of its file, or file and id.
    pub(super) source: String,
    /// Its title; may be empty.
    pub(super) title: String,
    /// Its text.
    pub(super) text: Text,
    /// When it was published.
    pub(super) date: Option<RawDate>,
    /// When it was changed.
    pub(super) updated: Option<RawDate>,
    /// Categories alone, of which some old addresses are made.
    pub(super) categories: Vec<String>,
    /// Tags and categories.
    pub(super) tags: Vec<String>,
    /// Authors, by id or name.
    pub(super) authors: Vec<String>,
    /// Last part of its address.
    pub(super) slug: Option<String>,
    /// Not public.
    pub(super) draft: bool,
    /// Public, and on no list.
    pub(super) unlisted: bool,
    /// One sentence about it.
    pub(super) excerpt: Option<String>,
    /// Its lead image, as it was written.
    pub(super) cover: Option<String>,
    /// What that shows.
    pub(super) cover_alt: Option<String>,
    /// Its old addresses: paths with `/`, or whole addresses. The first is its own.
    pub(super) olds: Vec<String>,
    /// Its id in the old feed.
    pub(super) guid: Option<String>,
    /// What the source takes it for.
    pub(super) sort: Sort,
    /// Series it was part of.
    pub(super) series: Option<String>,
    /// Its place there.
    pub(super) part: Option<i64>,
    /// Fields that hub has no place for.
    pub(super) extra: Map<String, Value>,
    /// What needs a hand.
    pub(super) notes: Vec<String>,
}

/// What the source takes a piece for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// An article with a day.
    #[default]
    Post,
    /// A page that stands by itself.
    Page,
    /// The introduction of a section.
    Section,
}

/// A text, and what it is written in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Text {
    /// Markdown, with what its generator adds.
    Markdown(String),
    /// Markdown with components.
    Mdx(String),
    /// HTML.
    Html(String),
}

impl Default for Text {
    fn default() -> Self {
        Text::Markdown(String::new())
    }
}

impl Text {
    /// As it was written.
    pub(super) fn as_str(&self) -> &str {
        let (Text::Markdown(text) | Text::Mdx(text) | Text::Html(text)) = self;
        text
    }
}

/// What became of a file or an entry of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is this piece.
    Piece(String),
    /// It lies here now.
    Taken(String),
    /// It was read: settings, tables.
    Read,
    /// It stayed, and why.
    Left(String),
}
