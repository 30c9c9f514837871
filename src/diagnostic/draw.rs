//! Draws diagnostics: text for a terminal, JSON for tools, workflow commands for GitHub.
//!
//! The only file that knows annotate-snippets. What is drawn may quote anybody's text, so that nothing in it may act on
//! a terminal or be taken for a command.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::{Value, json};

use super::place::{Place, Places};
use super::{Diagnostic, Severity};
use crate::source::{Sources, Span};

mod text;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the place, an excerpt, what to do.
    Text,
    /// For tools: one array of objects.
    Json,
    /// For GitHub: one workflow command a line.
    Github,
}

/// Whether text is coloured; who decides knows the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Off,
    /// ANSI colours.
    On,
}

/// All of `diagnostics`, in the order given.
pub fn draw(diagnostics: &[Diagnostic], sources: &Sources, format: Format, colour: Colour) -> String {
    let mut places = Places::new(sources);
    match format {
        Format::Text => diagnostics.iter().map(|one| text::draw(one, sources, &mut places, colour)).collect(),
        Format::Json => {
            let all: Vec<Value> = diagnostics.iter().map(|one| json(one, sources, &mut places)).collect();
            format!("{:#}\n", Value::Array(all))
        }
        Format::Github => diagnostics.iter().map(|one| github(one, sources, &mut places)).collect(),
    }
}

/// The same diagnostics as values, for a report that holds more than them.
pub fn values(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Value> {
    let mut places = Places::new(sources);
    diagnostics.iter().map(|one| json(one, sources, &mut places)).collect()
}

/// Sorts by path, then place, then code, and removes exact duplicates. What has no place comes first.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let path = |one: &Diagnostic| one.labels.first().map(|label| sources.file(label.span.file).path.as_str());
    let span = |one: &Diagnostic| one.labels.first().map(|label| (label.span.start, label.span.end));
    diagnostics.sort_by(|a, b| {
        let by_place = path(a).cmp(&path(b)).then_with(|| span(a).cmp(&span(b)));
        by_place.then_with(|| a.code.cmp(b.code)).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}

/// "3 errors, 1 warning"; empty where there is nothing to count.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts =
        kinds.map(|(severity, word)| (diagnostics.iter().filter(|one| one.severity == severity).count(), word));
    let words: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(number, word)| super::counted(number, word)).collect();
    words.join(", ")
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn json(one: &Diagnostic, sources: &Sources, places: &mut Places<'_>) -> Value {
    let primary = one.labels.first().map(|label| json_place(label.span, sources, places));
    let mut object = json!({ "code": one.code, "severity": word(one.severity), "message": one.message });
    let labels: Vec<Value> = one
        .labels
        .iter()
        .map(|label| merged(json_place(label.span, sources, places), json!({ "message": label.message })))
        .collect();
    let nowhere = || json!({ "file": null, "line": null, "column": null, "end_line": null, "end_column": null });
    object = merged(object, primary.unwrap_or_else(nowhere));
    merged(object, json!({ "labels": labels, "notes": one.notes, "help": one.help }))
}

fn json_place(span: Span, sources: &Sources, places: &mut Places<'_>) -> Value {
    let (start, end) = places.ends(span).unzip();
    let line = |place: Option<Place>| place.map(|place| place.line);
    let column = |place: Option<Place>| place.map(|place| place.column);
    json!({
        "file": sources.file(span.file).path,
        "line": line(start), "column": column(start), "end_line": line(end), "end_column": column(end),
    })
}

fn merged(mut object: Value, more: Value) -> Value {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn github(one: &Diagnostic, sources: &Sources, places: &mut Places<'_>) -> String {
    let command = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = String::new();
    if let Some(label) = one.labels.first() {
        let path = github_escape(&sources.file(label.span.file).path, Escape::Property);
        properties = format!("file={path},");
        if let Some((start, end)) = places.ends(label.span) {
            let (line, column) = (start.line, start.column);
            // Writing to a string cannot end in an error.
            let _ = write!(properties, "line={line},col={column},endLine={},endColumn={},", end.line, end.column);
        }
    }
    let title = github_escape(one.code, Escape::Property);
    let lines = std::iter::once(one.message.clone())
        .chain(one.labels.iter().map(|label| label.message.clone()).filter(|message| !message.is_empty()))
        .chain(one.notes.iter().map(|note| format!("note: {note}")))
        .chain(one.help.iter().map(|help| format!("help: {help}")));
    let message = lines.collect::<Vec<_>>().join("\n");
    format!("::{command} {properties}title={title}::{}\n", github_escape(&message, Escape::Message))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    Message,
    Property,
}

/// A command ends at the end of its line, a property at `,` or `:`: none of them may come from a text.
fn github_escape(text: &str, escape: Escape) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            ':' if escape == Escape::Property => escaped.push_str("%3A"),
            ',' if escape == Escape::Property => escaped.push_str("%2C"),
            c if acts_on_terminals(c) => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// `text` on one line, without anything that a terminal would act on.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_on_terminals) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| match c {
        '\n' | '\t' | '\r' => ' ',
        c if acts_on_terminals(c) => '\u{FFFD}',
        c => c,
    });
    Cow::Owned(shown.collect())
}

/// Control characters, and those that turn the direction of what follows.
fn acts_on_terminals(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
