//! What a creator asks the calendar. Data only: how it is drawn is the command line's affair.

mod own;

pub use own::{OwnDate, OwnTime, Purpose, own_dates};
