//! The types of the validated site. Plain data: public fields, ids instead of references, nothing half filled.

mod detail;
mod planned;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use detail::*;
pub use planned::*;

use super::time::{Date, Instant, Zone};
use crate::markdown::Outline;
use crate::parse::Kind;
pub use crate::parse::words::{Format, Level, OfferRole, Phase, Policy, Preset};
use crate::source::{AssetId, FileId, Span, Spanned};

macro_rules! index {
    ($($(#[$meta:meta])* $name:ident => $list:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            #[doc = concat!("The position in ", $list, ".")]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of a position.
            pub fn at(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

index! {
    /// One of [`Site::items`].
    ItemId => "`Site::items`";
    /// One of [`Settings::authors`].
    AuthorId => "`Settings::authors`";
    /// One of [`Settings::segments`].
    SegmentId => "`Settings::segments`";
    /// One of [`Settings::surveys`].
    SurveyId => "`Settings::surveys`";
    /// One of [`Site::links`].
    OutLinkId => "`Site::links`";
    /// One of [`Calendar::newsletters`].
    NewsletterId => "`Calendar::newsletters`";
    /// One of [`Calendar::recurrings`].
    RecurringId => "`Calendar::recurrings`";
    /// One of [`Calendar::entries`].
    EntryId => "`Calendar::entries`";
}

/// A whole site, at no particular time.
#[derive(Clone, Debug)]
pub struct Site {
    /// From hub.toml.
    pub settings: Settings,
    /// Every item, sorted by content id. Shared, so that a site of which one text is another is a cheap copy.
    pub items: Vec<Arc<Item>>,
    /// When each item is public, by [`ItemId`].
    pub schedules: Vec<Schedule>,
    /// Introductions of listings.
    pub listings: BTreeMap<Kind, Listing>,
    /// Tags by slug, with the title as first written (in id order).
    pub tags: BTreeMap<String, String>,
    /// From links.toml, in order.
    pub links: Vec<OutLink>,
    /// From calendar.toml.
    pub calendar: Calendar,
    /// From newsletter.lock.toml.
    pub sealed: Vec<SealedIssue>,
    /// Content id → item.
    pub by_id: BTreeMap<String, ItemId>,
}

impl Site {
    /// The item of an id.
    ///
    /// # Panics
    /// When the id belongs to another site.
    pub fn item(&self, id: ItemId) -> &Item {
        self.items.get(id.index()).expect("an ItemId comes from the Site it is asked of")
    }

    /// The schedule of an item.
    ///
    /// # Panics
    /// When the id belongs to another site.
    pub fn schedule(&self, id: ItemId) -> &Schedule {
        self.schedules.get(id.index()).expect("an ItemId comes from the Site it is asked of")
    }

    /// All ids with their items, in id order.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items.iter().enumerate().map(|(index, item)| (ItemId::at(index), &**item))
    }

    /// When the issue of a day goes out or went out: as the lock says, else by the newsletter's time.
    ///
    /// # Panics
    /// When the id belongs to another site.
    pub fn issue_sent(&self, newsletter: NewsletterId, date: Date) -> Instant {
        let sealed = self.sealed_issue(newsletter, date).and_then(|sealed| sealed.sent);
        let newsletter = self
            .calendar
            .newsletters
            .get(newsletter.index())
            .expect("a NewsletterId comes from the Site it is asked of");
        sealed.unwrap_or_else(|| self.settings.zone.instant(date, newsletter.time).0)
    }

    /// The sealed issue of a day.
    pub fn sealed_issue(&self, newsletter: NewsletterId, date: Date) -> Option<&SealedIssue> {
        self.sealed.iter().find(|sealed| sealed.newsletter == newsletter && sealed.date == date)
    }

    /// Whether a day has no issue for good: it is sealed as a day on which nothing was sent, or isn't sealed while a later one is.
    pub fn is_issue_closed(&self, newsletter: NewsletterId, date: Date) -> bool {
        match self.sealed_issue(newsletter, date) {
            Some(sealed) => sealed.skipped,
            None => self.sealed.iter().any(|sealed| sealed.newsletter == newsletter && sealed.date > date),
        }
    }

    /// Items of a kind, in id order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (ItemId, &Item)> {
        self.iter().filter(move |(_, item)| item.kind == kind)
    }
}

/// hub.toml, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its file.
    pub file: FileId,
    /// Title.
    pub title: String,
    /// Tagline; may be empty.
    pub tagline: String,
    /// Description; may be empty.
    pub description: String,
    /// Where the site is published.
    pub base_url: BaseUrl,
    /// Host in guids: `guid_host`, else the host of `base_url` in hub.toml (never of a flag).
    pub guid_host: String,
    /// Time zone.
    pub zone: Zone,
    /// BCP 47 language.
    pub language: Spanned<String>,
    /// Year the hub began.
    pub since: i64,
    /// Whether `/upcoming/` exists.
    pub upcoming: bool,
    /// The creator elsewhere.
    pub profiles: Vec<String>,
    /// The hub in other languages.
    pub translations: Vec<Translation>,
    /// Theme name.
    pub theme: Spanned<String>,
    /// Theme tokens: names and values.
    pub tokens: Vec<(Spanned<String>, Spanned<String>)>,
    /// Whether pages may have the search that the theme offers.
    pub search: bool,
    /// Authors.
    pub authors: Vec<Author>,
    /// Segments.
    pub segments: Vec<Segment>,
    /// Tiers.
    pub tiers: Vec<Tier>,
    /// Quiz.
    pub quiz: Vec<Question>,
    /// Sign-up.
    pub signup: Option<Signup>,
    /// Support.
    pub support: Option<Support>,
    /// Surveys.
    pub surveys: Vec<Survey>,
    /// Items in a feed of pieces.
    pub feed_limit: usize,
    /// Security contact.
    pub security: Option<Security>,
    /// Codes of warnings and notes that the author doesn't want to hear.
    pub off: BTreeSet<&'static str>,
}

impl Settings {
    /// What feeds know a piece or an issue by, for ever: `tag:HOST,SINCE:ID` (RFC 4151), or what it was known by elsewhere.
    pub fn feed_id(&self, own: Option<&str>, id: &str) -> String {
        own.map_or_else(|| format!("tag:{},{}:{id}", self.guid_host, self.since), str::to_owned)
    }
}

/// The hub in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// BCP 47 language tag.
    pub language: String,
    /// Absolute URL of its home page.
    pub url: String,
    /// Whether it is the one for readers of all other languages.
    pub is_default: bool,
}

/// A base URL in parts: `https://example.org/hub/` is origin `https://example.org`, path `/hub/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host and port, without a slash at the end.
    pub origin: String,
    /// Host alone.
    pub host: String,
    /// Path, beginning and ending with a slash.
    pub path: String,
}

