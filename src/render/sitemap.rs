//! sitemap.xml: the pages that search engines shall know, and nothing else.

use super::dates;
use super::scene::Scene;
use crate::markdown::escape::escape_text;
use crate::model::ItemId;
use crate::plan::{Page, Route};

/// A sitemap holds at most so many.
pub(super) const URLS: usize = 50_000;

/// The sitemap.
pub(super) fn sitemap(scene: &Scene<'_>) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for route in routes(scene).take(URLS) {
        let changed = changed(scene, route).map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
        xml.push_str(&format!("<url><loc>{}</loc>{changed}</url>\n", escape_text(&scene.absolute(&route.path))));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// How many pages a sitemap of all would hold.
pub(super) fn count(scene: &Scene<'_>) -> usize {
    routes(scene).count()
}

fn routes<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a Route> {
    let plan = scene.plan;
    plan.routes.iter().filter(|route| !scene.is_preview() && is_indexable(scene, &route.page))
}

fn is_indexable(scene: &Scene<'_>, page: &Page) -> bool {
    match page {
        Page::Item(item) => scene.site.item(*item).listed,
        Page::Home
        | Page::Start
        | Page::Listing(..)
        | Page::Segment(_)
        | Page::Tags
        | Page::Tag(..)
        | Page::Author(_)
        | Page::Rewards
        | Page::Answered
        | Page::Upcoming
        | Page::Newsletter(_)
        | Page::Issue(_) => true,
        _ => false,
    }
}

/// When what stands there last changed, by the author's word.
fn changed(scene: &Scene<'_>, route: &Route) -> Option<String> {
    let zone = &scene.site.settings.zone;
    match route.page {
        Page::Item(item) => item_changed(scene, item),
        Page::Issue(position) => scene.plan.issues.get(position).map(|issue| zone.rfc3339(issue.sent)),
        _ => None,
    }
}

/// An update before the publication is none.
fn item_changed(scene: &Scene<'_>, item: ItemId) -> Option<String> {
    let zone = &scene.site.settings.zone;
    let became = dates::became(scene, item);
    let updated = scene.site.item(item).updated;
    match (updated, became) {
        (Some(updated), Some(became)) if updated <= zone.date_of(became) => Some(zone.rfc3339(became)),
        (Some(updated), _) => Some(updated.to_string()),
        (None, became) => became.map(|instant| zone.rfc3339(instant)),
    }
}
