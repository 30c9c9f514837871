//! What a kind adds to its pages: guides, series, questions, spotlights, events, tasks.

use super::scene::Scene;
use super::view::{
    AuthorView, EventView, FaqView, GuideView, LinkView, PartView, SeriesView, SpotlightView, TaskView, TocView,
};
use super::{cards, covers, dates, words};
use crate::markdown::Heading;
use crate::model::{AuthorId, Detail, Event, Guide, Item, ItemId, RecurringId, Spotlight, Task, Transcript};
use crate::plan::State;

/// Guide fields.
pub(super) fn guide(scene: &Scene<'_>, item: &Item, guide: &Guide) -> GuideView {
    let headings = item.body.outline.headings.iter().filter(|heading| guide.steps && heading.level == 2);
    GuideView {
        goal: guide.goal.clone(),
        tools: guide.tools.clone(),
        prerequisites: cards::cards(scene, &guide.prerequisites),
        steps: headings.map(toc_entry).collect(),
        faq: guide.faq.iter().filter_map(|id| faq(scene, *id)).collect(),
    }
}

/// An entry of a table of contents.
pub(super) fn toc_entry(heading: &Heading) -> TocView {
    TocView { id: heading.id.clone(), title: heading.text.clone(), level: heading.level }
}

/// Series fields; `current` is the part whose page it stands on.
pub(super) fn series(scene: &Scene<'_>, id: ItemId, current: ItemId) -> Option<SeriesView> {
    let item = scene.site.item(id);
    let Detail::Series(series) = &item.detail else { return None };
    let parts = scene.plan.series.get(&id).into_iter().flatten();
    Some(SeriesView {
        title: item.title.value.clone(),
        url: scene.item_url(id)?,
        promise: series.promise.clone(),
        outcome: series.outcome.clone(),
        parts: parts.filter_map(|part| part_view(scene, *part, current)).collect(),
    })
}

fn part_view(scene: &Scene<'_>, id: ItemId, current: ItemId) -> Option<PartView> {
    let Detail::Part(part) = &scene.site.item(id).detail else { return None };
    Some(PartView { number: part.number, card: cards::card(scene, id), current: id == current })
}

/// A question with its short answer, if readers can see it.
pub(super) fn faq(scene: &Scene<'_>, id: ItemId) -> Option<FaqView> {
    let item = scene.site.item(id);
    let Detail::Faq(faq) = &item.detail else { return None };
    Some(FaqView {
        anchor: format!("faq-{}", item.slug.value),
        url: scene.item_url(id)?,
        question: item.title.value.clone(),
        short: faq.short.clone(),
        body: String::new(),
        asked_count: faq.asked_count,
    })
}

/// Spotlight fields.
pub(super) fn spotlight(scene: &Scene<'_>, spotlight: &Spotlight) -> SpotlightView {
    let links = spotlight.links.iter();
    SpotlightView {
        name: spotlight.name.clone(),
        role: spotlight.role.clone(),
        joined: spotlight.joined.map(|date| dates::day(scene, date)),
        quote: spotlight.quote.clone(),
        did: spotlight.did.clone(),
        links: links.map(|(title, url)| LinkView { title: title.clone(), url: url.clone() }).collect(),
    }
}

/// Event fields.
pub(super) fn event(scene: &Scene<'_>, id: ItemId, event: &Event) -> EventView {
    EventView {
        starts: dates::moment(scene, event.starts),
        ends: event.ends.map(|instant| dates::end(scene, instant)),
        state: state(scene, id),
        place: place(scene, event).to_owned(),
        join: if event.public_access { event.join.clone() } else { String::new() },
        access: if event.public_access { "public" } else { "members" }.to_owned(),
        recording: event.recording.clone(),
        transcript: transcript(scene, event),
        reason: reason(event),
        questions: address(&event.questions),
        hosts: authors(scene, &event.hosts),
        rhythm: rhythm(scene, event.recurring),
        calendar: scene.paths.event_calendars.get(&id).map(|route| scene.local(route)).unwrap_or_default(),
    }
}

/// Where an event takes place; an event of a recurrence, where that does if it says nothing else.
pub(super) fn place<'a>(scene: &Scene<'a>, event: &'a Event) -> &'a str {
    let recurring = event.recurring.and_then(|id| scene.site.calendar.recurrings.get(id.index()));
    match recurring {
        Some(recurring) if event.place.is_empty() => &recurring.place,
        _ => &event.place,
    }
}

/// A transcript's address; empty without one.
pub(super) fn transcript(scene: &Scene<'_>, event: &Event) -> String {
    match &event.transcript {
        Some(Transcript::File(asset)) => {
            scene.plan.assets.get(asset).map(|route| scene.local(route)).unwrap_or_default()
        }
        Some(Transcript::Address(url)) => url.clone(),
        Some(Transcript::Reason(_)) | None => String::new(),
    }
}

/// Why there is no transcript of a recording; empty where there is one, or no recording.
fn reason(event: &Event) -> String {
    match &event.transcript {
        Some(Transcript::Reason(reason)) if !event.recording.is_empty() => reason.clone(),
        _ => String::new(),
    }
}

/// A recurrence in words; empty without one.
pub(super) fn rhythm(scene: &Scene<'_>, id: Option<RecurringId>) -> String {
    let recurring = id.and_then(|id| scene.site.calendar.recurrings.get(id.index()));
    recurring.map(|it| words::promise(scene, it.rule)).unwrap_or_default()
}

/// An e-mail address as a link; all else as it is.
fn address(text: &str) -> String {
    let is_mail = text.contains('@') && !text.contains(':') && !text.contains('/');
    if is_mail { format!("mailto:{text}") } else { text.to_owned() }
}

/// Prompt and challenge fields.
pub(super) fn task(scene: &Scene<'_>, id: ItemId, task: &Task) -> TaskView {
    let has_state = task.starts.is_some() || task.ends.is_some() || !task.results.is_empty();
    TaskView {
        task: task.task.clone(),
        share: task.share.clone(),
        results: task.results.clone(),
        reward: task.reward.clone(),
        starts: task.starts.map(|instant| dates::moment(scene, instant)),
        ends: task.ends.map(|instant| dates::end(scene, instant)),
        state: if has_state { state(scene, id) } else { String::new() },
    }
}

/// An item's state in time; empty if it has none.
pub(super) fn state(scene: &Scene<'_>, id: ItemId) -> String {
    scene.plan.states.get(&id).copied().map_or("", state_name).to_owned()
}

/// `coming`, `running`, `past`.
pub(super) fn state_name(state: State) -> &'static str {
    match state {
        State::Coming => "coming",
        State::Running => "running",
        State::Past => "past",
    }
}

/// Authors.
pub(super) fn authors(scene: &Scene<'_>, ids: &[AuthorId]) -> Vec<AuthorView> {
    ids.iter().filter_map(|id| author(scene, *id)).collect()
}

/// An author.
pub(super) fn author(scene: &Scene<'_>, id: AuthorId) -> Option<AuthorView> {
    let author = scene.site.settings.authors.get(id.index())?;
    Some(AuthorView {
        id: author.id.clone(),
        name: author.name.clone(),
        role: author.role.clone(),
        bio: author.bio.clone(),
        url: scene.paths.authors.get(&id).map(|route| scene.local(route)).unwrap_or_default(),
        website: author.url.clone(),
        image: author.image.and_then(|asset| cards::image(scene, asset, &author.name)),
        cover: covers::by_id(&format!("authors/{}", author.id)),
    })
}
