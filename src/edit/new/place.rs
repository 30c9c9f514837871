//! Where a new piece goes: its file and its id, made of its title, and free.

use super::Wish;
use crate::diagnostic::{either, nearest_help};
use crate::edit::{Desk, slug, typed};
use crate::error::Error;
use crate::model::time::{Date, Instant};
use crate::model::{Detail, Item, Newsletter};
use crate::output::OutputPath;
use crate::parse::Kind;

/// Where a piece goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) path: String,
    pub(super) id: String,
    /// When a letter goes out.
    pub(super) sent: Option<Instant>,
}

/// The place of a piece.
pub(super) fn of(desk: Desk<'_>, kind: Kind, wish: Wish<'_>) -> Result<Place, Error> {
    refuse_others_words(kind, wish)?;
    let title = typed::line(wish.title);
    if title.is_empty() {
        return Err(Error::refused(format!("{} needs a title", kind.any()), "write it in quotes, after the kind"));
    }
    let slug = slug::of(&title).unwrap_or_else(|| kind.name().to_owned());
    let folder = kind.folder();
    let (path, id, sent) = match kind {
        Kind::Series => (format!("content/{folder}/{slug}/_index.md"), format!("{folder}/{slug}"), None),
        Kind::Part => {
            let (path, id) = part(desk, wish.series, &slug)?;
            (path, id, None)
        }
        Kind::Issue => letter(desk, wish)?,
        _ => (format!("content/{folder}/{slug}.md"), format!("{folder}/{slug}"), None),
    };
    let place = Place { kind, title, slug, path, id, sent };
    refuse_taken(desk, &place)?;
    Ok(place)
}

/// Options that only another kind has.
fn refuse_others_words(kind: Kind, wish: Wish<'_>) -> Result<(), Error> {
    let owned = [
        ("--format", wish.format, Kind::Guide, "guides have a format"),
        ("--series", wish.series, Kind::Part, "parts belong to a series"),
        ("--newsletter", wish.newsletter, Kind::Issue, "letters go out with a newsletter"),
    ];
    match owned.into_iter().find(|(_, value, owner, _)| value.is_some() && *owner != kind) {
        Some((option, _, owner, why)) => Err(Error::refused(
            format!("`{option}` says nothing of {}: only {why}", kind.any()),
            format!("leave it out, or begin with `hub new {}`", owner.name()),
        )),
        None => Ok(()),
    }
}

fn refuse_taken(desk: Desk<'_>, place: &Place) -> Result<(), Error> {
    let way = "choose another title, or go on with what is there";
    let files = &desk.opened.report.sources.files;
    let as_folder = place.path.strip_suffix(".md").map(|path| format!("{path}/index.md"));
    let is_same = |path: &str| path == place.path || as_folder.as_deref() == Some(path);
    if let Some(file) = files.iter().find(|file| is_same(&file.path)) {
        return Err(Error::refused(format!("`{}` is there already", file.path), way));
    }
    let site = &desk.found.site;
    if let Some(item) = site.by_id.get(&place.id) {
        let at = desk.place(site.item(*item).span);
        return Err(Error::refused(format!("there is a piece with the id `{}` already, in {at}", place.id), way));
    }
    // Some names can't be files on every machine.
    OutputPath::new(place.id.clone()).map(drop).map_err(|_| {
        let message = format!("`{}` can't be the name of a file everywhere", place.slug);
        Error::refused(message, "choose another title; you can change it in the file afterwards")
    })
}

/// Path and id of the next part of a series.
fn part(desk: Desk<'_>, series: Option<&str>, slug: &str) -> Result<(String, String), Error> {
    let series = series_of(desk, series)?;
    let Detail::Series(detail) = &series.detail else {
        return Err(Error::refused(format!("`{}` is no series", series.id), "name a series, as in `--series SERIES`"));
    };
    let site = &desk.found.site;
    let number = |item: &Item| match &item.detail {
        Detail::Part(part) => part.number,
        _ => 0,
    };
    let last = detail.parts.iter().map(|part| number(site.item(*part))).max().unwrap_or(0);
    let index = &desk.sources().file(series.span.file).path;
    let folder = index.rsplit_once('/').map_or(index.as_str(), |(folder, _)| folder);
    Ok((format!("{folder}/{:02}-{slug}.md", last.saturating_add(1)), format!("{}/{slug}", series.id)))
}

