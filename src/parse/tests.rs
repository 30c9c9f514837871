//! One file at a time: what is wrong with it by itself, as `code line:column`, and what is read all the same.

use super::front_matter::RawOwn;
use super::{Kind, ParsedFile, Raw, RawItem, parse_file, split_front_matter};
use crate::source::{FileId, Source, SourceClass, Sources};

fn parsed(path: &str, class: SourceClass, text: &str) -> (ParsedFile, Vec<String>) {
    let source = Source { path: path.to_owned(), class, text: text.into() };
    let file = parse_file(FileId(0), &source);
    let sources = Sources { files: vec![source], assets: Vec::new() };
    let mut lines: Vec<String> = file
        .diagnostics
        .iter()
        .map(|problem| {
            let (line, column) = sources.line_column(problem.labels[0].span);
            format!("{} {line}:{column}", problem.code)
        })
        .collect();
    lines.sort();
    (file, lines)
}

fn content(path: &str, text: &str) -> Vec<String> {
    parsed(path, SourceClass::Content, text).1
}

fn guide(text: &str) -> Vec<String> {
    content("content/guides/x.md", text)
}

fn item(path: &str, text: &str) -> std::sync::Arc<RawItem> {
    match parsed(path, SourceClass::Content, text).0.raw {
        Raw::Item(item) => item,
        other => panic!("{other:?}"),
    }
}

fn first_help(text: &str) -> String {
    parsed("content/guides/x.md", SourceClass::Content, text).0.diagnostics[0].help.join("\n")
}

#[test]
fn the_smallest_guide_is_three_lines() {
    assert_eq!(guide("+++\ntitle = \"A\"\n+++\n"), [""; 0]);
    assert_eq!(guide("+++\ntitle = \"A\"\n+++"), [""; 0]);
    assert_eq!(guide("\n  \n+++\ntitle = \"A\"\n+++\nText\n"), [""; 0]);
}

#[test]
fn a_file_without_front_matter_says_so_where_it_begins() {
    assert_eq!(guide(""), ["front-matter-missing 1:1"]);
    assert_eq!(guide("\n\n"), ["front-matter-missing 1:1"]);
    assert_eq!(guide("# Title\n"), ["front-matter-missing 1:1"]);
    assert_eq!(guide("\n\ntext\n"), ["front-matter-missing 3:1"]);
    assert_eq!(guide("+++\ntitle = \"A\"\n"), ["front-matter-unclosed 1:1"]);
    assert_eq!(guide("---\ntitle: A\n---\n"), ["front-matter-yaml 1:1"]);
    assert!(item("content/guides/x.md", "---\ntitle: A\n---\n").broken);
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let text = "+++\r\ntitle = \"A\"\r\nlevle = \"x\"\r\n+++\r\nText\r\n";
    assert_eq!(guide(text), ["unknown-key 3:1"]);
    let (front, body) = split_front_matter(text).expect("it is whole");
    assert_eq!(&text[front], "title = \"A\"\r\nlevle = \"x\"\r\n");
    assert_eq!(&text[body], "Text\r\n");
}

#[test]
fn every_syntax_error_is_found() {
    let found = guide("+++\ntitle = \nlevel = \"beginner\"\ntags = [\n+++\n");
    assert!(found.len() >= 2, "{found:?}");
    assert!(found.iter().all(|line| line.starts_with("toml-syntax ")), "{found:?}");
}

#[test]
fn after_a_syntax_error_nothing_is_called_missing() {
    let found = content("content/faq/x.md", "+++\ntitle \"A\"\nshort \"s\"\n+++\n");
    assert!(!found.is_empty() && found.iter().all(|line| line.starts_with("toml-syntax ")), "{found:?}");
}

