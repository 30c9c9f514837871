//! The studio at `/_hub/`: the author's desk, made of what the site, its calendar and its plan say. It only reads, decides
//! nothing itself, and is in no build.
//!
//! Each page is a file here that makes a view, plain data without HTML, and a template in `templates/` that shows it.
//! Whoever looks sees drafts and the future, at any moment (`?at=`).

mod ahead;
mod coverage;
mod feeds;
mod freshness;
mod links;
mod look;
mod month;
mod newsletter;
mod overview;
mod problems;
mod spotlights;
mod thing;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Serialize;

use super::desk::{Current, Trouble};
use super::editor::Editor;
use super::page::Html;
use super::view::View;
use crate::diagnostic::{Severity, Told};
use crate::pipeline::Live;
use crate::plan::{Audience, Moment, Plan};
use crate::theme::OwnPages;
use look::{Desk, Look, Query};

/// The stylesheet.
pub(super) const STYLES: &str = include_str!("studio.css");

/// The picture beside its title.
pub(super) const ICON: &str = include_str!("studio.svg");

/// Pages that are kept until the site changes.
const KEPT: usize = 64;

static PAGES: LazyLock<Result<OwnPages, String>> = LazyLock::new(|| {
    OwnPages::new(&[
        ("base.html", include_str!("templates/base.html")),
        ("parts.html", include_str!("templates/parts.html")),
        ("overview.html", include_str!("templates/overview.html")),
        ("calendar.html", include_str!("templates/calendar.html")),
        ("newsletter.html", include_str!("templates/newsletter.html")),
        ("ahead.html", include_str!("templates/ahead.html")),
        ("coverage.html", include_str!("templates/coverage.html")),
        ("spotlights.html", include_str!("templates/spotlights.html")),
        ("links.html", include_str!("templates/links.html")),
        ("freshness.html", include_str!("templates/freshness.html")),
        ("feeds.html", include_str!("templates/feeds.html")),
        ("problems.html", include_str!("templates/problems.html")),
        ("explain.html", include_str!("templates/explain.html")),
    ])
});

/// The pages, as the menu has them: group, address, title.
const MENU: [(&str, &[(&str, &str)]); 3] = [
    ("Plan", &[("", "Today"), ("calendar/", "Calendar"), ("newsletter/", "Newsletter"), ("ahead/", "90 days ahead")]),
    (
        "Content",
        &[("coverage/", "Coverage"), ("spotlights/", "Spotlights"), ("links/", "Links"), ("freshness/", "Freshness")],
    ),
    ("Before you publish", &[("problems/", "Problems"), ("feeds/", "Feeds")]),
];

/// The studio of a site folder.
pub(super) struct Studio {
    root: PathBuf,
    editor: Editor,
    held: Mutex<Option<Held>>,
}

/// What was made of a site at a moment.
struct Held {
    live: Arc<Live>,
    told: Arc<Vec<Told>>,
    at: Option<String>,
    moment: Moment,
    plan: Arc<Plan>,
    answers: BTreeMap<String, Answer>,
}

/// What stands on an address of the studio.
#[derive(Clone)]
pub(super) enum Answer {
    /// A page.
    Page(Html),
    /// An issue as mail: whether it is HTML, and the text.
    Mail(bool, String),
    /// Nothing.
    Missing,
    /// Why there is none.
    Broken(String),
}

/// An answer, and the moment that was looked at.
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) moment: String,
}

/// What stands around every page.
#[derive(Serialize)]
struct Frame {
    title: &'static str,
    site: String,
    home: String,
    menu: Vec<Group>,
    /// The moment that is looked at, where it isn't now.
    at: Option<String>,
    errors: usize,
    problems: String,
}

/// Pages of the menu that belong together.
#[derive(Serialize)]
struct Group {
    title: &'static str,
    pages: Vec<MenuPage>,
}

#[derive(Serialize)]
struct MenuPage {
    title: &'static str,
    href: String,
    is_here: bool,
    errors: usize,
}

impl Studio {
    pub(super) fn new(root: PathBuf, editor: Editor) -> Self {
        // Editors want whole paths.
        let root = root.canonicalize().unwrap_or(root);
        Studio { root, editor, held: Mutex::new(None) }
    }

    /// What stands on `path` (below `/_hub/`) with `query`.
    pub(super) fn answer(&self, current: &Current, view: &View, (path, query): (&str, &str)) -> Answered {
        let asked = Query::read(query);
        let Some(stages) = &current.stages else { return self.without_site(&current.trouble, &asked, path) };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |held: &Held| Arc::ptr_eq(&held.live, &stages.live) && held.at == view.at;
        if !held.as_ref().is_some_and(is_same) {
            *held = match hold(&stages.live, view.at.clone(), &current.trouble) {
                Ok(new) => Some(new),
                Err(help) => return Answered { answer: Answer::Broken(help), moment: String::new() },
            };
        }
        let Some(held) = held.as_mut() else { return Answered { answer: Answer::Missing, moment: String::new() } };
        if !Arc::ptr_eq(&held.told, &current.trouble.told) {
            held.told = Arc::clone(&current.trouble.told);
            held.answers.clear();
        }
        let key = format!("{path}?{query}");
        let answer = match held.answers.get(&key) {
            Some(known) => known.clone(),
            None => self.made(held, &asked, path),
        };
        if held.answers.len() >= KEPT {
            held.answers.clear();
        }
        held.answers.insert(key, answer.clone());
        Answered { answer, moment: stages.live.site.settings.zone.words(held.moment.now) }
    }

