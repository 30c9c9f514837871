//! The door to TOML: one field table a struct, from which come the reader, the known keys and the reference.
//!
//! A file is walked as spanned values, not read by serde, which would stop at the first wrong type: here every syntax
//! error, unknown key, wrong type and missing field of a file is found in one run, each with its place. Knows types and
//! names, not what a value means.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::brackets;
use super::field::{Field, Need, Shape};
use crate::diagnostic::{Diagnostic, nearest};
use crate::markdown::escape::is_printable;
use crate::source::{FileId, Span, Spanned};

/// A date or time as typed: TOML's own type, in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawDate {
    /// Year, as typed.
    pub year: u16,
    /// Month 1 to 12.
    pub month: u8,
    /// Day 1 to 31.
    pub day: u8,
    /// Hour, minute, second; none for a bare date.
    pub time: Option<(u8, u8, u8)>,
    /// Minutes east of UTC; none for a local time.
    pub offset_minutes: Option<i16>,
}

/// Text, or a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TextOr<T> {
    /// Text.
    Text(String),
    /// A table.
    Table(T),
}

/// A table whose keys the author chooses, in the order of the file.
pub type Map<T> = Vec<(Spanned<String>, Spanned<T>)>;

/// How many headers of a name are shown.
const MOST_BRACKETS: usize = 8;

/// Reads one file's TOML, collecting what is wrong.
#[derive(Debug)]
pub struct Reader {
    file: FileId,
    offset: usize,
    /// Places of syntax errors: what was made of them in passing has no type to speak of, and a missing field says nothing
    /// where the line that holds it may be the broken one.
    broken: Vec<Range<usize>>,
    /// Whether the value being read stands in a list, where it has no key of its own.
    in_list: bool,
    /// Fields that stand above every header.
    top: Vec<&'static [Field]>,
    /// The first header and its place: what belongs to the top stands above it.
    first_header: Option<(String, usize)>,
    /// Places of brackets that the author left out and the text that is read has.
    added: Vec<usize>,
    problems: Vec<Diagnostic>,
}

/// A value of one TOML type.
pub trait ReadValue: Sized {
    /// The type in the author's words.
    const KIND: &'static str;
    /// The type for programs.
    const SHAPE: Shape;
    /// Reads it; `None` where the type is another.
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self>;
}