#[test]
fn a_slip_of_syntax_is_one_problem_with_a_way_out() {
    for (line, found, help) in [
        ("level = beginner", "toml-syntax 3:9", "put quotes around it"),
        ("level = “beginner”", "toml-syntax 3:9", "put quotes around it"),
        ("draft = yes", "toml-syntax 3:9", "yes and no are `true` and `false`"),
        ("tags = [a, b]", "toml-syntax 3:9", "put quotes around it"),
        ("level = \"beginner", "toml-syntax 3:18", "end it with `\"` on the same line"),
        ("level: \"beginner\"", "toml-syntax 3:6", "write `name = value`"),
        ("title = \"B\"", "toml-syntax 3:1", "keep one of the two"),
        ("date = 2026-11-31", "bad-date 3:8", "write it such as `2026-11-30`"),
        ("minutes = 5 min", "toml-syntax 3:11", "a number stands alone, as in `minutes = 5`"),
        ("minutes = 5min", "toml-syntax 3:11", "a number stands alone, as in `minutes = 5`"),
        ("date = 12.08.2026", "toml-syntax 3:13", "dates are written `2026-12-08`"),
        ("date = 12.08.2026", "toml-syntax 3:13", "dates are written `2026-12-08`"),
        ("date = 18 December, 18:00", "toml-syntax 3:8", "dates are written `2026-12-08`"),
        ("date = 2026-1-5", "bad-date 3:8", "write it such as `2026-11-30`"),
    ] {
        let text = format!("+++\ntitle = \"A\"\n{line}\n+++\n");
        assert_eq!(guide(&text), [found], "{line}");
        assert!(first_help(&text).contains(help), "{line}: {}", first_help(&text));
    }
}

#[test]
fn unknown_keys_are_found_with_the_nearest() {
    assert_eq!(
        guide("+++\ntitle = \"A\"\nlevle = \"beginner\"\nmood = 1\n+++\n"),
        ["unknown-key 3:1", "unknown-key 4:1"]
    );
    assert_eq!(first_help("+++\ntitle = \"A\"\nlevle = \"beginner\"\n+++\n"), "did you mean `level`?");
    assert_eq!(first_help("+++\ntitle = \"A\"\nmood = 1\n+++\n"), "fields of your own stand under `[extra]`");
    assert_eq!(guide("+++\ntitle = \"A\"\n[extra]\nmood = 1\n+++\n"), [""; 0]);
}

#[test]
fn a_field_of_another_kind_is_unknown() {
    assert_eq!(guide("+++\ntitle = \"A\"\nsubject = \"x\"\n+++\n"), ["unknown-key 3:1"]);
}

const WRITTEN: &str = "dates are written `date = 2026-12-08`, or with a time `date = 2026-12-08T18:00`";

#[test]
fn wrong_types_are_found_with_a_way_out() {
    for (line, at, help) in [
        ("level = 1", "3:9", "put it in quotes"),
        ("minutes = \"5\"", "3:11", "leave out the quotes: `minutes = 5`"),
        ("minutes = \"5 min\"", "3:11", "write the number alone, without quotes: `minutes = 5`"),
        ("minutes = \"five\"", "3:11", "write a number, without quotes, as in `minutes = 5`"),
        ("date = \"18 December, 18:00\"", "3:8", WRITTEN),
        ("date = \"12/08/2026\"", "3:8", WRITTEN),
        ("date = \"2026-02-30\"", "3:8", WRITTEN),
        ("date = 2026", "3:8", WRITTEN),
        ("draft = \"yes\"", "3:9", "write `draft = true` or `draft = false`"),
        ("date = \"2026-12-02\"", "3:8", "dates stand without quotes: `date = 2026-12-02`"),
        ("draft = \"true\"", "3:9", "leave out the quotes: `draft = true`"),
        ("tags = \"a\"", "3:8", "write it as a list: `tags = [\"a\"]`"),
        ("tags = [1]", "3:9", "put it in quotes"),
        ("date = 07:30:00", "3:8", WRITTEN),
    ] {
        let text = format!("+++\ntitle = \"A\"\n{line}\n+++\n");
        assert_eq!(guide(&text), [format!("wrong-type {at}")], "{line}");
        assert_eq!(first_help(&text), help, "{line}");
    }
}

