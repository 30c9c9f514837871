//! What a creator asks the calendar, answered as plain data. Knows no terminal and no file.

mod changed;
mod wakes;

pub use changed::{Change, Changed, Deployed, changed_since, changes, deployed_changed};
pub use wakes::{Wake, wakes};
