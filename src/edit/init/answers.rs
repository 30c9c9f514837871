//! What `hub init` has to know, as it is typed: read by the rules of `hub.toml`, with the nearest right answer where one
//! doesn't fit.

use std::path::Path;

use super::super::typed;
use crate::error::Error;
use crate::model::time::Zone;
use crate::model::{BaseUrl, is_language};

/// An answer that doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Why, in a sentence.
    pub message: String,
    /// What was meant, if that can be guessed.
    pub meant: Option<String>,
    /// How it is written.
    pub way: &'static str,
}

impl Misfit {
    /// What to do about it.
    pub fn help(&self) -> String {
        self.meant.as_ref().map_or_else(|| self.way.to_owned(), |meant| format!("did you mean `{meant}`?"))
    }
}

impl From<Misfit> for Error {
    fn from(misfit: Misfit) -> Self {
        let help = misfit.help();
        Error::refused(misfit.message, help)
    }
}

/// Names of languages as people write them, and their tags.
const LANGUAGES: [(&str, &str); 8] = [
    ("english", "en"),
    ("englisch", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("arabic", "ar"),
    ("arabisch", "ar"),
    ("العربية", "ar"),
    ("عربي", "ar"),
];

/// The name of a hub.
///
/// # Errors
/// It is empty, or holds what no page can show.
pub fn title(typed: &str) -> Result<String, Misfit> {
    let title = typed::line(typed);
    if title.is_empty() {
        let message = "a hub needs a name".to_owned();
        return Err(Misfit { message, meant: None, way: "one or a few words; you can change it at any time" });
    }
    if title.chars().any(char::is_control) {
        let meant = typed::line(&title.replace(char::is_control, ""));
        let message = "the name holds a character that no page can show".to_owned();
        return Err(Misfit { message, meant: Some(meant), way: "" });
    }
    Ok(title)
}

/// The name that a folder proposes: `bee-garden` is `Bee garden`.
pub fn title_of(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?.replace(['-', '_'], " ");
    let title = title(&name).ok()?;
    let mut letters = title.chars();
    let first = letters.next().filter(|first| first.is_alphanumeric())?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// Where a hub is published.
///
/// # Errors
/// It is no web address.
pub fn address(typed: &str) -> Result<String, Misfit> {
    let typed = typed.trim();
    BaseUrl::parse(typed).map(|url| url.absolute("/")).map_err(|why| Misfit {
        message: format!("`{typed}` can't be the address of a site: {why}"),
        meant: meant_address(typed),
        way: "write it as in `https://example.org/` or `https://example.org/hub/`",
    })
}

/// An address without its beginning, or with a slip in it, or with more than a site's address has.
fn meant_address(typed: &str) -> Option<String> {
    let bare = typed.split(['?', '#']).next().unwrap_or(typed);
    let slipped = bare.rsplit_once(":/").map_or(bare, |(_, rest)| rest).trim_start_matches('/');
    let is_host = slipped.split('/').next().is_some_and(|host| host.contains('.') || host.starts_with("localhost"));
    let candidates = [bare.to_owned(), format!("https://{slipped}")];
    candidates.into_iter().filter(|_| is_host).find_map(|one| BaseUrl::parse(&one).ok()).map(|url| url.absolute("/"))
}

/// The time zone of a hub.
///
/// # Errors
/// There is none of this name.
pub fn zone(typed: &str) -> Result<Zone, Misfit> {
    let typed = typed.trim();
    Zone::named(typed).ok_or_else(|| Misfit {
        message: format!("there is no time zone `{typed}`"),
        meant: Zone::nearest(typed),
        way: "write its IANA name: a part of the world and a city, such as `Europe/Berlin`",
    })
}

/// The language of a hub, as a tag.
///
/// # Errors
/// It is no tag.
pub fn language(typed: &str) -> Result<String, Misfit> {
    let typed = typed.trim();
    if is_language(typed) {
        let (first, rest) = typed.split_once('-').map_or((typed, None), |(first, rest)| (first, Some(rest)));
        let first = first.to_lowercase();
        return Ok(rest.map_or_else(|| first.clone(), |rest| format!("{first}-{rest}")));
    }
    let plain = typed.split(['.', '@']).next().unwrap_or(typed).replace('_', "-");
    let lower = plain.to_lowercase();
    let named = LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, tag)| (*tag).to_owned());
    Err(Misfit {
        message: format!("`{typed}` is no language tag"),
        meant: named.or_else(|| Some(plain).filter(|plain| is_language(plain))),
        way: "write a tag such as `en`, `de` or `ar`",
    })
}

/// The language that a machine's setting (`de_AT.UTF-8`) proposes: one that hub has words for.
pub fn offered_language(setting: &str) -> Option<&'static str> {
    let first = setting.split(['_', '-', '.', '@']).next()?;
    super::starter::KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_mended_where_its_host_is_clear() {
        assert_eq!(address(" https://Example.org/hub ").as_deref(), Ok("https://example.org/hub/"));
        let meant = |typed: &str| address(typed).unwrap_err().meant;
        for (typed, wanted) in [
            ("example.org", Some("https://example.org/")),
            ("www.example.org/hub", Some("https://www.example.org/hub/")),
            ("http:/example.org", Some("https://example.org/")),
            ("https:example.org", None),
            ("//example.org", Some("https://example.org/")),
            ("https://example.org/?a=b", Some("https://example.org/")),
            ("ftp://example.org", Some("https://example.org/")),
            ("my hub", None),
            ("", None),
        ] {
            assert_eq!(meant(typed).as_deref(), wanted, "{typed}");
        }
    }

    #[test]
    fn zones_and_languages_are_known_by_what_people_call_them() {
        assert_eq!(zone("Europe/Berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(zone("Berlin").unwrap_err().meant.as_deref(), Some("Europe/Berlin"));
        assert_eq!(zone("Europe/Berlim").unwrap_err().meant.as_deref(), Some("Europe/Berlin"));
        assert_eq!((language("DE").as_deref(), language("de-AT").as_deref()), (Ok("de"), Ok("de-AT")));
        for (typed, tag) in [("Deutsch", Some("de")), ("de_AT.UTF-8", Some("de-AT")), ("everything", None)] {
            assert_eq!(language(typed).unwrap_err().meant.as_deref(), tag, "{typed}");
        }
        assert_eq!((offered_language("de_CH.UTF-8"), offered_language("C.UTF-8")), (Some("de"), None));
    }

    #[test]
    fn a_folder_proposes_a_name() {
        let named = |path: &str| title_of(Path::new(path));
        assert_eq!(named("sites/bee-garden").as_deref(), Some("Bee garden"));
        assert_eq!(named("über_uns").as_deref(), Some("Über uns"));
        assert_eq!((named("/"), named("..."), named("-")), (None, None, None));
    }
}
