//! The front door: from words on a command line to a request, and from a report to words and an exit code.
//!
//! Knows terminals, colours and clap; decides nothing about a site. Exit codes: 0 fine, 1 the site has errors, 2 hub
//! could not run.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::diagnostic::draw::{self, Colour, Format};
use crate::diagnostic::{Diagnostic, Severity, few};
use crate::error::Error;
use crate::pipeline::{self, Go, Report};
use crate::publish::Staging;

mod args;
mod calendar;
mod explain;
mod export;
mod feed;
mod fields;
mod help;
mod import;
mod init;
mod links;
mod new;
mod newsletter;
mod progress;
mod questions;
mod report;
mod schema;
mod serve;
mod shell;

use args::{AnswerFormat, Args, ColourChoice, Command, Plan, SiteCommand, Strictness};
use feed::Previous;

/// Problems of one code that are told to people: nobody reads on after so many, and tools get them all.
const MOST: usize = 1_000;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Fine,
    SiteHasErrors,
    CouldNotRun,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        ExitCode::from(match end {
            End::Fine => 0,
            End::SiteHasErrors => 1,
            End::CouldNotRun => 2,
        })
    }
}

/// Runs hub with `args` (the program's name first).
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args = match args::parse(args) {
        Ok(args) => args,
        Err(answer) => return show_answer(&answer).into(),
    };
    let colour = colour(args.colour, &std::io::stderr());
    // A mistake in hub must not look like one in the site: a panic ends with 2, after everything was put back.
    let end = catch_unwind(AssertUnwindSafe(|| act(&args, colour)));
    end.unwrap_or_else(|_| {
        let message = "hub met a mistake of its own; nothing of yours is lost";
        complain(&report::error(&Error::refused(message, "please report the lines above"), colour));
        End::CouldNotRun
    })
    .into()
}

fn act(args: &Args, colour: Colour) -> End {
    let outcome = match &args.command {
        Command::Calendar(command) => {
            calendar::answer(command, [colour, self::colour(args.colour, &std::io::stdout())])
        }
        Command::Explain(command) => explain::answer(command, colour),
        Command::Feed(command) => feed::answer(command),
        Command::Import(command) => import::answer(command, colour),
        Command::Init(command) => init::answer(command, colour),
        Command::New(command) => new::answer(command, colour),
        Command::Newsletter(command) => newsletter::answer(command, colour),
        Command::Export(command) => export::answer(command, colour),
        Command::Questions(command) => questions::answer(command, colour),
        Command::Serve(command) => serve::answer(command),
        Command::Schema(command) => schema::answer(command),
        Command::Help(command) => help::answer(command),
        Command::Completions(shell) => shell::completions(*shell),
        Command::Man(folder) => shell::man(folder.as_deref()),
        Command::Site(command) => site(command, colour),
    };
    outcome.unwrap_or_else(|error| {
        if wants_json(&args.command) {
            print(&report::error_json(&error));
        }
        complain(&report::error(&error, colour));
        End::CouldNotRun
    })
}

fn wants_json(command: &Command) -> bool {
    match command {
        Command::Site(site) => site.format == Format::Json,
        Command::Calendar(calendar) => calendar.answer == AnswerFormat::Json,
        Command::Newsletter(newsletter) => newsletter.answer == AnswerFormat::Json,
        Command::Explain(explain) => explain.answer == AnswerFormat::Json,
        Command::Feed(feed) => feed.answer == AnswerFormat::Json,
        Command::Questions(questions) => questions.answer == AnswerFormat::Json,
        Command::Export(_)
        | Command::Import(_)
        | Command::Init(_)
        | Command::Serve(_)
        | Command::New(_)
        | Command::Schema(_)
        | Command::Help(_)
        | Command::Completions(_)
        | Command::Man(_) => false,
    }
}

fn show_answer(answer: &args::Answer) -> End {
    match answer {
        args::Answer::Help(text) => {
            print(text);
            End::Fine
        }
        args::Answer::Misused(text) => {
            complain(text);
            End::CouldNotRun
        }
    }
}

