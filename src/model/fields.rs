//! Reading single fields: texts, numbers, short ids, slugs. What every part of the model does to a raw value
//! before it means anything; knows no field by name.

use std::collections::BTreeMap;

use super::words::unknown;
use crate::diagnostic::Diagnostic;
use crate::markdown::escape::is_printable;
use crate::output::check_segment;
use crate::output::{nfc, without_accents};
use crate::source::Spanned;

/// Text of an optional field, trimmed; empty if left out.
pub(super) fn text(typed: &Option<Spanned<String>>) -> String {
    typed.as_ref().map_or_else(String::new, |text| text.value.trim().to_owned())
}

/// Texts of a list field.
pub(super) fn texts(typed: &[Spanned<String>]) -> Vec<String> {
    typed.iter().map(|text| text.value.trim().to_owned()).collect()
}

/// A number from 0; 0 if left out.
pub(super) fn number(typed: &Option<Spanned<i64>>, problems: &mut Vec<Diagnostic>) -> u32 {
    let Some(typed) = typed else { return 0 };
    u32::try_from(typed.value).unwrap_or_else(|_| {
        problems.push(
            Diagnostic::error("bad-number", format!("`{}` is no number from 0 to {}", typed.value, u32::MAX))
                .at(typed.span, ""),
        );
        0
    })
}

/// The short ids of one list (authors, segments, links …) and what to say where one is unknown.
#[derive(Debug)]
pub(super) struct Ids<'a, T> {
    code: &'static str,
    what: &'static str,
    by_id: BTreeMap<&'a str, T>,
}

impl<'a, T: Copy> Ids<'a, T> {
    /// Ids in the order of their list; of two equal ones the first holds.
    pub(super) fn new(
        (code, what): (&'static str, &'static str),
        ids: impl Iterator<Item = &'a str>,
        at: fn(usize) -> T,
    ) -> Self {
        let mut by_id = BTreeMap::new();
        for (index, id) in ids.enumerate().filter(|(_, id)| !id.is_empty()) {
            by_id.entry(id).or_insert(at(index));
        }
        Ids { code, what, by_id }
    }

    /// What `typed` names, or a problem with the nearest id.
    pub(super) fn find(&self, typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<T> {
        let found = self.by_id.get(typed.value.as_str()).copied();
        if found.is_none() {
            let mut problem = unknown(typed, (self.code, self.what), self.by_id.keys().copied());
            if self.by_id.is_empty() {
                problem = problem.note(format!("the site has no {} yet", self.what));
            }
            problems.push(problem);
        }
        found
    }

    /// What each of `typed` names, once each, in order.
    pub(super) fn find_all(&self, typed: &[Spanned<String>], problems: &mut Vec<Diagnostic>) -> Vec<T>
    where
        T: PartialEq,
    {
        let mut found = Vec::new();
        for id in typed.iter().filter_map(|id| self.find(id, problems)) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }
}

/// What was typed as a short id: `Anna Müller` → `anna-muller`.
pub(super) fn short_form(typed: &str) -> String {
    let plain = without_accents(typed);
    joined(plain.chars().flat_map(char::to_lowercase).map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }))
}

/// The slug of a tag: lower case, Unicode kept, `-` for spaces and for what no address can hold.
pub(super) fn tag_slug(title: &str) -> Option<String> {
    let is_special = |c: char| c.is_control() || matches!(c, '\u{fff9}'..='\u{fffd}') || !is_printable(c);
    let unsafe_in_paths = |c: char| c.is_whitespace() || is_special(c) || "/\\:<>\"|?*#%&[]{}^`".contains(c);
    let lower = nfc(title);
    let lower = lower.chars().flat_map(char::to_lowercase).map(|c| if unsafe_in_paths(c) { '-' } else { c });
    let slug = nfc(joined(lower).trim_end_matches(['.', '-']));
    check_segment(&slug).is_ok().then_some(slug)
}

/// Characters with runs of `-` made one, and none at the ends.
fn joined(chars: impl Iterator<Item = char>) -> String {
    let text: String = chars.collect();
    let words: Vec<&str> = text.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_and_lose_what_no_address_can_hold() {
        assert_eq!(tag_slug("E-Mail  Tipps").as_deref(), Some("e-mail-tipps"));
        assert_eq!(tag_slug("Übung/Café").as_deref(), Some("übung-café"));
        assert_eq!(tag_slug("C++").as_deref(), Some("c++"));
        assert_eq!(tag_slug("[[a]] {{ b }} `c`").as_deref(), Some("a-b-c"));
        assert_eq!(tag_slug(" … ..").as_deref(), Some("…"));
        assert_eq!(tag_slug("??"), None);
        assert_eq!(tag_slug("con"), None);
    }

    #[test]
    fn short_forms_are_ascii() {
        assert_eq!(short_form("Anna Müller!"), "anna-muller");
        assert_eq!(short_form("日本"), "");
    }
}
