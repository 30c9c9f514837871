//! Whether the words of a language have the plural forms that its numbers take.
//!
//! Which forms these are is the business of [`super::plural`]; here they are looked for, and what is wrong is told.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::Spanned;

use super::plural::{Plural, known, needed};
use super::words::Texts;

/// How many words a warning shows.
const SHOWN: usize = 8;

/// Texts of one word, each with the last part of its key.
type Group<'a> = Vec<(&'a str, &'a Spanned<String>)>;

/// What is wrong with the plural forms of `texts`, which are the words of `language`.
pub(super) fn check(texts: &Texts, language: &str) -> Vec<Diagnostic> {
    let (known, needed) = (known(language), needed(language));
    let groups = groups(texts);
    let strange = groups.iter().flat_map(|(name, group)| group.iter().map(move |(form, text)| (*name, *form, *text)));
    let strange = strange.filter(|(_, form, _)| Plural::named(form).is_none_or(|form| !known.contains(&form)));
    let mut problems: Vec<_> = strange.map(|it| strange_form(it, &known, language)).collect();
    problems.extend(forms_missing(&groups, &needed, language));
    problems
}

/// The words that have plural forms: those with a text for `other` or `one`.
fn groups(texts: &Texts) -> BTreeMap<&str, Group<'_>> {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (key, text) in texts {
        let Some((group, form)) = key.rsplit_once('.') else { continue };
        groups.entry(group).or_default().push((form, text));
    }
    groups.retain(|_, group| group.iter().any(|(form, _)| ["one", "other"].contains(form)));
    groups
}

fn strange_form((word, form, text): (&str, &str, &Spanned<String>), known: &[Plural], language: &str) -> Diagnostic {
    let problem = Diagnostic::warning("unknown-plural-form", format!("`{language}` has no plural form `{form}`"));
    problem
        .at(text.span, format!("no number chooses this text of `{word}`"))
        .note(format!("plural forms of `{language}`: {}", listed(known)))
        .maybe_help(nearest_help(form, known.iter().map(|form| form.key())))
}

fn forms_missing(groups: &BTreeMap<&str, Group<'_>>, needed: &[Plural], language: &str) -> Option<Diagnostic> {
    let lacking: Vec<_> = groups.iter().filter_map(|(word, group)| lacking(word, group, needed)).collect();
    let message = match lacking.len() {
        0 => return None,
        1 => format!("one word lacks a plural form that `{language}` needs"),
        n => format!("{n} words lack plural forms that `{language}` needs"),
    };
    let mut problem = Diagnostic::warning("plural-form-missing", message);
    for (word, text, forms) in lacking.iter().take(SHOWN) {
        problem = problem.at(text.span, format!("`{word}` has no {}", listed(forms)));
    }
    if lacking.len() > SHOWN {
        problem = problem.note(format!("and {} more", lacking.len() - SHOWN));
    }
    let help = "until they are there, these numbers are printed with the text of `other`";
    Some(problem.note(format!("plural forms of `{language}`: {}", listed(needed))).help(help))
}

/// A word with the forms it lacks, and its text that shows where it stands.
fn lacking<'a>(
    word: &'a str,
    group: &Group<'a>,
    needed: &[Plural],
) -> Option<(&'a str, &'a Spanned<String>, Vec<Plural>)> {
    let is_there = |wanted: &Plural| group.iter().any(|(form, _)| *form == wanted.key());
    let forms: Vec<_> = needed.iter().copied().filter(|form| !is_there(form)).collect();
    let (_, text) = group.first().filter(|_| !forms.is_empty())?;
    Some((word, text, forms))
}

fn listed(forms: &[Plural]) -> String {
    let names: Vec<_> = forms.iter().map(|form| format!("`{}`", form.key())).collect();
    names.join(", ")
}
