//! `[entry]` where `[[entry]]` is meant. Whoever forgets the second bracket did so each time, and TOML then says of every
//! field below that it stands twice: such a file is read as if all brackets were there, and what is said is said of them.
//!
//! Knows the text alone; what its values are, the reader knows.

use std::ops::Range;

use super::field::Field;

/// A header in single brackets, on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its name, as in `rhythm.phase`.
    pub(super) name: String,
    /// Its place, brackets included.
    pub(super) at: Range<usize>,
}

/// The headers in single brackets that name a list of tables.
pub(super) fn single(text: &str, known: &[&'static [Field]]) -> Vec<Header> {
    let mut found = Vec::new();
    let (mut at, mut quotes) = (0, 0);
    for line in text.split_inclusive('\n') {
        let is_in_text = quotes % 2 == 1;
        found.extend(header(line, at).filter(|header| !is_in_text && is_list(&header.name, known)));
        quotes += line.matches("\"\"\"").count() + line.matches("'''").count();
        at += line.len();
    }
    found
}

fn header(line: &str, at: usize) -> Option<Header> {
    let start = line.len() - line.trim_start().len();
    let (name, rest) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    let rest_of_line = rest.trim_start();
    let is_whole = rest_of_line.is_empty() || rest_of_line.starts_with('#');
    let parts: Vec<&str> = name.split('.').map(str::trim).collect();
    let at = at + start..at + start + name.len() + 2;
    is_whole.then(|| Header { name: parts.join("."), at })
}

fn is_list(name: &str, known: &[&'static [Field]]) -> bool {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let field = known.iter().flat_map(|fields| fields.iter()).find(|field| field.name == first);
    let Some((field, fields)) = field.and_then(|field| Some((field, field.shape.fields()?))) else { return false };
    if rest.is_empty() { field.is_list() } else { is_list(rest, &[fields]) }
}

/// The text with a second bracket at both ends of each of the headers, and the places of those brackets in it, ascending.
pub(super) fn doubled(text: &str, headers: &[Header]) -> (String, Vec<usize>) {
    let mut whole = String::with_capacity(text.len() + 2 * headers.len());
    let (mut added, mut done) = (Vec::new(), 0);
    for header in headers {
        for (end, bracket) in [(header.at.start, '['), (header.at.end, ']')] {
            whole.push_str(text.get(done..end).unwrap_or_default());
            added.push(whole.len());
            whole.push(bracket);
            done = end;
        }
    }
    whole.push_str(text.get(done..).unwrap_or_default());
    (whole, added)
}
