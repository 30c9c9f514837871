//! How wide the screen is. The only file that knows terminal_size.

use std::io::IsTerminal;

use terminal_size::{Width, terminal_size};

/// Columns where nobody says how many there are.
const USUAL: usize = 80;
/// Narrower than this nothing can be laid out; wider, lines are hard to follow.
const BOUNDS: (usize, usize) = (30, 200);

/// Columns of the screen: by `COLUMNS`, else as the terminal says.
pub(super) fn columns() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    said.filter(|columns| *columns > 0).or_else(of_terminal).unwrap_or(USUAL).clamp(BOUNDS.0, BOUNDS.1)
}

/// Of the terminal that answers go to; into a pipe or a file nobody knows.
fn of_terminal() -> Option<usize> {
    let is_seen = std::io::stdout().is_terminal();
    terminal_size().filter(|_| is_seen).map(|(Width(columns), _)| usize::from(columns))
}
