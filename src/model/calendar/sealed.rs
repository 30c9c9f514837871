//! newsletter.lock.toml: issues that were sent, which are never computed again.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::dates;
use crate::model::names::Names;
use crate::model::site::{Calendar, NewsletterId, SealedIssue, SealedMember};
use crate::model::words::unknown;
use crate::parse::calendar::{RawLock, RawSealed, RawSealedMember};
use crate::source::Spanned;

/// The sent issues, in the order of the file. A piece that no longer exists is no problem: what was sent stays sent.
pub(in crate::model) fn sealed(
    raw: Option<&RawLock>,
    calendar: &Calendar,
    names: &Names<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<SealedIssue> {
    let raws = raw.map_or(&[][..], |raw| raw.issue.as_slice());
    let mut seen = BTreeMap::new();
    let mut issues = Vec::new();
    for raw in raws {
        let Some(issue) = issue(&raw.value, calendar, names, problems) else { continue };
        let place = raw.value.date.as_ref().map_or(raw.span, |date| date.span);
        if let Some(first) = seen.insert((issue.newsletter, issue.date), place) {
            problems.push(
                Diagnostic::error("duplicate-issue", format!("the issue of {} is sealed twice", issue.date))
                    .at(place, "the second")
                    .at(first, "the first")
                    .help("take out the one that was not sent"),
            );
        }
        issues.push(issue);
    }
    issues
}

fn issue(
    raw: &RawSealed,
    calendar: &Calendar,
    names: &Names<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<SealedIssue> {
    let newsletter = raw.newsletter.as_ref().and_then(|typed| newsletter(typed, calendar, problems));
    let date = raw.date.as_ref().and_then(|date| dates::typed_day(date, problems));
    let members = raw.member.iter().filter_map(|raw| member(&raw.value, names)).collect();
    Some(SealedIssue { newsletter: newsletter?, date: date?, members })
}

fn newsletter(typed: &Spanned<String>, calendar: &Calendar, problems: &mut Vec<Diagnostic>) -> Option<NewsletterId> {
    let found = calendar.newsletters.iter().position(|newsletter| newsletter.id.value == typed.value);
    if found.is_none() {
        let ids = calendar.newsletters.iter().map(|newsletter| newsletter.id.value.as_str());
        problems.push(unknown(typed, ("unknown-newsletter", "newsletter"), ids));
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
