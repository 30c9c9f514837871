//! Outlines of texts that were read before: what the last build kept, and what this one leaves.
//!
//! Of equal text the outline is equal, wherever it stands. Only texts without a problem are kept, since a problem has to be
//! told anew. Knows bytes, not files: whatever is wrong with them, it is as if there were none.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::markdown::{self, Outline, Place, Trust};
use crate::output::digest;

use super::{ParsedFile, Raw, RawItem};

const FORMAT: &[u8] = b"hub outlines 1\n";
const HASH: usize = 32;

/// What stands for a text.
type Words = [u8; HASH];

/// Outlines by their texts.
#[derive(Debug, Default)]
pub struct Known {
    bytes: Vec<u8>,
    places: BTreeMap<Words, Range<usize>>,
}

impl Known {
    /// What [`pack`] made with this `maker`, which stands for the program: another one may read texts otherwise.
    pub fn unpack(maker: &str, bytes: Vec<u8>) -> Option<Known> {
        let (proof, content) = bytes.strip_prefix(FORMAT)?.split_at_checked(HASH)?;
        if proof != digest([maker.as_bytes(), content]) {
            return None;
        }
        let mut at = bytes.len() - content.len();
        let mut places = BTreeMap::new();
        while at < bytes.len() {
            let (key, rest) = bytes.get(at..)?.split_first_chunk::<HASH>()?;
            let (len, _) = rest.split_first_chunk::<4>()?;
            let start = at + HASH + 4;
            at = start + u32::from_le_bytes(*len) as usize;
            places.insert(*key, start..at);
        }
        (at == bytes.len()).then_some(Known { bytes, places })
    }

    /// The outline of a text that stands at `place`, if it is known.
    pub(super) fn outline(&self, words: &Words, place: Place) -> Option<Outline> {
        let range = self.places.get(words)?;
        markdown::unpack(self.bytes.get(range.clone())?, place)
    }

    /// How many texts are known.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// How many of the parsed texts that can be kept are not known.
pub fn unknown(known: &Known, parsed: &[ParsedFile]) -> usize {
    parsed.iter().filter_map(keepable).filter(|item| !known.places.contains_key(&item.words)).count()
}

/// The outlines of parsed files, for the next build.
pub fn pack(maker: &str, parsed: &[ParsedFile]) -> Vec<u8> {
    let packed: Vec<Vec<u8>> = parsed.par_iter().filter_map(keepable).filter_map(packed).collect();
    let content = packed.concat();
    [FORMAT, &digest([maker.as_bytes(), &content]), &content].concat()
}

/// A text without a problem.
fn keepable(file: &ParsedFile) -> Option<&RawItem> {
    match &file.raw {
        Raw::Item(item) if file.diagnostics.is_empty() => Some(item),
        _ => None,
    }
}

/// What stands for a text, how long its outline is, and that; nothing of one that is too long.
fn packed(item: &RawItem) -> Option<Vec<u8>> {
    let place = Place { file: item.body.file, offset: item.body.start as usize };
    let mut bytes = [&item.words[..], &[0; 4]].concat();
    let is_packed = markdown::pack(&item.outline, place, &mut bytes);
    let len = u32::try_from(bytes.len() - HASH - 4).ok().filter(|_| is_packed)?;
    bytes.get_mut(HASH..HASH + 4)?.copy_from_slice(&len.to_le_bytes());
    Some(bytes)
}

/// What stands for a text that somebody wrote: another writer's is read otherwise.
pub(super) fn words(text: &str, trust: Trust) -> Words {
    let trust = match trust {
        Trust::Creator => "creator",
        Trust::Member => "member",
    };
    digest([trust.as_bytes(), text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{parse, parse_knowing};
    use crate::source::{Source, SourceClass, Sources};

    fn sources() -> Sources {
        let file =
            |path: &str, text: &str| Source { path: path.to_owned(), class: SourceClass::Content, text: text.into() };
        let good = "+++\ntitle = \"A\"\n+++\n\n# Heading\n\nSee [b](b.md).\n";
        let bad = "+++\ntitle = \"B\"\n+++\n\n[x](javascript:y)\n";
        let files = vec![file("content/guides/a.md", good), file("content/guides/b.md", bad)];
        Sources { files, assets: Vec::new() }
    }

    #[test]
    fn what_is_known_is_as_if_it_were_read_and_problems_are_told_again() {
        let sources = sources();
        let parsed = parse(&sources);
        let known = Known::unpack("hub", pack("hub", &parsed)).unwrap();
        assert_eq!((known.len(), unknown(&known, &parsed)), (1, 0));
        let again = parse_knowing(&sources, &known);
        assert_eq!(format!("{again:?}"), format!("{parsed:?}"));
        assert!(!again[1].diagnostics.is_empty());
    }

    #[test]
    fn another_program_or_a_broken_file_knows_nothing() {
        let sources = sources();
        let whole = pack("hub", &parse(&sources));
        assert!(Known::unpack("other", whole.clone()).is_none());
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            assert!(Known::unpack("hub", broken).is_none(), "byte {at}");
            assert!(Known::unpack("hub", whole[..at].to_vec()).is_none(), "cut at {at}");
        }
    }
}
