//! What must not appear: addresses, files, tags and words of whatever isn't public, each in the form of [`super::reading`].
//!
//! What also belongs to a piece that is or was public is no trace. It is left out for good, not only while that piece is
//! public: else a build could start to end in an error when the other piece expires.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::form;
use crate::model::{Becomes, Detail, Item, ItemId, Never, Site};
use crate::parse::Kind;
use crate::plan::{self, Plan, Visibility};
use crate::source::{AssetId, Sources};

/// A title or a tag of fewer words proves nothing: it is told where it stands by itself.
const TITLE_WORDS: usize = 3;
/// A member's words and what a piece says of itself are sentences, or no trace.
const SENTENCE_WORDS: usize = 5;
/// Few people have a name of one word that is no other word.
const NAME_WORDS: usize = 2;
/// `a.png` may be any file.
const FILE_NAME: usize = 8;

/// One thing to look for.
#[derive(Debug)]
pub(super) struct Needle {
    /// As it is read.
    pub(super) text: String,
    /// Whose trace it is.
    pub(super) item: ItemId,
    /// What it is.
    pub(super) trace: Trace,
}

impl Needle {
    /// Whether it is a title or a tag of a word or two, which may be there by chance.
    pub(super) fn is_short(&self) -> bool {
        let titles = matches!(self.trace, Trace::Title | Trace::TagWords);
        titles && self.text.split([' ', '+']).filter(|word| word.contains(char::is_alphanumeric)).count() < TITLE_WORDS
    }
}

/// What a needle is to its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trace {
    /// Its path on the site or its id: `guides/first`.
    Address,
    /// The page of a tag that nothing else has: `tags/zebra`.
    TagPage,
    /// The path of a file that nothing else shows: `guides/plan.pdf`.
    File,
    /// The name of such a file, where no other has it: `ana-lind.jpg`.
    FileName,
    /// Its title.
    Title,
    /// The words of a tag that nothing else has.
    TagWords,
    /// What it says of itself.
    Description,
    /// A member's name.
    Name,
    /// A member's words.
    Quote,
}

impl Trace {
    /// Words may stand somewhere by chance, addresses don't.
    pub(super) fn is_words(self) -> bool {
        matches!(self, Trace::Title | Trace::TagWords | Trace::Description | Trace::Name | Trace::Quote)
    }

    /// In messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Trace::Address => "address",
            Trace::TagPage | Trace::TagWords => "tag",
            Trace::File | Trace::FileName => "file",
            Trace::Title => "title",
            Trace::Description => "description",
            Trace::Name => "name",
            Trace::Quote => "words",
        }
    }
}

/// Everything to look for, and the addresses that may stand although they begin like one of them.
#[derive(Debug)]
pub(super) struct Traces {
    /// In the order of their text, each text once.
    pub(super) needles: Vec<Needle>,
    /// Paths and ids of what is or was public, in lower case, without slashes at their ends.
    pub(super) known: BTreeSet<String>,
}

/// Collects the traces of whatever isn't public at the plan's moment.
pub(super) fn traces(sources: &Sources, site: &Site, plan: &Plan) -> Traces {
    let mut collector = Collector { sources, site, plan, found: Vec::new() };
    let hidden: Vec<(ItemId, &Item)> = site.iter().filter(|(id, _)| collector.is_hidden(*id)).collect();
    if hidden.is_empty() {
        return Traces { needles: Vec::new(), known: BTreeSet::new() };
    }
    for (id, item) in &hidden {
        collector.addresses(*id, item);
        collector.words(*id, item);
    }
    collector.steps();
    collector.tags(&hidden);
    collector.files(&hidden);
    let known = collector.known();
    let mut needles = collector.found;
    needles.retain(|needle| needle.trace.is_words() || !known.contains(&needle.text.to_lowercase()));
    needles.sort_by(|a, b| (&a.text, a.item, a.trace).cmp(&(&b.text, b.item, b.trace)));
    needles.dedup_by(|a, b| a.text == b.text);
    Traces { needles, known }
}

struct Collector<'a> {
    sources: &'a Sources,
    site: &'a Site,
    plan: &'a Plan,
    found: Vec<Needle>,
}

/// A path without slashes at its ends.
fn bare(path: &str) -> &str {
    path.trim_matches('/')
}

