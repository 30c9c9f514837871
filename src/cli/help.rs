//! `hub help TOPIC`: the pages of the manual that are not about a code.

use super::{End, print};
use crate::diagnostic::nearest_help;
use crate::error::Error;

/// Topics and their pages.
const TOPICS: &[(&str, &str)] = &[
    ("calendar", include_str!("help/calendar.md")),
    ("feeds", include_str!("help/feeds.md")),
    ("newsletter", include_str!("help/newsletter.md")),
    ("export", include_str!("help/export.md")),
    ("questions", include_str!("help/questions.md")),
    ("hubspot", include_str!("help/hubspot.md")),
    ("klaviyo", include_str!("help/klaviyo.md")),
    ("salesforce", include_str!("help/salesforce.md")),
    ("attio", include_str!("help/attio.md")),
    ("zendesk", include_str!("help/zendesk.md")),
    ("kalamtime", include_str!("help/kalamtime.md")),
    ("mailchimp", include_str!("help/mailchimp.md")),
    ("buttondown", include_str!("help/buttondown.md")),
];

/// Prints a topic's page; without one, lists them.
pub(super) fn answer(topic: Option<&str>) -> Result<End, Error> {
    let Some(topic) = topic else {
        TOPICS.iter().for_each(|(name, page)| print(&format!("hub help {name}   {}\n", title(page))));
        return Ok(End::Fine);
    };
    let found = TOPICS.iter().find(|(name, _)| *name == topic).ok_or_else(|| {
        let near = nearest_help(topic, TOPICS.iter().map(|(name, _)| *name));
        Error::refused(format!("there is no topic `{topic}`"), near.unwrap_or_else(|| "`hub help` lists them".into()))
    })?;
    print(found.1);
    Ok(End::Fine)
}

fn title(page: &str) -> &str {
    page.lines().next().unwrap_or("").trim_start_matches('#').trim()
}
