//! Any bytes by every door: no panic, no wrong result, and none that takes long.
//!
//! The doors are those of the fuzz targets (`fuzz/doors.rs`), and so are the inputs: what fuzzing kept, what it found, and
//! random pieces of it put together. The seeds are fixed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;
#[path = "fuzz/doors.rs"]
mod doors;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{TestSite, hub_command, run};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Each door, how many random inputs it gets, and what texts behind it are made of.
type Door = (&'static str, fn(&[u8]), u32, &'static [&'static str]);

const DOORS: [Door; 8] = [
    ("front_matter", doors::front_matter, 150, &["title = \"a\"\n", "date = 2026-12-01\n", "step = ", "[consent]\n"]),
    (
        "markdown",
        doors::markdown,
        200,
        &[
            "> ",
            "- ",
            "[a](b)",
            "![",
            "](<",
            "<div>",
            "</b>",
            "[^1]",
            "[^1]: ",
            "|a|\n|-|\n",
            "```\n",
            "&#1;",
            "{{ signup() }}\n",
        ],
    ),
    (
        "calendar",
        doors::calendar,
        150,
        &[
            "[[entry]]\n",
            "[[recurring]]\n",
            "[[rhythm]]\n",
            "rule = \"monthly:31\"\n",
            "start = 9999-12-31\n",
            "publish = 0001-01-01\n",
            "weeks = [0, 99999]\n",
        ],
    ),
    ("rule", doors::rule, 2_000, &["weekly:", "monthly:", "every-", "-weeks:", "last-", "fri", "31", "first-"]),
    (
        "links",
        doors::links,
        150,
        &["[[link]]\n", "id = \"shop\"\n", "url = ", "javascript:", "\"https://x.example/?a#b\"", "%00", "&#x3a;"],
    ),
    (
        "feed_diff",
        doors::feed_diff,
        500,
        &[
            "<rss><channel>",
            "<item>",
            "</item>",
            "<guid>",
            "<feed>",
            "<entry>",
            "{\"items\":[",
            "]}",
            "<![CDATA[",
            "]]>",
            "\0",
        ],
    ),
    (
        "questions",
        doors::questions,
        100,
        &["question,count\n", "id;frage\n", "\"", ",", "pen?\n", "mara@x.example", "`", "\u{0}"],
    ),
    ("audit", doors::audit, 150, &["Quixotic", " ", "zebrafinch", "&#113;", "<b>", "%20", "\\u0020", "\r\n ", "=3D"]),
];

/// What the fuzzers keep of a door, and what they found there.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn what_fuzzing_kept_and_found() {
    for (name, door, ..) in DOORS {
        let inputs = kept(name);
        assert!(!inputs.is_empty(), "{name} has no inputs");
        inputs.iter().for_each(|input| door(input));
    }
}

#[test]
fn random_pieces_by_every_door() {
    std::thread::scope(|scope| {
        for (name, door, cases, pieces) in DOORS {
            scope.spawn(move || random(name, door, cases, pieces));
        }
    });
}

fn random(name: &'static str, door: fn(&[u8]), cases: u32, pieces: &'static [&'static str]) {
    let words = prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec());
    let kept = prop::sample::select(kept(name)).prop_flat_map(|input| {
        let length = input.len();
        (0..=length, 0..=length).prop_map(move |(a, b)| input[a.min(b)..a.max(b)].to_vec())
    });
    let text = "\\PC{0,12}".prop_map(String::into_bytes);
    let bytes = prop::collection::vec(any::<u8>(), 0..4);
    let piece = prop_oneof![4 => words, 2 => kept, 2 => text, 1 => bytes];
    let input = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&input, |input| {
        door(&input);
        Ok(())
    });
    assert!(result.is_ok(), "{name}: {result:?}");
}

/// What a megabyte may take: two seconds as it is shipped, and a debug build is some five times slower.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
const MEGABYTE: usize = 1_000_000;

