//! How long each stage takes for a site of many pages: from the folder to a plan, and one page of it.
//!
//! `cargo bench --bench stages`. Not part of the tests. `PAGES=1000` in the environment makes it another size.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may fail by panic")]

use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use hub::model::time::Instant;
use hub::model::{self, Site};
use hub::parse::{self, ParsedFile};
use hub::pipeline::{self, Force, Kept, Live, Preview, Request};
use hub::plan::{self, Audience, Moment, Plan, World};
use hub::source::Sources;
use hub::theme::{self, Theme, ThemeChoice};
use hub::{discover, plan::Page};

const HUB: &str = "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2020\n\n[[segment]]\nid = \"new\"\ntitle = \"New\"\naxis = \"stage\"\n";

static WORLD: LazyLock<Made> = LazyLock::new(Made::new);

struct Made {
    root: PathBuf,
    sources: Sources,
    parsed: Vec<ParsedFile>,
    site: Site,
}

fn main() {
    divan::main();
    let _ = std::fs::remove_dir_all(&WORLD.root);
}

fn pages() -> u32 {
    std::env::var("PAGES").ok().and_then(|pages| pages.parse().ok()).unwrap_or(10_000)
}

impl Made {
    fn new() -> Self {
        let root = std::env::temp_dir().join(format!("hub-stages-{}", std::process::id()));
        std::fs::create_dir_all(root.join("content/guides")).unwrap();
        std::fs::create_dir_all(root.join("content/faq")).unwrap();
        std::fs::write(root.join("hub.toml"), HUB).unwrap();
        for number in 0..pages() {
            let (path, text) = piece(number);
            std::fs::write(root.join(path), text).unwrap();
        }
        let sources = discovered(&root);
        let parsed = parse::parse(&sources);
        let site = model::model(&sources, &parsed).0.unwrap();
        Made { root, sources, parsed, site }
    }

    fn world(&self) -> World<'_> {
        World { sources: &self.sources, site: &self.site, theme_files: &[] }
    }
}

fn discovered(root: &std::path::Path) -> Sources {
    let mut sources = Sources::default();
    discover::discover_site(root, &mut sources, &mut Vec::new()).unwrap();
    sources
}

/// One in ten is a question; each leads to another, and every third shows code.
fn piece(number: u32) -> (String, String) {
    let next = (number * 7 + 1) % pages();
    let day = number % 28 + 1;
    let months = number / 28;
    let (year, month) = (2020 + months / 12 % 6, months % 12 + 1);
    let (folder, own) =
        if number % 10 == 9 { ("faq", "short = \"Yes.\"\n") } else { ("guides", "goal = \"To know.\"\n") };
    let code = if number.is_multiple_of(3) { "\n```rust\nfn main() { println!(\"hello\"); }\n```\n" } else { "" };
    let to = if next % 10 == 9 { format!("../faq/p{next}.md") } else { format!("../guides/p{next}.md") };
    let text = format!(
        "+++\ntitle = \"Piece {number}\"\n{own}date = {year}-{month:02}-{day:02}\ntags = [\"t{}\", \"u{}\"]\n+++\n\nA first paragraph of some words about piece {number}, with a [link]({to}).\n\n## One\n\n{}\n{code}\n## Two\n\n- a\n- b\n",
        number % 40,
        number % 7,
        "Words that fill a paragraph as people write them, in a calm voice. ".repeat(12),
    );
    (format!("content/{folder}/p{number}.md"), text)
}

fn now() -> Instant {
    Instant::from_unix(1_796_122_800)
}

fn moment() -> Moment {
    Moment { now: now(), audience: Audience::Public }
}

#[divan::bench]
fn a_discover(bencher: Bencher<'_, '_>) {
    let root = &WORLD.root;
    bencher.bench(|| discovered(root));
}

#[divan::bench]
fn b_parse(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    bencher.bench(|| parse::parse(&world.sources));
}

#[divan::bench]
fn c_model(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    bencher.bench(|| model::model(&world.sources, &world.parsed));
}

#[divan::bench]
fn d_plan(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    bencher.bench(|| plan::plan(world.world(), moment()));
}

#[divan::bench]
fn e_check(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    bencher.bench(|| plan::check(world.world(), now()));
}

#[divan::bench]
fn f_theme(bencher: Bencher<'_, '_>) {
    let world = &*WORLD;
    let mut sources = Sources::default();
    theme::built_in_sources("hearth", &mut sources);
    let settings = &world.site.settings;
    let choice = ThemeChoice { name: settings.theme.clone(), tokens: Vec::new(), language: settings.language.clone() };
    bencher.bench(|| Theme::load(&sources, &choice));
}

fn request() -> Request {
    Request {
        root: WORLD.root.clone(),
        out: None,
        at: Some("2026-12-01".to_owned()),
        epoch: None,
        base_url: None,
        preview: Preview::Off,
        force: Force::Off,
    }
}

fn live(kept: Kept) -> (Live, Kept) {
    let reading = pipeline::read_live(&request(), "http://127.0.0.1:4000", kept).unwrap();
    (reading.live.unwrap().0, reading.kept)
}

/// A site that was read before, and one file of it saved.
#[divan::bench]
fn g_read_again(bencher: Bencher<'_, '_>) {
    let root = WORLD.root.clone();
    let mut kept = live(Kept::default()).1;
    let mut edits = 0;
    bencher.bench_local(move || {
        edits += 1;
        let (path, text) = piece(3);
        std::fs::write(root.join(path), format!("{text}\nEdit {edits}.\n")).unwrap();
        let (live, now_kept) = live(std::mem::take(&mut kept));
        kept = now_kept;
        live
    });
}

/// The first page of a view that nobody looked at before.
#[divan::bench]
fn h_first_page(bencher: Bencher<'_, '_>) {
    let live = live(Kept::default()).0;
    bencher.bench_local(|| {
        let plan: Plan = live.plan(moment());
        let pages = live.pages(moment(), &plan);
        let route = plan.routes.iter().find(|route| matches!(route.page, Page::Item(_))).unwrap();
        black_box(pages.make(route).unwrap().unwrap());
    });
}
