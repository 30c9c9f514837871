//! Offers: what one shows, and which one a page may show.

use super::outgoing::{self, Channel};
use super::scene::Scene;
use super::view::OfferView;
use super::{cards, dates, details};
use crate::model::{Detail, ItemId, OfferRole, SegmentId};
use crate::plan::State;

/// An offer, if the item is one and readers can see it.
pub(super) fn offer(scene: &Scene<'_>, id: ItemId) -> Option<OfferView> {
    let item = scene.site.item(id);
    let Detail::Offer(offer) = &item.detail else { return None };
    let url = scene.item_url(id)?;
    let state = scene.plan.states.get(&id).copied();
    let link = outgoing::link(scene, offer.link).filter(|_| state == Some(State::Running));
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
        disclosure: link.and_then(|link| outgoing::disclosure(scene, link)).unwrap_or_default(),
        terms,
        terms_url,
        policy: offer.policy.and_then(|page| scene.item_url(page)).unwrap_or_default(),
        starts: moment(offer.starts),
        ends: offer.ends.map(|instant| dates::end(scene, instant)),
        state: state.map_or("", details::state_name).to_owned(),
    })
}

/// The one offer that a page for these segments may show: the plan's first that fits.
pub(super) fn fitting(scene: &Scene<'_>, segments: &[SegmentId]) -> Option<OfferView> {
    let fits = |id: &&ItemId| {
        let wanted = &scene.site.item(**id).segments;
        segments.is_empty() || wanted.is_empty() || wanted.iter().any(|segment| segments.contains(segment))
    };
    scene.plan.offers.iter().find(fits).and_then(|id| offer(scene, *id))
}

fn role(role: OfferRole) -> &'static str {
    match role {
        OfferRole::Starter => "starter",
        OfferRole::Upgrade => "upgrade",
        OfferRole::Bundle => "bundle",
        OfferRole::Gift => "gift",
    }
}
