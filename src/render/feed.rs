//! Feeds as RSS 2.0 and JSON Feed 1.1, and the list of them as OPML. Machines turn these items into mail, so what names an
//! item never moves.
//!
//! Membership and order are the plan's; what an item says in mail stands in `mail.rs`. Both formats write the same entries.

mod entry;
mod json;
mod opml;
mod topic;
mod xml;

use super::draft::Rendered;
use super::scene::Scene;
use crate::diagnostic::Diagnostic;
use crate::model::NewsletterId;
use crate::plan::{self, FeedTopic};

pub(super) use entry::Entries;
pub(super) use opml::opml;
pub(super) use topic::{listed_as, title};

/// A feed of the plan as RSS.
pub(super) fn feed(scene: &Scene<'_>, position: usize) -> Result<Rendered, Diagnostic> {
    let Some(feed) = scene.plan.feeds.get(position) else { return Ok(Rendered::text(String::new())) };
    let entries = entry::entries(scene, feed)?;
    let bodies = entries.iter().map(|entry| entry.body.clone()).collect();
    Ok(Rendered::with_bodies_in_order(xml::text(scene, feed, &entries), bodies, str::to_owned))
}

/// A feed of the plan as JSON Feed.
pub(super) fn json_feed(scene: &Scene<'_>, position: usize) -> Result<Rendered, Diagnostic> {
    let Some(feed) = scene.plan.feeds.get(position) else { return Ok(Rendered::text(String::new())) };
    let entries = entry::entries(scene, feed)?;
    let bodies = entries.iter().map(|entry| entry.body.clone()).collect();
    Ok(Rendered::with_bodies_in_order(json::text(scene, feed, &entries), bodies, json::as_written))
}

/// The feed about something.
pub(super) fn about<'a>(scene: &Scene<'a>, topic: FeedTopic) -> Option<&'a plan::Feed> {
    scene.plan.feeds.iter().find(|feed| feed.topic == topic)
}

/// The feed of a newsletter.
pub(super) fn of_newsletter<'a>(scene: &Scene<'a>, id: NewsletterId) -> Option<&'a plan::Feed> {
    about(scene, FeedTopic::Newsletter(id))
}

/// Without the characters that XML 1.0 forbids: neither the rss crate nor readers of JSON look for them.
pub(super) fn clean(text: &str) -> String {
    let is_allowed = |c: &char| match *c {
        '\t' | '\n' | '\r' => true,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    };
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        assert_eq!(clean("a\u{0}\u{8}\u{b}\u{1f}\u{ffff}b\tc\n"), "ab\tc\n");
    }
}
