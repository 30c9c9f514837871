//! Pieces that nothing leads to: no list shows them, no text links or shows them, no track, series, letter or setting
//! names them, and the calendar doesn't either.
//!
//! A piece with `listed = false` stands in no list, and a page (but for policies, which the footer has) never does. An
//! entry in the calendar is a way, too: who plans a piece leads people there. Whether what leads there is public doesn't
//! matter here.

use std::collections::BTreeSet;

use super::outlook::Outlook;
use crate::diagnostic::Diagnostic;
use crate::model::{Body, Detail, EmbedTarget, Item, ItemId, Site, Target};
use crate::parse::Kind;
use crate::plan::Visibility;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let unlisted: Vec<(ItemId, &Item)> = outlook.site.iter().filter(|(_, item)| !is_listed(item)).collect();
    if unlisted.is_empty() {
        return Vec::new();
    }
    let mut led_to = by_texts(outlook.site);
    led_to.extend(by_settings(outlook.site));
    led_to.extend(by_calendar(outlook.site));
    led_to.extend(by_addresses(outlook));
    let there = |id: ItemId| {
        !matches!(outlook.plan.visibility.get(id.index()), Some(Visibility::Expired | Visibility::Withdrawn))
    };
    let orphans = unlisted.into_iter().filter(|(id, _)| there(*id) && !led_to.contains(id));
    orphans.map(|(id, item)| orphan(outlook, id, item)).collect()
}

fn is_listed(item: &Item) -> bool {
    match (item.kind, &item.detail) {
        // Letters stand in the archive of their newsletter, parts in their series.
        (Kind::Issue | Kind::Part, _) => true,
        (Kind::Page, Detail::Page(page)) => page.policy.is_some(),
        _ => item.listed,
    }
}

fn orphan(outlook: &Outlook<'_>, id: ItemId, item: &Item) -> Diagnostic {
    let name = outlook.name(id);
    let file = outlook.world.sources.file(item.span.file).path.rsplit('/').next().unwrap_or_default().to_owned();
    let (why, list) = match item.kind {
        Kind::Page => ("pages stand in no list", ""),
        _ => ("it is `listed = false`", ", take out `listed = false`"),
    };
    Diagnostic::warning("orphan", format!("nothing leads to {name}: {why}, and no text, track or entry names it"))
        .at(item.title.span, "")
        .help(format!(
            "link it from a text, as in `[…]({file})`{list}; or, if you hand out its address yourself, give it an entry (`ref = \"{}\"`) in calendar.toml",
            item.id
        ))
}

/// What front matter and bodies lead to. A piece doesn't lead to itself.
pub(super) fn by_texts(site: &Site) -> BTreeSet<ItemId> {
    let pieces = site.iter().flat_map(|(id, item)| {
        let named = by_detail(item).into_iter().chain(item.related.iter().copied()).chain(by_body(&item.body));
        named.filter(move |target| *target != id)
    });
    let intros = site.listings.values().flat_map(|listing| by_body(&listing.body));
    pieces.chain(intros).collect()
}

fn by_body(body: &Body) -> impl Iterator<Item = ItemId> {
    let links = body.targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some(*id),
        _ => None,
    });
    let embeds = body.embeds.iter().filter_map(|target| match target {
        EmbedTarget::Item(id) => Some(*id),
        _ => None,
    });
    links.chain(embeds)
}

fn by_detail(item: &Item) -> Vec<ItemId> {
    match &item.detail {
        Detail::Series(series) => series.parts.clone(),
        Detail::Guide(guide) => guide.prerequisites.iter().chain(&guide.faq).copied().collect(),
        Detail::Track(track) => track.steps.iter().map(|step| step.item).chain(track.next_track).collect(),
        Detail::Offer(offer) => offer.terms.as_ref().ok().copied().into_iter().chain(offer.policy).collect(),
        Detail::Issue(letter) => letter.picks.iter().map(|pick| pick.value).collect(),
        _ => Vec::new(),
    }
}

fn by_settings(site: &Site) -> impl Iterator<Item = ItemId> {
    let segments = site.settings.segments.iter().filter_map(|segment| segment.track);
    let quiz = site.settings.quiz.iter().flat_map(|question| question.answers.iter().map(|(_, track)| *track));
    segments.chain(quiz)
}

fn by_calendar(site: &Site) -> impl Iterator<Item = ItemId> {
    let entries =
        site.calendar.entries.iter().flat_map(|entry| entry.item.into_iter().chain(entry.after.iter().copied()));
    let sealed = site.sealed.iter().flat_map(|issue| issue.members.iter().filter_map(|member| member.item));
    let recurring =
        site.iter().filter(|(_, item)| matches!(&item.detail, Detail::Event(event) if event.recurring.is_some()));
    entries.chain(sealed).chain(recurring.map(|(id, _)| id))
}

/// What links by address lead to: `/about/`, or in full.
fn by_addresses(outlook: &Outlook<'_>) -> BTreeSet<ItemId> {
    let site = outlook.site;
    let own = site.settings.base_url.absolute("/");
    let bodies = site.items.iter().map(|item| &item.body).chain(site.listings.values().map(|listing| &listing.body));
    let path = |target: &Target| match target {
        Target::Site(path, _) => Some(path.clone()),
        Target::External(url) => url.strip_prefix(own.as_str()).map(|path| format!("/{path}")),
        _ => None,
    };
    let paths: BTreeSet<String> =
        bodies.flat_map(|body| body.targets.iter().filter_map(path)).map(|path| folder(&path)).collect();
    let urls = outlook.plan.urls.iter().enumerate();
    urls.filter(|(_, url)| paths.contains(url.as_str())).map(|(index, _)| ItemId::at(index)).collect()
}

/// `/about?x#y` → `/about/`.
fn folder(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    format!("{}/", path.get(..end).unwrap_or(path).trim_end_matches('/'))
}
