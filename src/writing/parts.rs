//! The parts of a text that a contract asks for: what stands under a heading, and what introduces something.

use crate::markdown::{Block, BlockKind};
use crate::source::{Sources, Span};

/// A heading, and all that stands below it up to the next of its level or above.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'a> {
    pub(super) heading: &'a Block,
    pub(super) below: &'a [Block],
}

/// The sections of one level: the highest on which there are two headings or more.
pub(super) fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let on = |level| all(blocks).filter(|section| level_of(section.heading) == Some(level)).collect::<Vec<_>>();
    (1..=6).map(on).find(|sections| sections.len() > 1).unwrap_or_default()
}

/// The section of every heading.
pub(super) fn all(blocks: &[Block]) -> impl Iterator<Item = Section<'_>> {
    blocks.iter().enumerate().filter_map(|(at, heading)| {
        let level = level_of(heading)?;
        let rest = blocks.get(at + 1..)?;
        let end = rest.iter().position(|block| level_of(block).is_some_and(|other| other <= level));
        Some(Section { heading, below: rest.get(..end.unwrap_or(rest.len()))? })
    })
}

fn level_of(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    }
}

/// Whether a block is one that somebody reads.
pub(super) fn is_content(block: &Block) -> bool {
    match block.kind {
        BlockKind::Heading(_) => false,
        BlockKind::Bullet | BlockKind::Numbered | BlockKind::Paragraph => block.words > 0,
        _ => true,
    }
}

/// Whether a block stands within another.
pub(super) fn is_within(inner: Span, outer: Span) -> bool {
    inner != outer && inner.start >= outer.start && inner.end <= outer.end
}

/// Words that say what the things below or beside them are: headings with something below, a line before a list, bold words
/// that a paragraph or item begins with, the head of a table, terms.
pub(super) fn signs<'s>(sources: &'s Sources, blocks: &[Block]) -> Vec<&'s str> {
    let text = |block: &Block| sources.text(block.span);
    let headings = all(blocks).filter(|section| section.below.iter().any(is_content));
    let mut signs: Vec<&str> = headings.map(|section| text(section.heading)).collect();
    for (at, block) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).map(|block| block.kind);
        let leads = matches!(next, Some(BlockKind::Bullet | BlockKind::Numbered));
        match block.kind {
            BlockKind::Paragraph if leads => signs.push(text(block)),
            BlockKind::Paragraph | BlockKind::Bullet | BlockKind::Numbered => signs.extend(lead(text(block))),
            BlockKind::Table { .. } => signs.extend(text(block).lines().next().unwrap_or("").split('|')),
            BlockKind::Term => signs.push(text(block)),
            _ => {}
        }
    }
    signs
}

/// The bold words at the beginning of a text, a list's mark before them or not.
fn lead(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || " -*+.)".contains(c) && !text.starts_with("**"));
    let inner = text.strip_prefix("**").or_else(|| text.strip_prefix("__"))?;
    inner.split("**").next()?.split("__").next()
}
