//! The whole plan of a change, written down before the first step.
//!
//! Every step can be done again without harm, so that a run that was killed is finished by doing all of them from the
//! beginning. `Clear` is the delicate one: it makes room for an output under (nearly) the same name, and would destroy
//! that output if it were done again after it. So it names the output, and is skipped once that has left the stage.

use std::fmt::Write;

use super::manifest::{checked, whole_lines};

const HEAD: &str = "hub journal 1";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    pub(super) steps: Vec<Step>,
}

/// One step, in the order they are done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Removes a file of hub's own that is in the way of the output staged as `before`.
    Clear { before: u64, path: String },
    /// Removes a folder in the way of `before`, which then holds nothing.
    ClearFolder { before: u64, path: String },
    /// Makes a folder.
    Folder { path: String },
    /// Moves an output from the stage to its place.
    Put { staged: u64, path: String },
    /// Removes a stale file of hub's own.
    Remove { path: String },
    /// Removes a folder that hub made, if it is empty.
    RemoveFolder { path: String },
}

impl Journal {
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for step in &self.steps {
            // Writing to a string cannot end in an error.
            let _ = match step {
                Step::Clear { before, path } => writeln!(text, "clear {before} {path}"),
                Step::ClearFolder { before, path } => writeln!(text, "clear-folder {before} {path}"),
                Step::Folder { path } => writeln!(text, "folder {path}"),
                Step::Put { staged, path } => writeln!(text, "put {staged} {path}"),
                Step::Remove { path } => writeln!(text, "remove {path}"),
                Step::RemoveFolder { path } => writeln!(text, "remove-folder {path}"),
            };
        }
        let _ = writeln!(text, "end {}", self.steps.len());
        text
    }

    /// Reads what [`Journal::to_text`] wrote, and nothing else.
    pub(super) fn parse(text: &str) -> Option<Journal> {
        let steps: Option<Vec<Step>> = whole_lines(text, HEAD)?.into_iter().map(parse_step).collect();
        steps.map(|steps| Journal { steps })
    }
}

fn parse_step(line: &str) -> Option<Step> {
    let (word, rest) = line.split_once(' ')?;
    let numbered = || {
        let (number, path) = rest.split_once(' ')?;
        Some((number.parse().ok()?, checked(path)?))
    };
    Some(match word {
        "clear" => numbered().map(|(before, path)| Step::Clear { before, path })?,
        "clear-folder" => numbered().map(|(before, path)| Step::ClearFolder { before, path })?,
        "folder" => Step::Folder { path: checked(rest)? },
        "put" => numbered().map(|(staged, path)| Step::Put { staged, path })?,
        "remove" => Step::Remove { path: checked(rest)? },
        "remove-folder" => Step::RemoveFolder { path: checked(rest)? },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let path = || "a b/index.html".to_owned();
        let steps = vec![
            Step::Clear { before: 3, path: path() },
            Step::ClearFolder { before: 3, path: path() },
            Step::Folder { path: path() },
            Step::Put { staged: 3, path: path() },
            Step::Remove { path: path() },
            Step::RemoveFolder { path: path() },
        ];
        let journal = Journal { steps };
        assert_eq!(Journal::parse(&journal.to_text()), Some(journal.clone()));
        assert_eq!(Journal::parse(&journal.to_text().replace("put 3 a b", "put 3 ..")), None);
    }
}
