//! What readers learn from: series and parts, guides, FAQ entries, tracks.

use std::collections::BTreeMap;

use super::Here;
use crate::diagnostic::Diagnostic;
use crate::model::fields::{number, text, texts};
use crate::model::items::check_slug;
use crate::model::site::{Faq, Guide, ItemId, Part, Series, Step, Track};
use crate::parse::Kind;
use crate::parse::front_matter::{RawFaq, RawGuide, RawSeries, RawStep, RawTrack, SHORT_LIMIT};
use crate::parse::words::FORMATS;
use crate::source::Spanned;

pub(super) fn series(raw: &RawSeries, here: Here<'_>) -> Series {
    Series {
        promise: text(&raw.promise),
        outcome: text(&raw.outcome),
        parts: here.known.parts.of_series.get(&here.id).cloned().unwrap_or_default(),
    }
}

pub(super) fn part(here: Here<'_>) -> Option<Part> {
    let (series, number) = here.known.parts.places.get(&here.id).copied()?;
    Some(Part { series, number })
}

pub(super) fn guide(raw: &RawGuide, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Guide {
    let format = raw.format.as_ref().and_then(|typed| Some(Spanned::new(FORMATS.read(typed, problems)?, typed.span)));
    let steps = raw.steps.as_ref().filter(|flag| flag.value);
    if let Some(flag) = steps.filter(|_| here.piece.raw.outline.headings.iter().all(|heading| heading.level != 2)) {
        problems.push(
            Diagnostic::error("steps-missing", "this guide has no steps")
                .at(flag.span, "says that each H2 is a step")
                .help("begin each step with a heading, as in `## Open the settings`, or take `steps = true` out"),
        );
    }
    Guide {
        goal: text(&raw.goal),
        minutes: number(&raw.minutes, problems),
        tools: texts(&raw.tools),
        prerequisites: refs(&raw.prerequisites, None, here, problems),
        steps: steps.is_some(),
        faq: refs(&raw.faq, Some(Kind::Faq), here, problems),
        format,
    }
}

/// What a list of content ids names.
pub(super) fn refs(
    typed: &[Spanned<String>],
    meant: Option<Kind>,
    here: Here<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<ItemId> {
    typed.iter().filter_map(|typed| here.known.names.item(typed, meant, problems)).collect()
}

/// `excerpt` answers where the author gave no short answer.
pub(super) fn faq(raw: &RawFaq, excerpt: &str, problems: &mut Vec<Diagnostic>) -> Faq {
    let short = raw.short.as_ref().map_or_else(|| excerpt.to_owned(), |short| short.value.clone());
    let count = short.chars().count();
    if let Some(typed) = raw.short.as_ref().filter(|_| count > SHORT_LIMIT) {
        problems.push(
            Diagnostic::error(
                "short-too-long",
                format!("the short answer has {count} characters, {SHORT_LIMIT} at most"),
            )
            .at(typed.span, "")
            .help("keep the answer itself here and put the rest below the front matter"),
        );
    }
    Faq { short, topic: text(&raw.topic), asked_count: number(&raw.asked_count, problems) }
}

pub(super) fn track(raw: &RawTrack, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Track {
    if raw.step.is_empty() {
        problems.push(
            Diagnostic::error("empty-track", "this track has no steps")
                .at(here.piece.front(), "")
                .help("add one: `[[step]]` with `ref = \"guides/…\"` and `day = 1`"),
        );
    }
    check_days(&raw.step, problems);
    let steps: Vec<Step> = raw.step.iter().filter_map(|raw| step(&raw.value, here, problems)).collect();
    check_slugs(&steps, problems);
    Track {
        audience: text(&raw.r#for),
        not_for: text(&raw.not_for),
        outcome: text(&raw.outcome),
        next_track: raw.next_track.as_ref().and_then(|id| here.known.names.item(id, Some(Kind::Track), problems)),
        minutes: number(&raw.minutes, problems),
        steps,
    }
}

fn step(raw: &RawStep, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Step> {
    let typed = raw.r#ref.as_ref()?;
    let item = here.known.names.item(typed, None, problems)?;
    let target = here.known.catalogue.piece(item);
    if target.raw.place.kind == Kind::Track {
        problems.push(
            Diagnostic::error("track-in-track", format!("`{}` is a track, which can't be a step", typed.value))
                .at(typed.span, "")
                .help("name one of its pieces, or lead on to it with `next_track`"),
        );
        return None;
    }
    let slug = match &raw.slug {
        Some(slug) => {
            problems.extend(check_slug(slug));
            slug.clone()
        }
        None => Spanned::new(target.slug().value, typed.span),
    };
    Some(Step {
        item,
        day: raw.day.as_ref().and_then(|day| u32::try_from(day.value).ok()).unwrap_or(1).max(1),
        why: text(&raw.why),
        optional: raw.optional.as_ref().is_some_and(|flag| flag.value),
        slug,
    })
}

fn check_days(steps: &[Spanned<RawStep>], problems: &mut Vec<Diagnostic>) {
    let days = || steps.iter().filter_map(|step| step.value.day.as_ref());
    for day in days().filter(|day| u32::try_from(day.value).map_or(true, |day| day == 0)) {
        problems.push(
            Diagnostic::error("bad-day", format!("a track has no day {}", day.value))
                .at(day.span, "a day from 1 is expected here"),
        );
    }
    for (before, after) in days().zip(days().skip(1)).filter(|(before, after)| after.value < before.value) {
        problems.push(
            Diagnostic::error("days-not-ascending", format!("day {} comes after day {}", after.value, before.value))
                .at(after.span, "earlier day")
                .at(before.span, "later day, in the step before")
                .help("order the steps by day"),
        );
    }
}

fn check_slugs(steps: &[Step], problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for step in steps {
        let key = step.slug.value.to_lowercase();
        if let Some(first) = seen.get(&key) {
            problems.push(
                Diagnostic::error("duplicate-step", format!("two steps of this track have the address `{key}`"))
                    .at(step.slug.span, "second")
                    .at(first.span, "first")
                    .help(format!("give one of them a `slug` of its own, as in `slug = \"{key}-again\"`")),
            );
        } else {
            seen.insert(key, &step.slug);
        }
    }
}