/// A table with known fields.
pub trait ReadTable: Default {
    /// Its fields, in the order of declaration.
    fn fields() -> &'static [Field];
    /// Reads them; keys that are not its own are left alone.
    fn read_fields(table: &DeTable<'_>, reader: &mut Reader) -> Self;
}

/// Reads `text` as one table of type `T`.
pub fn read_file<T: ReadTable>(text: &str, file: FileId) -> (T, Vec<Diagnostic>) {
    let mut reader = Reader::new(file, 0);
    let text = reader.prepare(text, &[T::fields()]);
    let table = reader.parse(&text);
    let value = T::read_fields(table.get_ref(), &mut reader);
    reader.unknown_keys(table.get_ref(), &[T::fields()]);
    reader.missing(table.get_ref(), Span::file(file), T::fields());
    (value, reader.problems)
}

/// Reads front matter: `text` stands at `span` of its file and holds the fields of `A` and of `B`.
pub fn read_front_matter<A: ReadTable, B: ReadTable>(text: &str, span: Span) -> (A, B, Vec<Diagnostic>) {
    let mut reader = Reader::new(span.file, span.start as usize);
    let text = reader.prepare(text, &[A::fields(), B::fields()]);
    let table = reader.parse(&text);
    let common = A::read_fields(table.get_ref(), &mut reader);
    let own = B::read_fields(table.get_ref(), &mut reader);
    reader.unknown_keys(table.get_ref(), &[A::fields(), B::fields()]);
    for fields in [A::fields(), B::fields()] {
        reader.missing(table.get_ref(), span, fields);
    }
    (common, own, reader.problems)
}

/// Reads a file of texts, tables flattened to dotted keys, in the order of the file (`i18n/LANG.toml`).
pub fn read_flat_texts(text: &str, file: FileId) -> (Vec<(String, Spanned<String>)>, Vec<Diagnostic>) {
    let mut reader = Reader::new(file, 0);
    let table = reader.parse(text);
    let mut texts = Vec::new();
    flatten(table.get_ref(), "", &mut reader, &mut texts);
    (texts, reader.problems)
}

/// The whole of a text that others wrote as TOML, of any shape; nothing where it is no TOML.
pub fn read_free(text: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    let table = DeTable::parse(text).ok()?;
    Some(table.get_ref().iter().map(|(key, value)| (key.get_ref().to_string(), free_value(value.get_ref()))).collect())
}

/// Every text that stands in `text` (which is at `span` of its file), at any depth, with the key it belongs to. What isn't
/// TOML is left out: whoever reads the fields reports it.
pub fn every_text(text: &str, span: Span) -> Vec<(String, Spanned<String>)> {
    fn see(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &Reader, texts: &mut Vec<(String, Spanned<String>)>) {
        match value.get_ref() {
            DeValue::String(text) => texts.push((key.to_owned(), Spanned::new(text.to_string(), reader.span(value)))),
            DeValue::Array(values) => values.iter().for_each(|value| see(value, key, reader, texts)),
            DeValue::Table(table) => table.iter().for_each(|(key, value)| see(value, key.get_ref(), reader, texts)),
            _ => {}
        }
    }
    let mut reader = Reader::new(span.file, span.start as usize);
    let table = reader.parse(text);
    let mut texts = Vec::new();
    for (key, value) in table.get_ref() {
        see(value, key.get_ref(), &reader, &mut texts);
    }
    texts
}

fn flatten(table: &DeTable<'_>, prefix: &str, reader: &mut Reader, texts: &mut Vec<(String, Spanned<String>)>) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(inner, &name, reader, texts),
            _ => texts
                .extend(String::read(value, &name, reader).map(|text| (name, Spanned::new(text, reader.span(value))))),
        }
    }
}

impl Reader {
    fn new(file: FileId, offset: usize) -> Self {
        Reader {
            file,
            offset,
            broken: Vec::new(),
            in_list: false,
            top: Vec::new(),
            first_header: None,
            added: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Takes the fields of the file, and its text with the brackets that are missing at the headers of its lists.
    fn prepare<'t>(&mut self, text: &'t str, top: &[&'static [Field]]) -> Cow<'t, str> {
        self.top = top.to_vec();
        let mut headers = brackets::single(text, top);
        if headers.is_empty() {
            return Cow::Borrowed(text);
        }
        // What looks like a header may be part of a text: it is one where it makes a table.
        let (table, _) = DeTable::parse_recoverable(text);
        headers.retain(|header| holds_table(table.get_ref(), &header.name));
        self.missing_brackets(&headers);
        let (text, added) = brackets::doubled(text, &headers);
        self.added = added;
        Cow::Owned(text)
    }

    /// One problem for all headers of a name.
    fn missing_brackets(&mut self, headers: &[brackets::Header]) {
        let mut names: Vec<&str> = Vec::new();
        for header in headers {
            if !names.contains(&header.name.as_str()) {
                names.push(&header.name);
            }
        }
        for name in names {
            let named = headers.iter().filter(|header| header.name == name);
            let places: Vec<Span> = named.map(|header| self.place(header.at.start, header.at.end)).collect();
            self.problems.push(single_brackets(name, &places));
        }
    }

    /// Reports what isn't TOML: the first error of each line, since what follows on the line follows from it.
    fn parse<'t>(&mut self, text: &'t str) -> TomlSpanned<DeTable<'t>> {
        let (table, mut errors) = DeTable::parse_recoverable(text);
        errors.sort_by_key(|error| error.span().map_or(0, |range| range.start));
        // One a line: of two the second mostly follows from the first.
        let mut last = None;
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            let between = text.get(last.unwrap_or(0)..range.start);
            if last.is_none() || between.is_some_and(|between| between.contains('\n')) {
                let end = range.end.max(range.start + 1).min(text.len());
                let typed = text.get(range.start..end).unwrap_or_default();
                self.problems.push(syntax(error.message(), typed, self.place(range.start, end)));
            }
            last = Some(range.start);
            self.broken.push(range);
        }
        let header = table.get_ref().values().filter_map(|value| header_of(value, text)).min_by_key(|at| at.start);
        self.first_header = header.and_then(|at| Some((text.get(at.clone())?.to_owned(), at.start)));
        table
    }

