//! `hub init --ci HOST`: the workflows of a host.

use std::path::Path;

use super::args::{CiHost, InitCommand};
use super::calendar::show_errors;
use super::{End, print};
use crate::calendar;
use crate::diagnostic::draw::{self, Colour};
use crate::edit::init::{self, CiFile, Host, Outcome};
use crate::error::Error;
use crate::pipeline;

/// Columns of the list of what is left to do.
const WIDTH: usize = 78;

/// Writes the workflows and says what is left to do by hand.
pub(super) fn answer(command: &InitCommand, colour: Colour) -> Result<End, Error> {
    let opened = pipeline::open(&command.request)?;
    // The times of a calendar that can't be read right would be the wrong ones.
    if show_errors(&opened, colour) {
        return Ok(End::SiteHasErrors);
    }
    let Some(found) = &opened.found else { return Ok(End::SiteHasErrors) };
    let host = host(command.host);
    let wakes = calendar::wakes(found.world(&opened.report.sources), found.moment);
    let files = init::files(host, &found.site.settings, &wakes);
    let outcomes = init::put(&command.request.root, &files, command.force)?;
    print(&report(&files, &outcomes));
    let mut steps = host.steps(&wakes);
    steps.extend(inside_a_repository(&command.request.root));
    print(&numbered(&steps));
    Ok(End::Fine)
}

fn host(host: CiHost) -> Host {
    match host {
        CiHost::Github => Host::Github,
        CiHost::Gitlab => Host::Gitlab,
        CiHost::Netlify => Host::Netlify,
        CiHost::Cloudflare => Host::Cloudflare,
    }
}

fn report(files: &[CiFile], outcomes: &[Outcome]) -> String {
    files.iter().zip(outcomes).map(|(file, outcome)| format!("{:9}  {}\n", outcome.word(), file.path)).collect()
}

/// Hosts read workflows at the top of a repository alone.
fn inside_a_repository(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let inner = root.strip_prefix(top).ok().filter(|inner| !inner.as_os_str().is_empty())?;
    Some(format!(
        "Your site is the folder `{0}` of a larger repository, and hosts read these files only at its top: move them there, and \
         let every step of theirs work in `{0}`.",
        draw::printable(&inner.display().to_string())
    ))
}

fn numbered(steps: &[String]) -> String {
    let mut text = "\nWhat is left to do, once:\n".to_owned();
    for (number, step) in steps.iter().enumerate() {
        for (index, line) in step.lines().flat_map(wrapped).enumerate() {
            let mark = if index == 0 { format!("{}.", number + 1) } else { String::new() };
            text.push_str(&format!("{mark:>3} {line}\n"));
        }
    }
    text
}

/// Words in lines; what stands between backticks is not torn apart.
fn wrapped(text: &str) -> Vec<String> {
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
