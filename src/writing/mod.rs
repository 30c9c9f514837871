//! How texts are written: whether guides keep what their `format` promises, and what makes a text hard to read.
//!
//! Layout is judged first (headings, lists, tables, images, lengths), words only where nothing else can tell, and then by
//! the lists of the site's language in `words/`. Knows no URLs and no dates: a text is judged whether it is public or not.

mod contracts;
mod layout;
mod parts;
mod words;

use crate::diagnostic::Diagnostic;
use crate::model::{Detail, Item, Site};
use crate::parse::Kind;
use crate::source::Sources;
use words::Words;

/// What could be better in one piece of a site: warnings about promises, notes about reading.
pub fn of_item(sources: &Sources, site: &Site, item: &Item) -> Vec<Diagnostic> {
    let words = Words::of(&site.settings.language.value);
    let mut found = Vec::new();
    if let Detail::Guide(guide) = &item.detail
        && let Some(format) = &guide.format
    {
        found.extend(contracts::broken(format, guide, contracts::Here { sources, item, words }));
    }
    // A letter is read in one go.
    let stretch = if item.kind == Kind::Issue { layout::Stretch::Any } else { layout::Stretch::Headed };
    found.extend(layout::advice(sources, &item.body, words, stretch));
    found
}

/// The same of what introduces listings.
pub fn of_listings(sources: &Sources, site: &Site) -> Vec<Diagnostic> {
    let words = Words::of(&site.settings.language.value);
    let bodies = site.listings.values().map(|listing| &listing.body);
    bodies.flat_map(|body| layout::advice(sources, body, words, layout::Stretch::Headed)).collect()
}
