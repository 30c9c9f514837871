//! A site in two states, what it has published before, and what may be seen of it at any instant.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::common::{self, TestSite};

pub type Tree = BTreeMap<String, Vec<u8>>;

/// A state of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it was at first.
    First,
    /// Texts changed, pieces gone and new, files renamed (by case alone, too), a file where a folder was, and back.
    Changed,
}

/// Whether there is a search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    Off,
    On,
}

/// A site just before a build: its files are as in `to`, its output folder is that of `from`.
pub struct Scene {
    pub name: &'static str,
    /// Never built in: copies are.
    template: TestSite,
    before: Tree,
    pub old: Tree,
    pub new: Tree,
    /// `.hub/` after a build.
    kept: Tree,
}

static COPIES: AtomicU32 = AtomicU32::new(0);

/// A copy of a scene's folder, removed at the end.
pub struct Stage(PathBuf);

impl Stage {
    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn public(&self) -> PathBuf {
        self.0.join("public")
    }

    pub fn state(&self, name: &str) -> PathBuf {
        self.0.join(".public.hub").join(name)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Scene {
    pub fn new(name: &'static str, search: Search, from: Option<State>, to: State) -> Scene {
        let clean = TestSite::empty();
        write(&clean, search, to);
        clean.build();
        let template = TestSite::empty();
        if let Some(from) = from {
            write(&template, search, from);
            template.build();
            remove_sources(template.root());
        }
        let old = template.tree();
        write(&template, search, to);
        let before = common::tree(template.root());
        let scene =
            Scene { name, before, old, new: clean.tree(), kept: common::tree(&clean.root().join(".hub")), template };
        assert!(references(&scene.new).len() > 3, "pages refer to assets");
        assert_eq!([&scene.old, &scene.new].map(missing_asset), [None, None], "clean trees are complete");
        scene
    }

    /// A copy to build in. Its files are links to the template's: whoever wrote into one in place would be seen.
    pub fn stage(&self) -> Stage {
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let stage = Stage(self.template.root().with_extension(format!("copy-{number}")));
        link(self.template.root(), stage.path());
        stage
    }

    /// Every file is whole, what both states have is there, and no page refers to an asset that is missing.
    pub fn whole(&self, stage: &Stage) -> Result<(), String> {
        let now = common::tree(&stage.public());
        let is = |tree: &Tree, (path, bytes): (&String, &Vec<u8>)| tree.get(path) == Some(bytes);
        let torn = now.iter().find(|file| !is(&self.old, *file) && !is(&self.new, *file));
        nothing("neither old nor new", torn.map(|(path, _)| path))?;
        let lost = self.old.keys().find(|path| self.new.contains_key(*path) && !now.contains_key(*path));
        nothing("missing, though both states have it", lost)?;
        nothing("missing, though a page loads it", missing_asset(&now))
    }

    /// The next build makes what a clean one makes, and nothing of the one before it stays about.
    pub fn next_is_clean(&self, stage: &Stage) -> Result<(), String> {
        let run = common::run(common::hub_command(stage.path()).arg("build"));
        if run.code != 0 {
            return Err(format!("the next build says: {}", run.stderr));
        }
        nothing("not that of a clean build", difference(&common::tree(&stage.public()), &self.new))?;
        let mut kept = common::tree(&stage.path().join(".hub"));
        // The lock of a folder that was never written to is not there yet.
        kept.entry("lock".to_owned()).or_default();
        nothing("not what a clean build leaves in `.hub`", difference(&kept, &self.kept))?;
        let notes = fs::read_dir(stage.path().join(".public.hub")).unwrap().map(|entry| entry.unwrap().file_name());
        let expected = [".gitignore", "lock", "manifest", "note"];
        nothing("left in `.public.hub`", notes.into_iter().find(|name| expected.iter().all(|known| name != known)))?;
        nothing("empty", empty_folder(&stage.public()))
    }

    /// What was done in copies never reached the files that they share with the template.
    pub fn assert_untouched(&self) {
        assert_eq!(difference(&common::tree(self.template.root()), &self.before), None, "{}", self.name);
    }
}

fn nothing(what: &str, found: Option<impl std::fmt::Debug>) -> Result<(), String> {
    found.map_or(Ok(()), |found| Err(format!("{found:?} is {what}")))
}

/// A path at which two trees differ.
fn difference<'a>(one: &'a Tree, other: &'a Tree) -> Option<&'a String> {
    one.keys().chain(other.keys()).find(|path| one.get(*path) != other.get(*path))
}

fn missing_asset(tree: &Tree) -> Option<(String, String)> {
    references(tree).into_iter().find(|(_, asset)| !tree.contains_key(asset))
}

fn empty_folder(folder: &Path) -> Option<PathBuf> {
    let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    if entries.is_empty() {
        return Some(folder.to_owned());
    }
    entries.iter().filter(|entry| entry.is_dir()).find_map(|entry| empty_folder(entry))
}

/// Pages with the assets of this site that they load: style sheets, scripts, pictures.
fn references(tree: &Tree) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let loads = ["stylesheet", "icon", "preload", "manifest"].iter().any(|word| tag.contains(word));
            let name = if tag.starts_with("link ") && loads { " href=\"" } else { " src=\"" };
            let value = tag.split(name).nth(1).and_then(|rest| rest.split('"').next());
            let local = value.and_then(|url| url.strip_prefix('/').or(url.strip_prefix("https://hub.example/")));
            found.extend(local.map(|asset| (path.clone(), asset.to_owned())));
        }
    }
    found
}

