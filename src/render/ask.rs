//! 'Ask about this': the way to the creator's support that carries what it is about.

use super::scene::Scene;
use crate::model::{percent_encoded, with_query};

/// A message or a form about the piece or issue with this id and title; empty without support.
pub(super) fn about(scene: &Scene<'_>, id: &str, title: &str) -> String {
    let Some(support) = &scene.site.settings.support else { return String::new() };
    if !support.url.starts_with("mailto:") {
        return with_query(&support.url, &[("about", id)]);
    }
    let subject = scene.say("ask.subject", &[("title", title)]);
    // The first lines are the reader's; a line ends with CR and LF in a `mailto:` address (RFC 6068).
    let body = format!("\r\n\r\n{id}");
    format!("{}?subject={}&body={}", support.url, percent_encoded(&subject), percent_encoded(&body))
}
