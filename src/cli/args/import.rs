//! `hub import …`: its words and what they ask for.

use std::path::PathBuf;

use super::request;
use crate::import::Mode;
use crate::pipeline::Request;

/// `import`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct ImportCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) source: PathBuf,
    /// What the source is, as typed; else it is looked at.
    pub(in crate::cli) from: Option<String>,
    pub(in crate::cli) feed: Option<PathBuf>,
    pub(in crate::cli) mode: Mode,
}

/// `hub import` as typed.
#[derive(clap::Args)]
#[command(
    after_help = "Begin with `--dry-run`: it writes `import-plan.csv` alone, a table that says what each post becomes. Correct it, \
                        and run the same command without `--dry-run`. Nothing that is there is ever replaced."
)]
pub(super) struct ImportWords {
    /// The folder, the archive or the file that holds your posts
    source: PathBuf,
    /// Your hub, or a new folder for one
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// What wrote it, as `hugo`, `substack` or `wordpress`, where hub doesn't see that by itself
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// A file with your old site's feed: its ids are kept, so that nobody is mailed twice
    #[arg(long, value_name = "FILE")]
    feed: Option<PathBuf>,
    /// Write the table of kinds and nothing else
    #[arg(long)]
    dry_run: bool,
}

impl ImportWords {
    pub(super) fn understood(self) -> ImportCommand {
        let Self { source, to, from, feed, dry_run } = self;
        ImportCommand { request: request(to), source, from, feed, mode: if dry_run { Mode::Look } else { Mode::Write } }
    }
}
