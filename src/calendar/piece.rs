//! One planned piece: an entry of the calendar, a piece that carries its date itself, or an idea without a file.

use super::Standpoint;
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Entry, ItemId, Never};
use crate::parse::Kind;
use crate::plan::Visibility;

/// How far a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Readers can see it.
    Public,
    /// Done; it appears by itself.
    Ready,
    /// Being looked over.
    Review,
    /// Being written.
    Drafting,
    /// Its outline stands.
    Outlined,
    /// A thought so far.
    Idea,
    /// Kept back on purpose.
    Held,
    /// Its file says `draft = true`.
    Draft,
    /// Its entry says `ready`, but there is no file.
    Unwritten,
    /// It waits for a piece that does not become public.
    Waits,
    /// Its kind needs a date in the calendar, and it has none.
    NoDate,
    /// A spotlight whose member has not agreed yet.
    NoConsent,
    /// It was public; its time is over.
    Over,
}

impl Status {
    /// The word for it, which is also its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Public => "public",
            Status::Ready => "ready",
            Status::Review => "review",
            Status::Drafting => "drafting",
            Status::Outlined => "outlined",
            Status::Idea => "idea",
            Status::Held => "held",
            Status::Draft => "draft",
            Status::Unwritten => "unwritten",
            Status::Waits => "waits",
            Status::NoDate => "no date",
            Status::NoConsent => "no consent",
            Status::Over => "over",
        }
    }

    /// Whether the piece appears without anybody doing anything more, or has.
    pub fn is_done(self) -> bool {
        matches!(self, Status::Public | Status::Ready | Status::Over)
    }

    /// The status of an entry's word; nothing for `ready`, which says no more than what the piece itself does.
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "idea" => Some(Status::Idea),
            "outlined" => Some(Status::Outlined),
            "drafting" => Some(Status::Drafting),
            "review" => Some(Status::Review),
            "held" => Some(Status::Held),
            _ => None,
        }
    }
}

/// A planned piece with all that its entry and its file say about when and who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its item; none for an idea.
    pub item: Option<ItemId>,
    /// Title.
    pub title: String,
    /// Kind, where it is known.
    pub kind: Option<Kind>,
    /// Content id; none for an idea.
    pub id: Option<String>,
    /// Its file, from the site's folder; none for an idea.
    pub file: Option<String>,
    /// Absolute URL, whether or not anybody can open it yet; none for an idea.
    pub url: Option<String>,
    /// How far it is.
    pub status: Status,
    /// When it becomes public, or was meant to.
    pub publish: Option<Instant>,
    /// When it stops.
    pub expire: Option<Instant>,
    /// Who does it; may be empty.
    pub owner: String,
    /// When it must be done.
    pub due: Option<Date>,
    /// Where it is announced; empty = everywhere.
    pub channels: Vec<String>,
    /// Where it came from; may be empty.
    pub source: String,
}

/// A piece named in passing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Content id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: Kind,
    /// Absolute URL.
    pub url: String,
}

impl Standpoint<'_> {
    /// Every piece: those of the site in id order, then ideas in the calendar's order. Withdrawn members have none.
    pub fn pieces(&self) -> Vec<Piece> {
        let site = self.site();
        let items = site.iter().filter(|(_, item)| !item.is_withdrawn()).map(|(id, _)| self.piece(id));
        let ideas = site.calendar.entries.iter().filter(|entry| entry.item.is_none());
        items.chain(ideas.map(idea)).collect()
    }

    /// The piece of an item.
    pub fn piece(&self, id: ItemId) -> Piece {
        let site = self.site();
        let (item, schedule) = (site.item(id), site.schedule(id));
        let entry = schedule.entry.and_then(|entry| site.calendar.entries.get(entry.index()));
        let publish = match schedule.becomes {
            Becomes::At(instant) => Some(instant),
            _ => entry.and_then(|entry| entry.publish),
        };
        Piece {
            item: Some(id),
            title: item.title.value.clone(),
            kind: Some(item.kind),
            id: Some(item.id.clone()),
            file: Some(self.world.sources.file(item.span.file).path.clone()),
            url: Some(self.url(id)),
            status: self.status(id, entry),
            publish,
            expire: schedule.expire,
            owner: entry.map_or_else(String::new, |entry| entry.owner.clone()),
            due: entry.and_then(|entry| entry.due),
            channels: entry.map_or_else(Vec::new, |entry| entry.channels.clone()),
            source: entry.map_or_else(String::new, |entry| entry.source.clone()),
        }
    }

    /// An item, named in passing.
    pub(super) fn mention(&self, id: ItemId) -> Mention {
        let item = self.site().item(id);
        Mention { id: item.id.clone(), title: item.title.value.clone(), kind: item.kind, url: self.url(id) }
    }

    /// Absolute URL of an item, public or not.
    pub(super) fn url(&self, id: ItemId) -> String {
        let route = self.plan.urls.get(id.index()).map_or("/", String::as_str);
        self.site().settings.base_url.absolute(route)
    }

    fn status(&self, id: ItemId, entry: Option<&Entry>) -> Status {
        let schedule = self.site().schedule(id);
        let seen = self.plan.visibility.get(id.index());
        match (seen, &schedule.becomes) {
            (Some(Visibility::Public), _) => Status::Public,
            (Some(Visibility::Expired | Visibility::Withdrawn), _) => Status::Over,
            (_, Becomes::At(_) | Becomes::Undated) => Status::Ready,
            (_, Becomes::Never(never)) => {
                entry.and_then(|entry| Status::of_word(&entry.status)).unwrap_or(kept_by(never))
            }
        }
    }
}

/// The status of a piece whose entry is not what keeps it.
fn kept_by(never: &Never) -> Status {
    match never {
        Never::Draft => Status::Draft,
        Never::NotReady(word) => Status::of_word(word).unwrap_or(Status::Held),
        Never::NoEntry => Status::NoDate,
        Never::Waits(_) => Status::Waits,
        Never::Consent => Status::NoConsent,
    }
}

fn idea(entry: &Entry) -> Piece {
    Piece {
        item: None,
        title: entry.title.clone(),
        kind: entry.kind,
        id: None,
        file: None,
        url: None,
        status: Status::of_word(&entry.status).unwrap_or(Status::Unwritten),
        publish: entry.publish,
        expire: entry.expire,
        owner: entry.owner.clone(),
        due: entry.due,
        channels: entry.channels.clone(),
        source: entry.source.clone(),
    }
}
