//! The short way of `hub serve` from a save to its page: what it shows is to the byte what a whole reading would show, and
//! where more than words changed it is not taken.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{NOW, TestSite};
use hub::output::Content;
use hub::pipeline::{Force, Kept, Live, Preview, Request, read_live};
use hub::plan::{Moment, Plan};

const ORIGIN: &str = "http://127.0.0.1:4000";

/// A site that is read, and read again.
struct Held {
    request: Request,
    live: Live,
    moment: Moment,
    plan: Plan,
    kept: Kept,
}

impl Held {
    fn of(site: &TestSite) -> Self {
        let request = Request {
            root: site.root().canonicalize().unwrap(),
            out: None,
            at: Some(NOW.to_owned()),
            epoch: None,
            base_url: None,
            preview: Preview::Off,
            force: Force::Off,
        };
        let reading = read_live(&request, ORIGIN, Kept::default()).unwrap();
        let (live, moment, plan) = reading.live.expect("the site has no errors");
        Held { request, live, moment, plan, kept: reading.kept }
    }

    /// Writes a file and goes the short way; whether there was one.
    fn save(&mut self, path: &str, text: &str) -> bool {
        let disk = self.request.root.join(path);
        fs::write(&disk, text).unwrap();
        self.change(&[disk])
    }

    fn change(&mut self, paths: &[PathBuf]) -> bool {
        let paths: BTreeSet<PathBuf> = paths.iter().cloned().collect();
        let next = self.kept.reworded(&self.live, &self.request.root, &paths);
        let is_short = next.is_some();
        self.live = next.unwrap_or_else(|| self.live.clone());
        is_short
    }

    /// Goes the long way; whether there are no errors.
    fn read(&mut self) -> bool {
        let reading = read_live(&self.request, ORIGIN, std::mem::take(&mut self.kept)).unwrap();
        self.kept = reading.kept;
        let is_good = reading.live.is_some();
        if let Some((live, moment, plan)) = reading.live {
            (self.live, self.moment, self.plan) = (live, moment, plan);
        }
        is_good
    }

    /// Every output as it is now, held against a whole reading of the folder.
    fn agrees(&mut self, of: &str) {
        let shown = outputs(&self.live, self.moment, &self.plan);
        assert!(self.read(), "{of}");
        let whole = outputs(&self.live, self.moment, &self.plan);
        for (path, bytes) in &whole {
            assert!(shown.get(path) == Some(bytes), "{of}: {path} differs");
        }
        assert_eq!(shown.len(), whole.len(), "{of}");
    }
}

fn outputs(live: &Live, moment: Moment, plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let pages = live.pages(moment, plan);
    let made = plan.routes.iter().filter_map(|route| match pages.make(route).unwrap() {
        Ok(Content::Bytes(bytes)) => Some((route.output.as_str().to_owned(), bytes)),
        Ok(Content::Built(_) | Content::File(_)) => None,
        Err(problem) => panic!("{problem:?}"),
    });
    made.collect()
}

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

fn texts(root: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(root.join("content")).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths = all.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"));
    paths.map(|entry| entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned()).collect()
}

/// Ends in what any text may say anew, or in what binds it to others.
const ENDS: [&str; 12] = [
    "\nOne more paragraph of words.\n",
    "\n- a list\n- of two\n\n```rust\nfn main() {}\n```\n",
    "\n> A quote, with *stress* and a `name`.\n",
    "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "\nA term that repeats, term, term.\n\n---\n\nAfter a line.\n",
    "\n<p>Written by hand.</p>\n",
    "\n## One more heading\n\nBelow it.\n",
    "\nA [link](https://elsewhere.example/) out.\n",
    "\nA note.[^1]\n\n[^1]: Said below.\n",
    "\n### Deeper {#deep-one}\n",
    "\nSee [above](#deep-one).\n\n### Deeper {#deep-one}\n",
    "",
];

/// What the short way shows is what the long way shows, whatever is saved; and most saves of words go it.
#[test]
fn the_short_way_ends_where_the_long_one_does() {
    let site = example();
    let mut held = Held::of(&site);
    let files = texts(site.root());
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % 1_000_003).unwrap() % below
    };
    let mut short = 0;
    for turn in 0..24 {
        let (file, end) = (&files[next(files.len())], ENDS[next(ENDS.len())]);
        let text = fs::read_to_string(site.root().join(file)).unwrap();
        if held.save(file, &format!("{text}{end}")) {
            short += 1;
            if turn % 3 == 0 {
                held.agrees(&format!("turn {turn}: {file} ends in {end:?}"));
            }
        } else if !held.read() {
            fs::write(site.root().join(file), &text).unwrap();
            assert!(held.read());
        }
    }
    assert!((8..24).contains(&short), "{short} of 24 were nothing but words");
}

