//! Offers, gifts, rewards, surveys and the way to ask, as readers meet them: a small site in both themes, on several days.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail by panic, and says what it skipped")]

mod common;

use common::{Run, TestSite, hub_command, run};

const SETTINGS: &str = r#"title = "Clay Hours"
base_url = "https://clay.example"
timezone = "Europe/Berlin"
language = "en"
since = 2026
theme = "THEME"

[[segment]]
id = "new"
title = "New here"
for = "You have not touched clay yet."

[[segment]]
id = "member"
axis = "stage"
title = "Members"
for = "You are one of us."

[[tier]]
id = "free"
title = "Reader"
price = "Free"
gets = ["Every guide"]
how = "Read."

[[tier]]
id = "kiln"
title = "Kiln"
price = "90 € a year"
gets = ["Kiln time", "Open Fridays"]
how = "Join for a year."
offer = "year"
segment = "member"

[support]
contact = "SUPPORT"
hours = "Mornings"
answer_time = "Within two days"

[[survey]]
id = "hello"
title = "How was the first day?"
url = "https://forms.example/hello"
moment = "onboarding"

[[survey]]
id = "week"
title = "One week in"
url = "https://forms.example/week"
moment = "day-7"

[[survey]]
id = "month"
title = "One month in"
url = "https://forms.example/month"
moment = "day-30"

[[survey]]
id = "why"
title = "What did not fit?"
url = "https://forms.example/why"
moment = "refund"
"#;

const LINKS: &str = r#"
[[link]]
id = "kit"
url = "https://shop.example/kit"
label = "Order the kit"
disclosure = "affiliate"

[[link]]
id = "year"
url = "https://clay.example/join"
label = "Join"
disclosure = "own"

[[link]]
id = "course"
url = "https://course.example/"
label = "Take the course"
disclosure = "sponsored"
ends = 2026-12-20
"#;

fn offer(title: &str, lines: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndate = 2026-11-01\nterms = \"One each.\"\n{lines}\n+++\nAbout it.\n")
}

fn guide(title: &str, lines: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndate = 2026-11-02\n{lines}\n+++\n{body}\n")
}

/// `kit` runs from 1 to 10 December for newcomers, `course` for them in the phase `prove` until its link ends, `year` for all.
fn site(theme: &str, support: &str) -> TestSite {
    TestSite::empty()
        .file("hub.toml", SETTINGS.replace("THEME", theme).replace("SUPPORT", support))
        .file("links.toml", LINKS)
        .file(
            "calendar.toml",
            "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-12-02\ninclude = [\"guide\"]\n",
        )
        .file(
            "content/offers/kit.md",
            offer(
                "The clay kit",
                "role = \"starter\"\nlink = \"kit\"\nsegments = [\"new\"]\nstarts = 2026-12-01\nends = 2026-12-10\nprice = \"39 €\"",
            ),
        )
        .file(
            "content/offers/course.md",
            offer("The wheel course", "role = \"upgrade\"\nlink = \"course\"\nsegments = [\"new\"]\nphase = \"prove\""),
        )
        .file("content/offers/year.md", offer("A year at the kiln", "role = \"upgrade\"\nlink = \"year\""))
        .file("content/offers/glaze/index.md", offer("Glaze recipes", "role = \"gift\"\ndownloads = [\"glaze.pdf\"]"))
        .file("content/offers/glaze/glaze.pdf", "%PDF-1.4 recipes")
        .file("content/pages/refunds.md", "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\n+++\nWrite to us.\n")
        .file("content/guides/touch.md", guide("Touch clay", "segments = [\"new\"]\nphase = \"teach\"", "Press it."))
        .file("content/guides/fire.md", guide("Fire it", "segments = [\"new\"]\nphase = \"prove\"", "Slowly."))
        .file("content/guides/all.md", guide("For everybody", "", "Any day."))
        .file(
            "content/guides/own.md",
            guide("With its own", "segments = [\"new\"]", "Take it.\n\n{{ offer(\"kit\") }}\n\nThen go."),
        )
        .file(
            "content/guides/paid.md",
            guide("Paid & “true”", "sponsored = \"Loam Ltd\"", "From [a shop](link:kit), or [a course](link:course)."),
        )
        .file(
            "content/newsletter/weekly/2026-12-02.md",
            "+++\ntitle = \"First letter\"\nsponsored = \"Loam Ltd\"\n+++\nBuy at [a shop](link:kit).\n",
        )
        .file(
            "content/tracks/first.md",
            "+++\ntitle = \"First weeks\"\nfor = \"All.\"\n[[step]]\nref = \"guides/touch\"\nday = 1\n[[step]]\nref = \"guides/all\"\nday = 1\n\
             [[step]]\nref = \"guides/fire\"\nday = 8\n[[step]]\nref = \"guides/paid\"\nday = 20\n+++\n",
        )
}

