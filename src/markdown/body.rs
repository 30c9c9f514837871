//! A text as its readers in this folder need it: one list of steps, the same for outline, HTML and plain text.
//!
//! What must agree between them is decided here once: which lines are embeds, the numbers of links and embeds, heading
//! ids, the order of footnotes. Knows nothing of HTML output, and judges nothing: it only notes what looks wrong.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::embeds::{self, EmbedProblem};
use super::footnotes::{self, Note};
use super::ids::{Ids, slug};
use super::{Embed, Trust, raw_html};

/// How deep blocks and emphasis may be nested.
pub(super) const DEPTH: usize = 100;

/// Prose has about one step in so many bytes: the list of steps need not grow often.
const BYTES_A_STEP: usize = 20;

/// A body, read.
#[derive(Default)]
pub(super) struct Body<'a> {
    /// All but the footnotes.
    pub(super) main: Vec<Step<'a>>,
    /// Footnotes in the order of their numbers, from 1.
    pub(super) notes: Vec<Note<'a>>,
    /// Footnotes that nothing refers to; they are checked, not printed.
    pub(super) unprinted: Vec<Step<'a>>,
    /// What looks wrong.
    pub(super) problems: Vec<(Problem, Range<usize>)>,
}

/// A piece and its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    /// What.
    pub(super) piece: Piece<'a>,
    /// Where; of a start, the whole of what it starts.
    pub(super) range: Range<usize>,
}

/// Part of a body.
#[derive(Clone, Debug)]
pub(super) enum Piece<'a> {
    /// What needs nothing beyond what the parser says; ends of links and headings too.
    Event(Event<'a>),
    /// A heading begins.
    Heading {
        /// 1 to 6.
        level: HeadingLevel,
        /// Unique; empty until all are known.
        id: String,
        /// The author's `{#id}`.
        explicit: Option<CowStr<'a>>,
        /// The author's `{.class}`.
        classes: Vec<CowStr<'a>>,
    },
    /// A link begins.
    Link {
        /// Counted with images.
        number: usize,
        /// As written; e-mail autolinks with their `mailto:`.
        dest: String,
        /// May be empty.
        title: CowStr<'a>,
    },
    /// A whole image.
    Image {
        /// Counted with links.
        number: usize,
        /// As written.
        dest: String,
        /// May be empty.
        title: CowStr<'a>,
        /// Plain text.
        alt: String,
    },
    /// A whole code block.
    Code {
        /// First word of the fence.
        language: Option<String>,
        /// Its lines.
        code: String,
    },
    /// A reference to a footnote.
    Reference {
        /// As written.
        label: CowStr<'a>,
        /// Number of the footnote, from 1.
        number: usize,
        /// Which of the references to it, from 1.
        nth: usize,
    },
    /// An embed, in place of its paragraph.
    Embed {
        /// From 0.
        number: usize,
        /// What.
        embed: Embed,
    },
    /// Raw HTML of its own.
    RawBlock(Raw),
    /// Raw HTML in a line.
    RawInline(Raw),
}

/// Raw HTML and where its parts come from (a quote's `>` lies between its lines).
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    /// As written.
    pub(super) html: String,
    /// Offsets in `html`, and in the text.
    parts: Vec<(usize, usize)>,
}

impl Raw {
    fn push(&mut self, html: &str, at: usize) {
        self.parts.push((self.html.len(), at));
        self.html.push_str(html);
    }

    /// Where a range of `html` lies in the text.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let locate = |offset: usize| {
            let after = self.parts.partition_point(|(start, _)| *start <= offset);
            let part = after.checked_sub(1).and_then(|index| self.parts.get(index));
            part.map_or(0, |(start, at)| at + (offset - start))
        };
        let start = locate(range.start);
        start..(locate(range.end.saturating_sub(1).max(range.start)) + 1).max(start)
    }
}

/// What looks wrong in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// A line that looks like an embed.
    Embed(EmbedProblem),
    /// An id that is set twice.
    DuplicateId(String),
    /// Attributes of a heading that are neither id nor class.
    HeadingAttribute(String),
    /// Blocks or emphasis past [`DEPTH`].
    TooDeep,
}

/// Reads `text`.
pub(super) fn read(text: &str, trust: Trust) -> Body<'_> {
    let mut problems = Vec::new();
    let mut steps = collapse(text, trust, &mut problems);
    if trust == Trust::Creator && text.contains("{{") {
        steps = embeds::put(text, steps, &mut problems);
    }
    number(&mut steps);
    // Most texts have no footnotes: their steps need not be sorted out.
    let mut body = if text.contains("[^") { footnotes::split(steps) } else { Body { main: steps, ..Body::default() } };
    body.problems = problems;
    name_headings(&mut body);
    body
}

