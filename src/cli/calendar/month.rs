//! `hub calendar month`: a grid where there is room for seven columns, else the same things as lines.

mod grid;

use serde_json::{Value, json};

use super::agenda::{self, Layout};
use super::text::{Text, Tone};
use super::{Asked, json, phases, screen, words};
use crate::calendar::{Month, Thing, month};
use crate::error::Error;
use crate::model::Rhythm;
use crate::model::time::Date;

/// From so many columns on, a month is a grid.
const GRID: usize = 110;

/// Answers for the month `typed`, or this one.
pub(super) fn answer(asked: &Asked<'_>, typed: Option<&str>) -> Result<(), Error> {
    let standpoint = asked.standpoint();
    let day = typed.map_or(Ok(standpoint.today()), read)?;
    let month = month(standpoint, day);
    asked.say(&to_json(asked, &month), || text(asked, &month));
    Ok(())
}

fn read(typed: &str) -> Result<Date, Error> {
    let date = Date::parse(&format!("{typed}-01")).or_else(|| Date::parse(typed));
    date.ok_or_else(|| Error::refused(format!("`{typed}` is no month"), "write it as `2026-12`"))
}

/// `month`, `first`, `last`, `today`, `now`, `zone`, `phases`, `clock_changes`, `things`, `late`; see `json.rs`.
fn to_json(asked: &Asked<'_>, month: &Month) -> Value {
    let zone = asked.zone();
    json!({
        "month": format!("{:04}-{:02}", month.first.year(), month.first.month()),
        "first": month.first.to_string(),
        "last": month.last.to_string(),
        "today": month.today.to_string(),
        "now": zone.rfc3339(asked.found.moment.now),
        "zone": zone.name(),
        "phases": month.phases.iter().map(json::phase).collect::<Vec<_>>(),
        "clock_changes": month.clock_changes.iter().map(json::clock_change).collect::<Vec<_>>(),
        "things": month.things.iter().map(|thing| json::thing(thing, zone)).collect::<Vec<_>>(),
        "late": month.late.iter().map(|late| json::late(late, zone)).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, month: &Month) -> String {
    let screen = screen::columns();
    let title = format!("{} {}", month.first.month_name(), month.first.year());
    let mut text = super::head(asked, &title, (month.first, month.today), &month.clock_changes);
    text.push_str(&phases::draw(&month.phases, screen, asked.colour));
    text.push('\n');
    if month.things.is_empty() {
        text.push_str(&empty(asked, month));
    } else if screen >= GRID {
        text.push_str(&grid::draw(asked, month, screen));
    } else {
        text.push_str(&weeks(asked, month, screen));
    }
    text.push_str(&agenda::late(&month.late, month.today, screen, asked.colour));
    if !month.things.is_empty() {
        let looks = month.things.iter().map(agenda::look);
        text.push('\n');
        text.push_str(&agenda::legend(looks, screen, asked.colour));
    }
    text
}

/// What to do with a month in which nothing happens.
fn empty(asked: &Asked<'_>, month: &Month) -> String {
    let name = month.first.month_name();
    let was = if month.last < month.today { "was" } else { "is" };
    let yet = if month.last < month.today { "" } else { " yet" };
    let mut lines = super::sentence(&format!("Nothing {was} planned in {name}{yet}."));
    lines.extend(match asked.unread() {
        Some(unread) => super::sentence(unread),
        None => ways_on(asked, month),
    });
    lines.into_iter().map(|line| line.line(asked.colour)).collect()
}

/// Commands that lead out of an empty month.
fn ways_on(asked: &Asked<'_>, month: &Month) -> Vec<Text> {
    let calendar = &asked.found.site.calendar;
    let mut lines = Vec::new();
    if let Some(day) = next_day(asked, month) {
        let month = format!("hub calendar month {:04}-{:02}", day.year(), day.month());
        lines.extend(super::hint("The next month with a plan", &month));
    } else if month.last >= month.today {
        let day = month.first.max(month.today).plus_days(7).min(month.last);
        let add = format!("hub calendar add --title \"A first guide\" --kind guide --publish {day}");
        lines.extend(super::hint("A first idea", &add));
    }
    if month.last >= month.today {
        let fill = unfilled(asked, month.today).map(|id| format!("hub calendar fill {id}"));
        lines.extend(fill.iter().flat_map(|fill| super::hint("All that a rhythm wants, as ideas", fill)));
    }
    if calendar.entries.is_empty() {
        lines.extend(super::hint("How a calendar is made", "hub help calendar"));
    }
    lines
}

/// The first day after the month that something is planned for.
fn next_day(asked: &Asked<'_>, month: &Month) -> Option<Date> {
    let days = asked.found.site.calendar.entries.iter().filter_map(|entry| entry.publish);
    days.map(|publish| asked.zone().date_of(publish)).filter(|day| *day > month.last).min()
}

/// A rhythm that isn't over, and that was never filled.
fn unfilled<'a>(asked: &Asked<'a>, today: Date) -> Option<&'a str> {
    let calendar = &asked.found.site.calendar;
    let was_filled = |id: &str| calendar.entries.iter().any(|entry| entry.source == format!("rhythm:{id}"));
    let runs = |rhythm: &&Rhythm| rhythm.phases.iter().any(|phase| phase.last >= today);
    let mut ids = calendar.rhythms.iter().filter(runs).map(|rhythm| rhythm.id.value.as_str());
    ids.find(|id| !was_filled(id))
}

