//! What every page of the studio is made from: the site at a moment, what is wrong with it, and what was asked.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::words;
use crate::calendar::{Late, Piece, Standpoint, Status};
use crate::diagnostic::Told;
use crate::model::time::{Date, Instant, Zone};
use crate::model::{ItemId, Site, decoded, percent_encoded};
use crate::pipeline::Live;
use crate::plan::{Moment, Plan, World};
use crate::serve::editor::Editor;
use crate::source::Span;

/// The author's look at the site.
pub(super) struct Look<'a> {
    pub(super) live: &'a Live,
    pub(super) world: World<'a>,
    pub(super) plan: &'a Plan,
    pub(super) moment: Moment,
    pub(super) desk: Desk<'a>,
}

/// What is there even where a site can't be read.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    /// The site folder.
    pub(super) root: &'a Path,
    pub(super) editor: &'a Editor,
    pub(super) query: &'a Query,
    /// Problems of the site on disk.
    pub(super) told: &'a Arc<Vec<Told>>,
}

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query(BTreeMap<String, String>);

/// Where something is written, and how to get there.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    /// `calendar.toml:12`.
    pub(super) words: String,
    /// The same without folders, where there is little room.
    short: String,
    /// Opens it in the editor.
    pub(super) open: Option<String>,
}

/// A state as a shape and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Sign {
    /// The shape's name.
    pub(super) shape: &'static str,
    pub(super) word: &'static str,
}

/// A piece in a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PieceRow {
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) sign: Sign,
    /// Its page, as it will be on its day.
    pub(super) page: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) owner: String,
}

/// Rows that are shown, and how many there are beyond.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cut<T> {
    pub(super) rows: Vec<T>,
    pub(super) more: usize,
}

impl<T> Cut<T> {
    /// The first `most` rows.
    pub(super) fn of(rows: impl IntoIterator<Item = T>, most: usize) -> Self {
        let mut all = rows.into_iter();
        let rows = all.by_ref().take(most).collect();
        Cut { rows, more: all.count() }
    }
}

impl Query {
    /// Reads what stands after the `?`.
    pub(super) fn read(text: &str) -> Self {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        let value = |text: &str| decoded(&text.replace('+', " ")).map(std::borrow::Cow::into_owned);
        Query(pairs.filter_map(|(name, text)| Some((name.to_owned(), value(text)?))).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

impl Desk<'_> {
    /// A page of the studio, at the moment that is looked at.
    pub(super) fn link(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let kept = ["at", "drafts"].into_iter().filter_map(|name| Some((name, self.query.get(name)?)));
        let pairs: Vec<String> = pairs
            .iter()
            .copied()
            .chain(kept)
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        match pairs.is_empty() {
            true => format!("/_hub/{path}"),
            false => format!("/_hub/{path}?{}", pairs.join("&")),
        }
    }

    /// A place in a file of the site; what is built into hub can't be opened.
    pub(super) fn place(&self, file: &str, at: Option<(usize, usize)>) -> Place {
        let path = self.root.join(file);
        let is_there = !file.starts_with("themes/") || path.is_file();
        let open = self.editor.link(&path, at.unwrap_or((1, 1))).filter(|_| is_there);
        let words = at.map_or_else(|| file.to_owned(), |(line, _)| format!("{file}:{line}"));
        let short = words.rsplit('/').next().unwrap_or(&words).to_owned();
        Place { short, words, open }
    }
}

impl<'a> Look<'a> {
    pub(super) fn site(&self) -> &'a Site {
        self.world.site
    }

    pub(super) fn zone(&self) -> &'a Zone {
        &self.world.site.settings.zone
    }

