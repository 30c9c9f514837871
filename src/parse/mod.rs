//! One file → one `Raw*` with places, and what is wrong with it by itself.
//!
//! Sees neither a second file nor the settings nor the date: equal text gives an equal result, so `serve` may keep it.

mod brackets;
pub mod calendar;
mod content;
pub mod field;
pub mod form;
pub mod front_matter;
mod kind;
mod known;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod toml;
pub mod words;

pub use content::{Place, split_front_matter};
pub use kind::Kind;
pub use known::{Known, pack, unknown};

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::markdown::Outline;
use crate::source::{FileId, Source, SourceClass, Sources, Span};

use calendar::{RawCalendar, RawLock};
use front_matter::{RawCommon, RawOwn};
use settings::{RawLinks, RawSettings};

/// One parsed file.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    /// The file.
    pub file: FileId,
    /// What it holds.
    pub raw: Raw,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file holds, by its class.
#[derive(Clone, Debug)]
pub enum Raw {
    /// `hub.toml`.
    Settings(Box<RawSettings>),
    /// A calendar file.
    Calendar(RawCalendar),
    /// `links.toml`.
    Links(RawLinks),
    /// `newsletter.lock.toml`.
    Lock(RawLock),
    /// An item or the introduction of a listing.
    Item(Arc<RawItem>),
    /// Nothing this stage reads (templates, styles), or a file that can't be read as what it is.
    Other,
}

/// A Markdown file.
#[derive(Clone, Debug)]
pub struct RawItem {
    /// Kind, default id, slug and number, by its path.
    pub place: Place,
    /// The front matter between its `+++` lines.
    pub span: Span,
    /// Common fields.
    pub common: RawCommon,
    /// Its kind's fields.
    pub own: RawOwn,
    /// The Markdown below the front matter.
    pub body: Span,
    /// Stands for the text of the body and for who wrote it.
    pub words: [u8; 32],
    /// What the body holds.
    pub outline: Arc<Outline>,
    /// Front matter that can't be read: fields may be missing that the author did write.
    pub broken: bool,
}

/// Parses every file, in parallel; the result is in file order.
pub fn parse(sources: &Sources) -> Vec<ParsedFile> {
    parse_knowing(sources, &Known::default())
}

/// The same, without reading again what a text holds that is known.
pub fn parse_knowing(sources: &Sources, known: &Known) -> Vec<ParsedFile> {
    let files: Vec<_> = sources.iter().collect();
    files.into_par_iter().map(|(id, source)| parse_one(id, source, known)).collect()
}

/// Parses one file.
pub fn parse_file(file: FileId, source: &Source) -> ParsedFile {
    parse_one(file, source, &Known::default())
}

fn parse_one(file: FileId, source: &Source, known: &Known) -> ParsedFile {
    let text = &source.text;
    let (raw, diagnostics) = match source.class {
        SourceClass::Settings => read(text, file, |raw| Raw::Settings(Box::new(raw))),
        SourceClass::Calendar => read(text, file, Raw::Calendar),
        SourceClass::Links => read(text, file, Raw::Links),
        SourceClass::Lock => read(text, file, Raw::Lock),
        SourceClass::Content => content::parse_item(file, source, known),
        _ => (Raw::Other, Vec::new()),
    };
    ParsedFile { file, raw, diagnostics }
}

fn read<T: toml::ReadTable>(text: &str, file: FileId, wrap: impl Fn(T) -> Raw) -> (Raw, Vec<Diagnostic>) {
    let (raw, diagnostics) = toml::read_file(text, file);
    (wrap(raw), diagnostics)
}
