//! Takes out of a question what belongs to a person: names, mail addresses, long numbers; and HTML, and control characters.
//!
//! It knows the names that the list itself gives, and masks them wherever they stand; and those that stand alone behind a
//! greeting (`Hi Ina,`), behind a farewell, on a last line, or behind `my name is`. A name in the middle of a sentence it
//! can't know; and what merely begins with a capital (`Hi, I work …`) stays, since a question needs its words.

use crate::markdown::reduced::text_with_links;

/// What stands for a person's name.
const NAME: &str = "[name]";
const MAIL: &str = "[mail]";
const NUMBER: &str = "[number]";

/// Digits from which on a number may lead to a person: telephone, order, account.
const DIGITS: usize = 7;
/// Words of a name.
const WORDS: usize = 3;
/// Words between a farewell and the name below it: `thanks for your help, …`.
const FAREWELL: usize = 4;

/// Words that open a letter.
pub(super) const GREETINGS: [&str; 10] =
    ["hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "moin", "servus", "grüezi"];
/// Words before a name, whatever follows it.
const TITLES: [&str; 4] = ["mr", "mrs", "frau", "herr"];
/// Words that close a letter.
pub(super) const FAREWELLS: [&str; 18] = [
    "regards",
    "wishes",
    "cheers",
    "thanks",
    "thank",
    "thx",
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
/// Ends of phrases after which somebody says a name, and nothing else.
const NAMED: [[&str; 2]; 3] = [["name", "is"], ["name", "ist"], ["ich", "heiße"]];
/// Ends of phrases after which somebody may say a name.
const INTRODUCED: [[&str; 2]; 3] = [["this", "is"], ["i", "am"], ["ich", "bin"]];
/// Words behind a name that was said so.
const AFTER_A_NAME: [&str; 8] = ["from", "here", "again", "and", "aus", "von", "hier", "und"];
/// Words with a capital behind a greeting that are no name.
const NO_NAMES: [&str; 52] = [
    "i",
    "im",
    "ive",
    "we",
    "you",
    "my",
    "our",
    "your",
    "it",
    "its",
    "is",
    "are",
    "am",
    "the",
    "a",
    "an",
    "this",
    "that",
    "there",
    "these",
    "all",
    "everyone",
    "everybody",
    "team",
    "folks",
    "guys",
    "again",
    "how",
    "what",
    "why",
    "when",
    "where",
    "which",
    "who",
    "can",
    "could",
    "do",
    "does",
    "did",
    "have",
    "need",
    "please",
    "ich",
    "wir",
    "mein",
    "meine",
    "alle",
    "zusammen",
    "leute",
    "wie",
    "was",
    "kann",
];

/// The text on one line without anything of a person's; `names` are those that the list gives.
pub(super) fn masked(text: &str, names: &[&str]) -> String {
    let text = if looks_like_html(text) { text_with_links(text) } else { text.to_owned() };
    let numbers = without_numbers(&text.chars().map(safe).collect::<String>());
    let names = parts(names);
    let words = Words::of(&numbers);
    let mut shown: Vec<String> = Vec::new();
    let mut named_until = 0;
    for (at, (word, _)) in words.0.iter().enumerate() {
        named_until = named_until.max(at + words.name_at(at));
        let bare = bare(word);
        let next = match () {
            () if word.contains('@') => word.replace(bare_mail(word), MAIL),
            () if bare.is_empty() => (*word).to_owned(),
            () if at < named_until => word.replacen(bare, NAME, 1),
            () => word.replacen(bare, &without_names(bare, &names), 1),
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

/// What people may be called by the names of a list: each word, and what hyphens and apostrophes part in it.
fn parts(names: &[&str]) -> Vec<String> {
    let words = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric() && !joins(c)));
    let parts = words.flat_map(|word| std::iter::once(word.trim_matches(joins)).chain(word.split(joins)));
    parts.map(folded).filter(|name| name.chars().count() > 1).collect()
}

/// Signs within a name, however a keyboard writes them.
fn joins(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '–' | '\'' | '’' | '‘' | 'ʼ' | '´' | '`')
}

/// In small letters and with one sign for all that join.
fn folded(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if joins(c) { '-' } else { c }).collect()
}

/// A word without the names in it: `O’Brien`, `Ina's`, `Huber` of `Schmidt-Huber`.
fn without_names(word: &str, names: &[String]) -> String {
    let is_name = |part: &str| names.contains(&folded(part));
    if names.is_empty() || is_name(word) {
        return if names.is_empty() { word.to_owned() } else { NAME.to_owned() };
    }
    // Before its last sign it may be a whole name; but `don't` speaks of no Don.
    let head = word.rfind(joins).and_then(|at| word.split_at_checked(at));
    match head {
        Some((_, end)) if end.trim_start_matches(joins).eq_ignore_ascii_case("t") => word.to_owned(),
        Some((head, end)) if is_name(head) && !is_name(end.trim_start_matches(joins)) => format!("{NAME}{end}"),
        Some(_) => pieces(word, is_name),
        None => word.to_owned(),
    }
}

/// Each piece of a word on its own; a word of nothing but names is one.
fn pieces(word: &str, is_name: impl Fn(&str) -> bool) -> String {
    let name_of = |piece: &str| is_name(piece.trim_end_matches(joins));
    if word.split_inclusive(joins).all(name_of) {
        return NAME.to_owned();
    }
    let shown = |piece: &str| {
        let bare = piece.trim_end_matches(joins);
        if name_of(piece) { piece.replacen(bare, NAME, 1) } else { piece.to_owned() }
    };
    word.split_inclusive(joins).map(shown).collect()
}

/// The text without the marks that stand for what was taken out.
pub(super) fn unmarked(text: &str) -> String {
    [NAME, MAIL, NUMBER].iter().fold(text.to_owned(), |text, mark| text.replace(mark, " "))
}

fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'))
    })
}

