//! Folders of Markdown, whatever generator they were written for.

use std::collections::BTreeMap;

use super::super::front;
use super::super::post::{Export, Fate, Post, Sort, Text};
use super::super::tree::{Guessed, Tree};
use super::Format;

mod address;
mod fields;
mod kept_back;
mod settings;

pub(in super::super) use fields::truth;
pub(super) use fields::{fill, text_of};
pub(super) use settings::generator;

/// The largest Markdown file that hub reads, with room for its front matter.
const TEXT: u64 = (4 << 20) - (64 << 10);

/// Reads a folder.
pub(super) fn read(tree: &Tree, format: Format) -> Export {
    let settings = settings::read(tree, format);
    let mut export = Export { site: settings.facts.clone(), ..Export::default() };
    for name in settings.files.iter().filter(|name| tree.has(name)) {
        export.fates.insert(name.clone(), Fate::Read);
    }
    for name in tree.names() {
        match shape(name, &settings) {
            Shape::Text { root } => match post(tree, name, root, &settings) {
                Ok(post) => export.posts.push(post),
                Err(why) => drop(export.fates.insert(name.to_owned(), Fate::Left(why))),
            },
            Shape::Public { address } => drop(export.public.insert(address, name.to_owned())),
            Shape::Beside => {}
            Shape::Foreign(why) => {
                export.fates.entry(name.to_owned()).or_insert_with(|| Fate::Left(why.to_owned()));
            }
        }
    }
    series_by_folder(&mut export.posts);
    export.notes = settings.notes;
    export.roots = settings.roots;
    export
}

/// What a file is, by its name.
enum Shape<'a> {
    /// A text, below this folder.
    Text { root: &'a str },
    /// A file that stood at this address.
    Public { address: String },
    /// A file that texts may show.
    Beside,
    /// Nothing of the creator's.
    Foreign(&'static str),
}

fn shape<'a>(name: &str, settings: &'a settings::Settings) -> Shape<'a> {
    let lower = name.to_lowercase();
    if let Some(folder) = settings.public.iter().find(|folder| name.starts_with(folder.as_str())) {
        return Shape::Public { address: format!("/{}", name.get(folder.len()..).unwrap_or("")) };
    }
    let root = settings.roots.iter().find(|root| name.starts_with(root.as_str()));
    let is_text = [".md", ".markdown", ".mdx", ".mdown", ".mkd"].iter().any(|ending| lower.ends_with(ending));
    let is_page = lower.ends_with(".html") && settings.takes_html;
    let is_ignored = settings.ignored.iter().any(|folder| name.starts_with(folder)) || is_about_project(name);
    match root {
        Some(root) if is_text && !is_ignored => Shape::Text { root },
        Some(root) if is_page && !is_ignored => Shape::Text { root },
        _ if is_text && is_about_project(name) => Shape::Foreign("it tells about the project, not its readers"),
        _ if is_text => Shape::Foreign("it belongs to the old site's templates, data or examples"),
        _ if is_media(&lower) => Shape::Beside,
        _ => Shape::Foreign("it belongs to the old site's design or settings"),
    }
}

/// Files about a repository that no reader of the site sees.
fn is_about_project(name: &str) -> bool {
    let known = [
        "readme",
        "license",
        "licence",
        "changelog",
        "contributing",
        "code_of_conduct",
        "agents",
        "claude",
        "security",
    ];
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    !name.contains('/') && known.contains(&stem.as_str())
}

/// Files that readers look at, listen to or take along.
pub(in super::super) fn is_media(name: &str) -> bool {
    const ENDINGS: [&str; 24] = [
        "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "pdf", "mp3", "m4a", "ogg", "oga", "wav", "mp4", "webm",
        "mov", "zip", "epub", "csv", "txt", "vtt", "srt", "xlsx", "docx",
    ];
    let ending = name.rsplit('/').next().unwrap_or(name).rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending.to_lowercase().as_str())
}

fn post(tree: &Tree, name: &str, root: &str, settings: &settings::Settings) -> Result<Post, String> {
    let (text, guessed) = tree.text(name, TEXT)?;
    let front = front::split(&text);
    let is_html = name.to_lowercase().ends_with(".html");
    if is_html && front.fields.is_empty() {
        return Err("it is a page of HTML without front matter: part of the old design".to_owned());
    }
    if settings.format == Format::Hugo && front.fields.is_empty() && front.body.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    let body = front.body.trim_matches('\n').to_owned();
    let text = match () {
        () if is_html => Text::Html(body),
        () if name.to_lowercase().ends_with(".mdx") => Text::Mdx(body),
        () => Text::Markdown(body),
    };
    let mut post = Post { source: name.to_owned(), text, ..Post::default() };
    post.notes.extend(front.note);
    if guessed == Guessed::Yes {
        post.notes
            .push("its letters are in no form that says what it is; they were read as Western European".to_owned());
    }
    let mut fields = front.fields;
    let place = Place::of(name, root, settings.format);
    fill(&mut post, &mut fields);
    post.date = post.date.or(place.date);
    post.sort = sort(&post, &place, settings, &fields);
    post.olds = address::of(&mut post, &mut fields, &place, settings);
    // After the address, which is made of the day that the old site knew.
    kept_back::keep_back(&mut post, &mut fields);
    if post.title.is_empty() {
        post.title = heading_title(&mut post.text).unwrap_or_else(|| titled(&place.stem));
    }
    if post.slug.is_none() {
        post.slug = Some(place.stem.clone());
    }
    if let Some(url) = &settings.facts.url
        && post.guid.is_none()
        && post.sort == Sort::Post
    {
        post.guid = address::guid(settings.format, url, &post.olds);
    }
    post.draft |= place.draft;
    post.extra = fields;
    Ok(post)
}

