//! `hub newsletter seal`: what each issue that is out holds, written down for good in newsletter.lock.toml.
//!
//! The lock only grows: what stands in it stays to the byte. A day on which nothing was sent is written down too, once a
//! newsletter has a sealed issue: else a piece that is backdated to before it would make an issue that nobody got.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layout::line_end;
use super::text::Splice;
use super::toml::{Block, Form, blocks, quoted};
use super::typed::{day, line, when};
use super::{Changed, Desk, Draft, Edited, Outcome, Tried, text, try_out, write_out};
use crate::error::Error;
use crate::model::time::{Date, Instant};
use crate::model::{ItemId, NewsletterId, SegmentId, Site};
use crate::parse::Kind;
use crate::pipeline::Found;
use crate::plan::{self, Plan};
use crate::source::{Source, SourceClass};

const LOCK: &str = "newsletter.lock.toml";

const HEAD: &str = "\
# What each sent issue of the newsletter held, written by `hub newsletter seal`.
# Commit this file, and let hub add to it: an issue that stands here is never put together again.
";

/// Seals every issue that is out and not in the lock.
///
/// # Errors
/// The lock can't be written.
pub fn seal(desk: Desk<'_>) -> Result<Outcome, Error> {
    let file = desk.opened.report.sources.files.iter().find(|file| file.path == LOCK);
    if let Some(outcome) = file.and_then(unreadable) {
        return Ok(outcome);
    }
    let (site, plan) = (&desk.found.site, &desk.found.plan);
    let due = due(site, plan, desk.found.moment.now);
    if due.is_empty() {
        return Ok(Outcome::Done(nothing(desk.found)));
    }
    let draft = draft(file, (site, plan), &due)?;
    let after = match try_out(desk, &draft)? {
        Tried::Fine(after) => after,
        Tried::Wrong(outcome) => return Ok(outcome),
    };
    if after.found.as_ref().is_none_or(|after| after.plan.issues != desk.found.plan.issues) {
        let help = "nothing was written; `hub check` may say more, and this is worth a report";
        return Err(Error::refused("sealing would change what an issue holds", help));
    }
    let changes = changes(site, &due, &draft);
    let written = write_out(desk, &draft)?;
    let diff = text::diff(LOCK, draft.old(), &draft.splices);
    let also = vec![format!("commit `{LOCK}`: from now on these issues stay as they are")];
    Ok(Outcome::Done(Edited { file: LOCK.to_owned(), written, changes, also, diff }))
}

fn unreadable(file: &Source) -> Option<Outcome> {
    let is_wrong = file.class != SourceClass::Lock || blocks(&file.text, "issue").is_none();
    is_wrong.then(|| Outcome::Unreadable { file: file.path.clone() })
}

/// The text of the lock with all that is due added to `old`; nothing where nothing is due. What [`seal`] writes.
pub fn sealed_lock((site, plan): (&Site, &Plan), now: Instant, old: &str) -> Option<String> {
    let due = due(site, plan, now);
    let (added, _) = added((site, plan), &due, old);
    (!due.is_empty()).then(|| format!("{old}{added}"))
}

/// A day to be sealed.
struct Due {
    newsletter: NewsletterId,
    date: String,
    sent: Instant,
    members: Vec<ItemId>,
    segments: Vec<SegmentId>,
    /// Whether anything was sent.
    held: Held,
    /// From when the newsletter takes pieces up: with the first day of a newsletter that the lock holds nothing of.
    since: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Something,
    Nothing,
}

/// Issues that are out and not sealed, and the newest day of a newsletter that had none, oldest first.
fn due(site: &Site, plan: &Plan, now: Instant) -> Vec<Due> {
    let is_sealed = |newsletter: NewsletterId, date: &str| {
        site.sealed.iter().any(|one| one.newsletter == newsletter && one.date.to_string() == date)
    };
    let issues = plan.issues.iter().map(|issue| Due {
        newsletter: issue.newsletter,
        date: issue.date.clone(),
        sent: issue.sent,
        members: issue.members.clone(),
        segments: plan::segments_of(site, plan, issue),
        held: Held::Something,
        since: None,
    });
    let mut due: Vec<Due> = issues.filter(|issue| !is_sealed(issue.newsletter, &issue.date)).collect();
    for newsletter in (0..site.calendar.newsletters.len()).map(NewsletterId::at) {
        let is_in_use = site.sealed.iter().map(|one| one.newsletter).chain(due.iter().map(|one| one.newsletter));
        let latest =
            plan::latest_day(site, newsletter, now).filter(|_| is_in_use.into_iter().any(|id| id == newsletter));
        let Some((day, sent)) = latest else { continue };
        let last = site.sealed.iter().filter(|one| one.newsletter == newsletter).map(|one| one.date).max();
        let date = day.to_string();
        let is_due = due.iter().any(|one| one.newsletter == newsletter && one.date == date);
        if !is_due && last.is_none_or(|last| last < day) {
            let (members, segments) = Default::default();
            due.push(Due { newsletter, date, sent, members, segments, held: Held::Nothing, since: None });
        }
    }
    due.sort_by_key(|one| (one.sent, one.newsletter));
    begin(site, &mut due);
    due
}

