//! `[signup]`: the mail provider and where its form posts to. A plain form needs no more than that address; where a
//! provider's account gives it, the author need not copy it.

use std::collections::BTreeMap;

use super::address::{Web, split_web, web};
use super::fields::{Ids, text};
use super::known::Dates;
use super::settings::Around;
use super::site::{Calendar, NewsletterId, Preset, Segment, SegmentId, Signup, SignupFields, Subscribers};
use crate::diagnostic::Diagnostic;
use crate::parse::settings::{LINK_DAYS, RawSignup, RawSignupFields, SUBSCRIBERS};
use crate::parse::words::PRESETS;
use crate::source::Spanned;

/// Reads `[signup]`; nothing where there is no address to post to.
pub(super) fn signup(
    raw: &Spanned<RawSignup>,
    segments: &[Segment],
    around: Around<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Signup> {
    let fields = &raw.value;
    let preset = match &fields.preset {
        Some(typed) => PRESETS.read(typed, problems),
        None => Some(Preset::Custom),
    };
    let newsletter = newsletter(fields, around.calendar, problems);
    let subscribers = subscribers(fields, around.dates, problems);
    let (link_days, tags) = (link_days(fields, problems), tags(fields, segments, problems));
    problems.extend(fields.consent.as_ref().and_then(without_words));
    let preset = preset?;
    let action = action(preset, raw, problems)?;
    problems.extend(weaknesses(fields, &action));
    Some(Signup {
        host: split_web(&action).map(|web| format!("{}{}", web.host, web.port)).unwrap_or_default(),
        action,
        leads_to_page: fields.page.is_some(),
        preset,
        newsletter,
        heading: text(&fields.heading),
        text: text(&fields.text),
        consent: text(&fields.consent),
        double_opt_in: fields.double_opt_in.as_ref().is_some_and(|flag| flag.value),
        button: text(&fields.button),
        sender: text(&fields.sender),
        link_days,
        subscribers,
        tags,
        fields: fields.fields.as_ref().map(|own| own_fields(&own.value)).unwrap_or_default(),
        span: raw.span,
    })
}

fn own_fields(raw: &RawSignupFields) -> SignupFields {
    SignupFields {
        email: text(&raw.email),
        segment: text(&raw.segment),
        honeypot: text(&raw.honeypot),
        consent: text(&raw.consent),
    }
}

fn subscribers(raw: &RawSignup, dates: Dates<'_>, problems: &mut Vec<Diagnostic>) -> Option<Subscribers> {
    let typed = raw.subscribers.as_ref()?;
    let as_of = typed.value.as_of.as_ref().and_then(|typed| dates.day(typed, problems));
    let counted = typed.value.count.as_ref()?;
    let count = u64::try_from(counted.value).ok().filter(|_| SUBSCRIBERS.contains(&counted.value));
    if count.is_none() {
        problems.push(
            Diagnostic::error("bad-number", format!("{} is no number of subscribers", counted.value))
                .at(counted.span, "a number from 1 on is expected here")
                .help("leave `subscribers` out until there are some"),
        );
    }
    Some(Subscribers { count: count?, as_of: as_of?, span: typed.span })
}

fn link_days(raw: &RawSignup, problems: &mut Vec<Diagnostic>) -> Option<u32> {
    let typed = raw.link_days.as_ref()?;
    let days = u32::try_from(typed.value).ok().filter(|_| LINK_DAYS.contains(&typed.value));
    if days.is_none() {
        let (least, most) = (LINK_DAYS.start(), LINK_DAYS.end());
        problems.push(
            Diagnostic::error("bad-number", format!("a link can't be good for {} days", typed.value))
                .at(typed.span, format!("a number from {least} to {most} is expected here")),
        );
    }
    days
}

fn tags(raw: &RawSignup, segments: &[Segment], problems: &mut Vec<Diagnostic>) -> BTreeMap<SegmentId, String> {
    let Some(typed) = &raw.tags else { return BTreeMap::new() };
    let ids = segments.iter().map(|segment| segment.id.as_str());
    let known = Ids::new(("unknown-segment", "segment"), ids, SegmentId::at);
    let tag = |(id, tag): &(Spanned<String>, Spanned<String>)| Some((known.find(id, problems)?, tag.value.clone()));
    typed.value.iter().filter_map(tag).collect()
}

fn newsletter(raw: &RawSignup, calendar: &Calendar, problems: &mut Vec<Diagnostic>) -> Option<NewsletterId> {
    let Some(typed) = &raw.newsletter else { return calendar.newsletters.first().map(|_| NewsletterId::at(0)) };
    let ids = calendar.newsletters.iter().map(|newsletter| newsletter.id.value.as_str());
    Ids::new(("unknown-newsletter", "newsletter"), ids, NewsletterId::at).find(typed, problems)
}

/// Where the form posts to, or the page to lead to.
fn action(preset: Preset, raw: &Spanned<RawSignup>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let account = raw.value.account.as_ref().map(|typed| typed.value.trim()).filter(|account| is_account(account));
    match (preset, &raw.value.page, &raw.value.action, account) {
        (_, Some(page), _, _) => return web(page, problems),
        (Preset::Beehiiv, None, _, _) => {}
        (Preset::Listmonk, _, Some(typed), _) if !typed.value.contains("?l=") => {}
        (_, _, Some(typed), _) => return web(typed, problems),
        // Buttondown Documentation, 'Building your subscriber base'.
        (Preset::Buttondown, _, _, Some(account)) => {
            return Some(format!("https://buttondown.com/api/emails/embed-subscribe/{account}"));
        }
        // The HTML that Kit gives for a form.
        (Preset::Kit, _, _, Some(form)) => return Some(format!("https://app.kit.com/forms/{form}/subscriptions")),
        _ => {}
    }
    problems.push(incomplete(preset, raw));
    None
}

/// What works, but not as its author may think.
fn weaknesses(fields: &RawSignup, action: &str) -> Vec<Diagnostic> {
    let typed = fields.page.as_ref().or(fields.action.as_ref());
    let is_open = |web: Web<'_>| web.scheme == "http" && !["localhost", "127.0.0.1"].contains(&web.host);
    let open = split_web(action).filter(|web| is_open(*web)).and(typed).map(|typed| {
        Diagnostic::warning("signup-open", "what readers type into the form is sent without encryption")
            .at(typed.span, "")
            .help(format!("write `{}`, if your mail provider answers there", action.replacen("http", "https", 1)))
    });
    let unused = fields.account.as_ref().filter(|_| typed.is_some()).map(|account| {
        Diagnostic::warning("signup-twice", "`account` is not used: the form has an address of its own")
            .at(account.span, "")
            .help("take out the one that is wrong: `account`, or `action` and `page`")
    });
    open.into_iter().chain(unused).collect()
}

fn is_account(account: &str) -> bool {
    !account.is_empty() && account.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// A box to tick that doesn't say what for is no consent.
fn without_words(consent: &Spanned<String>) -> Option<Diagnostic> {
    consent.value.trim().is_empty().then(|| {
        Diagnostic::error("signup-incomplete", "the box to tick has no words")
            .at(consent.span, "what people agree to is expected here")
            .help("say what they will get, and until when: `consent = \"Send me the letter, until I say stop.\"`")
    })
}

fn incomplete(preset: Preset, raw: &Spanned<RawSignup>) -> Diagnostic {
    let problem = |message| Diagnostic::error("signup-incomplete", message);
    let place = raw.value.account.as_ref().map_or(raw.span, |account| account.span);
    match preset {
        Preset::Buttondown | Preset::Kit => problem("the sign-up form has no account to post to")
            .at(place, "")
            .help("add `account = \"…\"`: letters, digits, `-`, `_` and `.`, as in the address of your form"),
        Preset::Beehiiv => problem("beehiiv takes no form of another site, and there is no page to lead to")
            .at(raw.value.action.as_ref().map_or(raw.span, |action| action.span), "")
            .help("add `page = \"https://…\"`: your page at beehiiv on which readers subscribe; hub links to it")
            .note("`hub help signup beehiiv` says what beehiiv can do and what it can't"),
        Preset::Listmonk => problem("the sign-up form names no list of listmonk's")
            .at(raw.value.action.as_ref().map_or(raw.span, |action| action.span), "")
            .help("add `action = \"https://YOUR-LISTMONK/subscription/form?l=UUID\"`, with the UUID of a public list"),
        _ => problem("the sign-up form has no address to post to")
            .at(raw.span, "")
            .help("add `action = \"https://…\"`: the `action` of the form that your mail provider lets you embed"),
    }
}
