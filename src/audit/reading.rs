//! Bytes as a reader or a machine reads them: entities, percent signs and backslashes decoded, white space made one space,
//! typographic quotes made plain. One form for whatever an output, a template or an author may write, so that a trace needs
//! to be looked for in that form only. Knows nothing of items.

use std::ops::Range;

/// What of a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// All of it, tags and attributes too.
    Whole,
    /// What a page shows: `<b>A zebra</b> launch` is `A zebra launch`.
    Shown,
    /// Markdown as its author typed it: emphasis and links leave their words.
    Typed,
}

/// A text as it is read, and where each byte of it came from.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// As it is read.
    pub(super) bytes: Vec<u8>,
    /// From byte `.0` of the reading on, bytes follow one another as they do from byte `.1` of the text on.
    marks: Vec<(usize, usize)>,
}

impl Reading {
    /// The place in the text of a place in its reading.
    pub(super) fn origin(&self, at: &Range<usize>) -> Range<usize> {
        let end = at.end.saturating_sub(1).max(at.start);
        self.origin_of(at.start)..self.origin_of(end) + 1
    }

    fn origin_of(&self, at: usize) -> usize {
        let after = self.marks.partition_point(|(read, _)| *read <= at);
        let mark = after.checked_sub(1).and_then(|index| self.marks.get(index));
        mark.map_or(at, |(read, text)| text + (at - read))
    }
}

/// Reads a text.
pub(super) fn read(text: &[u8], manner: Manner) -> Reading {
    let reading = Reading { bytes: Vec::with_capacity(text.len()), marks: Vec::new() };
    let mut reader = Reader { text, at: 0, manner, reading };
    while reader.at < text.len() {
        reader.plain();
        reader.special();
    }
    reader.reading
}

/// A short text, read whole: how it is looked for.
pub(super) fn form(text: &str) -> String {
    let bytes = read(text.trim().as_bytes(), Manner::Whole).bytes;
    String::from_utf8_lossy(&bytes).trim().to_owned()
}

const IN_ANY: u8 = 1;
const IN_SHOWN: u8 = 2;
const IN_TYPED: u8 = 4;

/// In which manners a byte is more than itself.
static SPECIAL: [u8; 256] = special_bytes();

