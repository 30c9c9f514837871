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
            let (count, weekday) = (every.to_string(), weekday_name(scene, weekday));
            scene.say("promise.every-n-weeks", &[("count", &count), ("weekday", &weekday)])
        }
        Rule::MonthlyDay(day) => {
            let key = if day > SHORTEST_MONTH { "promise.monthly-late-day" } else { "promise.monthly-day" };
            scene.say(key, &[("day", &day.to_string())])
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

/// A whole number as people of the language write it: "1,200".
pub(super) fn number(scene: &Scene<'_>, number: u64) -> String {
    let (digits, mark) = (number.to_string(), scene.word("number.thousands"));
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push_str(&mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// The name of a day of the week, 1 = Monday.
pub(super) fn weekday_name(scene: &Scene<'_>, weekday: u8) -> String {
    scene.word(&format!("date.weekdays.{weekday}"))
}
