//! What other stages need to know of a body, and all that looks wrong in it.
//!
//! Makes no HTML; sees one text, so whether links lead anywhere is for others to say.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::blocks;
use super::body::{self, Body, DEPTH, Piece, Problem, Step};
use super::escape::{Scheme, scheme};
use super::{Embed, Heading, Link, LinkKind, Outline, Trust, embeds, footnotes, highlight, raw_html, text};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned};

/// Excerpts are cut at the word that passes this many characters.
const EXCERPT: usize = 200;

/// Where a text stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Offset of the text's first byte (front matter precedes it).
    pub offset: usize,
}

impl Place {
    pub(super) fn span(self, range: &Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start, self.offset + range.end)
    }
}

/// Reads a body: its outline, and what is wrong in it, by place.
pub fn outline(text: &str, place: Place, trust: Trust) -> (Outline, Vec<Diagnostic>) {
    let body = body::read(text, trust);
    let reading = text::reading(&body);
    let mut outline = Outline {
        headings: headings(&body, text, place),
        links: links(&body, place),
        embeds: embeds_of(&body, place),
        ids: ids(&body),
        words: text::count_words(&reading),
        excerpt: excerpt(&body),
        languages: languages(&body, text, place),
        raw_html: body.steps().any(|step| matches!(&step.piece, Piece::RawBlock(raw) | Piece::RawInline(raw) if !raw_html::keep(&raw.html).trim().is_empty())),
        blocks: blocks(&body, text, place),
    };
    outline.headings.sort_by_key(|heading| heading.span);
    let mut diagnostics: Vec<Diagnostic> =
        body.problems.iter().map(|(problem, range)| diagnose(problem, place.span(&trimmed(text, range)))).collect();
    diagnostics.extend(raw_problems(&body, place));
    diagnostics.extend(level_problems(&outline.headings));
    diagnostics.extend(outline.links.iter().filter_map(link_problem));
    diagnostics.extend(outline.embeds.iter().filter_map(video_problem));
    diagnostics.extend(outline.languages.iter().filter_map(language_problem));
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
    (outline, diagnostics)
}

/// A range without the line end that belongs to a block.
pub(super) fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    range.start..range.start + text.get(range.clone()).unwrap_or("").trim_end().len()
}

/// All steps with those after them.
fn tails<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = (&'b Step<'a>, &'b [Step<'a>])> {
    printed(body).chain(with_tails(&body.unprinted))
}

/// The steps that reach a page, with those after them.
fn printed<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = (&'b Step<'a>, &'b [Step<'a>])> {
    with_tails(&body.main).chain(body.notes.iter().flat_map(|note| with_tails(&note.steps)))
}

fn with_tails<'b, 'a>(steps: &'b [Step<'a>]) -> impl Iterator<Item = (&'b Step<'a>, &'b [Step<'a>])> {
    steps.iter().enumerate().map(move |(index, step)| (step, steps.get(index + 1..).unwrap_or(&[])))
}

fn headings(body: &Body<'_>, text: &str, place: Place) -> Vec<Heading> {
    let heading = |(step, after): (&Step<'_>, &[Step<'_>])| match &step.piece {
        Piece::Heading { level, id, .. } => {
            let (id, text_of) = (id.clone(), body::inline_text(after));
            Some(Heading { level: *level as u8, id, text: text_of, span: place.span(&trimmed(text, &step.range)) })
        }
        _ => None,
    };
    printed(body).filter_map(heading).collect()
}

