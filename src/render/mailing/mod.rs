//! An issue as files for a mail program: HTML, plain text, Markdown to paste, and a message to look at.
//!
//! All four say the same, composed once. The design is the program's own, not a theme's: what mail programs show is a narrow
//! band. What is longer than they show in one piece ends with a link to the rest.

mod compose;
mod html;
mod message;
mod piece;
mod placeholder;
mod plain;

pub use piece::{PieceMail, WayOut, piece_mail, way_out};
pub(super) use placeholder::harmless;

use std::ops::Range;

use super::scene::Scene;
use crate::diagnostic::Diagnostic;
use crate::model::SegmentId;
use crate::plan::{self, Issue};

/// Mail programs, Gmail first, clip what is longer.
pub const LIMIT: usize = 100 * 1024;

/// An issue, for everybody or for a segment.
#[derive(Clone, Debug)]
pub struct MailFiles {
    /// The subject.
    pub subject: String,
    /// `index.html`.
    pub html: MailText,
    /// `index.txt`.
    pub text: MailText,
    /// `index.md`.
    pub markdown: MailText,
    /// `index.eml`.
    pub message: String,
    /// What was left out of the HTML so that mail programs show it whole.
    pub cut: Option<Cut>,
    /// Whether the provider's address for unsubscribing is known; else `UNSUBSCRIBE-URL` stands in its place.
    pub can_unsubscribe: bool,
}

/// A text of mail, and where authors' own words stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailText {
    /// All of it.
    pub text: String,
    /// Bytes of `text` that are an author's body.
    pub author_text: Vec<Range<usize>>,
}

impl MailText {
    /// `text`, with `own` an author's words wherever it stands in it first.
    pub(in crate::render) fn holding(text: String, own: &str) -> Self {
        let at = text.find(own).filter(|_| !own.is_empty());
        MailText { author_text: at.map(|at| at..at + own.len()).into_iter().collect(), text }
    }
}

/// What was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes the whole would have had.
    pub whole: usize,
    /// Blocks of the letter that are left out.
    pub blocks: usize,
    /// Pieces that are left out.
    pub pieces: usize,
}

/// The files of an issue; for a segment, with what fits it. Nothing where nothing fits and there is no letter.
///
/// # Errors
/// What an embed of the letter did wrong.
pub fn mail_files(
    scene: &Scene<'_>,
    issue: &Issue,
    segment: Option<SegmentId>,
) -> Result<Option<MailFiles>, Diagnostic> {
    let own = segment.map(|segment| plan::for_segment(scene.site, &scene.plan.offers, issue, segment));
    let issue = own.as_ref().unwrap_or(issue);
    if issue.members.is_empty() && issue.gone.is_empty() && issue.letter.is_none() {
        return Ok(None);
    }
    let letter = compose::letter(scene, issue)?;
    let html::Fitted { html, cut } = html::fitting(scene, &letter);
    let (text, markdown) = (plain::text(scene, &letter), plain::markdown(scene, &letter));
    let segment = segment.and_then(|id| scene.site.settings.segments.get(id.index()));
    let message = message::message(scene, (issue, segment), &letter, (&text.text, &html.text));
    Ok(Some(MailFiles {
        subject: letter.subject,
        html,
        text,
        markdown,
        message,
        cut,
        can_unsubscribe: placeholder::unsubscribe(scene).is_some(),
    }))
}
