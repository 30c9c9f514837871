//! Lists of items: of a kind, a tag, an author, a segment, and the index of tags.

use super::draft::{Draft, Rendered};
use super::head::{self, Head};
use super::home::{first, listing as items_of};
use super::scene::{Scene, small};
use super::view::{CardView, GroupView, LinkView, ListingPage, PaginationView, SegmentPage};
use super::{agenda, body, cards, details, offers, site, structured, tracks};
use crate::diagnostic::Diagnostic;
use crate::markdown::Trust;
use crate::model::{AuthorId, ItemId, SegmentId};
use crate::parse::Kind;
use crate::plan::{Readers, Route, Slice, State};

/// Newest cards of each tag in the index.
const PER_TAG: usize = 3;
/// Cards of each kind on a segment's page.
const PER_KIND: usize = 6;
/// Kinds on a segment's page; tracks stand first, as tracks.
const SEGMENT_KINDS: [Kind; 9] = [
    Kind::Guide,
    Kind::Series,
    Kind::Part,
    Kind::Faq,
    Kind::Event,
    Kind::Prompt,
    Kind::Challenge,
    Kind::Spotlight,
    Kind::Offer,
];

/// Kinds on pages that mix them, in this order; all others follow.
const MIXED_KINDS: [Kind; 4] = [Kind::Guide, Kind::Series, Kind::Part, Kind::Track];

/// A page of a kind's listing.
pub(super) fn listing(scene: &Scene<'_>, route: &Route, kind: Kind, slice: &Slice) -> Result<Rendered, Diagnostic> {
    let all = items_of(scene, kind);
    let shown = all.get(slice.start..slice.end).unwrap_or(&[]);
    let own = scene.site.listings.get(&kind);
    let intro = match own.filter(|_| slice.number == 1) {
        Some(own) => body::on_page(scene, &own.body, Trust::Creator)?,
        None => String::new(),
    };
    let cards = cards::cards(scene, shown);
    let agenda = (kind == Kind::Event).then(|| agenda::of_listing(scene, shown, slice));
    let page = Head {
        kind: template_kind(kind),
        description: own
            .map(|own| own.description.clone())
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| scene.word(&format!("listing.{}.description", kind.name()))),
        breadcrumbs: above(scene, kind, slice),
        number: slice.number,
        structured: match (&agenda, kind) {
            (Some(agenda), _) => structured::happenings(scene, &agenda.coming, &scene.absolute(&route.path)),
            (None, Kind::Faq) => structured::questions(&cards),
            _ => Vec::new(),
        },
        ..Head::titled(head::listing_title(scene, kind))
    };
    let groups = match kind {
        Kind::Faq => by_topic(cards),
        Kind::Event => by_state(scene, shown, "events"),
        Kind::Prompt | Kind::Challenge => by_state(scene, shown, "tasks"),
        _ => one_group(cards),
    };
    let bodies = vec![intro.clone()];
    let pagination = pagination(scene, &first_path(&route.path, slice), slice, all.len());
    let fields = ListingPage { kind: kind.name().to_owned(), intro, groups, agenda, pagination, author: None };
    Draft { template: template(kind), page: page.view(scene, route), fields, bodies }.draw(scene, route)
}

/// A later page of a listing stands below its first.
fn above(scene: &Scene<'_>, kind: Kind, slice: &Slice) -> Vec<LinkView> {
    head::below_listing(scene, kind).take(if slice.number == 1 { 1 } else { 2 }).collect()
}

fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Faq => "faq.html",
        Kind::Spotlight => "spotlights.html",
        Kind::Event => "events.html",
        _ => "listing.html",
    }
}

fn template_kind(kind: Kind) -> &'static str {
    template(kind).trim_end_matches(".html")
}

fn one_group(cards: Vec<CardView>) -> Vec<GroupView> {
    if cards.is_empty() { Vec::new() } else { vec![group("", "", cards)] }
}

fn group(anchor: &str, title: &str, cards: Vec<CardView>) -> GroupView {
    let count = small(cards.len());
    GroupView { anchor: anchor.to_owned(), title: title.to_owned(), url: String::new(), count, cards }
}

