//! Who names whom: links and embeds in texts, lists in front matter, the calendar, hub.toml.

use crate::model::{Body, Detail, EmbedTarget, Item, ItemId, Site, Target};
use crate::plan::Plan;

/// How an entry names what it waits for.
pub(super) const WAITS: &str = "waits for it";

/// One piece named by another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The other end: a content id, or the place that is no piece (`hub.toml`).
    pub other: String,
    /// In which ways, in words: `text`, `related` …
    pub ways: Vec<&'static str>,
}

/// What names the piece, by id; what stands in hub.toml and in introductions last.
pub(super) fn of(site: &Site, plan: &Plan, id: ItemId) -> Vec<Mention> {
    let pieces = site.iter().filter(|(other, _)| *other != id).filter_map(|(other, item)| {
        let mut ways: Vec<&str> =
            named_by(site, plan, other, item).into_iter().filter(|(to, _)| *to == id).map(|(_, way)| way).collect();
        ways.sort_unstable();
        ways.dedup();
        (!ways.is_empty()).then(|| Mention { other: item.id.clone(), ways })
    });
    let intros = site.listings.iter().filter(|(_, listing)| named_in(plan, &listing.body).contains(&(id, "text")));
    let intros = intros.map(|(kind, _)| Mention { other: format!("{}/_index.md", kind.folder()), ways: vec!["text"] });
    let settings = settings(site, id);
    let settings = (!settings.is_empty()).then(|| Mention { other: "hub.toml".to_owned(), ways: settings });
    pieces.chain(intros).chain(settings).collect()
}

/// The pieces that a piece names, and how.
pub(super) fn named_by(site: &Site, plan: &Plan, id: ItemId, item: &Item) -> Vec<(ItemId, &'static str)> {
    let mut named = named_in(plan, &item.body);
    let mut add = |ids: &[ItemId], way| named.extend(ids.iter().map(|id| (*id, way)));
    add(&item.related, "related");
    match &item.detail {
        Detail::Guide(guide) => {
            add(&guide.prerequisites, "prerequisites");
            add(&guide.faq, "faq");
        }
        Detail::Track(track) => {
            let steps: Vec<ItemId> = track.steps.iter().map(|step| step.item).collect();
            add(&steps, "step");
            add(track.next_track.as_slice(), "next track");
        }
        Detail::Offer(offer) => {
            add(offer.terms.as_ref().ok().map_or(&[], std::slice::from_ref), "terms");
            add(offer.policy.as_slice(), "refund policy");
        }
        Detail::Issue(letter) => {
            let picks: Vec<ItemId> = letter.picks.iter().map(|pick| pick.value).collect();
            add(&picks, "picks");
        }
        _ => {}
    }
    if let Some(entry) = site.schedule(id).entry.and_then(|entry| site.calendar.entries.get(entry.index())) {
        add(&entry.after, WAITS);
    }
    named
}

fn named_in(plan: &Plan, body: &Body) -> Vec<(ItemId, &'static str)> {
    let at = |path: &str| {
        let is =
            |url: &String| url.trim_end_matches('/') == path.split('?').next().unwrap_or(path).trim_end_matches('/');
        plan.urls.iter().position(is).map(ItemId::at)
    };
    let links = body.targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some((*id, "text")),
        Target::Site(path, _) => Some((at(path)?, "text")),
        _ => None,
    });
    let embeds = body.embeds.iter().filter_map(|embed| match embed {
        EmbedTarget::Item(id) => Some((*id, "embed")),
        _ => None,
    });
    links.chain(embeds).collect()
}

fn settings(site: &Site, id: ItemId) -> Vec<&'static str> {
    let is_start = site.settings.segments.iter().any(|segment| segment.track == Some(id));
    let is_answer = site.settings.quiz.iter().any(|question| question.answers.iter().any(|(_, track)| *track == id));
    [(is_start, "segment"), (is_answer, "quiz")].into_iter().filter(|(is, _)| *is).map(|(_, way)| way).collect()
}
