//! What happens, as lines: a mark and a word for each thing, its time, kind and title, and who does it.
//!
//! On a narrow screen the title has lines of its own.

use super::text::{Text, Tone, packed, width, wrapped};
use super::words;
use crate::calendar::{Late, Missed, Piece, PlannedIssue, Sending, Status, Subject, Thing, What};
use crate::diagnostic::counted;
use crate::diagnostic::draw::Colour;
use crate::model::time::{Date, Zone};

/// With fewer columns than this left for it, a title has lines of its own.
const NARROW: usize = 24;
/// Columns of the day before each line: ` Today 12`.
const DAY: usize = 9;

/// How something is marked; the word says the same as mark and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) tone: Tone,
}

/// Late pieces that are shown: the days of the month stay in sight.
const MOST_LATE: usize = 20;

const LATE: Look = Look { mark: "!", word: "late", tone: Tone::Bad };

/// The look of a status.
pub(super) fn of_status(status: Status) -> Look {
    let (mark, tone) = match status {
        Status::Public => ("✓", Tone::Quiet),
        Status::Ready => ("●", Tone::Good),
        Status::Review => ("◕", Tone::Open),
        Status::Drafting => ("◐", Tone::Open),
        Status::Outlined => ("◔", Tone::Unwritten),
        Status::Idea => ("○", Tone::Unwritten),
        Status::Unwritten => ("□", Tone::Unwritten),
        Status::Draft => ("◌", Tone::Open),
        Status::Held => ("‖", Tone::Held),
        Status::Waits => ("◷", Tone::Held),
        Status::NoDate | Status::NoConsent => ("?", Tone::Held),
        Status::Over => ("–", Tone::Quiet),
    };
    Look { mark, word: status.word(), tone }
}

/// The look of a thing.
pub(super) fn look(thing: &Thing) -> Look {
    let is_event = thing.kind() == "event";
    let (mark, word, tone) = match (&thing.subject, thing.what) {
        (_, What::Due) if thing.is_late => ("!", "due", Tone::Bad),
        _ if thing.is_late => return LATE,
        (Subject::Piece(piece), What::Appears) => return of_status(piece.status),
        (Subject::Issue(issue), _) if issue.sending == Sending::Nothing => ("»", "empty", Tone::Open),
        (_, What::Starts) if is_event => ("◆", "starts", Tone::Event),
        (_, What::Appears | What::Starts) => ("▸", "starts", Tone::Event),
        (Subject::Issue(issue), _) if matches!(issue.sending, Sending::Out | Sending::Sealed) => {
            ("»", "sent", Tone::Letter)
        }
        (_, What::GoesOut) => ("»", "sends", Tone::Letter),
        (_, What::Recurs) => ("◇", "recurs", Tone::Event),
        (_, What::Ends) => ("▪", "ends", Tone::Away),
        (_, What::Expires) => ("×", "expires", Tone::Away),
        (_, What::ConsentEnds) => ("×", "consent ends", Tone::Away),
        (_, What::Due) => ("→", "due", Tone::Open),
        (_, What::Review) => ("↻", "recheck", Tone::Open),
    };
    Look { mark, word, tone }
}

/// One line before it is laid out.
pub(super) struct Row {
    pub(super) day: Text,
    pub(super) look: Look,
    pub(super) time: String,
    pub(super) kind: String,
    pub(super) title: String,
    /// What else there is to say, in few words.
    pub(super) more: Vec<String>,
    /// Over and done with.
    pub(super) is_past: bool,
}

/// How wide the parts of the rows of one answer are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    screen: usize,
    day: usize,
    word: usize,
    time: usize,
    kind: usize,
}

impl Layout {
    /// Fits `rows` on a screen.
    pub(super) fn of(rows: &[Row], screen: usize) -> Self {
        let widest = |part: fn(&Row) -> usize| rows.iter().map(part).max().unwrap_or(0);
        Layout {
            screen,
            day: widest(|row| row.day.width()).max(1),
            word: widest(|row| row.look.word.len()),
            time: widest(|row| row.time.len()),
            kind: widest(|row| row.kind.len()),
        }
    }

