//! The leak audit: the second line that keeps secret and withdrawn items out of every output.
//!
//! Views never hold them; here the finished bytes are searched all the same, for their addresses, ids, titles and names.
//! A hit is an error that names output and item. Words that an author wrote into a public piece prove nothing, wherever
//! that piece is shown: they are told once, at the author's line, as a warning, so that no build can start to fail
//! overnight. Knows bytes, not templates.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::diagnostic::Diagnostic;
use crate::model::{BaseUrl, Detail, Item, ItemId, Site};
use crate::parse::Kind;
use crate::plan::{Plan, Visibility};
use crate::source::{FileId, Sources, Span};

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trace {
    Address,
    Id,
    Title,
    Name,
}

impl Trace {
    /// Words may stand somewhere by chance, addresses don't.
    fn is_words(self) -> bool {
        matches!(self, Trace::Title | Trace::Name)
    }

    fn words(self) -> &'static str {
        match self {
            Trace::Address => "address",
            Trace::Id => "id",
            Trace::Title => "title",
            Trace::Name => "name",
        }
    }
}

/// Who wrote an output.
#[derive(Clone, Copy, Debug)]
pub enum Writer<'a> {
    /// A template, but for these ranges, which are an author's own text.
    Template(&'a [Range<usize>]),
    /// A file of the author, copied as it is.
    Author,
}

impl Audit {
    /// Prepares the search for what must not appear at the plan's moment. The warnings are of public pieces whose own words
    /// hold a name or a title that is not public; those words are not looked for in outputs.
    pub fn new(sources: &Sources, site: &Site, plan: &Plan, base: &BaseUrl) -> (Self, Vec<Diagnostic>) {
        let mut needles = Vec::new();
        for (id, item) in site.iter() {
            match plan.visibility.get(id.index()) {
                Some(Visibility::Secret) => secret(plan, base, id, item, &mut needles),
                Some(Visibility::Withdrawn) => withdrawn(plan, base, id, item, &mut needles),
                _ => {}
            }
        }
        needles.retain(|needle| !is_promised(site, needle));
        needles.sort_by(|a, b| (&a.text, a.item).cmp(&(&b.text, b.item)));
        needles.dedup_by(|a, b| a.text == b.text);
        let (written, warnings) = mentions(sources, site, plan, &needles);
        needles.retain(|needle| !written.contains(&(needle.item, needle.trace)));
        (Audit { search: automaton(&needles), needles }, warnings)
    }

    /// Whether there is anything to look for.
    pub fn is_idle(&self) -> bool {
        self.search.is_none()
    }

    /// Traces in one output.
    pub fn scan(&self, site: &Site, output: &str, bytes: &[u8], writer: Writer<'_>) -> Vec<Diagnostic> {
        let Some(search) = &self.search else { return Vec::new() };
        let mut reported = BTreeSet::new();
        let mut found = Vec::new();
        for hit in search.find_overlapping_iter(bytes) {
            let Some(needle) = self.needles.get(hit.pattern().as_usize()) else { continue };
            let Some(severe) = needle.judge(bytes, hit.start()..hit.end(), writer) else { continue };
            if reported.insert(needle.item) {
                found.push(report(site, output, needle, severe));
            }
        }
        found
    }
}

fn automaton(needles: &[Needle]) -> Option<AhoCorasick> {
    if needles.is_empty() {
        return None;
    }
    AhoCorasick::new(needles.iter().map(|needle| needle.text.as_bytes())).ok()
}

/// Names and titles in the files of public pieces and in the settings: which, and a warning for each at its first place.
fn mentions(
    sources: &Sources,
    site: &Site,
    plan: &Plan,
    needles: &[Needle],
) -> (BTreeSet<(ItemId, Trace)>, Vec<Diagnostic>) {
    let words: Vec<&Needle> = needles.iter().filter(|needle| needle.trace.is_words()).collect();
    let mut written = BTreeSet::new();
    let mut warnings = Vec::new();
    let Ok(search) = AhoCorasick::new(words.iter().map(|needle| needle.text.as_bytes())) else {
        return (written, warnings);
    };
    if words.is_empty() {
        return (written, warnings);
    }
    for file in public_files(site, plan) {
        let text = sources.file(file).text.as_bytes();
        for hit in search.find_overlapping_iter(text) {
            let Some(needle) = words.get(hit.pattern().as_usize()) else { continue };
            let at = hit.start()..hit.end();
            if bounded(text, &at, needle.trace) && written.insert((needle.item, needle.trace)) {
                warnings.push(mention(site, needle, Span::new(file, at.start, at.end)));
            }
        }
    }
    (written, warnings)
}

