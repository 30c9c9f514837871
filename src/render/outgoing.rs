//! Links out of the site that links.toml knows: tracking by channel, disclosure, and what is over.

use super::scene::Scene;
use crate::model::{OutLink, OutLinkId};

/// Where a text is read, which decides how its links are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// On the site: paths.
    Page,
    /// In a feed or mail: absolute URLs.
    Mail,
}

impl Channel {
    fn medium(self) -> &'static str {
        match self {
            Channel::Page => "web",
            Channel::Mail => "email",
        }
    }

    /// The URL of a route.
    pub(super) fn url(self, scene: &Scene<'_>, route: &str) -> String {
        match self {
            Channel::Page => scene.local(route),
            Channel::Mail => scene.absolute(route),
        }
    }
}

/// A registered link, while it leads anywhere.
pub(super) fn link<'a>(scene: &Scene<'a>, id: OutLinkId) -> Option<&'a OutLink> {
    if scene.plan.ended_links.contains(&id) {
        return None;
    }
    scene.site.links.get(id.index())
}

/// Its URL with tracking, where links.toml asks for it.
pub(super) fn url(scene: &Scene<'_>, link: &OutLink, channel: Channel) -> String {
    link.tracked(&scene.site.settings.guid_host, channel.medium())
}

/// What `rel` says of it.
pub(super) fn rel(link: &OutLink) -> &'static str {
    match link.disclosure.as_str() {
        "affiliate" | "sponsored" => "sponsored nofollow",
        _ => "",
    }
}

/// Its disclosure in words.
pub(super) fn disclosure(scene: &Scene<'_>, link: &OutLink) -> Option<String> {
    (!link.disclosure.is_empty()).then(|| scene.word(&format!("disclosure.{}", link.disclosure)))
}
