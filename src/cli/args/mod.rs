//! The words of the command line, and what they ask for. The only file that knows clap.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::pipeline::{Force, Preview, Request};

mod calendar;
mod export;
mod feed;
mod import;
mod init;
mod new;
mod newsletter;
mod questions;
mod schema;
mod serve;
mod shell;
mod site;

pub(super) use calendar::{AddWords, AnswerFormat, Ask, CalendarCommand};
pub(super) use export::{ExportAsk, ExportCommand, TableFormat};
pub(super) use feed::{FeedAsk, FeedCommand};
pub(super) use import::ImportCommand;
pub(super) use init::{CiHost, InitCommand};
pub(super) use new::NewCommand;
pub(super) use newsletter::{MailFormat, NewsletterAsk, NewsletterCommand};
pub(super) use questions::{Extent, QuestionsCommand};
pub(super) use schema::SchemaCommand;
pub(super) use serve::ServeCommand;
pub(super) use shell::{Shell, completions, man_pages};
pub(super) use site::{Plan, SiteCommand, Strictness};

/// What was asked for.
#[derive(Clone, Debug)]
pub(super) struct Args {
    pub(super) command: Command,
    pub(super) colour: ColourChoice,
}

#[derive(Clone, Debug)]
pub(super) enum Command {
    Site(SiteCommand),
    Calendar(Box<CalendarCommand>),
    Explain(ExplainCommand),
    Feed(FeedCommand),
    Import(ImportCommand),
    Init(InitCommand),
    New(NewCommand),
    Newsletter(NewsletterCommand),
    Export(ExportCommand),
    Questions(QuestionsCommand),
    Serve(ServeCommand),
    Schema(SchemaCommand),
    Help(HelpCommand),
    Completions(Shell),
    /// The folder for the pages of the manual; without one, the page of `hub` itself.
    Man(Option<PathBuf>),
}

/// `help`.
#[derive(Clone, Debug)]
pub(super) struct HelpCommand {
    /// The site whose addresses a page of `signup` names, if there is one.
    pub(super) request: Request,
    /// A topic; nothing lists them all.
    pub(super) topic: Option<String>,
    /// A part of it: for `signup`, a mail provider.
    pub(super) part: Option<String>,
}

/// `explain`.
#[derive(Clone, Debug)]
pub(super) struct ExplainCommand {
    pub(super) request: Request,
    pub(super) answer: AnswerFormat,
    /// A code, an address, a content id or a path; nothing lists all codes.
    pub(super) word: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    /// Where a terminal shows it
    Auto,
    /// Also into pipes and files
    Always,
    /// Not at all
    Never,
}

/// What clap has to say instead of running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Help or version, as asked for.
    Help(String),
    /// The words make no sense, and why.
    Misused(String),
}

/// Understands `args` (the program's name first).
pub(super) fn parse(args: impl Iterator<Item = OsString>) -> Result<Args, Answer> {
    let words = Words::try_parse_from(args).map_err(|error| answer(&error))?;
    let Some(command) = words.command else {
        return Err(Answer::Help(Words::command().render_help().to_string()));
    };
    let command = match command {
        CommandWords::Build(build) => Command::Site(build.understood()),
        CommandWords::Check(check) => Command::Site(check.understood()),
        CommandWords::Calendar(calendar) => Command::Calendar(Box::new(calendar.understood())),
        CommandWords::Explain(explain) => Command::Explain(explain.understood()),
        CommandWords::Feed(feed) => Command::Feed(feed.understood()),
        CommandWords::Import(import) => Command::Import(import.understood()),
        CommandWords::Init(init) => Command::Init(init.understood()),
        CommandWords::New(new) => Command::New(new.understood()),
        CommandWords::Newsletter(newsletter) => Command::Newsletter(newsletter.understood()),
        CommandWords::Export(export) => Command::Export(export.understood()),
        CommandWords::Questions(questions) => Command::Questions(questions.understood()),
        CommandWords::Serve(serve) => Command::Serve(serve.understood()),
        CommandWords::Schema(schema) => Command::Schema(schema.understood()),
        CommandWords::Help(help) => Command::Help(help.understood()),
        CommandWords::Completions { shell } => Command::Completions(shell),
        CommandWords::Man { folder } => Command::Man(folder),
    };
    Ok(Args { command, colour: words.color })
}

fn answer(error: &clap::Error) -> Answer {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Answer::Help(text),
        ErrorKind::UnknownArgument if is_stray_word(error) => {
            let tip = "\n\n  tip: a title of several words stands in quotes: \"A first guide\"\n\nUsage:";
            Answer::Misused(text.replacen("\n\nUsage:", tip, 1))
        }
        _ => Answer::Misused(text),
    }
}

/// Whether there is a word too many, as where quotes are missing.
fn is_stray_word(error: &clap::Error) -> bool {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word)) => !word.starts_with('-'),
        _ => false,
    }
}

/// Turns a folder of Markdown into a hub: guides, tracks, a newsletter, a calendar
#[derive(Parser)]
#[command(name = "hub", version, disable_help_subcommand = true, max_term_width = 100)]
#[command(after_help = "`hub COMMAND --help` says more about a command. A site is a folder with a `hub.toml`.")]
struct Words {
    #[command(subcommand)]
    command: Option<CommandWords>,
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_enum, default_value_t = ColourChoice::Auto, value_name = "WHEN")]
    #[arg(hide_possible_values = false)]
    color: ColourChoice,
}

