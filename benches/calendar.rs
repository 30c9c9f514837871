//! How long a big calendar takes: 2,000 entries from TOML to a plan, and the questions about time.
//!
//! `cargo bench --bench calendar`. Not part of the tests.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark may fail by panic")]

use std::fmt::Write as _;

use divan::Bencher;
use hub::model::time::{Date, Instant};
use hub::model::{self, Site};
use hub::parse;
use hub::plan::{self, Audience, Moment, World};
use hub::source::{Source, Sources, classify};

const ENTRIES: u32 = 2_000;

const HUB: &str = "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2020\n";

const SERIES: &str = r#"
[[newsletter]]
id = "weekly"
rule = "weekly:wed"
start = 2023-01-04
time = "08:00"
cutoff_hours = 4
include = ["guide"]
max = 8

[[recurring]]
id = "office-hours"
kind = "event"
title = "Office hours"
rule = "monthly:first-thu"
start = 2023-01-05
time = "18:00"
minutes = 60

[[rhythm]]
id = "winter"
template = "creator-90"
start = 2026-12-07
"#;

fn main() {
    divan::main();
}

/// Four years of entries, half of them past, each with its guide.
fn sources() -> Sources {
    let start = Date::parse("2024-11-22").unwrap();
    let mut calendar = SERIES.to_owned();
    let mut files = vec![("hub.toml".to_owned(), HUB.to_owned())];
    for number in 0..ENTRIES {
        let day = start.plus_days(i64::from(number) * 1460 / i64::from(ENTRIES));
        write!(calendar, "\n[[entry]]\nref = \"guides/g{number:04}\"\npublish = {day}\nowner = \"mara\"\n").unwrap();
        if number % 7 == 0 {
            writeln!(calendar, "expire = {}", day.plus_days(400)).unwrap();
        }
        if number % 5 == 1 {
            writeln!(calendar, "after = [\"guides/g{:04}\"]", number - 1).unwrap();
        }
        let body = format!("+++\ntitle = \"The guide {number}\"\ntags = [\"t{}\"]\n+++\nText.\n", number % 40);
        files.push((format!("content/guides/g{number:04}.md"), body));
    }
    files.push(("calendar.toml".to_owned(), calendar));
    files.sort();
    let source = |(path, text): (String, String)| Source { class: classify(&path).unwrap(), text: text.into(), path };
    Sources { files: files.into_iter().map(source).collect(), assets: Vec::new() }
}

fn site(sources: &Sources) -> Site {
    model::model(sources, &parse::parse(sources)).0.unwrap()
}

fn world<'a>(sources: &'a Sources, site: &'a Site) -> World<'a> {
    World { sources, site, theme_files: &[] }
}

fn moment(site: &Site) -> Moment {
    let now = Instant::parse_at("2026-11-22", &site.settings.zone).unwrap();
    Moment { now, audience: Audience::Public }
}

/// From the text of every file to a site.
#[divan::bench]
fn parse_and_model(bencher: Bencher<'_, '_>) {
    let sources = sources();
    bencher.bench_local(|| site(&sources));
}

/// From a parsed site to its checked plan: what the issue of speed is measured by.
#[divan::bench]
fn model_check_and_plan(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let parsed = parse::parse(&sources);
    bencher.bench_local(|| {
        let site = model::model(&sources, &parsed).0.unwrap();
        let problems = plan::check(world(&sources, &site), moment(&site).now);
        (plan::plan(world(&sources, &site), moment(&site)), problems)
    });
}

/// One plan.
#[divan::bench]
fn plan_once(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let site = site(&sources);
    bencher.bench_local(|| plan::plan(world(&sources, &site), moment(&site)));
}

/// When the site changes next.
#[divan::bench]
fn next_change(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let site = site(&sources);
    let current = plan::plan(world(&sources, &site), moment(&site));
    bencher.bench_local(|| plan::next_change(world(&sources, &site), moment(&site), &current));
}

/// What the coming 90 days take away.
#[divan::bench(sample_count = 10)]
fn coming_problems(bencher: Bencher<'_, '_>) {
    let sources = sources();
    let site = site(&sources);
    let current = plan::plan(world(&sources, &site), moment(&site));
    bencher.bench_local(|| plan::coming_problems(world(&sources, &site), moment(&site), &current));
}
