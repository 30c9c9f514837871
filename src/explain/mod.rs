//! Everything hub knows about one piece, as plain data: why it is or isn't public, when, where, and who leads to it.
//!
//! Decides nothing: what the model and the plan decided is told, condition by condition. Knows no terminal.

mod conditions;
mod find;
mod mentions;
mod newsletters;
mod piece;

pub use conditions::Condition;
pub use find::{Meant, find};
pub use mentions::Mention;
pub use piece::{Hidden, Moments, Piece, Series, Step, issue_line, piece};
