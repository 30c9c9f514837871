//! The program in one function: discover, parse, model, plan, render, publish.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, draw};
use crate::discover;
use crate::error::Error;
use crate::publish::Published;
use crate::source::Sources;

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The site folder.
    pub root: PathBuf,
    /// The output folder, else `public` or `public-preview` in the site.
    pub out: Option<PathBuf>,
    /// The time to build for, as typed; else `SOURCE_DATE_EPOCH`, else the clock.
    pub at: Option<String>,
    /// Takes the place of hub.toml's `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts and the future are shown.
    pub preview: Preview,
    /// Whether a folder that hub didn't make may be taken over.
    pub force: Force,
}

/// Whether drafts and the future are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preview {
    /// Only what is public.
    Off,
    /// Everything, marked as a preview, in a folder of its own.
    On,
}

/// Whether a folder that hub didn't make may be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// No: it is refused.
    Off,
    /// Yes, but foreign files that are in nobody's way stay.
    On,
}

/// What a run found and did.
#[derive(Debug, Default)]
pub struct Report {
    /// All problems, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The files they name.
    pub sources: Sources,
    /// What was written; nothing if there was an error, or if nothing was to be written.
    pub published: Option<Published>,
    /// Stages in their order, with the time each took.
    pub stages: Vec<(&'static str, Duration)>,
    /// The time the site was made for and where it came from, ready to print.
    pub now: String,
    /// When the site will be another, and why.
    pub next_change: Option<NextChange>,
    /// Every route, one a line.
    pub plan_lines: Vec<String>,
}

/// When the site will be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextChange {
    /// Ready to print, with its offset.
    pub at: String,
    /// What happens then.
    pub reasons: Vec<String>,
}

/// Somebody who watches a run.
pub trait Progress: Sync {
    /// A stage begins; `total` is how many steps it has, where that is known.
    fn stage(&self, name: &'static str, total: Option<usize>);
    /// One step is done. Called from many threads.
    fn step(&self);
    /// Something that the person who waits should know now.
    fn say(&self, sentence: &str);
}

/// Builds the site and publishes it, unless something is wrong with it.
///
/// # Errors
/// hub could not run; problems of the site are in the report.
pub fn build(request: &Request, progress: &dyn Progress) -> Result<Report, Error> {
    check(request, progress)
}

/// Does all that `build` does, but writes nothing.
///
/// # Errors
/// hub could not run; problems of the site are in the report.
pub fn check(request: &Request, progress: &dyn Progress) -> Result<Report, Error> {
    let mut report = Report::default();
    progress.stage("discover", None);
    let start = Instant::now();
    discover::discover_site(&request.root, &mut report.sources, &mut report.diagnostics)?;
    report.stages.push(("discover", start.elapsed()));
    draw::sort(&mut report.diagnostics, &report.sources);
    Ok(report)
}
