//! Posts ready to paste into channels such as Discord: one a piece that appears or takes place in a week, and one for the
//! whole week.
//!
//! A post holds only what readers can see at the time it is meant for. It says nothing of its own but times and
//! addresses, so that it fits a community of any language. Members of spotlights have agreed to the site and the
//! newsletter: a post names one only where the entry itself names the channel.

mod wording;

use std::collections::{BTreeMap, BTreeSet};

use super::issues::{PlannedIssue, Sending, issues};
use super::{Mention, Standpoint};
use crate::model::time::{Date, Instant};
use crate::model::{Becomes, Detail, Item, ItemId};
use crate::parse::Kind;
use crate::plan::{Plan, occurrences};
use wording::{Time, Wording};

/// The most characters of a post. They are counted in UTF-16 units, as Discord's own counter does: never fewer than
/// characters, so that a post fits however it is counted.
pub const MOST_CHARACTERS: usize = 2_000;

/// Channels that hub serves itself.
const OWN_CHANNELS: [&str; 2] = ["site", "newsletter"];

/// A post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where it goes.
    pub channel: String,
    /// The piece it is about; none for the one of the whole week.
    pub about: Option<Mention>,
    /// From when everything it names can be opened.
    pub from: Instant,
    /// The text.
    pub text: String,
    /// Its length in UTF-16 units.
    pub length: usize,
}

/// Something to tell of.
struct News {
    from: Instant,
    /// When it appears or goes out; of an event of these days, when it takes place.
    at: Instant,
    precision: Time,
    title: String,
    url: Option<String>,
}

/// The posts of the days `first..=last`, by channel: those of pieces by time, then the one of the week.
pub fn posts(standpoint: Standpoint<'_>, days: (Date, Date)) -> Vec<Post> {
    let entries = standpoint.site().calendar.entries.iter();
    let channels: BTreeSet<&str> = entries.flat_map(|entry| &entry.channels).map(String::as_str).collect();
    let channels: Vec<&str> = channels.into_iter().filter(|channel| !OWN_CHANNELS.contains(channel)).collect();
    if channels.is_empty() {
        return Vec::new();
    }
    let pieces = public_in(standpoint, days);
    let others = others(standpoint, days);
    channels.into_iter().flat_map(|channel| of_channel(standpoint, channel, &pieces, &others, days)).collect()
}

fn of_channel(
    standpoint: Standpoint<'_>,
    channel: &str,
    pieces: &[(Instant, ItemId)],
    others: &[News],
    (first, last): (Date, Date),
) -> Vec<Post> {
    let wording = Wording::of(channel, &standpoint.site().settings.zone);
    let own: Vec<(Instant, ItemId)> =
        pieces.iter().copied().filter(|(_, id)| goes_to(standpoint, *id, channel)).collect();
    let post = |about, from, text: String| {
        let length = wording::length(&text);
        Post { channel: channel.to_owned(), about, from, text, length }
    };
    let about = |(from, id): &(Instant, ItemId)| {
        let text = piece_text(standpoint, *id, &wording)?;
        Some(post(Some(standpoint.mention(*id)), *from, text))
    };
    let (_, until) = standpoint.span((first, last));
    let mut posts: Vec<Post> = own.iter().filter_map(about).collect();
    let news: Vec<News> = own.iter().map(|piece| news(standpoint, *piece, until)).collect();
    let mut news: Vec<&News> = news.iter().chain(others).collect();
    news.sort_by_key(|news| news.at);
    if let Some(from) = news.iter().map(|news| news.from).max() {
        posts.push(post(None, from, week_text(standpoint, &news, &wording, (first, last))));
    }
    posts
}

/// Pieces that appear, and events that take place, in some days and are public then; each with the instant from which
/// its page can be opened.
fn public_in(standpoint: Standpoint<'_>, days: (Date, Date)) -> Vec<(Instant, ItemId)> {
    let site = standpoint.site();
    let (from, until) = standpoint.span(days);
    let mut plans: BTreeMap<Instant, Plan> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, item) in site.iter().filter(|(_, item)| is_news(item)) {
        let Becomes::At(appears) = site.schedule(id).becomes else { continue };
        let takes_place = match &item.detail {
            Detail::Event(event) => Some(event.starts),
            _ => None,
        };
        let in_days = |at: Instant| at >= from && at < until;
        if appears >= until || !(in_days(appears) || takes_place.is_some_and(in_days)) {
            continue;
        }
        let opens = appears.max(from);
        let looked_at = opens.max(standpoint.moment.now);
        let plan = plans.entry(looked_at).or_insert_with(|| standpoint.plan_at(looked_at));
        if plan.is_public(id) {
            found.push((opens, id));
        }
    }
    found.sort_unstable();
    found
}

