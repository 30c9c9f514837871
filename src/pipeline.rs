//! The program in one function: discover, parse, model, plan, render, publish.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Clock, SystemTime};

use crate::audit::Audit;
use crate::calendar;
use crate::diagnostic::{Diagnostic, Severity, draw};
use crate::discover;
use crate::error::Error;
use crate::model::time::{Instant, Zone};
use crate::model::{self, BaseUrl, Site};
use crate::plan::{self, Audience, Moment, Plan, World};
use crate::publish::{Ownership, Published, Staging, Target};
use crate::render::{self, Scene, ThemeFiles};
use crate::source::{SourceClass, Sources, Spanned};
use crate::theme::{self, Theme, ThemeChoice};

mod index;
mod live;
mod mailing;
mod opened;
mod outlines;
mod pages;
mod past;
mod reworded;
mod schedule;
mod texts;
mod unchanged;
mod untouched;

pub use live::{Index, Kept, Live, Pages, Reading, read_live};
pub use mailing::{MailVariant, MailWanted, Mailed, PieceMails, issue_mail, piece_mails};
pub use opened::{Found, Opened, open, open_with};
use pages::{Drawn, Place, Watched, measure_photos, render_all};
pub(crate) use texts::FEW;

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The site folder.
    pub root: PathBuf,
    /// The output folder, else `public` or `public-preview` in the site.
    pub out: Option<PathBuf>,
    /// The time to build for, as typed (`--at`).
    pub at: Option<String>,
    /// `SOURCE_DATE_EPOCH`, which serves where `at` doesn't; without both it is the clock.
    pub epoch: Option<String>,
    /// Takes the place of hub.toml's `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts and the future are shown.
    pub preview: Preview,
    /// Whether a folder that hub didn't make may be taken over.
    pub force: Force,
}

impl Request {
    /// Where the site is written.
    pub fn out_folder(&self) -> PathBuf {
        let name = match self.preview {
            Preview::Off => "public",
            Preview::On => "public-preview",
        };
        self.out.clone().unwrap_or_else(|| self.root.join(name))
    }
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
    /// What is missing in the calendar, told by a check: advice, and no problem of the site.
    pub advice: Vec<Diagnostic>,
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
    /// Codes of warnings and notes that the author switched off.
    pub off: BTreeSet<&'static str>,
    /// Addresses elsewhere, each time one is named, if they were asked for.
    pub outgoing: Vec<Spanned<String>>,
}

impl Report {
    /// Leaves out what is switched off, and puts the rest in order.
    pub fn settle(&mut self) {
        self.diagnostics.retain(|one| one.severity == Severity::Error || !self.off.contains(one.code));
        draw::sort(&mut self.diagnostics, &self.sources);
    }
}

/// Whether a check lists the addresses elsewhere that a site names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// Yes.
    Listed,
    /// No.
    Left,
}

/// When the site will be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextChange {
    /// Ready to print, with its offset.
    pub at: String,
    /// The same for programs (RFC 3339).
    pub exact: String,
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

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: Option<usize>) {}
    fn step(&self) {}
    fn say(&self, _: &str) {}
}

/// Whether a site that is ready is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Yes.
    On,
    /// No: the output folder stays as it is.
    Stop,
}

/// Looks at a site of which nothing is published yet, and decides.
pub type LastLook<'a> = &'a mut dyn FnMut(&Staging) -> Result<Go, Error>;

/// Builds the site and publishes it, unless something is wrong with it or the last look says no.
///
/// # Errors
/// hub could not run, or the last look could not be taken; problems of the site are in the report.
pub fn build(request: &Request, progress: &dyn Progress, last_look: LastLook<'_>) -> Result<Report, Error> {
    run(request, progress, Purpose::Publish, last_look)
}

/// Does all that `build` does, but writes nothing, and looks at what the coming 90 days take away and what they lack.
///
/// # Errors
/// hub could not run; problems of the site are in the report.
pub fn check(request: &Request, progress: &dyn Progress, outgoing: Outgoing) -> Result<Report, Error> {
    run(request, progress, Purpose::Check(outgoing), &mut |_| Ok(Go::Stop))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Publish,
    Check(Outgoing),
}

