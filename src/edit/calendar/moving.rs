//! `hub calendar move`: an entry gets another day, and its `due` goes along.

use std::ops::Range;
use std::sync::Arc;

use super::add::OVER;
use super::{called, clock, file_of, unreadable};
use crate::diagnostic::nearest_help;
use crate::edit::effects::{Compared, appears};
use crate::edit::layout::line_end;
use crate::edit::text::Splice;
use crate::edit::toml::{Block, Form, blocks, date_text};
use crate::edit::typed::{self, when};
use crate::edit::{Changed, Desk, Draft, Edited, Outcome, carry_out};
use crate::error::Error;
use crate::model::time::{Date, Instant, Zone};
use crate::model::{Entry, Site};
use crate::parse::toml::RawDate;

/// A move as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move<'a> {
    /// The piece's id, or the title of an idea.
    pub entry: &'a str,
    /// The new day or time.
    pub to: &'a str,
}

/// Moves an entry to another day.
///
/// # Errors
/// An entry that can't be found, a date that is none, or a file that can't be written.
pub fn moved(desk: Desk<'_>, asked: Move<'_>) -> Result<Outcome, Error> {
    if let Some(outcome) = unreadable(desk) {
        return Ok(outcome);
    }
    let zone = &desk.found.site.settings.zone;
    let entry = find(desk, asked.entry)?;
    let to = typed::date(asked.to, zone)?;
    let (path, text) = file_of(&desk, entry);
    let Some(block) = block_of(text, entry) else {
        let help = "write the entry below a line `[[entry]]` of its own";
        return Err(Error::refused(
            format!("the entry in {} is written in a way hub does not edit", desk.place(entry.span)),
            help,
        ));
    };
    let new = Dates::of(&block, &to, zone);
    if clock(&desk).publish(&new.publish) == entry.publish && entry.publish.is_some() {
        return Ok(Outcome::Done(stays(desk, entry)));
    }
    let splices = new.splices(text, &block);
    let draft = Draft { path: path.to_owned(), before: Some(Arc::clone(text)), splices };
    carry_out(desk, &draft, |opened, found, lines| {
        let compared = Compared { before: (desk.opened, desk.found), after: (opened, found) };
        let publish = clock(&desk).publish(&new.publish);
        let changed = changed(desk, (entry, &found.site), (lines.get(&0).copied().unwrap_or(1), publish));
        let mut also: Vec<String> = new.due.as_ref().map(|(_, said)| said.clone()).into_iter().collect();
        also.extend(compared.sentences(entry.item.as_slice()));
        let day = |instant: Option<Instant>| instant.map(|instant| zone.date_of(instant));
        also.extend(
            entry.kind.map(|kind| compared.phases(kind, day(entry.publish), day(publish))).into_iter().flatten(),
        );
        let is_over = publish.is_some_and(|publish| publish <= desk.found.moment.now);
        also.extend((is_over && entry.item.is_none()).then(|| OVER.to_owned()));
        (vec![changed], also)
    })
}

fn stays(desk: Desk<'_>, entry: &Entry) -> Edited {
    let when = entry.publish.map_or_else(String::new, |publish| when(&desk.found.site.settings.zone, publish));
    let sentence = format!("`{}` is on that day already, {when}; nothing to change", called(&desk, entry));
    Edited { also: vec![sentence], ..Edited::default() }
}

fn changed(desk: Desk<'_>, (entry, site): (&Entry, &Site), (line, publish): (usize, Option<Instant>)) -> Changed {
    let zone = &site.settings.zone;
    let what = called(&desk, entry);
    let sentence = match entry.item {
        Some(item) => format!("`{what}` {}", appears(site, item, desk.found.moment.now, entry.publish)),
        None => {
            let new = publish.map_or_else(String::new, |publish| when(zone, publish));
            let old = entry.publish.map(|old| format!(" (before: {})", when(zone, old))).unwrap_or_default();
            format!("the idea “{what}” is planned for {new}{old}")
        }
    };
    Changed { what, kind: entry.kind, line, publish, sentence }
}

/// The entry of an id, of a file, of the end of an id, or of a title.
fn find<'a>(desk: Desk<'a>, word: &str) -> Result<&'a Entry, Error> {
    let (site, word) = (&desk.found.site, typed::as_id(word));
    let entries = &site.calendar.entries;
    let id_of = |entry: &Entry| entry.item.map(|item| site.item(item).id.as_str());
    if let Some(entry) = entries.iter().find(|entry| id_of(entry) == Some(word)) {
        return Ok(entry);
    }
    let ending = format!("/{word}");
    let by_end: Vec<&Entry> = entries.iter().filter(|one| id_of(one).is_some_and(|id| id.ends_with(&ending))).collect();
    let is_title = |entry: &&Entry| {
        let title = entry.item.map_or(&entry.title, |item| &site.item(item).title.value);
        typed::is_title(title, word)
    };
    let found = if by_end.is_empty() { entries.iter().filter(is_title).collect() } else { by_end };
    match found.as_slice() {
        [entry] => Ok(entry),
        [] => Err(not_found(desk, word)),
        several => Err(ambiguous(desk, word, several)),
    }
}

