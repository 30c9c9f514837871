//! A list of questions as people export it, read by the names of its columns: the other door to the csv crate.
//!
//! What belongs to a person is masked here, so that no later step ever sees it.

use csv::{ReaderBuilder, StringRecord};

use super::count::count;
use super::mask::masked;

/// Letters of a question that are looked at; the rest is rarely about it.
const LONGEST: usize = 2_000;
/// Letters of a question as it is shown.
pub(super) const SHOWN: usize = 160;

const QUESTION: &[&str] = &["question", "frage", "subject", "betreff", "title", "titel", "summary", "thema"];
const BODY: &[&str] = &[
    "body",
    "message",
    "nachricht",
    "text",
    "description",
    "beschreibung",
    "inhalt",
    "content",
    "comment",
    "kommentar",
    "anfrage",
];
const ID: &[&str] =
    &["id", "ticketid", "ticketnumber", "ticketnummer", "ticket", "number", "nummer", "nr", "questionid", "frageid"];
const TIMES: &[&str] = &["count", "anzahl", "times", "asked", "askedcount", "haufigkeit"];
const PERSON: &[&str] = &[
    "name",
    "firstname",
    "lastname",
    "vorname",
    "nachname",
    "customer",
    "customername",
    "kunde",
    "kundenname",
    "from",
    "von",
    "absender",
    "sender",
    "requester",
    "requestername",
    "email",
    "mail",
];

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id in the list; empty where there is none that may be shown.
    pub id: String,
    /// As it is shown: one line, nothing of a person's.
    pub title: String,
    /// All of it, as it is matched; its title is a line of its own.
    pub text: String,
    /// How often it was asked.
    pub times: u32,
}

/// Which columns were taken for what, by their names in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// What is read, with the name of its column.
    pub used: Vec<(&'static str, String)>,
    /// The others.
    pub unused: Vec<String>,
}

/// A list that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Its questions.
    pub questions: Vec<Question>,
    /// Its columns.
    pub columns: Columns,
    /// Rows without a question.
    pub empty: usize,
    /// Rows that were not read whole.
    pub odd: Vec<Odd>,
}

/// What could not be read of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    /// The line it begins in, from 1.
    pub line: usize,
    /// What is odd; nothing of the row itself, which may be a person's.
    pub what: String,
}

/// Why a list can't be read: what is wrong, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// Positions of the columns.
#[derive(Clone, Debug, Default)]
struct Layout {
    title: Option<usize>,
    body: Option<usize>,
    id: Option<usize>,
    times: Option<usize>,
    people: Vec<usize>,
}

/// Reads a list: comma, semicolon or tab between its cells, UTF-8 with or without a mark.
///
/// # Errors
/// Another encoding, or no column that holds questions.
pub fn read(bytes: &[u8]) -> Result<Read, Unreadable> {
    let text = utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().cloned().unwrap_or_default();
    let (layout, columns) = layout(&names)?;
    let (mut questions, mut empty) = (Vec::new(), 0);
    let (mut lines, mut odd) = (Lines { text, at: 0, line: 1 }, Vec::new());
    let is_uneven = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    for row in reader.records() {
        let row =
            row.map_err(|error| unreadable(format!("the list can't be read: {error}"), "save it as CSV again"))?;
        let is_long = row.iter().any(|cell| cell.contains('\n'));
        if is_uneven && is_long && reader_is_done(&row, text) {
            return Err(unclosed(&row));
        }
        odd.extend(what_is_odd(&row, names.len(), &layout).map(|what| Odd { line: lines.of(&row), what }));
        match question(&row, &layout) {
            Some(question) => questions.push(question),
            None => empty += 1,
        }
    }
    Ok(Read { questions, columns, empty, odd })
}

/// Lines of a text, counted once from row to row.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line that a row begins in. The reader's own count lags behind where lines end as Windows ends them.
    fn of(&mut self, row: &StringRecord) -> usize {
        let start = row.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let rest = self.text.get(start..).unwrap_or("");
        let start = start + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let between = self.text.get(self.at..start).unwrap_or("");
        self.line += between.matches('\n').count() + lone_returns(between);
        self.at = start.max(self.at);
        self.line
    }
}

/// Ends of lines as old systems wrote them.
fn lone_returns(text: &str) -> usize {
    text.matches('\r').count() - text.matches("\r\n").count()
}

/// What would be lost of a row, or guessed.
fn what_is_odd(row: &StringRecord, names: usize, layout: &Layout) -> Option<String> {
    let more = row.iter().skip(names).filter(|cell| !cell.trim().is_empty()).count();
    let typed = layout.times.and_then(|at| row.get(at)).unwrap_or("").trim();
    match more {
        0 if typed.is_empty() || count(typed).is_some() => None,
        0 => Some("its count is no whole number; it counts as 1".to_owned()),
        _ => Some(format!(
            "it has {more} more {} than the first line has names, and {} not read: a text with a separator in it needs `\"` around it",
            if more == 1 { "cell" } else { "cells" },
            if more == 1 { "that is" } else { "those are" },
        )),
    }
}

fn unreadable(message: impl Into<String>, help: impl Into<String>) -> Unreadable {
    Unreadable { message: message.into(), help: help.into() }
}

/// Whether a row ends with the list.
fn reader_is_done(row: &StringRecord, text: &str) -> bool {
    let start = row.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
    let rest = text.get(start..).unwrap_or("");
    row.iter().next_back().is_some_and(|last| rest.trim_end().ends_with(last.trim_end()))
}

