//! `hub new KIND "Title"`: what was begun and what comes next; alone, what there is to begin.

use super::args::{AnswerFormat, NewCommand};
use super::calendar::{Shown, show_errors};
use super::init::numbered;
use super::{End, complain, print};
use crate::diagnostic::draw::{Colour, printable};
use crate::edit::{self, Begun, Desk, Mode, Wish};
use crate::error::Error;
use crate::model::Site;
use crate::model::time::{Instant, Zone};
use crate::parse::Kind;
use crate::pipeline;

/// Begins a piece, or lists the kinds.
pub(super) fn answer(command: &NewCommand, colour: Colour) -> Result<End, Error> {
    let Some(kind) = &command.kind else {
        print(&kinds());
        return Ok(End::Fine);
    };
    let Some(title) = &command.title else { return Err(no_title(kind)) };
    let opened = pipeline::open(&command.request)?;
    let errors = show_errors(&opened, colour);
    let Some(found) = &opened.found else { return Ok(End::SiteHasErrors) };
    if errors {
        complain("these were there before; the new piece doesn't change them\n");
    }
    let wish = Wish {
        kind,
        title,
        publish: command.publish.as_deref(),
        format: command.format.as_deref(),
        series: command.series.as_deref(),
        newsletter: command.newsletter.as_deref(),
    };
    let desk = Desk { request: &command.request, opened: &opened, found, mode: Mode::Write };
    match edit::new(desk, wish)? {
        Ok(begun) => {
            print(&told(&begun, &found.site, found.moment.now));
            Ok(End::Fine)
        }
        Err(outcome) => {
            let zone = &found.site.settings.zone;
            Ok(Shown { answer: AnswerFormat::Text, opened: &opened, zone, colour }.say(&outcome, None))
        }
    }
}

fn no_title(kind: &str) -> Error {
    match Kind::named(kind) {
        Some(known) => Error::refused(
            format!("{} needs a title", known.any()),
            format!("write it in quotes, as in `{}`", example(known)),
        ),
        None if kind.contains(char::is_whitespace) => Error::refused(
            "what kind of piece is it?",
            format!("the kind comes before the title, as in `{}`; `hub new` lists them all", example(Kind::Guide)),
        ),
        None => {
            Error::refused(format!("`{kind}` alone begins nothing"), "`hub new` lists the kinds, each with an example")
        }
    }
}

/// A command that begins a piece of a kind.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Series => "hub new series \"Your first month\"",
        Kind::Part => "hub new part \"What you need\" --series your-first-month",
        Kind::Guide => "hub new guide \"Set up your desk\" --format walkthrough",
        Kind::Faq => "hub new faq \"How much time do I need?\"",
        Kind::Track => "hub new track \"From zero to one\"",
        Kind::Spotlight => "hub new spotlight \"Ana Ruiz\"",
        Kind::Event => "hub new event \"An open evening\"",
        Kind::Prompt => "hub new prompt \"What lies on your table?\"",
        Kind::Challenge => "hub new challenge \"Seven days, seven sketches\"",
        Kind::Offer => "hub new offer \"The starter kit\"",
        Kind::Issue => "hub new issue \"What we learned this week\"",
        Kind::Page => "hub new page \"About\"",
    }
}

/// What a kind is for, in a few words.
fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Series => "parts in an order",
        Kind::Part => "the next part of a series",
        Kind::Guide => "how to do one thing",
        Kind::Faq => "a question, and its answer",
        Kind::Track => "pieces for days 1, 7, 21 …",
        Kind::Spotlight => "a member, with their consent",
        Kind::Event => "something at a time and a place",
        Kind::Prompt => "a small thing to do and show",
        Kind::Challenge => "the same, for some days",
        Kind::Offer => "something to have or to buy",
        Kind::Issue => "your letter above an issue",
        Kind::Page => "about, terms, refunds …",
    }
}

fn kinds() -> String {
    let mut text = String::from("`hub new KIND \"Title\"` begins a piece:\n\n");
    for kind in Kind::ALL {
        text.push_str(&format!("  {:<32} {}\n", purpose(kind), example(kind)));
    }
    text.push_str("\n`--at 2027-01-31` gives it its day. Guides take `--format`: walkthrough, not-for, proof, mistakes, comparison.\n");
    text
}

fn told(begun: &Begun, site: &Site, now: Instant) -> String {
    let zone = &site.settings.zone;
    let mut text = format!("written    {}\n", printable(&begun.file));
    if let Some((file, line)) = &begun.entry {
        let what = if begun.was_idea { "the idea is this piece now" } else { "its entry" };
        text.push_str(&format!("changed    {}:{line}, {what}\n", printable(file)));
    }
    text.push_str(&numbered("What is next:", &steps(begun, zone, now)));
    text
}

fn steps(begun: &Begun, zone: &Zone, now: Instant) -> Vec<String> {
    let mut steps = vec![format!("Write: open `{}`. What each field is stands beside it.", printable(&begun.file))];
    steps.extend(by_kind(begun.kind).map(str::to_owned));
    steps.push("Look at it while you write: `hub serve --drafts`.".to_owned());
    steps.push(appearance(begun, zone, now));
    steps
}

/// What a kind asks for beside its text.
fn by_kind(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Spotlight => Some(
            "Ask the member, and fill in `[consent]`: until then nothing of theirs appears. `hub calendar spotlights` writes the \
             words to ask with.",
        ),
        Kind::Event => Some("Set `starts`: the day and the time are a guess."),
        Kind::Challenge => Some("Set `starts` and `ends`: the days are a guess."),
        Kind::Track => Some("Add its steps, each as `[[step]]` with the id of a piece and a day."),
        Kind::Offer => Some("Set `role`, `link` and `terms`: they are a guess."),
        _ => None,
    }
}

fn appearance(begun: &Begun, zone: &Zone, now: Instant) -> String {
    let Begun { id, .. } = begun;
    let Some((file, _)) = &begun.entry else {
        let day = begun.publish.map_or_else(String::new, |sent| format!(" of {}", on(zone, sent)));
        return format!(
            "It goes out with the issue{day}: when it is finished, take the line `draft` out. Until then the issue goes out without it."
        );
    };
    let (file, id) = (printable(file), printable(id));
    let done = format!("when it is finished, take the line `status` out of its entry in `{file}`");
    match begun.publish {
        Some(publish) if publish > now => format!("It appears on {}: {done}.", on(zone, publish)),
        Some(publish) => format!("Its day, {}, is over: {done}, and it appears at once.", on(zone, publish)),
        None => {
            let day = zone.date_of(now).plus_days(7);
            format!("It has no day yet. Give it one, as in `hub calendar move {id} {day}`; and {done}.")
        }
    }
}

/// A moment for people: `Tuesday 2026-12-08 09:00 +01:00`.
fn on(zone: &Zone, instant: Instant) -> String {
    format!("{} {}", zone.date_of(instant).weekday_name(), zone.words(instant))
}