    fn place(&self, start: usize, end: usize) -> Span {
        // Places as the author has them: without the brackets that were added before.
        let typed = |at: usize| self.offset + at - self.added.partition_point(|added| *added < at);
        Span::new(self.file, typed(start), typed(end))
    }

    /// The place of a value.
    pub fn span<T>(&self, value: &TomlSpanned<T>) -> Span {
        self.place(value.span().start, value.span().end)
    }

    /// Adds a problem.
    pub fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    fn wrong_type(&mut self, value: &TomlSpanned<DeValue<'_>>, key: &str, wanted: &str) {
        let place = value.span();
        // A value that is broken syntax was reported as such.
        if self.broken.iter().any(|error| error.start <= place.end && place.start <= error.end) {
            return;
        }
        let found = match value.get_ref() {
            DeValue::Datetime(_) if wanted == RawDate::KIND => "a time without a day",
            other => kind_of(other),
        };
        let way_out = self.way_out(value.get_ref(), key, wanted);
        self.problems.push(
            Diagnostic::error("wrong-type", format!("`{key}` is {wanted}, but this is {found}"))
                .at(self.span(value), format!("{wanted} is expected here"))
                .maybe_help(way_out),
        );
    }

    /// How to write a value of another type as the wanted one: only what is taken when it is written so.
    fn way_out(&self, value: &DeValue<'_>, key: &str, wanted: &str) -> Option<String> {
        let begin = if self.in_list { String::new() } else { format!("{key} = ") };
        let is_bare = |text: &str, kinds: &[&str]| bare_kind(text).is_some_and(|kind| kinds.contains(&kind));
        match value {
            DeValue::String(text) if wanted == RawDate::KIND && is_bare(text, &["a date"]) => {
                Some(format!("dates stand without quotes: `{begin}{text}`"))
            }
            DeValue::String(text)
                if wanted == i64::KIND && is_bare(text, &["a whole number"])
                    || wanted == f64::KIND && is_bare(text, &["a whole number", "a number with a fraction"])
                    || wanted == bool::KIND && is_bare(text, &["true or false"]) =>
            {
                Some(format!("leave out the quotes: `{begin}{text}`"))
            }
            _ if wanted == RawDate::KIND => {
                Some(format!("dates are written `{begin}2026-12-08`, or with a time `{begin}2026-12-08T18:00`"))
            }
            _ if wanted == bool::KIND => Some(format!("write `{begin}true` or `{begin}false`")),
            DeValue::String(text) if [i64::KIND, f64::KIND].contains(&wanted) => Some(match number_in(text) {
                Some(number) => format!("write the number alone, without quotes: `{begin}{number}`"),
                None => format!("write a number, without quotes, as in `{begin}5`"),
            }),
            DeValue::String(text) if wanted == "a list" => Some(format!("write it as a list: `{key} = [{text:?}]`")),
            DeValue::Array(_) | DeValue::Table(_) => None,
            _ => (wanted == String::KIND).then(|| "put it in quotes".to_owned()),
        }
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&'static [Field]]) {
        // After a syntax error a key may stand in a table it doesn't belong to.
        if !self.broken.is_empty() {
            return;
        }
        let names = || known.iter().flat_map(|fields| fields.iter().map(|field| field.name));
        for key in table.keys().filter(|key| !names().any(|name| name == key.get_ref().as_ref())) {
            let typed = key.get_ref();
            let mut problem = Diagnostic::error("unknown-key", format!("there is no field `{typed}` here"))
                .at(self.place(key.span().start, key.span().end), "unknown field");
            let above = self.place_above(typed, key.span().start);
            problem = match nearest(typed, names()) {
                _ if above.is_some() => problem.maybe_help(above),
                Some(name) => problem.help(format!("did you mean `{name}`?")),
                None if names().any(|name| name == "extra") => problem
                    .note(format!("known fields: {}", join(names())))
                    .help("fields of your own stand under `[extra]`"),
                None => problem.note(format!("known fields: {}", join(names()))),
            };
            self.problems.push(problem);
        }
    }

