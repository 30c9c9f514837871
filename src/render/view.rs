//! What a theme may see: the only types of hub that serialize into templates.
//!
//! A template receives `site` ([`SiteView`]), `page` ([`PageView`]) and the fields of one `*Page` struct below, complete:
//! it never fetches. URLs in views are ready to print: paths with the base path (`/hub/guides/x/`), absolute where a
//! field says so. Strings are plain text unless a field says HTML. Lists are in the order they are shown in.
//! `themes/README.md` documents the same fields for theme authors; a test holds the two together.

use std::collections::BTreeMap;

use serde::Serialize;

/// The whole site, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Its title.
    pub title: String,
    /// A line under the title; may be empty.
    pub tagline: String,
    /// One or two sentences; may be empty.
    pub description: String,
    /// BCP 47 language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Absolute URL of the home page, with a slash at the end.
    pub base_url: String,
    /// Path of the home page (`/` or `/hub/`).
    pub home: String,
    /// URL of the stylesheet bundle.
    pub css: String,
    /// URL of the script bundle, if the theme has one.
    pub js: Option<String>,
    /// URL of the favicon, if the site has `static/favicon.svg` or `.ico`.
    pub favicon: Option<String>,
    /// The theme's inline boot script (its hash is in the policy); empty if it has none.
    pub boot: String,
    /// The policy for hosts without header files, for a `<meta http-equiv>`.
    pub policy: String,
    /// Main navigation: only what exists.
    pub nav: Vec<LinkView>,
    /// Footer: policy pages, feeds, rewards, what this device keeps.
    pub footer: Vec<LinkView>,
    /// Segments, in the order of hub.toml.
    pub segments: Vec<SegmentView>,
    /// Support contact.
    pub support: Option<SupportView>,
    /// Newsletter sign-up.
    pub signup: Option<SignupView>,
    /// Absolute URLs of the creator elsewhere.
    pub profiles: Vec<String>,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Words.
    pub title: String,
    /// Target.
    pub url: String,
}

/// One page's frame.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// Path of this page.
    pub url: String,
    /// Absolute URL that search engines shall index.
    pub canonical: String,
    /// Template's kind: `home`, `start`, `listing`, `guide`, `step` …
    pub kind: String,
    /// URLs of stylesheets that only pages of this kind load, after the site's.
    pub sheets: Vec<String>,
    /// The page's own title (its `h1`).
    pub title: String,
    /// For `<title>`: the page's and the site's.
    pub document_title: String,
    /// For `<meta name=description>`; may be empty.
    pub description: String,
    /// Keep out of search engines.
    pub noindex: bool,
    /// Set in a preview build: the sentence for the banner.
    pub preview: Option<String>,
    /// From home to the parent; empty on home.
    pub breadcrumbs: Vec<LinkView>,
    /// Feeds for `<link rel=alternate>`.
    pub feeds: Vec<FeedLinkView>,
    /// Absolute URL of the image for cards elsewhere.
    pub image: Option<String>,
    /// OpenGraph type: `website`, `article`, `profile`.
    pub og_type: String,
    /// JSON-LD, safe to print inside a script element; empty if there is none.
    pub structured_data: String,
}

/// A feed's link.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLinkView {
    /// Words.
    pub title: String,
    /// Absolute URL.
    pub url: String,
    /// MIME type.
    pub kind: String,
}

/// An instant or a date, in the site's zone and language.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// For `datetime=`: `2026-12-02T08:00:00+01:00`, or `2026-12-02` for a bare date.
    pub iso: String,
    /// `2 December 2026`.
    pub text: String,
    /// `2 Dec 2026`.
    pub short: String,
    /// `Wednesday`.
    pub weekday: String,
    /// `2`.
    pub day: String,
    /// `Dec`.
    pub month: String,
    /// `2026`.
    pub year: String,
    /// `08:00`; empty for a bare date.
    pub time: String,
    /// `CET` or `UTC+01:00`; empty for a bare date.
    pub zone: String,
    /// `UTC+01:00`; empty for a bare date.
    pub offset: String,
}

/// An image of the site.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Path.
    pub url: String,
    /// Alternative text; empty for decoration.
    pub alt: String,
    /// Width in CSS pixels, 0 if unknown.
    pub width: u32,
    /// Height in CSS pixels, 0 if unknown.
    pub height: u32,
}

/// Numbers for generated cover art, the same for an id for ever.
#[derive(Clone, Debug, Serialize)]
pub struct CoverView {
    /// Which drawing, 0 to 5.
    pub variant: u8,
    /// Eight numbers from 0 to 99 to vary it by.
    pub numbers: Vec<u8>,
}

/// An item in a list: what a card shows.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// Content id.
    pub id: String,
    /// Kind: `guide`, `part`, `series`, `faq`, `track`, `spotlight`, `event`, `prompt`, `challenge`, `offer`, `issue`, `page`.
    pub kind: String,
    /// Path.
    pub url: String,
    /// Title.
    pub title: String,
    /// Description, or the beginning of the text; plain.
    pub description: String,
    /// `beginner`, `intermediate`, `advanced` or empty.
    pub level: String,
    /// `teach`, `prove`, `support`, `community` or empty.
    pub phase: String,
    /// Minutes to read or do; 0 where it says nothing.
    pub minutes: u32,
    /// When it became public.
    pub date: Option<DateView>,
    /// Segment ids, for filters.
    pub segments: Vec<String>,
    /// Its image, if it has one.
    pub image: Option<ImageView>,
    /// Numbers for a drawing in its place.
    pub cover: CoverView,
    /// The piece of information its kind is chosen by, in words ("6 parts", "Thu 3 Dec, 18:00", "30 days · 8 steps"); may be empty.
    pub fact: String,
    /// FAQ: the short answer. Spotlight: the quote. Offer: the price. Otherwise empty.
    pub teaser: String,
    /// Spotlight: name and role. Part: its series. Otherwise empty.
    pub byline: String,
    /// FAQ: its topic, otherwise empty.
    pub topic: String,
}

