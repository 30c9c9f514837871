//! The door to mail-builder: a message to open in a mail program and look at (RFC 5322, 2045, 2047).
//!
//! Nobody receives it: it has no recipient, and its id, date and boundary come from the issue.

use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use super::compose::Letter;
use super::placeholder::in_text;
use crate::model::{Segment, Settings, is_mail};
use crate::output::stable_bytes;
use crate::plan::Issue;
use crate::render::Scene;

/// `index.eml`.
pub(super) fn message(
    scene: &Scene<'_>,
    (issue, segment): (&Issue, Option<&Segment>),
    letter: &Letter,
    (text, html): (&str, &str),
) -> String {
    let settings = &scene.site.settings;
    let newsletter = scene.site.calendar.newsletters.get(issue.newsletter.index());
    let id = newsletter.map_or("", |newsletter| newsletter.id.value.as_str());
    let segment = segment.map(|segment| format!(".{}", segment.id)).unwrap_or_default();
    let own = format!("{id}.{}{segment}", issue.date);
    let unique: String = stable_bytes(&own).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let host = &settings.guid_host;
    let sender = sender(settings);
    let parts = vec![MimePart::new("text/plain", text), MimePart::new("text/html", html)];
    // A boundary with `=_` in it stands in no quoted-printable text.
    let kind = ContentType::new("multipart/alternative").attribute("boundary", format!("=_{unique}"));
    let message = MessageBuilder::new()
        .from(sender)
        .subject(in_text(scene, &letter.subject))
        .date(issue.sent.unix())
        .message_id(format!("{own}@{host}"))
        .header("X-Unsent", Raw::new("1"))
        .body(MimePart::new(kind, parts));
    message.write_to_string().expect("writing to memory can't end early")
}

/// The sender that `[signup]` names, `Name <mail>`, a mail address or a name; else one at the site's host.
fn sender(settings: &Settings) -> (String, String) {
    let own = (settings.title.clone(), format!("newsletter@{}", settings.guid_host));
    let Some(signup) = settings.signup.as_ref().filter(|signup| !signup.sender.trim().is_empty()) else { return own };
    let (name, mail) = match signup.sender.trim().strip_suffix('>').and_then(|sender| sender.rsplit_once('<')) {
        Some((name, mail)) => (name.trim().trim_matches('"'), mail.trim()),
        None => ("", signup.sender.trim()),
    };
    match (name, is_mail(mail)) {
        ("", true) => (own.0, mail.to_owned()),
        (name, true) => (name.to_owned(), mail.to_owned()),
        (_, false) => (signup.sender.trim().to_owned(), own.1),
    }
}
