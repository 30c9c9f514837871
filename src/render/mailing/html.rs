//! The door to css-inline: an issue as HTML for mail programs. Tables where Outlook needs them, styles on the elements, and
//! in the head only what must be asked of the reader's device: width and darkness.

use css_inline::CSSInliner;

use super::compose::{Entry, Letter, Offer, PICTURE_WIDTH, Picture, Section};
use super::placeholder::{self, MARK};
use super::{Cut, LIMIT, MailText};
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::markdown::reduced;
use crate::render::Scene;

const CSS: &str = include_str!("mail.css");

/// Keeps what follows from showing beside the preheader in an inbox.
const FILLER: &str = "&#847;&zwnj;&nbsp;";
const FILLERS: usize = 60;

/// Mark the creator's own words until their place is known.
const BEGIN: &str = "<!--letter-->";
const END: &str = "<!--/letter-->";

/// How much of a letter is shown.
#[derive(Clone, Copy)]
struct Extent {
    blocks: usize,
    pieces: usize,
}

/// A page of mail.
pub(super) struct Fitted {
    pub(super) html: MailText,
    /// What was left out.
    pub(super) cut: Option<Cut>,
}

/// The HTML, cut where it is longer than mail programs show.
pub(super) fn fitting(scene: &Scene<'_>, letter: &Letter) -> Fitted {
    let (html, cut) = cut_to_fit(scene, letter);
    let html = match html.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?))) {
        Some((before, (own, after))) => MailText {
            author_text: std::iter::once(before.len()..before.len() + own.len()).collect(),
            text: format!("{before}{own}{after}"),
        },
        None => MailText { text: html, author_text: Vec::new() },
    };
    Fitted { html, cut }
}

fn cut_to_fit(scene: &Scene<'_>, letter: &Letter) -> (String, Option<Cut>) {
    let blocks = reduced::blocks(&letter.body);
    let pieces = letter.sections.iter().map(|section| section.entries.len()).sum();
    let whole = Extent { blocks: blocks.len(), pieces };
    let html = page(scene, letter, &blocks, whole);
    if html.len() <= LIMIT {
        return (html, None);
    }
    let mut shown = whole;
    let mut fitted = html.clone();
    while fitted.len() > LIMIT && (shown.blocks > 0 || shown.pieces > 0) {
        let over = fitted.len() - LIMIT;
        shown = less(shown, &blocks, over);
        fitted = page(scene, letter, &blocks, shown);
    }
    let cut = Cut { whole: html.len(), blocks: whole.blocks - shown.blocks, pieces: whole.pieces - shown.pieces };
    (fitted, Some(cut))
}

/// Fewer blocks of the letter, until some `over` bytes are saved; where there is one block left, fewer pieces. A first block
/// that is most of a mail by itself goes as well: a mail that is clipped loses its foot, and with it the way out.
fn less(shown: Extent, blocks: &[&str], over: usize) -> Extent {
    let least = usize::from(blocks.first().is_none_or(|first| first.len() < LIMIT / 2));
    if shown.blocks <= least {
        return Extent { pieces: shown.pieces - shown.pieces.div_ceil(8).min(shown.pieces), ..shown };
    }
    let mut saved = 0;
    let mut left = shown.blocks;
    while left > least && saved < over {
        left -= 1;
        saved += blocks.get(left).map_or(0, |block| block.len());
    }
    Extent { blocks: left, ..shown }
}

fn page(scene: &Scene<'_>, letter: &Letter, blocks: &[&str], shown: Extent) -> String {
    let inliner = CSSInliner::options().load_remote_stylesheets(false).keep_at_rules(true).minify_css(true).build();
    let html = document(scene, letter, blocks, shown);
    let html = inliner.inline(&html).expect("the program's own style sheet is right, and nothing else is read");
    placeholder::in_html(scene, &html)
}

fn document(scene: &Scene<'_>, letter: &Letter, blocks: &[&str], shown: Extent) -> String {
    let language = escape_attribute(&scene.site.settings.language.value);
    let dir = scene.theme.words().direction();
    let side = if dir == "rtl" { "right" } else { "left" };
    let subject = escape_text(&letter.subject);
    let content = content(scene, letter, blocks, shown);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"x-apple-disable-message-reformatting\">\
         <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
         <title>{subject}</title>\n<style>{}</style></head>\n<body>{}\n\
         <table class=\"page\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" lang=\"{language}\" dir=\"{dir}\">\
         <tr><td class=\"desk\" align=\"center\">\
         <!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:600px\">\
         <tr><td class=\"sheet\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td class=\"inner\" align=\"{side}\">\n\
         {content}</td></tr></table></td></tr>\n<tr><td class=\"foot\">{}</td></tr></table>\
         <!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>\n",
        style_sheet(dir),
        preheader(&letter.preheader),
        foot(scene, letter),
    )
}

/// The style sheet, its sides changed where text runs from right to left: mail programs don't know logical sides.
fn style_sheet(dir: &str) -> String {
    match dir {
        "rtl" => CSS.replace("-left:", "-start:").replace("-right:", "-left:").replace("-start:", "-right:"),
        _ => CSS.to_owned(),
    }
}

