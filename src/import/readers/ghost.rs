//! Ghost's export: one JSON file with the tables of its database.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::date;
use super::super::post::{Export, Fate, Post, Sort, Text};
use super::super::tree::Tree;
use super::folder::{text_of, truth};
use super::{line, the_file, unreadable};
use crate::error::Error;

const AGAIN: &str = "download it again: Settings → Migration tools → Export, in Ghost's admin";
/// What Ghost writes for its own address.
const OWN: &str = "__GHOST_URL__";

/// Reads an export.
pub(super) fn read(tree: &Tree) -> Result<Export, Error> {
    let name = the_file(tree, &[".json"]).ok_or_else(|| unreadable("the export", "it holds no JSON file", AGAIN))?;
    let (text, _) = tree.text(name, super::EXPORT).map_err(|why| unreadable(name, why, AGAIN))?;
    let whole: Value = serde_json::from_str(&text).map_err(|why| unreadable(name, why, AGAIN))?;
    let database = whole.pointer("/db/0").unwrap_or(&whole);
    let data = database.get("data").unwrap_or(database);
    if !data.get("posts").is_some_and(Value::is_array) {
        return Err(unreadable(name, "it holds no posts", AGAIN));
    }
    let tables = Tables { data };
    let mut export = Export::default();
    export.fates.insert(name.to_owned(), Fate::Read);
    settings(&tables, &mut export);
    let (tags, authors) =
        (tables.joined("posts_tags", "tags", "tag_id"), tables.joined("posts_authors", "users", "author_id"));
    let meta: BTreeMap<String, &Value> =
        tables.rows("posts_meta").filter_map(|row| Some((id(row, "post_id")?, row))).collect();
    for row in tables.rows("posts") {
        let Some(own) = id(row, "id") else { continue };
        let mut post = post(row, &own, meta.get(&own).copied());
        post.tags = tags.get(&own).cloned().unwrap_or_default();
        // A tag that begins with # is Ghost's own, and no reader sees it.
        post.tags.retain(|tag| !tag.starts_with('#'));
        post.authors = authors.get(&own).cloned().unwrap_or_default();
        export.posts.push(post);
    }
    for person in tables.rows("users") {
        export.site.authors.extend(get(person, "name").map(|name| (name.clone(), name)));
    }
    for file in tree.names().filter(|file| *file != name) {
        if let Some(address) = file.find("content/images/").and_then(|at| file.get(at..)) {
            export.public.insert(format!("/{address}"), file.to_owned());
        }
    }
    Ok(export)
}

struct Tables<'a> {
    data: &'a Value,
}

impl<'a> Tables<'a> {
    fn rows(&self, table: &str) -> impl Iterator<Item = &'a Value> {
        self.data.get(table).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default().iter()
    }

    /// Names of one table by the posts that another ties them to, in their order.
    fn joined(&self, ties: &str, table: &str, key: &str) -> BTreeMap<String, Vec<String>> {
        let names: BTreeMap<String, String> =
            self.rows(table).filter_map(|row| Some((id(row, "id")?, get(row, "name")?))).collect();
        let mut rows: Vec<(i64, String, String)> = self
            .rows(ties)
            .filter_map(|row| {
                let order = row.get("sort_order").and_then(Value::as_i64).unwrap_or(0);
                Some((order, id(row, "post_id")?, names.get(&id(row, key)?)?.clone()))
            })
            .collect();
        rows.sort();
        let mut joined: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (_, post, name) in rows {
            joined.entry(post).or_default().push(name);
        }
        joined
    }
}

fn id(row: &Value, key: &str) -> Option<String> {
    text_of(row.get(key)?)
}

fn get(row: &Value, key: &str) -> Option<String> {
    text_of(row.get(key)?)
}

fn settings(tables: &Tables<'_>, export: &mut Export) {
    let set = |wanted: &str| {
        let row = tables.rows("settings").find(|row| row.get("key").and_then(Value::as_str) == Some(wanted))?;
        get(row, "value")
    };
    export.site.title = set("title");
    export.site.description = set("description");
    export.site.zone = set("timezone");
    export.site.language = set("locale").or_else(|| set("lang"));
    export.site.url = set("url").filter(|url| url.contains("://"));
}