/// The whole way. Each stage adds its diagnostics; a stage that can't do without the one before ends the run there.
fn run(request: &Request, progress: &dyn Progress, purpose: Purpose, last_look: LastLook<'_>) -> Result<Report, Error> {
    let mut run = Run::new(Report::default(), progress);

    run.begin("discover");
    discover::discover_site(&request.root, &mut run.report.sources, &mut run.report.diagnostics)?;

    if settings_refused(&run.report.sources) {
        return Ok(run.end());
    }
    if purpose == Purpose::Publish
        && let Some(report) = unchanged::again(&mut run, request, last_look)?
    {
        return Ok(report);
    }

    run.begin("parse");
    let (parsed, texts) = past::parse(&mut run, request, purpose);

    run.begin("model");
    let (site, problems) = model::model(&run.report.sources, &parsed);
    run.report.diagnostics.extend(problems);
    aside(parsed);
    let Some(mut site) = site else { return Ok(run.end()) };
    let moment = moment(request, &site, &mut run.report)?;
    move_to(request, &mut site)?;

    run.begin("theme");
    let Some(theme) = load_theme(&request.root, &site, &mut run.report)? else { return Ok(run.end()) };
    let past = texts.and_theme(request, &run);

    run.begin("plan");
    let files = ThemeFiles::of(&theme);
    let plan = make_plan(&mut run.report, &site, &files.routes(), moment, purpose);
    texts::add(&mut run.report, &site, purpose);

    run.begin_counted("render", plan.routes.len());
    let mut sources = std::mem::take(&mut run.report.sources);
    measure_photos(&mut sources, &plan);
    let base = &site.settings.base_url;
    let world = render::World { sources: &sources, site: &site, plan: &plan, theme: &theme, files: &files, base };
    let is_good = !has_errors(&run.report.diagnostics);
    let staging = || (purpose == Purpose::Publish && is_good).then(|| begin(request, progress)).transpose();
    let (scene, staging) = rayon::join(|| Scene::new(world), staging);
    let staging = staging?;
    let mut audit = Audit::new(&sources, &site, &plan, base);
    run.report.diagnostics.extend(render::limits(&scene).into_iter().chain(audit.warnings()));
    let watched = Watched { sources: &sources, scene: &scene, site: &site, plan: &plan, audit: &audit, progress };
    let untouched = staging.as_ref().and_then(|staging| past.untouched(request, staging, &site, moment));
    let place = staging.as_ref().map(|staging| Place { staging, untouched: untouched.as_ref() });
    let Drawn { mut problems, documents, shown } = render_all(&watched, place, &|| true)?;
    // A built-in theme has no mistakes of its own: what it stumbles over was reported where it was written.
    problems.retain(|problem| is_good || !is_built_in(&sources, problem));
    let is_good = is_good && !has_errors(&problems);
    run.report.diagnostics.extend(problems);
    drop(scene);
    run.report.sources = sources;

    if let (Some(staging), true) = (staging, is_good) {
        if theme.search() && request.preview == Preview::Off {
            index::put(&mut run, &request.root, documents, &staging)?;
        }
        run.report.settle();
        let note = past.note(&run.report, &site, (moment, plan::next_telling(&site, moment.now, &plan)), shown);
        past.keep(&run, request);
        run.begin("publish");
        publish_as(&mut run.report, request, (staging, note), (progress, last_look))?;
    }
    aside((site, plan));
    Ok(run.end())
}

/// Drops what is large on another core: nobody who waits for a site need wait for that.
fn aside(done: impl Send + 'static) {
    rayon::spawn(move || drop(done));
}