/// What the name of a file says.
struct Place {
    /// Folders below the root, without the file.
    folders: Vec<String>,
    /// The name without date, number, ending.
    stem: String,
    /// The date it begins with.
    date: Option<crate::parse::toml::RawDate>,
    /// `_index.md`, or the `index.md` of a root.
    is_index: bool,
    /// In a folder of drafts.
    draft: bool,
}

impl Place {
    fn of(name: &str, root: &str, format: Format) -> Self {
        let inner = name.get(root.len()..).unwrap_or(name);
        let mut folders: Vec<String> = inner.split('/').map(str::to_owned).collect();
        let file = folders.pop().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
        // A bundle: the folder is the name.
        let is_bundle = stem == "index" && !folders.is_empty();
        let is_section = stem == "_index" || (stem == "index" && folders.is_empty());
        let stem = if is_bundle { folders.pop().unwrap_or_default() } else { stem };
        let dated = !matches!(format, Format::Obsidian);
        let (date, rest) = if dated { dated_name(&stem) } else { (None, stem.as_str()) };
        let stem =
            if is_section { folders.last().cloned().unwrap_or_else(|| "home".to_owned()) } else { rest.to_owned() };
        let draft = name.starts_with("_drafts/") || name.contains("/_drafts/");
        Place { folders, stem, date, is_index: is_section, draft }
    }
}

/// `2020-01-02-name` and `2020-01-02_name`.
fn dated_name(stem: &str) -> (Option<crate::parse::toml::RawDate>, &str) {
    let split = stem.split_at_checked(10).filter(|(_, rest)| rest.starts_with(['-', '_']) && rest.len() > 1);
    match split.and_then(|(day, rest)| Some((crate::edit::read_date(day)?, rest))) {
        Some((date, rest)) => (Some(date), rest.get(1..).unwrap_or(rest)),
        None => (None, stem),
    }
}

/// Whether it stands by itself: without a day, at the top of the site.
fn sort(
    post: &Post,
    place: &Place,
    settings: &settings::Settings,
    fields: &serde_json::Map<String, serde_json::Value>,
) -> Sort {
    let layout = fields.get("layout").or_else(|| fields.get("type")).and_then(|layout| layout.as_str()).unwrap_or("");
    let is_dated = post.date.is_some() || post.source.contains("_posts/");
    match () {
        () if place.is_index => Sort::Section,
        () if settings.format == Format::Jekyll && !is_dated && !post.source.contains("_drafts/") => Sort::Page,
        () if layout.ends_with("page") && post.date.is_none() => Sort::Page,
        () if place.folders.is_empty() && post.date.is_none() && settings.format != Format::Obsidian => Sort::Page,
        () if place.folders == ["pages"] && post.date.is_none() => Sort::Page,
        () => Sort::Post,
    }
}

/// The title that a text begins with; the heading is taken out, since a page prints its title.
fn heading_title(text: &mut Text) -> Option<String> {
    let Text::Markdown(body) = text else { return None };
    let start = body.trim_start();
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    let title = first.strip_prefix("# ")?.trim().trim_end_matches('#').trim().to_owned();
    *body = rest.trim_start_matches('\n').to_owned();
    (!title.is_empty()).then_some(title)
}

/// The title that a file name proposes.
fn titled(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Files numbered from 1 in a folder of their own (`course/01-a.md`, `course/02-b.md`) are a series.
fn series_by_folder(posts: &mut [Post]) {
    let number = |post: &Post| {
        let (folder, file) = post.source.rsplit_once('/')?;
        let (digits, rest) = file.split_once(['-', '_', '.', ' '])?;
        let is_short =
            !rest.is_empty() && digits.len() <= 3 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        is_short.then(|| Some((folder.to_owned(), digits.parse::<i64>().ok()?)))?
    };
    let mut folders: BTreeMap<String, Vec<(usize, i64)>> = BTreeMap::new();
    for (at, post) in posts.iter().enumerate().filter(|(_, post)| post.series.is_none()) {
        if let Some((folder, part)) = number(post) {
            folders.entry(folder).or_default().push((at, part));
        }
    }
    for (folder, members) in
        folders.into_iter().filter(|(_, members)| members.len() > 1 && members.iter().any(|(_, part)| *part <= 1))
    {
        let name = folder.rsplit('/').next().unwrap_or(&folder).to_owned();
        for (at, part) in members {
            if let Some(post) = posts.get_mut(at) {
                post.series = Some(titled(&name));
                post.part = post.part.or(Some(part));
                post.slug = post
                    .slug
                    .take()
                    .map(|slug| {
                        slug.trim_start_matches(|c: char| c.is_ascii_digit())
                            .trim_start_matches(['-', '_', '.', ' '])
                            .to_owned()
                    })
                    .filter(|slug| !slug.is_empty());
            }
        }
    }
}
