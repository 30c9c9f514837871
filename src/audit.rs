//! The leak audit: the second line that keeps secret and withdrawn items out of every output.
//!
//! Views never hold them; here the finished bytes are searched all the same, for their addresses, ids, titles and names.
//! A hit is an error that names output and item. What may be chance (a title that a public page has too, words in an
//! author's own text) is a warning. Knows bytes, not templates.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::diagnostic::Diagnostic;
use crate::model::{BaseUrl, Detail, Item, ItemId, Site};
use crate::parse::Kind;
use crate::plan::{Plan, Visibility};

/// A title of fewer words is too common to be a trace.
const TITLE_WORDS: usize = 3;

/// What an audit looks for.
#[derive(Debug)]
pub struct Audit {
    search: Option<AhoCorasick>,
    needles: Vec<Needle>,
}

#[derive(Debug)]
struct Needle {
    text: String,
    item: ItemId,
    trace: Trace,
    /// A public page has the same words, so a hit may be chance.
    shared: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Address,
    Id,
    Title,
    Name,
}

impl Trace {
    fn words(self) -> &'static str {
        match self {
            Trace::Address => "address",
            Trace::Id => "id",
            Trace::Title => "title",
            Trace::Name => "name",
        }
    }
}

impl Audit {
    /// Prepares the search for what must not appear at the plan's moment.
    pub fn new(site: &Site, plan: &Plan, base: &BaseUrl) -> Self {
        let public = public_words(site, plan);
        let mut needles = Vec::new();
        for (id, item) in site.iter() {
            match plan.visibility.get(id.index()) {
                Some(Visibility::Secret) => secret(plan, base, id, item, &public, &mut needles),
                Some(Visibility::Withdrawn) => withdrawn(plan, base, id, item, &public, &mut needles),
                _ => {}
            }
        }
        needles.sort_by(|a, b| (&a.text, a.item).cmp(&(&b.text, b.item)));
        needles.dedup_by(|a, b| a.text == b.text);
        let search = if needles.is_empty() {
            None
        } else {
            AhoCorasick::new(needles.iter().map(|needle| needle.text.as_bytes())).ok()
        };
        Audit { search, needles }
    }

    /// Whether there is anything to look for.
    pub fn is_idle(&self) -> bool {
        self.search.is_none()
    }

    /// Traces in one output. `author_text` are the ranges an author wrote, where words alone prove nothing.
    pub fn scan(&self, site: &Site, output: &str, bytes: &[u8], author_text: &[Range<usize>]) -> Vec<Diagnostic> {
        let Some(search) = &self.search else { return Vec::new() };
        let mut reported = BTreeSet::new();
        let mut found = Vec::new();
        for hit in search.find_overlapping_iter(bytes) {
            let Some(needle) = self.needles.get(hit.pattern().as_usize()) else { continue };
            let written = author_text.iter().any(|range| range.start <= hit.start() && hit.end() <= range.end);
            let Some(severe) = needle.judge(bytes, hit.start()..hit.end(), written) else { continue };
            if reported.insert((needle.item, severe)) {
                found.push(report(site, output, needle, severe));
            }
        }
        found
    }
}

/// Whether a hit proves a leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severe {
    Proof,
    Doubt,
}

impl Needle {
    fn judge(&self, bytes: &[u8], at: Range<usize>, written: bool) -> Option<Severe> {
        if !bounded(bytes, &at, self.trace) {
            return None;
        }
        let linked = ["href=\"", "src=\"", "href=&quot;"].iter().any(|attribute| links(bytes, at.start, attribute));
        match (self.trace, written) {
            (Trace::Address | Trace::Id, true) if linked => Some(Severe::Proof),
            (Trace::Title | Trace::Address | Trace::Id, true) => None,
            (Trace::Name, true) => Some(Severe::Doubt),
            (_, false) if self.shared => Some(Severe::Doubt),
            (_, false) => Some(Severe::Proof),
        }
    }
}

/// Whether the attribute that holds `at` begins with `attribute`, within the same value.
fn links(bytes: &[u8], at: usize, attribute: &str) -> bool {
    let before = bytes.get(at.saturating_sub(300)..at).unwrap_or(&[]);
    let value = before.iter().rposition(|byte| matches!(byte, b'"' | b'<' | b'>')).map_or(0, |quote| quote + 1);
    before.get(..value).is_some_and(|head| head.ends_with(attribute.as_bytes()))
}

