//! `hub calendar add`: a piece that is there, or an idea, gets its entry.

use super::{called, new_entries, unreadable};
use crate::edit::effects::{Compared, appears};
use crate::edit::layout::NewBlock;
use crate::edit::toml::{date_text, quoted, quoted_list};
use crate::edit::typed::{self, when};
use crate::edit::{Changed, Desk, Outcome, carry_out};
use crate::error::Error;
use crate::model::time::Instant;
use crate::model::{Entry, ItemId, Site};
use crate::parse::Kind;
use crate::parse::toml::RawDate;

/// A new entry as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addition {
    /// Content id of a piece; none for an idea.
    pub piece: Option<String>,
    /// Working title of an idea.
    pub title: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// When it appears.
    pub publish: Option<String>,
    /// When it disappears.
    pub expire: Option<String>,
    /// How far it is.
    pub status: Option<String>,
    /// Who does it.
    pub owner: Option<String>,
    /// When it must be done.
    pub due: Option<String>,
    /// What must have appeared before.
    pub after: Vec<String>,
    /// Where it is announced.
    pub channels: Vec<String>,
    /// Where it came from.
    pub source: Option<String>,
}

/// What is said of an idea on a day that is over.
pub(super) const OVER: &str = "that day is over: the idea counts as late from the start";

/// What an entry is about.
enum Subject {
    Piece(ItemId),
    Idea(String, Kind),
}

/// Adds an entry.
///
/// # Errors
/// A word that can't be meant, an entry that is there already, or a file that can't be written.
pub fn add(desk: Desk<'_>, addition: &Addition) -> Result<Outcome, Error> {
    if let Some(outcome) = unreadable(desk) {
        return Ok(outcome);
    }
    let subject = subject(desk, addition)?;
    let (block, notes) = block(desk, addition, &subject)?;
    let publish = block.publish;
    let draft = new_entries(desk, &[block])?;
    carry_out(desk, &draft, |opened, found, lines| {
        let line = lines.get(&0).copied().unwrap_or(1);
        let compared = Compared { before: (desk.opened, desk.found), after: (opened, found) };
        let changed = changed(found.moment.now, &found.site, &subject, (line, publish));
        let mut also = compared.sentences(&[&subject].into_iter().filter_map(|one| one.item()).collect::<Vec<_>>());
        let day = publish.map(|publish| found.site.settings.zone.date_of(publish));
        also.extend(changed.kind.map(|kind| compared.phases(kind, None, day)).into_iter().flatten());
        also.extend(notes);
        let is_over = publish.is_some_and(|publish| publish <= found.moment.now);
        also.extend((is_over && subject.item().is_none()).then(|| OVER.to_owned()));
        (vec![changed], also)
    })
}

impl Subject {
    fn item(&self) -> Option<ItemId> {
        match self {
            Subject::Piece(item) => Some(*item),
            Subject::Idea(..) => None,
        }
    }
}

fn subject(desk: Desk<'_>, addition: &Addition) -> Result<Subject, Error> {
    let site = &desk.found.site;
    let kind = addition.kind.as_deref().map(typed::kind).transpose()?;
    if let Some(word) = &addition.piece {
        let item = typed::item(site, word)?;
        refuse_second(desk, item)?;
        return of_kind(site, item, kind).map(|()| Subject::Piece(item));
    }
    let title = addition.title.as_deref().map(typed::line).filter(|title| !title.is_empty());
    let (Some(title), Some(kind)) = (title, kind) else {
        return Err(Error::refused(
            "an idea needs a title and a kind",
            "such as `hub calendar add --title \"A first walk\" --kind guide`",
        ));
    };
    let same = |entry: &&Entry| entry.item.is_none() && entry.title.to_lowercase() == title.to_lowercase();
    if let Some(entry) = site.calendar.entries.iter().find(same) {
        return Err(Error::refused(
            format!("there is an idea with this title already, in {}", desk.place(entry.span)),
            "choose another title, or give that one a day with `hub calendar move`",
        ));
    }
    Ok(Subject::Idea(title, kind))
}

