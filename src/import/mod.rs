//! `hub import`: a creator's past, brought into a hub.
//!
//! [`import`] is the story: a source is looked at (`tree`), told what it is and read (`readers`), each post gets a kind
//! (`kinds`, corrected by `table`) and a place (`layout`); its text is put into hub's words (`html`, `shortcodes`), its links
//! are led to where things lie now (`links`); the hub as it would be is held against hub's own rules (`mend`); then files are
//! written (`write`) and everything is told (`report`). Nothing of the creator's is ever replaced. Knows no terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::output::OutputPath;
use crate::pipeline::Request;
use crate::source::{FileId, Source, SourceClass, Sources};

mod date;
mod front;
mod html;
mod kinds;
mod layout;
mod links;
mod mend;
mod note;
mod piece;
mod post;
mod readers;
mod report;
mod shortcodes;
mod table;
mod tags;
mod target;
mod tree;
mod write;

pub use readers::Format;
pub use report::{Counts, Sums, Told};

use kinds::Choice;
use links::Links;
use piece::Piece;
use post::{Export, Fate, Text};
use readers::OldFeed;
use shortcodes::Dialect;
use target::Target;
use tree::Tree;
use write::{File, Holds, Outcome, Whose};

/// The table of kinds, in the hub.
pub const PLAN: &str = "import-plan.csv";
/// The report, in the hub.
pub const REPORT: &str = "import-report.md";

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// A folder, an archive or a file.
    pub source: &'a Path,
    /// What it is, if it was said.
    pub format: Option<Format>,
    /// The feed that subscribers know.
    pub feed: Option<&'a Path>,
    /// The hub, as it is opened.
    pub request: &'a Request,
    /// Whether anything but the table is written.
    pub mode: Mode,
}

/// Whether an import is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is.
    Write,
    /// Its table of kinds is written, to be corrected.
    Look,
}

/// Imports a source.
///
/// # Errors
/// The source can't be read or is no honest one, the hub has errors in its settings, or the system says no.
pub fn import(wish: &Wish<'_>) -> Result<Told, Error> {
    apart(wish.source, &wish.request.root)?;
    let tree = Tree::open(wish.source)?;
    let format = wish.format.map_or_else(|| readers::recognise(&tree, wish.source), Ok)?;
    let mut export = readers::read(&tree, format)?;
    if export.posts.is_empty() {
        return Err(empty(wish.source, format));
    }
    let old = wish.feed.map(readers::old_feed).transpose()?;
    remember(&mut export, old.as_ref());
    let target = target::look(wish.request, &export)?;
    let corrections = corrections(&wish.request.root)?;
    for post in &mut export.posts {
        let slug = corrections.get(&post.source).map(|correction| correction.slug.clone());
        post.slug = slug.filter(|slug| !slug.is_empty()).or(post.slug.take());
    }
    let choices = kinds::choose(&export.posts, &corrections)?;
    let mut draft = Draft::new(&export, &choices, &target);
    draft.rewrite(&tree, &export, format);
    draft.keep_links(&export, old.as_ref(), &target);
    draft.take_along(&tree, &export);
    let errors = draft.mend(&target, &tree)?;
    let mut told = draft.told(&export, &choices, format, &tree);
    told.errors = errors;
    told.settings = target.notes.clone();
    match wish.mode {
        Mode::Look => look(&wish.request.root, &mut told, &tree)?,
        Mode::Write => carry_out(&draft, &target, &tree, &mut told)?,
    }
    Ok(told)
}

