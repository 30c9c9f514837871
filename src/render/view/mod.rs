//! What a theme may see: the only types of hub that serialize into templates.
//!
//! A template receives `site` ([`SiteView`]), `page` ([`PageView`]) and the fields of one `*Page` struct below, complete:
//! it never fetches. URLs in views are ready to print: paths with the base path (`/hub/guides/x/`), absolute where a
//! field says so. Strings are plain text unless a field says HTML. Lists are in the order they are shown in.
//! `themes/README.md` documents the same fields for theme authors; a test holds the two together.

mod item;
mod page;
mod part;

use std::collections::BTreeMap;

use serde::Serialize;

pub use item::{
    AgendaView, EmbedView, EventView, FaqView, GuideView, HappeningView, IssueView, ItemView, NewsletterView,
    OfferView, PartView, SeriesView, SpotlightView, StepView, SurveyView, TaskView, TierView, TrackView,
};
pub use page::{
    AnsweredPage, AxisView, ChoiceView, HomePage, HomeSegmentView, IssuePage, ItemPage, ListingPage, NewsletterPage,
    NewsletterStatePage, NotFoundPage, PreferencesPage, QuizAnswerView, QuizView, RedirectPage, RewardsPage,
    SearchPage, SegmentPage, StartPage, StepPage, UpcomingPage,
};
pub use part::{
    AuthorView, CardView, CoverView, DateView, DownloadView, GroupView, ImageView, InTrackView, PaginationView,
    SourceView, TocView, UpdatedForView, VideoView,
};

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
    /// Language and region as OpenGraph writes them (`de_AT`); empty where the language tag names no region.
    pub locale: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The site's time zone as the IANA database names it (`Europe/Berlin`).
    pub timezone: String,
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
    /// The search page, if the site has search.
    pub search: Option<LinkView>,
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
    /// URLs of scripts that only pages of this kind load, after the site's.
    pub scripts: Vec<String>,
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
    /// The page in all its languages, its own among them, for `hreflang`; empty where it has no translation.
    pub translations: Vec<TranslationView>,
    /// The image for cards elsewhere; its URL is absolute.
    pub image: Option<ImageView>,
    /// OpenGraph type: `website`, `article`, `profile`.
    pub og_type: String,
    /// What OpenGraph says of an article.
    pub article: Option<ArticleView>,
    /// JSON-LD, safe to print inside a script element; empty if there is none.
    pub structured_data: String,
}

/// A page in one of its languages.
#[derive(Clone, Debug, Serialize)]
pub struct TranslationView {
    /// BCP 47 language tag, or `x-default` for the page that is for readers of all others.
    pub language: String,
    /// Absolute URL.
    pub url: String,
}

/// An article, as OpenGraph describes it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ArticleView {
    /// When it was published, as in `datetime=`; may be empty.
    pub published: String,
    /// Last change by the author's word; may be empty.
    pub modified: String,
    /// Absolute URLs of its authors' pages.
    pub authors: Vec<String>,
    /// What it belongs to: its series, else its kind.
    pub section: String,
    /// Titles of its tags.
    pub tags: Vec<String>,
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

/// Words of a language file, key → text, for tests that hold the files together.
pub type WordMap = BTreeMap<String, String>;
