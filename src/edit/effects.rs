//! What else follows from an edit, found by comparing the site before and after it, and said in sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::phases;
use super::typed::{day, when};
use crate::calendar::held::{Wanted, countables, wants};
use crate::diagnostic::listed;
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, ItemId, Never, NewsletterId, Rhythm, RhythmPhase, Site};
use crate::parse::Kind;
use crate::pipeline::{Found, Opened};
use crate::plan::{self, Audience, Moment};

/// Days after the last change within which an issue is looked for: two months, so that a monthly one is found.
const ISSUE_DAYS: i64 = 62;
/// Pieces that are named one by one.
const NAMED: usize = 8;

/// A site before and after an edit. Its pieces are the same, and so are their ids.
#[derive(Clone, Copy)]
pub(super) struct Compared<'a> {
    /// As it is.
    pub(super) before: (&'a Opened, &'a Found),
    /// As it would be.
    pub(super) after: (&'a Opened, &'a Found),
}

type IssueName = (NewsletterId, String);
type Issues = BTreeMap<ItemId, BTreeSet<IssueName>>;

/// When a piece appears, as the end of a sentence that begins with its name; `old` is when it was planned for before.
pub(super) fn appears(site: &Site, id: ItemId, now: Instant, old: Option<Instant>) -> String {
    let zone = &site.settings.zone;
    let schedule = site.schedule(id);
    let entry = schedule.entry.and_then(|entry| site.calendar.entries.get(entry.index()));
    let planned = entry.and_then(|entry| entry.publish);
    let before = old.map_or_else(String::new, |old| format!(" (before: {})", when(zone, old)));
    match (&schedule.becomes, planned) {
        (Becomes::At(at), _) if *at <= now => {
            format!("has a date in the past, {}{before}: it is public with the next build", when(zone, *at))
        }
        (Becomes::At(at), Some(planned)) if planned < *at => {
            let planned = when(zone, planned);
            let waits = "and appears once all that it waits for is there";
            format!("is planned for {planned}{before}, {waits}: {}", when(zone, *at))
        }
        (Becomes::At(at), _) => format!("appears {}{before}", when(zone, *at)),
        (Becomes::Undated, _) => "has no date: it is public already, and stands in no feed and no issue".to_owned(),
        (Becomes::Never(never), Some(planned)) => {
            format!("is planned for {}{before} and {}", when(zone, planned), hidden(site, never))
        }
        (Becomes::Never(never), None) => hidden(site, never),
    }
}

fn hidden(site: &Site, never: &Never) -> String {
    match never {
        Never::Draft => "stays hidden while its file says `draft = true`".to_owned(),
        Never::NotReady(status) => format!("stays hidden while its status is `{status}`"),
        Never::NoEntry => "stays hidden until its entry has a `publish`".to_owned(),
        Never::Waits(other) => {
            format!("waits for `{}`, which does not appear as things are", site.item(*other).id)
        }
        Never::Consent => "stays hidden until the member consents to being on the site".to_owned(),
    }
}