    /// Where a field belongs that stands below a header, though it is one of the file's own.
    fn place_above(&self, typed: &str, at: usize) -> Option<String> {
        let (header, begins) = self.first_header.as_ref()?;
        let is_top = self.top.iter().any(|fields| fields.iter().any(|field| field.name == typed));
        let first = if header.starts_with("[[") { "the first " } else { "" };
        (is_top && *begins < at).then(|| format!("move it above {first}`{header}`"))
    }

    fn missing(&mut self, table: &DeTable<'_>, span: Span, fields: &'static [Field]) {
        if !self.broken.is_empty() {
            return;
        }
        let required = fields.iter().filter(|field| field.need == Need::Required);
        for field in required.filter(|field| !table.contains_key(field.name)) {
            if self.is_misspelt(field.name) {
                continue;
            }
            self.problems.push(
                Diagnostic::error("missing-field", format!("`{}` is missing", field.name))
                    .at(span, "")
                    .note(format!("`{}`: {}", field.name, field.told()))
                    .maybe_help(field.example().map(|example| format!("add it, as in `{} = {example}`", field.name))),
            );
        }
    }

    /// Whether a key was reported for which this field was proposed, or which is this field at another place.
    fn is_misspelt(&self, name: &str) -> bool {
        self.problems.iter().any(|problem| stands_for(problem, name))
    }

    /// Reads a table value with its unknown keys and missing fields.
    pub fn table<T: ReadTable>(&mut self, value: &TomlSpanned<DeValue<'_>>, key: &str) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value, key, "a table");
            return None;
        };
        let read = T::read_fields(table, self);
        self.unknown_keys(table, &[T::fields()]);
        let span = self.span(value);
        self.missing(table, span, T::fields());
        Some(read)
    }

    /// Reads an optional field.
    pub fn optional<T: ReadValue>(&mut self, table: &DeTable<'_>, key: &str) -> Option<Spanned<T>> {
        let value = table.get(key)?;
        self.in_list = false;
        let read = T::read(value, key, self)?;
        Some(Spanned::new(read, self.span(value)))
    }

    /// Reads a list field.
    pub fn list<T: ReadValue>(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Spanned<T>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        self.in_list = false;
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(value, key, "a list");
            return Vec::new();
        };
        let mut read = Vec::new();
        for element in array.iter() {
            self.in_list = true;
            read.extend(T::read(element, key, self).map(|item| Spanned::new(item, self.span(element))));
        }
        read
    }
}

/// The problem of a list whose headers stand in single brackets.
fn single_brackets(name: &str, places: &[Span]) -> Diagnostic {
    let mut problem = Diagnostic::error("wrong-type", format!("`{name}` is a list, but this is a table"));
    for (index, place) in places.iter().take(MOST_BRACKETS).enumerate() {
        problem = problem.at(*place, if index == 0 { "a list is expected here" } else { "and here" });
    }
    if let more @ 1.. = places.len().saturating_sub(MOST_BRACKETS) {
        problem = problem.note(format!("there are {more} more of them below"));
    }
    problem.help(format!("write `[[{name}]]`"))
}

/// Whether a problem is that of a field which is there, misspelt or below a header.
pub fn stands_for(problem: &Diagnostic, name: &str) -> bool {
    let is_moved = || problem.help.iter().any(|help| help.starts_with("move it above "));
    let is_meant = || problem.help.contains(&format!("did you mean `{name}`?"));
    problem.code == "unknown-key" && (is_meant() || is_moved() && problem.message.contains(&format!("`{name}`")))
}