fn link(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            link(&entry.path(), &place);
        } else if entry.file_name() == "lock" {
            // Copies must not wait for one another.
            fs::write(place, "").unwrap();
        } else {
            fs::hard_link(entry.path(), place).unwrap();
        }
    }
}

fn remove_sources(root: &Path) {
    fs::remove_file(root.join("hub.toml")).unwrap();
    fs::remove_dir_all(root.join("content")).unwrap();
    fs::remove_dir_all(root.join("static")).unwrap();
}

/// Few files, and one of each sort.
fn write(site: &TestSite, search: Search, state: State) {
    let (theme, is_on) = match search {
        Search::Off => ("plain", false),
        Search::On => ("hearth", true),
    };
    let (title, accent) = match state {
        State::First => ("A hub", "#225588"),
        State::Changed => ("A hub, changed", "#8a3b12"),
    };
    let settings = format!(
        "title = \"{title}\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\n\
         [theme]\nname = \"{theme}\"\nsearch = {is_on}\ntokens = {{ accent = \"{accent}\" }}\n"
    );
    let guide =
        |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\ndate = 2026-01-01\n{more}+++\nText of {title}.\n");
    let drawing = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path fill=\"{colour}\" d=\"M0 0h9v9z\"/></svg>\n"
        )
    };
    site.write("hub.toml", settings);
    site.write("content/guides/stays.md", guide("Stays", ""));
    site.write("static/same.txt", "same");
    match state {
        State::First => {
            site.write("content/guides/drawn.md", guide("Drawn", "") + "\n![A drawing](drawing.svg)\n");
            site.write("content/guides/drawing.svg", drawing("red"));
            site.write("content/guides/goes.md", guide("Goes", ""));
            site.write("static/Case.txt", "upper");
            site.write("static/turns", "a file");
            site.write("static/back/deep/x.txt", "in folders");
        }
        State::Changed => {
            site.write("content/guides/drawn.md", guide("Drawn anew", "") + "\n![A drawing](Drawing.svg)\n");
            site.write("content/guides/Drawing.svg", drawing("blue"));
            site.write("content/guides/comes.md", guide("Comes", "aliases = [\"/guides/goes/\"]\n"));
            site.write("static/case.txt", "lower");
            site.write("static/turns/x.txt", "a folder");
            site.write("static/back", "a file");
        }
    }
}
