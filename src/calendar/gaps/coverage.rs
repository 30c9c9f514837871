//! Segments without a piece for a phase.
//!
//! Only for sites that use both, and only for phases that some piece carries: who never says `prove` doesn't plan by it.
//! A piece for everybody (without segments) is for each of them. What is written counts, whenever it appears; what has
//! disappeared doesn't.

use std::collections::BTreeSet;

use super::outlook::Outlook;
use crate::calendar::coverage::{covering, is_for};
use crate::diagnostic::{Diagnostic, listed};
use crate::model::{Item, Phase, SegmentId};

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<(&Item, Phase)> = phased(outlook).collect();
    let phases: BTreeSet<Phase> = pieces.iter().map(|(_, phase)| *phase).collect();
    let segments = (0..outlook.site.settings.segments.len()).map(SegmentId::at);
    segments.filter_map(|segment| of_segment(outlook, segment, &pieces, &phases)).collect()
}

/// Pieces that carry a phase and are there, or will be.
fn phased<'a>(outlook: &Outlook<'a>) -> impl Iterator<Item = (&'a Item, Phase)> {
    covering(outlook.site, outlook.plan).filter_map(|(_, item)| Some((item, item.phase?)))
}

fn of_segment(
    outlook: &Outlook<'_>,
    id: SegmentId,
    pieces: &[(&Item, Phase)],
    phases: &BTreeSet<Phase>,
) -> Option<Diagnostic> {
    let segment = outlook.site.settings.segments.get(id.index())?;
    let fits = |item: &Item| is_for(item, id);
    let covered: BTreeSet<Phase> = pieces.iter().filter(|(item, _)| fits(item)).map(|(_, phase)| *phase).collect();
    let empty: Vec<&str> = phases.difference(&covered).map(|one| one.word()).collect();
    let first = empty.first()?;
    let names: Vec<String> = empty.iter().map(|name| format!("`{name}`")).collect();
    let noun = if names.len() == 1 { "phase" } else { "phases" };
    let message = format!("there is nothing for the segment `{}` in the {noun} {}", segment.id, listed(&names));
    Some(Diagnostic::warning("coverage-gap", message).at(segment.span, "").help(format!(
        "write a piece for it with `phase = \"{first}\"`, or add `\"{}\"` to the `segments` of one that fits",
        segment.id
    )))
}
