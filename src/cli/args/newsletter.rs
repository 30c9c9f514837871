//! `hub newsletter …`: its words and what they ask for.

use clap::{Subcommand, ValueEnum};

use super::{AnswerFormat, AskWords};
use crate::pipeline::Request;

/// `newsletter`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct NewsletterCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) answer: AnswerFormat,
    pub(in crate::cli) ask: NewsletterAsk,
}

/// What is asked of the newsletters.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(in crate::cli) enum NewsletterAsk {
    /// What the coming issue holds so far, and what it still lacks
    Next {
        /// The newsletter's id [default: each]
        newsletter: Option<String>,
    },
    /// The issues that are out, and what each holds
    List {
        /// The newsletter's id [default: each]
        newsletter: Option<String>,
    },
    /// Print an issue as mail: the coming one, unless you name another
    Preview {
        /// The newsletter's id, the day of the issue as `2026-12-09`, or both [default: the first newsletter]
        #[arg(num_args = 0..=2, value_name = "NEWSLETTER|DAY")]
        which: Vec<String>,
        /// As readers of this segment get it
        #[arg(long, value_name = "ID")]
        segment: Option<String>,
        /// What is printed
        #[arg(long, value_enum, default_value_t = MailFormat::Txt, value_name = "FORMAT")]
        format: MailFormat,
    },
    /// Write an issue as mail files into `.hub/mail/`: the newest that is out, unless you name another
    Export {
        /// The newsletter's id, the day of the issue as `2026-12-09`, or both [default: each newsletter]
        #[arg(num_args = 0..=2, value_name = "NEWSLETTER|DAY")]
        which: Vec<String>,
    },
    /// Write down for good what each issue that is due holds, in `newsletter.lock.toml`
    Seal {
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// A form of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MailFormat {
    /// Plain text
    Txt,
    /// HTML for mail programs
    Html,
    /// Markdown to paste
    Md,
    /// A whole message
    Eml,
}

/// `hub newsletter …` as typed.
#[derive(clap::Args)]
pub(super) struct NewsletterWords {
    #[command(flatten)]
    asked: AskWords,
    #[command(subcommand)]
    ask: NewsletterAsk,
}

impl NewsletterWords {
    pub(super) fn understood(self) -> NewsletterCommand {
        let (request, answer) = self.asked.understood();
        NewsletterCommand { request, answer, ask: self.ask }
    }
}
