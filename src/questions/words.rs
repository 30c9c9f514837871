//! From a text to the words that carry it: sentences of terms, each with its stem and the families it belongs to.

use std::collections::BTreeSet;

use super::lexicon::{Family, Lexicon, Role, Token};
use crate::output::without_accents;

/// More unknown words than this, and somebody says more than hello.
const GREETING_SUBJECTS: usize = 1;

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sentence {
    /// What carries it, in order.
    pub(super) terms: Vec<Term>,
    /// Whether it asks, by its mark.
    pub(super) asks: bool,
}

/// A word, or a phrase of the lexicon, that carries something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    /// Without accents and ending.
    pub(super) stem: String,
    /// Families that it belongs to.
    pub(super) families: Vec<Family>,
    /// Whether it says little about what is asked.
    pub(super) is_light: bool,
    /// The words of a phrase that carry something by themselves.
    pub(super) parts: Vec<Term>,
}

impl Term {
    /// Whether it says what somebody wants.
    pub(super) fn is_deciding(&self) -> bool {
        self.families.iter().any(|family| family.role == Role::Deciding)
    }

    /// Whether an answer has to have it.
    pub(super) fn is_needed(&self) -> bool {
        self.families.iter().any(|family| matches!(family.role, Role::Deciding | Role::Thing))
    }
}

impl Lexicon {
    /// The sentences of a text, each as its terms in order; those without one are left out.
    pub(super) fn sentences(&self, text: &str) -> Vec<Sentence> {
        let text = plain(text);
        let sentences =
            text.split_inclusive(['.', '!', '?', ';', ':', '\n']).flat_map(|sentence| self.clauses(sentence));
        let sentences = sentences
            .map(|clause| Sentence { terms: self.terms(clause), asks: clause.ends_with('?') || self.opens(clause) });
        sentences.filter(|sentence| !sentence.terms.is_empty()).collect()
    }

    /// `my pen skips, what can I do` → `my pen skips,` and `what can I do`.
    fn clauses<'a>(&self, sentence: &'a str) -> Vec<&'a str> {
        let mut clauses = Vec::new();
        let mut start = 0;
        for (at, comma) in sentence.match_indices([',', '-', '–']) {
            let (Some(before), Some(after)) = (sentence.get(start..at), sentence.get(at + comma.len()..)) else {
                continue;
            };
            if after.starts_with(' ') && self.opens(after) {
                clauses.push(before);
                start = at + comma.len();
            }
        }
        clauses.extend(sentence.get(start..));
        clauses
    }

    /// Whether a clause begins as a question does.
    fn opens(&self, clause: &str) -> bool {
        words(clause).next().is_some_and(|word| self.asks.contains(&without_accents(word)))
    }

    fn terms(&self, sentence: &str) -> Vec<Term> {
        let tokens = self.tokens(sentence);
        let mut rest = tokens.as_slice();
        let mut terms = Vec::new();
        while let [token, after @ ..] = rest {
            if let Some((families, length)) = self.phrase(rest) {
                let (said, left) = rest.split_at(length);
                terms.push(self.phrased(said, families));
                rest = left;
            } else {
                terms.extend(self.term(token));
                rest = after;
            }
        }
        terms
    }

    fn phrased(&self, said: &[Token], families: &[Family]) -> Term {
        let stems: Vec<&str> = said.iter().map(|token| token.stem.as_str()).collect();
        Term {
            stem: stems.join(" "),
            families: families.to_vec(),
            is_light: is_form(families),
            parts: said.iter().filter_map(|token| self.term(token)).collect(),
        }
    }

    fn term(&self, token: &Token) -> Option<Term> {
        if token.is_small {
            return None;
        }
        let families = self.families(token);
        let is_light = self.is_light(token) || is_form(&families);
        Some(Term { stem: token.stem.clone(), families, is_light, parts: Vec::new() })
    }

    /// Whether somebody only says hello or thanks; `is_known` tells which terms are the site's subjects.
    pub(super) fn is_greeting(&self, text: &str, is_known: impl Fn(&Term) -> bool) -> bool {
        let text = plain(text);
        let has = |set: &BTreeSet<String>| words(&text).any(|word| set.contains(&without_accents(word)));
        if text.contains('?') || has(&self.asks) || !has(&self.thanks) {
            return false;
        }
        let sentences = self.sentences(&text);
        let subjects: Vec<&Term> =
            sentences.iter().flat_map(|sentence| &sentence.terms).filter(|term| !term.is_light).collect();
        subjects.len() <= GREETING_SUBJECTS && !subjects.iter().any(|term| term.is_needed() || is_known(term))
    }
}

/// In small letters, contractions as one word, and so a letter with what a hyphen ties to it: `e-mail`, `G-code`.
pub(super) fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let mut plain = String::with_capacity(text.len());
    let mut letters = 0;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let ties = c == '-' && letters == 1 && rest.peek().is_some_and(|next| next.is_alphabetic());
        letters = if c.is_alphabetic() || ties { letters + 1 } else { 0 };
        plain.extend((!ties).then_some(c));
    }
    plain
}

/// What stands between spaces and marks.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_form(families: &[Family]) -> bool {
    families.iter().any(|family| family.role == Role::Form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(lexicon: &Lexicon, text: &str) -> Vec<Term> {
        lexicon.sentences(text).into_iter().flat_map(|sentence| sentence.terms).collect()
    }

    fn stems(text: &str, tag: &str) -> Vec<String> {
        terms(&Lexicon::of(tag), text).into_iter().map(|term| term.stem).collect()
    }

    #[test]
    fn forms_of_a_word_become_one() {
        for (forms, tag) in [
            ("plot plots plotted plotting", "en"),
            ("dry dries dried drying", "en"),
            ("rechnung rechnungen", "de-AT"),
            ("stift stifte stiften stiftes", "de"),
        ] {
            let stems = stems(forms, tag);
            assert!(stems.iter().all(|stem| Some(stem) == stems.first()), "{forms:?} → {stems:?}");
        }
    }

    #[test]
    fn small_words_and_accents_go_and_phrases_stay_together() {
        assert_eq!(stems("Why is the Café so wobbly?!", "en"), ["cafe", "wobbl"]);
        assert_eq!(stems("Warum ist das Papier wellig?", "de"), ["papi", "wellig"]);
        assert_eq!(stems("G-code, e-mail -- a-b: 3-d", "en"), ["gcode", "email", "ab", "3"]);
        assert!(stems("What is it?", "en").is_empty());
        let lexicon = Lexicon::of("en");
        let names = |text: &str| -> Vec<&str> {
            terms(&lexicon, text).into_iter().flat_map(|term| term.families).map(|one| one.name).collect()
        };
        assert_eq!(names("I want my money back"), names("Refunds?"));
        assert_eq!(names("it doesn't work"), names("broken"));
        assert_eq!(Lexicon::of("en").sentences("One pen. Two papers; ink!").len(), 3);
    }

    #[test]
    fn hello_and_thanks_are_no_question() {
        let lexicon = Lexicon::of("en");
        let greets = |text: &str| lexicon.is_greeting(text, |term| term.stem == "pen");
        for text in ["Thanks!", "love your site, hello from Portugal", "Great videos, thank you so much"] {
            assert!(greets(text), "{text}");
        }
        for text in ["Hello, how are you", "Thanks for the pen", "hi, lost my password. thanks", "zebra", "Hi, a?"] {
            assert!(!greets(text), "{text}");
        }
        assert!(Lexicon::of("de").is_greeting("Vielen Dank für den tollen Kurs!", |_| false));
    }
}
