//! A reader for each format, and how a format is told from another.
//!
//! A reader takes a [`Tree`](super::tree::Tree) and gives an [`Export`]; what a text holds is nobody's matter here.

use super::post::Export;
use super::tree::Tree;
use crate::diagnostic::{listed, nearest_help};
use crate::error::Error;

mod buttondown;
mod feed;
pub(super) mod folder;
mod ghost;
mod substack;
mod wordpress;
mod xml;

pub(super) use feed::{OldFeed, old_feed};

/// What wrote a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is the format of its name")]
pub enum Format {
    Markdown,
    Hugo,
    Zola,
    Jekyll,
    Eleventy,
    Astro,
    Pelican,
    Obsidian,
    Substack,
    Ghost,
    Buttondown,
    Wordpress,
    Feed,
}

impl Format {
    /// All, in the order of the manual.
    pub const ALL: [Format; 13] = [
        Format::Markdown,
        Format::Hugo,
        Format::Zola,
        Format::Jekyll,
        Format::Eleventy,
        Format::Astro,
        Format::Pelican,
        Format::Obsidian,
        Format::Substack,
        Format::Ghost,
        Format::Buttondown,
        Format::Wordpress,
        Format::Feed,
    ];

    /// As it is typed after `--from`.
    pub fn word(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Hugo => "hugo",
            Format::Zola => "zola",
            Format::Jekyll => "jekyll",
            Format::Eleventy => "eleventy",
            Format::Astro => "astro",
            Format::Pelican => "pelican",
            Format::Obsidian => "obsidian",
            Format::Substack => "substack",
            Format::Ghost => "ghost",
            Format::Buttondown => "buttondown",
            Format::Wordpress => "wordpress",
            Format::Feed => "feed",
        }
    }

    /// As people know it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Markdown => "a folder of Markdown",
            Format::Hugo => "a Hugo site",
            Format::Zola => "a Zola site",
            Format::Jekyll => "a Jekyll site",
            Format::Eleventy => "an Eleventy site",
            Format::Astro => "an Astro site",
            Format::Pelican => "a Pelican site",
            Format::Obsidian => "an Obsidian vault",
            Format::Substack => "a Substack export",
            Format::Ghost => "a Ghost export",
            Format::Buttondown => "a Buttondown export",
            Format::Wordpress => "a WordPress export",
            Format::Feed => "a feed",
        }
    }

    /// The format of a word.
    ///
    /// # Errors
    /// There is none.
    pub fn named(word: &str) -> Result<Self, Error> {
        let lower = word.trim().to_lowercase();
        let lower = match lower.as_str() {
            "11ty" => "eleventy",
            "wxr" => "wordpress",
            "rss" | "atom" | "json-feed" => "feed",
            "md" | "folder" => "markdown",
            "starlight" => "astro",
            other => other,
        };
        Format::ALL.into_iter().find(|format| format.word() == lower).ok_or_else(|| {
            let words: Vec<String> = Format::ALL.iter().map(|format| format!("`{}`", format.word())).collect();
            let help = nearest_help(lower, Format::ALL.map(Format::word));
            Error::refused(
                format!("hub can't import from `{word}`"),
                help.unwrap_or_else(|| format!("it knows {}", listed(&words))),
            )
        })
    }
}

/// What wrote a tree, as far as its files say.
///
/// # Errors
/// Nothing in it is known.
pub(super) fn recognise(tree: &Tree, source: &std::path::Path) -> Result<Format, Error> {
    let has_folder = |folder: &str| tree.names().any(|name| name.starts_with(folder));
    let found = if tree.has("posts.csv") {
        Some(Format::Substack)
    } else if let Some(format) = folder::generator(tree) {
        Some(format)
    } else if source.join(".obsidian").is_dir() {
        Some(Format::Obsidian)
    } else if tree.has("emails.csv") || has_folder("emails/") {
        Some(Format::Buttondown)
    } else {
        of_file(tree)
    };
    found.ok_or_else(|| nothing(source))
}

fn of_file(tree: &Tree) -> Option<Format> {
    let named = |endings: &[&str]| {
        tree.names()
            .filter(|name| endings.iter().any(|ending| name.to_lowercase().ends_with(ending)))
            .min_by_key(|name| name.len())
    };
    // Only what is named like an export of its own is looked into: a folder of Markdown may hold anything beside it.
    if let Some(name) = named(&[".md", ".markdown", ".mdx"]) {
        let only = tree.names().count() == 1;
        return Some(if only || !name.is_empty() { Format::Markdown } else { Format::Feed });
    }
    let name = named(&[".json"]).or_else(|| named(&[".xml", ".rss", ".atom", ".feed"])).or_else(|| named(&[""]))?;
    let (text, _) = tree.text(name, u64::MAX).ok()?;
    let start = text.trim_start();
    let head = (0..=start.len().min(65_536)).rev().find_map(|end| start.get(..end)).unwrap_or(start);
    if start.starts_with('{') {
        let is_feed = head.contains("jsonfeed.org/version");
        let is_ghost = head.contains("\"db\"") || head.contains("\"posts\"");
        return if is_feed { Some(Format::Feed) } else { is_ghost.then_some(Format::Ghost) };
    }
    if !start.starts_with('<') {
        return None;
    }
    let is_wordpress = head.contains("wxr_version") || head.contains("wordpress.org/export");
    let is_feed = ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| head.contains(root));
    if is_wordpress { Some(Format::Wordpress) } else { is_feed.then_some(Format::Feed) }
}

fn nothing(source: &std::path::Path) -> Error {
    Error::refused(
        format!("hub finds nothing to import in `{}`", source.display()),
        "it takes a folder with Markdown files, exports of Substack, Ghost, Buttondown and WordPress, and feeds; `--from` says which \
         one it is, `hub help import` how to get each",
    )
}

/// Reads a tree.
///
/// # Errors
/// It isn't what it is said to be.
pub(super) fn read(tree: &Tree, format: Format) -> Result<Export, Error> {
    match format {
        Format::Substack => substack::read(tree),
        Format::Ghost => ghost::read(tree),
        Format::Buttondown => Ok(buttondown::read(tree)),
        Format::Wordpress => wordpress::read(tree),
        Format::Feed => feed::read(tree),
        _ => Ok(folder::read(tree, format)),
    }
}

/// The largest export that is one file.
const EXPORT: u64 = 512 << 20;

/// The file of an export that is one file.
fn the_file<'a>(tree: &'a Tree, endings: &[&str]) -> Option<&'a str> {
    tree.names().find(|name| endings.iter().any(|ending| name.to_lowercase().ends_with(ending)))
}

/// An export that can't be read.
fn unreadable(name: &str, why: impl std::fmt::Display, help: &str) -> Error {
    Error::refused(format!("`{name}` can't be read: {why}"), help)
}

/// One line of text.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The path of an address: `https://a.example/b/?c` is `/b/`. With `?p=1` alone there is none.
pub(super) fn path_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    let path = path.split(['?', '#']).next().unwrap_or("/");
    Some(path.to_owned())
}
