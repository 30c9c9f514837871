//! Every route rendered, searched for leaks and handed to staging, on all cores.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Progress;
use super::untouched::{Shown, Untouched, positions};
use crate::audit::{Audit, Hit, Writer};
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::error::Error;
use crate::model::{Item, Site};
use crate::output::{Content, Output};
use crate::parse::Kind;
use crate::plan::{Page, Plan, Route};
use crate::publish::Staging;
use crate::render::{self, Indexed, Rendered, Scene};
use crate::search::Document;
use crate::source::{AssetBytes, AssetId, Sources};

/// What rendering goes by.
pub(super) struct Watched<'a> {
    pub(super) sources: &'a Sources,
    pub(super) scene: &'a Scene<'a>,
    pub(super) site: &'a Site,
    pub(super) plan: &'a Plan,
    pub(super) audit: &'a Audit,
    pub(super) progress: &'a dyn Progress,
}

/// Where outputs go.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// What takes them.
    pub(super) staging: &'a Staging,
    /// Those of the last build that may stay.
    pub(super) untouched: Option<&'a Untouched>,
}

/// What came of rendering, beside the outputs.
pub(super) struct Drawn {
    /// What templates did wrong, and what must not be there.
    pub(super) problems: Vec<Diagnostic>,
    /// Public pages for the search index, by path.
    pub(super) documents: Vec<Document>,
    /// Whose words each output shows; nothing where there are traces of what isn't public, which the next build has to find
    /// again.
    pub(super) shown: Option<Shown>,
}

/// What comes of rendering, gathered from all threads.
#[derive(Default)]
struct Gathered {
    problems: Mutex<Vec<Diagnostic>>,
    traces: Mutex<Vec<Hit>>,
    documents: Mutex<Vec<Document>>,
    shown: Mutex<Vec<(String, Vec<u32>)>>,
}

/// Renders every route, hands it to the audit and to staging, and drops it: at no time are two pages of a thread in memory.
/// What may stay of the last build is left as it is. Once nobody wants the rest, it is left out.
pub(super) fn render_all(
    watched: &Watched<'_>,
    place: Option<Place<'_>>,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Result<Drawn, Error> {
    let searched_for = watched.audit.digest();
    let is_searched = |untouched: &&Untouched| untouched.was_searched_for(&searched_for);
    let place = place.map(|place| Place { untouched: place.untouched.filter(is_searched), ..place });
    let gathered = Gathered::default();
    let one = |route: &Route| -> Result<(), Error> {
        if is_wanted() {
            if !stays(watched, place, route, &gathered)? {
                make(watched, place, route, &gathered)?;
            }
            watched.progress.step();
        }
        Ok(())
    };
    watched.plan.routes.par_iter().try_for_each(one)?;
    let Gathered { problems, traces, documents, shown } = gathered;
    let traces = taken(traces);
    let shown = traces.is_empty().then(|| Shown { searched_for, outputs: taken(shown).into_iter().collect() });
    let mut problems = one_a_cause(taken(problems));
    problems.extend(watched.audit.report(watched.sources, watched.site, traces));
    let mut documents = taken(documents);
    documents.sort_by(|a: &Document, b| a.path.cmp(&b.path));
    Ok(Drawn { problems, documents, shown })
}

/// Leaves a route as the last build made it, if it may stay; the search index reads its text all the same.
fn stays(watched: &Watched<'_>, place: Option<Place<'_>>, route: &Route, gathered: &Gathered) -> Result<bool, Error> {
    let Some(Place { staging, untouched: Some(untouched) }) = place else { return Ok(false) };
    let Some(shown) = untouched.shown(&route.output) else { return Ok(false) };
    let Ok(indexed) = render::indexed(watched.scene, route) else { return Ok(false) };
    if !staging.keep(&route.output)? {
        return Ok(false);
    }
    add(&gathered.documents, document(route, indexed));
    add(&gathered.shown, vec![(route.output.as_str().to_owned(), shown.to_vec())]);
    Ok(true)
}

fn make(watched: &Watched<'_>, place: Option<Place<'_>>, route: &Route, gathered: &Gathered) -> Result<(), Error> {
    let rendered = match render::render(watched.scene, route) {
        Ok(rendered) => rendered,
        Err(problem) => {
            add(&gathered.problems, vec![problem]);
            return Ok(());
        }
    };
    add(&gathered.traces, audited(watched, route, &rendered));
    add(&gathered.documents, document(route, rendered.indexed));
    let content = without_traces(watched.scene, &route.page, rendered.content)?.unwrap_or_else(|problem| {
        add(&gathered.problems, vec![problem]);
        Content::Bytes(Vec::new())
    });
    if let Some(Place { staging, .. }) = place {
        add(&gathered.shown, vec![(route.output.as_str().to_owned(), positions(&rendered.shown))]);
        staging.put(Output { path: route.output.clone(), rank: rendered.rank, content })?;
    }
    Ok(())
}

