//! What pages say to machines in their heads: structured data, OpenGraph, canonical addresses, translations. Of each type the
//! fields that search engines ask for, and nothing that isn't on the page.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use common::TestSite;

/// Types at the top of a page's data, and the fields each has to have. Sources: "Structured data markup that Google Search
/// supports", <https://developers.google.com/search/docs/appearance/structured-data/search-gallery>, required properties of
/// Breadcrumb, Course, Event, FAQ, Profile page; recommended ones of Article that hub always knows; for the rest the properties
/// of <https://schema.org/HowTo>, <https://schema.org/CreativeWorkSeries>, <https://schema.org/WebSite> and
/// <https://schema.org/Organization> without which they say nothing.
const REQUIRED: [(&str, &[&str]); 10] = [
    ("Article", &["headline", "url", "publisher", "inLanguage"]),
    ("BreadcrumbList", &["itemListElement"]),
    ("Course", &["name", "description", "provider", "url", "hasCourseInstance"]),
    ("CreativeWorkSeries", &["name", "url", "hasPart"]),
    ("Event", &["name", "startDate", "location", "eventStatus", "organizer"]),
    ("FAQPage", &["mainEntity"]),
    ("HowTo", &["name", "step", "url", "publisher"]),
    ("Organization", &["name", "url"]),
    ("ProfilePage", &["mainEntity"]),
    ("WebSite", &["name", "url", "inLanguage"]),
];
/// The same of types inside others.
const INNER: [(&str, &[&str]); 10] = [
    ("Answer", &["text"]),
    ("CourseInstance", &["courseMode", "courseWorkload"]),
    ("HowToStep", &["text", "url"]),
    ("HowToTool", &["name"]),
    ("LearningResource", &["name", "url"]),
    ("ListItem", &["position", "name", "item"]),
    ("Person", &["name"]),
    ("Place", &["name", "address"]),
    ("Question", &["name", "acceptedAnswer"]),
    ("VirtualLocation", &["url"]),
];
/// Fields whose values are addresses: whole ones.
const ADDRESSES: [&str; 5] = ["url", "item", "image", "logo", "sameAs"];

fn example() -> TestSite {
    let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
    site.build();
    site
}

/// Pages by path; redirects and the page for lost readers are none.
fn pages(site: &TestSite) -> BTreeMap<String, String> {
    let html = site.tree().into_iter().filter(|(path, _)| path.ends_with(".html") && path != "404.html");
    let pages = html.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()));
    pages.filter(|(_, html)| !html.contains("http-equiv=\"refresh\"")).collect()
}

fn attribute<'h>(html: &'h str, before: &str) -> Option<&'h str> {
    html.split_once(before)?.1.split('"').next()
}

fn meta<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    attribute(html, &format!("<meta property=\"{name}\" content=\""))
        .or_else(|| attribute(html, &format!("<meta name=\"{name}\" content=\"")))
}

fn is_noindex(html: &str) -> bool {
    html.contains("<meta name=\"robots\" content=\"noindex\">")
}

/// The objects of a page's data.
fn graph(html: &str) -> Vec<Value> {
    let Some((_, after)) = html.split_once("<script type=\"application/ld+json\">") else { return Vec::new() };
    let data: Value = serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().unwrap().clone()
}

#[test]
fn every_type_has_the_fields_that_search_engines_ask_for() {
    let site = example();
    let mut seen = BTreeSet::new();
    for (path, html) in pages(&site) {
        for object in graph(&html) {
            let kind = object["@type"].as_str().unwrap().to_owned();
            let (_, required) =
                REQUIRED.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("{path}: {kind}"));
            check(&path, &object, required);
            seen.insert(kind);
        }
    }
    let all: BTreeSet<String> = REQUIRED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(seen, all, "the example shows every type");
}

fn check(path: &str, object: &Value, required: &[&str]) {
    for field in required {
        let value = &object[*field];
        assert!(!value.is_null() && *value != "" && *value != serde_json::json!([]), "{path}: `{field}` of {object}");
    }
    for (name, value) in object.as_object().unwrap() {
        if ADDRESSES.contains(&name.as_str()) {
            let list = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            assert!(
                list.iter().all(|url| url.as_str().unwrap().starts_with("https://")),
                "{path}: `{name}` of {object}"
            );
        }
        let inner = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for object in inner.iter().filter(|value| value.is_object()) {
            let kind = object["@type"].as_str().unwrap();
            let known = INNER.iter().chain(&REQUIRED).find(|(name, _)| *name == kind);
            let inside = ["Article", "Organization", "CreativeWorkSeries"].contains(&kind);
            let (_, required) = known.unwrap_or_else(|| panic!("{path}: {kind}"));
            check(path, object, if inside { &[] } else { required });
        }
    }
}

