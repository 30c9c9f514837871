//! JSON Feed.

use serde_json::Value;

use super::{Enclosure, Entry, Feed};

/// Reads a JSON Feed.
pub(super) fn read(text: &str) -> Result<Feed, String> {
    let feed: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let is_feed = string(&feed, "version").is_some_and(|version| version.starts_with("https://jsonfeed.org/version/1"));
    let items = feed.get("items").and_then(Value::as_array).filter(|_| is_feed);
    let items = items.ok_or("it is JSON, but no JSON Feed")?;
    Ok(Feed { address: string(&feed, "feed_url"), entries: items.iter().map(entry).collect() })
}

fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned).filter(|text| !text.is_empty())
}

fn entry(item: &Value) -> Entry {
    let attachments = item.get("attachments").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let enclosure = |attachment: &Value| {
        let length = attachment.get("size_in_bytes").and_then(Value::as_u64);
        Some(Enclosure { url: string(attachment, "url")?, length })
    };
    Entry {
        guid: string(item, "id").or_else(|| item.get("id").and_then(Value::as_u64).map(|id| id.to_string())),
        link: string(item, "url"),
        title: string(item, "title").unwrap_or_default(),
        published: string(item, "date_published").or_else(|| string(item, "date_modified")),
        html: string(item, "content_html").unwrap_or_default(),
        // Its summary is plain text.
        summary: String::new(),
        enclosures: attachments.iter().filter_map(enclosure).collect(),
    }
}
