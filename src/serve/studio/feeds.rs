//! Each feed as it would be now against the one of the last build: what importers would make of the change.

use std::io::Read;
use std::path::Path;

use serde::Serialize;

use super::look::{Cut, Look, Sign};
use crate::feedcheck::{self, Feed, Finding, Verdict, What};
use crate::output::Content;
use crate::pipeline::Pages;

/// A feed holds some dozens of pieces; what is longer is something else.
const MOST_BYTES: u64 = 16 << 20;
const MOST: usize = 30;
const FINDINGS: usize = 40;

#[derive(Serialize)]
pub(super) struct View {
    /// Whether there is a build to compare with.
    has_build: bool,
    folder: String,
    feeds: Cut<Row>,
    are_safe: bool,
}

#[derive(Serialize)]
struct Row {
    path: String,
    href: String,
    sign: Sign,
    sentence: String,
    entries: usize,
    findings: Cut<Found>,
}

#[derive(Serialize)]
struct Found {
    what: String,
    entry: String,
    detail: String,
    is_unsafe: bool,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let folder = look.desk.root.join("public");
    let has_build = folder.join("build.json").is_file();
    let paths: Vec<&str> = look.plan.feeds.iter().map(|feed| feed.path.as_str()).collect();
    let pages = look.live.pages(look.moment, look.plan);
    let rows: Vec<Row> = paths.iter().take(MOST).map(|path| row(look, &pages, &folder, path)).collect();
    View {
        has_build,
        folder: "public/".to_owned(),
        are_safe: rows.iter().all(|row| row.sign.shape != "late"),
        feeds: Cut { more: paths.len() - rows.len(), rows },
    }
}

fn row(look: &Look<'_>, pages: &Pages<'_>, folder: &Path, path: &str) -> Row {
    let local = look.site().settings.base_url.local(path);
    let new = now(pages, &local);
    let old = built(&folder.join(path.trim_start_matches('/')));
    let entries = new.as_ref().map(|(feed, _)| feed.entries.len()).unwrap_or_default();
    let (sign, sentence, findings) = match (old, new) {
        (_, Err(why)) | (Some(Err(why)), Ok(_)) => (Sign { shape: "late", word: "can't be read" }, why, Vec::new()),
        (None, Ok(_)) => (Sign { shape: "ready", word: "new" }, "not in the last build".to_owned(), Vec::new()),
        (Some(Ok(old)), Ok((feed, text))) => told(&compared(&old, feed, &text)),
    };
    Row { path: path.to_owned(), href: local, sign, sentence, entries, findings: Cut::of(findings, FINDINGS) }
}

/// A feed as it would be built now.
fn now(pages: &Pages<'_>, path: &str) -> Result<(Feed, String), String> {
    let route = pages.find(path).ok_or("there is no such feed now")?;
    match pages.make(route) {
        Ok(Ok(Content::Bytes(bytes))) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok((feedcheck::read(text.as_bytes())?, text))
        }
        Ok(Ok(_)) => Err("it is a file of yours".to_owned()),
        Ok(Err(problem)) => Err(problem.message),
        Err(error) => Err(error.to_string()),
    }
}

/// A feed of the last build, if it had it.
fn built(path: &Path) -> Option<Result<Feed, String>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(feedcheck::read(&bytes))
}

/// Compares the two as if both stood at the address of the old: while it is looked at, the site stands elsewhere.
fn compared(old: &Feed, new: Feed, text: &str) -> Verdict {
    let base = |feed: &Feed| {
        let address = feed.address.clone()?;
        address.rfind("/feeds/").and_then(|at| address.get(..at).map(str::to_owned))
    };
    let new = match (base(old), base(&new)) {
        (Some(old), Some(own)) if old != own => feedcheck::read(text.replace(&own, &old).as_bytes()).unwrap_or(new),
        _ => new,
    };
    feedcheck::diff(old, &new)
}

fn told(verdict: &Verdict) -> (Sign, String, Vec<Found>) {
    let sign = match (verdict.is_safe(), verdict.findings.is_empty()) {
        (false, _) => Sign { shape: "late", word: "look at this" },
        (true, true) => Sign { shape: "public", word: "the same" },
        (true, false) => Sign { shape: "ready", word: "safe" },
    };
    let sentence = match verdict.findings.is_empty() {
        true => "nothing new to mail".to_owned(),
        false => verdict.sentence(),
    };
    (sign, sentence, verdict.findings.iter().map(found).collect())
}

fn found(finding: &Finding) -> Found {
    let what = match finding.what {
        What::New => "new: it will be mailed".to_owned(),
        What::Resent => "would be mailed a second time".to_owned(),
        What::Skipped => "would never be mailed by some".to_owned(),
        what => what.key().replace('_', " "),
    };
    Found { what, entry: finding.entry.clone(), detail: finding.detail.clone(), is_unsafe: finding.what.is_unsafe() }
}
