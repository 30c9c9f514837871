//! Items as templates see them, whole: guides, tracks, members, events, offers, issues.

use serde::Serialize;

use super::{
    AuthorView, CardView, DateView, DownloadView, InTrackView, LinkView, SegmentView, SourceView, TocView,
    UpdatedForView, VideoView,
};

/// A question and its short answer.
#[derive(Clone, Debug, Serialize)]
pub struct FaqView {
    /// Id for anchors.
    pub anchor: String,
    /// Path of the entry.
    pub url: String,
    /// The question.
    pub question: String,
    /// The plain answer.
    pub short: String,
    /// The whole answer, HTML; empty where only the short one is shown.
    pub body: String,
    /// Times it was asked, 0 if unknown.
    pub asked_count: u32,
}

/// An item whole: what every content page shows, whatever its kind.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// The card's fields.
    #[serde(flatten)]
    pub card: CardView,
    /// The body, HTML.
    pub body: String,
    /// Contents: H2 and H3; empty when there are fewer than three.
    pub toc: Vec<TocView>,
    /// Segments it is for; empty = everybody.
    pub audience: Vec<SegmentView>,
    /// Tags with their pages.
    pub tags: Vec<LinkView>,
    /// Authors.
    pub authors: Vec<AuthorView>,
    /// What to remember.
    pub takeaways: Vec<String>,
    /// Last change by the author's word.
    pub updated: Option<DateView>,
    /// "Updated for …": the period and what changed.
    pub updated_for: Option<UpdatedForView>,
    /// Sources.
    pub sources: Vec<SourceView>,
    /// By whom it is sponsored; empty if it isn't.
    pub sponsored: String,
    /// Downloads.
    pub downloads: Vec<DownloadView>,
    /// Related items.
    pub related: Vec<CardView>,
    /// Tracks it is a step of.
    pub in_tracks: Vec<InTrackView>,
    /// The item before it (series, listing); none on the first.
    pub previous: Option<LinkView>,
    /// What to read next; none on the last.
    pub next: Option<LinkView>,
    /// One offer at most that fits the item.
    pub offer: Option<OfferView>,
    /// "Ask about this": a link that carries the item's id; empty without support contact.
    pub ask: String,
}

/// Guide fields.
#[derive(Clone, Debug, Serialize)]
pub struct GuideView {
    /// What the reader can do afterwards; may be empty.
    pub goal: String,
    /// Tools.
    pub tools: Vec<String>,
    /// Read before.
    pub prerequisites: Vec<CardView>,
    /// Steps (its H2s); empty if it isn't a step-by-step guide.
    pub steps: Vec<TocView>,
    /// Questions answered below it.
    pub faq: Vec<FaqView>,
}

/// Series fields.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesView {
    /// Title of the series.
    pub title: String,
    /// Path.
    pub url: String,
    /// What it promises; may be empty.
    pub promise: String,
    /// What the reader has at the end; may be empty.
    pub outcome: String,
    /// Public parts in order.
    pub parts: Vec<PartView>,
}

/// One part in its series.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Number as the author counts.
    pub number: u32,
    /// Its card.
    #[serde(flatten)]
    pub card: CardView,
    /// Whether it is the page's own.
    pub current: bool,
}

/// Track fields.
#[derive(Clone, Debug, Serialize)]
pub struct TrackView {
    /// Content id, for progress.
    pub id: String,
    /// Title.
    pub title: String,
    /// Path.
    pub url: String,
    /// Who it is for.
    pub audience: String,
    /// Who it is not for; may be empty.
    pub not_for: String,
    /// What the reader has at the end; may be empty.
    pub outcome: String,
    /// Minutes of all steps.
    pub minutes: u32,
    /// The last step's day.
    pub days: u32,
    /// Steps in order.
    pub steps: Vec<StepView>,
    /// The track to go on with.
    pub next_track: Option<LinkView>,
}

