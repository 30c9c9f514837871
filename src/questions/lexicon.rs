//! What is known of a language: endings, small words, and families of words and phrases that mean nearly the same.
//!
//! All but the endings stands in `lexicon/`, a family a line, for anybody to read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};

use super::words::{plain, words};
use crate::output::without_accents;

/// Small words that may stand between the words of a phrase.
const BETWEEN: usize = 2;
/// Letters of each part of a compound.
const PART: usize = 4;
/// Letters of a word that takes an ending of comparison.
const SHORT: usize = 3;
/// Endings that the stemmer leaves.
const COMPARED: [&str; 4] = ["est", "er", "ness", "en"];
/// What stands for every word that denies.
const NOT: &str = "not";

const ENGLISH: &str = include_str!("lexicon/en.txt");
const GERMAN: &str = include_str!("lexicon/de.txt");

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
    /// What somebody wants: a question that has it is answered only by an entry that has it too.
    Deciding,
    /// A thing; a question that has it is answered only by an entry that has it too.
    Thing,
    /// The form of a question, such as `how long`.
    Form,
}

/// What is known of a language.
#[derive(Default)]
pub(super) struct Lexicon {
    stemmer: Option<Stemmer>,
    has_compounds: bool,
    small: BTreeSet<String>,
    light: BTreeSet<String>,
    negations: BTreeSet<String>,
    pub(super) thanks: BTreeSet<String>,
    pub(super) asks: BTreeSet<String>,
    /// Of single words, by their stem.
    families: BTreeMap<String, Vec<Family>>,
    /// Of phrases, by the stem of their first word; longest first.
    phrases: BTreeMap<String, Vec<Phrase>>,
}

struct Phrase {
    /// Stems of the words after the first.
    rest: Vec<String>,
    families: Vec<Family>,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Without accents.
    pub(super) word: String,
    /// Without its ending too.
    pub(super) stem: String,
    pub(super) is_small: bool,
}

