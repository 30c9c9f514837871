//! Rhythms: the plan of about 90 days, as phases with their days and wants.
//!
//! Day, week and month 1 all begin on the rhythm's first day, so a plan may start on any weekday.

use super::range;
use crate::diagnostic::Diagnostic;
use crate::model::dates;
use crate::model::site::{Level, Phase, Rhythm, RhythmPhase};
use crate::model::time::{Date, Zone};
use crate::model::words::{self, duplicate_ids};
use crate::parse::Kind;
use crate::parse::calendar::{RawPhase, RawRhythm};
use crate::parse::words::{LEVELS, PHASES, TEMPLATES, Template};
use crate::source::{Span, Spanned};

/// Days, weeks or months, first and last, counted from 1 (0 is the one before).
#[derive(Clone, Copy)]
enum Reach {
    Days(u32, u32),
    Weeks(u32, u32),
    Months(u32, u32),
}

/// A phase of a built-in template.
struct Built {
    reach: Reach,
    phase: Option<Phase>,
    want: &'static [(Kind, u32, u32)],
    levels: &'static [Level],
}

type Phases = &'static [Built];

fn built_in(template: Template) -> Phases {
    match template {
        Template::Creator90 => CREATOR_90,
        Template::Creator30 => CREATOR_30,
        Template::Partner3m => PARTNER_3M,
    }
}

const CREATOR_90: Phases = &[
    built(Reach::Weeks(0, 0), None, &[(Kind::Offer, 1, 3), (Kind::Track, 1, 3)]),
    Built {
        levels: &[Level::Beginner, Level::Intermediate],
        ..built(Reach::Weeks(1, 2), Some(Phase::Teach), &[(Kind::Guide, 2, 3)])
    },
    built(Reach::Weeks(3, 4), Some(Phase::Prove), &[(Kind::Guide, 1, 1), (Kind::Offer, 1, 1)]),
    built(Reach::Weeks(5, 8), Some(Phase::Support), &[(Kind::Guide, 2, 4), (Kind::Faq, 2, 4)]),
    built(
        Reach::Weeks(9, 12),
        Some(Phase::Community),
        &[(Kind::Challenge, 1, 1), (Kind::Prompt, 1, 2), (Kind::Offer, 1, 1)],
    ),
];

const CREATOR_30: Phases = &[
    built(Reach::Days(1, 7), None, &[(Kind::Offer, 1, 3)]),
    built(Reach::Days(8, 14), None, &[(Kind::Track, 1, 3)]),
    built(Reach::Days(15, 21), Some(Phase::Teach), &[(Kind::Guide, 2, 2)]),
    built(Reach::Days(22, 30), Some(Phase::Community), &[(Kind::Prompt, 1, 2)]),
];

const PARTNER_3M: Phases = &[
    built(Reach::Months(1, 1), Some(Phase::Teach), &[(Kind::Guide, 2, 4), (Kind::Track, 1, 1)]),
    built(Reach::Months(2, 2), Some(Phase::Support), &[(Kind::Guide, 1, 3), (Kind::Faq, 2, 4)]),
    built(Reach::Months(3, 3), Some(Phase::Community), &[(Kind::Challenge, 1, 1), (Kind::Offer, 1, 1)]),
];

const fn built(reach: Reach, phase: Option<Phase>, want: &'static [(Kind, u32, u32)]) -> Built {
    Built { reach, phase, want, levels: &[] }
}

/// Rhythms, in the order of the files. One without an id or a start was reported when it was read, and is left out.
pub(super) fn rhythms(raws: &[&Spanned<RawRhythm>], zone: &Zone, problems: &mut Vec<Diagnostic>) -> Vec<Rhythm> {
    duplicate_ids("rhythms", raws.iter().filter_map(|raw| raw.value.id.as_ref()), problems);
    raws.iter().filter_map(|raw| rhythm(&raw.value, zone, problems)).collect()
}

