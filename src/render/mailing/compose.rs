//! What an issue says in mail, before it is HTML or text: every address absolute, every word final.

use super::super::outgoing::{self, Channel};
use super::super::view::CardView;
use super::super::{body, cards, dates, letters};
use crate::diagnostic::Diagnostic;
use crate::markdown::Trust;
use crate::model::{Detail, ItemId};
use crate::plan::Issue;
use crate::render::Scene;

/// An issue in words.
pub(super) struct Letter {
    pub(super) subject: String,
    /// What an inbox shows beside the subject.
    pub(super) preheader: String,
    /// The newsletter's title.
    pub(super) newsletter: String,
    pub(super) date: String,
    /// Its page.
    pub(super) url: String,
    /// All issues.
    pub(super) archive: String,
    /// Who paid for it, in words; may be empty.
    pub(super) sponsored: String,
    /// The creator's letter, HTML for mail; may be empty.
    pub(super) body: String,
    pub(super) sections: Vec<Section>,
    /// A line for each piece that is gone.
    pub(super) gone: Vec<String>,
    pub(super) offer: Option<Offer>,
}

/// Entries below a heading.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
}

/// A piece, a member or an event. All texts may be empty but the title.
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) url: String,
    /// What it is, above the title.
    pub(super) label: String,
    /// A member's words.
    pub(super) quote: String,
    pub(super) text: String,
    pub(super) picture: Option<Picture>,
}

/// A picture that mail programs draw.
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) alt: String,
    /// As it is shown.
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The one offer.
pub(super) struct Offer {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) text: String,
    /// Until when, and for how much.
    pub(super) facts: String,
    /// Words on the button; empty where the link has ended.
    pub(super) button: String,
    pub(super) target: String,
    /// `affiliate link`.
    pub(super) disclosure: String,
}

/// Columns of pixels that a picture may take.
pub(super) const PICTURE_WIDTH: u32 = 520;

/// Composes an issue.
pub(super) fn letter(scene: &Scene<'_>, issue: &Issue) -> Result<Letter, Diagnostic> {
    let view = letters::line(scene, issue);
    let url = scene.absolute(&issue.url);
    let body = match letters::letter_body(scene, issue) {
        Some(letter) => body::in_mail(scene, letter, Trust::Creator, &url)?,
        None => String::new(),
    };
    let newsletter = scene.site.calendar.newsletters.get(issue.newsletter.index());
    let archive = scene.paths.newsletters.get(&issue.newsletter).map_or("/", String::as_str);
    let held =
        [("issue.members", &issue.members), ("issue.spotlights", &issue.spotlights), ("issue.events", &issue.events)];
    let sections = held.into_iter().map(|(key, ids)| section(scene, key, ids));
    Ok(Letter {
        preheader: preheader(&view.preheader, &view.members),
        subject: view.subject,
        newsletter: newsletter.map(|it| it.title.clone()).unwrap_or_default(),
        date: dates::moment(scene, issue.sent).text,
        url,
        archive: scene.absolute(archive),
        sponsored: sponsored(scene, &view.sponsored),
        body,
        sections: sections.filter(|section| !section.entries.is_empty()).collect(),
        gone: letters::gone(scene, issue),
        offer: issue.offer.and_then(|id| offer(scene, id)),
    })
}

fn sponsored(scene: &Scene<'_>, name: &str) -> String {
    if name.is_empty() { String::new() } else { scene.say("mail.sponsored", &[("name", name)]) }
}

/// The creator's, else what it holds.
fn preheader(own: &str, members: &[CardView]) -> String {
    if own.is_empty() {
        members.iter().take(3).map(|card| card.title.as_str()).collect::<Vec<_>>().join(" · ")
    } else {
        own.to_owned()
    }
}

fn section(scene: &Scene<'_>, key: &str, ids: &[ItemId]) -> Section {
    let public = ids.iter().filter(|id| scene.plan.is_public(**id));
    Section { title: scene.word(key), entries: public.map(|id| entry(scene, *id)).collect() }
}

fn entry(scene: &Scene<'_>, id: ItemId) -> Entry {
    let card = cards::card(scene, id);
    let is_event = card.kind == "event";
    let is_spotlight = card.kind == "spotlight";
    let minutes = if card.minutes > 0 {
        scene.count("fact.minutes", usize::try_from(card.minutes).unwrap_or(0))
    } else {
        String::new()
    };
    let sponsored = sponsored(scene, &scene.site.item(id).sponsored);
    let label = match card.kind.as_str() {
        "event" => card.fact.clone(),
        "spotlight" => card.byline.clone(),
        _ => [sponsored, card.byline.clone(), minutes]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    };
    Entry {
        url: absolute(scene, &card.url),
        label,
        quote: if is_spotlight { card.teaser.clone() } else { String::new() },
        text: if card.description.is_empty() && !is_event && !is_spotlight {
            card.teaser.clone()
        } else {
            card.description.clone()
        },
        picture: if is_event { None } else { picture(scene, &card) },
        title: card.title,
    }
}

/// `path` is a view's, with the base path.
fn absolute(scene: &Scene<'_>, path: &str) -> String {
    format!("{}{path}", scene.base.origin)
}

/// Few mail programs draw SVG, WebP or AVIF.
fn picture(scene: &Scene<'_>, card: &CardView) -> Option<Picture> {
    let image = card.image.as_ref()?;
    let ending = image.url.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    if !matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif") || image.width == 0 {
        return None;
    }
    let width = image.width.min(PICTURE_WIDTH);
    let height = u64::from(image.height) * u64::from(width) / u64::from(image.width);
    let height = u32::try_from(height).unwrap_or(u32::MAX);
    Some(Picture { url: absolute(scene, &image.url), alt: image.alt.clone(), width, height })
}

fn offer(scene: &Scene<'_>, id: ItemId) -> Option<Offer> {
    let item = scene.site.item(id);
    let Detail::Offer(offer) = &item.detail else { return None };
    let card = cards::card(scene, id);
    let link = offer.link.and_then(|link| outgoing::link(scene, link));
    let facts = [card.teaser.as_str(), card.fact.as_str()];
    Some(Offer {
        title: item.title.value.clone(),
        url: absolute(scene, &scene.item_url(id)?),
        text: item.summary().to_owned(),
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · "),
        button: link.map(|link| link.label.clone()).unwrap_or_default(),
        target: link.map(|link| outgoing::url(scene, link, Channel::Mail)).unwrap_or_default(),
        disclosure: link.and_then(|link| outgoing::disclosure(scene, link)).unwrap_or_default(),
    })
}
