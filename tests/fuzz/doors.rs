//! The doors that text from outside comes in by, each as a function of bytes that may do anything but panic.
//!
//! Shared by the fuzz targets and by `tests/no_panic.rs`, so that what fuzzing found stays found without it. Where a right
//! result can be told from a wrong one, a door asserts it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each target uses its door of these, and may fail by panic"
)]

#[path = "markup.rs"]
mod markup;

use std::fmt::Write as _;

use hub::audit::{Audit, Writer};
use hub::calendar::{self, Standpoint};
use hub::diagnostic::Diagnostic;
use hub::diagnostic::draw::{Colour, Format, draw};
use hub::markdown::{
    self, CodeColours, Embed, HtmlOptions, ImageTarget, LinkTarget, Resolve, Trust, Words, reduced, sanitize, text,
};
use hub::model::time::{Date, Instant, Rule};
use hub::model::{self, Site};
use hub::plan::{self, Audience, Moment, Plan, World};
use hub::source::{FileId, Source, Sources, classify};
use hub::{feedcheck, parse, questions, theme};

/// The settings of all sites here.
const SETTINGS: &str = "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\n\
                        since = 2026\ntheme = \"plain\"\nupcoming = true\n\n[[segment]]\nid = \"new\"\ntitle = \"New\"\naxis = \"stage\"\n";
/// Longer inputs teach a fuzzer nothing; how long they may take is measured in `tests/no_panic.rs`.
const LONGEST: usize = 1 << 20;

/// Front matter and body of a file of any kind: parsed, made a site of, planned, and what is wrong with it drawn.
pub(crate) fn front_matter(data: &[u8]) {
    let kinds = [
        "guides/a",
        "faq/a",
        "tracks/a",
        "spotlights/a",
        "events/a",
        "prompts/a",
        "challenges/a",
        "offers/a",
        "pages/a",
        "newsletter/weekly/2026-12-02",
        "series/a/_index",
        "series/a/01-b",
        "guides/_index",
    ];
    let Some((first, rest)) = data.split_first() else { return };
    let Some(text) = read(rest) else { return };
    let Some(kind) = kinds.get(usize::from(*first) % kinds.len()) else { return };
    let path = format!("content/{kind}.md");
    through(&[(path.as_str(), text.to_owned()), ("calendar.toml", WEEKLY.to_owned())]);
}

/// A calendar beside pieces it may name: everything that can be asked of it.
pub(crate) fn calendar(data: &[u8]) {
    let Some(text) = read(data) else { return };
    through(&[("calendar.toml", text.to_owned()), GUIDE.file(), SPOTLIGHT.file(), EVENT.file()]);
}

/// `links.toml` and a text that uses it; the same bytes as an address, however it is asked about.
pub(crate) fn links(data: &[u8]) {
    let Some(text) = read(data) else { return };
    let body = "+++\ntitle = \"A\"\n+++\n[shop](link:shop) and [b](link:b)\n";
    through(&[("links.toml", text.to_owned()), ("content/guides/a.md", body.to_owned())]);
    assert!(!markup::runs(theme::safe_url(text)), "{text:?}");
    assert!(!markdown::escape::scheme_ok(text) || !markup::runs(text), "{text:?}");
    let _ = model::is_mail(text);
    let encoded = model::percent_encoded(text);
    assert_eq!(model::decoded(&encoded).as_deref(), Some(text));
    let _ = model::with_query(text, &[("utm_source", text)]);
    let link = format!("+++\ntitle = \"A\"\n+++\n[a](<{text}>)\n\n{text}\n");
    through(&[("content/guides/a.md", link)]);
}

/// A Markdown text in each way it is shown: well-formed, nothing in it that runs, and as many links as its outline has.
pub(crate) fn markdown(data: &[u8]) {
    let Some(text) = read(data) else { return };
    let place = markdown::Place { file: FileId(0), offset: 0 };
    for trust in [Trust::Creator, Trust::Member] {
        let (outline, _) = markdown::outline(text, place, trust);
        for code in [CodeColours::Classes, CodeColours::Inline] {
            let html = html(text, trust, code);
            markup::assert_harmless(&html);
            let mail = sanitize::mail(&html, "https://hub.example/guides/a/");
            markup::assert_harmless(&mail);
            let _ = markdown::mail_trouble(&mail);
            let _ = reduced::text_with_links(&mail);
            let _ = reduced::reduced(&mail, reduced::Plainness::Markdown, &mut Vec::new());
            let blocks = reduced::blocks(&mail).concat();
            assert!(mail.ends_with(&blocks), "blocks are the text");
            let _ = reduced::with_pictures_below(&mail, 600);
        }
        for link in &outline.links {
            assert!(text.get(link.span.start as usize..link.span.end as usize).is_some(), "a link's place");
        }
    }
    let _ = text::plain(text);
    let _ = text::inline(text);
    through(&[("content/guides/a.md", format!("+++\ntitle = \"A\"\n+++\n{text}"))]);
}

