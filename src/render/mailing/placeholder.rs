//! What a mail provider fills in for each reader, and how the creator's own words are kept from being filled in too.

use crate::model::Preset;
use crate::render::Scene;

/// Stands for the address until everything else is written.
pub(super) const MARK: &str = "https://unsubscribe.invalid/";

/// What stands in its place where no provider is known.
const UNKNOWN: &str = "UNSUBSCRIBE-URL";

/// The provider's words for the address at which this reader unsubscribes.
pub(super) fn unsubscribe(scene: &Scene<'_>) -> Option<&'static str> {
    match scene.site.settings.signup.as_ref()?.preset {
        // Buttondown Documentation, 'Templating' and 'Naked mode'; Kit Help Center, 'HTML email templates'.
        Preset::Buttondown | Preset::Kit => Some("{{ unsubscribe_url }}"),
        // Mailchimp Help, 'All the merge tags: cheat sheet'.
        Preset::Mailchimp => Some("*|UNSUB|*"),
        // No page of MailerLite's was found that says so; mails sent through it carry it.
        Preset::Mailerlite => Some("{$unsubscribe}"),
        // listmonk Documentation, 'Templating'.
        Preset::Listmonk => Some("{{ UnsubscribeURL }}"),
        // Brevo Help Center on links for unsubscribing: an address, to stand in a link.
        Preset::Brevo => Some("{{ unsubscribe }}"),
        // beehiiv puts a foot of its own below each mail, with the link in it.
        Preset::Beehiiv | Preset::Custom => None,
    }
}

/// `html` with the address filled in; what else looks like a provider's placeholder is only a text.
pub(super) fn in_html(scene: &Scene<'_>, html: &str) -> String {
    harmless(html).replace(MARK, unsubscribe(scene).unwrap_or(UNKNOWN))
}

/// `html` without anything that a provider would fill in; it reads the same.
pub(in crate::render) fn harmless(html: &str) -> String {
    // Most texts have nothing that could be one.
    if !html.contains(['{', '|']) {
        return html.to_owned();
    }
    html.replace("{{", "&#123;&#123;")
        .replace("{%", "&#123;%")
        .replace("{#", "&#123;#")
        .replace("{$", "&#123;$")
        .replace("*|", "&#42;|")
}

/// The same for plain text, which has no other way to write a brace: a blank parts them.
pub(super) fn in_text(scene: &Scene<'_>, text: &str) -> String {
    let harmless =
        text.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #").replace("{$", "{ $").replace("*|", "* |");
    harmless.replace(MARK, unsubscribe(scene).unwrap_or(UNKNOWN))
}
