//! What a guide promises by its `format`, kept and broken; notes on how texts are laid out, and how they are switched off.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use common::{SETTINGS, TestSite};

/// What `hub check --format json` says of one guide: code, place, message, in their order.
fn said(language: &str, front: &str, body: &str) -> Vec<(String, String)> {
    let settings = SETTINGS.replace("language = \"en\"", &format!("language = \"{language}\""));
    let guide = format!("+++\ntitle = \"A guide\"\ndate = 2026-11-02\n{front}\n+++\n{body}\n");
    let site = TestSite::empty().file("hub.toml", settings).file("content/guides/a.md", guide);
    problems(&site)
}

fn problems(site: &TestSite) -> Vec<(String, String)> {
    let run = site.hub(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let all = report["diagnostics"].as_array().unwrap();
    // A language without a theme's words is told of once, which is not what this is about.
    let all = all.iter().filter(|one| one["code"] != "language-missing");
    all.map(|one| (text(one, "code"), text(one, "message"))).collect()
}

#[track_caller]
fn keeps(language: &str, format: &str, front: &str, body: &str) {
    let found = said(language, &format!("format = \"{format}\"\n{front}"), body);
    assert_eq!(found, [], "{language} {format}: {body}");
}

#[track_caller]
fn breaks(language: &str, format: &str, body: &str, message: &str) {
    let found = said(language, &format!("format = \"{format}\""), body);
    assert_eq!(found, [(format!("format-{format}"), message.to_owned())], "{language} {format}: {body}");
}

#[test]
fn both_halves_of_for_and_not_for() {
    keeps("en", "not-for", "", "## Who this is for\n\nYou.\n\n## Who this is not for\n\nThem.");
    keeps("en", "not-for", "", "**For you if** you draw.\n\n**Not for you if** you hurry.");
    keeps("en", "not-for", "", "It suits you if:\n\n- you draw\n\nIt isn't for you if:\n\n- you hurry");
    keeps("en", "not-for", "", "| Good for | Not for |\n|---|---|\n| drawers | others |");
    keeps("de", "not-for", "", "## Für wen das ist\n\nDich.\n\n## Für wen das nichts ist\n\nAndere.");
    keeps("de-AT", "not-for", "", "Das passt, wenn:\n\n- du zeichnest\n\nLass es lieber, wenn:\n\n- du es eilig hast");
    keeps("pl", "not-for", "", "## Dla kogo\n\nDla ciebie.\n\n## Nie dla kogo\n\nDla innych.");
    breaks("en", "not-for", "## Who this is for\n\nYou.", "this guide doesn't say whom it is not for");
    breaks("en", "not-for", "## Not for you\n\nThem.", "this guide doesn't say whom it is for");
    breaks("en", "not-for", "All of it.", "this guide doesn't say whom it is for, and whom it is not for");
    breaks("de", "not-for", "## Für wen das ist\n\nDich.", "this guide doesn't say whom it is not for");
    breaks("de", "not-for", "## Für wen das nichts ist\n\nAndere.", "this guide doesn't say whom it is for");
    breaks("pl", "not-for", "## Dla kogo\n\nDla ciebie.", "this guide doesn't say whom it is not for");
    // A heading with nothing below it says nothing.
    breaks("en", "not-for", "## For whom\n\nYou.\n\n## Not for\n", "this guide doesn't say whom it is not for");
}

#[test]
fn a_proof_has_a_time_a_figure_and_sources() {
    let sources = "sources = [\"Our log\"]";
    keeps("en", "proof", sources, "In 6 weeks we saved 31 % of the time.");
    keeps("en", "proof", sources, "In three long weeks it got better.\n\n| a | b |\n|---|---|\n| c | d |");
    keeps(
        "en",
        "proof",
        "sources = [{ title = \"Log\", url = \"https://www.iana.org/\" }]",
        "In May 2026, 12 of 40 did it.",
    );
    keeps("en", "proof", &format!("{sources}\nupdated_for = {{ period = \"2026\" }}"), "It took 12 pens.");
    keeps("de", "proof", sources, "Nach 6 Wochen waren es 31 % weniger.");
    keeps("de", "proof", sources, "Nach drei Monaten waren es 31 % weniger.");
    keeps("de", "proof", sources, "Ein 30-Tage-Test mit 62 Blättern.");
    breaks("en", "proof", "It got better.", "this proof lacks a time, a figure or an image and sources");
    breaks("en", "proof", "In 6 weeks it got better.", "this proof lacks a figure or an image and sources");
    breaks("de", "proof", "Es wurde um 31 % besser.", "this proof lacks a time and sources");
    let found = said("de", &format!("format = \"proof\"\n{sources}"), "Nach 6 Wochen wurde es besser.");
    assert_eq!(found, [("format-proof".into(), "this proof lacks a figure or an image".into())]);
}

#[test]
fn each_mistake_has_its_fix() {
    keeps("en", "mistakes", "", "## Late\n\nIt starts late.\n\nWait a moment.\n\n## Loose\n\nTape it instead.");
    keeps(
        "en",
        "mistakes",
        "",
        "## All\n\n### Late\n\nIt starts late.\n\n- Wait.\n\n### Loose\n\nIt slips.\n\n- Tape it.",
    );
    keeps("en", "mistakes", "", "1. It starts late. Wait a moment.\n2. It slips: tape it down.");
    keeps("en", "mistakes", "", "| Mistake | Fix |\n|---|---|\n| late | wait |");
    keeps("en", "mistakes", "", "Late\n: Wait a moment.\n\nLoose\n: Tape it.");
    keeps("de", "mistakes", "", "## Zu spät\n\nAbhilfe: kurz warten.\n\n## Lose\n\nSie rutscht.\n\nKlebe sie fest.");
    keeps("de", "mistakes", "", "- Zu früh begonnen. Warte kurz.\n- Zu lose – besser festkleben.");
    breaks("en", "mistakes", "## Late\n\nIt starts late.\n\nWait.\n\n## Loose\n\nIt slips.", "one mistake has no fix");
    breaks("en", "mistakes", "- It starts late\n- It slips", "2 mistakes have no fix");
    breaks("en", "mistakes", "There are some.", "this guide counts up no mistakes");
    breaks("de", "mistakes", "## Zu spät\n\nSie beginnt zu spät.\n\n## Lose\n\nSie rutscht.", "2 mistakes have no fix");
    breaks("de", "mistakes", "- Zu früh begonnen\n- Zu lose", "2 mistakes have no fix");
}

#[test]
fn a_walkthrough_has_numbered_steps() {
    keeps("en", "walkthrough", "", "1. Open it.\n2. Close it.");
    keeps("en", "walkthrough", "steps = true", "## Open it\n\nNow.\n\n## Close it\n\nNow.");
    keeps("en", "walkthrough", "", "## Step 1: open it\n\nNow.\n\n## Step 2: close it\n\nNow.");
    keeps("de", "walkthrough", "", "## Schritt 1\n\nÖffnen.\n\n## Schritt 2\n\nSchließen.");
    breaks("en", "walkthrough", "- Open it.\n- Close it.", "this walkthrough has no numbered steps");
    breaks(
        "de",
        "walkthrough",
        "## Öffnen\n\nJetzt.\n\n## Schließen\n\nJetzt.",
        "this walkthrough has no numbered steps",
    );
}

#[test]
fn a_comparison_has_a_table() {
    keeps("en", "comparison", "", "| Pen | Price |\n|---|---|\n| liner | 4 € |");
    keeps("de", "comparison", "", "<table><tr><td>Stift</td></tr></table>");
    breaks("en", "comparison", "- liner\n- gel", "this comparison has no table");
    breaks("de", "comparison", "| Stift |\n|---|\n| Liner |", "this comparison has no table");
}

fn words(number: usize) -> String {
    vec!["word"; number].join(" ")
}

fn codes(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(code, _)| code.as_str()).collect()
}