fn build_at(site: &TestSite, moment: &str) -> Run {
    let built = run(hub_command(site.root()).args(["build", "--at", moment]));
    assert_eq!(built.code, 0, "{}{}", built.stdout, built.stderr);
    built
}

/// The titles of offers that a page shows, but for its own text's links.
fn offers_on(site: &TestSite, page: &str) -> Vec<&'static str> {
    let html = site.output(&format!("{page}index.html"));
    let titles =
        [("offers/kit/", "kit"), ("offers/course/", "course"), ("offers/year/", "year"), ("offers/glaze/", "glaze")];
    titles.into_iter().filter(|(url, _)| html.contains(&format!("href=\"/{url}\""))).map(|(_, name)| name).collect()
}

const BEFORE: &str = "2026-11-20T12:00:00+01:00";
const DURING: &str = "2026-12-05T12:00:00+01:00";
const AFTER: &str = "2026-12-11T00:00:00+01:00";
const LINK_OVER: &str = "2026-12-21T00:00:00+01:00";

#[test]
fn a_page_shows_the_one_offer_that_fits_while_it_runs() {
    for theme in ["hearth", "plain"] {
        let site = site(theme, "ask@clay.example");
        for (moment, touch, fire, own, everybody) in [
            (BEFORE, ["course"], ["course"], ["course"], ["year"]),
            (DURING, ["kit"], ["course"], ["kit"], ["year"]),
            (AFTER, ["course"], ["course"], ["course"], ["year"]),
            (LINK_OVER, ["year"], ["year"], ["year"], ["year"]),
        ] {
            build_at(&site, moment);
            let pages = [("touch", touch), ("fire", fire), ("own", own), ("all", everybody)];
            for (page, expected) in pages {
                assert_eq!(offers_on(&site, &format!("guides/{page}/")), expected, "{theme}, {moment}: {page}");
            }
            assert_eq!(offers_on(&site, "for/new/").contains(&"kit"), moment == DURING, "{theme}, {moment}");
            assert_eq!(offers_on(&site, "offers/").contains(&"kit"), moment == DURING, "{theme}, {moment}");
            assert!(offers_on(&site, "refunds/").is_empty(), "{theme}, {moment}: policies sell nothing");
            let page = site.output("offers/kit/index.html");
            assert_eq!(page.contains("https://shop.example/kit"), moment == DURING, "{theme}, {moment}");
            let feed = site.output("feeds/all.rss");
            assert_eq!(feed.contains("The clay kit"), moment == DURING, "{theme}, {moment}");
        }
    }
}

#[test]
fn what_time_takes_from_an_offer_is_told_with_a_way_out() {
    let site = site("plain", "ask@clay.example");
    let before = build_at(&site, BEFORE).stderr;
    assert!(before.contains("`{{ offer(\"kit\") }}` shows nothing: `offers/kit` begins on"), "{before}");
    let after = build_at(&site, LINK_OVER).stderr;
    assert!(after.contains("shows nothing: `offers/kit` ended on"), "{after}");
    assert!(after.contains("`offers/course` is over: its link `course` has ended"), "{after}");
    site.write(
        "content/pages/refunds.md",
        "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\ndraft = true\n+++\nWrite.\n",
    );
    let hidden = build_at(&site, DURING).stderr;
    assert!(hidden.contains("the refund policy of `offers/kit` can't be read"), "{hidden}");
}

#[test]
fn each_paid_link_says_so_beside_it() {
    for (theme, note) in [("hearth", "Affiliate link"), ("plain", "affiliate link")] {
        let site = site(theme, "ask@clay.example");
        build_at(&site, DURING);
        let rel = "href=\"https://shop.example/kit\" rel=\"sponsored nofollow\"";
        for page in ["offers/kit/index.html", "guides/paid/index.html", "newsletter/weekly/2026-12-02/index.html"] {
            let html = site.output(page);
            let (_, after) = html.split_once(rel).unwrap_or_else(|| panic!("{theme}: no {rel} in {page}"));
            let beside: String = after.chars().take(120).collect();
            assert!(beside.contains(note), "{theme}, {page}: {beside}");
        }
        let paid = site.output("guides/paid/index.html");
        let body = paid.find("From <a").unwrap();
        assert!(paid.find("Loam Ltd").is_some_and(|at| at < body), "{theme}: a sponsored page says so at its top");
        let issue = site.output("newsletter/weekly/2026-12-02/index.html");
        let body = issue.find("Buy at").unwrap();
        assert!(issue.find("Loam Ltd").is_some_and(|at| at < body), "{theme}: a sponsored letter says so at its top");
        for feed in ["feeds/all.rss", "feeds/newsletter/weekly.rss"] {
            let rss = site.output(feed);
            assert!(rss.contains("Sponsored by Loam Ltd"), "{theme}: {feed}");
            assert!(rss.contains("ffiliate link)"), "{theme}: {feed}");
        }
    }
}