/// One step of a track.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// From 1.
    pub number: u32,
    /// Day in the track, from 1.
    pub day: u32,
    /// Slug, stable, for progress.
    pub slug: String,
    /// Path of the step.
    pub url: String,
    /// Title of its item.
    pub title: String,
    /// Kind of its item.
    pub kind: String,
    /// Minutes; 0 if unknown.
    pub minutes: u32,
    /// Why it comes here; may be empty.
    pub why: String,
    /// May be left out by the reader.
    pub optional: bool,
    /// Whether it is the page's own.
    pub current: bool,
}

/// Spotlight fields.
#[derive(Clone, Debug, Serialize)]
pub struct SpotlightView {
    /// Name.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// Member since.
    pub joined: Option<DateView>,
    /// Quote; may be empty.
    pub quote: String,
    /// What they did.
    pub did: Vec<String>,
    /// Their links (`rel="ugc nofollow"`).
    pub links: Vec<LinkView>,
}

/// Event fields.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// Start.
    pub starts: DateView,
    /// End.
    pub ends: Option<DateView>,
    /// `coming`, `running` or `past`.
    pub state: String,
    /// Place; may be empty.
    pub place: String,
    /// Link to join, only where public; may be empty.
    pub join: String,
    /// `public` or `members`.
    pub access: String,
    /// Recording; may be empty.
    pub recording: String,
    /// Transcript; may be empty.
    pub transcript: String,
    /// Why there is no transcript of the recording; may be empty.
    pub reason: String,
    /// Where to hand in questions; may be empty.
    pub questions: String,
    /// Hosts.
    pub hosts: Vec<AuthorView>,
    /// The recurrence it belongs to, in words ("every first Thursday"); may be empty.
    pub rhythm: String,
    /// Path of its iCalendar file.
    pub calendar: String,
}

/// A date in a list: an event, or the next time of a recurrence.
#[derive(Clone, Debug, Serialize)]
pub struct HappeningView {
    /// Kind: `event`, or of a recurrence also `check-in`, `prompt`, `challenge`, `spotlight`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Path of its page; empty where only the recurrence promises it.
    pub url: String,
    /// Description; may be empty.
    pub description: String,
    /// Start.
    pub starts: DateView,
    /// End.
    pub ends: Option<DateView>,
    /// The times after it that have no page either.
    pub later: Vec<DateView>,
    /// `coming`, `running` or `past`.
    pub state: String,
    /// Place; may be empty.
    pub place: String,
    /// The recurrence it belongs to, in words; may be empty.
    pub rhythm: String,
    /// Recording; may be empty.
    pub recording: String,
    /// Transcript; may be empty.
    pub transcript: String,
}

/// The dates of `events.html`, and where to subscribe to them.
#[derive(Clone, Debug, Serialize)]
pub struct AgendaView {
    /// Running and coming: events, and on the first page the next times of what recurs; soonest first.
    pub coming: Vec<HappeningView>,
    /// Over, newest first.
    pub past: Vec<HappeningView>,
    /// Absolute URL of the iCalendar file of all dates; empty where there are none.
    pub calendar: String,
    /// The same for each recurrence.
    pub calendars: Vec<LinkView>,
}

/// Prompt and challenge fields.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// The task.
    pub task: String,
    /// Where and how to share; may be empty.
    pub share: String,
    /// What came of it; may be empty.
    pub results: String,
    /// What taking part earns; may be empty.
    pub reward: String,
    /// Opens.
    pub starts: Option<DateView>,
    /// Closes.
    pub ends: Option<DateView>,
    /// `coming`, `running`, `past`, or empty where neither dates nor results say.
    pub state: String,
}

