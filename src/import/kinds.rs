//! What each post becomes, proposed by rules that a creator can follow, and corrected by a table.

use std::collections::{BTreeMap, BTreeSet};

use super::post::{Post, Sort};
use super::table::Correction;
use crate::diagnostic::nearest_help;
use crate::edit::slug_of;
use crate::error::Error;
use crate::parse::Kind;

/// What a post becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its kind; nothing leaves it out.
    pub(super) kind: Option<Kind>,
    /// The series that a part is in: its title.
    pub(super) series: Option<String>,
    /// Its place among the parts, as the source has it.
    pub(super) part: i64,
    /// Why.
    pub(super) why: &'static str,
}

/// Words of the table.
const WORDS: [(&str, Option<Kind>); 5] = [
    ("guide", Some(Kind::Guide)),
    ("faq", Some(Kind::Faq)),
    ("page", Some(Kind::Page)),
    ("part", Some(Kind::Part)),
    ("skip", None),
];

impl Choice {
    /// As the table says it.
    pub(super) fn word(&self) -> &'static str {
        WORDS.iter().find(|(_, kind)| *kind == self.kind).map_or("skip", |(word, _)| word)
    }
}

/// What every post becomes, in their order.
///
/// # Errors
/// The table says something that there isn't.
pub(super) fn choose(posts: &[Post], corrections: &BTreeMap<String, Correction>) -> Result<Vec<Choice>, Error> {
    let numbered = numbered(posts);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for series in posts.iter().filter_map(|post| post.series.as_deref()) {
        *sizes.entry(series).or_default() += 1;
    }
    posts
        .iter()
        .enumerate()
        .map(|(at, post)| {
            let proposed = propose(post, numbered.get(&at), &sizes);
            corrections
                .get(&post.source)
                .map_or(Ok(proposed.clone()), |correction| corrected(post, proposed, correction))
        })
        .collect()
}

fn propose(post: &Post, numbered: Option<&(String, i64)>, sizes: &BTreeMap<&str, usize>) -> Choice {
    let choice = |kind, why| Choice { kind: Some(kind), series: None, part: 0, why };
    let title = post.title.trim();
    if let Some(series) = post
        .series
        .as_ref()
        .filter(|series| sizes.get(series.as_str()).is_some_and(|size| *size > 1) && slug_of(series).is_some())
    {
        let series = Some(series.clone());
        return Choice {
            kind: Some(Kind::Part),
            series,
            part: post.part.unwrap_or(i64::MAX),
            why: "it is one of a series",
        };
    }
    if let Some((series, part)) = numbered {
        return Choice {
            kind: Some(Kind::Part),
            series: Some(series.clone()),
            part: *part,
            why: "its title is numbered",
        };
    }
    match post.sort {
        Sort::Page => choice(Kind::Page, "it was a page"),
        Sort::Section if post.text.as_str().trim().is_empty() => {
            Choice { kind: None, series: None, part: 0, why: "the list of a section, without a text" }
        }
        Sort::Section => choice(Kind::Page, "it introduced a section"),
        Sort::Post if title.ends_with(['?', '？', '؟']) => choice(Kind::Faq, "its title is a question"),
        Sort::Post if is_how_to(title) => choice(Kind::Guide, "its title says how to do something"),
        Sort::Post => choice(Kind::Guide, "an article"),
    }
}

fn is_how_to(title: &str) -> bool {
    let lower = title.to_lowercase();
    let starts = [
        "how to ",
        "how i ",
        "how we ",
        "wie man ",
        "wie du ",
        "so ",
        "anleitung",
        "a guide to ",
        "guide to ",
        "getting started",
    ];
    let holds = ["step by step", "step-by-step", "tutorial", "walkthrough", "schritt für schritt", ": how to "];
    starts.iter().any(|start| lower.starts_with(start)) || holds.iter().any(|word| lower.contains(word))
}

