//! `hub newsletter preview|export`: an issue as mail, on stdout or as files in `.hub/mail/`.
//!
//! JSON of `export`: `issues`, each with `newsletter`, `date`, `variants` (`segment` or null, `folder` or null, `subject`,
//! `bytes` of the HTML, `cut` or null) and `notes` in words. JSON of `preview`: `segment`, `subject`, `html`, `text`,
//! `markdown`, `message`.

use serde_json::{Value, json};

use super::super::args::{AnswerFormat, MailFormat, NewsletterCommand};
use super::super::{End, complain, print};
use super::{newsletters, say, standpoint};
use crate::calendar::{self, PlannedIssue, Sending};
use crate::diagnostic::draw::{self, Colour, Format, printable};
use crate::diagnostic::{Severity, nearest_help};
use crate::error::Error;
use crate::model::time::Date;
use crate::model::{NewsletterId, SegmentId, Site};
use crate::pipeline::{self, Found, MailVariant, MailWanted, Mailed, Opened};
use crate::publish;
use crate::render::{MAIL_LIMIT, MailFiles};

/// The coming issue of the newsletter, or the one of a day.
pub(super) fn wanted_for_preview(
    opened: &Opened,
    found: &Found,
    which: &[String],
    segment: Option<&str>,
) -> Result<MailWanted, Error> {
    let (id, day) = words(&found.site, which)?;
    let newsletter = first(&found.site, id)?;
    let issue = match day {
        Some(day) => on(opened, found, newsletter, day)?,
        None => match coming(opened, found, newsletter) {
            Some(issue) => issue,
            None => newest_instead(opened, found, newsletter)?,
        },
    };
    let segments = vec![segment.map(|id| self::segment(&found.site, id)).transpose()?];
    Ok(wanted(newsletter, &issue, segments))
}

/// Where nothing is coming, what went out last; who looks is told, so that nobody sends it again.
fn newest_instead(opened: &Opened, found: &Found, newsletter: NewsletterId) -> Result<PlannedIssue, Error> {
    let issue = newest(opened, found, newsletter).ok_or_else(|| none(&found.site, newsletter))?;
    let name = name(&found.site, newsletter);
    complain(&format!("nothing is coming in `{name}`: this is the issue of {}, which is out already\n", issue.date));
    Ok(issue)
}

/// The newest issue of each newsletter or of one, or the one of a day, for everybody and for each segment.
pub(super) fn wanted_for_export(opened: &Opened, found: &Found, which: &[String]) -> Result<Vec<MailWanted>, Error> {
    let (id, day) = words(&found.site, which)?;
    let segments = (0..found.site.settings.segments.len()).map(|at| Some(SegmentId::at(at)));
    let segments: Vec<_> = [None].into_iter().chain(segments).collect();
    let mut all = Vec::new();
    let ids = match (id, day) {
        (None, Some(_)) => vec![first(&found.site, None)?],
        (id, _) => newsletters(&found.site, id)?,
    };
    for newsletter in ids {
        let issue = match day {
            Some(day) => Some(on(opened, found, newsletter, day)?),
            None => newest(opened, found, newsletter).or_else(|| coming(opened, found, newsletter)),
        };
        all.extend(issue.map(|issue| wanted(newsletter, &issue, segments.clone())));
    }
    if all.is_empty() {
        return Err(none(&found.site, first(&found.site, id)?));
    }
    Ok(all)
}

fn wanted(newsletter: NewsletterId, issue: &PlannedIssue, segments: Vec<Option<SegmentId>>) -> MailWanted {
    MailWanted { newsletter, date: issue.date.to_string(), sent: issue.sent, segments }
}

/// A newsletter's id and a day, in either order.
fn words<'a>(site: &Site, which: &'a [String]) -> Result<(Option<&'a str>, Option<Date>), Error> {
    let (mut id, mut day) = (None, None);
    for word in which {
        match Date::parse(word) {
            Some(date) if day.is_none() => day = Some(date),
            None if id.is_none() => id = Some(word.as_str()),
            _ => return Err(Error::refused(format!("`{word}` is one too many"), "name one newsletter and one day")),
        }
    }
    newsletters(site, id)?;
    Ok((id, day))
}

fn first(site: &Site, id: Option<&str>) -> Result<NewsletterId, Error> {
    newsletters(site, id)?.first().copied().ok_or_else(|| {
        Error::refused(
            "the calendar has no `[[newsletter]]`",
            "add one; `hub help newsletter` says how issues are made",
        )
    })
}