#[test]
fn texts_are_looked_at_from_a_length_on() {
    assert_eq!(said("en", "", &words(120)), []);
    assert_eq!(codes(&said("en", "", &words(121))), ["long-paragraph"]);
    assert_eq!(codes(&said("en", "", &format!("- {}", words(121)))), ["long-paragraph"]);
    let stretch = |parts: usize| vec![words(100); parts].join("\n\n");
    assert_eq!(said("en", "", &stretch(4)), []);
    assert_eq!(said("en", "", &format!("{}\n\n## More\n\n{}", stretch(4), stretch(4))), []);
    assert_eq!(
        said("en", "", &stretch(5)),
        [("heading-missing".into(), "500 words stand here without a heading".into())]
    );
    // What is written without spaces is measured, too.
    assert_eq!(said("ja", "", &"線".repeat(240)), []);
    assert_eq!(codes(&said("ja", "", &"線".repeat(243))), ["long-paragraph"]);
}

#[test]
fn images_and_links_have_words() {
    let site = |language: &str, body: &str| {
        let settings = SETTINGS.replace("\"en\"", &format!("\"{language}\""));
        let guide = format!("+++\ntitle = \"A guide\"\ndate = 2026-11-02\n+++\n{body}\n");
        problems(
            &TestSite::empty()
                .file("hub.toml", settings)
                .file("content/guides/a.md", guide)
                .file("static/a.svg", "<svg/>"),
        )
    };
    assert_eq!(codes(&site("en", "![](/a.svg) [Here!](https://www.iana.org/)")), ["image-alt-missing", "link-text"]);
    assert_eq!(
        codes(&site("de", "[hier](https://www.iana.org/) [Hier klicken](https://www.iana.org/)")),
        ["link-text"; 2]
    );
    assert_eq!(site("de", "![Ein Kreis](/a.svg) [here](https://www.iana.org/) [die Liste hier](/a.svg)"), []);
    let front = |alt: &str| {
        let guide = format!("+++\ntitle = \"A guide\"\ndate = 2026-11-02\nimage = \"/a.svg\"\n{alt}\n+++\n");
        problems(&TestSite::new().file("content/guides/a.md", guide).file("static/a.svg", "<svg/>"))
    };
    assert_eq!(codes(&front("")), ["image-alt-missing"]);
    assert_eq!(front("image_alt = \"\""), []);
    assert_eq!(front("image_alt = \"A circle\""), []);
}