/// A reader segment.
#[derive(Clone, Debug, Serialize)]
pub struct SegmentView {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Axis it lies on.
    pub axis: String,
    /// Who it is for.
    pub audience: String,
    /// Who it is not for; may be empty.
    pub not_for: String,
    /// Longer text; may be empty.
    pub description: String,
    /// Path of its landing page.
    pub url: String,
    /// The track it starts with.
    pub track: Option<LinkView>,
    /// What the mail provider calls it, for the hidden field of a sign-up; empty where the provider knows no such name.
    pub tag: String,
}

/// How to reach the creator.
#[derive(Clone, Debug, Serialize)]
pub struct SupportView {
    /// `mailto:…` or a URL.
    pub url: String,
    /// The address in words.
    pub label: String,
    /// Opening hours; may be empty.
    pub hours: String,
    /// How long an answer takes; may be empty.
    pub answer_time: String,
}

/// The sign-up form.
#[derive(Clone, Debug, Serialize)]
pub struct SignupView {
    /// Heading.
    pub heading: String,
    /// A sentence; may be empty.
    pub text: String,
    /// The promise, from the calendar: "every Wednesday"; empty once there is nothing more to come.
    pub promise: String,
    /// How many read it and on which day that was counted, in a sentence; empty where the site doesn't say.
    pub subscribers: String,
    /// Where the form posts to; with `link`, the page to lead to.
    pub action: String,
    /// Whether the provider takes no form of another site: then a link to `action` stands in the place of the form.
    pub link: bool,
    /// Name of the e-mail field.
    pub email_field: String,
    /// Fixed hidden fields, name and value.
    pub hidden: Vec<FieldView>,
    /// Name of the field (or tag) a segment goes into; empty if the provider has none.
    pub segment_field: String,
    /// Name of the honeypot field.
    pub honeypot: String,
    /// Words beside the unticked consent box.
    pub consent: String,
    /// Name under which the consent is sent as `1`; empty where it isn't sent.
    pub consent_field: String,
    /// Words on the button.
    pub button: String,
    /// Whether a confirmation mail follows.
    pub double_opt_in: bool,
    /// Path of the newsletter's archive.
    pub archive: String,
    /// Path of the privacy page, if there is one.
    pub privacy: Option<String>,
}

/// A form field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocView {
    /// Id of the heading.
    pub id: String,
    /// Text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// An author.
#[derive(Clone, Debug, Serialize)]
pub struct AuthorView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// A few sentences; may be empty.
    pub bio: String,
    /// Path of the author's page.
    pub url: String,
    /// Their own site; may be empty.
    pub website: String,
    /// Portrait.
    pub image: Option<ImageView>,
    /// Numbers for a drawing in its place.
    pub cover: CoverView,
}

/// A place in a track.
#[derive(Clone, Debug, Serialize)]
pub struct InTrackView {
    /// The track.
    pub track: LinkView,
    /// Path of this item's step in it.
    pub url: String,
    /// Step, from 1.
    pub step: u32,
    /// Steps in all.
    pub steps: u32,
}

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

/// A source that backs a claim.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Title, or the text of the source.
    pub title: String,
    /// URL; empty if it has none.
    pub url: String,
}

/// A file to take along.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadView {
    /// File name.
    pub name: String,
    /// Path.
    pub url: String,
    /// Size in words ("12 KB").
    pub size: String,
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

/// "Updated for".
#[derive(Clone, Debug, Serialize)]
pub struct UpdatedForView {
    /// The period ("2026").
    pub period: String,
    /// What changed; may be empty.
    pub note: String,
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
    /// Subject.
    pub subject: String,
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

/// A video that loads on a click.
#[derive(Clone, Debug, Serialize)]
pub struct VideoView {
    /// Page or file.
    pub url: String,
    /// What it shows.
    pub title: String,
    /// Path of the transcript; empty where `reason` says why there is none.
    pub transcript: String,
    /// Why there is no transcript; may be empty.
    pub reason: String,
}

/// A group of cards under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Id for anchors.
    pub anchor: String,
    /// Heading; may be empty.
    pub title: String,
    /// Path of a page with all of them; may be empty.
    pub url: String,
    /// Cards.
    pub cards: Vec<CardView>,
}

/// Pages of a long listing.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub number: u32,
    /// Pages in all.
    pub pages: u32,
    /// Items in all.
    pub items: u32,
    /// Path of the page before.
    pub previous: Option<String>,
    /// Path of the page after.
    pub next: Option<String>,
    /// Every page's path, in order.
    pub urls: Vec<String>,
}

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
    /// The newest pieces of all kinds.
    pub latest: Vec<CardView>,
    /// Series.
    pub series: Vec<CardView>,
    /// Spotlights, newest first.
    pub spotlights: Vec<CardView>,
    /// Coming events.
    pub events: Vec<CardView>,
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
    /// Newest pieces for it.
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
    /// Cards, in groups: one group without title, or by topic (faq), by state (events, prompts, challenges).
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

/// Words of a language file, key → text, for tests that hold the files together.
pub type WordMap = BTreeMap<String, String>;
