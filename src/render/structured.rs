//! JSON-LD: what the page says, for machines. Nothing is in it that isn't on the page.

use serde_json::{Value, json};

use super::scene::Scene;
use super::view::{AuthorView, CardView, EventView, ItemPage, LinkView, TrackView};
use super::{dates, head};
use crate::model::{Detail, ItemId};
use crate::parse::Kind;
use crate::theme::escape_json;

/// All of a page as the text of a script element; `page` is its title and absolute URL. Empty if there is nothing to say.
pub(super) fn script(scene: &Scene<'_>, objects: Vec<Value>, breadcrumbs: &[LinkView], page: (&str, &str)) -> String {
    let mut graph = objects;
    if !breadcrumbs.is_empty() {
        graph.push(breadcrumb_list(scene, breadcrumbs, page));
    }
    if graph.is_empty() {
        return String::new();
    }
    escape_json(&json!({ "@context": "https://schema.org", "@graph": graph }).to_string())
}

fn breadcrumb_list(scene: &Scene<'_>, breadcrumbs: &[LinkView], (title, url): (&str, &str)) -> Value {
    let above = breadcrumbs.iter().map(|link| (link.title.as_str(), whole(scene, &link.url)));
    let entries = above.chain(std::iter::once((title, url.to_owned()))).enumerate();
    let list: Vec<_> = entries
        .map(|(at, (name, item))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item }))
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": list })
}

/// A path of a view as an absolute URL.
fn whole(scene: &Scene<'_>, path: &str) -> String {
    if path.starts_with('/') { format!("{}{path}", scene.base.origin) } else { path.to_owned() }
}

/// The home page: the site, and who is behind it.
pub(super) fn home(scene: &Scene<'_>) -> Vec<Value> {
    let settings = &scene.site.settings;
    let url = scene.absolute("/");
    let mut site =
        json!({ "@type": "WebSite", "name": settings.title, "url": url, "inLanguage": settings.language.value });
    put(&mut site, "description", &settings.description);
    let mut organization = publisher(scene);
    if !settings.profiles.is_empty() {
        set(&mut organization, "sameAs", json!(settings.profiles));
    }
    vec![site, organization]
}

/// Questions with the answers that stand beside them.
pub(super) fn questions(cards: &[CardView]) -> Vec<Value> {
    let question = |card: &CardView| {
        let answer = json!({ "@type": "Answer", "text": card.teaser });
        json!({ "@type": "Question", "name": card.title, "acceptedAnswer": answer })
    };
    let list: Vec<_> = cards.iter().filter(|card| !card.teaser.is_empty()).map(question).collect();
    if list.is_empty() { Vec::new() } else { vec![json!({ "@type": "FAQPage", "mainEntity": list })] }
}

/// An author's name and page: what an article says of them.
fn byline(scene: &Scene<'_>, author: &AuthorView) -> Value {
    let mut person = json!({ "@type": "Person", "name": author.name });
    if !author.url.is_empty() {
        set(&mut person, "url", json!(whole(scene, &author.url)));
    }
    person
}

/// An author's page.
pub(super) fn person(scene: &Scene<'_>, author: &AuthorView) -> Value {
    let mut person = byline(scene, author);
    put(&mut person, "jobTitle", &author.role);
    put(&mut person, "description", &author.bio);
    if !author.website.is_empty() {
        set(&mut person, "sameAs", json!([author.website]));
    }
    person
}

/// What an item's page is about; `url` is its absolute URL.
pub(super) fn item(scene: &Scene<'_>, id: ItemId, url: &str, page: &ItemPage) -> Vec<Value> {
    let object = match &scene.site.item(id).detail {
        Detail::Part(_) => Some(article(scene, id, url, page)),
        Detail::Guide(guide) if guide.steps => Some(how_to(scene, id, url, page)),
        Detail::Guide(_) => Some(article(scene, id, url, page)),
        Detail::Event(_) => page.event.as_ref().map(|it| event(scene, url, page, it)),
        Detail::Track(_) => page.track.as_ref().map(|it| course(scene, url, page, it)),
        _ => None,
    };
    object.into_iter().collect()
}

fn article(scene: &Scene<'_>, id: ItemId, url: &str, page: &ItemPage) -> Value {
    let mut article = json!({ "@type": "Article", "headline": page.item.card.title, "url": url });
    describe(scene, id, page, &mut article);
    article
}

