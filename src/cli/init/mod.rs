//! `hub init [DIR]`: a new hub where there is none; `--ci` in one that is there writes its workflows.

mod ask;
mod workflows;

use std::io::IsTerminal;
use std::path::Path;

use super::args::{CiHost, InitCommand};
use super::calendar::show_errors;
use super::{End, complain, print};
use crate::calendar;
use crate::diagnostic::draw::{self, Colour};
use crate::diagnostic::{counted, listed};
use crate::edit::init::{self, Answers, Ground, Host, Misfit, NewFile};
use crate::edit::schema;
use crate::error::Error;
use crate::model::time::Zone;
use crate::pipeline::{Force, Opened};
use ask::{Ask, Question};
pub(super) use workflows::numbered;

const SETTINGS: &str = "hub.toml";

/// Stands in for an address until there is one.
const NO_ADDRESS: &str = "https://example.org/";

/// Makes a hub, or adds the workflows to one.
pub(super) fn answer(command: &InitCommand, colour: Colour) -> Result<End, Error> {
    let is_hub = command.request.root.join(SETTINGS).exists();
    let asked = [&command.title, &command.address, &command.zone, &command.language];
    match command.host.filter(|_| asked.iter().all(|one| one.is_none())) {
        Some(host) if is_hub => workflows::answer(command, host_of(host), colour),
        _ if is_hub => Err(Error::refused(
            format!("there is a hub in `{}` already; nothing was written", command.request.root.display()),
            "`hub init --ci github` adds its workflows, `hub new` begins a piece, and a new hub wants a folder of its own, as in \
             `hub init my-hub`",
        )),
        _ => new_hub(command, colour),
    }
}

fn host_of(host: CiHost) -> Host {
    match host {
        CiHost::Github => Host::Github,
        CiHost::Gitlab => Host::Gitlab,
        CiHost::Netlify => Host::Netlify,
        CiHost::Cloudflare => Host::Cloudflare,
    }
}

fn new_hub(command: &InitCommand, colour: Colour) -> Result<End, Error> {
    let root = &command.request.root;
    let host = command.host.map_or(Host::Github, host_of);
    // Before anything is asked: nobody likes to answer for nothing.
    let ground = init::ground(root, host)?;
    let answers = answers(command, host)?;
    let (mut files, opened) = init::begin(&command.request, &answers, ground)?;
    let Some(workflows) = workflow_files(&opened, host).filter(|_| !show_errors(&opened, colour)) else {
        complain("nothing was written\n");
        return Ok(End::SiteHasErrors);
    };
    files.extend(workflows);
    init::put(root, &files, Force::Off)?;
    // The first line of each TOML file names them, and an editor asks for them at once.
    schema::put(root)?;
    print(&told(&answers, &files, ground));
    let mut steps = next_steps(root, &answers);
    steps.extend(workflows::inside_a_repository(root));
    print(&workflows::numbered("What is next:", &steps));
    Ok(End::Fine)
}

fn workflow_files(opened: &Opened, host: Host) -> Option<Vec<NewFile>> {
    let found = opened.found.as_ref()?;
    let wakes = calendar::wakes(found.world(&opened.report.sources), found.moment);
    Some(init::files(host, &found.site.settings, &wakes))
}

/// What was said on the command line; the rest is asked where somebody can answer, or else taken as it is likely.
fn answers(command: &InitCommand, host: Host) -> Result<Answers, Error> {
    let is_seen = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let ask = if is_seen { Ask::Terminal } else { Ask::Nobody };
    let flags = [&command.title, &command.address, &command.zone, &command.language];
    ask.greet(&command.request.root, flags.iter().filter(|flag| flag.is_none()).count());
    Ok(Answers {
        title: ask.answer(
            Question { words: "What is it called?", flag: command.title.as_deref(), offered: offered_title(command) },
            init::title,
        )?,
        address: ask.answer(
            Question {
                words: "Where will it be published?",
                flag: command.address.as_deref(),
                offered: NO_ADDRESS.to_owned(),
            },
            init::address,
        )?,
        zone: ask.answer(
            Question {
                words: "In which time zone do you plan?",
                flag: command.zone.as_deref(),
                offered: offered_zone(),
            },
            init::zone,
        )?,
        language: ask.answer(
            Question {
                words: "In which language do you write?",
                flag: command.language.as_deref(),
                offered: offered_language(),
            },
            init::language,
        )?,
        host,
    })
}

