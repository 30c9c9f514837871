//! Where the rhythms stand, in a line or two a phase.

use super::text::{Text, Tone, wrapped};
use super::words;
use crate::calendar::{PhaseRun, Wanted};
use crate::diagnostic::draw::Colour;

/// Columns of `30 Nov – 13 Dec`, the longest that the days of a phase are.
const DAYS: usize = 15;
/// What a phase wants stands so far from the margin where there is little room.
const NARROW_INDENT: usize = 4;

/// The phases of an answer, under a heading; empty where none runs.
pub(super) fn draw(phases: &[PhaseRun], screen: usize, colour: Colour) -> String {
    if phases.is_empty() {
        return String::new();
    }
    let widest = |part: fn(&PhaseRun) -> usize| phases.iter().map(part).max().unwrap_or(0);
    let columns = [widest(|one| one.rhythm.len()), widest(|one| one.word().len()), widest(|one| weeks(one).len())];
    let lines = phases.iter().flat_map(|phase| lines(phase, columns, screen));
    lines.fold("\n".to_owned(), |text, line| text + &line.line(colour))
}

fn lines(phase: &PhaseRun, [rhythm, word, weeks_wide]: [usize; 3], screen: usize) -> Vec<Text> {
    let tone = if phase.this_week.is_some() { Tone::Strong } else { Tone::Plain };
    let mut head = Text::of(Tone::Plain, " ").and(tone, &phase.rhythm).padded(rhythm + 3);
    head = head.and(tone, phase.word()).padded(rhythm + word + 5);
    let indent = head.width();
    let days = words::days(phase.first, phase.last);
    if screen < indent + weeks_wide + 2 + DAYS {
        let mut lines = vec![head.and(Tone::Quiet, &days).cut(screen)];
        push_wish(&mut lines, Text::of(Tone::Plain, &weeks(phase)), NARROW_INDENT, screen);
        return with_wishes(lines, phase, NARROW_INDENT, screen);
    }
    head = head.and(Tone::Plain, &weeks(phase)).padded(indent + weeks_wide + 2).and(Tone::Quiet, &days);
    with_wishes(vec![head], phase, indent, screen)
}

fn with_wishes(mut lines: Vec<Text>, phase: &PhaseRun, indent: usize, screen: usize) -> Vec<Text> {
    for (tone, words) in wishes(phase) {
        for words in wrapped(&words, screen.saturating_sub(indent), 3) {
            push_wish(&mut lines, Text::of(tone, &words), indent, screen);
        }
    }
    lines
}

/// A wish stands behind the one before where there is room.
fn push_wish(lines: &mut Vec<Text>, wish: Text, indent: usize, screen: usize) {
    let is_head = lines.len() == 1;
    match lines.last_mut() {
        Some(line) if !is_head && line.width() + 3 + wish.width() <= screen => {
            *line = line.clone().and(Tone::Quiet, " · ").then(wish);
        }
        _ => lines.push(Text::of(Tone::Plain, &" ".repeat(indent)).then(wish)),
    }
}

/// `week 3 of 13`, `weeks 1–3 of 13`, with the week that it is now.
fn weeks(phase: &PhaseRun) -> String {
    let (first, last) = phase.weeks;
    let weeks = if first == last { format!("week {first}") } else { format!("weeks {first}–{last}") };
    match phase.this_week.filter(|_| first != last) {
        Some(now) => format!("{weeks} of {}, now week {now}", phase.of_weeks),
        None => format!("{weeks} of {}", phase.of_weeks),
    }
}

/// What it wants, and what has been done about it.
fn wishes(phase: &PhaseRun) -> Vec<(Tone, String)> {
    let mut wishes: Vec<(Tone, String)> = phase.wants.iter().map(wish).collect();
    wishes.extend(phase.missing_words().iter().map(|level| (Tone::Unwritten, format!("nothing for {level} yet"))));
    wishes
}

fn wish(want: &Wanted) -> (Tone, String) {
    let Wanted { kind, least, most, done, planned, standing } = *want;
    let has = format!("{} {} of {}", kind.name(), done + standing, words::range(least, most));
    let making = if planned > 0 { format!(", {planned} in the making") } else { String::new() };
    match want.missing() {
        _ if done > most => (Tone::Open, format!("{has}: {} over", done - most)),
        0 if done + standing >= least => (Tone::Good, format!("{has} ✓")),
        0 => (Tone::Open, format!("{has}{making}")),
        missing => (Tone::Unwritten, format!("{has}{making}: {missing} more wanted")),
    }
}