    pub(super) fn standpoint(&self) -> Standpoint<'_> {
        Standpoint { world: self.world, moment: self.moment, plan: self.plan }
    }

    pub(super) fn today(&self) -> Date {
        self.zone().date_of(self.moment.now)
    }

    /// `Tue 8 Dec`.
    pub(super) fn day(&self, date: Date) -> String {
        words::day(date, self.today())
    }

    /// `Tue 8 Dec, 09:00`.
    pub(super) fn day_and_time(&self, at: Instant) -> String {
        format!("{}, {}", self.day(self.zone().date_of(at)), words::time(self.zone(), at))
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let sources = self.world.sources;
        self.desk.place(&sources.file(span.file).path, Some(sources.line_column(span)))
    }

    /// The page of an item as it is at an instant, drafts and all.
    pub(super) fn page(&self, item: ItemId, at: Option<Instant>) -> String {
        let route = self.plan.urls.get(item.index()).map_or("/", String::as_str);
        self.route(route, at)
    }

    /// A page of the site as it is at an instant.
    pub(super) fn route(&self, route: &str, at: Option<Instant>) -> String {
        let path: Vec<String> = self.site().settings.base_url.local(route).split('/').map(percent_encoded).collect();
        let at = at.unwrap_or(self.moment.now);
        let zone = self.zone();
        format!("{}?at={}T{}&drafts=1", path.join("/"), zone.date_of(at), words::time(zone, at))
    }

    /// Where a piece is planned, else where it is written.
    pub(super) fn piece_place(&self, piece: &Piece) -> Option<Place> {
        let site = self.site();
        let entries = &site.calendar.entries;
        let entry = match piece.item {
            Some(id) => site.schedule(id).entry.and_then(|entry| entries.get(entry.index())),
            None => entries.iter().find(|one| {
                one.item.is_none() && one.title == piece.title && one.publish == piece.publish && one.due == piece.due
            }),
        };
        let span = entry.map(|entry| entry.span).or_else(|| piece.item.map(|id| site.item(id).span));
        span.map(|span| self.place(span))
    }

    /// The file of a piece; where the calendar plans it, if there is none.
    pub(super) fn file_place(&self, piece: &Piece) -> Option<Place> {
        piece.item.map(|id| self.place(self.site().item(id).span)).or_else(|| self.piece_place(piece))
    }

    pub(super) fn row(&self, piece: &Piece) -> PieceRow {
        PieceRow {
            title: title(piece),
            kind: piece.kind.map_or("piece", |kind| kind.noun(1)),
            sign: self.sign(piece),
            page: self.piece_page(piece),
            place: self.piece_place(piece),
            owner: piece.owner.clone(),
        }
    }

    /// A piece's page on the day it appears; without consent there is none.
    pub(super) fn piece_page(&self, piece: &Piece) -> Option<String> {
        let has_page = !matches!(piece.status, Status::NoConsent | Status::Over);
        let at = piece.publish.map_or(self.moment.now, |at| at.max(self.moment.now));
        piece.item.filter(|_| has_page).map(|id| self.page(id, Some(at)))
    }

    /// How far a piece is, and whether that is late.
    pub(super) fn sign(&self, piece: &Piece) -> Sign {
        let is_late = !piece.status.is_done()
            && (piece.publish.is_some_and(|at| at <= self.moment.now)
                || piece.due.is_some_and(|due| due < self.today()));
        let shape = match piece.status {
            _ if is_late && piece.status != Status::Held => "late",
            Status::Public => "public",
            Status::Ready => "ready",
            Status::Held | Status::Waits | Status::NoDate | Status::NoConsent => "held",
            Status::Over => "over",
            _ => "unwritten",
        };
        Sign { shape, word: status_word(piece.status, is_late) }
    }

    /// How long something is late.
    pub(super) fn late_words(&self, late: &Late) -> String {
        let since = words::away(self.today(), late.since);
        match late.missed {
            crate::calendar::Missed::Publish => format!("was to appear {since}"),
            crate::calendar::Missed::Due => format!("was due {since}"),
        }
    }
}

/// An idea may have no title yet.
pub(super) fn title(piece: &Piece) -> String {
    match piece.title.is_empty() {
        true => format!("{} without a title", piece.kind.map_or("a piece".to_owned(), |kind| kind.any())),
        false => piece.title.clone(),
    }
}

fn status_word(status: Status, is_late: bool) -> &'static str {
    match (status, is_late) {
        (Status::Public, _) => "public",
        (Status::Ready, _) => "ready",
        (Status::Over, _) => "over",
        (Status::Held, _) => "held",
        (Status::Idea, false) => "idea",
        (Status::Idea, true) => "late, an idea so far",
        (Status::Outlined, false) => "outlined",
        (Status::Outlined, true) => "late, outlined",
        (Status::Drafting, false) => "drafting",
        (Status::Drafting, true) => "late, drafting",
        (Status::Review, false) => "in review",
        (Status::Review, true) => "late, in review",
        (Status::Draft, false) => "draft",
        (Status::Draft, true) => "late, a draft",
        (Status::Unwritten, false) => "not written yet",
        (Status::Unwritten, true) => "late, not written yet",
        (Status::Waits, _) => "waits for another",
        (Status::NoDate, _) => "without a date",
        (Status::NoConsent, _) => "no consent yet",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_carried_on() {
        let query = Query::read("at=2026-12-08T09%3A00&x=a+b&y=%zz&empty=&none");
        assert_eq!((query.get("x"), query.get("y"), query.get("empty")), (Some("a b"), None, None));
        let told = Arc::default();
        let desk = Desk { root: Path::new("/hub"), editor: &Editor::default(), query: &query, told: &told };
        assert_eq!(
            desk.link("calendar/", &[("month", "2026-12")]),
            "/_hub/calendar/?month=2026-12&at=2026-12-08T09%3A00"
        );
        let place = desk.place("content/a.md", Some((3, 1)));
        assert_eq!(
            (place.words.as_str(), place.open.as_deref()),
            ("content/a.md:3", Some("vscode://file/hub/content/a.md:3:1"))
        );
        assert_eq!(desk.place("themes/hearth/x.html", None).open, None);
    }

    #[test]
    fn a_long_list_says_how_much_is_left() {
        let cut = Cut::of(0..10, 3);
        assert_eq!((cut.rows, cut.more), (vec![0, 1, 2], 7));
    }
}
