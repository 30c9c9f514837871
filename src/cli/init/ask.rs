//! Questions on a terminal, each asked again until its answer fits.

use std::io::{BufRead, Write};
use std::path::Path;

use super::super::print;
use super::Read;
use crate::diagnostic::draw;
use crate::error::Error;

/// Who can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Somebody sits at a terminal.
    Terminal,
    /// Nobody: what is likely is taken.
    Nobody,
}

/// One question.
pub(super) struct Question<'a> {
    pub(super) words: &'a str,
    /// What was said on the command line.
    pub(super) flag: Option<&'a str>,
    /// What is likely.
    pub(super) offered: String,
}

impl Ask {
    /// Says what is to come.
    pub(super) fn greet(self, root: &Path, questions: usize) {
        if self == Ask::Nobody || questions == 0 {
            return;
        }
        let shown = root.display().to_string();
        let place =
            if shown == "." { "in this folder".to_owned() } else { format!("in `{}`", draw::printable(&shown)) };
        let number = if questions == 1 { "One question".to_owned() } else { format!("{questions} questions") };
        print(&format!("A new hub, {place}. {number}; Enter takes what stands in brackets.\n\n"));
    }

    /// The answer to a question: from the command line, from the terminal, or the likely one.
    pub(super) fn answer<T>(self, question: Question<'_>, read: Read<T>) -> Result<T, Error> {
        match (question.flag, self) {
            (Some(flag), _) => Ok(read(flag)?),
            (None, Ask::Nobody) => Ok(read(&question.offered)?),
            (None, Ask::Terminal) => asked(question, read),
        }
    }
}

fn asked<T>(question: Question<'_>, read: Read<T>) -> Result<T, Error> {
    let mut offered = question.offered;
    loop {
        print(&format!("{} [{}] ", question.words, draw::printable(&offered)));
        drop(std::io::stdout().flush());
        let typed = line()?;
        let answer = if typed.trim().is_empty() { &offered } else { &typed };
        let misfit = match read(answer) {
            Ok(value) => return Ok(value),
            Err(misfit) => misfit,
        };
        print(&format!("  {}: {}\n", draw::printable(&misfit.message), draw::printable(&misfit.help())));
        offered = misfit.meant.unwrap_or(offered);
    }
}

fn line() -> Result<String, Error> {
    let mut line = String::new();
    let unread = |error| Error::refused(format!("the answer can't be read: {error}"), "nothing was written");
    match std::io::stdin().lock().read_line(&mut line).map_err(unread)? {
        0 => {
            print("\n");
            Err(Error::refused("the questions were broken off", "nothing was written; `hub init` begins anew"))
        }
        _ => Ok(line),
    }
}
