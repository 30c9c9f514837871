//! `hub calendar week`: the digest of a week, and its posts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::agenda::{self, Layout};
use super::text::{Text, Tone, packed, wrapped};
use super::{Asked, json, phases, screen, words};
use crate::calendar::{MOST_CHARACTERS, Mention, Piece, PlannedIssue, Post, Sending, Subject, Thing, Week, What, week};
use crate::error::Error;
use crate::model::time::Date;

/// Answers for the week that the day `typed` lies in, or this one.
pub(super) fn answer(asked: &Asked<'_>, typed: Option<&str>) -> Result<(), Error> {
    let standpoint = asked.standpoint();
    let day = typed.map_or(Ok(standpoint.today()), read)?;
    let week = week(standpoint, day);
    asked.say(&to_json(asked, &week), || text(asked, &week));
    Ok(())
}

fn read(typed: &str) -> Result<Date, Error> {
    let refused = || Error::refused(format!("`{typed}` is no day"), "write it as `2026-12-07`");
    Date::parse(typed).ok_or_else(refused)
}

/// `first`, `last`, `today`, `now`, `zone`, `phases`, `clock_changes`, `things`, `spotlights` (those short of members:
/// `title`, `date`, `count`, `planned`), `late`, `posts` (`channel`, `about`, `from`, `length` in UTF-16 units, `most`,
/// `text`); see `json.rs`.
fn to_json(asked: &Asked<'_>, week: &Week) -> Value {
    let zone = asked.zone();
    let post = |post: &Post| {
        json!({
            "channel": post.channel,
            "about": post.about.as_ref().map(json::mention),
            "from": zone.rfc3339(post.from),
            "length": post.length,
            "most": MOST_CHARACTERS,
            "text": post.text,
        })
    };
    let spotlights = week.spotlights.iter().map(|short| {
        json!({
            "title": short.title, "date": short.date.to_string(),
            "count": [short.count.0, short.count.1], "planned": short.planned,
        })
    });
    json!({
        "first": week.first.to_string(),
        "last": week.last.to_string(),
        "today": week.today.to_string(),
        "now": zone.rfc3339(asked.found.moment.now),
        "zone": zone.name(),
        "phases": week.phases.iter().map(json::phase).collect::<Vec<_>>(),
        "clock_changes": week.clock_changes.iter().map(json::clock_change).collect::<Vec<_>>(),
        "things": week.things.iter().map(|thing| json::thing(thing, zone)).collect::<Vec<_>>(),
        "spotlights": spotlights.collect::<Vec<_>>(),
        "late": week.late.iter().map(|late| json::late(late, zone)).collect::<Vec<_>>(),
        "posts": week.posts.iter().map(post).collect::<Vec<_>>(),
    })
}

fn text(asked: &Asked<'_>, week: &Week) -> String {
    let screen = screen::columns();
    let title = format!("Week of {} {}", words::days(week.first, week.last), week.last.year());
    let mut text = super::head(asked, &title, (week.first, week.today), &week.clock_changes);
    text.push_str(&phases::draw(&week.phases, screen, asked.colour));
    text.push('\n');
    text.push_str(&days(asked, week, screen));
    text.push_str(&issues(asked, week, screen));
    text.push_str(&events(asked, week, screen));
    text.push_str(&spotlights(asked, week, screen));
    text.push_str(&agenda::late(&week.late, week.today, screen, asked.colour));
    text.push_str(&due(asked, week, screen));
    text + &posts(asked, week, screen)
}

fn days(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    if week.things.is_empty() {
        let next = match asked.unread() {
            Some(unread) => super::sentence(unread),
            None => super::hint("What waits for a day", "hub calendar backlog"),
        };
        let lines = super::sentence("Nothing is planned this week.").into_iter().chain(next);
        return lines.map(|line| line.line(asked.colour)).collect();
    }
    let things: Vec<&Thing> = week.things.iter().collect();
    let now = (week.today, asked.zone());
    let layout = Layout::of(&agenda::rows(&things, now.0, now.1), screen);
    agenda::draw_days(&things, (week.first, week.last), now, &layout, asked.colour)
}

