//! The mail files of one issue: planned for the moment it goes out, rendered, searched for leaks.

use super::{Opened, Request, load_theme};
use crate::audit::{Audit, Hit, Writer};
use crate::diagnostic::{Diagnostic, draw};
use crate::error::Error;
use crate::model::time::Instant;
use crate::model::{NewsletterId, SegmentId, Site};
use crate::plan::{self, Issue, Moment, Plan, World};
use crate::render::{self, MailFiles, Scene, ThemeFiles};
use crate::source::Sources;

/// Which issue, and for whom.
#[derive(Clone, Debug)]
pub struct MailWanted {
    /// Newsletter.
    pub newsletter: NewsletterId,
    /// Local date.
    pub date: String,
    /// When it goes out; one that is still to come is made as it will be then.
    pub sent: Instant,
    /// For everybody (`None`) and for segments.
    pub segments: Vec<Option<SegmentId>>,
}

/// An issue's mail for everybody or for a segment.
#[derive(Clone, Debug)]
pub struct MailVariant {
    /// The segment's id; none for everybody.
    pub segment: Option<String>,
    /// The files; none where nothing fits the segment.
    pub files: Option<MailFiles>,
}

/// The mail of an issue.
#[derive(Debug, Default)]
pub struct Mailed {
    /// In the order they were asked for. Empty where there is no such issue.
    pub variants: Vec<MailVariant>,
    /// What is wrong with them, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes the mail of an issue. The theme lends its words; the files it is read from are added to those of `opened`.
///
/// # Errors
/// hub could not run; problems of the site are in the result.
pub fn mail(opened: &mut Opened, request: &Request, wanted: &MailWanted) -> Result<Mailed, Error> {
    let Some(found) = &opened.found else { return Ok(Mailed::default()) };
    let known = opened.report.diagnostics.len();
    let theme = load_theme(&request.root, &found.site, &mut opened.report)?;
    let mut mailed = Mailed { diagnostics: opened.report.diagnostics.split_off(known), ..Mailed::default() };
    let Some(theme) = theme else { return Ok(mailed) };
    let sources = &opened.report.sources;
    let later;
    let plan = if wanted.sent > found.moment.now {
        later = plan::plan(
            World { sources, site: &found.site, theme_files: &[] },
            Moment { now: wanted.sent, ..found.moment },
        );
        &later
    } else {
        &found.plan
    };
    let is_wanted = |issue: &&Issue| issue.newsletter == wanted.newsletter && issue.date == wanted.date;
    let Some(issue) = plan.issues.iter().find(is_wanted) else { return Ok(mailed) };
    let files = ThemeFiles::of(&theme);
    let base = &found.site.settings.base_url;
    let scene = Scene::new(render::World { sources, site: &found.site, plan, theme: &theme, files: &files, base });
    for segment in &wanted.segments {
        match render::mail_files(&scene, issue, *segment) {
            Ok(files) => mailed.variants.push(MailVariant { segment: name(&found.site, *segment), files }),
            Err(problem) => mailed.diagnostics.push(problem),
        }
    }
    mailed.diagnostics.extend(leaks((sources, &found.site, plan), &mailed.variants));
    draw::sort(&mut mailed.diagnostics, sources);
    Ok(mailed)
}

fn name(site: &Site, segment: Option<SegmentId>) -> Option<String> {
    segment.and_then(|id| site.settings.segments.get(id.index())).map(|segment| segment.id.clone())
}

/// Mail can't be called back: it is searched as a page is.
fn leaks((sources, site, plan): (&Sources, &Site, &Plan), variants: &[MailVariant]) -> Vec<Diagnostic> {
    let audit = Audit::new(sources, site, plan, &site.settings.base_url);
    let scan = |variant: &MailVariant| -> Vec<Hit> {
        let Some(files) = &variant.files else { return Vec::new() };
        audit.scan("mail/index.html", files.html.as_bytes(), Writer::Template(&files.author_text))
    };
    audit.report(sources, site, variants.iter().flat_map(scan).collect())
}