fn links(body: &Body<'_>, place: Place) -> Vec<Link> {
    let link = |(step, after): (&Step<'_>, &[Step<'_>])| match &step.piece {
        Piece::Link { number, dest, .. } => {
            let inside = after.iter().take_while(|step| !matches!(step.piece, Piece::Event(Event::End(TagEnd::Link))));
            let text = body::inline_text(inside);
            Some((*number, Link { kind: LinkKind::Link, dest: dest.clone(), text, span: place.span(&step.range) }))
        }
        Piece::Image { number, dest, alt, .. } => {
            let (dest, text) = (dest.clone(), alt.clone());
            Some((*number, Link { kind: LinkKind::Image, dest, text, span: place.span(&step.range) }))
        }
        _ => None,
    };
    let mut links: Vec<_> = tails(body).filter_map(link).collect();
    links.sort_by_key(|(number, _)| *number);
    links.into_iter().map(|(_, link)| link).collect()
}

fn embeds_of(body: &Body<'_>, place: Place) -> Vec<Spanned<Embed>> {
    let mut embeds: Vec<_> = body
        .steps()
        .filter_map(|step| match &step.piece {
            Piece::Embed { number, embed } => Some((*number, Spanned::new(embed.clone(), place.span(&step.range)))),
            _ => None,
        })
        .collect();
    embeds.sort_by_key(|(number, _)| *number);
    embeds.into_iter().map(|(_, embed)| embed).collect()
}

fn ids(body: &Body<'_>) -> Vec<String> {
    let raw = printed(body).filter_map(|(step, _)| match &step.piece {
        Piece::RawBlock(raw) | Piece::RawInline(raw) => Some(raw_html::ids(&raw.html)),
        _ => None,
    });
    let mut ids: Vec<String> = raw.flatten().collect();
    ids.extend(footnotes::ids(&body.notes));
    ids
}

fn languages(body: &Body<'_>, text: &str, place: Place) -> Vec<Spanned<String>> {
    let language = |step: &Step<'_>| match &step.piece {
        Piece::Code { language: Some(language), .. } => {
            let line = text.get(step.range.clone())?.lines().next().unwrap_or("");
            let range = line.find(language.as_str()).map_or(step.range.start..step.range.start + line.len(), |at| {
                step.range.start + at..step.range.start + at + language.len()
            });
            Some(Spanned::new(language.clone(), place.span(&range)))
        }
        _ => None,
    };
    let mut languages: Vec<_> = body.steps().filter_map(language).collect();
    languages.sort_by_key(|language| language.span);
    languages
}

