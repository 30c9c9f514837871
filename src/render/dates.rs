//! Instants and days as people of the site's zone and language read them.

use super::scene::Scene;
use super::view::DateView;
use super::words::weekday_name;
use crate::model::ItemId;
use crate::model::time::{Date, Instant};
use crate::plan;

/// An instant.
pub(super) fn moment(scene: &Scene<'_>, instant: Instant) -> DateView {
    let zone = &scene.site.settings.zone;
    let parts = zone.parts(instant);
    DateView {
        iso: zone.rfc3339(instant),
        time: scene.digits(&zone.time_of(instant).to_string()),
        zone: parts.abbreviation,
        offset: offset_words(parts.offset_minutes),
        ..day(scene, zone.date_of(instant))
    }
}

/// An instant at which something ends: where that is the end of a day, the day.
pub(super) fn end(scene: &Scene<'_>, instant: Instant) -> DateView {
    let zone = &scene.site.settings.zone;
    let last = zone.date_of(instant.plus_seconds(-1));
    if zone.end_of_day(last) == instant { day(scene, last) } else { moment(scene, instant) }
}

/// `UTC+05:45`.
fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A day.
pub(super) fn day(scene: &Scene<'_>, date: Date) -> DateView {
    let (number, year) = (scene.digits(&date.day().to_string()), scene.digits(&date.year().to_string()));
    let month = scene.word(&format!("date.months.{}", date.month()));
    let month_short = scene.word(&format!("date.months_short.{}", date.month()));
    let values = [
        ("day", number.as_str()),
        ("month", month.as_str()),
        ("month_short", month_short.as_str()),
        ("year", year.as_str()),
    ];
    DateView {
        iso: date.to_string(),
        text: scene.say("date.text", &values),
        short: scene.say("date.short", &values),
        weekday: weekday_name(scene, date.weekday()),
        day: number,
        month: month_short,
        year,
        time: String::new(),
        zone: String::new(),
        offset: String::new(),
    }
}

/// When an item became public, if that has a date; an offer, not before its first day: from then on feeds hold it.
pub(super) fn became(scene: &Scene<'_>, item: ItemId) -> Option<Instant> {
    plan::news_from(scene.site.item(item), &scene.site.schedule(item).becomes)
}