fn segment(site: &Site, id: &str) -> Result<SegmentId, Error> {
    let segments = &site.settings.segments;
    let found = segments.iter().position(|segment| segment.id == id);
    found.map(SegmentId::at).ok_or_else(|| {
        let near = nearest_help(id, segments.iter().map(|segment| segment.id.as_str()));
        let help = near.unwrap_or_else(|| "segments are `[[segment]]` in `hub.toml`".to_owned());
        Error::refused(format!("there is no segment `{id}`"), help)
    })
}

fn coming(opened: &Opened, found: &Found, id: NewsletterId) -> Option<PlannedIssue> {
    calendar::next_issue(standpoint(opened, found), id).filter(|issue| issue.sending != Sending::Nothing)
}

fn newest(opened: &Opened, found: &Found, id: NewsletterId) -> Option<PlannedIssue> {
    let name = name(&found.site, id);
    calendar::issues_out(standpoint(opened, found)).into_iter().rev().find(|issue| issue.newsletter == name)
}

fn on(opened: &Opened, found: &Found, id: NewsletterId, day: Date) -> Result<PlannedIssue, Error> {
    let name = name(&found.site, id);
    let standpoint = standpoint(opened, found);
    let out = calendar::issues_out(standpoint).into_iter().chain(calendar::issues(standpoint, (day, day)));
    let mut of_day = out.filter(|issue| issue.newsletter == name && issue.date == day);
    let issue = of_day.next().filter(|issue| issue.sending != Sending::Nothing);
    issue.ok_or_else(|| {
        Error::refused(
            format!("the newsletter `{name}` has no issue on {day}"),
            "`hub newsletter list` shows those that are out, `hub newsletter next` the coming one",
        )
    })
}

fn none(site: &Site, id: NewsletterId) -> Error {
    Error::refused(
        format!("the newsletter `{}` has no issue yet, and nothing to send", name(site, id)),
        "an issue needs a piece or a letter: `hub newsletter next` shows what is missing",
    )
}

fn name(site: &Site, id: NewsletterId) -> &str {
    site.calendar.newsletters.get(id.index()).map_or("", |newsletter| newsletter.id.value.as_str())
}

/// Prints one form of an issue, or all of them as JSON.
pub(super) fn preview(
    command: &NewsletterCommand,
    opened: &mut Opened,
    (wanted, format): (&MailWanted, MailFormat),
    colour: Colour,
) -> Result<End, Error> {
    let mailed = pipeline::issue_mail(opened, &command.request, wanted)?;
    if show(opened, &mailed, colour) {
        return Ok(End::SiteHasErrors);
    }
    let Some(variant) = mailed.variants.first() else { return Ok(End::Fine) };
    let Some(files) = &variant.files else {
        complain(&format!("nothing in this issue fits the segment `{}`\n", variant.segment.as_deref().unwrap_or("")));
        return Ok(End::Fine);
    };
    match command.answer {
        AnswerFormat::Json => print(&format!("{:#}\n", preview_json(variant, files))),
        AnswerFormat::Text => print(match format {
            MailFormat::Txt => &files.text.text,
            MailFormat::Html => &files.html.text,
            MailFormat::Md => &files.markdown.text,
            MailFormat::Eml => &files.message,
        }),
    }
    Ok(End::Fine)
}

fn preview_json(variant: &MailVariant, files: &MailFiles) -> Value {
    json!({
        "segment": variant.segment, "subject": files.subject, "html": files.html.text, "text": files.text.text,
        "markdown": files.markdown.text, "message": files.message,
    })
}

/// Shows problems; whether one is an error.
fn show(opened: &Opened, mailed: &Mailed, colour: Colour) -> bool {
    if !mailed.diagnostics.is_empty() {
        complain(&draw::draw(&mailed.diagnostics, &opened.report.sources, Format::Text, colour));
    }
    mailed.diagnostics.iter().any(|one| one.severity == Severity::Error)
}

/// Writes the files; with an error in one of them, none.
pub(super) fn export(
    command: &NewsletterCommand,
    opened: &mut Opened,
    wanted: &[MailWanted],
    colour: Colour,
) -> Result<End, Error> {
    let mut made = Vec::new();
    for one in wanted {
        let mailed = pipeline::issue_mail(opened, &command.request, one)?;
        if show(opened, &mailed, colour) {
            complain("nothing was written: mend the errors above first\n");
            return Ok(End::SiteHasErrors);
        }
        made.push((one, mailed));
    }
    let Some(found) = &opened.found else { return Ok(End::Fine) };
    let site = &found.site;
    for (one, mailed) in &made {
        for variant in &mailed.variants {
            if let Some(files) = &variant.files {
                write(command, &folder(site, one, variant), files)?;
            }
        }
    }
    let json: Vec<Value> = made.iter().map(|(one, mailed)| issue_json(site, one, mailed)).collect();
    say(command.answer, &json!({ "issues": json }), || {
        made.iter().map(|(one, mailed)| text(site, one, mailed)).collect::<Vec<_>>().join("\n")
    });
    Ok(End::Fine)
}

