//! What a creator hands over, as files with names: a folder, a zip archive, or one file.
//!
//! Every limit on what others wrote stands here: names that lead elsewhere, links, archives that grow without end. Knows
//! nothing of posts. A name is relative, has `/` and is in Unicode form NFC.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::error::Error;
use crate::output::nfc;

/// Files that one import may hold.
const FILES: usize = 50_000;
/// Bytes of all files together, unpacked.
const TOTAL: u64 = 8 << 30;
/// Bytes of one file.
const ONE: u64 = 512 << 20;
/// How many times larger than packed a file may be, past [`SMALL`].
const RATIO: u64 = 300;
/// A file of less than this is never a bomb.
const SMALL: u64 = 8 << 20;
/// Folders in each other.
const DEPTH: usize = 40;
/// Folders of tools, never part of what a creator wrote.
const TOOLS: [&str; 12] = [
    "node_modules",
    "vendor",
    "target",
    "__MACOSX",
    "_site",
    "public-preview",
    "resources",
    "dist",
    "__pycache__",
    "themes",
    "coverage",
    "bower_components",
];

/// All files of a source.
#[derive(Debug)]
pub(super) struct Tree {
    files: BTreeMap<String, Place>,
    archive: Option<RefCell<ZipArchive<BufReader<File>>>>,
    /// What was left where it is, and why.
    pub(super) left: Vec<(String, &'static str)>,
}

#[derive(Clone, Debug)]
enum Place {
    Disk(PathBuf),
    Packed(usize),
}

impl Tree {
    /// Looks at a source; nothing is unpacked yet.
    ///
    /// # Errors
    /// It isn't there, can't be read, or is larger or stranger than an honest one.
    pub(super) fn open(source: &Path) -> Result<Self, Error> {
        let metadata = fs::metadata(source).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::refused(
                format!("there is nothing at `{}`", source.display()),
                "name the folder or the export file that holds your posts",
            ),
            _ => Error::io("could not read", source, error),
        })?;
        if metadata.is_dir() {
            return Self::folder(source);
        }
        let mut start = [0; 4];
        let file = File::open(source).map_err(|error| Error::io("could not read", source, error))?;
        let read = (&file).read(&mut start).map_err(|error| Error::io("could not read", source, error))?;
        if read == 4 && (start == *b"PK\x03\x04" || start == *b"PK\x05\x06") {
            return Self::packed(source);
        }
        let name = source.file_name().map_or_else(String::new, |name| nfc(&name.to_string_lossy()));
        let files = BTreeMap::from([(name, Place::Disk(source.to_owned()))]);
        Ok(Tree { files, archive: None, left: Vec::new() })
    }

    fn folder(root: &Path) -> Result<Self, Error> {
        let mut tree = Tree { files: BTreeMap::new(), archive: None, left: Vec::new() };
        let mut folders = vec![(root.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            let entries = fs::read_dir(&folder).map_err(|error| Error::io("could not read", &folder, error))?;
            for entry in entries {
                let entry = entry.map_err(|error| Error::io("could not read", &folder, error))?;
                let shape = entry.file_type().map_err(|error| Error::io("could not read", &entry.path(), error))?;
                let Some(name) = entry.file_name().to_str().map(nfc) else {
                    let lossy = format!("{prefix}{}", entry.file_name().to_string_lossy());
                    tree.left.push((lossy, "its name is no text that hub can read; rename it"));
                    continue;
                };
                let path = format!("{prefix}{name}");
                if shape.is_symlink() {
                    tree.left.push((path, "it is a link, and links are not followed"));
                } else if shape.is_dir() {
                    if depth >= DEPTH {
                        tree.left.push((path, "it lies deeper than 40 folders"));
                    } else if !is_hidden(&name) && !is_tool(root, &path, &name) {
                        folders.push((entry.path(), format!("{path}/"), depth + 1));
                    }
                } else if shape.is_file() && !is_hidden(&name) {
                    tree.files.insert(path, Place::Disk(entry.path()));
                    tree.bounded(root)?;
                }
            }
        }
        tree.left.sort();
        Ok(tree)
    }

    fn bounded(&self, source: &Path) -> Result<(), Error> {
        if self.files.len() <= FILES {
            return Ok(());
        }
        Err(Error::refused(
            format!("`{}` holds more than {FILES} files", source.display()),
            "import the folder with your posts alone, or part by part",
        ))
    }

    fn packed(source: &Path) -> Result<Self, Error> {
        let file = File::open(source).map_err(|error| Error::io("could not read", source, error))?;
        let broken = |why: &dyn std::fmt::Display| {
            Error::refused(
                format!("`{}` can't be unpacked: {why}", source.display()),
                "download the export again; if it unpacks with another program, import the folder that comes out",
            )
        };
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|why| broken(&why))?;
        if archive.len() > FILES {
            return Err(Error::refused(
                format!("`{}` holds {} files; hub takes {FILES} at most", source.display(), archive.len()),
                "unpack it, and import the folder with your posts alone",
            ));
        }
        let mut tree = Tree { files: BTreeMap::new(), archive: None, left: Vec::new() };
        let mut total = 0;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|why| broken(&why))?;
            let name = String::from_utf8(entry.name_raw().to_vec())
                .unwrap_or_else(|odd| odd.into_bytes().into_iter().map(char::from).collect());
            let name = nfc(&name);
            safe_name(source, &name)?;
            if entry.is_dir()
                || name.ends_with('/')
                || name.split('/').any(|part| is_hidden(part) || part == "__MACOSX")
            {
                continue;
            }
            total += entry.size();
            if is_bomb(entry.size(), entry.compressed_size()) || total > TOTAL {
                return Err(bomb(source, &name));
            }
            if entry.is_symlink() {
                tree.left.push((name, "it is a link, and links are not followed"));
            } else if entry.encrypted() {
                tree.left.push((name, "it is locked with a password"));
            } else {
                tree.files.insert(name, Place::Packed(index));
            }
        }
        tree.archive = Some(RefCell::new(archive));
        Ok(tree.without_wrapper())
    }

    /// Many archives hold one folder that holds everything: its name says nothing.
    fn without_wrapper(mut self) -> Self {
        let top = self.files.keys().next().and_then(|name| name.split_once('/')).map(|(top, _)| format!("{top}/"));
        let Some(top) = top.filter(|top| self.files.keys().all(|name| name.starts_with(top.as_str()))) else {
            return self;
        };
        if matches!(top.as_str(), "content/" | "posts/" | "_posts/" | "src/") {
            return self;
        }
        self.files = self.files.into_iter().map(|(name, place)| (name.replacen(top.as_str(), "", 1), place)).collect();
        self
    }

    /// The names of all files, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The bytes of a file, at most `most`.
    ///
    /// # Errors
    /// Why they can't be had, for people.
    pub(super) fn bytes(&self, name: &str, most: u64) -> Result<Vec<u8>, String> {
        let place = self.files.get(name).ok_or("it isn't there")?;
        let mut bytes = Vec::new();
        let most = most.min(ONE);
        let too_large = || format!("it is larger than {} MiB", most >> 20);
        match (place, &self.archive) {
            (Place::Disk(path), _) => {
                let file = File::open(path).map_err(|error| error.to_string())?;
                file.take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            }
            (Place::Packed(index), Some(archive)) => {
                let mut archive = archive.borrow_mut();
                let entry = archive.by_index(*index).map_err(|error| error.to_string())?;
                // What a header says of its size may be a lie: no more than this is ever unpacked.
                let packed = entry.compressed_size().saturating_mul(RATIO).max(SMALL);
                entry.take((most + 1).min(packed + 1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
                if bytes.len() as u64 > packed {
                    return Err("it grows without end when it is unpacked".to_owned());
                }
            }
            (Place::Packed(_), None) => return Err("it isn't there".to_owned()),
        }
        if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
    }

    /// The text of a file, whatever it is written in; and whether letters had to be guessed.
    ///
    /// # Errors
    /// Why it can't be read, for people.
    pub(super) fn text(&self, name: &str, most: u64) -> Result<(String, Guessed), String> {
        Ok(decoded(self.bytes(name, most)?))
    }
}

/// Whether the letters of a text are certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guessed {
    /// It is UTF-8, or says what it is.
    No,
    /// It was read as Western European text.
    Yes,
}

