//! HTML of a body, written piece by piece so that each is right by itself: escaped, valid, focusable where it scrolls.
//!
//! What links lead to, images and embeds are the caller's answers ([`Resolve`]); ids, numbers and order come from
//! `body.rs`. Knows nothing of the page around the body.

mod code;
mod links;
mod notes;
mod tables;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::body::{self, Piece, Raw, Step};
use super::escape::{push_attribute, push_text};
use super::{CodeColours, HtmlOptions, Resolve, Trust, raw_html, sanitize};

/// Marks an embed's place until the HTML around it is balanced; the character is none that a text can hold.
pub(super) const EMBED_MARK: char = '\u{fdd0}';
const EMBED_PLACE: &str = "<div data-embed=\"\u{fdd0}";
const EMBED_PLACE_END: &str = "\"></div>";

/// `text` as HTML.
///
/// A body with raw HTML is balanced, a member's is sanitised; embeds are put in after that, as the caller gave them.
/// Addresses the caller gives that begin with `#` get the id prefix.
pub fn to_html(text: &str, resolve: &dyn Resolve, options: &HtmlOptions<'_>) -> String {
    let body = body::read(text, options.trust);
    let mut writer = Writer::new(resolve, options, text.len());
    writer.steps(&body.main);
    writer.notes(&body.notes);
    let Writer { out, embeds, raw, .. } = writer;
    let html = match (options.trust, raw) {
        (Trust::Member, _) => sanitize::member(&out),
        (Trust::Creator, true) => sanitize::balance(&out, options),
        (Trust::Creator, false) => out,
    };
    let html = put_embeds(html, &embeds);
    // A reference such as `&#xfdd0;` may have become one.
    if html.contains(EMBED_MARK) { html.replace(EMBED_MARK, "\u{fffd}") } else { html }
}

fn put_embeds(html: String, embeds: &[String]) -> String {
    if embeds.is_empty() {
        return html;
    }
    let mut parts = html.split(EMBED_PLACE);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (number, after) = part.split_once(EMBED_PLACE_END).unwrap_or(("", part));
        out.push_str(number.parse().ok().and_then(|number: usize| embeds.get(number)).map_or("", String::as_str));
        out.push_str(after);
    }
    out
}

/// HTML in the making.
struct Writer<'w> {
    out: String,
    resolve: &'w dyn Resolve,
    options: &'w HtmlOptions<'w>,
    /// The callers' HTML for embeds, in the order of their places.
    embeds: Vec<String>,
    /// Whether raw HTML was written.
    raw: bool,
    /// What ends the open link.
    link_end: Option<String>,
    /// Id and words of the open heading.
    heading: (String, String),
    table: tables::Table,
}

impl<'w> Writer<'w> {
    fn new(resolve: &'w dyn Resolve, options: &'w HtmlOptions<'w>, length: usize) -> Self {
        Writer {
            out: String::with_capacity(length + length / 2),
            resolve,
            options,
            embeds: Vec::new(),
            raw: false,
            link_end: None,
            heading: <(String, String)>::default(),
            table: tables::Table::default(),
        }
    }

    fn is_page(&self) -> bool {
        self.options.code == CodeColours::Classes
    }

    /// Appends markup of our own.
    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends text.
    fn text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    /// Appends ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// Appends ` class="value"`, where pages have classes.
    fn class(&mut self, value: &str) {
        if self.is_page() && !value.is_empty() {
            self.attribute("class", value);
        }
    }

    /// An id with the body's prefix.
    fn prefixed(&self, id: &str) -> String {
        format!("{}{id}", self.options.id_prefix)
    }

    fn steps(&mut self, mut steps: &[Step<'_>]) {
        while let Some((step, after)) = steps.split_first() {
            let taken = self.figure(steps);
            steps = match taken {
                Some(count) => steps.get(count..).unwrap_or(&[]),
                None => {
                    self.step(step, after);
                    after
                }
            };
        }
    }

    fn step(&mut self, step: &Step<'_>, after: &[Step<'_>]) {
        match &step.piece {
            Piece::Event(event) => self.event(event, after),
            Piece::Heading { level, id, classes, .. } => {
                let classes: Vec<&str> = classes.iter().map(AsRef::as_ref).collect();
                self.heading(*level, id, &classes.join(" "));
                self.heading = (id.clone(), body::inline_text(after));
            }
            Piece::Link { number, dest, title } => self.link(*number, dest, title),
            Piece::Image { number, dest, title, alt } => {
                self.image(*number, dest, links::Picture { alt, title });
            }
            Piece::Code { language, code } => self.code(language.as_deref(), code),
            Piece::Reference { label, number, nth } => self.reference(label, *number, *nth),
            Piece::Embed { number, embed } => {
                let html = self.resolve.embed(*number, embed);
                if !html.is_empty() {
                    self.out.push_str(&format!("{EMBED_PLACE}{}{EMBED_PLACE_END}\n", self.embeds.len()));
                    self.embeds.push(html);
                }
            }
            Piece::RawBlock(raw) => self.raw(raw),
            Piece::RawInline(raw) => self.raw(raw),
        }
    }

