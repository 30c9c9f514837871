//! OPML 2.0: a list of all feeds, to subscribe to several at once.

use super::{clean, topic};
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::plan::{self, FeedTopic};
use crate::render::scene::Scene;

/// Every feed once: the first newsletter's second address would give the same issues twice.
pub(in crate::render) fn opml(scene: &Scene<'_>) -> String {
    let feeds = scene.plan.feeds.iter().filter(|feed| !matches!(feed.topic, FeedTopic::FirstNewsletter(_)));
    let outlines: String = feeds.map(|feed| outline(scene, feed)).collect();
    let title = escape_text(&clean(&scene.site.settings.title));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n <head>\n  <title>{title}</title>\n </head>\n \
         <body>\n{outlines} </body>\n</opml>\n"
    )
}

fn outline(scene: &Scene<'_>, feed: &plan::Feed) -> String {
    let title = topic::title(scene, feed);
    let attributes = [
        ("text", title.as_str()),
        ("title", &title),
        ("type", "rss"),
        ("version", "RSS2"),
        ("xmlUrl", &scene.absolute(&feed.path)),
        ("htmlUrl", &scene.absolute(&topic::page(scene, feed))),
        ("description", &topic::description(scene, feed)),
    ];
    let attributes: String =
        attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape_attribute(value))).collect();
    format!("  <outline{attributes}/>\n")
}
