//! What the coming issues hold, why the rest isn't in them, and how each looks as mail.

use serde::Serialize;

use super::look::{Cut, Look, PieceRow, Place};
use super::thing::newsletter_id;
use super::words;
use crate::calendar::{self, Mention, PlannedIssue, Sending};
use crate::diagnostic::{Severity, counted};
use crate::model::time::Date;
use crate::model::{NewsletterId, SegmentId};
use crate::pipeline::{MailVariant, MailWanted, Mailed};
use crate::plan::LeftOut;
use crate::render::MAIL_LIMIT;

/// Days whose issues are shown.
const AHEAD: i64 = 92;
const FIRST_ISSUES: usize = 5;
const MOST_ISSUES: usize = 40;
const MOST: usize = 60;

#[derive(Serialize)]
pub(super) struct View {
    has_newsletters: bool,
    issues: Cut<Choice>,
    later: Cut<Choice>,
    issue: Option<Issue>,
}

/// An issue to choose.
#[derive(Serialize)]
struct Choice {
    title: String,
    date: String,
    away: String,
    holds: String,
    is_empty: bool,
    href: String,
    is_chosen: bool,
}

#[derive(Serialize)]
struct Issue {
    title: String,
    when: String,
    away: String,
    closes: String,
    is_out: bool,
    is_empty: bool,
    letter: Option<Letter>,
    letter_path: String,
    groups: Vec<Group>,
    left_out: Cut<Out>,
    mail: Option<Mail>,
}

#[derive(Serialize)]
struct Letter {
    row: PieceRow,
    is_ready: bool,
}

#[derive(Serialize)]
struct Group {
    title: &'static str,
    pieces: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    title: String,
    kind: &'static str,
    page: Option<String>,
    place: Option<Place>,
}

#[derive(Serialize)]
struct Out {
    row: PieceRow,
    why: String,
}

/// The preview.
#[derive(Serialize)]
struct Mail {
    subject: String,
    size: String,
    notes: Vec<String>,
    segments: Vec<Tab>,
    parts: Vec<Tab>,
    /// Where the frames get it.
    source: String,
    /// The text, where that is asked for.
    text: Option<String>,
    /// Nothing in the issue fits the segment.
    is_for_nobody: bool,
    problems: Vec<String>,
}

#[derive(Serialize)]
struct Tab {
    title: String,
    href: String,
    is_chosen: bool,
}

pub(super) fn view(look: &Look<'_>) -> View {
    let today = look.today();
    let issues = calendar::issues(look.standpoint(), (today, today.plus_days(AHEAD)));
    let coming: Vec<PlannedIssue> = issues.into_iter().filter(|issue| issue.sent > look.moment.now).collect();
    let chosen = asked(look).or_else(|| {
        let full = coming.iter().find(|issue| issue.sending != Sending::Nothing);
        full.or(coming.first()).cloned()
    });
    let one = |issue: &PlannedIssue| choice(look, issue, chosen.as_ref());
    View {
        has_newsletters: !look.site().calendar.newsletters.is_empty(),
        issues: Cut::of(coming.iter().take(FIRST_ISSUES).map(one), FIRST_ISSUES),
        later: Cut::of(coming.iter().skip(FIRST_ISSUES).map(one), MOST_ISSUES),
        issue: chosen.as_ref().map(|chosen| issue(look, chosen)),
    }
}

/// The issue that the address names: `weekly/2026-12-09`.
fn asked(look: &Look<'_>) -> Option<PlannedIssue> {
    let (name, date) = look.desk.query.get("issue")?.rsplit_once('/')?;
    let date = Date::parse(date)?;
    let of_day = calendar::issues(look.standpoint(), (date, date));
    of_day.into_iter().find(|issue| issue.newsletter == name && issue.date == date)
}

