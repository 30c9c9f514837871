use super::*;
use crate::model::time::TimeOfDay;
use crate::source::FileId;

fn span(start: usize) -> Span {
    Span::new(FileId(0), start, start + 1)
}

fn zone() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

/// Day of December 2026, at nine.
fn at(day: u8) -> Instant {
    zone().resolve(&date(day).value, Bare::At(TimeOfDay::parse("09:00").unwrap())).unwrap().0
}

fn date(day: u8) -> Spanned<RawDate> {
    Spanned::new(RawDate { year: 2026, month: 12, day, time: None, offset_minutes: None }, span(7))
}

fn calendar(entries: Vec<Entry>, require_entry: Vec<Kind>) -> Calendar {
    Calendar {
        publish_time: TimeOfDay::parse("09:00").unwrap(),
        require_entry,
        newsletters: Vec::new(),
        recurrings: Vec::new(),
        rhythms: Vec::new(),
        entries,
    }
}

fn entry(item: u32, publish: Option<u8>, after: &[u32]) -> Entry {
    Entry {
        span: span(100 + item as usize),
        item: Some(ItemId(item)),
        title: String::new(),
        kind: Some(Kind::Guide),
        publish: publish.map(at),
        expire: None,
        status: "ready".into(),
        owner: String::new(),
        due: None,
        after: after.iter().map(|item| ItemId(*item)).collect(),
        channels: Vec::new(),
        source: String::new(),
    }
}

fn guide(item: u32) -> Dated<'static> {
    Dated { item: ItemId(item), kind: Kind::Guide, date: None, draft: false, span: span(item as usize), consent: None }
}

fn run(dated: &[Dated<'_>], calendar: &Calendar) -> (Vec<Becomes>, Vec<&'static str>) {
    let mut problems = Vec::new();
    let schedules = schedules(dated, calendar, &zone(), &mut problems);
    let becomes = schedules.into_iter().map(|schedule| schedule.becomes).collect();
    (becomes, problems.iter().map(|problem| problem.code).collect())
}

#[test]
fn a_piece_waits_for_the_latest_however_long_the_chain() {
    let entries = vec![
        entry(0, Some(2), &[1]),
        entry(1, Some(1), &[2, 3]),
        entry(2, Some(10), &[]),
        entry(3, None, &[]),
        entry(4, Some(20), &[0]),
        entry(5, None, &[0]),
    ];
    let dated: Vec<_> = (0..6).map(guide).collect();
    let (becomes, problems) = run(&dated, &calendar(entries, Vec::new()));
    let expected = [
        Becomes::At(at(10)),
        Becomes::At(at(10)),
        Becomes::At(at(10)),
        Becomes::Undated,
        Becomes::At(at(20)),
        Becomes::At(at(10)),
    ];
    assert_eq!((becomes.as_slice(), problems.len()), (expected.as_slice(), 0));
}

#[test]
fn what_never_comes_holds_back_all_behind_it() {
    let held = Entry { status: "held".into(), ..entry(0, Some(1), &[]) };
    let entries = vec![held, entry(1, Some(2), &[0]), entry(2, Some(3), &[1])];
    let dated: Vec<_> = (0..3).map(guide).collect();
    let (becomes, _) = run(&dated, &calendar(entries, Vec::new()));
    let never = |why| Becomes::Never(why);
    assert_eq!(
        becomes,
        [never(Never::NotReady("held".into())), never(Never::Waits(ItemId(0))), never(Never::Waits(ItemId(1)))]
    );
}

#[test]
fn a_later_expiry_of_what_was_waited_for_changes_nothing_but_an_earlier_one_does() {
    let short = Entry { expire: Some(at(5)), ..entry(0, Some(1), &[]) };
    let (becomes, _) = run(&[guide(0), guide(1)], &calendar(vec![short, entry(1, Some(9), &[0])], Vec::new()));
    assert_eq!(becomes.last(), Some(&Becomes::At(at(9))));
    let late = Entry { expire: Some(at(5)), ..entry(0, Some(1), &[2]) };
    let entries = vec![late, entry(1, Some(9), &[0]), entry(2, Some(6), &[])];
    let (becomes, problems) = run(&[guide(0), guide(1), guide(2)], &calendar(entries, Vec::new()));
    assert_eq!(becomes.get(1), Some(&Becomes::Never(Never::Waits(ItemId(0)))));
    assert_eq!(problems, ["never-public"]);
}

#[test]
fn circles_end() {
    let entries = vec![entry(0, Some(1), &[1]), entry(1, Some(2), &[0]), entry(2, Some(3), &[2])];
    let dated: Vec<_> = (0..3).map(guide).collect();
    assert_eq!(run(&dated, &calendar(entries, Vec::new())).0.len(), 3);
}

#[test]
fn kinds_that_need_an_entry() {
    let date = date(4);
    let dated = [
        guide(0),
        Dated { date: Some(&date), ..guide(1) },
        guide(2),
        Dated { date: Some(&date), ..guide(3) },
        guide(4),
    ];
    let entries = vec![entry(2, Some(3), &[]), entry(3, None, &[]), entry(4, None, &[])];
    let (becomes, _) = run(&dated, &calendar(entries, vec![Kind::Guide]));
    let none = || Becomes::Never(Never::NoEntry);
    assert_eq!(becomes, [none(), none(), Becomes::At(at(3)), Becomes::At(at(4)), none()]);
    let (becomes, _) = run(&dated, &calendar(Vec::new(), Vec::new()));
    assert_eq!(becomes.get(..2), Some([Becomes::Undated, Becomes::At(at(4))].as_slice()));
}

#[test]
fn an_entry_and_a_date_must_agree() {
    let (same, other) = (date(4), date(5));
    let dated = [Dated { date: Some(&same), ..guide(0) }, Dated { date: Some(&other), ..guide(1) }];
    let mut problems = Vec::new();
    let entries = vec![entry(0, Some(4), &[]), entry(1, Some(4), &[])];
    schedules(&dated, &calendar(entries, Vec::new()), &zone(), &mut problems);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.code, "date-disagreement");
    let places: Vec<_> = problem.labels.iter().map(|label| label.span).collect();
    assert_eq!(places, [span(7), span(101)]);
}