    /// A row as lines.
    pub(super) fn lines(&self, row: &Row) -> Vec<Text> {
        let head = self.head(row);
        let title = |words: &str| Text::of(if row.is_past { Tone::Quiet } else { Tone::Plain }, words);
        let left = self.screen.saturating_sub(head.width());
        let (mut lines, indent, columns) = if left >= NARROW {
            (Vec::new(), head.width(), left)
        } else {
            (vec![head.clone().cut(self.screen)], 4, self.screen.saturating_sub(4))
        };
        for words in wrapped(&row.title, columns, 2) {
            let start = if lines.is_empty() { head.clone() } else { Text::of(Tone::Plain, &" ".repeat(indent)) };
            lines.push(start.then(title(&words)));
        }
        let more = row.more.join(" · ");
        match lines.last_mut() {
            Some(last) if last.width() + 2 + width(&more) <= self.screen => {
                *last = last.clone().and(Tone::Plain, "  ").and(Tone::Quiet, &more);
            }
            _ => {
                let facts: Vec<(Tone, String)> = row.more.iter().map(|fact| (Tone::Quiet, fact.clone())).collect();
                lines.extend(packed(&facts, columns).into_iter().map(|line| line.indented(indent)));
            }
        }
        lines
    }

    fn head(&self, row: &Row) -> Text {
        let Look { mark, word, tone } = row.look;
        let mut head = row.day.clone().padded(self.day).and(Tone::Plain, " ");
        head = head.and(tone, mark).and(Tone::Plain, " ").and(tone, word).padded(self.day + 3 + self.word);
        for (part, columns) in [(&row.time, self.time), (&row.kind, self.kind)] {
            if columns > 0 {
                let start = head.width();
                head = head.and(Tone::Plain, "  ").and(Tone::Quiet, part).padded(start + 2 + columns);
            }
        }
        head.and(Tone::Plain, "  ")
    }
}

/// All rows as printed.
pub(super) fn draw(rows: &[Row], layout: &Layout, colour: Colour) -> String {
    rows.iter().flat_map(|row| layout.lines(row)).map(|line| line.line(colour)).collect()
}

/// The things of some days as printed; today has a line even if nothing happens.
pub(super) fn draw_days(
    things: &[&Thing],
    (first, last): (Date, Date),
    (today, zone): (Date, &Zone),
    layout: &Layout,
    colour: Colour,
) -> String {
    let past = things.iter().take_while(|thing| thing.date < today).count();
    let (past, rest) = things.split_at(past);
    let is_free = (first..=last).contains(&today) && rest.first().is_none_or(|thing| thing.date > today);
    let nothing = day(today, today).and(Tone::Plain, " ").and(Tone::Quiet, "nothing planned");
    let mut text = draw(&rows(past, today, zone), layout, colour);
    if is_free {
        text.push_str(&nothing.line(colour));
    }
    text + &draw(&rows(rest, today, zone), layout, colour)
}

/// The row of a thing; `is_first` of its day names the day.
pub(super) fn row(thing: &Thing, first: FirstOfDay, today: Date, zone: &Zone) -> Row {
    Row {
        day: if first == FirstOfDay::Yes { day(thing.date, today) } else { Text::default() },
        look: look(thing),
        time: time(thing, zone),
        kind: thing.kind().to_owned(),
        title: thing.title().to_owned(),
        more: more(thing, today),
        is_past: thing.date < today && !thing.is_late,
    }
}

/// Whether a row is the first of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstOfDay {
    Yes,
    No,
}

/// The rows of things, which are in order.
pub(super) fn rows(things: &[&Thing], today: Date, zone: &Zone) -> Vec<Row> {
    let mut before = None;
    let mut rows = Vec::new();
    for thing in things {
        let first = if before == Some(thing.date) { FirstOfDay::No } else { FirstOfDay::Yes };
        before = Some(thing.date);
        rows.push(row(thing, first, today, zone));
    }
    rows
}

/// ` Today 12`, `   Tue  1`.
pub(super) fn day(date: Date, today: Date) -> Text {
    let (name, tone) = if date == today { ("Today", Tone::Strong) } else { (words::short_weekday(date), Tone::Plain) };
    let tone = if date < today { Tone::Quiet } else { tone };
    Text::of(tone, &format!("{name:>6} {:>2}", date.day())).padded(DAY)
}

/// The time of day; what lasts until the end of a day has none.
pub(super) fn time(thing: &Thing, zone: &Zone) -> String {
    let same_day = thing.at.filter(|at| zone.date_of(*at) == thing.date);
    same_day.map_or_else(String::new, |at| words::time(at, zone))
}

