//! Finds many texts at once, in either case of ASCII letters: the door to aho-corasick.

use std::ops::Range;

use aho_corasick::AhoCorasick;

/// Texts to find.
#[derive(Debug)]
pub(super) struct Matcher(AhoCorasick);

/// Whether a byte is part of a word.
pub(super) fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'_')
}

impl Matcher {
    /// Nothing without texts.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let texts: Vec<&str> = texts.into_iter().collect();
        if texts.is_empty() {
            return None;
        }
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(texts);
        Some(Matcher(search.expect("the texts of a site are far below four gigabytes")))
    }

    /// Where which text stands by itself, by its position; overlaps too.
    pub(super) fn find(&self, bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, usize)> {
        let hits = self.0.find_overlapping_iter(bytes).map(|hit| (hit.start()..hit.end(), hit.pattern().as_usize()));
        hits.filter(|(at, _)| stands_alone(bytes, at))
    }
}

/// Whether a hit is no part of a longer word: `guides/first` is no trace of `guides/first-plot`.
fn stands_alone(bytes: &[u8], at: &Range<usize>) -> bool {
    let before = at.start.checked_sub(1).and_then(|index| bytes.get(index));
    let after = bytes.get(at.end);
    !before.is_some_and(|byte| is_inner(*byte)) && !after.is_some_and(|byte| is_inner(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_where_they_stand_alone() {
        let matcher =
            Matcher::new(["guides/first", "\"Two\" words", "main", "ünder the sea"]).expect("there are texts");
        let text = "Guides/First-plot x guides/first \"two\" WORDS mainly main. ünder the sea";
        let found: Vec<_> = matcher.find(text.as_bytes()).map(|(at, it)| (&text[at], it)).collect();
        assert_eq!(found, [("guides/first", 0), ("\"two\" WORDS", 1), ("main", 2), ("ünder the sea", 3)]);
        assert!(Matcher::new([]).is_none());
    }
}