fn taken<T>(list: Mutex<Vec<T>>) -> Vec<T> {
    list.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn document(route: &Route, indexed: Option<Indexed>) -> Vec<Document> {
    indexed.into_iter().map(|it| Document { path: route.path.clone(), html: it.html }).collect()
}

fn add<T>(list: &Mutex<Vec<T>>, found: Vec<T>) {
    if !found.is_empty() {
        list.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    }
}

/// One mistake in a template shows on every page that uses it: it is told once, with the number of the others.
fn one_a_cause(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by(|a, b| (a.code, &a.message, &a.notes).cmp(&(b.code, &b.message, &b.notes)));
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    for problem in problems {
        match told.iter_mut().find(|(known, _)| known.code == "template-error" && same_cause(known, &problem)) {
            Some((_, others)) => *others += 1,
            None => told.push((problem, 0)),
        }
    }
    let with_others = |(problem, others): (Diagnostic, usize)| match others {
        0 => problem,
        1 => problem.note("and on one other page"),
        _ => problem.note(format!("and on {others} other pages")),
    };
    told.into_iter().map(with_others).collect()
}

fn same_cause(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.code == other.code && one.message == other.message && one.labels == other.labels
}

/// A member's photo without its metadata; anything else as it is.
pub(super) fn without_traces(
    scene: &Scene<'_>,
    page: &Page,
    content: Content,
) -> Result<Result<Content, Diagnostic>, Error> {
    let (Page::Asset(asset), Content::File(path)) = (page, &content) else { return Ok(Ok(content)) };
    if !is_cleaned(path) || !scene.plan.member_photos.contains(asset) {
        return Ok(Ok(content));
    }
    let bytes = std::fs::read(path).map_err(|error| Error::io("could not read", path, error))?;
    Ok(discover::without_metadata(&bytes).map(Content::Bytes).ok_or_else(|| unclean_photo(scene, *asset)))
}

/// Says of each published photo of a member how long it is without its metadata: feeds promise the length of what is served.
pub(super) fn measure_photos(sources: &mut Sources, plan: &Plan) {
    for id in plan.member_photos.iter().filter(|id| plan.assets.contains_key(id)) {
        let asset = sources.asset(*id);
        let AssetBytes::Disk(path) = &asset.bytes else { continue };
        // What can't be read or cleaned is not published, and is told when it would be.
        let clean = is_cleaned(path).then(|| std::fs::read(path).ok()).flatten();
        let Some(clean) = clean.and_then(|bytes| discover::without_metadata(&bytes)) else { continue };
        let position = usize::try_from(id.0).unwrap_or(usize::MAX);
        if let Some(asset) = sources.assets.get_mut(position) {
            asset.len = u64::try_from(clean.len()).unwrap_or(u64::MAX);
        }
    }
}

/// Whether a photo carries metadata of the kind that hub takes out.
fn is_cleaned(path: &Path) -> bool {
    !path.extension().is_some_and(|name| name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("gif"))
}

fn unclean_photo(scene: &Scene<'_>, asset: AssetId) -> Diagnostic {
    let file = &scene.sources.asset(asset).path;
    let shows = |item: &&Arc<Item>| {
        item.image.as_ref().is_some_and(|image| image.asset == asset) || item.kind == Kind::Spotlight
    };
    let problem = Diagnostic::error("photo-metadata", format!("`{file}` may hold metadata that hub can't take out"))
        .note("a member's photo is published without the place and time it was taken at")
        .help("save it as JPEG, PNG or WebP");
    match scene.site.items.iter().find(shows) {
        Some(item) => problem.at(item.span, ""),
        None => problem,
    }
}

fn audited(watched: &Watched<'_>, route: &Route, rendered: &Rendered) -> Vec<Hit> {
    if watched.audit.is_idle() {
        return Vec::new();
    }
    let authored = rendered.author_text();
    let scan = |bytes: &[u8], writer| watched.audit.scan(route.output.as_str(), bytes, writer);
    let hits = match &rendered.content {
        Content::Bytes(bytes) => scan(bytes, Writer::Template(&authored)),
        // What can't be read now can't be copied either, and is told then.
        Content::File(path) if is_text(route) => {
            std::fs::read(path).map_or_else(|_| Vec::new(), |bytes| scan(&bytes, Writer::Author))
        }
        Content::File(_) | Content::Built(_) => Vec::new(),
    };
    // The index is compressed: what it will hold of the page is searched here, where it can still be read.
    match &rendered.indexed {
        Some(indexed) if hits.is_empty() => {
            let found = scan(indexed.html.as_bytes(), Writer::Template(&indexed.author_text));
            let whole = 0..indexed.body.len();
            let body = || scan(indexed.body.as_bytes(), Writer::Template(std::slice::from_ref(&whole)));
            if found.is_empty() { body() } else { found }
        }
        _ => hits,
    }
}

/// Whether a file of the site is text that names could stand in.
fn is_text(route: &Route) -> bool {
    const TEXTS: [&str; 20] = [
        "atom",
        "css",
        "csv",
        "htm",
        "html",
        "ics",
        "js",
        "json",
        "jsonld",
        "map",
        "md",
        "mjs",
        "rss",
        "srt",
        "svg",
        "txt",
        "vtt",
        "webmanifest",
        "xhtml",
        "xml",
    ];
    let file = route.output.as_str().rsplit('/').next().unwrap_or("");
    // `_redirects` and the like have no ending.
    let Some((_, name)) = file.rsplit_once('.') else { return true };
    TEXTS.iter().any(|text| name.eq_ignore_ascii_case(text))
}
