//! Issues never hold the wrong thing: random histories of edits and seals, each step planned as a build would.
//!
//! An oracle beside the plan remembers what every sealed issue held, and what waited for room when it was sealed. A history
//! ends with the site as its author left it, long after: what waited is in an issue then, or said to be left behind.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hub::diagnostic::Severity;
use hub::edit::sealed_lock;
use hub::model::time::{Date, Instant};
use hub::model::{self, Detail, Site};
use hub::parse;
use hub::plan::{self, Audience, FeedContent, FeedTopic, Gone, Issue, Moment, Plan, World};
use hub::source::{Source, Sources, classify};

const HISTORIES: u64 = 5_000;
const STEPS: u64 = 7;
const START: &str = "2026-11-02";

#[test]
fn a_sealed_issue_stays_and_each_piece_is_in_one() {
    let workers = std::thread::available_parallelism().map_or(2, usize::from) as u64;
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || (0..HISTORIES).filter(|seed| seed % workers == worker).for_each(history));
        }
    });
}

fn history(seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1357_9bdf);
    let mut hub = Hub::random(&mut dice);
    let mut sealed = Sealed::new();
    let mut waiting = Waiting::new();
    let mut day = Date::parse(START).unwrap();
    for step in 0..STEPS {
        for _ in 0..dice.below(6) {
            hub.edit(&mut dice, day);
        }
        day = day.plus_days(i64::try_from(dice.below(12)).unwrap());
        let place = format!("seed {seed}, step {step}, {day}");
        let (site, plan, now) = hub.plan(day, &place);
        holds(&site, &plan, &place);
        stays(&site, &plan, (&sealed, now), &place);
        if dice.one_in(2) {
            hub.wait(day, &mut waiting, &place);
            hub.seal((&site, &plan), now, &mut sealed, &place);
        }
    }
    let (site, plan, now) = hub.plan(day.plus_days(YEARS_AFTER), &format!("seed {seed}, long after"));
    comes(&site, (&plan, now), &waiting, seed);
}

/// Days after the last edit on which even one piece a month has found its issue.
const YEARS_AFTER: i64 = 2_000;

/// Newsletters and pieces that would have been in an issue when it was sealed, had there been room, with the piece's day.
type Waiting = BTreeSet<(String, String, Instant)>;

/// What waited is in an issue of its newsletter, or said to be left behind by a newsletter that ended.
fn comes(site: &Site, (plan, now): (&Plan, Instant), waiting: &Waiting, seed: u64) {
    for (at, newsletter) in site.calendar.newsletters.iter().enumerate() {
        let id = model::NewsletterId::at(at);
        let own = || plan.issues.iter().filter(|issue| issue.newsletter == id);
        let left = plan::left_behind(site, plan, id);
        let last = newsletter.until.and_then(|until| newsletter.rule.dates(newsletter.start, Some(until)).last());
        for (_, piece, instant) in waiting.iter().filter(|(name, ..)| *name == newsletter.id.value) {
            let Some((item, it)) = site.iter().find(|(_, item)| item.id == *piece) else { continue };
            let is_same = site.schedule(item).becomes == model::Becomes::At(*instant);
            let is_over = over(it, now) == Some(true);
            let may = newsletter.include.contains(&it.kind) && plan.is_public(item) && !is_over;
            let closes = last.map(|day| site.issue_sent(id, day).plus_hours(-i64::from(newsletter.cutoff_hours)));
            let has_ended = newsletter.until.is_some() && closes.is_none_or(|closes| *instant >= closes);
            if !is_same || !may || has_ended {
                continue;
            }
            let is_held = own().any(|issue| issue.members.contains(&item));
            assert!(
                is_held || left.contains(&item),
                "seed {seed}: `{piece}` waited, and is in no issue of {newsletter:?}"
            );
            assert!(
                !is_held || !left.contains(&item),
                "seed {seed}: `{piece}` is in an issue, and said to be left behind"
            );
        }
    }
}

/// What a sealed issue held, in order, when it was sent, and the segments whose feeds held it, by newsletter and date.
type Sealed = BTreeMap<(String, String), (Vec<String>, Instant, BTreeSet<String>)>;

