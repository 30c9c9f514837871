//! The calendar: a month, or three in a row, with the phases of rhythms as bands above the days.

use serde::Serialize;

use super::look::{Cut, Look};
use super::thing::{self, Row};
use super::words;
use crate::calendar::{self, Days, PhaseRun};
use crate::model::time::Date;

/// Lines of a day; the rest is behind a link.
const LINES: usize = 5;
/// Lines of the day that was asked for.
const ALL: usize = 200;

#[derive(Serialize)]
pub(super) struct View {
    title: String,
    months: Vec<Month>,
    is_quarter: bool,
    earlier: Link,
    later: Link,
    now: String,
    other: Link,
    /// The day that was asked for, with everything on it.
    day: Option<OneDay>,
    late: Cut<Late>,
    is_empty: bool,
    /// A day for examples.
    example: String,
}

#[derive(Serialize)]
struct Link {
    href: String,
    title: String,
}

#[derive(Serialize)]
struct Month {
    title: String,
    weeks: Vec<Week>,
    clocks: Vec<String>,
}

#[derive(Serialize)]
struct Week {
    bands: Vec<Band>,
    days: Vec<Day>,
}

/// A phase, as far as it runs in a week.
#[derive(Serialize)]
struct Band {
    word: String,
    rhythm: String,
    week: i64,
    /// The first of its days in the week, 1 to 7, and how many.
    from: i64,
    length: i64,
    /// Whether it begins before the week, or goes on after it.
    begins: bool,
    ends: bool,
}

#[derive(Serialize)]
struct Day {
    iso: String,
    number: u8,
    words: String,
    is_own: bool,
    is_today: bool,
    is_past: bool,
    things: Cut<Row>,
    href: String,
}

#[derive(Serialize)]
struct OneDay {
    title: String,
    things: Cut<Row>,
    close: String,
}

#[derive(Serialize)]
struct Late {
    row: super::look::PieceRow,
    since: String,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let query = look.desk.query;
    let today = look.today();
    let asked_day = query.get("day").and_then(Date::parse);
    let asked = query.get("month").and_then(|month| Date::parse(&format!("{month}-01")));
    let first = asked.or(asked_day).unwrap_or(today).first_of_month();
    let is_quarter = query.get("view") == Some("quarter");
    let step = if is_quarter { 3 } else { 1 };
    let days: Vec<Days> =
        (0..step).map(|number| calendar::month(look.standpoint(), first.plus_months(number))).collect();
    let link = |month: Date, view: &'static str, title: String| {
        let month = month.year_month();
        let pairs = [("month", month.as_str()), ("view", view)];
        Link {
            href: look.desk.link("calendar/", pairs.get(..1 + usize::from(!view.is_empty())).unwrap_or(&pairs)),
            title,
        }
    };
    let same = if is_quarter { "quarter" } else { "" };
    let other = if is_quarter { ("", "Month") } else { ("quarter", "Quarter") };
    View {
        title: title(first, first.plus_months(step - 1)),
        earlier: link(first.plus_months(-step), same, title(first.plus_months(-step), first.plus_months(-1))),
        later: link(first.plus_months(step), same, title(first.plus_months(step), first.plus_months(2 * step - 1))),
        now: link(today, same, String::new()).href,
        other: link(first, other.0, other.1.to_owned()),
        is_empty: days.iter().all(|days| days.things.is_empty() && days.phases.is_empty()),
        months: days.iter().map(|days| month(look, days)).collect(),
        is_quarter,
        example: today.plus_days(7).to_string(),
        day: asked_day.map(|day| one_day(look, day)),
        late: late(look),
    }
}

fn title(first: Date, last: Date) -> String {
    match (first == last.first_of_month(), first.year() == last.year()) {
        (true, _) => words::month(first),
        (_, true) => format!("{} to {}", first.month_name(), words::month(last)),
        _ => format!("{} to {}", words::month(first), words::month(last)),
    }
}

fn month(look: &Look<'_>, days: &Days) -> Month {
    let start = days.first.monday();
    let weeks = (0..6).map(|week| start.plus_days(week * 7)).take_while(|monday| *monday <= days.last);
    let clock = |change: &calendar::ClockChange| {
        let hours = if change.to > change.from { "one hour forward" } else { "one hour back" };
        format!("Clocks go {hours} on {}.", look.day(change.date))
    };
    Month {
        title: words::month(days.first),
        weeks: weeks.map(|monday| week(look, days, monday)).collect(),
        clocks: days.clock_changes.iter().map(clock).collect(),
    }
}

fn week(look: &Look<'_>, days: &Days, monday: Date) -> Week {
    let own = (monday.max(days.first), monday.plus_days(6).min(days.last));
    let bands = days.phases.iter().filter(|run| run.first <= own.1 && run.last >= own.0);
    Week {
        bands: bands.map(|run| band(run, monday, own)).collect(),
        days: (0..7).map(|number| day(look, days, monday.plus_days(number))).collect(),
    }
}

fn band(run: &PhaseRun, monday: Date, (first, last): (Date, Date)) -> Band {
    let (from, to) = (run.first.max(first), run.last.min(last));
    Band {
        word: run.word.to_owned(),
        rhythm: run.rhythm.clone(),
        week: run.week_of(from),
        from: monday.days_until(from) + 1,
        length: from.days_until(to) + 1,
        begins: run.first >= first,
        ends: run.last <= last,
    }
}

fn day(look: &Look<'_>, days: &Days, date: Date) -> Day {
    let is_own = date >= days.first && date <= days.last;
    Day {
        iso: date.to_string(),
        number: date.day(),
        words: words::long_day(date),
        is_own,
        is_today: date == days.today,
        is_past: date < days.today,
        things: Cut::of(days.on(date).filter(|_| is_own).map(|thing| thing::row(look, thing)), LINES),
        href: look.desk.link("calendar/", &[("day", &date.to_string())]),
    }
}

fn one_day(look: &Look<'_>, day: Date) -> OneDay {
    let things = calendar::agenda(look.standpoint(), (day, day));
    OneDay {
        title: words::long_day(day),
        things: Cut::of(things.iter().map(|thing| thing::row(look, thing)), ALL),
        close: look.desk.link("calendar/", &[("month", &day.year_month())]),
    }
}

fn late(look: &Look<'_>) -> Cut<Late> {
    let late = calendar::late(look.standpoint());
    let row = |late: &calendar::Late| Late { row: look.row(&late.piece), since: look.late_words(late) };
    Cut::of(late.iter().map(row), 12)
}