fn corrected(post: &Post, proposed: Choice, correction: &Correction) -> Result<Choice, Error> {
    let Some((_, kind)) = WORDS.iter().find(|(word, _)| *word == correction.kind) else {
        let help = nearest_help(&correction.kind, WORDS.map(|(word, _)| word));
        let words = || "write `guide`, `faq`, `page`, `part` (with its series), or `skip` to leave it out".to_owned();
        let message =
            format!("`{}`, the line of `{}`: there is no kind `{}`", super::PLAN, post.source, correction.kind);
        return Err(Error::refused(message, help.unwrap_or_else(words)));
    };
    if *kind == Some(Kind::Part) && slug_of(&correction.series).is_none() {
        let message = format!("`{}`, the line of `{}`: a part needs a series", super::PLAN, post.source);
        return Err(Error::refused(message, "write its name into the column `series`"));
    }
    let series = (*kind == Some(Kind::Part)).then(|| correction.series.clone());
    let is_same = *kind == proposed.kind && series == proposed.series;
    let part = if proposed.part > 0 { proposed.part } else { post.part.unwrap_or(i64::MAX) };
    Ok(if is_same { proposed } else { Choice { kind: *kind, series, part, why: "you said so" } })
}

/// Posts whose titles count: those of one stem, with their numbers.
fn numbered(posts: &[Post]) -> BTreeMap<usize, (String, i64)> {
    let mut stems: BTreeMap<String, Vec<(usize, String, i64)>> = BTreeMap::new();
    for (at, post) in posts.iter().enumerate().filter(|(_, post)| post.sort == Sort::Post && post.series.is_none()) {
        if let Some((stem, number)) = number_of(&post.title) {
            stems.entry(stem.to_lowercase()).or_default().push((at, stem, number));
        }
    }
    let mut found = BTreeMap::new();
    for members in stems.into_values() {
        let numbers: BTreeSet<i64> = members.iter().map(|(_, _, number)| *number).collect();
        let stem = members.first().map(|(_, stem, _)| stem.clone()).unwrap_or_default();
        if members.len() > 1 && numbers.len() == members.len() && numbers.contains(&1) {
            found.extend(members.into_iter().map(|(at, _, number)| (at, (stem.clone(), number))));
        }
    }
    found
}

/// `A long road, part 2: the bridge` is 2 of `A long road`.
fn number_of(title: &str) -> Option<(String, i64)> {
    const MARKS: [&str; 6] = ["part ", "teil ", "episode ", "chapter ", "lesson ", "#"];
    let lower = title.to_lowercase();
    if lower.len() != title.len() {
        return None;
    }
    let (at, mark) = MARKS.iter().filter_map(|mark| Some((lower.rfind(mark)?, *mark))).max()?;
    let digits: String = lower.get(at + mark.len()..)?.chars().take_while(char::is_ascii_digit).collect();
    let ends = lower.get(at + mark.len() + digits.len()..)?.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let stem = title.get(..at)?.trim().trim_end_matches(['(', '[', ',', '-', '–', '—', ':', '|']).trim();
    let number = digits.parse().ok().filter(|number| (1..1000).contains(number))?;
    (ends && slug_of(stem).is_some()).then(|| (stem.to_owned(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(title: &str) -> Post {
        Post { title: title.to_owned(), source: title.to_owned(), ..Post::default() }
    }

    #[test]
    fn rules_are_those_that_the_manual_tells() {
        let posts = ["How to ink a pen", "Why ink?", "A day", "The road, part 1", "The road (Part 2): sand"].map(post);
        let chosen = choose(&posts, &BTreeMap::new()).unwrap();
        let words: Vec<&str> = chosen.iter().map(Choice::word).collect();
        assert_eq!(words, ["guide", "faq", "guide", "part", "part"]);
        assert_eq!(chosen[4].series.as_deref(), Some("The road"));
    }

    #[test]
    fn a_number_alone_makes_no_series() {
        for title in ["Part 1", "The road, part one", "Section #1234", "Party 5"] {
            assert_eq!(number_of(title), None, "{title}");
        }
    }
}
