//! When the site changes by itself, and why: the next time and a few after it.

use super::Standpoint;
use crate::model::time::Instant;
use crate::plan::{Moment, NextChange, next_change};

/// The coming changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Now.
    pub now: Instant,
    /// The next change and those after it, by time; empty where nothing changes any more.
    pub changes: Vec<NextChange>,
}

/// The next `most` changes.
pub fn coming(standpoint: Standpoint<'_>, most: usize) -> Coming {
    let now = standpoint.moment.now;
    let mut changes: Vec<NextChange> = Vec::new();
    let mut at = now;
    while changes.len() < most {
        let moment = Moment { now: at, ..standpoint.moment };
        let Some(next) = next_change(standpoint.world, moment, &standpoint.plan_at(at)) else { break };
        at = next.at;
        changes.push(next);
    }
    Coming { now, changes }
}
