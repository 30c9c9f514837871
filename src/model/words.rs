//! Words of fixed lists and short names, as authors type them: each wrong one gets the nearest that exists.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::parse::Kind;
use crate::parse::words::Words;
use crate::source::Spanned;

impl<T: Copy> Words<T> {
    /// What a typed word stands for.
    pub(super) fn read(&self, typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<T> {
        let found = self.known.iter().find(|(word, _)| *word == typed.value);
        if found.is_none() {
            problems.push(unknown(typed, (self.code, self.noun), self.names().into_iter()));
        }
        found.map(|(_, meaning)| *meaning)
    }
}

/// The kind of a typed name.
pub(super) fn kind(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<Kind> {
    let kind = Kind::named(&typed.value);
    if kind.is_none() {
        problems.push(unknown(typed, ("unknown-kind", "kind"), Kind::names().into_iter()));
    }
    kind
}

/// The problem of a word that is none of a list: the nearest, or all of them.
pub(super) fn unknown<'a>(
    typed: &Spanned<String>,
    (code, noun): (&'static str, &str),
    words: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let problem = Diagnostic::error(code, format!("there is no {noun} `{}`", typed.value)).at(typed.span, "");
    match nearest_help(&typed.value, words.clone()) {
        Some(help) => problem.help(help),
        None => {
            let all: Vec<String> = words.map(|word| format!("`{word}`")).collect();
            if all.is_empty() { problem } else { problem.help(format!("choose one of {}", all.join(", "))) }
        }
    }
}

/// Reports each id that stands twice, with both places.
pub(super) fn duplicate_ids<'a>(
    noun: &str,
    ids: impl Iterator<Item = &'a Spanned<String>>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut seen = BTreeMap::new();
    for id in ids {
        if let Some(first) = seen.insert(id.value.as_str(), id.span) {
            problems.push(
                Diagnostic::error("duplicate-id", format!("there are two {noun} with the id `{}`", id.value))
                    .at(id.span, "the second")
                    .at(first, "the first")
                    .help("give one of them another id"),
            );
        }
    }
}

/// Reports an id that can't stand in an address as it is.
pub(super) fn check_id(id: &Spanned<String>, problems: &mut Vec<Diagnostic>) {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.value.bytes().all(fits) && id.value.bytes().any(|byte| byte != b'-') {
        return;
    }
    let parts: Vec<String> = id
        .value
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let example = if parts.is_empty() { "weekly".to_owned() } else { parts.join("-") };
    problems.push(
        Diagnostic::error("bad-id", format!("`{}` can't be an id, which becomes part of an address", id.value))
            .at(id.span, "")
            .help(format!("use a to z, 0 to 9 and `-`, such as `{example}`")),
    );
}
