//! `calendar.toml` and `newsletter.lock.toml` as typed.

use super::Kind;
use super::field::{Default, like};
use super::form::Form;
use super::front_matter::{FROM_ONE, NUMBERS};
use super::toml::{Map, RawDate, fields};
use super::words::{FEED, LEVELS, PHASES, RECURRING, SEND, STATUSES, TEMPLATES};

/// Time of day at which a bare date publishes, unless the author says otherwise.
pub const PUBLISH_TIME: &str = "09:00";

fields! {
    /// `calendar.toml`, or one file of `calendar/`.
    pub struct RawCalendar {
        /// settings of the calendar
        opt calendar: RawCalendarSettings,
        /// newsletters and their cadence
        list newsletter: RawNewsletter,
        /// 90-day plans
        list rhythm: RawRhythm,
        /// what comes again and again
        list recurring: RawRecurring,
        /// when single pieces appear
        list entry: RawEntry,
    }
}
fields! {
    /// `[calendar]`.
    pub struct RawCalendarSettings {
        /// time of day at which a bare date publishes
        opt publish_time: String = like("09:00").form(Form::Time).default(Default::Text(PUBLISH_TIME)),
        /// kinds that are never public without an entry
        list require_entry: String = like("part").one_of(Kind::names),
    }
}
fields! {
    /// `[[newsletter]]`.
    pub struct RawNewsletter {
        /// short name; part of its address
        req id: String = like("weekly").form(Form::Id),
        /// title
        opt title: String = like("The Wednesday letter").else_by("the `id`"),
        /// a sentence for its page and feed
        opt description: String = like("One drawing, one thing we learned."),
        /// cadence: `weekly:wed`, `every-2-weeks:wed`, `monthly:15`, `monthly:first-thu`, `monthly:last-fri`
        req rule: String = like("weekly:wed").form(Form::Rule),
        /// first day it may go out
        req start: RawDate = like("2026-12-02"),
        /// last day it may go out
        opt until: RawDate = like("2027-06-30"),
        /// time of day at which it goes out
        opt time: String = like("08:00").form(Form::Time).else_by("`publish_time` of `[calendar]`"),
        /// what became public this many hours before is still in the issue
        opt cutoff_hours: i64 = like("4").within(NUMBERS).default(Default::Whole(0)),
        /// kinds it takes up
        some include: String = like("guide").one_of(Kind::names),
        /// most pieces in an issue; more go into the next
        opt max: i64 = like("8").within(FROM_ONE),
        /// how it is sent: by its feed, or pasted by hand
        opt send: String = like("paste").one_of(|| SEND.names()).default(Default::Text(FEED)),
    }
}
fields! {
    /// `[[rhythm]]`.
    pub struct RawRhythm {
        /// short name
        req id: String = like("winter"),
        /// built-in plan
        opt template: String = like("creator-90").one_of(|| TEMPLATES.names()),
        /// first day
        req start: RawDate = like("2026-12-07"),
        /// phases of your own
        list phase: RawPhase,
    }
}
fields! {
    /// `[[rhythm.phase]]`.
    pub struct RawPhase {
        /// first and last week, counted from 1
        list weeks: i64 = like("1, 2").pair_from(1),
        /// first and last day, counted from 1
        list days: i64 = like("1, 14").pair_from(1),
        /// first and last month, counted from 1
        list months: i64 = like("1, 2").pair_from(1),
        /// what these weeks are for
        req phase: String = like("teach").one_of(|| PHASES.names()),
        /// how many pieces of each kind, at least and at most
        opt want: Map<Vec<i64>> = like("{ guide = [2, 3] }").keyed_by(Kind::names).pair_from(0),
        /// levels that must be there
        list levels: String = like("beginner").one_of(|| LEVELS.names()),
    }
}
fields! {
    /// `[[recurring]]`.
    pub struct RawRecurring {
        /// short name
        req id: String = like("office-hours").form(Form::Id),
        /// what comes again
        req kind: String = like("event").one_of(|| RECURRING.names()),
        /// title
        req title: String = like("Office hours"),
        /// when: `weekly:wed`, `every-2-weeks:wed`, `monthly:15`, `monthly:first-thu`, `monthly:last-fri`
        req rule: String = like("monthly:first-thu").form(Form::Rule),
        /// first day
        req start: RawDate = like("2026-12-03"),
        /// last day
        opt until: RawDate = like("2027-06-30"),
        /// time of day
        opt time: String = like("18:00").form(Form::Time).else_by("`publish_time` of `[calendar]`"),
        /// how long, in minutes
        opt minutes: i64 = like("60").within(NUMBERS).default(Default::Whole(0)),
        /// days left out
        list skip: RawDate = like("2027-01-07"),
        /// spotlights: members each time, at least and at most
        list count: i64 = like("3, 5").pair_from(0),
        /// where it takes place, in words
        opt r#where: String = like("Online, in the studio room"),
        /// raise it by 1 after a change of time or place: calendars of readers then take the new one
        opt revision: i64 = like("1").within(NUMBERS).default(Default::Whole(0)),
    }
}
fields! {
    /// `[[entry]]`.
    pub struct RawEntry {
        /// content id of the piece; leave it out while it is an idea
        opt r#ref: String = like("guides/welcome-mail"),
        /// working title of an idea
        opt title: String = like("How to read a pen chart").unless("ref"),
        /// kind of an idea
        opt kind: String = like("guide").one_of(Kind::names).unless("ref"),
        /// when it appears
        opt publish: RawDate = like("2026-12-08"),
        /// when it disappears
        opt expire: RawDate = like("2027-06-01"),
        /// how far it is; what isn't ready is not published
        opt status: String = like("drafting").one_of(|| STATUSES.names()).else_by("`ready`, or `idea` where there is no `ref`"),
        /// who does it
        opt owner: String = like("mara"),
        /// when it must be done
        opt due: RawDate = like("2026-12-04"),
        /// pieces that must have appeared before
        list after: String = like("guides/setup"),
        /// where it is announced: `site`, `newsletter`, `discord` …
        list channels: String = like("newsletter"),
        /// the question or idea it came from
        opt source: String = like("q-114"),
    }
}
fields! {
    /// `newsletter.lock.toml`: what each sent issue held.
    pub struct RawLock {
        /// sent issues
        list issue: RawSealed,
    }
}
fields! {
    /// `[[issue]]` of the lock.
    pub struct RawSealed {
        /// newsletter
        req newsletter: String = like("weekly"),
        /// local date
        req date: RawDate = like("2026-12-02"),
        /// when it was sent, with its offset
        opt sent: RawDate = like("2026-12-02T08:00:00+01:00"),
        /// from when the newsletter takes pieces up; stands once, in its first issue
        opt since: RawDate = like("2026-11-25T04:00:00+01:00"),
        /// whether nothing was sent on this day
        opt skipped: bool = like("true").default(Default::Flag(false)),
        /// segments whose feeds held it
        list segments: String = like("beginner"),
        /// what it held, in order
        list member: RawSealedMember,
    }
}
fields! {
    /// `[[issue.member]]`.
    pub struct RawSealedMember {
        /// content id
        req id: String = like("guides/welcome-mail"),
        /// title as sent
        req title: String = like("A welcome mail"),
        /// address as sent
        req url: String = like("https://slowline.example/guides/welcome-mail/"),
    }
}