/// Text in UTF-8, in UTF-16 with its mark, else in Windows-1252: what exports of old programs are.
fn decoded(bytes: Vec<u8>) -> (String, Guessed) {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>()
    };
    let (text, guessed) = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes), Guessed::No),
        [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes), Guessed::No),
        _ => match String::from_utf8(bytes) {
            Ok(text) => (text, Guessed::No),
            Err(odd) => (odd.into_bytes().into_iter().map(windows_1252).collect(), Guessed::Yes),
        },
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let is_forbidden = |c: char| c.is_control() && c != '\n' && c != '\t';
    (if text.contains(is_forbidden) { text.replace(is_forbidden, "") } else { text }, guessed)
}

/// A byte as a letter of Windows-1252.
fn windows_1252(byte: u8) -> char {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// Whether a folder is a tool's: but content may have any name.
fn is_tool(root: &Path, path: &str, name: &str) -> bool {
    let is_build = name == "public"
        && !["package.json", "astro.config.mjs", "astro.config.ts"].iter().any(|file| root.join(file).exists());
    (TOOLS.contains(&name) && !path.contains('/')) || name == "node_modules" || (is_build && path == name)
}

fn is_bomb(size: u64, packed: u64) -> bool {
    size > ONE || (size > SMALL && size / packed.max(1) > RATIO)
}

fn bomb(source: &Path, name: &str) -> Error {
    Error::refused(
        format!(
            "`{}` is not unpacked: `{}` in it would grow far beyond what an export holds",
            source.display(),
            shown(name)
        ),
        "look at that file; without it, or as an unpacked folder, the rest can be imported",
    )
}

/// A name that stays within the archive.
fn safe_name(source: &Path, name: &str) -> Result<(), Error> {
    let mut parts = name.split('/');
    let drive = name.as_bytes().get(1) == Some(&b':');
    let why = if name.starts_with('/') || name.starts_with('\\') || drive {
        "an absolute path"
    } else if parts.any(|part| part == "..") || name.split('\\').any(|part| part == "..") {
        "a path that leads out of the archive"
    } else if name.contains('\0') {
        "a path that no system can write"
    } else if name.matches('/').count() > DEPTH {
        "a path deeper than 40 folders"
    } else {
        return Ok(());
    };
    Err(Error::refused(
        format!("`{}` is not unpacked: it holds `{}`, {why}", source.display(), shown(name)),
        "an honest export has no such file; download it again from where you wrote",
    ))
}

/// A name as far as a message has room.
fn shown(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    if clean.chars().count() < name.chars().count() { format!("{clean}…") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_what_they_are_written_in() {
        assert_eq!(decoded(b"\xef\xbb\xbfgr\xc3\xbcn\r\n".to_vec()), ("grün\n".to_owned(), Guessed::No));
        assert_eq!(decoded(b"gr\xfcn \x80\x9d".to_vec()), ("grün €".to_owned(), Guessed::Yes));
        assert_eq!(decoded(b"\xff\xfeg\0r\0\xfc\0".to_vec()).0, "grü");
    }

    #[test]
    fn a_bomb_is_told_by_how_it_grows() {
        assert!(!is_bomb(4 << 20, 10) && is_bomb(1 << 30, 1 << 30) && is_bomb(100 << 20, 1000));
        assert!(!is_bomb(100 << 20, 10 << 20));
    }
}
