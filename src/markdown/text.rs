//! Plain text of a body, and inline Markdown for short fields.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Trust;
use super::body::{self, Body, Piece, Step, is_inline, push_words};
use super::escape::push_text;
use super::tags::{Token, decode, tokens};

/// A whole body as plain text: paragraphs on lines of their own, code and footnotes included, embeds and raw tags left out.
pub fn plain(text: &str) -> String {
    let body = body::read(text, Trust::Creator);
    let mut lines = Lines::default();
    for step in printed(&body) {
        if let Piece::Code { code, .. } = &step.piece {
            lines.end();
            lines.text.push_str(code.trim_end());
        }
        lines.see(&step.piece);
    }
    lines.end();
    lines.text.truncate(lines.text.trim_end().len());
    lines.text
}

/// Inline Markdown of a short field as HTML: emphasis, code and strikethrough; of links only the words, of HTML nothing.
pub fn inline(text: &str) -> String {
    let body = body::read(text, Trust::Member);
    let mut html = String::with_capacity(text.len());
    for step in &body.main {
        match &step.piece {
            Piece::Event(Event::Start(tag)) => html.push_str(&mark(tag.to_end(), "<")),
            Piece::Event(Event::End(end)) => html.push_str(&mark(*end, "</")),
            Piece::Event(Event::Code(code)) => {
                html.push_str("<code>");
                push_text(&mut html, code);
                html.push_str("</code>");
            }
            piece => {
                let mut words = String::new();
                push_words(&mut words, piece);
                push_text(&mut html, &words);
            }
        }
    }
    html.trim().to_owned()
}

/// Words in `text`: what is parted by white space and holds a letter or digit; of scripts that part nothing, each character.
pub(super) fn count_words(text: &str) -> u32 {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let count = text.split_whitespace().map(|word| {
        let unparted = word.chars().filter(|c| is_unparted(*c)).count();
        let parted = word.chars().any(|c| c.is_alphanumeric() && !is_unparted(c));
        unparted + usize::from(parted)
    });
    u32::try_from(count.sum::<usize>()).unwrap_or(u32::MAX)
}

/// The same for what most texts are made of, byte by byte.
fn ascii_words(text: &str) -> u32 {
    let (mut words, mut is_counted) = (0_u32, false);
    for byte in text.bytes() {
        if matches!(byte, b'\t'..=b'\r' | b' ') {
            is_counted = false;
        } else if !is_counted && byte.is_ascii_alphanumeric() {
            (words, is_counted) = (words.saturating_add(1), true);
        }
    }
    words
}

/// Words in `text` as a measure of its length: of scripts that part nothing, two characters are one.
pub(super) fn measured_words(text: &str) -> u32 {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let unparted = u32::try_from(text.chars().filter(|c| is_unparted(*c)).count()).unwrap_or(u32::MAX);
    count_words(text).saturating_sub(unparted / 2)
}

/// What a reader reads: the words of a body without code blocks, each block on its line.
pub(super) fn reading(body: &Body<'_>) -> String {
    let mut lines = Lines::default();
    for step in printed(body) {
        lines.see(&step.piece);
    }
    lines.text
}

fn printed<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = &'b Step<'a>> {
    body.main.iter().chain(body.notes.iter().flat_map(|note| &note.steps))
}

fn mark(end: TagEnd, bracket: &str) -> String {
    let name = match end {
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        _ => return if bracket == "</" && !matches!(end, TagEnd::Link) { " ".to_owned() } else { String::new() },
    };
    format!("{bracket}{name}>")
}

/// Chinese, Japanese and Thai letters, which stand without spaces.
fn is_unparted(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// What stands between the tags, on one line.
fn raw_text(html: &str) -> String {
    let texts = tokens(html).into_iter().filter_map(|(token, _)| match token {
        Token::Text(text) => Some(decode(text)),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in lines, one a block.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn see(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Event(Event::Start(Tag::TableCell)) => {}
            Piece::Event(Event::End(TagEnd::TableCell)) => self.text.push(' '),
            Piece::RawBlock(raw) => {
                self.end();
                self.text.push_str(&raw_text(&raw.html));
                self.end();
            }
            Piece::Event(Event::Start(_) | Event::End(_)) | Piece::Heading { .. } if !is_inline(piece) => self.end(),
            _ => push_words(&mut self.text, piece),
        }
    }

    fn end(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_as_plain_text() {
        let text = "# A *b*\n\nOne [two](x)\nthree ![four](y).[^1]\n\n- five\n- [ ] six\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n<b>seven</b>\n\n[^1]: eight\n";
        assert_eq!(plain(text), "A b\nOne two three four.\nfive\nsix\na b\nc d\ncode\nseven\neight");
    }

    #[test]
    fn inline_markdown_is_safe() {
        assert_eq!(
            inline("a *b* **c** ~~d~~ `<e>` [f](javascript:g) <script>h & i\n\nj"),
            "a <em>b</em> <strong>c</strong> <del>d</del> <code>&lt;e&gt;</code> f h &amp; i j"
        );
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It's a well-known fact – 42 times!"), 6);
        assert_eq!(count_words("日本語 text"), 4);
        assert_eq!(count_words(""), 0);
        for text in ["It's well-known: 42 times!", " a\u{b}b\tc \n- -- d_e\r\n", "!", "a\u{1f}b"] {
            assert_eq!(count_words(text) + 1, count_words(&format!("{text} \u{e9}")), "{text:?}");
            assert_eq!(measured_words(text), count_words(text), "{text:?}");
        }
    }
}
