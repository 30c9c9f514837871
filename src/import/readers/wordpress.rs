//! WordPress's export (WXR): a feed with what feeds don't have beside it.

use std::collections::BTreeMap;

use super::super::date;
use super::super::post::{Export, Fate, Post, Sort, Text};
use super::super::tree::Tree;
use super::xml::{self, Element};
use super::{line, path_of, the_file, unreadable};
use crate::error::Error;

const AGAIN: &str = "make it again: Tools → Export → All content, in WordPress";

/// Reads an export.
pub(super) fn read(tree: &Tree) -> Result<Export, Error> {
    let name = the_file(tree, &[".xml", ".wxr"])
        .or_else(|| tree.names().next())
        .ok_or_else(|| unreadable("the export", "it holds no XML file", AGAIN))?;
    let (text, _) = tree.text(name, super::EXPORT).map_err(|why| unreadable(name, why, AGAIN))?;
    let root = xml::read(&text).map_err(|why| unreadable(name, why, AGAIN))?;
    let Some(channel) = root.first("channel") else {
        return Err(unreadable(name, "it is no export of WordPress", AGAIN));
    };
    let mut export = Export::default();
    export.fates.insert(name.to_owned(), Fate::Read);
    site(channel, &mut export);
    let logins: BTreeMap<&str, &str> = channel
        .all("wp:author")
        .filter_map(|author| Some((author.text("wp:author_login")?, author.text("wp:author_display_name")?)))
        .collect();
    let files: BTreeMap<&str, &str> = channel
        .all("item")
        .filter_map(|item| Some((item.text("wp:post_id")?, item.text("wp:attachment_url")?)))
        .collect();
    for (at, item) in channel.all("item").enumerate() {
        let id = item.text("wp:post_id").map_or_else(|| format!("item {}", at + 1), str::to_owned);
        let source = format!("wordpress: {id}");
        match left(item) {
            Some(why) => drop(export.fates.insert(source, Fate::Left(why))),
            None => {
                let mut post = post(item, source, &export.site.url);
                post.authors = item
                    .text("dc:creator")
                    .map(|login| (*logins.get(login).unwrap_or(&login)).to_owned())
                    .into_iter()
                    .collect();
                post.cover = meta(item, "_thumbnail_id").and_then(|id| files.get(id)).map(ToString::to_string);
                export.posts.push(post);
            }
        }
    }
    uploads(tree, name, &mut export);
    Ok(export)
}

fn site(channel: &Element, export: &mut Export) {
    export.site.title = channel.text("title").map(line);
    export.site.description = channel.text("description").map(line);
    export.site.url = channel.text("wp:base_blog_url").or_else(|| channel.text("link")).map(str::to_owned);
    export.site.language = channel.text("language").map(str::to_owned);
    for author in channel.all("wp:author") {
        if let Some(name) = author.text("wp:author_display_name").or_else(|| author.text("wp:author_login")) {
            export.site.authors.insert(name.to_owned(), name.to_owned());
        }
    }
}

/// Images that were unpacked beside the export, where WordPress keeps them.
fn uploads(tree: &Tree, export_file: &str, export: &mut Export) {
    for file in tree.names().filter(|file| *file != export_file) {
        let below = file.find("uploads/").and_then(|at| file.get(at..));
        let address = below.map(|below| format!("/wp-content/{below}"));
        if let Some(address) = address {
            export.public.insert(address, file.to_owned());
        }
    }
}

/// Why an entry is no piece.
fn left(item: &Element) -> Option<String> {
    let why = match item.text("wp:post_type").unwrap_or("post") {
        "post" | "page" => match item.text("wp:status") {
            Some("trash") => "it was in the bin",
            Some("auto-draft") => "WordPress made it by itself, and nobody wrote it",
            _ => return None,
        },
        "attachment" => "it is a file of the media library: its address stands in the text that shows it",
        "nav_menu_item" => "it is a line of a menu",
        "revision" => "it is an older state of a post",
        other => return Some(format!("it is a `{other}` of a WordPress theme or plugin")),
    };
    Some(why.to_owned())
}

