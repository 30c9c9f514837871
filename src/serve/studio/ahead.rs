//! What the coming 90 days bring and take away.

use serde::Serialize;

use super::look::{Cut, Look};
use super::problems::{self, Problem};
use super::thing::{self, Row};
use super::words;
use crate::calendar::{self, Sending, Subject, Thing, What};
use crate::diagnostic::told;
use crate::model::time::Date;
use crate::plan::{self, AHEAD_DAYS};

const MOST: usize = 80;
const WEEKS: i64 = 13;

#[derive(Serialize)]
pub(super) struct View {
    until: String,
    brings: Cut<Row>,
    takes: Cut<Row>,
    problems: Cut<Problem>,
    chart: Chart,
}

/// Weeks as bars: what comes above the line, what goes below it.
#[derive(Serialize)]
struct Chart {
    bars: Vec<Bar>,
    words: String,
    width: i64,
    height: i64,
    line: i64,
}

#[derive(Serialize)]
struct Bar {
    x: i64,
    up: usize,
    up_y: i64,
    up_height: i64,
    down: usize,
    down_height: i64,
    label: String,
    /// Every second week is named, so that names don't meet.
    is_named: bool,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let today = look.today();
    let last = today.plus_days(i64::from(AHEAD_DAYS));
    let things = calendar::agenda(look.standpoint(), (today, last));
    let things: Vec<&Thing> = things.iter().filter(|thing| is_ahead(look, thing)).collect();
    let taken = |thing: &&&Thing| takes_away(thing.what);
    let coming = plan::coming_problems(look.world, look.moment, look.plan);
    let row = |thing: &&Thing| thing::row(look, thing);
    let coming = told(&coming, look.world.sources);
    View {
        until: look.day(last),
        brings: Cut::of(things.iter().filter(|thing| !taken(thing)).map(row), MOST),
        takes: Cut::of(things.iter().filter(taken).map(row), MOST),
        problems: Cut::of(coming.iter().map(|one| problems::problem(look.desk, one)), MOST),
        chart: chart(today, &things),
    }
}

/// Whether it is still to come, and is something for readers.
fn is_ahead(look: &Look<'_>, thing: &Thing) -> bool {
    let is_empty = matches!(&thing.subject, Subject::Issue(issue) if issue.sending == Sending::Nothing);
    thing.at.is_none_or(|at| at > look.moment.now) && !matches!(thing.what, What::Due | What::Review) && !is_empty
}

fn takes_away(what: What) -> bool {
    matches!(what, What::Ends | What::Expires | What::ConsentEnds)
}

const BAR: i64 = 44;
const STEP: i64 = 12;
const HALF: i64 = 96;

fn chart(today: Date, things: &[&Thing]) -> Chart {
    let count = |week: i64, is_taken: bool| {
        let own = things.iter().filter(|thing| takes_away(thing.what) == is_taken);
        own.filter(|thing| today.days_until(thing.date).div_euclid(7) == week).count()
    };
    let weeks: Vec<(usize, usize)> = (0..WEEKS).map(|week| (count(week, false), count(week, true))).collect();
    let most = weeks.iter().map(|(up, down)| (*up).max(*down)).max().unwrap_or(0).max(1);
    let height = |number: usize| {
        let number = i64::try_from(number).unwrap_or(HALF);
        let most = i64::try_from(most).unwrap_or(1);
        // A few are drawn as they are, many in proportion.
        if most <= HALF / STEP {
            number * STEP
        } else {
            (number * HALF).div_euclid(most).max(i64::from(number > 0) * 3)
        }
    };
    let bar = |(week, (up, down)): (i64, &(usize, usize))| Bar {
        x: week * BAR,
        up: *up,
        up_y: HALF + 20 - height(*up),
        up_height: height(*up),
        down: *down,
        down_height: height(*down),
        label: short(today.plus_days(week * 7)),
        is_named: week % 2 == 0,
    };
    let total = |is_taken: bool| things.iter().filter(|thing| takes_away(thing.what) == is_taken).count();
    let deepest = weeks.iter().map(|(_, down)| height(*down)).max().unwrap_or(0);
    Chart {
        bars: (0..).zip(&weeks).map(bar).collect(),
        words: format!(
            "{} come and {} go in the coming 13 weeks; the lists below name them",
            total(false),
            total(true)
        ),
        width: WEEKS * BAR,
        height: HALF + 20 + 18 + deepest + 18,
        line: HALF + 20,
    }
}

/// `8 Dec`.
fn short(date: Date) -> String {
    let words = words::day(date, date);
    words.split_once(' ').map(|(_, day)| day.to_owned()).unwrap_or(words)
}
