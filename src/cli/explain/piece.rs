//! How a piece is told: calm lines for people, one object for programs.

use serde_json::{Value, json};

use crate::diagnostic::draw;
use crate::explain::{Hidden, Mention, Piece};
use crate::model::time::Instant;
use crate::pipeline::Found;
use crate::plan::Visibility;

/// Columns, and those of the names at the left.
const WIDTH: usize = 80;
const MARGIN: usize = 12;

/// A piece for people.
pub(super) fn text(piece: &Piece, found: &Found) -> String {
    let mut page = Page::default();
    page.line(&piece.title);
    page.line(&format!("{} `{}`, {}:{}", piece.kind, piece.id, piece.place.0, piece.place.1));
    page.gap();
    page.line(&verdict(piece, found));
    for condition in &piece.conditions {
        page.line(&format!("  {} {}", if condition.holds { '✓' } else { '✗' }, condition.words));
    }
    page.gap();
    times(&mut page, piece, found);
    page.gap();
    places(&mut page, piece);
    page.gap();
    page.rows("named by", &piece.named_by.iter().map(mention).collect::<Vec<_>>());
    let hidden =
        |hidden: &Hidden| format!("`{}` ({}), not public: {}", hidden.name, hidden.ways.join(", "), hidden.why);
    page.rows("leads to", &piece.hidden.iter().map(hidden).collect::<Vec<_>>());
    page.finish()
}

/// Another page of the site for people.
pub(super) fn page_text(url: &str, words: &str) -> String {
    let mut page = Page::default();
    page.line(url);
    page.line(words);
    page.finish()
}

fn verdict(piece: &Piece, found: &Found) -> String {
    let now = found.site.settings.zone.words(found.moment.now);
    let why = piece.why_not.as_deref().unwrap_or("");
    match piece.visibility {
        Visibility::Public => format!("public (looked at {now}); all of this holds:"),
        Visibility::Secret => format!("not public (looked at {now}): {why}"),
        Visibility::Expired => format!("no longer public (looked at {now}): {why}"),
        Visibility::Withdrawn => format!("gone without a trace (looked at {now}): {why}"),
    }
}

fn times(page: &mut Page, piece: &Piece, found: &Found) {
    let zone = &found.site.settings.zone;
    let longest = piece.moments.iter().map(|(_, what)| what.len()).max().unwrap_or(0);
    let moment = |(at, what): &(Instant, &str)| format!("{what:longest$}  {}", zone.words(*at));
    page.rows("times", &piece.moments.iter().map(moment).collect::<Vec<_>>());
    page.rows("due", &piece.due.map(|day| day.to_string()).into_iter().collect::<Vec<_>>());
    page.rows("entry", &piece.entry.iter().map(|(file, line)| format!("{file}:{line}")).collect::<Vec<_>>());
    page.rows("channels", &piece.channels.iter().map(|channels| channels.join(", ")).collect::<Vec<_>>());
}

fn places(page: &mut Page, piece: &Piece) {
    let will = if piece.visibility == Visibility::Public { "" } else { " (while it is public)" };
    page.rows("address", &[format!("{}{will}", piece.url)]);
    page.rows("aliases", &piece.aliases);
    page.rows("feed id", std::slice::from_ref(&piece.guid));
    let series = piece.series.as_ref();
    let series = series.map(|series| format!("part {} of {} of `{}`", series.number, series.parts, series.id));
    page.rows("series", series.as_slice());
    let step = piece.steps.iter().map(|step| format!("`{}`, day {}: {}", step.track, step.day, step.url));
    page.rows("tracks", &step.collect::<Vec<_>>());
    page.rows("feeds", &piece.feeds);
    page.rows("issues", &piece.issues);
    let none = |(newsletter, why): &(String, String)| format!("none of `{newsletter}`: {why}");
    page.rows("no issue", &piece.in_no_issue.iter().map(none).collect::<Vec<_>>());
    page.rows("listed on", &piece.listed_on);
    if !piece.listed {
        page.rows("listed on", &["nothing: `listed = false`".to_owned()]);
    }
    if !piece.tags.is_empty() {
        page.rows("tags", &[piece.tags.join(", ")]);
    }
}

