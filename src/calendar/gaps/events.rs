//! What recurrences promise and events leave behind: a prompt for each time of its recurrence, and a recording or a
//! transcript a week after an event.
//!
//! A piece belongs to the time of the recurrence that its day lies nearest to (halfway between two, to the later);
//! skipped days count for where halfway is. A site that keeps no recording or transcript of any event isn't asked for one.

use super::outlook::Outlook;
use super::wording::idea;
use crate::diagnostic::Diagnostic;
use crate::model::time::Date;
use crate::model::{Detail, Event, Item, ItemId, Recurring, Transcript};
use crate::parse::Kind;

/// Days after an event in which its recording may be prepared.
const PREPARED: i64 = 7;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let tasks = outlook.site.calendar.recurrings.iter().filter_map(|one| Some((one, task_kind(one)?)));
    let mut gaps: Vec<Diagnostic> = tasks.filter_map(|(one, kind)| prompt_missing(outlook, one, kind)).collect();
    gaps.extend(recordings(outlook));
    gaps
}

fn task_kind(recurring: &Recurring) -> Option<Kind> {
    Kind::named(&recurring.kind).filter(|kind| matches!(kind, Kind::Prompt | Kind::Challenge))
}

fn prompt_missing(outlook: &Outlook<'_>, recurring: &Recurring, kind: Kind) -> Option<Diagnostic> {
    let bare: Vec<Date> = times(outlook, recurring)
        .into_iter()
        .filter(|time| outlook.meets(time.date, time.last) && time.date <= outlook.last)
        .filter(|time| !outlook.between(time.first, time.last).any(|piece| piece.kind == kind))
        .map(|time| time.date)
        .collect();
    let day = bare.iter().copied().find(|date| *date > outlook.today).or_else(|| bare.first().copied())?;
    let message = format!("`{}` has no {} for {}", recurring.id.value, kind.name(), outlook.words.list(&bare));
    let each = if bare.len() == 1 { "plan one" } else { "plan one for each" };
    Some(Diagnostic::warning("prompt-missing", message).at(recurring.id.span, "").help(format!(
        "{each}, as by {}; or leave a day out with `skip = [{day}]`",
        idea(kind, day.max(outlook.today))
    )))
}

/// A time of a recurrence with the days that belong to it.
struct Time {
    date: Date,
    first: Date,
    last: Date,
}

/// Those whose days may reach into the days ahead; skipped ones are left out.
fn times(outlook: &Outlook<'_>, recurring: &Recurring) -> Vec<Time> {
    let dates: Vec<Date> = dates(outlook, recurring);
    let before = std::iter::once(None).chain(dates.iter().copied().map(Some));
    let after = dates.iter().copied().skip(1).map(Some).chain(std::iter::once(None));
    let around = before.zip(dates.iter().copied()).zip(after);
    let all = around.map(|((before, date), after)| time(before, date, after));
    all.filter(|time| !recurring.skip.contains(&time.date)).collect()
}

/// Its days up to one that lies behind the days ahead.
fn dates(outlook: &Outlook<'_>, recurring: &Recurring) -> Vec<Date> {
    let mut dates = Vec::new();
    for date in recurring.rule.dates(recurring.start, recurring.until) {
        dates.push(date);
        if date > outlook.last {
            break;
        }
    }
    dates
}

fn time(before: Option<Date>, date: Date, after: Option<Date>) -> Time {
    let half = |from: Date, to: Date| from.days_until(to) / 2;
    let back = before.map(|before| half(before, date));
    let ahead = after.map(|after| half(date, after));
    // The first and the last have one neighbour: as far on the one side as on the other.
    let (back, ahead) = (back.or(ahead).unwrap_or(PREPARED), ahead.or(back).unwrap_or(PREPARED));
    Time { date, first: date.plus_days(-back), last: date.plus_days((ahead - 1).max(0)) }
}

fn recordings(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let events = || outlook.site.of_kind(Kind::Event).filter_map(|(id, item)| Some((id, item, event(item)?)));
    if !events().any(|(_, _, event)| is_kept(event)) {
        return Vec::new();
    }
    let public = events().filter(|(id, ..)| outlook.plan.is_public(*id));
    public.filter_map(|(id, item, event)| recording_missing(outlook, id, item, event)).collect()
}

fn event(item: &Item) -> Option<&Event> {
    match &item.detail {
        Detail::Event(event) => Some(event),
        _ => None,
    }
}

fn is_kept(event: &Event) -> bool {
    !event.recording.is_empty() || event.transcript.as_ref().is_some_and(Transcript::is_there)
}

fn recording_missing(outlook: &Outlook<'_>, id: ItemId, item: &Item, event: &Event) -> Option<Diagnostic> {
    let over = outlook.zone.date_of(event.ends.unwrap_or(event.starts).plus_seconds(-1));
    let since = over.days_until(outlook.today);
    // What nobody has kept for so long, nobody will find any more.
    if is_kept(event) || since < PREPARED || since > i64::from(outlook.length).max(PREPARED) {
        return None;
    }
    let message = format!(
        "{} was on {}, and there is neither a recording nor a transcript",
        outlook.name(id),
        outlook.words.day(over)
    );
    Some(Diagnostic::warning("recording-missing", message).at(item.title.span, "").help(
        "add `transcript = \"notes.txt\"` for a text file beside it (what was said, or what came out), and `recording = \"https://…\"` if there is one",
    ))
}
