//! `hub calendar backlog`: what is not finished, by status.

use serde_json::{Value, json};

use super::agenda::{self, Look};
use super::text::{Text, Tone, packed, wrapped};
use super::{Asked, json, screen, words};
use crate::calendar::{Backlog, Group, Piece, Status, backlog};
use crate::diagnostic::counted;
use crate::error::Error;
use crate::model::time::Date;

/// Answers.
pub(super) fn answer(asked: &Asked<'_>) -> Result<(), Error> {
    let backlog = backlog(asked.standpoint());
    asked.say(&to_json(asked, &backlog), || text(asked, &backlog));
    Ok(())
}

/// `today`, `zone`, `groups` (`status`, `pieces`); see `json.rs`.
fn to_json(asked: &Asked<'_>, backlog: &Backlog) -> Value {
    let zone = asked.zone();
    let group = |group: &Group| {
        let pieces: Vec<Value> = group.pieces.iter().map(|piece| json::piece(piece, zone)).collect();
        json!({ "status": group.status.word(), "pieces": pieces })
    };
    json!({
        "today": backlog.today.to_string(),
        "zone": zone.name(),
        "groups": backlog.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, backlog: &Backlog) -> String {
    if backlog.groups.is_empty() {
        return empty(asked);
    }
    let pieces = backlog.groups.iter().map(|group| group.pieces.len()).sum();
    let title = format!(" Backlog: {} not finished", counted(pieces, "piece"));
    let title = Text::of(Tone::Strong, &title).and(Tone::Quiet, &format!(" · {}", asked.found.site.settings.title));
    let mut text = title.cut(screen::columns()).line(asked.colour);
    for group in &backlog.groups {
        text.push('\n');
        text.push_str(&group_text(asked, group, backlog.today));
    }
    text
}

fn empty(asked: &Asked<'_>) -> String {
    if let Some(unread) = asked.unread() {
        return super::sentence(unread).into_iter().map(|line| line.line(asked.colour)).collect();
    }
    let lines = super::sentence("The backlog is empty: everything that was begun is finished.").into_iter();
    let add = "hub calendar add --title \"A first guide\" --kind guide";
    lines.chain(super::hint("Keep an idea", add)).map(|line| line.line(asked.colour)).collect()
}

fn group_text(asked: &Asked<'_>, group: &Group, today: Date) -> String {
    let Look { mark, word, tone } = agenda::of_status(group.status);
    let heading = Text::of(tone, &format!(" {mark} {word}")).and(Tone::Quiet, &format!("  {}", meaning(group.status)));
    let kind = group.pieces.iter().map(|piece| kind_of(piece).len()).max().unwrap_or(0);
    let mut text = heading.cut(screen::columns()).line(asked.colour);
    for piece in &group.pieces {
        text.extend(piece_lines(asked, piece, kind, today).into_iter().map(|line| line.line(asked.colour)));
    }
    text
}

fn meaning(status: Status) -> &'static str {
    match status {
        Status::Review => "written, being looked over",
        Status::Drafting => "being written",
        Status::Draft => "its file says `draft = true`",
        Status::Unwritten => "the calendar says ready, but there is no file",
        Status::Outlined => "the outline stands",
        Status::Idea => "a thought so far",
        Status::Held => "kept back",
        Status::Waits => "waits for a piece that does not appear",
        Status::NoDate => "its kind needs a date in the calendar",
        Status::NoConsent => "the member has not agreed yet",
        Status::Public | Status::Ready | Status::Over => "",
    }
}

fn kind_of(piece: &Piece) -> &'static str {
    piece.kind.map_or("", |kind| kind.name())
}

/// The title, and under it when, who and where.
fn piece_lines(asked: &Asked<'_>, piece: &Piece, kind: usize, today: Date) -> Vec<Text> {
    let screen = screen::columns();
    let indent = 3 + kind + 2;
    let mut lines = Vec::new();
    for words in wrapped(&piece.title, screen.saturating_sub(indent), 2) {
        let label = if lines.is_empty() { kind_of(piece) } else { "" };
        lines.push(Text::of(Tone::Quiet, &format!("   {label}")).padded(indent).and(Tone::Plain, &words));
    }
    let facts = packed(&facts(asked, piece, today), screen.saturating_sub(indent));
    lines.extend(facts.into_iter().map(|line| line.indented(indent)));
    lines
}

/// When it is due and planned, who does it, where it came from and where it lies.
fn facts(asked: &Asked<'_>, piece: &Piece, today: Date) -> Vec<(Tone, String)> {
    let late =
        |is_late: bool, words: String| if is_late { (Tone::Bad, format!("! {words}")) } else { (Tone::Quiet, words) };
    let mut facts = Vec::new();
    if let Some(due) = piece.due {
        facts.push(late(due < today, format!("due {}", words::full_day(due, today))));
    }
    if let Some(publish) = piece.publish {
        let day = words::full_day(asked.zone().date_of(publish), today);
        facts.push(late(publish <= asked.found.moment.now, format!("planned for {day}")));
    }
    let rest = [piece.owner.as_str(), piece.source.as_str(), piece.file.as_deref().unwrap_or("")];
    facts.extend(rest.into_iter().filter(|fact| !fact.is_empty()).map(|fact| (Tone::Quiet, fact.to_owned())));
    facts
}
