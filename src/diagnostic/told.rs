//! Problems as plain data with their excerpts, for who draws them elsewhere than in a terminal.

use super::place::{Places, floor_boundary};
use super::{Diagnostic, Label, Severity};
use crate::source::Sources;

/// Bytes of a line that are shown on each side of what is meant.
const SIDE: usize = 120;

/// A problem, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its code.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// The places, the one to go to first.
    pub excerpts: Vec<Excerpt>,
    /// Facts.
    pub notes: Vec<String>,
    /// Ways out.
    pub help: Vec<String>,
}

/// A place, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Path in the site's folder.
    pub file: String,
    /// Line and column, from 1; none where the file as a whole is meant.
    pub at: Option<(usize, usize)>,
    /// What stands on the line before it.
    pub before: String,
    /// What is meant.
    pub meant: String,
    /// What stands after it.
    pub after: String,
    /// A few words about it; may be empty.
    pub message: String,
}

/// Problems in the order given.
pub fn told(problems: &[Diagnostic], sources: &Sources) -> Vec<Told> {
    let mut places = Places::new(sources);
    problems.iter().map(|problem| one(problem, sources, &mut places)).collect()
}

fn one(problem: &Diagnostic, sources: &Sources, places: &mut Places<'_>) -> Told {
    Told {
        code: problem.code,
        severity: problem.severity,
        message: problem.message.clone(),
        excerpts: problem.labels.iter().map(|label| excerpt(label, sources, places)).collect(),
        notes: problem.notes.clone(),
        help: problem.help.clone(),
    }
}

fn excerpt(label: &Label, sources: &Sources, places: &mut Places<'_>) -> Excerpt {
    let source = sources.file(label.span.file);
    let at = places.ends(label.span).map(|(start, _)| (start.line, start.column));
    let line = at.and_then(|(line, _)| places.line(label.span.file, line)).unwrap_or_default();
    let start = (label.span.start as usize).clamp(line.start, line.end);
    let end = (label.span.end as usize).clamp(start, line.end);
    let (first, last) = (start.saturating_sub(SIDE).max(line.start), end.min(start + SIDE));
    let text = |from: usize, to: usize| {
        let (from, to) = (floor_boundary(&source.text, from), floor_boundary(&source.text, to));
        source.text.get(from..to).unwrap_or_default().to_owned()
    };
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    Excerpt {
        file: source.path.clone(),
        at,
        before: format!("{}{}", dots(first > line.start), text(first, start)),
        meant: text(start, last),
        after: match last < end {
            true => "…".to_owned(),
            false => format!("{}{}", text(end, line.end.min(end + SIDE)), dots(end + SIDE < line.end)),
        },
        message: label.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{FileId, Source, SourceClass, Span};

    fn shown(text: &str, start: usize, end: usize) -> Excerpt {
        let source = Source { path: "a.toml".to_owned(), class: SourceClass::Settings, text: Arc::from(text) };
        let sources = Sources { files: vec![source], assets: Vec::new() };
        let problem = Diagnostic::warning("late", "it is late").at(Span::new(FileId(0), start, end), "");
        told(&[problem], &sources).remove(0).excerpts.remove(0)
    }

    #[test]
    fn a_line_is_parted_where_the_problem_is() {
        let one = shown("x = 1\nname = \"ö\" # y\n", 13, 17);
        assert_eq!(one.at, Some((2, 8)));
        assert_eq!((one.before.as_str(), one.meant.as_str(), one.after.as_str()), ("name = ", "\"ö\"", " # y"));
    }

    #[test]
    fn more_than_a_line_is_cut_at_its_end() {
        let one = shown("x = [\n1,\n2]\n", 4, 11);
        assert_eq!((one.meant.as_str(), one.after.as_str()), ("[", ""));
        assert_eq!(shown("abc", 0, 0).at, None);
    }

    #[test]
    fn a_long_line_shows_what_is_near() {
        let one = shown(&format!("{}é{}", "a".repeat(500), "b".repeat(500)), 500, 502);
        assert!(one.before.starts_with('…') && one.before.len() < 130, "{}", one.before);
        assert_eq!(one.meant, "é");
        assert!(one.after.ends_with('…') && one.after.len() < 130);
    }
}
