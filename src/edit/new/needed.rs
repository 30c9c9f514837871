//! What a piece can't be without: the values that stand in its front matter from the start, some of them a guess that its
//! author will change.

use super::Wish;
use super::place::Place;
use crate::edit::toml::{date_text, quoted};
use crate::edit::{Desk, typed};
use crate::error::Error;
use crate::model::time::Date;
use crate::model::{Detail, Policy};
use crate::parse::Kind;
use crate::parse::toml::RawDate;

/// Days from now to when something takes place, if nobody says.
const AHEAD: i64 = 14;

/// Names and values as TOML, in their order.
pub(super) type Fields = Vec<(&'static str, String)>;

/// The fields of a piece that are filled in.
pub(super) fn fields(desk: Desk<'_>, place: &Place, wish: Wish<'_>) -> Result<Fields, Error> {
    let title = if place.kind == Kind::Issue { "subject" } else { "title" };
    let mut fields = vec![(title, quoted(&place.title)), ("id", quoted(&place.id))];
    fields.extend(match place.kind {
        Kind::Guide => formed(wish.format),
        Kind::Spotlight => vec![("member", quoted(&place.slug)), ("name", quoted(&place.title))],
        Kind::Event => vec![("starts", at_six(soon(desk, wish)?))],
        Kind::Prompt => vec![task()],
        Kind::Challenge => {
            let first = soon(desk, wish)?;
            vec![task(), ("starts", first.to_string()), ("ends", first.plus_days(AHEAD).to_string())]
        }
        Kind::Offer => offer(desk)?,
        // It has no entry whose `status` would hold it back.
        Kind::Issue => vec![("draft", "true".to_owned())],
        Kind::Track => vec![("ref", quoted(&first_step(desk)?)), ("day", "1".to_owned())],
        _ => Vec::new(),
    });
    Ok(fields)
}

fn formed(format: Option<&str>) -> Fields {
    let mut fields: Fields = format.map(|format| ("format", quoted(format))).into_iter().collect();
    fields.extend((format == Some("walkthrough")).then(|| ("steps", "true".to_owned())));
    fields
}

fn task() -> (&'static str, String) {
    ("task", quoted("What to do, in one or two sentences."))
}

/// The day it is announced for, or one in a while.
fn soon(desk: Desk<'_>, wish: Wish<'_>) -> Result<Date, Error> {
    let zone = &desk.found.site.settings.zone;
    let today = zone.date_of(desk.found.moment.now);
    let announced = wish.publish.map(|word| typed::date(word, zone)).transpose()?;
    let day = announced.and_then(|raw| zone.day(&raw).ok());
    Ok(day.unwrap_or(today).plus_days(AHEAD))
}

fn at_six(day: Date) -> String {
    let year = u16::try_from(day.year()).unwrap_or_default();
    let time = Some((18, 0, 0));
    date_text(&RawDate { year, month: day.month(), day: day.day(), time, offset_minutes: None })
}

/// The first piece that a reader could begin with.
fn first_step(desk: Desk<'_>) -> Result<String, Error> {
    let site = &desk.found.site;
    let of = |kind| site.of_kind(kind).map(|(_, item)| item.id.clone()).next();
    [Kind::Guide, Kind::Part, Kind::Faq].into_iter().find_map(of).ok_or_else(|| {
        let message = "a track leads through pieces, and there is none yet";
        Error::refused(message, "begin with one: `hub new guide \"A title\"`")
    })
}

fn offer(desk: Desk<'_>) -> Result<Fields, Error> {
    let site = &desk.found.site;
    let is_refund = |detail: &Detail| matches!(detail, Detail::Page(page) if page.policy == Some(Policy::Refund));
    let pages: Vec<&str> = site
        .of_kind(Kind::Page)
        .filter(|(_, item)| is_refund(&item.detail))
        .map(|(_, item)| item.id.as_str())
        .collect();
    let (Some(link), Some(page)) = (site.links.first(), pages.first()) else {
        let mut ways = Vec::new();
        if site.links.is_empty() {
            ways.push("add its link to `links.toml` (`[[link]]` with `id` and `url`)");
        }
        if pages.is_empty() {
            ways.push("write how people get their money back (`hub new page \"Refunds\"`, with `policy = \"refund\"`)");
        }
        let help = format!("first {}; then run this again", ways.join(", and "));
        return Err(Error::refused("an offer needs a link to where it is to be had, and a refund policy", help));
    };
    let mut fields = vec![
        ("role", quoted("starter")),
        ("link", quoted(&link.id.value)),
        ("terms", quoted("What the price holds, for whom, and how long it is good.")),
    ];
    fields.extend((pages.len() > 1).then(|| ("policy", quoted(page))));
    Ok(fields)
}
