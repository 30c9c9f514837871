//! `hub calendar …`: its words and what they ask for.

use std::path::PathBuf;

use clap::Subcommand;

use super::AskWords;
use crate::pipeline::Request;

/// A question to the calendar, or a change of it.
#[derive(Clone, Debug)]
pub(in crate::cli) struct CalendarCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) answer: AnswerFormat,
    pub(in crate::cli) ask: Ask,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum AnswerFormat {
    Text,
    Json,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(in crate::cli) enum Ask {
    /// Show a month: what appears when, and what is late
    Month {
        /// The month, as `2026-12` [default: this one]
        month: Option<String>,
    },
    /// What a week holds, with posts ready to paste
    Week {
        /// A day of the week, as `2026-12-07` [default: today]
        day: Option<String>,
    },
    /// What is missing: phases short of what they want, weeks with nothing to send, and more
    Gaps {
        /// Days to look ahead
        #[arg(long, default_value_t = 90, value_name = "DAYS")]
        days: u32,
    },
    /// When the site changes by itself next, and why
    Next,
    /// Whether a site built earlier is out of date by now, and why
    #[command(group = clap::ArgGroup::new("since_when").required(true))]
    Changed {
        /// The site was built at this time
        #[arg(long, value_name = "TIME", group = "since_when")]
        since: Option<String>,
        /// The `build.json` of the site that is deployed
        #[arg(long, value_name = "FILE", group = "since_when")]
        deployed: Option<PathBuf>,
    },
    /// Ideas, and what is written but not finished
    Backlog,
    /// Add an entry to the calendar
    Add(Box<AddWords>),
    /// Move an entry to another day
    Move {
        /// The piece's id, or the title of an idea
        entry: String,
        /// The new day, as `2026-12-08` or `2026-12-08T18:00`
        to: String,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Write what a rhythm still wants into the calendar, as ideas
    Fill {
        /// The rhythm's id; may be left out where there is only one
        rhythm: Option<String>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Choose members for a month's spotlights, fairly, and write the words to ask them with
    Spotlights {
        /// The month, as `2026-12` [default: this one]
        month: Option<String>,
        /// Leave out members seen within this many months
        #[arg(long, default_value_t = 6, value_name = "MONTHS")]
        apart: u32,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// The plan as an iCalendar file for your own calendar; it holds what is not public yet
    Ics,
}

/// `hub calendar add`.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(in crate::cli) struct AddWords {
    /// The piece's id, as `guides/welcome`
    #[arg(group = "what")]
    pub(in crate::cli) piece: Option<String>,
    /// Working title of an idea that has no file yet
    #[arg(long, group = "what", requires = "kind")]
    pub(in crate::cli) title: Option<String>,
    /// Kind of the idea, as `guide`
    #[arg(long)]
    pub(in crate::cli) kind: Option<String>,
    /// When it appears, as `2026-12-08` or `2026-12-08T18:00`
    #[arg(long, value_name = "DAY")]
    pub(in crate::cli) publish: Option<String>,
    /// When it disappears
    #[arg(long, value_name = "DAY")]
    pub(in crate::cli) expire: Option<String>,
    /// `idea`, `outlined`, `drafting`, `review`, `held` or `ready`
    #[arg(long)]
    pub(in crate::cli) status: Option<String>,
    /// Who does it
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// When it must be done
    #[arg(long, value_name = "DAY")]
    pub(in crate::cli) due: Option<String>,
    /// A piece that must have appeared before; may be repeated
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) after: Vec<String>,
    /// Where it is announced, as `site,newsletter,discord`
    #[arg(long, value_delimiter = ',', value_name = "CHANNELS")]
    pub(in crate::cli) channels: Vec<String>,
    /// The question or idea it came from
    #[arg(long)]
    pub(in crate::cli) source: Option<String>,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}

/// `hub calendar …` as typed.
#[derive(clap::Args)]
pub(super) struct CalendarWords {
    #[command(flatten)]
    asked: AskWords,
    #[command(subcommand)]
    ask: Option<Ask>,
}

impl CalendarWords {
    pub(super) fn understood(self) -> CalendarCommand {
        let (request, answer) = self.asked.understood();
        CalendarCommand { request, answer, ask: self.ask.unwrap_or(Ask::Month { month: None }) }
    }
}