/// Publishes what is staged, unless the last look says no, and tells programs when to come again.
fn publish_as(
    report: &mut Report,
    request: &Request,
    (staging, note): (Staging, Option<Vec<u8>>),
    (progress, last_look): (&dyn Progress, LastLook<'_>),
) -> Result<(), Error> {
    if last_look(&staging)? == Go::Stop {
        return Ok(());
    }
    report.published = Some(match note {
        Some(note) => staging.commit_with(&note)?,
        None => staging.commit()?,
    });
    if request.preview == Preview::Off {
        schedule::keep(&request.root, report.next_change.as_ref(), progress);
    }
    Ok(())
}

/// Without readable settings there is nothing to check the rest against; what is wrong with them is reported already.
fn settings_refused(sources: &Sources) -> bool {
    sources.files.iter().any(|file| file.path == "hub.toml" && file.class == SourceClass::Refused)
}

fn is_built_in(sources: &Sources, problem: &Diagnostic) -> bool {
    let path = problem.labels.first().map(|label| sources.file(label.span.file).path.as_str());
    path.is_some_and(|path| theme::built_in_names().iter().any(|name| path.starts_with(&format!("themes/{name}/"))))
}

/// A report in the making, with a clock for its stages.
struct Run<'a> {
    report: Report,
    /// By the clock of the machine, which disks go by too.
    began: SystemTime,
    progress: &'a dyn Progress,
    stage: Option<(&'static str, Clock)>,
    /// Of the texts that `report` has first; made once, as texts don't change while a build runs.
    digests: unchanged::Digests,
}

impl<'a> Run<'a> {
    fn new(report: Report, progress: &'a dyn Progress) -> Self {
        Run { report, began: SystemTime::now(), progress, stage: None, digests: Vec::new() }
    }

    fn begin(&mut self, name: &'static str) {
        self.enter(name, None);
    }

    fn begin_counted(&mut self, name: &'static str, total: usize) {
        self.enter(name, Some(total));
    }

    fn enter(&mut self, name: &'static str, total: Option<usize>) {
        self.leave();
        self.progress.stage(name, total);
        self.stage = Some((name, Clock::now()));
    }

    fn leave(&mut self) {
        if let Some((name, start)) = self.stage.take() {
            self.report.stages.push((name, start.elapsed()));
        }
    }

    fn end(mut self) -> Report {
        self.leave();
        self.report.settle();
        self.report
    }
}

/// Whether there is an error at the very place of a problem: then the problem follows from it.
fn is_told(known: &[Diagnostic], problem: &Diagnostic) -> bool {
    let place = |one: &Diagnostic| one.labels.first().map(|label| label.span);
    let errors = known.iter().filter(|one| one.severity == Severity::Error);
    place(problem).is_some() && errors.map(place).any(|span| span == place(problem))
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|problem| problem.severity == Severity::Error)
}

/// The moment of a site, and for whom it is made.
fn moment(request: &Request, site: &Site, report: &mut Report) -> Result<Moment, Error> {
    let (now, words) = now_of(request, &site.settings.zone)?;
    report.now = words;
    let audience = match request.preview {
        Preview::Off => Audience::Public,
        Preview::On => Audience::Preview,
    };
    Ok(Moment { now, audience })
}

