//! The hub that takes a source in: one that is there, or one that is begun for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::post::{Export, Facts};
use super::readers::path_of;
use crate::discover;
use crate::edit::init::{address, language, zone};
use crate::edit::{quoted, slug_of};
use crate::error::Error;
use crate::model::time::Instant;
use crate::parse::split_front_matter;
use crate::parse::toml::read_free;
use crate::pipeline::{self, Request};
use crate::source::Sources;

const SETTINGS: &str = "hub.toml";
/// Stands for an address that nobody knows yet.
const EXAMPLE: &str = "https://example.org/";

/// The hub.
#[derive(Debug)]
pub(super) struct Target {
    /// Its folder.
    pub(super) root: PathBuf,
    /// What is read when it is asked for a plan.
    pub(super) request: Request,
    /// What lies there.
    pub(super) sources: Sources,
    /// Pieces of earlier imports: what they were made of, and their files.
    pub(super) there: BTreeMap<String, String>,
    /// Addresses that are taken, in small letters.
    pub(super) taken: BTreeSet<String>,
    /// Feed ids that are taken.
    pub(super) guids: BTreeSet<String>,
    /// Files that are written beside the pieces: settings of a new hub.
    pub(super) begun: Vec<(String, String)>,
    /// What is to be said of the settings.
    pub(super) notes: Vec<String>,
    base_url: String,
    authors: Vec<(String, String)>,
}

impl Target {
    /// Whether a file is there.
    pub(super) fn has(&self, path: &str) -> bool {
        self.sources.files.iter().any(|file| file.path == path)
    }

    /// The path of its address: `/` or `/hub/`.
    pub(super) fn base_path(&self) -> String {
        let path = path_of(&self.base_url).unwrap_or_default();
        format!("{}/", path.trim_end_matches('/'))
    }

    /// The id of an author, by id or name.
    pub(super) fn author(&self, typed: &str) -> Option<String> {
        let same = |one: &str| one.eq_ignore_ascii_case(typed.trim());
        self.authors.iter().find(|(id, name)| same(id) || same(name)).map(|(id, _)| id.clone())
    }
}

/// Looks at the hub, or begins one with what the source says.
///
/// # Errors
/// The folder can't be read, or its hub has errors in its settings.
pub(super) fn look(request: &Request, export: &Export) -> Result<Target, Error> {
    let root = request.root.clone();
    if root.exists() && !root.is_dir() {
        return Err(Error::refused(
            format!("`{}` is no folder", root.display()),
            "name the folder of your hub, or a new one",
        ));
    }
    let mut target = Target {
        request: request.clone(),
        sources: Sources::default(),
        there: BTreeMap::new(),
        taken: BTreeSet::new(),
        guids: BTreeSet::new(),
        begun: Vec::new(),
        notes: Vec::new(),
        base_url: EXAMPLE.to_owned(),
        authors: Vec::new(),
        root,
    };
    if target.root.join(SETTINGS).is_file() {
        discover::discover_site(&target.root, &mut target.sources, &mut Vec::new())?;
        known(&mut target)?;
        newcomers(&mut target, export);
    } else {
        begin(&mut target, export)?;
    }
    Ok(target)
}

/// What a hub has already.
fn known(target: &mut Target) -> Result<(), Error> {
    for file in &target.sources.files {
        if let Ok((front, _)) = split_front_matter(&file.text)
            && let Some(fields) = read_free(file.text.get(front).unwrap_or(""))
            && let Some(source) = fields.get("extra").and_then(|extra| extra.get("imported_from")?.as_str())
        {
            target.there.insert(source.to_owned(), file.path.clone());
        }
    }
    let opened = pipeline::open_with(&target.request, target.sources.clone())?;
    let Some(found) = &opened.found else {
        return Err(Error::refused(
            format!("the settings of `{}` have errors", target.root.display()),
            "`hub check` there names them; mend them first",
        ));
    };
    let settings = &found.site.settings;
    target.base_url = settings.base_url.absolute("/");
    target.authors = settings.authors.iter().map(|author| (author.id.clone(), author.name.clone())).collect();
    for (id, item) in found.site.iter() {
        let path =
            found.site.items.get(id.index()).map(|item| opened.report.sources.file(item.span.file).path.as_str());
        if path.is_some_and(|path| target.there.values().any(|there| there == path)) {
            continue;
        }
        target.guids.extend(item.guid.iter().cloned());
        target.taken.extend(found.plan.urls.get(id.index()).map(|url| url.to_lowercase()));
        target
            .taken
            .extend(item.aliases.iter().map(|alias| format!("{}/", alias.value.trim_end_matches('/')).to_lowercase()));
    }
    if !found.site.calendar.newsletters.is_empty() && target.there.is_empty() {
        target.notes.push(
            "this hub has a newsletter: before the next one goes out, `hub newsletter next` shows what it would hold"
                .to_owned(),
        );
    }
    Ok(())
}

