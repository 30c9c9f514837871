//! `hub newsletter seal`: writes down for good what each issue that is out holds.

use super::args::{NewsletterAsk, NewsletterCommand};
use super::calendar::{Shown, mode, show_errors};
use super::{End, complain};
use crate::diagnostic::draw::Colour;
use crate::edit::{self, Desk};
use crate::error::Error;
use crate::pipeline;

/// Seals what is due. A site with errors is not built, so that nothing of it is sealed either.
pub(super) fn answer(command: &NewsletterCommand, colour: Colour) -> Result<End, Error> {
    let NewsletterAsk::Seal { dry_run } = command.ask;
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let (Some(found), false) = (&opened.found, errors) else {
        complain("nothing was sealed: mend the errors above first\n");
        return Ok(End::SiteHasErrors);
    };
    let desk = Desk { request: &command.request, opened: &opened, found, mode: mode(dry_run) };
    let outcome = edit::seal(desk)?;
    let zone = &found.site.settings.zone;
    Ok(Shown { answer: command.answer, opened: &opened, zone, colour }.say(&outcome, None))
}