/// Whether a table stands at a path such as `rhythm.phase`, in any of the tables of the lists on the way.
fn holds_table(table: &DeTable<'_>, path: &str) -> bool {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let inner =
        |value: &TomlSpanned<DeValue<'_>>| matches!(value.get_ref(), DeValue::Table(inner) if holds_table(inner, rest));
    match table.get(name) {
        Some(value) => match value.get_ref() {
            DeValue::Table(_) => rest.is_empty() || inner(value),
            DeValue::Array(values) => !rest.is_empty() && values.iter().any(inner),
            _ => false,
        },
        None => false,
    }
}

/// The place of the first header by which a value was made, if it was by one.
fn header_of(value: &TomlSpanned<DeValue<'_>>, text: &str) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(_) if text.get(value.span())?.starts_with('[') => Some(value.span()),
        DeValue::Table(inner) => inner.values().filter_map(|value| header_of(value, text)).min_by_key(|at| at.start),
        DeValue::Array(values) => values.iter().next().and_then(|value| header_of(value, text)),
        _ => None,
    }
}

/// For what begins as a number: whether its field takes one, a date or a text isn't known where nothing can be read.
const NUMBER_OR_DATE: &str = "a number stands alone, as in `minutes = 5`; dates are written `2026-12-08`, the year first \
                              and without quotes, with a time `2026-12-08T18:00`; texts stand in quotes";

/// What a text would be if it stood without quotes.
fn bare_kind(text: &str) -> Option<&'static str> {
    let line = format!("bare = {text}");
    let is_value = !text.contains(['\n', '#']);
    let table = DeTable::parse(&line).ok().filter(|_| is_value)?;
    table.get_ref().get("bare").map(|value| kind_of(value.get_ref()))
}

/// The first whole number that a text holds.
fn number_in(text: &str) -> Option<i64> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

/// A syntax error, with a way out for those that authors make most.
fn syntax(message: &str, typed: &str, place: Span) -> Diagnostic {
    let message = message.lines().next().unwrap_or_default();
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let not_toml = |what: &str| Diagnostic::error("toml-syntax", format!("this is not TOML: {what}")).at(place, "");
    match (what, expected) {
        ("invalid date" | "invalid time" | "invalid offset", _) => {
            Diagnostic::error("bad-date", format!("there is no such {}", what.trim_start_matches("invalid ")))
                .at(place, format!("{expected} expected here"))
                .help("write it such as `2026-11-30`, or with a time `2026-11-30T18:00:00`")
        }
        ("string values must be quoted", _) if typed.starts_with(|c: char| c.is_ascii_digit()) => {
            not_toml("this is no number and no date, and a text has quotes").help(NUMBER_OR_DATE)
        }
        ("string values must be quoted", _) => not_toml("this text has no quotes")
            .help("put quotes around it: `\"…\"` (`“` and `”` are none); yes and no are `true` and `false`"),
        ("invalid basic string", "`\"`") => not_toml("this text has no end").help("end it with `\"` on the same line"),
        ("invalid unquoted key" | "key with no value", _) => {
            not_toml("this is no field with a value").help("write `name = value`, one a line; texts stand in quotes")
        }
        ("invalid float" | "invalid integer" | "invalid decimal" | "extra `.`", _) => {
            not_toml("this is no number and no date").help(NUMBER_OR_DATE)
        }
        ("unclosed array table", _) => {
            not_toml("this `[[` has no `]]`").help("end the name with `]]`, as in `[[entry]]`")
        }
        ("duplicate key", _) => not_toml("this field stands twice").help("keep one of the two"),
        ("invalid boolean", _) => {
            not_toml("only `true` and `false` are words without quotes").help("put texts in quotes")
        }
        _ => not_toml(message),
    }
}