fn series_of<'a>(desk: Desk<'a>, named: Option<&str>) -> Result<&'a Item, Error> {
    let all: Vec<&Item> = desk.found.site.of_kind(Kind::Series).map(|(_, item)| item).collect();
    let short = |item: &Item| item.id.rsplit('/').next().unwrap_or(&item.id).to_owned();
    let found = |word: &str| {
        let word = typed::as_id(word.trim_end_matches('/')).trim_end_matches("/_index");
        all.iter()
            .copied()
            .find(|item| item.id == word || short(item) == word || typed::is_title(&item.title.value, word))
    };
    let names: Vec<String> = all.iter().map(|item| short(item)).collect();
    match (named, all.as_slice()) {
        (_, []) => Err(Error::refused("there is no series yet", "begin one: `hub new series \"A title\"`")),
        (None, [only]) => Ok(only),
        (None, _) => {
            let shown: Vec<String> = names.iter().map(|name| format!("`--series {name}`")).collect();
            Err(Error::refused("a part belongs to a series", format!("say to which: {}", either(&shown))))
        }
        (Some(word), _) => found(word).ok_or_else(|| {
            let all =
                || format!("there is {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
            let near = nearest_help(word, names.iter().map(String::as_str));
            Error::refused(format!("there is no series `{word}`"), near.unwrap_or_else(all))
        }),
    }
}

/// Path, id and moment of a letter: that of the day asked for, else the next that has none.
fn letter(desk: Desk<'_>, wish: Wish<'_>) -> Result<(String, String, Option<Instant>), Error> {
    let newsletter = newsletter(desk, wish.newsletter)?;
    let site = &desk.found.site;
    let zone = &site.settings.zone;
    let name = &newsletter.id.value;
    let id = |day: Date| format!("newsletter/{name}/{day}");
    let from = |day: Date| newsletter.rule.dates_from(newsletter.start, newsletter.until, day);
    let today = zone.date_of(desk.found.moment.now);
    let day = match wish.publish {
        Some(word) => {
            let raw = typed::date(word, zone)?;
            let day = zone.day(&raw).unwrap_or(today);
            let next = from(day).next();
            if next != Some(day) {
                let way =
                    next.map_or_else(String::new, |next| format!("the next one goes out on {}", typed::day(next)));
                return Err(Error::refused(format!("no issue of `{name}` goes out on {}", typed::day(day)), way));
            }
            Some(day)
        }
        None => from(today).find(|day| !site.by_id.contains_key(&id(*day))),
    };
    let Some(day) = day else {
        return Err(Error::refused(format!("`{name}` has no issue to come"), "its `until` in the calendar is over"));
    };
    Ok((format!("content/{}.md", id(day)), id(day), Some(zone.instant(day, newsletter.time).0)))
}

fn newsletter<'a>(desk: Desk<'a>, named: Option<&str>) -> Result<&'a Newsletter, Error> {
    let all = &desk.found.site.calendar.newsletters;
    let ids = || all.iter().map(|one| one.id.value.as_str());
    let named_so = |word: &&str| all.iter().find(|one| one.id.value == **word);
    match (named, all.as_slice()) {
        (_, []) => Err(Error::refused(
            "there is no newsletter that a letter could go out with",
            "add one to the calendar: `[[newsletter]]` with `id`, `rule` and `start`; `hub help calendar` says how",
        )),
        (None, [first, ..]) => Ok(first),
        (Some(word), _) => named_so(&word).ok_or_else(|| {
            let all = || format!("choose one of {}", ids().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "));
            Error::refused(format!("there is no newsletter `{word}`"), nearest_help(word, ids()).unwrap_or_else(all))
        }),
    }
}
