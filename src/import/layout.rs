//! Where each piece goes in the hub: kinds, names, numbers of parts, authors, old addresses. No text is touched here.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Choice;
use super::note::Found;
use super::piece::{Fields, Piece, name};
use super::post::{Export, Facts, Post};
use super::readers::path_of;
use super::target::Target;
use crate::edit::slug_of;
use crate::output::check_segment;
use crate::parse::Kind;

/// Addresses at the top of a hub that belong to hub, whatever is in it.
const RESERVED: [&str; 26] = [
    "start",
    "preferences",
    "404",
    "tags",
    "for",
    "authors",
    "newsletter",
    "calendar",
    "upcoming",
    "answered",
    "rewards",
    "feeds",
    "search",
    "pagefind",
    "series",
    "guides",
    "faq",
    "tracks",
    "spotlights",
    "events",
    "prompts",
    "challenges",
    "offers",
    "theme",
    "assets",
    "static",
];

/// Every post as a piece, in their order; nothing where one is left out. Series follow at the end.
pub(super) fn lay_out(export: &Export, choices: &[Choice], target: &Target) -> (Vec<Option<Piece>>, Vec<Piece>) {
    let mut places = Places { target, used: target.taken.clone(), guids: target.guids.clone() };
    let parts = parts(&export.posts, choices);
    let mut pieces = Vec::new();
    for (at, (post, choice)) in export.posts.iter().zip(choices).enumerate() {
        pieces.push(choice.kind.map(|kind| places.piece(post, kind, parts.get(&at))));
    }
    // Old addresses give way to new ones: all pieces have theirs by now.
    for (post, piece) in export.posts.iter().zip(&mut pieces) {
        if let Some(piece) = piece {
            piece.fields = places.fields(post, &export.site, piece);
        }
    }
    (pieces, places.series(choices))
}

/// The number of each part within its series, without a gap, and the folder of the series.
fn parts(posts: &[Post], choices: &[Choice]) -> BTreeMap<usize, (String, usize)> {
    let mut series: BTreeMap<String, Vec<(i64, String, String, usize)>> = BTreeMap::new();
    for (at, (post, choice)) in posts.iter().zip(choices).enumerate() {
        if let Some(folder) = choice.series.as_deref().filter(|_| choice.kind == Some(Kind::Part)).and_then(slug_of) {
            let day =
                post.date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).unwrap_or_default();
            series.entry(folder).or_default().push((choice.part, day, post.source.clone(), at));
        }
    }
    let mut found = BTreeMap::new();
    for (folder, mut members) in series {
        members.sort();
        found.extend(members.into_iter().enumerate().map(|(number, (_, _, _, at))| (at, (folder.clone(), number + 1))));
    }
    found
}

struct Places<'a> {
    target: &'a Target,
    /// Addresses and ids that are somebody's, in small letters.
    used: BTreeSet<String>,
    guids: BTreeSet<String>,
}

