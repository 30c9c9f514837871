//! What goes to disk: a checked path and the bytes, one output at a time.
//!
//! An [`OutputPath`] cannot leave the output folder: every way to make one checks it. Nothing here knows what a page is.

use std::fmt;
use std::path::PathBuf;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A path below the output folder, with `/`: `guides/welcome/index.html`. Checked when made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

/// Why a path can't be an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathProblem {
    /// An empty path or segment (`a//b`).
    Empty,
    /// `.` or `..`.
    Dots,
    /// A segment longer than 200 bytes.
    Long,
    /// A backslash, colon, control character or one of `<>"|?*`, which some file systems refuse.
    Character(char),
    /// A name Windows keeps for a device (`con`, `nul`, `com1` …).
    Device,
    /// A segment that ends in a dot or a space.
    Trailing,
    /// Not in Unicode normalization form C.
    NotNfc,
}

impl fmt::Display for PathProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathProblem::Empty => f.write_str("a part of the path is empty"),
            PathProblem::Dots => f.write_str("`.` and `..` are not allowed"),
            PathProblem::Long => f.write_str("a part of the path is longer than 200 bytes"),
            PathProblem::Character(c) => write!(f, "the character {c:?} is not allowed"),
            PathProblem::Device => f.write_str("Windows keeps this name for a device"),
            PathProblem::Trailing => f.write_str("a part of the path ends in a dot or a space"),
            PathProblem::NotNfc => f.write_str("the path is not in Unicode form NFC"),
        }
    }
}

const SEGMENT_BYTES: usize = 200;
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

impl OutputPath {
    /// Checks `path` (relative, `/` between segments, not percent-encoded).
    ///
    /// # Errors
    /// The first rule of `design: limits` that the path breaks.
    pub fn new(path: impl Into<String>) -> Result<Self, PathProblem> {
        let path = path.into();
        path.split('/').try_for_each(check_segment)?;
        Ok(OutputPath(path))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to keep.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Equal for two paths that a case-insensitive file system takes for one, for `x.html` and `x/index.html`, and where one
    /// would have to be a file and a folder at once (`x/index.html` and `x/index.html/index.html`).
    pub fn collision_key(&self) -> String {
        // Most paths are ASCII, and a site has many.
        let lower = if self.0.is_ascii() {
            self.0.to_ascii_lowercase()
        } else {
            self.0.chars().flat_map(char::to_lowercase).collect()
        };
        let mut key = lower.as_str();
        while let Some(folder) = key.strip_suffix("/index.html") {
            key = folder;
        }
        key.strip_suffix(".html").unwrap_or(key).to_owned()
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks one segment of a route or an output path against the rules every host and file system shares.
///
/// # Errors
/// The first rule it breaks.
pub fn check_segment(segment: &str) -> Result<(), PathProblem> {
    if segment.is_empty() {
        return Err(PathProblem::Empty);
    }
    if segment == "." || segment == ".." {
        return Err(PathProblem::Dots);
    }
    if segment.len() > SEGMENT_BYTES {
        return Err(PathProblem::Long);
    }
    if let Some(c) = segment.chars().find(|c| is_nothing(*c) || is_refused(*c)) {
        return Err(PathProblem::Character(c));
    }
    if segment.ends_with(['.', ' ']) {
        return Err(PathProblem::Trailing);
    }
    if is_device(segment) {
        return Err(PathProblem::Device);
    }
    // ASCII is in every form.
    if !segment.is_ascii() && !is_nfc(segment) {
        return Err(PathProblem::NotNfc);
    }
    Ok(())
}

/// Whether a character is a control or none at all (U+FFFE and its like): no document can name such a path.
fn is_nothing(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// Whether some file system takes a character for something else than a part of a name.
fn is_refused(character: char) -> bool {
    matches!(character, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*')
}

/// Text in Unicode normalization form C, the one form of a path.
pub fn nfc(text: &str) -> String {
    // ASCII is in every form, and most paths and tags are ASCII.
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// Letters without their accents: `ü` becomes `u`.
pub fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

fn is_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or(segment);
    let is = |name: &str, text: &str| text.eq_ignore_ascii_case(name);
    // Asked for every part of every path: without a copy of it.
    match (stem.len(), stem.split_at_checked(3)) {
        (3, _) => DEVICES.iter().any(|name| is(name, stem)),
        (4, Some((name, digit))) => {
            (is("com", name) || is("lpt", name)) && digit.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

/// Bytes that are the same for a text for ever, and unlike those of any other: what drawings vary by.
pub fn stable_bytes(text: &str) -> [u8; 32] {
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// When an output is put in place: assets before the pages that name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Images, styles, scripts, downloads.
    Asset,
    /// Pages, feeds and whatever refers to assets.
    Page,
}

/// The bytes of one output.
#[derive(Clone, Debug)]
pub enum Content {
    /// Made by render.
    Bytes(Vec<u8>),
    /// Copied from a file as it is.
    File(PathBuf),
    /// Compiled into the program.
    Built(&'static [u8]),
}

/// One file to publish.
#[derive(Clone, Debug)]
pub struct Output {
    /// Where.
    pub path: OutputPath,
    /// When, relative to the others.
    pub rank: Rank,
    /// What.
    pub content: Content,
}

/// What parts are told by: the same for the same parts in the same order, and for no others.
pub fn digest<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    *hasher.finalize().as_bytes()
}

/// A name for a list of texts that no other list has: their BLAKE3 hash with their lengths, in hexadecimal digits.
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hasher.finalize().to_hex().to_string()
}

/// A name for bytes that is the same wherever they are the same: twelve hexadecimal digits, for file names.
pub fn content_hash(bytes: &[u8]) -> String {
    let mut hex = blake3::hash(bytes).to_hex().to_string();
    hex.truncate(12);
    hex
}
