//! The same hub, and the same piece, in other languages: what their authors say of it, checked.
//!
//! A site is written in one language. Where else its pages can be read stands in `[[translation]]` of hub.toml for the home
//! page and in `translations` of a piece for that piece: nothing is guessed, and no address is looked up.

use std::collections::BTreeMap;

use super::address::web;
use super::settings::language_tag;
use super::site::Translation;
use crate::diagnostic::Diagnostic;
use crate::parse::settings::RawTranslation;
use crate::parse::toml::Map;
use crate::source::{Span, Spanned};

/// `[[translation]]` of a site in `own` language.
pub(super) fn of_site(raw: &[Spanned<RawTranslation>], own: &str, problems: &mut Vec<Diagnostic>) -> Vec<Translation> {
    let mut reader = Reader::new(own, problems);
    let mut first: Option<Span> = None;
    let mut translations = Vec::new();
    for raw in raw {
        let (Some(language), Some(url)) = (&raw.value.language, &raw.value.url) else { continue };
        let is_default = raw.value.default.as_ref().filter(|flag| flag.value);
        if let Some(flag) = is_default {
            match first {
                Some(first) => reader.problems.push(second_default(flag.span, first)),
                None => first = Some(flag.span),
            }
        }
        let read = reader.read(language, url);
        translations.extend(read.map(|(language, url)| Translation {
            language,
            url,
            is_default: is_default.is_some(),
        }));
    }
    translations
}

/// `translations` of a piece.
pub(super) fn of_piece(
    raw: Option<&Spanned<Map<String>>>,
    own: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut reader = Reader::new(own, problems);
    raw.into_iter().flat_map(|map| &map.value).filter_map(|(language, url)| reader.read(language, url)).collect()
}

/// Reads translations one after the other: of each language there is one.
struct Reader<'p> {
    own: String,
    seen: BTreeMap<String, Span>,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'p> Reader<'p> {
    fn new(own: &str, problems: &'p mut Vec<Diagnostic>) -> Self {
        Reader { own: own.to_ascii_lowercase(), seen: BTreeMap::new(), problems }
    }

    fn read(&mut self, language: &Spanned<String>, url: &Spanned<String>) -> Option<(String, String)> {
        let tag = language_tag(language, self.problems);
        let url = self.address(url);
        let (tag, url) = (tag?, url?);
        let folded = tag.to_ascii_lowercase();
        if folded == self.own {
            let message = format!("a translation to `{tag}` is no translation: the hub is written in it");
            let help = "name other languages only; this page names itself without a word of yours";
            self.problems.push(bad(message).at(language.span, "").help(help));
            return None;
        }
        if let Some(first) = self.seen.insert(folded, language.span) {
            let problem = bad(format!("there are two translations to `{tag}`"));
            let problem = problem.at(language.span, "the second").at(first, "the first");
            self.problems.push(problem.help("keep the one that readers shall be led to"));
            return None;
        }
        Some((tag, url))
    }

    /// Search engines heed whole addresses alone.
    fn address(&mut self, typed: &Spanned<String>) -> Option<String> {
        let url = web(typed, self.problems)?;
        if !url.starts_with("https://") {
            let safe = url.split_once("://").map(|(_, rest)| format!("write `https://{rest}`"));
            let problem = bad("a translation is named by its `https://` address".to_owned());
            self.problems.push(problem.at(typed.span, "").maybe_help(safe));
            return None;
        }
        Some(url)
    }
}

fn second_default(span: Span, first: Span) -> Diagnostic {
    bad("only one language is the one for readers of all others".to_owned())
        .at(span, "the second")
        .at(first, "the first")
        .help("leave `default = true` at one of them; without any it is this hub's own language")
}

fn bad(message: String) -> Diagnostic {
    Diagnostic::error("bad-translation", message)
}
