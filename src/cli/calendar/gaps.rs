//! `hub calendar gaps`: what is missing, theme by theme, as a list to work through.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Asked, words};
use crate::calendar::{self, Kept, Theme};
use crate::diagnostic::draw::{self, Colour, printable};
use crate::diagnostic::{Diagnostic, counted};
use crate::source::Sources;

type Found = BTreeMap<Theme, Vec<Diagnostic>>;

/// Gaps of one theme that are shown: as many as anybody mends before asking again.
const MOST: usize = 20;

/// Prints what is missing in the coming days.
pub(super) fn answer(asked: &Asked<'_>, days: u32) {
    let found = calendar::gaps_by_theme(asked.found.world(asked.sources), asked.found.moment, &asked.found.plan, days);
    asked.say(&as_json(asked, &found, days), || text(asked, &found, days));
}

fn as_json(asked: &Asked<'_>, found: &Found, days: u32) -> Value {
    let with_theme = |theme: Theme, mut gap: Value| {
        if let Some(object) = gap.as_object_mut() {
            object.insert("theme".to_owned(), json!(theme.name()));
        }
        gap
    };
    let gaps = found
        .iter()
        .flat_map(|(theme, gaps)| draw::values(gaps, asked.sources).into_iter().map(|gap| with_theme(*theme, gap)));
    let zone = &asked.found.site.settings.zone;
    json!({
        "now": zone.rfc3339(asked.found.moment.now),
        "days": days,
        "gaps": gaps.collect::<Vec<_>>(),
        "kept": calendar::cadence_kept(asked.standpoint()).iter().map(kept_json).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, found: &Found, days: u32) -> String {
    let count: usize = found.values().map(Vec::len).sum();
    if let (0, Some(unread)) = (count, asked.unread()) {
        return format!("{unread}\n");
    }
    if count == 0 {
        return format!("nothing is missing in the next {}\n\n{}{}", days_word(days), looked_at(), kept_text(asked));
    }
    let mut text = String::new();
    for (theme, gaps) in found {
        text.push_str(&format!("{}\n\n", strong(title(*theme), asked.colour)));
        for gap in gaps.iter().take(MOST) {
            text.push_str(&entry(gap, asked.sources, asked.colour));
        }
        if gaps.len() > MOST {
            let more = words::thousands(gaps.len() - MOST);
            text.push_str(&format!("  … and {more} more of these: `hub calendar gaps --json` has them all\n\n"));
        }
    }
    text.push_str(&format!("{} in the next {}\n", counted(count, "gap"), days_word(days)));
    text.push_str(&kept_text(asked));
    text
}

/// How the newsletters kept their promise so far.
fn kept_text(asked: &Asked<'_>) -> String {
    let all = calendar::cadence_kept(asked.standpoint());
    let lines: Vec<String> = all.iter().map(|kept| format!("  {}\n", kept_line(kept))).collect();
    if lines.is_empty() { String::new() } else { format!("\npromises kept so far:\n{}", lines.concat()) }
}

fn kept_line(kept: &Kept) -> String {
    let Kept { newsletter, since, promised, missed } = kept;
    let dates = if *promised == 1 { "date" } else { "dates" };
    let went = format!("`{newsletter}` went out on {} of {promised} {dates} since {since}", kept.sent());
    match missed.last() {
        None => went,
        Some(last) if missed.len() == 1 => format!("{went}, but not on {last}"),
        Some(last) => format!("{went}; the last it missed was {last}"),
    }
}

fn kept_json(kept: &Kept) -> Value {
    json!({
        "newsletter": kept.newsletter,
        "since": kept.since.to_string(),
        "promised": kept.promised,
        "sent": kept.sent(),
        "missed": kept.missed.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn days_word(days: u32) -> String {
    if days == 1 { "day".to_owned() } else { format!("{days} days") }
}

fn looked_at() -> String {
    let themes: Vec<String> = Theme::ALL.iter().map(|theme| format!("  {}\n", title(*theme))).collect();
    format!("looked at:\n{}", themes.concat())
}

fn title(theme: Theme) -> &'static str {
    match theme {
        Theme::Phases => "rhythm: what each phase wants",
        Theme::Newsletters => "newsletters: something to send",
        Theme::Spotlights => "spotlights: enough members, and fair turns",
        Theme::Events => "prompts and events: what was promised, and what stays",
        Theme::Coverage => "segments: something for everybody in each phase",
        Theme::Promotion => "promotion and value in balance",
        Theme::Freshness => "late, due for another look, or losing consent",
        Theme::Reach => "pieces that nothing leads to",
    }
}

/// A gap: where, what, and the way out.
fn entry(gap: &Diagnostic, sources: &Sources, colour: Colour) -> String {
    let mut text = format!("  {}\n", printable(&gap.message));
    if let Some(label) = gap.labels.first() {
        let (line, _) = sources.line_column(label.span);
        let place = format!("{}:{line}", sources.file(label.span.file).path);
        text.push_str(&format!("    {}\n", faint(&printable(&place), colour)));
    }
    for note in &gap.notes {
        text.push_str(&format!("    {}\n", printable(note)));
    }
    for help in &gap.help {
        text.push_str(&format!("    → {}\n", printable(help)));
    }
    text.push('\n');
    text
}

fn strong(text: &str, colour: Colour) -> String {
    styled(text, "\u{1b}[1m", colour)
}

fn faint(text: &str, colour: Colour) -> String {
    styled(text, "\u{1b}[2m", colour)
}

fn styled(text: &str, style: &str, colour: Colour) -> String {
    match colour {
        Colour::On => format!("{style}{text}\u{1b}[0m"),
        Colour::Off => text.to_owned(),
    }
}