fn join(names: impl Iterator<Item = &'static str>) -> String {
    let mut names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    names.sort_unstable();
    names.join(", ")
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(typed) if typed.date.is_none() => "a time without a day",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

impl ReadValue for String {
    const KIND: &'static str = "text";
    const SHAPE: Shape = Shape::Text;
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            reader.wrong_type(value, key, Self::KIND);
            return None;
        };
        if let Some(never) = text.chars().find(|c| !is_printable(*c)) {
            let what = if never.is_control() { "control character" } else { "character" };
            let message = format!("`{key}` holds the {what} U+{:04X}", u32::from(never));
            reader.report(
                Diagnostic::error("control-character", message)
                    .at(reader.span(value), "")
                    .help("take it out: no page and no feed can show it"),
            );
        }
        Some(text.to_string())
    }
}

impl ReadValue for i64 {
    const KIND: &'static str = "a whole number";
    const SHAPE: Shape = Shape::Whole;
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            reader.wrong_type(value, key, Self::KIND);
        }
        number
    }
}

impl ReadValue for f64 {
    const KIND: &'static str = "a number";
    const SHAPE: Shape = Shape::Number;
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => i32::from_str_radix(number.as_str(), number.radix()).ok().map(f64::from),
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        if number.is_none() {
            reader.wrong_type(value, key, Self::KIND);
        }
        number
    }
}

impl ReadValue for bool {
    const KIND: &'static str = "true or false";
    const SHAPE: Shape = Shape::Flag;
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let DeValue::Boolean(flag) = value.get_ref() else {
            reader.wrong_type(value, key, Self::KIND);
            return None;
        };
        Some(*flag)
    }
}

impl ReadValue for RawDate {
    const KIND: &'static str = "a date";
    const SHAPE: Shape = Shape::Date;
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let date = match value.get_ref() {
            DeValue::Datetime(date) => raw_date(date),
            _ => None,
        };
        if date.is_none() {
            reader.wrong_type(value, key, Self::KIND);
        }
        date
    }
}

/// A TOML time of day without a date has no place on a calendar.
fn raw_date(value: &toml::value::Datetime) -> Option<RawDate> {
    let date = value.date?;
    let time = value.time.map(|time| (time.hour, time.minute, time.second.unwrap_or(0)));
    let offset_minutes = value.offset.map(|offset| match offset {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => minutes,
    });
    Some(RawDate { year: date.year, month: date.month, day: date.day, time, offset_minutes })
}

impl<T: ReadValue> ReadValue for TextOr<T> {
    const KIND: &'static str = "text or a table";
    const SHAPE: Shape = Shape::TextOr(&T::SHAPE);
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(text) => Some(TextOr::Text(text.to_string())),
            DeValue::Table(_) => T::read(value, key, reader).map(TextOr::Table),
            _ => {
                reader.wrong_type(value, key, Self::KIND);
                None
            }
        }
    }
}

impl<T: ReadValue> ReadValue for Map<T> {
    const KIND: &'static str = "a table";
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            reader.wrong_type(value, key, Self::KIND);
            return None;
        };
        let mut map = Map::new();
        for (name, inner) in table {
            reader.in_list = false;
            let span = reader.place(name.span().start, name.span().end);
            let read = T::read(inner, name.get_ref(), reader);
            map.extend(
                read.map(|item| {
                    (Spanned::new(name.get_ref().to_string(), span), Spanned::new(item, reader.span(inner)))
                }),
            );
        }
        Some(map)
    }
}

/// A list inside a map or a list.
impl<T: ReadValue> ReadValue for Vec<T> {
    const KIND: &'static str = "a list";
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    fn read(value: &TomlSpanned<DeValue<'_>>, key: &str, reader: &mut Reader) -> Option<Self> {
        let DeValue::Array(array) = value.get_ref() else {
            reader.wrong_type(value, key, Self::KIND);
            return None;
        };
        let mut read = Self::new();
        for element in array.iter() {
            reader.in_list = true;
            read.extend(T::read(element, key, reader));
        }
        Some(read)
    }
}

/// Anything: `[extra]`, which belongs to the author and the theme.
impl ReadValue for serde_json::Value {
    const KIND: &'static str = "a table";
    const SHAPE: Shape = Shape::Free;
    fn read(value: &TomlSpanned<DeValue<'_>>, _key: &str, _reader: &mut Reader) -> Option<Self> {
        Some(free_value(value.get_ref()))
    }
}