fn words_in(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

impl Collector<'_> {
    fn is_hidden(&self, id: ItemId) -> bool {
        matches!(self.plan.visibility.get(id.index()), Some(Visibility::Secret | Visibility::Withdrawn))
    }

    fn url(&self, id: ItemId) -> &str {
        self.plan.urls.get(id.index()).map_or("", |url| bare(url))
    }

    fn path(&mut self, path: &str, item: ItemId, trace: Trace) {
        let text = form(bare(path));
        if !text.is_empty() {
            self.found.push(Needle { text, item, trace });
        }
    }

    /// Its path, its older paths, and its id where no other item's path can be the same.
    fn addresses(&mut self, id: ItemId, item: &Item) {
        // A letter's address is the address of its issue, which may be out without it.
        let url = self.url(id).to_owned();
        if item.kind == Kind::Issue && self.plan.routes.iter().any(|route| bare(&route.path) == url) {
            return;
        }
        self.path(&url, id, Trace::Address);
        self.path(&item.id, id, Trace::Address);
        for alias in &item.aliases {
            self.path(&alias.value, id, Trace::Address);
        }
    }

    /// Their pages inside tracks.
    fn steps(&mut self) {
        let site = self.site;
        for (_, track) in site.of_kind(Kind::Track) {
            let Detail::Track(detail) = &track.detail else { continue };
            for step in &detail.steps {
                if self.is_hidden(step.item) {
                    let path = format!("tracks/{}/{}", track.slug.value, step.slug.value);
                    self.path(&path, step.item, Trace::Address);
                }
            }
        }
    }

    fn words(&mut self, id: ItemId, item: &Item) {
        if !self.is_promised(&item.title.value) {
            self.sentence(&item.title.value, 1, id, Trace::Title);
        }
        self.sentence(&item.description, SENTENCE_WORDS, id, Trace::Description);
        let Detail::Spotlight(spotlight) = &item.detail else { return };
        if self.has_no_consent(id) {
            self.sentence(&spotlight.name, NAME_WORDS, id, Trace::Name);
            self.sentence(&spotlight.quote, SENTENCE_WORDS, id, Trace::Quote);
        }
    }

    /// Whether a title is also that of a recurrence, which every calendar names: an event written for a day of it may have
    /// the same one.
    fn is_promised(&self, title: &str) -> bool {
        self.site.calendar.recurrings.iter().any(|recurring| recurring.title.contains(title.trim()))
    }

    fn has_no_consent(&self, id: ItemId) -> bool {
        self.plan.visibility.get(id.index()) == Some(&Visibility::Withdrawn)
            || matches!(self.site.schedule(id).becomes, Becomes::Never(Never::Consent))
    }

    /// Words, if there are enough of them. ASCII is looked for in either case; other letters as typed, small and large.
    fn sentence(&mut self, text: &str, least: usize, item: ItemId, trace: Trace) {
        if words_in(text) < least {
            return;
        }
        let text = form(text);
        let mut forms = BTreeSet::from([text.replace(' ', "+")]);
        if !text.is_ascii() {
            forms.extend([text.to_lowercase(), text.to_uppercase()]);
        }
        forms.insert(text);
        self.found.extend(forms.into_iter().map(|text| Needle { text, item, trace }));
    }

    /// Tags that only hidden pieces have.
    fn tags(&mut self, hidden: &[(ItemId, &Item)]) {
        let shown: BTreeSet<&str> = self
            .site
            .iter()
            .filter(|(id, _)| !self.is_hidden(*id))
            .flat_map(|(_, item)| item.tags.iter().map(String::as_str))
            .collect();
        for (id, item) in hidden {
            for tag in item.tags.iter().filter(|tag| !shown.contains(tag.as_str())) {
                self.path(&format!("tags/{tag}"), *id, Trace::TagPage);
                let words = self.site.tags.get(tag).cloned().unwrap_or_default();
                self.sentence(&words, 1, *id, Trace::TagWords);
            }
        }
    }

    /// Files that only hidden pieces show and that are not published.
    fn files(&mut self, hidden: &[(ItemId, &Item)]) {
        let shown: BTreeSet<AssetId> = self
            .site
            .iter()
            .filter(|(id, _)| !self.is_hidden(*id))
            .flat_map(|(_, item)| plan::files_of(item))
            .collect();
        let own = hidden.iter().flat_map(|(id, item)| plan::files_of(item).into_iter().map(|asset| (asset, *id)));
        let owned: BTreeMap<AssetId, ItemId> =
            own.filter(|(asset, _)| !shown.contains(asset) && !self.plan.assets.contains_key(asset)).collect();
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for asset in &self.sources.assets {
            *names.entry(file_name(&asset.path)).or_default() += 1;
        }
        for (asset, item) in owned {
            self.path(&plan::file_route(self.sources, asset), item, Trace::File);
            let name = file_name(&self.sources.asset(asset).path);
            if name.len() >= FILE_NAME && names.get(name) == Some(&1) {
                self.path(name, item, Trace::FileName);
            }
        }
    }

    /// What stands now, and what is or was public at any time.
    fn known(&self) -> BTreeSet<String> {
        let mut known: BTreeSet<String> = self.plan.routes.iter().map(|route| lower(&route.path)).collect();
        for (id, item) in self.site.iter().filter(|(id, _)| !self.is_hidden(*id)) {
            known.insert(lower(self.url(id)));
            known.insert(lower(&item.id));
            known.extend(plan::files_of(item).into_iter().map(|asset| lower(&plan::file_route(self.sources, asset))));
        }
        known
    }
}

fn lower(path: &str) -> String {
    form(bare(path)).to_lowercase()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
