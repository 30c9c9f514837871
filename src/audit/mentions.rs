//! Words of hidden pieces in what authors wrote for readers: no proof of anything, wherever those texts are shown.
//!
//! Each is told once, at the author's line. Texts of pieces that were public count like those that are: else the end of one
//! piece could turn its words, elsewhere, into an error.

use std::collections::BTreeSet;
use std::ops::Range;

use super::judge::{Found, Judge, Severe};
use super::matcher::Matcher;
use super::needles::{Needle, Trace};
use super::reading::{self, Manner};
use crate::diagnostic::Diagnostic;
use crate::model::{Item, ItemId, Site};
use crate::plan::{Plan, Visibility};
use crate::source::{FileId, Source, SourceClass, Sources, Span};
use crate::theme;

/// Words that prove nothing.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Whose and which, with what a hit in an output is no more than, where they were written by the way.
    pub(super) written: BTreeSet<(ItemId, Trace, Severe)>,
    /// What authors are told.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Mentions {
    /// Whether a hit of this severity in an output may come from an author's text.
    pub(super) fn explain(&self, needle: &Needle, severe: Severe) -> bool {
        self.written.iter().any(|(item, trace, most)| (*item, *trace) == (needle.item, needle.trace) && severe <= *most)
    }
}

/// What the words are looked for in.
pub(super) struct Texts<'a> {
    pub(super) sources: &'a Sources,
    pub(super) site: &'a Site,
    pub(super) plan: &'a Plan,
    pub(super) judge: &'a Judge,
}

/// Reads every text that authors wrote for readers.
pub(super) fn mentions(texts: &Texts<'_>, needles: &[Needle]) -> Mentions {
    let words: Vec<&Needle> = needles.iter().filter(|needle| needle.trace.is_words()).collect();
    let mut mentions = Mentions::default();
    let Some(matcher) = Matcher::new(words.iter().map(|needle| needle.text.as_str())) else { return mentions };
    for text in machine_made(texts) {
        for (needle, severe, _) in texts.find(&matcher, &words, (text, Manner::Whole)) {
            mentions.written.insert((needle.item, needle.trace, severe));
        }
    }
    for (readers, file) in written(texts) {
        let text = &texts.sources.file(file).text;
        for (needle, severe, at) in texts.find(&matcher, &words, (text, Manner::Typed)) {
            if readers == Readers::Gone && texts.is_withdrawn(needle.item) {
                continue;
            }
            let is_new = mentions.written.insert((needle.item, needle.trace, severe));
            // A few words in small letters, in the middle of a sentence, are chance.
            if is_new && severe == Severe::Proof && readers == Readers::All {
                mentions.warnings.push(warning(texts.site, needle, Span::new(file, at.start, at.end)));
            }
        }
    }
    mentions
}

impl Texts<'_> {
    /// The needles in a text, how much they say, and where they stand.
    fn find<'n>(
        &self,
        matcher: &Matcher,
        words: &[&'n Needle],
        (text, manner): (&str, Manner),
    ) -> Vec<(&'n Needle, Severe, Range<usize>)> {
        let reading = reading::read(text.as_bytes(), manner);
        let weigh = |(at, position): (Range<usize>, usize)| {
            let needle: &'n Needle = words.get(position)?;
            let found = Found { needle, reading: &reading, at };
            Some((needle, self.judge.weigh(&found)?, reading.origin(&found.at)))
        };
        matcher.find(&reading.bytes).filter_map(weigh).collect()
    }

    fn visibility(&self, id: ItemId) -> Option<Visibility> {
        self.plan.visibility.get(id.index()).copied()
    }

    fn is_withdrawn(&self, id: ItemId) -> bool {
        self.visibility(id) == Some(Visibility::Withdrawn)
    }
}

/// Who reads a text. Of two that hold the same words, the author is told of the one that comes first here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Readers {
    /// Everybody, now.
    All,
    /// Nobody any more, since it expired.
    Before,
    /// Nobody any more, since consent ended: about the member it says nothing that others may say.
    Gone,
}

/// The theme's own texts were there before any piece; titles of the calendar and labels of links stand in outputs by
/// themselves, and a recurring event has the title of its occurrences.
fn machine_made<'a>(texts: &Texts<'a>) -> Vec<&'a str> {
    let calendar = &texts.site.calendar;
    let mut found: Vec<&str> = calendar.recurrings.iter().map(|it| it.title.as_str()).collect();
    found.extend(calendar.newsletters.iter().flat_map(|it| [it.title.as_str(), it.description.as_str()]));
    found.extend(texts.site.links.iter().map(|link| link.label.as_str()));
    let built_in = texts.sources.files.iter().filter(|file| theme::is_built_in(file));
    found.extend(built_in.map(|file| &*file.text));
    found
}

/// Files whose words readers see, or saw once, and who reads them.
fn written(texts: &Texts<'_>) -> Vec<(Readers, FileId)> {
    let site = texts.site;
    let piece = |(id, item): (ItemId, &Item)| {
        let readers = match texts.visibility(id)? {
            Visibility::Public => Readers::All,
            Visibility::Expired => Readers::Before,
            Visibility::Withdrawn => Readers::Gone,
            Visibility::Secret => return None,
        };
        Some((readers, item.body.span.file))
    };
    let intros = site.listings.values().map(|listing| listing.body.span.file);
    let is_own = |file: &Source| file.class == SourceClass::Language && !theme::is_built_in(file);
    let words = texts.sources.iter().filter(|(_, file)| is_own(file)).map(|(id, _)| id);
    let always = intros.chain(words).chain([site.settings.file]).map(|file| (Readers::All, file));
    let mut files: Vec<_> = site.iter().filter_map(piece).chain(always).collect();
    files.sort();
    files
}

fn warning(site: &Site, needle: &Needle, span: Span) -> Diagnostic {
    let kind = site.item(needle.item).kind.name();
    let message = match needle.trace {
        Trace::Name => "this names a member whose consent has ended".to_owned(),
        Trace::Quote => "these are words of a member whose consent has ended".to_owned(),
        trace => format!("this is the {} of a {kind} that is not public", trace.noun()),
    };
    Diagnostic::warning("possible-leak", message)
        .at(span, "")
        .help("if it speaks of it, take it out of this text; if the words only happen to be the same, nothing needs to be done")
}
