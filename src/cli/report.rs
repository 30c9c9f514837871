//! The report at the end of a run, in words or as JSON.

use std::time::Duration;

use serde_json::{Value, json};

use super::feed::Previous;
use crate::diagnostic::counted;
use crate::diagnostic::draw::{self, Colour};
use crate::error::Error;
use crate::pipeline::Report;
use crate::publish::{Published, Tally};

/// A report, and what only the front door knows.
pub(super) struct Shown<'a> {
    pub(super) report: &'a Report,
    /// Deployed feeds, compared with the new ones.
    pub(super) previous: &'a [Previous],
    pub(super) took: Duration,
    /// The site has errors, so that a build wrote nothing.
    pub(super) nothing_written: bool,
}

/// How many problems, for people, after the problems themselves.
pub(super) fn verdict(shown: &Shown<'_>) -> String {
    let summary = draw::summary(&shown.report.diagnostics);
    match (summary.is_empty(), shown.nothing_written && shown.report.published.is_none()) {
        (true, _) => String::new(),
        (false, true) => format!("{summary}: nothing was written\n"),
        (false, false) => format!("{summary}\n"),
    }
}

/// What was done, for which time, how long it took, and what comes next.
pub(super) fn text(shown: &Shown<'_>) -> String {
    let report = shown.report;
    let mut lines = Vec::new();
    let took = seconds(shown.took);
    let stages: Vec<String> = report.stages.iter().map(|(name, time)| format!("{name} {}", millis(*time))).collect();
    let stages = if stages.is_empty() { String::new() } else { format!(" ({})", stages.join(", ")) };
    match &report.published {
        Some(published) => lines.push(format!("{} in {took}{stages}", done(published))),
        None => lines.push(format!(
            "checked {} in {took}{stages}",
            counted(report.sources.files.iter().filter(|file| !file.path.starts_with("themes/")).count(), "file")
        )),
    }
    if !report.now.is_empty() {
        lines.push(format!("now: {}", report.now));
    }
    if let Some(next) = &report.next_change {
        lines.push(format!("next change: {}: {}", next.at, next.reasons.join("; ")));
    }
    lines.iter().map(|line| format!("{}\n", draw::printable(line))).collect()
}

/// Every route, one a line.
pub(super) fn plan(report: &Report) -> String {
    report.plan_lines.iter().map(|line| format!("{}\n", draw::printable(line))).collect()
}

/// The whole report as one object.
pub(super) fn json(shown: &Shown<'_>) -> String {
    let report = shown.report;
    let stages: serde_json::Map<String, Value> =
        report.stages.iter().map(|(name, time)| ((*name).to_owned(), json!(rounded_millis(*time)))).collect();
    let next = report.next_change.as_ref().map(|next| json!({ "at": next.at, "reasons": next.reasons }));
    let mut object = json!({
        "diagnostics": draw::values(&report.diagnostics, &report.sources),
        "published": report.published.as_ref().map(published_json),
        "plan": report.plan_lines,
        "stages": stages,
        "milliseconds": rounded_millis(shown.took),
        "now": report.now,
        "next_change": next,
    });
    if let (Some(object), false) = (object.as_object_mut(), shown.previous.is_empty()) {
        object.insert("previous".to_owned(), shown.previous.iter().map(Previous::value).collect());
    }
    super::json_text(&object)
}

/// Why hub could not run, as people read it.
pub(super) fn error(error: &Error, colour: Colour) -> String {
    let (red, cyan, plain) = match colour {
        Colour::On => ("\u{1b}[1;31m", "\u{1b}[1;36m", "\u{1b}[0m"),
        Colour::Off => ("", "", ""),
    };
    let (message, help) = (error.to_string(), error.help());
    format!("{red}error{plain}: {}\n{cyan}help{plain}: {}\n", draw::printable(&message), draw::printable(&help))
}

/// The same for tools.
pub(super) fn error_json(error: &Error) -> String {
    super::json_text(&json!({ "error": { "message": error.to_string(), "help": error.help() } }))
}

fn published_json(published: &Published) -> Value {
    let tally =
        |tally: &Tally| json!({ "written": tally.written, "unchanged": tally.unchanged, "removed": tally.removed });
    json!({ "pages": tally(&published.pages), "others": tally(&published.others) })
}

fn done(published: &Published) -> String {
    let Published { pages, others } = published;
    let rest = |tally: &Tally| format!("written, {} unchanged, {} removed", tally.unchanged, tally.removed);
    let pages = format!("{} {}", counted(pages.written, "page"), rest(pages));
    format!("{pages}; {} {}", counted(others.written, "other file"), rest(others))
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn millis(time: Duration) -> String {
    if time >= Duration::from_secs(10) { seconds(time) } else { format!("{} ms", rounded_millis(time)) }
}

fn rounded_millis(time: Duration) -> u64 {
    u64::try_from((time.as_micros() + 500) / 1000).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::pipeline::NextChange;

    fn some() -> Report {
        let tally = |written, unchanged, removed| Tally { written, unchanged, removed };
        Report {
            published: Some(Published { pages: tally(162, 3, 1), others: tally(1, 0, 0) }),
            stages: vec![("discover", Duration::from_micros(2_600)), ("render", Duration::from_millis(400))],
            now: "Tue 1 Dec 2026 09:00 +01:00 (--at)".into(),
            next_change: Some(NextChange {
                at: "Wed 2 Dec 2026 08:00 +01:00".into(),
                exact: "2026-12-02T08:00:00+01:00".into(),
                reasons: vec!["newsletter weekly".into(), "guides/x".into()],
            }),
            ..Report::default()
        }
    }

    #[test]
    fn the_report_says_what_how_long_and_what_next() {
        let report = some();
        let shown = Shown { report: &report, previous: &[], took: Duration::from_millis(423), nothing_written: false };
        let wanted = "\
162 pages written, 3 unchanged, 1 removed; 1 other file written, 0 unchanged, 0 removed in 0.42 s (discover 3 ms, render 400 ms)
now: Tue 1 Dec 2026 09:00 +01:00 (--at)
next change: Wed 2 Dec 2026 08:00 +01:00: newsletter weekly; guides/x
";
        assert_eq!(text(&shown), wanted);
        let value: Value = serde_json::from_str(&json(&shown)).unwrap();
        assert_eq!(value["published"]["pages"]["written"], 162);
        assert_eq!(value["stages"]["discover"], 3);
        assert_eq!(value["next_change"]["reasons"][1], "guides/x");
    }

    #[test]
    fn errors_say_that_nothing_was_written() {
        let report = Report { diagnostics: vec![Diagnostic::error("x", "m")], ..Report::default() };
        let shown = Shown { report: &report, previous: &[], took: Duration::ZERO, nothing_written: true };
        assert_eq!(verdict(&shown), "1 error: nothing was written\n");
    }

    #[test]
    fn an_error_has_its_way_out() {
        let refused = Error::refused("no \u{1b}[31m", "do this");
        assert_eq!(error(&refused, Colour::Off), "error: no \u{FFFD}[31m\nhelp: do this\n");
        assert!(error(&refused, Colour::On).starts_with("\u{1b}[1;31merror\u{1b}[0m: "));
    }
}
