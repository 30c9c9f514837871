//! How a channel writes: what is bold, how a time is said, and that no text of an author acts on it.

use crate::diagnostic::draw::printable;
use crate::model::time::{Instant, TimeOfDay, Zone};

/// The most characters of a title, and of a sentence about a piece: author's fields have no limit, posts do.
const TITLE: usize = 200;
const SENTENCE: usize = 500;

/// Names that call everybody in one channel or another.
const EVERYBODY: [&str; 5] = ["everyone", "here", "channel", "room", "all"];

/// How precisely a time is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// The day.
    Day,
    /// Day and time.
    Full,
}

/// How a channel writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording<'a> {
    dialect: Dialect,
    zone: &'a Zone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// Markdown, and times that every reader sees in their own zone.
    Discord,
    /// Plain text.
    Plain,
}

impl<'a> Wording<'a> {
    /// The wording of a channel.
    pub(super) fn of(channel: &str, zone: &'a Zone) -> Self {
        let dialect = if channel.eq_ignore_ascii_case("discord") { Dialect::Discord } else { Dialect::Plain };
        Wording { dialect, zone }
    }

    /// A line that stands out.
    pub(super) fn heading(&self, text: &str) -> String {
        match self.dialect {
            Dialect::Discord => format!("**{}**", self.inline(text)),
            Dialect::Plain => self.inline(text),
        }
    }

    /// A title within a line.
    pub(super) fn inline(&self, text: &str) -> String {
        self.escaped(&clip(&one_line(text), TITLE))
    }

    /// A sentence that stands on its line.
    pub(super) fn sentence(&self, text: &str) -> String {
        let text = self.escaped(&clip(&one_line(text), SENTENCE));
        if self.dialect == Dialect::Discord { not_a_block(&text) } else { text }
    }

    /// An address without a preview of its page below the post.
    pub(super) fn quiet_url(&self, url: &str) -> String {
        if self.dialect == Dialect::Discord { format!("<{url}>") } else { url.to_owned() }
    }

    /// A time.
    pub(super) fn time(&self, at: Instant, time: Time) -> String {
        match (self.dialect, time) {
            (Dialect::Discord, Time::Day) => format!("<t:{}:D>", at.unix()),
            (Dialect::Discord, Time::Full) => format!("<t:{}:F>", at.unix()),
            (Dialect::Plain, Time::Day) => self.zone.date_of(at).to_string(),
            (Dialect::Plain, Time::Full) => self.zone.words(at),
        }
    }

    /// From when to when; empty without either.
    pub(super) fn span(&self, starts: Option<Instant>, ends: Option<Instant>) -> String {
        let full = |at| self.time(at, Time::Full);
        match (starts, ends.map(|ends| self.last_minute(ends))) {
            (Some(starts), Some(ends)) => format!("{} – {}", full(starts), full(ends)),
            (Some(starts), None) => full(starts),
            (None, Some(ends)) => format!("– {}", full(ends)),
            (None, None) => String::new(),
        }
    }

    /// An end at midnight means the day before: said as its last minute, it can't be taken for the next day.
    fn last_minute(&self, ends: Instant) -> Instant {
        if self.zone.time_of(ends) == TimeOfDay::MIDNIGHT { ends.plus_seconds(-60) } else { ends }
    }

    fn escaped(&self, text: &str) -> String {
        let words = text.split(' ').map(|word| match self.dialect {
            // Within an address a backslash would lead elsewhere.
            Dialect::Discord if !word.starts_with("http://") && !word.starts_with("https://") => escape(word),
            _ => word.to_owned(),
        });
        calls_nobody(&words.collect::<Vec<_>>().join(" "))
    }
}

/// The length of a post as Discord counts it.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Without line ends and what would act on a screen.
fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `most` characters, ending at a word where there is one near.
fn clip(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let kept = text.get(..end).unwrap_or(text);
    let at_word = kept.rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{}…", kept.get(..at_word).unwrap_or(kept))
}

/// Characters that mark up a word are preceded by a backslash.
fn escape(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A line that begins like a heading, a list or a numbered list becomes words.
fn not_a_block(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    match rest.chars().next() {
        Some('#' | '-' | '+') if digits == 0 => format!("\\{line}"),
        Some('.') if digits > 0 => format!("{number}\\{rest}"),
        _ => line.to_owned(),
    }
}

/// `@everyone` with an invisible space after the `@`: it reads the same and calls nobody.
fn calls_nobody(text: &str) -> String {
    let mut parts = text.split('@');
    let mut calm = parts.next().unwrap_or("").to_owned();
    for part in parts {
        calm.push('@');
        let calls = |name: &&str| part.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if EVERYBODY.iter().any(calls) {
            calm.push('\u{200B}');
        }
        calm.push_str(part);
    }
    calm
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(channel: &str) -> Wording<'static> {
        static BERLIN: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(|| Zone::named("Europe/Berlin").unwrap());
        Wording::of(channel, &BERLIN)
    }

    #[test]
    fn marks_become_characters() {
        let discord = wording("Discord");
        assert_eq!(discord.heading("2 * 3 = `six` ||_never_||"), r"**2 \* 3 = \`six\` \|\|\_never\_\|\|**");
        assert_eq!(discord.sentence("# no heading"), r"\# no heading");
        assert_eq!(discord.sentence("- no list"), r"\- no list");
        assert_eq!(discord.sentence("> no quote"), r"\> no quote");
        assert_eq!(discord.sentence("1. no list, <@1> and <#2>"), r"1\. no list, \<@1\> and \<#2\>");
        assert_eq!(discord.sentence("see https://a.example/x_y_z now_"), r"see https://a.example/x_y_z now\_");
        assert_eq!(wording("forum").heading("2 * 3"), "2 * 3");
    }

    #[test]
    fn nobody_is_called() {
        for channel in ["discord", "forum"] {
            let calm = wording(channel).sentence("hello @everyone and @Here, write to post@hub.example");
            assert_eq!(calm, "hello @\u{200B}everyone and @\u{200B}Here, write to post@hub.example");
        }
    }

    #[test]
    fn times_are_in_every_readers_zone_or_said_with_their_offset() {
        let at = Instant::from_unix(1_796_317_200);
        assert_eq!(wording("discord").span(Some(at), None), "<t:1796317200:F>");
        assert_eq!(wording("forum").span(Some(at), None), "2026-12-03 18:00 +01:00");
        let midnight = Instant::from_unix(1_796_338_800);
        assert_eq!(wording("forum").span(None, Some(midnight)), "– 2026-12-03 23:59 +01:00");
        assert_eq!(wording("forum").span(None, None), "");
    }

    #[test]
    fn long_texts_end_at_a_word() {
        assert_eq!(clip("one two three", 9), "one two…");
        assert_eq!(clip("onetwothree", 4), "onet…");
        assert_eq!(clip("one", 3), "one");
        assert_eq!(length("a🙂"), 3);
    }
}