fn refuse_second(desk: Desk<'_>, item: ItemId) -> Result<(), Error> {
    let Some(entry) = desk.found.site.calendar.entries.iter().find(|entry| entry.item == Some(item)) else {
        return Ok(());
    };
    let id = called(&desk, entry);
    Err(Error::refused(
        format!("`{id}` has an entry already, in {}", desk.place(entry.span)),
        format!("`hub calendar move {id} DAY` puts it on another day"),
    ))
}

fn of_kind(site: &Site, item: ItemId, kind: Option<Kind>) -> Result<(), Error> {
    let item = site.item(item);
    match kind {
        Some(kind) if kind != item.kind => Err(Error::refused(
            format!("`{}` is of the kind `{}`, not `{}`", item.id, item.kind.name(), kind.name()),
            "leave out `--kind`: it is known by the id",
        )),
        _ => Ok(()),
    }
}

/// The lines of the entry, and what is worth a remark.
fn block(desk: Desk<'_>, addition: &Addition, subject: &Subject) -> Result<(NewBlock, Vec<String>), Error> {
    let site = &desk.found.site;
    let zone = &site.settings.zone;
    let date = |word: &Option<String>| word.as_deref().map(|word| typed::date(word, zone)).transpose();
    let (publish, expire, due) = (date(&addition.publish)?, date(&addition.expire)?, date(&addition.due)?);
    addition.status.as_deref().map_or(Ok(()), typed::status)?;
    let note = addition.owner.as_deref().map_or(Ok(None), |owner| typed::owner(site, owner))?;
    let after = addition.after.iter().map(|word| typed::item(site, word)).collect::<Result<Vec<_>, _>>()?;
    let after: Vec<String> = after.into_iter().map(|item| site.item(item).id.clone()).collect();
    let channels: Vec<String> =
        addition.channels.iter().map(|one| typed::line(one)).filter(|one| !one.is_empty()).collect();
    let text = |word: &Option<String>| word.as_deref().map(|word| quoted(&typed::line(word)));
    let dates = |date: Option<RawDate>| date.as_ref().map(date_text);
    let list = |list: &[String]| (!list.is_empty()).then(|| quoted_list(list));
    let mut fields = match subject {
        Subject::Piece(item) => vec![("ref", quoted(&site.item(*item).id))],
        Subject::Idea(title, kind) => vec![("title", quoted(title)), ("kind", quoted(kind.name()))],
    };
    let rest = [
        ("publish", dates(publish)),
        ("expire", dates(expire)),
        ("status", text(&addition.status)),
        ("owner", text(&addition.owner)),
        ("due", dates(due)),
        ("after", list(&after)),
        ("channels", list(&channels)),
        ("source", text(&addition.source)),
    ];
    fields.extend(rest.into_iter().filter_map(|(name, value)| Some((name, value?))));
    let publish = publish.and_then(|publish| super::clock(&desk).publish(&publish));
    Ok((NewBlock { fields, publish }, note.into_iter().collect()))
}

fn changed(now: Instant, site: &Site, subject: &Subject, (line, publish): (usize, Option<Instant>)) -> Changed {
    let (what, kind, sentence) = match subject {
        Subject::Piece(item) => {
            let piece = site.item(*item);
            (piece.id.clone(), piece.kind, format!("`{}` {}", piece.id, appears(site, *item, now, None)))
        }
        Subject::Idea(title, kind) => {
            let planned = publish.map(|publish| format!(", planned for {}", when(&site.settings.zone, publish)));
            (title.clone(), *kind, format!("the idea “{title}” ({}){}", kind.name(), planned.unwrap_or_default()))
        }
    };
    Changed { what, kind: Some(kind), line, publish, sentence }
}
