//! Traces as problems: one for each piece, whatever the number of outputs, at the line of the template that wrote it.

use std::collections::BTreeMap;

use super::Hit;
use super::judge::{Found, Judge, Severe};
use super::matcher::Matcher;
use super::needles::{Needle, Trace};
use super::reading::{self, Manner};
use crate::diagnostic::Diagnostic;
use crate::model::{Becomes, Detail, ItemId, Never, Site};
use crate::source::{Source, SourceClass, Sources, Span};
use crate::theme;

/// More outputs are counted, not named.
const NAMED: usize = 3;

/// What is known when the outputs are made.
pub(super) struct Report<'a> {
    pub(super) sources: &'a Sources,
    pub(super) site: &'a Site,
    pub(super) needles: &'a [Needle],
    pub(super) judge: &'a Judge,
}

impl Report<'_> {
    /// The problems of all hits.
    pub(super) fn problems(&self, mut hits: Vec<Hit>) -> Vec<Diagnostic> {
        hits.sort_by(|a, b| (&a.output, a.needle).cmp(&(&b.output, b.needle)));
        let mut causes: BTreeMap<(ItemId, Severe), Vec<Hit>> = BTreeMap::new();
        for hit in hits {
            if let Some(needle) = self.needles.get(hit.needle) {
                causes.entry((needle.item, hit.severe)).or_default().push(hit);
            }
        }
        causes.iter().filter_map(|((_, severe), hits)| self.problem(*severe, hits)).collect()
    }

    fn problem(&self, severe: Severe, hits: &[Hit]) -> Option<Diagnostic> {
        let first = hits.first()?;
        let needle = self.needles.get(first.needle)?;
        let item = self.site.item(needle.item);
        let message = format!("`{}` holds the {} of {}", first.output, needle.trace.noun(), whose(self.site, needle));
        let place = self.place(needle);
        let problem = match severe {
            Severe::Proof => Diagnostic::error("leak", message).help(way_out(place.is_some())),
            Severe::Doubt => Diagnostic::warning("possible-leak", message)
                .help("if it speaks of it, take it out; if it is chance, nothing needs to be done"),
        };
        let problem = match place {
            Some(place) => problem.at(place, "here").at(item.span, "this is not public"),
            None => problem.at(item.span, format!("found: {}", needle.text)),
        };
        let mut outputs: Vec<&str> = hits.iter().map(|hit| hit.output.as_str()).collect();
        outputs.dedup();
        Some(match others(outputs.get(1..).unwrap_or(&[])) {
            Some(note) => problem.note(note),
            None => problem,
        })
    }

    /// Where the creator's own theme writes it, if it does so in plain words.
    fn place(&self, needle: &Needle) -> Option<Span> {
        let matcher = Matcher::new([needle.text.as_str()])?;
        let own = self.sources.iter().filter(|(_, file)| is_own(file));
        own.flat_map(|(id, file)| {
            let reading = reading::read(file.text.as_bytes(), Manner::Whole);
            let found = matcher.find(&reading.bytes).into_iter().find_map(|(at, _)| {
                let found = Found { needle, reading: &reading, at };
                self.judge.weigh(&found).map(|_| reading.origin(&found.at))
            });
            found.map(|at| Span::new(id, at.start, at.end))
        })
        .next()
    }
}

fn is_own(file: &Source) -> bool {
    matches!(file.class, SourceClass::Template | SourceClass::ThemeCode | SourceClass::Language)
        && !theme::is_built_in(file)
}

fn way_out(is_placed: bool) -> &'static str {
    if is_placed {
        "take it out; a link to the piece's file, in a text of `content/`, is safe: it appears when the piece does"
    } else {
        "look for a template of your own that names it, and take the name out"
    }
}

fn whose(site: &Site, needle: &Needle) -> String {
    let item = site.item(needle.item);
    match (&item.detail, needle.trace) {
        (Detail::Spotlight(_), Trace::Name | Trace::Quote) => format!("a member {}", consent(site, needle.item)),
        _ if item.is_withdrawn() => "a spotlight whose member took the consent back".to_owned(),
        _ => format!("{} that is not public", item.kind.any()),
    }
}

fn consent(site: &Site, id: ItemId) -> &'static str {
    match site.schedule(id).becomes {
        Becomes::Never(Never::Consent) => "who has given no consent",
        _ => "whose consent has ended",
    }
}

fn others(outputs: &[&str]) -> Option<String> {
    let named: Vec<String> = outputs.iter().take(NAMED).map(|output| format!("`{output}`")).collect();
    let named = named.join(", ");
    match outputs.len().checked_sub(NAMED) {
        _ if outputs.is_empty() => None,
        None | Some(0) => Some(format!("also in {named}")),
        Some(1) => Some(format!("also in {named} and one more file")),
        Some(more) => Some(format!("also in {named} and {more} more files")),
    }
}