fn post(row: &Value, own: &str, meta: Option<&Value>) -> Post {
    let slug = get(row, "slug").unwrap_or_else(|| own.to_owned());
    let mut post = Post { source: format!("ghost: {slug}"), ..Post::default() };
    post.title = line(&get(row, "title").unwrap_or_default());
    let (html, note) = html(row);
    post.text = Text::Html(html.replace(OWN, ""));
    post.notes.extend(note);
    let day = |key: &str| get(row, key).and_then(|typed| date::read(&in_utc(&typed)));
    post.date = day("published_at");
    post.updated = day("updated_at").filter(|updated| Some(*updated) != post.date);
    post.excerpt = get(row, "custom_excerpt").or_else(|| get(meta?, "meta_description")).map(|text| line(&text));
    post.cover = get(row, "feature_image").map(|image| image.replace(OWN, ""));
    post.cover_alt = meta.and_then(|meta| get(meta, "feature_image_alt"));
    let is_page = get(row, "type").as_deref() == Some("page") || row.get("page").is_some_and(truth);
    post.sort = if is_page { Sort::Page } else { Sort::Post };
    let status = get(row, "status").unwrap_or_default();
    post.draft = status != "published";
    post.olds = vec![format!("/{slug}/")];
    post.guid = (!is_page).then(|| own.to_owned());
    post.slug = Some(slug);
    post.extra = extra(row, &status);
    let is_mail = |row: &Value| row.get("email_only").is_some_and(truth);
    if status == "sent" || is_mail(row) || meta.is_some_and(is_mail) {
        post.draft = true;
        post.notes
            .push("it went out by mail only: it is a draft now; take `draft` out to give it to everybody".to_owned());
    }
    if let Some(who) = get(row, "visibility").filter(|who| who != "public") {
        post.draft = true;
        post.notes
            .push(format!("only {who} could read it: it is a draft now; take `draft` out to give it to everybody"));
    }
    post
}

/// The text; and a note where an old export holds none that is ready to show.
fn html(row: &Value) -> (String, Option<String>) {
    if let Some(html) = get(row, "html") {
        return (html, None);
    }
    match get(row, "plaintext") {
        Some(plain) => {
            let escaped = plain.replace('&', "&amp;").replace('<', "&lt;");
            let paragraphs = escaped.split("\n\n").map(|part| format!("<p>{}</p>", part.replace('\n', "<br>")));
            (paragraphs.collect(), Some("the export holds its words alone, without form, images and links".to_owned()))
        }
        None if row.get("lexical").is_some_and(Value::is_string)
            || row.get("mobiledoc").is_some_and(Value::is_string) =>
        {
            let note = "the export holds its text in the form of Ghost's editor alone; open it there, publish it once, and export again";
            (String::new(), Some(note.to_owned()))
        }
        None => (String::new(), None),
    }
}

/// Ghost writes UTC, and not always says so.
fn in_utc(typed: &str) -> String {
    if typed.ends_with('Z') || typed.contains('+') { typed.to_owned() } else { format!("{typed}Z") }
}

fn extra(row: &Value, status: &str) -> Map<String, Value> {
    let mut extra = Map::new();
    for (key, name) in
        [("visibility", "visibility"), ("canonical_url", "canonical_url"), ("codeinjection_head", "codeinjection_head")]
    {
        if let Some(value) = get(row, key).filter(|value| value != "public") {
            extra.insert(name.to_owned(), value.into());
        }
    }
    if row.get("featured").is_some_and(truth) {
        extra.insert("featured".to_owned(), true.into());
    }
    let mailed = status == "sent" || row.get("newsletter_id").is_some_and(Value::is_string);
    if mailed {
        extra.insert("sent".to_owned(), true.into());
    }
    extra
}