impl Places<'_> {
    fn piece(&mut self, post: &Post, kind: Kind, part: Option<&(String, usize)>) -> Piece {
        let mut piece = Piece {
            source: post.source.clone(),
            kind: Some(kind),
            notes: post.notes.iter().cloned().map(Found::from).collect(),
            ..Piece::default()
        };
        (piece.series, piece.part) = part.map_or((None, 0), |(series, part)| (Some(series.clone()), *part));
        piece.there = self.target.there.get(&post.source).cloned();
        piece.slug = self.slug(post, &mut piece);
        piece
    }

    /// A name that nobody has: the old one, the old one with its folder, or the old one with a number.
    fn slug(&mut self, post: &Post, piece: &mut Piece) -> String {
        let wanted = post.slug.clone().unwrap_or_else(|| post.title.clone());
        let base = name(&wanted, &post.title).unwrap_or_else(|| "piece".to_owned());
        let parents: Vec<&str> = post.source.rsplit('/').skip(1).filter(|part| !part.contains([' ', ':'])).collect();
        let with_folder = parents
            .iter()
            .find(|part| !base.eq_ignore_ascii_case(part))
            .and_then(|part| name(&format!("{part}-{base}"), ""));
        let page = (piece.kind == Some(Kind::Page)).then(|| format!("{base}-page"));
        let numbers = (2..).map(|number| format!("{base}-{number}"));
        let candidates = std::iter::once(base.clone()).chain(with_folder).chain(page).chain(numbers);
        for candidate in candidates {
            piece.slug.clone_from(&candidate);
            let url = piece.url().to_lowercase();
            let reserved = piece.kind == Some(Kind::Page) && RESERVED.contains(&candidate.as_str());
            if !reserved && self.used.insert(url) {
                return candidate;
            }
        }
        base
    }

    fn fields(&mut self, post: &Post, site: &Facts, piece: &mut Piece) -> Fields {
        let title = Some(clean(&post.title)).filter(|title| !title.is_empty()).unwrap_or_else(|| {
            piece.notes.push(Found::at("it had no title: it has one of its name now", "title = "));
            piece.slug.replace('-', " ")
        });
        let mut tags: Vec<String> =
            post.tags.iter().map(|tag| clean(tag)).filter(|tag| tag.chars().any(char::is_alphanumeric)).collect();
        let mut seen = BTreeSet::new();
        tags.retain(|tag| seen.insert(tag.to_lowercase()));
        let aliases = self.aliases(post, piece, site);
        let guid = post
            .guid
            .clone()
            .map(|guid| clean(&guid))
            .filter(|guid| !guid.is_empty() && self.guids.insert(guid.clone()));
        if guid.is_none() && post.guid.is_some() {
            piece.notes.push(Found::new("another piece has the same feed id; this one gets a new one"));
        }
        let authors = post.authors.iter().filter_map(|author| self.target.author(author)).collect();
        Fields {
            title,
            description: post
                .excerpt
                .as_ref()
                .map(|text| clean(&strip_tags(text)))
                .filter(|text| !text.is_empty())
                .map(|text| shortened(&text, 400)),
            date: post.date,
            updated: post.updated.filter(|updated| Some(*updated) != post.date),
            tags,
            authors,
            aliases,
            guid,
            image: post.cover.clone(),
            image_alt: post.cover_alt.as_ref().map(|alt| clean(alt)).filter(|_| post.cover.is_some()),
            draft: post.draft,
            unlisted: post.unlisted,
            extra: post.extra.clone(),
            ..Fields::default()
        }
    }

    /// Old addresses as paths of this hub, without its own; what lies elsewhere is told.
    fn aliases(&mut self, post: &Post, piece: &mut Piece, site: &Facts) -> Vec<String> {
        let base = self.target.base_path();
        let old_base = site.url.as_deref().and_then(path_of).unwrap_or_default();
        let mut aliases: Vec<String> = Vec::new();
        for old in &post.olds {
            let whole = if old.contains("://") {
                path_of(old)
            } else {
                Some(format!("{}{}", old_base.trim_end_matches('/'), old.split(['?', '#']).next().unwrap_or("")))
            };
            let Some(path) =
                whole.and_then(|path| Some(format!("/{}", path.strip_prefix(&base)?.trim_start_matches('/'))))
            else {
                let what =
                    format!("its old address {old} lies outside of the hub's: redirect it where the old site was");
                piece.notes.push(Found::new(what));
                continue;
            };
            let inner = path.trim_matches('/');
            if inner.is_empty() {
                continue;
            }
            if inner.split('/').any(|part| check_segment(&crate::output::nfc(part)).is_err()) {
                let what = format!("its old address {old} can't be a file on every system: redirect it on your host");
                piece.notes.push(Found::new(what));
                continue;
            }
            let key = route(&path).to_lowercase();
            if key == piece.url().to_lowercase() || aliases.iter().any(|alias| route(alias).to_lowercase() == key) {
                continue;
            }
            if self.used.insert(key) {
                aliases.push(path);
            } else {
                piece.notes.push(Found::new(format!("its old address {old} is another piece's now")));
            }
        }
        aliases
    }

    fn series(&mut self, choices: &[Choice]) -> Vec<Piece> {
        let titles: BTreeMap<String, &String> = choices
            .iter()
            .filter(|choice| choice.kind == Some(Kind::Part))
            .filter_map(|choice| Some((slug_of(choice.series.as_ref()?)?, choice.series.as_ref()?)))
            .collect();
        let piece = |(slug, title): (String, &String)| Piece {
            kind: Some(Kind::Series),
            fields: Fields { title: clean(title), ..Fields::default() },
            there: Some(format!("content/series/{slug}/_index.md")).filter(|path| self.target.has(path)),
            slug,
            ..Piece::default()
        };
        titles.into_iter().map(piece).collect()
    }
}

/// A text of at most so many characters, cut at a word.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// An address as a route: `/a` is `/a/`.
fn route(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or("");
    let path = path.strip_suffix("index.html").unwrap_or(path);
    if last.is_empty() || path.ends_with('/') || last.contains('.') { path.to_owned() } else { format!("{path}/") }
}

/// One line without what no page can show, entities read.
fn clean(text: &str) -> String {
    let decoded = if text.contains('&') { crate::markdown::tags::decode(text) } else { text.to_owned() };
    let kept: String = decoded.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip_tags(text: &str) -> String {
    use crate::markdown::tags::{Token, tokens};
    if !text.contains('<') {
        return text.to_owned();
    }
    tokens(text)
        .into_iter()
        .filter_map(|(token, _)| if let Token::Text(words) = token { Some(words) } else { None })
        .collect()
}
