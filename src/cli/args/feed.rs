//! `hub feed …`: its words and what they ask for.

use std::path::PathBuf;

use clap::Subcommand;

use super::AnswerFormat;

/// A question about files that are feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct FeedCommand {
    /// As typed.
    pub(in crate::cli) at: Option<String>,
    pub(in crate::cli) answer: AnswerFormat,
    pub(in crate::cli) ask: FeedAsk,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(in crate::cli) enum FeedAsk {
    /// Say what is wrong with a feed: RSS, Atom or JSON Feed
    Lint {
        /// The feed
        file: PathBuf,
    },
    /// Say what importers will mail once NEW takes the place of OLD: what is new, sent again, never sent
    Diff {
        /// The feed that is deployed
        old: PathBuf,
        /// The one that takes its place, as `public/feeds/all.rss`
        new: PathBuf,
    },
}

/// `hub feed …` as typed.
#[derive(clap::Args)]
pub(super) struct FeedWords {
    /// Look at it as if it were this time: `2026-12-08`, `2026-12-08T09:00` (in UTC), or with an offset
    #[arg(long, value_name = "TIME", global = true)]
    at: Option<String>,
    /// Answer with JSON, for programs
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    ask: FeedAsk,
}

impl FeedWords {
    pub(super) fn understood(self) -> FeedCommand {
        let answer = if self.json { AnswerFormat::Json } else { AnswerFormat::Text };
        FeedCommand { at: self.at, answer, ask: self.ask }
    }
}
