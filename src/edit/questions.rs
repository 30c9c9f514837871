//! `hub questions --write`: a draft for each question that nobody answers yet, and its idea in the calendar; all or nothing.
//!
//! The texts come from people outside: they stand quoted, and in a block that Markdown does not read. Nothing is published
//! by it: drafts stay private until their author says otherwise.

use std::collections::BTreeSet;

use super::calendar::{new_entries, unreadable};
use super::layout::NewBlock;
use super::together::{new_file, put, wrong};
use super::toml::{quoted, quoted_list};
use super::{Desk, Draft, Mode, Outcome, slug};
use crate::error::Error;
use crate::model::Site;
use crate::output::OutputPath;
use crate::parse::Kind;

/// Most drafts of one run: more would not be finished anyway, and the next run goes on.
pub const MOST: usize = 20;

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// As it is asked.
    pub title: String,
    /// Ids of all who ask it.
    pub ids: Vec<String>,
    /// How often.
    pub times: u64,
    /// How others word it.
    pub variants: Vec<String>,
}

/// What was written, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stubbed {
    /// The drafts, with their titles.
    pub drafts: Vec<(String, String)>,
    /// The file of the calendar; empty where there is nothing new.
    pub calendar: String,
    /// Whether it was written.
    pub written: bool,
    /// Positions of those that have a draft or an entry already.
    pub known: Vec<usize>,
    /// Questions left for the next run.
    pub left: usize,
}

/// Writes the drafts; an [`Outcome`] instead where that would bring errors.
///
/// # Errors
/// A file can't be written; then none is.
pub fn stubs(desk: Desk<'_>, stubs: &[Stub]) -> Result<Result<Stubbed, Outcome>, Error> {
    if let Some(outcome) = unreadable(desk) {
        return Ok(Err(outcome));
    }
    let site = &desk.found.site;
    let (known, fresh): (Vec<_>, Vec<_>) = stubs.iter().enumerate().partition(|(_, stub)| is_known(site, stub));
    let mut taken: BTreeSet<String> = site.of_kind(Kind::Faq).map(|(_, item)| item.slug.value.clone()).collect();
    let files = desk.opened.report.sources.files.iter();
    taken.extend(
        files.filter_map(|file| file.path.strip_prefix("content/faq/")?.strip_suffix(".md").map(str::to_owned)),
    );
    let mut drafts: Vec<Draft> = Vec::new();
    let mut entries = Vec::new();
    let mut told = Stubbed { left: fresh.len().saturating_sub(MOST), known: positions(known), ..Stubbed::default() };
    for (_, stub) in fresh.into_iter().take(MOST) {
        let slug = free_slug(&stub.title, &mut taken);
        let path = format!("content/faq/{slug}.md");
        told.drafts.push((path.clone(), stub.title.clone()));
        entries.push(entry(stub, &slug));
        drafts.push(new_file(path, text(stub, &slug)));
    }
    if drafts.is_empty() {
        return Ok(Ok(told));
    }
    let calendar = new_entries(desk, &entries)?;
    told.calendar.clone_from(&calendar.path);
    drafts.push(calendar);
    if let Some(outcome) = wrong(desk, &drafts)? {
        return Ok(Err(outcome));
    }
    if desk.mode == Mode::Write {
        put(&desk.request.root, &drafts)?;
        told.written = true;
    }
    Ok(Ok(told))
}

fn positions(stubs: Vec<(usize, &Stub)>) -> Vec<usize> {
    stubs.into_iter().map(|(at, _)| at).collect()
}

/// Whether an entry, public or not, has this question already.
fn is_known(site: &Site, stub: &Stub) -> bool {
    let title = stub.title.to_lowercase();
    site.iter().any(|(_, item)| {
        (item.kind == Kind::Faq && item.title.value.to_lowercase() == title)
            || stub.ids.iter().any(|id| item.answers.contains(id))
    })
}

fn free_slug(title: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = slug::plain(title).unwrap_or_else(|| "question".to_owned());
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    // Some names can't be files on every machine.
    let is_free = |one: &String| !taken.contains(one) && OutputPath::new(format!("faq/{one}")).is_ok();
    let free = std::iter::once(slug.clone()).chain(numbered).find(|one| is_free(one)).unwrap_or(slug);
    taken.insert(free.clone());
    free
}

fn text(stub: &Stub, slug: &str) -> String {
    let answers = if stub.ids.is_empty() { String::new() } else { format!("answers = {}\n", quoted_list(&stub.ids)) };
    let front = format!(
        "+++\ntitle = {}\nid = {}\nshort = \"The plain answer, in at most 300 characters.\"\nasked_count = {}\n{answers}draft = true\n+++\n",
        quoted(&stub.title),
        quoted(&format!("faq/{slug}")),
        stub.times
    );
    if stub.variants.is_empty() {
        return front;
    }
    let variants: String = stub.variants.iter().map(|one| format!("{}\n", one.replace('`', "'"))).collect();
    format!("{front}How others ask it; take this out before you publish:\n\n```text\n{variants}```\n")
}

fn entry(stub: &Stub, slug: &str) -> NewBlock {
    let source = stub.ids.first().map_or("questions", String::as_str);
    let fields = vec![("ref", quoted(&format!("faq/{slug}"))), ("status", quoted("idea")), ("source", quoted(source))];
    NewBlock { fields, publish: None }
}