/// From the folder `.hub`.
fn folder(site: &Site, wanted: &MailWanted, variant: &MailVariant) -> String {
    let segment = variant.segment.as_ref().map(|segment| format!("-{segment}")).unwrap_or_default();
    format!("mail/{}/{}{segment}", name(site, wanted.newsletter), wanted.date)
}

fn write(command: &NewsletterCommand, folder: &str, files: &MailFiles) -> Result<(), Error> {
    let parts =
        [("html", &files.html.text), ("txt", &files.text.text), ("md", &files.markdown.text), ("eml", &files.message)];
    parts.into_iter().try_for_each(|(ending, text)| {
        publish::keep(&command.request.root, &format!("{folder}/index.{ending}"), text.as_bytes())
    })
}

fn issue_json(site: &Site, wanted: &MailWanted, mailed: &Mailed) -> Value {
    let variant = |variant: &MailVariant| {
        let files = variant.files.as_ref();
        json!({
            "segment": variant.segment,
            "folder": files.map(|_| format!(".hub/{}", folder(site, wanted, variant))),
            "subject": files.map(|files| &files.subject),
            "bytes": files.map(|files| files.html.text.len()),
            "cut": files.and_then(|files| files.cut).map(|cut| {
                json!({ "whole": cut.whole, "blocks": cut.blocks, "pieces": cut.pieces })
            }),
        })
    };
    json!({
        "newsletter": name(site, wanted.newsletter),
        "date": wanted.date,
        "variants": mailed.variants.iter().map(variant).collect::<Vec<_>>(),
        "notes": notes(site, wanted, mailed),
    })
}

fn text(site: &Site, wanted: &MailWanted, mailed: &Mailed) -> String {
    let line = |variant: &MailVariant| match &variant.files {
        Some(files) => {
            let size = files.html.text.len().div_ceil(1024);
            format!("wrote .hub/{}/index.html ({size} KB), .txt, .md, .eml", folder(site, wanted, variant))
        }
        None => format!("nothing in this issue fits `{}`", variant.segment.as_deref().unwrap_or("")),
    };
    let subject = mailed.variants.iter().find_map(|variant| variant.files.as_ref()).map(|files| &files.subject);
    let subject = subject.map(|subject| format!("{} {}: {subject}", name(site, wanted.newsletter), wanted.date));
    let notes = notes(site, wanted, mailed).into_iter().map(|note| format!("note: {note}"));
    let lines = subject.into_iter().chain(mailed.variants.iter().map(line)).chain(notes);
    lines.map(|line| format!("{}\n", printable(&line))).collect()
}

/// What is worth knowing before it is sent.
fn notes(site: &Site, wanted: &MailWanted, mailed: &Mailed) -> Vec<String> {
    let files = || mailed.variants.iter().filter_map(|variant| Some((variant, variant.files.as_ref()?)));
    let mut notes = Vec::new();
    if site.calendar.newsletters.get(wanted.newsletter.index()).is_some_and(|newsletter| newsletter.by_feed) {
        notes.push(
            "this newsletter goes out by its feed (`send = \"feed\"`): look at these files, but don't paste them, or it is mailed twice"
                .to_owned(),
        );
    }
    if files().any(|(_, files)| !files.can_unsubscribe) {
        notes.push(
            "put your provider's address for unsubscribing in the place of `UNSUBSCRIBE-URL`; with a preset in `[signup]` hub knows it"
                .to_owned(),
        );
    }
    notes.extend(files().filter_map(|(variant, files)| Some((variant, files.cut?))).map(|(variant, cut)| {
        let whom = variant.segment.as_ref().map(|segment| format!(" for `{segment}`")).unwrap_or_default();
        format!(
            "the mail{whom} would have {} KB, and mail programs show {} KB: {}, and a button leads to the rest",
            cut.whole.div_ceil(1024),
            MAIL_LIMIT / 1024,
            left_out(cut)
        )
    }));
    notes
}

fn left_out(cut: crate::render::Cut) -> String {
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let parts = [(cut.blocks, "paragraph of the letter"), (cut.pieces, "piece")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts
        .map(|(number, word)| match word {
            "piece" => count(number, word),
            _ if number == 1 => "the last paragraph of the letter".to_owned(),
            _ => format!("the last {number} paragraphs of the letter"),
        })
        .collect();
    format!("{} left out", parts.join(" and "))
}
