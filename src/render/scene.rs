//! Everything a render may look at, immutable, and what is computed from it once.
//!
//! There is no clock here: what time does to the site is decided in the plan.

use std::sync::OnceLock;

use super::covers::Covers;
use super::feed::Entries;
use super::files::ThemeFiles;
use super::paths::Paths;
use super::view::CardView;
use super::{site, words};
use crate::markdown;
use crate::model::{BaseUrl, ItemId, Site};
use crate::plan::{Audience, Plan};
use crate::source::Sources;
use crate::theme::{SharedSite, Theme};

/// What the earlier stages made.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// What was read.
    pub sources: &'a Sources,
    /// The validated site.
    pub site: &'a Site,
    /// What exists now.
    pub plan: &'a Plan,
    /// The theme.
    pub theme: &'a Theme,
    /// The theme's files, as the plan knows them.
    pub files: &'a ThemeFiles,
    /// Where the site is published: the settings' base URL, or a flag's.
    pub base: &'a BaseUrl,
}

/// A world, looked at: the argument of every part of render.
#[derive(Debug)]
pub struct Scene<'a> {
    /// What was read.
    pub sources: &'a Sources,
    /// The validated site.
    pub site: &'a Site,
    /// What exists now.
    pub plan: &'a Plan,
    /// The theme.
    pub theme: &'a Theme,
    pub(super) files: &'a ThemeFiles,
    pub(super) base: &'a BaseUrl,
    /// Routes by what stands on them.
    pub(super) paths: Paths,
    /// Cover art by item.
    pub(super) covers: Covers,
    /// Words inside bodies.
    pub(super) body_words: markdown::Words,
    /// What feeds say of pieces.
    pub(super) entries: Entries,
    /// Cards by item, each made when first asked for.
    pub(super) cards: Vec<OnceLock<CardView>>,
    shared: OnceLock<SharedSite>,
}

impl<'a> Scene<'a> {
    /// Prepares a world for rendering.
    pub fn new(world: World<'a>) -> Self {
        let World { sources, site, plan, theme, files, base } = world;
        let (paths, covers) = rayon::join(|| Paths::of(site, plan, sources), || Covers::of(site, plan));
        Scene {
            sources,
            site,
            plan,
            theme,
            files,
            base,
            paths,
            covers,
            body_words: words::in_bodies(theme.words()),
            entries: Entries::of(site.items.len()),
            cards: site.items.iter().map(|_| OnceLock::new()).collect(),
            shared: OnceLock::new(),
        }
    }

    /// The site's view, converted once.
    pub(super) fn shared_site(&self) -> &SharedSite {
        self.shared.get_or_init(|| SharedSite::new(&site::view(self)))
    }

    /// Words of the theme without placeholders.
    pub(super) fn word(&self, key: &str) -> String {
        self.theme.words().say(key, &[])
    }

    /// Words of the theme.
    pub(super) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.theme.words().say(key, values)
    }

    /// Words for a number of things.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        self.theme.words().say_count(key, u64::try_from(count).unwrap_or(u64::MAX), &[])
    }

    /// A text with its digits as the language writes them.
    pub(super) fn digits(&self, text: &str) -> String {
        self.theme.words().digits(text)
    }

    /// A route with the base path.
    pub(super) fn local(&self, route: &str) -> String {
        self.base.local(route)
    }

    /// A route as an absolute URL.
    pub(super) fn absolute(&self, route: &str) -> String {
        self.base.absolute(route)
    }

    /// The path of an item's page, if readers can see it.
    pub(super) fn item_url(&self, item: ItemId) -> Option<String> {
        self.plan.url(item).map(|route| self.local(route))
    }

    /// Whether this build is for the author alone.
    pub(super) fn is_preview(&self) -> bool {
        self.plan.audience == Audience::Preview
    }
}

/// A count for a view.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
