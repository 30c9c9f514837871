//! Field tables as JSON Schema, draft 7: what Taplo and with it most editors of TOML read. Nothing refers to anything else,
//! since in that draft a reference silences what stands beside it, such as a description.
//!
//! JSON has no dates: those who check TOML by it see them as texts.

use serde_json::{Map, Value, json};

use super::Document;
use crate::parse::field::{Default, Field, Limits, Need, Shape};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A date, with or without a time: what else is wrong with one is wrong TOML already. Editors show the pattern to people,
/// so that it is as short as can be.
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";

/// Numbers beyond this are no limit that an author meets.
const LARGE: i64 = 4_294_967_295;

/// The schema of a kind of file.
pub fn schema(document: &Document) -> Value {
    let of = if document.is_front_matter() { "Front matter of" } else { "Fields of" };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), DRAFT.into());
    schema.insert("title".to_owned(), format!("{of} {}", document.files.join(" and ")).into());
    schema.extend(table(document.fields()));
    match document.one_of {
        [] => {}
        [one] => require(&mut schema, one),
        several => {
            let each = several.iter().map(|name| json!({ "required": [name] }));
            schema.insert("anyOf".to_owned(), each.collect());
        }
    }
    Value::Object(schema)
}

/// Adds a field to those that must be there.
fn require(schema: &mut Map<String, Value>, name: &str) {
    let required = schema.entry("required").or_insert_with(|| json!([]));
    if let Value::Array(names) = required {
        names.push(name.into());
    }
}

fn table<'f>(fields: impl Iterator<Item = &'f Field>) -> Map<String, Value> {
    let fields: Vec<&Field> = fields.collect();
    let alternatives = alternatives(&fields);
    let mut schema = typed("object");
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        properties.insert(field.name.to_owned(), Value::Object(property(field)));
        required.extend(field.is_needed().then(|| Value::from(field.name)));
    }
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.extend(alternatives.map(|either| ("anyOf".to_owned(), either)));
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

/// A field, or those that are needed where it isn't there.
fn alternatives(fields: &[&Field]) -> Option<Value> {
    let other = fields.iter().find_map(|field| field.unless())?;
    let instead = fields.iter().filter(|field| field.unless() == Some(other)).map(|field| field.name);
    Some(json!([{ "required": [other] }, { "required": instead.collect::<Vec<_>>() }]))
}

/// A field: what is said of it, then what it must be.
fn property(field: &Field) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("description".to_owned(), description(field).into());
    schema.extend(if field.is_list() { list(field) } else { value(&field.shape, field) });
    let default = match field.default() {
        Default::None | Default::Told(_) => None,
        Default::Text(text) => Some(Value::from(text)),
        Default::Whole(number) => Some(number.into()),
        Default::Number(number) => Some(number.into()),
        Default::Flag(flag) => Some(flag.into()),
    };
    schema.extend(default.map(|default| ("default".to_owned(), default)));
    schema
}

fn description(field: &Field) -> String {
    let mut text = field.doc.trim().to_owned();
    if let Default::Told(words) = field.default() {
        text.push_str(&format!(" (without it: {words})"));
    }
    if let Limits::Form(form) = field.limits() {
        text.push_str(&format!("; {}", form.words()));
    }
    if let Some(example) = field.example() {
        text.push_str(&format!("\n\nExample: `{} = {example}`", field.name));
    }
    text
}

fn list(field: &Field) -> Map<String, Value> {
    let mut schema = typed("array");
    schema.insert("items".to_owned(), Value::Object(value(&field.shape, field)));
    if let Limits::Pair(_) = field.limits() {
        schema.extend(two());
    } else if field.need == Need::Filled {
        schema.insert("minItems".to_owned(), 1.into());
    }
    schema
}

/// A first and a last.
fn two() -> [(String, Value); 2] {
    [("minItems".to_owned(), 2.into()), ("maxItems".to_owned(), 2.into())]
}

/// What a value of a field must be.
fn value(shape: &Shape, field: &Field) -> Map<String, Value> {
    match shape {
        Shape::Text => limited("string", field.limits()),
        Shape::Whole => limited("integer", field.limits()),
        Shape::Number => limited("number", field.limits()),
        Shape::Flag => typed("boolean"),
        Shape::Date => with(typed("string"), "pattern", DATE.into()),
        Shape::Table(fields) => table(fields().iter()),
        Shape::TextOr(other) => {
            with(Map::new(), "anyOf", json!([Value::Object(typed("string")), Value::Object(value(other, field))]))
        }
        Shape::Map(inner) => map(value(inner, field), field),
        Shape::List(inner) => {
            let mut schema = with(typed("array"), "items", Value::Object(value(inner, field)));
            if let Limits::Pair(_) = field.limits() {
                schema.extend(two());
            }
            schema
        }
        Shape::Free => Map::new(),
    }
}

/// A table whose keys the author chooses, from a list if there is one.
fn map(inner: Map<String, Value>, field: &Field) -> Map<String, Value> {
    match field.keys() {
        None => with(typed("object"), "additionalProperties", Value::Object(inner)),
        Some(keys) => {
            let each = keys.into_iter().map(|key| (key.to_owned(), Value::Object(inner.clone())));
            let schema = with(typed("object"), "properties", Value::Object(each.collect()));
            with(schema, "additionalProperties", false.into())
        }
    }
}

fn limited(kind: &str, limits: Limits) -> Map<String, Value> {
    let schema = typed(kind);
    match limits {
        Limits::None => schema,
        Limits::Words(words) => with(schema, "enum", words().into()),
        Limits::Form(form) => with(schema, "pattern", form.pattern().into()),
        Limits::Length(most) => with(schema, "maxLength", most.into()),
        Limits::Pair(least) => with(schema, "minimum", least.into()),
        Limits::Between(least, most) => with(with(schema, "minimum", least.into()), "maximum", most.into()),
        Limits::Range(least, most) => {
            let schema = with(schema, "minimum", least.into());
            if most < LARGE { with(schema, "maximum", most.into()) } else { schema }
        }
    }
}

fn typed(kind: &str) -> Map<String, Value> {
    with(Map::new(), "type", kind.into())
}

fn with(mut schema: Map<String, Value>, key: &str, value: Value) -> Map<String, Value> {
    schema.insert(key.to_owned(), value);
    schema
}