/// What is true of every plan.
fn holds(site: &Site, plan: &Plan, place: &str) {
    let mut seen = BTreeSet::new();
    for issue in &plan.issues {
        let newsletter = &site.calendar.newsletters[issue.newsletter.index()];
        let cutoff = issue.sent.plus_hours(-i64::from(newsletter.cutoff_hours));
        let is_sealed =
            site.sealed.iter().any(|one| one.newsletter == issue.newsletter && one.date.to_string() == issue.date);
        for member in &issue.members {
            let item = site.item(*member);
            assert!(seen.insert((issue.newsletter, *member)), "{place}: `{}` is in two issues", item.id);
            assert!(plan.is_public(*member), "{place}: `{}` is not public", item.id);
            let model::Becomes::At(instant) = site.schedule(*member).becomes else { panic!("{place}: no date") };
            // What was sealed may have been moved since.
            assert!(is_sealed || instant < cutoff, "{place}: `{}` came after the cutoff of {}", item.id, issue.date);
            assert!(is_sealed || newsletter.include.contains(&item.kind), "{place}: `{}` is of another kind", item.id);
            assert!(is_sealed || over(item, issue.sent) != Some(true), "{place}: `{}` was over", item.id);
        }
        let most = newsletter.max.unwrap_or(usize::MAX);
        assert!(is_sealed || issue.members.len() <= most, "{place}: {} holds too much", issue.date);
        assert!(!is_sealed || !issue.members.is_empty() || !issue.gone.is_empty() || issue.letter.is_some());
        beside(site, issue, place);
    }
    overflow(site, plan, place);
}

/// Spotlights, events and the offer beside the pieces.
fn beside(site: &Site, issue: &Issue, place: &str) {
    for event in &issue.events {
        let Detail::Event(event) = &site.item(*event).detail else { panic!("{place}: no event") };
        assert!(event.starts > issue.sent, "{place}: an event that had begun on {}", issue.date);
    }
    for spotlight in &issue.spotlights {
        let Detail::Spotlight(it) = &site.item(*spotlight).detail else { panic!("{place}: no spotlight") };
        assert!(it.consent.newsletter && !it.consent.withdrawn && !issue.members.contains(spotlight), "{place}");
    }
    let offer = issue.offer.map(|offer| over(site.item(offer), issue.sent));
    assert_ne!(offer, Some(Some(true)), "{place}: an offer that was over on {}", issue.date);
}

/// Whoever waits, waits because the issue before was full.
fn overflow(site: &Site, plan: &Plan, place: &str) {
    let is_sealed = |issue: &Issue| {
        site.sealed.iter().any(|one| one.newsletter == issue.newsletter && one.date.to_string() == issue.date)
    };
    for pair in plan.issues.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        if before.newsletter != after.newsletter || is_sealed(before) || is_sealed(after) {
            continue;
        }
        let newsletter = &site.calendar.newsletters[before.newsletter.index()];
        let cutoff = before.sent.plus_hours(-i64::from(newsletter.cutoff_hours));
        let waited = after.members.iter().any(|member| match site.schedule(*member).becomes {
            model::Becomes::At(instant) => instant < cutoff,
            _ => false,
        });
        let is_full = newsletter.max == Some(before.members.len());
        let last =
            site.sealed.iter().filter(|one| one.newsletter == before.newsletter).map(|one| one.date.to_string()).max();
        let is_closed = last.is_some_and(|last| last > before.date);
        assert!(
            !waited || is_full || is_closed,
            "{place}: a piece of {} could have been in {}",
            after.date,
            before.date
        );
    }
}

fn over(item: &model::Item, at: Instant) -> Option<bool> {
    match &item.detail {
        Detail::Event(event) => Some(event.ends.unwrap_or(event.starts) <= at),
        Detail::Offer(offer) => offer.ends.map(|ends| ends <= at),
        Detail::Challenge(task) => task.ends.map(|ends| ends <= at),
        _ => None,
    }
}

