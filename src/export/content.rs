//! `content`: every public piece.

use std::collections::BTreeSet;

use super::{Cell, Table, World, events, level_word};
use crate::model::time::Instant;
use crate::model::{Becomes, Detail, ItemId, Phase};

const COLUMNS: &[&str] = &[
    "id",
    "url",
    "kind",
    "title",
    "description",
    "image",
    "segments",
    "level",
    "phase",
    "product",
    "tags",
    "published",
    "updated",
    "expires",
    "review_by",
    "tracks",
    "answers_event",
    "listed",
];

/// A row for each piece that has a page now, in id order.
pub fn content(world: World<'_>) -> Table {
    let pages: BTreeSet<&str> = world.plan.routes.iter().map(|route| route.path.as_str()).collect();
    let has_page = |id: &ItemId| world.plan.url(*id).is_some_and(|path| pages.contains(path));
    let rows = world.site.iter().map(|(id, _)| id).filter(has_page).map(|id| row(world, id)).collect();
    Table { columns: COLUMNS, rows }
}

fn row(world: World<'_>, id: ItemId) -> Vec<Cell> {
    let item = world.site.item(id);
    let schedule = world.site.schedule(id);
    let exact =
        |at: Option<Instant>| Cell::Text(at.map_or_else(String::new, |at| world.site.settings.zone.rfc3339(at)));
    let day = |day: Option<crate::model::time::Date>| Cell::Text(day.map_or_else(String::new, |day| day.to_string()));
    let published = match schedule.becomes {
        Becomes::At(at) => Some(at),
        Becomes::Undated | Becomes::Never(_) => None,
    };
    vec![
        Cell::text(&item.id),
        Cell::Text(world.url(id).unwrap_or_default()),
        Cell::text(item.kind.name()),
        Cell::text(&item.title.value),
        Cell::text(item.summary()),
        Cell::Text(image(world, id)),
        Cell::List(world.segment_ids(id)),
        Cell::text(item.level.map_or("", level_word)),
        Cell::text(item.phase.map_or("", phase_word)),
        Cell::text(&item.product),
        Cell::List(item.tags.clone()),
        exact(published),
        day(item.updated),
        exact(schedule.expire),
        day(item.review_by),
        Cell::List(places(world, id)),
        Cell::List(events::answered_by(world, id)),
        Cell::Flag(item.listed),
    ]
}

fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Teach => "teach",
        Phase::Prove => "prove",
        Phase::Support => "support",
        Phase::Community => "community",
    }
}

/// The lead image, where it is published; a member's photo isn't handed over.
fn image(world: World<'_>, id: ItemId) -> String {
    let item = world.site.item(id);
    let image = item.image.as_ref().filter(|_| !matches!(item.detail, Detail::Spotlight(_)));
    let route = image.and_then(|image| world.plan.assets.get(&image.asset));
    route.map_or_else(String::new, |route| world.absolute(route))
}

/// `TRACK:DAY` for each public step that the piece is.
fn places(world: World<'_>, id: ItemId) -> Vec<String> {
    let mut places = Vec::new();
    for (track_id, public) in &world.plan.tracks {
        let track = world.site.item(*track_id);
        let Detail::Track(detail) = &track.detail else { continue };
        let steps = public.iter().filter_map(|at| detail.steps.get(*at)).filter(|step| step.item == id);
        places.extend(steps.map(|step| format!("{}:{}", track.id, step.day)));
    }
    places
}