fn how_to(scene: &Scene<'_>, id: ItemId, url: &str, page: &ItemPage) -> Value {
    let mut how_to = json!({ "@type": "HowTo", "name": page.item.card.title, "url": url });
    describe(scene, id, page, &mut how_to);
    let Some(guide) = &page.guide else { return how_to };
    let steps = guide.steps.iter();
    let steps: Vec<_> = steps
        .map(|step| json!({ "@type": "HowToStep", "name": step.title, "url": format!("{url}#{}", step.id) }))
        .collect();
    set(&mut how_to, "step", json!(steps));
    if !guide.tools.is_empty() {
        let tools: Vec<_> = guide.tools.iter().map(|tool| json!({ "@type": "HowToTool", "name": tool })).collect();
        set(&mut how_to, "tool", json!(tools));
    }
    if page.item.card.minutes > 0 {
        set(&mut how_to, "totalTime", json!(format!("PT{}M", page.item.card.minutes)));
    }
    how_to
}

/// What articles and instructions have in common.
fn describe(scene: &Scene<'_>, id: ItemId, page: &ItemPage, object: &mut Value) {
    let card = &page.item.card;
    put(object, "description", &card.description);
    set(object, "inLanguage", json!(scene.site.settings.language.value));
    if let Some(date) = &card.date {
        set(object, "datePublished", json!(date.iso));
    }
    if let Some(date) = &page.item.updated {
        set(object, "dateModified", json!(date.iso));
    }
    if let Some(image) = &card.image {
        set(object, "image", json!(whole(scene, &image.url)));
    }
    if !page.item.authors.is_empty() {
        let people: Vec<_> = page.item.authors.iter().map(|author| byline(scene, author)).collect();
        set(object, "author", json!(people));
    }
    set(object, "publisher", publisher(scene));
    if let (Kind::Part, Some(series)) = (scene.site.item(id).kind, &page.series) {
        let series = json!({ "@type": "CreativeWorkSeries", "name": series.title, "url": whole(scene, &series.url) });
        set(object, "isPartOf", series);
    }
}

fn event(scene: &Scene<'_>, url: &str, page: &ItemPage, event: &EventView) -> Value {
    let mut object = json!({
        "@type": "Event",
        "name": page.item.card.title,
        "url": url,
        "startDate": event.starts.iso,
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": publisher(scene),
    });
    put(&mut object, "description", &page.item.card.description);
    if let Some(ends) = &event.ends {
        set(&mut object, "endDate", json!(ends.iso));
    }
    if !event.join.is_empty() {
        set(&mut object, "location", json!({ "@type": "VirtualLocation", "url": event.join }));
    } else if !event.place.is_empty() {
        set(&mut object, "location", json!({ "@type": "Place", "name": event.place }));
    }
    object
}

fn course(scene: &Scene<'_>, url: &str, page: &ItemPage, track: &TrackView) -> Value {
    let mut course = json!({ "@type": "Course", "name": track.title, "url": url, "provider": publisher(scene) });
    put(&mut course, "description", &page.item.card.description);
    let steps: Vec<_> = track
        .steps
        .iter()
        .map(|step| json!({ "@type": "LearningResource", "name": step.title, "url": whole(scene, &step.url) }))
        .collect();
    set(&mut course, "hasPart", json!(steps));
    course
}

/// An issue of a newsletter.
pub(super) fn issue(scene: &Scene<'_>, subject: &str, url: &str, sent: crate::model::time::Instant) -> Value {
    let date = dates::moment(scene, sent).iso;
    json!({ "@type": "Article", "headline": subject, "url": url, "datePublished": date, "publisher": publisher(scene) })
}

fn publisher(scene: &Scene<'_>) -> Value {
    let mut organization =
        json!({ "@type": "Organization", "name": scene.site.settings.title, "url": scene.absolute("/") });
    let icon = scene.paths.favicon.as_ref().and_then(|(asset, _)| head::social_image(scene, *asset));
    if let Some(icon) = icon {
        set(&mut organization, "logo", json!(icon));
    }
    organization
}

fn put(object: &mut Value, key: &str, text: &str) {
    if !text.is_empty() {
        set(object, key, json!(text));
    }
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}