fn rhythm(raw: &RawRhythm, zone: &Zone, problems: &mut Vec<Diagnostic>) -> Option<Rhythm> {
    let template = raw.template.as_ref().and_then(|typed| TEMPLATES.read(typed, problems)).map_or(&[][..], built_in);
    let start = raw.start.as_ref().and_then(|start| dates::day(start, zone, problems));
    let counted_from = start.unwrap_or_else(|| zone.date_of(crate::model::time::Instant::from_unix(0)));
    let own: Vec<_> = raw.phase.iter().filter_map(|phase| own_phase(phase, counted_from, problems)).collect();
    let id = raw.id.clone()?;
    let template_span = raw.template.as_ref().map_or(id.span, |name| name.span);
    Some(Rhythm {
        id,
        template: super::text(raw.template.as_ref()),
        start: start?,
        phases: template.iter().map(|built| built.phase_from(counted_from, template_span)).chain(own).collect(),
    })
}

impl Built {
    fn phase_from(&self, start: Date, span: Span) -> RhythmPhase {
        let (first, last) = self.reach.days_from(start);
        let (want, levels) = (self.want.to_vec(), self.levels.to_vec());
        RhythmPhase { first, last, phase: self.phase, want, levels, span }
    }
}

impl Reach {
    fn days_from(self, start: Date) -> (Date, Date) {
        let day = |number: u32, length: i64| start.plus_days(length.saturating_mul(i64::from(number) - 1));
        let month = |number: u32| start.plus_months(i32::try_from(number).map_or(i32::MAX, |number| number - 1));
        match self {
            Reach::Days(first, last) => (day(first, 1), day(last, 1)),
            Reach::Weeks(first, last) => (day(first, 7), day(last.saturating_add(1), 7).plus_days(-1)),
            Reach::Months(first, last) => (month(first), month(last.saturating_add(1)).plus_days(-1)),
        }
    }
}

fn own_phase(raw: &Spanned<RawPhase>, start: Date, problems: &mut Vec<Diagnostic>) -> Option<RhythmPhase> {
    let reach = reach(raw, problems);
    let phase = raw.value.phase.as_ref().and_then(|typed| PHASES.read(typed, problems));
    let levels = raw.value.levels.iter().filter_map(|typed| LEVELS.read(typed, problems)).collect();
    let want = raw.value.want.as_ref().map(|want| wants(&want.value, problems)).unwrap_or_default();
    let (first, last) = reach?.days_from(start);
    let span = raw.value.phase.as_ref().map_or(raw.span, |phase| phase.span);
    Some(RhythmPhase { first, last, phase: Some(phase?), want, levels, span })
}

fn reach(raw: &Spanned<RawPhase>, problems: &mut Vec<Diagnostic>) -> Option<Reach> {
    let place = raw.value.phase.as_ref().map_or(raw.span, |phase| phase.span);
    let RawPhase { weeks, days, months, .. } = &raw.value;
    let given: Vec<_> = [("weeks", weeks), ("days", days), ("months", months)]
        .into_iter()
        .filter(|(_, numbers)| !numbers.is_empty())
        .collect();
    let [(name, typed)] = given.as_slice() else {
        problems.push(one_reach(place));
        return None;
    };
    let numbers: Vec<i64> = typed.iter().map(|number| number.value).collect();
    let (first, last) = range((name, &numbers, super::list_span(typed)?), 1, problems)?;
    Some(match *name {
        "weeks" => Reach::Weeks(first, last),
        "days" => Reach::Days(first, last),
        _ => Reach::Months(first, last),
    })
}

fn one_reach(place: Span) -> Diagnostic {
    Diagnostic::error("bad-range", "a phase needs one of `weeks`, `days` and `months`")
        .at(place, "")
        .help("write the first and the last, such as `weeks = [1, 2]`")
}

fn wants(typed: &[(Spanned<String>, Spanned<Vec<i64>>)], problems: &mut Vec<Diagnostic>) -> Vec<(Kind, u32, u32)> {
    let mut wants = Vec::new();
    for (name, numbers) in typed {
        let kind = words::kind(name, problems);
        let found = range((&name.value, &numbers.value, numbers.span), 0, problems);
        wants.extend(kind.zip(found).map(|(kind, (least, most))| (kind, least, most)));
    }
    wants
}
