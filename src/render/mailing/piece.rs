//! A piece as a mail of its own, for tools that fill placeholders in: nothing in it is taken for one but the way out.

use super::super::mail;
use super::MailText;
use super::placeholder::{self, MARK};
use crate::diagnostic::Diagnostic;
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::markdown::reduced::text_with_links;
use crate::model::ItemId;
use crate::render::Scene;

/// A piece in both forms, without a head or a foot.
#[derive(Clone, Debug)]
pub struct PieceMail {
    /// Mail-safe HTML.
    pub html: MailText,
    /// The same as text, links numbered.
    pub text: MailText,
}

/// How a reader leaves, to stand below a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// A paragraph.
    pub html: String,
    /// A line.
    pub text: String,
}

/// A public piece as it stands at `address`.
///
/// # Errors
/// What an embed of it did wrong.
pub fn piece_mail(scene: &Scene<'_>, item: ItemId, address: &str) -> Result<PieceMail, Diagnostic> {
    let content = mail::piece(scene, item, address)?;
    let (whole, own) = (text_with_links(&content.html), text_with_links(&content.body));
    Ok(PieceMail {
        html: MailText::holding(
            placeholder::in_html(scene, &content.html),
            &placeholder::in_html(scene, &content.body),
        ),
        text: MailText::holding(placeholder::in_text(scene, &whole), &placeholder::in_text(scene, &own)),
    })
}

/// The way out in the words of the preset; nothing where it has none.
pub fn way_out(scene: &Scene<'_>) -> Option<WayOut> {
    placeholder::unsubscribe(scene)?;
    let words = scene.word("mail.unsubscribe");
    let html = format!("<p><a href=\"{}\">{}</a></p>", escape_attribute(MARK), escape_text(&words));
    let text = format!("{words}: {MARK}");
    Some(WayOut { html: placeholder::in_html(scene, &html), text: placeholder::in_text(scene, &text) })
}