/// A source and a hub that hold each other would grow at every import.
fn apart(source: &Path, root: &Path) -> Result<(), Error> {
    let real = |path: &Path| {
        path.ancestors()
            .find_map(|above| Some(above.canonicalize().ok()?.join(path.strip_prefix(above).ok()?)))
            .unwrap_or_else(|| path.to_owned())
    };
    let (from, to): (PathBuf, PathBuf) = (real(&absolute(source)), real(&absolute(root)));
    if source.is_dir() && to.starts_with(&from) {
        return Err(Error::refused(
            "the hub can't lie in the folder that is imported",
            format!(
                "name a folder beside it, as in `--to ../{}`",
                root.file_name().unwrap_or_default().to_string_lossy()
            ),
        ));
    }
    Ok(())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn empty(source: &Path, format: Format) -> Error {
    Error::refused(
        format!("hub reads `{}` as {}, and finds no post in it", source.display(), format.name()),
        "`--from` says what it is, if that is wrong; `hub help import` tells where each keeps its posts",
    )
}

/// What subscribers know the posts by, from the old feed to the letter.
fn remember(export: &mut Export, old: Option<&OldFeed>) {
    let Some(old) = old else { return };
    let site = &mut export.site;
    site.url = site.url.take().or_else(|| old.site.url.clone());
    site.title = site.title.take().or_else(|| old.site.title.clone());
    site.language = site.language.take().or_else(|| old.site.language.clone());
    site.description = site.description.take().or_else(|| old.site.description.clone());
    let mut known = 0;
    for post in &mut export.posts {
        if let Some((guid, link)) = old.of(post).cloned() {
            known += 1;
            post.guid = Some(guid);
            if !link.is_empty() && !post.olds.contains(&link) {
                post.olds.insert(0, link);
            }
        }
    }
    export.notes.retain(|note| !note.contains("--feed"));
    export
        .notes
        .push(format!("{known} of the {} entries of the old feed were found again, and keep their ids", old.entries));
}

fn corrections(root: &Path) -> Result<BTreeMap<String, table::Correction>, Error> {
    let file = root.join(PLAN);
    match fs::read_to_string(&file) {
        Ok(text) => table::corrections(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(Error::io("could not read", &file, error)),
    }
}

/// Pieces on their way into a hub.
struct Draft {
    /// One for each post, or none.
    pieces: Vec<Option<Piece>>,
    /// Series, which hold others.
    series: Vec<Piece>,
    /// Files of `static/`: their places, and their names in the source.
    statics: Vec<(String, String)>,
    /// What can't come along, and why.
    refused: BTreeMap<String, String>,
    /// Images on other hosts, by the post that shows them.
    remote: Vec<(usize, String)>,
}

impl Draft {
    fn new(export: &Export, choices: &[Choice], target: &Target) -> Self {
        let (pieces, series) = layout::lay_out(export, choices, target);
        Draft { pieces, series, statics: Vec::new(), refused: BTreeMap::new(), remote: Vec::new() }
    }

    /// Texts in hub's words, with links to where things lie now.
    fn rewrite(&mut self, tree: &Tree, export: &Export, format: Format) {
        let mut pieces = self.pieces.clone();
        let links = Links::new(tree, export, &self.pieces);
        for (at, (piece, post)) in pieces.iter_mut().zip(&export.posts).enumerate() {
            let Some(piece) = piece else { continue };
            let (body, found) = match &post.text {
                Text::Html(html) => html::to_markdown(html),
                Text::Markdown(text) => shortcodes::rewrite(text, Dialect { format, mdx: false }),
                Text::Mdx(text) => shortcodes::rewrite(text, Dialect { format, mdx: true }),
            };
            piece.notes.extend(found);
            let done = links.rewrite(at, &body);
            piece.body = done.body;
            piece.beside = done.beside;
            piece.notes.extend(done.notes);
            self.remote.extend(done.remote.into_iter().map(|url| (at, url)));
            if let Some(cover) = piece.fields.image.clone() {
                links.cover(at, &cover, piece);
            }
            bundle(tree, &post.source, piece);
        }
        let others = pieces.clone();
        for piece in pieces.iter_mut().flatten() {
            links::place(piece, &others);
        }
        self.pieces = pieces;
    }

    /// The links by which subscribers' programs know what was in the old feed.
    fn keep_links(&mut self, export: &Export, old: Option<&OldFeed>, target: &Target) {
        for (piece, post) in self.pieces.iter_mut().zip(&export.posts) {
            let Some(piece) = piece else { continue };
            let link =
                old.and_then(|old| old.of(post)).map(|(_, link)| link.clone()).or_else(|| post.olds.first().cloned());
            let path = link
                .filter(|_| post.guid.is_some())
                .map(|link| if link.contains("://") { readers::path_of(&link).unwrap_or_default() } else { link });
            let base = target.base_path();
            let path = path.map(|path| path.strip_prefix(&base).map_or(path.clone(), |rest| format!("/{rest}")));
            piece.fields.feed_link = path.filter(|path| piece.fields.aliases.contains(path));
        }
    }

    /// Files that stood at the top of the old site, and stand there again.
    fn take_along(&mut self, tree: &Tree, export: &Export) {
        for (address, source) in &export.public {
            let name = address.rsplit('/').next().unwrap_or("").to_lowercase();
            let is_known = readers::folder::is_media(source)
                || name == "cname"
                || name.starts_with("favicon")
                || name.ends_with(".ico");
            let path = format!("static{address}");
            let why = match OutputPath::new(crate::output::nfc(&path)) {
                _ if !tree.has(source) => continue,
                _ if !is_known || name == "robots.txt" || name == "llms.txt" => {
                    "it belongs to the old site's design or settings"
                }
                Err(_) => "its name can't stand on every system: rename it and take it along by hand",
                Ok(_) => {
                    self.statics.push((path, source.clone()));
                    continue;
                }
            };
            self.refused.insert(source.clone(), why.to_owned());
        }
    }

    fn mend(&mut self, target: &Target, tree: &Tree) -> Result<Vec<(String, String)>, Error> {
        let mut all: Vec<&mut Piece> = self.pieces.iter_mut().flatten().chain(&mut self.series).collect();
        let tried = mend::mend(&mut all, &self.statics, target, tree)?;
        Ok(tried.left)
    }

    /// Every piece.
    fn all(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().flatten().chain(&self.series)
    }

    /// What there is to tell, before anything is written.
    fn told(&self, export: &Export, choices: &[Choice], format: Format, tree: &Tree) -> Told {
        let (mut sources, mut hands) = (Sources::default(), Vec::new());
        for piece in self.all() {
            let file = FileId(u32::try_from(sources.files.len()).unwrap_or(u32::MAX));
            let (text, body) = (piece.text(), piece.front().len());
            let mut seen = BTreeSet::new();
            let own = piece.notes.iter().filter(|note| seen.insert(note.what.as_str()));
            hands.extend(own.map(|note| note.told(file, &text, body)));
            sources.files.push(Source { path: piece.path(), class: SourceClass::Content, text: text.into() });
        }
        let path = |at: &usize| self.pieces.get(*at).and_then(Option::as_ref).map(Piece::path).unwrap_or_default();
        Told {
            format,
            written: false,
            kinds: kinds_of(self.all()),
            counts: Counts::default(),
            fates: self.fates(export, choices, tree),
            hands,
            sources,
            notes: export.notes.clone(),
            remote: self.remote.iter().map(|(at, url)| (path(at), url.clone())).collect(),
            errors: Vec::new(),
            settings: Vec::new(),
            kept: Vec::new(),
            table: export
                .posts
                .iter()
                .zip(choices)
                .zip(&self.pieces)
                .map(|((post, choice), piece)| row(post, choice, piece.as_ref()))
                .collect(),
        }
    }

    /// What became of every file and entry of the source.
    fn fates(&self, export: &Export, choices: &[Choice], tree: &Tree) -> BTreeMap<String, Fate> {
        let mut fates = export.fates.clone();
        for ((post, choice), piece) in export.posts.iter().zip(choices).zip(&self.pieces) {
            let fate =
                piece.as_ref().map_or_else(|| Fate::Left(choice.why.to_owned()), |piece| Fate::Piece(piece.path()));
            fates.insert(post.source.clone(), fate);
        }
        for (path, source) in &self.statics {
            fates.insert(source.clone(), Fate::Taken(path.clone()));
        }
        for piece in self.all() {
            for (name, source) in &piece.beside {
                fates.insert(source.clone(), Fate::Taken(format!("{}/{name}", piece.folder())));
            }
        }
        fates.extend(self.refused.iter().map(|(source, why)| (source.clone(), Fate::Left(why.clone()))));
        for name in tree.names() {
            fates.entry(name.to_owned()).or_insert_with(|| Fate::Left("no text shows it".to_owned()));
        }
        fates.extend(tree.left.iter().map(|(name, why)| (name.clone(), Fate::Left((*why).to_owned()))));
        fates
    }
}

/// A post that has a folder of its own brings all that readers can look at in it.
fn bundle(tree: &Tree, source: &str, piece: &mut Piece) {
    let Some(folder) = source.strip_suffix("/index.md").or_else(|| source.strip_suffix("/index.mdx")) else { return };
    let below = format!("{folder}/");
    for file in tree.names().filter(|name| {
        name.strip_prefix(&below).is_some_and(|name| !name.contains('/') && readers::folder::is_media(name))
    }) {
        if !piece.beside.iter().any(|(_, known)| known == file) {
            let name = file.rsplit('/').next().unwrap_or(file).to_owned();
            if OutputPath::new(name.clone()).is_ok()
                && !piece.beside.iter().any(|(known, _)| known.eq_ignore_ascii_case(&name))
            {
                piece.beside.push((name, file.to_owned()));
            }
        }
    }
}

fn kinds_of<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<crate::parse::Kind, usize> = BTreeMap::new();
    let mut drafts = 0;
    for piece in pieces {
        if let Some(kind) = piece.kind {
            *counts.entry(kind).or_default() += 1;
        }
        drafts += usize::from(piece.fields.draft);
    }
    let mut kinds: Vec<(String, usize)> =
        counts.into_iter().map(|(kind, number)| (kind.noun(number).to_owned(), number)).collect();
    let noun = if drafts == 1 { "of them is a draft" } else { "of them are drafts" };
    kinds.extend((drafts > 0).then(|| (noun.to_owned(), drafts)));
    kinds
}

fn row(post: &post::Post, choice: &Choice, piece: Option<&Piece>) -> [String; 7] {
    let date = post.date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).unwrap_or_default();
    [
        post.source.clone(),
        choice.word().to_owned(),
        choice.series.clone().unwrap_or_default(),
        piece.map(|piece| piece.slug.clone()).unwrap_or_default(),
        post.title.clone(),
        date,
        choice.why.to_owned(),
    ]
}

