//! `hub.toml`, `links.toml` and `theme.toml` as their authors typed them.

use super::toml::{Map, RawDate, TextOr, fields};

fields! {
    /// `hub.toml`.
    pub struct RawSettings {
        /// name of the hub
        req title: String,
        /// a line under the title
        opt tagline: String,
        /// one or two sentences about the hub, for search engines and feeds
        opt description: String,
        /// where the hub is published, with `https://`; may have a path
        req base_url: String,
        /// host in the ids of feed items; set it to the old host after a move, so that nobody is mailed twice
        opt guid_host: String,
        /// time zone of every date, by its IANA name, such as `Europe/Berlin`
        req timezone: String,
        /// language of the hub, such as `en` or `de-AT`
        req language: String,
        /// year the hub began; part of every feed id, so never change it
        req since: i64,
        /// publish a page of coming events and newsletter dates
        opt upcoming: bool,
        /// addresses of the creator elsewhere
        list profiles: String,
        /// the same hub in other languages
        list translation: RawTranslation,
        /// name of the theme, or a table with `name` and `tokens`
        opt theme: TextOr<RawThemeChoice>,
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
        /// codes of warnings and notes that you don't want to hear, such as `long-paragraph`
        list off: String,
    }
}
fields! {
    /// `[[translation]]`.
    pub struct RawTranslation {
        /// its language, such as `de`
        req language: String,
        /// its home page, with `https://`
        req url: String,
        /// true at the language for readers of all others, if that isn't this hub's own
        opt default: bool,
    }
}
fields! {
    /// `[theme]`.
    pub struct RawThemeChoice {
        /// name of the theme: `hearth`, `plain`, or a folder in `themes/`
        opt name: String,
        /// design tokens to change, such as `accent = "#a8442a"`
        opt tokens: Map<String>,
        /// `false` takes away the search that the theme offers
        opt search: bool,
    }
}
fields! {
    /// `[[author]]`.
    pub struct RawAuthor {
        /// short name used in front matter
        req id: String,
        /// full name
        req name: String,
        /// a few sentences
        opt bio: String,
        /// what they do here
        opt role: String,
        /// their own site
        opt url: String,
        /// portrait, a file in `static/`
        opt image: String,
    }
}
fields! {
    /// `[[segment]]`.
    pub struct RawSegment {
        /// short name used in front matter
        req id: String,
        /// title
        req title: String,
        /// who it is for
        opt r#for: String,
        /// who it is not for
        opt not_for: String,
        /// what the segments are sorted by: `level`, `stage` or a word of your own
        opt axis: String,
        /// longer text for its page
        opt description: String,
        /// track that its readers start with
        opt track: String,
    }
}
fields! {
    /// `[[tier]]`.
    pub struct RawTier {
        /// short name
        req id: String,
        /// title
        req title: String,
        /// what a member gets
        list gets: String,
        /// how to get there
        req how: String,
        /// price in words
        opt price: String,
        /// id of the offer that leads there
        opt offer: String,
        /// segment of those who are there, to lead them to its page
        opt segment: String,
    }
}
fields! {
    /// `[[quiz]]`.
    pub struct RawQuiz {
        /// the question
        req question: String,
        /// its answers
        list answer: RawQuizAnswer,
    }
}
fields! {
    /// `[[quiz.answer]]`.
    pub struct RawQuizAnswer {
        /// words of the answer
        req text: String,
        /// track it speaks for
        req track: String,
    }
}
fields! {
    /// `[signup]`.
    pub struct RawSignup {
        /// mail provider: `buttondown`, `kit`, `mailchimp`, `mailerlite`, `beehiiv`, `listmonk`, `brevo` or `custom`
        opt preset: String,
        /// your account name, or with `kit` the number of the form
        opt account: String,
        /// where the form posts to
        opt action: String,
        /// page of your provider on which readers subscribe: a link to it stands in the place of a form
        opt page: String,
        /// newsletter it signs up for; the first of the calendar if left out
        opt newsletter: String,
        /// heading above the form
        opt heading: String,
        /// sentence above the form
        opt text: String,
        /// words beside the unticked consent box
        req consent: String,
        /// whether a mail asks to confirm
        opt double_opt_in: bool,
        /// words on the button
        opt button: String,
        /// name and address that the mails come from, as readers see them in their inbox
        opt sender: String,
        /// days for which the link in the confirmation mail is good
        opt link_days: i64,
        /// how many read it, and the day on which that was counted
        opt subscribers: RawSubscribers,
        /// what the provider calls a segment, by the segment's id, where it is not that id
        opt tags: Map<String>,
        /// names of the form's fields, where they are not those of the preset
        opt fields: RawSignupFields,
    }
}
fields! {
    /// `subscribers` of `[signup]`.
    pub struct RawSubscribers {
        /// how many there were
        req count: i64,
        /// the day on which they were counted
        req as_of: RawDate,
    }
}
fields! {
    /// `[signup.fields]`.
    pub struct RawSignupFields {
        /// name of the field for the address
        opt email: String,
        /// name of the field for the segment
        opt segment: String,
        /// name of the field that people leave empty and programs fill in
        opt honeypot: String,
        /// name under which the consent is sent along, as `1`
        opt consent: String,
    }
}
fields! {
    /// `[support]`.
    pub struct RawSupport {
        /// e-mail address or web address
        req contact: String,
        /// opening hours in words
        opt hours: String,
        /// how long an answer takes, in words
        opt answer_time: String,
    }
}
fields! {
    /// `[[survey]]`.
    pub struct RawSurvey {
        /// short name used by the embed
        req id: String,
        /// title
        req title: String,
        /// the form
        req url: String,
        /// when it is asked: `onboarding`, `day-7`, `day-30`, `day-60` or `refund`
        req moment: String,
        /// words of the invitation
        opt text: String,
    }
}
fields! {
    /// `[feeds]`.
    pub struct RawFeeds {
        /// items in a feed of pieces
        opt limit: i64,
    }
}
fields! {
    /// `[security]`.
    pub struct RawSecurity {
        /// address for reports, `mailto:` or `https:`
        req contact: String,
        /// date until which this holds
        req expires: RawDate,
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
        req id: String,
        /// address
        req url: String,
        /// words for lists of links
        opt label: String,
        /// what readers must know: `affiliate`, `sponsored` or `own`
        opt disclosure: String,
        /// last day it leads anywhere
        opt ends: RawDate,
        /// tracking, if you count clicks
        opt utm: RawUtm,
    }
}
fields! {
    /// `utm` of a link.
    pub struct RawUtm {
        /// value of `utm_source`
        opt source: String,
        /// value of `utm_campaign`
        opt campaign: String,
    }
}
fields! {
    /// `[[sheet]]` of `theme.toml`.
    pub struct RawSheet {
        /// stylesheets, in order
        list css: String,
        /// scripts, in order
        list js: String,
        /// kinds of the pages that load them, as their templates are named: `start`
        list pages: String,
    }
}
fields! {
    /// `[[contrast]]` of `theme.toml`: tokens that meet as text and ground.
    pub struct RawContrast {
        /// tokens that text, or what else shall be seen, is drawn in
        list text: String,
        /// tokens it stands on: each text on each ground
        list ground: String,
        /// the least contrast, 4.5 unless said; 3 is enough for large text, edges and icons
        opt min: f64,
    }
}
fields! {
    /// `theme.toml`.
    pub struct RawTheme {
        /// name for people
        req title: String,
        /// theme whose files are used where this one has none
        opt extends: String,
        /// whether pages offer search
        opt search: bool,
        /// stylesheets, in order
        list css: String,
        /// stylesheets after these, for languages that are written from right to left
        list rtl: String,
        /// stylesheets and scripts for some pages only
        list sheet: RawSheet,
        /// tokens that meet as text and ground, and how well they must stand apart
        list contrast: RawContrast,
        /// scripts, in order
        list js: String,
        /// script that runs before the first paint, at most 500 bytes
        opt boot: String,
        /// languages it has words for
        list languages: String,
    }
}