/// Texts of a megabyte that parsers have been slow at.
fn pathological() -> Vec<(&'static str, String)> {
    let filled = |piece: &str| piece.repeat(MEGABYTE / piece.len());
    let numbered = |one: &dyn Fn(usize) -> String, length: usize| (0..MEGABYTE / length).map(one).collect::<String>();
    vec![
        ("quotes", filled(">")),
        ("quotes and lists", filled("> - ")),
        ("lists, one in another", (0..1_400).map(|depth| format!("{}- a\n", "  ".repeat(depth % 700))).collect()),
        ("items", filled("* a\n")),
        ("brackets", filled("[")),
        ("closed brackets", format!("{}{}", "[".repeat(MEGABYTE / 2), "]".repeat(MEGABYTE / 2))),
        ("links without end", filled("[a](")),
        ("links in links", filled("[a](b")),
        ("images in images", filled("![")),
        ("links", filled("[a](#a) ")),
        ("pointed links without end", filled("[a](<b")),
        ("emphasis", filled("*a ")),
        ("emphasis of all kinds", filled("*a **b _c __d ~~e ")),
        ("emphasis that closes", filled("a**b**c* ")),
        ("underscores", filled("_a_")),
        ("tildes", filled("~a~~b")),
        ("backticks", filled("`")),
        ("backticks of all lengths", (1..1_400).map(|n| format!("{} ", "`".repeat(n))).collect()),
        ("code spans without end", filled("`a ``b ")),
        ("fences", filled("```\n")),
        ("fences of a language", filled("```rust\nfn a() {}\n```\n")),
        ("a fence with a long line", format!("```js\n{}\n```\n", filled("a("))),
        ("a fence with many lines", format!("```html\n{}```\n", filled("<a href=\"b\">\n"))),
        ("a table of one row", format!("{}\n{}\n", "|a".repeat(MEGABYTE / 4), "|-".repeat(MEGABYTE / 4))),
        ("a table of many rows", format!("|a|b|\n|-|-|\n{}", filled("|a|b|\n"))),
        ("tables", filled("|a|\n|-|\n\n")),
        ("footnotes", numbered(&|n| format!("[^{n}]\n\n[^{n}]: a\n\n"), 24)),
        ("references to one footnote", format!("{}\n\n[^a]: b\n", filled("[^a]"))),
        ("footnotes in footnotes", numbered(&|n| format!("[^{n}]: [^{}]\n\n", n + 1), 22)),
        ("references", numbered(&|n| format!("[{n}]: /{n}\n"), 14)),
        ("references that are used", format!("[a]: /b\n\n{}", filled("[a] "))),
        ("headings", filled("# a\n")),
        ("headings with attributes", filled("# a {#b .c}\n")),
        ("one heading", format!("# {}\n", filled("a "))),
        ("underlined headings", filled("a\n=\n")),
        ("elements", filled("<b>")),
        ("blocks of elements", filled("<div>\n\n")),
        ("elements that close in the wrong order", filled("<b><i></b></i>")),
        ("tables of elements", filled("<table><td>")),
        ("attributes", format!("<b {}>", filled("a=\"b\" "))),
        ("comments", filled("<!-- a -->")),
        ("comments without end", filled("<!--")),
        ("instructions without end", filled("<?")),
        ("sections without end", filled("<![CDATA[")),
        ("pointed brackets", filled("<")),
        ("autolinks", filled("<https://a.example> ")),
        ("entities", filled("&amp;")),
        ("entities without end", filled("&#")),
        ("escapes", filled("\\*")),
        ("one word", filled("a")),
        ("one word of accents", format!("a{}", filled("\u{301}"))),
        ("directions", filled("\u{202e}")),
        ("lines", filled("a\n")),
        ("empty lines", filled("\n")),
        ("tabs", filled("\t")),
        ("definitions", filled("a\n: b\n\n")),
        ("tasks", filled("- [ ] a\n")),
        ("alerts", filled("> [!NOTE]\n> a\n\n")),
        ("embeds", filled("{{ signup() }}\n\n")),
        ("embeds without end", filled("{{ faq(\"")),
        ("rules", filled("---\n")),
        ("breaks", filled("a  \n")),
    ]
}

