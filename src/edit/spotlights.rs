//! `hub calendar spotlights`: who is shown in a month, chosen fairly, and the words to ask the others with.
//!
//! Fair is: whoever was seen longest ago, then whoever has been there longest, then a draw that is the same on every
//! machine. A consent that was taken back or has ended is counted and never named.

use std::collections::BTreeMap;

use super::calendar::{clock, new_entries, unreadable};
use super::effects::{Compared, appears};
use super::fill::spread;
use super::layout::NewBlock;
use super::toml::{quoted, read_date};
use super::typed;
use super::{Changed, Desk, Edited, Outcome, carry_out};
use crate::calendar::held::instant_of;
use crate::error::Error;
use crate::model::time::{Date, Instant, TimeOfDay};
use crate::model::{Becomes, Detail, ItemId, Never, RecurringId, Site, Spotlight};
use crate::output::content_hash;
use crate::parse::{Kind, Raw, parse_file};
use crate::plan;
use crate::source::Sources;

/// Members in a month where no recurrence says how many.
const MEMBERS: u32 = 3;

const LATER: &str = "others come first this time";

/// The choice for a month.
#[derive(Debug)]
pub struct Spotlights {
    /// What became of the entries.
    pub outcome: Outcome,
    /// Who was chosen and why.
    pub choice: Choice,
}

/// Who is shown, who is not, and what is still open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The month, as `2026-12`.
    pub month: String,
    /// The month in words.
    pub name: String,
    /// Places in it.
    pub places: usize,
    /// Places that were taken before.
    pub planned: usize,
    /// Places on days that are over.
    pub past: usize,
    /// Members whose turn it is though their piece is yet to be written.
    pub invite: Vec<String>,
    /// Places for which nobody is ready.
    pub open: usize,
    /// The words to ask a member with, where a place is open.
    pub letter: Option<String>,
    /// Members who were left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Members without consent any more, who are not named.
    pub without_consent: usize,
}

/// A member who was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Chooses members for the month `word` (this one without it), none of whom was seen within `apart` months.
///
/// # Errors
/// No month or a month that is over, or a file that can't be written.
pub fn spotlights(desk: Desk<'_>, word: Option<&str>, apart: u32) -> Result<Spotlights, Error> {
    let site = &desk.found.site;
    let today = site.settings.zone.date_of(desk.found.moment.now);
    let month = word.map_or(Ok(today.first_of_month()), typed::month)?;
    if month.last_of_month() < today {
        let help = "name this month or one to come, as `2026-12`";
        return Err(Error::refused(format!("{} is over", month_name(month)), help));
    }
    if let Some(outcome) = unreadable(desk) {
        return Ok(Spotlights { outcome, choice: Choice::default() });
    }
    let Chosen { choice, pieces, days } = chosen(site, desk.sources(), desk.found.moment.now, (month, apart));
    Ok(Spotlights { outcome: write(desk, &pieces, &days)?, choice })
}

/// A month's choice, before anything is written.
#[derive(Debug)]
pub struct Chosen {
    /// Who is left out, who is to be asked, what is open.
    pub choice: Choice,
    /// The pieces whose turn it is, in order.
    pub pieces: Vec<ItemId>,
    /// Their days, and those of places that stay open.
    pub days: Vec<(Date, TimeOfDay)>,
}

/// Chooses members for the month that a day lies in, none of whom was seen within `apart` months.
pub fn chosen(site: &Site, sources: &Sources, now: Instant, (month, apart): (Date, u32)) -> Chosen {
    let (today, month) = (site.settings.zone.date_of(now), month.first_of_month());
    let dated = dated(site, sources);
    let round = Round { site, dated: &dated, now, month, apart };
    let days = round.days();
    let places = days.len();
    let planned = round.planned();
    let mut choice =
        Choice { month: month.year_month(), name: month_name(month), places, planned, ..Choice::default() };
    // What is planned already took the first days.
    let given: Vec<(Date, TimeOfDay)> = days.into_iter().skip(planned).filter(|(day, _)| *day > today).collect();
    choice.past = places.saturating_sub(planned).saturating_sub(given.len());
    let pieces = round.choose(given.len(), &mut choice);
    choice.open = given.len().saturating_sub(pieces.len());
    choice.letter = (choice.open > 0).then(|| letter(site, month));
    let later = choice.invite.split_off(choice.open.min(choice.invite.len()));
    if choice.open > 0 {
        choice.left_out.extend(later.into_iter().map(|name| LeftOut { name, reason: LATER.to_owned() }));
    }
    choice.left_out.sort_by(|a, b| a.name.cmp(&b.name));
    Chosen { choice, pieces, days: given }
}