/// A heading with what stands under it; nothing where there is nothing.
fn section(asked: &Asked<'_>, heading: &str, lines: Vec<Text>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let heading = Text::of(Tone::Strong, &format!(" {heading}")).line(asked.colour);
    lines.into_iter().fold(format!("\n{heading}"), |text, line| text + &line.line(asked.colour))
}

/// `words` at most three lines long, `indent` columns from the margin.
fn indented(tone: Tone, words: &str, indent: usize, screen: usize) -> Vec<Text> {
    let lines = wrapped(words, screen.saturating_sub(indent), 3);
    lines.iter().map(|words| Text::of(tone, words).indented(indent)).collect()
}

fn issues(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    let issues = week.things.iter().filter_map(|thing| match &thing.subject {
        Subject::Issue(issue) => Some(issue.as_ref()),
        _ => None,
    });
    let text = issues.map(|issue| section(asked, &issue.title, issue_lines(asked, week, issue, screen)));
    text.collect()
}

fn issue_lines(asked: &Asked<'_>, week: &Week, issue: &PlannedIssue, screen: usize) -> Vec<Text> {
    let zone = asked.zone();
    let when = words::full_time(issue.sent, zone, week.today);
    let same_day = zone.date_of(issue.closes) == issue.date;
    let closes =
        if same_day { words::time(issue.closes, zone) } else { words::full_time(issue.closes, zone, week.today) };
    let sentence = match issue.sending {
        Sending::Nothing if issue.sent > asked.found.moment.now => {
            format!("nothing to send on {when} yet; what is public before {closes} is in it")
        }
        Sending::Nothing => format!("nothing was sent on {when}: there was nothing new"),
        Sending::Coming => format!("goes out {when}, with what is public before {closes}"),
        Sending::Out => format!("went out {when}"),
        Sending::Sealed => format!("went out {when}; what it held is written down"),
        Sending::SealedAhead => format!("goes out {when}; what it holds is written down already"),
    };
    let mut lines = indented(Tone::Plain, &sentence, 3, screen);
    for (tone, mention) in mentions(issue) {
        lines.extend(indented(tone, &mention, 5, screen));
    }
    if let Some(words) = letter(asked, issue) {
        lines.extend(indented(Tone::Quiet, &words, 5, screen));
    }
    lines
}

/// The creator's letter, or where it would be written while there is time.
fn letter(asked: &Asked<'_>, issue: &PlannedIssue) -> Option<String> {
    match &issue.letter {
        Some(letter) if letter.status.is_done() => Some(format!("letter: {}", letter.title)),
        Some(letter) => Some(format!("letter, not ready ({}): {}", letter.status.word(), letter.title)),
        None if issue.sent <= asked.found.moment.now => None,
        None => Some(format!("no letter yet; it would be content/newsletter/{}/{}.md", issue.newsletter, issue.date)),
    }
}

/// What an issue holds, one a line.
fn mentions(issue: &PlannedIssue) -> Vec<(Tone, String)> {
    let line = |label: &str, mention: &Mention| format!("{label}: {}", mention.title);
    let members = issue.members.iter().map(|member| (Tone::Plain, line(member.kind.name(), member)));
    let spotlights = issue.spotlights.iter().map(|member| (Tone::Quiet, line("and the spotlight", member)));
    let events = issue.events.iter().map(|event| (Tone::Quiet, line("and the event", event)));
    let offer = issue.offer.iter().map(|offer| (Tone::Quiet, line("and the offer", offer)));
    members.chain(spotlights).chain(events).chain(offer).collect()
}