#[test]
fn a_way_out_leads_out() {
    for line in ["minutes = 5", "date = 2026-12-08", "date = 2026-12-08T18:00", "draft = true"] {
        assert_eq!(guide(&format!("+++\ntitle = \"A\"\n{line}\n+++\n")), [""; 0], "{line}");
    }
}

#[test]
fn what_stands_in_a_list_is_told_without_its_key() {
    let text = "[[recurring]]\nid = \"a\"\nkind = \"event\"\ntitle = \"A\"\nrule = \"weekly:wed\"\nstart = 2026-12-02\n\
                skip = [\"2027-01-07\", \"Easter\"]\ncount = [\"3 members\"]\n";
    let (file, _) = parsed("calendar.toml", SourceClass::Calendar, text);
    let help: Vec<&str> = file.diagnostics.iter().map(|problem| problem.help[0].as_str()).collect();
    assert_eq!(
        help,
        [
            "dates stand without quotes: `2027-01-07`",
            "dates are written `2026-12-08`, or with a time `2026-12-08T18:00`",
            "write the number alone, without quotes: `3`"
        ]
    );
}

#[test]
fn a_single_bracket_is_said_once_and_nothing_else_of_it() {
    let entry = "[entry] # soon\nref = \"guides/a\"\npublish = 2026-12-08\n";
    for many in [1, 2, 9, 12] {
        let text = format!("{}[[entry]]\nrfe = \"a\"\n", entry.repeat(many));
        let (file, found) = parsed("calendar.toml", SourceClass::Calendar, &text);
        assert_eq!(found, [format!("unknown-key {}:1", 3 * many + 2), "wrong-type 1:1".to_owned()]);
        assert_eq!(file.diagnostics[0].help, ["write `[[entry]]`"]);
        assert_eq!(file.diagnostics[0].labels.len(), many.min(8));
        let Raw::Calendar(raw) = file.raw else { panic!("it is a calendar") };
        assert_eq!(raw.entry.len(), many + 1);
        let place = raw.entry[many - 1].value.publish.as_ref().unwrap().span;
        assert_eq!(&text[place.start as usize..place.end as usize], "2026-12-08");
    }
    let track =
        "+++\ntitle = \"A\"\nfor = \"all\"\n[ step ]\nref = \"a\"\nday = 1\n[step]\nref = \"b\"\nday = 2\n+++\n";
    assert_eq!(content("content/tracks/x.md", track), ["wrong-type 4:1"]);
}

#[test]
fn single_brackets_inside_of_lists_are_found_and_those_in_texts_are_not() {
    let phase = "[rhythm.phase]\nweeks = [1, 2]\nphase = \"teach\"\n";
    let text = format!("[rhythm]\nid = \"a\"\nstart = 2026-12-07\n{phase}{phase}");
    let (file, found) = parsed("calendar.toml", SourceClass::Calendar, &text);
    assert_eq!(found, ["wrong-type 1:1", "wrong-type 4:1"]);
    assert_eq!(file.diagnostics[1].help, ["write `[[rhythm.phase]]`"]);
    let text = "[[entry]]\ntitle = \"\"\"\n[entry]\n\"\"\"\nkind = \"guide\"\n";
    assert_eq!(parsed("calendar.toml", SourceClass::Calendar, text).1, [""; 0]);
}

#[test]
fn a_field_below_a_header_is_told_where_it_belongs() {
    let member =
        "title = \"A\"\nmember = \"a\"\n[consent]\ngiven = 2026-11-02\nvia = \"mail\"\nname = \"Ana\"\ndid = [\"x\"]\n";
    let text = format!("+++\n{member}+++\n");
    assert_eq!(content("content/spotlights/a.md", &text), ["unknown-key 7:1", "unknown-key 8:1"]);
    let (file, _) = parsed("content/spotlights/a.md", SourceClass::Content, &text);
    assert!(file.diagnostics.iter().all(|problem| problem.help == ["move it above `[consent]`"]));
    let track =
        "+++\nfor = \"all\"\n[[step]]\nref = \"a\"\nday = 1\n[[step]]\nref = \"b\"\nday = 2\ntitle = \"A\"\n+++\n";
    assert_eq!(content("content/tracks/x.md", track), ["unknown-key 9:1"]);
    let (file, _) = parsed("content/tracks/x.md", SourceClass::Content, track);
    assert_eq!(file.diagnostics[0].help, ["move it above the first `[[step]]`"]);
}

