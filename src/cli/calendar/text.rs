//! Text for a terminal: its look, its width on the screen, and how it is cut, wrapped and filled up.
//!
//! The only file that knows how wide a character is. What an author wrote can't act on the terminal, and right-to-left
//! words keep what stands beside them in its place.

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::draw::{Colour, printable};

/// The look of some words; never all that tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// What is over, and lines.
    Quiet,
    /// Headings, and today.
    Strong,
    /// Done.
    Good,
    /// In the making.
    Open,
    /// Kept back.
    Held,
    /// Not written yet.
    Unwritten,
    /// Late.
    Bad,
    /// What goes away.
    Away,
    /// Issues.
    Letter,
    /// Events and what opens.
    Event,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Quiet => "\u{1b}[2m",
            Tone::Strong => "\u{1b}[1m",
            Tone::Good => "\u{1b}[32m",
            Tone::Open => "\u{1b}[33m",
            Tone::Held => "\u{1b}[35m",
            Tone::Unwritten => "\u{1b}[36m",
            Tone::Bad => "\u{1b}[1;31m",
            Tone::Away => "\u{1b}[31m",
            Tone::Letter => "\u{1b}[1;34m",
            Tone::Event => "\u{1b}[94m",
        }
    }
}

/// Some words on one line, each with its look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    parts: Vec<(Tone, String)>,
}

impl Text {
    /// Words of one look.
    pub(super) fn of(tone: Tone, words: &str) -> Self {
        Text::default().and(tone, words)
    }

    /// With more words behind.
    pub(super) fn and(mut self, tone: Tone, words: &str) -> Self {
        if !words.is_empty() {
            self.parts.push((tone, isolated(&printable(words))));
        }
        self
    }

    /// With another text behind.
    pub(super) fn then(mut self, other: Text) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// So many columns from the margin.
    pub(super) fn indented(self, columns: usize) -> Self {
        Text::of(Tone::Plain, &" ".repeat(columns)).then(self)
    }

    /// Columns it takes.
    pub(super) fn width(&self) -> usize {
        self.parts.iter().map(|(_, words)| width(words)).sum()
    }

    /// Cut to so many columns, with `…` where something is missing.
    pub(super) fn cut(mut self, columns: usize) -> Self {
        if self.width() <= columns {
            return self;
        }
        let mut left = columns.saturating_sub(1);
        for (_, words) in &mut self.parts {
            *words = start(words, left).to_owned();
            left -= width(words);
        }
        self.parts.retain(|(_, words)| !words.is_empty());
        if columns > 0 {
            self.parts.push((self.parts.last().map_or(Tone::Plain, |(tone, _)| *tone), "…".to_owned()));
        }
        self
    }

    /// Filled up with spaces to so many columns.
    pub(super) fn padded(self, columns: usize) -> Self {
        let missing = columns.saturating_sub(self.width());
        self.and(Tone::Plain, &" ".repeat(missing))
    }

    /// As it is printed, without spaces at the end, with a line end.
    pub(super) fn line(mut self, colour: Colour) -> String {
        while let Some((_, words)) = self.parts.last_mut() {
            words.truncate(words.trim_end_matches(' ').len());
            if !words.is_empty() {
                break;
            }
            self.parts.pop();
        }
        let painted = self.parts.iter().map(|(tone, words)| match colour {
            Colour::On if *tone != Tone::Plain => format!("{}{words}\u{1b}[0m", tone.code()),
            _ => words.clone(),
        });
        painted.collect::<String>() + "\n"
    }
}

/// Columns of some words.
pub(super) fn width(words: &str) -> usize {
    UnicodeWidthStr::width(words)
}

