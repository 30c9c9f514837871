//! newsletter.lock.toml: issues that were sent, which are never computed again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::dates;
use crate::model::names::Names;
use crate::model::site::{
    Calendar, Detail, Item, ItemId, NewsletterId, SealedIssue, SealedMember, Segment, SegmentId, Site,
};
use crate::model::time::{Bare, TimeOfDay, Zone};
use crate::model::words::unknown;
use crate::parse::calendar::{RawLock, RawSealed, RawSealedMember};
use crate::source::Spanned;

/// The sent issues, in the order of the file. A piece that no longer exists is no problem: what was sent stays sent.
pub(in crate::model) fn sealed(
    raw: Option<&RawLock>,
    calendar: &Calendar,
    (names, zone): (&Names<'_>, &Zone),
    segments: &[Segment],
    problems: &mut Vec<Diagnostic>,
) -> Vec<SealedIssue> {
    let raws = raw.map_or(&[][..], |raw| raw.issue.as_slice());
    let mut seen = BTreeMap::new();
    let mut issues = Vec::new();
    for raw in raws {
        let Some(issue) = issue(&raw.value, calendar, (names, zone), problems) else { continue };
        let place = raw.value.date.as_ref().map_or(raw.span, |date| date.span);
        if let Some(first) = seen.insert((issue.newsletter, issue.date), place) {
            problems.push(
                Diagnostic::error("duplicate-issue", format!("the issue of {} is sealed twice", issue.date))
                    .at(place, "the second")
                    .at(first, "the first")
                    .help("take out the one that was not sent"),
            );
        }
        issues.push(SealedIssue { segments: known_segments(&raw.value, segments), ..issue });
    }
    issues
}

/// Pieces that look like one which a sealed issue held under another id: whoever asks by id would mail them once more.
pub(in crate::model) fn renamed(
    sealed: &[SealedIssue],
    items: &[Arc<Item>],
    calendar: &Calendar,
    problems: &mut Vec<Diagnostic>,
) {
    let members = || sealed.iter().flat_map(|issue| issue.members.iter().map(move |member| (issue, member)));
    let known: BTreeSet<ItemId> = members().filter_map(|(_, member)| member.item).collect();
    for (issue, member) in members().filter(|(_, member)| member.item.is_none()) {
        let kind = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        let is_like = |(at, item): &(usize, &Arc<Item>)| {
            item.title.value.trim() == member.title
                && kind(&item.id) == kind(&member.id)
                && !known.contains(&ItemId::at(*at))
        };
        let Some((_, item)) = items.iter().enumerate().find(is_like) else { continue };
        let newsletter = calendar.newsletters.get(issue.newsletter.index()).map_or("", |one| one.id.value.as_str());
        let message = format!("`{}` looks like `{}` under another name", item.id, member.id);
        problems.push(
            Diagnostic::warning("sealed-renamed", message)
                .at(item.span, "")
                .note(format!(
                    "the issue of {} of `{newsletter}` held it: under a new id it is mailed once more",
                    issue.date
                ))
                .help(format!("add `id = \"{}\"` to it", member.id)),
        );
    }
}

/// Letters for a day that was sealed without an issue, or without them being there: they go out to nobody.
pub(in crate::model) fn late_letters(site: &Site) -> Vec<Diagnostic> {
    let letters = site.iter().filter_map(|(_, item)| match &item.detail {
        Detail::Issue(letter) if site.is_issue_closed(letter.newsletter, letter.date) => Some((item, letter)),
        _ => None,
    });
    let told = letters.map(|(item, letter)| {
        let newsletters = &site.calendar.newsletters;
        let newsletter = newsletters.get(letter.newsletter.index()).map_or("", |one| one.id.value.as_str());
        let message = format!("this letter is for {}, a day on which `{newsletter}` sent nothing", letter.date);
        Diagnostic::warning("letter-unsent", message)
            .at(item.span, "")
            .note("`newsletter.lock.toml` says so: an issue of that day would be mailed late, or to nobody")
            .help("name the file by the day of an issue that is still to come; `hub newsletter next` says which")
    });
    told.collect()
}

fn issue(
    raw: &RawSealed,
    calendar: &Calendar,
    (names, zone): (&Names<'_>, &Zone),
    problems: &mut Vec<Diagnostic>,
) -> Option<SealedIssue> {
    let newsletter = raw.newsletter.as_ref().and_then(|typed| newsletter(typed, calendar, problems));
    let date = raw.date.as_ref().and_then(|date| dates::typed_day(date, problems));
    let mut instant =
        |typed: Option<&Spanned<_>>| dates::instant(typed?, zone, Bare::At(TimeOfDay::MIDNIGHT), problems);
    let (sent, since) = (instant(raw.sent.as_ref()), instant(raw.since.as_ref()));
    let members = raw.member.iter().filter_map(|raw| member(&raw.value, names)).collect();
    let skipped = raw.skipped.as_ref().is_some_and(|flag| flag.value);
    Some(SealedIssue { newsletter: newsletter?, date: date?, sent, since, skipped, segments: None, members })
}

/// A segment that is there no more is no problem either: what was sent stays sent.
fn known_segments(raw: &RawSealed, known: &[Segment]) -> Option<Vec<SegmentId>> {
    let find = |name: &Spanned<String>| known.iter().position(|segment| segment.id == name.value).map(SegmentId::at);
    (!raw.segments.is_empty()).then(|| raw.segments.iter().filter_map(find).collect())
}

fn newsletter(typed: &Spanned<String>, calendar: &Calendar, problems: &mut Vec<Diagnostic>) -> Option<NewsletterId> {
    let found = calendar.newsletters.iter().position(|newsletter| newsletter.id.value == typed.value);
    if found.is_none() {
        let ids = calendar.newsletters.iter().map(|newsletter| newsletter.id.value.as_str());
        problems
            .push(unknown(typed, ("unknown-newsletter", "newsletter"), ids).note(
                "its issues are on your site: keep the newsletter in the calendar, with `until` if it has ended",
            ));
    }
    found.map(NewsletterId::at)
}

fn member(raw: &RawSealedMember, names: &Names<'_>) -> Option<SealedMember> {
    let id = raw.id.as_ref()?.value.clone();
    Some(SealedMember {
        title: super::text(raw.title.as_ref()),
        url: super::text(raw.url.as_ref()),
        item: names.by_id.get(&id).copied(),
        id,
    })
}
