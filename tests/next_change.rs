//! The next change is exact: random calendars, the plan at now, at the second before the change, in between, and at it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hub::diagnostic::Severity;
use hub::model::time::{Date, Instant};
use hub::model::{self, Site};
use hub::output::Content;
use hub::parse;
use hub::plan::{self, Audience, Moment, Plan, World};
use hub::render::{self, Scene, ThemeFiles};
use hub::source::Sources;
use hub::theme::{Theme, ThemeChoice, built_in_sources};

const CALENDARS: u64 = 10_000;
const WITH_BYTES: u64 = 200;
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"];

#[test]
fn nothing_changes_before_the_next_change_and_something_does_at_it() {
    in_parallel(CALENDARS, |seed| {
        let (hub, now, between) = Hub::random(seed);
        let current = hub.plan(now);
        let Some(next) = plan::next_change(hub.world(), moment(now), &current).map(|next| next.at) else {
            let later = now.plus_seconds(i64::try_from(between % (400 * 86_400)).unwrap());
            same(&hub, &current, later);
            return;
        };
        let inside =
            now.plus_seconds(i64::try_from(between % u64::try_from(next.unix() - now.unix()).unwrap()).unwrap());
        same(&hub, &current, next.plus_seconds(-1));
        same(&hub, &current, inside);
        let then = hub.plan(next);
        assert!(then != current, "seed {seed}: nothing is new at {next}");
        // What the site would say of itself afterwards: it changed just then.
        assert_eq!(plan::last_change(hub.world(), moment(next), &then), Some(next), "seed {seed}");
        assert_eq!(
            plan::last_change(hub.world(), moment(inside), &hub.plan(inside)),
            plan::last_change(hub.world(), moment(now), &current),
            "seed {seed}"
        );
    });
}

#[test]
fn the_bytes_follow_the_plan() {
    in_parallel(WITH_BYTES, |seed| {
        let (hub, now, between) = Hub::random(seed);
        let Some(next) = plan::next_change(hub.world(), moment(now), &hub.plan(now)).map(|next| next.at) else {
            return;
        };
        let inside =
            now.plus_seconds(i64::try_from(between % u64::try_from(next.unix() - now.unix()).unwrap()).unwrap());
        let theme = hub.theme();
        let pages = |at| hub.bytes(&theme, at);
        let before = pages(now);
        assert!(before == pages(inside), "seed {seed}: other bytes at {inside}");
        assert!(before == pages(next.plus_seconds(-1)), "seed {seed}: other bytes a second before {next}");
        let (mut before, mut after) = (before, pages(next));
        // build.json names the change itself: without it, something else must be new too.
        before.remove("/build.json");
        after.remove("/build.json");
        assert!(
            before != after,
            "seed {seed}: the same bytes at {next}: {:?}",
            plan::next_change(hub.world(), moment(now), &hub.plan(now))
        );
    });
}

fn same(hub: &Hub, current: &Plan, at: Instant) {
    let then = hub.plan(at);
    if then != *current {
        let lines = |plan| plan::lines(&hub.sources, &hub.site, plan).join("\n");
        assert_eq!(lines(&then), lines(current), "seed {}: another plan at {at}", hub.seed);
        panic!("seed {}: another plan at {at}\n{:?}\n{:?}", hub.seed, current.states, then.states);
    }
}

fn in_parallel(seeds: u64, one: impl Fn(u64) + Sync) {
    let workers = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let one = &one;
            scope.spawn(move || (0..seeds).filter(|seed| seed % workers == worker).for_each(one));
        }
    });
}

fn moment(now: Instant) -> Moment {
    Moment { now, audience: Audience::Public }
}

/// A site in memory.
struct Hub {
    seed: u64,
    sources: Sources,
    site: Site,
}

