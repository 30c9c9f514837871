//! An item's own page, and its page as a step of a track.

use super::draft::{Draft, Indexed, Rendered};
use super::head::Head;
use super::scene::Scene;
use super::view::{
    ArticleView, DownloadView, ImageView, ItemPage, ItemView, LinkView, PageView, SegmentView, SourceView, StepPage,
    TocView, UpdatedForView,
};
use super::{
    ask, body, cards, dates, details, head, indexed, offers, outgoing, paths, site, structured, surveys, tracks,
};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Outline, Trust};
use crate::model::{Detail, Item, ItemId, Page};
use crate::parse::Kind;
use crate::plan::{Readers, Route};
use crate::source::AssetId;
use crate::theme::Words;

/// A table of contents with fewer entries is no help.
const TOC_LEAST: usize = 3;
/// Questions of the same topic under a question.
const NEIGHBOURS: usize = 4;

/// An item's page.
pub(super) fn item(scene: &Scene<'_>, route: &Route, id: ItemId) -> Result<Rendered, Diagnostic> {
    let fields = item_page(scene, id)?;
    let page = item_head(scene, route, id, &fields);
    let bodies = vec![fields.item.body.clone()];
    let indexed = indexed::item(scene, id, &fields);
    let drawn = Draft { template: template(scene.site.item(id).kind), page, fields, bodies }.draw(scene, route)?;
    Ok(Rendered { indexed, ..drawn })
}

/// What the search index shall know of an item.
pub(super) fn for_search(scene: &Scene<'_>, id: ItemId) -> Result<Option<Indexed>, Diagnostic> {
    if !indexed::is_searched(scene) {
        return Ok(None);
    }
    Ok(indexed::item(scene, id, &item_page(scene, id)?))
}

/// A step's page: the item, with the way through the track around it. Search engines are sent to the item's own page.
pub(super) fn step(scene: &Scene<'_>, route: &Route, track: ItemId, position: usize) -> Result<Rendered, Diagnostic> {
    let step_of = |position: &usize| match &scene.site.item(track).detail {
        Detail::Track(track) => track.steps.get(*position),
        _ => None,
    };
    let positions = scene.plan.tracks.get(&track);
    let Some(step) = positions.and_then(|positions| positions.get(position)).and_then(step_of) else {
        return Ok(Rendered::text(String::new()));
    };
    let mut fields = item_page(scene, step.item)?;
    fields.step = step_page(scene, track, position);
    fields.survey = surveys::of_step(scene, track, position);
    let title = scene.site.item(step.item).title.value.clone();
    let page = Head {
        kind: "step",
        description: summary(&fields),
        canonical: scene.plan.url(step.item).map(|route| scene.absolute(route)),
        breadcrumbs: head::below_listing(scene, Kind::Track).chain(cards::link(scene, track)).collect(),
        image: item_image(scene, step.item),
        og_type: "article",
        article: Some(article(scene, step.item, &fields)),
        ..Head::titled(title)
    };
    let bodies = vec![fields.item.body.clone()];
    Draft { template: "step.html", page: page.view(scene, route), fields, bodies }.draw(scene, route)
}

fn step_page(scene: &Scene<'_>, track: ItemId, position: usize) -> Option<StepPage> {
    let track = tracks::track(scene, track, Some(position))?;
    Some(StepPage {
        step: track.steps.get(position)?.clone(),
        previous: position.checked_sub(1).and_then(|before| track.steps.get(before)).cloned(),
        next: track.steps.get(position + 1).cloned(),
        track,
    })
}

fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Series => "series.html",
        Kind::Part => "part.html",
        Kind::Guide => "guide.html",
        Kind::Faq => "faq-entry.html",
        Kind::Track => "track.html",
        Kind::Spotlight => "spotlight.html",
        Kind::Event => "event.html",
        Kind::Prompt => "prompt.html",
        Kind::Challenge => "challenge.html",
        Kind::Offer => "offer.html",
        Kind::Issue | Kind::Page => "page.html",
    }
}

