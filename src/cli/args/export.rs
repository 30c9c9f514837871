//! `hub export …`: its words and what they ask for.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::pipeline::Request;

/// A table to hand over.
#[derive(Clone, Debug)]
pub(in crate::cli) struct ExportCommand {
    pub(in crate::cli) request: Request,
    pub(in crate::cli) ask: ExportAsk,
    pub(in crate::cli) format: TableFormat,
    /// A file, else stdout.
    pub(in crate::cli) out: Option<PathBuf>,
}

/// Which table.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(in crate::cli) enum ExportAsk {
    /// The days of a track as mails: subject, preheader, HTML, text
    Drip {
        /// The track, as `beginner`
        track: String,
        /// Write a folder for each mail into this folder, with `index.html` and `index.txt`
        #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "format"])]
        files: Option<PathBuf>,
    },
    /// Every public piece: address, kind, segments, phase, dates
    Content,
    /// Segments: for whom, where they start, how much there is for them
    Segments,
    /// Outgoing links: tracked addresses, where they stand, which page answers a click or a purchase
    Links,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
    /// A line a row (RFC 4180, UTF-8)
    Csv,
    /// A list of objects
    Json,
}

/// `hub export …` as typed.
#[derive(clap::Args)]
pub(super) struct ExportWords {
    /// The site: the folder with `hub.toml`
    #[arg(long = "site", value_name = "DIR", default_value = ".", global = true)]
    root: PathBuf,
    /// Answer as if it were this time: `2026-12-08`, `2026-12-08T09:00`, or with an offset
    #[arg(long, value_name = "TIME", global = true)]
    at: Option<String>,
    /// How the table is written
    #[arg(long, value_enum, default_value_t = TableFormat::Csv, value_name = "FORMAT", global = true)]
    format: TableFormat,
    /// Write the table into this file [default: print it]
    #[arg(long, value_name = "FILE", global = true)]
    out: Option<PathBuf>,
    #[command(subcommand)]
    ask: ExportAsk,
}

impl ExportWords {
    pub(super) fn understood(self) -> ExportCommand {
        let Self { root, at, format, out, ask } = self;
        ExportCommand { request: Request { at, ..super::request(root) }, ask, format, out }
    }
}
