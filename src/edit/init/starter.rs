//! The hub that `hub init` makes: small, whole and working, in English or German, with its days around today.
//!
//! Its files stand in `starter/LANGUAGE/` with gaps between `@@`; here they are filled, and the site they make is looked at
//! before one of them is written.

use std::fs;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use super::{Host, NewFile};
use crate::diagnostic::listed;
use crate::edit::toml::quoted;
use crate::error::Error;
use crate::model::time::{Date, Instant, Rule, Zone};
use crate::pipeline::{self, Opened, Request};
use crate::source::{Source, Sources, classify};

static ENGLISH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/edit/init/starter/en");
static GERMAN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/edit/init/starter/de");

/// Languages that hub has words of its own for.
pub(super) const KNOWN: [&str; 3] = ["en", "de", "ar"];

/// What lies at the top of a hub, and what hub makes there.
const TOPS: [&str; 12] = [
    "hub.toml",
    "calendar.toml",
    "links.toml",
    "newsletter.lock.toml",
    "content",
    "calendar",
    "static",
    "templates",
    "themes",
    "i18n",
    "public",
    ".public.hub",
];

const IGNORED: &str = ".gitignore";
const README: &str = "README.md";

/// What was asked before a hub is made.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Its name.
    pub title: String,
    /// Where it is published.
    pub address: String,
    /// Its zone.
    pub zone: Zone,
    /// Its language.
    pub language: String,
    /// Where it is built.
    pub host: Host,
}

/// What lies in a folder already and stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// A file that says what the folder is.
    pub readme: bool,
    /// A `.gitignore`.
    pub ignored: bool,
}

/// In which language a hub begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tongue {
    /// What `hub.toml` says.
    pub language: String,
    /// Why that isn't what was asked for.
    pub note: Option<String>,
    texts: Texts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    English,
    German,
}

/// Looks whether a hub has room in a folder; what is there and doesn't matter stays.
///
/// # Errors
/// Something lies where hub would write, or the folder is none.
pub fn ground(root: &Path, host: Host) -> Result<Ground, Error> {
    if !root.exists() {
        return Ok(Ground::default());
    }
    let unread = |error| Error::io("could not read", root, error);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(root).map_err(unread)? {
        names.push(entry.map_err(unread)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let mut taken: Vec<String> = names.iter().filter(|name| is_taken(root, name)).cloned().collect();
    taken
        .extend(host.paths().iter().filter(|path| root.join(path).symlink_metadata().is_ok()).map(ToString::to_string));
    if !taken.is_empty() {
        return Err(no_room(&taken));
    }
    let is_readme = |name: &String| name.to_lowercase().starts_with("readme");
    Ok(Ground { readme: names.iter().any(is_readme), ignored: names.iter().any(|name| name == IGNORED) })
}

/// Whether a name is one of hub's and something lies there; an empty folder is nothing.
fn is_taken(root: &Path, name: &str) -> bool {
    let is_empty = |path: &Path| path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    TOPS.contains(&name) && !is_empty(&root.join(name))
}

fn no_room(taken: &[String]) -> Error {
    let names: Vec<String> = taken.iter().map(|name| format!("`{name}`")).collect();
    let (is, them) = if taken.len() == 1 { ("is", "it") } else { ("are", "them") };
    Error::refused(
        format!("{} {is} in this folder already, where a new hub would write; nothing was written", listed(&names)),
        format!("name a new folder, as in `hub init my-hub`, or move {them} away first"),
    )
}

/// The language that a hub begins in: the one asked for, if there are texts in it.
pub fn tongue(asked: &str) -> Tongue {
    let first = asked.split('-').next().unwrap_or(asked);
    let note = match first {
        "de" => return Tongue { language: asked.to_owned(), note: None, texts: Texts::German },
        "en" => return Tongue { language: asked.to_owned(), note: None, texts: Texts::English },
        _ if KNOWN.contains(&first) => format!(
            "The texts to start with are English, so `language` in `hub.toml` says `en`. Once you have written your own, set it \
             to `{asked}`: menus, dates and the direction of the pages follow."
        ),
        _ => format!(
            "The texts to start with are English, so `language` in `hub.toml` says `en`. hub has no words of its own in \
             `{asked}` yet: `hub help languages` says how to add them."
        ),
    };
    Tongue { language: "en".to_owned(), note: Some(note), texts: Texts::English }
}

/// The word that marks what waits for its author, in the texts of a language.
pub fn mark(language: &str) -> &'static str {
    match tongue(language).texts {
        Texts::English => "CHANGE",
        Texts::German => "ANPASSEN",
    }
}

/// When a hub is made: as asked for, else by `SOURCE_DATE_EPOCH`, else by the clock.
///
/// # Errors
/// What was asked for is no time.
fn moment(request: &Request, zone: &Zone) -> Result<Instant, Error> {
    match (&request.at, &request.epoch) {
        (Some(at), _) => {
            Instant::parse_at(at, zone).map_err(|help| Error::refused(format!("`--at {at}` is no time"), help))
        }
        (None, Some(epoch)) => Instant::parse_epoch(epoch)
            .map_err(|help| Error::refused(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no time"), help)),
        (None, None) => Ok(Instant::now_from_clock()),
    }
}

/// The files of a new hub, without its workflows, and the site they make.
///
/// # Errors
/// hub could not run.
pub fn begin(request: &Request, answers: &Answers, ground: Ground) -> Result<(Vec<NewFile>, Opened), Error> {
    let now = moment(request, &answers.zone)?;
    let tongue = tongue(&answers.language);
    let gaps = Gaps { answers, language: &tongue.language, today: answers.zone.date_of(now) };
    let mut files = Vec::new();
    read(if tongue.texts == Texts::German { &GERMAN } else { &ENGLISH }, &gaps, &mut files);
    files.retain(|file| !(ground.readme && file.path == README || ground.ignored && file.path == IGNORED));
    // As hub reads them: by their paths.
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let source = |file: &NewFile| {
        let class = classify(&file.path)?;
        Some(Source { path: file.path.clone(), class, text: file.text.as_str().into() })
    };
    let sources = Sources { files: files.iter().filter_map(source).collect(), assets: Vec::new() };
    let request = Request { at: Some(now.to_string()), ..request.clone() };
    Ok((files, pipeline::open_with(&request, sources)?))
}

fn read(folder: &Dir<'_>, gaps: &Gaps<'_>, files: &mut Vec<NewFile>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => read(inner, gaps, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                // Under its own name it would hide files of hub's own repository.
                let path = if path == "gitignore" { IGNORED.to_owned() } else { path };
                files.push(NewFile { path, text: gaps.filled(file.contents_utf8().unwrap_or("")) });
            }
        }
    }
}

/// What the gaps are filled with.
struct Gaps<'a> {
    answers: &'a Answers,
    language: &'a str,
    today: Date,
}