    fn made(&self, held: &Held, query: &Query, path: &str) -> Answer {
        held.live.with_world(|world| {
            let desk = Desk { root: &self.root, editor: &self.editor, query, told: &held.told };
            let look = Look { live: &held.live, world, plan: &held.plan, moment: held.moment, desk };
            made(&look, held.at.as_deref(), path)
        })
    }

    /// Where the site can't be read yet, its problems are all there is to see.
    fn without_site(&self, trouble: &Trouble, query: &Query, path: &str) -> Answered {
        let desk = Desk { root: &self.root, editor: &self.editor, query, told: &trouble.told };
        let frame = Frame {
            title: "Problems",
            site: "Your site".to_owned(),
            home: "/".to_owned(),
            menu: Vec::new(),
            at: None,
            errors: 0,
            problems: desk.link("problems/", &[]),
        };
        let answer = match path.strip_prefix("explain/").and_then(|code| problems::explained(desk, code)) {
            Some(code) => page("explain.html", &Frame { title: "Explained", ..frame }, &code),
            None => page("problems.html", &frame, &problems::without_site(desk, &trouble.drawn)),
        };
        Answered { answer, moment: String::new() }
    }
}

/// Plans the site for who sees it as readers do: drafts and the future are told by the calendar.
fn hold(live: &Arc<Live>, at: Option<String>, trouble: &Trouble) -> Result<Held, String> {
    let moment = live.moment(at.as_deref(), Audience::Public)?;
    Ok(Held {
        plan: Arc::new(live.with_world(|world| crate::plan::plan(world, moment))),
        live: Arc::clone(live),
        told: Arc::clone(&trouble.told),
        at,
        moment,
        answers: BTreeMap::new(),
    })
}

fn made(look: &Look<'_>, at: Option<&str>, path: &str) -> Answer {
    let at = at.map(|_| format!("{}, {}", words::long_day(look.today()), words::time(look.zone(), look.moment.now)));
    let frame = |title| Frame { at: at.clone(), ..frame(look, title, path) };
    match path {
        "" => page("overview.html", &frame("Today"), &overview::view(look)),
        "calendar/" => page("calendar.html", &frame("Calendar"), &month::view(look)),
        "newsletter/" => page("newsletter.html", &frame("Newsletter"), &newsletter::view(look)),
        "newsletter/mail" => {
            newsletter::mail_text(look).map_or(Answer::Missing, |(is_html, text)| Answer::Mail(is_html, text))
        }
        "ahead/" => page("ahead.html", &frame("90 days ahead"), &ahead::view(look)),
        "coverage/" => page("coverage.html", &frame("Coverage"), &coverage::view(look)),
        "spotlights/" => page("spotlights.html", &frame("Spotlights"), &spotlights::view(look)),
        "links/" => page("links.html", &frame("Links"), &links::view(look)),
        "freshness/" => page("freshness.html", &frame("Freshness"), &freshness::view(look)),
        "feeds/" => page("feeds.html", &frame("Feeds"), &feeds::view(look)),
        "problems/" => page("problems.html", &frame("Problems"), &problems::view(look)),
        _ => match path.strip_prefix("explain/").and_then(|code| problems::explained(look.desk, code)) {
            Some(code) => page("explain.html", &frame("Explained"), &code),
            None => Answer::Missing,
        },
    }
}

fn page(template: &str, frame: &Frame, view: &impl Serialize) -> Answer {
    let made = PAGES.as_ref().map_err(Clone::clone).and_then(|pages| pages.render(template, frame, view));
    made.map_or_else(Answer::Broken, |text| Answer::Page(Html::new(text.as_bytes())))
}

fn frame(look: &Look<'_>, title: &'static str, path: &str) -> Frame {
    let desk = look.desk;
    let errors = desk.told.iter().filter(|one| one.severity == Severity::Error).count();
    let here = if path.starts_with("explain/") { "problems/" } else { path };
    let page = |(address, title): &(&'static str, &'static str)| MenuPage {
        title,
        href: desk.link(address, &[]),
        is_here: *address == here,
        errors: if *address == "problems/" { errors } else { 0 },
    };
    let groups = MENU.iter().map(|(title, pages)| Group { title, pages: pages.iter().map(page).collect() });
    Frame {
        title,
        site: look.site().settings.title.clone(),
        home: look.site().settings.base_url.local("/"),
        menu: groups.collect(),
        at: None,
        errors,
        problems: desk.link("problems/", &[]),
    }
}