/// Everything sealed is still what it was: same issues, same members less the ones that went, same guids.
fn stays(site: &Site, plan: &Plan, (sealed, now): (&Sealed, Instant), place: &str) {
    let name = |issue: &Issue| site.calendar.newsletters[issue.newsletter.index()].id.value.clone();
    let issues: BTreeMap<(String, String), &Issue> =
        plan.issues.iter().map(|issue| ((name(issue), issue.date.clone()), issue)).collect();
    let feeds = segment_feeds(site, plan);
    for (key, (members, sent, segments)) in sealed {
        let Some(issue) = issues.get(key) else {
            assert!(members.is_empty(), "{place}: the sealed issue {key:?} is gone");
            continue;
        };
        let ids = |item: &model::ItemId| site.item(*item).id.clone();
        let shown: BTreeSet<String> = issue.members.iter().map(ids).collect();
        let expired = issue.gone.iter().filter_map(|gone| match gone {
            Gone::Expired(item) => Some(ids(item)),
            Gone::Unnamed => None,
        });
        let named: BTreeSet<String> = expired.chain(shown).collect();
        let unnamed = issue.gone.iter().filter(|gone| **gone == Gone::Unnamed).count();
        assert!(named.iter().all(|id| members.contains(id)), "{place}: {key:?} holds another piece: {named:?}");
        assert_eq!(named.len() + unnamed, members.len(), "{place}: {key:?} holds another number of pieces");
        for gone in issue.gone.iter().filter_map(|gone| if let Gone::Expired(id) = gone { Some(*id) } else { None }) {
            let withdrawn = matches!(&site.item(gone).detail, Detail::Spotlight(it) if it.consent.withdrawn);
            assert!(!withdrawn, "{place}: {key:?} names somebody who withdrew");
        }
        assert_eq!(issue.url, format!("/newsletter/{}/{}/", key.0, key.1), "{place}");
        assert_eq!(issue.sent, *sent, "{place}: {key:?} is dated anew");
        assert_eq!(feeds.get(key).cloned().unwrap_or_default(), *segments, "{place}: {key:?} is in other feeds");
    }
    // No issue appears among days that are closed.
    for (key, issue) in &issues {
        let closed = sealed.keys().any(|(newsletter, date)| *newsletter == key.0 && *date > key.1);
        assert!(!closed || sealed.contains_key(key), "{place}: {key:?} was never sent");
        let skipped = site
            .sealed
            .iter()
            .any(|one| one.skipped && one.date.to_string() == key.1 && one.newsletter == issue.newsletter);
        assert!(!skipped, "{place}: {key:?} was skipped");
        assert!(issue.sent <= now, "{place}: {key:?} is not out yet");
    }
}

/// The segments whose feeds hold an issue.
fn segment_feeds(site: &Site, plan: &Plan) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut found: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for feed in &plan.feeds {
        let (FeedTopic::NewsletterFor(id, segment), FeedContent::Variants(issues)) = (&feed.topic, &feed.content)
        else {
            continue;
        };
        let newsletter = &site.calendar.newsletters[id.index()].id.value;
        for issue in issues {
            let key = (newsletter.clone(), issue.date.clone());
            found.entry(key).or_default().insert(site.settings.segments[segment.index()].id.clone());
        }
    }
    found
}

/// The text of a site, as its author may change it.
#[derive(Clone)]
struct Hub {
    pieces: Vec<Piece>,
    newsletters: String,
    letters: BTreeMap<String, String>,
    lock: String,
    made: u64,
}

#[derive(Clone)]
struct Piece {
    /// Folder and file.
    folder: &'static str,
    name: String,
    id: String,
    publish: Date,
    expire: Option<Date>,
    draft: bool,
    withdrawn: bool,
    ends: Option<Date>,
    segments: &'static str,
}

/// Whom a piece is for.
const SEGMENTS: [&str; 4] = ["", "\"new\"", "\"old\"", "\"new\", \"old\""];

impl Hub {
    fn random(dice: &mut Dice) -> Hub {
        let mut hub = Hub {
            pieces: Vec::new(),
            newsletters: newsletters(dice),
            letters: BTreeMap::new(),
            lock: String::new(),
            made: 0,
        };
        let day = Date::parse(START).unwrap();
        for _ in 0..3 + dice.below(5) {
            hub.add(dice, day);
        }
        hub
    }

    fn add(&mut self, dice: &mut Dice, today: Date) {
        self.made += 1;
        let folder = dice.pick(&["guides", "guides", "faq", "spotlights", "events", "challenges"]);
        let name = format!("p{}", self.made);
        let ends = dice.one_in(2).then(|| near(dice, today));
        let (id, publish) = (format!("{folder}/{name}"), near(dice, today));
        let segments = dice.pick(&SEGMENTS);
        let (expire, draft, withdrawn) = (None, false, false);
        self.pieces.push(Piece { folder, name, id, publish, expire, draft, withdrawn, ends, segments });
    }

