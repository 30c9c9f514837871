//! Tables for the tools that know the customer: drip mails, content, segments, links.
//!
//! A static site knows no reader; it hands over clean inputs. Pure: a site at a moment gives plain rows, only of what is
//! public then. Writes nothing, knows no mail and no tool; `hub help export` documents each column.

mod content;
mod csv;
mod drip;
mod events;
mod json;
mod links;
mod segments;

use crate::model::time::Instant;
use crate::model::{ItemId, Site};
use crate::plan::Plan;

pub use self::csv::csv;
pub use content::content;
pub use drip::{MailFile, StepMail, StepText, TrackMails, drip, files, steps};
pub use json::json;
pub use links::links;
pub use segments::segments;

/// What tables are made from.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The site.
    pub site: &'a Site,
    /// What is public.
    pub plan: &'a Plan,
    /// When.
    pub now: Instant,
}

/// Columns and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Names, in order.
    pub columns: &'static [&'static str],
    /// Rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words; may be empty.
    Text(String),
    /// A count.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<String>),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Cell::Text(text.into())
    }

    fn number(count: usize) -> Self {
        Cell::Number(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

impl World<'_> {
    /// The absolute address of a route.
    fn absolute(&self, route: &str) -> String {
        self.site.settings.base_url.absolute(route)
    }

    /// The absolute address of a piece that readers can see.
    fn url(&self, item: ItemId) -> Option<String> {
        self.plan.url(item).map(|route| self.absolute(route))
    }

    /// Ids of the segments of a piece.
    fn segment_ids(&self, item: ItemId) -> Vec<String> {
        let segments = self.site.item(item).segments.iter();
        segments.filter_map(|id| self.site.settings.segments.get(id.index())).map(|one| one.id.clone()).collect()
    }

    /// The id of a link of links.toml.
    fn link_id(&self, link: crate::model::OutLinkId) -> &str {
        self.site.links.get(link.index()).map_or("", |link| link.id.value.as_str())
    }
}

fn level_word(level: crate::model::Level) -> &'static str {
    match level {
        crate::model::Level::Beginner => "beginner",
        crate::model::Level::Intermediate => "intermediate",
        crate::model::Level::Advanced => "advanced",
    }
}
