//! The validated site: typed ids, resolved references, dates in the site's zone, defaults filled in.
//!
//! Everything here holds whatever the date is: contradictions are found over all items, public or not, so that no build
//! starts to fail overnight. Knows no URLs, no templates, and not what time it is.

mod names;
mod rule;
pub mod site;
pub mod time;

pub use site::*;
