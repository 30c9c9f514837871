use std::collections::BTreeMap;

use super::*;
use crate::model::site::{ItemId, Phase};
use crate::model::time::Instant;
use crate::parse::calendar::RawLock;
use crate::parse::toml::read_file;
use crate::source::{Asset, FileId, Source, SourceClass, Sources};

const IDS: [(&str, Kind); 5] = [
    ("faq/refunds", Kind::Faq),
    ("guides/a", Kind::Guide),
    ("guides/b", Kind::Guide),
    ("guides/c", Kind::Guide),
    ("offers/starter", Kind::Offer),
];

/// The calendar of a text in Berlin, over the five pieces of `IDS`, and its problems as `LINE CODE: MESSAGE (HELP)`.
fn read(text: &str) -> (Calendar, Vec<String>) {
    let (raw, mut problems) = read_file::<RawCalendar>(text, FileId(0));
    let by_id: BTreeMap<_, _> =
        IDS.iter().enumerate().map(|(index, (id, _))| ((*id).to_owned(), ItemId::at(index))).collect();
    let kinds = IDS.map(|(_, kind)| kind);
    let names = Names { by_id: &by_id, kinds: &kinds };
    let zone = Zone::named("Europe/Berlin").unwrap();
    let calendar = calendar(&[&raw], &names, &zone, &mut problems);
    (calendar, told(text, &problems))
}

fn told(text: &str, problems: &[Diagnostic]) -> Vec<String> {
    let file = Source { path: "calendar.toml".into(), class: SourceClass::Calendar, text: text.into() };
    let sources = Sources { files: vec![file], assets: Vec::<Asset>::new() };
    let line = |problem: &Diagnostic| {
        let lines: Vec<_> = problem.labels.iter().map(|label| sources.line_column(label.span).0.to_string()).collect();
        let help: String = problem.help.iter().map(|help| format!(" ({help})")).collect();
        format!("{} {}: {}{help}", lines.join("+"), problem.code, problem.message)
    };
    problems.iter().map(line).collect()
}

