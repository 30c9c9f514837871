//! An outline as bytes, so that a build can take those of unchanged texts from the last one.
//!
//! Places are kept as they are in the text alone; whoever unpacks says where it stands now.

use super::outline::Place;
use super::{Block, BlockKind, Embed, Heading, Link, LinkKind, Outline};
use crate::source::{Span, Spanned};

/// Appends an outline whose text stood at `place`. Nothing is appended, and false given, where it has more of something than
/// can be counted here.
pub fn pack(outline: &Outline, place: Place, out: &mut Vec<u8>) -> bool {
    // Named one by one, so that who adds a field packs it.
    let Outline { headings, links, embeds, ids, words, excerpt, languages, raw_html, blocks } = outline;
    let start = out.len();
    let mut pack = Pack { out, place, fits: true };
    pack.list(headings, Pack::heading);
    pack.list(links, Pack::link);
    pack.list(embeds, Pack::embed);
    pack.list(ids, |pack, id| pack.text(id));
    pack.number(*words as usize);
    pack.text(excerpt);
    pack.list(languages, |pack, language| {
        pack.text(&language.value);
        pack.span(language.span);
    });
    pack.byte(u8::from(*raw_html));
    pack.list(blocks, Pack::block);
    let fits = pack.fits;
    if !fits {
        out.truncate(start);
    }
    fits
}

/// The outline that [`pack`] appended, of a text that stands at `place`; nothing where the bytes are something else.
pub fn unpack(bytes: &[u8], place: Place) -> Option<Outline> {
    let mut packed = Packed { bytes, place };
    let outline = Outline {
        headings: packed.list(Packed::heading)?,
        links: packed.list(Packed::link)?,
        embeds: packed.list(Packed::embed)?,
        ids: packed.list(Packed::text)?,
        words: packed.number()?,
        excerpt: packed.text()?,
        languages: packed.list(|packed| Some(Spanned::new(packed.text()?, packed.span()?)))?,
        raw_html: packed.byte()? == 1,
        blocks: packed.list(Packed::block)?,
    };
    packed.bytes.is_empty().then_some(outline)
}

struct Pack<'o> {
    out: &'o mut Vec<u8>,
    place: Place,
    fits: bool,
}

impl Pack<'_> {
    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
    }

    fn number(&mut self, number: usize) {
        let number = u32::try_from(number);
        self.fits &= number.is_ok();
        self.out.extend(number.unwrap_or_default().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.out.extend(text.as_bytes());
    }

    fn span(&mut self, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        self.fits &= span.file == self.place.file && start >= self.place.offset;
        self.number(start.saturating_sub(self.place.offset));
        self.number(end.saturating_sub(self.place.offset));
    }

    fn list<T>(&mut self, list: &[T], one: impl Fn(&mut Self, &T)) {
        self.number(list.len());
        list.iter().for_each(|it| one(self, it));
    }

    fn heading(&mut self, heading: &Heading) {
        self.byte(heading.level);
        self.text(&heading.id);
        self.text(&heading.text);
        self.span(heading.span);
    }

    fn link(&mut self, link: &Link) {
        self.byte(u8::from(link.kind == LinkKind::Image));
        self.text(&link.dest);
        self.text(&link.text);
        self.span(link.span);
    }

    fn embed(&mut self, embed: &Spanned<Embed>) {
        let (kind, texts): (u8, Vec<&String>) = match &embed.value {
            Embed::Faq(id) => (0, vec![id]),
            Embed::Offer(id) => (1, vec![id]),
            Embed::Member(id) => (2, vec![id]),
            Embed::Track(id) => (3, vec![id]),
            Embed::Event(id) => (4, vec![id]),
            Embed::Signup => (5, Vec::new()),
            Embed::Survey(id) => (6, vec![id]),
            Embed::Video { url, title, transcript } => (7, vec![url, title, transcript]),
        };
        self.byte(kind);
        texts.into_iter().for_each(|text| self.text(text));
        self.span(embed.span);
    }

    fn block(&mut self, block: &Block) {
        let (kind, more) = match block.kind {
            BlockKind::Heading(level) => (0, [usize::from(level), 0]),
            BlockKind::Paragraph => (1, [0; 2]),
            BlockKind::Bullet => (2, [0; 2]),
            BlockKind::Numbered => (3, [0; 2]),
            BlockKind::Table { columns, rows } => (4, [columns, rows]),
            BlockKind::Term => (5, [0; 2]),
            BlockKind::Definition => (6, [0; 2]),
            BlockKind::Code => (7, [0; 2]),
            BlockKind::Embed => (8, [0; 2]),
            BlockKind::Html => (9, [0; 2]),
        };
        self.byte(kind);
        more.into_iter().for_each(|number| self.number(number));
        self.number(block.words as usize);
        self.span(block.span);
    }
}

