//! Words of a command as the calendar means them, or what they should be.

use crate::diagnostic::{either, nearest_help};
use crate::error::Error;
use crate::model::time::{Bare, Date, Instant, Zone};
use crate::model::{ItemId, Site};
use crate::parse::Kind;
use crate::parse::toml::RawDate;
use crate::parse::words::STATUSES;

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
    const WAYS: &str = "write a day as `2026-12-08`, or a time as `2026-12-08T18:00`";
    let unreadable = |help: String| Error::refused(format!("`{word}` is no date that hub can read"), help);
    if let Some((day, time)) = word.split_at_checked(10).filter(|(day, _)| Date::parse(day).is_some()) {
        let time = time.trim_start_matches(['T', 't', ' ']);
        return match time {
            "" => unreadable(WAYS.to_owned()),
            _ => Error::refused(format!("there is no time `{time}`"), format!("write it as `{day}T18:00`")),
        };
    }
    let Some((year, month, day)) = numbers(word) else { return unreadable(WAYS.to_owned()) };
    let meant = format!("{year:04}-{month:02}-{day:02}");
    if Date::parse(&meant).is_some() {
        return unreadable(format!("did you mean `{meant}`?"));
    }
    match Date::parse(&format!("{year:04}-{month:02}-01")) {
        Some(first) => {
            let last = first.last_of_month();
            Error::refused(format!("there is no day `{meant}`"), format!("that month ends with {last}; {WAYS}"))
        }
        None => Error::refused(format!("there is no month {month}"), WAYS),
    }
}

/// Year, month and day of a word that is nearly a date: `2026-12-8`, `8.12.2026`.
fn numbers(word: &str) -> Option<(u32, u32, u32)> {
    let year_first = |separator| word.split(separator).collect::<Vec<_>>();
    let parts = ['-', '/', '.'].map(year_first).into_iter().find(|parts| parts.len() == 3)?;
    let is_year = |part: &str| part.len() == 4;
    let read = |part: &str| part.trim().parse::<u32>().ok();
    match parts.as_slice() {
        [year, month, day] if is_year(year) => Some((read(year)?, read(month)?, read(day)?)),
        // With points the day stands first everywhere; with strokes nobody can tell.
        [day, month, year] if is_year(year) && word.contains('.') => Some((read(year)?, read(month)?, read(day)?)),
        _ => None,
    }
}

/// A month, as `2026-12`; its first day.
pub(super) fn month(word: &str) -> Result<Date, Error> {
    Date::parse(&format!("{}-01", word.trim()))
        .ok_or_else(|| Error::refused(format!("`{word}` is no month"), "write the year and the month, as `2026-12`"))
}

/// One of the words for how far a piece is.
pub(super) fn status(word: &str) -> Result<(), Error> {
    let known = STATUSES.names();
    if known.contains(&word) { Ok(()) } else { Err(unknown("status", word, known)) }
}

/// A kind by its name.
pub(super) fn kind(word: &str) -> Result<Kind, Error> {
    Kind::named(word).ok_or_else(|| unknown("kind", word, Kind::names()))
}

fn unknown(noun: &str, word: &str, known: Vec<&str>) -> Error {
    let named: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let all = || format!("choose one of {}", named.join(", "));
    Error::refused(format!("there is no {noun} `{word}`"), nearest_help(word, known).unwrap_or_else(all))
}

/// A piece by its id.
pub(super) fn item(site: &Site, word: &str) -> Result<ItemId, Error> {
    site.by_id.get(as_id(word)).copied().ok_or_else(|| {
        let ending = format!("/{word}");
        let ends: Vec<String> =
            site.by_id.keys().filter(|id| id.ends_with(&ending)).map(|id| format!("`{id}`")).collect();
        let ends = (!ends.is_empty()).then(|| format!("did you mean {}?", either(&ends)));
        let near = || nearest_help(as_id(word), site.by_id.keys().map(String::as_str));
        let titled = || {
            let (_, item) = site.iter().find(|(_, item)| is_title(&item.title.value, word))?;
            Some(format!("did you mean `{}`?", item.id))
        };
        let idea = "an idea that has no file yet is added with `--title` and `--kind`";
        Error::refused(
            format!("there is no content with the id `{word}`"),
            ends.or_else(near).or_else(titled).unwrap_or_else(|| idea.to_owned()),
        )
    })
}

/// A word as the id it means: the path of a file is nearly one.
pub(super) fn as_id(word: &str) -> &str {
    let word = word.strip_prefix("./").unwrap_or(word);
    word.strip_prefix("content/").and_then(|path| path.strip_suffix(".md")).unwrap_or(word)
}

/// Whether a word is meant as this title: in small or capital letters.
pub(super) fn is_title(title: &str, word: &str) -> bool {
    line(title).to_lowercase() == line(word).to_lowercase()
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
