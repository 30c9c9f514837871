//! A view of the site on a thread of its own, which makes pages as they are asked for.
//!
//! What a page is made with borrows from the site and its plan; on the thread's own stack it lives as long as somebody may ask.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::page::{self, Html};
use super::view::View;
use crate::diagnostic::draw::{self, Colour, Format};
use crate::explain::{self, Meant};
use crate::model::decoded;
use crate::output::Content;
use crate::pipeline::{Live, Pages};
use crate::plan::{Moment, Page, Plan, Route};

/// Views that are kept ready.
const VIEWS: usize = 4;

/// A site, and the views of it that somebody looked at last.
pub(super) struct Stages {
    pub(super) live: Arc<Live>,
    views: Mutex<Vec<(View, Arc<Stage>)>>,
}

/// A view that answers.
pub(super) struct Stage {
    pub(super) moment: Moment,
    pub(super) plan: Arc<Plan>,
    jobs: Mutex<Sender<Job>>,
}

/// What is asked of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    /// What stands there.
    Page,
    /// Also why its piece is or isn't public.
    Reasons,
}

/// A path, and where the answer goes.
struct Job {
    path: String,
    wants: Wants,
    answer: oneshot::Sender<Answered>,
}

/// What stands on a path, and what its author may want to know about it.
pub(super) struct Answered {
    pub(super) answer: Answer,
    /// Headers that the site asks its host for.
    pub(super) headers: Arc<Vec<(String, String)>>,
    /// The moment that is shown, in the site's zone.
    pub(super) moment: String,
    /// Why the piece of the path is or isn't public, if that was asked.
    pub(super) why: Vec<String>,
}

/// What stands on a path.
pub(super) enum Answer {
    /// A page.
    Page(Html),
    /// A file of hub's making.
    Bytes(Vec<u8>, String),
    /// A file of the site.
    File(PathBuf, String),
    /// Another path.
    Moved(String),
    /// Nothing; the site's own page that says so.
    Missing(Html),
    /// A page that can't be made, and why.
    Broken(String),
}

impl Stages {
    /// The stages of a site of which one view is planned already.
    pub(super) fn new(live: Live, view: View, (moment, plan): (Moment, Plan)) -> Self {
        let live = Arc::new(live);
        let first = Arc::new(Stage::begin(Arc::clone(&live), moment, Arc::new(plan)));
        Stages { live, views: Mutex::new(vec![(view, first)]) }
    }

    /// The same views of a site in which nothing but words are others.
    pub(super) fn reworded(&self, live: Live) -> Self {
        let live = Arc::new(live);
        let begin = |(view, stage): &(View, Arc<Stage>)| {
            (view.clone(), Arc::new(Stage::begin(Arc::clone(&live), stage.moment, Arc::clone(&stage.plan))))
        };
        let views = self.views.lock().unwrap_or_else(PoisonError::into_inner).iter().map(begin).collect();
        Stages { live, views: Mutex::new(views) }
    }

    /// The stage of a view; an error says why there is no such view.
    pub(super) fn of(&self, view: &View) -> Result<Arc<Stage>, String> {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = views.iter().position(|(known, _)| known == view) {
            let found = views.remove(at);
            let stage = Arc::clone(&found.1);
            views.push(found);
            return Ok(stage);
        }
        let moment = self.live.moment(view.at.as_deref(), view.audience)?;
        let plan = Arc::new(self.live.plan(moment));
        let stage = Arc::new(Stage::begin(Arc::clone(&self.live), moment, plan));
        if views.len() >= VIEWS {
            views.remove(0);
        }
        views.push((view.clone(), Arc::clone(&stage)));
        Ok(stage)
    }
}

impl Stage {
    fn begin(live: Arc<Live>, moment: Moment, plan: Arc<Plan>) -> Self {
        let (jobs, asked) = channel();
        let planned = Arc::clone(&plan);
        std::thread::spawn(move || perform(&live, (&planned, moment), &asked));
        Stage { moment, plan, jobs: Mutex::new(jobs) }
    }

