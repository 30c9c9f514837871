//! What should be done by now and is not.

use super::{Piece, Standpoint};
use crate::model::time::Date;

/// Which day went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missed {
    /// Readers should see it by now.
    Publish,
    /// Its `due` is over.
    Due,
}

/// A piece that is late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// The piece.
    pub piece: Piece,
    /// What it missed; the worse, where both.
    pub missed: Missed,
    /// The day.
    pub since: Date,
    /// Days since then.
    pub days: i64,
}

/// Everything late now, what readers miss first, then the longest.
pub fn late(standpoint: Standpoint<'_>) -> Vec<Late> {
    let mut found: Vec<Late> =
        standpoint.pieces().into_iter().filter_map(|piece| late_piece(standpoint, piece)).collect();
    found.sort_by_key(|late| (late.missed, late.since));
    found
}

fn late_piece(standpoint: Standpoint<'_>, piece: Piece) -> Option<Late> {
    let (missed, since) = missed(standpoint, &piece)?;
    Some(Late { missed, since, days: since.days_until(standpoint.today()), piece })
}

/// What a piece missed by now, and the day.
pub(super) fn missed(standpoint: Standpoint<'_>, piece: &Piece) -> Option<(Missed, Date)> {
    if piece.status.is_done() {
        return None;
    }
    let zone = &standpoint.site().settings.zone;
    let publish = piece.publish.filter(|publish| *publish <= standpoint.moment.now);
    let due = piece.due.filter(|due| *due < standpoint.today());
    let publish = publish.map(|publish| (Missed::Publish, zone.date_of(publish)));
    publish.or(due.map(|due| (Missed::Due, due)))
}
