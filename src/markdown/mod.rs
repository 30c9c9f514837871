//! Markdown: from text to an outline (what other stages need to know) and from text to HTML (when an output shows it).
//!
//! The same text is walked twice with the same options, so the n-th link of the outline is the n-th link of the HTML:
//! the caller answers for a link by its number ([`Resolve`]) and no HTML is kept between the stages.
//! Knows nothing of items, URLs or dates.

use crate::source::{Span, Spanned};

mod blocks;
mod body;
mod embeds;
pub mod escape;
mod footnotes;
pub mod highlight;
mod html;
mod ids;
mod mail_trouble;
mod outline;
mod packed;
mod plain_mail;
mod raw_html;
pub mod reduced;
pub mod sanitize;
mod searched;
pub mod tags;
#[cfg(test)]
mod tests;
pub mod text;

pub use html::to_html;
pub use mail_trouble::{MailTrouble, mail_trouble};
pub use outline::{Place, outline};
pub use packed::{pack, unpack};
pub use raw_html::{DEPTH as HTML_DEPTH, depth as html_depth};
pub use searched::searched;

/// Who wrote the text, and so what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The creator: raw HTML is kept, but for scripts, `on*` handlers and `style`.
    Creator,
    /// A member (spotlights): all raw HTML is dropped, links are `rel="ugc nofollow"`.
    Member,
}

/// What a body holds, in document order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Headings with their final, unique ids.
    pub headings: Vec<Heading>,
    /// Links and images together, numbered from 0 as [`Resolve`] is asked for them.
    pub links: Vec<Link>,
    /// Embeds, numbered from 0.
    pub embeds: Vec<Spanned<Embed>>,
    /// Other ids in the text that an anchor may name (footnotes, raw HTML).
    pub ids: Vec<String>,
    /// Words a reader reads, code left out.
    pub words: u32,
    /// The first paragraph as plain text, cut at a word near 200 characters.
    pub excerpt: String,
    /// Languages of fenced code blocks, with their places; only those that are named.
    pub languages: Vec<Spanned<String>>,
    /// Whether the text has raw HTML, so that its result must be balanced.
    pub raw_html: bool,
    /// How the main text is laid out.
    pub blocks: Vec<Block>,
}

impl Outline {
    /// Whether others are bound to this body as they are to `other`: the same anchors, and the same links and embeds in order.
    pub fn is_bound_as(&self, other: &Outline) -> bool {
        let anchor = |heading: &Heading| (heading.level, heading.id.clone());
        let link = |link: &Link| (link.kind, link.dest.clone());
        self.ids == other.ids
            && self.headings.iter().map(anchor).eq(other.headings.iter().map(anchor))
            && self.links.iter().map(link).eq(other.links.iter().map(link))
            && self.embeds.iter().map(|embed| &embed.value).eq(other.embeds.iter().map(|embed| &embed.value))
    }
}

/// A block of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Words of its own, those of blocks within it left out; in scripts that part no words, a word is two characters.
    pub words: u32,
    /// Its place.
    pub span: Span,
}

/// What a [`Block`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list with bullets.
    Bullet,
    /// An item of a list with numbers.
    Numbered,
    /// A table.
    Table {
        /// Columns.
        columns: usize,
        /// Rows, its head left out.
        rows: usize,
    },
    /// A term that is defined.
    Term,
    /// What defines it.
    Definition,
    /// A code block.
    Code,
    /// An embed.
    Embed,
    /// Raw HTML.
    Html,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Unique in the body: the author's `{#id}` or the text's slug, numbered (`x-2`) where it repeats.
    pub id: String,
    /// Plain text.
    pub text: String,
    /// Its line.
    pub span: Span,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Link or image.
    pub kind: LinkKind,
    /// The destination as written (`../faq/x.md#how`, `link:shop`, `https://…`).
    pub dest: String,
    /// Plain text of the link, or the image's alternative text.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// What a [`Link`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](dest)`, reference links and autolinks.
    Link,
    /// `![alt](dest)`.
    Image,
}

/// `{{ name(arguments) }}` on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Embed {
    /// `faq("id")`.
    Faq(String),
    /// `offer("id")`.
    Offer(String),
    /// `member("id")`.
    Member(String),
    /// `track("id")`.
    Track(String),
    /// `event("id")`.
    Event(String),
    /// `signup()`.
    Signup,
    /// `survey("id")`.
    Survey(String),
    /// `video("https://…", "title", "transcript")`.
    Video {
        /// The page or file of the video.
        url: String,
        /// What it shows.
        title: String,
        /// A file beside the text, or a sentence that says why there is none.
        transcript: String,
    },
}

/// Where a link leads, in the output that is being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A URL; `rel` is written if not empty; `note` (a disclosure) is printed after the link.
    Href {
        /// Ready to print (escaped by the writer).
        url: String,
        /// Value of `rel`.
        rel: &'static str,
        /// Disclosure in words.
        note: Option<String>,
    },
    /// The target isn't public: only the link's words are printed.
    Words,
}

/// An image, in the output that is being made. `None` prints its alternative text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTarget {
    /// Ready to print.
    pub url: String,
    /// Width and height, so that the page doesn't jump.
    pub size: Option<(u32, u32)>,
}

/// The caller's answers while HTML is made.
pub trait Resolve {
    /// The target of the link with this number.
    fn link(&self, number: usize, dest: &str) -> LinkTarget;
    /// The target of the image with this number (links and images share one count).
    fn image(&self, number: usize, dest: &str) -> Option<ImageTarget>;
    /// HTML of the embed with this number; empty prints nothing.
    fn embed(&self, number: usize, embed: &Embed) -> String;
}

/// How code is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeColours {
    /// By classes, for pages.
    Classes,
    /// By inline `style`, for feeds and mail.
    Inline,
}

/// How HTML is made.
#[derive(Clone, Debug)]
pub struct HtmlOptions<'a> {
    /// Put before every id and fragment, where several bodies share a document; may be empty.
    pub id_prefix: &'a str,
    /// Code highlighting.
    pub code: CodeColours,
    /// Whose text.
    pub trust: Trust,
    /// Words of the interface that the writer needs (language of the site).
    pub words: &'a Words,
}

/// Interface words inside bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Accessible name of a heading's anchor, with `{title}`.
    pub anchor: String,
    /// Accessible name of a scrolling code block, with `{language}`.
    pub code: String,
    /// Accessible name of a scrolling table.
    pub table: String,
    /// Accessible name of the way back from a footnote.
    pub footnote_back: String,
    /// Heading of the footnotes.
    pub footnotes: String,
    /// Titles of alerts: note, tip, important, warning, caution.
    pub alerts: [String; 5],
    /// Whether the language runs from right to left: code, which doesn't, says so then.
    pub is_rtl: bool,
}