impl BaseUrl {
    /// Reads an address such as `https://example.org/hub/`.
    ///
    /// # Errors
    /// What is expected instead, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        super::settings::read_base_url(text).map_err(str::to_owned)
    }

    /// Absolute URL of a route (`/guides/x/`).
    pub fn absolute(&self, route: &str) -> String {
        format!("{}{}", self.origin, self.local(route))
    }

    /// Path of a route with the base path: `/guides/x/` → `/hub/guides/x/`.
    pub fn local(&self, route: &str) -> String {
        format!("{}{}", self.path, route.trim_start_matches('/'))
    }
}

/// An author.
#[derive(Clone, Debug)]
pub struct Author {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Bio; may be empty.
    pub bio: String,
    /// Role; may be empty.
    pub role: String,
    /// Site; may be empty.
    pub url: String,
    /// Portrait.
    pub image: Option<AssetId>,
}

/// A segment.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who it is for.
    pub audience: String,
    /// Who it is not for; may be empty.
    pub not_for: String,
    /// Axis; `level` by default.
    pub axis: String,
    /// Description; may be empty.
    pub description: String,
    /// Track to start with.
    pub track: Option<ItemId>,
    /// Where it is declared.
    pub span: Span,
}

/// A reward tier.
#[derive(Clone, Debug)]
pub struct Tier {
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
    /// The offer that leads there.
    pub offer: Option<ItemId>,
    /// Those who are there.
    pub segment: Option<SegmentId>,
}

/// A question of the quiz with its answers: words and the track they speak for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Answers.
    pub answers: Vec<(String, ItemId)>,
}

