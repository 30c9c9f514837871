//! An issue as plain text, 72 columns wide with its links in a list, and as Markdown to paste.

use super::MailText;
use super::compose::{Entry, Letter, Offer};
use super::placeholder::{self, MARK};
use crate::markdown::reduced::{COLUMNS, Plainness, listed, numbered, reduced, wrapped};
use crate::render::Scene;

/// `index.txt`.
pub(super) fn text(scene: &Scene<'_>, letter: &Letter) -> MailText {
    let mut links = Vec::new();
    let body = reduced(&letter.body, Plainness::Text, &mut links);
    let mut blocks = vec![
        wrapped(&letter.subject, COLUMNS),
        wrapped(&format!("{}{}{}", letter.newsletter, scene.word("punctuation.comma"), letter.date), COLUMNS),
        format!("{}: {}", scene.word("mail.browser"), letter.url),
    ];
    let sponsored = (!letter.sponsored.is_empty()).then(|| wrapped(&letter.sponsored, COLUMNS));
    blocks.extend(sponsored.into_iter().chain((!body.is_empty()).then(|| body.clone())));
    for section in &letter.sections {
        blocks.push(heading(&section.title));
        blocks.extend(section.entries.iter().map(|entry| entry_text(entry, &mut links)));
    }
    blocks.extend(letter.gone.iter().map(|line| wrapped(line, COLUMNS)));
    if let Some(offer) = &letter.offer {
        blocks.push(heading(&scene.word("mail.offer")));
        blocks.push(offer_text(offer, &mut links));
    }
    if !links.is_empty() {
        blocks.push(heading(&scene.word("mail.links")));
        blocks.push(listed(&links));
    }
    blocks.push(format!(
        "-- \n{}\n{}: {MARK}\n{}: {}",
        wrapped(&scene.say("mail.why", &[("newsletter", &letter.newsletter)]), COLUMNS),
        scene.word("mail.unsubscribe"),
        scene.word("mail.all"),
        letter.archive
    ));
    finished(scene, &blocks, &body)
}

fn heading(title: &str) -> String {
    let title = wrapped(title, COLUMNS);
    let longest = title.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    format!("{title}\n{}", "=".repeat(longest))
}

fn entry_text(entry: &Entry, links: &mut Vec<String>) -> String {
    let quote = if entry.quote.is_empty() { String::new() } else { format!("“{}”", entry.quote) };
    let title = format!("{} [{}]", entry.title, numbered(links, &entry.url));
    lines([&title, &entry.label, &quote, &entry.text])
}

fn offer_text(offer: &Offer, links: &mut Vec<String>) -> String {
    let title = format!("{} [{}]", offer.title, numbered(links, &offer.url));
    let note = if offer.disclosure.is_empty() { String::new() } else { format!(" ({})", offer.disclosure) };
    let button = match offer.button.as_str() {
        "" => String::new(),
        words => format!("{words} [{}]{note}", numbered(links, &offer.target)),
    };
    lines([&title, &offer.facts, &offer.text, &button])
}

fn lines<const N: usize>(parts: [&String; N]) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(|part| wrapped(part, COLUMNS)).collect::<Vec<_>>().join("\n")
}

/// `index.md`: no subject and no foot, which a provider's editor has places for.
pub(super) fn markdown(scene: &Scene<'_>, letter: &Letter) -> MailText {
    let body = reduced(&letter.body, Plainness::Markdown, &mut Vec::new());
    let sponsored = (!letter.sponsored.is_empty()).then(|| format!("*{}*", escaped(&letter.sponsored)));
    let mut blocks: Vec<String> = sponsored.into_iter().chain((!body.is_empty()).then(|| body.clone())).collect();
    for section in &letter.sections {
        blocks.push(format!("## {}", escaped(&section.title)));
        blocks.extend(section.entries.iter().map(entry_markdown));
    }
    blocks.extend(letter.gone.iter().map(|line| format!("*{}*", escaped(line))));
    if let Some(offer) = &letter.offer {
        blocks.push("---".to_owned());
        blocks.push(offer_markdown(offer));
    }
    blocks.push(format!("[{}]({})", escaped(&scene.word("mail.browser")), letter.url));
    finished(scene, &blocks, &body)
}

fn finished(scene: &Scene<'_>, blocks: &[String], own: &str) -> MailText {
    let text = placeholder::in_text(scene, &format!("{}\n", blocks.join("\n\n")));
    MailText::holding(text, &placeholder::in_text(scene, own))
}

fn entry_markdown(entry: &Entry) -> String {
    let mut blocks = vec![format!("### [{}]({})", escaped(&entry.title), entry.url)];
    if !entry.label.is_empty() {
        blocks.push(format!("*{}*", escaped(&entry.label)));
    }
    if !entry.quote.is_empty() {
        blocks.push(format!("> {}", escaped(&entry.quote)));
    }
    if !entry.text.is_empty() {
        blocks.push(escaped(&entry.text));
    }
    blocks.join("\n\n")
}

fn offer_markdown(offer: &Offer) -> String {
    let mut blocks = vec![format!("### [{}]({})", escaped(&offer.title), offer.url)];
    blocks.extend([&offer.facts, &offer.text].into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part)));
    if !offer.button.is_empty() {
        let note =
            if offer.disclosure.is_empty() { String::new() } else { format!(" ({})", escaped(&offer.disclosure)) };
        blocks.push(format!("[{}]({}){note}", escaped(&offer.button), offer.target));
    }
    blocks.join("\n\n")
}

/// Words that are no marks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
