//! `drip`: the days of a track as mails, one a step.
//!
//! The HTML comes from outside, made as feeds make it.

use super::{Cell, Table, World, events, level_word};
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::model::{Detail, ItemId, Step, Track};

const COLUMNS: &[&str] = &[
    "track",
    "starts_on",
    "step",
    "day",
    "wait_days",
    "trigger",
    "optional",
    "id",
    "subject",
    "preheader",
    "why",
    "url",
    "segments",
    "level",
    "html",
    "text",
];

/// A step and what its mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    /// The piece.
    pub item: ItemId,
    /// The absolute address of the step.
    pub url: String,
}

/// What a mail says, made as feeds make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMail {
    /// Mail-safe HTML, without a head.
    pub html: String,
    /// The same as text.
    pub text: String,
}

/// The mails of a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackMails {
    /// One for each public step, in their order.
    pub steps: Vec<StepMail>,
    /// How a reader leaves, below each file; nothing where no words for it are known.
    pub way_out: Option<StepMail>,
}

/// A file of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFile {
    /// Path in the folder, with `/`: `02-day-03-pen-height/index.html`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// The steps of a public track that a row is made of, in order.
pub fn steps(world: World<'_>, track: ItemId) -> Vec<StepText> {
    let of = |step: &Step| StepText { item: step.item, url: events::step_url(world, track, &step.slug.value) };
    public_steps(world, track).into_iter().map(of).collect()
}

/// A row for each public step, with the mail of each in their order.
pub fn drip(world: World<'_>, track: ItemId, mails: &[StepMail]) -> Table {
    let steps = public_steps(world, track);
    let before = std::iter::once(1).chain(steps.iter().map(|step| step.day));
    let rows = steps.iter().zip(before).zip(mails).enumerate();
    let rows = rows.map(|(at, ((step, before), mail))| row(world, track, (at, step, before), mail));
    Table { columns: COLUMNS, rows: rows.collect() }
}

/// Public steps. A member is mailed about only with consent for the newsletter.
pub(super) fn public_steps<'a>(world: World<'a>, track: ItemId) -> Vec<&'a Step> {
    let (Some(detail), Some(public)) = (detail(world, track), world.plan.tracks.get(&track)) else { return Vec::new() };
    let may_be_mailed = |step: &&Step| match &world.site.item(step.item).detail {
        Detail::Spotlight(spotlight) => spotlight.consent.newsletter,
        _ => true,
    };
    public.iter().filter_map(|at| detail.steps.get(*at)).filter(may_be_mailed).collect()
}

fn detail<'a>(world: World<'a>, track: ItemId) -> Option<&'a Track> {
    match &world.site.item(track).detail {
        Detail::Track(track) => Some(track),
        _ => None,
    }
}

fn row(world: World<'_>, track: ItemId, (at, step, before): (usize, &Step, u32), mail: &StepMail) -> Vec<Cell> {
    let item = world.site.item(step.item);
    vec![
        Cell::text(&world.site.item(track).id),
        Cell::List(events::beginning(world, track)),
        Cell::number(at + 1),
        Cell::Number(step.day),
        Cell::Number(step.day.saturating_sub(before)),
        Cell::Text(format!("day-{}", step.day)),
        Cell::Flag(step.optional),
        Cell::text(&item.id),
        Cell::text(&item.title.value),
        Cell::text(item.summary()),
        Cell::text(&step.why),
        Cell::Text(events::step_url(world, track, &step.slug.value)),
        Cell::List(world.segment_ids(step.item)),
        Cell::text(item.level.map_or("", level_word)),
        Cell::text(&mail.html),
        Cell::text(&mail.text),
    ]
}

/// A folder for each step, with the mail as a page and as text.
pub fn files(world: World<'_>, track: ItemId, mails: &TrackMails) -> Vec<MailFile> {
    let steps = public_steps(world, track);
    let out = mails.way_out.as_ref().map(|out| (out.html.as_str(), out.text.as_str()));
    let mails = steps.iter().zip(&mails.steps).enumerate().flat_map(|(at, (step, mail))| {
        let folder = format!("{:02}-day-{:02}-{}", at + 1, step.day, step.slug.value);
        let body = [mail.html.trim_end()].into_iter().chain(out.map(|(html, _)| html)).collect::<Vec<_>>().join("\n");
        let text = [mail.text.trim_end()].into_iter().chain(out.map(|(_, text)| text)).collect::<Vec<_>>();
        [
            MailFile { path: format!("{folder}/index.html"), text: page(world, step, &body) },
            MailFile { path: format!("{folder}/index.txt"), text: format!("{}\n", text.join("\n\n-- \n")) },
        ]
    });
    mails.collect()
}

fn page(world: World<'_>, step: &Step, html: &str) -> String {
    let item = world.site.item(step.item);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n{}\n</body>\n</html>\n",
        escape_attribute(&world.site.settings.language.value),
        escape_text(&item.title.value),
        html
    )
}