/// Sign-up form settings.
#[derive(Clone, Debug)]
pub struct Signup {
    /// Where the form posts to.
    pub action: String,
    /// Whether `action` is a page of the provider's to lead to, and there is no form.
    pub leads_to_page: bool,
    /// Host of `action`, for the policy.
    pub host: String,
    /// Provider.
    pub preset: Preset,
    /// Newsletter it is for, if the calendar has one.
    pub newsletter: Option<NewsletterId>,
    /// Heading; may be empty.
    pub heading: String,
    /// Text; may be empty.
    pub text: String,
    /// Consent words.
    pub consent: String,
    /// Confirmation mail.
    pub double_opt_in: bool,
    /// Button words; may be empty.
    pub button: String,
    /// Whom the mails come from; may be empty.
    pub sender: String,
    /// Days for which the link in the confirmation mail is good, if its author knows.
    pub link_days: Option<u32>,
    /// How many read it, if its author counted.
    pub subscribers: Option<Subscribers>,
    /// What the provider calls segments, where that is not their id.
    pub tags: BTreeMap<SegmentId, String>,
    /// Names of fields, where they are not the preset's.
    pub fields: SignupFields,
    /// Place.
    pub span: Span,
}

/// How many subscribed, once.
#[derive(Clone, Copy, Debug)]
pub struct Subscribers {
    /// How many.
    pub count: u64,
    /// The day on which they were counted.
    pub as_of: Date,
    /// Place.
    pub span: Span,
}

/// Names of the fields of a sign-up form; an empty one is the preset's.
#[derive(Clone, Debug, Default)]
pub struct SignupFields {
    /// The address.
    pub email: String,
    /// The segment.
    pub segment: String,
    /// What people leave empty.
    pub honeypot: String,
    /// The consent; empty where it isn't sent.
    pub consent: String,
}

/// Support contact.
#[derive(Clone, Debug)]
pub struct Support {
    /// `mailto:…` or `https://…`.
    pub url: String,
    /// As written.
    pub label: String,
    /// Hours; may be empty.
    pub hours: String,
    /// Answer time; may be empty.
    pub answer_time: String,
}

/// A survey.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Form.
    pub url: String,
    /// `onboarding`, `day-7`, `day-30`, `day-60`, `refund`.
    pub moment: String,
    /// Invitation; may be empty.
    pub text: String,
}

/// Security contact (RFC 9116).
#[derive(Clone, Debug)]
pub struct Security {
    /// `mailto:` or `https:`.
    pub contact: String,
    /// End of its validity.
    pub expires: Instant,
}

/// One piece of content.
#[derive(Clone, Debug)]
pub struct Item {
    /// Content id (`guides/welcome-mail`).
    pub id: String,
    /// Where the id was written, or the front matter.
    pub span: Span,
    /// Kind.
    pub kind: Kind,
    /// Last part of its address.
    pub slug: Spanned<String>,
    /// Title (of a letter: its subject).
    pub title: Spanned<String>,
    /// Description; may be empty.
    pub description: String,
    /// Feed id kept from elsewhere.
    pub guid: Option<String>,
    /// The older address that feeds go on leading to.
    pub feed_link: Option<String>,
    /// Older addresses, each beginning with `/`.
    pub aliases: Vec<Spanned<String>>,
    /// Authors; never empty where the site has one (the first of hub.toml is the default).
    pub authors: Vec<AuthorId>,
    /// Segments; empty = everybody.
    pub segments: Vec<SegmentId>,
    /// Level.
    pub level: Option<Level>,
    /// Phase.
    pub phase: Option<Phase>,
    /// Tag slugs, keys of [`Site::tags`].
    pub tags: Vec<String>,
    /// Product; may be empty.
    pub product: String,
    /// Lead image.
    pub image: Option<Image>,
    /// Last real change.
    pub updated: Option<Date>,
    /// To be looked at again.
    pub review_by: Option<Date>,
    /// Takeaways.
    pub takeaways: Vec<String>,
    /// Updated for: period and note.
    pub updated_for: Option<(String, String)>,
    /// Sources: title and URL (may be empty).
    pub sources: Vec<(String, String)>,
    /// Sponsor; may be empty.
    pub sponsored: String,
    /// Support questions it answers.
    pub answers: Vec<String>,
    /// Related items.
    pub related: Vec<ItemId>,
    /// Files to take along.
    pub downloads: Vec<AssetId>,
    /// The same piece in other languages: BCP 47 tag and absolute URL.
    pub translations: Vec<(String, String)>,
    /// Shown in lists, search, sitemap and feeds.
    pub listed: bool,
    /// Free fields.
    pub extra: serde_json::Value,
    /// The Markdown and what it holds.
    pub body: Body,
    /// What its kind adds.
    pub detail: Detail,
}