fn events(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    let is_event = |thing: &&Thing| thing.kind() == "event" && matches!(thing.what, What::Starts | What::Recurs);
    let lines = week.things.iter().filter(is_event).flat_map(|thing| event_lines(asked, week, thing, screen));
    section(asked, "Events", lines.collect())
}

fn event_lines(asked: &Asked<'_>, week: &Week, thing: &Thing, screen: usize) -> Vec<Text> {
    let zone = asked.zone();
    let Some(starts) = thing.at else { return Vec::new() };
    let page = match &thing.subject {
        Subject::Piece(piece) => piece.url.clone().unwrap_or_default(),
        _ => "no page of its own yet".to_owned(),
    };
    let facts = [words::from_to(starts, thing.ends, zone, week.today), thing.place.clone(), page];
    let facts = packed(&facts.map(|fact| (Tone::Quiet, fact)), screen.saturating_sub(5));
    let mut lines = indented(Tone::Plain, thing.title(), 3, screen);
    lines.extend(facts.into_iter().map(|line| line.indented(5)));
    lines
}

fn spotlights(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    let mut lines = Vec::new();
    for short in &week.spotlights {
        let day = words::full_day(short.date, week.today);
        let wanted = words::range(short.count.0, short.count.1);
        let sentence = format!("{} on {day} wants {wanted}, {} planned", short.title, short.planned);
        lines.extend(indented(Tone::Plain, &sentence, 3, screen));
        let month = format!("{:04}-{:02}", short.date.year(), short.date.month());
        lines.extend(indented(Tone::Quiet, &format!("choose members: hub calendar spotlights {month}"), 5, screen));
    }
    section(asked, "Spotlights", lines)
}

/// What must be done this week, by who does it.
fn due(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    let mut by_owner: BTreeMap<&str, Vec<(&Piece, Date)>> = BTreeMap::new();
    for thing in week.things.iter().filter(|thing| thing.what == What::Due) {
        if let Subject::Piece(piece) = &thing.subject {
            by_owner.entry(&piece.owner).or_default().push((piece, thing.date));
        }
    }
    let mut lines = Vec::new();
    for (owner, pieces) in by_owner {
        let owner = if owner.is_empty() { "nobody yet" } else { owner };
        lines.extend(indented(Tone::Plain, owner, 3, screen));
        for (piece, date) in pieces {
            let line = format!("{}: {} ({})", words::full_day(date, week.today), piece.title, piece.status.word());
            lines.extend(indented(Tone::Quiet, &line, 5, screen));
        }
    }
    section(asked, "Due this week", lines)
}

/// The posts, each between two lines, from the margin on: ready to be copied.
fn posts(asked: &Asked<'_>, week: &Week, screen: usize) -> String {
    if week.posts.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}", Text::of(Tone::Strong, " Posts to paste").line(asked.colour));
    for post in &week.posts {
        text.push_str(&post_text(asked, week, post, screen));
    }
    text
}

fn post_text(asked: &Asked<'_>, week: &Week, post: &Post, screen: usize) -> String {
    let about = post.about.as_ref().map_or("the whole week", |about| about.title.as_str());
    let ready = if post.from <= asked.found.moment.now {
        "ready to paste".to_owned()
    } else {
        format!("not before {}", words::full_time(post.from, asked.zone(), week.today))
    };
    let most = words::thousands(MOST_CHARACTERS);
    let facts = format!("{ready} · {} of {most} characters", words::thousands(post.length));
    let heading = Text::of(Tone::Letter, &format!(" {}", post.channel)).and(Tone::Plain, &format!(": {about}"));
    let rule = Text::of(Tone::Quiet, &"─".repeat(screen.min(100)));
    let facts = Text::of(Tone::Quiet, &format!(" {facts}"));
    let mut text = String::from("\n");
    for line in [heading.cut(screen), facts.cut(screen), rule.clone()] {
        text.push_str(&line.line(asked.colour));
    }
    text.push_str(&post.text);
    text.push('\n');
    text + &rule.line(asked.colour)
}
