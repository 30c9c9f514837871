//! The pages: the fields that each template gets beside `site` and `page`.

use serde::Serialize;

use super::{
    AgendaView, AuthorView, CardView, DateView, EventView, FaqView, GroupView, GuideView, HappeningView, IssueView,
    ItemView, LinkView, NewsletterView, OfferView, PaginationView, SegmentView, SeriesView, SpotlightView, StepView,
    SurveyView, TaskView, TierView, TrackView,
};

/// A question of the quiz.
#[derive(Clone, Debug, Serialize)]
pub struct QuizView {
    /// The question.
    pub question: String,
    /// Answers, each with the track it speaks for.
    pub answers: Vec<QuizAnswerView>,
}

/// An answer of the quiz.
#[derive(Clone, Debug, Serialize)]
pub struct QuizAnswerView {
    /// Words.
    pub text: String,
    /// The track.
    pub track: LinkView,
}

/// `home.html`.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// One for each segment: where it starts and its newest cards.
    pub segments: Vec<HomeSegmentView>,
    /// Tracks.
    pub tracks: Vec<TrackView>,
    /// The newest pieces of all kinds; while they are few, also those without a date.
    pub latest: Vec<CardView>,
    /// Series.
    pub series: Vec<CardView>,
    /// Spotlights, newest first.
    pub spotlights: Vec<CardView>,
    /// Coming events.
    pub events: Vec<CardView>,
    /// The next dates, soonest first: coming events, and the next times of what recurs.
    pub coming: Vec<HappeningView>,
    /// Running prompt or challenge.
    pub tasks: Vec<CardView>,
    /// Newest issues of the first newsletter.
    pub issues: Vec<IssueView>,
    /// One offer at most.
    pub offer: Option<OfferView>,
    /// Most asked questions.
    pub faq: Vec<FaqView>,
}

/// A segment's part of the home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeSegmentView {
    /// The segment.
    pub segment: SegmentView,
    /// Pieces for it, newest first: its own, then those for everybody.
    pub cards: Vec<CardView>,
}

/// `start.html`.
#[derive(Clone, Debug, Serialize)]
pub struct StartPage {
    /// The quiz; may be empty.
    pub quiz: Vec<QuizView>,
    /// Tracks.
    pub tracks: Vec<TrackView>,
    /// Segments.
    pub segments: Vec<SegmentView>,
}

/// `preferences.html`: what a reader's own device keeps.
#[derive(Clone, Debug, Serialize)]
pub struct PreferencesPage {
    /// Segments by axis; a reader chooses one an axis at most.
    pub axes: Vec<AxisView>,
    /// Tracks.
    pub tracks: Vec<TrackView>,
    /// Feeds for everybody: of all that is new, and of each newsletter.
    pub feeds: Vec<LinkView>,
}

/// `search.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// Path of the script that reads the index (`pagefind.js`); empty where there is nothing to search, and in a preview.
    pub index: String,
    /// Kinds to filter by, in words as the index has them.
    pub kinds: Vec<String>,
    /// Segments to filter by, in words as the index has them.
    pub segments: Vec<String>,
    /// Levels to filter by, in words as the index has them.
    pub levels: Vec<String>,
    /// Lists to look through instead.
    pub lists: Vec<LinkView>,
    /// The questions, if there are any: on one page, for the browser's own search.
    pub faq: Option<LinkView>,
}

/// An axis of segments.
#[derive(Clone, Debug, Serialize)]
pub struct AxisView {
    /// Id.
    pub id: String,
    /// In words: `axis.level` of the language file, else the id.
    pub title: String,
    /// Its segments, in the order of hub.toml.
    pub segments: Vec<ChoiceView>,
}

/// A segment to choose.
#[derive(Clone, Debug, Serialize)]
pub struct ChoiceView {
    /// The segment.
    pub segment: SegmentView,
    /// Feeds that fit it.
    pub feeds: Vec<LinkView>,
}

/// `listing.html`, and `faq.html`, `spotlights.html`, `events.html` for their kinds; also tags, authors and `/tags/`.
#[derive(Clone, Debug, Serialize)]
pub struct ListingPage {
    /// Kind of the items (`guide` …), empty where mixed.
    pub kind: String,
    /// Introduction from `_index.md`, HTML; may be empty.
    pub intro: String,
    /// Cards, in groups: one group without title, or by topic (faq), by state (events, prompts, challenges), by kind (tags, authors), by tag (`/tags/`).
    pub groups: Vec<GroupView>,
    /// Dates, for `events.html`.
    pub agenda: Option<AgendaView>,
    /// Position in a long listing.
    pub pagination: PaginationView,
    /// For an author's page.
    pub author: Option<AuthorView>,
}

