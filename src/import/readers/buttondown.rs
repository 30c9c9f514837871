//! Buttondown's export: each mail as Markdown with front matter, in `emails/`, its images in `media/`.

use serde_json::Value;

use super::super::front;
use super::super::post::{Export, Fate, Post, Sort, Text};
use super::super::tree::Tree;
use super::folder::{fill, text_of};

/// Reads an export.
pub(super) fn read(tree: &Tree) -> Export {
    let mut export = Export::default();
    let settings = ["newsletter.json", "newsletter/newsletter.json"].into_iter().find(|name| tree.has(name));
    if let Some(name) = settings
        && let Ok((text, _)) = tree.text(name, 1 << 20)
        && let Ok(Value::Object(fields)) = serde_json::from_str(&text)
    {
        export.site.title = fields.get("name").and_then(text_of);
        export.site.description = fields.get("description").and_then(text_of);
        let address = |domain: String| if domain.contains("://") { domain } else { format!("https://{domain}") };
        export.site.url = fields.get("domain").and_then(text_of).map(address);
        export.fates.insert(name.to_owned(), Fate::Read);
    }
    for name in tree.names() {
        let is_text = name.ends_with(".md") && !name.starts_with("snippets/");
        if is_text {
            match tree.text(name, 4 << 20) {
                Ok((text, _)) => export.posts.push(post(name, &text)),
                Err(why) => drop(export.fates.insert(name.to_owned(), Fate::Left(why))),
            }
        } else if !super::folder::is_media(name) || name.ends_with(".csv") {
            let why = match name {
                "subscribers.csv" => "it is about your subscribers, who are no part of a site",
                "emails.csv" => "the mails themselves say the same",
                _ => "it is a setting of Buttondown, and stays there",
            };
            export.fates.entry(name.to_owned()).or_insert_with(|| Fate::Left(why.to_owned()));
        }
    }
    export
}

fn post(name: &str, text: &str) -> Post {
    let front = front::split(text);
    let mut fields = front.fields;
    let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".md").to_owned();
    // Buttondown marks how a mail was written with a comment at its beginning.
    let body = front.body.trim_start();
    let body = if body.starts_with("<!-- buttondown-editor-mode") {
        body.split_once("-->").map_or(body, |(_, rest)| rest)
    } else {
        body
    };
    let text = Text::Markdown(body.trim_matches('\n').to_owned());
    let mut post = Post { source: name.to_owned(), text, ..Post::default() };
    post.notes.extend(front.note);
    let is_private = fields.get("email_type").and_then(Value::as_str).is_some_and(|kind| kind != "public");
    let url = ["absolute_url", "url"].iter().find_map(|key| fields.remove(*key)).as_ref().and_then(text_of);
    fill(&mut post, &mut fields);
    let slug = post.slug.get_or_insert(stem).clone();
    post.olds.insert(0, url.unwrap_or_else(|| format!("/archive/{slug}/")));
    if is_private {
        post.draft = true;
        post.notes.push(
            "it went to subscribers only: it is a draft now; take `draft` out to give it to everybody".to_owned(),
        );
    }
    if let Some(canonical) = fields.get("canonical_url").and_then(text_of) {
        post.notes.push(format!("it says that it first stood at {canonical}"));
    }
    post.sort = Sort::Post;
    post.extra = fields;
    post
}
