//! `segments`: for whom the pieces are.

use super::{Cell, Table, World};
use crate::model::{ItemId, Phase, Segment, SegmentId};
use crate::plan::Page;

const COLUMNS: &[&str] = &[
    "id",
    "axis",
    "title",
    "for",
    "not_for",
    "description",
    "url",
    "track",
    "track_url",
    "pieces",
    "pieces_teach",
    "pieces_prove",
    "pieces_support",
    "pieces_community",
];

/// A row for each segment of hub.toml, in its order.
pub fn segments(world: World<'_>) -> Table {
    let segments = world.site.settings.segments.iter().enumerate();
    Table { columns: COLUMNS, rows: segments.map(|(at, segment)| row(world, SegmentId::at(at), segment)).collect() }
}

fn row(world: World<'_>, id: SegmentId, segment: &Segment) -> Vec<Cell> {
    let page = world.plan.routes.iter().find(|route| route.page == Page::Segment(id));
    let track = segment.track.filter(|track| world.plan.is_public(*track));
    let pieces: &[ItemId] = world.plan.segments.get(&id).map_or(&[], Vec::as_slice);
    let of_phase = |phase: Phase| {
        let is_of = |piece: &&ItemId| world.site.item(**piece).phase == Some(phase);
        Cell::number(pieces.iter().filter(is_of).count())
    };
    vec![
        Cell::text(&segment.id),
        Cell::text(&segment.axis),
        Cell::text(&segment.title),
        Cell::text(&segment.audience),
        Cell::text(&segment.not_for),
        Cell::text(&segment.description),
        Cell::Text(page.map_or_else(String::new, |page| world.absolute(&page.path))),
        Cell::text(track.map_or("", |track| world.site.item(track).id.as_str())),
        Cell::Text(track.and_then(|track| world.url(track)).unwrap_or_default()),
        Cell::number(pieces.len()),
        of_phase(Phase::Teach),
        of_phase(Phase::Prove),
        of_phase(Phase::Support),
        of_phase(Phase::Community),
    ]
}
