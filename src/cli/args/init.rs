//! `hub init …`: its words and what they ask for.

use std::path::PathBuf;

use clap::ValueEnum;

use super::request;
use crate::pipeline::{Force, Request};

/// `init`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct InitCommand {
    pub(in crate::cli) request: Request,
    /// What was said already, so that it isn't asked.
    pub(in crate::cli) title: Option<String>,
    pub(in crate::cli) address: Option<String>,
    pub(in crate::cli) zone: Option<String>,
    pub(in crate::cli) language: Option<String>,
    pub(in crate::cli) host: Option<CiHost>,
    pub(in crate::cli) force: Force,
}

/// Where a site is built and deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CiHost {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI and Pages
    Gitlab,
    /// Netlify
    Netlify,
    /// Cloudflare Pages
    Cloudflare,
}

/// `hub init` as typed.
#[derive(clap::Args)]
#[command(
    after_help = "On a terminal, hub asks for what you don't say here: four questions at most. In a folder that is a hub \
                        already, `--ci` writes the workflows alone."
)]
pub(super) struct InitWords {
    /// The folder of the hub; it is made where it isn't there
    #[arg(value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// What the hub is called
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Where it will be published, as `https://example.org`
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The time zone that its days are counted in, as `Europe/Berlin`
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// Its language, as `en` or `de`
    #[arg(long, value_name = "LANG")]
    language: Option<String>,
    /// Where it is built and deployed [default: github]
    #[arg(long, value_enum, value_name = "HOST")]
    ci: Option<CiHost>,
    /// Replace workflows that are there and differ; nothing else is ever replaced
    #[arg(long)]
    force: bool,
    /// Begin as if it were this time: `2026-12-08`
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

impl InitWords {
    pub(super) fn understood(self) -> InitCommand {
        InitCommand {
            request: Request { at: self.at, ..request(self.root) },
            title: self.title,
            address: self.url,
            zone: self.timezone,
            language: self.language,
            host: self.ci,
            force: if self.force { Force::On } else { Force::Off },
        }
    }
}
