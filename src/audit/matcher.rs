//! Finds many texts at once, each where a word begins, in either case of ASCII letters.
//!
//! Texts are kept by their first three words, or all of fewer: a reading is cut into words once, whatever the number of texts,
//! and compared only where these words fit.

use std::ops::Range;

/// Keys share so many bits, of which a few are set.
const BITS: usize = 1 << 16;

/// Texts to find.
#[derive(Debug)]
pub(super) struct Matcher {
    /// In the order they were given.
    texts: Vec<Text>,
    /// The key of each text with its position, sorted.
    keys: Vec<(u64, usize)>,
    /// Which keys there are, about.
    filter: Vec<u64>,
    /// Whether there are texts of one word, of two, and of more.
    lengths: [bool; 3],
}

#[derive(Debug)]
struct Text {
    bytes: Vec<u8>,
    /// Where its first word begins.
    word: usize,
}

/// Whether a byte is part of a word.
pub(super) fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'_')
}

/// The small letter of each byte that is part of a word, 0 of others.
static LETTERS: [u8; 256] = letters();

#[allow(clippy::indexing_slicing, reason = "a constant is made without iterators, and the index is below the length")]
const fn letters() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        if letter.is_ascii_alphanumeric() || letter >= 0x80 || letter == b'-' || letter == b'_' {
            table[byte] = letter.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
}

/// A word of a reading: where it begins, and a number that few others have.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    hash: u64,
}

const NONE: Word = Word { start: 0, hash: 0 };

/// The number of three words, or of fewer and [`NONE`].
fn key([first, second, third]: [Word; 3]) -> u64 {
    let two = first.hash.wrapping_mul(31) ^ second.hash.rotate_left(17);
    (two.wrapping_mul(31) ^ third.hash.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn words(bytes: &[u8], mut each: impl FnMut(Word)) {
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte)).copied().unwrap_or(0);
    let mut at = 0;
    while let Some(gap) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| letter(byte) != 0)) {
        let start = at + gap;
        let (mut hash, mut length) = (1_u64, 0);
        for byte in bytes.get(start..).unwrap_or(&[]) {
            let letter = letter(byte);
            if letter == 0 {
                break;
            }
            hash = hash.rotate_left(7) ^ u64::from(letter);
            length += 1;
        }
        each(Word { start, hash: hash.max(1) });
        at = start + length;
    }
}

impl Matcher {
    /// Nothing without texts.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut matcher =
            Matcher { texts: Vec::new(), keys: Vec::new(), filter: vec![0; BITS / 64], lengths: [false; 3] };
        for text in texts {
            let mut found = Vec::new();
            words(text.as_bytes(), |word| found.push(word));
            matcher.add(text, &found);
        }
        matcher.keys.sort_unstable();
        (!matcher.texts.is_empty()).then_some(matcher)
    }

    fn add(&mut self, text: &str, words: &[Word]) {
        let word = |at: usize| words.get(at).copied().unwrap_or(NONE);
        let key = key([word(0), word(1), word(2)]);
        self.keys.push((key, self.texts.len()));
        self.texts.push(Text { bytes: text.as_bytes().to_vec(), word: word(0).start });
        if let Some(bits) = self.filter.get_mut(slot(key)) {
            *bits |= 1 << (key & 63);
        }
        if let Some(has) = self.lengths.get_mut(words.len().clamp(1, 3) - 1) {
            *has = true;
        }
    }

    /// Where which text stands, by its position; overlaps too.
    pub(super) fn find(&self, bytes: &[u8]) -> Vec<(Range<usize>, usize)> {
        let [one, two, three] = self.lengths;
        let mut found = Vec::new();
        let (mut before, mut last) = (NONE, NONE);
        words(bytes, |word| {
            if three {
                self.look(bytes, [before, last, word], &mut found);
            }
            if two {
                self.look(bytes, [last, word, NONE], &mut found);
            }
            if one {
                self.look(bytes, [word, NONE, NONE], &mut found);
            }
            (before, last) = (last, word);
        });
        found
    }

    fn look(&self, bytes: &[u8], words: [Word; 3], found: &mut Vec<(Range<usize>, usize)>) {
        let ([first_word, ..], key) = (words, key(words));
        if self.filter.get(slot(key)).is_none_or(|bits| bits & (1 << (key & 63)) == 0) {
            return;
        }
        let first = self.keys.partition_point(|(other, _)| *other < key);
        let same = self.keys.iter().skip(first).take_while(|(other, _)| *other == key);
        for (text, position) in same.filter_map(|(_, position)| Some((self.texts.get(*position)?, *position))) {
            let range = first_word.start.checked_sub(text.word).map(|start| start..start + text.bytes.len());
            let fits =
                |range: &Range<usize>| bytes.get(range.clone()).is_some_and(|it| it.eq_ignore_ascii_case(&text.bytes));
            found.extend(range.filter(fits).map(|range| (range, position)));
        }
    }
}

/// The place of a key's bit in the filter.
fn slot(key: u64) -> usize {
    usize::try_from(key >> 54).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_where_words_begin() {
        let texts = ["guides/first", "\"Two\" words", "main", "GUIDES/first-plot", "ünder the sea"];
        let matcher = Matcher::new(texts).unwrap();
        let text = "Guides/First-plot x guides/first \"two\" WORDS mainly main. ünder the sea";
        let found: Vec<_> =
            matcher.find(text.as_bytes()).into_iter().map(|(at, it)| (text.get(at).unwrap(), it)).collect();
        let wanted =
            [("Guides/First-plot", 3), ("guides/first", 0), ("\"two\" WORDS", 1), ("main", 2), ("ünder the sea", 4)];
        assert_eq!(found, wanted);
        assert!(Matcher::new([]).is_none());
    }
}
