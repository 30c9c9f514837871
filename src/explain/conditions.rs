//! The conditions of being public, one by one: all of them must hold.

use crate::model::time::Instant;
use crate::model::{Becomes, Consent, Detail, Entry, Item, ItemId, Never, Schedule, Site};
use crate::plan::{self, Plan};

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether it holds now.
    pub holds: bool,
    /// What it says, in words.
    pub words: String,
}

/// What a piece is looked at with.
#[derive(Clone, Copy)]
pub(super) struct Looked<'a> {
    pub(super) site: &'a Site,
    pub(super) plan: &'a Plan,
    pub(super) now: Instant,
    pub(super) id: ItemId,
}

impl<'a> Looked<'a> {
    pub(super) fn item(&self) -> &'a Item {
        self.site.item(self.id)
    }

    pub(super) fn schedule(&self) -> &'a Schedule {
        self.site.schedule(self.id)
    }

    pub(super) fn entry(&self) -> Option<&'a Entry> {
        self.schedule().entry.and_then(|entry| self.site.calendar.entries.get(entry.index()))
    }

    fn time(&self, at: Instant) -> String {
        self.site.settings.zone.words(at)
    }
}

/// All that apply to the piece.
pub(super) fn conditions(looked: Looked<'_>) -> Vec<Condition> {
    let mut found = consent(looked);
    found.extend(draft(looked));
    found.extend(entry(looked));
    found.extend(appears(looked));
    found.extend(waits(looked));
    found.extend(issue(looked));
    found.extend(expires(looked));
    found
}

fn condition(holds: bool, words: impl Into<String>) -> Condition {
    Condition { holds, words: words.into() }
}

/// Only that there is one, what it covers and until when: the rest is between the member and the author.
fn consent(looked: Looked<'_>) -> Vec<Condition> {
    let Detail::Spotlight(spotlight) = &looked.item().detail else { return Vec::new() };
    let Consent { given, expires, withdrawn, site, .. } = &spotlight.consent;
    if *withdrawn {
        return vec![condition(false, "the member's consent was withdrawn")];
    }
    let Some(given) = given else { return vec![condition(false, "there is no consent of the member")] };
    let begun = *given <= looked.now;
    let mut found = vec![condition(begun, format!("the member consents from {}", looked.time(*given)))];
    if !site {
        found.push(condition(false, "the consent doesn't cover the site"));
    }
    if let Some(end) = expires {
        let holds = *end > looked.now;
        let word = if holds { "ends" } else { "ended" };
        found.push(condition(holds, format!("the consent {word} {}", looked.time(*end))));
    }
    found
}

/// A draft without consent is told as the latter alone.
fn draft(looked: Looked<'_>) -> Option<Condition> {
    match looked.schedule().becomes {
        Becomes::Never(Never::Draft) => Some(condition(false, "it is a draft (`draft = true`)")),
        Becomes::Never(Never::Consent) => None,
        _ => Some(condition(true, "it is no draft")),
    }
}

fn entry(looked: Looked<'_>) -> Vec<Condition> {
    let is_required = looked.site.calendar.require_entry.contains(&looked.item().kind);
    let kind = looked.item().kind.name();
    let is_missing = looked.schedule().becomes == Becomes::Never(Never::NoEntry);
    let mut found = Vec::new();
    if is_required && (looked.entry().is_none() || is_missing) {
        found.push(condition(false, format!("a {kind} needs a calendar entry with a day (`require_entry`)")));
    } else if is_required {
        found.push(condition(true, format!("a {kind} needs a calendar entry with a day, and has one")));
    }
    if let Some(entry) = looked.entry() {
        let holds = entry.status == "ready";
        let words = if holds { String::new() } else { ", not `ready`".to_owned() };
        found.push(condition(holds, format!("its entry's status is `{}`{words}", entry.status)));
    }
    found
}

fn appears(looked: Looked<'_>) -> Option<Condition> {
    let told = |at: Instant, what: &str| {
        let holds = at <= looked.now;
        condition(holds, format!("its {what} {} {}", if holds { "was" } else { "is" }, looked.time(at)))
    };
    match (looked.entry(), &looked.schedule().becomes) {
        (Some(Entry { publish: Some(at), .. }), _) => Some(told(*at, "`publish`")),
        (Some(entry), _) if !entry.after.is_empty() => None,
        // Consent that begins later than the date is told by itself.
        (_, Becomes::At(at)) if consented(looked.item()) != Some(*at) => Some(told(*at, "`date`")),
        (_, Becomes::Undated) => Some(condition(true, "it has no date, and is public from the start")),
        _ => None,
    }
}

fn consented(item: &Item) -> Option<Instant> {
    match &item.detail {
        Detail::Spotlight(spotlight) => spotlight.consent.given,
        _ => None,
    }
}

fn waits(looked: Looked<'_>) -> Vec<Condition> {
    let one = |other: &ItemId| {
        let (id, schedule) = (&looked.site.item(*other).id, looked.site.schedule(*other));
        match &schedule.becomes {
            Becomes::At(at) if schedule.expire.is_some_and(|end| end <= *at) => {
                condition(false, format!("it waits for `{id}`, which ends before it appears"))
            }
            Becomes::At(at) => {
                let holds = *at <= looked.now;
                let word = if holds { "appeared" } else { "appears" };
                condition(holds, format!("it waits for `{id}`, which {word} {}", looked.time(*at)))
            }
            Becomes::Undated => {
                condition(true, format!("it waits for `{id}`, which has no date and holds nobody back"))
            }
            Becomes::Never(_) => {
                let why = plan::why_not_public(looked.site, looked.plan, *other);
                condition(false, format!("it waits for `{id}`, which doesn't appear: {why}"))
            }
        }
    };
    looked.entry().map_or_else(Vec::new, |entry| entry.after.iter().map(one).collect())
}

fn issue(looked: Looked<'_>) -> Option<Condition> {
    let Detail::Issue(letter) = &looked.item().detail else { return None };
    let sent = plan::sent_at(looked.site, letter)?;
    let holds = sent <= looked.now;
    let word = if holds { "went" } else { "goes" };
    Some(condition(holds, format!("its issue {word} out {}", looked.time(sent))))
}

fn expires(looked: Looked<'_>) -> Option<Condition> {
    let end = looked.entry()?.expire?;
    let holds = end > looked.now;
    let word = if holds { "disappears" } else { "disappeared" };
    Some(condition(holds, format!("it {word} {}", looked.time(end))))
}