fn site(command: &SiteCommand, colour: Colour) -> Result<End, Error> {
    let start = std::time::Instant::now();
    let progress = progress::Line::new();
    let mut previous = Vec::new();
    let result = match command.plan {
        None => pipeline::build(&command.request, &progress, &mut |staging| {
            previous = compare(command, staging)?;
            Ok(if previous.iter().all(|one| one.end() == End::Fine) { Go::On } else { Go::Stop })
        }),
        Some(_) => pipeline::check(&command.request, &progress, command.external),
    };
    let result = result.map(|report| links::checked(command, report, &progress));
    progress.clear();
    let (report, asked) = result?;
    let report = with_advice(report, command.strictness);
    let end = match end_of(&report, command.strictness) {
        End::Fine => previous.iter().map(Previous::end).find(|end| *end != End::Fine).unwrap_or(End::Fine),
        bad => bad,
    };
    let shown = report::Shown {
        report: &report,
        previous: &previous,
        took: start.elapsed(),
        nothing_written: command.plan.is_none() && end != End::Fine,
    };
    match command.format {
        Format::Json => print(&report::json(&shown)),
        Format::Text => {
            let told = few(report.diagnostics.clone(), MOST, "`--format json` lists them all");
            complain(&draw::draw(&told, &report.sources, Format::Text, colour));
        }
        Format::Github => print(&draw::draw(&report.diagnostics, &report.sources, Format::Github, colour)),
    }
    if command.format != Format::Json {
        complain(&report::verdict(&shown));
        if command.plan == Some(Plan::Print) {
            print(&report::plan(&report));
        }
        print(&report::text(&shown));
        complain(&asked);
        previous.iter().for_each(|one| complain(&one.words()));
        if previous.iter().any(|one| one.end() != End::Fine) {
            complain("nothing was written: mend what is unsafe, or build without `--previous` if you mean it\n");
        }
    }
    Ok(end)
}

/// What deployed feeds mean for those that are about to take their places.
fn compare(command: &SiteCommand, staging: &Staging) -> Result<Vec<Previous>, Error> {
    let at = command.request.at.as_deref();
    command.previous.iter().map(|file| Previous::compare(file, staging, at)).collect()
}

/// What is missing stands among the problems: as notes, or as warnings for those who want to be held to their plan.
fn with_advice(mut report: Report, strictness: Strictness) -> Report {
    let severity = match strictness {
        Strictness::ErrorsOnly => Severity::Note,
        Strictness::WarningsToo => Severity::Warning,
    };
    let advice = std::mem::take(&mut report.advice).into_iter().map(|gap| Diagnostic { severity, ..gap });
    report.diagnostics.extend(advice);
    report.settle();
    report
}

fn end_of(report: &Report, strictness: Strictness) -> End {
    let least = match strictness {
        Strictness::ErrorsOnly => Severity::Error,
        Strictness::WarningsToo => Severity::Warning,
    };
    // Severities are ordered from the worst.
    let is_bad = report.diagnostics.iter().any(|one| one.severity <= least);
    if is_bad { End::SiteHasErrors } else { End::Fine }
}

/// An answer as JSON. Characters that could act on a terminal are escaped; all that serde leaves as they are stand in
/// strings.
fn json_text(json: &serde_json::Value) -> String {
    let mut text = String::new();
    for c in format!("{json:#}\n").chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => text.push(c),
        }
    }
    text
}

/// To stdout; a reader who left early (`hub explain | head`) is no reason to fail.
fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}

/// To stderr; if nobody can hear it, the exit code still tells.
fn complain(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

/// Whether `stream` is coloured: `--color`, then `NO_COLOR` and `CLICOLOR_FORCE`, then whether anybody sees it.
fn colour(choice: ColourChoice, stream: &impl IsTerminal) -> Colour {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match choice {
        ColourChoice::Always => Colour::On,
        ColourChoice::Never => Colour::Off,
        ColourChoice::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => Colour::Off,
        ColourChoice::Auto if is_set("CLICOLOR_FORCE") => Colour::On,
        ColourChoice::Auto if stream.is_terminal() && !is_dumb => Colour::On,
        ColourChoice::Auto => Colour::Off,
    }
}
