//! What a creator wants to know first: what needs them, what happens, what goes out, where the rhythm stands.

use serde::Serialize;

use super::look::{Cut, Look, Place, Sign};
use super::thing::{self, Row};
use super::words;
use crate::calendar::{self, Kept, PhaseRun, PlannedIssue, Sending, Subject, Theme, What};
use crate::diagnostic::Severity;
use crate::model::NewsletterId;
use crate::model::time::Date;

/// Days in which the end of a consent or a link is near.
const SOON: i64 = 30;
/// Days that are shown of what comes.
const NEAR: i64 = 14;
const FEW: usize = 6;
/// Days before an issue on which its letter should be ready.
const CLOSE: i64 = 3;

#[derive(Serialize)]
pub(super) struct View {
    day: String,
    needs: Cut<Need>,
    today: Cut<Row>,
    next: Cut<Row>,
    issues: Vec<Issue>,
    phases: Vec<Phase>,
    kept: Vec<Promise>,
    numbers: Vec<Number>,
    /// A hub without a calendar and without pieces.
    is_fresh: bool,
    /// A day for examples.
    example: String,
}

/// Something that waits for the author.
#[derive(Serialize)]
struct Need {
    sign: Sign,
    text: String,
    note: String,
    href: String,
    place: Option<Place>,
}

/// An issue that comes.
#[derive(Serialize)]
struct Issue {
    title: String,
    when: String,
    away: String,
    holds: String,
    letter: &'static str,
    href: String,
}

/// A phase, and how far it is filled.
#[derive(Serialize)]
pub(super) struct Phase {
    pub(super) word: String,
    pub(super) rhythm: String,
    pub(super) weeks: String,
    pub(super) reach: String,
    /// The week, out of how many.
    pub(super) week: Option<(i64, i64)>,
    wants: Vec<Want>,
    levels: String,
}

#[derive(Serialize)]
struct Want {
    kind: String,
    has: u32,
    least: u32,
    most: u32,
    done: u32,
    /// One mark a piece that is wanted or there.
    marks: Vec<&'static str>,
    is_enough: bool,
}

#[derive(Serialize)]
struct Promise {
    title: String,
    sent: usize,
    promised: usize,
    since: String,
    missed: Vec<String>,
    more: usize,
}

#[derive(Serialize)]
struct Number {
    number: usize,
    word: &'static str,
    href: String,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let (today, standpoint) = (look.today(), look.standpoint());
    let site = look.site();
    let calendar = &site.calendar;
    let coming = calendar::agenda(standpoint, (today, today.plus_days(SOON)));
    let is_news = |what: What| !matches!(what, What::Due | What::Review);
    let row = |thing: &calendar::Thing| thing::row(look, thing);
    let next = coming.iter().filter(|thing| thing.date > today && thing.date <= today.plus_days(NEAR));
    let newsletters = (0..calendar.newsletters.len()).map(NewsletterId::at);
    View {
        day: words::long_day(today),
        needs: Cut::of(needs(look, &coming), 8),
        today: Cut::of(coming.iter().filter(|thing| thing.date == today).map(row), 12),
        next: Cut::of(next.filter(|thing| is_news(thing.what)).map(row), 8),
        issues: newsletters.filter_map(|id| Some(issue(look, &calendar::next_issue(standpoint, id)?))).collect(),
        phases: phases(look),
        kept: calendar::cadence_kept(standpoint).iter().map(|kept| promise(look, kept)).collect(),
        numbers: numbers(look),
        example: today.plus_days(7).to_string(),
        is_fresh: calendar.entries.is_empty() && calendar.newsletters.is_empty() && calendar.rhythms.is_empty(),
    }
}

/// What readers miss first, then what will be missed.
fn needs(look: &Look<'_>, coming: &[calendar::Thing]) -> Vec<Need> {
    let mut needs: Vec<Need> = broken(look).into_iter().collect();
    needs.extend(calendar::late(look.standpoint()).iter().map(|late| Need {
        sign: Sign { shape: "late", word: look.sign(&late.piece).word },
        text: super::look::title(&late.piece),
        note: look.late_words(late),
        href: look.desk.link("calendar/", &[("month", &late.since.year_month())]),
        place: look.piece_place(&late.piece),
    }));
    needs.extend(coming.iter().filter_map(|thing| ending(look, thing)));
    needs.extend(unready_letters(look));
    needs.extend(spotlights(look));
    needs.extend(reviews(look));
    needs
}

fn broken(look: &Look<'_>) -> Option<Need> {
    let errors = look.desk.told.iter().filter(|problem| problem.severity == Severity::Error).count();
    (errors > 0).then(|| Need {
        sign: Sign { shape: "late", word: "error" },
        text: crate::diagnostic::counted(errors, "error"),
        note: "until it is mended, the site stays as it was".to_owned(),
        href: look.desk.link("problems/", &[]),
        place: None,
    })
}

/// A consent or a link that ends soon.
fn ending(look: &Look<'_>, thing: &calendar::Thing) -> Option<Need> {
    let (word, page) = match (&thing.subject, thing.what) {
        (Subject::Link(..), What::Ends) => ("link ends", "links/"),
        (_, What::ConsentEnds) => ("consent ends", "spotlights/"),
        _ => return None,
    };
    Some(Need {
        sign: Sign { shape: "held", word },
        text: thing.title().to_owned(),
        note: format!("ends {}, on {}", words::away(look.today(), thing.date), look.day(thing.date)),
        href: look.desk.link(page, &[]),
        place: thing::place(look, thing),
    })
}

