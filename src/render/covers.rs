//! Cover art for what has no picture: which drawing, on which ground, varied by which numbers.
//!
//! All follows from a piece's id. But two neighbours that look alike look like a mistake, so the public pieces are gone
//! through in the order of their dates, and one whose drawing is still near takes the next that isn't. What becomes public
//! comes last and changes no drawing; what isn't public leaves no trace.

use std::collections::{BTreeMap, VecDeque};

use super::cards;
use super::view::CoverView;
use crate::model::{Becomes, Item, ItemId, Site};
use crate::output::stable_bytes;
use crate::parse::Kind;
use crate::plan::Plan;

/// Drawings that a theme has.
const DRAWINGS: u8 = 12;
/// How many pieces must come between two of the same drawing: of all kinds, and of the same kind.
const DISTANCE: usize = 3;

/// Covers of all pieces.
#[derive(Debug)]
pub(super) struct Covers(BTreeMap<ItemId, CoverView>);

impl Covers {
    /// Draws lots for the pieces that a plan shows.
    pub(super) fn of(site: &Site, plan: &Plan) -> Self {
        let mut recent = Recent::default();
        let cover = |id: ItemId| {
            let item = site.item(id);
            let drawn = by_id(&item.id);
            let variant = recent.free(item.kind, drawn.variant);
            let ground = recent.other_ground(item.kind, drawn.variant);
            (id, CoverView { variant, ground: ground.to_owned(), ..drawn })
        };
        Covers(in_order(site, plan).into_iter().map(cover).collect())
    }

    /// The cover of a piece; of one that has a picture, what its id says alone.
    pub(super) fn cover(&self, id: ItemId, item: &Item) -> CoverView {
        self.0.get(&id).cloned().unwrap_or_else(|| by_id(&item.id))
    }
}

/// A cover that depends on nothing but an id.
pub(super) fn by_id(id: &str) -> CoverView {
    let mut bytes = stable_bytes(id).into_iter();
    let variant = bytes.next().unwrap_or_default() % DRAWINGS;
    CoverView { variant, ground: "paper".to_owned(), numbers: bytes.take(8).map(|byte| byte % 100).collect() }
}

/// Public pieces without a picture, oldest first; what has no date stands before all else.
fn in_order(site: &Site, plan: &Plan) -> Vec<ItemId> {
    let since = |id: &ItemId| match site.schedule(*id).becomes {
        Becomes::At(instant) => Some(instant),
        Becomes::Undated | Becomes::Never(_) => None,
    };
    let bare =
        site.iter().filter(|(id, item)| plan.is_public(*id) && cards::lead_image(item).is_none()).map(|(id, _)| id);
    let mut ids: Vec<ItemId> = bare.collect();
    ids.sort_by_key(|id| (since(id), *id));
    ids
}

/// What was drawn last.
#[derive(Default)]
struct Recent {
    all: VecDeque<u8>,
    by_kind: BTreeMap<Kind, VecDeque<u8>>,
    grounds: BTreeMap<Kind, &'static str>,
}

impl Recent {
    /// The drawing asked for, or the first after it that hasn't just been drawn.
    fn free(&mut self, kind: Kind, wanted: u8) -> u8 {
        let same = self.by_kind.entry(kind).or_default();
        let mut choices = (0..DRAWINGS).map(|step| (wanted + step) % DRAWINGS);
        let free = choices.find(|one| !self.all.contains(one) && !same.contains(one)).unwrap_or(wanted);
        for drawn in [&mut self.all, same] {
            drawn.push_back(free);
            while drawn.len() > DISTANCE {
                drawn.pop_front();
            }
        }
        free
    }

    /// One of the two grounds of a kind, never the same twice.
    fn other_ground(&mut self, kind: Kind, by: u8) -> &'static str {
        let [one, other] = grounds(kind);
        let ground = match self.grounds.get(&kind) {
            Some(last) if *last == one => other,
            Some(_) => one,
            None if by.is_multiple_of(2) => one,
            None => other,
        };
        self.grounds.insert(kind, ground);
        ground
    }
}

/// Grounds tell kinds apart: quiet for what is read, dark for what has a place and a date, loud for what asks to be done.
fn grounds(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Series | Kind::Event => ["night", "loud"],
        Kind::Track | Kind::Offer => ["soft", "night"],
        Kind::Prompt | Kind::Challenge => ["loud", "paper"],
        Kind::Spotlight => ["soft", "paper"],
        Kind::Part => ["paper", "night"],
        Kind::Guide | Kind::Faq | Kind::Issue | Kind::Page => ["paper", "soft"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_differ_in_drawing_and_ground() {
        let mut recent = Recent::default();
        let kinds = [Kind::Guide, Kind::Guide, Kind::Event, Kind::Guide, Kind::Part, Kind::Event];
        let drawn: Vec<_> = kinds.iter().cycle().take(300).map(|kind| (*kind, recent.free(*kind, 5))).collect();
        assert!(drawn.windows(DISTANCE + 1).all(|near| near.iter().skip(1).all(|(_, one)| *one != near[0].1)));
        let guides: Vec<_> = drawn.iter().filter(|(kind, _)| *kind == Kind::Guide).map(|(_, one)| *one).collect();
        assert!(guides.windows(DISTANCE + 1).all(|near| !near[1..].contains(&near[0])));
        let grounds: Vec<_> = (0..9).map(|by| recent.other_ground(Kind::Event, by)).collect();
        assert!(grounds.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_cover_is_the_same_for_an_id() {
        let (one, same) = (by_id("guides/x"), by_id("guides/x"));
        assert_eq!((one.variant, one.numbers.clone()), (same.variant, same.numbers));
        assert_eq!(one.numbers.len(), 8);
    }
}
