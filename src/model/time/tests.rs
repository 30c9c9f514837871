use super::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).unwrap()
}

/// What a local time becomes, with its offset, and whether it is regular.
fn becomes(name: &str, date: &str, at: &str) -> (String, Option<Irregular>) {
    let zone = zone(name);
    let (instant, irregular) = zone.instant(day(date), time(at));
    (zone.rfc3339(instant), irregular)
}

fn bare(year: u16, month: u8, day: u8) -> RawDate {
    RawDate { year, month, day, time: None, offset_minutes: None }
}

#[test]
fn local_times_that_clocks_skip_or_show_twice() {
    let cases = [
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:30:00+02:00", Some(Irregular::Gap)),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00", Some(Irregular::Fold)),
        ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00", None),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T03:30:00-04:00", Some(Irregular::Gap)),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00", Some(Irregular::Fold)),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00", Some(Irregular::Gap)),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-04T02:30:00+11:00", None),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00", Some(Irregular::Fold)),
        ("Asia/Kathmandu", "2026-03-29", "02:30", "2026-03-29T02:30:00+05:45", None),
    ];
    for (name, date, at, expected, irregular) in cases {
        assert_eq!(becomes(name, date, at), (expected.to_owned(), irregular), "{name} {date} {at}");
    }
}

/// Every half hour of seven years, held against the definition: a regular time is shown as typed, a skipped one is as
/// far behind as the clocks skip, one shown twice is the first of two.
#[test]
fn every_transition_of_seven_years() {
    let zones = [("Europe/Berlin", 60), ("America/New_York", 60), ("Australia/Lord_Howe", 30), ("Asia/Kathmandu", 0)];
    for (name, shift) in zones {
        let zone = zone(name);
        let mut irregulars = [0, 0];
        let days = std::iter::successors(Some(day("2024-01-01")), |date| Some(date.plus_days(1)));
        for date in days.take_while(|date| date.year() <= 2030) {
            for half_hour in 0..48 {
                let at = time(&format!("{:02}:{:02}", half_hour / 2, half_hour % 2 * 30));
                let (instant, irregular) = zone.instant(date, at);
                let shown = |instant| (zone.date_of(instant), zone.time_of(instant));
                match irregular {
                    None => assert_eq!(shown(instant), (date, at)),
                    Some(Irregular::Gap) => {
                        irregulars[0] += 1;
                        assert_eq!(shown(instant.plus_seconds(-shift * 60)).0, date);
                        let later = half_hour * 30 + shift;
                        let later = time(&format!("{:02}:{:02}", later / 60, later % 60));
                        assert_eq!(shown(instant), (date, later));
                    }
                    Some(Irregular::Fold) => {
                        irregulars[1] += 1;
                        assert_eq!(shown(instant), (date, at));
                        assert_eq!(shown(instant.plus_seconds(shift * 60)), (date, at));
                    }
                }
            }
        }
        let each = 7 * shift / 30;
        assert_eq!(irregulars.map(i64::from), [each, each], "{name}");
    }
}

#[test]
fn days_begin_and_end_where_clocks_say() {
    let berlin = zone("Europe/Berlin");
    let hours = |date: &str| (berlin.end_of_day(day(date)).unix() - berlin.start_of_day(day(date)).unix()) / 3600;
    assert_eq!([hours("2026-03-29"), hours("2026-10-25"), hours("2026-12-02")], [23, 25, 24]);
    // Clocks skip midnight there.
    let cairo = zone("Africa/Cairo");
    assert_eq!(cairo.rfc3339(cairo.start_of_day(day("2026-04-24"))), "2026-04-24T01:00:00+03:00");
    assert_eq!(berlin.date_of(berlin.end_of_day(day("2026-12-02")).plus_seconds(-1)), day("2026-12-02"));
}

#[test]
fn dates_as_typed() {
    let zone = zone("Europe/Berlin");
    let at = Bare::At(time("09:00"));
    let told = |raw: RawDate, bare| zone.resolve(&raw, bare).map(|(instant, _)| zone.rfc3339(instant));
    assert_eq!(told(bare(2026, 12, 2), at), Ok("2026-12-02T09:00:00+01:00".into()));
    assert_eq!(told(bare(2026, 12, 2), Bare::EndOfDay), Ok("2026-12-03T00:00:00+01:00".into()));
    let local = RawDate { time: Some((18, 30, 0)), ..bare(2026, 7, 2) };
    assert_eq!(told(local, Bare::EndOfDay), Ok("2026-07-02T18:30:00+02:00".into()));
    let offset = RawDate { offset_minutes: Some(-300), ..local };
    assert_eq!(told(offset, at), Ok("2026-07-03T01:30:00+02:00".into()));
    assert_eq!(zone.day(&offset), Ok(day("2026-07-03")));
    assert_eq!(told(bare(2026, 2, 30), at), Err(DateProblem::NoSuchDay(28)));
    assert_eq!(told(bare(2026, 13, 1), at), Err(DateProblem::NoSuchDay(0)));
    assert_eq!(told(RawDate { time: Some((24, 0, 0)), ..bare(2026, 2, 1) }, at), Err(DateProblem::NoSuchTime));
    assert_eq!(told(RawDate { offset_minutes: Some(i16::MIN), ..local }, at), Err(DateProblem::NoSuchOffset));
    assert!(told(RawDate { year: u16::MAX, ..bare(2026, 2, 1) }, at).is_err());
    assert!(told(bare(9999, 12, 31), Bare::EndOfDay).is_ok());
}