#[test]
fn a_spotlight_needs_consent_all_its_time() {
    let consent = Consent {
        given: Some(at(6)),
        expires: Some(at(20)),
        withdrawn: false,
        site: true,
        newsletter: false,
        photo: false,
        span: span(0),
    };
    let withdrawn = Consent { withdrawn: true, ..consent.clone() };
    let mail_only = Consent { site: false, ..consent.clone() };
    let spotlight = |item, consent| Dated { kind: Kind::Spotlight, consent, ..guide(item) };
    let dated = [
        spotlight(0, Some(&consent)),
        spotlight(1, Some(&withdrawn)),
        spotlight(2, Some(&mail_only)),
        spotlight(3, None),
        Dated { draft: true, ..spotlight(4, Some(&withdrawn)) },
    ];
    let entries = vec![Entry { expire: Some(at(25)), ..entry(0, Some(2), &[]) }];
    let mut problems = Vec::new();
    let schedules = schedules(&dated, &calendar(entries, Vec::new()), &zone(), &mut problems);
    let [first, others @ ..] = schedules.as_slice() else { panic!("{schedules:?}") };
    assert_eq!((&first.becomes, first.expire), (&Becomes::At(at(6)), Some(at(20))));
    assert!(others.iter().all(|schedule| schedule.becomes == Becomes::Never(Never::Consent)));
}

#[test]
fn drafts_and_channels() {
    let entries = vec![Entry { channels: vec!["site".into()], ..entry(0, Some(2), &[]) }, entry(1, Some(2), &[])];
    let dated = [Dated { draft: true, ..guide(0) }, guide(1)];
    let mut problems = Vec::new();
    let schedules = schedules(&dated, &calendar(entries, Vec::new()), &zone(), &mut problems);
    assert_eq!(schedules.first().map(|one| &one.becomes), Some(&Becomes::Never(Never::Draft)));
    let channels: Vec<_> = schedules.iter().map(|schedule| schedule.channels.clone()).collect();
    assert_eq!(channels, [Some(vec!["site".to_owned()]), None]);
}
