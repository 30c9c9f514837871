//! The site as it is on disk, and the last one without errors; who waits is told of each change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch as signal;

use super::Asked;
use super::search::Search;
use super::stage::{Stage, Stages};
use super::view::View;
use super::watch::{Change, Watch};
use crate::diagnostic::draw::{self, Colour, Format};
use crate::diagnostic::{self, Severity, few};
use crate::error::Error;
use crate::model::time::Instant;
use crate::pipeline::{FEW, Kept, Preview, Reading, Request, read_live};
use crate::plan::Audience;

/// How long whoever waits for a page has the machine for themselves: the closer look takes all of it, and an author who types
/// on makes it worthless.
const FIRST: Duration = Duration::from_secs(1);

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);

/// The whole site is read this long after words were changed: whoever asks for the page has been answered.
const AFTERWARDS: Duration = Duration::from_millis(250);

/// What happened, for who started the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Pages can be asked for, at this address.
    Serving(String),
    /// The site was read; its problems as text, nothing if there are none, and how long it took.
    Read(String, Duration),
    /// Something to know.
    Note(String),
}

/// The problems of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// As the terminal shows them.
    pub(super) drawn: String,
    /// Each with its places.
    pub(super) told: Arc<Vec<diagnostic::Told>>,
}

/// What is served now.
#[derive(Clone)]
pub(super) struct Current {
    /// Counts readings.
    pub(super) number: u64,
    /// The last site without errors.
    pub(super) stages: Option<Arc<Stages>>,
    /// What is wrong with the site on disk.
    pub(super) trouble: Trouble,
}

/// Holds the site.
pub(super) struct Desk {
    request: Request,
    origin: String,
    current: RwLock<Current>,
    changed: signal::Sender<u64>,
    kept: Mutex<Kept>,
    search: Search,
    /// What was told of pages and texts last: an author who saves every minute needn't read it every minute.
    noted: Mutex<String>,
    tell: Arc<dyn Fn(Told) + Send + Sync>,
}

impl Desk {
    /// Reads the site for the first time.
    pub(super) fn open(asked: &Asked, origin: String, tell: Arc<dyn Fn(Told) + Send + Sync>) -> Result<Self, Error> {
        let current = Current { number: 0, stages: None, trouble: Trouble::default() };
        let desk = Desk {
            request: asked.request.clone(),
            origin,
            current: RwLock::new(current),
            changed: signal::Sender::new(0),
            kept: Mutex::default(),
            search: Search::default(),
            noted: Mutex::default(),
            tell,
        };
        desk.read()?;
        Ok(desk)
    }

    /// The path of the home page.
    pub(super) fn home(&self) -> String {
        self.current().stages.map_or_else(|| "/".to_owned(), |stages| stages.live.site.settings.base_url.local("/"))
    }

    /// Where the site is served.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// The view that the command asks for.
    pub(super) fn own_view(&self) -> View {
        let audience = if self.request.preview == Preview::On { Audience::Preview } else { Audience::Public };
        View { at: self.request.at.clone(), audience }
    }

    pub(super) fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A file of the search index of a view.
    pub(super) fn search_file(&self, wanted: (&Current, &View), file: &str) -> Result<Option<Vec<u8>>, Error> {
        self.search.file(&self.request, wanted, file)
    }

    /// Wakes with each reading.
    pub(super) fn changes(&self) -> signal::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Reads the site as it is on disk; with errors in it, the last good one stays.
    fn read(&self) -> Result<(), Error> {
        let start = std::time::Instant::now();
        let kept = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        let Reading { live, drawn, told, kept, .. } = read_live(&self.request, &self.origin, kept)?;
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        let trouble = Trouble::of(told, drawn.clone());
        (self.tell)(Told::Read(drawn, start.elapsed()));
        let view = self.own_view();
        let stages = live.map(|(live, moment, plan)| Arc::new(Stages::new(live, view, (moment, plan))));
        self.install(stages, trouble);
        Ok(())
    }

    /// Takes over what was saved where that is quick; whether it was. Then the site is still to be read.
    fn reword(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        let current = self.current();
        let Some(stages) = current.stages else { return false };
        let reworded = self.kept.lock().unwrap_or_else(PoisonError::into_inner).reworded(&stages.live, root, paths);
        let Some(live) = reworded else { return false };
        self.install(Some(Arc::new(stages.reworded(live))), current.trouble);
        true
    }

