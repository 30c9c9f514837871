//! `hub questions FILE`: its words and what they ask for.

use std::path::PathBuf;

use super::{AnswerFormat, AskWords};
use crate::edit::Mode;
use crate::pipeline::Request;

/// Support questions to look at.
#[derive(Clone, Debug)]
pub(in crate::cli) struct QuestionsCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) answer: AnswerFormat,
    pub(in crate::cli) file: PathBuf,
    /// Nothing is written unless it is asked for.
    pub(in crate::cli) mode: Mode,
    pub(in crate::cli) extent: Extent,
}

/// How much of each part is shown on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Extent {
    Beginning,
    All,
}

/// `hub questions …` as typed.
#[derive(clap::Args)]
pub(super) struct QuestionsWords {
    #[command(flatten)]
    asked: AskWords,
    /// The questions, as a CSV file with a line of names
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write a draft for each unanswered question into `content/faq/`, and an idea into the calendar
    #[arg(long)]
    write: bool,
    /// List every question, not only the beginning of each part
    #[arg(long)]
    all: bool,
}

impl QuestionsWords {
    pub(super) fn understood(self) -> QuestionsCommand {
        let (request, answer) = self.asked.understood();
        let mode = if self.write { Mode::Write } else { Mode::DryRun };
        let extent = if self.all { Extent::All } else { Extent::Beginning };
        QuestionsCommand { request, answer, file: self.file, mode, extent }
    }
}
