//! `hub calendar next`: when the site changes by itself, and why.

use serde_json::{Value, json};

use super::text::{Text, Tone, wrapped};
use super::{Asked, screen, words};
use crate::calendar::{Coming, coming};
use crate::error::Error;
use crate::plan::NextChange;

/// The next change and five after it.
const MOST: usize = 6;

/// Answers.
pub(super) fn answer(asked: &Asked<'_>) -> Result<(), Error> {
    let coming = coming(asked.standpoint(), MOST);
    asked.say(&to_json(asked, &coming), || text(asked, &coming));
    Ok(())
}

/// `now`, `zone`, `next_change` (or null) and `following`, each with `at`, `seconds_away`, `reasons`.
fn to_json(asked: &Asked<'_>, coming: &Coming) -> Value {
    let zone = asked.zone();
    let change = |change: &NextChange| {
        json!({
            "at": zone.rfc3339(change.at),
            "seconds_away": change.at.unix() - coming.now.unix(),
            "reasons": change.reasons,
        })
    };
    json!({
        "now": zone.rfc3339(coming.now),
        "zone": zone.name(),
        "next_change": coming.changes.first().map(change),
        "following": coming.changes.iter().skip(1).map(change).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, coming: &Coming) -> String {
    let Some((next, following)) = coming.changes.split_first() else { return nothing(asked, coming) };
    let zone = asked.zone();
    let today = zone.date_of(coming.now);
    let mut lines = vec![
        Text::of(Tone::Plain, " The site changes next on ")
            .and(Tone::Strong, &words::full_time(next.at, zone, today))
            .and(Tone::Plain, &format!(", {}:", words::away(coming.now, next.at, zone))),
    ];
    lines.extend(reasons(next, 3));
    if !following.is_empty() {
        lines.extend([Text::default(), Text::of(Tone::Quiet, " After that")]);
    }
    for change in following {
        let away = words::away(coming.now, change.at, zone);
        let time = Text::of(Tone::Plain, &format!(" {}", words::full_time(change.at, zone, today)));
        lines.push(time.and(Tone::Quiet, &format!(", {away}")));
        lines.extend(reasons(change, 3));
    }
    lines.into_iter().map(|line| line.line(asked.colour)).collect()
}

fn reasons(change: &NextChange, indent: usize) -> Vec<Text> {
    let columns = screen::columns().saturating_sub(indent);
    let lines = change.reasons.iter().flat_map(|reason| wrapped(reason, columns, 3));
    lines.map(|words| Text::of(Tone::Plain, &" ".repeat(indent)).and(Tone::Plain, &words)).collect()
}

fn nothing(asked: &Asked<'_>, coming: &Coming) -> String {
    let now = words::full_time(coming.now, asked.zone(), asked.zone().date_of(coming.now));
    let lines = [
        Text::of(Tone::Plain, &format!(" Nothing changes by itself after {now}: nothing more is ready and planned.")),
        Text::of(Tone::Quiet, " What could be: hub calendar backlog"),
    ];
    lines.into_iter().map(|line| line.line(asked.colour)).collect()
}
