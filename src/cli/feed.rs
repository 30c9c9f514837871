//! `hub feed lint` and `hub feed diff`, and the same for `hub build --previous`: data on stdout, sentences on stderr.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{AnswerFormat, FeedAsk, FeedCommand};
use super::calendar::{append_outputs, one_line};
use super::{End, complain, json_text, print};
use crate::diagnostic::draw;
use crate::error::Error;
use crate::feedcheck::{self, Feed, Verdict, What};
use crate::model::time::{Instant, Zone};
use crate::output::OutputPath;
use crate::publish::Staging;

/// A feed holds some dozens of pieces; what is longer is something else.
const MOST_BYTES: u64 = 64 << 20;

/// Answers, and ends with 1 where something would be mailed twice or never, or harm who reads it.
pub(super) fn answer(command: &FeedCommand) -> Result<End, Error> {
    let now = now(command.at.as_deref())?;
    let verdict = match &command.ask {
        FeedAsk::Lint { file } => checked(file, &read(file)?, now),
        FeedAsk::Diff { old, new } => compared(&read(old)?, new, now)?,
    };
    let lines = lines(&verdict);
    append_outputs(&lines)?;
    match command.answer {
        AnswerFormat::Json => print(&json_text(&value(&verdict))),
        AnswerFormat::Text => print(&lines),
    }
    complain(&words(&verdict));
    Ok(end(&verdict))
}

/// What a feed that was deployed means for the one that was just built.
pub(super) struct Previous {
    /// Route of the feed.
    pub(super) feed: String,
    pub(super) verdict: Verdict,
}

impl Previous {
    /// Compares a deployed feed with the one that is about to take its place.
    pub(super) fn compare(deployed: &Path, staging: &Staging, at: Option<&str>) -> Result<Self, Error> {
        let old = read(deployed)?;
        let path = old.address.as_deref().and_then(split).and_then(|(_, path)| OutputPath::new(path).ok());
        let path = path.ok_or_else(|| {
            let message = format!("`{}` doesn't say which feed it is", deployed.display());
            Error::refused(message, "compare two files yourself: `hub feed diff OLD public/feeds/all.rss`")
        })?;
        let Some((place, _)) = staging.output(path.as_str()) else {
            let message =
                format!("the site has no feed `/{path}` any more, and whoever subscribed to it would hear nothing");
            return Err(Error::refused(
                message,
                "bring back what it was about, or leave out `--previous` if you mean it; nothing was written",
            ));
        };
        let new = read(&place)?;
        let base = new.address.as_deref().and_then(split).map_or("", |(base, _)| base);
        let length = |url: &str| Some(staging.output(url.strip_prefix(base)?)?.1);
        let verdict = feedcheck::diff(&old, &new).and(feedcheck::lint(&new, now(at)?, &length));
        Ok(Previous { feed: format!("/{path}"), verdict })
    }

    pub(super) fn end(&self) -> End {
        end(&self.verdict)
    }

    /// For people.
    pub(super) fn words(&self) -> String {
        format!("{}: {}", self.feed, words(&self.verdict))
    }

    /// For programs.
    pub(super) fn value(&self) -> Value {
        let mut value = value(&self.verdict);
        if let Some(object) = value.as_object_mut() {
            object.insert("feed".to_owned(), json!(self.feed));
        }
        value
    }
}

/// `--at`, else `SOURCE_DATE_EPOCH`, else the clock. A feed has no zone of its own.
fn now(at: Option<&str>) -> Result<Instant, Error> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|epoch| !epoch.is_empty());
    match (at, epoch) {
        (Some(at), _) => {
            Instant::parse_at(at, &Zone::utc()).map_err(|help| Error::refused(format!("`--at {at}` is no time"), help))
        }
        (None, Some(epoch)) => Instant::parse_epoch(&epoch)
            .map_err(|help| Error::refused(format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no time"), help)),
        (None, None) => Ok(Instant::now_from_clock()),
    }
}

fn read(path: &Path) -> Result<Feed, Error> {
    let unread = |error| Error::io("could not read", path, error);
    let mut bytes = Vec::new();
    File::open(path).map_err(unread)?.take(MOST_BYTES).read_to_end(&mut bytes).map_err(unread)?;
    feedcheck::read(&bytes).map_err(|why| {
        Error::refused(format!("`{}` can't be read as a feed: {why}", path.display()), "RSS, Atom and JSON Feed can be")
    })
}

fn compared(old: &Feed, new: &Path, now: Instant) -> Result<Verdict, Error> {
    let feed = read(new)?;
    Ok(feedcheck::diff(old, &feed).and(checked(new, &feed, now)))
}

fn checked(path: &Path, feed: &Feed, now: Instant) -> Verdict {
    let folder = Folder::around(path, feed);
    feedcheck::lint(feed, now, &|url| folder.as_ref()?.length(url))
}

/// The address of a feed as that of its site, with a slash at the end, and its path in it.
fn split(address: &str) -> Option<(&str, &str)> {
    address.split_at_checked(address.rfind("/feeds/")? + 1)
}

/// The folder of the site that a feed belongs to.
struct Folder {
    root: PathBuf,
    /// Address of the folder, with a slash at the end.
    base: String,
}

impl Folder {
    /// From where a feed lies and where it says it stands: both end alike.
    fn around(path: &Path, feed: &Feed) -> Option<Self> {
        let (base, inner) = split(feed.address.as_deref()?)?;
        let path = path.canonicalize().ok()?;
        let root = path.ancestors().find(|root| root.join(inner) == path)?;
        Some(Folder { root: root.to_owned(), base: base.to_owned() })
    }

    fn length(&self, url: &str) -> Option<u64> {
        let inner = OutputPath::new(url.strip_prefix(&self.base)?).ok()?;
        std::fs::metadata(self.root.join(inner.as_str())).ok().map(|file| file.len())
    }
}

fn end(verdict: &Verdict) -> End {
    if verdict.is_safe() { End::Fine } else { End::SiteHasErrors }
}

/// One `key=value` a line; no value holds a line end.
fn lines(verdict: &Verdict) -> String {
    let counts = What::ALL.iter().map(|what| format!("{}={}\n", what.key(), verdict.count(*what)));
    let verdict_line = format!("verdict={}\n", one_line(&verdict.sentence()));
    std::iter::once(format!("safe={}\n", verdict.is_safe())).chain(counts).chain([verdict_line]).collect()
}

fn value(verdict: &Verdict) -> Value {
    let counts: serde_json::Map<String, Value> =
        What::ALL.iter().map(|what| (what.key().to_owned(), json!(verdict.count(*what)))).collect();
    let findings = verdict.findings.iter().map(|finding| {
        json!({
            "what": finding.what.key(),
            "unsafe": finding.what.is_unsafe(),
            "entry": finding.entry,
            "detail": finding.detail,
        })
    });
    json!({
        "safe": verdict.is_safe(),
        "verdict": verdict.sentence(),
        "counts": counts,
        "findings": findings.collect::<Vec<_>>(),
    })
}

/// The sentence, and below it each finding with its reason.
fn words(verdict: &Verdict) -> String {
    let finding = |finding: &feedcheck::Finding| {
        let detail = if finding.detail.is_empty() { String::new() } else { format!(": {}", finding.detail) };
        let what = finding.what.key().replace('_', " ");
        format!("  {what}  “{}”{}\n", one_line(&finding.entry), draw::printable(&one_line(&detail)))
    };
    format!("{}\n{}", verdict.sentence(), verdict.findings.iter().map(finding).collect::<String>())
}