fn with_off(off: &str) -> TestSite {
    let guide = format!("+++\ntitle = \"A guide\"\nformat = \"comparison\"\n+++\n{}\n", words(130));
    TestSite::empty().file("hub.toml", format!("{SETTINGS}\n[check]\noff = {off}\n")).file("content/guides/a.md", guide)
}

#[test]
fn what_is_switched_off_is_not_said() {
    assert_eq!(codes(&problems(&with_off("[]"))), ["undated", "format-comparison", "long-paragraph"]);
    assert_eq!(codes(&problems(&with_off("[\"long-paragraph\", \"undated\"]"))), ["format-comparison"]);
    let site = with_off("[\"long-paragraph\", \"undated\", \"format-comparison\"]");
    assert_eq!(problems(&site), []);
    assert_eq!(site.build().stderr, "");
}

#[test]
fn only_what_may_be_off_can_be() {
    let found = problems(&with_off("[\"long-paragraf\", \"unknown-id\", \"consent-expired\", \"long-paragraph\"]"));
    let errors: Vec<_> = found.iter().filter(|(code, _)| code.ends_with("code") || code.starts_with("code")).collect();
    let messages: Vec<&str> = errors.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "there is no code `long-paragraf`",
            "`unknown-id` can't be switched off: it is an error, and with an error nothing is built",
            "`consent-expired` can't be switched off: it is about the data of other people",
        ]
    );
    let run = with_off("[\"long-paragraf\"]").hub(&["check"]);
    assert!(run.stderr.contains("did you mean `long-paragraph`?"), "{}", run.stderr);
}

#[test]
fn a_build_tells_a_few_and_counts_the_rest() {
    let mut site = TestSite::new();
    for number in 0..9 {
        let guide = format!("+++\ntitle = \"Guide {number}\"\ndate = 2026-11-02\n+++\n{}\n", words(130));
        site = site.file(&format!("content/guides/g{number}.md"), guide);
    }
    let built = site.build().stderr;
    assert_eq!(built.matches("note[long-paragraph]").count(), 5, "{built}");
    assert!(built.contains("and 4 more like this; `hub check` shows them all"), "{built}");
    assert_eq!(site.hub(&["check"]).stderr.matches("note[long-paragraph]").count(), 9);
}

#[test]
fn explain_lists_every_code_in_80_columns() {
    let run = TestSite::empty().hub(&["explain"]);
    assert_eq!(run.code, 0);
    let long: Vec<&str> = run.stdout.lines().filter(|line| line.chars().count() > 80).collect();
    assert_eq!(long, [""; 0]);
    assert!(run.stdout.contains("\n  note     long-paragraph          a paragraph that is a wall\n"), "{}", run.stdout);
    let json = TestSite::empty().hub(&["explain", "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let listed: usize =
        json["groups"].as_array().unwrap().iter().map(|group| group["codes"].as_array().unwrap().len()).sum();
    assert_eq!(listed, json["codes"].as_array().unwrap().len());
    assert!(listed > 180);
}
