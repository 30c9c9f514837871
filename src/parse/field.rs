//! What a field table says of a field: for the reader, and for those who tell of fields, the schema and the reference.
//!
//! Fixed words, ranges and defaults are the values that the model itself reads with, so that nothing told here is a second
//! opinion. Knows types and names, not what a value means.

use std::ops::RangeInclusive;

use super::form::Form;

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// Whether it must be there, may be there, or is a list.
    pub need: Need,
    /// What it is, in one line.
    pub doc: &'static str,
    /// Its type in the author's words ("text", "a whole number"); of a list, that of what stands in it.
    pub kind: &'static str,
    /// The same for programs.
    pub shape: Shape,
    /// What is told of its values; a table has fields in their place.
    pub how: Option<How>,
}

/// How a field is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Missing is an error.
    Required,
    /// May be left out.
    Optional,
    /// A list, empty when left out.
    List,
    /// A list that must hold something; what is told where it doesn't, the model knows.
    Filled,
}

/// The TOML type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text in quotes.
    Text,
    /// A whole number.
    Whole,
    /// A number, with or without a fraction.
    Number,
    /// True or false.
    Flag,
    /// A date, a local time of a day, or one with its offset.
    Date,
    /// A table with known fields.
    Table(fn() -> &'static [Field]),
    /// Text, or what else is written in its place.
    TextOr(&'static Shape),
    /// A table whose keys the author chooses.
    Map(&'static Shape),
    /// A list inside a map or a list.
    List(&'static Shape),
    /// Anything.
    Free,
}

/// What is told of a field's values beside their type.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// One value as an author would write it, texts without their quotes; of a list, what stands in it.
    pub example: &'static str,
    /// What a value must be beside its type.
    pub limits: Limits,
    /// What holds where it is left out.
    pub default: Default,
    /// The keys of a table whose keys the author chooses, if there is a list of them.
    pub keys: Option<fn() -> Vec<&'static str>>,
    /// The field that must be there where this one isn't; the model says so.
    pub unless: Option<&'static str>,
}

/// What a value must be beside its type.
#[derive(Clone, Copy, Debug)]
pub enum Limits {
    /// Anything of its type.
    None,
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
    /// A whole number from one to the other.
    Range(i64, i64),
    /// A number from one to the other.
    Between(f64, f64),
    /// At most so many characters.
    Length(usize),
    /// A text of this form.
    Form(Form),
    /// A first and a last number, of at least this.
    Pair(i64),
}

/// What holds where a field is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// Nothing is said.
    None,
    /// This text.
    Text(&'static str),
    /// This number.
    Whole(i64),
    /// This number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// What other fields say, in words.
    Told(&'static str),
}

/// What is told of a field, begun with an example.
pub const fn like(example: &'static str) -> How {
    How { example, limits: Limits::None, default: Default::None, keys: None, unless: None }
}

impl How {
    /// Only these words.
    pub const fn one_of(self, words: fn() -> Vec<&'static str>) -> Self {
        How { limits: Limits::Words(words), ..self }
    }

    /// Only these numbers.
    pub const fn within(self, range: RangeInclusive<i64>) -> Self {
        How { limits: Limits::Range(*range.start(), *range.end()), ..self }
    }

    /// Only these numbers, with or without a fraction.
    pub const fn between(self, range: RangeInclusive<f64>) -> Self {
        How { limits: Limits::Between(*range.start(), *range.end()), ..self }
    }

    /// Texts of at most so many characters.
    pub const fn at_most(self, characters: usize) -> Self {
        How { limits: Limits::Length(characters), ..self }
    }

    /// Only texts of this form.
    pub const fn form(self, form: Form) -> Self {
        How { limits: Limits::Form(form), ..self }
    }

    /// A first and a last number.
    pub const fn pair_from(self, least: i64) -> Self {
        How { limits: Limits::Pair(least), ..self }
    }

    /// Only these keys.
    pub const fn keyed_by(self, keys: fn() -> Vec<&'static str>) -> Self {
        How { keys: Some(keys), ..self }
    }

    /// Needed where another field isn't there.
    pub const fn unless(self, other: &'static str) -> Self {
        How { unless: Some(other), ..self }
    }

    /// What holds where it is left out.
    pub const fn default(self, default: Default) -> Self {
        How { default, ..self }
    }

    /// A default that other fields decide, in words.
    pub const fn else_by(self, words: &'static str) -> Self {
        self.default(Default::Told(words))
    }
}

impl Shape {
    /// Fields of the table it is, or may be.
    pub fn fields(&self) -> Option<&'static [Field]> {
        match self {
            Shape::Table(fields) => Some(fields()),
            Shape::TextOr(inner) => inner.fields(),
            _ => None,
        }
    }
}

impl Field {
    /// A field, with what is told of it. A table that tells too little of one of its fields doesn't compile.
    pub const fn checked(self) -> Self {
        let is_table = matches!(self.shape, Shape::Table(_));
        assert!(is_table != self.how.is_some(), "each field has an example, but for tables, whose fields have theirs");
        self
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.need, Need::List | Need::Filled)
    }

    /// Whether it must be there.
    pub fn is_needed(&self) -> bool {
        matches!(self.need, Need::Required | Need::Filled)
    }

    /// What is told of its values.
    pub fn limits(&self) -> Limits {
        self.how.map_or(Limits::None, |how| how.limits)
    }

    /// The only keys of a table whose keys the author chooses.
    pub fn keys(&self) -> Option<Vec<&'static str>> {
        Some(self.how?.keys?())
    }

    /// The field that must be there where this one isn't.
    pub fn unless(&self) -> Option<&'static str> {
        self.how?.unless
    }

    /// What holds where it is left out.
    pub fn default(&self) -> Default {
        self.how.map_or(Default::None, |how| how.default)
    }

    /// What it is, with its words if there is a list of them.
    pub fn told(&self) -> String {
        let doc = self.doc.trim();
        match self.limits() {
            Limits::Words(words) => format!("{doc}; one of `{}`", words().join("`, `")),
            _ => doc.to_owned(),
        }
    }

    /// One value as it stands behind the `=`; nothing for a table, which has fields.
    pub fn example(&self) -> Option<String> {
        let typed = self.how?.example;
        let is_text = matches!(self.shape, Shape::Text | Shape::TextOr(_));
        let value = if is_text { format!("{typed:?}") } else { typed.to_owned() };
        Some(if self.is_list() { format!("[{value}]") } else { value })
    }
}
