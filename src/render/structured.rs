//! JSON-LD: what the page says, for machines. Nothing is in it that isn't on the page.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::head;
use super::scene::Scene;
use super::view::{
    AuthorView, CardView, EventView, HappeningView, IssueView, ItemPage, LinkView, SpotlightView, TrackView,
};
use crate::model::{Detail, Event, ItemId};
use crate::parse::Kind;
use crate::theme::escape_json;

/// All of a page as the text of a script element; `page` is its title and absolute URL. Empty if there is nothing to say.
pub(super) fn script(scene: &Scene<'_>, objects: Vec<Value>, breadcrumbs: &[LinkView], page: (&str, &str)) -> String {
    if objects.is_empty() && breadcrumbs.is_empty() {
        return String::new();
    }
    let way = (!breadcrumbs.is_empty()).then(|| breadcrumb_list(scene, breadcrumbs, page));
    let document = Document { context: "https://schema.org", graph: (objects, way) };
    escape_json(&serde_json::to_string(&document).expect("texts and numbers are JSON"))
}

/// What every page has is written without a value between: there are as many as pages.
#[derive(Serialize)]
struct Document<'d> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph", serialize_with = "one_list")]
    graph: (Vec<Value>, Option<BreadcrumbList<'d>>),
}

#[derive(Serialize)]
struct BreadcrumbList<'d> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    list: Vec<ListItem<'d>>,
}

#[derive(Serialize)]
struct ListItem<'d> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'d str,
    item: String,
}

/// The breadcrumbs stand last.
fn one_list<S: Serializer>(
    (objects, way): &(Vec<Value>, Option<BreadcrumbList<'_>>),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(objects.len() + usize::from(way.is_some())))?;
    objects.iter().try_for_each(|object| list.serialize_element(object))?;
    way.iter().try_for_each(|way| list.serialize_element(way))?;
    list.end()
}

fn breadcrumb_list<'d>(
    scene: &Scene<'_>,
    breadcrumbs: &'d [LinkView],
    (title, url): (&'d str, &str),
) -> BreadcrumbList<'d> {
    let above = breadcrumbs.iter().map(|link| (link.title.as_str(), whole(scene, &link.url)));
    let entries = above.chain(std::iter::once((title, url.to_owned()))).enumerate();
    let item = |(at, (name, item))| ListItem { kind: "ListItem", position: at + 1, name, item };
    BreadcrumbList { kind: "BreadcrumbList", list: entries.map(item).collect() }
}

/// A path of a view as an absolute URL.
pub(super) fn whole(scene: &Scene<'_>, path: &str) -> String {
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
    if let Some(image) = &author.image {
        set(&mut person, "image", json!(whole(scene, &image.url)));
    }
    if !author.website.is_empty() {
        set(&mut person, "sameAs", json!([author.website]));
    }
    profile(person)
}

/// A member's page: it exists only with their consent, and says no more here than it shows.
fn member(scene: &Scene<'_>, url: &str, page: &ItemPage, spotlight: &SpotlightView) -> Value {
    let mut person = json!({ "@type": "Person", "name": spotlight.name, "url": url });
    put(&mut person, "description", &spotlight.role);
    if let Some(image) = &page.item.card.image {
        set(&mut person, "image", json!(whole(scene, &image.url)));
    }
    if !spotlight.links.is_empty() {
        let links: Vec<_> = spotlight.links.iter().map(|link| &link.url).collect();
        set(&mut person, "sameAs", json!(links));
    }
    profile(person)
}

fn profile(person: Value) -> Value {
    json!({ "@type": "ProfilePage", "mainEntity": person })
}