fn small() -> TestSite {
    TestSite::new()
        .file("content/guides/a.md", "+++\ntitle = \"A\"\ngoal = \"G\"\n+++\n\nFirst [b](b.md#two).\n\n## One\n")
        .file("content/guides/b.md", "+++\ntitle = \"B\"\ngoal = \"G\"\n+++\n\nText.\n\n## Two\n\nMore.\n")
        .file("content/faq/c.md", "+++\ntitle = \"C?\"\n+++\n\nThe answer in short.\n\nAnd at length.\n")
        .file("content/guides/_index.md", "+++\ntitle = \"All guides\"\n+++\n\nHello.\n")
        .file("static/note.txt", "note")
}

const A: &str = "+++\ntitle = \"A\"\ngoal = \"G\"\n+++\n\nFirst [b](b.md#two).\n\n## One\n";
const B: &str = "+++\ntitle = \"B\"\ngoal = \"G\"\n+++\n\nText.\n\n## Two\n\nMore.\n";
const C: &str = "+++\ntitle = \"C?\"\n+++\n\nThe answer in short.\n\nAnd at length.\n";

/// Each save alone: whether it goes the short way.
#[test]
fn only_words_go_the_short_way() {
    let saves = [
        ("content/guides/b.md", B.replace("More.", "Much more, and *more*."), true),
        ("content/guides/b.md", B.to_owned(), true),
        ("content/faq/c.md", C.replace("at length", "at great length"), true),
        ("content/faq/c.md", C.replace("in short", "in a word"), false),
        ("content/guides/b.md", B.replace("\"B\"", "\"Bee\""), false),
        ("content/guides/b.md", B.replace("+++\n\nText", "+++\nText"), true),
        ("content/guides/b.md", B.replace("goal", "# A remark.\ngoal"), false),
        ("content/guides/b.md", B.replace("## Two", "## Three"), false),
        ("content/guides/a.md", A.replace("[b](b.md#two)", "[b](b.md)"), false),
        ("content/guides/a.md", A.replace("[b]", "[the other]"), true),
        ("content/guides/a.md", A.replace("First", "{{ faq(id=\"c\") }}\n\nFirst"), false),
        ("content/guides/a.md", A.replace("First", "<script>alert(1)</script>"), false),
        ("content/guides/a.md", A.replace("+++\ntitle", "+++\ntitle ="), false),
        ("content/guides/_index.md", "+++\ntitle = \"All guides\"\n+++\n\nHello there.\n".to_owned(), false),
        ("content/guides/new.md", B.replace("\"B\"", "\"New\""), false),
        ("static/note.txt", "another".to_owned(), false),
        ("calendar.toml", String::new(), false),
    ];
    for (path, text, expected) in saves {
        let site = small();
        let mut held = Held::of(&site);
        assert_eq!(held.save(path, &text), expected, "{path}:\n{text}");
        if expected {
            held.agrees(&text);
        }
    }
}

/// What an editor leaves beside a file is nothing once it is gone; a file that is gone, or a link now, is looked into.
#[test]
fn what_is_gone_again_is_nothing() {
    let site = small();
    let mut held = Held::of(&site);
    let root = held.request.root.clone();
    assert!(held.change(&[root.join("content/guides/.b.md.swp"), root.join("content/guides/4913")]));
    fs::write(root.join("content/guides/b.md"), B.replace("More.", "Less.")).unwrap();
    assert!(held.change(&[root.join("content/guides/b.md"), root.join("content/guides/b.md~")]));
    held.agrees("an editor's save");
    fs::remove_file(root.join("content/guides/b.md")).unwrap();
    assert!(!held.change(&[root.join("content/guides/b.md")]), "a file that is gone");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("content/guides/a.md"), root.join("content/guides/b.md")).unwrap();
        assert!(!held.change(&[root.join("content/guides/b.md")]), "a link in its place");
    }
}

/// After a reading with errors only a whole reading can say that they are gone.
#[test]
fn a_site_with_errors_is_read_as_a_whole() {
    let site = small();
    let mut held = Held::of(&site);
    fs::write(held.request.root.join("content/faq/c.md"), "+++\ntitle = \n+++\n").unwrap();
    assert!(!held.read());
    assert!(!held.save("content/guides/b.md", &B.replace("More.", "Less.")));
}
