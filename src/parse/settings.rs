//! `hub.toml`, `links.toml` and `theme.toml` as their authors typed them.

use std::ops::RangeInclusive;

use super::field::{Default, like};
use super::form::Form;
use super::toml::{Map, RawDate, TextOr, fields};
use super::words::{CUSTOM, DISCLOSURES, MOMENTS, PRESETS};

/// Years in which a hub can have begun.
pub const YEARS: RangeInclusive<i64> = 1990..=2200;
/// The theme of a hub that names none.
pub const THEME: &str = "hearth";
/// What segments are sorted by unless their author says otherwise.
pub const AXIS: &str = "level";
/// How many items a feed of pieces can hold.
pub const FEED_ITEMS: RangeInclusive<i64> = 1..=500;
/// How many it holds unless the author says otherwise.
pub const FEED_LIMIT: i64 = 20;
/// Days for which a link in a mail can be good.
pub const LINK_DAYS: RangeInclusive<i64> = 1..=365;
/// How many subscribers are worth telling.
pub const SUBSCRIBERS: RangeInclusive<i64> = 1..=i64::MAX;
/// Contrasts that two colours can have.
pub const CONTRASTS: RangeInclusive<f64> = 1.0..=21.0;
/// The least contrast of text smaller than large: <https://www.w3.org/TR/WCAG22/#contrast-minimum>.
pub const READABLE: f64 = 4.5;

