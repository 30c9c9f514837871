//! `hub check --external`: links to other sites among the problems of a check.

use super::args::SiteCommand;
use crate::linkcheck::{self, Reach};
use crate::pipeline::{Outgoing, Progress, Report};

/// Set to `1` in tests, whose servers are on this computer: otherwise no address there is asked.
const LOOPBACK: &str = "HUB_CHECK_LOOPBACK";

/// The report with what other sites say, and a line about it; as it was where nobody wanted to know.
pub(super) fn checked(command: &SiteCommand, mut report: Report, progress: &dyn Progress) -> (Report, String) {
    if command.external == Outgoing::Left {
        return (report, String::new());
    }
    let is_test = std::env::var_os(LOOPBACK).is_some_and(|value| value == "1");
    let reach = if is_test { Reach::LoopbackToo } else { Reach::Public };
    let checked = linkcheck::check(&report.outgoing, &command.request.root, reach, progress);
    report.diagnostics.extend(checked.problems);
    report.settle();
    (report, format!("{}\n", checked.summary))
}
