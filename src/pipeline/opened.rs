//! A site read, checked and planned, for the commands that ask about it or edit it without making a page.

use super::{Report, Request, Run, discover, has_errors, is_told, model, moment, move_to, plan, settings_refused};
use crate::error::Error;
use crate::model::Site;
use crate::parse;
use crate::plan::{Moment, Plan, World};
use crate::source::Sources;

/// A site as far as it could be read.
#[derive(Debug)]
pub struct Opened {
    /// Problems so far (those of the calendar, content and addresses; not of templates), sorted, and the files they name.
    pub report: Report,
    /// What there is to ask about; nothing where the settings can't be read at all.
    pub found: Option<Found>,
}

/// A site at a moment.
#[derive(Debug)]
pub struct Found {
    /// The site.
    pub site: Site,
    /// When it is looked at.
    pub moment: Moment,
    /// What is public then. Without the files of the theme, which no question here is about.
    pub plan: Plan,
}

impl Opened {
    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.report.diagnostics)
    }
}

impl Found {
    /// What to plan other moments with.
    pub fn world<'a>(&'a self, sources: &'a Sources) -> World<'a> {
        World { sources, site: &self.site, theme_files: &[] }
    }
}

/// Reads and plans the site of `request`; its output folder is not looked at.
///
/// # Errors
/// hub could not run; problems of the site are in the report.
pub fn open(request: &Request) -> Result<Opened, Error> {
    let mut run = Run::new(Report::default(), &super::Silent);
    discover::discover_site(&request.root, &mut run.report.sources, &mut run.report.diagnostics)?;
    read(run, request)
}

/// The site of `request` as it would be with other texts, which are `sources`: what an edit is tried on.
///
/// # Errors
/// hub could not run; problems of the site are in the report.
pub fn open_with(request: &Request, sources: Sources) -> Result<Opened, Error> {
    let report = Report { sources, ..Report::default() };
    read(Run::new(report, &super::Silent), request)
}

fn read(mut run: Run<'_>, request: &Request) -> Result<Opened, Error> {
    if settings_refused(&run.report.sources) {
        return Ok(Opened { report: run.end(), found: None });
    }
    let parsed = parse::parse(&run.report.sources);
    run.report.diagnostics.extend(parsed.iter().flat_map(|file| file.diagnostics.clone()));
    let (site, problems) = model::model(&run.report.sources, &parsed);
    run.report.diagnostics.extend(problems);
    let Some(mut site) = site else { return Ok(Opened { report: run.end(), found: None }) };
    let moment = moment(request, &site, &mut run.report)?;
    move_to(request, &mut site)?;
    let found = planned(&mut run.report, site, moment);
    Ok(Opened { report: run.end(), found: Some(found) })
}

fn planned(report: &mut Report, site: Site, moment: Moment) -> Found {
    let world = World { sources: &report.sources, site: &site, theme_files: &[] };
    let mut plan = plan::plan(world, moment);
    plan.last_change = plan::last_change(world, moment, &plan);
    let mut problems = plan::check(world, moment.now);
    problems.retain(|problem| !is_told(&report.diagnostics, problem));
    report.diagnostics.extend(problems);
    Found { site, moment, plan }
}