impl Gaps<'_> {
    fn filled(&self, text: &str) -> String {
        let part = |(number, part): (usize, &str)| if number % 2 == 0 { part.to_owned() } else { self.gap(part) };
        text.split("@@").enumerate().map(part).collect()
    }

    fn gap(&self, name: &str) -> String {
        let (answers, today) = (self.answers, self.today);
        let next = |rule: Rule| rule.first_after(today, None, today).unwrap_or(today);
        match name {
            "TITLE" => quoted(&answers.title),
            "NAME" => answers.title.clone(),
            "URL" => quoted(&answers.address),
            "ADDRESS" => answers.address.clone(),
            "ZONE" => quoted(answers.zone.name()),
            "LANGUAGE" => quoted(self.language),
            "HOST" => answers.host.word().to_owned(),
            "WHERE" => answers.host.name().to_owned(),
            "YEAR" => today.year().to_string(),
            "TODAY" => today.to_string(),
            "YESTERDAY" => today.plus_days(-1).to_string(),
            "IN-TWO-YEARS" => today.plus_months(24).to_string(),
            "MONDAY" => next(Rule::Weekly { every: 1, weekday: 1 }).to_string(),
            "WEDNESDAY" => next(Rule::Weekly { every: 1, weekday: 3 }).to_string(),
            "THURSDAY" => next(Rule::MonthlyNth { nth: 1, weekday: 4 }).to_string(),
            days => days.parse().map_or_else(|_| String::new(), |days| today.plus_days(days).to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(folder: &'static Dir<'static>) -> Vec<&'static str> {
        let below = |entry: &'static DirEntry<'static>| match entry {
            DirEntry::Dir(inner) => texts(inner),
            DirEntry::File(file) => file.contents_utf8().into_iter().collect(),
        };
        folder.entries().iter().flat_map(below).collect()
    }

    /// Every gap of every file is one that is filled.
    #[test]
    fn no_gap_stays_open() {
        let answers = Answers {
            title: "T".into(),
            address: "https://a.example/".into(),
            zone: Zone::utc(),
            language: "en".into(),
            host: Host::Github,
        };
        let gaps = Gaps { answers: &answers, language: "en", today: Date::new(2026, 12, 1).unwrap() };
        for folder in [&ENGLISH, &GERMAN] {
            let mut files = Vec::new();
            read(folder, &gaps, &mut files);
            assert!(files.len() > 20);
        }
        let names = |text: &str| text.split("@@").skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let all = [&ENGLISH, &GERMAN].into_iter().flat_map(texts).flat_map(names);
        let open: Vec<String> = all.filter(|name| gaps.gap(name).is_empty()).collect();
        assert_eq!(open, [""; 0]);
        assert_eq!(gaps.gap("WEDNESDAY"), "2026-12-02");
        assert_eq!((gaps.gap("MONDAY"), gaps.gap("THURSDAY")), ("2026-12-07".into(), "2026-12-03".into()));
    }
}
