//! The registry of outgoing links: what each is, where it is used, and until when it leads anywhere.

use std::collections::BTreeMap;

use serde::Serialize;

use super::look::{Cut, Look, Place, Sign};
use super::words;
use crate::model::{Body, Detail, OutLink, OutLinkId, Target};

const MOST: usize = 200;
const USES: usize = 6;

#[derive(Serialize)]
pub(super) struct View {
    links: Cut<Row>,
    unused: usize,
}

#[derive(Serialize)]
struct Row {
    id: String,
    label: String,
    url: String,
    disclosure: Sign,
    sign: Sign,
    ends: String,
    utm: String,
    uses: Cut<Use>,
    place: Place,
}

#[derive(Clone, Serialize)]
struct Use {
    title: String,
    place: Place,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let mut uses = uses(look);
    let links = look.site().links.iter().enumerate();
    let mut rows: Vec<(u8, Row)> =
        links.map(|(at, link)| row(look, link, uses.remove(&OutLinkId::at(at)).unwrap_or_default())).collect();
    // What ends comes first, the rest stays as it is in the file.
    rows.sort_by_key(|(rank, _)| *rank);
    let unused = rows.iter().filter(|(_, row)| row.uses.rows.is_empty()).count();
    View { links: Cut::of(rows.into_iter().map(|(_, row)| row), MOST), unused }
}

/// Who uses each link.
fn uses(look: &Look<'_>) -> BTreeMap<OutLinkId, Vec<Use>> {
    let site = look.site();
    let mut uses: BTreeMap<OutLinkId, Vec<Use>> = BTreeMap::new();
    let in_body = |body: &Body| {
        let mut found: Vec<OutLinkId> = body.targets.iter().filter_map(registered).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    for (_, item) in site.iter().filter(|(_, item)| !item.is_withdrawn()) {
        let offered = match &item.detail {
            Detail::Offer(offer) => offer.link,
            _ => None,
        };
        let mut links = in_body(&item.body);
        links.extend(offered.filter(|link| !links.contains(link)));
        for link in links {
            let own = Use { title: item.title.value.clone(), place: look.place(item.span) };
            uses.entry(link).or_default().push(own);
        }
    }
    for (kind, listing) in &site.listings {
        for link in in_body(&listing.body) {
            let title = format!("the list of {}", kind.noun(2));
            uses.entry(link).or_default().push(Use { title, place: look.place(listing.body.span) });
        }
    }
    uses
}

fn registered(target: &Target) -> Option<OutLinkId> {
    match target {
        Target::Registry(link) => Some(*link),
        _ => None,
    }
}

fn row(look: &Look<'_>, link: &OutLink, uses: Vec<Use>) -> (u8, Row) {
    let now = look.moment.now;
    let (rank, sign) = match link.ends {
        Some(at) if at <= now => (0, Sign { shape: "over", word: "ended" }),
        Some(at) if at <= now.plus_days(30) => (1, Sign { shape: "late", word: "ends soon" }),
        Some(_) => (2, Sign { shape: "ready", word: "ends" }),
        None => (3, Sign { shape: "public", word: "no end" }),
    };
    let last = link.ends.map(|at| look.zone().date_of(at.plus_seconds(-1)));
    let row = Row {
        id: link.id.value.clone(),
        label: link.label.clone(),
        url: link.url.clone(),
        disclosure: disclosure(&link.disclosure),
        sign,
        ends: last.map(|day| format!("{}, {}", look.day(day), words::away(look.today(), day))).unwrap_or_default(),
        utm: link.utm.as_ref().map(|(source, campaign)| format!("{source} / {campaign}")).unwrap_or_default(),
        uses: Cut::of(uses, USES),
        place: look.place(link.id.span),
    };
    (rank, row)
}

fn disclosure(word: &str) -> Sign {
    match word {
        "affiliate" => Sign { shape: "paid", word: "affiliate" },
        "sponsored" => Sign { shape: "paid", word: "sponsored" },
        "own" => Sign { shape: "own", word: "own" },
        _ => Sign { shape: "none", word: "none" },
    }
}