#[test]
fn missing_fields_are_found_all_at_once() {
    assert_eq!(content("content/prompts/x.md", "+++\n+++\n"), ["missing-field 2:1", "missing-title 2:1"]);
    assert_eq!(
        content("content/tracks/x.md", "+++\ntitle = \"A\"\nfor = \"all\"\n[[step]]\nwhy = \"so\"\n+++\n"),
        ["missing-field 4:1", "missing-field 4:1"]
    );
    assert_eq!(guide("+++\ntitle = \" \"\n+++\n"), ["missing-title 2:9"]);
    assert_eq!(content("content/newsletter/weekly/2026-12-02.md", "+++\nsubject = \"A\"\n+++\n"), [""; 0]);
    assert_eq!(content("content/guides/_index.md", "+++\n+++\n"), [""; 0]);
}

#[test]
fn settings_are_read_whole() {
    let (_, found) = parsed("hub.toml", SourceClass::Settings, "title = \"A\"\nbase_urll = \"x\"\n");
    assert_eq!(found, ["missing-field 1:1", "missing-field 1:1", "missing-field 1:1", "unknown-key 2:1"]);
}

#[test]
fn the_path_says_kind_id_and_number() {
    for (path, kind, id, number) in [
        ("content/guides/x.md", Kind::Guide, "guides/x", None),
        ("content/guides/x/index.md", Kind::Guide, "guides/x", None),
        ("content/series/s/_index.md", Kind::Series, "series/s", None),
        ("content/series/s/01-why.md", Kind::Part, "series/s/why", Some(1)),
        ("content/series/s/02-how/index.md", Kind::Part, "series/s/how", Some(2)),
        ("content/newsletter/weekly/2026-12-02.md", Kind::Issue, "newsletter/weekly/2026-12-02", None),
        ("content/faq/2026.md", Kind::Faq, "faq/2026", None),
    ] {
        let place = item(path, "+++\ntitle = \"A\"\n+++\n").place.clone();
        assert_eq!((place.kind, place.id.as_str(), place.number, place.listing), (kind, id, number, false), "{path}");
    }
    assert!(item("content/series/_index.md", "+++\n+++\n").place.listing);
}

#[test]
fn files_outside_the_kinds_are_told_where_they_belong() {
    assert_eq!(content("content/guide/x.md", "+++\n+++\n"), ["unknown-kind 1:1"]);
    assert_eq!(content("content/x.md", "+++\n+++\n"), ["unknown-kind 1:1"]);
    assert_eq!(content("content/guides/a/b.md", "+++\n+++\n"), ["misplaced-file 1:1"]);
    assert_eq!(content("content/series/a.md", "+++\n+++\n"), ["misplaced-file 1:1"]);
}

#[test]
fn what_can_be_read_is_read_beside_what_can_not() {
    let item = item("content/guides/x.md", "+++\ntitle = \"A\"\nminutes = \"5\"\ngoal = \"g\"\n+++\n");
    let RawOwn::Guide(guide) = &item.own else { panic!("it is a guide") };
    assert_eq!(guide.goal.as_ref().map(|goal| goal.value.as_str()), Some("g"));
    assert!(guide.minutes.is_none() && !item.broken);
}

#[test]
fn equal_text_gives_an_equal_item() {
    let text = "+++\ntitle = \"A\"\n+++\n## B\n";
    let (one, two) = (item("content/guides/x.md", text), item("content/guides/x.md", text));
    assert_eq!((&one.common, &one.own, &one.outline), (&two.common, &two.own, &two.outline));
}
