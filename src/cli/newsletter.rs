//! `hub newsletter …`: what comes next, what went out, each issue as mail, and sealing.

mod issues;
mod mail;

use super::args::{AnswerFormat, NewsletterAsk, NewsletterCommand};
use super::calendar::{Shown, mode, show_errors};
use super::{End, complain, print};
use crate::calendar::Standpoint;
use crate::diagnostic::draw::Colour;
use crate::diagnostic::nearest_help;
use crate::edit::{self, Desk};
use crate::error::Error;
use crate::model::{NewsletterId, Site};
use crate::pipeline::{self, Found, Opened};

/// Answers. Of a site with errors nothing is mailed or sealed, since nothing of it is built either.
pub(super) fn answer(command: &NewsletterCommand, colour: Colour) -> Result<End, Error> {
    let mut opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let (Some(found), false) = (&opened.found, errors) else {
        complain(refusal(&command.ask));
        return Ok(End::SiteHasErrors);
    };
    match &command.ask {
        NewsletterAsk::Next { newsletter } => issues::next(command, &opened, found, newsletter.as_deref()),
        NewsletterAsk::List { newsletter } => issues::list(command, &opened, found, newsletter.as_deref()),
        NewsletterAsk::Preview { which, segment, format } => {
            let wanted = mail::wanted_for_preview(&opened, found, which, segment.as_deref())?;
            mail::preview(command, &mut opened, (&wanted, *format), colour)
        }
        NewsletterAsk::Export { which } => {
            let wanted = mail::wanted_for_export(&opened, found, which)?;
            mail::export(command, &mut opened, &wanted, colour)
        }
        NewsletterAsk::Seal { dry_run } => {
            let desk = Desk { request: &command.request, opened: &opened, found, mode: mode(*dry_run) };
            let outcome = edit::seal(desk)?;
            let zone = &found.site.settings.zone;
            Ok(Shown { answer: command.answer, opened: &opened, zone, colour }.say(&outcome, None))
        }
    }
}

fn refusal(ask: &NewsletterAsk) -> &'static str {
    match ask {
        NewsletterAsk::Seal { .. } => "nothing was sealed: mend the errors above first\n",
        NewsletterAsk::Export { .. } => "nothing was written: mend the errors above first\n",
        _ => "what goes out can't be told: mend the errors above first\n",
    }
}

fn standpoint<'a>(opened: &'a Opened, found: &'a Found) -> Standpoint<'a> {
    Standpoint { world: found.world(&opened.report.sources), moment: found.moment, plan: &found.plan }
}

/// The newsletter of an id, or each.
fn newsletters(site: &Site, id: Option<&str>) -> Result<Vec<NewsletterId>, Error> {
    let all = &site.calendar.newsletters;
    let ids = (0..all.len()).map(NewsletterId::at).collect();
    let Some(id) = id else { return Ok(ids) };
    match all.iter().position(|newsletter| newsletter.id.value == id) {
        Some(at) => Ok(vec![NewsletterId::at(at)]),
        None => {
            let near = nearest_help(id, all.iter().map(|newsletter| newsletter.id.value.as_str()));
            let help = near.unwrap_or_else(|| "`hub newsletter list` names them".to_owned());
            Err(Error::refused(format!("there is no newsletter `{id}`"), help))
        }
    }
}

/// JSON, or the text that `text` makes.
fn say(format: AnswerFormat, json: &serde_json::Value, text: impl FnOnce() -> String) {
    match format {
        AnswerFormat::Json => print(&format!("{json:#}\n")),
        AnswerFormat::Text => print(&text()),
    }
}
