//! From a text to the words that carry it: without accents and small words, endings taken off.

use crate::output::without_accents;

/// Whose endings are taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    /// Words stay as they are.
    Other,
}

impl Language {
    /// By a BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        match tag.split('-').next().unwrap_or("").to_ascii_lowercase().as_str() {
            "en" => Language::English,
            "de" => Language::German,
            _ => Language::Other,
        }
    }
}

/// Words that say nothing about what is asked; of both languages, since people mix them.
const SMALL: &str = " a about above after again all also am an and any anyone anything are aren as at be because been before \
being below best better between both but by came can cannot cheers come comes coming could couldn dear did didn do does doesn \
doing don down during each even ever every everything few fine for from further get gets getting give go goes good got had hadn \
happen happened happens has hasn have haven having he hello help her here hey hi him his how however i idea if in instead into is \
isn issue it its just keep keeps know let like ll long look looks made make makes many may me might mine more most much must my \
myself name need needs no nor not nothing now number of off on once one only or other our ours out over own per phone piece please \
possible problem question questions re really recommend regards right s said same say says shall she should shouldn so some \
somebody someone something special still such sure t take tell than thank thanks that the their them then there these they thing \
things this those through to too try under until up us use used using ve very want wants was wasn way we well were weren what when \
where whether which while who whom why will with won work works worth would wouldn wrong yes yet you your yours able allowed already bad \
aber als am an auch auf aus bei bin bis bitte da damit dann das dass dein dem den denn der des dich die dies diese dieser dieses dir \
doch dort du durch ein eine einem einen einer eines er es euch euer fragen frage fur gibt gruß grusse habe haben hallo hat hatte hatten ich \
ihr ihre im in ist ja kann kein keine konnen konnte konnten liebe mal man mehr mein meine meinem meinen meiner mich mir mit muss \
nach nicht noch nun nur oder ob ohne schon sehr sein seine seit sich sie sind so soll soviel uber um und uns unser vom von vor war \
waren warum was weil welche welchen welcher welches wenn wer werden wie wieder wir wird wo wurde zu zum zur danke ";

/// The words of a text, in order.
pub(super) fn terms(text: &str, language: Language) -> Vec<String> {
    let text = without_accents(&text.to_lowercase());
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| carries(word));
    words.map(|word| stem(word, language)).collect()
}

fn carries(word: &str) -> bool {
    let is_letter = word.chars().count() == 1 && !word.starts_with(|c: char| c.is_numeric());
    !word.is_empty() && !is_letter && !SMALL.contains(&format!(" {word} "))
}

fn stem(word: &str, language: Language) -> String {
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    match language {
        Language::English => english(word),
        Language::German => german(word),
        Language::Other => word.to_owned(),
    }
}

/// Plural, then `-ing` and `-ed`, then `-er` and `-est`, then `-ly` and a silent `e`.
fn english(word: &str) -> String {
    let mut word = singular(word);
    if let Some(start) = word.strip_suffix("ied").filter(|start| start.len() >= 2) {
        word = format!("{start}y");
    } else if let Some(start) = first_stripped(&word, &["ing", "ed"], 3).filter(|start| start.contains(is_vowel)) {
        word = undoubled(start, 4);
    }
    if let Some(start) = first_stripped(&word, &["est", "er"], 4) {
        word = undoubled(start, 0);
    }
    if let Some(start) = word.strip_suffix("ly").filter(|start| start.len() > 3) {
        word = start.to_owned();
    }
    match word.strip_suffix('e') {
        Some(start) if start.len() >= 3 => start.to_owned(),
        _ => word,
    }
}

fn singular(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() >= 2) {
        return format!("{start}y");
    }
    if ["sses", "xes", "zes", "ches", "shes"].iter().any(|end| word.ends_with(end)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    let stays = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| !stays).unwrap_or(word).to_owned()
}

fn german(word: &str) -> String {
    first_stripped(word, &["ungen", "ung", "ern", "em", "en", "er", "es", "e", "s", "n"], 4).unwrap_or(word).to_owned()
}

/// The word without the first ending of these that leaves so many letters.
fn first_stripped<'a>(word: &'a str, endings: &[&str], least: usize) -> Option<&'a str> {
    endings.iter().filter_map(|end| word.strip_suffix(end)).find(|start| start.len() >= least)
}

/// `plott` → `plot`, where the word is at least so long.
fn undoubled(word: &str, least: usize) -> String {
    let mut letters = word.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let is_double = last.is_some() && last == before && !matches!(last, Some('l' | 's' | 'z'));
    let cut = is_double && word.len() >= least;
    word.get(..word.len() - usize::from(cut)).unwrap_or(word).to_owned()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_become_one() {
        for (forms, language) in [
            (&["plot", "plots", "plotted", "plotting", "plotter"][..], Language::English),
            (&["dry", "dries", "dried", "drying"], Language::English),
            (&["size", "sizes", "sized", "sizing"], Language::English),
            (&["rechnung", "rechnungen"], Language::German),
            (&["stifte", "stiften", "stiftes"], Language::German),
        ] {
            let stems: Vec<String> = forms.iter().flat_map(|form| terms(form, language)).collect();
            assert!(stems.iter().all(|stem| Some(stem) == stems.first()), "{forms:?} → {stems:?}");
        }
    }

    #[test]
    fn small_words_and_accents_go() {
        assert_eq!(terms("Why is the Café so small?!", Language::English), ["caf", "small"]);
        assert_eq!(terms("Warum ist das Papier wellig?", Language::German), ["papi", "wellig"]);
        assert!(terms("What is it?", Language::English).is_empty());
    }
}
