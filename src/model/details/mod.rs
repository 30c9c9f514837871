//! What each kind adds to the fields that all share. One file a group of kinds: what readers learn from, what the
//! community does, what is promised and sent.

mod community;
mod learning;
mod letters;

pub(super) use community::photos_allowed;

use super::catalogue::Piece;
use super::known::Known;
use super::site::{Detail, ItemId};
use super::time::Instant;
use crate::diagnostic::Diagnostic;
use crate::parse::front_matter::RawOwn;
use crate::source::{Span, Spanned};

/// The fields of the piece's kind; nothing where one without which there is no such thing is missing or wrong, which was
/// reported then.
pub(super) fn detail(
    id: ItemId,
    piece: &Piece<'_>,
    known: &Known<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Detail> {
    if piece.raw.broken {
        return None;
    }
    let here = Here { id, piece, known };
    match &piece.raw.own {
        RawOwn::Series(raw) => Some(Detail::Series(learning::series(raw, here))),
        RawOwn::Part(_) => learning::part(here).map(Detail::Part),
        RawOwn::Guide(raw) => Some(Detail::Guide(learning::guide(raw, here, problems))),
        RawOwn::Faq(raw) => Some(Detail::Faq(learning::faq(raw, &piece.raw.outline.excerpt, problems))),
        RawOwn::Track(raw) => Some(Detail::Track(learning::track(raw, here, problems))),
        RawOwn::Spotlight(raw) => Some(Detail::Spotlight(community::spotlight(raw, here, problems))),
        RawOwn::Event(raw) => community::event(raw, here, problems).map(Detail::Event),
        RawOwn::Prompt(raw) => Some(Detail::Prompt(community::prompt(raw, here, problems))),
        RawOwn::Challenge(raw) => Some(Detail::Challenge(community::challenge(raw, here, problems))),
        RawOwn::Offer(raw) => letters::offer(raw, here, problems).map(Detail::Offer),
        RawOwn::Issue(raw) => letters::letter(raw, here, problems).map(Detail::Issue),
        RawOwn::Page(raw) => Some(Detail::Page(letters::page(raw, here, problems))),
        RawOwn::Listing(_) => None,
    }
}

/// The piece whose fields are read, and what it can refer to.
#[derive(Clone, Copy, Debug)]
struct Here<'a> {
    id: ItemId,
    piece: &'a Piece<'a>,
    known: &'a Known<'a>,
}

impl Here<'_> {
    /// Reports an end that is not after its start.
    fn check_order(
        &self,
        starts: Option<(Instant, Span)>,
        ends: Option<(Instant, Span)>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let zone = self.known.dates.zone;
        if let (Some((starts, begin)), Some((ends, end))) = (starts, ends)
            && ends <= starts
        {
            problems.push(
                Diagnostic::error("ends-before-start", "this ends before it starts")
                    .at(end, format!("ends {}", zone.words(ends)))
                    .at(begin, format!("starts {}", zone.words(starts)))
                    .help("move one of them: a day without a time ends when the day does"),
            );
        }
    }
}

/// A value with its place, to compare.
fn placed<T, U>(value: Option<T>, typed: &Option<Spanned<U>>) -> Option<(T, Span)> {
    value.zip(typed.as_ref().map(|typed| typed.span))
}
