//! The manual of codes: one Markdown page each, compiled in.
//!
//! A page is `codes/CODE.md`: what the code means, the smallest site that shows it, what hub prints. It is what
//! `hub explain CODE` shows, and what the tests build.

use include_dir::{Dir, include_dir};

use super::Severity;

static PAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/diagnostic/codes");

/// The page of a code, or nothing if there is no such code.
pub fn page(code: &str) -> Option<&'static str> {
    all().find(|known| *known == code)?;
    PAGES.get_file(format!("{code}.md"))?.contents_utf8()
}

/// The code of this name.
pub fn known(code: &str) -> Option<&'static str> {
    all().find(|known| *known == code)
}

/// Every code in its group, with a line about it.
const LIST: &str = include_str!("codes.txt");

/// Codes about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// Each with a line about it.
    pub codes: Vec<(&'static str, &'static str)>,
}

/// All codes by what they are about.
pub fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            groups.push(Group { title, codes: Vec::new() });
        } else if let (Some(group), Some(code)) = (groups.last_mut(), line.split_once(' ')) {
            group.codes.push(code);
        }
    }
    groups
}

/// How bad a problem of this code is, as its page shows it.
pub fn severity(code: &str) -> Severity {
    let opens =
        |line: &str, word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(&format!("[{code}]")));
    let shown = page(code).unwrap_or("").lines().find_map(|line| {
        let words = [("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];
        words.into_iter().find(|(word, _)| opens(line, word))
    });
    shown.map_or(Severity::Error, |(_, severity)| severity)
}

/// Why a code can't be switched off, in words; nothing where it can.
pub fn why_it_stays(code: &str) -> Option<&'static str> {
    if severity(code) == Severity::Error {
        return Some("it is an error, and with an error nothing is built");
    }
    OF_OTHERS.contains(&code).then_some("it is about the data of other people")
}

/// Warnings and notes about the data, the consent and the safety of others.
const OF_OTHERS: [&str; 8] = [
    "consent-ending",
    "consent-expired",
    "consent-missing",
    "consent-withdrawn",
    "photo-without-consent",
    "possible-leak",
    "privacy-missing",
    "signup-open",
];

/// All codes that have a page, sorted.
pub fn all() -> impl Iterator<Item = &'static str> {
    let mut codes: Vec<&'static str> =
        PAGES.files().filter_map(|file| file.path().to_str()?.strip_suffix(".md")).collect();
    codes.sort_unstable();
    codes.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_in_one_group() {
        let mut listed: Vec<&str> = groups().iter().flat_map(|group| &group.codes).map(|(code, _)| *code).collect();
        listed.sort_unstable();
        assert_eq!(listed, all().collect::<Vec<_>>(), "src/diagnostic/codes.txt has a line for each code");
    }

    #[test]
    fn what_can_be_switched_off() {
        assert_eq!((severity("undated"), severity("late")), (Severity::Note, Severity::Warning));
        assert_eq!(why_it_stays("long-paragraph"), None);
        assert!(["unknown-id", "consent-expired"].iter().all(|code| why_it_stays(code).is_some()));
        assert!(OF_OTHERS.iter().all(|code| page(code).is_some()));
    }

    #[test]
    fn a_page_is_found_by_its_code_and_begins_with_it() {
        for code in all() {
            let text = page(code).unwrap();
            assert!(text.starts_with(&format!("# {code}\n")), "{code}");
        }
        assert_eq!(page("no-such-code"), None);
        assert_eq!(page("../codes"), None);
    }
}
