//! A table as JSON: a list of objects, their fields in the order of the columns.

use serde_json::{Map, Value};

use super::{Cell, Table};

/// The rows as objects; lists stay lists, and nothing is marked as in CSV.
pub fn json(table: &Table) -> String {
    let rows = table.rows.iter().map(|row| {
        let fields = table.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), value(cell)));
        Value::Object(fields.collect::<Map<_, _>>())
    });
    format!("{:#}\n", Value::Array(rows.collect()))
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Number(number) => Value::from(*number),
        Cell::Flag(flag) => Value::from(*flag),
        Cell::List(list) => Value::from(list.clone()),
    }
}