fn item_head(scene: &Scene<'_>, route: &Route, id: ItemId, fields: &ItemPage) -> PageView {
    let item = scene.site.item(id);
    let is_person = item.kind == Kind::Spotlight;
    let breadcrumbs = match &item.detail {
        Detail::Part(part) => head::below_listing(scene, Kind::Series).chain(cards::link(scene, part.series)).collect(),
        _ => head::below_listing(scene, item.kind).collect(),
    };
    Head {
        kind: if item.kind == Kind::Faq { "faq-entry" } else { item.kind.name() },
        description: summary(fields),
        noindex: !item.listed,
        breadcrumbs,
        image: item_image(scene, id),
        og_type: if is_person { "profile" } else { "article" },
        article: (!is_person).then(|| article(scene, id, fields)),
        translations: item.translations.clone(),
        structured: structured::item(scene, id, &scene.absolute(&route.path), fields),
        ..Head::titled(item.title.value.clone())
    }
    .view(scene, route)
}

/// What a page is about, in a sentence: its description, else what its kind says first, else its title.
fn summary(page: &ItemPage) -> String {
    let card = &page.item.card;
    let task = page.task.as_ref().map_or("", |task| task.task.as_str());
    let outcome = page.track.as_ref().map_or("", |track| track.outcome.as_str());
    let texts = [card.description.as_str(), card.teaser.as_str(), task, outcome, card.title.as_str()];
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

/// What OpenGraph says of an item.
fn article(scene: &Scene<'_>, id: ItemId, page: &ItemPage) -> ArticleView {
    let item = &page.item;
    let kind = || scene.word(&format!("kinds.{}", scene.site.item(id).kind.name()));
    ArticleView {
        published: item.card.date.as_ref().map(|date| date.iso.clone()).unwrap_or_default(),
        modified: item.updated.as_ref().map(|date| date.iso.clone()).unwrap_or_default(),
        authors: item.authors.iter().map(|author| structured::whole(scene, &author.url)).collect(),
        section: page.series.as_ref().map_or_else(kind, |series| series.title.clone()),
        tags: item.tags.iter().map(|tag| tag.title.clone()).collect(),
    }
}

fn item_image(scene: &Scene<'_>, id: ItemId) -> Option<ImageView> {
    cards::lead_image(scene.site.item(id)).and_then(|image| head::social_image(scene, image.asset, &image.alt))
}

fn item_page(scene: &Scene<'_>, id: ItemId) -> Result<ItemPage, Diagnostic> {
    let item = scene.site.item(id);
    let mut page = ItemPage {
        item: item_view(scene, id)?,
        guide: None,
        series: None,
        faq: None,
        track: None,
        spotlight: None,
        event: None,
        task: None,
        offer: None,
        effective: None,
        step: None,
        survey: surveys::of_item(scene, id),
    };
    match &item.detail {
        Detail::Series(_) => page.series = details::series(scene, id, id),
        Detail::Part(part) => page.series = details::series(scene, part.series, id),
        Detail::Guide(guide) => page.guide = Some(details::guide(scene, item, guide)),
        Detail::Faq(_) => page.faq = details::faq(scene, id),
        Detail::Track(_) => page.track = tracks::track(scene, id, None),
        Detail::Spotlight(spotlight) => page.spotlight = Some(details::spotlight(scene, spotlight)),
        Detail::Event(event) => page.event = Some(details::event(scene, id, event)),
        Detail::Prompt(task) | Detail::Challenge(task) => page.task = Some(details::task(scene, id, task)),
        Detail::Offer(_) => page.offer = offers::offer(scene, id),
        Detail::Page(it) => page.effective = it.effective.map(|date| dates::day(scene, date)),
        Detail::Issue(_) => {}
    }
    Ok(page)
}

/// A source; one that links.toml knows as paid for says so behind its title.
fn source(scene: &Scene<'_>, title: &str, url: &str) -> SourceView {
    let registered = scene.site.links.iter().find(|link| link.url == url && !link.disclosure.is_empty());
    let note = registered.and_then(|link| outgoing::disclosure(scene, link));
    let title = note.map_or_else(|| title.to_owned(), |note| format!("{title} ({note})"));
    SourceView { title, url: url.to_owned() }
}

fn item_view(scene: &Scene<'_>, id: ItemId) -> Result<ItemView, Diagnostic> {
    let item = scene.site.item(id);
    let (previous, next) = neighbours(scene, id);
    Ok(ItemView {
        card: cards::card(scene, id),
        body: body::on_page(scene, &item.body, trust(item))?,
        toc: toc(&item.body.outline),
        audience: audience(scene, item),
        tags: tags(scene, item),
        authors: details::authors(scene, &item.authors),
        takeaways: item.takeaways.clone(),
        updated: item.updated.map(|date| dates::day(scene, date)),
        updated_for: item.updated_for.clone().map(|(period, note)| UpdatedForView { period, note }),
        sources: item.sources.iter().map(|(title, url)| source(scene, title, url)).collect(),
        sponsored: item.sponsored.clone(),
        downloads: item.downloads.iter().filter_map(|asset| download(scene, *asset)).collect(),
        related: cards::cards(scene, &related(scene, id)),
        in_tracks: tracks::places(scene, id),
        previous,
        next,
        offer: page_offer(scene, item),
        ask: ask::about(scene, &item.id, &item.title.value),
    })
}

/// Members' words are not the creator's.
pub(super) fn trust(item: &Item) -> Trust {
    if item.kind == Kind::Spotlight { Trust::Member } else { Trust::Creator }
}

fn toc(outline: &Outline) -> Vec<TocView> {
    let headings = outline.headings.iter().filter(|heading| matches!(heading.level, 2 | 3));
    let toc: Vec<_> = headings.map(details::toc_entry).collect();
    if toc.len() < TOC_LEAST { Vec::new() } else { toc }
}

fn audience(scene: &Scene<'_>, item: &Item) -> Vec<SegmentView> {
    item.segments.iter().filter_map(|segment| site::segment(scene, *segment)).collect()
}

fn tags(scene: &Scene<'_>, item: &Item) -> Vec<LinkView> {
    let link = |slug: &String| {
        let url = scene.local(scene.paths.tag.get(slug)?);
        Some(LinkView { title: scene.site.tags.get(slug).unwrap_or(slug).clone(), url })
    };
    item.tags.iter().filter_map(link).collect()
}

/// A file to download; nothing where it isn't published.
pub(super) fn download(scene: &Scene<'_>, asset: AssetId) -> Option<DownloadView> {
    let url = scene.local(scene.plan.assets.get(&asset)?);
    let file = scene.sources.asset(asset);
    let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_owned();
    Some(DownloadView { name, url, size: size_words(scene.theme.words(), file.len) })
}

fn size_words(words: &Words, bytes: u64) -> String {
    const KB: u64 = 1000;
    let say = |key: &str, number: String| words.say(key, &[("number", &words.digits(&number))]);
    match bytes {
        0..KB => say("size.b", bytes.to_string()),
        KB..1_000_000 => say("size.kb", bytes.div_ceil(KB).to_string()),
        _ => {
            let mark = words.get("number.decimal").unwrap_or(".");
            say("size.mb", format!("{}{mark}{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))
        }
    }
}

/// What the author calls related; for a question without any, others of its topic.
fn related(scene: &Scene<'_>, id: ItemId) -> Vec<ItemId> {
    let item = scene.site.item(id);
    let topic = cards::topic(item);
    if !item.related.is_empty() || topic.is_empty() {
        return item.related.iter().copied().filter(|other| scene.plan.is_on(scene.site, *other)).collect();
    }
    let questions = scene.plan.listings.get(&Kind::Faq).into_iter().flatten();
    let same = questions.filter(|other| **other != id && cards::topic(scene.site.item(**other)) == topic);
    same.take(NEIGHBOURS).copied().collect()
}

/// The items before and after in the series or the listing.
fn neighbours(scene: &Scene<'_>, id: ItemId) -> (Option<LinkView>, Option<LinkView>) {
    let list = paths::fellows(scene.plan, scene.site.item(id));
    let Some(&at) = scene.paths.places.get(&id) else { return (None, None) };
    let link = |at: usize| list.get(at).and_then(|other| cards::link(scene, *other));
    (at.checked_sub(1).and_then(link), link(at + 1))
}

/// Policies sell nothing, an offer's page sells itself, and a text that shows an offer has had its one.
fn page_offer(scene: &Scene<'_>, item: &Item) -> Option<super::view::OfferView> {
    match &item.detail {
        Detail::Offer(_) | Detail::Page(Page { policy: Some(_), .. }) => None,
        _ if offers::is_in(scene, &item.body) => None,
        _ => offers::fitting(scene, Readers { segments: &item.segments, phase: item.phase }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Words, size_words};

    #[test]
    fn sizes_are_words() {
        let german = [("size.b", "{number} B"), ("size.kb", "{number} KB"), ("size.mb", "{number} MB")];
        let german = Words::of("de", &[&german[..], &[("number.decimal", ",")]].concat());
        assert_eq!(size_words(&german, 999), "999 B");
        assert_eq!(size_words(&german, 11_100), "12 KB");
        assert_eq!(size_words(&german, 2_450_000), "2,4 MB");
    }
}
