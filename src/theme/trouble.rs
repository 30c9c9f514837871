//! Tera's errors in the author's words, at their place in a template.
//!
//! Tera gives some errors as values with spans and others only as a printed report; the reports are read back here.

use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use crate::diagnostic::{Diagnostic, nearest, nearest_help};
use crate::source::{FileId, Span};

use super::templates::Texts;

/// Problems found while templates are read.
pub(super) fn building(error: &Error, texts: &Texts) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => vec![syntax(report, texts)],
        ErrorKind::MissingParent { current, parent } => vec![missing_parent(current, parent, texts)],
        ErrorKind::CircularExtend { tpl, inheritance_chain } => vec![circle(tpl, inheritance_chain, "extend", texts)],
        ErrorKind::CircularInclude { tpl, include_chain } => vec![circle(tpl, include_chain, "include", texts)],
        _ => printed(&error.to_string(), texts),
    }
}

/// The problem that stopped a document; `template` is the place of the template that was asked for.
pub(super) fn rendering(error: &Error, texts: &Texts, template: Option<Span>) -> Diagnostic {
    let ErrorKind::RenderingError(report) = error.kind() else {
        return unplaced(error, template);
    };
    let mut problem = wording(report.message(), excerpt(report, texts));
    if let Some(span) = span_of(report, texts) {
        problem = problem.at(span, "here");
    }
    for call in reports(&error.to_string()).iter().filter(|report| report.is_note) {
        if let Some(span) = call.span(texts) {
            problem = problem.at(span, "used from here");
        }
    }
    problem
}

fn unplaced(error: &Error, template: Option<Span>) -> Diagnostic {
    let text = error.to_string();
    let problem = if text.starts_with("Maximum render recursion depth") {
        Diagnostic::error("template-error", "components use one another more than 20 deep")
            .help("a component that uses itself needs an `{% if %}` around it that ends")
    } else {
        Diagnostic::error("template-error", lower(&text))
    };
    match template {
        Some(span) => problem.at(span, ""),
        None => problem,
    }
}

fn syntax(report: &ReportError, texts: &Texts) -> Diagnostic {
    let problem = Diagnostic::error("template-syntax", lower(report.message()));
    match span_of(report, texts) {
        Some(span) => problem.at(span, "here"),
        None => problem,
    }
}

fn missing_parent(current: &str, parent: &str, texts: &Texts) -> Diagnostic {
    let problem = Diagnostic::error("template-reference", format!("there is no template `{parent}` to extend"))
        .maybe_help(nearest_help(parent, texts.keys().map(String::as_str)));
    match find(current, parent, texts) {
        Some(span) => problem.at(span, "unknown template"),
        None => problem,
    }
}

fn circle(template: &str, chain: &[String], verb: &str, texts: &Texts) -> Diagnostic {
    let listed: Vec<_> = chain.iter().map(|name| format!("`{name}`")).collect();
    let problem = Diagnostic::error("template-reference", format!("templates {verb} one another in a circle"))
        .note(format!("in this order: {}", listed.join(", ")))
        .help("an override extends what it overrides by the theme's name: `{% extends \"hearth:base.html\" %}`");
    match texts.get(template) {
        Some((file, _)) => problem.at(Span::file(*file), ""),
        None => problem,
    }
}

/// Problems of a printed report: one for each `error:` in it, or the whole text as one.
fn printed(text: &str, texts: &Texts) -> Vec<Diagnostic> {
    let found: Vec<_> = reports(text).into_iter().filter(|report| !report.is_note).collect();
    if found.is_empty() {
        return vec![without_place(text, texts)];
    }
    let problem = |report: &Printed| {
        let problem = Diagnostic::error("template-reference", unknown(&report.message));
        match report.span(texts) {
            Some(span) => problem.at(span, "here"),
            None => problem,
        }
    };
    found.iter().map(problem).collect()
}

/// `Component x is defined in both a and b`, and whatever else Tera says without a place.
fn without_place(text: &str, texts: &Texts) -> Diagnostic {
    let mut problem = Diagnostic::error("template-reference", lower(text));
    for name in text.split('`') {
        if let Some((file, _)) = texts.get(name) {
            problem = problem.at(Span::file(*file), "");
        }
    }
    problem
}

fn unknown(message: &str) -> String {
    match message.strip_prefix("Unknown ") {
        Some(rest) => format!("there is no {rest}"),
        None => lower(message),
    }
}