fn choice(look: &Look<'_>, issue: &PlannedIssue, chosen: Option<&PlannedIssue>) -> Choice {
    Choice {
        title: issue.title.clone(),
        date: look.day(issue.date),
        away: words::away(look.today(), issue.date),
        holds: if issue.sending == Sending::Nothing { "nothing to send so far".to_owned() } else { holds(issue) },
        is_empty: issue.sending == Sending::Nothing,
        href: look.desk.link("newsletter/", &[("issue", &name(issue))]),
        is_chosen: chosen.is_some_and(|chosen| name(chosen) == name(issue)),
    }
}

fn name(issue: &PlannedIssue) -> String {
    format!("{}/{}", issue.newsletter, issue.date)
}

/// `3 pieces, 1 event and an offer`.
pub(super) fn holds(issue: &PlannedIssue) -> String {
    let counts = [(issue.members.len(), "piece"), (issue.spotlights.len(), "spotlight"), (issue.events.len(), "event")];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, word)| counted(number, word));
    let offer = issue.offer.as_ref().map(|_| "an offer".to_owned());
    let parts: Vec<String> = counts.chain(offer).collect();
    if parts.is_empty() { "the letter alone".to_owned() } else { crate::diagnostic::listed(&parts) }
}

fn issue(look: &Look<'_>, issue: &PlannedIssue) -> Issue {
    let zone = look.zone();
    let members = |title, mentions: &[Mention]| Group {
        title,
        pieces: mentions.iter().map(|mention| member(look, mention, issue)).collect(),
    };
    let groups = [
        members("Pieces", &issue.members),
        members("Spotlights", &issue.spotlights),
        members("Events of the two weeks after it", &issue.events),
        members("Offer", issue.offer.as_slice()),
    ];
    Issue {
        title: issue.title.clone(),
        when: format!("{}, {}", words::long_day(issue.date), words::time(zone, issue.sent)),
        away: words::away(look.today(), issue.date),
        closes: look.day_and_time(issue.closes),
        is_out: issue.sent <= look.moment.now,
        is_empty: issue.sending == Sending::Nothing,
        letter: issue.letter.as_ref().map(|letter| Letter {
            row: PieceRow { place: look.file_place(letter), ..look.row(letter) },
            is_ready: letter.status.is_done(),
        }),
        letter_path: format!("content/newsletter/{}/{}.md", issue.newsletter, issue.date),
        groups: groups.into_iter().filter(|group| !group.pieces.is_empty()).collect(),
        left_out: Cut::of(left_out(look, issue), MOST),
        mail: (issue.sending != Sending::Nothing).then(|| mail(look, issue)).flatten(),
    }
}

fn member(look: &Look<'_>, mention: &Mention, issue: &PlannedIssue) -> Member {
    let item = look.site().by_id.get(&mention.id).copied();
    Member {
        title: mention.title.clone(),
        kind: mention.kind.noun(1),
        page: item.map(|item| look.page(item, Some(issue.sent.max(look.moment.now)))),
        place: item.map(|item| look.place(look.site().item(item).span)),
    }
}

fn left_out(look: &Look<'_>, issue: &PlannedIssue) -> Vec<Out> {
    let out = calendar::left_out(look.standpoint(), issue);
    let one = |(piece, why): &(calendar::Piece, LeftOut)| Out { row: look.row(piece), why: why_not(look, issue, why) };
    out.iter().map(one).collect()
}

fn why_not(look: &Look<'_>, issue: &PlannedIssue, why: &LeftOut) -> String {
    match why {
        LeftOut::TooLate => {
            format!(
                "it appears after this issue closes ({}), so the next one takes it",
                look.day_and_time(issue.closes)
            )
        }
        _ => why.words(),
    }
}

/// Which mail an address asks for.
struct Asked {
    wanted: MailWanted,
    segment: Option<SegmentId>,
    is_text: bool,
}

