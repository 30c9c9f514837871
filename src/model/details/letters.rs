//! What is promised and sent: offers with their terms, the creator's letters, pages.

use super::community::nearest_dates;
use super::{Here, placed};
use crate::diagnostic::Diagnostic;
use crate::model::fields::{number, text, texts};
use crate::model::site::{ItemId, Letter, Newsletter, NewsletterId, Offer, OfferRole, OutLinkId, Page};
use crate::model::time::Date;
use crate::parse::Kind;
use crate::parse::front_matter::{RawIssue, RawOffer, RawPage};
use crate::parse::words::{POLICIES, ROLES};
use crate::source::{Span, Spanned};

/// Characters of a subject that mailboxes show.
const SUBJECT_LIMIT: usize = 60;
/// Characters of a preheader that mailboxes show.
const PREHEADER_LIMIT: usize = 110;

pub(super) fn offer(raw: &RawOffer, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Offer> {
    let dates = here.known.dates;
    let role = raw.role.as_ref().and_then(|typed| ROLES.read(typed, problems));
    let starts = raw.starts.as_ref().and_then(|typed| dates.begin(typed, problems));
    let ends = raw.ends.as_ref().and_then(|typed| dates.end(typed, problems));
    here.check_order(placed(starts, &raw.starts), placed(ends, &raw.ends), problems);
    let link = link(raw, role, here, problems);
    let terms = raw.terms.as_ref().and_then(|typed| terms(typed, here, problems));
    let policy = policy(raw, here, problems);
    Some(Offer {
        role: role?,
        starts,
        ends,
        link: link?,
        terms: terms?,
        policy,
        price: text(&raw.price),
        includes: texts(&raw.includes),
    })
}

/// Where an offer is to be had; nothing where that can't be made out.
fn link(
    raw: &RawOffer,
    role: Option<OfferRole>,
    here: Here<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Option<OutLinkId>> {
    let is_gift = role == Some(OfferRole::Gift);
    match &raw.link {
        Some(typed) => here.known.links.find(typed, problems).map(Some),
        None if is_gift && !here.piece.raw.common.downloads.is_empty() => Some(None),
        None => {
            let files = if is_gift { ", or `downloads` with the files that you give" } else { "" };
            problems.push(
                Diagnostic::error("missing-field", "`link` is missing")
                    .at(here.piece.front(), "")
                    .note("`link`: id of its link in links.toml")
                    .help(format!("add `link = \"…\"`{files}")),
            );
            None
        }
    }
}

/// A page by its id, with or without `pages/`; anything else is the terms in words.
fn terms(typed: &Spanned<String>, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Result<ItemId, String>> {
    let words = typed.value.trim();
    let is_page = |id: &ItemId| here.known.catalogue.piece(*id).raw.place.kind == Kind::Page;
    let names = here.known.names.by_id;
    let found = names.get(words).or_else(|| names.get(&format!("pages/{words}"))).copied().filter(is_page);
    if found.is_none() && words.starts_with("pages/") && !words.contains(char::is_whitespace) {
        return here.known.names.item(typed, Some(Kind::Page), problems).map(Ok);
    }
    Some(found.ok_or_else(|| words.to_owned()))
}

fn policy(raw: &RawOffer, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<ItemId> {
    if let Some(typed) = &raw.policy {
        return here.known.names.item(typed, Some(Kind::Page), problems);
    }
    match here.known.refund_pages.as_slice() {
        [page] => return Some(*page),
        [] => problems.push(
            Diagnostic::error("refund-policy-missing", "this offer has no refund policy")
                .at(here.piece.front(), "")
                .help("write one as `content/pages/refunds.md` with `policy = \"refund\"`"),
        ),
        pages => {
            let ids: Vec<_> = pages.iter().map(|id| format!("`{}`", here.known.catalogue.piece(*id).id)).collect();
            problems.push(
                Diagnostic::error("refund-policy-unclear", "several pages are a refund policy: which is this offer's?")
                    .at(here.piece.front(), "")
                    .help(format!("add `policy = \"…\"` with one of {}", ids.join(", "))),
            );
        }
    }
    None
}

pub(super) fn letter(raw: &RawIssue, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Option<Letter> {
    let subject = here.piece.title();
    check_length(("subject-long", "subject"), Some(&subject), SUBJECT_LIMIT, problems);
    check_length(("preheader-long", "preheader"), raw.preheader.as_ref(), PREHEADER_LIMIT, problems);
    let picks = raw
        .picks
        .iter()
        .filter_map(|typed| Some(Spanned::new(here.known.names.item(typed, None, problems)?, typed.span)));
    let picks = picks.collect();
    let number = number(&raw.number, problems);
    let span = Span::file(here.piece.file);
    let name = here.piece.path.split('/').nth(2).unwrap_or_default();
    let newsletter = here.known.newsletters.find(&Spanned::new(name.to_owned(), span), problems);
    let sent = newsletter.and_then(|id| here.known.calendar.newsletters.get(id.index()));
    let date = issue_date(here, (newsletter, sent), problems);
    Some(Letter { newsletter: newsletter?, date: date?, preheader: text(&raw.preheader), picks, number })
}

fn check_length(
    (code, what): (&'static str, &str),
    typed: Option<&Spanned<String>>,
    limit: usize,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(typed) = typed else { return };
    let count = typed.value.trim().chars().count();
    if count > limit {
        problems.push(
            Diagnostic::warning(code, format!("this {what} has {count} characters; mailboxes show {limit} or fewer"))
                .at(typed.span, ""),
        );
    }
}

/// The date in the file's name, if the newsletter goes out that day, or went out before its rule was another.
fn issue_date(
    here: Here<'_>,
    (id, newsletter): (Option<NewsletterId>, Option<&Newsletter>),
    problems: &mut Vec<Diagnostic>,
) -> Option<Date> {
    let name = &here.piece.raw.place.slug;
    let problem = |message: String| {
        Diagnostic::error("no-such-issue", message).at(Span::file(here.piece.file), "the file's name is the date")
    };
    let Some(date) = Date::parse(name) else {
        problems.push(problem(format!("`{name}` is no date")).help("name the file as in `2026-12-09.md`"));
        return None;
    };
    let is_sealed = here.known.sealed.iter().any(|sealed| Some(sealed.newsletter) == id && sealed.date == date);
    let is_off = |it: &&Newsletter| !is_sealed && !it.rule.contains(it.start, it.until, date);
    if let Some(Newsletter { id, rule, start, until, .. }) = newsletter.filter(is_off) {
        problems.push(
            problem(format!("`{}` does not go out on {date}", id.value))
                .at(id.span, "the newsletter")
                .maybe_help(nearest_dates(rule.dates(*start, *until), date)),
        );
    }
    Some(date)
}

pub(super) fn page(raw: &RawPage, here: Here<'_>, problems: &mut Vec<Diagnostic>) -> Page {
    let policy = raw.policy.as_ref().and_then(|typed| POLICIES.read(typed, problems));
    Page { policy, effective: raw.effective.as_ref().and_then(|typed| here.known.dates.day(typed, problems)) }
}