    /// One of the things that authors do to what they sent, and to what they didn't.
    fn edit(&mut self, dice: &mut Dice, today: Date) {
        let (one, date) = (dice.next(), near(dice, today));
        let action = dice.below(13);
        let segments = dice.pick(&SEGMENTS);
        let count = self.pieces.len() as u64;
        let Some(piece) = self.pieces.get_mut(usize::try_from(one % count.max(1)).unwrap()) else {
            return self.add(dice, today);
        };
        match action {
            0..=2 => self.add(dice, today),
            3 => piece.name.push('x'),
            4 => piece.publish = date,
            5 => piece.publish = Date::parse(START).unwrap().plus_days(i64::try_from(one % 9).unwrap() - 4),
            6 => piece.expire = if piece.expire.is_none() { Some(date) } else { None },
            7 => piece.draft = !piece.draft,
            8 => piece.withdrawn = piece.folder == "spotlights",
            9 => {
                self.pieces.remove(usize::try_from(one % count).unwrap());
            }
            10 => self.newsletters = newsletters(dice),
            11 => piece.segments = segments,
            _ => {
                let key = date.to_string();
                if self.letters.remove(&key).is_none() {
                    self.letters.insert(key, format!("{}.md", self.made));
                }
            }
        }
    }

    fn plan(&self, day: Date, place: &str) -> (Site, Plan, Instant) {
        let source =
            |(path, text): (String, String)| Source { class: classify(&path).unwrap(), text: text.into(), path };
        let sources = Sources { files: self.files().into_iter().map(source).collect(), assets: Vec::new() };
        let parsed = parse::parse(&sources);
        let (site, problems) = model::model(&sources, &parsed);
        let problems = parsed.iter().flat_map(|file| &file.diagnostics).chain(&problems);
        let errors: Vec<_> = problems.filter(|problem| problem.severity == Severity::Error).collect();
        let allowed = ["expires-before-publish", "ends-before-start", "no-such-issue"];
        assert!(errors.iter().all(|error| allowed.contains(&error.code)), "{place}: {errors:#?}");
        let site = site.unwrap();
        let now = site.settings.zone.instant(day, site.calendar.publish_time).0.plus_hours(3);
        let world = World { sources: &sources, site: &site, theme_files: &[] };
        let plan = plan::plan(world, Moment { now, audience: Audience::Public });
        (site, plan, now)
    }

    /// Notes what an issue that is about to be sealed would hold if it had room for all.
    fn wait(&self, day: Date, waiting: &mut Waiting, place: &str) {
        let without: String =
            self.newsletters.lines().filter(|line| !line.starts_with("max")).fold(String::new(), |mut text, line| {
                text.push_str(line);
                text.push('\n');
                text
            });
        let roomy = Hub { newsletters: without, ..self.clone() };
        let (site, plan, _) = roomy.plan(day, place);
        for issue in &plan.issues {
            let newsletter = site.calendar.newsletters[issue.newsletter.index()].id.value.clone();
            for member in &issue.members {
                let model::Becomes::At(instant) = site.schedule(*member).becomes else { continue };
                waiting.insert((newsletter.clone(), site.item(*member).id.clone(), instant));
            }
        }
    }

    fn seal(&mut self, (site, plan): (&Site, &Plan), now: Instant, sealed: &mut Sealed, place: &str) {
        let Some(lock) = sealed_lock((site, plan), now, &self.lock) else { return };
        assert!(lock.starts_with(&self.lock), "{place}: the lock only grows");
        self.lock = lock;
        let day = site.settings.zone.date_of(now);
        let (after, again, _) = self.plan(day, place);
        assert_eq!(again.issues, plan.issues, "{place}: sealing changes no issue");
        assert_eq!(sealed_lock((&after, &again), now, &self.lock), None, "{place}: sealed once is sealed");
        for issue in &after.sealed {
            let newsletter = after.calendar.newsletters[issue.newsletter.index()].id.value.clone();
            let members = issue.members.iter().map(|member| member.id.clone()).collect::<Vec<_>>();
            let segments = issue.segments.iter().flatten().map(|id| after.settings.segments[id.index()].id.clone());
            let held = (members, issue.sent.expect("hub writes down when it was sent"), segments.collect());
            let known = sealed.entry((newsletter, issue.date.to_string())).or_insert_with(|| held.clone());
            assert_eq!(*known, held, "{place}");
        }
    }

    fn entries(&self) -> String {
        let entry = |piece: &Piece| {
            let expire = piece.expire.map(|date| format!("expire = {date}\n")).unwrap_or_default();
            format!("[[entry]]\nref = \"{}\"\npublish = {}\n{expire}", piece.id, piece.publish)
        };
        self.pieces.iter().map(entry).collect()
    }