impl Hub {
    /// A site with about fifteen pieces, a time to look at it, and a number for a time in between.
    fn random(seed: u64) -> (Hub, Instant, u64) {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995);
        let sources = common::in_memory(files(&mut dice));
        let parsed = parse::parse(&sources);
        let (site, problems) = model::model(&sources, &parsed);
        let problems = parsed.iter().flat_map(|file| &file.diagnostics).chain(&problems);
        // Nonsense such as an end before its start is refused; what is left must be right all the same.
        let errors: Vec<_> = problems.filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.iter().all(|error| ALLOWED.contains(&error.code)), "seed {seed}: {errors:#?}");
        let site = site.unwrap();
        let now = site.settings.zone.instant(dice.day(), site.calendar.publish_time).0;
        let now = now.plus_seconds(i64::try_from(dice.below(86_400)).unwrap());
        (Hub { seed, sources, site }, now, dice.next())
    }

    fn world(&self) -> World<'_> {
        World { sources: &self.sources, site: &self.site, theme_files: &[] }
    }

    fn plan(&self, at: Instant) -> Plan {
        plan::plan(self.world(), moment(at))
    }

    fn theme(&self) -> Theme {
        let mut sources = Sources::default();
        built_in_sources("plain", &mut sources);
        let settings = &self.site.settings;
        let choice =
            ThemeChoice { name: settings.theme.clone(), tokens: Vec::new(), language: settings.language.clone() };
        Theme::load(&sources, &choice).0.unwrap()
    }

    /// Every output at a time.
    fn bytes(&self, theme: &Theme, at: Instant) -> BTreeMap<String, Vec<u8>> {
        let files = ThemeFiles::of(theme);
        let mut plan = self.plan(at);
        plan.last_change = plan::last_change(self.world(), moment(at), &plan);
        let base = &self.site.settings.base_url;
        let world = render::World { sources: &self.sources, site: &self.site, plan: &plan, theme, files: &files, base };
        let scene = Scene::new(world);
        let bytes = |route: &plan::Route| match render::render(&scene, route).unwrap().content {
            Content::Bytes(bytes) => (route.path.clone(), bytes),
            Content::File(_) | Content::Built(_) => (route.path.clone(), Vec::new()),
        };
        plan.routes.iter().map(bytes).collect()
    }
}

/// Errors that random dates may make.
const ALLOWED: [&str; 4] = ["expires-before-publish", "ends-before-start", "until-before-start", "circle"];

/// Small numbers that are the same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }

    /// A day around the turn of clocks in spring and autumn, or the turn of the year.
    fn day(&mut self) -> Date {
        let anchors = ["2026-03-20", "2026-10-24", "2026-12-28"];
        let anchor = Date::parse(anchors[usize::try_from(self.below(3)).unwrap()]).unwrap();
        anchor.plus_days(i64::try_from(self.below(40)).unwrap() - 20)
    }

    /// A date, with a time of day, or with an offset too.
    fn date(&mut self) -> String {
        let day = self.day();
        match self.below(4) {
            0 => format!("{day}T{:02}:30:00", self.below(24)),
            1 => format!("{day}T{:02}:15:00+05:30", self.below(24)),
            _ => day.to_string(),
        }
    }

    /// `name = DATE`, or nothing.
    fn maybe(&mut self, name: &str, times: u64) -> String {
        if self.one_in(times) { format!("{name} = {}\n", self.date()) } else { String::new() }
    }

    fn rule(&mut self) -> &'static str {
        self.pick(&[
            "weekly:wed",
            "weekly:sun",
            "every-2-weeks:mon",
            "monthly:31",
            "monthly:first-thu",
            "monthly:last-sun",
        ])
    }

    fn time(&mut self) -> String {
        format!("{:02}:{:02}", self.below(24), self.below(60))
    }
}

fn files(dice: &mut Dice) -> Vec<(String, String)> {
    let zone = dice.pick(&ZONES);
    let upcoming = dice.one_in(2);
    let hub = format!(
        "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"{zone}\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"plain\"\nupcoming = {upcoming}\n"
    );
    let links = format!("[[link]]\nid = \"shop\"\nurl = \"https://shop.example/\"\n{}", dice.maybe("ends", 2));
    let mut files = vec![("hub.toml".to_owned(), hub), ("links.toml".to_owned(), links)];
    let mut entries = String::new();
    let refs = pieces(dice, &mut files);
    for (index, id) in refs.iter().enumerate() {
        if dice.one_in(2) {
            entries.push_str(&entry(dice, id, &refs[..index]));
        }
    }
    files.push(("calendar.toml".to_owned(), format!("{}{}{entries}", newsletter(dice), recurring(dice))));
    files
}

fn entry(dice: &mut Dice, id: &str, before: &[String]) -> String {
    let mut text = format!("[[entry]]\nref = \"{id}\"\n");
    text.push_str(&format!("publish = {}\n", dice.date()));
    text.push_str(&dice.maybe("expire", 3));
    if dice.one_in(5) {
        writeln!(text, "status = \"{}\"", dice.pick(&["drafting", "held", "ready"])).unwrap();
    }
    if dice.one_in(3) && !before.is_empty() {
        let other = &before[usize::try_from(dice.below(before.len() as u64)).unwrap()];
        writeln!(text, "after = [\"{other}\"]").unwrap();
    }
    if dice.one_in(4) {
        writeln!(text, "channels = [\"{}\"]", dice.pick(&["site", "newsletter", "discord"])).unwrap();
    }
    text
}

