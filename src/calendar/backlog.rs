//! What is not finished: ideas, and what is written but does not appear yet.

use super::{Piece, Standpoint, Status};
use crate::model::time::Date;

/// Everything unfinished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Today, in the site's zone.
    pub today: Date,
    /// By status, what is nearest to done first; none is empty.
    pub groups: Vec<Group>,
}

/// Pieces of one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The status.
    pub status: Status,
    /// What is due first comes first, then what is planned first, then as the calendar has it.
    pub pieces: Vec<Piece>,
}

/// In which order they are shown.
const ORDER: [Status; 10] = [
    Status::Review,
    Status::Drafting,
    Status::Draft,
    Status::Unwritten,
    Status::Outlined,
    Status::Idea,
    Status::Held,
    Status::Waits,
    Status::NoDate,
    Status::NoConsent,
];

/// Everything unfinished, by status.
pub fn backlog(standpoint: Standpoint<'_>) -> Backlog {
    let pieces = standpoint.pieces();
    let group = |status| Group { status, pieces: of_status(&pieces, status) };
    let groups = ORDER.into_iter().map(group).filter(|group| !group.pieces.is_empty()).collect();
    Backlog { today: standpoint.today(), groups }
}

fn of_status(pieces: &[Piece], status: Status) -> Vec<Piece> {
    let mut own: Vec<Piece> = pieces.iter().filter(|piece| piece.status == status).cloned().collect();
    own.sort_by_key(|piece| (piece.due.is_none(), piece.due, piece.publish.is_none(), piece.publish));
    own
}
