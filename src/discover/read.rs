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

/// The file at `disk` as a source, refused where there is a problem that is an error. `buffer` is for its bytes on their way.
pub(super) fn text(path: String, class: SourceClass, disk: &Path, buffer: &mut Vec<u8>) -> (Source, Option<Problem>) {
    let refused =
        |path, text: &str, problem| (Source { path, class: SourceClass::Refused, text: text.into() }, Some(problem));
    let bytes = match read_within(disk, limit(class), buffer) {
        Ok(bytes) => bytes,
        Err(problem) => return refused(path, "", problem),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
            let problem = if class == SourceClass::Content { control_character(text) } else { None };
            (Source { path, class, text: text.into() }, problem)
        }
        Err(error) => {
            let at = error.valid_up_to();
            // The text as far as it can be read lets the diagnostic show the line.
            let lossy = String::from_utf8_lossy(bytes);
            let byte = bytes.get(at).copied().unwrap_or_default();
            let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            refused(path, if utf16 { "" } else { &lossy }, Problem::NotUtf8 { at, byte, utf16: utf16.into() })
        }
    }
}

fn read_within<'b>(disk: &Path, limit: u64, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Problem> {
    let unreadable = |error: std::io::Error| Problem::Unreadable(error.to_string());
    let mut file = File::open(disk).map_err(unreadable)?;
    buffer.clear();
    // One byte more than allowed: nearly every file is shorter, and needn't be asked for its length.
    let read = file.by_ref().take(limit + 1).read_to_end(buffer).map_err(unreadable)? as u64;
    if read > limit {
        let length = file.metadata().map_err(unreadable)?.len().max(read);
        return Err(Problem::TooLarge { length, limit });
    }
    Ok(buffer)
}

/// The first control character that isn't white space, and how many there are.
fn control_character(text: &str) -> Option<Problem> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    // A pass over the bytes is quick, and nearly every text ends here.
    if !text.as_bytes().chunks(CHUNK).any(may_hold_controls) {
        return None;
    }
    let mut places = text.char_indices().filter(|(_, c)| is_control(*c));
    let (at, character) = places.next()?;
    Some(Problem::ControlCharacter { at, character, count: places.count() + 1 })
}

/// Bytes that are looked at together.
const CHUNK: usize = 256;

/// Whether bytes hold a control character, or the first byte of one. Without a branch, so that many are looked at in one step.
fn may_hold_controls(bytes: &[u8]) -> bool {
    let may_be = |byte: u8| {
        let is_low = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        // C1 controls begin with 0xC2.
        is_low | (byte == 0x7F) | (byte == 0xC2)
    };
    bytes.iter().fold(false, |found, byte| found | may_be(*byte))
}