fn newsletter(dice: &mut Dice) -> String {
    if dice.one_in(4) {
        return String::new();
    }
    let (rule, time, start) = (dice.rule(), dice.time(), dice.day());
    let max = if dice.one_in(2) { "max = 1\n" } else { "" };
    let until = if dice.one_in(4) { format!("until = {}\n", start.plus_days(20)) } else { String::new() };
    let cutoff = dice.below(30);
    format!(
        "[[newsletter]]\nid = \"weekly\"\nrule = \"{rule}\"\nstart = {start}\n{until}time = \"{time}\"\ncutoff_hours = {cutoff}\n\
         include = [\"guide\", \"faq\", \"spotlight\"]\n{max}"
    )
}

fn recurring(dice: &mut Dice) -> String {
    let mut text = String::new();
    for kind in ["event", "check-in", "prompt"] {
        if dice.one_in(3) {
            continue;
        }
        let (rule, time, start, minutes) = (dice.rule(), dice.time(), dice.day(), dice.below(180));
        write!(
            text,
            "[[recurring]]\nid = \"{kind}s\"\nkind = \"{kind}\"\ntitle = \"Again {kind}\"\nrule = \"{rule}\"\nstart = {start}\n\
             time = \"{time}\"\nminutes = {minutes}\n"
        )
        .unwrap();
    }
    text
}

/// Adds the pieces; their ids.
fn pieces(dice: &mut Dice, files: &mut Vec<(String, String)>) -> Vec<String> {
    let mut ids = Vec::new();
    let mut add = |id: &str, fields: &str, body: &str| {
        files.push((format!("content/{id}.md"), format!("+++\ntitle = \"The piece {id}\"\n{fields}+++\n{body}\n")));
        ids.push(id.to_owned());
    };
    let terms = "+++\ntitle = \"Terms\"\npolicy = \"refund\"\n+++\nText.\n";
    for name in ["a", "b", "c", "d"] {
        let draft = if dice.one_in(8) { "draft = true\n" } else { "" };
        let listed = if dice.one_in(6) { "listed = false\n" } else { "" };
        let tags = if dice.one_in(2) { "tags = [\"one\"]\n" } else { "" };
        let to =
            dice.pick(&["[a](a.md)", "[b](b.md)", "[shop](link:shop)", "[tag](/tags/one/)", "{{ event(\"meet\") }}"]);
        add(&format!("guides/{name}"), &format!("{draft}{listed}{tags}"), to);
    }
    add("faq/q", "", "[a](../guides/a.md)");
    for name in ["ana", "ben"] {
        let fields = format!(
            "member = \"{name}\"\nname = \"{name} Example\"\n[consent]\ngiven = {}\nvia = \"mail\"\nscope = [\"site\", \"newsletter\"]\n{}",
            dice.date(),
            dice.maybe("expires", 2)
        );
        add(&format!("spotlights/{name}"), &fields, "Drew something.");
    }
    for name in ["meet", "swap"] {
        let start = dice.day();
        let ends = if dice.one_in(2) { format!("ends = {}\n", start.plus_days(1)) } else { String::new() };
        add(&format!("events/{name}"), &format!("starts = {start}\n{ends}"), "Come along.");
    }
    let start = dice.day();
    add(
        "challenges/lines",
        &format!("task = \"Draw\"\nstarts = {start}\nends = {}\n", start.plus_days(9)),
        "Draw lines.",
    );
    add("prompts/week", "task = \"Draw\"\n", "[b](../guides/b.md)");
    let (starts, ends) = (dice.maybe("starts", 2), dice.maybe("ends", 3));
    add(
        "offers/kit",
        &format!("role = \"starter\"\n{starts}{ends}link = \"shop\"\nterms = \"As is.\"\npolicy = \"pages/refunds\"\n"),
        "A kit.",
    );
    let steps = "outcome = \"Done\"\n[[step]]\nref = \"guides/a\"\nday = 1\n[[step]]\nref = \"faq/q\"\nday = 7\n";
    add("tracks/first", steps, "Begin.");
    files.push(("content/pages/refunds.md".to_owned(), terms.to_owned()));
    ids
}