/// `segment.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentPage {
    /// The segment.
    pub segment: SegmentView,
    /// Tracks for it.
    pub tracks: Vec<TrackView>,
    /// Cards by kind.
    pub groups: Vec<GroupView>,
    /// One offer at most.
    pub offer: Option<OfferView>,
}

/// `step.html`: the item in a track, with `item` and the fields of its kind.
#[derive(Clone, Debug, Serialize)]
pub struct StepPage {
    /// The track.
    pub track: TrackView,
    /// This step.
    pub step: StepView,
    /// The step before.
    pub previous: Option<StepView>,
    /// The step after.
    pub next: Option<StepView>,
}

/// Content pages (`guide.html`, `series.html`, `part.html`, `faq-entry.html`, `track.html`, `spotlight.html`, `event.html`,
/// `prompt.html`, `challenge.html`, `offer.html`, `page.html`, `step.html`): `item` and what its kind adds; the rest is null.
#[derive(Clone, Debug, Serialize)]
pub struct ItemPage {
    /// The item.
    pub item: ItemView,
    /// Guide fields.
    pub guide: Option<GuideView>,
    /// Series (also on its parts).
    pub series: Option<SeriesView>,
    /// FAQ: the entry and its neighbours by topic.
    pub faq: Option<FaqView>,
    /// Track.
    pub track: Option<TrackView>,
    /// Spotlight.
    pub spotlight: Option<SpotlightView>,
    /// Event.
    pub event: Option<EventView>,
    /// Prompt or challenge.
    pub task: Option<TaskView>,
    /// Offer.
    pub offer: Option<OfferView>,
    /// Page: from when a policy holds.
    pub effective: Option<DateView>,
    /// On `step.html`: the place in the track.
    pub step: Option<StepPage>,
    /// The survey that fits: on the refund policy, and at the end of a track's day on which one is due.
    pub survey: Option<SurveyView>,
}

/// `newsletter.html`.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterPage {
    /// The newsletter.
    pub newsletter: NewsletterView,
}

/// `newsletter-state.html`: where the mail provider sends people.
#[derive(Clone, Debug, Serialize)]
pub struct NewsletterStatePage {
    /// `check-inbox`, `confirmed`, `already`, `unsubscribed`.
    pub state: String,
    /// What happened, in a sentence.
    pub text: String,
    /// What is good to know now, a sentence or two each.
    pub help: Vec<String>,
    /// Where to go from here, the likeliest first.
    pub links: Vec<LinkView>,
}

/// `issue.html`.
#[derive(Clone, Debug, Serialize)]
pub struct IssuePage {
    /// Its newsletter (without issues).
    pub newsletter: NewsletterView,
    /// The issue.
    pub issue: IssueView,
    /// The issue before.
    pub previous: Option<LinkView>,
    /// The issue after.
    pub next: Option<LinkView>,
    /// Support address that carries the issue's id; may be empty.
    pub ask: String,
}

/// `rewards.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RewardsPage {
    /// Tiers, in the author's order.
    pub tiers: Vec<TierView>,
    /// Refund policies and terms, to be read before anything is bought.
    pub policies: Vec<LinkView>,
    /// Spotlights, as proof.
    pub spotlights: Vec<CardView>,
}

/// `answered.html`: support questions that became pages.
#[derive(Clone, Debug, Serialize)]
pub struct AnsweredPage {
    /// Each answering item.
    pub cards: Vec<CardView>,
}

/// `upcoming.html`.
#[derive(Clone, Debug, Serialize)]
pub struct UpcomingPage {
    /// Coming events.
    pub events: Vec<CardView>,
    /// Coming events and the next times of what recurs, soonest first.
    pub coming: Vec<HappeningView>,
    /// Next newsletter dates.
    pub newsletters: Vec<NewsletterView>,
}

/// `404.html`: URLs in it are absolute paths.
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundPage {
    /// Where to go instead.
    pub links: Vec<LinkView>,
}

/// `redirect.html`.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectPage {
    /// Absolute URL.
    pub target: String,
}