#[test]
fn a_time_on_the_command_line() {
    let zone = zone("Europe/Berlin");
    let at = |text: &str| Instant::parse_at(text, &zone).map(|instant| instant.to_string());
    for text in ["2026-12-02T08:00", "2026-12-02 08:00:00", " 2026-12-02T08:00:00+01:00 ", "2026-12-02T07:00Z"] {
        assert_eq!(at(text), Ok("2026-12-02T07:00:00Z".into()), "{text}");
    }
    assert_eq!(at("2026-12-02"), Ok("2026-12-01T23:00:00Z".into()));
    assert_eq!(at("2026-12-02T07:00:00.9Z"), Ok("2026-12-02T07:00:00Z".into()));
    for text in
        ["", "tomorrow", "2026-02-30", "2026-12-02T08:00+99:00", "2026-12-02T25:00", "12/02/2026", "é026-12-02é"]
    {
        assert!(at(text).is_err(), "{text}");
    }
    assert_eq!(Instant::parse_epoch("1796194800\n").map(Instant::unix), Ok(1_796_194_800));
    assert!(Instant::parse_epoch("soon").is_err() && Instant::parse_epoch("9999999999999999").is_err());
}

#[test]
fn what_is_printed() {
    let berlin = zone("Europe/Berlin");
    let (instant, _) = berlin.instant(day("2026-12-02"), time("08:00"));
    assert_eq!(berlin.rfc2822(instant), "Wed, 02 Dec 2026 08:00:00 +0100");
    assert_eq!(berlin.words(instant), "2026-12-02 08:00 +01:00");
    assert_eq!(instant.utc_basic(), "20261202T070000Z");
    let parts = zone("Asia/Kathmandu").parts(instant);
    assert_eq!((parts.weekday, parts.hour, parts.minute, parts.offset_minutes), (3, 12, 45, 345));
    assert_eq!(parts.abbreviation, "UTC+05:45");
    assert_eq!(berlin.parts(instant).abbreviation, "CET");
    assert_eq!(zone("America/Sao_Paulo").parts(instant).abbreviation, "UTC-03:00");
}

#[test]
fn zones_by_name() {
    assert_eq!(zone("Europe/Berlin").name(), "Europe/Berlin");
    assert_eq!(Zone::utc().name(), "UTC");
    for name in ["", "Europe/Berlni", "Etc/Unknown", "CET+1"] {
        assert_eq!(Zone::named(name), None, "{name}");
    }
    assert_eq!(Zone::nearest("Europe/Berln").as_deref(), Some("Europe/Berlin"));
    assert_eq!(Zone::nearest("new york").as_deref(), Some("America/New_York"));
    assert_eq!(Zone::nearest("Middle-earth/Shire"), None);
}

#[test]
fn arithmetic_stops_at_the_edges() {
    for seconds in [i64::MIN, i64::MAX] {
        let edge = Instant::from_unix(seconds);
        assert_eq!(edge.plus_hours(seconds), edge);
        let parts = zone("Pacific/Kiritimati").parts(edge);
        assert!(parts.year == 9999 || parts.year == -9999, "{parts:?}");
    }
    assert_eq!(day("9999-12-31").plus_days(i64::MAX), day("9999-12-31"));
    assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
    assert_eq!(day("2026-12-31").plus_months(i32::MAX).year(), 9999);
    assert_eq!(day("2026-12-02").monday(), day("2026-11-30"));
    assert_eq!(day("2026-03-01").days_until(day("2026-02-01")), -28);
    assert_eq!(Date::parse("20261202"), None);
}

#[test]
fn times_of_day() {
    assert_eq!(time("8:05").to_string(), "08:05");
    for text in ["", "8", "24:00", "08:60", "08:5", "+8:00", "08:00:00", "٨:00"] {
        assert_eq!(TimeOfDay::parse(text), None, "{text}");
    }
}