/// Words of a recurrence and the days it stands for: what is displayed reads as the same rule, days ascend.
pub(crate) fn rule(data: &[u8]) {
    let (days, words) = data.split_at(data.len().min(8));
    let Some(words) = read(words) else { return };
    let mut number = [0; 8];
    for (slot, byte) in number.iter_mut().zip(days) {
        *slot = *byte;
    }
    let number = u64::from_le_bytes(number);
    let day =
        |from: u64| Date::parse("1970-01-01").map(|date| date.plus_days(i64::try_from(from % 3_000_000).unwrap()));
    let (Some(start), Some(from)) = (day(number), day(number >> 24)) else { return };
    let rule = match Rule::parse(words) {
        Ok(rule) => rule,
        Err(problem) => {
            let _ = problem.to_string();
            let Some(meant) = problem.meant else { return };
            meant
        }
    };
    assert_eq!(Rule::parse(&rule.to_string()), Ok(rule), "{words:?}");
    let dates: Vec<Date> = rule.dates_from(start, None, from).take(5).collect();
    assert!(dates.is_sorted_by(|a, b| a < b), "{words:?} from {start}: {dates:?}");
    for date in &dates {
        assert!(rule.contains(start, None, *date) && *date >= start && *date >= from, "{words:?} on {date}");
    }
    let _ = rule.first_after(start, Some(from), from);
}

/// Two feeds, parted by the first NUL: each looked at, and the step from one to the other. A feed is safe in place of itself.
pub(crate) fn feed_diff(data: &[u8]) {
    let at = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (old, new) = data.split_at(at);
    let new = new.strip_prefix(b"\0").unwrap_or(new);
    let read: Vec<feedcheck::Feed> = [old, new].iter().filter_map(|bytes| feedcheck::read(bytes).ok()).collect();
    for feed in &read {
        let _ = feedcheck::lint(feed, now(), &|_| Some(1)).sentence();
    }
    if let [old, new] = read.as_slice() {
        let verdict = feedcheck::diff(old, new);
        let _ = (verdict.is_safe(), verdict.sentence());
        let _ = feedcheck::diff(new, old).and(verdict);
    }
}

/// A list of questions, held against an FAQ: nothing of it is more than a line, nothing has a control character.
pub(crate) fn questions(data: &[u8]) {
    let Ok(read) = questions::read(data) else { return };
    for question in &read.questions {
        assert!(!question.title.chars().any(char::is_control), "{:?}", question.title);
        assert!(question.id.len() <= 200, "{:?}", question.id);
    }
    let sources = sources(&[FAQ.file(), FAQ_TWO.file()]);
    let Some(site) = site(&sources) else { return };
    let plan = plan_of(&sources, &site);
    let answers = questions::answers(&sources, &site, &plan, &read.questions);
    assert_eq!(answers.verdicts.len(), read.questions.len());
    assert_eq!(answers.titles.len(), read.questions.len());
}

/// Bytes of an output, searched for what isn't public: what holds the secret title plainly is caught, whatever is around it.
pub(crate) fn audit(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let sources = sources(&[SECRET.file(), GUIDE.file(), SPOTLIGHT.file()]);
    let Some(site) = site(&sources) else { return };
    let plan = plan_of(&sources, &site);
    let audit = Audit::new(&sources, &site, &plan, &site.settings.base_url);
    let names = ["a.html", "feed.xml", "a.json", "a.ics", "a.txt"];
    let Some(name) = names.get(usize::from(*first) % names.len()) else { return };
    let hits = audit.scan(name, rest, Writer::Template(&[]));
    let half = rest.len() / 2;
    let _ = audit.scan(name, rest, Writer::Template(&[0..half, half..rest.len()]));
    let _ = audit.scan(name, rest, Writer::Author);
    let _ = audit.report(&sources, &site, hits);
    let _ = sanitize::mail(&String::from_utf8_lossy(rest), "https://hub.example/");
}

fn read(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)
}

struct File(&'static str, &'static str);

impl File {
    fn file(&self) -> (&'static str, String) {
        (self.0, self.1.to_owned())
    }
}