fn meta<'a>(item: &'a Element, key: &str) -> Option<&'a str> {
    let found = item.all("wp:postmeta").find(|meta| meta.text("wp:meta_key") == Some(key))?;
    found.text("wp:meta_value")
}

fn post(item: &Element, source: String, site: &Option<String>) -> Post {
    let mut post = Post { source, title: line(item.text("title").unwrap_or("")), ..Post::default() };
    post.text = Text::Html(paragraphs(item.text("content:encoded").unwrap_or("")));
    let utc = |key: &str| {
        item.text(key).filter(|typed| !typed.starts_with("0000")).and_then(|typed| date::read(&format!("{typed}Z")))
    };
    let local = |key: &str| item.text(key).filter(|typed| !typed.starts_with("0000")).and_then(date::read);
    post.date = utc("wp:post_date_gmt").or_else(|| local("wp:post_date"));
    post.updated =
        utc("wp:post_modified_gmt").or_else(|| local("wp:post_modified")).filter(|updated| Some(*updated) != post.date);
    post.tags = item
        .all("category")
        .filter(|category| matches!(category.attribute("domain"), Some("category" | "post_tag")))
        .map(|category| category.text.trim().to_owned())
        .filter(|tag| !tag.is_empty() && !tag.eq_ignore_ascii_case("uncategorized"))
        .collect();
    post.slug = item.text("wp:post_name").map(str::to_owned);
    post.excerpt = item.text("excerpt:encoded").map(line);
    let is_page = item.text("wp:post_type") == Some("page");
    post.sort = if is_page { Sort::Page } else { Sort::Post };
    post.guid = item.text("guid").filter(|_| !is_page).map(str::to_owned);
    let status = item.text("wp:status").unwrap_or("publish");
    post.draft = status != "publish";
    if let Some(link) = item.text("link").filter(|link| path_of(link).is_some_and(|path| path != "/")) {
        post.olds.push(site.as_ref().map_or_else(|| link.to_owned(), |_| link.to_owned()));
    }
    if item.text("wp:post_password").is_some() {
        post.draft = true;
        post.notes.push("it had a password: it is a draft now; take `draft` out to give it to everybody".to_owned());
    }
    if status == "private" {
        post.notes.push("it was private: it is a draft now".to_owned());
    }
    if item.text("wp:is_sticky") == Some("1") {
        post.extra.insert("sticky".to_owned(), true.into());
    }
    let comments = item.all("wp:comment").filter(|comment| comment.text("wp:comment_approved") == Some("1")).count();
    if comments > 0 {
        let comments = if comments == 1 { "a comment".to_owned() } else { format!("{comments} comments") };
        post.notes.push(format!("{comments} of readers stayed in the export: they agreed to stand there, not here"));
    }
    post
}

/// The classic editor keeps paragraphs as empty lines, and WordPress makes them when a page is shown.
fn paragraphs(text: &str) -> String {
    if text.contains("<!-- wp:") || text.contains("<p>") || text.contains("<p ") {
        return text.to_owned();
    }
    const BLOCKS: [&str; 16] = [
        "<h",
        "<ul",
        "<ol",
        "<li",
        "<table",
        "<blockquote",
        "<pre",
        "<div",
        "<figure",
        "<iframe",
        "<form",
        "<script",
        "</",
        "<!--",
        "<dl",
        "<style",
    ];
    let is_block = |part: &str| BLOCKS.iter().any(|start| part.trim_start().starts_with(start));
    let mut html = String::new();
    let mut code = false;
    for part in text.split("\n\n") {
        let was_code = code;
        if part.contains("<pre") || part.contains("</pre>") {
            code = part.rfind("<pre") > part.rfind("</pre>");
        }
        match was_code || code || part.trim().is_empty() || is_block(part) {
            true => html.push_str(&format!("{part}\n\n")),
            false => html.push_str(&format!("<p>{}</p>\n\n", part.trim().replace('\n', "<br>\n"))),
        }
    }
    html
}