fn mention(mention: &Mention) -> String {
    format!("`{}` ({})", mention.other, mention.ways.join(", "))
}

/// Lines with names at the left, of at most [`WIDTH`] columns where words allow it.
#[derive(Default)]
struct Page {
    text: String,
    /// Whether an empty line is due before the next.
    gap: bool,
}

impl Page {
    fn gap(&mut self) {
        self.gap = !self.text.is_empty();
    }

    fn line(&mut self, words: &str) {
        let indent = words.len() - words.trim_start().len();
        let indent = if indent == 0 { 0 } else { indent + 2 };
        self.wrapped(words, indent);
    }

    /// A name with its values, one a line; nothing without values.
    fn rows(&mut self, name: &str, values: &[String]) {
        for (index, value) in values.iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            self.wrapped(&format!("{name:MARGIN$}{value}"), MARGIN);
        }
    }

    /// Puts words down; what goes on in further lines stands `indent` columns in.
    fn wrapped(&mut self, words: &str, indent: usize) {
        if std::mem::take(&mut self.gap) {
            self.text.push('\n');
        }
        let mut column = 0;
        for (index, word) in unbroken(&draw::printable(words)).iter().enumerate() {
            let length = word.chars().count();
            if index > 0 && column + 1 + length > WIDTH && column > indent && length > 0 {
                self.text.push_str(&format!("\n{}", " ".repeat(indent)));
                column = indent;
            } else if index > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += length;
        }
        self.text.push('\n');
    }

    fn finish(self) -> String {
        self.text
    }
}

/// Words that stay on one line; a day stays with its time, and that with its offset.
fn unbroken(words: &str) -> Vec<String> {
    let is_time = |word: &str| {
        word.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit()) && word.contains(':')
    };
    let mut found: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match found.last_mut() {
            Some(last) if is_time(word) && last.ends_with(|c: char| c.is_ascii_digit()) => {
                last.push_str(&format!(" {word}"))
            }
            _ => found.push(word.to_owned()),
        }
    }
    found
}

/// A piece for programs.
pub(super) fn json(piece: &Piece, found: &Found) -> Value {
    let zone = &found.site.settings.zone;
    let place = |(file, line): &(String, usize)| json!({ "file": file, "line": line });
    json!({
        "id": piece.id,
        "title": piece.title,
        "kind": piece.kind,
        "place": place(&piece.place),
        "entry": piece.entry.as_ref().map(place),
        "now": zone.rfc3339(found.moment.now),
        "public": piece.visibility == Visibility::Public,
        "state": match piece.visibility {
            Visibility::Public => "public",
            Visibility::Secret => "secret",
            Visibility::Expired => "expired",
            Visibility::Withdrawn => "withdrawn",
        },
        "why_not": piece.why_not,
        "conditions": piece.conditions.iter().map(|one| json!({ "holds": one.holds, "words": one.words })).collect::<Vec<_>>(),
        "times": piece.moments.iter().map(|(at, what)| json!({ "at": zone.rfc3339(*at), "what": what })).collect::<Vec<_>>(),
        "due": piece.due.map(|day| day.to_string()),
        "url": piece.url,
        "aliases": piece.aliases,
        "guid": piece.guid,
        "feeds": piece.feeds,
        "tracks": piece.steps.iter().map(|step| json!({ "track": step.track, "day": step.day, "url": step.url })).collect::<Vec<_>>(),
        "issues": piece.issues,
        "in_no_issue": piece.in_no_issue.iter().map(|(newsletter, why)| json!({ "newsletter": newsletter, "why": why })).collect::<Vec<_>>(),
        "series": piece.series.as_ref().map(|one| json!({ "id": one.id, "number": one.number, "parts": one.parts })),
        "listed": piece.listed,
        "listed_on": piece.listed_on,
        "tags": piece.tags,
        "channels": piece.channels,
        "named_by": piece.named_by.iter().map(|one| json!({ "id": one.other, "ways": one.ways })).collect::<Vec<_>>(),
        "not_public": piece.hidden.iter().map(|one| json!({ "name": one.name, "ways": one.ways, "why": one.why })).collect::<Vec<_>>(),
    })
}