#[test]
fn mail_says_who_paid() {
    let site = site("plain", "ask@clay.example");
    build_at(&site, DURING);
    let mail = run(hub_command(site.root()).args(["newsletter", "export", "--at", DURING]));
    assert_eq!(mail.code, 0, "{}{}", mail.stdout, mail.stderr);
    for file in ["index.html", "index.txt", "index.md"] {
        let path = site.root().join(".hub/mail/weekly/2026-12-02").join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.contains("Sponsored by Loam Ltd"), "{file}:\n{text}");
        assert!(text.contains("(affiliate link)"), "{file}:\n{text}");
    }
}

#[test]
fn a_gift_asks_for_nothing() {
    for theme in ["hearth", "plain"] {
        let site = site(theme, "ask@clay.example");
        let hub_toml = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
        let signup =
            "[signup]\npreset = \"buttondown\"\naccount = \"clay\"\nnewsletter = \"weekly\"\nconsent = \"Yes.\"\n";
        site.write("hub.toml", format!("{hub_toml}\n{signup}"));
        build_at(&site, DURING);
        let page = site.output("offers/glaze/index.html");
        let link = page.find("glaze.pdf\" download").unwrap_or_else(|| panic!("{theme}: {page}"));
        assert!(page.find("<form").is_none_or(|form| link < form), "{theme}: no form before the gift");
        assert!(site.has("offers/glaze/glaze.pdf"), "{theme}");
    }
    let bare = site("plain", "ask@clay.example");
    bare.write("content/offers/glaze/index.md", offer("Glaze recipes", "role = \"gift\""));
    let refused = bare.hub(&["check"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("or `downloads` with the files that you give"), "{}", refused.stderr);
}

#[test]
fn rewards_are_explained_before_buying() {
    for theme in ["hearth", "plain"] {
        let site = site(theme, "ask@clay.example");
        build_at(&site, DURING);
        let page = site.output("rewards/index.html");
        let page = page.split("<main").nth(1).and_then(|page| page.split("</main>").next()).unwrap();
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{theme}: no `{words}` in {page}"));
        let order = [
            "Reader",
            "90 € a year",
            "Kiln time",
            "Join for a year.",
            "href=\"/offers/year/\"",
            "href=\"/for/member/\"",
        ];
        let places = order.map(at);
        assert!(places.is_sorted(), "{theme}: {places:?}");
        at("href=\"/refunds/\"");
        assert!(!page.contains("https://clay.example/join"), "{theme}: the offer's terms are read first");
        for offer in ["kit", "course", "year", "glaze"] {
            let page = site.output(&format!("offers/{offer}/index.html"));
            let main = page.split("<footer").next().unwrap();
            assert!(main.contains("href=\"/refunds/\"") && main.contains("One each."), "{theme}: {offer}");
        }
    }
    let wrong = site("plain", "ask@clay.example");
    let hub_toml = std::fs::read_to_string(wrong.root().join("hub.toml")).unwrap();
    wrong.write(
        "hub.toml",
        hub_toml
            .replace("offer = \"year\"", "offer = \"yaer\"")
            .replace("segment = \"member\"", "segment = \"membre\""),
    );
    let refused = wrong.hub(&["check"]).stderr;
    assert!(refused.contains("did you mean `offers/year`?") || refused.contains("did you mean `year`?"), "{refused}");
    assert!(refused.contains("did you mean `member`?"), "{refused}");
}

#[test]
fn surveys_come_at_their_moment() {
    for theme in ["hearth", "plain"] {
        let site = site(theme, "ask@clay.example");
        build_at(&site, DURING);
        let asked = |page: &str| {
            let html = site.output(&format!("{page}index.html"));
            ["hello", "week", "month", "why"]
                .into_iter()
                .filter(|id| html.contains(&format!("forms.example/{id}\"")))
                .collect::<Vec<_>>()
        };
        // The first day has two steps; day 7 lies before day 8; the track ends before day 30.
        assert_eq!(asked("tracks/first/touch/"), [""; 0], "{theme}");
        assert_eq!(asked("tracks/first/all/"), ["hello"], "{theme}");
        assert_eq!(asked("tracks/first/fire/"), ["week"], "{theme}");
        assert_eq!(asked("tracks/first/paid/"), [""; 0], "{theme}");
        assert_eq!(asked("guides/fire/"), [""; 0], "{theme}");
        assert_eq!(asked("refunds/"), ["why"], "{theme}");
        site.write(
            "content/pages/refunds.md",
            "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\n+++\nSo:\n\n{{ survey(\"why\") }}\n",
        );
        build_at(&site, DURING);
        let page = site.output("refunds/index.html");
        assert_eq!(page.matches("forms.example/why").count(), 1, "{theme}: what the text asks is not asked twice");
    }
}

#[test]
fn every_content_page_can_be_asked_about() {
    for theme in ["hearth", "plain"] {
        let site = site(theme, "ask@clay.example");
        build_at(&site, DURING);
        let pages = [
            "guides/paid",
            "offers/kit",
            "refunds",
            "tracks/first",
            "tracks/first/paid",
            "newsletter/weekly/2026-12-02",
        ];
        for page in pages {
            let html = site.output(&format!("{page}/index.html"));
            assert!(html.contains("href=\"mailto:ask@clay.example?subject=About%3A%20"), "{theme}: {page}");
        }
        let paid = site.output("guides/paid/index.html");
        assert!(
            paid.contains("subject=About%3A%20Paid%20%26%20%E2%80%9Ctrue%E2%80%9D&amp;body=%0D%0A%0D%0A"),
            "{theme}: {paid}"
        );
        assert!(paid.contains("guides%2Fpaid"), "{theme}: {paid}");
        // Contact, hours and answer time stand in the footer of every page.
        for (path, bytes) in site.tree().iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8_lossy(bytes);
            let Some((_, foot)) = html.split_once("<footer") else { panic!("{theme}: {path} has no footer") };
            for words in ["href=\"mailto:ask@clay.example\"", "Mornings", "Within two days"] {
                assert!(foot.contains(words), "{theme}: no {words} in the footer of {path}");
            }
        }
    }
    let form = site("plain", "https://forms.example/ask?from=hub#form");
    build_at(&form, DURING);
    let paid = form.output("guides/paid/index.html");
    assert!(paid.contains("href=\"https://forms.example/ask?from=hub&amp;about=guides%2Fpaid#form\""), "{paid}");
}