/// Has the first day of each newsletter say from when pieces are taken up, unless the lock does.
fn begin(site: &Site, due: &mut [Due]) {
    let said = site.sealed.iter().filter(|issue| issue.since.is_some()).map(|issue| issue.newsletter);
    let mut said: BTreeSet<NewsletterId> = said.collect();
    for one in due {
        one.since = said.insert(one.newsletter).then(|| plan::reach(site, one.newsletter));
    }
}

fn nothing(found: &Found) -> Edited {
    let newsletters = &found.site.calendar.newsletters;
    let mut also = vec![match (newsletters.is_empty(), found.plan.issues.is_empty()) {
        (true, _) => "the calendar has no `[[newsletter]]`: there is nothing to seal".to_owned(),
        (_, true) => "no issue is out yet: there is nothing to seal".to_owned(),
        _ => "every issue that is out is sealed already".to_owned(),
    }];
    let zone = &found.site.settings.zone;
    let now = found.moment.now;
    for (at, newsletter) in newsletters.iter().enumerate() {
        let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, zone.date_of(now));
        let next = dates.map(|date| found.site.issue_sent(NewsletterId::at(at), date)).find(|sent| *sent > now);
        also.extend(next.map(|next| format!("the next day of `{}` is {}", newsletter.id.value, when(zone, next))));
    }
    Edited { also, ..Edited::default() }
}

fn draft(file: Option<&Source>, world: (&Site, &Plan), due: &[Due]) -> Result<Draft, Error> {
    let old = file.map_or("", |file| &file.text);
    let in_list = |blocks: Vec<Block>| blocks.iter().any(|block| block.form == Form::Inline);
    if blocks(old, "issue").is_some_and(in_list) {
        return Err(Error::refused(
            format!("`{LOCK}` holds its issues in one list, `issue = [ … ]`, which hub does not add to"),
            "write each of them below a line `[[issue]]` of its own",
        ));
    }
    let (with, marks) = added(world, due, old);
    let splices = vec![Splice { at: old.len()..old.len(), with, marks }];
    Ok(Draft { path: LOCK.to_owned(), before: file.map(|file| Arc::clone(&file.text)), splices })
}

/// What stands after `old`, and where each day begins in it.
fn added(world: (&Site, &Plan), due: &[Due], old: &str) -> (String, Vec<(usize, usize)>) {
    let end = line_end(old, 0);
    let mut with = String::new();
    let mut marks = Vec::new();
    if old.is_empty() {
        with.push_str(HEAD);
    } else if !old.ends_with('\n') {
        with.push_str(end);
    }
    for (number, issue) in due.iter().enumerate() {
        with.push_str(end);
        marks.push((number, with.len()));
        for line in lines(world, issue) {
            with.push_str(&line);
            with.push_str(end);
        }
    }
    (with, marks)
}

fn lines((site, plan): (&Site, &Plan), issue: &Due) -> Vec<String> {
    let mut lines = vec![
        "[[issue]]".to_owned(),
        format!("newsletter = {}", quoted(newsletter(site, issue.newsletter))),
        format!("date = {}", issue.date),
        format!("sent = {}", site.settings.zone.rfc3339(issue.sent)),
    ];
    let zone = &site.settings.zone;
    lines.extend(issue.since.map(|since| format!("since = {}  # pieces from here on are news", zone.rfc3339(since))));
    lines.extend((issue.held == Held::Nothing).then(|| "skipped = true  # nothing was sent".to_owned()));
    let segments = issue.segments.iter().filter_map(|id| site.settings.segments.get(id.index()));
    let segments: Vec<String> = segments.map(|segment| quoted(&segment.id)).collect();
    lines.extend((!segments.is_empty()).then(|| format!("segments = [{}]", segments.join(", "))));
    for id in &issue.members {
        let item = site.item(*id);
        let route = plan.urls.get(id.index()).map_or("/", String::as_str);
        let url = site.settings.base_url.absolute(route);
        lines.extend([
            String::new(),
            "[[issue.member]]".to_owned(),
            format!("id = {}", quoted(&item.id)),
            format!("title = {}", quoted(&line(&item.title.value))),
            format!("url = {}", quoted(&url)),
        ]);
    }
    lines
}

fn newsletter(site: &Site, id: NewsletterId) -> &str {
    site.calendar.newsletters.get(id.index()).map_or("", |newsletter| &newsletter.id.value)
}

fn changes(site: &Site, due: &[Due], draft: &Draft) -> Vec<Changed> {
    let lines: BTreeMap<usize, usize> = draft.lines();
    let changed = |(number, issue): (usize, &Due)| {
        let newsletter = newsletter(site, issue.newsletter);
        let name = format!("{newsletter}/{}", issue.date);
        let date = Date::parse(&issue.date).map_or_else(|| issue.date.clone(), day);
        let sentence = match (issue.held, issue.members.len()) {
            (Held::Nothing, _) => format!("`{newsletter}` sent nothing on {date}, and that day stays without an issue"),
            (_, 0) => format!("the issue `{newsletter}` of {date} holds a letter and no pieces"),
            (_, 1) => format!("the issue `{newsletter}` of {date} holds 1 piece"),
            (_, many) => format!("the issue `{newsletter}` of {date} holds {many} pieces"),
        };
        Changed {
            sentence,
            what: name,
            kind: Some(Kind::Issue),
            line: lines.get(&number).copied().unwrap_or(1),
            publish: Some(issue.sent),
        }
    };
    due.iter().enumerate().map(changed).collect()
}
