//! Render through its front door: small sites in memory, whole outputs.

use super::{Scene, ThemeFiles};
use crate::diagnostic::Severity;
use crate::model::time::Instant;
use crate::model::{self, Site};
use crate::output::Content;
use crate::parse;
use crate::plan::{self, Audience, Moment, Plan, Route};
use crate::source::{Asset, AssetBytes, FileId, Source, Sources, Span, Spanned, classify};
use crate::theme::{Theme, ThemeChoice, built_in_sources};

const HUB: &str = r#"
title = "Porch"
tagline = "Slow things"
base_url = "https://porch.example/hub/"
timezone = "Europe/Berlin"
language = "en"
since = 2026
theme = "plain"
[[author]]
id = "mara"
name = "Mara"
[[segment]]
id = "new"
title = "Newcomers"
for = "people who begin"
[signup]
preset = "buttondown"
account = "porch"
consent = "Yes, send me the letter."
[support]
contact = "help@porch.example"
"#;

const LINKS: &str = r#"
[[link]]
id = "shop"
url = "https://shop.example/a?b=1#c"
disclosure = "affiliate"
utm = { campaign = "winter" }
[[link]]
id = "fair"
url = "https://fair.example/"
ends = 2026-03-01
"#;

const CALENDAR: &str = r#"
[[newsletter]]
id = "weekly"
title = "The letter"
rule = "weekly:wed"
start = 2026-05-06
time = "08:00"
include = ["guide"]
"#;

/// A site in memory.
struct Hub {
    sources: Sources,
    site: Site,
    theme: Theme,
    files: ThemeFiles,
}

impl Hub {
    fn of(files: &[(&str, &str)]) -> Hub {
        let mut all = vec![("hub.toml", HUB), ("links.toml", LINKS), ("calendar.toml", CALENDAR)];
        all.extend(files.iter().filter(|(path, _)| !path.ends_with(".png")));
        all.sort_unstable();
        let file = |(path, text): &(&str, &str)| Source {
            path: (*path).to_owned(),
            class: classify(path).unwrap(),
            text: (*text).into(),
        };
        let asset = |(path, _): &(&str, &str)| Asset {
            path: (*path).to_owned(),
            bytes: AssetBytes::Built(b"png"),
            len: 3,
            size: Some((4, 2)),
        };
        let assets = files.iter().filter(|(path, _)| path.ends_with(".png")).map(asset).collect();
        let mut sources = Sources { files: all.iter().map(file).collect(), assets };
        let (site, problems) = model::model(&sources, &parse::parse(&sources));
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let site = site.unwrap();
        built_in_sources("plain", &mut sources);
        let settings = &site.settings;
        let choice =
            ThemeChoice { name: settings.theme.clone(), tokens: Vec::new(), language: settings.language.clone() };
        let (theme, problems) = Theme::load(&sources, &choice);
        let theme = theme.unwrap_or_else(|| panic!("{problems:?}"));
        Hub { files: ThemeFiles::of(&theme), theme, sources, site }
    }

    fn plan(&self, at: &str, audience: Audience) -> Plan {
        let files: Vec<_> = self.files.files.iter().map(|file| file.path.clone()).collect();
        let world = plan::World { sources: &self.sources, site: &self.site, theme_files: &files };
        let now = Instant::parse_at(at, &self.site.settings.zone).unwrap();
        plan::plan(world, Moment { now, audience })
    }

    fn scene<'a>(&'a self, plan: &'a Plan) -> Scene<'a> {
        let Hub { sources, site, theme, files } = self;
        Scene::new(super::World { sources, site, plan, theme, files, base: &site.settings.base_url })
    }

    /// What stands on a route in June 2026.
    fn text(&self, path: &str) -> String {
        self.text_for(path, Audience::Public)
    }

    fn text_for(&self, path: &str, audience: Audience) -> String {
        let plan = self.plan("2026-06-01", audience);
        let scene = self.scene(&plan);
        let route = plan.routes.iter().find(|route| route.path == path);
        let route = route.unwrap_or_else(|| panic!("no {path} in {:?}", paths(&plan)));
        bytes(&scene, route)
    }
}

fn paths(plan: &Plan) -> Vec<&str> {
    plan.routes.iter().map(|route| route.path.as_str()).collect()
}

