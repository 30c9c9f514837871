//! Something that happens on a day, as a row of a list or a line in the calendar.

use serde::Serialize;

use super::look::{Look, Place, Sign};
use super::words;
use crate::calendar::{Sending, Subject, Thing, What};
use crate::model::NewsletterId;

#[derive(Clone, Serialize)]
pub(super) struct Row {
    pub(super) day: String,
    pub(super) away: String,
    /// Empty where it has no time of day.
    pub(super) time: String,
    pub(super) title: String,
    pub(super) kind: String,
    /// What happens.
    pub(super) what: &'static str,
    pub(super) sign: Sign,
    /// Where it can be looked at.
    pub(super) page: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) owner: String,
}

/// A thing as a row.
pub(super) fn row(look: &Look<'_>, thing: &Thing) -> Row {
    let has_time = !matches!(thing.what, What::Ends | What::Expires | What::ConsentEnds | What::Due | What::Review);
    let kind = match &thing.subject {
        Subject::Piece(piece) => piece.kind.map_or("piece", |kind| kind.noun(1)).to_owned(),
        _ => thing.kind().to_owned(),
    };
    let sign = sign(look, thing);
    Row {
        day: look.day(thing.date),
        away: words::away(look.today(), thing.date),
        time: thing.at.filter(|_| has_time).map(|at| words::time(look.zone(), at)).unwrap_or_default(),
        title: match &thing.subject {
            Subject::Piece(piece) => super::look::title(piece),
            _ => thing.title().to_owned(),
        },
        kind,
        what: match (&thing.subject, thing.what) {
            // A day for a prompt, a spotlight or a check-in: nobody meets.
            (Subject::Recurrence(one), _) if one.kind != "event" => "comes round",
            (Subject::Piece(piece), What::Appears) if !piece.status.is_done() => "planned",
            _ if sign.word == what(thing.what) || thing.what == What::ConsentEnds => "",
            _ => what(thing.what),
        },
        sign,
        page: page(look, thing),
        place: place(look, thing),
        owner: match &thing.subject {
            Subject::Piece(piece) => piece.owner.clone(),
            _ => String::new(),
        },
    }
}

fn what(what: What) -> &'static str {
    match what {
        What::Appears => "appears",
        What::GoesOut => "goes out",
        What::Starts => "begins",
        What::Recurs => "takes place",
        What::Ends => "ends",
        What::Expires => "disappears",
        What::ConsentEnds => "consent ends",
        What::Due => "is due",
        What::Review => "wants another look",
    }
}

fn sign(look: &Look<'_>, thing: &Thing) -> Sign {
    match (&thing.subject, thing.what) {
        (_, What::Ends | What::Expires | What::ConsentEnds) => Sign { shape: "over", word: what(thing.what) },
        (Subject::Piece(piece), _) => look.sign(piece),
        (Subject::Issue(issue), _) => match issue.sending {
            Sending::Coming => Sign { shape: "mail", word: "coming" },
            Sending::Nothing => Sign { shape: "unwritten", word: "nothing to send" },
            Sending::Out => Sign { shape: "mail", word: "out" },
            Sending::Sealed | Sending::SealedAhead => Sign { shape: "mail", word: "sealed" },
        },
        (Subject::Recurrence(_), _) => Sign { shape: "again", word: "recurs" },
        (Subject::Link(..), _) => Sign { shape: "over", word: "ends" },
    }
}

fn page(look: &Look<'_>, thing: &Thing) -> Option<String> {
    let day = look.zone().start_of_day(thing.date);
    match &thing.subject {
        Subject::Piece(piece) if matches!(thing.what, What::Appears | What::Due) => look.piece_page(piece),
        // What ends is there until then.
        Subject::Piece(piece) if piece.kind.is_some() => {
            let at = thing.at.filter(|_| matches!(thing.what, What::Starts)).unwrap_or(day);
            look.piece_page(piece).and(piece.item).map(|id| look.page(id, Some(at)))
        }
        Subject::Issue(issue) if issue.sending != Sending::Nothing => {
            let which = format!("{}/{}", issue.newsletter, issue.date);
            Some(look.desk.link("newsletter/", &[("issue", &which)]))
        }
        _ => None,
    }
}

/// Where it is written.
pub(super) fn place(look: &Look<'_>, thing: &Thing) -> Option<Place> {
    let site = look.site();
    match &thing.subject {
        Subject::Piece(piece) if matches!(thing.what, What::Appears | What::Due | What::Expires) => {
            look.piece_place(piece)
        }
        Subject::Piece(piece) => match piece.item.and_then(|id| site.item(id).consent()) {
            Some(consent) if thing.what == What::ConsentEnds => Some(look.place(consent.span)),
            _ => look.file_place(piece),
        },
        Subject::Issue(issue) => match &issue.letter {
            Some(letter) => look.file_place(letter),
            None => newsletter(look, &issue.newsletter),
        },
        Subject::Recurrence(one) => {
            let own = site.calendar.recurrings.iter().find(|known| known.id.value == one.id);
            own.map(|own| look.place(own.id.span))
        }
        Subject::Link(id, _) => {
            let own = site.links.iter().find(|link| link.id.value == *id);
            own.map(|own| look.place(own.id.span))
        }
    }
}

fn newsletter(look: &Look<'_>, id: &str) -> Option<Place> {
    let own = look.site().calendar.newsletters.iter().find(|one| one.id.value == id);
    own.map(|own| look.place(own.id.span))
}

/// A newsletter by its name.
pub(super) fn newsletter_id(look: &Look<'_>, id: &str) -> Option<NewsletterId> {
    look.site().calendar.newsletters.iter().position(|one| one.id.value == id).map(NewsletterId::at)
}