fn not_found(desk: Desk<'_>, word: &str) -> Error {
    let site = &desk.found.site;
    if let Ok(item) = typed::item(site, word) {
        let id = &site.item(item).id;
        let help = format!("`hub calendar add {id} --publish DAY` makes one");
        return Error::refused(format!("`{id}` has no entry in the calendar"), help);
    }
    let names: Vec<String> = site.calendar.entries.iter().map(|entry| called(&desk, entry)).collect();
    let ends = names.iter().filter_map(|name| name.rsplit_once('/').map(|(_, end)| end));
    let near = nearest_help(word, names.iter().map(String::as_str).chain(ends));
    let part = typed::line(word).to_lowercase();
    let with_part = || {
        let name = names.iter().find(|name| name.to_lowercase().contains(&part))?;
        Some(format!("did you mean `{name}`?"))
    };
    let help = near
        .or_else(with_part)
        .unwrap_or_else(|| "name the piece by its id, as `guides/welcome`, or an idea by its title".into());
    Error::refused(format!("no entry of the calendar is called `{word}`"), help)
}

fn ambiguous(desk: Desk<'_>, word: &str, found: &[&Entry]) -> Error {
    let each: Vec<String> =
        found.iter().map(|entry| format!("`{}` ({})", called(&desk, entry), desk.place(entry.span))).collect();
    let has_ids = found.iter().all(|entry| entry.item.is_some());
    let help = if has_ids { "name it with its folder, as one of these" } else { "give them different titles first" };
    Error::refused(format!("`{word}` can be any of {}", each.join(", ")), help)
}

pub(in crate::edit) fn block_of(text: &str, entry: &Entry) -> Option<Block> {
    let at = entry.span.start as usize;
    blocks(text, "entry")?.into_iter().find(|block| block.whole.contains(&at))
}

/// The dates of an entry as they will be.
struct Dates {
    publish: RawDate,
    /// And what to say of it.
    due: Option<(RawDate, String)>,
}

impl Dates {
    fn of(block: &Block, to: &RawDate, zone: &Zone) -> Self {
        let old = block.field("publish").and_then(|field| field.date);
        let publish = old.map_or(*to, |old| with_time_of(to, &old, zone));
        let due = block.field("due").and_then(|field| field.date);
        let days = old.and_then(|old| Some(zone.day(&old).ok()?.days_until(zone.day(&publish).ok()?)));
        let due = due.zip(days.filter(|days| *days != 0)).and_then(|(due, days)| {
            let day = Date::of(&due).ok()?.plus_days(days);
            Some((on(&due, day)?, format!("its `due` moves along, to {}", typed::day(day))))
        });
        Dates { publish, due }
    }

    fn splices(&self, text: &str, block: &Block) -> Vec<Splice> {
        let mut splices = vec![match block.field("publish") {
            Some(field) => Splice::replace(field.value.clone(), date_text(&self.publish)),
            None => new_field(text, block, &date_text(&self.publish)),
        }];
        let due = self.due.as_ref().zip(block.field("due"));
        splices.extend(due.map(|((due, _), field)| Splice {
            at: field.value.clone(),
            with: date_text(due),
            marks: Vec::new(),
        }));
        splices.sort_by_key(|splice| splice.at.start);
        splices
    }
}

/// A `publish` below the lines that say what the entry is.
fn new_field(text: &str, block: &Block, value: &str) -> Splice {
    let heads = block.fields.iter().filter(|field| ["ref", "title", "kind"].contains(&field.name.as_str()));
    let Some(last) = heads.max_by_key(|field| field.value.end) else {
        return Splice::replace(block.whole.end..block.whole.end, String::new());
    };
    let part = |range: Range<usize>| text.get(range).unwrap_or("");
    let equals = part(last.key.end..last.value.start);
    if block.form == Form::Inline {
        return Splice::replace(last.value.end..last.value.end, format!(", publish{equals}{value}"));
    }
    let line_start = part(0..last.key.start).rfind('\n').map_or(0, |found| found + 1);
    let line = part(last.value.end..text.len()).split('\n').next().unwrap_or("");
    let end = last.value.end + line.strip_suffix('\r').unwrap_or(line).len();
    let new_line = line_end(text, last.value.end);
    let with = format!("{new_line}{}publish{equals}{value}", part(line_start..last.key.start));
    Splice { at: end..end, with, marks: vec![(0, new_line.len())] }
}