fn asked_mail(look: &Look<'_>, issue: &PlannedIssue) -> Option<Asked> {
    let segment =
        look.desk.query.get("segment").and_then(|id| {
            look.site().settings.segments.iter().position(|segment| segment.id == id).map(SegmentId::at)
        });
    let newsletter: NewsletterId = newsletter_id(look, &issue.newsletter)?;
    let wanted = MailWanted { newsletter, date: issue.date.to_string(), sent: issue.sent, segments: vec![segment] };
    Some(Asked { wanted, segment, is_text: look.desk.query.get("part") == Some("text") })
}

fn made(look: &Look<'_>, wanted: &MailWanted) -> Mailed {
    look.live.mail((look.plan, look.moment), wanted)
}

fn mail(look: &Look<'_>, issue: &PlannedIssue) -> Option<Mail> {
    let asked = asked_mail(look, issue)?;
    let Mailed { variants, diagnostics } = made(look, &asked.wanted);
    let files = variants.first().and_then(|variant| variant.files.as_ref());
    let id = segment_id(look, asked.segment);
    let part = if asked.is_text { "text" } else { "html" };
    let issue_name = name(issue);
    let link = |segment: &str, part: &str| {
        let pairs = [("issue", issue_name.as_str()), ("segment", segment), ("part", part)];
        let pairs: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        look.desk.link("newsletter/", &pairs)
    };
    let segments = look.site().settings.segments.iter().map(|segment| (segment.title.clone(), segment.id.clone()));
    let segments = std::iter::once(("Everybody".to_owned(), String::new())).chain(segments);
    Some(Mail {
        subject: files.map(|files| files.subject.clone()).unwrap_or_default(),
        size: files.map(|files| format!("{} KB", files.html.text.len().div_ceil(1024))).unwrap_or_default(),
        notes: variants.first().map(notes).unwrap_or_default(),
        segments: segments
            .map(|(title, own)| Tab { href: format!("{}#mail", link(&own, part)), is_chosen: own == id, title })
            .collect(),
        parts: [("As it looks", "html"), ("As text", "text")]
            .map(|(title, own)| Tab {
                title: title.to_owned(),
                href: format!("{}#mail", link(&id, own)),
                is_chosen: own == part,
            })
            .into(),
        source: link(&id, "html").replacen("newsletter/?", "newsletter/mail?", 1),
        text: files.filter(|_| asked.is_text).map(|files| files.text.text.clone()),
        is_for_nobody: files.is_none() && diagnostics.is_empty(),
        problems: diagnostics
            .iter()
            .filter(|problem| problem.severity != Severity::Note)
            .map(|problem| problem.message.clone())
            .collect(),
    })
}

fn segment_id(look: &Look<'_>, segment: Option<SegmentId>) -> String {
    let found = segment.and_then(|id| look.site().settings.segments.get(id.index()));
    found.map(|segment| segment.id.clone()).unwrap_or_default()
}

fn notes(variant: &MailVariant) -> Vec<String> {
    let Some(files) = &variant.files else { return Vec::new() };
    let cut = files.cut.map(|cut| {
        format!(
            "All of it would have {} KB, and mail programs show {} KB: the rest is behind a button at its end.",
            cut.whole.div_ceil(1024),
            MAIL_LIMIT / 1024
        )
    });
    let way_out = (!files.can_unsubscribe).then(|| {
        "`UNSUBSCRIBE-URL` stands where your provider's address for unsubscribing goes; with a `preset` in `[signup]` hub knows it."
            .to_owned()
    });
    cut.into_iter().chain(way_out).collect()
}

/// The mail that an address asks for, in HTML or as text.
pub(super) fn mail_text(look: &Look<'_>) -> Option<(bool, String)> {
    let issue = asked(look)?;
    let asked = asked_mail(look, &issue)?;
    let files = made(look, &asked.wanted).variants.into_iter().next()?.files?;
    Some(match asked.is_text {
        true => (false, files.text.text),
        // Links open beside the studio.
        false => (true, files.html.text.replacen("<head>", "<head><base target=\"_blank\">", 1)),
    })
}
