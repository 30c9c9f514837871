//! The words of the command line for shells and manuals: by clap's own generators, from the same declaration.

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::Words;

pub(in crate::cli) use clap_complete::Shell;

/// One page of the manual.
#[derive(Clone, Debug)]
pub(in crate::cli) struct ManPage {
    /// Its file: `hub-build.1`.
    pub(in crate::cli) name: String,
    /// As roff.
    pub(in crate::cli) bytes: Vec<u8>,
}

/// What makes a shell complete hub's words.
pub(in crate::cli) fn completions(shell: Shell) -> Vec<u8> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Words::command(), "hub", &mut bytes);
    bytes
}

/// The pages of all commands, that of hub itself first.
///
/// # Errors
/// A page can't be written.
pub(in crate::cli) fn man_pages() -> std::io::Result<Vec<ManPage>> {
    let mut command = Words::command();
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<ManPage>) -> std::io::Result<()> {
    let man = Man::new(command.clone());
    let mut bytes = Vec::new();
    man.render(&mut bytes)?;
    pages.push(ManPage { name: man.get_filename(), bytes });
    command.get_subcommands().filter(|one| !one.is_hide_set()).try_for_each(|one| add(one, pages))
}
