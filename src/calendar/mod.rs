//! What a creator asks the calendar. Data only: how it is drawn is the command line's affair.

mod gaps;

pub use gaps::{Theme, few, gaps, gaps_by_theme};
