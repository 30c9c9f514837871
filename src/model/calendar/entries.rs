//! Entries: when single pieces appear, and what they wait for.

use std::collections::BTreeMap;

use super::{Context, text};
use crate::diagnostic::Diagnostic;
use crate::model::circle;
use crate::model::dates;
use crate::model::site::{Entry, ItemId};
use crate::model::time::{Bare, Instant};
use crate::model::words;
use crate::parse::Kind;
use crate::parse::calendar::RawEntry;
use crate::parse::words::STATUSES;
use crate::source::{Span, Spanned};

/// Entries, in the order of the files.
pub(super) fn entries(
    raws: &[&Spanned<RawEntry>],
    context: &Context<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let entries: Vec<Entry> = raws.iter().map(|raw| entry(raw, context, problems)).collect();
    duplicates(&entries, context, problems);
    circles(&entries, raws, context, problems);
    entries
}

fn entry(raw: &Spanned<RawEntry>, context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> Entry {
    let span = place(raw);
    let raw = &raw.value;
    let item = raw.r#ref.as_ref().and_then(|id| context.names.item(id, None, problems));
    let kind = kind(raw, item, context, problems);
    if raw.r#ref.is_none() {
        problems.extend(missing(raw, span));
    }
    let status = raw.status.as_ref().and_then(|typed| STATUSES.read(typed, problems));
    let (publish, expire) = instants(raw, context, problems);
    let due = raw.due.as_ref().and_then(|due| dates::day(due, context.zone, problems));
    let after = raw.after.iter().filter_map(|id| context.names.item(id, None, problems)).collect();
    Entry {
        span,
        item,
        title: text(raw.title.as_ref()),
        kind,
        publish,
        expire,
        status: status.unwrap_or(if raw.r#ref.is_some() { "ready" } else { "idea" }).to_owned(),
        owner: text(raw.owner.as_ref()),
        due,
        after,
        channels: raw.channels.iter().map(|channel| channel.value.clone()).collect(),
        source: text(raw.source.as_ref()),
    }
}

/// The line that names the entry.
fn place(raw: &Spanned<RawEntry>) -> Span {
    raw.value.r#ref.as_ref().or(raw.value.title.as_ref()).map_or(raw.span, |name| name.span)
}

fn kind(raw: &RawEntry, item: Option<ItemId>, context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> Option<Kind> {
    let is = item.and_then(|item| context.names.kinds.get(item.index()).copied());
    let Some(typed) = &raw.kind else { return is };
    let said = words::kind(typed, problems);
    if let (Some(is), Some(said)) = (is, said)
        && is != said
    {
        problems.push(
            Diagnostic::error(
                "wrong-kind",
                format!("`{}` is a {}, not a {}", text(raw.r#ref.as_ref()), is.name(), said.name()),
            )
            .at(typed.span, "")
            .help("leave out `kind`: it is known by `ref`"),
        );
    }
    is.or(said)
}

/// What an idea lacks.
fn missing(raw: &RawEntry, span: Span) -> impl Iterator<Item = Diagnostic> {
    let fields = [("title", raw.title.is_some(), "\"…\""), ("kind", raw.kind.is_some(), "\"guide\"")];
    fields.into_iter().filter(|(_, is_there, _)| !is_there).map(move |(name, _, example)| {
        Diagnostic::error("missing-field", format!("an entry without `ref` needs a `{name}`"))
            .at(span, "")
            .help(format!("add `{name} = {example}`, or the piece it is about as `ref`"))
    })
}

fn instants(
    raw: &RawEntry,
    context: &Context<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Option<Instant>, Option<Instant>) {
    let mut read = |field: &Option<Spanned<_>>, bare| {
        field.as_ref().and_then(|date| Some((dates::instant(date, context.zone, bare, problems)?, date.span)))
    };
    let publish = read(&raw.publish, Bare::At(context.publish_time));
    let expire = read(&raw.expire, Bare::EndOfDay);
    if let (Some((publish, appears)), Some((expire, place))) = (publish, expire)
        && expire <= publish
    {
        problems.push(
            Diagnostic::error("expires-before-publish", "this piece disappears before it appears")
                .at(place, format!("disappears {}", context.zone.words(expire)))
                .at(appears, format!("appears {}", context.zone.words(publish)))
                .help("move one of them: a day of `expire` lasts to its end"),
        );
    }
    (publish.map(|(instant, _)| instant), expire.map(|(instant, _)| instant))
}

fn duplicates(entries: &[Entry], context: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let mut seen = BTreeMap::new();
    for entry in entries {
        let Some(item) = entry.item else { continue };
        if let Some(first) = seen.insert(item, entry.span) {
            problems.push(
                Diagnostic::error("duplicate-entry", format!("`{}` has two entries", id_of(item, context)))
                    .at(entry.span, "the second")
                    .at(first, "the first")
                    .help("keep one of them"),
            );
        }
    }
}

fn circles(entries: &[Entry], raws: &[&Spanned<RawEntry>], context: &Context<'_>, problems: &mut Vec<Diagnostic>) {
    let mut waits = vec![Vec::new(); context.names.kinds.len()];
    let mut places = BTreeMap::new();
    for (entry, raw) in entries.iter().zip(raws) {
        let Some(item) = entry.item else { continue };
        places.insert(item.index(), super::list_span(&raw.value.after).unwrap_or(entry.span));
        if let Some(list) = waits.get_mut(item.index()) {
            list.extend(entry.after.iter().map(|after| after.index()));
        }
    }
    for way in circle::walk(&waits).circles {
        problems.push(circle_problem(&way, &places, context));
    }
}

fn circle_problem(way: &[usize], places: &BTreeMap<usize, Span>, context: &Context<'_>) -> Diagnostic {
    let name = |index: usize| format!("`{}`", id_of(ItemId::at(index), context));
    let names: Vec<String> = way.iter().chain(way.first()).map(|index| name(*index)).collect();
    let message = format!("these entries wait for each other: {}", names.join(" after "));
    let problem = Diagnostic::error("circle", message).help("take one of them out of an `after`");
    way.iter().filter_map(|index| places.get(index)).fold(problem, |problem, span| problem.at(*span, ""))
}

fn id_of<'a>(item: ItemId, context: &'a Context<'_>) -> &'a str {
    context.names.by_id.iter().find(|(_, known)| **known == item).map_or("", |(id, _)| id)
}
