//! `hub build` and `hub check`: their words and what they ask for.

use std::path::PathBuf;

use clap::ValueEnum;

use super::request;
use crate::diagnostic::draw::Format;
use crate::pipeline::{Force, Outgoing, Preview, Request};

/// `build` or `check`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct SiteCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) format: Format,
    /// `None` builds, anything else checks.
    pub(in crate::cli) plan: Option<Plan>,
    /// Feeds that are deployed, to compare with those that are built.
    pub(in crate::cli) previous: Vec<PathBuf>,
    pub(in crate::cli) strictness: Strictness,
    /// Whether links to other sites are asked for.
    pub(in crate::cli) external: Outgoing,
}

/// Whether `check` prints the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Plan {
    Keep,
    Print,
}

/// What makes `check` end with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Strictness {
    ErrorsOnly,
    WarningsToo,
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
pub(super) struct BuildWords {
    #[command(flatten)]
    site: SiteWords,
    /// Output folder [default: `public` in the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// A feed that is deployed now: say what importers will make of the new one; may be repeated
    #[arg(long, value_name = "FILE")]
    previous: Vec<PathBuf>,
    /// Write into a folder that hub didn't make, and replace files that are in the way of pages
    #[arg(long)]
    force: bool,
}

#[derive(clap::Args)]
pub(super) struct CheckWords {
    #[command(flatten)]
    site: SiteWords,
    /// Print every route of the site, one a line
    #[arg(long)]
    plan: bool,
    /// End with 1 for warnings too
    #[arg(long)]
    strict: bool,
    /// Ask other sites whether the links to them still lead somewhere (`hub help check`)
    #[arg(long)]
    external: bool,
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
    pub(super) fn understood(self) -> SiteCommand {
        let preview = if self.preview { Preview::On } else { Preview::Off };
        let Self { root, at, base_url, format, .. } = self;
        let request = Request { at, base_url, preview, ..request(root) };
        SiteCommand {
            request,
            format: format.into(),
            plan: None,
            previous: Vec::new(),
            strictness: Strictness::ErrorsOnly,
            external: Outgoing::Left,
        }
    }
}

impl BuildWords {
    pub(super) fn understood(self) -> SiteCommand {
        let mut command = self.site.understood();
        command.request.out = self.out;
        command.previous = self.previous;
        command.request.force = if self.force { Force::On } else { Force::Off };
        command
    }
}

impl CheckWords {
    pub(super) fn understood(self) -> SiteCommand {
        let mut command = self.site.understood();
        command.plan = Some(if self.plan { Plan::Print } else { Plan::Keep });
        command.external = if self.external { Outgoing::Listed } else { Outgoing::Left };
        command.strictness = if self.strict { Strictness::WarningsToo } else { Strictness::ErrorsOnly };
        command
    }
}
