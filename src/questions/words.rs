//! From a text to the words that carry it: sentences of terms, each with its stem and the families it belongs to.
//!
//! What is known of a language beyond its endings stands in `lexicon/`, a family of words a line, for anybody to read.

use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};

use crate::output::without_accents;

/// The longest phrase of the lexicon, in words.
const PHRASE: usize = 5;
/// More unknown words than this, and somebody says more than hello.
const GREETING_SUBJECTS: usize = 1;

const ENGLISH: &str = include_str!("lexicon/en.txt");
const GERMAN: &str = include_str!("lexicon/de.txt");

/// A word, or a phrase of the lexicon, that carries something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    /// Without accents and ending.
    pub(super) stem: String,
    /// Families that it belongs to.
    pub(super) families: Vec<Family>,
    /// Whether it says little about what is asked.
    pub(super) is_light: bool,
}

/// Words that mean nearly the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Family {
    /// Its first word.
    pub(super) name: &'static str,
    pub(super) role: Role,
}

/// What a family does beyond being alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Subject,
    /// A question that has it is answered only by an entry that has it too.
    Deciding,
    /// The form of a question, such as `how long`.
    Form,
}

/// What is known of a language.
#[derive(Default)]
pub(super) struct Lexicon {
    stemmer: Option<Stemmer>,
    small: BTreeSet<String>,
    light: BTreeSet<String>,
    thanks: BTreeSet<String>,
    asks: BTreeSet<String>,
    /// Of single words, by their stem.
    families: BTreeMap<String, Vec<Family>>,
    /// Of phrases, by their words.
    phrases: BTreeMap<String, Vec<Family>>,
}

impl Lexicon {
    /// Of a site's language, by its BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        let code = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        let mut lexicon = Lexicon { stemmer: algorithm(&code).map(Stemmer::create), ..Lexicon::default() };
        match code.as_str() {
            "en" => lexicon.learn(ENGLISH),
            "de" => lexicon.learn(GERMAN),
            _ => {}
        }
        lexicon
    }

    fn learn(&mut self, text: &'static str) {
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let words = |words: &str| words.split_whitespace().map(without_accents).collect::<Vec<String>>();
            match line.split_once(": ") {
                Some(("small", small)) => self.small.extend(words(small)),
                Some(("light", light)) => self.light.extend(words(light)),
                Some(("thanks", thanks)) => self.thanks.extend(words(thanks)),
                Some(("asks", asks)) => self.asks.extend(words(asks)),
                _ => self.learn_family(line),
            }
        }
    }

    fn learn_family(&mut self, line: &'static str) {
        let (role, members) = match (line.strip_prefix('!'), line.strip_prefix('?')) {
            (Some(members), _) => (Role::Deciding, members),
            (_, Some(members)) => (Role::Form, members),
            _ => (Role::Subject, line),
        };
        let family = Family { name: members.split(", ").next().unwrap_or(members), role };
        for member in members.split(", ") {
            let is_phrase = member.contains(' ');
            let key = if is_phrase { without_accents(member) } else { self.stem(member) };
            let known = if is_phrase { &mut self.phrases } else { &mut self.families };
            let families = known.entry(key).or_default();
            if !families.contains(&family) {
                families.push(family);
            }
        }
    }

    /// The sentences of a text, each as its terms in order; those without one are left out.
    pub(super) fn sentences(&self, text: &str) -> Vec<Vec<Term>> {
        let text = plain(text);
        let sentences = text.split(['.', '!', '?', ';', ':', '\n']).map(|sentence| self.terms(sentence));
        sentences.filter(|terms| !terms.is_empty()).collect()
    }

    fn terms(&self, sentence: &str) -> Vec<Term> {
        let words: Vec<&str> = words(sentence).collect();
        let mut rest = words.as_slice();
        let mut terms = Vec::new();
        while let [word, after @ ..] = rest {
            if let Some((term, length)) = self.phrase(rest) {
                terms.push(term);
                rest = rest.get(length..).unwrap_or(&[]);
            } else {
                terms.extend(self.term(word));
                rest = after;
            }
        }
        terms
    }

    /// The longest phrase that the words begin with, and how many of them it takes.
    fn phrase(&self, words: &[&str]) -> Option<(Term, usize)> {
        (2..=PHRASE.min(words.len())).rev().find_map(|length| {
            let stem = without_accents(&words.get(..length)?.join(" "));
            let families = self.phrases.get(&stem)?.clone();
            Some((Term { stem, is_light: is_form(&families), families }, length))
        })
    }

    fn term(&self, word: &str) -> Option<Term> {
        let plain = without_accents(word);
        let is_letter = word.chars().count() == 1 && !word.starts_with(char::is_numeric);
        if is_letter || self.small.contains(&plain) {
            return None;
        }
        let stem = self.stem(word);
        let families = self.families.get(&stem).cloned().unwrap_or_default();
        let is_light = self.light.contains(&plain) || word.chars().all(char::is_numeric) || is_form(&families);
        Some(Term { stem, families, is_light })
    }

    fn stem(&self, word: &str) -> String {
        let stem = self.stemmer.as_ref().map_or_else(|| word.into(), |stemmer| stemmer.stem(word));
        without_accents(&stem)
    }

    /// Whether somebody only says hello or thanks; `is_known` tells which terms are the site's subjects.
    pub(super) fn is_greeting(&self, text: &str, is_known: impl Fn(&Term) -> bool) -> bool {
        let text = plain(text);
        let has = |set: &BTreeSet<String>| words(&text).any(|word| set.contains(&without_accents(word)));
        if text.contains('?') || has(&self.asks) || !has(&self.thanks) {
            return false;
        }
        let subjects: Vec<Term> = self.sentences(&text).into_iter().flatten().filter(|term| !term.is_light).collect();
        subjects.len() <= GREETING_SUBJECTS && !subjects.iter().any(|term| !term.families.is_empty() || is_known(term))
    }
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace(['\'', '’'], "")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_form(families: &[Family]) -> bool {
    families.iter().any(|family| family.role == Role::Form)
}

/// The languages whose endings are known.
fn algorithm(code: &str) -> Option<Algorithm> {
    Some(match code {
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str, tag: &str) -> Vec<String> {
        Lexicon::of(tag).sentences(text).into_iter().flatten().map(|term| term.stem).collect()
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
        assert!(stems("What is it?", "en").is_empty());
        let lexicon = Lexicon::of("en");
        let names = |text: &str| -> Vec<&str> {
            lexicon.sentences(text).into_iter().flatten().flat_map(|term| term.families).map(|one| one.name).collect()
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