fn free_value(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => number.into(),
            Err(_) => number.as_str().into(),
        },
        DeValue::Float(number) => match number.as_str().replace('_', "").parse::<f64>() {
            Ok(number) => number.into(),
            Err(_) => number.as_str().into(),
        },
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(array) => array.iter().map(|element| free_value(element.get_ref())).collect(),
        DeValue::Table(table) => serde_json::Value::Object(
            table.iter().map(|(key, inner)| (key.get_ref().to_string(), free_value(inner.get_ref()))).collect(),
        ),
    }
}

/// The key of a field: its Rust name without the `r#` of a keyword.
pub const fn key_of(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Declares a table of fields: the struct, its reader and its documentation are one text.
///
/// `req NAME: TYPE` must be there, `opt` may be, `list` is a list, `some` is a list that must hold something. The doc
/// comment of a field is its manual; after `=` stands what is told of its values, an example at least: `= like("…")`. A
/// field that is a table has none.
macro_rules! fields {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $mode:ident $field:ident: $ty:ty $(= $how:expr)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $crate::parse::toml::fields!(@type $mode $ty),)* }

        impl $crate::parse::toml::ReadTable for $name {
            fn fields() -> &'static [$crate::parse::field::Field] {
                const FIELDS: &[$crate::parse::field::Field] = &[$($crate::parse::field::Field {
                    name: $crate::parse::toml::key_of(stringify!($field)),
                    need: $crate::parse::toml::fields!(@need $mode),
                    doc: concat!($($doc),+),
                    kind: <$ty as $crate::parse::toml::ReadValue>::KIND,
                    shape: <$ty as $crate::parse::toml::ReadValue>::SHAPE,
                    how: $crate::parse::toml::fields!(@how $($how)?),
                }
                .checked(),)*];
                FIELDS
            }

            #[allow(unused_variables, reason = "a table without fields reads nothing")]
            fn read_fields(table: &::toml::de::DeTable<'_>, reader: &mut $crate::parse::toml::Reader) -> Self {
                $name { $($field: $crate::parse::toml::fields!(@read $mode $ty, table, reader, $field),)* }
            }
        }

        impl $crate::parse::toml::ReadValue for $name {
            const KIND: &'static str = "a table";
            const SHAPE: $crate::parse::field::Shape =
                $crate::parse::field::Shape::Table(<$name as $crate::parse::toml::ReadTable>::fields);
            fn read(
                value: &::toml::Spanned<::toml::de::DeValue<'_>>,
                key: &str,
                reader: &mut $crate::parse::toml::Reader,
            ) -> Option<Self> {
                reader.table(value, key)
            }
        }
    };
    (@how) => { None };
    (@how $how:expr) => { Some($how) };
    (@type some $ty:ty) => { Vec<$crate::source::Spanned<$ty>> };
    (@type list $ty:ty) => { Vec<$crate::source::Spanned<$ty>> };
    (@type $mode:ident $ty:ty) => { Option<$crate::source::Spanned<$ty>> };
    (@need req) => { $crate::parse::field::Need::Required };
    (@need opt) => { $crate::parse::field::Need::Optional };
    (@need list) => { $crate::parse::field::Need::List };
    (@need some) => { $crate::parse::field::Need::Filled };
    (@read some $ty:ty, $table:ident, $reader:ident, $field:ident) => {
        $crate::parse::toml::fields!(@read list $ty, $table, $reader, $field)
    };
    (@read list $ty:ty, $table:ident, $reader:ident, $field:ident) => {
        $reader.list::<$ty>($table, $crate::parse::toml::key_of(stringify!($field)))
    };
    (@read $mode:ident $ty:ty, $table:ident, $reader:ident, $field:ident) => {
        $reader.optional::<$ty>($table, $crate::parse::toml::key_of(stringify!($field)))
    };
}
pub(crate) use fields;
