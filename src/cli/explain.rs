//! `hub explain`: the page of a code, or why a piece is or is not public and everything else hub knows about it.

use std::path::Path;

use serde_json::json;

use super::args::{AnswerFormat, ExplainCommand};
use super::calendar::show_errors;
use super::{End, json_text, print};
use crate::diagnostic::draw::{self, Colour};
use crate::diagnostic::{codes, nearest_help};
use crate::error::Error;
use crate::explain::{self, Meant};
use crate::pipeline::{self, Found, Opened};

mod list;
mod piece;

/// Answers for a code, an address, an id or a file; without a word, lists all codes.
pub(super) fn answer(command: &ExplainCommand, colour: Colour) -> Result<End, Error> {
    let Some(word) = command.word.as_deref().map(str::trim).filter(|word| !word.is_empty()) else {
        say(command, &list::json(), list::text);
        return Ok(End::Fine);
    };
    match codes::page(word) {
        Some(page) => {
            say(command, &json!({ "code": word, "page": page }), || format!("{page}{}", namesake(command, word)));
            Ok(End::Fine)
        }
        None if has_site(command) => of_site(command, word, colour),
        None => Err(unknown_code(word)),
    }
}

fn say(command: &ExplainCommand, json: &serde_json::Value, text: impl FnOnce() -> String) {
    match command.answer {
        AnswerFormat::Json => print(&json_text(json)),
        AnswerFormat::Text => print(&text()),
    }
}

fn has_site(command: &ExplainCommand) -> bool {
    command.request.root.join("hub.toml").exists()
}

fn unknown_code(word: &str) -> Error {
    let near = nearest_help(word, codes::all());
    Error::refused(
        format!("there is no code `{}`", draw::printable(word)),
        near.unwrap_or_else(|| {
            "`hub explain` lists all codes; for a piece, run it in the site's folder or name that with `--site`".into()
        }),
    )
}

/// A line about the piece that has the name of a code, too.
fn namesake(command: &ExplainCommand, word: &str) -> String {
    let opened = if has_site(command) { pipeline::open(&command.request).ok() } else { None };
    let Some(Opened { report, found: Some(found) }) = &opened else { return String::new() };
    match explain::find(&report.sources, &found.site, &found.plan, (word, None)) {
        Meant::Piece(id) => {
            format!("\n(Your site has a piece of this name: `hub explain {}`.)\n", found.site.item(id).id)
        }
        _ => String::new(),
    }
}

/// Answers about the site; with errors in it the answer may be incomplete, so the exit code says so.
fn of_site(command: &ExplainCommand, word: &str, colour: Colour) -> Result<End, Error> {
    let opened = pipeline::open(&command.request)?;
    let end = if show_errors(&opened, colour) { End::SiteHasErrors } else { End::Fine };
    if let Some(found) = &opened.found {
        tell(command, &opened, found, word)?;
    }
    Ok(end)
}

fn tell(command: &ExplainCommand, opened: &Opened, found: &Found, word: &str) -> Result<(), Error> {
    let (sources, site, plan) = (&opened.report.sources, &found.site, &found.plan);
    let file = path_in_site(&command.request.root, word);
    match explain::find(sources, site, plan, (word, file.as_deref())) {
        Meant::Piece(id) => {
            let about = explain::piece(sources, site, (plan, found.moment), id);
            say(command, &piece::json(&about, found), || piece::text(&about, found));
        }
        Meant::Issue(at) => {
            let Some(issue) = plan.issues.get(at) else { return Ok(()) };
            let (url, words) = (site.settings.base_url.absolute(&issue.url), explain::issue_line(site, issue));
            say(command, &json!({ "url": url, "about": words }), || piece::page_text(&url, &words));
        }
        Meant::Route(at) => {
            let Some(route) = plan.routes.get(at) else { return Ok(()) };
            let line = crate::plan::line(sources, site, plan, route);
            let words = line.strip_prefix(&route.path).unwrap_or(&line).trim_start();
            let url = site.settings.base_url.absolute(&route.path);
            say(command, &json!({ "url": url, "about": words }), || piece::page_text(&url, words));
        }
        Meant::Several(ids) => return Err(several(word, &ids)),
        Meant::Elsewhere => return Err(elsewhere(word, &site.settings.base_url.absolute("/"))),
        Meant::Nothing(near) => return Err(nothing(word, &near)),
    }
    Ok(())
}

/// The word as a path in the site, where a file of that name is there; seen from where hub was started.
fn path_in_site(root: &Path, word: &str) -> Option<String> {
    let (root, file) = (root.canonicalize().ok()?, Path::new(word).canonicalize().ok()?);
    let inner = file.strip_prefix(root).ok()?.to_str()?;
    Some(inner.replace('\\', "/"))
}

fn several(word: &str, ids: &[String]) -> Error {
    let commands: Vec<String> = ids.iter().map(|id| format!("`hub explain {id}`")).collect();
    Error::refused(
        format!("`{}` is the name of {} pieces", draw::printable(word), ids.len()),
        format!("say which: {}", commands.join(" or ")),
    )
}

fn elsewhere(word: &str, base: &str) -> Error {
    Error::refused(
        format!("`{}` is an address of another site", draw::printable(word)),
        format!("addresses of this one begin with `{base}`"),
    )
}

fn nothing(word: &str, near: &[String]) -> Error {
    let names: Vec<String> = near.iter().map(|id| format!("`{id}`")).collect();
    let help = match names.is_empty() {
        false => Some(format!("did you mean {}?", names.join(" or "))),
        true => nearest_help(word, codes::all()),
    };
    Error::refused(
        format!("`{}` is no code, and no address, id or file of this site", draw::printable(word)),
        help.unwrap_or_else(|| "`hub explain` lists all codes, `hub check --plan` all addresses".into()),
    )
}