#[derive(Subcommand)]
enum CommandWords {
    /// Make a new hub, or add the workflows that build and deploy one
    Init(init::InitWords),
    /// Bring in what you have: Markdown folders, Substack, Ghost, Buttondown, WordPress, feeds
    Import(import::ImportWords),
    /// Begin a piece: its file with every field explained, and its place in the calendar
    New(new::NewWords),
    /// Build the site into its output folder, or say what is wrong and write nothing
    Build(site::BuildWords),
    /// Show the site in a browser on this machine, always as it is on disk
    Serve(serve::ServeWords),
    /// Say what is wrong with the site, without writing anything
    Check(site::CheckWords),
    /// Ask the calendar, or change it: a month, a week, what is missing, what comes next
    Calendar(Box<calendar::CalendarWords>),
    /// Explain a code such as `unknown-segment`, or why a piece is or is not public
    Explain(ExplainWords),
    /// Look at feeds: what is wrong with one, and what importers will mail once it takes the place of another
    Feed(feed::FeedWords),
    /// Newsletter issues: what is next, what went out, and each as mail
    Newsletter(newsletter::NewsletterWords),
    /// Hand the site's content to the tools that know your readers, as tables
    Export(export::ExportWords),
    /// Match support questions with the answers there are, and see what is asked and not answered
    Questions(questions::QuestionsWords),
    /// What may stand in which file, for editors that complete and check as you type
    Schema(schema::SchemaWords),
    /// Read a topic of the manual; without one, list them all
    Help(HelpWords),
    /// Print what makes your shell complete hub's commands
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write manual pages, one for each command
    Man {
        /// The folder for them; without it, the page of `hub` goes to the screen
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct HelpWords {
    /// The site: the folder with `hub.toml`, whose addresses `hub help signup` names
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The topic, such as `calendar`
    topic: Option<String>,
    /// A part of the topic, as in `hub help signup buttondown` or `hub help fields guide`
    part: Option<String>,
}

impl HelpWords {
    fn understood(self) -> HelpCommand {
        HelpCommand { request: request(self.root), topic: self.topic, part: self.part }
    }
}

/// What every question about a site takes.
#[derive(clap::Args)]
struct AskWords {
    /// The site: the folder with `hub.toml`
    #[arg(long = "site", value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
    /// Answer as if it were this time: `2026-12-08`, `2026-12-08T09:00`, or with an offset
    #[arg(long, value_name = "TIME", global = true)]
    at: Option<String>,
    /// Answer with JSON, for programs
    #[arg(long, global = true)]
    json: bool,
}

impl AskWords {
    fn understood(self) -> (Request, AnswerFormat) {
        let answer = if self.json { AnswerFormat::Json } else { AnswerFormat::Text };
        (Request { at: self.at, ..request(self.root) }, answer)
    }
}

#[derive(clap::Args)]
struct ExplainWords {
    #[command(flatten)]
    asked: AskWords,
    /// A code, as it stands in brackets after `error` or `warning`; or an address, an id or a file of your site
    word: Option<String>,
}

impl ExplainWords {
    fn understood(self) -> ExplainCommand {
        let (request, answer) = self.asked.understood();
        ExplainCommand { request, answer, word: self.word }
    }
}

/// A site as it is, now.
fn request(root: PathBuf) -> Request {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|epoch| !epoch.is_empty());
    Request { root, out: None, at: None, epoch, base_url: None, preview: Preview::Off, force: Force::Off }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::draw::Format;

    fn parsed(words: &str) -> Result<Args, Answer> {
        parse(words.split(' ').map(OsString::from))
    }

    #[test]
    fn the_words_are_consistent() {
        Words::command().debug_assert();
    }

    #[test]
    fn build_takes_its_options() {
        let words =
            "hub build my-site --out dist --at 2026-12-08 --base-url https://x.org --preview --format json --force";
        let Ok(Args { command: Command::Site(command), colour }) = parsed(words) else { panic!() };
        let request = command.request;
        assert_eq!((request.root, request.out), (PathBuf::from("my-site"), Some(PathBuf::from("dist"))));
        assert_eq!(request.at.as_deref(), Some("2026-12-08"));
        assert_eq!(request.base_url.as_deref(), Some("https://x.org"));
        assert_eq!((request.preview, request.force), (Preview::On, Force::On));
        assert_eq!((command.format, command.plan, colour), (Format::Json, None, ColourChoice::Auto));
    }

    #[test]
    fn check_takes_its_options() {
        let Ok(Args { command: Command::Site(command), colour }) = parsed("hub check --plan --strict --color never")
        else {
            panic!()
        };
        assert_eq!(command.request.root, PathBuf::from("."));
        assert_eq!((command.plan, command.strictness), (Some(Plan::Print), Strictness::WarningsToo));
        assert_eq!(colour, ColourChoice::Never);
    }

    #[test]
    fn help_is_an_answer_and_nonsense_is_misuse() {
        for words in ["hub", "hub --help", "hub build --help", "hub --version"] {
            assert!(matches!(parsed(words), Err(Answer::Help(_))), "{words}");
        }
        for words in ["hub bild", "hub check --force", "hub build --format xml"] {
            assert!(matches!(parsed(words), Err(Answer::Misused(_))), "{words}");
        }
        let Err(Answer::Help(text)) = parsed("hub") else { panic!() };
        assert!(text.contains("build") && text.contains("check") && text.contains("explain"), "{text}");
    }
}
