//! What makes a text hard to read: long paragraphs, long stretches without a heading, images and links without words.
//!
//! Notes only, and each can be switched off by its code: an author may know better.

use super::words::{List, Words};
use crate::diagnostic::Diagnostic;
use crate::markdown::{Block, BlockKind, Link, LinkKind};
use crate::model::Body;
use crate::source::{Sources, Span};

/// Words of a paragraph from which on it looks like a wall.
const PARAGRAPH: u32 = 120;
/// Words that may stand under one heading, or under none.
const STRETCH: u32 = 400;
/// Bytes that are drawn of a block: what it begins with shows which it is.
const SHOWN: usize = 60;

/// Whether a text of some length needs headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stretch {
    Headed,
    Any,
}

/// Notes on a body.
pub(super) fn advice(sources: &Sources, body: &Body, words: Words, stretch: Stretch) -> Vec<Diagnostic> {
    let blocks = &body.outline.blocks;
    let mut found: Vec<Diagnostic> = blocks.iter().filter_map(|block| long(sources, block)).collect();
    if stretch == Stretch::Headed {
        let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
        found.extend(blocks.split(is_heading).filter_map(|between| unheaded(sources, between)));
    }
    found.extend(body.outline.links.iter().filter_map(|link| wordless(link, words)));
    found
}

fn long(sources: &Sources, block: &Block) -> Option<Diagnostic> {
    let is_text = !matches!(block.kind, BlockKind::Table { .. } | BlockKind::Heading(_));
    (is_text && block.words > PARAGRAPH).then(|| {
        Diagnostic::note_only("long-paragraph", format!("this paragraph has {} words, which is a lot", block.words))
            .at(opening(sources, block.span), "")
            .note(format!("on a phone, {PARAGRAPH} words fill a screen"))
            .help("part it by an empty line where a new thought begins, or make a list of what it counts up")
    })
}

/// What stands between two headings, if it is too much; its place is where a heading would part it evenly.
fn unheaded(sources: &Sources, blocks: &[Block]) -> Option<Diagnostic> {
    let total: u32 = blocks.iter().map(|block| block.words).sum();
    if total <= STRETCH {
        return None;
    }
    let share = total / total.div_ceil(STRETCH);
    let mut before = 0;
    let place = blocks.iter().find(|block| {
        let is_far = before > 0 && before + block.words / 2 >= share;
        before += block.words;
        is_far && matches!(block.kind, BlockKind::Paragraph)
    });
    let place = place.or_else(|| blocks.iter().find(|block| block.words > 0))?;
    Some(
        Diagnostic::note_only("heading-missing", format!("{total} words stand here without a heading"))
            .at(opening(sources, place.span), "a heading before this, for instance")
            .note("readers look over the headings first, and decide by them where to stop")
            .help("say in a few words what comes next, as in `## What it costs`, wherever a new subject begins"),
    )
}

/// The beginning of a block, on one line.
pub(super) fn opening(sources: &Sources, span: Span) -> Span {
    let line = sources.text(span).lines().next().unwrap_or("").trim_end();
    let cut = (0..=SHOWN.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    let shown = line.get(..cut).unwrap_or("");
    let whole = if cut < line.len() { shown.rsplit_once(' ').map_or(shown, |(words, _)| words) } else { line };
    let start = span.start as usize;
    Span::new(span.file, start, start + whole.len())
}

fn wordless(link: &Link, words: Words) -> Option<Diagnostic> {
    let text = link.text.trim();
    match link.kind {
        LinkKind::Image if text.is_empty() => Some(
            Diagnostic::note_only("image-alt-missing", "who can't see this image isn't told what it shows")
                .at(link.span, "")
                .help("say it in the brackets, as in `![Two pens on a sheet of paper](pens.jpg)`"),
        ),
        LinkKind::Link if says_nothing(text, words) => Some(
            Diagnostic::note_only("link-text", format!("the words of this link, `{text}`, don't say where it leads"))
                .at(link.span, "")
                .note("who listens to a page, or looks it over, meets links without the sentence around them")
                .help("put what readers find there into the brackets, as in `[how we choose paper](…)`"),
        ),
        _ => None,
    }
}

/// A link without any word, as around an image, is as good as the image's words.
fn says_nothing(text: &str, words: Words) -> bool {
    let plain = super::words::words_of(text).join(" ");
    !plain.is_empty() && words.has(List::Empty, &plain)
}
