//! Whole drawings, so that a change of a crate or of a word shows.

use super::*;
use crate::source::{FileId, Source, SourceClass};

fn sources(files: &[(&str, &str)]) -> Sources {
    let file = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        class: SourceClass::Content,
        text: (*text).into(),
    };
    Sources { files: files.iter().map(file).collect(), assets: Vec::new() }
}

fn at(file: u32, start: usize, end: usize) -> Span {
    Span::new(FileId(file), start, end)
}

fn plain(one: &Diagnostic, sources: &Sources) -> String {
    draw(std::slice::from_ref(one), sources, Format::Text, Colour::Off)
}

#[test]
fn text_shows_place_excerpt_note_and_help() {
    let sources = sources(&[("hub.toml", ""), ("content/x.md", "+++\r\ntitel = \"é\"\r\n+++\r\n")]);
    let one = Diagnostic::error("unknown-key", "`titel` is not a key of a guide")
        .at(at(1, 5, 10), "this key")
        .note("keys of one's own go under `[extra]`")
        .help("did you mean `title`?");
    let wanted = "\
error[unknown-key]: `titel` is not a key of a guide
 --> content/x.md:2:1
  |
2 | titel = \"é\"
  | ^^^^^ this key
  |
  = note: keys of one's own go under `[extra]`
  = help: did you mean `title`?

";
    assert_eq!(plain(&one, &sources), wanted);
}

#[test]
fn a_whole_file_is_its_path_and_no_place_is_no_place() {
    let sources = sources(&[("static/x", "")]);
    let one = Diagnostic::warning("a-code", "words").at(Span::file(FileId(0)), "").help("do this");
    assert_eq!(plain(&one, &sources), "warning[a-code]: words\n--> static/x\n = help: do this\n\n");
    assert_eq!(plain(&Diagnostic::note_only("a-code", "words"), &sources), "note[a-code]: words\n\n");
}

#[test]
fn labels_in_two_files_and_far_apart_have_an_excerpt_each() {
    let long = "line\n".repeat(40);
    let sources = sources(&[("a.md", &long), ("b.md", "first\nsecond\n")]);
    let one = Diagnostic::error("twice", "two of one")
        .at(at(1, 6, 12), "here")
        .at(at(0, 0, 4), "there")
        .at(at(0, 190, 194), "and there");
    let drawn = plain(&one, &sources);
    let places = ["b.md:2:1", "a.md:1:1", "a.md:39:1", "^^^^^^ here", "---- there", "---- and there"];
    assert!(places.iter().all(|place| drawn.contains(place)), "{drawn}");
}

#[test]
fn a_line_as_long_as_a_file_is_cut_around_the_label() {
    let long = format!("{}needle{}", "é ".repeat(100_000), " hay".repeat(100_000));
    let sources = sources(&[("a.md", &long)]);
    let start = long.find("needle").unwrap();
    let drawn = plain(&Diagnostic::error("x", "m").at(at(0, start, start + 6), "here"), &sources);
    assert!(drawn.contains("a.md:1:200001"), "{drawn}");
    assert!(drawn.contains("needle") && drawn.contains("^^^^^^ here"), "{drawn}");
    assert!(drawn.len() < 2_000, "{drawn}");
    let whole = plain(&Diagnostic::error("x", "m").at(at(0, 0, long.len()), "all"), &sources);
    assert!(whole.len() < 4_000, "{whole}");
}

#[test]
fn spans_outside_the_text_or_inside_a_character_are_drawn_all_the_same() {
    let sources = sources(&[("a.md", "é\n"), ("empty.md", "")]);
    for span in [at(0, 1, 2), at(0, 3, 3), at(0, 7, 90), at(0, 2, 1), at(1, 0, 4), at(1, 5, 9)] {
        for format in [Format::Text, Format::Json, Format::Github] {
            assert!(!draw(&[Diagnostic::error("x", "m").at(span, "here")], &sources, format, Colour::On).is_empty());
        }
    }
}

#[test]
fn nothing_drawn_acts_on_a_terminal() {
    let sources = sources(&[("a\u{1b}[2J.md", "x\u{1b}]0;title\u{7} \u{202e}y\n")]);
    let one = Diagnostic::error("x", "m\u{1b}[31m\nn").at(at(0, 0, 1), "l\u{9b}31m").note("\u{202e}n").help("h\u{7}");
    for format in [Format::Text, Format::Json, Format::Github] {
        let drawn = draw(std::slice::from_ref(&one), &sources, format, Colour::Off);
        let acting = |c: &char| *c != '\n' && acts_on_terminals(*c);
        assert_eq!(drawn.chars().find(|c| acting(c) && format != Format::Json), None, "{drawn:?}");
        assert!(!drawn.contains('\u{1b}'));
    }
}

#[test]
fn json_holds_everything() {
    let sources = sources(&[("a.md", "one\ntwo\n")]);
    let one = Diagnostic::warning("x", "m").at(at(0, 4, 7), "here").note("n").help("h");
    let drawn = draw(&[one, Diagnostic::error("y", "m")], &sources, Format::Json, Colour::On);
    let place = json!({ "file": "a.md", "line": 2, "column": 1, "end_line": 2, "end_column": 4 });
    let first = merged(json!({ "code": "x", "severity": "warning", "message": "m" }), place.clone());
    let labels = json!({ "labels": [merged(place, json!({ "message": "here" }))], "notes": ["n"], "help": ["h"] });
    let nowhere = json!({
        "code": "y", "severity": "error", "message": "m", "file": null, "line": null, "column": null,
        "end_line": null, "end_column": null, "labels": [], "notes": [], "help": [],
    });
    let parsed: Value = serde_json::from_str(&drawn).unwrap();
    assert_eq!(parsed, json!([merged(first, labels), nowhere]));
}

#[test]
fn github_commands_stay_one_line_each() {
    let sources = sources(&[("a,b:c%.md", "one\ntwo\n")]);
    let one = Diagnostic::error("x", "100 %\n::error::injected").at(at(0, 4, 7), "here").help("h");
    assert_eq!(
        draw(&[one], &sources, Format::Github, Colour::On),
        "::error file=a%2Cb%3Ac%25.md,line=2,col=1,endLine=2,endColumn=4,title=x::\
         100 %25%0A::error::injected%0Ahere%0Ahelp: h\n"
    );
}

#[test]
fn sorted_by_path_place_and_code_without_duplicates() {
    let sources = sources(&[("b.md", "12345"), ("a.md", "12345")]);
    let one = |code, file, start| Diagnostic::error(code, "m").at(at(file, start, 5), "");
    let mut all = vec![
        one("y", 0, 1),
        one("x", 0, 1),
        one("z", 1, 4),
        one("x", 0, 1),
        one("z", 1, 2),
        Diagnostic::error("q", "m"),
    ];
    sort(&mut all, &sources);
    let order: Vec<_> = all.iter().map(|one| (one.code, one.labels.first().map(|label| label.span.start))).collect();
    assert_eq!(order, [("q", None), ("z", Some(2)), ("z", Some(4)), ("x", Some(1)), ("y", Some(1))]);
}

#[test]
fn the_summary_counts() {
    let all = [Diagnostic::error("x", ""), Diagnostic::error("x", ""), Diagnostic::warning("x", "")];
    assert_eq!(summary(&all), "2 errors, 1 warning");
    assert_eq!(summary(&[]), "");
}
