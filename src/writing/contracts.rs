//! The promises of `format`: what a guide that makes one holds.
//!
//! Each is a warning at the field, which says all that is missing. A promise can be kept in more ways than one; what is
//! asked is that readers find what they were promised, not that it looks as in an example.

use super::parts::{self, Section, is_content, is_within, sections, signs};
use super::words::{Example, List, Words};
use crate::diagnostic::{Diagnostic, listed};
use crate::markdown::{Block, BlockKind, Embed, LinkKind, text};
use crate::model::{Format, Guide, Item};
use crate::source::{Sources, Spanned};

/// Mistakes, steps or halves from which on there are several.
const SEVERAL: usize = 2;
/// Places that are shown of many.
const SHOWN: usize = 5;

/// The guide that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) sources: &'a Sources,
    pub(super) item: &'a Item,
    pub(super) words: Words,
}

impl Here<'_> {
    fn blocks(&self) -> &[Block] {
        &self.item.body.outline.blocks
    }

    fn text(&self, block: &Block) -> &str {
        self.sources.text(block.span)
    }

    fn has(&self, fits: impl Fn(&Block) -> bool) -> bool {
        self.blocks().iter().any(fits)
    }

    /// Whether there is raw HTML with one of these elements.
    fn has_html(&self, elements: &[&str]) -> bool {
        self.has(|block| {
            let html = if block.kind == BlockKind::Html { self.text(block).to_lowercase() } else { String::new() };
            elements.iter().any(|element| html.contains(element))
        })
    }
}

/// What keeps a guide from holding what its format promises.
pub(super) fn broken(format: &Spanned<Format>, guide: &Guide, here: Here<'_>) -> Option<Diagnostic> {
    let problem = match format.value {
        Format::NotFor => not_for(here),
        Format::Proof => proof(here),
        Format::Mistakes => return mistakes(format, here),
        Format::Walkthrough => walkthrough(guide, here),
        Format::Comparison => comparison(here),
    };
    problem.map(|problem| problem.at(format.span, "promised here"))
}

fn not_for(here: Here<'_>) -> Option<Diagnostic> {
    let signs = signs(here.sources, here.blocks());
    let (is_for, is_not) = if here.words.is_known() {
        let refuses = |sign: &&str| here.words.any(List::Not, sign);
        let invites = |sign: &&str| !refuses(sign) && here.words.any(List::For, sign);
        (signs.iter().any(invites), signs.iter().any(refuses))
    } else {
        (!signs.is_empty(), signs.len() >= SEVERAL)
    };
    let (example, example_not) = (here.words.example(Example::For), here.words.example(Example::NotFor));
    let (missing, help) = match (is_for, is_not) {
        (true, true) => return None,
        (true, false) => ("whom it is not for", format!("`## {example_not}`")),
        (false, true) => ("whom it is for", format!("`## {example}`")),
        (false, false) => ("whom it is for, and whom it is not for", format!("`## {example}` and `## {example_not}`")),
    };
    Some(
        Diagnostic::warning("format-not-for", format!("this guide doesn't say {missing}"))
            .help(format!("say it below a heading of its own, as in {help}")),
    )
}

fn proof(here: Here<'_>) -> Option<Diagnostic> {
    let item = here.item;
    let period = item.updated_for.as_ref().map_or("", |(period, _)| period.as_str());
    let body = text::plain(here.sources.text(item.body.span));
    let numbers = here.words.numbers(&format!("{} {}\n{period}\n{body}", item.title.value, item.description));
    let outline = &item.body.outline;
    let is_seen = item.image.is_some()
        || outline.links.iter().any(|link| link.kind == LinkKind::Image)
        || outline.embeds.iter().any(|embed| matches!(embed.value, Embed::Video { .. }))
        || here.has(|block| matches!(block.kind, BlockKind::Table { .. }))
        || here.has_html(&["<figure", "<svg", "<img", "<table"]);
    let asked = [
        (numbers.time, "a time", "say in the text how long it took or when it was, as in `6 weeks` or `May 2026`"),
        (is_seen || numbers.amount, "a figure or an image", "give a number that came of it, or show it in a picture"),
        (
            !item.sources.is_empty(),
            "sources",
            "name in the front matter where it comes from: `sources = [\"Our log, March to May 2026\"]`",
        ),
    ];
    let missing: Vec<_> = asked.into_iter().filter(|(is_there, ..)| !is_there).collect();
    let names: Vec<&str> = missing.iter().map(|(_, name, _)| *name).collect();
    (!missing.is_empty()).then(|| {
        let problem = Diagnostic::warning("format-proof", format!("this proof lacks {}", listed(&names)));
        missing.into_iter().fold(problem, |problem, (.., help)| problem.help(help))
    })
}

