//! Words of a command as the calendar means them, or what they should be.

use crate::diagnostic::{either, nearest_help};
use crate::error::Error;
use crate::model::time::{Bare, Date, Instant, Zone};
use crate::model::{ItemId, STATUS_WORDS, Site};
use crate::parse::Kind;
use crate::parse::toml::RawDate;

use super::toml::read_date;

/// A day or a time.
pub(super) fn date(word: &str, zone: &Zone) -> Result<RawDate, Error> {
    let word = word.trim();
    let Some(date) = read_date(word) else { return Err(no_date(word)) };
    match zone.resolve(&date, Bare::EndOfDay) {
        Ok(_) => Ok(date),
        Err(_) => Err(no_date(word)),
    }
}

fn no_date(word: &str) -> Error {
    let help = "write a day as `2026-12-08`, or a time as `2026-12-08T18:00`";
    let month = word.get(..8).and_then(|month| Date::parse(&format!("{month}01")));
    if let (Some(month), Some(10)) = (month, word.find('T').or(Some(word.len()))) {
        let last = month.last_of_month();
        return Error::refused(
            format!("there is no day `{}`", word.get(..10).unwrap_or(word)),
            format!("that month ends with {last}; {help}"),
        );
    }
    Error::refused(format!("`{word}` is no date that hub can read"), help)
}

/// A month, as `2026-12`; its first day.
pub(super) fn month(word: &str) -> Result<Date, Error> {
    Date::parse(&format!("{}-01", word.trim()))
        .ok_or_else(|| Error::refused(format!("`{word}` is no month"), "write the year and the month, as `2026-12`"))
}

/// One of the words for how far a piece is.
pub(super) fn status(word: &str) -> Result<(), Error> {
    if STATUS_WORDS.contains(&word) {
        return Ok(());
    }
    Err(unknown("status", word, STATUS_WORDS))
}

/// A kind by its name.
pub(super) fn kind(word: &str) -> Result<Kind, Error> {
    Kind::named(word).ok_or_else(|| unknown("kind", word, Kind::ALL.map(Kind::name)))
}

fn unknown<const N: usize>(noun: &str, word: &str, known: [&str; N]) -> Error {
    let all = || format!("choose one of {}", known.map(|name| format!("`{name}`")).join(", "));
    Error::refused(format!("there is no {noun} `{word}`"), nearest_help(word, known).unwrap_or_else(all))
}

/// A piece by its id.
pub(super) fn item(site: &Site, word: &str) -> Result<ItemId, Error> {
    site.by_id.get(word).copied().ok_or_else(|| {
        let ending = format!("/{word}");
        let ends: Vec<String> =
            site.by_id.keys().filter(|id| id.ends_with(&ending)).map(|id| format!("`{id}`")).collect();
        let ends = (!ends.is_empty()).then(|| format!("did you mean {}?", either(&ends)));
        let near = || nearest_help(word, site.by_id.keys().map(String::as_str));
        let idea = "an idea that has no file yet is added with `--title` and `--kind`";
        Error::refused(
            format!("there is no content with the id `{word}`"),
            ends.or_else(near).unwrap_or_else(|| idea.to_owned()),
        )
    })
}

/// Somebody who does it: an author, or whoever is named in the calendar already. A new name is fine, unless it is nearly
/// one that is known; then it is told apart by hand.
pub(super) fn owner(site: &Site, word: &str) -> Result<Option<String>, Error> {
    let authors = site.settings.authors.iter().map(|author| author.id.as_str());
    let owners = site.calendar.entries.iter().map(|entry| entry.owner.as_str()).filter(|owner| !owner.is_empty());
    let known: Vec<&str> = authors.chain(owners).collect();
    if known.contains(&word) {
        return Ok(None);
    }
    match nearest_help(word, known.iter().copied()) {
        Some(help) => Err(Error::refused(
            format!("nobody is called `{word}` here"),
            format!("{help} if it is somebody else, leave out `--owner` and write the name into the calendar"),
        )),
        None if known.is_empty() => Ok(None),
        None => Ok(Some(format!("`{word}` is new in the calendar, and no author in `hub.toml`"))),
    }
}

/// One line of text, without white space around it.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An instant for people who plan by the day: `Tuesday 2026-12-08 09:00 +01:00`.
pub(super) fn when(zone: &Zone, instant: Instant) -> String {
    format!("{} {}", zone.date_of(instant).weekday_name(), zone.words(instant))
}

/// A day for people: `Tuesday 2026-12-08`.
pub(super) fn day(date: Date) -> String {
    format!("{} {date}", date.weekday_name())
}
