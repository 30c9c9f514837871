//! What only one kind of piece has, kind by kind.

use super::{AuthorId, ItemId, NewsletterId, OutLinkId, RecurringId};
use crate::model::time::{Date, Instant};
use crate::parse::words::{Format, OfferRole, Policy};
use crate::source::{AssetId, Span, Spanned};

/// What a kind adds. A piece whose own fields can't be made out, which is an error, has those of a plain page.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each variant is the struct of its name")]
pub enum Detail {
    Series(Series),
    Part(Part),
    Guide(Guide),
    Faq(Faq),
    Track(Track),
    Spotlight(Spotlight),
    Event(Event),
    Prompt(Task),
    Challenge(Task),
    Offer(Offer),
    Issue(Letter),
    Page(Page),
}

/// A series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Promise; may be empty.
    pub promise: String,
    /// Outcome; may be empty.
    pub outcome: String,
    /// Parts in order.
    pub parts: Vec<ItemId>,
}

/// A part of a series.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its series (an item of kind series).
    pub series: ItemId,
    /// Its number, from 1.
    pub number: u32,
}

/// A guide.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Goal; may be empty.
    pub goal: String,
    /// Minutes; 0 = by words.
    pub minutes: u32,
    /// Tools.
    pub tools: Vec<String>,
    /// To read before.
    pub prerequisites: Vec<ItemId>,
    /// Whether each H2 is a step.
    pub steps: bool,
    /// FAQ entries.
    pub faq: Vec<ItemId>,
    /// What it promises of its form, and where it says so.
    pub format: Option<Spanned<Format>>,
}

/// An FAQ entry.
#[derive(Clone, Debug)]
pub struct Faq {
    /// Plain answer.
    pub short: String,
    /// Topic; may be empty.
    pub topic: String,
    /// Times asked.
    pub asked_count: u32,
}

/// A track.
#[derive(Clone, Debug)]
pub struct Track {
    /// Who it is for.
    pub audience: String,
    /// Who it is not for; may be empty.
    pub not_for: String,
    /// Outcome; may be empty.
    pub outcome: String,
    /// The track to go on with.
    pub next_track: Option<ItemId>,
    /// Minutes; 0 = sum of the steps.
    pub minutes: u32,
    /// Steps, by day.
    pub steps: Vec<Step>,
}

/// A step of a track.
#[derive(Clone, Debug)]
pub struct Step {
    /// The piece.
    pub item: ItemId,
    /// Day, from 1.
    pub day: u32,
    /// Why; may be empty.
    pub why: String,
    /// May be skipped.
    pub optional: bool,
    /// Last part of its address.
    pub slug: Spanned<String>,
}

/// A spotlight on a member.
#[derive(Clone, Debug)]
pub struct Spotlight {
    /// Member id.
    pub member: String,
    /// Name.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// Member since.
    pub joined: Option<Date>,
    /// Quote; may be empty.
    pub quote: String,
    /// What they did.
    pub did: Vec<String>,
    /// Links: title and URL.
    pub links: Vec<(String, String)>,
    /// The consent.
    pub consent: Consent,
}

/// A member's consent.
#[derive(Clone, Debug)]
pub struct Consent {
    /// From when; none where there is no consent at all.
    pub given: Option<Instant>,
    /// Until when.
    pub expires: Option<Instant>,
    /// Taken back: then nothing of the member appears, at any time.
    pub withdrawn: bool,
    /// Covers the site.
    pub site: bool,
    /// Covers the newsletter.
    pub newsletter: bool,
    /// Covers photos.
    pub photo: bool,
    /// Where it stands.
    pub span: Span,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Start.
    pub starts: Instant,
    /// End.
    pub ends: Option<Instant>,
    /// The recurrence it is one of.
    pub recurring: Option<RecurringId>,
    /// Place; may be empty.
    pub place: String,
    /// Join link; empty unless `access = "public"`.
    pub join: String,
    /// Whether anybody may join.
    pub public_access: bool,
    /// Recording; may be empty.
    pub recording: String,
    /// Its transcript, or why there is none.
    pub transcript: Option<Transcript>,
    /// Where to hand in questions; may be empty.
    pub questions: String,
    /// Hosts.
    pub hosts: Vec<AuthorId>,
    /// How often the author changed its time or place.
    pub revision: u32,
}

/// What was said, in words; or why nobody wrote it down.
#[derive(Clone, Debug, PartialEq)]
pub enum Transcript {
    /// A file beside the text.
    File(AssetId),
    /// Where it is.
    Address(String),
    /// A sentence that says why there is none.
    Reason(String),
}

impl Transcript {
    /// Whether there is something to read.
    pub fn is_there(&self) -> bool {
        !matches!(self, Transcript::Reason(_))
    }
}

/// A prompt or a challenge.
#[derive(Clone, Debug)]
pub struct Task {
    /// Task.
    pub task: String,
    /// Share; may be empty.
    pub share: String,
    /// Results; may be empty.
    pub results: String,
    /// Reward; may be empty.
    pub reward: String,
    /// Opens.
    pub starts: Option<Instant>,
    /// Closes.
    pub ends: Option<Instant>,
}

/// An offer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Role.
    pub role: OfferRole,
    /// Starts.
    pub starts: Option<Instant>,
    /// Ends.
    pub ends: Option<Instant>,
    /// Its link; only a gift that consists of files has none.
    pub link: Option<OutLinkId>,
    /// Terms: a page, or words.
    pub terms: Result<ItemId, String>,
    /// Refund policy.
    pub policy: Option<ItemId>,
    /// Price; may be empty.
    pub price: String,
    /// Contents.
    pub includes: Vec<String>,
}

/// The creator's letter of an issue.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Newsletter.
    pub newsletter: NewsletterId,
    /// Local date of the issue.
    pub date: Date,
    /// Preheader; may be empty.
    pub preheader: String,
    /// Pieces that stand first in the issue.
    pub picks: Vec<Spanned<ItemId>>,
    /// Number; 0 without.
    pub number: u32,
}

/// A plain page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it is by law.
    pub policy: Option<Policy>,
    /// From when it holds.
    pub effective: Option<Date>,
}
