//! The blocks of a body with their lengths: what says how a text is laid out, without its words.
//!
//! Judges nothing: what is too long, or missing, is for others to say.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{Body, Piece, Step, is_inline, push_words};
use super::outline::{Place, trimmed};
use super::text::measured_words;
use super::{Block, BlockKind};

/// The blocks of the main text in their order; an item or a definition comes before the blocks it holds.
pub(super) fn blocks(body: &Body<'_>, text: &str, place: Place) -> Vec<Block> {
    let mut reading = Reading::default();
    for step in &body.main {
        let span = || place.span(&trimmed(text, &step.range));
        match start(step, &mut reading) {
            Some(kind) => reading.begin(Block { kind, words: 0, span: span() }),
            None => reading.see(&step.piece),
        }
        if matches!(step.piece, Piece::Code { .. } | Piece::Embed { .. } | Piece::RawBlock(_)) {
            reading.end();
        }
    }
    reading.blocks
}

/// Blocks so far, and those that have begun, each with what was read of it.
#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    open: Vec<(usize, String)>,
    lists: Vec<BlockKind>,
}

/// What a step begins, if that is a block.
fn start(step: &Step<'_>, reading: &mut Reading) -> Option<BlockKind> {
    Some(match &step.piece {
        Piece::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Piece::Code { .. } => BlockKind::Code,
        Piece::Embed { .. } => BlockKind::Embed,
        Piece::RawBlock(_) => BlockKind::Html,
        Piece::Event(Event::Start(tag)) => match tag {
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Item => reading.lists.last().copied().unwrap_or(BlockKind::Bullet),
            Tag::Table(columns) => BlockKind::Table { columns: columns.len(), rows: 0 },
            Tag::DefinitionListTitle => BlockKind::Term,
            Tag::DefinitionListDefinition => BlockKind::Definition,
            Tag::List(number) => {
                reading.lists.push(if number.is_some() { BlockKind::Numbered } else { BlockKind::Bullet });
                return None;
            }
            _ => return None,
        },
        _ => return None,
    })
}

impl Reading {
    fn begin(&mut self, block: Block) {
        self.open.push((self.blocks.len(), String::new()));
        self.blocks.push(block);
    }

    fn end(&mut self) {
        let Some((at, text)) = self.open.pop() else { return };
        if let Some(block) = self.blocks.get_mut(at) {
            block.words = measured_words(&text);
        }
    }

    fn see(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Event(Event::Start(Tag::TableRow)) => self.count_row(),
            Piece::Event(Event::End(TagEnd::List(_))) => drop(self.lists.pop()),
            Piece::Event(Event::End(end)) if is_block(*end) => self.end(),
            piece => {
                if let Some((_, text)) = self.open.last_mut() {
                    // Cells of a table, and what stands between two blocks, part words.
                    if is_inline(piece) { push_words(text, piece) } else { text.push(' ') }
                }
            }
        }
    }

    fn count_row(&mut self) {
        let table = self.open.last().and_then(|(at, _)| self.blocks.get_mut(*at));
        if let Some(Block { kind: BlockKind::Table { rows, .. }, .. }) = table {
            *rows += 1;
        }
    }
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Trust, outline};
    use super::*;
    use crate::source::FileId;

    fn read(text: &str) -> Vec<(BlockKind, u32, String)> {
        let (outline, _) = outline(text, Place { file: FileId(0), offset: 0 }, Trust::Creator);
        let shown = |block: &Block| text[block.span.start as usize..block.span.end as usize].to_owned();
        outline.blocks.iter().map(|block| (block.kind, block.words, shown(block))).collect()
    }

    #[test]
    fn blocks_with_their_words() {
        use BlockKind::*;
        let text = "## A *title*\n\nOne [two](x)\nthree.\n\n1. first\n2. second\n\n   more of it\n\n| a | b |\n|---|---|\n| c d | e |\n\n```\ncode\n```\n\n<b>x</b>\n\nTerm\n: Its meaning\n";
        let table = Table { columns: 2, rows: 1 };
        let found: Vec<_> = read(text).into_iter().map(|(kind, words, _)| (kind, words)).collect();
        assert_eq!(
            found,
            [
                (Heading(2), 2),
                (Paragraph, 3),
                (Numbered, 0),
                (Paragraph, 1),
                (Numbered, 0),
                (Paragraph, 1),
                (Paragraph, 3),
                (table, 5),
                (Code, 0),
                (Paragraph, 1),
                (Term, 1),
                (Definition, 2)
            ]
        );
    }

    #[test]
    fn items_of_a_tight_list_have_their_words_themselves() {
        let found = read("- one two\n- three\n  - four five six\n");
        let words: Vec<_> = found.iter().map(|(kind, words, _)| (*kind, *words)).collect();
        assert_eq!(words, [(BlockKind::Bullet, 2), (BlockKind::Bullet, 1), (BlockKind::Bullet, 3)]);
    }
}