/// An offer.
#[derive(Clone, Debug, Serialize)]
pub struct OfferView {
    /// Title.
    pub title: String,
    /// Path of its page.
    pub url: String,
    /// Description.
    pub description: String,
    /// `starter`, `upgrade`, `bundle`, `gift`.
    pub role: String,
    /// Price; may be empty.
    pub price: String,
    /// What is in it.
    pub includes: Vec<String>,
    /// Where to get it, with tracking for pages; empty before it starts, once it ended, and where a gift is files alone.
    pub link: String,
    /// Words on that link.
    pub link_label: String,
    /// What `rel` says of that link (`sponsored nofollow`); may be empty.
    pub rel: String,
    /// Disclosure, beside that link; may be empty.
    pub disclosure: String,
    /// Files that a gift gives, without anything asked; empty before it starts and once it ended.
    pub files: Vec<DownloadView>,
    /// Terms in words.
    pub terms: String,
    /// Terms page; empty if the terms are words.
    pub terms_url: String,
    /// Refund policy page; may be empty.
    pub policy: String,
    /// Starts.
    pub starts: Option<DateView>,
    /// Ends.
    pub ends: Option<DateView>,
    /// `coming`, `running`, `past`.
    pub state: String,
}

/// A newsletter issue.
#[derive(Clone, Debug, Serialize)]
pub struct IssueView {
    /// Subject; made of newsletter and date where `untitled`.
    pub subject: String,
    /// Whether nobody gave it a subject.
    pub untitled: bool,
    /// Path.
    pub url: String,
    /// Its date.
    pub date: DateView,
    /// Number as the creator counts; 0 without.
    pub number: u32,
    /// Preheader; may be empty.
    pub preheader: String,
    /// By whom it is sponsored; empty if it isn't.
    pub sponsored: String,
    /// The creator's letter, HTML; may be empty.
    pub letter: String,
    /// What it holds, picks first.
    pub members: Vec<CardView>,
    /// A line for each piece it held and that is no longer there; mostly empty.
    pub gone: Vec<String>,
    /// Spotlights of its month.
    pub spotlights: Vec<CardView>,
    /// Events of the coming fortnight.
    pub events: Vec<CardView>,
    /// One offer at most.
    pub offer: Option<OfferView>,
}

/// A newsletter.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// "every Wednesday".
    pub promise: String,
    /// Path of its archive.
    pub url: String,
    /// Absolute URL of its feed.
    pub feed: String,
    /// The next date, as promised.
    pub next: Option<DateView>,
    /// Issues, newest first.
    pub issues: Vec<IssueView>,
}

/// A reward tier.
#[derive(Clone, Debug, Serialize)]
pub struct TierView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What a member gets.
    pub gets: Vec<String>,
    /// How to get there.
    pub how: String,
    /// Price; may be empty.
    pub price: String,
    /// The offer that leads there, while it runs.
    pub offer: Option<OfferView>,
    /// The page of those who are there.
    pub members: Option<LinkView>,
}

/// A survey.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Form.
    pub url: String,
    /// Invitation; may be empty.
    pub text: String,
    /// `onboarding`, `day-7`, `day-30`, `day-60`, `refund`.
    pub moment: String,
}

/// Embeds: `embeds/faq.html` (`faq`), `embeds/offer.html` (`offer`), `embeds/member.html` (`card`, `spotlight`), `embeds/track.html`
/// (`track`), `embeds/event.html` (`card`, `event`), `embeds/signup.html`, `embeds/survey.html` (`survey`), `embeds/video.html` (`video`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct EmbedView {
    /// Unique in the page, for ids.
    pub id: String,
    /// FAQ.
    pub faq: Option<FaqView>,
    /// Offer.
    pub offer: Option<OfferView>,
    /// Card of the member or event.
    pub card: Option<CardView>,
    /// Member.
    pub spotlight: Option<SpotlightView>,
    /// Track.
    pub track: Option<TrackView>,
    /// Event.
    pub event: Option<EventView>,
    /// Survey.
    pub survey: Option<SurveyView>,
    /// Video.
    pub video: Option<VideoView>,
}
