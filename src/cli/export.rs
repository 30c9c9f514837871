//! `hub export …`: opens the site and prints a table, or writes it where it was asked for.
//!
//! A site with errors hands nothing over: half a table in a tool that mails people is worse than none.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use super::args::{ExportAsk, ExportCommand, TableFormat};
use super::calendar::show_errors;
use super::{End, complain, print};
use crate::diagnostic::draw::{Colour, printable};
use crate::diagnostic::nearest_help;
use crate::error::Error;
use crate::export::{self, MailFile, StepMail, Table, TrackMails, World};
use crate::model::ItemId;
use crate::parse::Kind;
use crate::pipeline::{self, Found, Opened};

/// Hands over what was asked for.
pub(super) fn answer(command: &ExportCommand, colour: Colour) -> Result<End, Error> {
    let mut opened = pipeline::open(&command.request)?;
    if show_errors(&opened, colour) {
        return Ok(nothing());
    }
    let Some(found) = &opened.found else { return Ok(nothing()) };
    let table = match &command.ask {
        ExportAsk::Content => export::content(world(found)),
        ExportAsk::Segments => export::segments(world(found)),
        ExportAsk::Links => export::links(world(found)),
        ExportAsk::Drip { track, files } => {
            let track = track_of(found, track)?;
            let Some(mails) = mails(command, &mut opened, track)? else {
                show_errors(&opened, colour);
                return Ok(nothing());
            };
            let Some(found) = &opened.found else { return Ok(nothing()) };
            if let Some(folder) = files {
                return write_files(folder, &export::files(world(found), track, &mails));
            }
            export::drip(world(found), track, &mails.steps)
        }
    };
    hand_over(command, &table)
}

fn nothing() -> End {
    complain("nothing was exported: mend the errors above first\n");
    End::SiteHasErrors
}

fn world(found: &Found) -> World<'_> {
    World { site: &found.site, plan: &found.plan, now: found.moment.now }
}

/// A public track by its id, `tracks/` left out or not.
fn track_of(found: &Found, word: &str) -> Result<ItemId, Error> {
    let tracks = || found.site.of_kind(Kind::Track);
    let short = |id: &str| id.strip_prefix("tracks/").map(str::to_owned);
    let same = |id: &str| id == word || short(id).as_deref() == Some(word);
    let Some((id, track)) = tracks().find(|(_, track)| same(&track.id)) else {
        let known: Vec<String> =
            tracks().map(|(_, track)| short(&track.id).unwrap_or_else(|| track.id.clone())).collect();
        let listed = || match known.as_slice() {
            [] => "write one first, in `content/tracks/`".to_owned(),
            _ => format!("there is {}", known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
        };
        let help = nearest_help(word, known.iter().map(String::as_str)).unwrap_or_else(listed);
        return Err(Error::refused(format!("there is no track `{}`", printable(word)), help));
    };
    if found.plan.is_public(id) {
        return Ok(id);
    }
    let help = format!("`hub explain {}` says why; `--at` looks at another time", track.id);
    Err(Error::refused(format!("`{}` isn't public at this time, and only what is public is exported", track.id), help))
}

fn mails(command: &ExportCommand, opened: &mut Opened, track: ItemId) -> Result<Option<TrackMails>, Error> {
    let Some(found) = &opened.found else { return Ok(None) };
    let steps = export::steps(world(found), track);
    let pieces: Vec<(ItemId, String)> = steps.into_iter().map(|step| (step.item, step.url)).collect();
    let made = pipeline::piece_mails(&command.request, opened, &pieces)?;
    Ok(made.map(|made| TrackMails {
        steps: made.mails.into_iter().map(|mail| StepMail { html: mail.html.text, text: mail.text.text }).collect(),
        way_out: made.way_out.map(|out| StepMail { html: out.html, text: out.text }),
    }))
}

fn hand_over(command: &ExportCommand, table: &Table) -> Result<End, Error> {
    let text = match command.format {
        TableFormat::Csv => export::csv(table),
        TableFormat::Json => export::json(table),
    };
    match &command.out {
        None => print(&text),
        Some(file) => {
            put(file, &text)?;
            complain(&format!("{} written to {}\n", rows(table.rows.len()), printable(&file.to_string_lossy())));
        }
    }
    Ok(End::Fine)
}

fn rows(number: usize) -> String {
    format!("{number} {}", if number == 1 { "row" } else { "rows" })
}

/// Writes a file beside its place and moves it there, so that it is whole whenever it is there.
fn put(file: &Path, text: &str) -> Result<(), Error> {
    if file.is_dir() {
        let message = format!("`{}` is a folder", file.display());
        return Err(Error::refused(message, "name a file in it, such as `content.csv`"));
    }
    let is_table = file.extension().is_some_and(|extension| extension == "csv" || extension == "json");
    if file.exists() && !is_table {
        let message = format!("`{}` is there already, and is no table", file.display());
        return Err(Error::refused(
            message,
            "name a new file, or one that ends in `.csv` or `.json`; nothing was written",
        ));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let fresh = file.with_file_name(format!(".{name}.{}.hub", std::process::id()));
    let written = new_file(&fresh, text)
        .and_then(|()| fs::rename(&fresh, file).map_err(|error| Error::io("could not write", file, error)));
    if written.is_err() {
        drop(fs::remove_file(&fresh));
    }
    written
}

fn new_file(path: &Path, text: &str) -> Result<(), Error> {
    let refused = |error| Error::io("could not write", path, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(refused)
}

/// Writes the mails into a folder that is empty or not there yet: nothing of anybody's is replaced.
fn write_files(folder: &Path, files: &[MailFile]) -> Result<End, Error> {
    let unwritten = |error| Error::io("could not write", folder, error);
    fs::create_dir_all(folder).map_err(unwritten)?;
    if fs::read_dir(folder).map_err(unwritten)?.next().is_some() {
        let message = format!("`{}` is not empty", folder.display());
        return Err(Error::refused(message, "name a folder that is empty or not there yet; nothing was written"));
    }
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(unwritten)?;
        }
        new_file(&path, &file.text)?;
    }
    let mails = files.len() / 2;
    let mails = format!("{mails} {}", if mails == 1 { "mail" } else { "mails" });
    complain(&format!("{mails} written to {}\n", printable(&folder.to_string_lossy())));
    Ok(End::Fine)
}
