//! Outputs of the last build that a build need not make again: where no more than words of some texts are others, each output
//! that shows none of these texts is what it was.
//!
//! Everything up to the plan is made anew, so that nothing here decides what a page says or what is told of a text. Each
//! build writes down, after its note, what all outputs go by ([`Marks`]), and whose words each of them shows. Nothing of it
//! counts unless all else is the same; whoever can't read it makes everything.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Moment, Request, Run, Site, Staging, unchanged};
use crate::markdown::Outline;
use crate::output::{OutputPath, fingerprint};
use crate::parse::{ParsedFile, Raw, RawItem};
use crate::render::reading_minutes;
use crate::source::{FileId, Source, Sources};

/// What outputs go by: the words of each text, and all else.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Marks {
    /// Stands for all but words: settings, calendar, front matter, what others see of a text, theme, files, hub itself.
    frame: String,
    /// Stands for the words of each text by the position of its file; empty for what has none.
    words: Vec<String>,
}

/// Outputs in which nothing was found that isn't public.
#[derive(Deserialize, Serialize)]
pub(super) struct Shown {
    /// What was looked for in them: it follows from words too, since words that an author wrote prove nothing.
    pub(super) searched_for: String,
    /// Output → positions of the texts whose words it shows.
    pub(super) outputs: BTreeMap<String, Vec<u32>>,
}

/// What a build leaves of itself beside its note.
#[derive(Deserialize, Serialize)]
struct Left {
    marks: Marks,
    shown: Shown,
}

/// Outputs of the last build of which those may stay that show no text with other words.
pub(super) struct Untouched {
    changed: BTreeSet<u32>,
    shown: Shown,
}

/// A file in two parts: what others see of it, and its words.
pub(super) struct Parts {
    frame: String,
    words: String,
}

/// The parts of every file, in order; asked before what was parsed is dropped.
pub(super) fn parts(sources: &Sources, parsed: &[ParsedFile]) -> Vec<Parts> {
    parsed.par_iter().map(|file| parts_of(sources.file(file.file), &file.raw)).collect()
}

fn parts_of(source: &Source, raw: &Raw) -> Parts {
    match raw {
        Raw::Item(item) if !item.broken => {
            let (front, _) = source.text.split_at(item.body.start as usize);
            Parts { frame: framed(source, front, item), words: fingerprint([&item.words[..]]) }
        }
        _ => Parts { frame: whole(source), words: String::new() },
    }
}

/// A file of which everything counts.
fn whole(source: &Source) -> String {
    fingerprint([source.path.as_bytes(), &[source.class as u8], source.text.as_bytes()])
}

/// What pages say of a text, and lead to in it, without showing it.
fn framed(source: &Source, front: &str, item: &RawItem) -> String {
    // Named one by one, so that who adds a field has to decide. Languages, blocks and places are for messages alone.
    let Outline { headings, links, embeds, ids, words, excerpt, languages: _, raw_html: _, blocks: _ } = &*item.outline;
    let mut parts = vec![source.path.clone(), front.to_owned(), reading_minutes(*words).to_string(), excerpt.clone()];
    parts.extend(headings.iter().map(|heading| format!("{} {} {}", heading.level, heading.id, heading.text)));
    parts.extend(links.iter().map(|link| format!("{:?} {}", link.kind, link.dest)));
    parts.extend(embeds.iter().map(|embed| format!("{:?}", embed.value)));
    parts.extend(ids.iter().cloned());
    let counts = [headings.len(), links.len(), embeds.len(), ids.len()].map(|count| count.to_string());
    fingerprint(parts.iter().chain(&counts).map(String::as_bytes))
}

impl Marks {
    /// The marks of a site whose theme was read, after its own files. Nothing where a file is too fresh to tell.
    pub(super) fn of(request: &Request, run: &Run<'_>, parts: Vec<Parts>) -> Option<Marks> {
        let sources = &run.report.sources;
        let mut frame = unchanged::surroundings(request, sources, run.began)?;
        frame.extend(sources.files.iter().skip(parts.len()).map(whole));
        frame.extend(parts.iter().map(|part| part.frame.clone()));
        let frame = fingerprint(frame.iter().map(String::as_bytes));
        Some(Marks { frame, words: parts.into_iter().map(|part| part.words).collect() })
    }

    /// What the next build is to find.
    pub(super) fn note(&self, shown: Shown) -> Option<Vec<u8>> {
        serde_json::to_vec(&Left { marks: self.clone(), shown }).ok()
    }

    /// What may stay of the last build into the folder. Nothing where more than words are others, or the time is.
    pub(super) fn untouched(&self, staging: &Staging, site: &Site, moment: Moment) -> Option<Untouched> {
        let note = staging.note()?;
        let left = unchanged::left(&note, moment.now, &site.settings.zone)?;
        let Left { marks, shown } = serde_json::from_slice(left).ok()?;
        if marks.frame != self.frame || marks.words.len() != self.words.len() {
            return None;
        }
        let differs = |(position, (then, now)): (usize, (&String, &String))| {
            (then != now).then(|| u32::try_from(position).unwrap_or(u32::MAX))
        };
        let changed = marks.words.iter().zip(&self.words).enumerate().filter_map(differs).collect();
        Some(Untouched { changed, shown })
    }
}

impl Untouched {
    /// Whether the same is looked for in outputs as it was then: what stays isn't searched again.
    pub(super) fn was_searched_for(&self, digest: &str) -> bool {
        self.shown.searched_for == digest
    }

    /// The texts that an output shows, if it may stay as the last build made it.
    pub(super) fn shown(&self, path: &OutputPath) -> Option<&[u32]> {
        let shown = self.shown.outputs.get(path.as_str())?;
        (!shown.iter().any(|text| self.changed.contains(text))).then_some(shown)
    }
}

/// Files by position, as a note has them.
pub(super) fn positions(shown: &BTreeSet<FileId>) -> Vec<u32> {
    shown.iter().map(|file| file.0).collect()
}
