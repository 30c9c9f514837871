//! `hub calendar next`: when the site changes by itself, and why.

use serde_json::{Value, json};

use super::text::{Text, Tone, packed, wrapped};
use super::{Asked, screen, words};
use crate::calendar::{Standpoint, changes};
use crate::error::Error;
use crate::plan::NextChange;

/// The next change and five after it.
const MOST: usize = 6;

/// Answers.
pub(super) fn answer(asked: &Asked<'_>) -> Result<(), Error> {
    let Standpoint { world, moment, .. } = asked.standpoint();
    let coming = changes(world, moment, None, MOST);
    asked.say(&to_json(asked, &coming), || text(asked, &coming));
    Ok(())
}

/// `now`, `zone`, `next_change` (or null) and `following`, each with `at`, `seconds_away`, `reasons`.
fn to_json(asked: &Asked<'_>, coming: &[NextChange]) -> Value {
    let zone = asked.zone();
    let change = |change: &NextChange| {
        json!({
            "at": zone.rfc3339(change.at),
            "seconds_away": change.at.unix() - asked.now().unix(),
            "reasons": change.reasons,
        })
    };
    json!({
        "now": zone.rfc3339(asked.now()),
        "zone": zone.name(),
        "next_change": coming.first().map(change),
        "following": coming.iter().skip(1).map(change).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, coming: &[NextChange]) -> String {
    let Some((next, following)) = coming.split_first() else { return nothing(asked) };
    let mut lines = vec![Text::of(Tone::Strong, " The site changes next")];
    lines.extend(change(asked, next));
    if !following.is_empty() {
        lines.extend([Text::default(), Text::of(Tone::Strong, " After that")]);
    }
    lines.extend(following.iter().flat_map(|next| change(asked, next)));
    lines.into_iter().map(|line| line.line(asked.colour)).collect()
}

/// When, how far away that is, and why.
fn change(asked: &Asked<'_>, change: &NextChange) -> Vec<Text> {
    let zone = asked.zone();
    let time = words::full_time(change.at, zone, zone.date_of(asked.now()));
    let away = words::away(asked.now(), change.at, zone);
    let columns = screen::columns().saturating_sub(5);
    let reasons = change.reasons.iter().flat_map(|reason| wrapped(reason, columns, 3));
    let reasons = reasons.map(|words| Text::of(Tone::Plain, &words).indented(5));
    let time = packed(&[(Tone::Event, time), (Tone::Quiet, away)], columns).into_iter().map(|line| line.indented(3));
    time.chain(reasons).collect()
}

fn nothing(asked: &Asked<'_>) -> String {
    let now = words::full_time(asked.now(), asked.zone(), asked.zone().date_of(asked.now()));
    let sentence = format!("Nothing changes by itself after {now}: nothing more is ready and has a day.");
    let next = asked.unread().map_or_else(|| super::hint("What could be", "hub calendar backlog"), super::sentence);
    let lines = super::sentence(&sentence).into_iter().chain(next);
    lines.map(|line| line.line(asked.colour)).collect()
}
