//! The sign-up: what each provider is sent, the pages it sends people to, what is promised, and the pages of the manual.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use common::{SETTINGS, TestSite, golden};

const THEMES: [&str; 2] = ["plain", "hearth"];
const PRIVACY: &str = "+++\ntitle = \"Privacy\"\npolicy = \"privacy\"\n+++\nWe keep your address to write to you.\n";
const SEGMENTS: &str = "\n[[segment]]\nid = \"new\"\ntitle = \"New\"\nfor = \"You begin.\"\n";
const STATES: [&str; 4] = ["check-inbox", "confirmed", "already", "unsubscribed"];

/// A site with this `[signup]`, a weekly newsletter, a segment and a privacy page.
fn site(theme: &str, signup: &str) -> TestSite {
    let settings = SETTINGS.replace("plain", theme);
    TestSite::new()
        .file("hub.toml", format!("{settings}{SEGMENTS}\n[signup]\nconsent = \"Yes, write to me.\"\n{signup}\n"))
        .file(
            "calendar.toml",
            "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-01-07\ninclude = [\"guide\"]\n",
        )
        .file("content/pages/privacy.md", PRIVACY)
}

/// What stands between `from` and `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(inner, _)| inner)
}

/// Where the form of a page goes and what it sends, a field a line.
fn form(page: &str) -> String {
    let Some(form) = between(page, "<form ", "</form>") else {
        let link = page.split("<a ").find(|link| link.contains("example.beehiiv")).unwrap();
        return format!("no form, but a link to {}\n", between(link, "href=\"", "\"").unwrap());
    };
    let value = |tag: &str, name: &str| between(tag, &format!(" {name}=\""), "\"").unwrap_or("").to_owned();
    let mut lines =
        format!("{} {}\n", between(form, "method=\"", "\"").unwrap(), between(form, "action=\"", "\"").unwrap());
    for input in form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let is_trap = input.contains("tabindex=\"-1\"");
        let kind = if is_trap { "trap".to_owned() } else { value(input, "type") };
        let required = if input.contains(" required") { ", required" } else { "" };
        assert!(!input.contains("checked") && !input.contains("style="), "{input}");
        lines.push_str(&format!("  {} = {:?} ({kind}{required})\n", value(input, "name"), value(input, "value")));
    }
    let mut sorted: Vec<&str> = lines.lines().collect();
    sorted[1..].sort_unstable();
    sorted.join("\n") + "\n"
}

#[test]
fn each_provider_is_sent_what_it_asks_for() {
    let presets = [
        ("buttondown", "account = \"ana\""),
        ("kit", "account = \"123\""),
        (
            "mailchimp",
            "action = \"https://x.us1.list-manage.com/subscribe/post?u=ab&id=cd&f_id=ef\"\ntags = { new = \"42\" }",
        ),
        ("mailerlite", "action = \"https://assets.mailerlite.com/jsonp/1/forms/2/subscribe\""),
        ("beehiiv", "page = \"https://example.beehiiv.com/subscribe\""),
        ("listmonk", "action = \"https://l.example/subscription/form?l=0-1\"\ntags = { new = \"2-3\" }"),
        ("brevo", "action = \"https://x.sibforms.com/serve/y\"\nfields = { consent = \"OPT_IN\" }"),
        ("custom", "action = \"https://f.example/in\"\nfields = { email = \"mail\", honeypot = \"url\" }"),
    ];
    let mut told = String::new();
    for (preset, fields) in presets {
        let sent = THEMES.map(|theme| {
            let site = site(theme, &format!("preset = \"{preset}\"\n{fields}"));
            let stderr = site.build().stderr;
            assert!(!stderr.contains("warning"), "{preset}: {stderr}");
            form(&site.output("for/new/index.html"))
        });
        assert_eq!(sent[0], sent[1], "{preset}: the themes differ");
        told.push_str(&format!("{preset}\n{}\n", sent[0]));
    }
    golden("golden/signup/presets.txt", &told);
}

#[test]
fn a_segment_without_a_number_is_not_made_up() {
    let action = "preset = \"mailchimp\"\naction = \"https://x.us1.list-manage.com/subscribe/post?u=a&id=b\"";
    for theme in THEMES {
        let site = site(theme, action);
        site.build();
        assert!(!site.output("for/new/index.html").contains("name=\"tags\""), "{theme}");
    }
}

#[test]
fn a_link_asks_no_leave_of_the_policy() {
    let site = site("plain", "preset = \"beehiiv\"\npage = \"https://example.beehiiv.com/subscribe\"");
    site.build();
    assert!(site.output("_headers").contains("form-action 'self';"));
}

#[test]
fn the_pages_of_the_provider_help() {
    for (language, theme) in [("en", "plain"), ("de", "hearth")] {
        let site = site(
            theme,
            "account = \"ana\"\npreset = \"buttondown\"\nsender = \"Ana <ana@post.example>\"\nlink_days = 7",
        );
        let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
        site.write("hub.toml", settings.replace("language = \"en\"", &format!("language = \"{language}\"")));
        site.build();
        let told: String =
            STATES.iter().map(|state| text(&site.output(&format!("newsletter/{state}/index.html")))).collect();
        golden(&format!("golden/signup/states-{language}.txt"), &told);
        assert!(!site.output("sitemap.xml").contains("check-inbox"));
    }
}

