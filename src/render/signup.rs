//! The sign-up form in the terms of each mail provider.

use super::scene::Scene;
use super::view::{FieldView, SignupView};
use super::words;
use crate::model::{Detail, ItemId, Newsletter, NewsletterId, Policy, Preset, Signup};
use crate::parse::Kind;

/// How a provider names what it is sent.
struct Fields {
    email: &'static str,
    /// Where a segment goes; empty if the provider has no such field.
    segment: &'static str,
    hidden: &'static [(&'static str, &'static str)],
    honeypot: &'static str,
}

const fn fields(preset: Preset) -> Fields {
    let plain = Fields { email: "email", segment: "", hidden: &[], honeypot: "website" };
    match preset {
        Preset::Buttondown => Fields { segment: "tag", hidden: &[("embed", "1")], ..plain },
        Preset::Kit => Fields { email: "email_address", segment: "fields[segment]", ..plain },
        Preset::Mailchimp => Fields { email: "EMAIL", segment: "SEGMENT", ..plain },
        Preset::Mailerlite => Fields {
            email: "fields[email]",
            segment: "fields[segment]",
            hidden: &[("ml-submit", "1"), ("anticsrf", "true")],
            ..plain
        },
        Preset::Brevo => Fields {
            email: "EMAIL",
            segment: "SEGMENT",
            hidden: &[("html_type", "simple")],
            honeypot: "email_address_check",
        },
        Preset::Custom => Fields { segment: "segment", ..plain },
        Preset::Beehiiv | Preset::Listmonk => plain,
    }
}

/// The form, if the site has one.
pub(super) fn view(scene: &Scene<'_>) -> Option<SignupView> {
    let signup = scene.site.settings.signup.as_ref()?;
    let fields = fields(signup.preset);
    let (action, list) = action(signup);
    let fixed = fields.hidden.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let newsletter = newsletter(scene, signup);
    let archive = newsletter.and_then(|(id, _)| scene.paths.newsletters.get(&id));
    Some(SignupView {
        heading: or_word(scene, &signup.heading, "signup.heading"),
        text: signup.text.clone(),
        promise: newsletter.map(|(_, it)| words::promise(scene, it.rule)).unwrap_or_default(),
        action,
        email_field: fields.email.to_owned(),
        hidden: fixed.chain(list).map(|(name, value)| FieldView { name, value }).collect(),
        segment_field: fields.segment.to_owned(),
        honeypot: fields.honeypot.to_owned(),
        consent: signup.consent.clone(),
        button: or_word(scene, &signup.button, "signup.button"),
        double_opt_in: signup.double_opt_in,
        archive: scene.local(archive.map_or("/", String::as_str)),
        privacy: privacy(scene).and_then(|page| scene.item_url(page)),
    })
}

/// The newsletter a form is for: its own, else the first.
fn newsletter<'a>(scene: &Scene<'a>, signup: &Signup) -> Option<(NewsletterId, &'a Newsletter)> {
    let id = signup.newsletter.unwrap_or(NewsletterId::at(0));
    scene.site.calendar.newsletters.get(id.index()).map(|newsletter| (id, newsletter))
}

/// Where the form posts to. listmonk wants the list as a field, not in the address.
fn action(signup: &Signup) -> (String, Option<(String, String)>) {
    match (signup.preset, signup.action.split_once("?l=")) {
        (Preset::Listmonk, Some((action, list))) => (action.to_owned(), Some(("l".to_owned(), list.to_owned()))),
        _ => (signup.action.clone(), None),
    }
}

fn or_word(scene: &Scene<'_>, text: &str, key: &str) -> String {
    if text.is_empty() { scene.word(key) } else { text.to_owned() }
}

/// The privacy page.
fn privacy(scene: &Scene<'_>) -> Option<ItemId> {
    let mut pages = scene.site.of_kind(Kind::Page);
    let is_privacy = |detail: &Detail| matches!(detail, Detail::Page(page) if page.policy == Some(Policy::Privacy));
    pages.find(|(_, item)| is_privacy(&item.detail)).map(|(id, _)| id)
}