#[allow(clippy::indexing_slicing, reason = "a constant is made without iterators, and the index is below the length")]
const fn special_bytes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b'\n' | 0x0c | b'\r' | b'&' | b'%' | b'\\' | 0xc2 | 0xe2 => IN_ANY | IN_SHOWN | IN_TYPED,
            b'<' => IN_SHOWN | IN_TYPED,
            b'*' | b'_' | b'`' | b'~' | b'[' | b']' => IN_TYPED,
            _ => 0,
        };
        byte += 1;
    }
    table
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    manner: Manner,
    reading: Reading,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or(&[])
    }

    /// Copies up to the next byte that is more than itself.
    fn plain(&mut self) {
        let manner = match self.manner {
            Manner::Whole => IN_ANY,
            Manner::Shown => IN_SHOWN,
            Manner::Typed => IN_TYPED,
        };
        let mut last = self.reading.bytes.last().copied().unwrap_or(0);
        let stops = |byte: &u8| {
            let second_space = *byte == b' ' && last == b' ';
            last = *byte;
            second_space || SPECIAL.get(usize::from(*byte)).is_some_and(|manners| manners & manner != 0)
        };
        let rest = self.text.get(self.at..).unwrap_or(&[]);
        let length = rest.iter().position(stops).unwrap_or(rest.len());
        self.reading.bytes.extend_from_slice(rest.get(..length).unwrap_or(&[]));
        self.at += length;
    }

    fn special(&mut self) {
        let Some(byte) = self.text.get(self.at) else { return };
        let decoded = match byte {
            b'&' => entity(self.rest()),
            b'\\' => escape(self.rest(), self.manner),
            0xc2 | 0xe2 => sign(self.rest()),
            b'%' => return self.percent(),
            b'<' => return self.tag(),
            b'*' | b'`' | b'~' | b'[' => return self.skip(1),
            b']' => return self.skip(1 + destination(self.rest())),
            b'_' => return self.underscore(),
            _ => return self.space(),
        };
        match decoded {
            Some((character, length)) => self.put(character, length),
            None => self.copy(),
        }
    }

    fn skip(&mut self, length: usize) {
        self.at += length.max(1);
        self.reading.marks.push((self.reading.bytes.len(), self.at));
    }

    fn copy(&mut self) {
        self.reading.bytes.extend(self.text.get(self.at));
        self.at += 1;
    }

    /// A character that `length` bytes stand for.
    fn put(&mut self, character: char, length: usize) {
        self.reading.marks.push((self.reading.bytes.len(), self.at));
        match character {
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            '\u{2018}' | '\u{2019}' => self.reading.bytes.push(b'\''),
            '\u{201c}' | '\u{201d}' => self.reading.bytes.push(b'"'),
            blank if blank.is_whitespace() || blank.is_control() => self.one_space(),
            other => self.reading.bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        self.skip(length);
    }

    fn one_space(&mut self) {
        if self.reading.bytes.last() != Some(&b' ') {
            self.reading.bytes.push(b' ');
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        let mut length = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        // In a quotation each line begins with its mark.
        while self.manner == Manner::Typed && rest.get(length) == Some(&b'>') {
            length += 1;
            length += rest.iter().skip(length).take_while(|byte| **byte == b' ').count();
        }
        self.put(' ', length);
    }

    fn percent(&mut self) {
        match percent(self.rest()) {
            Some((byte, length)) if byte.is_ascii() => self.put(char::from(byte), length),
            Some((byte, length)) => {
                self.reading.marks.push((self.reading.bytes.len(), self.at));
                self.reading.bytes.push(byte);
                self.skip(length);
            }
            None => self.copy(),
        }
    }

    /// Marks inside a line leave nothing, others part words.
    fn tag(&mut self) {
        let Some(length) = tag_length(self.rest()) else { return self.copy() };
        if is_inline(self.rest()) { self.skip(length) } else { self.put(' ', length) }
    }

    /// `_word_` is emphasis, `snake_case` is not.
    fn underscore(&mut self) {
        let is_inner = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let before = self.at.checked_sub(1).and_then(|at| self.text.get(at));
        if is_inner(before) && is_inner(self.text.get(self.at + 1)) { self.copy() } else { self.skip(1) }
    }
}

/// `&#x41;`, `&quot;`, and what was escaped twice: `&amp;quot;`.
fn entity(rest: &[u8]) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 16] = [
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("nbsp;", ' '),
        ("shy;", '\u{ad}'),
        ("lsquo;", '\''),
        ("rsquo;", '\''),
        ("ldquo;", '"'),
        ("rdquo;", '"'),
        ("ndash;", '–'),
        ("mdash;", '—'),
        ("hellip;", '…'),
        ("sol;", '/'),
        ("colon;", ':'),
        ("period;", '.'),
    ];
    let mut start = 1;
    while rest.get(start..).is_some_and(|rest| rest.starts_with(b"amp;")) {
        start += 4;
    }
    let name = rest.get(start..)?;
    if let Some((entity, character)) = NAMED.iter().find(|(entity, _)| name.starts_with(entity.as_bytes())) {
        return Some((*character, start + entity.len()));
    }
    let numbered = name.strip_prefix(b"#").and_then(number);
    numbered.map(|(character, length)| (character, start + 1 + length)).or((start > 1).then_some(('&', start)))
}

/// `65;` or `x41;`.
fn number(rest: &[u8]) -> Option<(char, usize)> {
    let end = rest.iter().take(9).position(|byte| *byte == b';')?;
    let digits = std::str::from_utf8(rest.get(..end)?).ok()?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some((char::from_u32(code)?, end + 1))
}

/// `%2F`, and what was encoded twice: `%252F`.
fn percent(rest: &[u8]) -> Option<(u8, usize)> {
    let hex = |at: usize| u8::try_from(hex(rest, at, 2)?).ok();
    let mut at = 1;
    while rest.get(at..at + 2) == Some(b"25") && hex(at + 2).is_some() {
        at += 2;
    }
    Some((hex(at)?, at + 2))
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// What JSON, TOML and scripts write with a backslash; escaped twice is the same.
fn escape(rest: &[u8], manner: Manner) -> Option<(char, usize)> {
    let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    match rest.get(slashes)? {
        b'u' => unicode_escape(rest, slashes + 1),
        b'x' => Some((char::from_u32(hex(rest, slashes + 1, 2)?)?, slashes + 3)),
        quote @ (b'/' | b'"' | b'\'') => Some((char::from(*quote), slashes + 1)),
        b'n' | b'r' | b't' => Some((' ', slashes + 1)),
        sign if manner == Manner::Typed && sign.is_ascii_punctuation() => Some((char::from(*sign), slashes + 1)),
        _ => None,
    }
}

/// Four digits, or a pair of them for what lies beyond.
fn unicode_escape(rest: &[u8], at: usize) -> Option<(char, usize)> {
    let first = hex(rest, at, 4)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, at + 4));
    }
    let slashes = rest.get(at + 4..)?.iter().take_while(|byte| **byte == b'\\').count();
    let second = hex(rest, at + 5 + slashes, 4)?;
    let code = 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
    Some((char::from_u32(code)?, at + 9 + slashes))
}

