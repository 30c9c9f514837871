//! Pieces: the fields that every kind shares. What a kind adds is read in `details/`.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::{decoded, split_web, web};
use super::catalogue::Piece;
use super::details::{detail, photos_allowed};
use super::fields::{tag_slug, text, texts};
use super::known::Known;
use super::links;
use super::query::is_in_paths;
use super::site::{AuthorId, Body, Detail, Image, Item, ItemId, Listing, Page, Policy, Target};
use super::translations;
use crate::diagnostic::Diagnostic;
use crate::markdown::LinkKind;
use crate::output::check_segment;
use crate::parse::Kind;
use crate::parse::front_matter::{RawCommon, RawSource};
use crate::parse::toml::TextOr;
use crate::parse::words::{LEVELS, PHASES};
use crate::source::{AssetId, Span, Spanned};

/// Every piece, in id order.
pub(super) fn items(known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Arc<Item>> {
    let pieces: Vec<_> = known.catalogue.iter().collect();
    let read = |(id, piece): (ItemId, &Piece<'_>)| {
        let mut found = Vec::new();
        let item = item(id, piece, known, &mut found);
        // A front matter that can't be read was reported as that; what else seems wrong with it would only repeat it.
        (Arc::new(item), if piece.raw.broken { Vec::new() } else { found })
    };
    let (items, found): (Vec<Arc<Item>>, Vec<Vec<Diagnostic>>) = pieces.into_par_iter().map(read).unzip();
    problems.extend(found.into_iter().flatten());
    problems.extend(twice_guid(known));
    items
}

/// Tag slugs with the title that the first piece in id order gave them.
pub(super) fn tags(known: &Known<'_>) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    // Many pieces share few tags: only the first of those who write one alike has a say.
    let mut seen = HashSet::new();
    for (_, piece) in known.catalogue.iter().filter(|(_, piece)| !piece.raw.broken) {
        for typed in piece.raw.common.tags.iter().filter(|typed| seen.insert(typed.value.as_str())) {
            if let Some(slug) = tag_slug(&typed.value) {
                tags.entry(slug).or_insert_with(|| typed.value.trim().to_owned());
            }
        }
    }
    tags
}

/// Introductions of listings.
pub(super) fn listings(known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> BTreeMap<Kind, Listing> {
    let listing = |piece: &Piece<'_>, problems: &mut Vec<Diagnostic>| Listing {
        title: text(&piece.raw.common.title),
        description: text(&piece.raw.common.description),
        body: links::body(piece, known, problems),
    };
    known.catalogue.listings.iter().map(|(kind, piece)| (*kind, listing(piece, problems))).collect()
}

fn item(id: ItemId, piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Item {
    let common = &piece.raw.common;
    let body = body(piece, known, problems);
    // Where the fields of a kind can't be made out, which was reported, those of a plain page stand in for them.
    let detail = detail(id, piece, known, problems).unwrap_or(Detail::Page(Page { policy: None, effective: None }));
    Item {
        id: piece.id.clone(),
        span: piece.span(),
        kind: piece.raw.place.kind,
        slug: slug(piece, problems),
        title: piece.title(),
        description: text(&common.description),
        guid: common.guid.as_ref().map(|guid| guid.value.clone()),
        feed_link: feed_link(common, problems),
        aliases: common.aliases.iter().filter_map(|typed| alias(typed, problems)).collect(),
        authors: authors(piece, known, problems),
        segments: known.segments.find_all(&common.segments, problems),
        level: common.level.as_ref().and_then(|typed| LEVELS.read(typed, problems)),
        phase: common.phase.as_ref().and_then(|typed| PHASES.read(typed, problems)),
        tags: item_tags(&common.tags, problems),
        product: text(&common.product),
        image: image(piece, known, problems),
        updated: common.updated.as_ref().and_then(|typed| known.dates.day(typed, problems)),
        review_by: common.review_by.as_ref().and_then(|typed| known.dates.day(typed, problems)),
        takeaways: texts(&common.takeaways),
        updated_for: common.updated_for.as_ref().map(|raw| (text(&raw.value.period), text(&raw.value.note))),
        sources: common.sources.iter().map(|source| source_of(source, problems)).collect(),
        sponsored: text(&common.sponsored),
        answers: texts(&common.answers),
        related: related(piece, known, problems),
        downloads: downloads(piece, known, problems),
        translations: translations::of_piece(common.translations.as_ref(), &known.settings.language.value, problems),
        listed: common.listed.as_ref().is_none_or(|flag| flag.value),
        extra: common.extra.as_ref().map_or_else(|| serde_json::json!({}), |extra| extra.value.clone()),
        body,
        detail,
    }
}

fn slug(piece: &Piece<'_>, problems: &mut Vec<Diagnostic>) -> Spanned<String> {
    let slug = piece.slug();
    problems.extend(check_slug(&slug));
    slug
}

/// What is wrong with the last part of an address, if anything.
pub(super) fn check_slug(slug: &Spanned<String>) -> Option<Diagnostic> {
    let why = match check_segment(&slug.value) {
        Err(problem) => problem.to_string(),
        Ok(()) if slug.value.contains('/') => "`/` is not allowed".to_owned(),
        Ok(()) => match slug.value.chars().find(|c| !is_in_paths(*c)) {
            Some(' ') => "a space is not allowed".to_owned(),
            Some(never) => format!("`{never}` is not allowed"),
            None => return None,
        },
    };
    let better = tag_slug(&slug.value).map(|better| format!("write `slug = \"{better}\"`"));
    Some(
        Diagnostic::error("bad-slug", format!("`{}` can't be part of an address: {why}", slug.value))
            .at(slug.span, "")
            .maybe_help(better),
    )
}

/// The older address that feeds lead to: one that redirects here.
fn feed_link(common: &RawCommon, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let typed = common.feed_link.as_ref()?;
    if common.aliases.iter().any(|alias| alias.value.trim() == typed.value.trim()) {
        return Some(typed.value.trim().to_owned());
    }
    problems.push(
        Diagnostic::error("bad-alias", format!("`feed_link` is `{}`, which doesn't lead here", typed.value))
            .at(typed.span, "")
            .help("name one of `aliases` of this piece, or leave `feed_link` out"),
    );
    None
}

fn alias(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    match read_alias(&typed.value) {
        Ok(path) => Some(Spanned::new(path, typed.span)),
        Err(why) => {
            problems.push(
                Diagnostic::error("bad-alias", format!("`{}` can't be an older address of a page: {why}", typed.value))
                    .at(typed.span, "")
                    .help("write its path on this site, as in `/old/page/`"),
            );
            None
        }
    }
}

/// A path of the site, percent signs decoded.
fn read_alias(typed: &str) -> Result<String, String> {
    let decoded = decoded(typed.trim()).ok_or("its percent signs stand for no text")?;
    let inner = decoded.strip_prefix('/').ok_or("it doesn't begin with `/`")?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if inner.is_empty() {
        return Err("that is the home page".to_owned());
    }
    if inner.contains('#') {
        return Err("`#` is not allowed".to_owned());
    }
    inner.split('/').try_for_each(check_segment).map_err(|problem| problem.to_string())?;
    Ok(decoded.into_owned())
}

fn authors(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Vec<AuthorId> {
    let mut authors = known.authors.find_all(&piece.raw.common.authors, problems);
    if authors.is_empty() && !known.settings.authors.is_empty() {
        authors.push(AuthorId::at(0));
    }
    authors
}

fn item_tags(typed: &[Spanned<String>], problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut tags = Vec::new();
    for typed in typed {
        match tag_slug(&typed.value) {
            Some(slug) if tags.contains(&slug) => {}
            Some(slug) => tags.push(slug),
            None => problems.push(
                Diagnostic::error("bad-tag", format!("the tag `{}` can't be part of an address", typed.value))
                    .at(typed.span, "")
                    .help("use letters or digits"),
            ),
        }
    }
    tags
}

fn image(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Option<Image> {
    let typed = piece.raw.common.image.as_ref()?;
    let asset = known.catalogue.asset(&piece.raw.place.folder, typed, problems)?;
    if !photos_allowed(piece) {
        problems.push(without_photo_consent(typed.span));
        return None;
    }
    let alt = &piece.raw.common.image_alt;
    if alt.is_none() {
        problems.push(
            Diagnostic::note_only("image-alt-missing", "who can't see this image isn't told what it shows")
                .at(typed.span, "")
                .help("say it below, as in `image_alt = \"Two pens on a sheet of paper\"`; if it only decorates, write `image_alt = \"\"`"),
        );
    }
    Some(Image { asset, alt: text(alt) })
}

fn without_photo_consent(span: Span) -> Diagnostic {
    Diagnostic::warning("photo-without-consent", "the member's consent doesn't cover photos: this one is left out")
        .at(span, "")
        .help("ask the member, then add `\"photo\"` to `scope` in `[consent]`")
}

/// The body; without consent for photos its own images print as words.
fn body(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Body {
    let mut body = links::body(piece, known, problems);
    if !photos_allowed(piece) {
        for (target, link) in body.targets.iter_mut().zip(&piece.raw.outline.links) {
            if link.kind == LinkKind::Image && matches!(target, Target::Asset(_)) {
                problems.push(without_photo_consent(link.span));
                *target = Target::Broken;
            }
        }
    }
    body
}

fn source_of(source: &Spanned<TextOr<RawSource>>, problems: &mut Vec<Diagnostic>) -> (String, String) {
    match &source.value {
        TextOr::Table(table) => title_and_url(table, problems),
        TextOr::Text(words) if split_web(words.trim()).is_some() => (words.trim().to_owned(), words.trim().to_owned()),
        TextOr::Text(words) => (words.trim().to_owned(), String::new()),
    }
}

/// A title with its checked address; the address is empty where it is none.
pub(super) fn title_and_url(table: &RawSource, problems: &mut Vec<Diagnostic>) -> (String, String) {
    let url = table.url.as_ref().and_then(|url| web(url, problems));
    (text(&table.title), url.unwrap_or_default())
}

fn related(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Vec<ItemId> {
    piece.raw.common.related.iter().filter_map(|typed| known.names.item(typed, None, problems)).collect()
}

fn downloads(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Vec<AssetId> {
    let folder = &piece.raw.place.folder;
    piece.raw.common.downloads.iter().filter_map(|typed| known.catalogue.asset(folder, typed, problems)).collect()
}

/// Two pieces with one feed id would be one piece to every feed reader.
fn twice_guid(known: &Known<'_>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    let mut problems = Vec::new();
    let typed = known.catalogue.pieces.iter().filter(|piece| !piece.raw.broken);
    for guid in typed.filter_map(|piece| piece.raw.common.guid.as_ref()) {
        if guid.value.trim().is_empty() {
            let problem = Diagnostic::error("bad-guid", "this feed id is empty").at(guid.span, "");
            problems.push(problem.help("take the line out: hub makes an id that stays the same"));
            continue;
        }
        if let Some(first) = seen.get(guid.value.as_str()) {
            problems.push(
                Diagnostic::error("duplicate-guid", format!("two pieces have the feed id `{}`", guid.value))
                    .at(guid.span, "second")
                    .at(first.span, "first")
                    .help("give each its own; a piece that no older site had needs no `guid`"),
            );
        } else {
            seen.insert(&guid.value, guid);
        }
    }
    problems
}

/// A second privacy page, imprint or terms: nobody could tell which one holds. (Which of several refund policies an offer
/// means, the offer must say.)
pub(super) fn same_policies(items: &[Arc<Item>]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<Policy, &Item> = BTreeMap::new();
    let mut problems = Vec::new();
    for item in items {
        let Detail::Page(Page { policy: Some(policy), .. }) = &item.detail else { continue };
        if let Some(other) = first.get(policy).filter(|_| *policy != Policy::Refund) {
            problems.push(
                Diagnostic::warning(
                    "duplicate-policy",
                    format!("`{}` and `{}` are the same policy", other.id, item.id),
                )
                .at(item.span, "second")
                .at(other.span, "first")
                .help("take `policy` out of the one that doesn't hold"),
            );
        } else {
            first.insert(*policy, item);
        }
    }
    problems
}
