//! A site kept in memory for who looks at it while it is written: all up to the plan is always whole and right, a page is made
//! when it is asked for.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::pages::{Watched, measure_photos, render_all, without_traces};
use super::{
    MailWanted, Mailed, Report, Request, Run, Silent, discover, has_errors, index, is_built_in, is_told, load_theme,
    mailing, model, move_to, plan, settings_refused,
};
use crate::audit::Audit;
use crate::diagnostic::{Diagnostic, Severity, Told, draw, few, told};
use crate::discover::Seen;
use crate::error::Error;
use crate::model::time::Instant;
use crate::model::{BaseUrl, Site};
use crate::output::Content;
use crate::parse::Kind;
use crate::parse::{self, ParsedFile};
use crate::plan::{Audience, Moment, Page, Plan, Route, World};
use crate::render::{self, Scene, ThemeFiles};
use crate::search::{self, IndexFile};
use crate::source::{FileId, Source, Sources};
use crate::theme::Theme;

/// A search index, and what it was made of.
#[derive(Clone, Debug)]
pub struct Index {
    key: [u8; 32],
    /// Its files, by path.
    pub files: Vec<IndexFile>,
}

/// A site without errors, as far as they show before its pages are made.
#[derive(Clone, Debug)]
pub struct Live {
    /// What was read.
    pub sources: Sources,
    /// The site.
    pub site: Site,
    /// Where it is published, wherever it is looked at.
    pub published: BaseUrl,
    pub(super) theme: Arc<Theme>,
    pub(super) files: Arc<ThemeFiles>,
}

/// What came of reading a site.
#[derive(Debug)]
pub struct Reading {
    /// The site, unless it has errors, and its plan at the moment that was asked for.
    pub live: Option<(Live, Moment, Plan)>,
    /// Its problems, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The problems drawn, for who reads them on a page.
    pub drawn: String,
    /// The problems with their places.
    pub told: Vec<Told>,
    /// What needn't be parsed again.
    pub kept: Kept,
}

/// The files of the last reading, parsed. The same text under the same number parses to the same.
#[derive(Debug, Default)]
pub struct Kept {
    seen: Seen,
    pub(super) sources: Sources,
    pub(super) parsed: Vec<ParsedFile>,
    /// Whether a site came of it.
    pub(super) is_good: bool,
}

/// Reads the site of `request`, as it is on disk now, to be shown at `origin` (`http://127.0.0.1:4000`). The path of its base
/// URL stays, and so do the ids of feeds.
///
/// # Errors
/// hub could not run; problems of the site are in the reading.
pub fn read_live(request: &Request, origin: &str, kept: Kept) -> Result<Reading, Error> {
    let mut run = Run::new(Report::default(), &Silent);
    let Report { sources, diagnostics, .. } = &mut run.report;
    let seen = discover::discover_again(&request.root, &kept.seen, sources, diagnostics)?;
    if settings_refused(&run.report.sources) {
        return Ok(refused(run, Kept::default()));
    }
    let parsed = parse_again(&run.report.sources, kept);
    run.report.diagnostics.extend(parsed.iter().flat_map(|file| file.diagnostics.clone()));
    let (site, problems) = model::model(&run.report.sources, &parsed);
    run.report.diagnostics.extend(problems);
    let mut kept = Kept { seen, sources: run.report.sources.clone(), parsed, is_good: false };
    let Some(mut site) = site else { return Ok(refused(run, kept)) };
    run.report.off.clone_from(&site.settings.off);
    let published = site.settings.base_url.clone();
    let path = published.local("/");
    move_to(&Request { base_url: Some(format!("{origin}{path}")), ..request.clone() }, &mut site)?;
    let Some(theme) = load_theme(&request.root, &site, &mut run.report)? else { return Ok(refused(run, kept)) };
    let files = ThemeFiles::of(&theme);
    measure_all_photos(&mut run.report.sources, &site, &files);
    let moment = super::moment(request, &site, &mut run.report)?;
    let paths = files.routes();
    let world = World { sources: &run.report.sources, site: &site, theme_files: &paths };
    let (mut problems, plan) = rayon::join(|| plan::check(world, moment.now), || plan::plan(world, moment));
    problems.retain(|problem| !is_told(&run.report.diagnostics, problem));
    run.report.diagnostics.extend(problems);
    if has_errors(&run.report.diagnostics) {
        let advice = super::texts::advice(&run.report.sources, &site);
        run.report.diagnostics.extend(few(advice, super::FEW, "`hub check` shows them all"));
        return Ok(refused(run, kept));
    }
    kept.is_good = true;
    let report = run.end();
    let drawn = drawn(&report.diagnostics, &report.sources);
    let told = told(&report.diagnostics, &report.sources);
    let (theme, files) = (Arc::new(theme), Arc::new(files));
    let live = Live { sources: report.sources, site, published, theme, files };
    Ok(Reading { live: Some((live, moment, plan)), diagnostics: report.diagnostics, drawn, told, kept })
}

