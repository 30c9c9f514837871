//! Reads one text file within its limit: UTF-8 or a problem that says where it isn't.
//!
//! Does not look at what the text says, but for characters that no text has.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::problem::Problem;
use crate::source::{Source, SourceClass};

const MIB: u64 = 1 << 20;

/// The most bytes a file may have. Calendars and the lock grow with the years; the lock is append-only and can't be split.
fn limit(class: SourceClass) -> u64 {
    match class {
        SourceClass::Content => 4 * MIB,
        SourceClass::Calendar | SourceClass::Lock => 8 * MIB,
        _ => MIB,
    }
}

/// The file at `disk` as a source, refused where there is a problem that is an error.
pub(super) fn text(path: String, class: SourceClass, disk: &Path) -> (Source, Option<Problem>) {
    let refused =
        |path, text: &str, problem| (Source { path, class: SourceClass::Refused, text: text.into() }, Some(problem));
    let bytes = match read_within(disk, limit(class)) {
        Ok(bytes) => bytes,
        Err(problem) => return refused(path, "", problem),
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            let problem = if class == SourceClass::Content { control_character(text) } else { None };
            (Source { path, class, text: text.into() }, problem)
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            // The text as far as it can be read lets the diagnostic show the line.
            let lossy = String::from_utf8_lossy(error.as_bytes());
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            let utf16 = error.as_bytes().starts_with(b"\xFF\xFE") || error.as_bytes().starts_with(b"\xFE\xFF");
            refused(path, if utf16 { "" } else { &lossy }, Problem::NotUtf8 { at, byte, utf16: utf16.into() })
        }
    }
}

fn read_within(disk: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| Problem::Unreadable(error.to_string());
    let mut file = File::open(disk).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length > limit {
        return Err(Problem::TooLarge { length, limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // One byte more than allowed: a file may grow between the question and the answer.
    file.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let length = bytes.len() as u64;
    if length > limit { Err(Problem::TooLarge { length, limit }) } else { Ok(bytes) }
}

/// The first control character that isn't white space, and how many there are.
fn control_character(text: &str) -> Option<Problem> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    // A pass over the bytes is quick, and nearly every text ends here: C1 controls begin with 0xC2.
    if !text.bytes().any(|byte| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || matches!(byte, 0x7F | 0xC2))
    {
        return None;
    }
    let mut places = text.char_indices().filter(|(_, c)| is_control(*c));
    let (at, character) = places.next()?;
    Some(Problem::ControlCharacter { at, character, count: places.count() + 1 })
}
