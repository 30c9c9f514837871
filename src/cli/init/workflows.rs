//! `hub init --ci HOST` in a hub that is there: the workflows of a host, and what is left to do by hand.

use std::path::Path;

use super::super::args::InitCommand;
use super::super::calendar::show_errors;
use super::super::{End, print};
use crate::calendar;
use crate::diagnostic::draw::{self, Colour};
use crate::edit::init::{self, Host, NewFile, Outcome};
use crate::error::Error;
use crate::pipeline;

/// Columns of the list of what is left to do.
const WIDTH: usize = 78;

/// Writes the workflows and says what is left to do by hand.
pub(super) fn answer(command: &InitCommand, host: Host, colour: Colour) -> Result<End, Error> {
    let opened = pipeline::open(&command.request)?;
    // The times of a calendar that can't be read right would be the wrong ones.
    if show_errors(&opened, colour) {
        return Ok(End::SiteHasErrors);
    }
    let Some(found) = &opened.found else { return Ok(End::SiteHasErrors) };
    let wakes = calendar::wakes(found.world(&opened.report.sources), found.moment);
    let files = init::files(host, &found.site.settings, &wakes);
    let outcomes = init::put(&command.request.root, &files, command.force)?;
    print(&report(&files, &outcomes));
    let mut steps = host.steps(&wakes);
    steps.extend(inside_a_repository(&command.request.root));
    print(&numbered("What is left to do, once:", &steps));
    Ok(End::Fine)
}

fn report(files: &[NewFile], outcomes: &[Outcome]) -> String {
    files.iter().zip(outcomes).map(|(file, outcome)| format!("{:9}  {}\n", outcome.word(), file.path)).collect()
}

/// Hosts read workflows at the top of a repository alone.
pub(super) fn inside_a_repository(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let inner = root.strip_prefix(top).ok().filter(|inner| !inner.as_os_str().is_empty())?;
    Some(format!(
        "Your site is the folder `{0}` of a larger repository, and hosts read these files only at its top: move them there, and \
         let every step of theirs work in `{0}`.",
        draw::printable(&inner.display().to_string())
    ))
}

/// Sentences below a heading, each with its number.
pub(in crate::cli) fn numbered(heading: &str, steps: &[String]) -> String {
    let mut text = format!("\n{heading}\n");
    for (number, step) in steps.iter().enumerate() {
        for (index, line) in step.lines().flat_map(wrapped).enumerate() {
            let mark = if index == 0 { format!("{}.", number + 1) } else { String::new() };
            text.push_str(&format!("{mark:>3} {line}\n"));
        }
    }
    text
}

/// Words in lines of the list; what stands between backticks is not torn apart.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut is_quoted = false;
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let fits = line.is_empty() || is_quoted || line.chars().count() + 1 + word.chars().count() <= WIDTH - 4;
        match (fits, line.is_empty()) {
            (true, true) => line.push_str(word),
            (true, false) => line.push_str(&format!(" {word}")),
            (false, _) => lines.push(word.to_owned()),
        }
        is_quoted ^= word.matches('`').count() % 2 == 1;
    }
    lines
}
