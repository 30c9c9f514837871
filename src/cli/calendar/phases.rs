//! Where the rhythms stand, in a line or two a phase.

use super::text::{Text, Tone, packed, width};
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
    let columns = [widest(|one| width(&one.rhythm)), widest(|one| one.word.len()), widest(|one| width(&weeks(one)))];
    let lines = phases.iter().flat_map(|phase| lines(phase, columns, screen));
    lines.fold("\n".to_owned(), |text, line| text + &line.line(colour))
}

fn lines(phase: &PhaseRun, [rhythm, word, weeks_wide]: [usize; 3], screen: usize) -> Vec<Text> {
    let tone = if phase.this_week.is_some() { Tone::Strong } else { Tone::Plain };
    let mut head = Text::of(Tone::Plain, " ").and(tone, &phase.rhythm).padded(rhythm + 3);
    head = head.and(tone, phase.word).padded(rhythm + word + 5);
    let column = head.width();
    let (weeks, days) = ((Tone::Plain, weeks(phase)), words::days(phase.first, phase.last));
    let wide = column + weeks_wide + 2;
    let (head, indent, facts) = if screen < wide + DAYS {
        (head.and(Tone::Quiet, &days).cut(screen), NARROW_INDENT, [vec![weeks], wishes(phase)].concat())
    } else {
        (head.and(weeks.0, &weeks.1).padded(wide).and(Tone::Quiet, &days), column, wishes(phase))
    };
    let facts = packed(&facts, screen.saturating_sub(indent)).into_iter().map(|line| line.indented(indent));
    std::iter::once(head).chain(facts).collect()
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
    wishes.extend(
        phase.levels_missing.iter().map(|level| (Tone::Unwritten, format!("nothing for {} yet", level.word()))),
    );
    wishes
}

fn wish(want: &Wanted) -> (Tone, String) {
    let Wanted { kind, least, most, done, planned, standing } = *want;
    let (has, wanted) = (done + standing, words::range(least, most));
    let has = if has > most {
        format!("{} {has} ({wanted} wanted)", kind.name())
    } else {
        format!("{} {has} of {wanted}", kind.name())
    };
    let making = if planned > 0 { format!(", {planned} in the making") } else { String::new() };
    match want.missing() {
        _ if done > most => (Tone::Open, format!("{has}: {} over", done - most)),
        0 if done + standing >= least => (Tone::Good, format!("{has} ✓")),
        0 => (Tone::Open, format!("{has}{making}")),
        missing => (Tone::Unwritten, format!("{has}{making}: {missing} more wanted")),
    }
}
