//! `hub help fields`: the reference of all fields, drawn for a terminal from the tables that read them.

use super::schema::named;
use crate::error::Error;
use crate::parse::field::{Default, Field, Limits, Need, Shape};
use crate::schema::{Document, documents};

/// Columns of a terminal that everybody has.
const WIDTH: usize = 80;
/// Where the words about a field begin.
const INDENT: usize = 18;

/// The fields of one kind of file, or of all.
pub(super) fn reference(name: Option<&str>) -> Result<String, Error> {
    match name {
        Some(name) => {
            let document = named(name)?;
            let mut text = own(&document);
            if document.is_front_matter() {
                text.push_str(&shared(&document));
            }
            Ok(text.trim_start().to_owned())
        }
        None => Ok(all()),
    }
}

fn all() -> String {
    let (front_matter, files): (Vec<_>, Vec<_>) = documents().into_iter().partition(Document::is_front_matter);
    let of_all = front_matter.first().map(shared);
    files.iter().map(own).chain(of_all).chain(front_matter.iter().map(own)).collect()
}

/// What a kind of file alone has.
fn own(document: &Document) -> String {
    let title = match document.is_front_matter() {
        true => format!("{}: {}", document.name, document.files.join(", ")),
        false => document.files.join(", "),
    };
    let mut text = heading(&title);
    if document.own.is_empty() {
        text.push_str(&format!("\n  {:1$}no fields of its own\n", "", INDENT - 2));
    }
    text.push_str(&one_of(document));
    text + &tables(document.own, "")
}

/// What all kinds of front matter have.
fn shared(document: &Document) -> String {
    heading("front matter of every kind") + &tables(document.shared, "")
}

/// Fields of which one must be there, where no field of its own says so.
fn one_of(document: &Document) -> String {
    match document.one_of {
        [] => String::new(),
        [name] => format!("\n  needed: `{name}`, of the fields of every kind\n"),
        names => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("\n  needed: {}\n", names.join(" or "))
        }
    }
}

fn heading(title: &str) -> String {
    format!("\n{title}\n{}\n", "-".repeat(title.chars().count()))
}

/// The fields of a table, then those of the tables in it.
fn tables(fields: &[Field], place: &str) -> String {
    let mut text = String::new();
    for field in fields {
        text.push_str(&entry(field, place));
    }
    for field in fields {
        let Some(inner) = field.shape.fields() else { continue };
        let name = if place.is_empty() { field.name.to_owned() } else { format!("{place}.{}", field.name) };
        text.push_str(&format!("\n{}\n", header(field, &name)));
        text.push_str(&tables(inner, &name));
    }
    text
}

/// A table's name as it stands in a file.
fn header(field: &Field, name: &str) -> String {
    if field.is_list() { format!("[[{name}]]") } else { format!("[{name}]") }
}

/// One field: type and need, what it is, an example.
fn entry(field: &Field, place: &str) -> String {
    let mut lines = wrapped(&kind(field));
    lines.extend(wrapped(field.doc.trim()));
    match field.example() {
        Some(example) => lines.push(format!("{} = {example}", field.name)),
        None => {
            let name = if place.is_empty() { field.name.to_owned() } else { format!("{place}.{}", field.name) };
            lines.push(format!("see {} below", header(field, &name)));
        }
    }
    let mut text = String::from("\n");
    for (number, line) in lines.iter().enumerate() {
        let name = if number == 0 { field.name } else { "" };
        text.push_str(format!("  {name:0$}{line}", INDENT - 2).trim_end());
        text.push('\n');
    }
    text
}

/// The type in words, whether it is needed, and what holds without it.
fn kind(field: &Field) -> String {
    let mut parts =
        vec![if field.is_list() { format!("list of {}", many(&field.shape)) } else { field.kind.to_owned() }];
    parts.extend(limits(field.limits()));
    parts.extend(field.keys().map(|keys| format!("its keys are {}", keys.join(", "))));
    match field.need {
        Need::Required => parts.push("needed".to_owned()),
        Need::Filled => parts.push("needed, one at least".to_owned()),
        Need::Optional | Need::List => {}
    }
    parts.extend(field.unless().map(|other| format!("needed where there is no `{other}`")));
    match field.default() {
        Default::None => {}
        Default::Text(text) => parts.push(format!("without it: {text}")),
        Default::Whole(number) => parts.push(format!("without it: {number}")),
        Default::Number(number) => parts.push(format!("without it: {number}")),
        Default::Flag(flag) => parts.push(format!("without it: {flag}")),
        Default::Told(words) => parts.push(format!("without it: {words}")),
    }
    parts.join("; ")
}

fn limits(limits: Limits) -> Option<String> {
    match limits {
        Limits::None => None,
        Limits::Words(words) => Some(format!("one of {}", words().join(", "))),
        Limits::Form(form) => Some(form.words().to_owned()),
        Limits::Length(most) => Some(format!("at most {most} characters")),
        Limits::Pair(least) => Some(format!("first and last, from {least} on")),
        Limits::Between(least, most) => Some(format!("from {least} to {most}")),
        // What no author reaches is no limit to tell of.
        Limits::Range(least, most) if most >= i64::from(u32::MAX) => Some(format!("from {least} on")),
        Limits::Range(least, most) => Some(format!("from {least} to {most}")),
    }
}

/// Several values of a type, in words.
fn many(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "texts",
        Shape::Whole => "whole numbers",
        Shape::Number => "numbers",
        Shape::Flag => "true or false",
        Shape::Date => "dates",
        Shape::Table(_) | Shape::Map(_) | Shape::Free => "tables",
        Shape::TextOr(_) => "texts or tables",
        Shape::List(_) => "lists",
    }
}

/// Words in lines that end before the terminal does.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if INDENT + line.chars().count() + 1 + word.chars().count() <= WIDTH {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