/// One month's choice.
struct Round<'a> {
    site: &'a Site,
    /// Spotlights with a day of their own.
    dated: &'a BTreeMap<ItemId, Instant>,
    now: Instant,
    month: Date,
    apart: u32,
}

/// The spotlights that have an entry or a date, with the instant: one that has neither is public from its consent on, but
/// nobody has given it a day.
fn dated(site: &Site, sources: &Sources) -> BTreeMap<ItemId, Instant> {
    let has_date = |id: ItemId| {
        let file = site.item(id).span.file;
        match parse_file(file, sources.file(file)).raw {
            Raw::Item(raw) => raw.common.date.is_some(),
            _ => false,
        }
    };
    let spotlights = site.of_kind(Kind::Spotlight).map(|(id, _)| id);
    let dated = spotlights.filter(|id| site.schedule(*id).entry.is_some() || has_date(*id));
    dated.filter_map(|id| Some((id, instant_of(site, id)?))).collect()
}

/// A member with the pieces about them.
struct Member<'a> {
    id: &'a str,
    pieces: Vec<(ItemId, &'a Spotlight)>,
}

impl<'a> Round<'a> {
    /// The places of the month, by their day: as many on each day of the spotlight recurrence as it asks for.
    fn days(&self) -> Vec<(Date, TimeOfDay)> {
        let recurrings = self.site.calendar.recurrings.iter().enumerate().filter(|(_, one)| one.kind == "spotlight");
        let zone = &self.site.settings.zone;
        let (from, until) = (zone.start_of_day(self.month), zone.end_of_day(self.month.last_of_month()));
        let mut days: Vec<(Date, TimeOfDay)> = recurrings
            .flat_map(|(index, recurring)| {
                let members = recurring.count.map_or(MEMBERS, |(least, _)| least) as usize;
                let times = plan::of_recurring(self.site, RecurringId::at(index), from, until);
                times.into_iter().flat_map(move |one| std::iter::repeat_n((one.date, recurring.time), members))
            })
            .collect();
        days.sort();
        if self.site.calendar.recurrings.iter().any(|one| one.kind == "spotlight") {
            return days;
        }
        let first = self.month.max(zone.date_of(self.now).plus_days(1));
        let length = first.days_until(self.month.last_of_month());
        let working: Vec<Date> =
            (0..=length).map(|day| first.plus_days(day)).filter(|day| day.weekday() <= 5).collect();
        let time = self.site.calendar.publish_time;
        spread(&working, MEMBERS as usize).into_iter().map(|day| (day, time)).collect()
    }

    /// How many spotlights the month has: pieces with a day in it, and ideas.
    fn planned(&self) -> usize {
        let in_month = |instant: Option<Instant>| instant.is_some_and(|at| self.months_since(at) == 0);
        let pieces = self.dated.values().filter(|at| in_month(Some(**at)));
        let ideas = self.site.calendar.entries.iter().filter(|entry| entry.item.is_none());
        let ideas = ideas.filter(|idea| idea.kind == Some(Kind::Spotlight) && in_month(idea.publish));
        pieces.count() + ideas.count()
    }

    /// Months from an instant to the month; negative if it lies after.
    fn months_since(&self, at: Instant) -> i64 {
        let day = self.site.settings.zone.date_of(at);
        let number = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        number(self.month) - number(day)
    }

