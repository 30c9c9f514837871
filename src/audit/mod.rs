//! The leak audit: the second line that keeps secret and withdrawn items out of every output.
//!
//! Views never hold them; here the finished bytes are searched all the same, for their addresses, files, tags, titles and
//! names, however they are written. A hit is an error that names output and item. Words that an author wrote into a public
//! piece prove nothing, wherever that piece is shown: they are told once, at the author's line, as a warning, so that no
//! build can start to end in an error overnight; for the same reason a consent that ends by itself only warns. Knows bytes,
//! not templates.

mod judge;
mod matcher;
mod mentions;
mod needles;
mod reading;
mod report;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::model::{BaseUrl, Detail, ItemId, Site};
use crate::output::fingerprint;
use crate::plan::{Plan, Visibility};
use crate::source::Sources;

pub use judge::Writer;
use judge::{Found, Judge, Severe};
use matcher::Matcher;
use mentions::{Mentions, Texts, mentions};
use needles::{Needle, traces};
use reading::{Manner, Reading, read};

/// What an audit looks for, and what it goes by.
#[derive(Debug)]
pub struct Audit {
    search: Option<Matcher>,
    /// The words among the needles, by their positions, for what only the eye sees as one.
    shown: Option<(Matcher, Vec<usize>)>,
    needles: Vec<Needle>,
    judge: Judge,
    mentions: Mentions,
    /// Items whose time was over by itself: no error may come of that.
    lapsed: Vec<ItemId>,
}

/// A trace in an output.
#[derive(Clone, Debug)]
pub struct Hit {
    output: String,
    needle: usize,
    severe: Severe,
}

impl Audit {
    /// Prepares the search for what must not appear at the plan's moment. Words that stand in public texts are not looked for
    /// in outputs.
    pub fn new(sources: &Sources, site: &Site, plan: &Plan, base: &BaseUrl) -> Self {
        let traces = traces(sources, site, plan);
        let judge = Judge::new(traces.known, base);
        let mentions = mentions(&Texts { sources, site, plan, judge: &judge }, &traces.needles);
        let mut needles = traces.needles;
        needles.retain(|needle| !mentions.explain(needle, Severe::Proof));
        let words: Vec<usize> =
            needles.iter().enumerate().filter(|(_, needle)| needle.trace.is_words()).map(|(at, _)| at).collect();
        let of_words = words.iter().filter_map(|at| needles.get(*at)).map(|needle| needle.text.as_str());
        Audit {
            search: Matcher::new(needles.iter().map(|needle| needle.text.as_str())),
            shown: Matcher::new(of_words).map(|matcher| (matcher, words)),
            needles,
            judge,
            mentions,
            lapsed: lapsed(site, plan),
        }
    }

    /// Public texts that hold a name or a title that is not public.
    pub fn warnings(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.mentions.warnings)
    }

    /// Whether there is anything to look for.
    pub fn is_idle(&self) -> bool {
        self.search.is_none()
    }

    /// Stands for what is looked for, and for what authors' texts explain: of two audits of one plan with the same digest, both
    /// find the same in the same outputs.
    pub fn digest(&self) -> String {
        let looks_for = format!("{:?} {:?} {:?}", self.needles, self.mentions.written, self.lapsed);
        fingerprint([looks_for.as_bytes()])
    }

    /// Traces in one output, the plainest of each item.
    pub fn scan(&self, output: &str, bytes: &[u8], writer: Writer<'_>) -> Vec<Hit> {
        let Some(search) = &self.search else { return Vec::new() };
        let mut found = BTreeMap::new();
        let manner = if output.ends_with(".ics") { Manner::Folded } else { Manner::Whole };
        let reading = read(bytes, manner);
        for (at, needle) in search.find(&reading.bytes) {
            self.weigh((&reading, at, needle), bytes, writer, &mut found);
        }
        if let Some((shown, words)) = self.shown.as_ref().filter(|_| output.ends_with(".html")) {
            for part in not_of_authors(bytes, writer) {
                let reading = read(part, Manner::Shown);
                for (at, word) in shown.find(&reading.bytes) {
                    let Some(needle) = words.get(word) else { continue };
                    self.weigh((&reading, at, *needle), part, writer.of_none(), &mut found);
                }
            }
        }
        found.into_values().map(|(severe, needle)| Hit { output: output.to_owned(), needle, severe }).collect()
    }

    fn weigh(
        &self,
        (reading, at, position): (&Reading, Range<usize>, usize),
        bytes: &[u8],
        writer: Writer<'_>,
        found: &mut BTreeMap<ItemId, (Severe, usize)>,
    ) {
        let Some(needle) = self.needles.get(position) else { return };
        let Some(mut severe) = self.judge.judge(&Found { needle, reading, at }, bytes, writer) else { return };
        if self.mentions.explain(needle, severe) {
            return;
        }
        if self.lapsed.binary_search(&needle.item).is_ok() {
            severe = Severe::Doubt;
        }
        let known = found.entry(needle.item).or_insert((severe, position));
        if severe > known.0 {
            *known = (severe, position);
        }
    }

    /// The traces of all outputs as problems.
    pub fn report(&self, sources: &Sources, site: &Site, hits: Vec<Hit>) -> Vec<Diagnostic> {
        report::Report { sources, site, needles: &self.needles, judge: &self.judge }.problems(hits)
    }
}

/// What lies between an author's own texts: in those, words prove nothing.
fn not_of_authors<'a>(bytes: &'a [u8], writer: Writer<'a>) -> impl Iterator<Item = &'a [u8]> {
    let ranges = match writer {
        Writer::Template(ranges) => ranges,
        Writer::Author => &[],
    };
    let starts = std::iter::once(0).chain(ranges.iter().map(|range| range.end));
    let ends = ranges.iter().map(|range| range.start).chain([bytes.len()]);
    starts.zip(ends).filter_map(|(start, end)| bytes.get(start..end))
}

/// Members whose consent had an end that came.
fn lapsed(site: &Site, plan: &Plan) -> Vec<ItemId> {
    let gone = |id: ItemId| plan.visibility.get(id.index()) == Some(&Visibility::Withdrawn);
    let by_time = |detail: &Detail| matches!(detail, Detail::Spotlight(spotlight) if !spotlight.consent.withdrawn);
    site.iter().filter(|(id, item)| gone(*id) && by_time(&item.detail)).map(|(id, _)| id).collect()
}