/// What is read first, then what is asked, met and done; a single kind needs no heading.
fn by_kind(scene: &Scene<'_>, cards: Vec<CardView>) -> Vec<GroupView> {
    let mut kinds = MIXED_KINDS.to_vec();
    kinds.extend(Kind::ALL.into_iter().filter(|kind| !MIXED_KINDS.contains(kind)));
    let of = |kind: Kind| cards.iter().filter(|card| card.kind == kind.name()).cloned().collect::<Vec<_>>();
    let groups = kinds.into_iter().map(|kind| (kind, of(kind))).filter(|(_, cards)| !cards.is_empty());
    let named = |(kind, cards): (Kind, Vec<CardView>)| {
        group(&format!("kind-{}", kind.name()), &scene.word(&format!("kinds.{}", kind.name())), cards)
    };
    let groups: Vec<GroupView> = groups.map(named).collect();
    if groups.len() == 1 { one_group(cards) } else { groups }
}

/// Topics in the order in which they come up; questions without one at the end.
fn by_topic(cards: Vec<CardView>) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    for card in cards {
        match groups.iter_mut().find(|group| group.title == card.topic) {
            Some(group) => {
                group.count += 1;
                group.cards.push(card);
            }
            None => {
                let anchor = format!("topic-{}", groups.len() + 1);
                groups.push(group(&anchor, &card.topic.clone(), vec![card]));
            }
        }
    }
    groups.sort_by_key(|group| group.title.is_empty());
    groups
}

fn by_state(scene: &Scene<'_>, items: &[ItemId], words: &str) -> Vec<GroupView> {
    let of = |state: State| {
        let same = items.iter().filter(|id| scene.plan.states.get(id).copied().unwrap_or(State::Past) == state);
        let name = details::state_name(state);
        let cards = cards::cards(scene, &same.copied().collect::<Vec<_>>());
        group(name, &scene.word(&format!("{words}.{name}")), cards)
    };
    let groups = [State::Running, State::Coming, State::Past].map(of);
    groups.into_iter().filter(|group| !group.cards.is_empty()).collect()
}

/// The path of a listing's first page.
fn first_path(path: &str, slice: &Slice) -> String {
    path.strip_suffix(&format!("page/{}/", slice.number)).unwrap_or(path).to_owned()
}

fn pagination(scene: &Scene<'_>, first: &str, slice: &Slice, items: usize) -> PaginationView {
    let url = |number: usize| match number {
        1 => scene.local(first),
        _ => scene.local(&format!("{first}page/{number}/")),
    };
    PaginationView {
        number: small(slice.number),
        pages: small(slice.pages),
        items: small(items),
        previous: (slice.number > 1).then(|| url(slice.number - 1)),
        next: (slice.number < slice.pages).then(|| url(slice.number + 1)),
        urls: (1..=slice.pages).map(url).collect(),
    }
}

/// All of a list on one page.
fn whole(items: usize) -> Slice {
    Slice { number: 1, pages: 1, start: 0, end: items }
}