fields! {
    /// `hub.toml`.
    pub struct RawSettings {
        /// name of the hub
        req title: String = like("Slow Line"),
        /// a line under the title
        opt tagline: String = like("A workshop for drawing with a pen plotter"),
        /// one or two sentences about the hub, for search engines and feeds
        opt description: String = like("Guides for people who draw with code."),
        /// where the hub is published; may have a path
        req base_url: String = like("https://slowline.example").form(Form::Web),
        /// host in the ids of feed items; set it to the old host after a move, so that nobody is mailed twice
        opt guid_host: String = like("old.slowline.example").else_by("the host of `base_url`"),
        /// time zone of every date, by its IANA name, such as `Europe/Berlin`
        req timezone: String = like("Europe/Berlin"),
        /// language of the hub
        req language: String = like("en").form(Form::Language),
        /// year the hub began; part of every feed id, so never change it
        req since: i64 = like("2026").within(YEARS),
        /// publish a page of coming events and newsletter dates
        opt upcoming: bool = like("true").default(Default::Flag(false)),
        /// addresses of the creator elsewhere
        list profiles: String = like("https://social.example/@slowline").form(Form::Web),
        /// the same hub in other languages
        list translation: RawTranslation,
        /// name of the theme, or a table with `name` and `tokens`
        opt theme: TextOr<RawThemeChoice> = like("hearth").default(Default::Text(THEME)),
        /// people who write
        list author: RawAuthor,
        /// groups of readers
        list segment: RawSegment,
        /// what members get
        list tier: RawTier,
        /// questions that lead a new reader to a track
        list quiz: RawQuiz,
        /// newsletter sign-up form
        opt signup: RawSignup,
        /// how readers reach you
        opt support: RawSupport,
        /// forms you ask readers to fill in
        list survey: RawSurvey,
        /// feed settings
        opt feeds: RawFeeds,
        /// contact for security reports
        opt security: RawSecurity,
        /// what `hub check` and `hub build` say
        opt check: RawCheck,
    }
}
fields! {
    /// `[check]`.
    pub struct RawCheck {
        /// codes of warnings and notes that you don't want to hear of
        list off: String = like("long-paragraph"),
    }
}
fields! {
    /// `[[translation]]`.
    pub struct RawTranslation {
        /// its language
        req language: String = like("de").form(Form::Language),
        /// its home page
        req url: String = like("https://slowline.example/de/").form(Form::Web),
        /// true at the language for readers of all others, if that isn't this hub's own
        opt default: bool = like("true").default(Default::Flag(false)),
    }
}
fields! {
    /// `[theme]`.
    pub struct RawThemeChoice {
        /// name of the theme: `hearth`, `plain`, or a folder in `themes/`
        opt name: String = like("plain").default(Default::Text(THEME)),
        /// design tokens to change, such as `accent = "#a8442a"`
        opt tokens: Map<String> = like("{ accent = \"#a8442a\" }"),
        /// `false` takes away the search that the theme offers
        opt search: bool = like("false").default(Default::Flag(true)),
    }
}
fields! {
    /// `[[author]]`.
    pub struct RawAuthor {
        /// short name used in front matter
        req id: String = like("mara").form(Form::Id),
        /// full name
        req name: String = like("Mara Lindqvist"),
        /// a few sentences
        opt bio: String = like("Once a printmaker, now drawing with machines."),
        /// what they do here
        opt role: String = like("Draws and writes"),
        /// their own site
        opt url: String = like("https://mara.example").form(Form::Web),
        /// portrait, a file in `static/`
        opt image: String = like("/img/mara.svg"),
    }
}
fields! {
    /// `[[segment]]`.
    pub struct RawSegment {
        /// short name used in front matter
        req id: String = like("beginner").form(Form::Id),
        /// title
        req title: String = like("Starting out"),
        /// who it is for
        opt r#for: String = like("You have never plotted."),
        /// who it is not for
        opt not_for: String = like("You write your own line code."),
        /// what the segments are sorted by: `level`, `stage` or a word of your own
        opt axis: String = like("level").default(Default::Text(AXIS)),
        /// longer text for its page
        opt description: String = like("From an empty table to a signed drawing."),
        /// track that its readers start with
        opt track: String = like("tracks/beginner"),
    }
}
fields! {
    /// `[[tier]]`.
    pub struct RawTier {
        /// short name
        req id: String = like("studio").form(Form::Id),
        /// title
        req title: String = like("Studio"),
        /// what a member gets
        list gets: String = like("Monthly office hours"),
        /// how to get there
        req how: String = like("Join the studio for a year."),
        /// price in words
        opt price: String = like("72 € a year"),
        /// id of the offer that leads there
        opt offer: String = like("offers/studio-year"),
        /// segment of those who are there, to lead them to its page
        opt segment: String = like("member"),
    }
}
fields! {
    /// `[[quiz]]`.
    pub struct RawQuiz {
        /// the question
        req question: String = like("Where is your plotter right now?"),
        /// its answers
        some answer: RawQuizAnswer,
    }
}
fields! {
    /// `[[quiz.answer]]`.
    pub struct RawQuizAnswer {
        /// words of the answer
        req text: String = like("In my head: I am still deciding."),
        /// track it speaks for
        req track: String = like("tracks/buyer"),
    }
}
fields! {
    /// `[signup]`.
    pub struct RawSignup {
        /// your mail provider
        opt preset: String = like("buttondown").one_of(|| PRESETS.names()).default(Default::Text(CUSTOM)),
        /// your account name, or with `kit` the number of the form
        opt account: String = like("slowline"),
        /// where the form posts to
        opt action: String = like("https://mail.example/subscribe"),
        /// page of your provider on which readers subscribe: a link to it stands in the place of a form
        opt page: String = like("https://slowline.mail.example/subscribe").form(Form::Web),
        /// newsletter it signs up for
        opt newsletter: String = like("weekly").else_by("the first newsletter of the calendar"),
        /// heading above the form
        opt heading: String = like("The Wednesday letter"),
        /// sentence above the form
        opt text: String = like("One drawing a week, and what we learned."),
        /// words beside the unticked consent box
        req consent: String = like("Send me the letter, until I say stop."),
        /// whether a mail asks to confirm
        opt double_opt_in: bool = like("true").default(Default::Flag(false)),
        /// words on the button
        opt button: String = like("Subscribe"),
        /// name and address that the mails come from, as readers see them in their inbox
        opt sender: String = like("Mara of Slow Line <mara@slowline.example>"),
        /// days for which the link in the confirmation mail is good
        opt link_days: i64 = like("7").within(LINK_DAYS),
        /// how many read it, and the day on which that was counted
        opt subscribers: RawSubscribers,
        /// what the provider calls a segment, by the segment's id, where it is not that id
        opt tags: Map<String> = like("{ beginner = \"starting-out\" }"),
        /// names of the form's fields, where they are not those of the preset
        opt fields: RawSignupFields,
    }
}
fields! {
    /// `subscribers` of `[signup]`.
    pub struct RawSubscribers {
        /// how many there were
        req count: i64 = like("1200").within(SUBSCRIBERS),
        /// the day on which they were counted
        req as_of: RawDate = like("2026-11-30"),
    }
}
fields! {
    /// `[signup.fields]`.
    pub struct RawSignupFields {
        /// name of the field for the address
        opt email: String = like("email"),
        /// name of the field for the segment
        opt segment: String = like("tag"),
        /// name of the field that people leave empty and programs fill in
        opt honeypot: String = like("url"),
        /// name under which the consent is sent along, as `1`
        opt consent: String = like("consent"),
    }
}
fields! {
    /// `[support]`.
    pub struct RawSupport {
        /// e-mail address or web address
        req contact: String = like("help@slowline.example").form(Form::Contact),
        /// opening hours in words
        opt hours: String = like("Monday to Thursday, 9 to 15"),
        /// how long an answer takes, in words
        opt answer_time: String = like("within two working days"),
    }
}
fields! {
    /// `[[survey]]`.
    pub struct RawSurvey {
        /// short name used by the embed
        req id: String = like("first-week").form(Form::Id),
        /// title
        req title: String = like("Your first week"),
        /// the form
        req url: String = like("https://forms.example/first-week").form(Form::Web),
        /// when it is asked
        req moment: String = like("day-7").one_of(|| MOMENTS.names()),
        /// words of the invitation
        opt text: String = like("Three questions about your first week"),
    }
}
fields! {
    /// `[feeds]`.
    pub struct RawFeeds {
        /// items in a feed of pieces
        opt limit: i64 = like("30").within(FEED_ITEMS).default(Default::Whole(FEED_LIMIT)),
    }
}
fields! {
    /// `[security]`.
    pub struct RawSecurity {
        /// address for reports, `mailto:` or `https:`
        req contact: String = like("mailto:security@slowline.example").form(Form::Contact),
        /// date until which this holds
        req expires: RawDate = like("2027-11-30"),
    }
}
fields! {
    /// `links.toml`.
    pub struct RawLinks {
        /// outgoing links
        list link: RawLink,
    }
}
fields! {
    /// `[[link]]`.
    pub struct RawLink {
        /// name used as `link:ID`
        req id: String = like("pen-shop").form(Form::LinkId),
        /// address
        req url: String = like("https://pens.example/plotter").form(Form::Address),
        /// words for lists of links
        opt label: String = like("The Nib Counter, pens by the piece").else_by("the `id`"),
        /// what readers must know of it
        opt disclosure: String = like("affiliate").one_of(|| DISCLOSURES.names()),
        /// last day it leads anywhere
        opt ends: RawDate = like("2027-06-30"),
        /// tracking, if you count clicks
        opt utm: RawUtm,
    }
}
fields! {
    /// `utm` of a link.
    pub struct RawUtm {
        /// value of `utm_source`
        opt source: String = like("slowline"),
        /// value of `utm_campaign`
        opt campaign: String = like("guides"),
    }
}
fields! {
    /// `[[sheet]]` of `theme.toml`.
    pub struct RawSheet {
        /// stylesheets, in order
        list css: String = like("css/start.css"),
        /// scripts, in order
        list js: String = like("js/start.js"),
        /// kinds of the pages that load them, as their templates are named: `start`
        list pages: String = like("start"),
    }
}
fields! {
    /// `[[contrast]]` of `theme.toml`: tokens that meet as text and ground.
    pub struct RawContrast {
        /// tokens that text, or what else shall be seen, is drawn in
        list text: String = like("ink"),
        /// tokens it stands on: each text on each ground
        list ground: String = like("paper"),
        /// the least contrast; 3 is enough for large text, edges and icons
        opt min: f64 = like("3").between(CONTRASTS).default(Default::Number(READABLE)),
    }
}
fields! {
    /// `theme.toml`.
    pub struct RawTheme {
        /// name for people
        req title: String = like("My theme"),
        /// theme whose files are used where this one has none
        opt extends: String = like("plain"),
        /// whether pages offer search
        opt search: bool = like("true").default(Default::Flag(false)),
        /// stylesheets, in order
        list css: String = like("css/tokens.css"),
        /// stylesheets after these, for languages that are written from right to left
        list rtl: String = like("css/rtl.css"),
        /// stylesheets and scripts for some pages only
        list sheet: RawSheet,
        /// tokens that meet as text and ground, and how well they must stand apart
        list contrast: RawContrast,
        /// scripts, in order
        list js: String = like("js/main.js"),
        /// script that runs before the first paint, at most 500 bytes
        opt boot: String = like("js/boot.js"),
        /// languages it has words for
        list languages: String = like("en"),
    }
}
