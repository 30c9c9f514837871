//! When pieces become public, and the calendar as its author wrote it: newsletters, recurrences, rhythms, entries, sealed issues.

use super::{EntryId, ItemId, Level, NewsletterId, Phase, SegmentId};
use crate::model::time::{Date, Instant, Rule, TimeOfDay};
use crate::parse::Kind;
use crate::source::{Span, Spanned};

/// When an item is public. Time-independent: [`crate::plan`] compares it with `now`.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// When it becomes public, all conditions together.
    pub becomes: Becomes,
    /// When it stops.
    pub expire: Option<Instant>,
    /// Its calendar entry.
    pub entry: Option<EntryId>,
    /// Channels that may announce it; none = all.
    pub channels: Option<Vec<String>>,
}

/// When an item becomes public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// At this instant: the latest of `publish` and of what it waits for.
    At(Instant),
    /// It always was; it has no date and so stands in no feed or issue.
    Undated,
    /// Not as things are written today.
    Never(Never),
}

/// Why an item does not become public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Never {
    /// `draft = true`.
    Draft,
    /// Its entry's status is another than `ready`.
    NotReady(String),
    /// Its kind is in `require_entry` and it has no entry with a date.
    NoEntry,
    /// It waits for this item, which doesn't become public itself.
    Waits(ItemId),
    /// A spotlight without consent for the site, or with consent withdrawn.
    Consent,
}

/// The calendar, checked.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Time of day at which a bare date publishes.
    pub publish_time: TimeOfDay,
    /// Kinds that are never public without an entry.
    pub require_entry: Vec<Kind>,
    /// Newsletters.
    pub newsletters: Vec<Newsletter>,
    /// Recurrences.
    pub recurrings: Vec<Recurring>,
    /// Rhythms.
    pub rhythms: Vec<Rhythm>,
    /// Entries in file order.
    pub entries: Vec<Entry>,
}

/// A newsletter.
#[derive(Clone, Debug)]
pub struct Newsletter {
    /// Id.
    pub id: Spanned<String>,
    /// Title; the id if left out.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// Cadence.
    pub rule: Rule,
    /// First day.
    pub start: Date,
    /// Last day.
    pub until: Option<Date>,
    /// Time of day.
    pub time: TimeOfDay,
    /// Hours before an issue at which it closes.
    pub cutoff_hours: u32,
    /// Kinds.
    pub include: Vec<Kind>,
    /// Most pieces; none = all.
    pub max: Option<usize>,
    /// Whether the feed sends it (else it is pasted).
    pub by_feed: bool,
}

/// A recurrence.
#[derive(Clone, Debug)]
pub struct Recurring {
    /// Id.
    pub id: Spanned<String>,
    /// `event`, `prompt`, `challenge`, `spotlight`, `check-in`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Rule.
    pub rule: Rule,
    /// First day.
    pub start: Date,
    /// Last day.
    pub until: Option<Date>,
    /// Time of day.
    pub time: TimeOfDay,
    /// Length; 0 = unknown.
    pub minutes: u32,
    /// Days left out.
    pub skip: Vec<Date>,
    /// Spotlights each time: least, most.
    pub count: Option<(u32, u32)>,
    /// Place; may be empty.
    pub place: String,
    /// How often the author changed its time or place.
    pub revision: u32,
}

/// A rhythm.
#[derive(Clone, Debug)]
pub struct Rhythm {
    /// Id.
    pub id: Spanned<String>,
    /// Built-in template; may be empty.
    pub template: String,
    /// First day.
    pub start: Date,
    /// Phases of the template, then the author's own.
    pub phases: Vec<RhythmPhase>,
}

/// A phase of a rhythm.
#[derive(Clone, Debug)]
pub struct RhythmPhase {
    /// First day, inclusive.
    pub first: Date,
    /// Last day, inclusive.
    pub last: Date,
    /// Phase; none while things are set up, where pieces of every phase count.
    pub phase: Option<Phase>,
    /// Kind → least and most.
    pub want: Vec<(Kind, u32, u32)>,
    /// Levels that must be there.
    pub levels: Vec<Level>,
    /// Where it is declared: its own line, or the name of the template.
    pub span: Span,
}

impl RhythmPhase {
    /// Its name: `teach`; while things are set up, `set-up`.
    pub fn word(&self) -> &'static str {
        self.phase.map_or("set-up", Phase::word)
    }

    /// Whether a day is one of its days.
    pub fn holds(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A calendar entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place.
    pub span: Span,
    /// The item; none for an idea.
    pub item: Option<ItemId>,
    /// Title of an idea; may be empty.
    pub title: String,
    /// Kind.
    pub kind: Option<Kind>,
    /// Publish.
    pub publish: Option<Instant>,
    /// Expire.
    pub expire: Option<Instant>,
    /// Status.
    pub status: String,
    /// Owner; may be empty.
    pub owner: String,
    /// Due.
    pub due: Option<Date>,
    /// Waits for.
    pub after: Vec<ItemId>,
    /// Channels.
    pub channels: Vec<String>,
    /// Source; may be empty.
    pub source: String,
}

/// A sent issue: never computed again.
#[derive(Clone, Debug)]
pub struct SealedIssue {
    /// Newsletter.
    pub newsletter: NewsletterId,
    /// Date.
    pub date: Date,
    /// When it was sent; locks of old don't say.
    pub sent: Option<Instant>,
    /// From when its newsletter takes pieces up: said by the first issue that was sealed, and by locks of old not at all.
    pub since: Option<Instant>,
    /// Whether it was sent at all: days of the cadence without an issue are sealed, too.
    pub skipped: bool,
    /// Segments whose feeds held it, of those that are still there; `None` where the lock doesn't say.
    pub segments: Option<Vec<SegmentId>>,
    /// What it held: content id, title and URL as sent; the item if it still exists.
    pub members: Vec<SealedMember>,
}

/// One piece of a sent issue.
#[derive(Clone, Debug)]
pub struct SealedMember {
    /// Content id as sent.
    pub id: String,
    /// Title as sent.
    pub title: String,
    /// URL as sent.
    pub url: String,
    /// The item, if it still exists.
    pub item: Option<ItemId>,
}
