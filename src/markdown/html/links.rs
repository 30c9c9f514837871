//! Links, images and figures, by the caller's answers.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;
use crate::markdown::body::{Piece, Step};
use crate::markdown::escape::{escape_text, scheme_ok};
use crate::markdown::{ImageTarget, LinkTarget, Trust};

/// What an author says of an image.
#[derive(Clone, Copy)]
pub(super) struct Picture<'p> {
    /// What to read instead.
    pub(super) alt: &'p str,
    /// Title or caption; may be empty.
    pub(super) title: &'p str,
}

impl Writer<'_> {
    pub(super) fn link(&mut self, number: usize, dest: &str, title: &str) {
        let LinkTarget::Href { url, rel, note } = self.resolve.link(number, dest) else { return };
        if !scheme_ok(&url) {
            return;
        }
        let url = match url.strip_prefix('#') {
            Some(id) if !id.is_empty() => format!("#{}", self.prefixed(id)),
            _ => url,
        };
        let rel = if self.options.trust == Trust::Member { "ugc nofollow" } else { rel };
        self.put("<a");
        self.attribute("href", &url);
        for (name, value) in [("rel", rel), ("title", title)] {
            if !value.is_empty() {
                self.attribute(name, value);
            }
        }
        self.put(">");
        let class = if self.is_page() { " class=\"disclosure\"" } else { "" };
        let note = note.map(|note| format!(" <span{class}>({})</span>", escape_text(&note)));
        self.link_end = Some(format!("</a>{}", note.unwrap_or_default()));
    }

    pub(super) fn link_end(&mut self) {
        if let Some(end) = self.link_end.take() {
            self.put(&end);
        }
    }

    pub(super) fn image(&mut self, number: usize, dest: &str, picture: Picture<'_>) {
        match self.target(number, dest) {
            Some(target) => self.img(&target, picture),
            None => self.text(picture.alt),
        }
    }

    fn target(&self, number: usize, dest: &str) -> Option<ImageTarget> {
        self.resolve.image(number, dest).filter(|target| scheme_ok(&target.url))
    }

    fn img(&mut self, target: &ImageTarget, picture: Picture<'_>) {
        self.put("<img");
        self.attribute("src", &target.url);
        self.attribute("alt", picture.alt);
        if !picture.title.is_empty() {
            self.attribute("title", picture.title);
        }
        if let Some((width, height)) = target.size {
            self.put(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if self.is_page() {
            self.put(" loading=\"lazy\" decoding=\"async\"");
        }
        self.put(">");
    }

    /// Writes a paragraph that holds one image (maybe as a link) as a figure; tells how many steps that were.
    pub(super) fn figure(&mut self, steps: &[Step<'_>]) -> Option<usize> {
        let [first, rest @ ..] = steps else { return None };
        if !matches!(first.piece, Piece::Event(Event::Start(Tag::Paragraph))) {
            return None;
        }
        let is_end = |step: &Step<'_>, end| matches!(&step.piece, Piece::Event(Event::End(found)) if *found == end);
        let (link, image, count) = match rest {
            [image, end, ..] if is_end(end, TagEnd::Paragraph) => (None, image, 3),
            [link, image, link_end, end, ..] if is_end(link_end, TagEnd::Link) && is_end(end, TagEnd::Paragraph) => {
                (Some(link), image, 5)
            }
            _ => return None,
        };
        let Piece::Image { number, dest, title, alt } = &image.piece else { return None };
        let target = self.target(*number, dest);
        self.put(if target.is_some() { "<figure>" } else { "<p>" });
        if let Some(Piece::Link { number, dest, title }) = link.map(|step| &step.piece) {
            self.link(*number, dest, title);
        }
        match &target {
            Some(target) => self.img(target, Picture { alt, title: "" }),
            None => self.text(alt),
        }
        self.link_end();
        if target.is_some() && !title.is_empty() {
            self.put("<figcaption>");
            self.text(title);
            self.put("</figcaption>");
        }
        self.put(if target.is_some() { "</figure>\n" } else { "</p>\n" });
        Some(count)
    }
}
