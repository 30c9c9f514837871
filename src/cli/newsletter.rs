//! `hub newsletter …`.

use super::End;
use super::args::NewsletterCommand;
use crate::diagnostic::draw::Colour;
use crate::error::Error;

/// Answers a question about newsletters, or seals what is due.
pub(super) fn answer(_command: &NewsletterCommand, _colour: Colour) -> Result<End, Error> {
    Err(Error::refused("not there yet", ""))
}