fn public_files(site: &Site, plan: &Plan) -> BTreeSet<FileId> {
    let items = site.iter().filter(|(id, _)| plan.is_public(*id)).map(|(_, item)| item.body.span.file);
    let intros = site.listings.values().map(|listing| listing.body.span.file);
    items.chain(intros).chain([site.settings.file]).collect()
}

fn mention(site: &Site, needle: &Needle, span: Span) -> Diagnostic {
    let item = site.item(needle.item);
    let message = match needle.trace {
        Trace::Name => "this names a member whose consent has ended".to_owned(),
        _ => format!("this is the title of a {} that is not public", item.kind.name()),
    };
    Diagnostic::warning("possible-leak", message)
        .at(span, "")
        .help("if it speaks of it, take it out of this text; if the words only happen to be the same, nothing needs to be done")
}

/// Whether a hit proves a leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severe {
    Proof,
    Doubt,
}

impl Needle {
    fn judge(&self, bytes: &[u8], at: Range<usize>, writer: Writer<'_>) -> Option<Severe> {
        if !bounded(bytes, &at, self.trace) {
            return None;
        }
        let written = match writer {
            Writer::Author => return Some(Severe::Doubt),
            Writer::Template(author) => author.iter().any(|range| range.start <= at.start && at.end <= range.end),
        };
        let linked = ["href=\"", "src=\"", "href=&quot;"].iter().any(|attribute| links(bytes, at.start, attribute));
        match (self.trace, written) {
            (Trace::Address | Trace::Id, true) if linked => Some(Severe::Proof),
            (_, true) => None,
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

fn secret(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, needles: &mut Vec<Needle>) {
    addresses(plan, base, id, item, needles);
    let title = item.title.value.trim();
    if title.split_whitespace().count() >= TITLE_WORDS {
        words(title, id, Trace::Title, needles);
    }
}

/// Whether a title is also that of a recurrence, which every calendar names: an event written for a day of it may have the
/// same one.
fn is_promised(site: &Site, needle: &Needle) -> bool {
    needle.trace == Trace::Title && site.calendar.recurrings.iter().any(|it| it.title.contains(&needle.text))
}

fn withdrawn(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, needles: &mut Vec<Needle>) {
    addresses(plan, base, id, item, needles);
    let Detail::Spotlight(spotlight) = &item.detail else { return };
    let name = spotlight.name.trim();
    if name.split_whitespace().count() > 1 {
        words(name, id, Trace::Name, needles);
    }
    if item.title.value.split_whitespace().count() >= TITLE_WORDS {
        words(item.title.value.trim(), id, Trace::Title, needles);
    }
}

/// The address, whole; and the id where it is shaped like a path that no other item's address can hold.
fn addresses(plan: &Plan, base: &BaseUrl, id: ItemId, item: &Item, needles: &mut Vec<Needle>) {
    let mut add = |text: String, trace| needles.push(Needle { text, item: id, trace });
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
fn words(text: &str, id: ItemId, trace: Trace, needles: &mut Vec<Needle>) {
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = html.replace('"', "&quot;").replace('\'', "&#x27;");
    let json = text.replace('\\', "\\\\").replace('"', "\\\"");
    let forms: BTreeSet<String> = [text.to_owned(), html, quoted, json].into();
    needles.extend(forms.into_iter().map(|text| Needle { text, item: id, trace }));
}

fn report(site: &Site, output: &str, needle: &Needle, severe: Severe) -> Diagnostic {
    let item = site.item(needle.item);
    let what = needle.trace.words();
    let is = if needle.trace == Trace::Name { "whose consent has ended" } else { "that is not public" };
    let message = format!("`{output}` holds the {what} of a {} {is}", item.kind.name());
    let problem = match severe {
        Severe::Proof => Diagnostic::error("leak", message)
            .help("look for a template of your own that names it, and take the name out"),
        Severe::Doubt => Diagnostic::warning("possible-leak", message).help(
            "if the file speaks of it, take it out of `static/` until then; if it is chance, nothing needs to be done",
        ),
    };
    problem.at(item.span, format!("found: {}", needle.text.trim_matches('"')))
}