/// Authors whom an existing hub doesn't know are added at the end of its settings, where nothing else stands.
fn newcomers(target: &mut Target, export: &Export) {
    let unknown: Vec<String> = people(export).into_iter().filter(|name| target.author(name).is_none()).collect();
    let Some(file) = target.sources.files.iter().find(|file| file.path == SETTINGS) else { return };
    if unknown.is_empty() {
        return;
    }
    let added = listed(&mut target.authors, &unknown);
    let text = format!("{}\n{added}", file.text.trim_end_matches('\n').to_owned() + "\n");
    if read_free(&text).is_some() {
        target.notes.push(format!("new in `hub.toml`, at its end: {}", unknown.join(", ")));
        target.begun.push((SETTINGS.to_owned(), text));
    } else {
        target.authors.truncate(target.authors.len().saturating_sub(unknown.len()));
        target.notes.push(format!(
            "write these authors into `hub.toml`, and name them in their pieces: {}",
            unknown.join(", ")
        ));
    }
}

/// Everybody who wrote something.
fn people(export: &Export) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for name in
        export.posts.iter().flat_map(|post| &post.authors).map(|name| name.trim()).filter(|name| !name.is_empty())
    {
        if !people.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            people.push(name.to_owned());
        }
    }
    people.sort();
    people
}

/// `[[author]]` of each, and their ids.
fn listed(authors: &mut Vec<(String, String)>, names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        let plain =
            slug_of(name).filter(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        let base = plain.unwrap_or_else(|| "author".to_owned());
        let is_free = |id: &String| !authors.iter().any(|(known, _)| known == id);
        let id = std::iter::once(base.clone())
            .chain((2..).map(|number| format!("{base}-{number}")))
            .find(is_free)
            .unwrap_or(base);
        text.push_str(&format!("\n[[author]]\nid = {}\nname = {}\n", quoted(&id), quoted(name)));
        authors.push((id, name.clone()));
    }
    text
}

/// A small hub around the pieces, with what the source says of itself, and a line for each thing it doesn't say.
fn begin(target: &mut Target, export: &Export) -> Result<(), Error> {
    let facts = &export.site;
    let mut gaps = Vec::new();
    let title = facts.title.clone().filter(|title| !title.trim().is_empty()).unwrap_or_else(|| {
        gaps.push("`title`: the source doesn't say what your hub is called");
        "My hub".to_owned()
    });
    let url =
        facts.url.as_deref().and_then(|url| address(url.split(['?', '#']).next().unwrap_or(url)).ok()).unwrap_or_else(
            || {
                gaps.push("`base_url`: the source doesn't say where your hub is published");
                EXAMPLE.to_owned()
            },
        );
    let zone =
        facts.zone.as_deref().and_then(|name| zone(name).ok()).map(|zone| zone.name().to_owned()).unwrap_or_else(
            || {
                gaps.push("`timezone`: the source doesn't say in which zone your days are counted");
                "UTC".to_owned()
            },
        );
    let tongue = facts.language.as_deref().and_then(|tag| language(tag).ok()).unwrap_or_else(|| {
        gaps.push("`language`: the source doesn't say which one your texts are in");
        "en".to_owned()
    });
    let since = since(target, export, facts)?;
    let description =
        facts.description.as_ref().map(|text| format!("description = {}\n", quoted(text.trim()))).unwrap_or_default();
    let people = listed(&mut target.authors, &people(export));
    let text = format!(
        "# Your hub: its name, its address, its people.\ntitle = {}\n{description}base_url = {}\ntimezone = {}\nlanguage = {}\n\
         # The year the hub began. Feeds know each piece by it, so leave it as it is.\nsince = {since}\n{people}",
        quoted(title.trim()),
        quoted(&url),
        quoted(&zone),
        quoted(&tongue),
    );
    target.notes.extend(gaps.into_iter().map(|gap| format!("in `hub.toml`, look at {gap}")));
    target.base_url = url;
    target.begun.push((SETTINGS.to_owned(), text));
    let ignored = Path::new(".gitignore");
    if !target.root.join(ignored).exists() {
        let text =
            "# What hub makes: it can be made again at any time.\n/public/\n/public-preview/\n/.public.hub/\n/.hub/\n";
        target.begun.push((".gitignore".to_owned(), text.to_owned()));
    }
    Ok(())
}

/// The year of the oldest post, else this one.
fn since(target: &Target, export: &Export, _facts: &Facts) -> Result<u16, Error> {
    let oldest = export
        .posts
        .iter()
        .filter_map(|post| post.date)
        .map(|date| date.year)
        .filter(|year| (1990..=2200).contains(year))
        .min();
    if let Some(year) = oldest {
        return Ok(year);
    }
    let utc = crate::model::time::Zone::utc();
    let now = match (&target.request.at, &target.request.epoch) {
        (Some(at), _) => {
            Instant::parse_at(at, &utc).map_err(|help| Error::refused(format!("`--at {at}` is no time"), help))?
        }
        (None, Some(epoch)) => Instant::parse_epoch(epoch)
            .map_err(|help| Error::refused(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no time"), help))?,
        (None, None) => Instant::now_from_clock(),
    };
    Ok(u16::try_from(utc.date_of(now).year()).unwrap_or(2026))
}
