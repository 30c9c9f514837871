//! Why a piece that one might look for in an issue isn't in it: the conditions of `issues.rs`, asked one by one.

use super::issues::{consents, is_announced, is_over, news_from};
use super::{Plan, why_not_public};
use crate::model::time::Instant;
use crate::model::{ItemId, Newsletter, Site};

/// Why a piece isn't in an issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Its kind isn't one of the newsletter's.
    Kind,
    /// Readers can't see it by then, for this reason.
    NotPublic(String),
    /// Lists don't show it.
    Unlisted,
    /// Its channels don't name the newsletter.
    Channels,
    /// The member hasn't agreed to be in the newsletter.
    Consent,
    /// It is over by then.
    Over,
    /// It appears after the issue is closed, so it is in the next.
    TooLate,
    /// It fits, but there was enough before it, so it waits for the next.
    Full,
}

/// Why a piece isn't among the members of an issue. `plan` is that of the instant at which the issue goes out.
pub fn left_out(site: &Site, plan: &Plan, (newsletter, sent): (&Newsletter, Instant), id: ItemId) -> LeftOut {
    let item = site.item(id);
    let closes = sent.plus_hours(-i64::from(newsletter.cutoff_hours));
    let is_late = || news_from(item, &site.schedule(id).becomes).is_none_or(|at| at >= closes);
    match () {
        () if !newsletter.include.contains(&item.kind) => LeftOut::Kind,
        () if !plan.is_public(id) => LeftOut::NotPublic(why_not_public(site, plan, id)),
        () if !item.listed => LeftOut::Unlisted,
        () if !is_announced(site, id) => LeftOut::Channels,
        () if !consents(item) => LeftOut::Consent,
        () if is_over(item, sent) => LeftOut::Over,
        () if is_late() => LeftOut::TooLate,
        () => LeftOut::Full,
    }
}