/// Pages and letters are no news, nor what is shown only to whoever has the link.
fn is_news(item: &Item) -> bool {
    item.listed && !matches!(item.kind, Kind::Issue | Kind::Page | Kind::Series)
}

fn goes_to(standpoint: Standpoint<'_>, id: ItemId, channel: &str) -> bool {
    let named = standpoint.site().schedule(id).channels.as_ref();
    let is_member = standpoint.site().item(id).kind == Kind::Spotlight;
    named.map_or(!is_member, |named| named.iter().any(|own| own == channel))
}

fn news(standpoint: Standpoint<'_>, (from, id): (Instant, ItemId), until: Instant) -> News {
    let item = standpoint.site().item(id);
    let (at, precision) = match &item.detail {
        Detail::Event(event) if event.starts >= from && event.starts < until => (event.starts, Time::Full),
        _ => (from, Time::Day),
    };
    News { from, at, precision, title: item.title.value.clone(), url: Some(standpoint.url(id)) }
}

/// Issues that go out, and events that recur without a page of their own.
fn others(standpoint: Standpoint<'_>, days: (Date, Date)) -> Vec<News> {
    let site = standpoint.site();
    let (from, until) = standpoint.span(days);
    let issue = |issue: PlannedIssue| News {
        from: issue.sent,
        at: issue.sent,
        precision: Time::Day,
        title: issue.title,
        url: Some(issue.url),
    };
    let sent = issues(standpoint, days).into_iter().filter(|issue| issue.sending != Sending::Nothing).map(issue);
    let recurring = |index: usize| site.calendar.recurrings.get(index).filter(|recurring| recurring.kind == "event");
    let events = occurrences(site, from, until).into_iter().filter(|one| one.event.is_none()).filter_map(|one| {
        let title = recurring(one.recurring.index())?.title.clone();
        Some(News { from, at: one.starts, precision: Time::Full, title, url: None })
    });
    sent.chain(events).collect()
}

/// The fullest text about a piece that is not too long.
fn piece_text(standpoint: Standpoint<'_>, id: ItemId, wording: &Wording<'_>) -> Option<String> {
    let item = standpoint.site().item(id);
    let (title, summary) = (wording.heading(&item.title.value), wording.sentence(item.summary()));
    let (time, url) = (time_of(item, wording), standpoint.url(id));
    let join = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join("\n")
    };
    let texts = [join(&[&title, &summary, &time, &url]), join(&[&title, &time, &url]), url.clone()];
    texts.into_iter().find(|text| wording::length(text) <= MOST_CHARACTERS)
}

/// When a piece takes place or is open, and where; empty for what has no time of its own.
fn time_of(item: &Item, wording: &Wording<'_>) -> String {
    match &item.detail {
        Detail::Event(event) => {
            let time = wording.span(Some(event.starts), event.ends);
            if event.place.is_empty() { time } else { format!("{time} · {}", wording.sentence(&event.place)) }
        }
        Detail::Prompt(task) | Detail::Challenge(task) => wording.span(task.starts, task.ends),
        Detail::Offer(offer) => wording.span(offer.starts, offer.ends),
        _ => String::new(),
    }
}

/// What the week brings, as many lines as there is room for; the rest is a number and where to find it.
fn week_text(standpoint: Standpoint<'_>, news: &[&News], wording: &Wording<'_>, (first, last): (Date, Date)) -> String {
    let settings = &standpoint.site().settings;
    let home = wording.quiet_url(&settings.base_url.absolute("/"));
    let mut text = wording.heading(&format!("{first} – {last} · {}", settings.title));
    for (told, one) in news.iter().enumerate() {
        let line = format!("\n{}", week_line(one, wording));
        let left = news.len() - told;
        let rest = format!("\n… + {left}: {home}");
        // The last line needs no room for a rest after it.
        let after = if left == 1 { 0 } else { wording::length(&rest) };
        if wording::length(&text) + wording::length(&line) + after > MOST_CHARACTERS {
            return text + &rest;
        }
        text.push_str(&line);
    }
    text
}

fn week_line(news: &News, wording: &Wording<'_>) -> String {
    let line = format!("{} {}", wording.time(news.at, news.precision), wording.inline(&news.title));
    match &news.url {
        Some(url) => format!("{line} {}", wording.quiet_url(url)),
        None => line,
    }
}