#[test]
fn a_calendar_with_everything() {
    let (calendar, problems) = read(
        r#"
[calendar]
publish_time = "10:30"
require_entry = ["offer", "part"]
[[newsletter]]
id = "weekly"
rule = "weekly:wed"
start = 2026-12-02
time = "08:00"
cutoff_hours = 4
include = ["guide", "faq"]
max = 8
[[recurring]]
id = "office-hours"
kind = "event"
title = "Office hours"
rule = "monthly:first-thu"
start = 2026-12-03
minutes = 60
skip = [2027-01-07]
count = [3, 5]
[[rhythm]]
id = "winter"
template = "creator-90"
start = 2026-12-09
[[rhythm.phase]]
months = [1, 1]
phase = "teach"
want = { guide = [2, 3] }
levels = ["beginner"]
[[entry]]
ref = "guides/a"
publish = 2026-12-08
expire = 2027-06-01
after = ["guides/b"]
channels = ["site"]
[[entry]]
title = "Refund letter"
kind = "faq"
due = 2026-12-04
"#,
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(calendar.require_entry, [Kind::Part, Kind::Offer]);
    let [entry, idea] = calendar.entries.as_slice() else { panic!("{:?}", calendar.entries) };
    assert_eq!(entry.publish.map(|at| at.to_string()).as_deref(), Some("2026-12-08T09:30:00Z"));
    assert_eq!(entry.expire.map(|at| at.to_string()).as_deref(), Some("2027-06-01T22:00:00Z"));
    assert_eq!((entry.status.as_str(), entry.kind, entry.after.len()), ("ready", Some(Kind::Guide), 1));
    assert_eq!((idea.status.as_str(), idea.kind, idea.item), ("idea", Some(Kind::Faq), None));
    let [office] = calendar.recurrings.as_slice() else { panic!("{:?}", calendar.recurrings) };
    assert_eq!((office.time, office.count), (calendar.publish_time, Some((3, 5))));
    assert!(calendar.newsletters.iter().all(|weekly| weekly.by_feed && weekly.title == "weekly"));
}

#[test]
fn rhythms_count_from_their_start() {
    let (calendar, problems) = read(
        "[[rhythm]]\nid = \"winter\"\ntemplate = \"creator-90\"\nstart = 2026-12-09\n\
         [[rhythm.phase]]\nmonths = [2, 3]\nphase = \"teach\"\n[[rhythm.phase]]\ndays = [1, 2]\nphase = \"prove\"\n",
    );
    assert_eq!(problems, Vec::<String>::new());
    let phases = calendar.rhythms.iter().flat_map(|rhythm| &rhythm.phases);
    let days: Vec<_> = phases.map(|phase| (format!("{}..{}", phase.first, phase.last), phase.phase)).collect();
    let days: Vec<_> = days.iter().map(|(days, phase)| (days.as_str(), *phase)).collect();
    assert_eq!(
        days,
        [
            ("2026-12-02..2026-12-08", None),
            ("2026-12-09..2026-12-22", Some(Phase::Teach)),
            ("2026-12-23..2027-01-05", Some(Phase::Prove)),
            ("2027-01-06..2027-02-02", Some(Phase::Support)),
            ("2027-02-03..2027-03-02", Some(Phase::Community)),
            ("2027-01-09..2027-03-08", Some(Phase::Teach)),
            ("2026-12-09..2026-12-10", Some(Phase::Prove)),
        ]
    );
}

const MISTAKES: &str = r#"[calendar]
publish_time = "9 o'clock"
require_entry = ["offfer"]
[[newsletter]]
id = "weekly"
rule = "weekly:wen"
start = 2026-12-02
until = 2026-11-01
include = ["guide"]
[[newsletter]]
id = "weekly"
rule = "weekly:thu"
start = 2026-12-03
include = ["guide"]
cutoff_hours = -4
[[recurring]]
id = "office-hours"
kind = "evnt"
title = "Office hours"
rule = "monthly:first-thu"
start = 2026-12-03
skip = [2026-12-31]
[[rhythm]]
id = "winter"
template = "creator-9"
start = 2026-12-07
[[rhythm.phase]]
weeks = [4, 2]
phase = "tech"
want = { guide = [3] }
[[entry]]
ref = "guides/a"
publish = 2026-12-08
expire = 2026-12-01
[[entry]]
ref = "guides/a"
status = "redy"
[[entry]]
ref = "guides/zzz"
[[entry]]
title = "Refund letter"
"#;

const TOLD: [&str; 17] = [
    "2 bad-time: `9 o'clock` is no time of day (write hours and minutes from `\"00:00\"` to `\"23:59\"`, such as `\"08:00\"`)",
    "3 unknown-kind: there is no kind `offfer` (did you mean `offer`?)",
    "11+5 duplicate-id: there are two newsletters with the id `weekly` (give one of them another id)",
    "8+7 until-before-start: `until` (2026-11-01) lies before `start` (2026-12-02) (correct one of them; without `until` it goes on)",
    "6 bad-rule: `weekly:wen` is no rule (did you mean `weekly:wed`?)",
    "15 bad-number: `cutoff_hours` is -4, which can't be (write a whole number from 0 on)",
    "18 unknown-kind: there is no kind of recurrence `evnt` (did you mean `event`?)",
    "22 skip-matches-nothing: 2026-12-31 is no day of `monthly:first-thu` (the next day it comes is 2027-01-07)",
    "25 unknown-template: there is no built-in plan `creator-9` (did you mean `creator-90`?)",
    "28 bad-range: `weeks` is not two ascending numbers (write the first and the last, such as `weeks = [1, 3]`)",
    "29 unknown-phase: there is no phase `tech` (did you mean `teach`?)",
    "30 bad-range: `guide` is not two ascending numbers (write the first and the last, such as `guide = [0, 2]`)",
    "34+33 expires-before-publish: this piece disappears before it appears (move one of them: a day of `expire` lasts to its end)",
    "37 unknown-status: there is no status `redy` (did you mean `ready`?)",
    "39 unknown-id: there is no content with the id `guides/zzz` (did you mean `guides/a`?)",
    "41 missing-field: an entry without `ref` needs a `kind` (add `kind = \"guide\"`, or the piece it is about as `ref`)",
    "36+32 duplicate-entry: `guides/a` has two entries (keep one of them)",
];

#[test]
fn every_mistake_is_one_problem_at_its_place() {
    assert_eq!(read(MISTAKES).1, TOLD);
}

#[test]
fn a_circle_names_the_way() {
    let (_, problems) = read(
        "[[entry]]\nref = \"guides/a\"\nafter = [\"guides/b\"]\n[[entry]]\nref = \"guides/b\"\nafter = [\"faq/refunds\", \"guides/c\"]\n\
         [[entry]]\nref = \"guides/c\"\nafter = [\"guides/a\"]\n[[entry]]\nref = \"faq/refunds\"\nafter = [\"faq/refunds\"]\n",
    );
    assert_eq!(
        problems,
        [
            "12 circle: these entries wait for each other: `faq/refunds` after `faq/refunds` (take one of them out of an `after`)",
            "3+6+9 circle: these entries wait for each other: `guides/a` after `guides/b` after `guides/c` after `guides/a` (take one of them out of an `after`)",
        ]
    );
}

#[test]
fn skipped_and_doubled_hours_are_told() {
    let (_, problems) = read(
        "[[newsletter]]\nid = \"night\"\nrule = \"weekly:sun\"\nstart = 2026-12-06\ntime = \"02:30\"\ninclude = [\"guide\"]\n\
         [[entry]]\nref = \"guides/a\"\npublish = 2027-03-28T02:30:00\nexpire = 2027-10-31T02:30:00\n",
    );
    assert_eq!(
        problems,
        [
            "5 irregular-time: clocks in `Europe/Berlin` skip 2027-03-28 02:30 (choose a time of day that clocks show once, such as `\"08:00\"`)",
            "9 irregular-time: clocks in `Europe/Berlin` skip 2027-03-28 02:30 (an offset says it exactly: `2027-03-28T03:30:00+02:00`)",
            "10 irregular-time: clocks in `Europe/Berlin` show twice 2027-10-31 02:30 (an offset says it exactly: `2027-10-31T02:30:00+02:00`)",
        ]
    );
}

#[test]
fn what_parse_reported_is_not_reported_again() {
    let (calendar, problems) = read("[[newsletter]]\n[[recurring]]\n[[rhythm]]\n[[rhythm.phase]]\n");
    assert!(calendar.newsletters.is_empty() && calendar.recurrings.is_empty() && calendar.rhythms.is_empty());
    let others: Vec<_> = problems.iter().filter(|problem| !problem.contains(" missing-field: ")).collect();
    assert_eq!(
        others,
        [
            "4 bad-range: a phase needs one of `weeks`, `days` and `months` (write the first and the last, such as `weeks = [1, 2]`)"
        ]
    );
}

#[test]
fn sealed_issues_outlive_their_pieces() {
    let (calendar, _) =
        read("[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-12-02\ninclude = [\"guide\"]\n");
    let text = r#"[[issue]]
newsletter = "weekly"
date = 2026-12-02
sent = 2026-12-02T08:00:00+01:00
member = [{ id = "guides/a", title = "A", url = "https://x.org/a/" }, { id = "gone", title = "B", url = "https://x.org/b/" }]
[[issue]]
newsletter = "weekly"
date = 2026-12-02
[[issue]]
newsletter = "weakly"
date = 2026-12-09
"#;
    let (raw, mut problems) = read_file::<RawLock>(text, FileId(0));
    let by_id = BTreeMap::from([("guides/a".to_owned(), ItemId(0))]);
    let names = Names { by_id: &by_id, kinds: &[Kind::Guide] };
    let issues = sealed(Some(&raw), &calendar, (&names, &Zone::utc()), &[], &mut problems);
    assert_eq!(
        issues.iter().map(|issue| issue.sent.map(Instant::utc_basic)).collect::<Vec<_>>(),
        [Some("20261202T070000Z".to_owned()), None]
    );
    let items: Vec<_> = issues.iter().flat_map(|issue| &issue.members).map(|member| member.item).collect();
    assert_eq!(items, [Some(ItemId(0)), None]);
    assert_eq!(
        told(text, &problems),
        [
            "8+3 duplicate-issue: the issue of 2026-12-02 is sealed twice (take out the one that was not sent)",
            "10 unknown-newsletter: there is no newsletter `weakly` (did you mean `weekly`?)",
        ]
    );
}