/// A day alone keeps the time that was typed before; an offset that was the zone's own becomes the zone's on that day.
fn with_time_of(to: &RawDate, old: &RawDate, zone: &Zone) -> RawDate {
    if to.time.is_some() {
        return *to;
    }
    let mut new = RawDate { time: old.time, offset_minutes: old.offset_minutes, ..*to };
    let offset_of = |date: &RawDate| {
        let (instant, _) = zone.resolve(date, crate::model::time::Bare::EndOfDay).ok()?;
        i16::try_from(zone.parts(instant).offset_minutes).ok()
    };
    if old.offset_minutes.is_some() && old.offset_minutes == offset_of(old) {
        let local = RawDate { offset_minutes: None, ..new };
        new.offset_minutes = offset_of(&local).or(old.offset_minutes);
    }
    new
}

/// A date on another day.
fn on(date: &RawDate, day: Date) -> Option<RawDate> {
    Some(RawDate { year: u16::try_from(day.year()).ok()?, month: day.month(), day: day.day(), ..*date })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edit::tests::calendar;
    use crate::edit::text::spliced;
    use crate::edit::toml::read_date;

    fn moved_in(text: &str, at: usize, to: &str) -> String {
        let block = blocks(text, "entry").unwrap().remove(at);
        let zone = Zone::named("Europe/Berlin").unwrap();
        let dates = Dates::of(&block, &read_date(to).unwrap(), &zone);
        spliced(text, &dates.splices(text, &block))
    }

    #[test]
    fn a_time_stays_where_only_a_day_is_given() {
        let cases = [
            ("2026-10-20", "2026-12-08", "2026-12-08"),
            ("2026-10-20T18:00", "2026-12-08", "2026-12-08T18:00:00"),
            ("2026-10-20T18:00:00", "2026-12-08T10:00", "2026-12-08T10:00:00"),
            // The zone's own offset is the zone's on the new day too; another was meant.
            ("2026-10-20T18:00:00+02:00", "2026-12-08", "2026-12-08T18:00:00+01:00"),
            ("2026-10-20T18:00:00-05:00", "2026-12-08", "2026-12-08T18:00:00-05:00"),
        ];
        for (old, to, new) in cases {
            let text = |date: &str| format!("[[entry]]\nref = \"a\"\npublish = {date} # here\n");
            assert_eq!(moved_in(&text(old), 0, to), text(new));
        }
    }

    #[test]
    fn due_moves_along_and_an_idea_gets_its_day() {
        let text =
            "entry = [\n  { title = 'x', due = 2026-12-01, publish = 2026-12-08 },\n  { ref=\"b\", owner=\"m\" },\n]\n";
        let wanted = text.replace("2026-12-01", "2026-12-04").replace("2026-12-08", "2026-12-11");
        assert_eq!(moved_in(text, 0, "2026-12-11"), wanted);
        assert_eq!(moved_in(text, 1, "2026-12-11"), text.replace("\"b\"", "\"b\", publish=2026-12-11"));
        let text = "\t[[entry]] # h\r\n\ttitle = 'x' # t\r\n\tkind = 'guide' # k\r\n\towner = 'm'\r\n";
        let wanted = text.replace("# k\r\n", "# k\r\n\tpublish = 2026-12-11\r\n");
        assert_eq!(moved_in(text, 0, "2026-12-11"), wanted);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn only_the_dates_differ(text in calendar(), pick in any::<prop::sample::Index>()) {
            let before = blocks(&text, "entry").unwrap();
            prop_assume!(!before.is_empty());
            let at = pick.index(before.len());
            let new = moved_in(&text, at, "2027-06-15T11:45");
            let after = blocks(&new, "entry").unwrap();
            prop_assert_eq!(date_text(&after[at].field("publish").unwrap().date.unwrap()), "2027-06-15T11:45:00");
            // Every line but those of the two dates is there as it was, and in its order.
            let of_dates = |line: &&str| !line.trim_start().starts_with("publish") && !line.trim_start().starts_with("due");
            // The last line, if it had no end, gets one when a line comes after it.
            let lines = |text: &str| -> Vec<String> { text.lines().filter(of_dates).map(str::to_owned).collect() };
            prop_assert_eq!(lines(&text), lines(&new));
        }
    }
}