/// Words on lines of at most so many columns; if there are more lines than `most`, the last one ends in `…`.
pub(super) fn wrapped(words: &str, columns: usize, most: usize) -> Vec<String> {
    let words = printable(words);
    let mut lines: Vec<String> = Vec::new();
    for mut word in words.split_whitespace() {
        if let Some(line) = lines.last_mut().filter(|line| width(line) + 1 + width(word) <= columns) {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        // A word longer than a line, as whole sentences are in some scripts, goes on in the next.
        while width(word) > columns && lines.len() <= most {
            let (head, tail) = word.split_at(start(word, columns).len().max(first_len(word)));
            lines.push(head.to_owned());
            word = tail;
        }
        lines.extend((!word.is_empty()).then(|| word.to_owned()));
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", start(last, columns.saturating_sub(1)));
        }
    }
    lines
}

/// Facts one behind the other with ` · ` between them, on lines of at most so many columns.
pub(super) fn packed(facts: &[(Tone, String)], columns: usize) -> Vec<Text> {
    let mut lines: Vec<Text> = Vec::new();
    for (tone, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        let fact_text = Text::of(*tone, fact);
        match lines.last_mut() {
            Some(line) if line.width() + 3 + fact_text.width() <= columns => {
                *line = line.clone().and(Tone::Quiet, " · ").then(fact_text);
            }
            _ => lines.extend(wrapped(fact, columns, 3).iter().map(|words| Text::of(*tone, words))),
        }
    }
    lines
}

fn first_len(word: &str) -> usize {
    word.chars().next().map_or(0, char::len_utf8)
}

/// The longest beginning that takes at most so many columns.
fn start(words: &str, columns: usize) -> &str {
    let mut end = 0;
    for (at, c) in words.char_indices() {
        let next = at + c.len_utf8();
        if words.get(..next).is_some_and(|start| width(start) > columns) {
            break;
        }
        end = next;
    }
    words.get(..end).unwrap_or(words)
}

/// Right-to-left words end with a mark that turns the direction back: what follows stays on its side.
fn isolated(words: &str) -> String {
    const TURN_BACK: char = '\u{200E}';
    let is_right_to_left = |c: char| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}');
    let mut words = words.to_owned();
    if words.contains(is_right_to_left) {
        words.push(TURN_BACK);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(Text::of(Tone::Plain, "描く").width(), 4);
        assert_eq!(Text::of(Tone::Plain, "描く線").cut(5).line(Colour::Off), "描く…\n");
        // Half a character doesn't fit: a column stays free.
        assert_eq!(Text::of(Tone::Plain, "描く線").cut(4).padded(4).and(Tone::Plain, "|").line(Colour::Off), "描… |\n");
        assert_eq!(Text::of(Tone::Plain, "abc").cut(0).line(Colour::Off), "\n");
    }

    #[test]
    fn words_go_on_in_the_next_line() {
        assert_eq!(wrapped("One hour of plotter maintenance", 12, 3), ["One hour of", "plotter", "maintenance"]);
        assert_eq!(wrapped("One hour of plotter maintenance", 12, 2), ["One hour of", "plotter…"]);
        assert_eq!(wrapped("描く線と紙", 4, 3), ["描く", "線と", "紙"]);
        assert_eq!(wrapped("abcdefgh", 3, 2), ["abc", "de…"]);
        assert_eq!(wrapped("線", 1, 2), ["線"]);
        assert_eq!(wrapped("  ", 5, 2), Vec::<String>::new());
    }

    #[test]
    fn facts_stand_together_as_far_as_they_fit() {
        let facts = ["due Fri 4 Dec", "", "teo", "a long path"].map(|fact| (Tone::Plain, fact.to_owned()));
        let lines: Vec<String> = packed(&facts, 20).into_iter().map(|line| line.line(Colour::Off)).collect();
        assert_eq!(lines, ["due Fri 4 Dec · teo\n", "a long path\n"]);
    }

    #[test]
    fn right_to_left_words_turn_back_and_nothing_acts_on_the_terminal() {
        assert_eq!(Text::of(Tone::Plain, "שלום").width(), 4);
        assert!(Text::of(Tone::Plain, "שלום").line(Colour::Off).ends_with("\u{200E}\n"));
        assert_eq!(Text::of(Tone::Bad, "a\u{1b}[2J").line(Colour::On), "\u{1b}[1;31ma\u{FFFD}[2J\u{1b}[0m\n");
    }
}
