//! `hub explain`: the page of a code, or why a piece is or is not public.

use super::args::ExplainCommand;
use super::{End, print};
use crate::diagnostic::draw::{self, Colour};
use crate::diagnostic::{codes, nearest_help};
use crate::error::Error;

/// Answers for a code; without a word, lists all codes.
pub(super) fn answer(command: &ExplainCommand, _colour: Colour) -> Result<End, Error> {
    let Some(word) = command.word.as_deref() else {
        codes::all().for_each(|code| print(&format!("{code}\n")));
        return Ok(End::Fine);
    };
    let page = codes::page(word).ok_or_else(|| {
        let help = nearest_help(word, codes::all()).unwrap_or_else(|| "`hub explain` lists all codes".into());
        Error::refused(format!("there is no code `{}`", draw::printable(word)), help)
    })?;
    print(page);
    Ok(End::Fine)
}