    fn members(&self) -> Vec<Member<'a>> {
        let mut members: BTreeMap<&str, Member<'a>> = BTreeMap::new();
        for (id, item) in self.site.of_kind(Kind::Spotlight) {
            let Detail::Spotlight(spotlight) = &item.detail else { continue };
            let name = if spotlight.member.is_empty() { item.id.as_str() } else { spotlight.member.as_str() };
            members.entry(name).or_insert_with(|| Member { id: name, pieces: Vec::new() }).pieces.push((id, spotlight));
        }
        members.into_values().collect()
    }

    /// The pieces to be shown, in order; whoever is left out is put into `choice`.
    fn choose(&self, free: usize, choice: &mut Choice) -> Vec<ItemId> {
        let mut ready = Vec::new();
        let mut invited = Vec::new();
        for member in self.members() {
            match self.judge(&member) {
                Verdict::Ready(piece) => ready.push((self.turn(&member), piece)),
                Verdict::Invite => invited.push((self.turn(&member), member.name().to_owned())),
                Verdict::LeftOut(reason) => {
                    choice.left_out.push(LeftOut { name: member.name().to_owned(), reason });
                }
                Verdict::NoConsent => choice.without_consent += 1,
            }
        }
        ready.sort();
        invited.sort();
        choice.invite = invited.into_iter().map(|(_, name)| name).collect();
        let later = ready.iter().skip(free).map(|(_, piece)| piece_name(self.site, *piece));
        choice.left_out.extend(later.map(|name| LeftOut { name, reason: LATER.to_owned() }));
        ready.into_iter().take(free).map(|(_, piece)| piece).collect()
    }

    /// Least recently seen, then longest there, then drawn.
    fn turn(&self, member: &Member<'_>) -> (Option<Instant>, bool, Option<Date>, String) {
        let joined = member.pieces.iter().filter_map(|(_, spotlight)| spotlight.joined).min();
        let draw = content_hash(format!("{}\0{}", member.id, self.month.year_month()).as_bytes());
        (self.seen(member).into_iter().max(), joined.is_none(), joined, draw)
    }

    /// When a member was shown or will be: on the site, and in issues that were sent.
    fn seen(&self, member: &Member<'_>) -> Vec<Instant> {
        let zone = &self.site.settings.zone;
        let is_theirs = |id: ItemId| member.pieces.iter().any(|(piece, _)| *piece == id);
        let issues =
            self.site.sealed.iter().filter(|issue| issue.members.iter().filter_map(|one| one.item).any(is_theirs));
        let pieces = member.pieces.iter().filter_map(|(id, _)| self.dated.get(id).copied());
        pieces.chain(issues.map(|issue| zone.start_of_day(issue.date))).collect()
    }

    fn judge(&self, member: &Member<'_>) -> Verdict {
        let past = |(_, spotlight): &(ItemId, &Spotlight)| {
            spotlight.consent.withdrawn || spotlight.consent.expires.is_some_and(|end| end <= self.now)
        };
        let lasting: Vec<_> = member.pieces.iter().filter(|piece| !past(piece)).collect();
        if member.pieces.iter().any(|(_, one)| one.consent.withdrawn) || lasting.is_empty() {
            return Verdict::NoConsent;
        }
        let near = |at: &Instant| self.months_since(*at).unsigned_abs() < u64::from(self.apart.max(1));
        if let Some(seen) = self.seen(member).into_iter().filter(near).max() {
            let day = typed::day(self.site.settings.zone.date_of(seen));
            let verb = if seen <= self.now { "seen" } else { "planned for" };
            return Verdict::LeftOut(format!("{verb} {day}"));
        }
        let problems: Vec<Option<String>> =
            lasting.iter().map(|(_, spotlight)| self.consent_problem(spotlight)).collect();
        let fine = lasting.iter().zip(&problems).filter(|(_, problem)| problem.is_none()).map(|(piece, _)| *piece);
        let mut fine = fine.peekable();
        if fine.peek().is_none() {
            let reason = problems.into_iter().flatten().next().unwrap_or_default();
            return Verdict::LeftOut(reason);
        }
        let waiting: Vec<ItemId> = fine.map(|(id, _)| *id).filter(|id| self.waits(*id)).collect();
        match waiting.iter().find(|id| !self.is_draft(**id)) {
            Some(id) => Verdict::Ready(*id),
            // Whoever wrote a draft has asked already, and an entry would not make it public.
            None if !waiting.is_empty() => Verdict::LeftOut("the piece is a draft".to_owned()),
            None => Verdict::Invite,
        }
    }

    fn is_draft(&self, id: ItemId) -> bool {
        self.site.schedule(id).becomes == Becomes::Never(Never::Draft)
    }

    /// Whether a piece is written and has neither an entry nor a date.
    fn waits(&self, id: ItemId) -> bool {
        !self.dated.contains_key(&id) && self.site.schedule(id).entry.is_none()
    }

    /// Why a consent that holds today is not enough for the month.
    fn consent_problem(&self, spotlight: &Spotlight) -> Option<String> {
        let zone = &self.site.settings.zone;
        let month_end = zone.end_of_day(self.month.last_of_month());
        let consent = &spotlight.consent;
        match (consent.given, consent.expires) {
            _ if !consent.site => Some("has not agreed to be shown on the site".to_owned()),
            (None, _) => Some("has not agreed yet".to_owned()),
            (Some(given), _) if given > zone.start_of_day(self.month).max(self.now) => {
                Some(format!("has agreed from {} on", typed::day(zone.date_of(given))))
            }
            (_, Some(ends)) if ends < month_end => {
                Some(format!("the consent ends {}", typed::day(zone.date_of(ends.plus_seconds(-1)))))
            }
            _ => None,
        }
    }
}

