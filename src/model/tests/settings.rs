//! hub.toml: what can't be used, what refers to nothing, and what is made of the rest.

use super::{HUB, problems, read, site, words};
use crate::model::site::{BaseUrl, Preset};

fn hub(more: &str) -> String {
    format!("{HUB}{more}")
}

/// A hub.toml whose line `key` is replaced.
fn with(key: &str, value: &str) -> String {
    let lines: Vec<String> = HUB
        .lines()
        .map(|line| if line.starts_with(key) { format!("{key} = {value}") } else { line.to_owned() })
        .collect();
    lines.join("\n")
}

#[test]
fn a_base_url_is_kept_in_parts() {
    for (typed, origin, path) in [
        ("https://Example.org", "https://example.org", "/"),
        ("https://example.org/hub//", "https://example.org", "/hub/"),
        ("http://localhost:8080/a/b", "http://localhost:8080", "/a/b/"),
    ] {
        let text = with("base_url", &format!("\"{typed}\""));
        let BaseUrl { origin: read, path: read_path, .. } = site(&[("hub.toml", &text)]).settings.base_url;
        assert_eq!((read.as_str(), read_path.as_str()), (origin, path), "{typed}");
    }
}

#[test]
fn there_is_no_site_without_zone_and_address_but_its_problems_are_found() {
    for (key, value, code) in [
        ("base_url", "\"ftp://example.org\"", "bad-base-url"),
        ("base_url", "\"https://example.org/?a\"", "bad-base-url"),
        ("base_url", "\"https://exämple.org/\"", "bad-base-url"),
        ("base_url", "\"https://example.org/../x\"", "bad-base-url"),
        ("timezone", "\"Europe/Berlim\"", "unknown-timezone"),
    ] {
        let text = with(key, value);
        let files = [("hub.toml", text.as_str()), ("content/guides/a.md", "+++\ntitle = \"A\"\nlevel = \"x\"\n+++\n")];
        assert!(read(&files).0.is_none());
        let found = problems(&files);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|line| line.starts_with(code)), "{found:?}");
        assert!(found.iter().any(|line| line == "unknown-level content/guides/a.md:3:9"), "{found:?}");
    }
    assert!(words(&[("hub.toml", &with("timezone", "\"Europe/Berlim\""))]).contains("`Europe/Berlin`"));
}

#[test]
fn without_hub_toml_there_is_no_site() {
    let (site, problems) = crate::model::model(&crate::source::Sources::default(), &[]);
    assert!(site.is_none());
    assert_eq!(problems, []);
}

#[test]
fn every_wrong_value_is_found_in_one_run() {
    let text = r#"
title = "Hub"
base_url = "https://example.org/"
timezone = "Europe/Berlin"
language = "en_US"
since = 26
guid_host = "https://old.example.org"
profiles = ["example.org/me"]
[[author]]
id = "Ana M"
name = "Ana"
image = "/img/ana.png"
[[segment]]
id = "new"
title = "New"
for = "all"
track = "none"
[[segment]]
id = "new"
title = "New"
for = "all"
[[quiz]]
question = "Who?"
[[quiz]]
question = "What?"
answer = [{ text = "this", track = "tracks/none" }]
[support]
contact = "me"
[[survey]]
id = "s"
title = "S"
url = "https://example.org/s"
moment = "day-8"
[feeds]
limit = 0
[security]
contact = "mailto:a@example.org"
expires = 2027-01-01
"#;
    assert_eq!(
        problems(&[("hub.toml", text)]),
        [
            "bad-contact hub.toml:28:11",
            "bad-guid-host hub.toml:7:13",
            "bad-id hub.toml:10:6",
            "bad-language hub.toml:5:12",
            "bad-number hub.toml:35:9",
            "bad-since hub.toml:6:9",
            "bad-url hub.toml:8:13",
            "duplicate-id hub.toml:19:6",
            "missing-file hub.toml:12:9",
            "quiz-without-answers hub.toml:22:1",
            "unknown-id hub.toml:17:9",
            "unknown-id hub.toml:26:36",
            "unknown-moment hub.toml:33:10",
        ]
    );
}

#[test]
fn sign_up_forms_know_where_they_post_to() {
    let form = |fields: &str| hub(&format!("[signup]\nconsent = \"yes\"\n{fields}\n"));
    for (fields, action) in [
        ("preset = \"buttondown\"\naccount = \"ana\"", "https://buttondown.com/api/emails/embed-subscribe/ana"),
        ("preset = \"kit\"\naccount = \"123\"", "https://app.kit.com/forms/123/subscriptions"),
        ("preset = \"brevo\"\naction = \"https://x.example/serve/1\"", "https://x.example/serve/1"),
    ] {
        let signup = site(&[("hub.toml", &form(fields))]).settings.signup.expect("there is a form");
        assert_eq!(signup.action, action);
    }
    let custom = site(&[("hub.toml", &form("action = \"https://f.example:8443/x\""))]).settings.signup;
    assert_eq!(custom.map(|form| (form.preset, form.host)), Some((Preset::Custom, "f.example:8443".to_owned())));
    for (fields, problem) in [
        ("preset = \"buttondown\"", "signup-incomplete hub.toml:7:1"),
        ("preset = \"kit\"\naccount = \"a b\"", "signup-incomplete hub.toml:10:11"),
        ("preset = \"mailchimp\"\naccount = \"ana\"", "signup-incomplete hub.toml:7:1"),
        ("preset = \"custom\"", "signup-incomplete hub.toml:7:1"),
        ("preset = \"beehiiv\"\naction = \"https://x.example/\"", "signup-incomplete hub.toml:10:10"),
        ("preset = \"listmonk\"\naction = \"https://x.example/subscription/form\"", "signup-incomplete hub.toml:10:10"),
        ("action = \"https://f.example\"\nlink_days = 0", "bad-number hub.toml:10:13"),
        ("action = \"https://f.example\"\ntags = { nobody = \"1\" }", "unknown-segment hub.toml:10:10"),
        ("page = \"https://f.example\"\nsubscribers = { count = 0, as_of = 2026-01-01 }", "bad-number hub.toml:10:25"),
        ("page = \"https://f.example\"\nsubscribers = { count = 9 }", "missing-field hub.toml:10:15"),
        ("preset = \"buttonup\"", "unknown-preset hub.toml:9:10"),
        ("action = \"https://f.example\"\nnewsletter = \"weekly\"", "unknown-newsletter hub.toml:10:14"),
        ("action = \"javascript:x\"", "bad-url hub.toml:9:10"),
    ] {
        assert_eq!(problems(&[("hub.toml", &form(fields))]), [problem], "{fields}");
    }
}

#[test]
fn defaults_are_filled_in() {
    let settings = site(&[("hub.toml", &hub("[support]\ncontact = \"help@example.org\"\n"))]).settings;
    assert_eq!((settings.theme.value.as_str(), settings.feed_limit), ("hearth", 20));
    assert_eq!(settings.guid_host, "example.org");
    assert_eq!(settings.support.map(|support| support.url).as_deref(), Some("mailto:help@example.org"));
}
