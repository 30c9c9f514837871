//! Takes out of a question what belongs to a person: names, mail addresses, long numbers; and HTML, and control characters.
//!
//! Careful rather than clever: a word too much is masked sooner than one too few. It knows the names that the list itself
//! gives, and those beside a greeting, a farewell or `my name is`; a name in the middle of a sentence it can't know.

use crate::markdown::reduced::text_with_links;

/// What stands for a person's name.
const NAME: &str = "[name]";
const MAIL: &str = "[mail]";
const NUMBER: &str = "[number]";

/// Digits from which on a number may lead to a person: telephone, order, account.
const DIGITS: usize = 7;
/// Words of a name that is given after a greeting or before the end.
const WORDS: usize = 3;

const GREETINGS: [&str; 12] =
    ["hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "moin", "frau", "herr", "mr", "mrs"];
/// Greetings that are written with a full stop.
const TITLES: [&str; 2] = ["mr", "mrs"];
const FAREWELLS: [&str; 16] = [
    "regards",
    "cheers",
    "thanks",
    "thank",
    "sincerely",
    "best",
    "yours",
    "love",
    "grüße",
    "gruß",
    "grüßen",
    "lg",
    "mfg",
    "vg",
    "danke",
    "dank",
];
/// Ends of phrases after which somebody says a name.
const INTRODUCTIONS: [[&str; 2]; 6] =
    [["name", "is"], ["name", "ist"], ["ich", "heiße"], ["this", "is"], ["i", "am"], ["ich", "bin"]];

/// The text on one line without anything of a person's; `names` are those that the list gives.
pub(super) fn masked(text: &str, names: &[&str]) -> String {
    let text = if looks_like_html(text) { text_with_links(text) } else { text.to_owned() };
    let plain: String = text.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect();
    let numbers = without_numbers(&plain);
    let names: Vec<String> = names
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|name| name.chars().count() > 1)
        .collect();
    let words: Vec<&str> = numbers.split_whitespace().collect();
    let mut shown: Vec<String> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let bare = bare(word);
        let is_name = names.contains(&bare.to_lowercase()) || is_beside_a_greeting(&words, at);
        let next = match () {
            () if word.contains('@') => word.replace(bare_mail(word), MAIL),
            () if is_name && !bare.is_empty() => word.replacen(bare, NAME, 1),
            () => (*word).to_owned(),
        };
        // Two words of one name are one gap.
        let again = next.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != ']') == NAME
            && shown.last().is_some_and(|last| last == NAME);
        if again {
            shown.pop();
        }
        shown.push(next);
    }
    shown.join(" ")
}

fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
    })
}

/// Control characters, those that turn the direction of a line, and those that can't be seen.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn bare_mail(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@')
}

/// Whether the word is one of up to three with capitals that follow a greeting, a farewell or an introduction.
///
/// A name does not go on behind the end of a sentence; after a farewell it may begin there.
fn is_beside_a_greeting(words: &[&str], at: usize) -> bool {
    let is_end = at + WORDS >= words.len();
    for back in 1..=WORDS {
        let (Some(word), Some(place)) = (words.get(at + 1 - back), at.checked_sub(back)) else { return false };
        if !begins_large(word) || (back > 1 && ends_sentence(word)) {
            return false;
        }
        let Some(before) = words.get(place) else { return false };
        let low = bare(before).to_lowercase();
        let earlier = place.checked_sub(1).and_then(|at| words.get(at)).map(|word| bare(word).to_lowercase());
        let introduced =
            INTRODUCTIONS.iter().any(|[first, second]| earlier.as_deref() == Some(first) && low == *second);
        let goes_on = !ends_sentence(before) || TITLES.contains(&low.as_str());
        if (goes_on && (introduced || GREETINGS.contains(&low.as_str())))
            || (is_end && FAREWELLS.contains(&low.as_str()))
        {
            return true;
        }
    }
    false
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', '!', '?', ':', ';'])
}

fn begins_large(word: &str) -> bool {
    bare(word).starts_with(char::is_uppercase)
}

/// The text with every run of digits that is long enough for a telephone replaced, whatever parts its groups.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        let goes_on = c.is_ascii_digit() || (!run.is_empty() && matches!(c, ' ' | '-' | '/' | '.' | '(' | ')'));
        if goes_on || (run.is_empty() && c == '+') {
            run.push(c);
            continue;
        }
        end_run(&mut out, &mut run);
        if c != '\n' {
            out.push(c);
        }
    }
    out
}

fn end_run(out: &mut String, run: &mut String) {
    let kept = run.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    let (number, rest) = run.split_at(kept);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    out.push_str(if digits >= DIGITS { NUMBER } else { number });
    out.push_str(rest);
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_person_goes() {
        for (text, expected) in [
            (
                "Hello Mara, my pen skips. Best regards, Jo Ann Smith",
                "Hello [name], my pen skips. Best regards, [name]",
            ),
            ("Call +49 (30) 123-4567 or 030/1234567!", "Call [number] or [number]!"),
            ("Write to <b>jo@x.example</b>, please.", "Write to [mail], please."),
            ("Mein Name ist Jörg. Passt A4, 0.3 mm?", "Mein Name ist [name]. Passt A4, 0.3 mm?"),
            ("order 2026-11-22-0001", "order [number]"),
            ("a\u{1b}[31mred\u{202e}", "a [31mred"),
            ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ] {
            assert_eq!(masked(text, &[]), expected);
        }
        assert_eq!(masked("It is me, ines again", &["Ines Öz"]), "It is me, [name] again");
    }
}