/// The month week by week.
fn weeks(asked: &Asked<'_>, month: &Month, screen: usize) -> String {
    let now = (month.today, asked.zone());
    let all: Vec<&Thing> = month.things.iter().collect();
    let layout = Layout::of(&agenda::rows(&all, month.today, asked.zone()), screen);
    let mut text = String::new();
    for monday in mondays(month) {
        let days = (monday.max(month.first), monday.plus_days(6).min(month.last));
        text.push_str(&week_line(month, days, screen).line(asked.colour));
        let things: Vec<&Thing> = month.things.iter().filter(|thing| thing.date.monday() == monday).collect();
        let week = agenda::draw_days(&things, days, now, &layout, asked.colour);
        let nothing = || Text::of(Tone::Quiet, "nothing planned").indented(10).line(asked.colour);
        text.push_str(&if week.is_empty() { nothing() } else { week });
    }
    text
}

/// The Mondays of the weeks that a month has days of.
fn mondays(month: &Month) -> Vec<Date> {
    let mondays = std::iter::successors(Some(month.first.monday()), |monday| Some(monday.plus_days(7)));
    let last = month.last;
    // No month has more; and after the last day of all time comes no other.
    mondays.take_while(|monday| *monday <= last).take(6).collect()
}

/// A line across the screen with the days of a week and the phases that run in it.
fn week_line(month: &Month, (first, last): (Date, Date), screen: usize) -> Text {
    let is_now = (first..=last).contains(&month.today);
    let days = if first == last { words::day(first) } else { words::days(first, last) };
    let mut line = Text::of(Tone::Quiet, "── ").and(if is_now { Tone::Strong } else { Tone::Plain }, &days);
    for run in runs(month, first, last) {
        line = line.and(Tone::Quiet, &format!(" · {run}"));
    }
    let line = line.and(Tone::Plain, " ").cut(screen.min(100));
    let rest = "─".repeat(screen.min(100).saturating_sub(line.width()));
    line.and(Tone::Quiet, &rest)
}

/// The phases that run on some days, by rhythm: `winter 1/13 teach, support`.
fn runs(month: &Month, first: Date, last: Date) -> Vec<String> {
    let mut runs: Vec<(String, Vec<&str>)> = Vec::new();
    for phase in month.phases.iter().filter(|phase| phase.first <= last && phase.last >= first) {
        let week = format!("{} {}/{}", phase.rhythm, phase.week_of(first.max(phase.first)), phase.of_weeks);
        match runs.last_mut().filter(|(before, _)| *before == week) {
            Some((_, words)) if words.contains(&phase.word) => {}
            Some((_, words)) => words.push(phase.word),
            None => runs.push((week, vec![phase.word])),
        }
    }
    runs.into_iter().map(|(week, words)| format!("{week} {}", words.join(", "))).collect()
}
