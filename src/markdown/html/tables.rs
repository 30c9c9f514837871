//! Tables: in a box that scrolls by itself and is named by its columns; alignment by classes.

use std::collections::BTreeMap;

use pulldown_cmark::{Alignment, Event, TagEnd};

use super::Writer;
use crate::markdown::body::{Piece, Step, inline_text, push_words};

/// Names are cut here, at a word.
const NAME: usize = 80;

/// Where the writer stands in a table, and which names tables have.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    rows: usize,
    cell_end: &'static str,
    names: BTreeMap<String, usize>,
}

impl Writer<'_> {
    pub(super) fn table(&mut self, alignments: &[Alignment], after: &[Step<'_>]) {
        self.table.alignments = alignments.to_vec();
        self.table.rows = 0;
        if self.is_page() {
            let name = self.table_name(after);
            self.put("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\"");
            self.attribute("aria-label", &name);
            self.put(">");
        }
        self.put("<table>\n");
    }

    /// The name, or the first of its numbers that is free; what was found last is where to look on.
    fn free_name(&mut self, name: String) -> String {
        let Some(last) = self.table.names.get(&name).copied() else {
            self.table.names.insert(name.clone(), 1);
            return name;
        };
        let numbered = |number: usize| (number, format!("{name} ({number})"));
        let mut free = (last + 1..).map(numbered).skip_while(|(_, name)| self.table.names.contains_key(name));
        let Some((number, found)) = free.next() else { return name };
        self.table.names.insert(found.clone(), 1);
        self.table.names.insert(name, number);
        found
    }

    /// `Table: Name, Price`, numbered where two tables have the same columns.
    fn table_name(&mut self, after: &[Step<'_>]) -> String {
        let mut columns = String::new();
        for step in after {
            match &step.piece {
                Piece::Event(Event::End(TagEnd::TableHead)) => break,
                Piece::Event(Event::End(TagEnd::TableCell)) => columns.push('\n'),
                piece => push_words(&mut columns, piece),
            }
        }
        let mut name = self.options.words.table.clone();
        for (index, column) in columns.lines().map(str::trim).filter(|column| !column.is_empty()).enumerate() {
            if name.chars().count() + column.chars().count() > NAME {
                break;
            }
            name.push_str(if index == 0 { ": " } else { ", " });
            name.push_str(column);
        }
        self.free_name(name)
    }

    pub(super) fn table_end(&mut self) {
        self.put(if self.table.rows > 0 { "</tbody></table>" } else { "</table>" });
        self.put(if self.is_page() { "</div>\n" } else { "\n" });
    }

    pub(super) fn table_head(&mut self) {
        self.table.head = true;
        self.table.column = 0;
        self.put("<thead><tr>");
    }

    pub(super) fn table_head_end(&mut self) {
        self.table.head = false;
        self.put("</tr></thead>\n");
    }

    pub(super) fn table_row(&mut self) {
        self.table.column = 0;
        self.table.rows += 1;
        self.put(if self.table.rows == 1 { "<tbody><tr>" } else { "<tr>" });
    }

    /// A column's head is `th`, but for an empty one, which heads nothing.
    pub(super) fn table_cell(&mut self, after: &[Step<'_>]) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            Some(Alignment::None) | None => "",
        };
        self.table.column += 1;
        let is_head = self.table.head && !inline_text(after).is_empty();
        self.table.cell_end = if is_head { "</th>" } else { "</td>" };
        self.put(if is_head { "<th scope=\"col\"" } else { "<td" });
        self.class(class);
        self.put(">");
    }

    pub(super) fn table_cell_end(&mut self) {
        self.put(self.table.cell_end);
    }
}
