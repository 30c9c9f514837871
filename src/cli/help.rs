//! `hub help TOPIC`: the pages of the manual that are not about a code.

use super::args::HelpCommand;
use super::{End, fields, print};
use crate::diagnostic::nearest_help;
use crate::error::Error;
use crate::pipeline::{self, Request};

/// Topics or parts of one, and their pages.
type Pages = [(&'static str, &'static str)];

/// Topics and their pages.
const TOPICS: &Pages = &[
    ("start", include_str!("help/start.md")),
    ("import", include_str!("help/import.md")),
    ("calendar", include_str!("help/calendar.md")),
    ("check", include_str!("help/check.md")),
    (FIELDS, include_str!("help/fields.md")),
    ("feeds", include_str!("help/feeds.md")),
    ("newsletter", include_str!("help/newsletter.md")),
    (SIGNUP, include_str!("help/signup.md")),
    ("languages", include_str!("help/languages.md")),
    ("export", include_str!("help/export.md")),
    ("questions", include_str!("help/questions.md")),
    ("hubspot", include_str!("help/hubspot.md")),
    ("klaviyo", include_str!("help/klaviyo.md")),
    ("salesforce", include_str!("help/salesforce.md")),
    ("attio", include_str!("help/attio.md")),
    ("zendesk", include_str!("help/zendesk.md")),
    ("kalamtime", include_str!("help/kalamtime.md")),
    ("mailchimp", include_str!("help/mailchimp.md")),
    ("buttondown", include_str!("help/buttondown.md")),
];

/// The topic that has parts, a mail provider each.
const SIGNUP: &str = "signup";

/// The topic whose parts are kinds of files.
const FIELDS: &str = "fields";

/// Mail providers, and what to set there.
const PROVIDERS: &Pages = &[
    ("buttondown", include_str!("help/signup/buttondown.md")),
    ("kit", include_str!("help/signup/kit.md")),
    ("mailchimp", include_str!("help/signup/mailchimp.md")),
    ("mailerlite", include_str!("help/signup/mailerlite.md")),
    ("beehiiv", include_str!("help/signup/beehiiv.md")),
    ("listmonk", include_str!("help/signup/listmonk.md")),
    ("brevo", include_str!("help/signup/brevo.md")),
    ("custom", include_str!("help/signup/custom.md")),
];

/// Stands in the pages of providers for the address of the site.
const SITE: &str = "https://YOUR-SITE/";

/// Prints a topic's page; without one, lists them.
pub(super) fn answer(command: &HelpCommand) -> Result<End, Error> {
    let page = match (command.topic.as_deref(), command.part.as_deref()) {
        (None, _) => list("hub help", TOPICS),
        (Some(SIGNUP), None) => format!("{}\n{}", page(TOPICS, SIGNUP)?, list("hub help signup", PROVIDERS)),
        (Some(SIGNUP), Some(provider)) => of_site(page(PROVIDERS, provider)?, &command.request),
        (Some(FIELDS), None) => format!("{}{}", page(TOPICS, FIELDS)?, fields::reference(None)?),
        (Some(FIELDS), Some(file)) => fields::reference(Some(file))?,
        (Some(topic), None) => page(TOPICS, topic)?.to_owned(),
        (Some(topic), Some(_)) => {
            page(TOPICS, topic)?;
            return Err(Error::refused(format!("`{topic}` has no parts"), format!("`hub help {topic}` prints it all")));
        }
    };
    print(&page);
    Ok(End::Fine)
}

fn list(command: &str, pages: &Pages) -> String {
    pages.iter().map(|(name, page)| format!("{command} {name}   {}\n", title(page))).collect()
}

fn page(pages: &Pages, name: &str) -> Result<&'static str, Error> {
    let found = pages.iter().find(|(known, _)| *known == name);
    found.map(|(_, page)| *page).ok_or_else(|| {
        let near = nearest_help(name, pages.iter().map(|(name, _)| *name));
        let help = near.unwrap_or_else(|| "without it, all that there are are listed".into());
        Error::refused(format!("there is no topic `{name}`"), help)
    })
}

/// The page with the addresses of the site it is read in; elsewhere, with a stand-in for them.
fn of_site(page: &str, request: &Request) -> String {
    // Whatever keeps the site from being read is told by `hub check`, not by a page of the manual.
    let found = pipeline::open(request).ok().and_then(|opened| opened.found);
    found.map_or_else(|| page.to_owned(), |found| page.replace(SITE, &found.site.settings.base_url.absolute("/")))
}

fn title(page: &str) -> &str {
    page.lines().next().unwrap_or("").trim_start_matches('#').trim()
}
