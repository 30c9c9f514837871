//! `hub newsletter seal`: what each issue that is out holds, written down for good in newsletter.lock.toml.
//!
//! The lock only grows: what stands in it stays to the byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::line_end;
use super::text::Splice;
use super::toml::{Block, Form, blocks, quoted};
use super::typed::{day, line, when};
use super::{Changed, Desk, Draft, Edited, Outcome, Tried, text, try_out, write_out};
use crate::error::Error;
use crate::model::Site;
use crate::model::time::Date;
use crate::parse::Kind;
use crate::pipeline::Found;
use crate::plan::Issue;
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
    let due = due(desk.found);
    if due.is_empty() {
        return Ok(Outcome::Done(nothing(desk.found)));
    }
    let draft = draft(file, desk.found, &due)?;
    let after = match try_out(desk, &draft)? {
        Tried::Fine(after) => after,
        Tried::Wrong(outcome) => return Ok(outcome),
    };
    if after.found.as_ref().is_none_or(|after| after.plan.issues != desk.found.plan.issues) {
        let help = "nothing was written; `hub check` may say more, and this is worth a report";
        return Err(Error::refused("sealing would change what an issue holds", help));
    }
    let changes = changes(&desk.found.site, &due, &draft);
    let written = write_out(desk, &draft)?;
    let diff = text::diff(LOCK, draft.old(), &draft.splices);
    let also = vec![format!("commit `{LOCK}`: from now on these issues stay as they are")];
    Ok(Outcome::Done(Edited { file: LOCK.to_owned(), written, changes, also, diff }))
}

fn unreadable(file: &Source) -> Option<Outcome> {
    let is_wrong = file.class != SourceClass::Lock || blocks(&file.text, "issue").is_none();
    is_wrong.then(|| Outcome::Unreadable { file: file.path.clone() })
}

/// Issues that are out and not sealed, oldest first.
fn due(found: &Found) -> Vec<&Issue> {
    let sealed = &found.site.sealed;
    let is_sealed = |issue: &&Issue| {
        sealed.iter().any(|one| one.newsletter == issue.newsletter && one.date.to_string() == issue.date)
    };
    let mut due: Vec<&Issue> = found.plan.issues.iter().filter(|issue| !is_sealed(issue)).collect();
    due.sort_by_key(|issue| (issue.sent, issue.newsletter));
    due
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
    for newsletter in newsletters {
        let dates = newsletter.rule.dates_from(newsletter.start, newsletter.until, zone.date_of(now));
        let next = dates.map(|date| zone.instant(date, newsletter.time).0).find(|sent| *sent > now);
        also.extend(next.map(|next| format!("the next day of `{}` is {}", newsletter.id.value, when(zone, next))));
    }
    Edited { also, ..Edited::default() }
}

fn draft(file: Option<&Source>, found: &Found, due: &[&Issue]) -> Result<Draft, Error> {
    let old = file.map_or("", |file| &file.text);
    let in_list = |blocks: Vec<Block>| blocks.iter().any(|block| block.form == Form::Inline);
    if blocks(old, "issue").is_some_and(in_list) {
        return Err(Error::refused(
            format!("`{LOCK}` holds its issues in one list, `issue = [ … ]`, which hub does not add to"),
            "write each of them below a line `[[issue]]` of its own",
        ));
    }
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
        for line in lines(found, issue) {
            with.push_str(&line);
            with.push_str(end);
        }
    }
    let splices = vec![Splice { at: old.len()..old.len(), with, marks }];
    Ok(Draft { path: LOCK.to_owned(), before: file.map(|file| Arc::clone(&file.text)), splices })
}

fn lines(found: &Found, issue: &Issue) -> Vec<String> {
    let site = &found.site;
    let mut lines = vec![
        "[[issue]]".to_owned(),
        format!("newsletter = {}", quoted(newsletter(site, issue))),
        format!("date = {}", issue.date),
    ];
    for id in &issue.members {
        let item = site.item(*id);
        let route = found.plan.urls.get(id.index()).map_or("/", String::as_str);
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

fn newsletter<'a>(site: &'a Site, issue: &Issue) -> &'a str {
    site.calendar.newsletters.get(issue.newsletter.index()).map_or("", |newsletter| &newsletter.id.value)
}

fn changes(site: &Site, due: &[&Issue], draft: &Draft) -> Vec<Changed> {
    let lines: BTreeMap<usize, usize> = draft.lines();
    let changed = |(number, issue): (usize, &&Issue)| {
        let name = format!("{}/{}", newsletter(site, issue), issue.date);
        let date = Date::parse(&issue.date).map_or_else(|| issue.date.clone(), day);
        let held = match issue.members.len() {
            0 => "a letter and no pieces".to_owned(),
            1 => "1 piece".to_owned(),
            many => format!("{many} pieces"),
        };
        Changed {
            sentence: format!("the issue `{}` of {date} holds {held}", newsletter(site, issue)),
            what: name,
            kind: Some(Kind::Issue),
            line: lines.get(&number).copied().unwrap_or(1),
            publish: Some(issue.sent),
        }
    };
    due.iter().enumerate().map(changed).collect()
}