impl Item {
    /// A sentence or two about it: the author's description, else the short answer or the task, else how the text begins.
    pub fn summary(&self) -> &str {
        match &self.detail {
            _ if !self.description.is_empty() => &self.description,
            Detail::Faq(faq) => &faq.short,
            Detail::Prompt(task) | Detail::Challenge(task) if self.body.outline.excerpt.is_empty() => &task.task,
            _ => &self.body.outline.excerpt,
        }
    }

    /// Start and end of what has them: events, prompts, challenges, offers. An event that says no end ends as it starts.
    pub fn times(&self) -> Option<(Option<Instant>, Option<Instant>)> {
        match &self.detail {
            Detail::Event(event) => Some((Some(event.starts), Some(event.ends.unwrap_or(event.starts)))),
            Detail::Prompt(task) | Detail::Challenge(task) => Some((task.starts, task.ends)),
            Detail::Offer(offer) => Some((offer.starts, offer.ends)),
            _ => None,
        }
    }

    /// The consent of a spotlight.
    pub fn consent(&self) -> Option<&Consent> {
        match &self.detail {
            Detail::Spotlight(spotlight) => Some(&spotlight.consent),
            _ => None,
        }
    }

    /// Whether a member took their consent back: then nothing names them.
    pub fn is_withdrawn(&self) -> bool {
        self.consent().is_some_and(|consent| consent.withdrawn)
    }
}

/// A body: where its Markdown is, what it holds, and where its links lead.
#[derive(Clone, Debug)]
pub struct Body {
    /// The Markdown.
    pub span: Span,
    /// What it holds.
    pub outline: Arc<Outline>,
    /// Targets, one for each of `outline.links`.
    pub targets: Vec<Target>,
    /// Targets, one for each of `outline.embeds`.
    pub embeds: Vec<EmbedTarget>,
}

/// Where a link or an image in a body leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An item, by a relative link to its file; the anchor was checked.
    Item(ItemId, Option<String>),
    /// A listing, by a relative link to its `_index.md`.
    Listing(Kind, Option<String>),
    /// `link:ID`.
    Registry(OutLinkId),
    /// A file of the site (image, download).
    Asset(AssetId),
    /// An address on this site that is no file: `/start/`; checked by plan. Path with its query, and anchor.
    Site(String, Option<String>),
    /// Somewhere else.
    External(String),
    /// A heading of the same body.
    Anchor(String),
    /// Reported; prints as words.
    Broken,
}

/// What an embed shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmbedTarget {
    /// An item (faq, offer, member, track, event).
    Item(ItemId),
    /// The sign-up form.
    Signup,
    /// A survey.
    Survey(SurveyId),
    /// A video.
    Video {
        /// Where it is.
        url: String,
        /// What it shows.
        title: String,
        /// The transcript, or why there is none.
        transcript: Result<AssetId, String>,
    },
    /// Reported; prints nothing.
    Broken,
}

/// A lead image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file.
    pub asset: AssetId,
    /// Alternative text; empty for decoration.
    pub alt: String,
}

/// The introduction of a listing.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Title; empty = the theme's word.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// Text.
    pub body: Body,
}

/// An outgoing link of links.toml.
#[derive(Clone, Debug)]
pub struct OutLink {
    /// Id.
    pub id: Spanned<String>,
    /// URL.
    pub url: String,
    /// Label; the id if left out.
    pub label: String,
    /// `affiliate`, `sponsored`, `own` or empty.
    pub disclosure: String,
    /// Until when it leads anywhere.
    pub ends: Option<Instant>,
    /// `utm_source` and `utm_campaign`; none = no tracking.
    pub utm: Option<(String, String)>,
}
