//! A page before it is printed, and any output after.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::scene::Scene;
use super::view::PageView;
use crate::diagnostic::Diagnostic;
use crate::output::{Content, Rank};
use crate::plan::Route;
use crate::source::{Asset, AssetBytes, FileId};
use crate::theme::Filling;

/// The bytes of an output, and what the leak audit must know of them.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The bytes.
    pub content: Content,
    /// When they are put in place.
    pub rank: Rank,
    /// What of it authors wrote as bodies.
    pub(super) authored: Authored,
    /// What the search index shall know of the page; nothing of most outputs.
    pub indexed: Option<Indexed>,
    /// The texts whose words are in it. Where no more than words of others change, it stays as it is.
    pub shown: BTreeSet<FileId>,
}

/// A page as the search index reads it: its texts without the site around them.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// A document of its own, in which attributes say what is title and filter.
    pub html: String,
    /// Its body, which authors wrote.
    pub author_text: Vec<Range<usize>>,
    /// The body as its page has it, with the addresses that no index needs: it is searched for leaks all the same.
    pub body: String,
}

/// Bodies in an output. Where they stand is found out when the audit asks, which it does of few sites.
#[derive(Clone, Debug)]
pub(super) enum Authored {
    /// Anywhere, any number of times.
    Anywhere(Vec<String>),
    /// Each once, in this order, written as the function says.
    InOrder(Vec<String>, fn(&str) -> String),
}

impl Rendered {
    /// A text of hub's own making.
    pub(super) fn text(text: String) -> Self {
        Self::with_bodies(text, Vec::new())
    }

    /// A text that holds these bodies.
    pub(super) fn with_bodies(text: String, bodies: Vec<String>) -> Self {
        Rendered {
            content: Content::Bytes(text.into_bytes()),
            rank: Rank::Page,
            authored: Authored::Anywhere(bodies),
            indexed: None,
            shown: BTreeSet::new(),
        }
    }

    /// A text that holds each of these bodies once, in their order, as `written` has it.
    pub(super) fn with_bodies_in_order(text: String, bodies: Vec<String>, written: fn(&str) -> String) -> Self {
        Rendered { authored: Authored::InOrder(bodies, written), ..Rendered::text(text) }
    }

    /// A file, as it is.
    pub(super) fn asset(asset: &Asset) -> Self {
        let content = match &asset.bytes {
            AssetBytes::Disk(path) => Content::File(path.clone()),
            AssetBytes::Built(bytes) => Content::Built(bytes),
        };
        Rendered { content, rank: Rank::Asset, ..Rendered::text(String::new()) }
    }

    /// Ranges of the bytes that authors wrote as bodies: there, a title of a hidden item may stand by chance.
    pub fn author_text(&self) -> Vec<Range<usize>> {
        let Content::Bytes(bytes) = &self.content else { return Vec::new() };
        let text = str::from_utf8(bytes).unwrap_or("");
        match &self.authored {
            Authored::Anywhere(bodies) => places(text, bodies),
            Authored::InOrder(bodies, written) => places_in_order(text, bodies.iter().map(|body| written(body))),
        }
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
    pub(super) fn draw(self, scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
        let filling = Filling { making: &route.path, page: &self.page, fields: &self.fields };
        let html = scene.theme.render(self.template, scene.shared_site(), &filling)?;
        Ok(Rendered::with_bodies(html, self.bodies))
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

/// Where bodies stand that each stand there once, one after the other.
fn places_in_order(text: &str, bodies: impl Iterator<Item = String>) -> Vec<Range<usize>> {
    let mut from = 0;
    let place = |body: String| {
        let start = from + text.get(from..)?.find(&body).filter(|_| !body.is_empty())?;
        from = start + body.len();
        Some(start..from)
    };
    bodies.filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::{places, places_in_order};

    #[test]
    fn bodies_in_order_are_found_once_each() {
        let bodies = ["b", "", "a", "gone", "b"].map(str::to_owned).into_iter();
        assert_eq!(places_in_order("abcabc", bodies), [1..2, 3..4, 4..5]);
    }

    #[test]
    fn bodies_are_found_wherever_they_stand() {
        let bodies = ["<p>a</p>".to_owned(), String::new(), "<p>a</p><p>b</p>".to_owned()];
        assert_eq!(places("x<p>a</p><p>b</p>y<p>a</p>", &bodies), [1..17, 18..26]);
    }
}