impl Compared<'_> {
    fn sites(&self) -> (&Site, &Site) {
        (&self.before.1.site, &self.after.1.site)
    }

    fn now(&self) -> Instant {
        self.before.1.moment.now
    }

    /// Every sentence: what else moves, what comes and goes at once, issues, phases. `edited` are the pieces whose own
    /// entry was edited.
    pub(super) fn sentences(&self, edited: &[ItemId]) -> Vec<String> {
        let changed = self.changed();
        let mut said = self.others(&changed, edited);
        said.extend(self.at_once(&changed));
        said.extend(self.issues(&changed));
        said
    }

    /// Pieces that become public at another time than before.
    fn changed(&self) -> Vec<ItemId> {
        let (before, after) = self.sites();
        let differs = |id: &ItemId| before.schedule(*id).becomes != after.schedule(*id).becomes;
        after.iter().map(|(id, _)| id).filter(differs).collect()
    }

    /// What waits for an edited piece and moves with it.
    fn others(&self, changed: &[ItemId], edited: &[ItemId]) -> Vec<String> {
        let (before, after) = self.sites();
        let zone = &after.settings.zone;
        let others: Vec<ItemId> = changed.iter().copied().filter(|id| !edited.contains(id)).collect();
        let sentence = |id: &ItemId| {
            let name = &after.item(*id).id;
            match (&before.schedule(*id).becomes, &after.schedule(*id).becomes) {
                (Becomes::At(old), Becomes::At(new)) => {
                    format!(
                        "`{name}` waits for it and moves too: {} in place of {}",
                        when(zone, *new),
                        when(zone, *old)
                    )
                }
                _ => format!("`{name}` waits for it, and now {}", appears(after, *id, self.now(), None)),
            }
        };
        let mut said: Vec<String> = others.iter().take(NAMED).map(sentence).collect();
        if others.len() > NAMED {
            said.push(format!("and {} more pieces that wait for it move too", others.len() - NAMED));
        }
        said
    }

    /// What readers lose with the next build.
    fn at_once(&self, changed: &[ItemId]) -> Vec<String> {
        let gone = |id: &&ItemId| self.before.1.plan.is_public(**id) && !self.after.1.plan.is_public(**id);
        let after = self.sites().1;
        let sentence = |id: &ItemId| {
            let back = match after.schedule(*id).becomes {
                Becomes::At(at) => format!(", and find it again {}", when(&after.settings.zone, at)),
                _ => String::new(),
            };
            format!("`{}` is public now: readers lose it with the next build{back}", after.item(*id).id)
        };
        changed.iter().filter(gone).take(NAMED).map(sentence).collect()
    }

    fn issues(&self, changed: &[ItemId]) -> Vec<String> {
        let (before, after) = self.sites();
        let instants = changed.iter().flat_map(|id| [before.schedule(*id), after.schedule(*id)]);
        let latest = instants.filter_map(|schedule| match schedule.becomes {
            Becomes::At(at) => Some(at),
            _ => None,
        });
        let Some(latest) = latest.max() else { return Vec::new() };
        let until = latest.max(self.now()).plus_days(ISSUE_DAYS);
        let (old, new) = (issues_until(self.before, until), issues_until(self.after, until));
        let items: BTreeSet<ItemId> = old.keys().chain(new.keys()).copied().collect();
        let none = BTreeSet::new();
        let of = |issues: &Issues, id| issues.get(&id).unwrap_or(&none).clone();
        let told = items.into_iter().filter_map(|id| issue_sentence(after, id, &of(&old, id), &of(&new, id)));
        let mut told: Vec<String> = told.collect();
        let more = told.len().saturating_sub(NAMED);
        told.truncate(NAMED);
        if more > 0 {
            told.push(format!("and {more} more pieces go out with another issue"));
        }
        told
    }

    /// Phases that something leaves and enters when its day changes.
    pub(super) fn phases(&self, kind: Kind, from: Option<Date>, to: Option<Date>) -> Vec<String> {
        let (before, after) = self.sites();
        let old = from.map_or_else(Vec::new, |day| phases_at(before, kind, day));
        let new = to.map_or_else(Vec::new, |day| phases_at(after, kind, day));
        let is_in = |list: &[(usize, usize)], one: &(usize, usize)| list.contains(one);
        let left = old.iter().filter(|one| !is_in(&new, one)).filter_map(|one| self.left(kind, *one));
        let entered = new.iter().filter(|one| !is_in(&old, one)).filter_map(|one| self.entered(kind, *one));
        left.chain(entered).collect()
    }

    fn left(&self, kind: Kind, at: (usize, usize)) -> Option<String> {
        let (rhythm, phase) = phase_at(self.sites().1, at)?;
        Some(format!("it leaves the phase {}{}", phases::name(rhythm, phase), self.state(kind, phase)))
    }

    fn entered(&self, kind: Kind, at: (usize, usize)) -> Option<String> {
        let (rhythm, phase) = phase_at(self.sites().1, at)?;
        Some(format!("it stands in the phase {}{}", phases::name(rhythm, phase), self.state(kind, phase)))
    }

    /// How much of what a phase wants it has then.
    fn state(&self, kind: Kind, phase: &RhythmPhase) -> String {
        let site = self.sites().1;
        let wanted = wants(phase, &countables(site)).into_iter().find(|wanted| wanted.kind == kind);
        let Some(wanted) = wanted else { return String::new() };
        let Wanted { least, most, .. } = wanted;
        let wants = if least == most { least.to_string() } else { format!("{least} to {most}") };
        let state = if wanted.missing() > 0 {
            " and is short of them"
        } else if wanted.in_days() > most {
            ", more than enough"
        } else {
            ""
        };
        let has = kind.counted(wanted.all() as usize);
        format!(", which then has {has} (it wants {wants}){state}")
    }
}

fn issue_sentence(site: &Site, id: ItemId, old: &BTreeSet<IssueName>, new: &BTreeSet<IssueName>) -> Option<String> {
    let name = &site.item(id).id;
    let words =
        |issues: Vec<&IssueName>| listed(&issues.iter().map(|issue| issue_name(site, issue)).collect::<Vec<_>>());
    let gone = words(old.difference(new).collect());
    let fresh = words(new.difference(old).collect());
    match (gone.is_empty(), fresh.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("`{name}` goes out with {fresh}")),
        (false, true) => Some(format!("`{name}` leaves {gone}, and no other issue takes it")),
        (false, false) => Some(format!("`{name}` goes out with {fresh} in place of {gone}")),
    }
}

fn issue_name(site: &Site, (newsletter, date): &IssueName) -> String {
    let id = site.calendar.newsletters.get(newsletter.index()).map_or("", |newsletter| newsletter.id.value.as_str());
    format!("the issue `{id}` of {}", Date::parse(date).map_or_else(|| date.clone(), day))
}

/// Which issues every piece is in, as things stand at `until`.
fn issues_until((opened, found): (&Opened, &Found), until: Instant) -> Issues {
    let world = found.world(&opened.report.sources);
    let plan = plan::plan(world, Moment { now: until, audience: Audience::Public });
    let mut issues = Issues::new();
    for issue in &plan.issues {
        for item in &issue.members {
            issues.entry(*item).or_default().insert((issue.newsletter, issue.date.clone()));
        }
    }
    issues
}

/// The phases of all rhythms that hold a day and want the kind, as positions.
fn phases_at(site: &Site, kind: Kind, day: Date) -> Vec<(usize, usize)> {
    let rhythms = site.calendar.rhythms.iter().enumerate();
    let phases =
        rhythms.flat_map(|(at, rhythm)| rhythm.phases.iter().enumerate().map(move |(n, phase)| (at, n, phase)));
    let wants = |phase: &RhythmPhase| phase.want.iter().any(|(wanted, ..)| *wanted == kind);
    let holds = |phase: &RhythmPhase| phase.holds(day) && wants(phase);
    phases.filter(|(.., phase)| holds(phase)).map(|(at, n, _)| (at, n)).collect()
}

fn phase_at(site: &Site, (rhythm, phase): (usize, usize)) -> Option<(&Rhythm, &RhythmPhase)> {
    let rhythm = site.calendar.rhythms.get(rhythm)?;
    Some((rhythm, rhythm.phases.get(phase)?))
}