#[test]
fn data_says_only_what_the_page_shows() {
    let site = example();
    for (path, html) in pages(&site) {
        let Some((head, body)) = html.split_once("<body") else { panic!("{path} has no body") };
        let shown = plain(body);
        // The way down begins at home, which the page shows as the site's name.
        for object in graph(head).into_iter().filter(|object| object["@type"] != "BreadcrumbList") {
            let mut texts = Vec::new();
            collect(&object, &mut texts);
            for text in texts {
                // An issue without a title is named by its newsletter and its day, which stand apart on the page.
                let is_shown = |text: &str| shown.contains(&plain(text));
                let parts = path.starts_with("newsletter/") && text.split(", ").all(is_shown);
                assert!(parts || is_shown(&text), "{path}: the page doesn't show `{text}`");
            }
        }
    }
}

/// Names, questions and answers, quotes: what a reader would look for.
fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(text) if ["name", "headline", "text", "jobTitle"].contains(&name.as_str()) => {
                        texts.push(text.to_owned())
                    }
                    _ => collect(value, texts),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, texts)),
        _ => {}
    }
}

/// A text without tags, entities and white space.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside && !c.is_whitespace() => text.push(c),
            _ => {}
        }
    }
    for (entity, c) in [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        text = text.replace(entity, c);
    }
    text
}

#[test]
fn a_member_is_no_more_in_data_than_on_the_page() {
    let site = example();
    let people =
        pages(&site).into_iter().filter(|(path, _)| path.starts_with("spotlights/") && !path.contains("page/"));
    let mut count = 0;
    for (path, html) in people.filter(|(path, _)| path != "spotlights/index.html") {
        let data = graph(&html);
        let person = &data.iter().find(|object| object["@type"] == "ProfilePage").unwrap()["mainEntity"];
        let body = html.split_once("<main").unwrap().1;
        for value in person.as_object().unwrap().iter().filter(|(name, _)| !["@type", "url"].contains(&name.as_str())) {
            let list = value.1.as_array().cloned().unwrap_or_else(|| vec![value.1.clone()]);
            for text in list.iter().map(|value| value.as_str().unwrap()) {
                let local =
                    text.split_once("//").and_then(|(_, rest)| rest.split_once('/')).map_or(text, |(_, path)| path);
                assert!(plain(body).contains(&plain(text)) || body.contains(local), "{path}: {text}");
            }
        }
        count += 1;
    }
    assert!(count > 2);
}

#[test]
fn every_public_page_describes_itself_and_has_one_address() {
    for theme in ["hearth", "plain"] {
        let site = TestSite::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-site"));
        let settings = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
        site.write("hub.toml", settings.replace("name = \"hearth\"", &format!("name = \"{theme}\"")));
        site.build();
        let mut described: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, html) in pages(&site) {
            let canonical = attribute(&html, "<link rel=\"canonical\" href=\"");
            assert!(
                canonical.is_some_and(|url| url.starts_with("https://")),
                "{theme}: {path} has no canonical address"
            );
            assert_eq!(canonical, meta(&html, "og:url"), "{theme}: {path}");
            for name in ["og:title", "og:type", "og:site_name", "twitter:card"] {
                assert!(meta(&html, name).is_some_and(|text| !text.is_empty()), "{theme}: {path} has no {name}");
            }
            if !is_noindex(&html) {
                let text = meta(&html, "description").unwrap_or_else(|| panic!("{theme}: {path} has no description"));
                assert_eq!(Some(text), meta(&html, "og:description"), "{theme}: {path}");
                // A piece in a track is the piece once more, and says so by its canonical address.
                if canonical.unwrap().ends_with(&format!("/{}", path.trim_end_matches("index.html"))) {
                    described.entry(text.to_owned()).or_default().push(path);
                }
            }
        }
        let alike: Vec<_> = described.values().filter(|paths| paths.len() > 1).collect();
        assert!(alike.iter().all(|paths| paths.iter().any(|path| path.contains("/page/"))), "{theme}: {alike:?}");
        assert!(attribute(&site.output("404.html"), "<meta name=\"robots\" content=\"").is_some());
    }
}

#[test]
fn an_article_says_when_by_whom_and_of_what() {
    let site = example();
    let guide = site.output("guides/flow-fields/index.html");
    assert_eq!(meta(&guide, "og:type"), Some("article"));
    let data = graph(&guide).into_iter().find(|object| object["publisher"].is_object()).unwrap();
    assert_eq!(meta(&guide, "article:published_time"), data["datePublished"].as_str());
    assert_eq!(meta(&guide, "article:modified_time"), data["dateModified"].as_str());
    assert_eq!(meta(&guide, "article:author"), data["author"][0]["url"].as_str());
    assert_eq!(meta(&guide, "article:section"), Some("Guides"));
    let home = site.output("index.html");
    assert_eq!(meta(&home, "og:type"), Some("website"));
    assert_eq!(meta(&home, "article:section"), None);
}