/// The table of kinds, for the creator to correct.
fn look(root: &Path, told: &mut Told, tree: &Tree) -> Result<(), Error> {
    let file = File { path: PLAN.to_owned(), holds: Holds::Text(table::write(told.table.clone())), whose: Whose::Ours };
    write::put(root, &[file], tree).map(|_| ())
}

/// Everything, with its report.
fn carry_out(draft: &Draft, target: &Target, tree: &Tree, told: &mut Told) -> Result<(), Error> {
    let text = |path: String, text: String| File { path, holds: Holds::Text(text), whose: Whose::Theirs };
    let mut files: Vec<File> = target
        .begun
        .iter()
        .map(|(path, content)| {
            // Settings that are there were read, and only grew.
            let whose = if target.has(path) { Whose::Ours } else { Whose::Theirs };
            File { whose, ..text(path.clone(), content.clone()) }
        })
        .collect();
    for piece in draft.all() {
        files.push(text(piece.path(), piece.text()));
        let beside = |(name, source): &(String, String)| File {
            path: format!("{}/{name}", piece.folder()),
            holds: Holds::Source(source.clone()),
            whose: Whose::Theirs,
        };
        files.extend(piece.beside.iter().map(beside));
    }
    let fixed = |(path, source): &(String, String)| File {
        path: path.clone(),
        holds: Holds::Source(source.clone()),
        whose: Whose::Theirs,
    };
    files.extend(draft.statics.iter().map(fixed));
    let outcomes = write::put(&target.root, &files, tree)?;
    for (file, outcome) in files.iter().zip(outcomes) {
        match outcome {
            Outcome::Written => told.counts.new += 1,
            Outcome::Unchanged => told.counts.same += 1,
            Outcome::Kept => {
                told.counts.kept += 1;
                told.kept.push(file.path.clone());
            }
            Outcome::Unread(why) => {
                let what = format!("`{}` could not be unpacked: {why}", file.path);
                told.hands.push(Diagnostic::warning("imported", what));
            }
        }
    }
    told.written = true;
    let report = File { path: REPORT.to_owned(), holds: Holds::Text(told.text()), whose: Whose::Ours };
    write::put(&target.root, &[report], tree).map(|_| ())
}
