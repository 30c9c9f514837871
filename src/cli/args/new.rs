//! `hub new …`: its words and what they ask for.

use std::path::PathBuf;

use super::request;
use crate::pipeline::Request;

/// `new`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct NewCommand {
    pub(in crate::cli) request: Request,
    /// The kind; nothing lists them all.
    pub(in crate::cli) kind: Option<String>,
    pub(in crate::cli) title: Option<String>,
    pub(in crate::cli) publish: Option<String>,
    pub(in crate::cli) format: Option<String>,
    pub(in crate::cli) series: Option<String>,
    pub(in crate::cli) newsletter: Option<String>,
}

/// `hub new` as typed.
#[derive(clap::Args)]
pub(super) struct NewWords {
    /// What it is: `guide`, `faq`, `event` …; without it, all are listed
    kind: Option<String>,
    /// Its title, in quotes
    title: Option<String>,
    /// When it appears, as `2026-12-08` or `2026-12-08T18:00`; without it, it waits for a day
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    /// Guides: `walkthrough`, `not-for`, `proof`, `mistakes` or `comparison`
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Parts: the series it belongs to
    #[arg(long, value_name = "SERIES")]
    series: Option<String>,
    /// Letters: the newsletter it goes out with
    #[arg(long, value_name = "ID")]
    newsletter: Option<String>,
    /// The site: the folder with `hub.toml`
    #[arg(long = "site", visible_alias = "dir", value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

impl NewWords {
    pub(super) fn understood(self) -> NewCommand {
        NewCommand {
            request: request(self.root),
            kind: self.kind,
            title: self.title,
            publish: self.at,
            format: self.format,
            series: self.series,
            newsletter: self.newsletter,
        }
    }
}
