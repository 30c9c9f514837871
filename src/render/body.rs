//! Bodies as HTML: where each link, image and embed of a text leads in the output that is being made.
//!
//! What isn't public leaves its words and nothing else. Knows no templates but through `embeds.rs`. This is the only part of
//! render that reads a text: which ones an output shows is noted here.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::embeds;
use super::outgoing::{self, Channel};
use super::scene::Scene;
use crate::diagnostic::Diagnostic;
use crate::markdown::{self, CodeColours, Embed, HtmlOptions, ImageTarget, LinkTarget, Resolve, Trust, sanitize};
use crate::model::{Body, Target};
use crate::source::{AssetId, FileId};

thread_local! {
    /// The texts whose words are in what is being made on this thread.
    static SHOWN: RefCell<BTreeSet<FileId>> = const { RefCell::new(BTreeSet::new()) };
}

/// Makes something, and tells the texts whose words are in it; they are then also in what it is made for.
pub(super) fn showing<T>(make: impl FnOnce() -> T) -> (T, BTreeSet<FileId>) {
    let around = SHOWN.take();
    let made = make();
    let shown = SHOWN.replace(around);
    shows(shown.iter().copied());
    (made, shown)
}

/// Notes that words of these texts are in what is being made.
pub(super) fn shows(texts: impl IntoIterator<Item = FileId>) {
    SHOWN.with_borrow_mut(|shown| shown.extend(texts));
}

/// A body as it stands on a page.
///
/// # Errors
/// What the template of an embed did wrong.
pub(super) fn on_page(scene: &Scene<'_>, body: &Body, trust: Trust) -> Result<String, Diagnostic> {
    html(scene, body, trust, Channel::Page)
}

/// A body as it stands in a feed or mail: absolute URLs, embeds as links, nothing that mail programs refuse.
/// `address` is the absolute URL of the page it stands on.
///
/// # Errors
/// As [`on_page`], though no embed needs a template in mail.
pub(super) fn in_mail(scene: &Scene<'_>, body: &Body, trust: Trust, address: &str) -> Result<String, Diagnostic> {
    Ok(sanitize::mail(&html(scene, body, trust, Channel::Mail)?, address))
}

fn html(scene: &Scene<'_>, body: &Body, trust: Trust, channel: Channel) -> Result<String, Diagnostic> {
    shows([body.span.file]);
    let text = scene.sources.text(body.span);
    let code = match channel {
        Channel::Page => CodeColours::Classes,
        Channel::Mail => CodeColours::Inline,
    };
    let options = HtmlOptions { id_prefix: "", code, trust, words: &scene.body_words };
    let targets = Targets { scene, body, channel, problem: RefCell::new(None) };
    let html = markdown::to_html(text, &targets, &options);
    match targets.problem.into_inner() {
        Some(problem) => Err(problem),
        None => Ok(html),
    }
}

/// Answers for one body.
struct Targets<'a, 's> {
    scene: &'a Scene<'s>,
    body: &'a Body,
    channel: Channel,
    /// The first thing that went wrong: the writer has no way to say it.
    problem: RefCell<Option<Diagnostic>>,
}

impl Targets<'_, '_> {
    fn target(&self, number: usize) -> &Target {
        self.body.targets.get(number).unwrap_or(&Target::Broken)
    }

    fn route(&self, route: Option<&str>, anchor: Option<&String>) -> LinkTarget {
        let Some(route) = route else { return LinkTarget::Words };
        let mut url = self.channel.url(self.scene, route);
        if let Some(anchor) = anchor {
            url.push('#');
            url.push_str(anchor);
        }
        plain(url)
    }

    fn asset(&self, asset: AssetId) -> Option<String> {
        self.scene.plan.assets.get(&asset).map(|route| self.channel.url(self.scene, route))
    }
}

fn plain(url: String) -> LinkTarget {
    LinkTarget::Href { url, rel: "", note: None }
}

impl Resolve for Targets<'_, '_> {
    fn link(&self, number: usize, _dest: &str) -> LinkTarget {
        let plan = self.scene.plan;
        match self.target(number) {
            Target::Item(item, anchor) => self.route(plan.url(*item), anchor.as_ref()),
            Target::Listing(kind, anchor) => {
                self.route(self.scene.paths.listings.get(kind).map(String::as_str), anchor.as_ref())
            }
            Target::Site(path, anchor) => {
                self.route(Some(path.as_str()).filter(|path| !plan.hidden_paths.contains(*path)), anchor.as_ref())
            }
            Target::Asset(asset) => self.asset(*asset).map_or(LinkTarget::Words, plain),
            Target::Registry(id) => match outgoing::link(self.scene, *id) {
                Some(link) => LinkTarget::Href {
                    url: outgoing::url(self.scene, link, self.channel),
                    rel: outgoing::rel(link),
                    note: outgoing::disclosure(self.scene, link),
                },
                None => LinkTarget::Words,
            },
            Target::External(url) => plain(url.clone()),
            Target::Anchor(id) => plain(format!("#{id}")),
            Target::Broken => LinkTarget::Words,
        }
    }

    fn image(&self, number: usize, _dest: &str) -> Option<ImageTarget> {
        match self.target(number) {
            Target::Asset(asset) => {
                Some(ImageTarget { url: self.asset(*asset)?, size: self.scene.sources.asset(*asset).size })
            }
            Target::External(url) => Some(ImageTarget { url: url.clone(), size: None }),
            _ => None,
        }
    }

    fn embed(&self, number: usize, _embed: &Embed) -> String {
        let Some(target) = self.body.embeds.get(number) else { return String::new() };
        match self.channel {
            Channel::Mail => embeds::in_mail(self.scene, target),
            Channel::Page => embeds::on_page(self.scene, target, number).unwrap_or_else(|problem| {
                self.problem.borrow_mut().get_or_insert(problem);
                String::new()
            }),
        }
    }
}
