//! What a question asks, as a title: its asking sentence without greeting and thanks.

use super::lexicon::Lexicon;
use super::mask::{FAREWELLS, GREETINGS};
use super::table::{Question, SHOWN, cut};

/// Words that a sentence needs to stand alone: `is that normal?` needs the one before it.
const SUBJECTS: usize = 2;
/// A greeting is no longer than this.
const GREETING: usize = 4;
/// Words that stand beside thanks.
const BESIDE_THANKS: [&str; 22] = [
    "a", "lot", "so", "very", "much", "many", "in", "advance", "for", "your", "help", "and", "im", "voraus", "vielen",
    "schon", "mal", "kind", "name", "all", "the", "you",
];
/// What people say before they ask.
const FILLERS: [&str; 8] = [
    "quick question",
    "a quick question",
    "one question",
    "question",
    "just wondering",
    "kurze frage",
    "eine frage",
    "frage",
];

/// The sentence that asks, fit for a title; of the question's own title where that says enough.
pub(super) fn title(question: &Question, lexicon: &Lexicon) -> String {
    let sentences = |text: &str| -> Vec<String> {
        sentences(text).into_iter().map(without_courtesy).filter(|one| !one.is_empty()).collect()
    };
    let subjects =
        |text: &str| lexicon.sentences(text).iter().flat_map(|one| &one.terms).filter(|term| !term.is_light).count();
    let own = sentences(&question.title);
    let all = if own.iter().any(|one| subjects(one) > 0) { own } else { sentences(&question.text) };
    let asking = all.iter().find(|one| one.ends_with('?') && subjects(one) >= SUBJECTS);
    let full = || all.iter().find(|one| subjects(one) >= SUBJECTS);
    let first = || all.iter().find(|one| subjects(one) > 0).or(all.first());
    let chosen = asking.or_else(full).or_else(first).map_or(question.title.as_str(), String::as_str);
    cut(&with_capital(chosen), SHOWN)
}

/// Up to a full stop, a question mark or an exclamation mark that a space follows; and lines.
fn sentences(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut sentences = Vec::new();
    while !rest.is_empty() {
        let mut ends = rest.char_indices().zip(rest.chars().skip(1).map(Some).chain([None]));
        let end = ends.find(|((_, c), next)| {
            *c == '\n' || (matches!(c, '.' | '?' | '!') && next.is_none_or(char::is_whitespace))
        });
        let end = end.map_or(rest.len(), |((at, c), _)| at + c.len_utf8());
        let (sentence, after) = rest.split_at(end);
        sentences.push(sentence.trim());
        rest = after;
    }
    sentences
}

fn without_courtesy(sentence: &str) -> String {
    without_thanks(without_filler(without_greeting(sentence))).to_owned()
}

/// `Hi Mara, my pen skips` → `my pen skips`.
fn without_greeting(sentence: &str) -> &str {
    let is_greeting = |word: &str| GREETINGS.contains(&plain(word).as_str());
    let Some(first) = sentence.split_whitespace().next().filter(|word| is_greeting(word)) else { return sentence };
    let close = sentence.find([',', '!', ':', '–']).or_else(|| sentence.find(" - ").map(|at| at + 1));
    let whole = close.filter(|at| sentence.get(..*at).is_some_and(|head| head.split_whitespace().count() <= GREETING));
    let end = whole.unwrap_or(first.len());
    sentence.get(end..).unwrap_or("").trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[')
}

fn without_filler(sentence: &str) -> &str {
    let (head, rest) = sentence.split_once([',', ':', '-', '–']).unwrap_or(("", sentence));
    if FILLERS.contains(&plain(head).as_str()) { rest.trim_start() } else { sentence }
}

/// `… skips, thanks a lot` → `… skips`; a sentence of thanks alone → nothing.
fn without_thanks(sentence: &str) -> &str {
    let is_courtesy = |word: &str| FAREWELLS.contains(&word) || BESIDE_THANKS.contains(&word) || word.is_empty();
    let mut kept = sentence;
    let mut cut = sentence;
    while let Some(word) = kept.split_whitespace().next_back().filter(|word| is_courtesy(&plain(word))) {
        kept = kept.trim_end().strip_suffix(word).unwrap_or("");
        if FAREWELLS.contains(&plain(word).as_str()) {
            cut = kept;
        }
    }
    if cut.len() < sentence.len() { cut.trim_end_matches([' ', ',', '-', '–']) } else { sentence }
}

fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asking_sentence_stays() {
        for (text, expected) in [
            ("hi teo, belts feel floppy, how tight?", "Belts feel floppy, how tight?"),
            ("will the kit fit an A4 plotter? thanks", "Will the kit fit an A4 plotter?"),
            ("Hello! Quick question: do you ship to Canada?", "Do you ship to Canada?"),
            ("My pen skips lines. Is that normal?", "My pen skips lines."),
            ("hey my pen skips every line, thanks a lot", "My pen skips every line"),
            ("Does a 0.5 pen fit the others? Bought one.", "Does a 0.5 pen fit the others?"),
            ("Hallo [name], passt der Stift in die Halterung? Vielen Dank", "Passt der Stift in die Halterung?"),
            ("thanks", "Thanks"),
        ] {
            let question = Question { id: String::new(), title: text.to_owned(), text: text.to_owned(), times: 1 };
            assert_eq!(title(&question, &Lexicon::of("en")), expected);
        }
    }

    #[test]
    fn a_subject_line_that_says_nothing_gives_way_to_the_letter() {
        let text = "Question\nHello, do you ship pens to Canada? Best, Jo".to_owned();
        let question = Question { id: String::new(), title: "Question".to_owned(), text, times: 1 };
        assert_eq!(title(&question, &Lexicon::of("en")), "Do you ship pens to Canada?");
    }
}