/// Whether a hit stands by itself: `guides/first` is no trace of `guides/first-plot`.
fn bounded(bytes: &[u8], at: &Range<usize>, trace: Trace) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'-' | b'_');
    let before = at.start.checked_sub(1).and_then(|index| bytes.get(index)).copied();
    let after = bytes.get(at.end).copied();
    let last = at.end.checked_sub(1).and_then(|index| bytes.get(index)).copied();
    let starts = trace == Trace::Address || !before.is_some_and(inner);
    let ends = last == Some(b'/') || !after.is_some_and(inner);
    starts && ends
}

fn secret(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, public: &[String], needles: &mut Vec<Needle>) {
    addresses(plan, base, id, item, needles);
    let title = item.title.value.trim();
    if title.split_whitespace().count() >= TITLE_WORDS {
        words(title, id, Trace::Title, public, needles);
    }
}

fn withdrawn(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, public: &[String], needles: &mut Vec<Needle>) {
    addresses(plan, base, id, item, needles);
    let Detail::Spotlight(spotlight) = &item.detail else { return };
    let name = spotlight.name.trim();
    if name.split_whitespace().count() > 1 {
        words(name, id, Trace::Name, public, needles);
    }
    if item.title.value.split_whitespace().count() >= TITLE_WORDS {
        words(item.title.value.trim(), id, Trace::Title, public, needles);
    }
}

/// The address, whole; and the id where it is shaped like a path that no other item's address can hold.
fn addresses(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, needles: &mut Vec<Needle>) {
    let mut add = |text: String, trace| needles.push(Needle { text, item: id, trace, shared: false });
    let url = plan.urls.get(id.index()).map_or("", String::as_str);
    // A letter's address is the address of its issue, which may be out without it.
    let taken = plan.routes.binary_search_by(|route| route.path.as_str().cmp(url)).is_ok();
    if url.len() > 1 && !taken {
        add(base.absolute(url), Trace::Address);
        add(format!("\"{}", base.local(url)), Trace::Address);
    }
    if item.kind != Kind::Page && item.kind != Kind::Issue && !taken {
        add(item.id.clone(), Trace::Id);
    }
}

/// Words as they are, and as HTML, XML and JSON write them.
fn words(text: &str, id: ItemId, trace: Trace, public: &[String], needles: &mut Vec<Needle>) {
    let shared = public.iter().any(|known| known.contains(text));
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = html.replace('"', "&quot;").replace('\'', "&#x27;");
    let json = text.replace('\\', "\\\\").replace('"', "\\\"");
    let forms: BTreeSet<String> = [text.to_owned(), html, quoted, json].into();
    needles.extend(forms.into_iter().map(|text| Needle { text, item: id, trace, shared }));
}

/// Titles and names that readers see anyway.
fn public_words(site: &Site, plan: &Plan) -> Vec<String> {
    let items = site.iter().filter(|(id, _)| plan.is_public(*id));
    let mut known: Vec<String> = items
        .flat_map(|(_, item)| {
            let name = match &item.detail {
                Detail::Spotlight(spotlight) => Some(spotlight.name.clone()),
                _ => None,
            };
            name.into_iter().chain([item.title.value.clone(), item.description.clone()])
        })
        .collect();
    let settings = &site.settings;
    known.extend([settings.title.clone(), settings.tagline.clone(), settings.description.clone()]);
    known.extend(settings.authors.iter().map(|author| author.name.clone()));
    known.extend(site.tags.values().cloned());
    known
}

fn report(site: &Site, output: &str, needle: &Needle, severe: Severe) -> Diagnostic {
    let item = site.item(needle.item);
    let what = needle.trace.words();
    let is = if needle.trace == Trace::Name { "whose consent has ended" } else { "that is not public" };
    let message = format!("`{output}` holds the {what} of a {} {is}", item.kind.name());
    let problem = match severe {
        Severe::Proof => Diagnostic::error("leak", message)
            .help("look for the place in your templates or `hub.toml` that names it, and take the name out"),
        Severe::Doubt => Diagnostic::warning("possible-leak", message)
            .help("if it is a trace of it, take it out; if it is chance, nothing needs to be done"),
    };
    problem.at(item.span, format!("found: {}", needle.text.trim_matches('"')))
}
