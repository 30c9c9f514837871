//! Feeds: each of the list, valid by others' rules, still where it must be still; and what `hub feed` says of two of them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{SETTINGS, TestSite};
use rss::Channel;
use rss::validation::Validate;
use serde_json::Value;

const SEGMENTS: &str = "\n[[segment]]\nid = \"new\"\ntitle = \"Newcomers\"\nfor = \"who begins\"\n\
    [[segment]]\nid = \"pro\"\ntitle = \"Pros\"\nfor = \"who goes on\"\n";

const CALENDAR: &str = "[[newsletter]]\nid = \"weekly\"\ntitle = \"The letter\"\nrule = \"weekly:wed\"\nstart = 2026-11-04\n\
    time = \"08:00\"\ninclude = [\"guide\"]\n";

/// Guides of four weeks, a series, a track; every piece with an id of its own.
fn hub() -> TestSite {
    let site = TestSite::empty().file("hub.toml", format!("{SETTINGS}{SEGMENTS}")).file("calendar.toml", CALENDAR);
    for (number, segments) in
        [(1, "[]"), (2, "[\"new\"]"), (3, "[\"pro\"]"), (4, "[\"new\"]"), (5, "[\"pro\"]"), (6, "[]")]
    {
        site.write(&format!("content/guides/g{number}.md"), piece(number, segments, 2 + 4 * number, "Words."));
    }
    site.write(
        "content/series/s/_index.md",
        "+++\ntitle = \"Series\"\nid = \"the-series\"\nslug = \"s\"\n+++\nAll of it.\n",
    );
    for part in 1..=3 {
        let text =
            format!("+++\ntitle = \"Part {part}\"\nid = \"part-{part}\"\ndate = 2026-11-{part:02}\n+++\nPart.\n");
        site.write(&format!("content/series/s/0{part}-p{part}.md"), text);
    }
    let steps =
        [(5, 1), (1, 3), (3, 7)].map(|(piece, day)| format!("[[step]]\nref = \"piece-{piece}\"\nday = {day}\n"));
    site.file(
        "content/tracks/t.md",
        format!("+++\ntitle = \"Track\"\nid = \"the-track\"\nslug = \"t\"\n{}+++\n", steps.concat()),
    )
}

fn piece(number: usize, segments: &str, day: usize, body: &str) -> String {
    format!(
        "+++\ntitle = \"Piece {number}\"\nid = \"piece-{number}\"\nsegments = {segments}\ntags = [\"Dry ink\"]\n\
         date = 2026-11-{day:02}\n+++\n{body}\n"
    )
}

/// Guids of every feed, in its order.
fn guids(site: &TestSite) -> BTreeMap<String, Vec<String>> {
    let feeds = site.tree().into_iter().filter(|(path, _)| path.ends_with(".rss"));
    let ids = |bytes: &[u8]| {
        let channel = Channel::read_from(bytes).unwrap();
        channel.items().iter().map(|item| item.guid().unwrap().value().to_owned()).collect()
    };
    feeds.map(|(path, bytes)| (path, ids(&bytes))).collect()
}

fn tags(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| format!("tag:hub.example,2026:{id}")).collect()
}

#[test]
fn each_feed_of_the_list_holds_what_it_is_about() {
    let site = hub();
    site.build();
    let feeds = guids(&site);
    let names: Vec<&str> = feeds.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "feeds/all.rss",
            "feeds/for/new.rss",
            "feeds/for/pro.rss",
            "feeds/guides.rss",
            "feeds/newsletter.rss",
            "feeds/newsletter/weekly-new.rss",
            "feeds/newsletter/weekly-pro.rss",
            "feeds/newsletter/weekly.rss",
            "feeds/series.rss",
            "feeds/series/s.rss",
            "feeds/tracks/t.rss",
        ]
    );
    let of = |name: &str| &feeds[name];
    assert_eq!(of("feeds/all.rss").len(), 9);
    assert_eq!(
        *of("feeds/for/new.rss"),
        tags(&["piece-6", "piece-4", "piece-2", "piece-1", "part-3", "part-2", "part-1"])
    );
    assert_eq!(*of("feeds/tracks/t.rss"), tags(&["piece-5", "piece-1", "piece-3"]), "steps by their days");
    assert_eq!(*of("feeds/series/s.rss"), tags(&["part-3", "part-2", "part-1"]));
    let issues = ["newsletter/weekly/2026-11-25", "newsletter/weekly/2026-11-18", "newsletter/weekly/2026-11-11"];
    assert_eq!(*of("feeds/newsletter/weekly.rss"), tags(&issues));
    assert_eq!(of("feeds/newsletter.rss"), of("feeds/newsletter/weekly.rss"));
}

