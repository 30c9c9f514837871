//! Embeds: `{{ name("argument", …) }}` alone on its line.
//!
//! Finds such lines among a body's steps and reads them; what they become is the caller's matter.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::Embed;
use super::body::{Piece, Problem, Step, is_inline};
use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::Span;

/// How each embed is written; also the list of names.
const FORMS: [(&str, &str); 8] = [
    ("faq", "{{ faq(\"id\") }}"),
    ("offer", "{{ offer(\"id\") }}"),
    ("member", "{{ member(\"id\") }}"),
    ("track", "{{ track(\"id\") }}"),
    ("event", "{{ event(\"id\") }}"),
    ("signup", "{{ signup() }}"),
    ("survey", "{{ survey(\"id\") }}"),
    ("video", "{{ video(\"https://…\", \"title\", \"transcript\") }}"),
];

/// Why a line that looks like an embed isn't one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EmbedProblem {
    /// No embed of this name.
    Unknown(String),
    /// Wrong number or kind of arguments, for the embed of this name.
    Arguments(&'static str),
    /// Not `{{ name("argument") }}`.
    Syntax,
    /// A good embed, with text right above or below it.
    NotAlone,
}

/// Whether a line wants to be an embed.
pub(super) fn looks_like_embed(line: &str) -> bool {
    line.starts_with("{{") && (line.ends_with("}}") || name_of(line).is_some())
}

/// Reads a line for which [`looks_like_embed`] holds.
pub(super) fn read(line: &str) -> Result<Embed, EmbedProblem> {
    let inner = line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).ok_or(EmbedProblem::Syntax)?.trim();
    let (name, arguments) = inner.split_once('(').ok_or(EmbedProblem::Syntax)?;
    let name = name.trim_end();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(EmbedProblem::Syntax);
    }
    let Some((known, _)) = FORMS.iter().find(|(known, _)| *known == name) else {
        return Err(EmbedProblem::Unknown(name.to_owned()));
    };
    let arguments = arguments.strip_suffix(')').ok_or(EmbedProblem::Syntax)?;
    let arguments = strings(arguments).ok_or(EmbedProblem::Arguments(known))?;
    build(known, arguments).ok_or(EmbedProblem::Arguments(known))
}

/// The embed's name if the line begins with a known one and its parenthesis, however it goes on.
pub(super) fn name_of(line: &str) -> Option<&'static str> {
    let (name, _) = line.strip_prefix("{{")?.trim_start().split_once('(')?;
    FORMS.iter().map(|(known, _)| *known).find(|known| *known == name.trim_end())
}

/// Embeds in place of the paragraphs (or tight list items) whose every line is one.
pub(super) fn put<'a>(text: &str, steps: Vec<Step<'a>>, problems: &mut Vec<(Problem, Range<usize>)>) -> Vec<Step<'a>> {
    let mut result: Vec<Step<'a>> = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        let paragraph = matches!(step.piece, Piece::Event(Event::Start(Tag::Paragraph)));
        let holds_lines =
            paragraph || matches!(step.piece, Piece::Event(Event::Start(Tag::Item | Tag::DefinitionListDefinition)));
        result.push(step);
        let begins = |step: &Step<'_>| text.get(step.range.start..).is_some_and(|rest| rest.starts_with("{{"));
        if !holds_lines || !(paragraph || steps.peek().is_some_and(begins)) {
            continue;
        }
        let mut run = Vec::new();
        while let Some(step) = steps.next_if(|step| is_inline(&step.piece)) {
            run.push(step);
        }
        match embeds_of(text, &run, problems) {
            Some(embeds) => {
                if paragraph {
                    result.pop();
                    steps.next();
                }
                result.extend(embeds);
            }
            None => result.append(&mut run),
        }
    }
    result
}

/// The embeds of a run of inline pieces, if every line is one (or wants to be: those are noted and left out).
fn embeds_of<'a>(text: &str, run: &[Step<'_>], problems: &mut Vec<(Problem, Range<usize>)>) -> Option<Vec<Step<'a>>> {
    let lines: Vec<(&str, Range<usize>)> = run
        .split(|step| matches!(step.piece, Piece::Event(Event::SoftBreak | Event::HardBreak)))
        .filter_map(|line| {
            let start = line.iter().map(|step| step.range.start).min()?;
            let end = line.iter().map(|step| step.range.end).max()?;
            let source = text.get(start..end)?.trim_end();
            Some((source, start..start + source.len()))
        })
        .collect();
    let mut embeds = Vec::new();
    let alone = !lines.is_empty() && lines.iter().all(|(line, _)| looks_like_embed(line));
    for (line, range) in lines.into_iter().filter(|(line, _)| looks_like_embed(line)) {
        match read(line) {
            Ok(embed) if alone => embeds.push(Step { piece: Piece::Embed { number: 0, embed }, range }),
            Err(problem) if alone => problems.push((Problem::Embed(problem), range)),
            Ok(_) => problems.push((Problem::Embed(EmbedProblem::NotAlone), range)),
            Err(_) => {}
        }
    }
    alone.then_some(embeds)
}