impl Member<'_> {
    fn name(&self) -> &str {
        let names = self.pieces.iter().map(|(_, spotlight)| spotlight.name.as_str());
        names.into_iter().find(|name| !name.is_empty()).unwrap_or(self.id)
    }
}

enum Verdict {
    /// This piece waits for its day.
    Ready(ItemId),
    /// It is the member's turn, but there is no piece without a day.
    Invite,
    LeftOut(String),
    NoConsent,
}

fn piece_name(site: &Site, piece: ItemId) -> String {
    match &site.item(piece).detail {
        Detail::Spotlight(spotlight) if !spotlight.name.is_empty() => spotlight.name.clone(),
        Detail::Spotlight(spotlight) => spotlight.member.clone(),
        _ => site.item(piece).id.clone(),
    }
}

/// `December 2026`.
fn month_name(month: Date) -> String {
    format!("{} {}", month.month_name(), month.year())
}

/// Writes the entries of those who were chosen.
fn write(desk: Desk<'_>, chosen: &[ItemId], days: &[(Date, TimeOfDay)]) -> Result<Outcome, Error> {
    let site = &desk.found.site;
    let pairs: Vec<(ItemId, NewBlock)> =
        chosen.iter().zip(days).map(|(piece, day)| (*piece, block(desk, *piece, *day))).collect();
    if pairs.is_empty() {
        return Ok(Outcome::Done(Edited::default()));
    }
    let (pieces, blocks): (Vec<ItemId>, Vec<NewBlock>) = pairs.into_iter().unzip();
    let draft = new_entries(desk, &blocks)?;
    carry_out(desk, &draft, |opened, found, lines| {
        let changed = |(number, (piece, block)): (usize, (&ItemId, &NewBlock))| Changed {
            what: site.item(*piece).id.clone(),
            kind: Some(Kind::Spotlight),
            line: lines.get(&number).copied().unwrap_or(1),
            publish: block.publish,
            sentence: format!(
                "{}: `{}` {}",
                piece_name(site, *piece),
                site.item(*piece).id,
                appears(&found.site, *piece, found.moment.now, None)
            ),
        };
        let changes = pieces.iter().zip(&blocks).enumerate().map(changed).collect();
        let compared = Compared { before: (desk.opened, desk.found), after: (opened, found) };
        (changes, compared.sentences(&pieces))
    })
}

fn block(desk: Desk<'_>, piece: ItemId, (day, time): (Date, TimeOfDay)) -> NewBlock {
    let site = &desk.found.site;
    let is_usual = time == site.calendar.publish_time;
    let publish = if is_usual { day.to_string() } else { format!("{day}T{time}:00") };
    let instant = read_date(&publish).and_then(|date| clock(&desk).publish(&date));
    NewBlock { fields: vec![("ref", quoted(&site.item(piece).id)), ("publish", publish)], publish: instant }
}

/// What to write to a member, so that they know what they agree to.
pub fn letter(site: &Site, month: Date) -> String {
    let title = &site.settings.title;
    let until = month.plus_months(12).last_of_month();
    let support = site.settings.support.as_ref();
    let back = support.map_or_else(|| "answer this mail".to_owned(), |support| format!("write to {}", support.label));
    format!(
        "Hello …,\n\
         \n\
         may we introduce you in the member spotlights of {title} in {}?\n\
         We would show your name, your own words, and what you made. Please say what you agree to:\n\
         \n\
         \x20 [ ] the website ({})\n\
         \x20 [ ] the newsletter\n\
         \x20 [ ] a photo that you send us\n\
         \n\
         It stays until {until}, unless you want it gone earlier: {back} at any time, without a reason,\n\
         and we take it down. You read it all before it is published. A no is fine, too.\n",
        month_name(month),
        site.settings.base_url.absolute("/"),
    )
}
