//! What can be wrong with a file before anybody has understood a word of it, in the author's words.

use crate::diagnostic::Diagnostic;
use crate::output::PathProblem;
use crate::source::Span;

/// A problem with one file. Its place is known once the file has an id.
#[derive(Debug)]
pub(super) enum Problem {
    NotUtf8 { at: usize, byte: u8, utf16: Encoding },
    ControlCharacter { at: usize, character: char, count: usize },
    TooLarge { length: u64, limit: u64 },
    SymlinkOutside,
    SymlinkLoop(&'static str),
    NotAFile(&'static str),
    NotAFolder,
    Unreadable(String),
    NameNotUtf8,
    BadPath { segment: String, why: PathProblem },
}

/// What a text that isn't UTF-8 seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf16,
    SomeByteEncoding,
}

impl From<bool> for Encoding {
    fn from(has_utf16_mark: bool) -> Self {
        if has_utf16_mark { Encoding::Utf16 } else { Encoding::SomeByteEncoding }
    }
}

impl Problem {
    /// The diagnostic for the file at `path`, whose whole is `file`.
    pub(super) fn diagnostic(self, path: &str, file: Span) -> Diagnostic {
        let at = |start, length| Span::new(file.file, start, start + length);
        match self {
            Problem::NotUtf8 { at: start, byte, utf16 } => not_utf8(path, at(start, 3), file, byte, utf16),
            Problem::ControlCharacter { at: start, character, count } => {
                control_character(path, at(start, character.len_utf8()), character, count)
            }
            Problem::TooLarge { length, limit } => too_large(path, file, length, limit),
            Problem::SymlinkOutside => symlink_outside(path, file),
            Problem::SymlinkLoop(why) => symlink_loop(path, file, why),
            Problem::NotAFile(what) => {
                Diagnostic::error("not-a-file", format!("`{path}` is {what}, but should be a file"))
                    .at(file, "")
                    .help("rename it, or move what it holds elsewhere")
            }
            Problem::NotAFolder => {
                Diagnostic::error("not-a-folder", format!("`{path}` is a file, but should be a folder"))
                    .at(file, "")
                    .help("rename the file")
            }
            Problem::Unreadable(why) => Diagnostic::error("unreadable", format!("`{path}` can't be read: {why}"))
                .at(file, "")
                .help("check that it is there and that you may read it"),
            Problem::NameNotUtf8 => Diagnostic::error("bad-path", format!("the name of `{path}` is not UTF-8 text"))
                .at(file, "")
                .help("rename it with letters, digits and `-`"),
            Problem::BadPath { segment, why } => bad_path(path, file, &segment, why),
        }
    }
}

fn not_utf8(path: &str, place: Span, file: Span, byte: u8, encoding: Encoding) -> Diagnostic {
    let message = format!("`{path}` is not saved as UTF-8");
    match encoding {
        Encoding::Utf16 => Diagnostic::error("not-utf8", message)
            .at(file, "")
            .note("it seems to be UTF-16, which some editors call Unicode")
            .help(format!("save it as UTF-8, or convert it: `iconv -f UTF-16 -t UTF-8 {path} > new.txt`")),
        Encoding::SomeByteEncoding => Diagnostic::error("not-utf8", message)
            .at(place, format!("the byte 0x{byte:02X} is no UTF-8"))
            .help("open it in an editor with its present encoding (often Windows-1252) and save it as UTF-8")
            .help(format!("or convert it: `iconv -f WINDOWS-1252 -t UTF-8 {path} > new.txt`")),
    }
}

fn control_character(path: &str, place: Span, character: char, count: usize) -> Diagnostic {
    let code = u32::from(character);
    let more = if count > 1 { format!("; there are {count} in this file") } else { String::new() };
    Diagnostic::warning("control-character", format!("`{path}` has a control character"))
        .at(place, format!("U+{code:04X}{more}"))
        .note("nobody sees it, and feed readers refuse a feed that has one, so it is left out there")
        .help("delete it: it often comes along when text is pasted from elsewhere")
}

fn too_large(path: &str, file: Span, length: u64, limit: u64) -> Diagnostic {
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let message = format!("`{path}` has {:.1} MiB, and {} MiB is the limit", mib(length), limit >> 20);
    let help = match path {
        "calendar.toml" => "split it into several files in `calendar/`",
        _ if path.ends_with(".md") => "split it into several pages, and keep images beside it instead of in it",
        _ => "split it, or move what isn't needed out of it",
    };
    Diagnostic::error("file-too-large", message).at(file, "").help(help)
}

fn symlink_outside(path: &str, file: Span) -> Diagnostic {
    Diagnostic::error("symlink-outside", format!("`{path}` is a link that leads out of the site folder"))
        .at(file, "")
        .note("hub reads nothing outside the site folder, so that a site builds alike everywhere")
        .help("copy what it leads to into the site folder, or remove the link")
}

fn symlink_loop(path: &str, file: Span, why: &str) -> Diagnostic {
    Diagnostic::warning("symlink-loop", format!("`{path}` is not followed: the link {why}"))
        .at(file, "")
        .help("remove the link, or put a real folder in its place")
}

fn bad_path(path: &str, file: Span, segment: &str, why: PathProblem) -> Diagnostic {
    Diagnostic::error("bad-path", format!("`{path}` can't be part of a site: {why}"))
        .at(file, "")
        .note("each name must work on every host and file system")
        .help(format!("rename `{segment}` with letters, digits, `-` and `_`"))
}
