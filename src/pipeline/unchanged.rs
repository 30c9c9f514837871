//! The short way of a build: where nothing is another since the last one, its outputs stay and what it said is said again.
//!
//! Nothing is another where hub itself, what was asked for, every text and every file are the same, every output is in place as
//! it was written, and the time lies between that build and the next change, or the next thing that time alone brings to be told.
//! Each build writes down what it was made of, beside the output folder; whoever can't read that whole makes everything anew, so
//! that a wrong or missing note costs time alone.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Force, LastLook, NextChange, Report, Request, Run, begin, now_of, publish_as};
use crate::diagnostic::{Diagnostic, Label, Severity, codes};
use crate::discover;
use crate::error::Error;
use crate::model::time::{Instant, Zone};
use crate::model::{Settings, Site};
use crate::output::{digest, fingerprint};
use crate::plan::Moment;
use crate::publish;
use crate::source::{Asset, AssetBytes, FileId, Source, Sources, Span};
use crate::theme;

/// How long a file must have been left alone: the clock of a disk ticks slowly, and the next save may look the same.
const SETTLED: Duration = Duration::from_secs(2);
/// So far the clock by which a disk notes when an entry changed may be behind.
const TICK: Duration = Duration::from_millis(20);

/// What a build was made of, and what it said.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Note {
    key: String,
    theme: String,
    zone: String,
    /// The moment of the build, in seconds since 1970.
    from: i64,
    /// When something else is to be told, though no output changes.
    until: Option<i64>,
    next: Option<Next>,
    off: Vec<String>,
    said: Vec<Said>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Next {
    at: String,
    exact: String,
    reasons: Vec<String>,
}

/// A problem, with its places as file number, start and end.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Said {
    code: String,
    severity: char,
    message: String,
    labels: Vec<(u32, u32, u32, String)>,
    notes: Vec<String>,
    help: Vec<String>,
}

/// What stands for each text of the site, in order, once a build has looked whether anything is another.
pub(super) type Digests = Vec<[u8; 32]>;

/// Stands for all that outputs are made of but the time; nothing where a file is too fresh to tell, or hub can't be told from
/// another hub.
pub(super) fn key(request: &Request, run: &Run<'_>) -> Option<String> {
    let sources = &run.report.sources;
    let parts = surroundings(request, sources, run.began)?;
    let rest = digests(sources.files.get(run.digests.len()..).unwrap_or(&[]));
    let texts = run.digests.iter().chain(&rest).map(<[u8; 32]>::as_slice);
    Some(fingerprint(parts.iter().map(String::as_bytes).chain(texts)))
}

/// Each text by itself, on all cores.
fn digests(files: &[Source]) -> Digests {
    let hashed = |file: &Source| digest([file.path.as_bytes(), &[file.class as u8], file.text.as_bytes()]);
    files.par_iter().map(hashed).collect()
}

/// What outputs are made of beside texts and time: hub, what was asked for, and the files that are copied.
pub(super) fn surroundings(request: &Request, sources: &Sources, began: SystemTime) -> Option<Vec<String>> {
    let mut parts = vec![program()?, format!("{:?} {:?}", request.preview, request.base_url)];
    parts.extend(sources.assets.par_iter().filter_map(|asset| stamped(asset, began)).collect::<Option<Vec<_>>>()?);
    Some(parts)
}

/// What a disk says of an asset there; `Some(None)` where it was changed too lately to tell, or can't be told.
fn stamped(asset: &Asset, began: SystemTime) -> Option<Option<String>> {
    let AssetBytes::Disk(disk) = &asset.bytes else { return None };
    let told = || {
        let metadata = disk.metadata().ok()?;
        let age = began.duration_since(metadata.modified().ok()?).ok()?;
        // Somebody may have put it there while the site was read: such a file keeps its own time.
        let was_there = discover::changed(&metadata).is_none_or(|changed| changed + TICK < began);
        let age = if was_there { age } else { Duration::ZERO };
        Some(format!("{} {}", asset.path, (age > SETTLED).then(|| stamp(&metadata))??))
    };
    Some(told())
}

/// Stands for this hub among all others.
pub(super) fn program() -> Option<String> {
    let program = std::env::current_exe().and_then(|path| path.metadata()).ok()?;
    Some(format!("{} {}", env!("CARGO_PKG_VERSION"), stamp(&program)?))
}

/// What a disk says of a file: another file in its place keeps no more than its length and its time.
fn stamp(metadata: &Metadata) -> Option<String> {
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{} {modified} {:?}", metadata.len(), discover::entry(metadata)))
}

/// What the next build is to find, which holds until something is to be told that isn't yet; the problems of the report are all there are, in order.
pub(super) fn note(
    key: &str,
    report: &Report,
    site: &Site,
    (moment, until): (Moment, Option<Instant>),
) -> Option<Vec<u8>> {
    let Settings { theme, zone, .. } = &site.settings;
    let note = Note {
        key: key.to_owned(),
        theme: theme.value.clone(),
        zone: zone.name().to_owned(),
        from: moment.now.unix(),
        until: until.map(|until| until.unix()),
        next: report.next_change.as_ref().map(|next| Next {
            at: next.at.clone(),
            exact: next.exact.clone(),
            reasons: next.reasons.clone(),
        }),
        off: report.off.iter().map(|&code| code.to_owned()).collect(),
        said: report.diagnostics.iter().map(Said::of).collect(),
    };
    serde_json::to_vec(&note).ok()
}