/// Whoever looks, and at whatever day, a member's photo has the length it is served with.
fn measure_all_photos(sources: &mut Sources, site: &Site, files: &ThemeFiles) {
    if site.items.iter().any(|item| item.kind == Kind::Spotlight) {
        let moment = Moment { now: Instant::now_from_clock(), audience: Audience::Preview };
        let all = plan::plan(World { sources, site, theme_files: &files.routes() }, moment);
        measure_photos(sources, &all);
    }
}

fn refused(run: Run<'_>, kept: Kept) -> Reading {
    let mut report = run.end();
    report.diagnostics.retain(|problem| !is_built_in(&report.sources, problem));
    let drawn = drawn(&report.diagnostics, &report.sources);
    let told = told(&report.diagnostics, &report.sources);
    Reading { live: None, diagnostics: report.diagnostics, drawn, told, kept }
}

/// Problems of one code that are drawn: a slip in a template or in settings may show on every page.
const MOST: usize = 100;

fn drawn(problems: &[Diagnostic], sources: &Sources) -> String {
    let told = few(problems.to_vec(), MOST, "`/_hub/problems/` shows them all");
    draw::draw(&told, sources, draw::Format::Text, draw::Colour::Off)
}

/// Parses what isn't as it was. A file that comes or goes gives others another number: then those are parsed anew.
fn parse_again(sources: &Sources, kept: Kept) -> Vec<ParsedFile> {
    let Kept { sources: old, parsed, .. } = kept;
    let known = parsed.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
    let files: Vec<_> = sources.iter().zip(known).collect();
    let parse = |((id, source), known): ((FileId, &Source), Option<ParsedFile>)| match known {
        Some(parsed) if is_same(old.file(id), source) => parsed,
        _ => parse::parse_file(id, source),
    };
    files.into_par_iter().map(parse).collect()
}

fn is_same(old: &Source, new: &Source) -> bool {
    old.path == new.path && old.class == new.class && (Arc::ptr_eq(&old.text, &new.text) || old.text == new.text)
}

impl Live {
    /// A moment by what a person typed; without it, now.
    ///
    /// # Errors
    /// Why the text is no time.
    pub fn moment(&self, at: Option<&str>, audience: Audience) -> Result<Moment, String> {
        let now = match at {
            Some(text) => Instant::parse_at(text, &self.site.settings.zone)?,
            None => Instant::now_from_clock(),
        };
        Ok(Moment { now, audience })
    }

    /// What is public at a moment, and where.
    pub fn plan(&self, moment: Moment) -> Plan {
        plan::plan(self.world(&self.files.routes()), moment)
    }

    /// When the plan would be another.
    pub fn next_change(&self, moment: Moment, plan: &Plan) -> Option<Instant> {
        plan::next_change(self.world(&self.files.routes()), moment, plan).map(|next| next.at)
    }

    /// What is to be said of the texts, public or not.
    pub fn advice(&self) -> Vec<Diagnostic> {
        super::texts::advice(&self.sources, &self.site)
    }