/// A quote that has no end takes all that follows into its cell.
fn unclosed(row: &StringRecord) -> Unreadable {
    let line = row.position().map_or(0, |position| position.line());
    unreadable(
        format!("a quote that begins in line {line} has no end, so all that follows would be one question"),
        "end it with `\"`, or save the list as CSV again",
    )
}

fn utf8(bytes: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        unreadable(
            format!("the list is not in UTF-8: line {line} has a letter of another encoding"),
            "save it as `CSV UTF-8`, as spreadsheets call it, so that no letter is guessed",
        )
    })
}

/// What parts the cells: whatever the line of names has most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let (mut counts, mut is_quoted) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(sign, _)| *sign)
}

fn layout(names: &StringRecord) -> Result<(Layout, Columns), Unreadable> {
    let plain: Vec<String> = names.iter().map(plain_name).collect();
    // By the order of the words, not of the columns: `question` before `subject`.
    let find = |words: &[&str]| words.iter().find_map(|word| plain.iter().position(|name| name == word));
    let (title, body) = (find(QUESTION), find(BODY));
    if title.is_none() && body.is_none() {
        let there: Vec<String> = names.iter().map(|name| format!("`{}`", name.trim())).collect();
        let message = format!("no column holds questions; there {}", said(&there));
        return Err(unreadable(
            message,
            "name one `question`, `subject`, `message` or `text` in the first line (or `Frage`, `Betreff`, `Nachricht`)",
        ));
    }
    let people: Vec<usize> =
        plain.iter().enumerate().filter(|(_, name)| PERSON.contains(&name.as_str())).map(|(at, _)| at).collect();
    let layout = Layout { title, body, id: find(ID), times: find(TIMES), people };
    let roles = [("question", layout.title), ("text", layout.body), ("id", layout.id), ("count", layout.times)];
    let name = |at: usize| names.get(at).unwrap_or("").trim().to_owned();
    let mut used: Vec<(&'static str, String)> =
        roles.iter().filter_map(|(role, at)| Some((*role, name((*at)?)))).collect();
    used.extend(layout.people.iter().map(|at| ("masked", name(*at))));
    let is_used = |at: &usize| roles.iter().any(|(_, role)| *role == Some(*at)) || layout.people.contains(at);
    let unused = (0..names.len()).filter(|at| !is_used(at)).map(name).collect();
    Ok((layout, Columns { used, unused }))
}

fn said(names: &[String]) -> String {
    match names {
        [] => "is no line of names".to_owned(),
        [one] => format!("is only {one}"),
        _ => format!("are {}", names.join(", ")),
    }
}

/// `Ticket-ID` → `ticketid`.
fn plain_name(name: &str) -> String {
    crate::output::without_accents(&name.to_lowercase()).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn question(row: &StringRecord, layout: &Layout) -> Option<Question> {
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or("").trim();
    let people: Vec<&str> = layout.people.iter().filter_map(|at| row.get(*at)).collect();
    let clean = |text: &str| masked(&cut(text, LONGEST), &people);
    let (title, body) = (clean(cell(layout.title)), clean(cell(layout.body)));
    let shown = if title.is_empty() { first_question(&body) } else { title.clone() };
    if shown.is_empty() {
        return None;
    }
    let text = if title.is_empty() { body } else { format!("{title}\n{body}").trim_end().to_owned() };
    let times = count(cell(layout.times)).unwrap_or(1).max(1);
    Some(Question { id: safe_id(cell(layout.id)), title: cut(&shown, SHOWN), text, times })
}

/// An id that says nothing of a person and is harmless in a file.
fn safe_id(id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | ':' | '/');
    let is_safe = !id.is_empty() && id.len() <= 64 && id.chars().all(is_plain);
    if is_safe { id.to_owned() } else { String::new() }
}

/// The first sentence that asks, else the beginning.
fn first_question(text: &str) -> String {
    let Some(end) = text.find('?') else { return text.to_owned() };
    let asked = text.get(..=end).unwrap_or(text);
    let start = asked.rfind(['.', '!', ':']).map_or(0, |at| at + 1);
    asked.get(start..).unwrap_or(asked).trim().to_owned()
}

/// So many letters, cut at a word where there is one.
pub(super) fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or(text);
    let word = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head.get(..word).unwrap_or(head).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_in_both_languages() {
        let german = "\u{FEFF}Ticket-Nr;Kunde;Betreff;Nachricht;Anzahl\r\nx;Ina Berg;Stift;\"Ina fragt:\r\nwarum; \"\"so\"\"?\";3\r\n;;;;\r\n";
        let read = read(german.as_bytes()).unwrap();
        assert_eq!(read.empty, 1);
        let one = &read.questions[0];
        assert_eq!((one.title.as_str(), one.times), ("Stift", 3));
        assert_eq!(one.text, "Stift\n[name] fragt: warum; \"so\"?");
        assert_eq!(read.columns.unused, ["Ticket-Nr"]);
        let tabs = read_titles("id\tsubject\tquestion\nq-1\tHi\tWhy, oh why?\n");
        assert_eq!(tabs, ["Why, oh why?"]);
        assert_eq!(read_titles("message\n\"Hello. How are you? Bye.\"\n"), ["How are you?"]);
    }

    fn read_titles(text: &str) -> Vec<String> {
        read(text.as_bytes()).unwrap().questions.into_iter().map(|one| one.title).collect()
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let latin = read(b"question\nok\nf\xFCr\n").unwrap_err();
        assert_eq!(latin.message, "the list is not in UTF-8: line 3 has a letter of another encoding");
        let names = read(b"a,b\n1,2\n").unwrap_err();
        assert_eq!(names.message, "no column holds questions; there are `a`, `b`");
        assert!(read(b"").is_err());
    }
}
