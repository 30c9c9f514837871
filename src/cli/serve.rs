//! `hub serve`: what happens while it runs, in the terminal.

use std::sync::Arc;
use std::time::Duration;

use super::args::ServeCommand;
use super::{End, complain};
use crate::error::Error;
use crate::serve::{self, Told};

/// Serves until the program is ended.
pub(super) fn answer(command: &ServeCommand) -> Result<End, Error> {
    serve::serve(&command.asked, Arc::new(|told| complain(&words(&told))))?;
    Ok(End::Fine)
}

fn words(told: &Told) -> String {
    match told {
        Told::Serving(address) => format!("your site is at {address}; changes show by themselves, Ctrl-C ends it\n"),
        Told::Read(drawn, took) if drawn.is_empty() => format!("read in {}\n", millis(*took)),
        Told::Read(drawn, took) => format!("{drawn}read in {}\n", millis(*took)),
        Told::Note(words) => format!("{words}\n"),
    }
}

fn millis(took: Duration) -> String {
    format!("{} ms", took.as_millis())
}
