//! Members and what they agreed to; whose turn it is this month, and the words to ask with.
//!
//! Whoever took a consent back is named by their file alone, so that it can be found and put away.

use serde::Serialize;

use super::look::{Cut, Look, Place, Sign};
use super::words;
use crate::edit;
use crate::model::time::{Date, Instant};
use crate::model::{Consent, Detail, ItemId, Spotlight};
use crate::parse::Kind;

const MOST: usize = 100;
/// Months that a member is not seen again, as `hub calendar spotlights` has it.
const APART: u32 = 6;

#[derive(Serialize)]
pub(super) struct View {
    month: Month,
    months: Vec<Tab>,
    members: Cut<Member>,
    letter: String,
    /// Whether the calendar asks for spotlights, or there are some.
    is_wanted: bool,
}

#[derive(Serialize)]
struct Tab {
    title: String,
    href: String,
    is_chosen: bool,
}

/// Who is due in a month.
#[derive(Serialize)]
struct Month {
    name: String,
    typed: String,
    places: usize,
    planned: usize,
    chosen: Vec<Chosen>,
    invite: Vec<String>,
    open: usize,
    left_out: Cut<LeftOut>,
    without_consent: usize,
}

#[derive(Serialize)]
struct Chosen {
    name: String,
    day: String,
    place: Place,
}

#[derive(Serialize)]
struct LeftOut {
    name: String,
    reason: String,
}

#[derive(Serialize)]
struct Member {
    name: String,
    sign: Sign,
    given: String,
    expires: String,
    scope: Vec<Scope>,
    shown: String,
    page: Option<String>,
    place: Place,
    is_withdrawn: bool,
}

#[derive(Serialize)]
struct Scope {
    word: &'static str,
    is_given: bool,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let site = look.site();
    let this = look.today().first_of_month();
    let asked = look.desk.query.get("month").and_then(|month| Date::parse(&format!("{month}-01")));
    let asked = asked.filter(|month| *month >= this).unwrap_or(this);
    let mut members: Vec<(u8, Member)> = site
        .of_kind(Kind::Spotlight)
        .filter_map(|(id, item)| match &item.detail {
            Detail::Spotlight(spotlight) => Some(member(look, id, spotlight)),
            _ => None,
        })
        .collect();
    members.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    let tab = |month: Date| Tab {
        title: words::month(month),
        href: look.desk.link("spotlights/", &[("month", &month.year_month())]),
        is_chosen: month == asked,
    };
    View {
        is_wanted: !members.is_empty() || site.calendar.recurrings.iter().any(|one| one.kind == "spotlight"),
        month: month(look, asked),
        months: (0..3).map(|number| tab(this.plus_months(number))).collect(),
        members: Cut::of(members.into_iter().map(|(_, member)| member), MOST),
        letter: edit::letter(site, asked)
            .replace(&site.settings.base_url.absolute("/"), &look.live.published.absolute("/")),
    }
}

fn month(look: &Look<'_>, month: Date) -> Month {
    let site = look.site();
    let edit::Chosen { choice, pieces, days } = edit::chosen(site, look.world.sources, look.moment.now, (month, APART));
    let chosen = pieces.iter().zip(&days).map(|(id, (day, _))| Chosen {
        name: name(look, *id),
        day: look.day(*day),
        place: look.place(site.item(*id).span),
    });
    let left_out = choice.left_out.into_iter().map(|one| LeftOut { name: one.name, reason: one.reason });
    Month {
        name: choice.name,
        typed: choice.month,
        places: choice.places,
        planned: choice.planned,
        chosen: chosen.collect(),
        invite: choice.invite,
        open: choice.open,
        left_out: Cut::of(left_out, MOST),
        without_consent: choice.without_consent,
    }
}

fn name(look: &Look<'_>, id: ItemId) -> String {
    let item = look.site().item(id);
    match &item.detail {
        Detail::Spotlight(spotlight) if !spotlight.name.is_empty() => spotlight.name.clone(),
        _ => item.title.value.clone(),
    }
}

/// A member, and where they stand in the list: what needs somebody comes first.
fn member(look: &Look<'_>, id: ItemId, spotlight: &Spotlight) -> (u8, Member) {
    let consent = &spotlight.consent;
    let (rank, sign) = state(look, consent);
    let item = look.site().item(id);
    let zone = look.zone();
    let day = |at: Instant| look.day(zone.date_of(at));
    let place = look.place(consent.span);
    let is_withdrawn = consent.withdrawn;
    let scope = [("site", consent.site), ("newsletter", consent.newsletter), ("photo", consent.photo)];
    let member = Member {
        name: if is_withdrawn { item.id.clone() } else { name(look, id) },
        sign,
        given: consent.given.map(day).unwrap_or_default(),
        expires: consent.expires.map(|at| day(at.plus_seconds(-1))).unwrap_or_default(),
        scope: scope.into_iter().map(|(word, is_given)| Scope { word, is_given }).collect(),
        shown: match look.site().schedule(id).becomes {
            crate::model::Becomes::At(at) => day(at),
            _ => String::new(),
        },
        page: look.plan.is_public(id).then(|| look.page(id, None)),
        place,
        is_withdrawn,
    };
    (rank, member)
}

fn state(look: &Look<'_>, consent: &Consent) -> (u8, Sign) {
    let now = look.moment.now;
    let ends_within = |days: i64| consent.expires.is_some_and(|at| at <= now.plus_days(days));
    match consent.given {
        _ if consent.withdrawn => (5, Sign { shape: "over", word: "taken back" }),
        None => (2, Sign { shape: "unwritten", word: "not asked yet" }),
        Some(_) if ends_within(0) => (4, Sign { shape: "over", word: "ended" }),
        Some(given) if given > now => (2, Sign { shape: "ready", word: "given from a later day on" }),
        Some(_) if !consent.site => (2, Sign { shape: "held", word: "not for the site" }),
        Some(_) if ends_within(30) => (1, Sign { shape: "late", word: "ends soon" }),
        Some(_) => (3, Sign { shape: "public", word: "given" }),
    }
}