#[test]
fn a_megabyte_of_anything_takes_no_time() {
    let mut slow = Vec::new();
    for (name, text) in pathological() {
        let site = TestSite::new().file("content/guides/a.md", format!("+++\ntitle = \"A\"\n+++\n{text}"));
        let start = Instant::now();
        let result = run(hub_command(site.root()).arg("check"));
        let took = start.elapsed();
        assert!(
            result.code == 0 || result.code == 1,
            "{name}: {} {}",
            result.code,
            &result.stderr[..result.stderr.len().min(2_000)]
        );
        println!("{name}: {took:?}");
        if took > LIMIT {
            slow.push(format!("{name}: {took:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn a_megabyte_of_settings_takes_no_time() {
    let filled = |piece: &str| piece.repeat(MEGABYTE / 2 / piece.len());
    let texts = [
        ("lists", format!("x = {}", filled("["))),
        ("tables", format!("x = {}", filled("{a="))),
        ("dotted names", format!("{}x = 1", filled("a."))),
        ("headers", filled("[a]\n")),
        ("nested headers", format!("[{}a]\n", filled("a."))),
        ("tables of one list", filled("[[entry]]\n")),
        ("quotes", format!("x = {}", filled("\""))),
        ("digits", format!("x = {}", filled("9"))),
        ("errors", filled("= ")),
        ("unknown names", (0..30_000).map(|n| format!("k{n} = 1\n")).collect()),
    ];
    for (name, text) in texts {
        for file in ["calendar.toml", "links.toml"] {
            let site = TestSite::new().file(file, &text);
            let start = Instant::now();
            let result = run(hub_command(site.root()).arg("check"));
            println!("{name} in {file}: {:?}", start.elapsed());
            assert!(
                result.code == 1 || result.code == 0,
                "{name}: {} {}",
                result.code,
                &result.stderr[..result.stderr.len().min(2_000)]
            );
            assert!(start.elapsed() < LIMIT, "{name} in {file}: {:?}", start.elapsed());
        }
    }
}

/// Templates that would never end, what is said of each, and how long that may take.
#[test]
fn templates_without_end_are_stopped() {
    let cases = [
        ("a component in itself", "{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}", "20 deep"),
        (
            "two components in each other",
            "{% component a() %}{{ <b/> }}{% endcomponent a %}{% component b() %}{{ <a/> }}{% endcomponent b %}{{ <a/> }}",
            "20 deep",
        ),
        ("a template in itself", "{% include \"guide.html\" %}", ""),
        ("a long loop", "{% for i in range(end=1000000000) %}{{ i }}{% endfor %}", ""),
        ("a silent loop", "{% for i in range(end=1000000000) %}{% endfor %}", ""),
        (
            "loops in loops",
            "{% for a in range(end=90000) %}{% for b in range(end=90000) %}{% for c in range(end=90000) %}{% endfor %}{% endfor %}{% endfor %}",
            "",
        ),
    ];
    for (name, template, says) in cases {
        let site = TestSite::new()
            .file("content/guides/a.md", "+++\ntitle = \"A\"\n+++\nText.\n")
            .file("templates/guide.html", template);
        let start = Instant::now();
        let result = run(std::process::Command::new("timeout")
            .arg("60")
            .arg(env!("CARGO_BIN_EXE_hub"))
            .arg("build")
            .current_dir(site.root()));
        println!("{name}: {:?} {} {}", start.elapsed(), result.code, result.stderr);
        assert_eq!(result.code, 1, "{name}: {}", result.stderr);
        assert!(result.stderr.contains(says), "{name}: {}", result.stderr);
    }
}
