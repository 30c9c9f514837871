//! Why a piece that one might look for in an issue isn't in it: the conditions of `issues.rs`, asked one by one.

use super::issues::{consents, is_announced, is_over, last_day, news_from, reach};
use super::{Plan, why_not_public};
use crate::model::time::Instant;
use crate::model::{ItemId, NewsletterId, Site};

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
    /// It has no date, so it is never news.
    Undated,
    /// It was there before the newsletter's first issue took anything up.
    TooEarly,
    /// It is over by then.
    Over,
    /// It appears after the issue is closed, so it is in the next.
    TooLate,
    /// It fits, but there was enough before it, so it waits for the next.
    Full,
    /// It would wait for the next, and there is none: the newsletter has ended.
    Ended,
}

impl LeftOut {
    /// The reason in words that may follow a colon.
    pub fn words(&self) -> String {
        match self {
            LeftOut::Kind => "the newsletter doesn't include its kind".to_owned(),
            LeftOut::NotPublic(why) => format!("not public by then: {why}"),
            LeftOut::Unlisted => "it is `listed = false`".to_owned(),
            LeftOut::Channels => "its `channels` don't name the newsletter".to_owned(),
            LeftOut::Consent => "the member hasn't agreed to be in the newsletter".to_owned(),
            LeftOut::Undated => "it has no date, so it is never news".to_owned(),
            LeftOut::TooEarly => "it appeared before the newsletter began".to_owned(),
            LeftOut::Over => "it is over by then".to_owned(),
            LeftOut::TooLate => "it appears after the issue closes, so the next one takes it".to_owned(),
            LeftOut::Full => "the issue is full, so the next one takes it".to_owned(),
            LeftOut::Ended => "the newsletter has ended, and none of its issues took it".to_owned(),
        }
    }
}

/// Why a piece isn't among the members of an issue that goes out at `sent`. `plan` is that of this instant.
///
/// # Panics
/// When the newsletter is another site's.
pub fn left_out(site: &Site, plan: &Plan, (newsletter, sent): (NewsletterId, Instant), id: ItemId) -> LeftOut {
    let item = site.item(id);
    let settings = site.calendar.newsletters.get(newsletter.index());
    let settings = settings.expect("a NewsletterId comes from the Site it is asked of");
    let closes = sent.plus_hours(-i64::from(settings.cutoff_hours));
    let news = news_from(item, &site.schedule(id).becomes);
    let is_last = || last_day(site, newsletter).is_some_and(|(_, last)| last <= sent);
    match news {
        _ if !settings.include.contains(&item.kind) => LeftOut::Kind,
        _ if !plan.is_public(id) => LeftOut::NotPublic(why_not_public(site, plan, id)),
        _ if !item.listed => LeftOut::Unlisted,
        _ if !is_announced(site, id) => LeftOut::Channels,
        _ if !consents(item) => LeftOut::Consent,
        None => LeftOut::Undated,
        Some(at) if at < reach(site, newsletter) => LeftOut::TooEarly,
        _ if is_over(item, sent) => LeftOut::Over,
        _ if is_last() => LeftOut::Ended,
        Some(at) if at >= closes => LeftOut::TooLate,
        _ => LeftOut::Full,
    }
}
