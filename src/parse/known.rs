//! Outlines of texts that were read before: what the last build kept, and what this one leaves.
//!
//! Of equal text the outline is equal, wherever it stands. Only texts without a problem are kept, since a problem has to be
//! told anew. Knows bytes, not files: whatever is wrong with them, it is as if there were none.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::markdown::{self, Outline, Place, Trust};
use crate::output::digest;
use crate::source::Sources;

use super::content::trust_of;
use super::{ParsedFile, Raw, RawItem};

const FORMAT: &[u8] = b"hub outlines 1\n";
const HASH: usize = 32;

/// Outlines by their texts.
#[derive(Debug, Default)]
pub struct Known {
    bytes: Vec<u8>,
    places: BTreeMap<[u8; HASH], Range<usize>>,
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
    pub(super) fn outline(&self, text: &str, place: Place, trust: Trust) -> Option<Outline> {
        let range = self.places.get(&key(text, trust))?;
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
pub fn unknown(known: &Known, sources: &Sources, parsed: &[ParsedFile]) -> usize {
    let is_new = |(text, trust, _): &(&str, Trust, _)| !known.places.contains_key(&key(text, *trust));
    keepable(sources, parsed).filter(is_new).count()
}

/// Texts without a problem, by whom, and what they hold.
fn keepable<'s>(sources: &'s Sources, parsed: &'s [ParsedFile]) -> impl Iterator<Item = (&'s str, Trust, &'s RawItem)> {
    parsed.iter().filter(|file| file.diagnostics.is_empty()).filter_map(|file| match &file.raw {
        Raw::Item(item) => Some((sources.text(item.body), trust_of(item.place.kind), &**item)),
        _ => None,
    })
}

/// The outlines of parsed files, for the next build.
pub fn pack(maker: &str, sources: &Sources, parsed: &[ParsedFile]) -> Vec<u8> {
    let mut content = Vec::new();
    for (text, trust, item) in keepable(sources, parsed) {
        let place = Place { file: item.body.file, offset: item.body.start as usize };
        let start = content.len();
        content.extend(key(text, trust));
        content.extend([0; 4]);
        let is_packed = markdown::pack(&item.outline, place, &mut content);
        let len = u32::try_from(content.len() - start - HASH - 4).ok().filter(|_| is_packed);
        match (len, content.get_mut(start + HASH..start + HASH + 4)) {
            (Some(len), Some(slot)) => slot.copy_from_slice(&len.to_le_bytes()),
            _ => content.truncate(start),
        }
    }
    [FORMAT, &digest([maker.as_bytes(), &content]), &content].concat()
}

fn key(text: &str, trust: Trust) -> [u8; HASH] {
    let trust = match trust {
        Trust::Creator => "creator",
        Trust::Member => "member",
    };
    digest([trust.as_bytes(), text.as_bytes()])
}
