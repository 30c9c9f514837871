//! The changes of the site that come by themselves, one after the other: what `next` shows, what `changed` looks back at,
//! and what the generated workflows wake for.

use crate::model::time::Instant;
use crate::plan::{Moment, NextChange, World, next_change, plan};

/// The changes after a moment and not after `until` (of all time without it), `most` of them at most, by time.
pub fn changes(world: World<'_>, from: Moment, until: Option<Instant>, most: usize) -> Vec<NextChange> {
    let mut moment = from;
    let mut found = Vec::new();
    while found.len() < most {
        let Some(next) = next_change(world, moment, &plan(world, moment)) else { break };
        if until.is_some_and(|until| next.at > until) {
            break;
        }
        moment.now = next.at;
        found.push(next);
    }
    found
}
