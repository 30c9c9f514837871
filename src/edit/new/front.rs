//! The front matter of a new piece: what is filled in, and below it every other field of its kind, switched off by a `#` and
//! explained by the table that also reads it.

use super::needed::Fields;
use crate::parse::Kind;
use crate::parse::field::{Field, Shape};
use crate::parse::front_matter::{RawCommon, own_fields};
use crate::parse::toml::ReadTable;

/// Where the explanation of a field begins.
const COLUMN: usize = 36;
/// Most fields of a table that is written on one line.
const INLINE: usize = 2;

const OPTIONAL: &str = "# Everything below is optional. To use a line, take away the # that it begins with.";

/// The front matter with its `+++` lines.
pub(super) fn matter(kind: Kind, filled: &Fields) -> String {
    let (own, common) = (own_fields(Some(kind)), RawCommon::fields());
    let (sections, lines): (Vec<&Field>, Vec<&Field>) = own.iter().partition(|field| is_section(field));
    let mut text = String::from("+++\n");
    for (name, value) in filled {
        let known = lines.iter().copied().chain(common).find(|field| field.name == *name);
        text.extend(known.map(|field| on(field, value)));
    }
    let is_open = |field: &&Field| !filled.iter().any(|(name, _)| *name == field.name);
    // A letter has a subject in the place of a title.
    let is_told = |field: &&Field| kind != Kind::Issue || field.name != "title";
    text.push_str(&format!("\n{OPTIONAL}\n\n"));
    let of_kind: String = lines.into_iter().filter(is_open).map(off).collect();
    let of_all: String = common.iter().filter(is_open).filter(is_told).map(off).collect();
    text.push_str(&of_kind);
    text.push_str(if of_kind.is_empty() { "" } else { "\n" });
    text.push_str(&of_all);
    text.extend(sections.into_iter().map(|field| section(field, filled)));
    text.push_str("+++\n");
    text
}

/// A table of its own below all lines, with its header.
fn section(field: &Field, filled: &Fields) -> String {
    let value = |one: &Field| filled.iter().find(|(name, _)| *name == one.name).map(|(_, value)| value);
    let fields = section_fields(field);
    let is_on = fields.iter().any(|one| value(one).is_some());
    let header = if field.is_list() { format!("[[{}]]", field.name) } else { format!("[{}]", field.name) };
    let header = if is_on { header } else { format!("# {header}") };
    let mut text = format!("\n{}", explained(&header, &field.told()));
    text.extend(fields.iter().map(|one| value(one).map_or_else(|| off(one), |value| on(one, value))));
    text
}

fn on(field: &Field, value: &str) -> String {
    let line = format!("{} = {value}", field.name);
    if ["title", "id"].contains(&field.name) { format!("{line}\n") } else { explained(&line, &field.told()) }
}

fn off(field: &Field) -> String {
    explained(&format!("# {} = {}", field.name, sample(field)), &field.told())
}

fn explained(line: &str, doc: &str) -> String {
    format!("{line:<COLUMN$} # {}\n", doc.trim())
}

/// A value that hub reads, to be written over.
fn sample(field: &Field) -> String {
    if let Some(example) = field.example().filter(|_| !matches!(field.shape, Shape::Free | Shape::Map(_))) {
        return example;
    }
    let inner: Vec<String> =
        section_fields(field).iter().map(|one| format!("{} = {}", one.name, sample(one))).collect();
    let table = if inner.is_empty() { "{ }".to_owned() } else { format!("{{ {} }}", inner.join(", ")) };
    if field.is_list() { format!("[{table}]") } else { table }
}

/// Fields of a table; what may be a text as well is written as one.
fn section_fields(field: &Field) -> &'static [Field] {
    match field.shape {
        Shape::Table(fields) => fields(),
        _ => &[],
    }
}

fn is_section(field: &Field) -> bool {
    section_fields(field).len() > INLINE
}