    fn raw(&mut self, raw: &Raw) {
        let kept = raw_html::keep(&raw.html);
        if !kept.trim().is_empty() {
            self.raw = true;
            self.put(&kept);
        }
    }

    fn event(&mut self, event: &Event<'_>, after: &[Step<'_>]) {
        match event {
            Event::Start(tag) => self.start(tag, after),
            Event::End(end) => self.end(*end),
            Event::Text(text) => self.text(text),
            Event::Code(code) => self.inline_code(code),
            Event::SoftBreak => self.put("\n"),
            Event::HardBreak => self.put("<br>\n"),
            Event::Rule => self.put("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done, after),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, after: &[Step<'_>]) {
        match tag {
            Tag::Paragraph => self.put("<p>"),
            Tag::BlockQuote(kind) => self.quote(*kind),
            Tag::List(None) | Tag::List(Some(1)) => {
                self.put(if matches!(tag, Tag::List(None)) { "<ul>\n" } else { "<ol>\n" });
            }
            Tag::List(Some(first)) => self.put(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.item(after),
            Tag::DefinitionList => self.put("<dl>\n"),
            Tag::DefinitionListTitle => self.put("<dt>"),
            Tag::DefinitionListDefinition => self.put("<dd>"),
            Tag::Table(alignments) => self.table(alignments, after),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(after),
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => self.put("</p>\n"),
            TagEnd::Heading(level) => self.heading_end(level),
            TagEnd::BlockQuote(None) => self.put("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.put(if self.is_page() { "</aside>\n" } else { "</blockquote>\n" }),
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::Item => self.put("</li>\n"),
            TagEnd::DefinitionList => self.put("</dl>\n"),
            TagEnd::DefinitionListTitle => self.put("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.put("</dd>\n"),
            TagEnd::Table => self.table_end(),
            TagEnd::TableHead => self.table_head_end(),
            TagEnd::TableRow => self.put("</tr>\n"),
            TagEnd::TableCell => self.table_cell_end(),
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Link => self.link_end(),
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel, id: &str, classes: &str) {
        if self.is_page() {
            self.put("<div class=\"heading\">");
        }
        self.put(&format!("<{level}"));
        if self.is_page() {
            let id = self.prefixed(id);
            self.attribute("id", &id);
            self.class(classes);
        }
        self.put(">");
    }

    /// The anchor stands beside the heading, so that its name isn't read as part of it.
    fn heading_end(&mut self, level: HeadingLevel) {
        self.put(&format!("</{level}>"));
        if self.is_page() {
            let (id, title) = std::mem::take(&mut self.heading);
            self.put("<a class=\"anchor\"");
            self.attribute("href", &format!("#{}", self.prefixed(&id)));
            self.attribute("aria-label", &self.options.words.anchor.replace("{title}", &title));
            self.put("><span aria-hidden=\"true\">#</span></a></div>");
        }
        self.put("\n");
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.put("<blockquote>\n") };
        let (name, index) = match kind {
            BlockQuoteKind::Note => ("note", 0),
            BlockQuoteKind::Tip => ("tip", 1),
            BlockQuoteKind::Important => ("important", 2),
            BlockQuoteKind::Warning => ("warning", 3),
            BlockQuoteKind::Caution => ("caution", 4),
        };
        let title = self.options.words.alerts.get(index).map_or("", String::as_str);
        if self.is_page() {
            self.put(&format!("<aside class=\"alert alert-{name}\" role=\"note\"><p class=\"alert-title\">"));
            self.text(title);
            self.put("</p>\n");
        } else {
            self.put("<blockquote><p><strong>");
            self.text(title);
            self.put("</strong></p>\n");
        }
    }

    fn item(&mut self, after: &[Step<'_>]) {
        let is_task = |step: Option<&Step<'_>>| {
            step.is_some_and(|step| matches!(step.piece, Piece::Event(Event::TaskListMarker(_))))
        };
        let in_paragraph =
            matches!(after.first().map(|step| &step.piece), Some(Piece::Event(Event::Start(Tag::Paragraph))));
        self.put("<li");
        if is_task(after.first()) || (in_paragraph && is_task(after.get(1))) {
            self.class("task");
        }
        self.put(">");
    }

    fn task(&mut self, done: bool, after: &[Step<'_>]) {
        if !self.is_page() {
            return self.put(if done { "☑ " } else { "☐ " });
        }
        self.put("<input type=\"checkbox\" disabled");
        if done {
            self.put(" checked");
        }
        let label = body::inline_text(after);
        if !label.is_empty() {
            self.attribute("aria-label", &label);
        }
        self.put("> ");
    }
}