/// The first paragraph of the main text that has words; one that stands by itself before one in a list or quote.
fn excerpt(body: &Body<'_>) -> String {
    let mut first = String::new();
    let mut depth = 0_usize;
    for (step, after) in tails(body).take(body.main.len()) {
        match &step.piece {
            Piece::Event(Event::Start(Tag::Paragraph)) if depth == 0 || first.is_empty() => {
                let picture =
                    matches!(after, [Step { piece: Piece::Image { .. }, .. }, end, ..] if !body::is_inline(&end.piece));
                let words = if picture { String::new() } else { body::inline_text(after) };
                if depth == 0 && !words.is_empty() {
                    return cut(&words);
                }
                first = if first.is_empty() { words } else { first };
                depth += 1;
            }
            Piece::Event(Event::Start(_)) | Piece::Heading { .. } | Piece::Link { .. } => depth += 1,
            Piece::Event(Event::End(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    cut(&first)
}

/// At most [`EXCERPT`] characters, whole words, and `…` if something is missing.
fn cut(text: &str) -> String {
    let (mut cut, mut length) = (String::new(), 0);
    for word in text.split_whitespace() {
        let of_word = word.chars().count();
        if length + 1 + of_word > EXCERPT {
            let head: String = if cut.is_empty() { word.chars().take(EXCERPT).collect() } else { cut };
            return head.trim_end_matches([',', ';', ':', '–', '-']).to_owned() + "…";
        }
        if !cut.is_empty() {
            cut.push(' ');
            length += 1;
        }
        cut.push_str(word);
        length += of_word;
    }
    cut
}

fn diagnose(problem: &Problem, span: Span) -> Diagnostic {
    match problem {
        Problem::Embed(problem) => embeds::diagnose(problem, span),
        Problem::DuplicateId(id) => Diagnostic::error("duplicate-anchor", format!("the anchor `{id}` is set twice"))
            .at(span, "")
            .note("a link to it could only lead to the first")
            .help("give each its own name"),
        Problem::HeadingAttribute(name) => Diagnostic::warning(
            "heading-attribute",
            format!("`{name}` is left out: headings take only `#id` and `.class`"),
        )
        .at(span, "")
        .help("to show the braces as text, put a backslash before them"),
        Problem::TooDeep => Diagnostic::error(
            "markdown-too-deep",
            format!("quotes, lists or emphasis are nested more than {DEPTH} deep"),
        )
        .at(span, "")
        .help("end a list or quote by an empty line; to show such characters as they are, use a code block"),
    }
}

fn raw_problems(body: &Body<'_>, place: Place) -> Vec<Diagnostic> {
    let mut checker = raw_html::Checker::new();
    let is_raw = |step: &&Step<'_>| matches!(step.piece, Piece::RawBlock(_) | Piece::RawInline(_));
    let mut steps: Vec<_> = body.steps().filter(is_raw).collect();
    steps.sort_by_key(|step| step.range.start);
    let mut found = Vec::new();
    for step in steps {
        if let Piece::RawBlock(raw) | Piece::RawInline(raw) = &step.piece {
            found.extend(checker.check(&raw.html, &|range| place.span(&raw.place(&range))));
        }
    }
    found
}

/// Headings that skip a level; the page's title is the first.
fn level_problems(headings: &[Heading]) -> Vec<Diagnostic> {
    let mut above = 1;
    let mut found = Vec::new();
    for heading in headings {
        let skipped = heading.level.saturating_sub(above + 1);
        if skipped > 0 {
            let levels = if skipped == 1 { "level" } else { "levels" };
            let message = format!("this heading is {skipped} {levels} too deep for its place");
            let right = "#".repeat(usize::from(above) + 1);
            found.push(
                Diagnostic::warning("heading-level", message)
                    .at(heading.span, "")
                    .note("who listens to the page misses a heading between")
                    .help(format!("begin it with `{right}`")),
            );
        }
        above = heading.level;
    }
    found
}

fn link_problem(link: &Link) -> Option<Diagnostic> {
    match (scheme(&link.dest), link.kind) {
        (Scheme::Hidden, _) => Some(
            Diagnostic::error("link-scheme", "this address holds control characters")
                .at(link.span, "")
                .help("write the address anew"),
        ),
        (Scheme::Named(name), kind) => {
            let fine = match kind {
                LinkKind::Link => matches!(name.as_str(), "http" | "https" | "mailto" | "tel" | "link"),
                LinkKind::Image => matches!(name.as_str(), "http" | "https"),
            };
            (!fine).then(|| raw_html::link_scheme(&name, link.span))
        }
        (Scheme::None, _) => None,
    }
}

fn video_problem(embed: &Spanned<Embed>) -> Option<Diagnostic> {
    let Embed::Video { url, .. } = &embed.value else { return None };
    match scheme(url) {
        Scheme::Named(name) if !matches!(name.as_str(), "http" | "https") => {
            Some(raw_html::link_scheme(&name, embed.span))
        }
        Scheme::Hidden => Some(embeds::diagnose(&embeds::EmbedProblem::Arguments("video"), embed.span)),
        _ => None,
    }
}

fn language_problem(language: &Spanned<String>) -> Option<Diagnostic> {
    let name = &language.value;
    if highlight::is_known(name) {
        return None;
    }
    let nearest = highlight::nearest_language(name).map(|near| format!("did you mean `{near}`?"));
    Some(
        Diagnostic::warning("unknown-language", format!("no language `{name}` is known, so this code stays plain"))
            .at(language.span, "")
            .maybe_help(nearest)
            .help("`text` says that plain is meant"),
    )
}