fn preheader(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<div class=\"preheader\" aria-hidden=\"true\">{} {}</div>", escape_text(text), FILLER.repeat(FILLERS))
}

fn content(scene: &Scene<'_>, letter: &Letter, blocks: &[&str], shown: Extent) -> String {
    let mut html = format!(
        "<p class=\"name\"><strong>{}</strong> · {}</p>\n<h1>{}</h1>\n",
        escape_text(&letter.newsletter),
        escape_text(&letter.date),
        escape_text(&letter.subject)
    );
    html.push_str(&paragraph("facts", &letter.sponsored));
    if !letter.body.is_empty() {
        let body: String = blocks.iter().take(shown.blocks).copied().collect();
        html.push_str(&format!("<div class=\"letter\">{BEGIN}{}{END}</div>\n", with_small_pictures(&body)));
    }
    if shown.blocks < blocks.len() {
        html.push_str(&format!("<p>{}</p>\n", escape_text(&scene.word("mail.cut"))));
        html.push_str(&button(&scene.word("mail.read"), &letter.url));
    }
    let mut left = shown.pieces;
    let mut hidden = 0;
    for part in &letter.sections {
        let count = part.entries.len().min(left);
        left -= count;
        hidden += part.entries.len() - count;
        html.push_str(&section(part, count));
    }
    if hidden > 0 {
        html.push_str(&format!("<p>{}</p>\n", escape_text(&scene.count("mail.more", hidden))));
        html.push_str(&button(&scene.word("mail.read"), &letter.url));
    }
    html.extend(letter.gone.iter().map(|line| format!("<p class=\"gone\">{}</p>\n", escape_text(line))));
    html.extend(letter.offer.iter().map(|it| offer(scene, it)));
    html
}

fn table(class: &str, cell: &str, inner: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!(
        "<table{class} role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td class=\"{cell}\">\
         {inner}</td></tr></table>\n"
    )
}

fn section(part: &Section, count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let entries: String =
        part.entries.iter().take(count).map(|entry| table("", "entry", &self::entry(entry))).collect();
    let title = escape_text(&part.title);
    format!("{}{entries}", table("", "part", &format!("<h2 class=\"label\">{title}</h2>")))
}

fn entry(entry: &Entry) -> String {
    let url = escape_attribute(&entry.url);
    let mut html = String::new();
    if let Some(shown) = &entry.picture {
        html.push_str(&format!("<p class=\"picture\"><a href=\"{url}\">{}</a></p>", picture(shown)));
    }
    html.push_str(&format!("<h3><a class=\"title\" href=\"{url}\">{}</a></h3>", escape_text(&entry.title)));
    html.push_str(&paragraph("facts", &entry.label));
    if !entry.quote.is_empty() {
        html.push_str(&format!("<blockquote dir=\"auto\">{}</blockquote>", escape_text(&entry.quote)));
    }
    html.push_str(&paragraph("", &entry.text));
    html
}

fn picture(shown: &Picture) -> String {
    let Picture { url, alt, width, height } = shown;
    let (url, alt) = (escape_attribute(url), escape_attribute(alt));
    format!("<img src=\"{url}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">")
}

fn paragraph(class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    if text.is_empty() { String::new() } else { format!("<p{class}>{}</p>", escape_text(text)) }
}

fn offer(scene: &Scene<'_>, offer: &Offer) -> String {
    let mut inner = format!("<p class=\"facts\">{}</p>", escape_text(&scene.word("mail.offer")));
    let url = escape_attribute(&offer.url);
    inner.push_str(&format!("<h3><a class=\"title\" href=\"{url}\">{}</a></h3>", escape_text(&offer.title)));
    inner.push_str(&paragraph("facts", &offer.facts));
    inner.push_str(&paragraph("", &offer.text));
    if !offer.button.is_empty() {
        inner.push_str(&button(&offer.button, &offer.target));
        inner.push_str(&paragraph("facts note", &offer.disclosure));
    }
    table("", "part", &table("card", "inside", &inner))
}

/// A cell with a colour, so that it is a button with images off and in Outlook.
fn button(words: &str, url: &str) -> String {
    format!(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td class=\"button\">\
         <a href=\"{}\">{}</a></td></tr></table>\n",
        escape_attribute(url),
        escape_text(words)
    )
}

fn foot(scene: &Scene<'_>, letter: &Letter) -> String {
    let link =
        |url: &str, key: &str| format!("<a href=\"{}\">{}</a>", escape_attribute(url), escape_text(&scene.word(key)));
    format!(
        "<p>{}</p><p>{} · {} · {}</p>",
        escape_text(&scene.say("mail.why", &[("newsletter", &letter.newsletter)])),
        link(&letter.url, "mail.browser"),
        link(&letter.archive, "mail.all"),
        link(MARK, "mail.unsubscribe"),
    )
}

/// Outlook shows a picture as wide as its attribute says, and breaks the letter by it.
fn with_small_pictures(html: &str) -> String {
    reduced::with_pictures_below(html, PICTURE_WIDTH)
}
