//! The month as a grid: a column a weekday, Monday first, a row a week.

use super::super::agenda::{self, Look};
use super::super::text::{Text, Tone, wrapped};
use super::super::{Asked, words};
use super::mondays;
use crate::calendar::{Days, Sending, Subject, Thing, What};
use crate::diagnostic::draw::Colour;
use crate::model::time::Date;

/// With more things than this, a day shows one less and how many more there are.
const MOST: usize = 5;
/// Fewest lines of a week.
const LEAST_LINES: usize = 2;

/// The grid on a screen of so many columns.
pub(super) fn draw(asked: &Asked<'_>, month: &Days, screen: usize) -> String {
    // Seven cells and eight lines between and around them.
    let cell = (screen - 8) / 7;
    let mut text = String::new();
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    text.push_str(&rule(["┌", "┬", "┐"], names, cell, asked.colour));
    for (number, monday) in mondays(month).into_iter().enumerate() {
        if number > 0 {
            text.push_str(&rule(["├", "┼", "┤"], [""; 7], cell, asked.colour));
        }
        text.push_str(&week(asked, month, monday, cell));
    }
    text + &rule(["└", "┴", "┘"], [""; 7], cell, asked.colour)
}

fn rule([left, middle, right]: [&str; 3], names: [&str; 7], cell: usize, colour: Colour) -> String {
    let mut line = Text::of(Tone::Quiet, left);
    for (number, name) in names.iter().enumerate() {
        let corner = if number == 0 { "" } else { middle };
        let name = if name.is_empty() { String::new() } else { format!("─ {name} ") };
        let rest = "─".repeat(cell.saturating_sub(name.chars().count()));
        line = line.and(Tone::Quiet, corner).and(Tone::Quiet, &name).and(Tone::Quiet, &rest);
    }
    line.and(Tone::Quiet, right).line(colour)
}

fn week(asked: &Asked<'_>, month: &Days, monday: Date, cell: usize) -> String {
    let days = (0..7).map(|number| monday.plus_days(number));
    let cells: Vec<Vec<Text>> = days.map(|date| day(asked, month, date, cell - 2)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(LEAST_LINES);
    let mut text = String::new();
    for number in 0..height {
        let mut line = Text::default();
        for lines in &cells {
            let own = lines.get(number).cloned().unwrap_or_default();
            line = line.and(Tone::Quiet, "│").and(Tone::Plain, " ").then(own.cut(cell - 2).padded(cell - 1));
        }
        text.push_str(&line.and(Tone::Quiet, "│").line(asked.colour));
    }
    text
}

/// The lines of a day.
fn day(asked: &Asked<'_>, month: &Days, date: Date, columns: usize) -> Vec<Text> {
    if !(month.first..=month.last).contains(&date) {
        return vec![Text::of(Tone::Quiet, &words::day(date))];
    }
    let mut lines = vec![number(date, month.today)];
    let things: Vec<&Thing> = month.on(date).collect();
    let shown = if things.len() > MOST { MOST - 1 } else { things.len() };
    for one in things.iter().take(shown) {
        lines.extend(thing(asked, one, date < month.today, (columns, title_lines(things.len()))));
    }
    if things.len() > shown {
        lines.push(Text::of(Tone::Strong, &format!("+ {} more", things.len() - shown)));
    }
    lines
}

fn number(date: Date, today: Date) -> Text {
    match date.cmp(&today) {
        std::cmp::Ordering::Less => Text::of(Tone::Quiet, &date.day().to_string()),
        std::cmp::Ordering::Equal => Text::of(Tone::Strong, &format!("{} today", date.day())),
        std::cmp::Ordering::Greater => Text::of(Tone::Plain, &date.day().to_string()),
    }
}

/// Full days say less of each thing.
fn title_lines(things: usize) -> usize {
    match things {
        ..3 => 3,
        3 => 2,
        _ => 1,
    }
}

fn thing(asked: &Asked<'_>, thing: &Thing, is_past: bool, (columns, most): (usize, usize)) -> Vec<Text> {
    let mut lines = vec![label(asked, thing, columns)];
    let tone = if is_past && !thing.is_late { Tone::Quiet } else { Tone::Plain };
    let indented = |tone, words: &str| Text::of(Tone::Plain, "  ").and(tone, words);
    lines.extend(wrapped(thing.title(), columns - 2, most).iter().map(|words| indented(tone, words)));
    if let Subject::Issue(issue) = &thing.subject
        && issue.sending != Sending::Nothing
    {
        lines.push(indented(Tone::Quiet, &agenda::holds(issue)));
    }
    lines
}

/// Mark and word, then as much else as there is room for.
fn label(asked: &Asked<'_>, thing: &Thing, columns: usize) -> Text {
    let Look { mark, word, tone } = agenda::look(thing);
    let mut label = Text::of(tone, mark);
    let owner = match &thing.subject {
        Subject::Piece(piece) if matches!(thing.what, What::Appears | What::Due) => piece.owner.as_str(),
        _ => "",
    };
    let word = if goes_without_saying(thing) { "" } else { word };
    let time = if is_usual_time(asked, thing) { String::new() } else { agenda::time(thing, asked.zone()) };
    for (part, tone) in [(word, tone), (thing.kind(), Tone::Quiet), (&time, Tone::Quiet), (owner, Tone::Quiet)] {
        let longer = label.clone().and(Tone::Plain, " ").and(tone, part);
        if !part.is_empty() && longer.width() <= columns {
            label = longer;
        }
    }
    label
}

/// What is public or ready, and what takes place, needs no word but its kind.
fn goes_without_saying(thing: &Thing) -> bool {
    match (&thing.subject, thing.what) {
        (Subject::Piece(piece), What::Appears) => piece.status.is_done(),
        (Subject::Issue(issue), _) => issue.sending != Sending::Nothing,
        (_, What::Starts) => thing.kind() == "event",
        (_, what) => what == What::Recurs,
    }
}

fn is_usual_time(asked: &Asked<'_>, thing: &Thing) -> bool {
    let usual = asked.found.site.calendar.publish_time;
    thing.what == What::Appears && thing.at.is_some_and(|at| asked.zone().time_of(at) == usual)
}
