//! What stops hub itself: the environment, never the author's content (that is a [`crate::diagnostic::Diagnostic`]).

use std::borrow::Cow;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// hub could not run: exit code 2.
#[derive(Debug)]
pub enum Error {
    /// The system refused a file operation.
    Io {
        /// What hub was about to do, as in "could not read".
        doing: &'static str,
        /// To which path.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Everything else: one sentence, and one that says what to do.
    Refused {
        /// What is wrong.
        message: String,
        /// The way out.
        help: String,
    },
}

impl Error {
    /// An I/O error on `path` while `doing` ("could not read").
    pub fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Error::Io { doing, path: path.to_owned(), source }
    }

    /// A refusal with its way out.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Error::Refused { message: message.into(), help: help.into() }
    }

    /// The way out.
    pub fn help(&self) -> Cow<'_, str> {
        match self {
            Error::Refused { help, .. } => help.as_str().into(),
            Error::Io { source, .. } => way_out(source.kind()).into(),
        }
    }
}

/// What to do about an answer of the system. Trying again is always safe: nothing is ever left half-written.
fn way_out(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "there is no room left: delete something you don't need, then try again"
        }
        ErrorKind::PermissionDenied => {
            "you don't have the right to do that there: change the permissions of the file and its folder, then try again"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "this disk can't be written at the moment: choose another folder, or make it writable, then try again"
        }
        ErrorKind::NotFound => "look whether the file or folder is still there, then try again",
        ErrorKind::InvalidFilename => "the name is too long for this disk: choose a shorter one",
        _ => "try again; if it happens again, look whether the disk is all right and not in use by another program",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { doing, path, source } => write!(f, "{doing} `{}`: {source}", path.display()),
            Error::Refused { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            Error::Refused { .. } => None,
        }
    }
}
