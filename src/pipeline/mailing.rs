//! What goes out by mail: the files of an issue, planned for the moment it goes out, and pieces for other tools to mail.
//! Mail can't be called back, so all of it is searched for leaks as pages are.

use super::{Opened, Request, has_errors, load_theme};
use crate::audit::{Audit, Hit, Writer};
use crate::diagnostic::{Diagnostic, draw};
use crate::error::Error;
use crate::model::time::Instant;
use crate::model::{ItemId, NewsletterId, SegmentId, Site};
use crate::plan::{self, Issue, Moment, Plan, World};
use crate::render::{self, MailFiles, MailText, PieceMail, Scene, ThemeFiles, WayOut};
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
pub fn issue_mail(opened: &mut Opened, request: &Request, wanted: &MailWanted) -> Result<Mailed, Error> {
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
    let files = ThemeFiles::of(&theme);
    let base = &found.site.settings.base_url;
    let scene = Scene::new(render::World { sources, site: &found.site, plan, theme: &theme, files: &files, base });
    let made = made(&scene, wanted);
    mailed.diagnostics.extend(made.diagnostics);
    draw::sort(&mut mailed.diagnostics, sources);
    Ok(Mailed { variants: made.variants, ..mailed })
}

/// The mail of an issue as the scene's plan has it.
pub(super) fn made(scene: &Scene<'_>, wanted: &MailWanted) -> Mailed {
    let Scene { sources, site, plan, .. } = *scene;
    let mut mailed = Mailed::default();
    let is_wanted = |issue: &&Issue| issue.newsletter == wanted.newsletter && issue.date == wanted.date;
    let Some(issue) = plan.issues.iter().find(is_wanted) else { return mailed };
    for segment in &wanted.segments {
        match render::mail_files(scene, issue, *segment) {
            Ok(files) => mailed.variants.push(MailVariant { segment: name(site, *segment), files }),
            Err(problem) => mailed.diagnostics.push(problem),
        }
    }
    mailed.diagnostics.extend(leaks((sources, site, plan), &mailed.variants));
    mailed
}

fn name(site: &Site, segment: Option<SegmentId>) -> Option<String> {
    segment.and_then(|id| site.settings.segments.get(id.index())).map(|segment| segment.id.clone())
}

fn leaks((sources, site, plan): (&Sources, &Site, &Plan), variants: &[MailVariant]) -> Vec<Diagnostic> {
    let audit = Audit::new(sources, site, plan, &site.settings.base_url);
    let texts = |files: &'_ MailFiles| {
        let texts = [("html", &files.html), ("txt", &files.text), ("md", &files.markdown)];
        texts.map(|(extension, text)| scan(&audit, &format!("mail/index.{extension}"), text)).concat()
    };
    audit.report(sources, site, variants.iter().filter_map(|variant| variant.files.as_ref()).flat_map(texts).collect())
}

fn scan(audit: &Audit, output: &str, text: &MailText) -> Vec<Hit> {
    audit.scan(output, text.text.as_bytes(), Writer::Template(&text.author_text))
}

/// Pieces as mails, in the order they were asked for.
#[derive(Debug)]
pub struct PieceMails {
    /// One a piece.
    pub mails: Vec<PieceMail>,
    /// What stands below each, where the preset has words for it.
    pub way_out: Option<WayOut>,
}

/// Each piece at its address; nothing where the site or its theme has errors, which are in the report then.
///
/// # Errors
/// hub could not run.
pub fn piece_mails(
    request: &Request,
    opened: &mut Opened,
    pieces: &[(ItemId, String)],
) -> Result<Option<PieceMails>, Error> {
    let Opened { report, found: Some(found) } = opened else { return Ok(None) };
    let Some(theme) = load_theme(&request.root, &found.site, report)? else { return Ok(None) };
    let files = ThemeFiles::of(&theme);
    let (site, plan, sources) = (&found.site, &found.plan, &report.sources);
    let base = &site.settings.base_url;
    let scene = Scene::new(render::World { sources, site, plan, theme: &theme, files: &files, base });
    let audit = Audit::new(sources, site, plan, base);
    let (mut mails, mut problems, mut hits) = (Vec::new(), Vec::new(), Vec::new());
    for (item, address) in pieces {
        match render::piece_mail(&scene, *item, address) {
            Ok(mail) => {
                hits.extend(scan(&audit, &format!("{address}index.html"), &mail.html));
                hits.extend(scan(&audit, &format!("{address}index.txt"), &mail.text));
                mails.push(mail);
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(audit.report(sources, site, hits));
    let way_out = render::way_out(&scene);
    drop(scene);
    report.diagnostics.extend(problems);
    Ok((!has_errors(&report.diagnostics)).then_some(PieceMails { mails, way_out }))
}
