//! A page before it is printed, and any output after.

use std::ops::Range;

use serde::Serialize;

use super::scene::Scene;
use super::view::PageView;
use crate::diagnostic::Diagnostic;
use crate::output::{Content, Rank};
use crate::plan::Route;
use crate::source::{Asset, AssetBytes};
use crate::theme::Filling;

/// The bytes of an output, and what the leak audit must know of them.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The bytes.
    pub content: Content,
    /// When they are put in place.
    pub rank: Rank,
    /// Ranges of the bytes that authors wrote as bodies: there, a title of a hidden item may stand by chance.
    pub author_text: Vec<Range<usize>>,
    /// What the search index shall know of the page; nothing of most outputs.
    pub indexed: Option<Indexed>,
}

/// A page as the search index reads it: its texts without the site around them.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// A document of its own, in which attributes say what is title and filter.
    pub html: String,
    /// Its body, which authors wrote.
    pub author_text: Vec<Range<usize>>,
}

impl Rendered {
    /// A text of hub's own making.
    pub(super) fn text(text: String) -> Self {
        Rendered {
            content: Content::Bytes(text.into_bytes()),
            rank: Rank::Page,
            author_text: Vec::new(),
            indexed: None,
        }
    }

    /// A text that holds these bodies.
    pub(super) fn with_bodies(text: String, bodies: &[String]) -> Self {
        let author_text = places(&text, bodies);
        Rendered { author_text, ..Rendered::text(text) }
    }

    /// A file, as it is.
    pub(super) fn asset(asset: &Asset) -> Self {
        let content = match &asset.bytes {
            AssetBytes::Disk(path) => Content::File(path.clone()),
            AssetBytes::Built(bytes) => Content::Built(bytes),
        };
        Rendered { content, rank: Rank::Asset, author_text: Vec::new(), indexed: None }
    }
}

/// A page before it is printed.
pub(super) struct Draft<F> {
    /// Template.
    pub(super) template: &'static str,
    /// Its frame.
    pub(super) page: PageView,
    /// The fields of its template.
    pub(super) fields: F,
    /// Bodies as HTML, as they stand in `fields`.
    pub(super) bodies: Vec<String>,
}

impl<F: Serialize> Draft<F> {
    /// Prints it.
    pub(super) fn draw(&self, scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
        let filling = Filling { making: &route.path, page: &self.page, fields: &self.fields };
        let html = scene.theme.render(self.template, scene.shared_site(), &filling)?;
        Ok(Rendered::with_bodies(html, &self.bodies))
    }
}

/// Where the bodies stand in a text, in order and without overlaps.
fn places(text: &str, bodies: &[String]) -> Vec<Range<usize>> {
    let bodies = bodies.iter().filter(|body| !body.is_empty());
    let mut found: Vec<_> =
        bodies.flat_map(|body| text.match_indices(body.as_str()).map(|(at, it)| at..at + it.len())).collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let is_new = range.start >= end;
        end = end.max(range.end);
        is_new
    });
    found
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn bodies_are_found_wherever_they_stand() {
        let bodies = ["<p>a</p>".to_owned(), String::new(), "<p>a</p><p>b</p>".to_owned()];
        assert_eq!(places("x<p>a</p><p>b</p>y<p>a</p>", &bodies), [1..17, 18..26]);
    }
}