    fn files(&self) -> Vec<(String, String)> {
        let hub = "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\n\
                   since = 2026\ntheme = \"plain\"\n[[segment]]\nid = \"new\"\ntitle = \"New\"\n\
                   [[segment]]\nid = \"old\"\ntitle = \"Old\"\n";
        let mut files = vec![
            ("hub.toml".to_owned(), hub.to_owned()),
            ("links.toml".to_owned(), "[[link]]\nid = \"shop\"\nurl = \"https://shop.example/\"\n".to_owned()),
            (
                "content/pages/refunds.md".to_owned(),
                "+++\ntitle = \"Terms\"\npolicy = \"refund\"\n+++\nText.\n".to_owned(),
            ),
            (
                "content/offers/kit.md".to_owned(),
                "+++\ntitle = \"A kit\"\nrole = \"starter\"\nends = 2026-12-10\nlink = \"shop\"\nterms = \"As is.\"\n\
                 policy = \"pages/refunds\"\n+++\nA kit.\n"
                    .to_owned(),
            ),
            ("calendar.toml".to_owned(), format!("{}{}", self.newsletters, self.entries())),
        ];
        if !self.lock.is_empty() {
            files.push(("newsletter.lock.toml".to_owned(), self.lock.clone()));
        }
        files.extend(
            self.pieces.iter().map(|piece| (format!("content/{}/{}.md", piece.folder, piece.name), piece.text())),
        );
        let letter = |date: &String| {
            (format!("content/newsletter/weekly/{date}.md"), "+++\ntitle = \"A letter\"\n+++\nDear all.\n".to_owned())
        };
        files.extend(self.letters.keys().map(letter));
        files.sort();
        files
    }
}

impl Piece {
    fn text(&self) -> String {
        let mut text = format!("+++\ntitle = \"The piece called {}\"\nid = \"{}\"\n", self.name, self.id);
        let mut line = |name: &str, date: Option<Date>| {
            if let Some(date) = date {
                writeln!(text, "{name} = {date}").unwrap();
            }
        };
        match self.folder {
            "events" => line("starts", Some(self.ends.unwrap_or(self.publish))),
            "challenges" => {
                line("starts", Date::parse("2026-10-01"));
                line("ends", Some(self.ends.unwrap_or(self.publish)));
            }
            _ => (),
        }
        if !self.segments.is_empty() {
            writeln!(text, "segments = [{}]", self.segments).unwrap();
        }
        if self.draft {
            text.push_str("draft = true\n");
        }
        match self.folder {
            "challenges" => text.push_str("task = \"Draw\"\n"),
            "spotlights" => write!(
                text,
                "member = \"{0}\"\nname = \"{0} Example\"\n[consent]\ngiven = 2026-10-01\nvia = \"mail\"\n\
                 scope = [\"site\", \"newsletter\"]\n{1}",
                self.id.replace('/', "-"),
                if self.withdrawn { "withdrawn = 2026-11-01\n" } else { "" }
            )
            .unwrap(),
            _ => (),
        }
        text.push_str("+++\nText.\n");
        text
    }
}

/// Two newsletters with other rules each time; their ids stay.
fn newsletters(dice: &mut Dice) -> String {
    let mut text = String::new();
    for id in ["weekly", "short"] {
        let rule = dice.pick(&["weekly:wed", "weekly:sun", "every-2-weeks:mon", "monthly:first-thu"]);
        let max = if dice.one_in(2) { format!("max = {}\n", 1 + dice.below(3)) } else { String::new() };
        let first = Date::parse("2026-11-02").unwrap();
        // It may begin anew later, or end.
        let begins = if dice.one_in(4) { 6 + dice.below(60) } else { dice.below(6) };
        let start = first.plus_days(i64::try_from(begins).unwrap());
        let ends = start.plus_days(i64::try_from(dice.below(60)).unwrap());
        let until = if dice.one_in(4) { format!("until = {ends}\n") } else { String::new() };
        let time = dice.pick(&["06:00", "08:00", "11:30", "18:00"]);
        let include = dice.pick(&[
            "\"guide\", \"faq\", \"spotlight\"",
            "\"guide\", \"event\", \"challenge\"",
            "\"guide\", \"faq\", \"spotlight\", \"event\", \"challenge\"",
        ]);
        write!(
            text,
            "[[newsletter]]\nid = \"{id}\"\nrule = \"{rule}\"\nstart = {start}\ntime = \"{time}\"\ncutoff_hours = {}\n\
             include = [{include}]\n{max}{until}",
            dice.below(30)
        )
        .unwrap();
    }
    text
}

/// A day not far from today, before or after.
fn near(dice: &mut Dice, today: Date) -> Date {
    today.plus_days(i64::try_from(dice.below(24)).unwrap() - 12)
}

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

    fn pick<T: Copy>(&mut self, words: &[T]) -> T {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}
