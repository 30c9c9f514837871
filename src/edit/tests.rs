//! What is not named by an edit stays, whatever the calendar looks like.

use proptest::prelude::*;

use super::layout::{Clock, Layout, NewBlock};
use super::text::spliced;
use super::toml::{date_text, read_date};
use crate::model::time::{TimeOfDay, Zone};
use crate::parse::calendar::RawCalendar;
use crate::parse::toml::read_file;
use crate::source::FileId;

/// An entry as somebody may have typed it.
fn entry() -> impl Strategy<Value = String> {
    let day = (2025..2028, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let time = prop_oneof![Just(""), Just("T18:00"), Just("T18:00:30"), Just(" 07:15:00+05:30"), Just("T01:00:00Z")];
    let publish = (day, time).prop_map(|(day, time)| format!("{day}{time}"));
    let extra = prop_oneof![
        Just(""),
        Just("# a note of its own\n"),
        Just("after = [\n\t\"guides/a\", # why\n\n  'guides/b',\n]\n"),
        Just("channels=[ \"site\" ,\"discord\"]   # both\n"),
        Just("\towner\t=\t'mara'\n"),
        Just("due = 2027-01-01 # soon\n"),
        Just("source = \"\"\"\n[[entry]]\n# not a comment\n\"\"\"\n"),
        Just("\"owner\" = \"tëo\"\n"),
    ];
    let equals = prop_oneof![Just(" = "), Just("="), Just("   =  ")];
    (prop::option::of(publish), extra.clone(), extra, equals, "[a-z]{1,6}").prop_map(|(day, one, two, equals, name)| {
        let publish = day.map(|day| format!("publish{equals}{day}\n")).unwrap_or_default();
        let two = if one.trim_start().get(..2) == two.trim_start().get(..2) { "" } else { two };
        let two = if one.contains("owner") && two.contains("owner") { "" } else { two };
        format!("[[entry]]\nref{equals}\"guides/{name}\"\n{one}{publish}{two}")
    })
}

/// What else stands in such a file.
fn other() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n\n".to_owned()),
        Just("# --- December ---\n\n".to_owned()),
        Just("  # indented\n".to_owned()),
        Just("\n# about the next\n".to_owned()),
        Just("[[recurring]]\nid = \"x\"\nskip = [2026-12-31,]\n".to_owned()),
        Just("[[rhythm]]\nid=\"w\"\n\t[[rhythm.phase]]\n\tweeks = [1, 2]\n\twant.guide = [1, 2]\n".to_owned()),
    ]
}

/// A whole calendar: any order, either line end, with or without one at its end.
pub(super) fn calendar() -> impl Strategy<Value = String> {
    let part = prop_oneof![3 => entry(), 2 => other()];
    let head =
        prop_oneof![Just(""), Just("# top\n"), Just("# top\n\n"), Just("[calendar]\npublish_time = \"09:00\"\n")];
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    (head, prop::collection::vec(part, 0..8), end, any::<bool>()).prop_map(|(head, parts, end, keeps_end)| {
        let text = format!("{head}{}", parts.concat());
        let text = if keeps_end { text.as_str() } else { text.strip_suffix('\n').unwrap_or(&text) };
        text.replace('\n', end)
    })
}

/// Every value of the calendar but the new entry, in order, without places.
fn meaning(text: &str) -> Vec<String> {
    let (raw, problems) = read_file::<RawCalendar>(text, FileId(0));
    assert!(problems.iter().all(|problem| problem.code != "toml-syntax"), "{text}\n{problems:?}");
    let name = |entry: &crate::source::Spanned<crate::parse::calendar::RawEntry>| {
        let value = &entry.value;
        let after: Vec<&str> = value.after.iter().map(|one| one.value.as_str()).collect();
        let text = |field: &Option<crate::source::Spanned<String>>| field.as_ref().map(|one| one.value.clone());
        format!(
            "{:?} {:?} {after:?} {:?} {:?}",
            text(&value.r#ref),
            value.publish.as_ref().map(|one| one.value),
            text(&value.owner),
            text(&value.source)
        )
    };
    raw.entry.iter().map(name).chain([format!("{} {}", raw.recurring.len(), raw.rhythm.len())]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_added_entry_is_all_that_differs(text in calendar(), day in prop::option::of((2025..2028, 1..=12, 1..=28))) {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let clock = Clock { zone: &zone, publish_time: TimeOfDay::MIDNIGHT };
        let date = day.and_then(|(year, month, day)| read_date(&format!("{year:04}-{month:02}-{day:02}")));
        let mut fields = vec![("ref", "\"guides/new-one\"".to_owned())];
        fields.extend(date.as_ref().map(|date| ("publish", date_text(date))));
        let block = NewBlock { fields, publish: date.and_then(|date| clock.publish(&date)) };
        let splices = Layout::of(&text, clock).unwrap().insert(&[block]);
        let new = spliced(&text, &splices);

        prop_assert_eq!(splices.len(), 1);
        let splice = &splices[0];
        prop_assert!(splice.at.is_empty());
        prop_assert_eq!(new.replacen(&splice.with, "", 1), text.clone());
        // No old line was cut in two, and line ends are of one kind.
        let is_crlf = text.contains("\r\n");
        prop_assert_eq!(new.contains("\r\n") && new.replace("\r\n", "").contains('\n'), false);
        prop_assert!(!is_crlf || !new.replace("\r\n", "").contains('\n'));
        let rest = text.lines().try_fold(new.lines(), |mut lines, old| lines.any(|line| line == old).then_some(lines));
        prop_assert!(rest.is_some(), "{}", new);

        let mut values = meaning(&new);
        let at = values.iter().position(|value| value.contains("new-one"));
        values.remove(at.unwrap());
        prop_assert_eq!(values, meaning(&text));
    }
}