/// Now, read once: what was asked for, else `SOURCE_DATE_EPOCH`, else the clock; and where it came from, in words.
fn now_of(request: &Request, zone: &Zone) -> Result<(Instant, String), Error> {
    let (now, from) = match (&request.at, &request.epoch) {
        (Some(at), _) => (
            Instant::parse_at(at, zone).map_err(|help| Error::refused(format!("`--at {at}` is no time"), help))?,
            "--at",
        ),
        (None, Some(epoch)) => {
            let refused = |help| Error::refused(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no time"), help);
            (Instant::parse_epoch(epoch).map_err(refused)?, "SOURCE_DATE_EPOCH")
        }
        (None, None) => (Instant::now_from_clock(), "the clock"),
    };
    Ok((now, format!("{} (from {from})", zone.words(now))))
}

/// `--base-url`: moves every URL, but never the ids of feed items.
fn move_to(request: &Request, site: &mut Site) -> Result<(), Error> {
    if let Some(text) = &request.base_url {
        let refused = |help: String| Error::refused(format!("`--base-url {text}` is no address"), help);
        site.settings.base_url = BaseUrl::parse(text).map_err(refused)?;
    }
    Ok(())
}

/// The site's own theme, or what the built-in one of that name and its ancestors have.
fn load_theme(root: &Path, site: &Site, report: &mut Report) -> Result<Option<Theme>, Error> {
    let settings = &site.settings;
    let name = &settings.theme.value;
    discover::discover_theme(root, name, &mut report.sources, &mut report.diagnostics)?;
    theme::built_in_sources(name, &mut report.sources);
    let choice = ThemeChoice {
        name: settings.theme.clone(),
        tokens: settings.tokens.clone(),
        language: settings.language.clone(),
    };
    let (theme, problems) = Theme::load(&report.sources, &choice);
    report.diagnostics.extend(problems);
    Ok(theme.map(|theme| if settings.search { theme } else { theme.without_search() }))
}

/// Plans the site, checks its URLs, tells what time has taken away and when the next change is.
fn make_plan(report: &mut Report, site: &Site, theme_files: &[String], moment: Moment, purpose: Purpose) -> Plan {
    let world = World { sources: &report.sources, site, theme_files };
    // What is checked is all that can ever be seen, and so a plan of its own.
    let (mut plan, mut problems) = rayon::join(|| plan::plan(world, moment), || plan::check(world, moment.now));
    let (last_change, next_change) =
        rayon::join(|| plan::last_change(world, moment, &plan), || plan::next_change(world, moment, &plan));
    plan.last_change = last_change;
    problems.retain(|problem| !is_told(&report.diagnostics, problem));
    // With an error about a date or an id, what is said of time would be said of the wrong time.
    if !has_errors(&report.diagnostics) && !has_errors(&problems) {
        problems.extend(plan::current_problems(world, moment, &plan));
        if purpose != Purpose::Publish {
            problems.extend(plan::coming_problems(world, moment, &plan));
            let gaps = calendar::few(calendar::gaps(world, moment, &plan, plan::AHEAD_DAYS));
            // Late entries are among both.
            report.advice = gaps.into_iter().filter(|gap| gap.code != "late").collect();
        }
    }
    if purpose != Purpose::Publish {
        report.plan_lines = plan::lines(world.sources, site, &plan);
    }
    let zone = &site.settings.zone;
    report.next_change = next_change.map(|next| NextChange {
        at: zone.words(next.at),
        exact: zone.rfc3339(next.at),
        reasons: next.reasons,
    });
    report.diagnostics.extend(problems);
    plan
}

fn begin(request: &Request, progress: &dyn Progress) -> Result<Staging, Error> {
    let out = request.out_folder();
    let ownership = match request.force {
        Force::Off => Ownership::HubsOwn,
        Force::On => Ownership::TakeOver,
    };
    refuse_the_other_audience(request, &out)?;
    let waiting = || progress.say("another build is writing to this folder; waiting for it");
    Staging::begin(&Target { out: &out, site: &request.root, ownership, waiting: &waiting })
}

/// A preview must not take the place of the site that is deployed, nor the site that of a preview.
fn refuse_the_other_audience(request: &Request, out: &Path) -> Result<(), Error> {
    let Ok(text) = std::fs::read_to_string(out.join("build.json")) else { return Ok(()) };
    let build: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let holds_preview = build.get("preview").is_some_and(|preview| preview == true);
    let wants_preview = request.preview == Preview::On;
    if build.get("version").is_none() || holds_preview == wants_preview || request.force == Force::On {
        return Ok(());
    }
    let (holds, wanted) = if holds_preview { ("a preview", "the site") } else { ("the site", "a preview") };
    Err(Error::refused(
        format!("`{}` holds {holds}, and {wanted} would take its place", out.display()),
        "name another folder with `--out`, or take this one with `--force`",
    ))
}
