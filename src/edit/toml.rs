//! Where things stand in a TOML file, and how a value is written in one: the door to toml_edit.
//!
//! A file is never written back from its tree. An edit is a place in the author's own text and what goes there, so that
//! every other byte stays because nobody touches it.

use std::ops::Range;

use toml_edit::{Array, Datetime, Document, InlineTable, Item, Key, Offset, Table, Value};

use crate::parse::toml::RawDate;

/// One table of a list of tables: `[[entry]]`, or `{ … }` in `entry = [ … ]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// From its first bracket to the end of its last value.
    pub(super) whole: Range<usize>,
    /// How it is written.
    pub(super) form: Form,
    /// Its own keys, in order.
    pub(super) fields: Vec<Field>,
}

/// How a table of a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Lines below a header of its own.
    Lines,
    /// Within the braces of a list.
    Inline,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The key.
    pub(super) name: String,
    /// Where it stands.
    pub(super) key: Range<usize>,
    /// Where its value stands.
    pub(super) value: Range<usize>,
    /// The value, where it is a date.
    pub(super) date: Option<RawDate>,
}

impl Block {
    /// The field of a name.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// The tables of the list `name` at the top of a file, in its order; none where the file can't be read.
pub(super) fn blocks(text: &str, name: &str) -> Option<Vec<Block>> {
    let document = Document::parse(text).ok()?;
    let Some(item) = document.as_table().get(name) else { return Some(Vec::new()) };
    let found: Option<Vec<Block>> = match item {
        Item::ArrayOfTables(tables) => tables.iter().map(lines).collect(),
        Item::Value(Value::Array(list)) => list.iter().filter_map(Value::as_inline_table).map(inline).collect(),
        _ => Some(Vec::new()),
    };
    found
}

fn lines(table: &Table) -> Option<Block> {
    let header = table.span()?;
    let end = table.iter().filter_map(|(_, item)| end_of(item)).max().unwrap_or(header.end);
    let fields = table.iter().filter_map(|(name, item)| field(name, table.key(name), item)).collect();
    Some(Block { whole: header.start..end.max(header.end), form: Form::Lines, fields })
}

fn inline(table: &InlineTable) -> Option<Block> {
    let fields = table.iter().filter_map(|(name, value)| {
        let key = table.key(name).and_then(Key::span)?;
        Some(Field { name: name.to_owned(), key, value: value.span()?, date: date_of(value) })
    });
    Some(Block { whole: table.span()?, form: Form::Inline, fields: fields.collect() })
}

fn field(name: &str, key: Option<&Key>, item: &Item) -> Option<Field> {
    let value = item.as_value()?;
    Some(Field { name: name.to_owned(), key: key.and_then(Key::span)?, value: value.span()?, date: date_of(value) })
}

/// Where the last thing within an item ends.
fn end_of(item: &Item) -> Option<usize> {
    let own = item.span().map(|span| span.end);
    let within = match item {
        Item::Table(table) => table.iter().filter_map(|(_, item)| end_of(item)).max(),
        Item::ArrayOfTables(tables) => {
            tables.iter().flat_map(|table| table.iter()).filter_map(|(_, i)| end_of(i)).max()
        }
        Item::Value(Value::InlineTable(table)) if table.span().is_none() => {
            table.iter().filter_map(|(_, value)| value.span()).map(|span| span.end).max()
        }
        _ => None,
    };
    own.max(within)
}

fn date_of(value: &Value) -> Option<RawDate> {
    raw_date(value.as_datetime()?)
}

fn raw_date(date: &Datetime) -> Option<RawDate> {
    let day = date.date?;
    let time = date.time.map(|time| (time.hour, time.minute, time.second.unwrap_or(0)));
    let offset_minutes = date.offset.map(|offset| match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => minutes,
    });
    Some(RawDate { year: day.year, month: day.month, day: day.day, time, offset_minutes })
}

/// A date as TOML writes it, if it is one.
pub fn read_date(text: &str) -> Option<RawDate> {
    raw_date(&text.parse().ok()?)
}

/// A date as a file holds it: with seconds, which older readers of TOML ask for.
pub fn date_text(date: &RawDate) -> String {
    let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    let Some((hour, minute, second)) = date.time else { return day };
    let local = format!("{day}T{hour:02}:{minute:02}:{second:02}");
    match date.offset_minutes {
        None => local,
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{local}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    }
}

/// Text in quotes.
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A list of texts.
pub fn quoted_list(list: &[String]) -> String {
    Value::from(list.iter().map(String::as_str).collect::<Array>()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<(&str, Vec<(String, &str)>)> {
        let blocks = blocks(source, "entry").unwrap();
        let at = |range: &Range<usize>| source.get(range.clone()).unwrap();
        blocks
            .iter()
            .map(|block| {
                (at(&block.whole), block.fields.iter().map(|one| (one.name.clone(), at(&one.value))).collect())
            })
            .collect()
    }

    #[test]
    fn blocks_are_found_with_their_values() {
        let source =
            "# top\n[[entry]] # here\nref = \"a\" # note\nafter = [\n  \"x\",\n]\n# own\n\n[[entry]]\ntitle = 'b'\n";
        assert_eq!(
            shown(source),
            [
                (
                    "[[entry]] # here\nref = \"a\" # note\nafter = [\n  \"x\",\n]",
                    vec![("ref".to_owned(), "\"a\""), ("after".to_owned(), "[\n  \"x\",\n]")]
                ),
                ("[[entry]]\ntitle = 'b'", vec![("title".to_owned(), "'b'")]),
            ]
        );
        let listed = "entry = [\r\n  { ref = \"a\", publish = 2026-12-08 },\r\n]\r\n";
        assert_eq!(shown(listed).len(), 1);
        assert_eq!(blocks(listed, "entry").unwrap()[0].form, Form::Inline);
        assert_eq!(blocks("[calendar]\n", "entry"), Some(Vec::new()));
        assert_eq!(blocks("[[entry]\n", "entry"), None);
    }

    #[test]
    fn values_are_written_so_that_they_read_the_same() {
        for value in ["plain", "it's", "a \"b\"", "both ' and \"", "back\\slash", "ünï\u{7}"] {
            let source = format!("[[entry]]\ntitle = {}\n", quoted(value));
            let document = Document::parse(source.as_str()).unwrap();
            let entry = document.as_table().get("entry").unwrap().as_array_of_tables().unwrap().get(0).unwrap();
            assert_eq!(entry.get("title").unwrap().as_str(), Some(value));
        }
        for written in ["2026-12-08", "2026-12-08T18:00:00", "2026-12-08T18:00:00-05:30"] {
            assert_eq!(date_text(&read_date(written).unwrap()), written);
        }
        assert_eq!(date_text(&read_date("2026-12-08 18:00").unwrap()), "2026-12-08T18:00:00");
        assert_eq!(quoted_list(&["a".into(), "b".into()]), "[\"a\", \"b\"]");
    }
}