    /// What stands on a path (with the base path, as it was asked for); nothing where hub made a mistake of its own.
    pub(super) async fn ask(&self, path: &str, wants: Wants) -> Option<Answered> {
        let (answer, answered) = oneshot::channel();
        let job = Job { path: path.to_owned(), wants, answer };
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).send(job).ok()?;
        answered.await.ok()
    }
}

/// Ends when nobody can ask any more.
fn perform(live: &Live, (plan, moment): (&Plan, Moment), asked: &Receiver<Job>) {
    let pages = live.pages(moment, plan);
    let headers = Arc::new(headers(&pages, live));
    let zone = &live.site.settings.zone;
    while let Ok(job) = asked.recv() {
        let path = decoded(&job.path).map_or_else(|| job.path.clone(), std::borrow::Cow::into_owned);
        let answered = Answered {
            answer: answer(live, &pages, &path),
            headers: Arc::clone(&headers),
            moment: zone.words(moment.now),
            why: if job.wants == Wants::Reasons { why(live, (plan, moment), &path) } else { Vec::new() },
        };
        // Who asked may have gone.
        drop(job.answer.send(answered));
    }
}

fn answer(live: &Live, pages: &Pages<'_>, path: &str) -> Answer {
    let base = live.site.settings.base_url.local("/");
    if let Some(route) = pages.find(path) {
        return made(live, pages, route);
    }
    let folder = format!("{path}/");
    if !path.ends_with('/') && pages.find(&folder).is_some() {
        return Answer::Moved(folder);
    }
    if path == "/" {
        return Answer::Moved(base);
    }
    match pages.find(&format!("{base}404.html")).map(|route| made(live, pages, route)) {
        Some(Answer::Page(html)) => Answer::Missing(html),
        _ => Answer::Broken("There is no such page, and no page that says so.".to_owned()),
    }
}

fn made(live: &Live, pages: &Pages<'_>, route: &Route) -> Answer {
    let kind = page::media_type(route.output.as_str()).to_owned();
    match pages.make(route) {
        Ok(Ok(Content::Bytes(bytes))) if kind.starts_with("text/html") => Answer::Page(Html::new(&bytes)),
        Ok(Ok(Content::Bytes(bytes))) => Answer::Bytes(bytes, kind),
        Ok(Ok(Content::Built(bytes))) => Answer::Bytes(bytes.to_vec(), kind),
        Ok(Ok(Content::File(path))) => Answer::File(path, kind),
        Ok(Err(problem)) => Answer::Broken(draw::draw(&[problem], &live.sources, Format::Text, Colour::Off)),
        Err(error) => Answer::Broken(error.to_string()),
    }
}

/// What the site's `_headers` say of every page.
fn headers(pages: &Pages<'_>, live: &Live) -> Vec<(String, String)> {
    let path = live.site.settings.base_url.local("/_headers");
    let Some(Ok(Ok(Content::Bytes(bytes)))) = pages.find(&path).map(|route| pages.make(route)) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let of_all = text.lines().skip(1).take_while(|line| line.starts_with(' '));
    of_all
        .filter_map(|line| line.trim().split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// In a few lines, why the piece whose address this is, or would be, is or isn't public.
fn why(live: &Live, (plan, moment): (&Plan, Moment), path: &str) -> Vec<String> {
    let address = live.site.settings.base_url.absolute("/");
    let base = live.site.settings.base_url.local("/");
    let Some(own) = path.strip_prefix(&base) else { return Vec::new() };
    let is_shown =
        plan.routes.iter().any(|route| route.path == format!("/{own}") && !matches!(route.page, Page::Item(_)));
    if is_shown {
        return Vec::new();
    }
    let Meant::Piece(id) = explain::find(&live.sources, &live.site, plan, (&format!("{address}{own}"), None)) else {
        return Vec::new();
    };
    let piece = explain::piece(&live.sources, &live.site, (plan, moment), id);
    let (file, line) = piece.place;
    let first = match &piece.why_not {
        Some(why) => format!("not public: {why}"),
        None => "public".to_owned(),
    };
    let zone = &live.site.settings.zone;
    let moments = piece.moments.iter().map(|(at, what)| format!("{what} {}", zone.words(*at)));
    [first].into_iter().chain(moments).chain([format!("{file}:{line}")]).collect()
}
