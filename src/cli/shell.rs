//! `hub completions SHELL` and `hub man [DIR]`: what shells and `man` want to know of hub's words.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::args::{self, Shell};
use super::{End, print};
use crate::diagnostic::counted;
use crate::error::Error;
use crate::publish::Fresh;

/// Prints what a shell completes by.
pub(super) fn completions(shell: Shell) -> Result<End, Error> {
    show(&args::completions(shell));
    Ok(End::Fine)
}

/// Writes a page for each command into a folder, or prints that of `hub`.
pub(super) fn man(folder: Option<&Path>) -> Result<End, Error> {
    let shown = folder.unwrap_or(Path::new("hub.1"));
    let pages = args::man_pages().map_err(|error| Error::io("could not write", shown, error))?;
    match folder {
        None => pages.first().into_iter().for_each(|page| show(&page.bytes)),
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|error| Error::io("could not make", folder, error))?;
            let fresh = pages.iter().map(|page| Fresh::write(&folder.join(&page.name), &[&page.bytes]));
            fresh.collect::<Result<Vec<_>, _>>()?.into_iter().try_for_each(Fresh::put)?;
            print(&said(folder, pages.len()));
        }
    }
    Ok(End::Fine)
}

fn said(folder: &Path, pages: usize) -> String {
    let shown = folder.display();
    format!("{} written to {shown}\nread one: man {shown}/hub.1\n", counted(pages, "page"))
}

/// Bytes as they are; a reader who left early is no reason to fail.
fn show(bytes: &[u8]) {
    drop(std::io::stdout().write_all(bytes));
}
