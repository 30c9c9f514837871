//! `hub calendar ics`: the whole plan for the creator's own calendar.

use serde_json::{Value, json};

use super::Asked;
use crate::calendar::{OwnDate, OwnTime, Purpose, own_dates};
use crate::error::Error;
use crate::ics::{IcsCalendar, IcsEvent, IcsStatus, IcsTime};
use crate::model::ItemId;

/// Prints the plan as iCalendar text, or as data.
pub(super) fn answer(asked: &Asked<'_>) -> Result<(), Error> {
    let dates = own_dates(&asked.found.site, asked.found.moment.now);
    let list: Vec<Value> = dates.iter().map(|date| data(asked, date)).collect();
    asked.say(&json!({ "dates": list }), || calendar(asked, &dates).print());
    Ok(())
}

fn calendar(asked: &Asked<'_>, dates: &[OwnDate]) -> IcsCalendar {
    let settings = &asked.found.site.settings;
    IcsCalendar {
        name: format!("{}: the plan", settings.title),
        description: "What is planned, public or not. For you alone: do not put it on the web.".to_owned(),
        events: dates.iter().map(|date| event(asked, date)).collect(),
    }
}

fn event(asked: &Asked<'_>, date: &OwnDate) -> IcsEvent {
    IcsEvent {
        uid: format!("plan/{}@{}", date.key, asked.found.site.settings.guid_host),
        stamp: asked.found.moment.now,
        time: match date.time {
            OwnTime::From(starts, ends) => IcsTime::From(starts, ends),
            OwnTime::Day(date) => IcsTime::Day(date),
        },
        summary: summary(date),
        description: description(asked, date),
        url: date.item.and_then(|id| address(asked, id)).unwrap_or_default(),
        location: date.place.clone(),
        sequence: 0,
        status: if date.status == "ready" { IcsStatus::Confirmed } else { IcsStatus::Tentative },
    }
}

/// `Appears: A brush pen that lifts slowly [drafting]`.
fn summary(date: &OwnDate) -> String {
    let words = match date.purpose {
        Purpose::Publish => "Appears: ",
        Purpose::Due => "Due: ",
        Purpose::Expire => "Disappears: ",
        Purpose::Opens => "Opens: ",
        Purpose::Closes => "Closes: ",
        Purpose::Issue => "Goes out: ",
        Purpose::Happens => "",
    };
    let status = if date.status == "ready" { String::new() } else { format!(" [{}]", date.status) };
    format!("{words}{}{status}", date.title)
}

fn description(asked: &Asked<'_>, date: &OwnDate) -> String {
    let id = date.item.map(|id| asked.found.site.item(id).id.clone());
    let owner = (!date.owner.is_empty()).then(|| format!("Done by {}", date.owner));
    [id, owner].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The address of a piece that readers can see.
fn address(asked: &Asked<'_>, id: ItemId) -> Option<String> {
    let found = asked.found;
    found.plan.url(id).map(|route| found.site.settings.base_url.absolute(route))
}

fn data(asked: &Asked<'_>, date: &OwnDate) -> Value {
    let zone = &asked.found.site.settings.zone;
    let (starts, ends) = match date.time {
        OwnTime::From(starts, ends) => (zone.rfc3339(starts), ends.map(|ends| zone.rfc3339(ends))),
        OwnTime::Day(day) => (day.to_string(), None),
    };
    json!({
        "what": date.purpose.name(),
        "starts": starts,
        "ends": ends,
        "title": date.title,
        "id": date.item.map(|id| asked.found.site.item(id).id.clone()),
        "status": date.status,
        "owner": date.owner,
        "place": date.place,
        "url": date.item.and_then(|id| address(asked, id)),
    })
}