/// A page of a tag's listing.
pub(super) fn tag(scene: &Scene<'_>, route: &Route, tag: &str, slice: &Slice) -> Result<Rendered, Diagnostic> {
    let all = scene.plan.tags.get(tag).map_or(&[][..], Vec::as_slice);
    let title = scene.site.tags.get(tag).map_or(tag, String::as_str);
    let index = scene.paths.tags.as_ref();
    let index = index.map(|route| LinkView { title: scene.word("title.tags"), url: scene.local(route) });
    let page = Head {
        kind: "listing",
        number: slice.number,
        description: scene.say("tag.description", &[("tag", title)]),
        breadcrumbs: std::iter::once(head::home(scene)).chain(index).collect(),
        ..Head::titled(scene.say("tag.title", &[("tag", title)]))
    };
    let fields = ListingPage {
        kind: String::new(),
        intro: String::new(),
        groups: by_kind(scene, cards::cards(scene, all.get(slice.start..slice.end).unwrap_or(&[]))),
        agenda: None,
        pagination: pagination(scene, &first_path(&route.path, slice), slice, all.len()),
        author: None,
    };
    Draft { template: "listing.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

/// All tags, each with its newest.
pub(super) fn tags(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let of_tag = |(slug, items): (&String, &Vec<ItemId>)| {
        let title = scene.site.tags.get(slug).unwrap_or(slug).clone();
        let url = scene.paths.tag.get(slug).map(|route| scene.local(route)).unwrap_or_default();
        let cards = cards::cards(scene, first(items, PER_TAG));
        GroupView { url, count: small(items.len()), ..group(&format!("tag-{slug}"), &title, cards) }
    };
    let groups: Vec<_> = scene.plan.tags.iter().filter(|(_, items)| !items.is_empty()).map(of_tag).collect();
    let page = Head {
        kind: "listing",
        description: scene.word("tags.description"),
        breadcrumbs: vec![head::home(scene)],
        ..Head::titled(scene.word("title.tags"))
    };
    let pagination = pagination(scene, &route.path, &whole(groups.len()), groups.len());
    let fields =
        ListingPage { kind: String::new(), intro: String::new(), groups, agenda: None, pagination, author: None };
    Draft { template: "listing.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

/// An author's page.
pub(super) fn author(scene: &Scene<'_>, route: &Route, id: AuthorId) -> Result<Rendered, Diagnostic> {
    let items = scene.plan.authors.get(&id).map_or(&[][..], Vec::as_slice);
    let author = details::author(scene, id);
    let name = author.as_ref().map(|author| author.name.clone()).unwrap_or_default();
    let page = Head {
        kind: "listing",
        description: author
            .as_ref()
            .map(|author| author.bio.clone())
            .filter(|bio| !bio.is_empty())
            .unwrap_or_else(|| scene.say("author.description", &[("author", &name)])),
        breadcrumbs: vec![head::home(scene)],
        og_type: "profile",
        structured: author.iter().map(|author| structured::person(scene, author)).collect(),
        ..Head::titled(scene.say("author.title", &[("author", &name)]))
    };
    let fields = ListingPage {
        kind: String::new(),
        intro: String::new(),
        groups: by_kind(scene, cards::cards(scene, items)),
        agenda: None,
        pagination: pagination(scene, &route.path, &whole(items.len()), items.len()),
        author,
    };
    Draft { template: "listing.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

/// A segment's landing page.
pub(super) fn segment(scene: &Scene<'_>, route: &Route, id: SegmentId) -> Result<Rendered, Diagnostic> {
    let Some(segment) = site::segment(scene, id) else { return Ok(Rendered::text(String::new())) };
    let items = scene.plan.segments.get(&id).map_or(&[][..], Vec::as_slice);
    let about = if segment.description.is_empty() { &segment.audience } else { &segment.description };
    let page = Head {
        kind: "segment",
        description: about.clone(),
        breadcrumbs: vec![head::home(scene)],
        ..Head::titled(scene.say("segment.title", &[("segment", &segment.title)]))
    };
    let fields = SegmentPage {
        tracks: tracks::tracks(scene, &of_kind(scene, items, Kind::Track)),
        groups: SEGMENT_KINDS.iter().filter_map(|kind| segment_group(scene, items, *kind)).collect(),
        offer: offers::fitting(scene, Readers { segments: &[id], phase: None }),
        segment,
    };
    Draft { template: "segment.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

fn of_kind(scene: &Scene<'_>, items: &[ItemId], kind: Kind) -> Vec<ItemId> {
    items.iter().filter(|id| scene.site.item(**id).kind == kind).copied().collect()
}

fn segment_group(scene: &Scene<'_>, items: &[ItemId], kind: Kind) -> Option<GroupView> {
    let all = of_kind(scene, items, kind);
    let cards = cards::cards(scene, first(&all, PER_KIND));
    let url = scene.paths.listings.get(&kind).map(|route| scene.local(route)).unwrap_or_default();
    let title = scene.word(&format!("kinds.{}", kind.name()));
    let count = small(all.len());
    (!cards.is_empty()).then(|| GroupView { url, count, ..group(&format!("kind-{}", kind.name()), &title, cards) })
}
