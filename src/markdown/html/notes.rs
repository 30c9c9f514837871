//! Footnotes: references in the text, and the section at its end with a way back to each.

use pulldown_cmark::{Event, TagEnd};

use super::Writer;
use crate::markdown::body::Piece;
use crate::markdown::footnotes::{Note, note_id, reference_id};

impl Writer<'_> {
    pub(super) fn reference(&mut self, label: &str, number: usize, nth: usize) {
        if number == 0 {
            return self.text(&format!("[^{label}]"));
        }
        let id = self.prefixed(&reference_id(number, nth));
        self.put("<sup");
        self.class("footnote-ref");
        self.attribute("id", &id);
        self.put(">");
        // HTML knows no link in a link.
        if self.link_end.is_some() {
            self.put(&number.to_string());
        } else {
            self.put("<a");
            self.attribute("href", &format!("#{}", self.prefixed(&note_id(number))));
            if self.is_page() {
                self.put(" role=\"doc-noteref\"");
            }
            self.put(&format!(">{number}</a>"));
        }
        self.put("</sup>");
    }

    pub(super) fn notes(&mut self, notes: &[Note<'_>]) {
        if notes.is_empty() {
            return;
        }
        let title = &self.options.words.footnotes;
        if self.is_page() {
            self.put("<section class=\"footnotes\" role=\"doc-endnotes\"");
            self.attribute("aria-label", title);
            self.put("><p class=\"footnotes-title\" aria-hidden=\"true\">");
            self.text(title);
            self.put("</p>\n<ol>\n");
        } else {
            self.put("<hr>\n<ol>\n");
        }
        for (index, note) in notes.iter().enumerate() {
            self.note(index + 1, note);
        }
        self.put(if self.is_page() { "</ol></section>\n" } else { "</ol>\n" });
    }

    fn note(&mut self, number: usize, note: &Note<'_>) {
        let id = self.prefixed(&note_id(number));
        self.put("<li");
        self.attribute("id", &id);
        self.put(">");
        // The way back belongs at the end of the last line, if there is one to belong to.
        let ends_paragraph = |piece: &Piece<'_>| matches!(piece, Piece::Event(Event::End(TagEnd::Paragraph)));
        let in_paragraph = note.steps.last().is_some_and(|step| ends_paragraph(&step.piece));
        self.steps(&note.steps);
        if in_paragraph && self.out.ends_with("</p>\n") {
            self.out.truncate(self.out.len() - "</p>\n".len());
        } else {
            self.put("<p>");
        }
        for nth in 1..=note.references {
            self.back(number, nth);
        }
        self.put("</p></li>\n");
    }

    fn back(&mut self, number: usize, nth: usize) {
        let words = &self.options.words.footnote_back;
        let which = if nth == 1 { number.to_string() } else { format!("{number}-{nth}") };
        self.put(" <a");
        self.class("footnote-back");
        self.attribute("href", &format!("#{}", self.prefixed(&reference_id(number, nth))));
        if self.is_page() {
            self.put(" role=\"doc-backlink\"");
        }
        self.attribute("aria-label", format!("{words} {which}").trim_start());
        self.put("><span aria-hidden=\"true\">↩");
        if nth > 1 {
            self.put(&format!("<sup>{nth}</sup>"));
        }
        self.put("</span></a>");
    }
}
