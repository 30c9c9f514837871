//! How wide the screen is.

/// Columns where nobody says how many there are.
const USUAL: usize = 80;
/// Narrower than this nothing can be laid out; wider, lines are hard to follow.
const BOUNDS: (usize, usize) = (30, 200);

/// Columns of the screen, by `COLUMNS`.
pub(super) fn columns() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    said.filter(|columns| *columns > 0).unwrap_or(USUAL).clamp(BOUNDS.0, BOUNDS.1)
}