/// What an item's page is about; `url` is its absolute URL.
pub(super) fn item(scene: &Scene<'_>, id: ItemId, url: &str, page: &ItemPage) -> Vec<Value> {
    let object = match &scene.site.item(id).detail {
        Detail::Part(_) => Some(article(scene, id, url, page)),
        Detail::Guide(guide) if guide.steps => Some(how_to(scene, id, url, page)),
        Detail::Guide(_) => Some(article(scene, id, url, page)),
        Detail::Series(_) => page.series.as_ref().map(|_| series(scene, url, page)),
        Detail::Event(source) => page.event.as_ref().and_then(|it| event(scene, url, page, (source, it))),
        Detail::Track(_) => page.track.as_ref().map(|it| course(scene, url, page, it)),
        Detail::Spotlight(_) => page.spotlight.as_ref().map(|it| member(scene, url, page, it)),
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
        .map(|step| json!({ "@type": "HowToStep", "text": step.title, "url": format!("{url}#{}", step.id) }))
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

/// A series with its public parts.
fn series(scene: &Scene<'_>, url: &str, page: &ItemPage) -> Value {
    let mut series = json!({ "@type": "CreativeWorkSeries", "name": page.item.card.title, "url": url });
    put(&mut series, "description", &page.item.card.description);
    let parts = page.series.iter().flat_map(|series| &series.parts);
    let part = |card: &CardView| json!({ "@type": "Article", "headline": card.title, "url": whole(scene, &card.url) });
    set(&mut series, "hasPart", parts.map(|it| part(&it.card)).collect());
    series
}

/// An event; none where nothing says where it is: that is what a search engine shows first.
fn event(scene: &Scene<'_>, url: &str, page: &ItemPage, (source, event): (&Event, &EventView)) -> Option<Value> {
    let mut object = json!({
        "@type": "Event",
        "name": page.item.card.title,
        "url": url,
        "startDate": event.starts.iso,
        "eventStatus": "https://schema.org/EventScheduled",
        "location": location(scene, &event.place, (&event.join, url))?,
        "organizer": publisher(scene),
    });
    put(&mut object, "description", &page.item.card.description);
    put(&mut object, "eventAttendanceMode", attendance(scene, &event.place, !source.join.is_empty()));
    if let Some(ends) = &event.ends {
        set(&mut object, "endDate", json!(ends.iso));
    }
    if let Some(image) = &page.item.card.image {
        set(&mut object, "image", json!(whole(scene, &image.url)));
    }
    Some(object)
}

/// Where one comes to: a place, or an address; without a public one, the event's page.
fn location(scene: &Scene<'_>, place: &str, (join, page): (&str, &str)) -> Option<Value> {
    let link = if join.is_empty() { page } else { join };
    match is_online(scene, place) {
        true => Some(json!({ "@type": "VirtualLocation", "name": place, "url": link })),
        false if !place.is_empty() => Some(json!({ "@type": "Place", "name": place, "address": place })),
        false => (!join.is_empty()).then(|| json!({ "@type": "VirtualLocation", "url": join })),
    }
}

/// Whether one comes online or to a place, where that is certain: words after "Online" may name a place too.
fn attendance(scene: &Scene<'_>, place: &str, has_link: bool) -> &'static str {
    let is_word = place.eq_ignore_ascii_case(&scene.word("place.online"));
    match (is_word || place.is_empty(), is_online(scene, place), has_link) {
        (true, _, _) => "https://schema.org/OnlineEventAttendanceMode",
        (false, true, _) => "",
        (false, false, true) => "https://schema.org/MixedEventAttendanceMode",
        (false, false, false) => "https://schema.org/OfflineEventAttendanceMode",
    }
}

/// Whether a place begins with the language's word for "Online".
fn is_online(scene: &Scene<'_>, place: &str) -> bool {
    let (place, word) = (place.to_lowercase(), scene.word("place.online").to_lowercase());
    place.strip_prefix(&word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The next times of what recurs and has no page of its own; what has one says it there.
pub(super) fn happenings(scene: &Scene<'_>, happenings: &[HappeningView], url: &str) -> Vec<Value> {
    let recurring = happenings.iter().filter(|one| one.url.is_empty());
    recurring.flat_map(|one| times(scene, one, url)).collect()
}

fn times(scene: &Scene<'_>, one: &HappeningView, url: &str) -> Vec<Value> {
    let Some(location) = location(scene, &one.place, ("", url)) else { return Vec::new() };
    let event = |starts: &str| {
        json!({
            "@type": "Event",
            "name": one.title,
            "startDate": starts,
            "eventStatus": "https://schema.org/EventScheduled",
            "location": location,
            "organizer": publisher(scene),
        })
    };
    let mut next = event(&one.starts.iso);
    if let Some(ends) = &one.ends {
        set(&mut next, "endDate", json!(ends.iso));
    }
    std::iter::once(next).chain(one.later.iter().map(|date| event(&date.iso))).collect()
}

/// A track: read online, at any time, and as long as the page says.
fn course(scene: &Scene<'_>, url: &str, page: &ItemPage, track: &TrackView) -> Value {
    let mut course = json!({ "@type": "Course", "name": track.title, "url": url, "provider": publisher(scene) });
    let texts = [&page.item.card.description, &track.outcome, &track.audience, &track.title];
    put(&mut course, "description", texts.into_iter().find(|text| !text.is_empty()).map_or("", String::as_str));
    set(&mut course, "inLanguage", json!(scene.site.settings.language.value));
    let steps: Vec<_> = track
        .steps
        .iter()
        .map(|step| json!({ "@type": "LearningResource", "name": step.title, "url": whole(scene, &step.url) }))
        .collect();
    set(&mut course, "hasPart", json!(steps));
    if track.minutes > 0 {
        let workload = format!("PT{}M", track.minutes);
        let instance = json!({ "@type": "CourseInstance", "courseMode": "Online", "courseWorkload": workload });
        set(&mut course, "hasCourseInstance", instance);
    }
    course
}

/// An issue of a newsletter.
pub(super) fn issue(scene: &Scene<'_>, issue: &IssueView, url: &str) -> Value {
    let mut article = json!({
        "@type": "Article",
        "headline": issue.subject,
        "url": url,
        "datePublished": issue.date.iso,
        "inLanguage": scene.site.settings.language.value,
        "publisher": publisher(scene),
    });
    put(&mut article, "description", &issue.preheader);
    article
}

fn publisher(scene: &Scene<'_>) -> Value {
    let mut organization =
        json!({ "@type": "Organization", "name": scene.site.settings.title, "url": scene.absolute("/") });
    let icon = scene.paths.favicon.as_ref().and_then(|(asset, _)| head::social_image(scene, *asset, ""));
    if let Some(icon) = icon {
        set(&mut organization, "logo", json!(icon.url));
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