/// Mistakes stand below headings, in a list or in a table; of headings and items, each that has no fix is shown.
fn mistakes(format: &Spanned<Format>, here: Here<'_>) -> Option<Diagnostic> {
    let sections = sections(here.blocks());
    let items: Vec<&Block> = outer_items(here.blocks()).collect();
    let lacking: Vec<&Block> = if sections.len() >= SEVERAL {
        sections.iter().filter(|section| !is_mended(section, here)).map(|section| section.heading).collect()
    } else if items.len() >= SEVERAL {
        items.into_iter().filter(|item| !is_item_mended(item, here)).collect()
    } else if has_wide_table(here) || here.has(|block| block.kind == BlockKind::Definition) {
        return None;
    } else {
        return Some(no_mistakes(format));
    };
    let count = match lacking.len() {
        0 => return None,
        1 => "one mistake has no fix".to_owned(),
        many => format!("{many} mistakes have no fix"),
    };
    let mut problem = Diagnostic::warning("format-mistakes", count);
    for place in lacking.iter().take(SHOWN) {
        problem = problem.at(super::layout::opening(here.sources, place.span), "nothing says what to do instead");
    }
    let more = lacking.len().saturating_sub(SHOWN);
    let problem = if more > 0 { problem.note(format!("and {more} more like these")) } else { problem };
    Some(
        problem
            .at(format.span, "promised here")
            .help("say what to do instead, in a paragraph of its own below the mistake"),
    )
}

fn no_mistakes(format: &Spanned<Format>) -> Diagnostic {
    Diagnostic::warning("format-mistakes", "this guide counts up no mistakes")
        .at(format.span, "promised here")
        .help("give each mistake a heading (`## The pen starts late`) and below it say what goes wrong and, in a paragraph of its own, what to do")
}

/// Below a heading: what goes wrong, then what to do; or one text with a word that mends.
fn is_mended(section: &Section<'_>, here: Here<'_>) -> bool {
    let parts = section.below.iter().filter(|block| is_content(block)).count();
    parts >= SEVERAL || section.below.iter().any(|block| here.words.any(List::Mend, here.text(block)))
}

/// In an item: more than one block, or more than one sentence, or a word that mends.
fn is_item_mended(item: &Block, here: Here<'_>) -> bool {
    let text = here.text(item);
    let inner = here.blocks().iter().filter(|block| is_within(block.span, item.span) && is_content(block)).count();
    let sentences = text
        .split_inclusive(['.', ':', '!', '?', '–', '—', '→', '。', '：'])
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > SEVERAL);
    inner >= SEVERAL || sentences.count() >= SEVERAL || here.words.any(List::Mend, text)
}

/// Items that stand in no other.
fn outer_items(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let is_item = |block: &&Block| matches!(block.kind, BlockKind::Bullet | BlockKind::Numbered);
    let mut end = 0;
    blocks.iter().filter(is_item).filter(move |block| {
        let is_outer = block.span.start >= end;
        end = end.max(block.span.end);
        is_outer
    })
}

fn walkthrough(guide: &Guide, here: Here<'_>) -> Option<Diagnostic> {
    let headings = here.blocks().iter().filter(|block| matches!(block.kind, BlockKind::Heading(2))).count();
    let numbered = here.blocks().iter().filter(|block| block.kind == BlockKind::Numbered).count();
    let counted = parts::all(here.blocks()).filter(|section| is_counted(here.text(section.heading))).count();
    let is_kept = (guide.steps && headings >= SEVERAL) || numbered >= SEVERAL || counted >= SEVERAL;
    (!is_kept).then(|| {
        Diagnostic::warning("format-walkthrough", "this walkthrough has no numbered steps")
            .help("write what readers do as a list whose lines begin with `1.`, `2.`, `3.`")
            .help("or give each step a heading with `##`, and add `steps = true` to the front matter")
    })
}

/// `3. Choose a pen`, `Step 3: choose a pen`, `Schritt 3`.
fn is_counted(heading: &str) -> bool {
    super::words::words_of(heading).iter().take(SEVERAL).any(|word| word.chars().all(char::is_numeric))
}

fn comparison(here: Here<'_>) -> Option<Diagnostic> {
    let is_kept = has_wide_table(here) || here.has_html(&["<table"]);
    (!is_kept).then(|| {
        Diagnostic::warning("format-comparison", "this comparison has no table")
            .note("a table has a column for each thing that is compared, or a row")
            .help("add one: a line `| Pen | Price | Lasts |`, a line `|---|---|---|` below it, and a line for each pen")
    })
}

/// A table in which two things can stand side by side.
fn has_wide_table(here: Here<'_>) -> bool {
    here.has(|block| matches!(block.kind, BlockKind::Table { columns: SEVERAL.., rows: 1.. }))
}
