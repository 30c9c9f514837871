//! Ids of headings: a slug of the text, unique in its body.
//!
//! Knows names only, nothing of Markdown.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A heading's text as an id: letters of any script, NFC, lower case, `-` between words; `section` where nothing is left.
pub(super) fn slug(text: &str) -> String {
    // ASCII is in NFC, and stays there in lower case.
    match text.is_ascii() {
        true => slug_of(text.chars().map(|c| c.to_ascii_lowercase()), text.len()),
        false => slug_of(text.nfc().flat_map(char::to_lowercase).nfc(), text.len()),
    }
}

fn slug_of(characters: impl Iterator<Item = char>, length: usize) -> String {
    let mut slug = String::with_capacity(length);
    for character in characters {
        if character.is_alphanumeric() || character == '_' || is_combining_mark(character) {
            slug.push(character);
        } else if (character.is_whitespace() || character == '-') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Ids that the built-in themes give parts of a page around a body: a heading with such a name is numbered.
const OF_PAGES: [&str; 26] = [
    "ask",
    "coming",
    "content",
    "did",
    "downloads",
    "events",
    "in-tracks",
    "issue",
    "letter",
    "links",
    "main",
    "members",
    "menu-for",
    "parts",
    "past",
    "questions",
    "related",
    "results",
    "sources",
    "spotlights",
    "steps",
    "subscribe",
    "support",
    "tags",
    "takeaways",
    "track",
];

/// The ids of one body: what is taken, and the next free number of a name.
#[derive(Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    next: BTreeMap<String, usize>,
    without_those_of_pages: bool,
}

impl Ids {
    /// Takes `id` as it is; false if it was taken before.
    pub(super) fn take(&mut self, id: &str) -> bool {
        let is_of_page = self.without_those_of_pages && OF_PAGES.contains(&id);
        !is_of_page && self.taken.insert(id.to_owned())
    }

    /// From now on what is the page's counts as taken.
    pub(super) fn take_those_of_pages(&mut self) {
        self.without_those_of_pages = true;
    }

    /// Takes `name`, or the first of `name-2`, `name-3` … that is free.
    pub(super) fn unique(&mut self, name: &str) -> String {
        if self.take(name) {
            return name.to_owned();
        }
        let number = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{name}-{number}");
            *number += 1;
            // No name of a page's part ends in a number.
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_around_a_body_is_known() {
        let templates = [
            "base",
            "piece",
            "part",
            "issue",
            "spotlight",
            "track",
            "step",
            "series",
            "events",
            "components/furniture",
        ];
        for theme in ["plain", "hearth"] {
            for template in templates {
                let path = format!("{}/themes/{theme}/templates/{template}.html", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let ids = text.split(" id=\"").skip(1).filter_map(|after| after.split('"').next());
                for id in ids.filter(|id| !id.contains(['{', '}'])) {
                    assert!(OF_PAGES.contains(&id), "{path}: {id}");
                }
            }
        }
    }

    #[test]
    fn slugs_keep_every_script() {
        for (text, id) in [
            ("Hello, World!", "hello-world"),
            ("A & B – C", "a-b-c"),
            ("  Größe  ", "größe"),
            ("Gro\u{308}ße", "größe"),
            ("日本語 の 見出し", "日本語-の-見出し"),
            ("हिन्दी", "हिन्दी"),
            ("!?", "section"),
            ("", "section"),
            ("snake_case & kebab-case", "snake_case-kebab-case"),
            ("İstanbul", "i\u{307}stanbul"),
        ] {
            assert_eq!(slug(text), id);
        }
    }

    proptest::proptest! {
        #[test]
        fn plain_letters_have_the_same_slug_either_way(text in "[ -~\\t\\n]*") {
            proptest::prop_assert_eq!(slug(&text), slug_of(text.nfc().flat_map(char::to_lowercase).nfc(), 0));
        }
    }

    #[test]
    fn numbers_step_over_what_is_taken() {
        let mut ids = Ids::default();
        assert!(ids.take("a-2"));
        assert!(!ids.take("a-2"));
        assert_eq!([ids.unique("a"), ids.unique("a"), ids.unique("a")], ["a", "a-3", "a-4"]);
    }
}