#[test]
fn an_offer_that_opens_later_is_news_on_that_day() {
    let offer = "+++\ntitle = \"The winter kit\"\nrole = \"bundle\"\ndate = 2026-11-01\nstarts = 2026-12-20\nends = 2027-01-05\n\
                 link = \"kit\"\nterms = \"As is.\"\npolicy = \"pages/refunds\"\n+++\nClay and tools.\n";
    let refunds = "+++\ntitle = \"Refunds\"\npolicy = \"refund\"\n+++\nWithin 30 days.\n";
    let site = TestSite::new()
        .file("links.toml", "[[link]]\nid = \"kit\"\nurl = \"https://shop.example/kit\"\n")
        .file("content/offers/kit.md", offer)
        .file("content/pages/refunds.md", refunds)
        .file("content/guides/wedge.md", "+++\ntitle = \"Wedge the clay\"\ndate = 2026-12-15\n+++\nPush.\n");
    let built = |at: &str, more: &[&str]| {
        let run = run(hub_command(site.root()).args(["build", "--at", at]).args(more));
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        run.stderr
    };
    built("2026-12-19T10:00", &[]);
    std::fs::copy(site.root().join("public/feeds/all.rss"), site.root().join("before.rss")).unwrap();
    let said = built("2026-12-20T10:00", &["--previous", "before.rss"]);
    assert!(said.contains("safe: 1 new") && !said.contains("not safe"), "{said}");
    let feed = site.output("feeds/all.rss");
    assert!(feed.contains("<pubDate>Sun, 20 Dec 2026 09:00:00 +0100</pubDate>"), "{feed}");
}

#[test]
fn what_is_paid_for_says_so_where_its_address_is_pasted() {
    let site = TestSite::new()
        .file(
            "links.toml",
            "[[link]]\nid = \"kiln\"\nurl = \"https://kiln.example/a?b=1\"\ndisclosure = \"affiliate\"\n",
        )
        .file(
            "content/guides/fire.md",
            "+++\ntitle = \"Fire it\"\ndate = 2026-11-21\nsources = [\"https://kiln.example/a?b=1\"]\n+++\nUse [this one](https://kiln.example/a?b=1), or \
             [that](https://kiln.example/).\n",
        );
    site.build();
    for path in ["guides/fire/index.html", "feeds/all.rss"] {
        let text = site.output(path).replace("&lt;", "<").replace("&gt;", ">");
        let wanted = if path.ends_with(".rss") { 1 } else { 2 };
        assert_eq!(text.matches("(affiliate link)").count(), wanted, "{path}: {text}");
        assert!(text.contains("rel=\"sponsored nofollow") || path.ends_with(".rss"), "{path}: {text}");
    }
}
