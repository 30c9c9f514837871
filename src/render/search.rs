//! `/search/`: what a reader can filter by, and the ways to look around without a script.

use std::collections::BTreeSet;

use super::draft::Rendered;
use super::head::{self, Head};
use super::indexed::{kind_word, level_word};
use super::scene::Scene;
use super::view::{LinkView, SearchPage};
use super::{pages, site};
use crate::diagnostic::Diagnostic;
use crate::model::{Item, Level};
use crate::parse::Kind;
use crate::plan::{Route, SEARCH_INDEX};

/// The page; search engines have no business there.
pub(super) fn search(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let kinds = kinds(scene);
    let is_ready = !scene.is_preview() && !kinds.is_empty();
    let fields = SearchPage {
        index: if is_ready { scene.local(&format!("{SEARCH_INDEX}pagefind.js")) } else { String::new() },
        kinds: kinds.into_iter().map(|kind| kind_word(scene, kind)).collect(),
        segments: site::segments(scene).into_iter().map(|segment| segment.title).collect(),
        levels: levels(scene).into_iter().map(|level| level_word(scene, level)).collect(),
        lists: site::nav(scene),
        faq: faq(scene),
    };
    let head = Head { noindex: true, ..Head::titled(scene.word("title.search")) };
    pages::page(scene, route, "search.html", head, fields)
}

fn found<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Item> {
    let public = scene.site.iter().filter(|(id, item)| item.listed && scene.plan.is_public(*id));
    public.map(|(_, item)| item).filter(|item| item.kind != Kind::Issue)
}

/// Kinds of what can be found, in hub's order.
fn kinds(scene: &Scene<'_>) -> BTreeSet<Kind> {
    let issues = (!scene.plan.issues.is_empty()).then_some(Kind::Issue);
    found(scene).map(|item| item.kind).chain(issues).collect()
}

fn levels(scene: &Scene<'_>) -> Vec<Level> {
    let named: Vec<Level> = found(scene).filter_map(|item| item.level).collect();
    [Level::Beginner, Level::Intermediate, Level::Advanced].into_iter().filter(|level| named.contains(level)).collect()
}

fn faq(scene: &Scene<'_>) -> Option<LinkView> {
    let route = scene.paths.listings.get(&Kind::Faq)?;
    Some(LinkView { title: head::listing_title(scene, Kind::Faq), url: scene.local(route) })
}
