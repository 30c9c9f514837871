//! `hub init --ci HOST`: the workflows of a host.

use super::End;
use super::args::InitCommand;
use crate::error::Error;

/// Writes the workflows and says what is left to do by hand.
pub(super) fn answer(_command: &InitCommand) -> Result<End, Error> {
    Err(Error::refused("not there yet", ""))
}