fn more(thing: &Thing, today: Date) -> Vec<String> {
    let more = match (&thing.subject, thing.what) {
        (Subject::Issue(issue), _) => vec![holds(issue)],
        (Subject::Recurrence(recurrence), _) => {
            recurrence.count.iter().map(|(least, most)| format!("{} members", words::range(*least, *most))).collect()
        }
        (Subject::Piece(piece), What::Appears) => appearing(piece, thing, today),
        (Subject::Piece(piece), What::Due) => vec![piece.status.word().to_owned(), piece.owner.clone()],
        (Subject::Piece(_) | Subject::Link(..), _) => Vec::new(),
    };
    more.into_iter().filter(|words| !words.is_empty()).collect()
}

/// How much an issue holds.
pub(super) fn holds(issue: &PlannedIssue) -> String {
    match (issue.sending, issue.members.len()) {
        (Sending::Nothing, _) => "nothing new".to_owned(),
        (_, 0) => "the letter alone".to_owned(),
        (_, pieces) => counted(pieces, "piece"),
    }
}

fn appearing(piece: &Piece, thing: &Thing, today: Date) -> Vec<String> {
    let status = if thing.is_late { piece.status.word() } else { "" };
    let file = if piece.file.is_none() { "no file yet" } else { "" };
    let due = piece.due.filter(|_| !piece.status.is_done());
    let due = due.map_or_else(String::new, |due| format!("due {}", words::full_day(due, today)));
    vec![status.to_owned(), file.to_owned(), due, piece.owner.clone()]
}

/// The row of something late.
pub(super) fn late_row(late: &Late, today: Date) -> Row {
    let day = words::full_day(late.since, today);
    let ago = words::ago(late.days);
    let missed = match late.missed {
        Missed::Publish => format!("was to appear {day}, {ago}"),
        Missed::Due => format!("was due {day}, {ago}"),
    };
    let more = [missed, late.piece.owner.clone()];
    Row {
        day: Text::default(),
        look: Look { word: late.piece.status.word(), ..LATE },
        time: String::new(),
        kind: late.piece.kind.map_or_else(String::new, |kind| kind.name().to_owned()),
        title: late.piece.title.clone(),
        more: more.into_iter().filter(|words| !words.is_empty()).collect(),
        is_past: false,
    }
}

/// What is late, under its heading; empty where nothing is.
pub(super) fn late(late: &[Late], today: Date, screen: usize, colour: Colour) -> String {
    if late.is_empty() {
        return String::new();
    }
    let rows: Vec<Row> = late.iter().take(MOST_LATE).map(|late| late_row(late, today)).collect();
    let heading = Text::of(Tone::Bad, " Late").and(Tone::Quiet, &format!("  {}", late.len()));
    let mut text = format!("\n{}{}", heading.line(colour), draw(&rows, &Layout::of(&rows, screen), colour));
    if late.len() > rows.len() {
        let more = words::thousands(late.len() - rows.len());
        let more = Text::of(Tone::Quiet, &format!("… and {more} more: `hub calendar month --json` has them all"));
        text.push_str(&more.indented(2).cut(screen).line(colour));
    }
    text
}

/// The order of marks in a legend: how far pieces are, then what happens.
const LEGEND: &str = "✓●◕◐◔○□◌‖◷?–!»◆◇▸▪×→↻";

/// What the marks of an answer mean, each once.
pub(super) fn legend(looks: impl Iterator<Item = Look>, screen: usize, colour: Colour) -> String {
    let mut seen: Vec<Look> = looks.collect();
    seen.sort_by_key(|look| (LEGEND.find(look.mark), look.word));
    seen.dedup();
    let mut lines = vec![Text::default()];
    for Look { mark, word, tone } in seen {
        let entry = Text::of(tone, mark).and(Tone::Quiet, &format!(" {word}"));
        match lines.last_mut() {
            Some(line) if line.width() == 0 => *line = Text::of(Tone::Plain, " ").then(entry),
            Some(line) if line.width() + 3 + entry.width() <= screen => {
                *line = line.clone().and(Tone::Plain, "   ").then(entry);
            }
            _ => lines.push(Text::of(Tone::Plain, " ").then(entry)),
        }
    }
    lines.into_iter().map(|line| line.line(colour)).collect()
}
