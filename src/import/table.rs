//! Tables as spreadsheets save them: read with what separates their cells, and the table of kinds, to correct by hand.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::export::{Cell, Table, csv};

/// A row: the names of its columns, and their cells.
pub(super) type Row = Vec<(String, String)>;

/// Reads a table with a line of names, whether commas, semicolons or tabs separate its cells.
///
/// # Errors
/// Why it is no table.
pub(super) fn read(text: &str) -> Result<Vec<Row>, String> {
    let first = text.lines().next().unwrap_or("");
    let mark = [b',', b';', b'\t'].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count());
    let mut reader = csv_reader(mark.unwrap_or(b',')).from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().map_err(|error| error.to_string())?.iter().map(|name| name.trim().to_lowercase()).collect();
    let rows = reader.records().map(|record| {
        let record = record.map_err(|error| error.to_string())?;
        Ok(names.iter().cloned().zip(record.iter().map(str::to_owned)).collect())
    });
    rows.collect()
}

fn csv_reader(mark: u8) -> ::csv::ReaderBuilder {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.delimiter(mark).flexible(true);
    builder
}

/// What a creator may correct before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Correction {
    /// What it becomes, as typed.
    pub(super) kind: String,
    /// Its series.
    pub(super) series: String,
    /// The last part of its address.
    pub(super) slug: String,
}

/// Names of the columns.
const COLUMNS: &[&str] = &["source", "kind", "series", "slug", "title", "date", "why"];

/// The table as a file.
pub(super) fn write(rows: Vec<[String; 7]>) -> String {
    csv(&Table {
        columns: COLUMNS,
        rows: rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect(),
    })
}

/// The corrections in a table, by what they are about.
///
/// # Errors
/// It has no column `source` or `kind`.
pub(super) fn corrections(text: &str) -> Result<BTreeMap<String, Correction>, Error> {
    let broken = |why: String| {
        Error::refused(
            format!("`{}` can't be read: {why}", super::PLAN),
            "keep its first line as it was; or delete the file, and `--dry-run` writes it anew",
        )
    };
    let rows = read(text.trim_start_matches('\u{feff}')).map_err(broken)?;
    let mut found = BTreeMap::new();
    for row in rows {
        let cell = |name: &str| {
            let cell = row.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.trim())?;
            // What was marked as harmless for spreadsheets is what it was.
            Some(cell.strip_prefix('\'').unwrap_or(cell).to_owned())
        };
        let (Some(source), Some(kind)) = (cell("source"), cell("kind")) else {
            return Err(broken("it has no columns `source` and `kind`".to_owned()));
        };
        let correction = Correction {
            kind: kind.to_lowercase(),
            series: cell("series").unwrap_or_default(),
            slug: cell("slug").unwrap_or_default(),
        };
        found.insert(source.strip_prefix('\'').unwrap_or(&source).to_owned(), correction);
    }
    Ok(found)
}