/// A message in hub's words, with the names there are and a way out where one is known.
fn wording(message: &str, excerpt: &str) -> Diagnostic {
    if let Some((typed, available)) = undefined(message) {
        let known: Vec<_> = available.split(", ").filter(|name| !name.is_empty()).collect();
        let near = nearest(typed, known.iter().copied());
        let problem = Diagnostic::error("template-error", format!("`{excerpt}` has no value here"));
        return match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => problem.help(GUARD),
            None => problem.note(format!("names here: {}", known.join(", "))).help(GUARD),
        };
    }
    let (first, help) = message.split_once('\n').unwrap_or((message, ""));
    Diagnostic::error("template-error", lower(first)).maybe_help((!help.is_empty()).then(|| help.to_owned()))
}

const GUARD: &str = "what may be absent is asked for first: `{% if … %}`";

/// The name that has no value, and the names there are, out of Tera's several sentences for it.
fn undefined(message: &str) -> Option<(&str, &str)> {
    if message.starts_with("Tried to render a variable that is undefined") {
        return Some(("", ""));
    }
    let rest = message.strip_prefix("Field `").or_else(|| message.strip_prefix("Variable `"))?;
    let (typed, rest) = rest.split_once('`')?;
    let says_so = rest.starts_with(" is not defined") || rest.starts_with(" exists but its value is undefined");
    says_so.then(|| (typed, rest.split_once(": ").map_or("", |(_, names)| names)))
}

/// Tera's sentence as a diagnostic's: lower case, no full stop, one line.
fn lower(message: &str) -> String {
    let line = message.lines().next().unwrap_or(message).trim_end_matches('.');
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn span_of(report: &ReportError, texts: &Texts) -> Option<Span> {
    let (file, text) = texts.get(report.filename())?;
    let range = whole_path(text, report.span().range.clone());
    Some(Span::new(*file, range.start, range.end))
}

fn excerpt<'t>(report: &ReportError, texts: &'t Texts) -> &'t str {
    let found = texts.get(report.filename());
    found.and_then(|(_, text)| text.get(whole_path(text, report.span().range.clone()))).unwrap_or("")
}

/// Tera points at the last part of a path (`tilte`); its author wrote the whole (`item.tilte`).
fn whole_path(text: &str, range: Range<usize>) -> Range<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.start..).unwrap_or(""));
    match after.starts_with(is_part) {
        true => before.trim_end_matches(is_part).len()..range.end,
        false => range,
    }
}

/// Where `wanted` stands in quotes in a template.
fn find(template: &str, wanted: &str, texts: &Texts) -> Option<Span> {
    let (file, text) = texts.get(template)?;
    let start = text.find(wanted)?;
    Some(Span::new(*file, start, start + wanted.len()))
}

/// One `error:` or `note:` of a printed report.
#[derive(Debug, PartialEq, Eq)]
struct Printed {
    is_note: bool,
    message: String,
    template: String,
    line: usize,
    column: usize,
    length: usize,
}

impl Printed {
    fn span(&self, texts: &Texts) -> Option<Span> {
        let (file, text) = texts.get(&self.template)?;
        Some(place(*file, text, (self.line, self.column), self.length))
    }
}

/// Reads Tera's reports back: `error: MESSAGE`, ` --> NAME:LINE:COLUMN`, an excerpt, and `note: called from NAME:LINE:COLUMN`.
fn reports(text: &str) -> Vec<Printed> {
    let mut found: Vec<Printed> = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some((template, line, column)) = line.trim_start().strip_prefix("--> ").and_then(locus) {
            found.push(Printed { is_note: false, message: message.to_owned(), template, line, column, length: 0 });
        } else if let Some((template, line, column)) = line.strip_prefix("note: called from ").and_then(locus) {
            found.push(Printed { is_note: true, message: String::new(), template, line, column, length: 0 });
        } else if let (Some(last), Some((_, drawn))) = (found.last_mut(), line.split_once('|'))
            && last.length == 0
            && drawn.contains('^')
            && drawn.chars().all(|c| c == ' ' || c == '^')
        {
            last.length = drawn.matches('^').count();
        }
    }
    found
}

fn locus(text: &str) -> Option<(String, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name.to_owned(), line.parse().ok()?, column.parse().ok()?))
}

fn place(file: FileId, text: &str, (line, column): (usize, usize), length: usize) -> Span {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(before..).unwrap_or("");
    let skip = |count: usize| rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
    let start = column.saturating_sub(1);
    Span::new(file, before + skip(start), before + skip(start + length))
}
