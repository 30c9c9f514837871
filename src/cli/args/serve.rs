//! `hub serve`: its words and what they ask for.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use super::request;
use crate::pipeline::{Preview, Request};
use crate::serve::{Asked, Bar, Editor, Open, Watching};

/// `serve`.
#[derive(Clone, Debug)]
pub(in crate::cli) struct ServeCommand {
    pub(in crate::cli) asked: Asked,
}

#[derive(clap::Args)]
pub(super) struct ServeWords {
    /// The site: the folder with `hub.toml`
    #[arg(value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Port to listen on [default: 4000, or the next that is free]
    #[arg(long)]
    port: Option<u16>,
    /// Address to listen on; another than the default lets others see what is not public yet
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Show the site as it is at this time: `2026-12-08`, `2026-12-08T09:00`, or with an offset
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Show drafts and the future too, each page marked
    #[arg(long)]
    drafts: bool,
    /// Open a browser
    #[arg(long)]
    open: bool,
    /// Compare files twice a second: for folders in which changes go unnoticed
    #[arg(long)]
    poll: bool,
    /// Pages without the bar that shows their time and their problems
    #[arg(long)]
    no_bar: bool,
    /// What opens a file from the studio: vscode, vscodium, cursor, zed, idea, sublime (with its helper for `subl:`), none, or an
    /// address with {file}, {line} and {column} [default: vscode]
    #[arg(long, value_name = "EDITOR", hide_default_value = true, default_value = "vscode")]
    editor: Editor,
}

impl ServeWords {
    pub(super) fn understood(self) -> ServeCommand {
        let preview = if self.drafts { Preview::On } else { Preview::Off };
        let request = Request { at: self.at, preview, ..request(self.root) };
        ServeCommand {
            asked: Asked {
                request,
                host: self.host,
                port: self.port,
                watching: if self.poll { Watching::Polling } else { Watching::Events },
                bar: if self.no_bar { Bar::Off } else { Bar::Shown },
                open: if self.open { Open::Browser } else { Open::Nothing },
                editor: self.editor,
            },
        }
    }
}
