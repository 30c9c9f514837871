//! Front matter as typed: the fields every kind shares, and each kind's own.

use super::toml::{Map, RawDate, TextOr, fields};

fields! {
    /// What every kind may say.
    pub struct RawCommon {
        /// title of the page
        opt title: String,
        /// one sentence for lists, search engines and feeds
        opt description: String,
        /// last part of the address, if not the file's name
        opt slug: String,
        /// content id, if it shall survive a rename of the file
        opt id: String,
        /// id in feeds, kept from an older site
        opt guid: String,
        /// older addresses that lead here, such as `/old/page/`
        list aliases: String,
        /// author ids from hub.toml
        list authors: String,
        /// segment ids from hub.toml; none = for everybody
        list segments: String,
        /// `beginner`, `intermediate` or `advanced`
        opt level: String,
        /// `teach`, `prove`, `support` or `community`
        opt phase: String,
        /// tags
        list tags: String,
        /// product it is about, for exports
        opt product: String,
        /// image, a file beside the text or in `static/`
        opt image: String,
        /// what the image shows
        opt image_alt: String,
        /// when it was published, if no calendar entry says so
        opt date: RawDate,
        /// last real change
        opt updated: RawDate,
        /// when it must be looked at again
        opt review_by: RawDate,
        /// what to remember
        list takeaways: String,
        /// which period it was brought up to date for
        opt updated_for: RawUpdatedFor,
        /// where facts come from
        list sources: TextOr<RawSource>,
        /// who paid for it
        opt sponsored: String,
        /// ids of support questions it answers
        list answers: String,
        /// content ids of related pieces
        list related: String,
        /// files beside the text that readers may take along
        list downloads: String,
        /// the same piece in other languages: `{ de = "https://…" }`
        opt translations: Map<String>,
        /// false: only who has the address finds it
        opt listed: bool,
        /// true: not public yet
        opt draft: bool,
        /// fields of your own
        opt extra: serde_json::Value,
    }
}
fields! {
    /// `updated_for`.
    pub struct RawUpdatedFor {
        /// the period, such as `"2026"`
        req period: String,
        /// what changed
        opt note: String,
    }
}
fields! {
    /// A source or a link: title and address.
    pub struct RawSource {
        /// title
        req title: String,
        /// address
        req url: String,
    }
}
fields! {
    /// `content/series/S/_index.md`.
    pub struct RawSeries {
        /// what the series promises
        opt promise: String,
        /// what the reader has at the end
        opt outcome: String,
    }
}
fields! {
    /// `content/series/S/01-x.md`.
    pub struct RawPart {
        /// its number, if not the file's
        opt part: i64,
    }
}
fields! {
    /// `content/guides/x.md`.
    pub struct RawGuide {
        /// what the reader can do afterwards
        opt goal: String,
        /// how long it takes
        opt minutes: i64,
        /// what is needed
        list tools: String,
        /// content ids of what to read before
        list prerequisites: String,
        /// true: each H2 is a step
        opt steps: bool,
        /// FAQ entries answered below it
        list faq: String,
        /// a promise of form: `not-for`, `proof`, `mistakes`, `walkthrough` or `comparison`
        opt format: String,
    }
}
fields! {
    /// `content/faq/x.md`; the title is the question.
    pub struct RawFaq {
        /// plain answer, at most 300 characters; the beginning of the text if left out
        opt short: String,
        /// group it stands in
        opt topic: String,
        /// how often it was asked
        opt asked_count: i64,
    }
}
fields! {
    /// `content/tracks/x.md`.
    pub struct RawTrack {
        /// who it is for
        opt r#for: String,
        /// who it is not for
        opt not_for: String,
        /// what the reader has at the end
        opt outcome: String,
        /// track to go on with
        opt next_track: String,
        /// minutes in all, if not the sum of its steps
        opt minutes: i64,
        /// its steps
        list step: RawStep,
    }
}
fields! {
    /// `[[step]]` of a track.
    pub struct RawStep {
        /// content id of the piece
        req r#ref: String,
        /// day in the track, from 1
        req day: i64,
        /// why it comes here
        opt why: String,
        /// may be skipped
        opt optional: bool,
        /// last part of its address, if not the piece's
        opt slug: String,
    }
}
fields! {
    /// `content/spotlights/x.md`.
    pub struct RawSpotlight {
        /// the member's id, the same in all their pieces
        req member: String,
        /// name as shown
        req name: String,
        /// what they do
        opt role: String,
        /// member since
        opt joined: RawDate,
        /// what they say
        opt quote: String,
        /// what they did
        list did: String,
        /// where to find them
        list links: RawSource,
        /// the member's consent
        opt consent: RawConsent,
    }
}
fields! {
    /// `[consent]` of a spotlight.
    pub struct RawConsent {
        /// when it was given
        req given: RawDate,
        /// how it was given
        req via: String,
        /// what it covers: `site`, `newsletter`, `photo`
        list scope: String,
        /// when it ends
        opt expires: RawDate,
        /// when it was taken back
        opt withdrawn: RawDate,
    }
}
fields! {
    /// `content/events/x.md`.
    pub struct RawEvent {
        /// when it starts; with `occurrence_of`, the day
        req starts: RawDate,
        /// when it ends
        opt ends: RawDate,
        /// recurrence of the calendar it is one of
        opt occurrence_of: String,
        /// where, in words
        opt r#where: String,
        /// address to join
        opt join: String,
        /// who may see `join`: `public` or `members` (the default)
        opt access: String,
        /// address of the recording
        opt recording: String,
        /// address or file of the transcript, or a sentence that says why there is none
        opt transcript: String,
        /// where to hand in questions
        opt questions: String,
        /// author ids of the hosts
        list host: String,
        /// raise it by 1 after a change of time or place: calendars of readers then take the new one
        opt revision: i64,
    }
}
fields! {
    /// `content/prompts/x.md`.
    pub struct RawPrompt {
        /// what to do
        req task: String,
        /// where and how to share it
        opt share: String,
        /// what came of it
        opt results: String,
        /// when it opens
        opt opens: RawDate,
        /// when it closes
        opt closes: RawDate,
    }
}
fields! {
    /// `content/challenges/x.md`.
    pub struct RawChallenge {
        /// what to do
        req task: String,
        /// when it starts
        req starts: RawDate,
        /// when it ends
        req ends: RawDate,
        /// where and how to share it
        opt share: String,
        /// what taking part earns
        opt reward: String,
        /// what came of it
        opt results: String,
    }
}
fields! {
    /// `content/offers/x.md`.
    pub struct RawOffer {
        /// `starter`, `upgrade`, `bundle` or `gift`
        req role: String,
        /// first day
        opt starts: RawDate,
        /// last day
        opt ends: RawDate,
        /// id of its link in links.toml; a gift may have `downloads` instead
        opt link: String,
        /// terms in words, or the id of a page that has them
        req terms: String,
        /// id of the refund policy page, if not the only one
        opt policy: String,
        /// price in words
        opt price: String,
        /// what is in it
        list includes: String,
    }
}
fields! {
    /// `content/newsletter/N/2026-12-09.md`: the creator's letter.
    pub struct RawIssue {
        /// subject of the mail; `title` may stand for it
        opt subject: String,
        /// line after the subject in a mailbox
        opt preheader: String,
        /// content ids to put first
        list picks: String,
        /// number as you count
        opt number: i64,
    }
}
fields! {
    /// `content/pages/x.md`.
    pub struct RawPage {
        /// what it is by law: `privacy`, `refund`, `terms` or `imprint`
        opt policy: String,
        /// from when it holds
        opt effective: RawDate,
    }
}
fields! {
    /// `content/KIND/_index.md`: the introduction of a listing.
    pub struct RawListing {
    }
}

/// Fields of one kind.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each variant is the struct of its name")]
pub enum RawOwn {
    Series(RawSeries),
    Part(RawPart),
    Guide(RawGuide),
    Faq(RawFaq),
    Track(RawTrack),
    Spotlight(RawSpotlight),
    Event(RawEvent),
    Prompt(RawPrompt),
    Challenge(RawChallenge),
    Offer(RawOffer),
    Issue(RawIssue),
    Page(RawPage),
    Listing(RawListing),
}
