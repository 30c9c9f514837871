//! What is missing: the calendar compared with what its author declared, each gap a warning with a place and a way out.
//!
//! Taste: only what was declared, or is clearly cared about, can be missing. A site without a rhythm, segments or
//! recurrences hears nothing of them; what is past and can't be mended is left alone; what is planned counts, even as an
//! idea. One fact is one message.
//!
//! Knows no terminal, and is never asked by a build: a gap is the author's affair, not the readers'.

mod coverage;
mod events;
mod freshness;
mod newsletters;
mod outlook;
mod phases;
mod pieces;
mod promotion;
mod reach;
mod spotlights;
mod wording;

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic};
use crate::plan::{Moment, Plan, World};
use crate::source::Sources;
use outlook::Outlook;

/// Gaps of one code that `hub check` shows; `hub calendar gaps` shows all.
const FEW: usize = 5;

/// What a gap is about. In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Phases of rhythms, their wants and levels.
    Phases,
    /// Issues with nothing in them.
    Newsletters,
    /// Members: too few, too many, too often.
    Spotlights,
    /// Prompts, challenges, recordings.
    Events,
    /// Segments without something for each phase.
    Coverage,
    /// Promotion against value.
    Promotion,
    /// What is late, wants another look, or loses its consent.
    Freshness,
    /// What nothing leads to.
    Reach,
}

impl Theme {
    /// All of them, in order.
    pub const ALL: [Theme; 8] = [
        Self::Phases,
        Self::Newsletters,
        Self::Spotlights,
        Self::Events,
        Self::Coverage,
        Self::Promotion,
        Self::Freshness,
        Self::Reach,
    ];

    /// One word for it, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Phases => "phases",
            Theme::Newsletters => "newsletters",
            Theme::Spotlights => "spotlights",
            Theme::Events => "events",
            Theme::Coverage => "coverage",
            Theme::Promotion => "promotion",
            Theme::Freshness => "freshness",
            Theme::Reach => "reach",
        }
    }

    fn look(self, outlook: &Outlook<'_>) -> Vec<Diagnostic> {
        match self {
            Theme::Phases => phases::gaps(outlook),
            Theme::Newsletters => newsletters::gaps(outlook),
            Theme::Spotlights => spotlights::gaps(outlook),
            Theme::Events => events::gaps(outlook),
            Theme::Coverage => coverage::gaps(outlook),
            Theme::Promotion => promotion::gaps(outlook),
            Theme::Freshness => freshness::gaps(outlook),
            Theme::Reach => reach::gaps(outlook),
        }
    }
}

/// Everything that is missing within `days` from the plan's moment on.
pub fn gaps(world: World<'_>, moment: Moment, plan: &Plan, days: u32) -> Vec<Diagnostic> {
    gaps_by_theme(world, moment, plan, days).into_values().flatten().collect()
}

/// The same by theme, each by place and time; a theme without a gap is left out.
pub fn gaps_by_theme(world: World<'_>, moment: Moment, plan: &Plan, days: u32) -> BTreeMap<Theme, Vec<Diagnostic>> {
    let outlook = Outlook::new(world, moment, plan, days);
    let mut found = BTreeMap::new();
    for theme in Theme::ALL {
        let mut gaps = theme.look(&outlook);
        by_place(&mut gaps, world.sources);
        if !gaps.is_empty() {
            found.insert(theme, gaps);
        }
    }
    found
}

/// Sorts by place; of one place the order stays, which is that of time.
fn by_place(gaps: &mut [Diagnostic], sources: &Sources) {
    let place = |gap: &Diagnostic| {
        gap.labels.first().map(|label| (sources.file(label.span.file).path.clone(), label.span.start))
    };
    gaps.sort_by_cached_key(place);
}

/// At most five gaps of a kind; the last of them says how many more there are.
pub fn few(gaps: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostic::few(gaps, FEW, "`hub calendar gaps` lists them all")
}
