//! From a word to what it means: an address, a content id, a file of the site.

use crate::diagnostic::nearest;
use crate::model::{Detail, ItemId, Site, decoded};
use crate::plan::Plan;
use crate::source::Sources;

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// A piece.
    Piece(ItemId),
    /// An issue that holds no letter of its own: position in [`Plan::issues`].
    Issue(usize),
    /// Another address that exists: position in [`Plan::routes`].
    Route(usize),
    /// Several pieces, by content id.
    Several(Vec<String>),
    /// An address elsewhere.
    Elsewhere,
    /// Nothing; the nearest content ids.
    Nothing(Vec<String>),
}

/// What `word` means; `file` is the same word as a path in the site, if it is one.
pub fn find(sources: &Sources, site: &Site, plan: &Plan, (word, file): (&str, Option<&str>)) -> Meant {
    if let Some(id) = site.by_id.get(word) {
        return Meant::Piece(*id);
    }
    if let Some(found) = [Some(word), file].into_iter().flatten().find_map(|path| by_file(sources, site, path)) {
        return found;
    }
    match route_of(site, word) {
        Some(Err(Elsewhere)) => return Meant::Elsewhere,
        Some(Ok(route)) => {
            if let Some(found) = by_route(site, plan, &route) {
                return found;
            }
        }
        None => {}
    }
    // An id without its kind, a title, or an address without its slash.
    let last = by_last_part(site, word);
    let found = if last.is_empty() { by_title(site, word) } else { last };
    match found.as_slice() {
        [] => {}
        [one] => return Meant::Piece(*one),
        several => return Meant::Several(several.iter().map(|id| site.item(*id).id.clone()).collect()),
    }
    by_route(site, plan, &format!("/{word}")).unwrap_or_else(|| Meant::Nothing(near(site, word)))
}

/// The piece of a source file.
fn by_file(sources: &Sources, site: &Site, path: &str) -> Option<Meant> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let of_file = |id: &ItemId| sources.file(site.item(*id).span.file).path == path;
    site.iter().map(|(id, _)| id).find(of_file).map(Meant::Piece)
}

/// The address lies on another site.
struct Elsewhere;

/// The route that an address means, if the word is an address.
fn route_of(site: &Site, word: &str) -> Option<Result<String, Elsewhere>> {
    let base = &site.settings.base_url;
    let path = if word.starts_with("https://") || word.starts_with("http://") {
        let (_, rest) = word.split_once("://")?;
        let (_, own) = base.origin.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        if !host.eq_ignore_ascii_case(own) {
            return Some(Err(Elsewhere));
        }
        rest.get(host.len()..).unwrap_or("")
    } else if word.starts_with('/') {
        word
    } else {
        return None;
    };
    let path = path.split(['?', '#']).next().unwrap_or("");
    let path = decoded(path).map_or_else(|| path.to_owned(), |path| path.into_owned());
    let inner = path.strip_prefix(base.path.as_str()).or_else(|| path.strip_prefix('/')).unwrap_or(&path);
    let inner = inner.strip_suffix("index.html").unwrap_or(inner);
    // Without its slash the base path is the home page too.
    let is_home = format!("{path}/") == base.path;
    Some(Ok(if is_home { "/".to_owned() } else { format!("/{inner}") }))
}

fn by_route(site: &Site, plan: &Plan, route: &str) -> Option<Meant> {
    let is = |other: &str| other.trim_end_matches('/') == route.trim_end_matches('/');
    let own = site.iter().map(|(id, _)| id).find(|id| plan.urls.get(id.index()).is_some_and(|url| is(url)));
    let step = || site.iter().find_map(|(id, _)| step_of(site, id, &is));
    let alias = || site.iter().find(|(_, item)| item.aliases.iter().any(|alias| is(&alias.value))).map(|(id, _)| id);
    let issue = || plan.issues.iter().position(|issue| is(&issue.url)).map(Meant::Issue);
    let other = || plan.routes.iter().position(|route| is(&route.path)).map(Meant::Route);
    own.or_else(step).map(Meant::Piece).or_else(issue).or_else(|| alias().map(Meant::Piece)).or_else(other)
}

/// The piece that a step of a track shows.
fn step_of(site: &Site, track: ItemId, is: &dyn Fn(&str) -> bool) -> Option<ItemId> {
    let item = site.item(track);
    let Detail::Track(detail) = &item.detail else { return None };
    let url = |slug: &str| format!("/tracks/{}/{slug}/", item.slug.value);
    detail.steps.iter().find(|step| is(&url(&step.slug.value))).map(|step| step.item)
}

/// Pieces whose id is the word, but for its kind.
fn by_last_part(site: &Site, word: &str) -> Vec<ItemId> {
    let ends = |id: &str| id.strip_suffix(word).is_some_and(|kind| kind.ends_with('/'));
    if word.is_empty() {
        return Vec::new();
    }
    site.iter().filter(|(_, item)| ends(&item.id)).map(|(id, _)| id).collect()
}

/// Pieces whose title is the word, in small or capital letters.
fn by_title(site: &Site, word: &str) -> Vec<ItemId> {
    let wanted = word.trim().to_lowercase();
    site.iter().filter(|(_, item)| item.title.value.to_lowercase() == wanted).map(|(id, _)| id).collect()
}

/// Ids that look like the word: as a whole, and without their kind.
fn near(site: &Site, word: &str) -> Vec<String> {
    let word = word.trim_matches('/').trim_start_matches("content/").trim_end_matches(".md");
    let ids = || site.items.iter().map(|item| item.id.as_str());
    let whole = nearest(word, ids()).map(str::to_owned);
    let name = word.rsplit('/').next().unwrap_or(word);
    let lasts = ids().map(|id| id.rsplit('/').next().unwrap_or(id));
    let named = nearest(name, lasts).map(|last| by_last_part(site, last)).unwrap_or_default();
    let mut near: Vec<String> = whole.into_iter().chain(named.iter().map(|id| site.item(*id).id.clone())).collect();
    let mut seen = std::collections::BTreeSet::new();
    near.retain(|id| seen.insert(id.clone()));
    near
}