/// What a page says in its `main`, a block a line, links with their targets.
fn text(page: &str) -> String {
    assert!(page.contains("noindex"), "{page}");
    let main = between(page, "<main", "</main>").unwrap();
    let main = main.split_once('>').unwrap().1;
    let mut told = String::new();
    for part in main.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap();
        let target = tag.strip_prefix("a ").and_then(|tag| between(tag, "href=\"", "\""));
        let words = words.trim();
        if !words.is_empty() {
            told.push_str(&format!("{words}{}\n", target.map(|url| format!(" -> {url}")).unwrap_or_default()));
        }
    }
    told + "\n"
}

#[test]
fn what_is_promised_is_what_the_calendar_says() {
    let cases = [
        ("weekly:wed", "", "every Wednesday", "jeden Mittwoch"),
        ("every-2-weeks:wed", "", "every 2 weeks on Wednesday", "alle 2 Wochen am Mittwoch"),
        ("monthly:15", "", "on day 15 of each month", "am 15. jedes Monats"),
        ("monthly:31", "", "on day 31 of each month that has one", "am 31. jedes Monats, der so viele Tage hat"),
        ("monthly:last-fri", "", "every last Friday of the month", "jeden letzten Freitag im Monat"),
        ("weekly:wed", "until = 2026-11-30", "", ""),
    ];
    for (rule, until, english, german) in cases {
        for (language, promise, comes) in [("en", english, "Comes "), ("de", german, "Kommt ")] {
            let page = newsletter(language, &format!("rule = \"{rule}\"\nstart = 2026-01-07\n{until}"));
            match promise {
                "" => assert!(!page.contains(comes), "{rule} {language}: {page}"),
                promise => assert_eq!(page.matches(&format!("{comes}{promise}.")).count(), 2, "{rule} {language}"),
            }
        }
    }
    let coming = "rule = \"weekly:wed\"\nstart = 2027-01-06";
    assert!(newsletter("en", coming).contains("Comes every Wednesday, from 6 January 2027."));
    assert!(newsletter("de", coming).contains("Kommt jeden Mittwoch, ab 6. Januar 2027."));
}

/// The archive of a newsletter with this rule.
fn newsletter(language: &str, rule: &str) -> String {
    let site = site("plain", "preset = \"buttondown\"\naccount = \"ana\"");
    let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
    site.write("hub.toml", settings.replace("language = \"en\"", &format!("language = \"{language}\"")));
    site.write("calendar.toml", format!("[[newsletter]]\nid = \"weekly\"\ninclude = [\"guide\"]\n{rule}\n"));
    site.build();
    site.output("newsletter/index.html")
}

#[test]
fn a_number_of_readers_has_its_day() {
    for theme in THEMES {
        let counted = site(theme, "page = \"https://x.example\"\nsubscribers = { count = 1200, as_of = 2026-11-01 }");
        counted.build();
        assert!(counted.output("for/new/index.html").contains("1,200 readers on 1 November 2026"), "{theme}");
        assert!(!counted.hub(&["check"]).stderr.contains("subscribers-old"));
    }
    let later = site("plain", "page = \"https://x.example\"\nsubscribers = { count = 1, as_of = 2027-11-01 }");
    let stderr = later.hub(&["check"]).stderr;
    assert!(stderr.contains("note[subscribers-old]") && stderr.contains("still to come"), "{stderr}");
}

#[test]
fn a_privacy_page_that_nobody_can_see_is_none() {
    let site = site("plain", "page = \"https://x.example\"");
    site.write("calendar.toml", "[[entry]]\nref = \"pages/privacy\"\npublish = 2027-01-05\n");
    let stderr = site.build().stderr;
    assert!(stderr.contains("warning[privacy-missing]") && stderr.contains("`pages/privacy`"), "{stderr}");
}

#[test]
fn the_manual_says_what_to_set_where() {
    let (here, nowhere) = (site("plain", "page = \"https://x.example\""), TestSite::empty());
    let listed = here.hub(&["help", "signup"]).stdout;
    for provider in ["buttondown", "kit", "mailchimp", "mailerlite", "beehiiv", "listmonk", "brevo", "custom"] {
        assert!(listed.contains(&format!("hub help signup {provider}   ")), "{provider}");
        let page = here.hub(&["help", "signup", provider]).stdout;
        let elsewhere = nowhere.hub(&["help", "signup", provider]).stdout;
        for state in STATES {
            assert!(page.contains(&format!("https://hub.example/newsletter/{state}/")), "{provider}: {state}");
            assert!(elsewhere.contains(&format!("https://YOUR-SITE/newsletter/{state}/")), "{provider}: {state}");
        }
        assert!(!page.contains("YOUR-SITE"), "{provider}");
        for heading in
            ["In hub.toml", "Addresses to enter", "Segments", "Consent and confirmation", "Pause, how often, manage"]
        {
            assert!(page.contains(&format!("\n## {heading}\n")), "{provider}: {heading}");
        }
    }
    let run = here.hub(&["help", "signup", "mailchip"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `mailchimp`?"), "{}", run.stderr);
    assert_eq!(here.hub(&["help", "feeds", "x"]).code, 2);
}

#[test]
fn a_box_without_words_is_an_error_with_its_place() {
    let hub = format!("{SETTINGS}\n[signup]\naction = \"https://mail.example/in\"\nconsent = \"  \"\n");
    let run = TestSite::empty().file("hub.toml", hub).hub(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[signup-incomplete]: the box to tick has no words"), "{}", run.stderr);
    assert!(run.stderr.contains("consent = \"  \""), "{}", run.stderr);
}
