//! `links`: the registry of outgoing links, and which page answers a click or a purchase.

use std::collections::BTreeSet;

use super::events::{AFTER_PURCHASE, after_purchase, is_running, sold_by};
use super::{Cell, Table, World};
use crate::model::{Body, Detail, OfferRole, OutLink, OutLinkId, Target};
use crate::parse::Kind;

const COLUMNS: &[&str] = &[
    "id",
    "label",
    "url",
    "url_page",
    "url_email",
    "disclosure",
    "ends",
    "used_on",
    "offers",
    "clicked_not_bought",
    "bought_day_1",
    "bought_day_7",
    "bought_day_21",
    "bought_day_30",
];

/// A row for each link that leads somewhere and that a public page uses, in the order of links.toml.
pub fn links(world: World<'_>) -> Table {
    let links = world.site.links.iter().enumerate().map(|(at, link)| (OutLinkId::at(at), link));
    let lasting = links.filter(|(_, link)| link.ends.is_none_or(|ends| ends > world.now));
    let rows = lasting.filter_map(|(id, link)| {
        let used_on = used_on(world, id);
        (!used_on.is_empty()).then(|| row(world, (id, link), used_on))
    });
    Table { columns: COLUMNS, rows: rows.collect() }
}

fn row(world: World<'_>, (id, link): (OutLinkId, &OutLink), used_on: BTreeSet<String>) -> Vec<Cell> {
    let settings = &world.site.settings;
    let offers: Vec<_> = sold_by(world, id).collect();
    let running = offers.iter().filter(|(offer, _)| is_running(world, *offer));
    let mut row = vec![
        Cell::text(world.link_id(id)),
        Cell::text(&link.label),
        Cell::text(&link.url),
        Cell::Text(link.tracked(&settings.guid_host, "web")),
        Cell::Text(link.tracked(&settings.guid_host, "email")),
        Cell::text(&link.disclosure),
        Cell::Text(link.ends.map_or_else(String::new, |ends| settings.zone.rfc3339(ends))),
        Cell::List(used_on.into_iter().collect()),
        Cell::List(offers.iter().map(|(_, item)| item.id.clone()).collect()),
        Cell::List(running.filter_map(|(offer, _)| world.url(*offer)).collect()),
    ];
    // A gift isn't bought.
    let sold =
        offers.iter().filter(|(_, item)| !matches!(&item.detail, Detail::Offer(it) if it.role == OfferRole::Gift));
    let sold: Vec<_> = sold.map(|(_, item)| *item).collect();
    row.extend(AFTER_PURCHASE.map(|day| {
        let urls: BTreeSet<String> = sold.iter().flat_map(|offer| after_purchase(world, offer, day)).collect();
        Cell::List(urls.into_iter().collect())
    }));
    row
}

/// Addresses of the pages that use a link: in their text, or as an offer.
fn used_on(world: World<'_>, link: OutLinkId) -> BTreeSet<String> {
    let uses = |body: &Body| body.targets.contains(&Target::Registry(link));
    let offers = |detail: &Detail| matches!(detail, Detail::Offer(offer) if offer.link == Some(link));
    let items = world.site.iter().filter(|(_, item)| uses(&item.body) || offers(&item.detail));
    let listings = world.site.listings.iter().filter(|(_, listing)| uses(&listing.body));
    let listings = listings.map(|(kind, _)| world.absolute(&listing_path(*kind)));
    items.filter_map(|(id, _)| world.url(id)).chain(listings).collect()
}

fn listing_path(kind: Kind) -> String {
    format!("/{}/", kind.folder())
}
