//! The words of the command line, and what they ask for. The only file that knows clap.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::diagnostic::draw::Format;
use crate::pipeline::{Force, Preview, Request};

mod calendar;
mod export;
mod questions;

pub(super) use calendar::{AddWords, AnswerFormat, Ask, CalendarCommand};
pub(super) use export::{ExportAsk, ExportCommand, TableFormat};
pub(super) use questions::QuestionsCommand;

/// What was asked for.
#[derive(Clone, Debug)]
pub(super) struct Args {
    pub(super) command: Command,
    pub(super) colour: ColourChoice,
}

#[derive(Clone, Debug)]
pub(super) enum Command {
    Site(SiteCommand),
    Calendar(CalendarCommand),
    Explain(ExplainCommand),
    Init(InitCommand),
    Newsletter(NewsletterCommand),
    Export(ExportCommand),
    Questions(QuestionsCommand),
    /// A topic, or nothing to list them all.
    Help(Option<String>),
}

/// `explain`.
#[derive(Clone, Debug)]
pub(super) struct ExplainCommand {
    pub(super) request: Request,
    pub(super) answer: AnswerFormat,
    /// A code, an address, a content id or a path; nothing lists all codes.
    pub(super) word: Option<String>,
}

/// `init`.
#[derive(Clone, Debug)]
pub(super) struct InitCommand {
    pub(super) request: Request,
    pub(super) host: CiHost,
    pub(super) force: Force,
}

/// Where a site is built and deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CiHost {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI and Pages
    Gitlab,
    /// Netlify
    Netlify,
    /// Cloudflare Pages
    Cloudflare,
}

/// `newsletter`.
#[derive(Clone, Debug)]
pub(super) struct NewsletterCommand {
    pub(super) request: Request,
    pub(super) answer: AnswerFormat,
    pub(super) ask: NewsletterAsk,
}

/// What is asked of the newsletters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum NewsletterAsk {
    /// Write down for good what each issue that is due holds, in `newsletter.lock.toml`
    Seal {
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// `build` or `check`.
#[derive(Clone, Debug)]
pub(super) struct SiteCommand {
    pub(super) request: Request,
    pub(super) format: Format,
    /// `None` builds, anything else checks.
    pub(super) plan: Option<Plan>,
    pub(super) strictness: Strictness,
}

/// Whether `check` prints the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Keep,
    Print,
}

/// What makes `check` end with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    ErrorsOnly,
    WarningsToo,
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
        CommandWords::Calendar(calendar) => Command::Calendar(calendar.understood()),
        CommandWords::Explain(explain) => Command::Explain(explain.understood()),
        CommandWords::Init(init) => Command::Init(init.understood()),
        CommandWords::Newsletter(newsletter) => Command::Newsletter(newsletter.understood()),
        CommandWords::Export(export) => Command::Export(export.understood()),
        CommandWords::Questions(questions) => Command::Questions(questions.understood()),
        CommandWords::Help { topic } => Command::Help(topic),
    };
    Ok(Args { command, colour: words.color })
}

fn answer(error: &clap::Error) -> Answer {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Answer::Help(text),
        _ => Answer::Misused(text),
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
    /// Build the site into its output folder, or say what is wrong and write nothing
    Build(BuildWords),
    /// Say what is wrong with the site, without writing anything
    Check(CheckWords),
    /// Ask the calendar, or change it: a month, a week, what is missing, what comes next
    Calendar(calendar::CalendarWords),
    /// Explain a code such as `unknown-segment`, or why a piece is or is not public
    Explain(ExplainWords),
    /// Write the workflows that build and deploy the site, at the calendar's own times too
    Init(InitWords),
    /// Newsletter issues
    Newsletter(NewsletterWords),
    /// Hand the site's content to the tools that know your readers, as tables
    Export(export::ExportWords),
    /// Match support questions with the answers there are, and see what is asked and not answered
    Questions(questions::QuestionsWords),
    /// Read a topic of the manual; without one, list them all
    Help {
        /// The topic, such as `calendar`
        topic: Option<String>,
    },
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

#[derive(clap::Args)]
struct InitWords {
    /// The site: the folder with `hub.toml`
    #[arg(value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Where the site is built and deployed
    #[arg(long, value_enum, value_name = "HOST")]
    ci: CiHost,
    /// Replace workflows that are there and differ
    #[arg(long)]
    force: bool,
}

impl InitWords {
    fn understood(self) -> InitCommand {
        let force = if self.force { Force::On } else { Force::Off };
        InitCommand { request: request(self.root), host: self.ci, force }
    }
}

#[derive(clap::Args)]
struct NewsletterWords {
    #[command(flatten)]
    asked: AskWords,
    #[command(subcommand)]
    ask: NewsletterAsk,
}

impl NewsletterWords {
    fn understood(self) -> NewsletterCommand {
        let (request, answer) = self.asked.understood();
        NewsletterCommand { request, answer, ask: self.ask }
    }
}

/// A site as it is, now.
fn request(root: PathBuf) -> Request {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|epoch| !epoch.is_empty());
    Request { root, out: None, at: None, epoch, base_url: None, preview: Preview::Off, force: Force::Off }
}

#[derive(clap::Args)]
struct SiteWords {
    /// The site: the folder with `hub.toml`
    #[arg(value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Build as if it were this time: `2026-12-08`, `2026-12-08T09:00`, or with an offset
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Address of the site, in place of the one in `hub.toml`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Show drafts and the future, each page marked, into `public-preview`
    #[arg(long)]
    preview: bool,
    /// How problems and the report are written
    #[arg(long, value_enum, default_value_t = FormatWord::Text, value_name = "FORMAT")]
    format: FormatWord,
}

#[derive(clap::Args)]
struct BuildWords {
    #[command(flatten)]
    site: SiteWords,
    /// Output folder [default: `public` in the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write into a folder that hub didn't make, and replace files that are in the way of pages
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
struct CheckWords {
    #[command(flatten)]
    site: SiteWords,
    /// Print every route of the site, one a line
    #[arg(long)]
    plan: bool,
    /// End with 1 for warnings too
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatWord {
    /// For people
    Text,
    /// For tools: one object on stdout
    Json,
    /// For GitHub: annotations on the lines concerned
    Github,
}

impl From<FormatWord> for Format {
    fn from(word: FormatWord) -> Self {
        match word {
            FormatWord::Text => Format::Text,
            FormatWord::Json => Format::Json,
            FormatWord::Github => Format::Github,
        }
    }
}

impl SiteWords {
    fn understood(self) -> SiteCommand {
        let preview = if self.preview { Preview::On } else { Preview::Off };
        let Self { root, at, base_url, format, .. } = self;
        let request = Request { at, base_url, preview, ..request(root) };
        SiteCommand { request, format: format.into(), plan: None, strictness: Strictness::ErrorsOnly }
    }
}

impl BuildWords {
    fn understood(self) -> SiteCommand {
        let mut command = self.site.understood();
        command.request.out = self.out;
        command.request.force = if self.force { Force::On } else { Force::Off };
        command
    }
}

impl CheckWords {
    fn understood(self) -> SiteCommand {
        let mut command = self.site.understood();
        command.plan = Some(if self.plan { Plan::Print } else { Plan::Keep });
        command.strictness = if self.strict { Strictness::WarningsToo } else { Strictness::ErrorsOnly };
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