fn bytes(scene: &Scene<'_>, route: &Route) -> String {
    match super::render(scene, route).unwrap().content {
        Content::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn guide(front: &str, body: &str) -> String {
    format!("+++\n{front}\n+++\n{body}\n")
}

#[test]
fn every_output_of_a_small_site_is_made() {
    let a = guide("title = 'A'\ndate = 2026-05-04\ntags = ['ink']\naliases = ['/old/']", "Hello.");
    let hub = Hub::of(&[("content/guides/a.md", &a)]);
    for audience in [Audience::Public, Audience::Preview] {
        let plan = hub.plan("2026-06-01", audience);
        let scene = hub.scene(&plan);
        for route in &plan.routes {
            super::render(&scene, route).unwrap_or_else(|problem| panic!("{}: {problem:?}", route.path));
        }
    }
}

#[test]
fn links_lead_where_readers_can_go_and_else_are_words() {
    let a = guide(
        "title = 'A'\ndate = 2026-05-04",
        "[b](b.md#more) [later](later.md) [shop](link:shop) [fair](link:fair) [all](_index.md) [here](#x) [out](https://o.example/)\n\n## X",
    );
    let b = guide("title = 'B'", "## More");
    let later = guide("title = 'Later'\ndate = 2026-07-01", "");
    let index = guide("title = 'Guides'", "");
    let hub = Hub::of(&[
        ("content/guides/a.md", &a),
        ("content/guides/b.md", &b),
        ("content/guides/later.md", &later),
        ("content/guides/_index.md", &index),
    ]);
    let page = hub.text("/guides/a/");
    let paragraph = page.lines().find(|line| line.contains(">b</a>")).unwrap();
    assert_eq!(
        paragraph.trim_start_matches(|c| c != '<').rsplit_once("<p>").unwrap().1,
        "<a href=\"/hub/guides/b/#more\">b</a> later \
         <a href=\"https://shop.example/a?b=1&amp;utm_source=porch.example&amp;utm_medium=web&amp;utm_campaign=winter#c\" \
         rel=\"sponsored nofollow\">shop</a> <span class=\"disclosure\">(affiliate link)</span> fair \
         <a href=\"/hub/guides/\">all</a> <a href=\"#x\">here</a> <a href=\"https://o.example/\">out</a></p>"
    );
}

#[test]
fn a_feed_says_the_same_for_ever() {
    let a = guide(
        "title = 'Ink & <time>'\ndescription = 'One. Two.'\ndate = 2026-05-04\nsegments = ['new']\ntags = ['Dry ink']\n\
         image = '/pen.png'\nimage_alt = 'A pen'",
        "See [b](b.md), [later](later.md), [shop](link:shop).\n\n{{ faq(\"why\") }}\n\n![pen](/pen.png)",
    );
    let b = guide("title = 'B'\nguid = 'urn:old:7'\ndate = 2026-05-02T10:30:00", "Bee.");
    let later = guide("title = 'Later'\ndate = 2026-07-01", "");
    let why = guide("title = 'Why?'\nshort = 'Because.'", "");
    let hub = Hub::of(&[
        ("content/guides/a.md", &a),
        ("content/guides/b.md", &b),
        ("content/guides/later.md", &later),
        ("content/faq/why.md", &why),
        ("static/pen.png", ""),
    ]);
    assert_eq!(hub.text("/feeds/all.rss"), include_str!("tests/all.rss"));
    assert_eq!(hub.text("/feeds/newsletter.rss"), include_str!("tests/newsletter.rss"));
}

#[test]
fn a_title_stays_a_title() {
    let title = "</script><script>alert(1)</script>\\u2028 \"x\" & 'y'";
    let a = guide(&format!("title = '''{title}'''\ndate = 2026-05-04\nsteps = true"), "## One\n\n## Two");
    let hub = Hub::of(&[("content/guides/a.md", &a)]);
    for path in ["/guides/a/", "/guides/", "/", "/feeds/all.rss", "/newsletter/"] {
        assert!(!hub.text(path).contains("<script>alert"), "{path}");
    }
    let plan = hub.plan("2026-06-01", Audience::Public);
    let scene = hub.scene(&plan);
    let data = super::structured::script(&scene, vec![serde_json::json!({ "name": title })], &[], ("", ""));
    assert!(!data.contains('<') && !data.contains('&'), "{data}");
    let read: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(read["@graph"][0]["name"], title);
}

#[test]
fn headers_allow_what_the_site_needs() {
    let a = guide("title = 'A'", "{{ video(\"https://video.example/1\", \"Film\", \"It has no words.\") }}");
    let hub = Hub::of(&[("content/guides/a.md", &a)]);
    let headers = hub.text("/_headers");
    let css = &hub.files.css;
    let boot = hub.theme.boot_hash().map(|hash| format!(" '{hash}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'{boot}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; form-action 'self' https://buttondown.com; base-uri 'none'; \
         frame-src https://video.example; frame-ancestors 'none'"
    );
    assert!(headers.starts_with(&format!("/hub/*\n  Content-Security-Policy: {policy}\n")), "{headers}");
    assert!(
        headers.ends_with(&format!("/hub{css}\n  Cache-Control: public, max-age=31536000, immutable\n")),
        "{headers}"
    );
}

#[test]
fn vercel_is_told_the_same() {
    let a = guide("title = 'A'\naliases = ['/old/a(1)/', '/b c:d/']", "");
    let hub = Hub::of(&[("content/guides/a.md", &a)]);
    let vercel: serde_json::Value = serde_json::from_str(&hub.text("/vercel.json")).unwrap();
    let headers = hub.text("/_headers");
    assert_eq!(vercel["headers"][0]["source"], "/hub/(.*)");
    for header in vercel["headers"].as_array().unwrap().iter().flat_map(|rule| rule["headers"].as_array().unwrap()) {
        let line = format!("  {}: {}\n", header["key"].as_str().unwrap(), header["value"].as_str().unwrap());
        assert!(headers.contains(&line), "{line}");
    }
    let sources: Vec<_> = vercel["redirects"].as_array().unwrap().iter().map(|it| it["source"].as_str()).collect();
    assert_eq!(sources, [Some("/hub/b%20c\\:d/"), Some("/hub/old/a\\(1\\)/")]);
    assert_eq!(vercel["redirects"][0]["destination"], "/hub/guides/a/");
    assert_eq!(hub.text("/_redirects").lines().count(), 2);
}

#[test]
fn long_listings_have_pages() {
    let files: Vec<_> =
        (1..=41).map(|n| (format!("content/guides/g{n:02}.md"), guide(&format!("title = 'G{n:02}'"), ""))).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let hub = Hub::of(&files);
    let second = hub.text("/guides/page/2/");
    assert!(second.contains("href=\"/hub/guides/\"") && second.contains("href=\"/hub/guides/page/3/\""), "{second}");
    assert!(second.contains("/hub/guides/g21/") && !second.contains("/hub/guides/g20/"), "{second}");
    assert!(second.contains("<link rel=\"canonical\" href=\"https://porch.example/hub/guides/page/2/\""), "{second}");
    assert!(second.contains("<title>Guides, page 2 · Porch</title>"), "{second}");
    assert!(hub.text("/guides/").contains("<title>Guides · Porch</title>"));
}

#[test]
fn a_segment_shows_its_own_pieces_first() {
    let own = guide("title = 'Own'\ndate = 2026-05-01\nsegments = ['new']", "");
    let general = |n: u8| guide(&format!("title = 'General {n}'\ndate = 2026-05-1{n}"), "");
    let [one, two, three] = [general(1), general(2), general(3)];
    let hub = Hub::of(&[
        ("content/guides/own.md", &own),
        ("content/guides/one.md", &one),
        ("content/guides/two.md", &two),
        ("content/guides/three.md", &three),
    ]);
    let plan = hub.plan("2026-06-01", Audience::Public);
    let titles: Vec<_> = super::home::segments(&hub.scene(&plan))
        .into_iter()
        .flat_map(|part| part.cards.into_iter().map(|card| card.title))
        .collect();
    assert_eq!(titles, ["Own", "General 3", "General 2"]);
}

#[test]
fn a_tags_page_is_parted_by_kind() {
    let guide_text = guide("title = 'Fill a pen'\ntags = ['Ink']", "");
    let question = guide("title = 'Why ink?'\nshort = 'It flows.'\ntags = ['Ink']", "");
    let hub = Hub::of(&[("content/guides/fill.md", &guide_text), ("content/faq/why.md", &question)]);
    let page = hub.text("/tags/ink/");
    let (first, second) = (page.find("id=\"kind-guide\""), page.find("id=\"kind-faq\""));
    assert!(first.is_some() && first < second, "{page}");
}

#[test]
fn previews_stay_out_of_search() {
    let later = guide("title = 'Later'\ndate = 2026-07-01", "");
    let hub = Hub::of(&[("content/guides/later.md", &later)]);
    let page = hub.text_for("/guides/later/", Audience::Preview);
    assert!(page.contains("noindex"), "{page}");
    assert_eq!(hub.text_for("/robots.txt", Audience::Preview), "User-agent: *\nDisallow: /\n");
    assert_eq!(hub.text("/robots.txt"), "User-agent: *\nAllow: /\n\nSitemap: https://porch.example/hub/sitemap.xml\n");
}

#[test]
fn machines_read_what_readers_read() {
    let why = guide("title = 'Why?'\nshort = 'Because.'\ntopic = 'Ink'\ndate = 2026-05-04\nupdated = 2026-05-20", "");
    let hidden = guide("title = 'Hidden'\nlisted = false", "");
    let hub = Hub::of(&[("content/faq/why.md", &why), ("content/guides/hidden.md", &hidden)]);
    let questions: serde_json::Value = serde_json::from_str(&hub.text("/faq.json")).unwrap();
    let url = "https://porch.example/hub/faq/why/";
    let expected = serde_json::json!([{ "question": "Why?", "short": "Because.", "url": url, "topic": "Ink" }]);
    assert_eq!(questions, expected);
    assert_eq!(
        hub.text("/llms.txt"),
        format!("# Porch\n\n> Slow things\n\n## Questions\n\n- [Why?]({url}): Because.\n")
    );
    let sitemap = hub.text("/sitemap.xml");
    assert!(sitemap.contains(&format!("<loc>{url}</loc><lastmod>2026-05-20</lastmod>")), "{sitemap}");
    assert!(!sitemap.contains("hidden"), "{sitemap}");
    assert!(hub.text("/guides/hidden/").contains("noindex"));
}

#[test]
fn dates_are_in_the_sites_zone_and_words() {
    let hub = Hub::of(&[]);
    let plan = hub.plan("2026-06-01", Audience::Public);
    let scene = hub.scene(&plan);
    let view =
        super::dates::moment(&scene, Instant::parse_at("2026-12-02T07:00:00Z", &hub.site.settings.zone).unwrap());
    let parts =
        [&view.iso, &view.text, &view.short, &view.weekday, &view.day, &view.month, &view.year, &view.time, &view.zone];
    let expected =
        ["2026-12-02T08:00:00+01:00", "2 December 2026", "2 Dec 2026", "Wednesday", "2", "Dec", "2026", "08:00", "CET"];
    assert_eq!(parts, expected);
    assert_eq!(super::signup::view(&scene).unwrap().promise, "every Wednesday");
}

#[test]
fn hub_has_its_own_words_in_every_language_it_speaks() {
    let of_kinds = parse::Kind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, parse::Kind::Part | parse::Kind::Issue | parse::Kind::Page));
    let listings =
        of_kinds.flat_map(|kind| ["title", "description"].map(|end| format!("listing.{}.{end}", kind.name())));
    let numbered = (1..=12).flat_map(|n| [format!("date.months.{n}"), format!("date.months_short.{n}")]);
    let fixed = "date.text date.short date.moment promise.weekly promise.every-n-weeks promise.monthly-day \
        promise.monthly-late-day promise.from number.thousands promise.monthly-nth promise.nth.first promise.nth.last fact.parts fact.steps fact.days fact.event fact.until fact.from \
        nav.home nav.start nav.newsletter nav.feed nav.rewards nav.answered nav.upcoming nav.tags nav.guides nav.faq \
        title.start title.rewards title.answered title.upcoming title.tags title.not-found title.state.check-inbox \
        title.state.confirmed title.state.already title.state.unsubscribed tag.title tags.description segment.title \
        author.title start.text rewards.text answered.text upcoming.text events.running events.coming events.past \
        redirect.title preview.banner issue.title issue.members issue.spotlights issue.events signup.heading signup.button signup.subscribers \
        state.check-inbox.text state.check-inbox.spam state.check-inbox.sender state.check-inbox.link state.check-inbox.link-unknown \
        state.confirmed.text state.confirmed.sender state.confirmed.leave state.already.text state.already.sender \
        state.unsubscribed.text state.unsubscribed.again state.promise state.form state.archive \
        ask.subject disclosure.affiliate disclosure.sponsored disclosure.own body.anchor body.code body.table \
        body.footnotes body.footnote-back alert.note alert.tip alert.important alert.warning alert.caution kinds.guide";
    let keys: Vec<_> = listings.chain(numbered).chain(fixed.split_whitespace().map(str::to_owned)).collect();
    for language in ["en", "de"] {
        let mut sources = Sources::default();
        built_in_sources("plain", &mut sources);
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::file(FileId(0)));
        let choice = ThemeChoice { name: spanned("plain"), tokens: Vec::new(), language: spanned(language) };
        let theme = Theme::load(&sources, &choice).0.unwrap();
        let missing: Vec<_> = keys.iter().filter(|key| !theme.words().knows(key)).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}