/// The problem in words.
pub(super) fn diagnose(problem: &EmbedProblem, span: Span) -> Diagnostic {
    let literal = "to show the braces as they are, put them in backticks";
    match problem {
        EmbedProblem::Unknown(name) => Diagnostic::error("unknown-embed", format!("there is no embed `{name}`"))
            .at(span, "")
            .maybe_help(nearest_help(name, FORMS.iter().map(|(known, _)| *known)))
            .note(format!("embeds are {}", FORMS.map(|(known, _)| format!("`{known}`")).join(", ")))
            .help(literal),
        EmbedProblem::Arguments(name) => {
            Diagnostic::error("embed-arguments", format!("the arguments of `{name}` don't fit"))
                .at(span, "")
                .help(format!("write `{}`", form(name)))
        }
        EmbedProblem::Syntax => {
            Diagnostic::error("embed-syntax", "this line looks like an embed, but can't be read as one")
                .at(span, "")
                .help(format!("an embed is written `{}`", form("faq")))
                .help(literal)
        }
        EmbedProblem::NotAlone => Diagnostic::error("embed-syntax", "this embed stands in the middle of a paragraph")
            .at(span, "")
            .help("leave an empty line above and below it")
            .help(literal),
    }
}

/// How the embed of this name is written.
fn form(name: &str) -> &'static str {
    FORMS.iter().find(|(known, _)| *known == name).map_or("", |(_, form)| form)
}

/// Double-quoted strings with commas between; `\"` and `\\` are the only escapes.
fn strings(mut rest: &str) -> Option<Vec<String>> {
    let mut strings = Vec::new();
    rest = rest.trim();
    while !rest.is_empty() {
        let (string, after) = string(rest)?;
        strings.push(string);
        rest = after.trim_start();
        if let Some(after) = rest.strip_prefix(',') {
            rest = after.trim_start();
        } else if !rest.is_empty() {
            return None;
        }
    }
    Some(strings)
}

/// One string and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('"')?.chars();
    let mut string = String::new();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Some((string, characters.as_str())),
            '\\' => match characters.next()? {
                escaped @ ('"' | '\\') => string.push(escaped),
                other => string.extend(['\\', other]),
            },
            other => string.push(other),
        }
    }
    None
}

/// The embed, if the arguments are as many as it takes and none is blank.
fn build(name: &str, arguments: Vec<String>) -> Option<Embed> {
    if arguments.iter().any(|argument| argument.trim().is_empty()) {
        return None;
    }
    let mut arguments = arguments.into_iter();
    let embed = match name {
        "signup" => Embed::Signup,
        "faq" => Embed::Faq(arguments.next()?),
        "offer" => Embed::Offer(arguments.next()?),
        "member" => Embed::Member(arguments.next()?),
        "track" => Embed::Track(arguments.next()?),
        "event" => Embed::Event(arguments.next()?),
        "survey" => Embed::Survey(arguments.next()?),
        "video" => Embed::Video { url: arguments.next()?, title: arguments.next()?, transcript: arguments.next()? },
        _ => return None,
    };
    arguments.next().is_none().then_some(embed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeds_are_read() {
        assert_eq!(read(r#"{{ faq("refunds") }}"#), Ok(Embed::Faq("refunds".into())));
        assert_eq!(read("{{signup()}}"), Ok(Embed::Signup));
        assert_eq!(
            read(r#"{{ video("https://a.b/c?d=(e)", "The \"first\" one", "none: it is silent",) }}"#),
            Ok(Embed::Video {
                url: "https://a.b/c?d=(e)".into(),
                title: "The \"first\" one".into(),
                transcript: "none: it is silent".into()
            })
        );
    }

    #[test]
    fn what_does_not_fit_says_why() {
        assert_eq!(read(r#"{{ fqa("x") }}"#), Err(EmbedProblem::Unknown("fqa".into())));
        for line in
            [r#"{{ faq() }}"#, r#"{{ faq("a", "b") }}"#, "{{ faq(a) }}", r#"{{ faq("") }}"#, r#"{{ faq("a" "b") }}"#]
        {
            assert_eq!(read(line), Err(EmbedProblem::Arguments("faq")), "{line}");
        }
        assert_eq!(read(r#"{{ signup("x") }}"#), Err(EmbedProblem::Arguments("signup")));
        for line in ["{{ faq }}", "{{ }}", r#"{{ faq("x" }}"#, "{{#if x}}", "{{ a b(c) }}", r#"{{ faq("x") }"#] {
            assert_eq!(read(line), Err(EmbedProblem::Syntax), "{line}");
        }
    }
}