/// Without control characters, those that turn the direction of a line, and those that can't be seen; lines stay lines.
fn safe(c: char) -> char {
    let is_unsafe = c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    if is_unsafe && c != '\n' { ' ' } else { c }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn bare_mail(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@')
}

/// Words, and whether each is the last of its line.
struct Words<'a>(Vec<(&'a str, bool)>);

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let line = |line: &'a str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let last = words.len();
            words.into_iter().enumerate().map(move |(at, word)| (word, at + 1 == last))
        };
        Words(text.lines().flat_map(line).collect())
    }

    fn word(&self, at: usize) -> &'a str {
        self.0.get(at).map_or("", |(word, _)| word)
    }

    /// So many words before `at`, plain.
    fn before(&self, at: usize, back: usize) -> String {
        at.checked_sub(back).map_or_else(String::new, |at| bare(self.word(at)).to_lowercase())
    }

    fn ends_line(&self, at: usize) -> bool {
        self.0.get(at).is_none_or(|(_, ends)| *ends)
    }

    /// How many words of a name begin here: none without a greeting, an introduction or a farewell beside it.
    fn name_at(&self, at: usize) -> usize {
        let length = self.capitals(at);
        if length == 0 || at == 0 {
            return 0;
        }
        let (two, one) = (self.before(at, 2), self.before(at, 1));
        let said = |phrases: &[[&str; 2]]| phrases.iter().any(|[first, second]| two == *first && one == *second);
        let is_whole = self.is_closed(at + length - 1);
        let follows = bare(self.word(at + length)).to_lowercase();
        let is_name = TITLES.contains(&one.as_str())
            || said(&NAMED)
            || (said(&INTRODUCED) && (is_whole || AFTER_A_NAME.contains(&follows.as_str())))
            || (GREETINGS.contains(&one.as_str()) && is_whole && !ends_sentence(self.word(at - 1)))
            || (at + length == self.0.len() && !self.word(at + length - 1).ends_with('?') && self.is_signed(at));
        if is_name { length } else { 0 }
    }

    /// Words with capitals from here on, up to the end of a part of the sentence.
    fn capitals(&self, at: usize) -> usize {
        let is_one = |word: &str| begins_large(word) && !NO_NAMES.contains(&bare(word).to_lowercase().as_str());
        let ends = |at: &usize| self.is_closed(*at);
        let run = (at..self.0.len()).take(WORDS).take_while(|at| is_one(self.word(*at)));
        let run: Vec<usize> = run.collect();
        run.iter().position(ends).map_or(run.len(), |end| end + 1)
    }

    fn is_closed(&self, at: usize) -> bool {
        self.ends_line(at)
            || self.word(at).ends_with([',', '.', '!', '?', ':', ';'])
            || bare(self.word(at + 1)).is_empty()
    }

    /// Whether what stands before is a farewell, or the name has the last of several lines for itself.
    fn is_signed(&self, at: usize) -> bool {
        let own_line = self.ends_line(at - 1);
        let apart = own_line || self.word(at - 1).ends_with([',', '.', '!', ':', '-', '–']);
        let near = if apart { FAREWELL } else { 1 };
        own_line || (1..=near).any(|back| FAREWELLS.contains(&self.before(at, back).as_str()))
    }
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
        out.push(c);
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
        for (text, expected) in [
            ("Hi, I work full time", "Hi, I work full time"),
            ("Hello My pen skips", "Hello My pen skips"),
            ("Hi Zoom crashes when I record", "Hi Zoom crashes when I record"),
            ("Hi Will, how are you?", "Hi [name], how are you?"),
            ("Hi all, does it work?", "Hi all, does it work?"),
            ("Dear Ms Ina Berg\nI am new here", "Dear [name] I am new here"),
            ("This is Reaper 7 on Windows", "This is Reaper 7 on Windows"),
            ("this is Ina from Oslo", "this is [name] from Oslo"),
            ("Thanks for your help, Ina", "Thanks for your help, [name]"),
            ("Which pen?\nIna Berg", "Which pen? [name]"),
            ("Hallo Frau Ina Berg kann ich tauschen?", "Hallo Frau [name] kann ich tauschen?"),
        ] {
            assert_eq!(masked(text, &[]), expected);
        }
        assert_eq!(masked("It is me, ines again", &["Ines Öz"]), "It is me, [name] again");
        let names = ["Sean O'Brien", "Jean-Luc Müller", "Anna-Lena Schmidt-Huber", "Don"];
        for (text, expected) in [
            ("Will O’Brien wear O'Brien's hat?", "Will [name] wear [name]’s hat?"),
            ("can Jean-Luc, jean luc or brien fly", "can [name], [name] or [name] fly"),
            ("is Schmidt-Huber or Huber in Lena-Marie's shop", "is [name] or [name] in [name]-Marie's shop"),
            ("I don't e-mail", "I don't e-mail"),
        ] {
            assert_eq!(masked(text, &names), expected.replace('’', "'"));
        }
    }
}