/// Letters of issues that go out within days and aren't ready: without a word they stay at home.
fn unready_letters(look: &Look<'_>) -> Vec<Need> {
    let today = look.today();
    let issues = calendar::issues(look.standpoint(), (today, today.plus_days(CLOSE)));
    let coming = issues.into_iter().filter(|issue| issue.sent > look.moment.now);
    let unready =
        coming.filter_map(|issue| Some((issue.letter.clone().filter(|letter| !letter.status.is_done())?, issue)));
    let need = |(letter, issue): (calendar::Piece, PlannedIssue)| Need {
        sign: Sign { shape: "unwritten", word: "letter not ready" },
        text: super::look::title(&letter),
        note: format!("{} goes out {}, without it as things are", issue.title, words::away(today, issue.date)),
        href: look.desk.link("newsletter/", &[("issue", &format!("{}/{}", issue.newsletter, issue.date))]),
        place: look.file_place(&letter),
    };
    unready.map(need).collect()
}

/// Spotlights that are due and have too few members.
fn spotlights(look: &Look<'_>) -> Vec<Need> {
    let gaps = calendar::gaps_by_theme(look.world, look.moment, look.plan, 31).remove(&Theme::Spotlights);
    let short = gaps.into_iter().flatten().filter(|gap| gap.code == "spotlights-short");
    let need = |gap: crate::diagnostic::Diagnostic| Need {
        sign: Sign { shape: "unwritten", word: "spotlight due" },
        text: gap.message,
        note: "choose whom to ask".to_owned(),
        href: look.desk.link("spotlights/", &[]),
        place: gap.labels.first().map(|label| look.place(label.span)),
    };
    short.map(need).collect()
}

fn reviews(look: &Look<'_>) -> Option<Need> {
    let due = super::freshness::overdue(look);
    (due > 0).then(|| Need {
        sign: Sign { shape: "unwritten", word: "review due" },
        text: format!("{} to be read through again", crate::diagnostic::counted(due, "piece")),
        note: "the day in `review_by` is over".to_owned(),
        href: look.desk.link("freshness/", &[]),
        place: None,
    })
}

fn issue(look: &Look<'_>, issue: &PlannedIssue) -> Issue {
    let is_ready = |piece: &calendar::Piece| piece.status.is_done();
    Issue {
        title: issue.title.clone(),
        when: look.day_and_time(issue.sent),
        away: words::away(look.today(), issue.date),
        holds: match issue.sending {
            Sending::Nothing => "nothing to send so far".to_owned(),
            _ => super::newsletter::holds(issue),
        },
        letter: match &issue.letter {
            Some(letter) if is_ready(letter) => "letter ready",
            Some(_) => "letter not ready yet",
            None => "no letter yet",
        },
        href: look.desk.link("newsletter/", &[("issue", &format!("{}/{}", issue.newsletter, issue.date))]),
    }
}

/// The phases that run, else the next one.
fn phases(look: &Look<'_>) -> Vec<Phase> {
    let (today, standpoint) = (look.today(), look.standpoint());
    let mut runs = calendar::phases(standpoint, (today, today));
    if runs.is_empty() {
        let all = look.site().calendar.rhythms.iter().flat_map(|rhythm| &rhythm.phases);
        let next = all.map(|phase| phase.first).filter(|first| *first > today).min();
        runs = next.map(|first| calendar::phases(standpoint, (first, first))).unwrap_or_default();
    }
    runs.iter().map(|run| phase(today, run)).collect()
}

pub(super) fn phase(today: Date, run: &PhaseRun) -> Phase {
    let weeks = match run.weeks {
        (first, last) if first == last => format!("week {first} of {}", run.of_weeks),
        (first, last) => format!("weeks {first} to {last} of {}", run.of_weeks),
    };
    let levels: Vec<&str> = run.levels_missing.iter().map(|level| level.word()).collect();
    Phase {
        word: run.word.to_owned(),
        rhythm: run.rhythm.clone(),
        weeks,
        reach: words::reach(run.first, run.last, today),
        week: run.this_week.map(|week| (week, run.of_weeks)),
        wants: run.wants.iter().map(want).collect(),
        levels: crate::diagnostic::listed(&levels),
    }
}

fn want(wanted: &calendar::Wanted) -> Want {
    let has = wanted.all();
    let done = wanted.done + wanted.standing;
    let mark = |number: u32| match number {
        _ if number < done => "done",
        _ if number < has => "planned",
        _ => "missing",
    };
    Want {
        kind: wanted.kind.noun(2).to_owned(),
        has,
        least: wanted.least,
        most: wanted.most,
        done,
        marks: (0..has.max(wanted.least).min(24)).map(mark).collect(),
        is_enough: wanted.missing() == 0,
    }
}

fn promise(look: &Look<'_>, kept: &Kept) -> Promise {
    let newsletters = &look.site().calendar.newsletters;
    let title = newsletters.iter().find(|one| one.id.value == kept.newsletter).map(|one| one.title.clone());
    let missed = Cut::of(kept.missed.iter().rev().map(|date| look.day(*date)), FEW);
    Promise {
        title: title.unwrap_or_else(|| kept.newsletter.clone()),
        sent: kept.sent(),
        promised: kept.promised,
        since: look.day(kept.since),
        missed: missed.rows,
        more: missed.more,
    }
}

fn numbers(look: &Look<'_>) -> Vec<Number> {
    let backlog = calendar::backlog(look.standpoint());
    let unfinished = backlog.groups.iter().map(|group| group.pieces.len()).sum();
    let public = look.site().iter().filter(|(id, _)| look.plan.is_public(*id)).count();
    let number = |number, word, page: &str| Number { number, word, href: look.desk.link(page, &[]) };
    vec![
        number(public, "public", "freshness/"),
        number(unfinished, "in the making", "calendar/"),
        number(look.site().links.len(), "links", "links/"),
    ]
}
