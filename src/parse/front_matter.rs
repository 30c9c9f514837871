//! Front matter as typed: the fields every kind shares, and each kind's own.

use std::ops::RangeInclusive;

use super::Kind;
use super::field::{Default, Field, like};
use super::form::Form;
use super::toml::{Map, RawDate, ReadTable, TextOr, fields};
use super::words::{ACCESS, FORMATS, LEVELS, MEMBERS, PHASES, POLICIES, ROLES, SCOPES};

/// Whole numbers that count something.
pub const NUMBERS: RangeInclusive<i64> = 0..=4_294_967_295;
/// Those of which there is at least one.
pub const FROM_ONE: RangeInclusive<i64> = 1..=4_294_967_295;
/// Most characters of a plain answer: what a search result or a chat can show.
pub const SHORT_LIMIT: usize = 300;

fields! {
    /// What every kind may say.
    pub struct RawCommon {
        /// title of the page
        opt title: String = like("A welcome mail that people answer"),
        /// one sentence for lists, search engines and feeds
        opt description: String = like("What to say in a first mail."),
        /// last part of the address
        opt slug: String = like("welcome-mail").form(Form::Slug).else_by("the name of the file"),
        /// content id, if it shall survive a rename of the file
        opt id: String = like("guides/welcome-mail").else_by("folder and name of the file"),
        /// id in feeds, kept from an older site
        opt guid: String = like("https://old.example/?p=12"),
        /// one of `aliases` that feeds go on leading to, so that nobody is mailed twice
        opt feed_link: String = like("/2024/welcome/").form(Form::Path),
        /// older addresses that lead here, such as `/old/page/`
        list aliases: String = like("/2024/welcome/").form(Form::Path),
        /// author ids from hub.toml
        list authors: String = like("mara").else_by("the first author of hub.toml"),
        /// segment ids from hub.toml; none = for everybody
        list segments: String = like("beginner"),
        /// how much it asks of its readers
        opt level: String = like("beginner").one_of(|| LEVELS.names()),
        /// part of the 90 days that it belongs to
        opt phase: String = like("teach").one_of(|| PHASES.names()),
        /// tags
        list tags: String = like("mail"),
        /// product it is about, for exports
        opt product: String = like("starter-kit"),
        /// image, a file beside the text or in `static/`
        opt image: String = like("cover.jpg"),
        /// what the image shows
        opt image_alt: String = like("A pen plotter drawing a circle"),
        /// when it was published, if no calendar entry says so
        opt date: RawDate = like("2026-12-08"),
        /// last real change
        opt updated: RawDate = like("2027-01-15"),
        /// when it must be looked at again
        opt review_by: RawDate = like("2027-12-01"),
        /// what to remember
        list takeaways: String = like("Ask one question only."),
        /// which period it was brought up to date for
        opt updated_for: RawUpdatedFor,
        /// where facts come from
        list sources: TextOr<RawSource> = like("https://example.org/study"),
        /// who paid for it
        opt sponsored: String = like("The Nib Counter"),
        /// ids of support questions it answers
        list answers: String = like("q-114"),
        /// content ids of related pieces
        list related: String = like("guides/setup"),
        /// files beside the text that readers may take along
        list downloads: String = like("checklist.pdf"),
        /// the same piece in other languages: `{ de = "https://…" }`
        opt translations: Map<String> =
            like("{ de = \"https://slowline.example/de/hallo/\" }").form(Form::Web),
        /// false: only who has the address finds it
        opt listed: bool = like("false").default(Default::Flag(true)),
        /// true: not public yet
        opt draft: bool = like("true").default(Default::Flag(false)),
        /// fields of your own
        opt extra: serde_json::Value = like("{ mood = \"calm\" }"),
    }
}
fields! {
    /// `updated_for`.
    pub struct RawUpdatedFor {
        /// the period, such as `"2026"`
        req period: String = like("2026"),
        /// what changed
        opt note: String = like("Prices and screenshots are new."),
    }
}
fields! {
    /// A source or a link: title and address.
    pub struct RawSource {
        /// title
        req title: String = like("A study of first mails"),
        /// address
        req url: String = like("https://example.org/study").form(Form::Web),
    }
}
fields! {
    /// `content/series/S/_index.md`.
    pub struct RawSeries {
        /// what the series promises
        opt promise: String = like("Your first list in four evenings"),
        /// what the reader has at the end
        opt outcome: String = like("A list with its first ten readers"),
    }
}
fields! {
    /// `content/series/S/01-x.md`.
    pub struct RawPart {
        /// its place in the series
        opt part: i64 = like("1").within(FROM_ONE).else_by("the number its file begins with"),
    }
}
fields! {
    /// `content/guides/x.md`.
    pub struct RawGuide {
        /// what the reader can do afterwards
        opt goal: String = like("You can write a welcome mail."),
        /// how long it takes
        opt minutes: i64 = like("20").within(NUMBERS),
        /// what is needed
        list tools: String = like("Your mail provider"),
        /// content ids of what to read before
        list prerequisites: String = like("guides/setup"),
        /// true: each H2 is a step
        opt steps: bool = like("true").default(Default::Flag(false)),
        /// FAQ entries answered below it
        list faq: String = like("faq/refunds"),
        /// a promise of form
        opt format: String = like("walkthrough").one_of(|| FORMATS.names()),
    }
}
fields! {
    /// `content/faq/x.md`; the title is the question.
    pub struct RawFaq {
        /// plain answer
        opt short: String = like("Yes, within 30 days.").at_most(SHORT_LIMIT).else_by("the beginning of the text"),
        /// group it stands in
        opt topic: String = like("Money"),
        /// how often it was asked
        opt asked_count: i64 = like("12").within(NUMBERS).default(Default::Whole(0)),
    }
}
fields! {
    /// `content/tracks/x.md`.
    pub struct RawTrack {
        /// who it is for
        opt r#for: String = like("You have an idea and no list yet."),
        /// who it is not for
        opt not_for: String = like("You write to a thousand readers."),
        /// what the reader has at the end
        opt outcome: String = like("Ten readers who answer"),
        /// track to go on with
        opt next_track: String = like("tracks/advanced"),
        /// minutes in all
        opt minutes: i64 = like("90").within(NUMBERS).else_by("the sum of its steps"),
        /// its steps
        some step: RawStep,
    }
}
fields! {
    /// `[[step]]` of a track.
    pub struct RawStep {
        /// content id of the piece
        req r#ref: String = like("guides/setup"),
        /// day in the track, from 1
        req day: i64 = like("1").within(FROM_ONE),
        /// why it comes here
        opt why: String = like("Everything else stands on it."),
        /// may be skipped
        opt optional: bool = like("true").default(Default::Flag(false)),
        /// last part of its address
        opt slug: String = like("setup").form(Form::Slug).else_by("that of the piece"),
    }
}
fields! {
    /// `content/spotlights/x.md`.
    pub struct RawSpotlight {
        /// the member's id, the same in all their pieces
        req member: String = like("ana").form(Form::Id),
        /// name as shown
        req name: String = like("Ana Ruiz"),
        /// what they do
        opt role: String = like("Draws maps"),
        /// member since
        opt joined: RawDate = like("2026-03-01"),
        /// what they say
        opt quote: String = like("I answer every mail now."),
        /// what they did
        list did: String = like("Wrote to her first ten readers."),
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
        req given: RawDate = like("2026-11-02"),
        /// how it was given
        req via: String = like("mail of 2 November"),
        /// what it covers
        list scope: String = like("site").one_of(|| SCOPES.names()),
        /// when it ends
        opt expires: RawDate = like("2028-11-02"),
        /// when it was taken back
        opt withdrawn: RawDate = like("2027-02-01"),
    }
}
fields! {
    /// `content/events/x.md`.
    pub struct RawEvent {
        /// when it starts; with `occurrence_of`, the day
        req starts: RawDate = like("2026-12-03T18:00:00"),
        /// when it ends
        opt ends: RawDate = like("2026-12-03T19:30:00"),
        /// recurrence of the calendar it is one of
        opt occurrence_of: String = like("office-hours"),
        /// where, in words
        opt r#where: String = like("Online, in the studio room"),
        /// address to join
        opt join: String = like("https://meet.example/studio").form(Form::Web),
        /// who may see `join`
        opt access: String = like("public").one_of(|| ACCESS.names()).default(Default::Text(MEMBERS)),
        /// address of the recording
        opt recording: String = like("https://video.example/clinic").form(Form::Web),
        /// address or file of the transcript, or a sentence that says why there is none
        opt transcript: String = like("transcript.txt"),
        /// where to hand in questions
        opt questions: String = like("help@slowline.example").form(Form::Contact),
        /// author ids of the hosts
        list host: String = like("mara"),
        /// raise it by 1 after a change of time or place: calendars of readers then take the new one
        opt revision: i64 = like("1").within(NUMBERS).default(Default::Whole(0)),
    }
}
fields! {
    /// `content/prompts/x.md`.
    pub struct RawPrompt {
        /// what to do
        req task: String = like("Draw what is on your table."),
        /// where and how to share it
        opt share: String = like("In the studio chat, with the pen you used"),
        /// what came of it
        opt results: String = like("Forty tables, one cat"),
        /// when it opens
        opt opens: RawDate = like("2026-12-02"),
        /// when it closes
        opt closes: RawDate = like("2026-12-31"),
    }
}
fields! {
    /// `content/challenges/x.md`.
    pub struct RawChallenge {
        /// what to do
        req task: String = like("One drawing a day for a week"),
        /// when it starts
        req starts: RawDate = like("2027-01-04"),
        /// when it ends
        req ends: RawDate = like("2027-01-10"),
        /// where and how to share it
        opt share: String = like("In the studio chat"),
        /// what taking part earns
        opt reward: String = like("A postcard by post"),
        /// what came of it
        opt results: String = like("Three hundred drawings"),
    }
}
fields! {
    /// `content/offers/x.md`.
    pub struct RawOffer {
        /// what it is among your offers
        req role: String = like("starter").one_of(|| ROLES.names()),
        /// first day
        opt starts: RawDate = like("2026-12-01"),
        /// last day
        opt ends: RawDate = like("2026-12-31"),
        /// id of its link in links.toml; a gift may have `downloads` instead
        opt link: String = like("start-kit"),
        /// terms in words, or the id of a page that has them
        req terms: String = like("pages/terms"),
        /// id of its refund policy
        opt policy: String = like("pages/refunds").else_by("the page with `policy = \"refund\"`"),
        /// price in words
        opt price: String = like("39 €"),
        /// what is in it
        list includes: String = like("Ten pens"),
    }
}
fields! {
    /// `content/newsletter/N/2026-12-09.md`: the creator's letter.
    pub struct RawIssue {
        /// subject of the mail; `title` may stand for it
        opt subject: String = like("What is on your table?"),
        /// line after the subject in a mailbox
        opt preheader: String = like("One drawing, and a question"),
        /// content ids to put first
        list picks: String = like("guides/welcome-mail"),
        /// number as you count
        opt number: i64 = like("12").within(NUMBERS),
    }
}
fields! {
    /// `content/pages/x.md`.
    pub struct RawPage {
        /// what it is by law
        opt policy: String = like("refund").one_of(|| POLICIES.names()),
        /// from when it holds
        opt effective: RawDate = like("2026-12-01"),
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

/// The fields that one kind adds to those of all; those of a listing's introduction without a kind.
pub fn own_fields(kind: Option<Kind>) -> &'static [Field] {
    match kind {
        None => RawListing::fields(),
        Some(Kind::Series) => RawSeries::fields(),
        Some(Kind::Part) => RawPart::fields(),
        Some(Kind::Guide) => RawGuide::fields(),
        Some(Kind::Faq) => RawFaq::fields(),
        Some(Kind::Track) => RawTrack::fields(),
        Some(Kind::Spotlight) => RawSpotlight::fields(),
        Some(Kind::Event) => RawEvent::fields(),
        Some(Kind::Prompt) => RawPrompt::fields(),
        Some(Kind::Challenge) => RawChallenge::fields(),
        Some(Kind::Offer) => RawOffer::fields(),
        Some(Kind::Issue) => RawIssue::fields(),
        Some(Kind::Page) => RawPage::fields(),
    }
}

/// Fields of which a file has one, as its title; none where it needs no title.
pub fn title_fields(kind: Option<Kind>) -> &'static [&'static str] {
    match kind {
        None => &[],
        Some(Kind::Issue) => &["subject", "title"],
        Some(_) => &["title"],
    }
}