impl<'a> Body<'a> {
    /// All steps: main text, footnotes, footnotes that aren't printed.
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step<'a>> {
        self.main.iter().chain(self.notes.iter().flat_map(|note| &note.steps)).chain(&self.unprinted)
    }
}

/// Whether a piece stands inside a line of text.
pub(super) fn is_inline(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Link { .. } | Piece::Image { .. } | Piece::Reference { .. } | Piece::RawInline(_) => true,
        Piece::Event(Event::Start(tag)) => is_inline_end(tag.to_end()),
        Piece::Event(Event::End(end)) => is_inline_end(*end),
        Piece::Event(Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak) => true,
        _ => false,
    }
}

fn is_inline_end(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The words of inline pieces, up to the first piece that isn't inline.
pub(super) fn inline_text<'s, 'a: 's>(steps: impl IntoIterator<Item = &'s Step<'a>>) -> String {
    let mut words = String::new();
    for step in steps.into_iter().take_while(|step| is_inline(&step.piece)) {
        push_words(&mut words, &step.piece);
    }
    words.trim().to_owned()
}

/// Appends what a reader reads of an inline piece.
pub(super) fn push_words(words: &mut String, piece: &Piece<'_>) {
    match piece {
        Piece::Event(Event::Text(text) | Event::Code(text)) => words.push_str(text),
        Piece::Event(Event::SoftBreak | Event::HardBreak) => words.push(' '),
        Piece::Image { alt, .. } => words.push_str(alt),
        _ => {}
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The parser's events, with images, code and raw HTML each in one piece.
fn collapse<'a>(text: &'a str, trust: Trust, problems: &mut Vec<(Problem, Range<usize>)>) -> Vec<Step<'a>> {
    let mut events = Parser::new_ext(text, options()).into_offset_iter();
    let mut steps = Vec::with_capacity(text.len() / BYTES_A_STEP);
    let mut depth = 0_usize;
    let mut links = Links::default();
    while let Some((event, range)) = events.next() {
        if let Event::Text(_) | Event::Code(_) | Event::SoftBreak = event {
            steps.push(Step { piece: Piece::Event(event), range });
            continue;
        }
        match &event {
            Event::Start(_) => {
                depth += 1;
                if depth == DEPTH + 1 && !problems.iter().any(|(problem, _)| *problem == Problem::TooDeep) {
                    problems.push((Problem::TooDeep, range.clone()));
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let whole = matches!(event, Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock));
        let piece = match event {
            Event::Start(tag) => start(tag, &mut events, &mut links),
            Event::End(TagEnd::Link) => links.end(),
            Event::InlineHtml(html) => Some(Piece::RawInline(raw(&html, &range))),
            Event::FootnoteReference(label) => Some(Piece::Reference { label, number: 0, nth: 0 }),
            other => Some(Piece::Event(other)),
        };
        if whole {
            depth = depth.saturating_sub(1);
        }
        if let Some(Piece::Event(Event::Start(Tag::Heading { level, id, classes, attrs }))) = piece {
            problems.extend(attrs.iter().map(|(name, _)| (Problem::HeadingAttribute(name.to_string()), range.clone())));
            let (explicit, classes) = match trust {
                Trust::Creator => (id.filter(|id| !id.is_empty()), classes),
                Trust::Member => (None, Vec::new()),
            };
            steps.push(Step { piece: Piece::Heading { level, id: String::new(), explicit, classes }, range });
        } else if let Some(piece) = piece.filter(|piece| trust == Trust::Creator || !is_raw(piece)) {
            steps.push(Step { piece, range });
        }
    }
    steps
}

fn is_raw(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::RawBlock(_) | Piece::RawInline(_))
}

fn raw(html: &str, range: &Range<usize>) -> Raw {
    let mut raw = Raw::default();
    raw.push(html, range.start);
    raw
}

/// Links that are open; only the outermost is one, since HTML knows no link in a link.
#[derive(Default)]
struct Links(usize);

impl Links {
    fn start<'a>(&mut self, link_type: LinkType, dest: &str, title: CowStr<'a>) -> Option<Piece<'a>> {
        self.0 += 1;
        (self.0 == 1).then(|| Piece::Link { number: 0, dest: destination(link_type, dest), title })
    }

    fn end<'a>(&mut self) -> Option<Piece<'a>> {
        self.0 = self.0.saturating_sub(1);
        (self.0 == 0).then_some(Piece::Event(Event::End(TagEnd::Link)))
    }
}