struct Packed<'b> {
    bytes: &'b [u8],
    place: Place,
}

impl Packed<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.bytes.split_first_chunk::<4>()?;
        self.bytes = rest;
        Some(u32::from_le_bytes(*number))
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let len = self.count()?;
        let (text, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn span(&mut self) -> Option<Span> {
        let (start, end) = (self.count()?, self.count()?);
        Some(self.place.span(&(start..end)))
    }

    /// Each of what is listed takes a byte at least: a count that promises more is none.
    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count().filter(|count| *count <= self.bytes.len())?;
        (0..count).map(|_| one(self)).collect()
    }

    fn heading(&mut self) -> Option<Heading> {
        Some(Heading { level: self.byte()?, id: self.text()?, text: self.text()?, span: self.span()? })
    }

    fn link(&mut self) -> Option<Link> {
        let kind = if self.byte()? == 1 { LinkKind::Image } else { LinkKind::Link };
        Some(Link { kind, dest: self.text()?, text: self.text()?, span: self.span()? })
    }

    fn embed(&mut self) -> Option<Spanned<Embed>> {
        let embed = match self.byte()? {
            0 => Embed::Faq(self.text()?),
            1 => Embed::Offer(self.text()?),
            2 => Embed::Member(self.text()?),
            3 => Embed::Track(self.text()?),
            4 => Embed::Event(self.text()?),
            5 => Embed::Signup,
            6 => Embed::Survey(self.text()?),
            7 => Embed::Video { url: self.text()?, title: self.text()?, transcript: self.text()? },
            _ => return None,
        };
        Some(Spanned::new(embed, self.span()?))
    }

    fn block(&mut self) -> Option<Block> {
        let (kind, first, second) = (self.byte()?, self.count()?, self.count()?);
        let kind = match kind {
            0 => BlockKind::Heading(u8::try_from(first).ok()?),
            1 => BlockKind::Paragraph,
            2 => BlockKind::Bullet,
            3 => BlockKind::Numbered,
            4 => BlockKind::Table { columns: first, rows: second },
            5 => BlockKind::Term,
            6 => BlockKind::Definition,
            7 => BlockKind::Code,
            8 => BlockKind::Embed,
            9 => BlockKind::Html,
            _ => return None,
        };
        Some(Block { kind, words: self.number()?, span: self.span()? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Trust, outline};
    use super::*;
    use crate::source::FileId;

    const TEXT: &str = "# A {#b .c}\n\nOne [two](../x.md#y) ![three](z.png).[^1]\n\n{{ video(\"https://a.b\", \"T\", \"none: silent\") }}\n\n\
        {{ faq(\"x\") }}\n\n1. a\n2. b\n\n- c\n\n| a | b |\n|---|---|\n| c | d |\n\n```rust\nx\n```\n\n<b id=\"q\">y</b>\n\n<p>z</p>\n\n\
        Term\n: Means\n\n{{ signup() }}\n\n[^1]: note é\n";

    #[test]
    fn what_went_in_comes_out_wherever_the_text_stands() {
        let (then, now) = (Place { file: FileId(3), offset: 40 }, Place { file: FileId(5), offset: 7 });
        for text in ["", TEXT] {
            let mut bytes = b"before".to_vec();
            assert!(pack(&outline(text, then, Trust::Creator).0, then, &mut bytes));
            let packed = bytes.strip_prefix(b"before").unwrap();
            assert_eq!(unpack(packed, now), Some(outline(text, now, Trust::Creator).0));
            for cut in 0..packed.len() {
                assert_eq!(unpack(&packed[..cut], now), None, "{cut}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_packed(parts in proptest::collection::vec(0..TEXT.len(), 0..12)) {
            let part = |at: &usize| TEXT.lines().nth(at % TEXT.lines().count()).unwrap_or("");
            let text: String = parts.iter().flat_map(|at| [part(at), "\n"]).collect();
            let place = Place { file: FileId(1), offset: 9 };
            let outline = outline(&text, place, Trust::Creator).0;
            let mut bytes = Vec::new();
            proptest::prop_assert!(pack(&outline, place, &mut bytes));
            proptest::prop_assert_eq!(unpack(&bytes, place), Some(outline));
        }
    }

    #[test]
    fn bytes_of_something_else_are_no_outline() {
        let place = Place { file: FileId(0), offset: 0 };
        for bytes in [&b"\xff\xff\xff\xff"[..], &[0; 7], &[0; 400], b"hello there, this is text"] {
            assert_eq!(unpack(bytes, place), None);
        }
    }
}
