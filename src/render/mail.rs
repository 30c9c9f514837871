//! What a piece or an issue says where there is no page around it: in feeds, and in the mail made from them.
//!
//! Absolute URLs only, and nothing that mail programs refuse: all of it goes through `markdown::sanitize`.

use super::mailing::harmless;
use super::outgoing::{self, Channel};
use super::scene::Scene;
use super::view::CardView;
use super::{body, cards, dates, items, letters};
use crate::diagnostic::Diagnostic;
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::markdown::{Trust, sanitize};
use crate::model::{Detail, Item, ItemId};
use crate::plan::Issue;

/// A text as HTML, and the part of it that is an author's body.
pub(super) struct Content {
    /// All of it.
    pub(super) html: String,
    /// The body, as it stands in `html`.
    pub(super) body: String,
}

/// A whole piece; `address` is the absolute URL of its page.
pub(super) fn piece(scene: &Scene<'_>, id: ItemId, address: &str) -> Result<Content, Diagnostic> {
    let item = scene.site.item(id);
    // Providers make mail of feeds, too.
    let body = harmless(&body::in_mail(scene, &item.body, items::trust(item), address)?);
    let before = sanitize::mail(
        &format!("{}{}{}", sponsor(scene, &item.sponsored), picture(scene, item), lead(scene, id)),
        address,
    );
    Ok(Content { html: format!("{}{body}", harmless(&before)), body })
}

/// Who paid for a text, said before it begins.
fn sponsor(scene: &Scene<'_>, name: &str) -> String {
    if name.is_empty() { String::new() } else { paragraph("em", &scene.say("mail.sponsored", &[("name", name)])) }
}

fn picture(scene: &Scene<'_>, item: &Item) -> String {
    let Some(image) = cards::lead_image(item) else { return String::new() };
    let Some(route) = scene.plan.assets.get(&image.asset) else { return String::new() };
    let size = scene.sources.asset(image.asset).size;
    let size = size.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\"")).unwrap_or_default();
    let (url, alt) = (escape_attribute(&scene.absolute(route)), escape_attribute(&image.alt));
    format!("<p><img src=\"{url}\" alt=\"{alt}\"{size}></p>\n")
}

/// What a page shows between title and text, by kind.
fn lead(scene: &Scene<'_>, id: ItemId) -> String {
    match &scene.site.item(id).detail {
        Detail::Faq(faq) => paragraph("strong", &faq.short),
        Detail::Spotlight(it) if !it.quote.is_empty() => {
            format!("<blockquote>{}</blockquote>\n", paragraph("", &it.quote))
        }
        Detail::Event(event) => {
            let when = dates::moment(scene, event.starts);
            let values = [("weekday", &when.weekday), ("date", &when.text), ("time", &when.time), ("zone", &when.zone)];
            let values = values.map(|(name, value)| (name, value.as_str()));
            format!("{}{}", paragraph("strong", &scene.say("date.moment", &values)), paragraph("", &event.place))
        }
        Detail::Prompt(task) | Detail::Challenge(task) => paragraph("strong", &task.task),
        Detail::Guide(guide) => paragraph("", &guide.goal),
        Detail::Series(series) => paragraph("", &series.promise),
        Detail::Track(track) => paragraph("", &track.audience),
        _ => String::new(),
    }
}

fn paragraph(mark: &str, text: &str) -> String {
    let text = escape_text(text);
    match (text.as_str(), mark) {
        ("", _) => String::new(),
        (_, "") => format!("<p>{text}</p>\n"),
        _ => format!("<p><{mark}>{text}</{mark}></p>\n"),
    }
}

/// An issue: the letter, what it holds, people, dates, one offer. `address` is the absolute URL of its page.
pub(super) fn issue(scene: &Scene<'_>, issue: &Issue, address: &str) -> Result<Content, Diagnostic> {
    let body = match letters::letter_body(scene, issue) {
        Some(letter) => harmless(&body::in_mail(scene, letter, Trust::Creator, address)?),
        None => String::new(),
    };
    let mut after = String::new();
    let sections =
        [("issue.members", &issue.members), ("issue.spotlights", &issue.spotlights), ("issue.events", &issue.events)];
    for (key, ids) in sections {
        section(scene, key, &cards::cards(scene, ids), &mut after);
    }
    for line in letters::gone(scene, issue) {
        after.push_str(&paragraph("em", &line));
    }
    if let Some(offer) = issue.offer {
        after.push_str(&offer_html(scene, offer));
    }
    let before = sanitize::mail(&sponsor(scene, letters::sponsor(scene, issue)), address);
    let after = harmless(&sanitize::mail(&after, address));
    Ok(Content { html: format!("{before}{body}{after}"), body })
}

fn section(scene: &Scene<'_>, key: &str, cards: &[CardView], html: &mut String) {
    if cards.is_empty() {
        return;
    }
    html.push_str(&format!("<h2>{}</h2>\n", escape_text(&scene.word(key))));
    for card in cards {
        html.push_str(&heading(scene, &card.url, &card.title));
        let when = if card.kind == "event" { card.fact.as_str() } else { "" };
        html.push_str(&paragraph("strong", when));
        let quote = if card.kind == "spotlight" { card.teaser.as_str() } else { "" };
        if !quote.is_empty() {
            html.push_str(&format!("<blockquote>{}</blockquote>\n", paragraph("", quote)));
        }
        html.push_str(&paragraph("", &card.description));
    }
}

/// `path` is a view's, with the base path.
fn heading(scene: &Scene<'_>, path: &str, title: &str) -> String {
    let url = escape_attribute(&format!("{}{path}", scene.base.origin));
    format!("<h3><a href=\"{url}\">{}</a></h3>\n", escape_text(title))
}

fn offer_html(scene: &Scene<'_>, id: ItemId) -> String {
    let item = scene.site.item(id);
    let (Detail::Offer(offer), Some(path)) = (&item.detail, scene.item_url(id)) else { return String::new() };
    let mut html = format!("<hr>\n{}", heading(scene, &path, &item.title.value));
    html.push_str(&paragraph("", item.summary()));
    let Some(link) = offer.link.and_then(|link| outgoing::link(scene, link)) else { return html };
    let url = escape_attribute(&outgoing::url(scene, link, Channel::Mail));
    let rel = outgoing::rel(link);
    let rel = if rel.is_empty() { String::new() } else { format!(" rel=\"{rel}\"") };
    let note = outgoing::disclosure(scene, link).map(|note| format!(" ({})", escape_text(&note))).unwrap_or_default();
    html.push_str(&format!("<p><a href=\"{url}\"{rel}>{}</a>{note}</p>\n", escape_text(&link.label)));
    html
}