#[test]
fn an_issue_for_a_segment_holds_what_fits_it() {
    let site = hub();
    site.build();
    let (new, pro) = (site.output("feeds/newsletter/weekly-new.rss"), site.output("feeds/newsletter/weekly-pro.rss"));
    assert!(new.contains("guides/g2/") && !new.contains("guides/g3/"), "{new}");
    assert!(pro.contains("guides/g3/") && !pro.contains("guides/g2/"), "{pro}");
    assert!(new.contains("newsletter/weekly/2026-11-11/new</guid>"), "{new}");
    let whole = guids(&site)["feeds/newsletter/weekly.rss"].len();
    // An issue with nothing for a segment isn't there.
    let site = hub().file("content/guides/g1.md", piece(1, "[\"pro\"]", 6, "x"));
    site.write("content/guides/g2.md", piece(2, "[\"pro\"]", 10, "x"));
    site.build();
    let feeds = guids(&site);
    assert_eq!(feeds["feeds/newsletter/weekly.rss"].len(), whole);
    assert!(feeds["feeds/newsletter/weekly-new.rss"].len() < whole, "{feeds:?}");
}

fn example() -> TestSite {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    site.build();
    site
}

#[test]
fn every_feed_is_valid_by_others_rules() {
    let site = example();
    let tree = site.tree();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".rss")) {
        let channel = Channel::read_from(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        channel.validate().unwrap_or_else(|error| panic!("{path}: {error}"));
        let read = feed_rs::parser::parse(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(read.entries.len(), channel.items().len(), "{path}");
        for item in channel.items() {
            let sentences = item.description().unwrap_or("").matches(". ").count();
            assert!(sentences < 3, "{path}: {:?}", item.description());
            if let Some(enclosure) = item.enclosure() {
                let file = enclosure.url().strip_prefix("https://slowline.example/").unwrap();
                assert_eq!(enclosure.length(), tree[file].len().to_string(), "{path}: {file}");
            }
        }
        let run = site.hub(&["feed", "lint", &format!("public/{path}")]);
        assert_eq!(run.code, 0, "{path}: {}", run.stderr);
        assert!(run.stderr.starts_with("safe: nothing to mail, nothing to mend"), "{path}: {}", run.stderr);
    }
}

/// Whoever reads a feed takes a description for HTML; the summary of a JSON Feed is plain text.
#[test]
fn words_of_a_description_are_words() {
    let site = hub();
    let words = "Say <script>alert(1)</script> & <b>no</b>.";
    let text = "+++\ntitle = \"One\"\ndate = 2026-11-20\ndescription = \"WORDS\"\n+++\nText.\n";
    site.write("content/guides/one.md", text.replace("WORDS", words));
    site.build();
    let feed = site.output("feeds/all.rss");
    let channel = Channel::read_from(feed.as_bytes()).unwrap();
    let item = channel.items().iter().find(|item| item.title() == Some("One")).unwrap();
    let escaped = "Say &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;no&lt;/b&gt;.";
    assert_eq!(item.description(), Some(escaped));
    let json: Value = serde_json::from_str(&site.output("feeds/all.json")).unwrap();
    assert!(json["items"].as_array().unwrap().iter().any(|item| item["summary"] == words), "{json}");
    assert_eq!(site.hub(&["feed", "lint", "public/feeds/all.rss"]).code, 0);
    site.write("bad.rss", feed.replace(escaped, words));
    let run = site.hub(&["feed", "lint", "bad.rss"]);
    assert!(
        run.code == 1 && format!("{}{}", run.stdout, run.stderr).contains("script"),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn json_feeds_say_the_same_as_their_twins() {
    let site = example();
    let tree = site.tree();
    let mut seen = 0;
    for (path, bytes) in tree.iter().filter(|(path, _)| path.starts_with("feeds/") && path.ends_with(".json")) {
        let feed: Value = serde_json::from_slice(bytes).unwrap();
        structure(path, &feed);
        assert_eq!(feed["feed_url"], format!("https://slowline.example/{path}"));
        let twin = Channel::read_from(tree[&path.replace(".json", ".rss")].as_slice()).unwrap();
        let items = feed["items"].as_array().unwrap();
        assert_eq!(items.len(), twin.items().len(), "{path}");
        for (item, rss) in items.iter().zip(twin.items()) {
            assert_eq!(item["id"], rss.guid().unwrap().value());
            assert_eq!(item["url"], rss.link().unwrap());
            // The reader of RSS takes white space off the ends.
            assert_eq!(item["content_html"].as_str().unwrap().trim(), rss.content().unwrap().trim());
        }
        let run = site.hub(&["feed", "lint", &format!("public/{path}")]);
        assert_eq!(run.code, 0, "{path}: {}", run.stderr);
        seen += items.len();
    }
    assert!(seen > 20, "{seen}");
}

/// What JSON Feed 1.1 asks for: required keys, types, addresses, dates, no key it doesn't know.
fn structure(path: &str, feed: &Value) {
    const FEED: [&str; 8] =
        ["version", "title", "home_page_url", "feed_url", "description", "icon", "language", "items"];
    const ITEM: [&str; 9] =
        ["id", "url", "title", "content_html", "summary", "image", "date_published", "authors", "tags"];
    let keys = |value: &Value, known: &[&str]| {
        value.as_object().unwrap().keys().for_each(|key| assert!(known.contains(&key.as_str()), "{path}: {key}"));
    };
    let is_url = |value: &Value| value.as_str().is_some_and(|url| url.starts_with("https://"));
    keys(feed, &FEED);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string() && feed["language"].is_string(), "{path}");
    assert!(is_url(&feed["home_page_url"]) && is_url(&feed["feed_url"]), "{path}");
    for item in feed["items"].as_array().unwrap() {
        keys(item, &ITEM);
        assert!(item["id"].as_str().is_some_and(|id| !id.is_empty()), "{path}");
        assert!(is_url(&item["url"]) && item["content_html"].is_string() && item["title"].is_string(), "{path}");
        assert!(item.get("image").is_none_or(is_url), "{path}");
        assert!(item["tags"].as_array().unwrap().iter().all(Value::is_string), "{path}");
        let date = item.get("date_published").and_then(Value::as_str);
        assert!(date.is_none_or(|date| hub::model::time::Instant::parse_published(date).is_some()), "{path}");
        let authors = item.get("authors").and_then(Value::as_array);
        assert!(authors.is_none_or(|all| all.iter().all(|author| author["name"].is_string())), "{path}");
    }
}

#[test]
fn the_list_of_feeds_has_each_once() {
    let site = hub();
    site.build();
    let opml = site.output("opml.xml");
    for path in guids(&site).keys() {
        let wanted = usize::from(path != "feeds/newsletter.rss");
        let found = opml.matches(&format!("xmlUrl=\"https://hub.example/{path}\"")).count();
        assert_eq!(found, wanted, "{path}: {opml}");
    }
    assert!(
        opml.contains("<opml version=\"2.0\">") && opml.contains("htmlUrl=\"https://hub.example/tracks/t/\""),
        "{opml}"
    );
}

#[test]
fn pages_name_their_own_feeds() {
    for theme in ["plain", "hearth"] {
        let settings = format!("{}{SEGMENTS}", SETTINGS.replace("\"plain\"", &format!("\"{theme}\"")));
        let site = hub().file("hub.toml", settings);
        site.build();
        let named = |page: &str| -> Vec<String> {
            let text = site.output(page);
            let links = text.lines().filter(|line| line.contains("rel=\"alternate\"") && line.contains("/feeds/"));
            links.map(|line| line.split("/feeds/").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
        };
        let wanted: [(&str, &[&str]); 8] = [
            ("index.html", &["all.rss", "all.json", "newsletter/weekly.rss"]),
            ("guides/g1/index.html", &["all.rss"]),
            ("guides/index.html", &["all.rss", "guides.rss"]),
            ("for/new/index.html", &["all.rss", "for/new.rss"]),
            ("series/s/index.html", &["all.rss", "series/s.rss"]),
            ("series/s/p1/index.html", &["all.rss", "series/s.rss"]),
            ("tracks/t/index.html", &["all.rss", "tracks/t.rss"]),
            ("newsletter/index.html", &["all.rss", "newsletter/weekly.rss", "newsletter/weekly.json"]),
        ];
        for (page, feeds) in wanted {
            assert_eq!(named(page), feeds, "{theme}: {page}");
        }
        assert_eq!(named("tags/dry-ink/index.html"), ["all.rss"], "{theme}");
    }
}

/// Sixty ways to rename, edit and re-date a piece. A date moves between its neighbours': past them the order of a feed that
/// goes by dates is another one, since that is what its readers asked for.
#[test]
fn guids_and_order_stand_still_whatever_is_renamed_edited_or_redated() {
    let site = hub();
    site.build();
    let before = guids(&site);
    let seal = site.hub(&["newsletter", "seal"]);
    assert_eq!(seal.code, 0, "{}", seal.stderr);
    let segments = ["[]", "[\"new\"]", "[\"pro\"]", "[\"new\"]", "[\"pro\"]", "[]"];
    for way in 0..60 {
        let number = 1 + way % 6;
        let (old, day) = (format!("content/guides/g{number}.md"), 2 + 4 * number);
        let kept = std::fs::read(site.root().join(&old)).unwrap();
        std::fs::remove_file(site.root().join(&old)).unwrap();
        let (name, title, shift, body) = match (way / 6) % 5 {
            0 => (format!("renamed-{way}"), format!("Piece {number}"), 0, "Words.".to_owned()),
            1 => (format!("g{number}"), format!("Another title {way}"), 0, "Words.".to_owned()),
            2 => (format!("g{number}"), format!("Piece {number}"), 0, format!("# Edited {way}\n\nOther *words*.")),
            3 => (format!("g{number}"), format!("Piece {number}"), 1 + way % 2, "Words.".to_owned()),
            _ => (format!("moved-{way}"), format!("Moved {way}"), 1, format!("Way {way}.")),
        };
        let time = if way % 2 == 0 { "" } else { "T17:45:00" };
        let text = piece(number, segments[number - 1], day + shift, &body)
            .replace(&format!("title = \"Piece {number}\""), &format!("title = \"{title}\""))
            .replace(
                &format!("date = 2026-11-{:02}", day + shift),
                &format!("date = 2026-11-{:02}{time}", day + shift),
            );
        let new = format!("content/guides/{name}.md");
        site.write(&new, text);
        site.build();
        assert_eq!(guids(&site), before, "way {way}: {new}");
        std::fs::remove_file(site.root().join(&new)).unwrap();
        site.write(&old, kept);
    }
}

#[test]
fn pieces_of_one_moment_keep_their_order_when_a_file_is_renamed() {
    let site = hub();
    for number in [7, 8, 9] {
        site.write(&format!("content/guides/g{number}.md"), piece(number, "[]", 28, "At once."));
    }
    site.build();
    let before = guids(&site);
    std::fs::rename(site.root().join("content/guides/g7.md"), site.root().join("content/guides/z.md")).unwrap();
    site.build();
    assert_eq!(guids(&site), before);
}

const NASTY: [&str; 20] = [
    "<script>alert(1)</script>",
    "<style>p { color: red }</style>",
    "<form action=\"/x\"><input name=a></form>",
    "<iframe src=\"//evil.example\"></iframe>",
    "<p onclick=\"x()\" style=\"position:fixed\">here</p>",
    "[link](javascript:alert(1)) and [other](JaVaScRiPt:alert(1))",
    "[rel](./g0.md) [abs](/guides/) [anchor](#there) [proto](//evil.example/x)",
    "![pixel](/pixel.png) <img src=\"/pixel.png\" srcset=\"/pixel.png 2x, pixel.png 3x\">",
    "A note[^1].\n\n[^1]: Back [here](#there).",
    "- [ ] open\n- [x] done",
    "```rust\nfn main() { println!(\"<script>\"); }\n```",
    "```html\n<script src=\"/x.js\"></script>\n```",
    "| a | b |\n|:-:|--:|\n| <b>1</b> | `<i>` |",
    "<details><summary>More</summary>\n\ninner\n\n</details>",
    "<video src=\"/clip.mp4\" controls></video><audio src=\"a.ogg\"></audio>",
    "<div><p>unclosed <b>bold",
    "<a href=\"data:text/html,<script>1</script>\">data</a>",
    "]]> <![CDATA[ ]]&gt; &#0; &amp;#106; \u{202e}",
    "> [!TIP]\n> Take it <em>easy</em>",
    "<svg onload=alert(1)><circle r=1></svg><math><mi>x</mi></math><object data=x></object><embed src=x>",
];

/// A thousand pages, each of two nasty texts in every pairing and more; what hub refuses as an author's mistake is asked for
/// once and left out, so that the rest must come out clean.
#[test]
fn no_content_of_a_thousand_pages_holds_what_mail_cannot_take() {
    let site = TestSite::empty().file("hub.toml", format!("{SETTINGS}[feeds]\nlimit = 100\n"));
    site.write("static/pixel.png", include_bytes!("../example-site/static/favicon.svg"));
    let taken: Vec<&str> = NASTY.into_iter().filter(|text| is_taken(text)).collect();
    assert!(taken.len() >= 8, "{} of {} texts are taken", taken.len(), NASTY.len());
    site.write("content/guides/g0.md", "+++\ntitle = \"Zero\"\n+++\n## There {#there}\n");
    for page in 0..1000 {
        let (one, two) = (taken[page % taken.len()], taken[(page / taken.len() + page) % taken.len()]);
        let text = format!(
            "+++\ntitle = \"Page {page}\"\nid = \"page-{page}\"\ndate = 2026-11-{:02}\n+++\n## There {{#there}}\n\n{one}\n\n## Then\n\n{two}\n",
            1 + page % 28
        );
        // Each series has a feed of its own, so that every page stands in one.
        let (series, part) = (page / 50, page % 50 + 1);
        site.write(&format!("content/series/s{series}/{part:02}-p{page}.md"), text);
    }
    for series in 0..20 {
        site.write(&format!("content/series/s{series}/_index.md"), format!("+++\ntitle = \"Series {series}\"\n+++\n"));
    }
    site.write("content/guides/g0.md", "+++\ntitle = \"Zero\"\n+++\n## There {#there}\n");
    site.build();
    let mut seen = 0;
    for (path, bytes) in site.tree().into_iter().filter(|(path, _)| path.starts_with("feeds/series/")) {
        let channel = Channel::read_from(bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}"));
        for item in channel.items() {
            let content = item.content().unwrap();
            let trouble = hub::markdown::mail_trouble(content);
            assert_eq!(trouble, hub::markdown::MailTrouble::default(), "{path}: {content}");
            let flat = content.to_ascii_lowercase();
            for refused in ["<script", "<style", "<form", "<iframe", "<input", "srcset", " onclick", "position:"] {
                assert!(!flat.contains(refused), "{path}: {refused} in {content}");
            }
            assert!(content.chars().all(|c| c >= ' ' || c == '\n' || c == '\t'), "{path}");
            seen += 1;
        }
    }
    assert_eq!(seen, 1000);
}

/// Whether hub takes a text or asks its author to mend it.
fn is_taken(text: &str) -> bool {
    let site = TestSite::new().file("static/pixel.png", include_bytes!("../example-site/static/favicon.svg"));
    site.write("content/series/s/_index.md", "+++\ntitle = \"S\"\n+++\n");
    site.write("content/guides/g0.md", "+++\ntitle = \"Zero\"\n+++\n");
    site.write("content/series/s/01-a.md", format!("+++\ntitle = \"A\"\n+++\n## There {{#there}}\n\n{text}\n"));
    site.hub(&["check"]).code == 0
}

fn rss_of(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>T</title>\
         <link>https://hub.example/</link><description>D</description>\
         <atom:link rel=\"self\" href=\"https://hub.example/feeds/all.rss\"/>{items}</channel></rss>"
    )
}

fn item(guid: &str, link: &str, day: u8) -> String {
    format!(
        "<item><title>Title {guid}</title><guid isPermaLink=\"false\">{guid}</guid><link>https://hub.example/{link}/</link>\
         <pubDate>{day:02} Nov 2026 08:00:00 +0100</pubDate><description>x</description></item>"
    )
}

#[test]
fn a_diff_says_what_importers_will_do() {
    let all = |items: &[String]| rss_of(&items.concat());
    let old = all(&[item("c", "c", 20), item("b", "b", 15), item("a", "a", 10)]);
    let cases: [(&str, String, i32, &[&str]); 8] = [
        ("nothing", old.clone(), 0, &["safe=true", "new=0", "verdict=safe: nothing to mail, nothing to mend"]),
        (
            "new",
            all(&[item("d", "d", 25), item("c", "c", 20), item("b", "b", 15)]),
            0,
            &["safe=true", "new=1", "gone=0"],
        ),
        (
            "link",
            all(&[item("c", "c", 20), item("b", "moved", 15), item("a", "a", 10)]),
            1,
            &["safe=false", "resent=1"],
        ),
        ("guid", all(&[item("c", "c", 20), item("other", "b", 15), item("a", "a", 10)]), 1, &["resent=1", "new=0"]),
        ("date", all(&[item("b", "b", 25), item("c", "c", 20), item("a", "a", 10)]), 1, &["resent=1", "reordered=1"]),
        (
            "late",
            all(&[item("c", "c", 20), item("d", "d", 18), item("b", "b", 15), item("a", "a", 10)]),
            1,
            &["new=1", "skipped=1"],
        ),
        ("gone", all(&[item("c", "c", 20), item("a", "a", 10)]), 0, &["safe=true", "gone=1"]),
        (
            "back",
            all(&[item("c", "c", 20), item("b", "b", 15), item("a", "a", 10), item("z", "z", 5)]),
            0,
            &["returned=1"],
        ),
    ];
    let site = TestSite::empty().file("old.rss", &old);
    let mut told = String::new();
    for (name, new, code, wanted) in cases {
        site.write("new.rss", new);
        let run = site.hub(&["feed", "diff", "old.rss", "new.rss"]);
        assert_eq!(run.code, code, "{name}: {}{}", run.stdout, run.stderr);
        for line in wanted {
            assert!(run.stdout.lines().any(|one| one == *line), "{name}: {line}\n{}", run.stdout);
        }
        told.push_str(&format!("{name}: {}", run.stderr));
        let json: Value =
            serde_json::from_str(&site.hub(&["feed", "diff", "old.rss", "new.rss", "--json"]).stdout).unwrap();
        assert_eq!(json["safe"], code == 0, "{name}");
    }
    common::golden("golden/feeds/diff.txt", &told);
}

#[test]
fn long_feeds_are_compared_in_one_go() {
    let feed = |name: &str| {
        let items: String = (0..10_000).map(|at| item(&format!("{name}{at}"), &format!("{name}/{at}"), 20)).collect();
        rss_of(&items)
    };
    let site = TestSite::new().file("old.rss", feed("a")).file("new.rss", feed("b"));
    let start = std::time::Instant::now();
    let run = site.hub(&["feed", "diff", "old.rss", "new.rss"]);
    assert!(run.stdout.contains("new=10000\n") && run.stdout.contains("gone=10000\n"), "{}", run.stderr);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn lint_reads_each_format_and_names_what_is_wrong() {
    let bad_rss = rss_of(
        "<item><title>No guid</title><link>https://hub.example/x/</link><pubDate>soon</pubDate></item>\
         <item><title>One</title><guid>a</guid><link>/relative/</link><pubDate>01 Jan 2030 08:00:00 GMT</pubDate>\
         <description>&lt;script&gt;1&lt;/script&gt;&lt;a href=\"/x\"&gt;y&lt;/a&gt;</description></item>\
         <item><title>Two</title><guid>a</guid></item>",
    );
    let bad_atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><title>E</title><id>urn:1</id>\
        <link href=\"https://hub.example/e\"/><updated>2026-11-01T08:00:00Z</updated><content type=\"xhtml\">\
        <div xmlns=\"http://www.w3.org/1999/xhtml\"><p onclick=\"x\"><a href=\"rel\">a</a></p></div></content></entry></feed>";
    let bad_json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"url":"https://hub.example/a",
        "content_html":"<form></form>","date_published":"2026-11-01T08:00:00+01:00"}]}"#;
    let site = TestSite::empty().file("bad.rss", bad_rss).file("bad.atom", bad_atom).file("bad.json", bad_json);
    let mut told = String::new();
    for file in ["bad.rss", "bad.atom", "bad.json"] {
        let run = site.hub(&["feed", "lint", file]);
        assert_eq!(run.code, 1, "{file}: {}", run.stderr);
        told.push_str(&format!("{file}: {}{}", run.stderr, run.stdout));
    }
    for (name, text) in [
        ("page.rss", "<html><p>x</html>"),
        ("cut.rss", "<rss><channel>"),
        ("entity.rss", "<rss><channel>&x;</channel></rss>"),
        ("some.json", "{}"),
    ] {
        site.write(name, text);
        let run = site.hub(&["feed", "lint", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        told.push_str(&format!("{name}: {}", run.stderr));
    }
    common::golden("golden/feeds/lint.txt", &told);
}

#[test]
fn a_build_compares_with_what_is_deployed() {
    let site = hub();
    site.build();
    let deployed = site.output("feeds/all.rss");
    site.write("deployed.rss", &deployed);
    site.write("content/guides/g7.md", piece(7, "[]", 30, "New."));
    let run = site.hub(&["build", "--previous", "deployed.rss"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("/feeds/all.rss: safe: 1 new\n"), "{}", run.stderr);
    let run = site.hub(&["build", "--previous", "deployed.rss", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["previous"][0]["counts"]["new"], 1);
    let before = site.output("feeds/all.rss");
    // Without its id, a renamed file is another piece.
    let text = piece(1, "[]", 6, "Words.").replace("id = \"piece-1\"\n", "");
    site.write("content/guides/g1.md", text);
    site.write("content/tracks/t.md", "+++\ntitle = \"Track\"\n[[step]]\nref = \"piece-3\"\nday = 1\n+++\n");
    let run = site.hub(&["build", "--previous", "deployed.rss"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("1 mailed a second time"), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was written: "), "{}", run.stderr);
    assert_eq!(site.output("feeds/all.rss"), before, "what would be mailed twice is not in the output folder");
    let run = site.hub(&["build", "--previous", "hub.toml"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn two_newsletters_never_share_a_feed() {
    let pro = CALENDAR.replace("\"weekly\"", "\"weekly-pro\"");
    let site = hub().file("calendar.toml", format!("{CALENDAR}{pro}"));
    let run = site.hub(&["check"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("route-collision") && run.stderr.contains("`weekly` for the segment `pro`"),
        "{}",
        run.stderr
    );
}
