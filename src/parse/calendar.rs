//! `calendar.toml` and `newsletter.lock.toml` as typed.

use super::toml::{Map, RawDate, fields};

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
        /// time of day at which a bare date publishes, `"09:00"`
        opt publish_time: String,
        /// kinds that are never public without an entry
        list require_entry: String,
    }
}
fields! {
    /// `[[newsletter]]`.
    pub struct RawNewsletter {
        /// short name; part of its address
        req id: String,
        /// title
        opt title: String,
        /// a sentence for its page and feed
        opt description: String,
        /// cadence: `weekly:wed`, `every-2-weeks:wed`, `monthly:15`, `monthly:first-thu`, `monthly:last-fri`
        req rule: String,
        /// first day it may go out
        req start: RawDate,
        /// last day it may go out
        opt until: RawDate,
        /// time of day, `"08:00"`
        opt time: String,
        /// what became public this many hours before is still in the issue
        opt cutoff_hours: i64,
        /// kinds it takes up
        list include: String,
        /// most pieces in an issue; more go into the next
        opt max: i64,
        /// the one way it is sent: `feed` or `paste`
        opt send: String,
    }
}
fields! {
    /// `[[rhythm]]`.
    pub struct RawRhythm {
        /// short name
        req id: String,
        /// built-in plan: `creator-90`, `creator-30` or `partner-3m`
        opt template: String,
        /// first day
        req start: RawDate,
        /// phases of your own
        list phase: RawPhase,
    }
}
fields! {
    /// `[[rhythm.phase]]`.
    pub struct RawPhase {
        /// first and last week, counted from 1
        list weeks: i64,
        /// first and last day, counted from 1
        list days: i64,
        /// first and last month, counted from 1
        list months: i64,
        /// `teach`, `prove`, `support` or `community`
        req phase: String,
        /// how many pieces of each kind, at least and at most
        opt want: Map<Vec<i64>>,
        /// levels that must be there
        list levels: String,
    }
}
fields! {
    /// `[[recurring]]`.
    pub struct RawRecurring {
        /// short name
        req id: String,
        /// `event`, `prompt`, `challenge`, `spotlight` or `check-in`
        req kind: String,
        /// title
        req title: String,
        /// when: `weekly:wed`, `every-2-weeks:wed`, `monthly:15`, `monthly:first-thu`, `monthly:last-fri`
        req rule: String,
        /// first day
        req start: RawDate,
        /// last day
        opt until: RawDate,
        /// time of day, `"18:00"`
        opt time: String,
        /// how long, in minutes
        opt minutes: i64,
        /// days left out
        list skip: RawDate,
        /// spotlights: members each time, at least and at most
        list count: i64,
        /// where it takes place, in words
        opt r#where: String,
        /// raise it by 1 after a change of time or place: calendars of readers then take the new one
        opt revision: i64,
    }
}
fields! {
    /// `[[entry]]`.
    pub struct RawEntry {
        /// content id of the piece; leave it out while it is an idea
        opt r#ref: String,
        /// working title of an idea
        opt title: String,
        /// kind of an idea
        opt kind: String,
        /// when it appears
        opt publish: RawDate,
        /// when it disappears
        opt expire: RawDate,
        /// `idea`, `outlined`, `drafting`, `review`, `held` or `ready` (the default)
        opt status: String,
        /// who does it
        opt owner: String,
        /// when it must be done
        opt due: RawDate,
        /// pieces that must have appeared before
        list after: String,
        /// where it is announced: `site`, `newsletter`, `discord` …
        list channels: String,
        /// the question or idea it came from
        opt source: String,
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
        req newsletter: String,
        /// local date
        req date: RawDate,
        /// when it was sent, with its offset
        opt sent: RawDate,
        /// whether nothing was sent on this day
        opt skipped: bool,
        /// segments whose feeds held it
        list segments: String,
        /// what it held, in order
        list member: RawSealedMember,
    }
}
fields! {
    /// `[[issue.member]]`.
    pub struct RawSealedMember {
        /// content id
        req id: String,
        /// title as sent
        req title: String,
        /// address as sent
        req url: String,
    }
}