impl Lexicon {
    /// Of a site's language, by its BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        let code = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        let stemmer = algorithm(&code).map(Stemmer::create);
        let mut lexicon = Lexicon { stemmer, has_compounds: code == "de", ..Lexicon::default() };
        match code.as_str() {
            "en" => lexicon.learn(ENGLISH),
            "de" => lexicon.learn(GERMAN),
            _ => {}
        }
        lexicon
    }

    fn learn(&mut self, text: &'static str) {
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let listed = |words: &str| words.split_whitespace().map(without_accents).collect::<Vec<String>>();
            match line.split_once(": ") {
                Some(("small", small)) => self.small.extend(listed(small)),
                Some(("light", light)) => self.light.extend(listed(light)),
                Some(("not", negations)) => self.negations.extend(listed(negations)),
                Some(("thanks", thanks)) => self.thanks.extend(listed(thanks)),
                Some(("asks", asks)) => self.asks.extend(listed(asks)),
                _ => self.learn_family(line),
            }
        }
        self.phrases.values_mut().for_each(|phrases| phrases.sort_by_key(|phrase| Reverse(phrase.rest.len())));
    }

    fn learn_family(&mut self, line: &'static str) {
        let roles = [('!', Role::Deciding), ('+', Role::Thing), ('?', Role::Form)];
        let marked = roles.into_iter().find_map(|(mark, role)| Some((role, line.strip_prefix(mark)?)));
        let (role, members) = marked.unwrap_or((Role::Subject, line));
        let family = Family { name: members.split(", ").next().unwrap_or(members), role };
        for member in members.split(", ") {
            let mut stems = self.tokens(&plain(member)).into_iter().map(|token| token.stem);
            let Some(first) = stems.next() else { continue };
            let rest: Vec<String> = stems.collect();
            let families = match rest.is_empty() {
                true => self.families.entry(first).or_default(),
                false => self.phrase_of(first, rest),
            };
            if !families.contains(&family) {
                families.push(family);
            }
        }
    }

    fn phrase_of(&mut self, first: String, rest: Vec<String>) -> &mut Vec<Family> {
        let phrases = self.phrases.entry(first).or_default();
        let at = phrases.iter().position(|phrase| phrase.rest == rest).unwrap_or_else(|| {
            phrases.push(Phrase { rest, families: Vec::new() });
            phrases.len() - 1
        });
        &mut phrases.get_mut(at).expect("found or pushed just now").families
    }

    /// The words of a plain text.
    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let token = |word: &str| {
            let bare = without_accents(word);
            if self.negations.contains(&bare) {
                return Token { word: NOT.to_owned(), stem: NOT.to_owned(), is_small: true };
            }
            let is_letter = word.chars().count() == 1 && !word.starts_with(char::is_numeric);
            Token { stem: self.stem(word), is_small: is_letter || self.small.contains(&bare), word: bare }
        };
        words(text).map(token).collect()
    }

    fn stem(&self, word: &str) -> String {
        let stem = self.stemmer.as_ref().map_or_else(|| word.into(), |stemmer| stemmer.stem(word));
        without_accents(&stem)
    }

    /// The longest phrase that the words begin with, and how many of them it takes.
    pub(super) fn phrase(&self, tokens: &[Token]) -> Option<(&[Family], usize)> {
        let (first, after) = tokens.split_first()?;
        let mut phrases = self.phrases.get(&first.stem)?.iter();
        phrases.find_map(|phrase| Some((phrase.families.as_slice(), 1 + taken(&phrase.rest, after)?)))
    }

    /// The families of a word; of a compound those of its parts.
    pub(super) fn families(&self, token: &Token) -> Vec<Family> {
        match self.families.get(&token.stem) {
            Some(families) => families.clone(),
            None if self.has_compounds => self.parts(token),
            None => self.compared(token),
        }
    }

    /// `cheapest`, `louder`, `loudness`: the families of `cheap`, `loud`.
    fn compared(&self, token: &Token) -> Vec<Family> {
        let bases = COMPARED.iter().filter_map(|ending| token.word.strip_suffix(ending));
        let mut bases = bases.filter(|base| base.chars().count() >= SHORT);
        let of = |base: &str| {
            let single = base
                .char_indices()
                .next_back()
                .and_then(|(at, last)| base.get(..at).filter(|rest| rest.ends_with(last)));
            [Some(base), single].into_iter().flatten().find_map(|base| self.families.get(&self.stem(base)))
        };
        bases.find_map(of).cloned().unwrap_or_default()
    }

    /// `Geschenkgutschein`: the families of its end, and of what stands before.
    fn parts(&self, token: &Token) -> Vec<Family> {
        let cuts = token.word.char_indices().map(|(at, _)| token.word.split_at(at));
        let long = |part: &str| part.chars().count() >= PART;
        let of = |part: &str| self.families.get(&self.stem(part));
        let mut cuts = cuts.filter(|(head, end)| long(head) && long(end));
        cuts.find_map(|(head, end)| {
            let mut families = of(end)?.clone();
            let joined = [Some(head), head.strip_suffix('s'), head.strip_suffix('n')];
            families.extend(joined.into_iter().flatten().find_map(of).into_iter().flatten());
            Some(families)
        })
        .unwrap_or_default()
    }

    pub(super) fn is_light(&self, token: &Token) -> bool {
        self.light.contains(&token.word) || token.word.chars().all(char::is_numeric)
    }
}

/// How many words it takes to say all of these stems, small words between them included.
fn taken(stems: &[String], tokens: &[Token]) -> Option<usize> {
    let (mut at, mut between) = (0, 0);
    for stem in stems {
        loop {
            let token = tokens.get(at)?;
            at += 1;
            if token.stem == *stem {
                break;
            }
            between += 1;
            if !token.is_small || between > BETWEEN {
                return None;
            }
        }
    }
    Some(at)
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