fn destination(link_type: LinkType, dest: &str) -> String {
    let has_scheme = dest.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:"));
    if link_type == LinkType::Email && !has_scheme { format!("mailto:{dest}") } else { dest.to_owned() }
}

fn start<'a>(
    tag: Tag<'a>,
    events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>,
    links: &mut Links,
) -> Option<Piece<'a>> {
    Some(match tag {
        Tag::Link { link_type, dest_url, title, .. } => return links.start(link_type, &dest_url, title),
        Tag::Image { link_type, dest_url, title, .. } => {
            let dest = destination(link_type, &dest_url);
            Piece::Image { number: 0, dest, title, alt: alt(events) }
        }
        Tag::CodeBlock(kind) => Piece::Code { language: language(&kind), code: code(events) },
        Tag::HtmlBlock => Piece::RawBlock(raw_block(events)),
        other => Piece::Event(Event::Start(other)),
    })
}

/// The words up to the end of the image that has begun.
fn alt<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) -> String {
    let mut alt = String::new();
    let mut depth = 1_usize;
    for (event, _) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 1 => break,
            Event::End(_) => depth -= 1,
            other => push_words(&mut alt, &Piece::Event(other)),
        }
    }
    alt.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn code<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) -> String {
    let mut code = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) => code.push_str(&text),
            Event::End(_) => break,
            _ => {}
        }
    }
    code
}

fn raw_block<'a>(events: &mut impl Iterator<Item = (Event<'a>, Range<usize>)>) -> Raw {
    let mut raw = Raw::default();
    for (event, range) in events {
        match event {
            Event::Html(html) | Event::Text(html) => raw.push(&html, range.start),
            Event::End(_) => break,
            _ => {}
        }
    }
    raw
}

/// The first word of a fence: `rust` of ` ```rust,ignore {x} `.
fn language(kind: &CodeBlockKind<'_>) -> Option<String> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}')).next()?;
    (!word.is_empty()).then(|| word.to_owned())
}

/// Numbers links and images together, and embeds.
fn number(steps: &mut [Step<'_>]) {
    let (mut links, mut embeds) = (0, 0);
    for step in steps {
        let (slot, count) = match &mut step.piece {
            Piece::Link { number, .. } | Piece::Image { number, .. } => (number, &mut links),
            Piece::Embed { number, .. } => (number, &mut embeds),
            _ => continue,
        };
        *slot = *count;
        *count += 1;
    }
}

/// Gives each heading its id: first those that authors chose, then slugs around them.
fn name_headings(body: &mut Body<'_>) {
    let mut ids = Ids::default();
    let mut problems = Vec::new();
    for id in footnotes::ids(&body.notes) {
        ids.take(&id);
    }
    for step in body.steps() {
        if let Piece::RawBlock(raw) | Piece::RawInline(raw) = &step.piece {
            for id in raw_html::ids(&raw.html) {
                if !ids.take(&id) {
                    problems.push((Problem::DuplicateId(id), step.range.clone()));
                }
            }
        }
    }
    let mut lists: Vec<&mut Vec<Step<'_>>> = vec![&mut body.main];
    lists.extend(body.notes.iter_mut().map(|note| &mut note.steps));
    lists.push(&mut body.unprinted);
    for step in lists.iter_mut().flat_map(|steps| steps.iter_mut()) {
        if let Piece::Heading { id, explicit: Some(chosen), .. } = &mut step.piece {
            if ids.take(chosen) {
                *id = chosen.to_string();
            } else {
                problems.push((Problem::DuplicateId(chosen.to_string()), step.range.clone()));
            }
        }
    }
    ids.take_those_of_pages();
    for steps in lists {
        name_the_rest(steps, &mut ids);
    }
    body.problems.append(&mut problems);
}

fn name_the_rest(steps: &mut [Step<'_>], ids: &mut Ids) {
    let mut rest = steps;
    while let Some((first, after)) = rest.split_first_mut() {
        if let Piece::Heading { id, explicit, .. } = &mut first.piece
            && id.is_empty()
        {
            *id = match explicit {
                Some(chosen) => ids.unique(chosen),
                None => ids.unique(&slug(&inline_text(after.iter()))),
            };
        }
        rest = after;
    }
}