/// Quotes, spaces and signs that can't be seen.
fn sign(rest: &[u8]) -> Option<(char, usize)> {
    let length = if rest.first() == Some(&0xc2) { 2 } else { 3 };
    let character = std::str::from_utf8(rest.get(..length)?).ok()?.chars().next()?;
    Some((character, length))
}

/// `(address)` after the words of a link.
fn destination(rest: &[u8]) -> usize {
    const LONGEST: usize = 500;
    let Some(inner) = rest.get(1..).filter(|inner| inner.first() == Some(&b'(')) else { return 0 };
    inner.iter().take(LONGEST).position(|byte| *byte == b')').map_or(0, |end| end + 1)
}

/// The bytes of a tag or comment; nothing where `<` begins none.
fn tag_length(rest: &[u8]) -> Option<usize> {
    let begins = rest.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'));
    if !begins {
        return None;
    }
    if rest.starts_with(b"<!--") {
        return rest.windows(3).position(|end| end == b"-->").map(|at| at + 3);
    }
    let mut quote = None;
    let closes = |byte: &u8| match quote {
        Some(open) => {
            if *byte == open {
                quote = None;
            }
            false
        }
        None => {
            quote = matches!(byte, b'"' | b'\'').then_some(*byte);
            *byte == b'>'
        }
    };
    rest.iter().position(closes).map(|at| at + 1)
}

fn is_inline(tag: &[u8]) -> bool {
    const INLINE: [&str; 26] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
        "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "wbr",
    ];
    let name: Vec<u8> = tag
        .iter()
        .skip(1)
        .skip_while(|byte| **byte == b'/')
        .take_while(|byte| byte.is_ascii_alphabetic())
        .copied()
        .collect();
    INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str, manner: Manner) -> String {
        String::from_utf8(read(text.as_bytes(), manner).bytes).unwrap()
    }

    #[test]
    fn every_way_of_writing_is_read_alike() {
        for text in [
            "/a b's",
            "&#x2F;a b&#39;s",
            "&#47;a&nbsp;b&rsquo;s",
            "&amp;#x2F;a b&amp;apos;s",
            "%2Fa%20b%27s",
            "%252fa%2520b%2527s",
            "\\/a b\\'s",
            "\\u002fa\\u0020b\\u0027s",
            "\\\\u002Fa\\nb\\x27s",
            "/a\n\t  b’s",
            "/a   b\u{ad}'s",
            "/a\u{a0}b\u{200b}'s",
        ] {
            assert_eq!(read_as(text, Manner::Whole), "/a b's", "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_escape_stays() {
        for text in ["100% sure & more", "a \\ b", "&amp", "&#xZZ; %zz \\uZZZZ", "<b>"] {
            assert_eq!(read_as(text, Manner::Whole), text);
        }
        assert_eq!(read_as("\\ud83e\\udd93 %C3%BC", Manner::Whole), "🦓 ü");
    }

    #[test]
    fn tags_inside_a_line_leave_nothing() {
        assert_eq!(
            read_as("<p><b title='>'>A z</b>ebra<br>launch<!-- > --> a < b</p>", Manner::Shown),
            " A zebra launch a < b "
        );
    }

    #[test]
    fn markdown_leaves_its_words() {
        let typed = "> **A** _zebra_\n> [launch](x.md \"y\") `plan` snake_case \\*";
        assert_eq!(read_as(typed, Manner::Typed).trim_start_matches("> "), "A zebra launch plan snake_case *");
    }

    #[test]
    fn places_lead_back() {
        let text = "x  &amp; <i>zebra%2Flaunch</i>\n plan";
        let reading = read(text.as_bytes(), Manner::Whole);
        let read = String::from_utf8(reading.bytes.clone()).unwrap();
        for (word, written) in [("zebra", "zebra"), ("zebra/launch", "zebra%2Flaunch"), ("plan", "plan"), ("&", "&")] {
            let start = read.find(word).unwrap();
            let origin = reading.origin(&(start..start + word.len()));
            assert!(text.get(origin.clone()).unwrap().starts_with(&written[..1]), "{word} {origin:?}");
            assert_eq!(text.find(written), Some(origin.start), "{word}");
        }
    }
}
