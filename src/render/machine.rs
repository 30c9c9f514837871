//! Texts for machines: robots.txt, llms.txt, faq.json, build.json, security.txt.

use serde_json::json;

use super::cards;
use super::head::listing_title;
use super::scene::Scene;
use crate::model::Detail;
use crate::parse::Kind;
use crate::plan::{Audience, BUILD_VERSION};

/// Kinds that llms.txt lists, in order.
const KINDS: [Kind; 9] = [
    Kind::Track,
    Kind::Guide,
    Kind::Series,
    Kind::Faq,
    Kind::Event,
    Kind::Prompt,
    Kind::Challenge,
    Kind::Offer,
    Kind::Spotlight,
];

/// Everybody may read everything, but for previews.
pub(super) fn robots(scene: &Scene<'_>) -> String {
    if scene.is_preview() {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let sitemap = scene.paths.sitemap.as_ref().map(|route| format!("\nSitemap: {}\n", scene.absolute(route)));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}

/// What there is, by kind, with links and descriptions.
pub(super) fn llms(scene: &Scene<'_>) -> String {
    let settings = &scene.site.settings;
    let mut text = format!("# {}\n", line(&settings.title));
    let about = if settings.description.is_empty() { &settings.tagline } else { &settings.description };
    if !about.is_empty() {
        text.push_str(&format!("\n> {}\n", line(about)));
    }
    for kind in KINDS {
        let items = scene.plan.listings.get(&kind).map_or(&[][..], Vec::as_slice);
        let cards = cards::cards(scene, items);
        if cards.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {}\n\n", line(&listing_title(scene, kind))));
        for card in cards {
            let title = line(&card.title).replace('[', "(").replace(']', ")");
            let url = format!("{}{}", scene.base.origin, card.url);
            let about =
                if card.description.is_empty() { String::new() } else { format!(": {}", line(&card.description)) };
            text.push_str(&format!("- [{title}]({url}){about}\n"));
        }
    }
    text
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Questions with their short answers.
pub(super) fn faq_json(scene: &Scene<'_>) -> String {
    let questions = scene.plan.listings.get(&Kind::Faq).into_iter().flatten();
    let entry = |id: &crate::model::ItemId| {
        let item = scene.site.item(*id);
        let Detail::Faq(faq) = &item.detail else { return None };
        let url = scene.absolute(scene.plan.url(*id)?);
        Some(json!({ "question": item.title.value, "short": faq.short, "url": url, "topic": faq.topic }))
    };
    pretty(&json!(questions.filter_map(entry).collect::<Vec<_>>()))
}

/// The newest instant that is part of this build: the bytes hold until the next change.
pub(super) fn build_json(scene: &Scene<'_>) -> String {
    let zone = &scene.site.settings.zone;
    let last_change = scene.plan.last_change.map(|instant| zone.rfc3339(instant));
    pretty(&match scene.plan.audience {
        Audience::Public => json!({ "version": BUILD_VERSION, "last_change": last_change }),
        Audience::Preview => json!({ "version": BUILD_VERSION, "last_change": last_change, "preview": true }),
    })
}

/// RFC 9116.
pub(super) fn security_txt(scene: &Scene<'_>) -> String {
    let Some(security) = &scene.site.settings.security else { return String::new() };
    format!(
        "Contact: {}\nExpires: {}\nPreferred-Languages: {}\nCanonical: {}\n",
        security.contact,
        security.expires,
        scene.site.settings.language.value,
        scene.absolute("/.well-known/security.txt")
    )
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