    fn install(&self, stages: Option<Arc<Stages>>, trouble: Trouble) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        current.number += 1;
        current.trouble = trouble;
        let old = stages.and_then(|stages| current.stages.replace(stages));
        self.changed.send_replace(current.number);
        drop(current);
        // Letting a big site go takes a while, and nobody waits for it.
        std::thread::spawn(move || drop(old));
    }

    /// Adds what is wrong with pages to a reading that is still the newest.
    fn add(&self, number: u64, found: Vec<diagnostic::Told>, drawn: &str) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.number != number {
            return;
        }
        let before =
            std::mem::replace(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner), drawn.to_owned());
        if found.is_empty() {
            return;
        }
        let own = Trouble::of(found, String::new());
        current.trouble.errors += own.errors;
        current.trouble.warnings += own.warnings;
        current.trouble.drawn.push_str(drawn);
        Arc::make_mut(&mut current.trouble.told).extend(own.told.iter().cloned());
        if before != drawn {
            (self.tell)(Told::Note(drawn.trim_end().to_owned()));
        }
        self.changed.send_replace(number);
    }
}

impl Trouble {
    fn of(told: Vec<diagnostic::Told>, drawn: String) -> Self {
        let count = |severity| told.iter().filter(|problem| problem.severity == severity).count();
        Trouble { errors: count(Severity::Error), warnings: count(Severity::Warning), drawn, told: Arc::new(told) }
    }
}

/// Reads the site again whenever it changes, or time changes it.
pub(super) fn keep_up(desk: &Arc<Desk>, mut watch: Watch) {
    let desk = Arc::clone(desk);
    std::thread::spawn(move || {
        if watch.is_deaf() {
            (desk.tell)(Told::Note("changes can't be watched here; try `--poll`".to_owned()));
        }
        loop {
            let closer = Arc::new(Closer::default());
            look_closer(&desk, &closer);
            let change = watch.wait(TICK, || closer.is_due());
            closer.stop.store(true, Ordering::Relaxed);
            answer_first(&desk, &mut watch, change);
            read_again(&desk);
        }
    });
}

/// Shows what was saved as long as it is nothing but words, and its author goes on saving such.
fn answer_first(desk: &Desk, watch: &mut Watch, mut change: Change) {
    while let Change::Paths(paths) = &change {
        if !desk.reword(watch.root(), paths) {
            return;
        }
        change = watch.wait(AFTERWARDS, || true);
    }
}

fn read_again(desk: &Desk) {
    if let Err(error) = desk.read() {
        let drawn = error.to_string();
        desk.install(None, Trouble { errors: 1, drawn: format!("{drawn}\n"), ..Trouble::default() });
        (desk.tell)(Told::Note(drawn));
    }
}

/// A closer look at a reading, on a thread of its own.
#[derive(Default)]
struct Closer {
    /// Set when the reading is not the newest any more.
    stop: AtomicBool,
    /// When the site will be another by itself, in seconds since 1970.
    due: OnceLock<i64>,
}

impl Closer {
    fn is_due(&self) -> bool {
        self.due.get().is_some_and(|due| *due <= Instant::now_from_clock().unix())
    }
}

/// Makes every page, to find what is wrong in them, and finds out how long the site stays as it is. Who looks at the page they
/// just saved is served first.
fn look_closer(desk: &Arc<Desk>, closer: &Arc<Closer>) {
    let (desk, closer) = (Arc::clone(desk), Arc::clone(closer));
    std::thread::spawn(move || {
        std::thread::sleep(FIRST);
        let current = desk.current();
        if closer.stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(stages) = &current.stages else { return };
        let Ok(stage) = stages.of(&desk.own_view()) else { return };
        let (live, moment, plan) = (&stages.live, stage.moment, &stage.plan);
        if let Some(next) = live.next_change(moment, plan).filter(|_| desk.request.at.is_none()) {
            // The time was read once; a site is never read again for a change that is in it.
            let _ = closer.due.set(next.unix().max(Instant::now_from_clock().unix() + 1));
        }
        let mut problems = live.pages(moment, plan).problems(&closer.stop).unwrap_or_default();
        if !closer.stop.load(Ordering::Relaxed) {
            let advice = live.advice();
            let mut shown = problems.clone();
            shown.extend(few(advice.clone(), FEW, "`/_hub/problems/` shows them all"));
            problems.extend(advice);
            draw::sort(&mut shown, &live.sources);
            draw::sort(&mut problems, &live.sources);
            let drawn = draw::draw(&shown, &live.sources, Format::Text, Colour::Off);
            desk.add(current.number, diagnostic::told(&problems, &live.sources), &drawn);
        }
    });
}

/// The pages of a view.
pub(super) fn stage(current: &Current, view: &View) -> Option<Result<Arc<Stage>, String>> {
    current.stages.as_ref().map(|stages| stages.of(view))
}