    /// Asks something of the site, with what to plan other moments with.
    pub fn with_world<T>(&self, ask: impl FnOnce(World<'_>) -> T) -> T {
        ask(self.world(&self.files.routes()))
    }

    /// The mail of an issue as it will be when it goes out, or as it is; `plan` is that of the moment.
    pub fn mail(&self, (plan, moment): (&Plan, Moment), wanted: &MailWanted) -> Mailed {
        let later = (wanted.sent > moment.now).then(|| self.plan(Moment { now: wanted.sent, ..moment }));
        let Live { sources, site, theme, files, .. } = self;
        let base = &site.settings.base_url;
        let plan = later.as_ref().unwrap_or(plan);
        mailing::made(&Scene::new(render::World { sources, site, plan, theme, files, base }), wanted)
    }

    /// The search index of what is public at a moment; `last` if that is of the same pages; nothing where the site has no search.
    /// Every page is made for it.
    ///
    /// # Errors
    /// A file can't be read, or there is no index for what the pages say.
    pub fn index(&self, root: &Path, now: Instant, last: Option<Arc<Index>>) -> Result<Option<Arc<Index>>, Error> {
        if !self.theme.search() {
            return Ok(None);
        }
        let moment = Moment { now, audience: Audience::Public };
        let plan = self.plan(moment);
        let documents = render_all(&self.pages(moment, &plan).watched(), None, &|| true)?.documents;
        if documents.is_empty() {
            return Ok(None);
        }
        let key = search::key(&documents);
        match last.filter(|last| last.key == key) {
            Some(last) => Ok(Some(last)),
            None => Ok(Some(Arc::new(Index { key, files: index::of(root, &key, &documents)? }))),
        }
    }

    fn world<'a>(&'a self, theme_files: &'a [String]) -> World<'a> {
        World { sources: &self.sources, site: &self.site, theme_files }
    }

    fn scene<'a>(&'a self, plan: &'a Plan) -> Scene<'a> {
        let Live { sources, site, theme, files, .. } = self;
        Scene::new(render::World { sources, site, plan, theme, files, base: &site.settings.base_url })
    }

    /// The pages of a plan, which is that of `moment`.
    pub fn pages<'a>(&'a self, moment: Moment, plan: &'a Plan) -> Pages<'a> {
        Pages { live: self, moment, plan, scene: self.scene(plan), audit: OnceLock::new() }
    }
}

/// The pages of a plan, to be made one by one.
#[derive(Debug)]
pub struct Pages<'a> {
    live: &'a Live,
    moment: Moment,
    plan: &'a Plan,
    scene: Scene<'a>,
    /// Prepared when all pages are made: one alone is looked at by its author.
    audit: OnceLock<Audit>,
}

impl<'a> Pages<'a> {
    /// What stands on a path, with the base path: that of a page, or of the file that serves it.
    pub fn find(&self, path: &str) -> Option<&'a Route> {
        let base = self.live.site.settings.base_url.local("/");
        let own = path.strip_prefix(base.strip_suffix('/')?)?;
        // One look over all of them costs less than a map of all for each view.
        let stands = |route: &&Route| route.path == own || Some(route.output.as_str()) == own.strip_prefix('/');
        self.plan.routes.iter().find(stands)
    }

    /// Makes what stands on a route.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn make(&self, route: &Route) -> Result<Result<Content, Diagnostic>, Error> {
        if route.page == Page::BuildJson && self.plan.last_change.is_none() {
            return self.make_dated(route);
        }
        match render::render(&self.scene, route) {
            Ok(rendered) => without_traces(&self.scene, &route.page, rendered.content),
            Err(problem) => Ok(Err(problem)),
        }
    }

    /// The one page that says when the site changed last: of all that a plan holds, this takes longest to find out.
    fn make_dated(&self, route: &Route) -> Result<Result<Content, Diagnostic>, Error> {
        let paths = self.live.files.routes();
        let last_change = plan::last_change(self.live.world(&paths), self.moment, self.plan);
        let plan = Plan { last_change, ..self.plan.clone() };
        let scene = self.live.scene(&plan);
        Ok(render::render(&scene, route).map(|rendered| rendered.content))
    }

    /// Makes every page and throws it away, to find what is wrong in them; and what time has taken from them. Ends early, with
    /// what it has, once `stop` is set.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn problems(&self, stop: &AtomicBool) -> Result<Vec<Diagnostic>, Error> {
        let mut problems = render_all(&self.watched(), None, &|| !stop.load(Ordering::Relaxed))?.problems;
        let paths = self.live.files.routes();
        problems.extend(plan::current_problems(self.live.world(&paths), self.moment, self.plan));
        let off = &self.live.site.settings.off;
        problems.retain(|one| one.severity == Severity::Error || !off.contains(one.code));
        Ok(problems)
    }

    fn watched(&self) -> Watched<'_> {
        let Live { sources, site, .. } = self.live;
        let audit = self.audit.get_or_init(|| Audit::new(sources, site, self.plan, &site.settings.base_url));
        Watched { sources, scene: &self.scene, site, plan: self.plan, audit, progress: &Silent }
    }
}
