//! The words of a language by which texts are judged: units of time, refusals, what mends, links that say nothing.
//!
//! They stand in `words/`, a list a line. Of a language without a file nothing is known, and then only the layout of a
//! text is judged.

const FILES: [(&str, &str); 7] = [
    ("de", include_str!("words/de.txt")),
    ("en", include_str!("words/en.txt")),
    ("es", include_str!("words/es.txt")),
    ("fr", include_str!("words/fr.txt")),
    ("it", include_str!("words/it.txt")),
    ("nl", include_str!("words/nl.txt")),
    ("pt", include_str!("words/pt.txt")),
];

/// Words between a number and its unit: `three long weeks`.
const BETWEEN: usize = 1;

/// What is known of a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    file: &'static str,
}

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Time,
    Months,
    Numbers,
    Not,
    For,
    Mend,
    Empty,
}

/// Something to write in a text, in its own language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Example {
    For,
    NotFor,
}

impl Words {
    /// Of a site's language, by its BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        let code = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        Words { file: FILES.iter().find(|(known, _)| *known == code).map_or("", |(_, file)| file) }
    }

    /// Whether anything is known of the language.
    pub(super) fn is_known(self) -> bool {
        !self.file.is_empty()
    }

    /// Whether a list holds a word or phrase, which is in small letters.
    pub(super) fn has(self, list: List, word: &str) -> bool {
        self.line(list.name()).split(", ").any(|known| known == word)
    }

    /// Whether a list holds any word of a text.
    pub(super) fn any(self, list: List, text: &str) -> bool {
        words_of(text).iter().any(|word| self.has(list, word))
    }

    /// An example in the text's own language; in English where that isn't known.
    pub(super) fn example(self, example: Example) -> &'static str {
        let name = match example {
            Example::For => "~for",
            Example::NotFor => "~not-for",
        };
        if self.is_known() { self.line(name) } else { Words::of("en").line(name) }
    }

    fn line(self, name: &str) -> &'static str {
        let lists = self.file.lines().filter_map(|line| line.split_once(": "));
        lists.filter(|(known, _)| *known == name).map(|(_, words)| words).next().unwrap_or("")
    }

    /// What numbers of a text say: of time, and of anything else.
    pub(super) fn numbers(self, text: &str) -> Numbers {
        let words = words_of(text);
        let mut found = Numbers::default();
        for (at, word) in words.iter().enumerate() {
            let near = words.get(at + 1..words.len().min(at + 2 + BETWEEN)).unwrap_or(&[]);
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            match self.meaning(word, near, before) {
                Some(Meaning::Time) => found.time = true,
                Some(Meaning::Amount) => found.amount = true,
                None => {}
            }
        }
        // What numbers mean in a language that isn't known, nobody can say: any of them may be either.
        let any = found.time || found.amount;
        if self.is_known() { found } else { Numbers { time: any, amount: any } }
    }

    fn meaning(self, word: &str, near: &[String], before: Option<&String>) -> Option<Meaning> {
        let has_digits = word.starts_with(|c: char| c.is_numeric());
        let is_year = matches!(word.parse::<u32>(), Ok(1900..=2100)) && word.len() == 4;
        let month = |word: &String| self.has(List::Months, word);
        let unit = near.iter().any(|word| self.has(List::Time, word));
        let dated = near.first().is_some_and(month) || before.is_some_and(month);
        match has_digits {
            true if is_year || unit || dated => Some(Meaning::Time),
            true => Some(Meaning::Amount),
            false => (unit && self.has(List::Numbers, word)).then_some(Meaning::Time),
        }
    }
}

/// Which kinds of numbers a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Of time: `6 weeks`, `May 3`, `2026`.
    pub(super) time: bool,
    /// Of anything else.
    pub(super) amount: bool,
}

enum Meaning {
    Time,
    Amount,
}

impl List {
    fn name(self) -> &'static str {
        match self {
            List::Time => "time",
            List::Months => "months",
            List::Numbers => "numbers",
            List::Not => "not",
            List::For => "for",
            List::Mend => "mend",
            List::Empty => "empty",
        }
    }
}

/// The words of a text in small letters: letters, digits and apostrophes within.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    parts.map(|word| word.trim_matches('\'')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_list() {
        for (code, file) in FILES {
            let words = Words::of(code);
            for list in [List::Time, List::Months, List::Numbers, List::Not, List::For, List::Mend, List::Empty] {
                assert!(!words.line(list.name()).is_empty(), "{code}: {list:?}");
            }
            assert!(words.any(List::Not, words.example(Example::NotFor)), "{code}");
            assert!(!words.any(List::Not, words.example(Example::For)), "{code}");
            assert!(words.any(List::For, words.example(Example::For)), "{code}");
            let entries = file.lines().filter(|line| !line.starts_with(['#', '~']));
            assert!(entries.clone().all(|line| line == line.to_lowercase()), "{code}: in small letters");
        }
    }

    #[test]
    fn numbers_of_time_and_others() {
        let numbers = |tag: &str, text: &str| {
            let Numbers { time, amount } = Words::of(tag).numbers(text);
            (time, amount)
        };
        for text in ["in 6 weeks", "a 30-day test", "three long weeks", "since 2024", "on May 3", "3 May"] {
            assert_eq!(numbers("en", text), (true, false), "{text}");
        }
        for text in ["nach 6 Wochen", "ein 30-Tage-Test", "drei Monate lang", "am 3. März", "seit 2024"] {
            assert_eq!(numbers("de-AT", text), (true, false), "{text}");
        }
        assert_eq!(numbers("en", "12 % of them, one day"), (true, true));
        assert_eq!(numbers("en", "12 pens for 40 €"), (false, true));
        assert_eq!(numbers("de", "ohne Zahl"), (false, false));
        assert_eq!(numbers("ja", "3週間"), (true, true));
    }
}