/// The report of a build that finds all as the last one left it; `run` has read the site. Nothing, and `run` as it was, where
/// anything is another.
pub(super) fn again(run: &mut Run<'_>, request: &Request, last_look: LastLook<'_>) -> Result<Option<Report>, Error> {
    let Some(bytes) = publish::note_of(&request.out_folder()).filter(|_| request.force == Force::Off) else {
        return Ok(None);
    };
    let Some(note) = read(&bytes) else { return Ok(None) };
    let (Some(zone), Some(said)) = (Zone::named(&note.zone), said(&note.said)) else { return Ok(None) };
    let (now, words) = now_of(request, &zone)?;
    if !note.holds_at(now, &zone) || !note.tells(&run.report.diagnostics) || !is_as_it_was(run, request, &note)? {
        return Ok(None);
    }
    let staging = begin(request, run.progress)?;
    if staging.note().as_ref() != Some(&bytes) || !staging.put_again() {
        forget_theme(run);
        return Ok(None);
    }
    run.begin("publish (unchanged)");
    let report = &mut run.report;
    report.now = words;
    report.diagnostics = said;
    report.off = note.off.iter().filter_map(|code| codes::known(code)).collect();
    report.next_change = note.next.map(|next| NextChange { at: next.at, exact: next.exact, reasons: next.reasons });
    publish_as(report, request, (staging, Some(bytes)), (run.progress, last_look))?;
    run.leave();
    Ok(Some(std::mem::take(&mut run.report)))
}

/// A note as it is kept: a proof that all is whole, its own line, and what else the build left.
pub(super) fn with_left(note: &[u8], left: &[u8]) -> Vec<u8> {
    let content = [note, b"\n", left].concat();
    [fingerprint([&content[..]]).as_bytes(), b"\n", &content].concat()
}

/// What else a build left beside its note, where that holds now.
pub(super) fn left<'n>(bytes: &'n [u8], now: Instant, zone: &Zone) -> Option<&'n [u8]> {
    let (_, left) = parted(bytes)?;
    read(bytes)?.holds_at(now, zone).then_some(left)
}

fn read(bytes: &[u8]) -> Option<Note> {
    let (note, _) = parted(bytes)?;
    serde_json::from_slice(note).ok()
}

/// The note and what else was left, if the bytes are whole.
fn parted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (proof, content) = first_line(bytes)?;
    if proof != fingerprint([content]).as_bytes() {
        return None;
    }
    first_line(content)
}

fn first_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((line, rest.get(1..)?))
}

/// Reads the theme too, and compares. Where something is another, the theme is forgotten again: its name may be another.
fn is_as_it_was(run: &mut Run<'_>, request: &Request, note: &Note) -> Result<bool, Error> {
    run.digests = digests(&run.report.sources.files);
    let Report { sources, diagnostics, .. } = &mut run.report;
    let problems = diagnostics.len();
    discover::discover_theme(&request.root, &note.theme, sources, diagnostics)?;
    theme::built_in_sources(&note.theme, sources);
    diagnostics.truncate(problems);
    let is_same = key(request, run).is_some_and(|key| key == note.key);
    if !is_same {
        forget_theme(run);
    }
    Ok(is_same)
}

/// Themes are read last, and nothing else has such a path.
fn forget_theme(run: &mut Run<'_>) {
    let sources = &mut run.report.sources;
    sources.files.retain(|file| !file.path.starts_with("themes/"));
    sources.assets.retain(|asset| !asset.path.starts_with("themes/"));
}

impl Note {
    /// Whether it says all that reading the site has just found: a file that can't be read has no text to be told by.
    fn tells(&self, found: &[Diagnostic]) -> bool {
        let tells =
            |one: &Diagnostic| self.said.iter().any(|said| said.code == one.code && said.message == one.message);
        let is_off = |one: &Diagnostic| self.off.iter().any(|off| off == one.code);
        found.iter().all(|one| one.severity != Severity::Error && (is_off(one) || tells(one)))
    }

    fn holds_at(&self, now: Instant, zone: &Zone) -> bool {
        let until = self.next.as_ref().map(|next| Instant::parse_at(&next.exact, zone));
        now.unix() >= self.from
            && self.until.is_none_or(|until| now.unix() < until)
            && until.is_none_or(|until| until.is_ok_and(|until| now < until))
    }
}

/// The problems of a note; nothing where one of them is of a kind that this hub doesn't know.
fn said(said: &[Said]) -> Option<Vec<Diagnostic>> {
    said.iter().map(Said::again).collect()
}

impl Said {
    fn of(problem: &Diagnostic) -> Self {
        let label = |label: &Label| (label.span.file.0, label.span.start, label.span.end, label.message.clone());
        Said {
            code: problem.code.to_owned(),
            severity: match problem.severity {
                Severity::Error => 'e',
                Severity::Warning => 'w',
                Severity::Note => 'n',
            },
            message: problem.message.clone(),
            labels: problem.labels.iter().map(label).collect(),
            notes: problem.notes.clone(),
            help: problem.help.clone(),
        }
    }

    fn again(&self) -> Option<Diagnostic> {
        let label = |(file, start, end, message): &(u32, u32, u32, String)| Label {
            span: Span { file: FileId(*file), start: *start, end: *end },
            message: message.clone(),
        };
        Some(Diagnostic {
            code: codes::known(&self.code)?,
            severity: match self.severity {
                'w' => Severity::Warning,
                'n' => Severity::Note,
                _ => return None,
            },
            message: self.message.clone(),
            labels: self.labels.iter().map(label).collect(),
            notes: self.notes.clone(),
            help: self.help.clone(),
        })
    }
}