const WEEKLY: &str = "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-11-04\n";
const GUIDE: File = File("content/guides/a.md", "+++\ntitle = \"A guide\"\ndate = 2026-11-01\n+++\n## One\n\nText.\n");
const SECRET: File = File("content/guides/b.md", "+++\ntitle = \"Quixotic zebrafinch\"\ndraft = true\n+++\nText.\n");
const EVENT: File = File("content/events/meet.md", "+++\ntitle = \"Meet\"\nstarts = 2026-12-03T18:00:00\n+++\nText.\n");
const SPOTLIGHT: File = File(
    "content/spotlights/ana.md",
    "+++\ntitle = \"Ana\"\nmember = \"ana\"\nname = \"Ana Example\"\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\n+++\nText.\n",
);
const FAQ: File = File(
    "content/faq/pen.md",
    "+++\ntitle = \"Which pen do I buy first?\"\nshort = \"A fineliner with 0.3 mm.\"\nanswers = [\"q-1\"]\n+++\nText.\n",
);
const FAQ_TWO: File = File(
    "content/faq/refund.md",
    "+++\ntitle = \"How do I get my money back?\"\nshort = \"Write within 30 days.\"\n+++\nText.\n",
);

fn sources(files: &[(&str, String)]) -> Sources {
    let settings = [("hub.toml", SETTINGS.to_owned())];
    let source = |(path, text): &(&str, String)| Source {
        path: (*path).to_owned(),
        class: classify(path).unwrap(),
        text: text.as_str().into(),
    };
    let mut files: Vec<Source> = settings.iter().chain(files).map(source).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Sources { files, assets: Vec::new() }
}

fn now() -> Instant {
    Instant::from_unix(1_796_122_800)
}

fn moment() -> Moment {
    Moment { now: now(), audience: Audience::Public }
}

fn site(sources: &Sources) -> Option<Site> {
    let parsed: Vec<_> = sources.iter().map(|(id, source)| parse::parse_file(id, source)).collect();
    model::model(sources, &parsed).0
}

fn plan_of(sources: &Sources, site: &Site) -> Plan {
    plan::plan(World { sources, site, theme_files: &[] }, moment())
}

/// Files from their text to a plan, and each problem drawn as it is for people and for programs.
fn through(files: &[(&str, String)]) {
    let sources = sources(files);
    let parsed: Vec<_> = sources.iter().map(|(id, source)| parse::parse_file(id, source)).collect();
    let mut problems: Vec<Diagnostic> = parsed.iter().flat_map(|file| file.diagnostics.clone()).collect();
    let (site, more) = model::model(&sources, &parsed);
    problems.extend(more);
    if let Some(site) = &site {
        problems.extend(asked(&sources, site));
    }
    for format in [Format::Text, Format::Json, Format::Github] {
        let _ = draw(&problems, &sources, format, Colour::On);
    }
}

/// What a site is asked for: its plan, its next change, its calendar.
fn asked(sources: &Sources, site: &Site) -> Vec<Diagnostic> {
    let world = World { sources, site, theme_files: &[] };
    let plan = plan::plan(world, moment());
    let mut problems = plan::check(world, now());
    problems.extend(plan::current_problems(world, moment(), &plan));
    problems.extend(calendar::gaps(world, moment(), &plan, 14));
    let next = plan::next_change(world, moment(), &plan).map(|next| next.at);
    assert!(next.is_none_or(|at| at > now()), "the next change has been");
    let standpoint = Standpoint { world, moment: moment(), plan: &plan };
    let today = standpoint.today();
    let mut told = String::new();
    for thing in calendar::agenda(standpoint, (today, today.plus_days(31))) {
        writeln!(told, "{} {}", thing.kind(), thing.title()).unwrap();
    }
    let _ = (calendar::backlog(standpoint), calendar::week(standpoint, today), calendar::month(standpoint, today));
    let _ = plan::lines(sources, site, &plan);
    problems
}

/// Answers as an author would never get them: every destination as it was typed.
struct AsTyped;

impl Resolve for AsTyped {
    fn link(&self, _: usize, dest: &str) -> LinkTarget {
        LinkTarget::Href { url: dest.to_owned(), rel: "", note: Some(dest.to_owned()) }
    }

    fn image(&self, _: usize, dest: &str) -> Option<ImageTarget> {
        Some(ImageTarget { url: dest.to_owned(), size: Some((1, 1)) })
    }

    fn embed(&self, _: usize, _: &Embed) -> String {
        "<div>embed</div>".to_owned()
    }
}

fn html(text: &str, trust: Trust, code: CodeColours) -> String {
    let words = Words { anchor: "Link to {title}".to_owned(), table: "Table".to_owned(), ..Words::default() };
    markdown::to_html(text, &AsTyped, &HtmlOptions { id_prefix: "p-", code, trust, words: &words })
}
