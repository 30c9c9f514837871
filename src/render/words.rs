//! Words that hub itself says in the site's language: inside bodies, and the promise of a rule.

use super::scene::Scene;
use crate::markdown;
use crate::model::time::Rule;
use crate::theme;

/// Days that every month has; one with a later day is left out in some.
const SHORTEST_MONTH: u8 = 28;

/// The words that bodies need; placeholders stay, the writer fills them.
pub(super) fn in_bodies(words: &theme::Words) -> markdown::Words {
    let raw = |key: &str| words.get(key).unwrap_or(key).to_owned();
    markdown::Words {
        anchor: raw("body.anchor"),
        code: raw("body.code"),
        table: raw("body.table"),
        footnote_back: raw("body.footnote-back"),
        footnotes: raw("body.footnotes"),
        is_rtl: words.direction() == "rtl",
        alerts: ["alert.note", "alert.tip", "alert.important", "alert.warning", "alert.caution"].map(raw),
    }
}

/// A rule in words: "every Wednesday".
pub(super) fn promise(scene: &Scene<'_>, rule: Rule) -> String {
    match rule {
        Rule::Weekly { every: 1, weekday } => {
            scene.say("promise.weekly", &[("weekday", &weekday_name(scene, weekday))])
        }
        Rule::Weekly { every, weekday } => {
            let weekday = weekday_name(scene, weekday);
            scene.theme.words().say_count("promise.every-n-weeks", u64::from(every), &[("weekday", &weekday)])
        }
        Rule::MonthlyDay(day) => {
            let key = if day > SHORTEST_MONTH { "promise.monthly-late-day" } else { "promise.monthly-day" };
            scene.say(key, &[("day", &scene.digits(&day.to_string()))])
        }
        Rule::MonthlyNth { nth, weekday } => {
            let (nth, weekday) = (scene.word(nth_key(nth)), weekday_name(scene, weekday));
            scene.say("promise.monthly-nth", &[("nth", &nth), ("weekday", &weekday)])
        }
    }
}

fn nth_key(nth: i8) -> &'static str {
    match nth {
        1 => "promise.nth.first",
        2 => "promise.nth.second",
        3 => "promise.nth.third",
        4 => "promise.nth.fourth",
        _ => "promise.nth.last",
    }
}

/// The name of a day of the week, 1 = Monday.
pub(super) fn weekday_name(scene: &Scene<'_>, weekday: u8) -> String {
    scene.word(&format!("date.weekdays.{weekday}"))
}