fn offered_title(command: &InitCommand) -> String {
    let root = &command.request.root;
    // A folder that is yet to be made has no other path than the one that was typed.
    let path = root.canonicalize().unwrap_or_else(|_| root.clone());
    init::title_of(&path).unwrap_or_else(|| "My hub".to_owned())
}

fn offered_zone() -> String {
    let zone = Zone::of_this_machine().unwrap_or_else(Zone::utc);
    let name = zone.name();
    if ["Etc/UTC", "Etc/Universal", "Etc/Zulu", "UCT"].contains(&name) { "UTC".to_owned() } else { name.to_owned() }
}

/// The language of this machine, if hub has words in it; by the variables and in the order of POSIX.
fn offered_language() -> String {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let first = set.into_iter().find(|value| !value.is_empty());
    first.and_then(|setting| init::offered_language(&setting)).unwrap_or("en").to_owned()
}

fn told(answers: &Answers, files: &[NewFile], ground: Ground) -> String {
    let tongue = init::tongue(&answers.language);
    let mut text = String::from("A new hub:\n\n");
    let zone = answers.zone.name().to_owned();
    let lines = [
        ("title", &answers.title),
        ("address", &answers.address),
        ("time zone", &zone),
        ("language", &tongue.language),
    ];
    for (name, value) in lines {
        text.push_str(&format!("  {name:<10} {}\n", draw::printable(value)));
    }
    text.push_str("\nAll of that stands in `hub.toml` and can be changed there.\n");
    text.extend(tongue.note.iter().flat_map(|note| workflows::wrapped(note)).map(|line| format!("{line}\n")));
    text.push_str(&format!("\nWritten:\n\n{}", written(files)));
    text.push_str(&kept(ground));
    text
}

/// Files at the top by their names, the others by their folder.
fn written(files: &[NewFile]) -> String {
    let top: Vec<String> = files.iter().filter(|file| !file.path.contains('/')).map(|file| file.path.clone()).collect();
    let below = |folder: &str| files.iter().filter(|file| file.path.starts_with(folder)).count();
    let mut text = format!("  {}\n", top.join(", "));
    let folders = [("content/", "text"), (".github/", "workflow")];
    for (folder, what) in folders.into_iter().filter(|(folder, _)| below(folder) > 0) {
        text.push_str(&format!("  {folder:<10} {}\n", counted(below(folder), what)));
    }
    text
}

fn kept(ground: Ground) -> String {
    let mut names = Vec::new();
    names.extend(ground.readme.then_some("your README"));
    names.extend(ground.ignored.then_some("your `.gitignore`"));
    if names.is_empty() {
        return String::new();
    }
    let mut text = format!("\nKept: {}.", listed(&names));
    if ground.readme {
        text.push_str(" `hub help start` says what hub's own would have said.");
    }
    if ground.ignored {
        text.push_str("\nIt needs these lines, for what hub makes: /public/ /public-preview/ /.public.hub/ /.hub/");
    }
    text.push('\n');
    text
}

fn next_steps(root: &Path, answers: &Answers) -> Vec<String> {
    let is_here = root.canonicalize().ok() == std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let go =
        if is_here { String::new() } else { format!("`cd {}`, then ", draw::printable(&root.display().to_string())) };
    let mark = init::mark(&answers.language);
    let mut steps = vec![
        format!("Look at it: {go}`hub serve --open`."),
        format!("Make it yours: search the folder for `{mark}`. Everything that is published is public."),
        "Write: `hub new guide \"A title\"`, or `hub new` for all there is.".to_owned(),
        format!(
            "Publish: `hub init --ci {}` lists what has to be set once on {}.",
            answers.host.word(),
            answers.host.name()
        ),
    ];
    if answers.address == NO_ADDRESS {
        steps.insert(3, "Before you publish, put your address into `hub.toml`, as `base_url`.".to_owned());
    }
    steps
}

/// How an answer is read.
type Read<T> = fn(&str) -> Result<T, Misfit>;