const SETTINGS: &str = "title = \"Heft\"\nbase_url = \"https://hub.example/de/\"\ntimezone = \"Europe/Berlin\"\n\
     language = \"de-AT\"\nsince = 2026\ntheme = \"THEME\"\n[[translation]]\nlanguage = \"en\"\nurl = \"https://hub.example/\"\n\
     default = true\n[[translation]]\nlanguage = \"fr\"\nurl = \"https://hub.example/fr/\"\n";

fn translated(theme: &str) -> TestSite {
    let site = TestSite::empty().file("hub.toml", SETTINGS.replace("THEME", theme));
    site.write(
        "content/guides/a.md",
        "+++\ntitle = \"A\"\ntranslations = { en = \"https://hub.example/guides/a/\" }\n+++\n\nText.\n",
    );
    site.write(
        "content/guides/b.md",
        "+++\ntitle = \"B\"\ntranslations = { fr = \"https://hub.example/fr/b/\" }\n+++\n\nText.\n",
    );
    site.write("content/guides/c.md", "+++\ntitle = \"</script><b>C\"\n+++\n\nText.\n");
    site.write("content/tracks/t.md", "+++\ntitle = \"T\"\n[[step]]\nref = \"guides/a\"\nday = 1\n+++\n");
    site.build();
    site
}

fn languages(html: &str) -> Vec<(String, String)> {
    let links = html.split("<link rel=\"alternate\" hreflang=\"").skip(1);
    links.map(|rest| (rest.split('"').next().unwrap().into(), attribute(rest, "href=\"").unwrap().into())).collect()
}

#[test]
fn a_page_names_its_translations_itself_and_the_one_for_all_others() {
    for theme in ["hearth", "plain"] {
        let site = translated(theme);
        let pair = |tag: &str, url: &str| (tag.to_owned(), format!("https://hub.example/{url}"));
        let home = languages(&site.output("index.html"));
        assert_eq!(home, [pair("de-AT", "de/"), pair("en", ""), pair("fr", "fr/"), pair("x-default", "")], "{theme}");
        let both = languages(&site.output("guides/a/index.html"));
        let own = pair("de-AT", "de/guides/a/");
        assert_eq!(both, [own, pair("en", "guides/a/"), pair("x-default", "guides/a/")], "{theme}");
        // Without a page in the default language, the page itself is for readers of all others.
        let own = |tag| pair(tag, "de/guides/b/");
        let french = languages(&site.output("guides/b/index.html"));
        assert_eq!(french, [own("de-AT"), pair("fr", "fr/b/"), own("x-default")], "{theme}");
        for path in ["guides/c/index.html", "guides/index.html", "tracks/t/a/index.html"] {
            assert_eq!(languages(&site.output(path)), [], "{theme}: {path}");
        }
        assert_eq!(meta(&site.output("index.html"), "og:locale"), Some("de_AT"), "{theme}");
    }
}

#[test]
fn no_title_ends_the_data() {
    let site = translated("plain");
    let html = site.output("guides/c/index.html");
    assert!(graph(&html).iter().any(|object| object["headline"] == "</script><b>C"));
    assert!(!html.contains("</script><b>C"));
}

#[test]
fn a_translation_is_checked() {
    let problems = |settings: &str, front: &str| {
        let site = TestSite::new();
        let own = std::fs::read_to_string(site.root().join("hub.toml")).unwrap();
        site.write("hub.toml", own + settings);
        site.write("content/guides/a.md", format!("+++\ntitle = \"A\"\n{front}\n+++\n"));
        site.hub(&["check"]).stderr
    };
    let home = |language: &str, url: &str| format!("[[translation]]\nlanguage = \"{language}\"\nurl = \"{url}\"\n");
    assert!(problems(&home("de_DE", "https://a.example/"), "").contains("did you mean `de-DE`?"));
    assert!(problems(&home("de-a", "https://a.example/"), "").contains("`de-a` is no language tag"));
    assert!(problems(&home("EN", "https://a.example/"), "").contains("the hub is written in it"));
    assert!(problems(&home("de", "http://a.example/"), "").contains("write `https://a.example/`"));
    assert!(problems(&home("de", "/de/"), "").contains("is no web address"));
    let twice = home("de", "https://a.example/") + &home("DE", "https://b.example/");
    assert!(problems(&twice, "").contains("two translations to `DE`"));
    let defaults =
        home("de", "https://a.example/") + "default = true\n" + &home("fr", "https://b.example/") + "default = true\n";
    assert!(problems(&defaults, "").contains("only one language"));
    assert!(problems("", "translations = { en = \"https://a.example/\" }").contains("the hub is written in it"));
    assert!(problems("", "translations = { de = \"a\" }").contains("is no web address"));
}
