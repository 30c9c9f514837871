//! For whom there is what: each segment's pieces by phase and by level.
//!
//! A piece for everybody (without segments) is for each segment. What is written counts, whenever it appears; what has
//! disappeared doesn't, nor what stands in no list. The gaps of coverage go by the same rule.

use super::Standpoint;
use crate::model::{Item, ItemId, Level, Phase, SegmentId, Site};
use crate::parse::Kind;
use crate::plan::{Plan, Visibility};

/// What a segment has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The segment; none for all pieces, whomever they are for.
    pub segment: Option<SegmentId>,
    /// Its pieces, in id order.
    pub pieces: Vec<Covering>,
}

/// A piece that is there for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covering {
    /// The piece.
    pub item: ItemId,
    /// Its phase.
    pub phase: Option<Phase>,
    /// Its level.
    pub level: Option<Level>,
}

/// What there is for all, and then for each segment in the order of hub.toml.
pub fn coverage(standpoint: Standpoint<'_>) -> Vec<Coverage> {
    let (site, plan) = (standpoint.site(), standpoint.plan);
    let segments = (0..site.settings.segments.len()).map(|at| Some(SegmentId::at(at)));
    std::iter::once(None)
        .chain(segments)
        .map(|segment| Coverage { segment, pieces: pieces(site, plan, segment) })
        .collect()
}

fn pieces(site: &Site, plan: &Plan, segment: Option<SegmentId>) -> Vec<Covering> {
    let fits = |item: &Item| segment.is_none_or(|segment| is_for(item, segment));
    // A letter without a phase is for its issue alone.
    let is_piece = |item: &Item| item.kind != Kind::Issue || item.phase.is_some();
    let own = covering(site, plan).filter(|(_, item)| fits(item) && is_piece(item));
    own.map(|(id, item)| Covering { item: id, phase: item.phase, level: item.level }).collect()
}

/// Whether a piece is for a segment.
pub(super) fn is_for(item: &Item, segment: SegmentId) -> bool {
    item.segments.is_empty() || item.segments.contains(&segment)
}

/// Listed pieces that are there, or will be.
pub(super) fn covering<'a>(site: &'a Site, plan: &'a Plan) -> impl Iterator<Item = (ItemId, &'a Item)> {
    let gone =
        |id: ItemId| matches!(plan.visibility.get(id.index()), Some(Visibility::Expired | Visibility::Withdrawn));
    site.iter().filter(move |(id, item)| item.listed && item.kind != Kind::Page && !item.is_withdrawn() && !gone(*id))
}
