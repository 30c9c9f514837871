//! Substack's export: `posts.csv` says what there is, `posts/ID.slug.html` holds the texts.

use serde_json::{Map, Value};

use super::super::date;
use super::super::post::{Export, Fate, Post, Sort, Text};
use super::super::table;
use super::super::tree::Tree;
use super::{line, unreadable};
use crate::error::Error;

const TABLE: &str = "posts.csv";
const AGAIN: &str = "download the export again: Settings → Exports, on Substack";

/// Reads an export.
pub(super) fn read(tree: &Tree) -> Result<Export, Error> {
    let (text, _) = tree.text(TABLE, super::EXPORT).map_err(|why| unreadable(TABLE, why, AGAIN))?;
    let rows = table::read(&text).map_err(|why| unreadable(TABLE, why, AGAIN))?;
    let mut export = Export::default();
    export.fates.insert(TABLE.to_owned(), Fate::Read);
    for row in rows {
        let row = Row(row);
        let id = row.get("post_id").unwrap_or("");
        let file = format!("posts/{id}.html");
        match tree.text(&file, super::EXPORT) {
            Ok((html, _)) => export.posts.push(post(&row, file, html)),
            Err(_) if row.get("title").is_some() => {
                let why = "its text is not in the export: only its title is".to_owned();
                export.fates.insert(format!("{TABLE}: {id}"), Fate::Left(why));
            }
            Err(_) => drop(
                export.fates.insert(format!("{TABLE}: {id}"), Fate::Left("it has neither title nor text".to_owned())),
            ),
        }
    }
    export.posts.sort_by(|a, b| a.source.cmp(&b.source));
    export.posts.dedup_by(|a, b| a.source == b.source);
    private(tree, &mut export);
    export.notes.push(
        "Substack's export says neither your address nor the ids of your feed: import with `--feed` and the file of \
         `https://YOUR-NAME.substack.com/feed`, so that nobody is mailed twice"
            .to_owned(),
    );
    Ok(export)
}

/// Lists of subscribers and of who opened what are in the export too: nobody's addresses go into a site.
fn private(tree: &Tree, export: &mut Export) {
    let known: Vec<&str> = export.posts.iter().map(|post| post.source.as_str()).collect();
    let left = tree.names().filter(|name| *name != TABLE && !known.contains(name)).filter_map(|name| {
        let why = match name.rsplit('.').next() {
            Some("csv") => "it is about your subscribers, who are no part of a site",
            Some("html") => "`posts.csv` doesn't know it",
            _ => return None,
        };
        Some((name.to_owned(), Fate::Left(why.to_owned())))
    });
    let left: Vec<(String, Fate)> = left.collect();
    export.fates.extend(left);
}

struct Row(Vec<(String, String)>);

impl Row {
    fn get(&self, column: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn says(&self, column: &str) -> bool {
        self.get(column).is_some_and(|cell| cell.eq_ignore_ascii_case("true"))
    }
}

fn post(row: &Row, file: String, html: String) -> Post {
    let id = row.get("post_id").unwrap_or("");
    let (number, slug) = id.split_once('.').unwrap_or(("", id));
    let mut post =
        Post { source: file, title: line(row.get("title").unwrap_or("")), text: Text::Html(html), ..Post::default() };
    post.slug = Some(slug.to_owned()).filter(|slug| !slug.is_empty());
    post.excerpt = row.get("subtitle").map(line);
    post.date = row.get("post_date").and_then(date::read);
    post.draft = !row.says("is_published");
    post.olds = vec![format!("/p/{slug}")];
    let mut extra = Map::new();
    extra.insert("substack_id".to_owned(), Value::from(number));
    match row.get("type") {
        Some("page") => post.sort = Sort::Page,
        Some("newsletter") | None => {}
        Some(other) => {
            extra.insert("substack_type".to_owned(), Value::from(other));
            post.notes.push(format!("it was a {other} on Substack; look whether all of it came along"));
        }
    }
    if let Some(sent) = row.get("email_sent_at") {
        extra.insert("sent".to_owned(), Value::from(sent));
    }
    if let Some(audio) = row.get("podcast_url") {
        extra.insert("podcast_url".to_owned(), Value::from(audio));
        post.notes.push(format!("its recording stays at {audio}"));
    }
    if let Some(audience) = row.get("audience").filter(|audience| *audience != "everyone") {
        extra.insert("audience".to_owned(), Value::from(audience));
        post.draft = true;
        post.notes.push(
            "only subscribers who pay could read it: it is a draft now; take `draft` out to give it to everybody"
                .to_owned(),
        );
    }
    post.extra = extra;
    post
}
