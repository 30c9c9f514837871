//! A feed that is there, whoever wrote it: what is wrong with it, and what importers will make of the one that takes its place.
//!
//! Importers turn entries into mail. They tell what is new by guid, by link, or by a window of dates, so that a change of any
//! of them mails something twice or never. Knows no site and no plan: two files are compared, not two intentions.

mod diff;
mod json;
mod lint;
mod verdict;
mod xml;

pub use diff::diff;
pub use lint::lint;
pub use verdict::{Finding, Verdict, What};

use crate::model::time::Instant;

/// A feed as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Where it says that it stands.
    pub address: Option<String>,
    /// In its order.
    pub entries: Vec<Entry>,
}

/// An entry as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What importers know it by.
    pub guid: Option<String>,
    /// Its page.
    pub link: Option<String>,
    /// May be empty.
    pub title: String,
    /// As typed.
    pub published: Option<String>,
    /// Its content, else its description.
    pub html: String,
    /// Its description beside its content, which readers take for HTML as well.
    pub summary: String,
    /// Files that it brings.
    pub enclosures: Vec<Enclosure>,
}

/// A file that an entry brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Where it is.
    pub url: String,
    /// Bytes, as it says.
    pub length: Option<u64>,
}

impl Entry {
    /// What importers by guid know it by: without a guid, its link.
    fn key(&self) -> Option<&str> {
        self.guid.as_deref().or(self.link.as_deref())
    }

    /// How people know it.
    fn name(&self) -> &str {
        [self.title.as_str(), self.key().unwrap_or("")].into_iter().find(|name| !name.is_empty()).unwrap_or("an entry")
    }

    fn at(&self) -> Option<Instant> {
        Instant::parse_published(self.published.as_deref()?)
    }
}

/// Reads RSS, Atom or JSON Feed; or says why it can't be read.
///
/// # Errors
/// Why no program that keeps to the rules can read it.
pub fn read(bytes: &[u8]) -> Result<Feed, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') { json::read(text) } else { xml::read(text) }
}
