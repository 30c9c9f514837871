//! `hub newsletter next|list`: issues as the plan has them.
//!
//! JSON: `next` is a list of `{ issue, missing }`, `list` one of `issue`, each as in `hub calendar week --json`; `missing` is
//! a list of `{ what, help }`.

use serde_json::{Value, json};

use super::super::args::NewsletterCommand;
use super::super::calendar::issue_json;
use super::{End, newsletters, say, standpoint};
use crate::calendar::{self, Mention, PlannedIssue, Sending, Status};
use crate::diagnostic::draw::printable;
use crate::error::Error;
use crate::model::{Detail, NewsletterId, Site};
use crate::pipeline::{Found, Opened};

/// Something an issue lacks.
struct Missing {
    what: &'static str,
    help: String,
}

/// `hub newsletter next`.
pub(super) fn next(
    command: &NewsletterCommand,
    opened: &Opened,
    found: &Found,
    newsletter: Option<&str>,
) -> Result<End, Error> {
    let standpoint = standpoint(opened, found);
    let zone = &found.site.settings.zone;
    let ids = newsletters(&found.site, newsletter)?;
    let coming: Vec<(PlannedIssue, Vec<Missing>)> = ids
        .into_iter()
        .filter_map(|id| Some((id, calendar::next_issue(standpoint, id)?)))
        .map(|(id, issue)| (missing(&found.site, id, &issue), issue))
        .map(|(missing, issue)| (issue, missing))
        .collect();
    let json: Vec<Value> = coming
        .iter()
        .map(|(issue, missing)| {
            let missing: Vec<Value> = missing.iter().map(|one| json!({ "what": one.what, "help": one.help })).collect();
            json!({ "issue": issue_json(issue, zone), "missing": missing })
        })
        .collect();
    say(command.answer, &json!({ "next": json }), || {
        if coming.is_empty() {
            return "no issue is coming: the calendar has no `[[newsletter]]` that goes on\n".to_owned();
        }
        let texts = coming.iter().map(|(issue, missing)| next_text(issue, missing, &found.site));
        texts.collect::<Vec<_>>().join("\n")
    });
    Ok(End::Fine)
}

fn next_text(issue: &PlannedIssue, missing: &[Missing], site: &Site) -> String {
    let zone = &site.settings.zone;
    let mut lines = vec![format!("{}: {}", issue.newsletter, zone.words(issue.sent))];
    lines.push(format!("  takes what is public before {}", zone.words(issue.closes)));
    if issue.sending == Sending::Nothing {
        lines.push("  nothing to send so far: without a piece or a letter there is no issue".to_owned());
    }
    lines.extend(letter(issue));
    lines.extend(held(issue));
    lines.extend(missing.iter().map(|one| format!("  missing: {}: {}", one.what, one.help)));
    lines.iter().map(|line| format!("{}\n", printable(line))).collect()
}

fn letter(issue: &PlannedIssue) -> Option<String> {
    let letter = issue.letter.as_ref()?;
    let file = letter.file.as_deref().unwrap_or("");
    Some(format!("  letter     {} ({file})", letter.title))
}

fn held(issue: &PlannedIssue) -> Vec<String> {
    let lists = [("piece", &issue.members), ("spotlight", &issue.spotlights), ("event", &issue.events)];
    let line = |name: &str, mention: &Mention| format!("  {name:10} {} ({})", mention.title, mention.id);
    let lists = lists.into_iter().flat_map(|(name, mentions)| mentions.iter().map(move |mention| line(name, mention)));
    lists.chain(issue.offer.iter().map(|offer| line("offer", offer))).collect()
}

/// What a creator would regret once it is sent.
fn missing(site: &Site, id: NewsletterId, issue: &PlannedIssue) -> Vec<Missing> {
    let mut missing = Vec::new();
    let file = format!("content/newsletter/{}/{}.md", issue.newsletter, issue.date);
    let Some(letter) = &issue.letter else {
        missing.push(Missing {
            what: "letter",
            help: format!("write `{file}`; its `title` is the subject, without it the subject is the date"),
        });
        return missing;
    };
    if !matches!(letter.status, Status::Public | Status::Ready) {
        missing.push(Missing {
            what: "finish",
            help: format!("the letter in `{file}` is not ready, so it stays at home"),
        });
    }
    let own = letter.item.map(|item| &site.item(item).detail);
    if matches!(own, Some(Detail::Issue(letter)) if letter.preheader.is_empty() && letter.newsletter == id) {
        missing.push(Missing {
            what: "preheader",
            help: format!("add `preheader = \"…\"` to `{file}`: an inbox shows it beside the subject"),
        });
    }
    if issue.members.is_empty() {
        missing.push(Missing { what: "pieces", help: "the letter goes out alone".to_owned() });
    }
    missing
}

/// `hub newsletter list`.
pub(super) fn list(
    command: &NewsletterCommand,
    opened: &Opened,
    found: &Found,
    newsletter: Option<&str>,
) -> Result<End, Error> {
    let zone = &found.site.settings.zone;
    newsletters(&found.site, newsletter)?;
    let mut issues = calendar::issues_out(standpoint(opened, found));
    issues.retain(|issue| newsletter.is_none_or(|id| issue.newsletter == id));
    let json: Vec<Value> = issues.iter().map(|issue| issue_json(issue, zone)).collect();
    say(command.answer, &json!({ "issues": json }), || {
        if issues.is_empty() {
            return "no issue is out yet: `hub newsletter next` shows the coming one\n".to_owned();
        }
        issues.iter().map(list_text).collect()
    });
    Ok(End::Fine)
}

fn list_text(issue: &PlannedIssue) -> String {
    let sealed = if issue.sending == Sending::Sealed { "sealed" } else { "not sealed" };
    let mut lines = vec![format!("{} {} ({sealed})", issue.newsletter, issue.date)];
    lines.extend(letter(issue));
    lines.extend(held(issue));
    lines.iter().map(|line| format!("{}\n", printable(line))).collect()
}
