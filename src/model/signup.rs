//! `[signup]`: the mail provider and where its form posts to. A plain form needs no more than that address; where a
//! provider's account gives it, the author need not copy it.

use super::address::{split_web, web};
use super::fields::{Ids, text};
use super::site::{Calendar, NewsletterId, Preset, Signup};
use super::words::Words;
use crate::diagnostic::Diagnostic;
use crate::parse::settings::RawSignup;
use crate::source::Spanned;

const PRESETS: Words<Preset> = Words {
    code: "unknown-preset",
    noun: "mail provider",
    known: &[
        ("buttondown", Preset::Buttondown),
        ("kit", Preset::Kit),
        ("mailchimp", Preset::Mailchimp),
        ("mailerlite", Preset::Mailerlite),
        ("beehiiv", Preset::Beehiiv),
        ("listmonk", Preset::Listmonk),
        ("brevo", Preset::Brevo),
        ("custom", Preset::Custom),
    ],
};

/// Reads `[signup]`; nothing where there is no address to post to.
pub(super) fn signup(raw: &Spanned<RawSignup>, calendar: &Calendar, problems: &mut Vec<Diagnostic>) -> Option<Signup> {
    let fields = &raw.value;
    let preset = match &fields.preset {
        Some(typed) => PRESETS.read(typed, problems),
        None => Some(Preset::Custom),
    };
    let newsletter = newsletter(fields, calendar, problems);
    let preset = preset?;
    let action = action(preset, raw, problems)?;
    Some(Signup {
        host: split_web(&action).map(|web| format!("{}{}", web.host, web.port)).unwrap_or_default(),
        action,
        preset,
        newsletter,
        heading: text(&fields.heading),
        text: text(&fields.text),
        consent: text(&fields.consent),
        double_opt_in: fields.double_opt_in.as_ref().is_some_and(|flag| flag.value),
        button: text(&fields.button),
    })
}

fn newsletter(raw: &RawSignup, calendar: &Calendar, problems: &mut Vec<Diagnostic>) -> Option<NewsletterId> {
    let Some(typed) = &raw.newsletter else { return calendar.newsletters.first().map(|_| NewsletterId::at(0)) };
    let ids = calendar.newsletters.iter().map(|newsletter| newsletter.id.value.as_str());
    Ids::new(("unknown-newsletter", "newsletter"), ids, NewsletterId::at).find(typed, problems)
}

fn action(preset: Preset, raw: &Spanned<RawSignup>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    if let Some(typed) = &raw.value.action {
        return web(typed, problems);
    }
    let account = raw.value.account.as_ref().map(|typed| typed.value.trim()).filter(|account| is_account(account));
    let url = match (preset, account) {
        (Preset::Buttondown, Some(account)) => format!("https://buttondown.com/api/emails/embed-subscribe/{account}"),
        (Preset::Kit, Some(account)) => format!("https://app.kit.com/forms/{account}/subscriptions"),
        _ => {
            problems.push(incomplete(preset, raw));
            return None;
        }
    };
    Some(url)
}

fn is_account(account: &str) -> bool {
    !account.is_empty() && account.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn incomplete(preset: Preset, raw: &Spanned<RawSignup>) -> Diagnostic {
    let problem = |message| Diagnostic::error("signup-incomplete", message);
    let place = raw.value.account.as_ref().map_or(raw.span, |account| account.span);
    match preset {
        Preset::Buttondown | Preset::Kit => problem("the sign-up form has no account to post to")
            .at(place, "")
            .help("add `account = \"…\"`: letters, digits, `-`, `_` and `.`, as in the address of your form"),
        _ => problem("the sign-up form has no address to post to")
            .at(raw.span, "")
            .help("add `action = \"https://…\"`: the `action` of the form that your mail provider lets you embed"),
    }
}
