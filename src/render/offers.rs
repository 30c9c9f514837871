//! Offers: what one shows, and which one a page may show.

use super::outgoing::{self, Channel};
use super::scene::Scene;
use super::view::OfferView;
use super::{cards, dates, details, items};
use crate::model::{Body, Detail, EmbedTarget, ItemId, OfferRole};
use crate::plan::{self, Readers};

/// An offer, if the item is one and readers can see it.
pub(super) fn offer(scene: &Scene<'_>, id: ItemId) -> Option<OfferView> {
    let item = scene.site.item(id);
    let Detail::Offer(offer) = &item.detail else { return None };
    let url = scene.item_url(id)?;
    let state = scene.plan.states.get(&id).copied();
    let runs = scene.plan.is_running(id);
    let link = offer.link.filter(|_| runs).and_then(|link| outgoing::link(scene, link));
    let given = if runs && offer.role == OfferRole::Gift { item.downloads.as_slice() } else { &[] };
    let (terms, terms_url) = match &offer.terms {
        Ok(page) => cards::link(scene, *page).map(|link| (link.title, link.url)).unwrap_or_default(),
        Err(words) => (words.clone(), String::new()),
    };
    let moment = |instant: Option<_>| instant.map(|instant| dates::moment(scene, instant));
    Some(OfferView {
        title: item.title.value.clone(),
        url,
        description: item.summary().to_owned(),
        role: role(offer.role).to_owned(),
        price: offer.price.clone(),
        includes: offer.includes.clone(),
        link: link.map(|link| outgoing::url(scene, link, Channel::Page)).unwrap_or_default(),
        link_label: link.map(|link| link.label.clone()).unwrap_or_default(),
        rel: link.map(outgoing::rel).unwrap_or_default().to_owned(),
        disclosure: link.and_then(|link| outgoing::disclosure(scene, link)).unwrap_or_default(),
        files: given.iter().filter_map(|asset| items::download(scene, *asset)).collect(),
        terms,
        terms_url,
        policy: offer.policy.and_then(|page| scene.item_url(page)).unwrap_or_default(),
        starts: moment(offer.starts),
        ends: plan::offer_end(scene.site, item).map(|instant| dates::end(scene, instant)),
        state: state.map_or("", details::state_name).to_owned(),
    })
}

/// An offer, while it runs.
pub(super) fn running(scene: &Scene<'_>, id: ItemId) -> Option<OfferView> {
    offer(scene, id).filter(|_| scene.plan.is_running(id))
}

/// The one offer that a page for these readers may show.
pub(super) fn fitting(scene: &Scene<'_>, readers: Readers<'_>) -> Option<OfferView> {
    let best = plan::best(scene.site, scene.plan.offers.iter().copied(), readers)?;
    offer(scene, best)
}

/// Whether a text shows an offer itself.
pub(super) fn is_in(scene: &Scene<'_>, body: &Body) -> bool {
    let is_offer = |id: ItemId| matches!(&scene.site.item(id).detail, Detail::Offer(_));
    let shows =
        |target: &EmbedTarget| matches!(target, EmbedTarget::Item(id) if is_offer(*id) && scene.plan.is_running(*id));
    body.embeds.iter().any(shows)
}

fn role(role: OfferRole) -> &'static str {
    match role {
        OfferRole::Starter => "starter",
        OfferRole::Upgrade => "upgrade",
        OfferRole::Bundle => "bundle",
        OfferRole::Gift => "gift",
    }
}
