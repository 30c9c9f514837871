//! A table as CSV (RFC 4180), harmless in spreadsheets: the door to the csv crate.

use csv::{Terminator, WriterBuilder};

use super::{Cell, Table};

/// What parts the values of a list in one cell.
const BETWEEN: &str = ";";

/// The table in UTF-8, a line of names first, lines ended by CR LF, cells quoted where they must be.
pub fn csv(table: &Table) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let lines = std::iter::once(table.columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        .chain(table.rows.iter().map(|row| row.iter().map(cell).collect()));
    for line in lines {
        writer.write_record(&line).expect("a Vec takes what is written, and every row has a cell a column");
    }
    let bytes = writer.into_inner().expect("a Vec takes what is written");
    String::from_utf8(bytes).expect("cells are text, and so is what stands between them")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::List(list) => harmless(&list.join(BETWEEN)),
    }
}

/// Text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.
///
/// The wide forms of the signs count, which some spreadsheets read as the narrow ones.
fn harmless(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r')).collect();
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(begins) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        let table = Table { columns: &["a", "b"], rows: vec![vec![Cell::text(text), Cell::Flag(true)]] };
        csv(&table).strip_prefix("a,b\r\n").unwrap().to_owned()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(one("plain"), "plain,true\r\n");
        assert_eq!(one("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\",true\r\n");
        let list = Table { columns: &["a"], rows: vec![vec![Cell::List(vec!["x".into(), "y".into()])]] };
        assert_eq!(csv(&list), "a\r\nx;y\r\n");
    }

    #[test]
    fn nothing_becomes_a_formula() {
        for begin in ["=", "+", "-", "@", "\t", "\r", "＝"] {
            let line = one(&format!("{begin}1+1"));
            assert!(line.trim_start_matches('"').starts_with('\''), "{line:?}");
        }
        assert_eq!(one("1-1\u{7}"), "1-1,true\r\n");
    }
}
