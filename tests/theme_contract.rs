//! Holds the contract of themes: `themes/README.md` documents each field of the views in the words of `src/render/view/`,
//! and the built-in themes make every template from views that are full, empty, or full of what an attacker would type.
//!
//! Views are made up from their declarations, so that a new field is tried without a word here.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value, json};

use hub::parse::Kind;
use hub::source::{FileId, Sources, Span, Spanned};
use hub::theme::{Filling, SharedSite, TEMPLATES, Theme, ThemeChoice, built_in_names, built_in_sources};

const HOSTILE: &str = "\"'><script>alert(1)</script>&";
const HOSTILE_URL: &str = "javascript:alert(1)//\"";
/// Fields render fills with HTML or data it has made safe.
const HTML: [&str; 5] = ["body", "intro", "letter", "structured_data", "boot"];

#[test]
fn every_view_field_is_documented() {
    let readme = fs::read_to_string("themes/README.md").unwrap();
    let mut missing = Vec::new();
    for (view, fields) in views() {
        let Some((_, after)) = readme.split_once(&format!("\n### {view}\n")) else {
            missing.push(view);
            continue;
        };
        let section = after.split("\n### ").next().unwrap();
        for field in fields.iter().filter(|field| !field.is_flat) {
            let row = section.lines().find(|row| row.starts_with(&format!("| `{}` |", field.name)));
            if !row.is_some_and(|row| row.ends_with(&format!("| {} |", field.doc.replace('|', "\\|")))) {
                missing.push(format!("{view}.{}: {}", field.name, field.doc));
            }
        }
    }
    assert!(missing.is_empty(), "themes/README.md differs from src/render/view/:\n{}", missing.join("\n"));
}

#[test]
fn every_template_is_named() {
    let readme = fs::read_to_string("themes/README.md").unwrap();
    for template in TEMPLATES {
        assert!(readme.contains(&format!("`{template}`")), "themes/README.md doesn't name {template}");
    }
}

#[test]
fn built_in_themes_are_clean() {
    for theme in built_in_names() {
        for language in ["en", "de"] {
            assert_eq!(load(theme, language).1, [], "{theme} in {language}");
        }
    }
}

#[test]
fn every_theme_has_the_words_hub_says() {
    let words: Vec<_> = built_in_names().into_iter().map(|theme| load(theme, "en").0.unwrap()).collect();
    let mut missing = Vec::new();
    for key in said_words() {
        missing.extend(words.iter().any(|theme| !theme.words().knows(&key)).then_some(key));
    }
    assert!(missing.is_empty(), "themes/i18n/en.toml lacks {missing:?}");
}

#[test]
fn every_template_takes_full_and_empty_views() {
    for sample in [Sample::Full, Sample::Empty] {
        for (theme, template, html) in render_all(sample) {
            let is_page = !template.starts_with("embeds/");
            assert_eq!(html.contains("<!doctype html>"), is_page, "{theme}:{template}");
        }
    }
}

#[test]
fn nothing_a_view_holds_breaks_out_of_its_place() {
    for (theme, template, html) in render_all(Sample::Hostile) {
        assert!(!html.contains("<script>alert"), "{theme}:{template} prints text as HTML");
        for name in ["href", "src", "action"] {
            let values = attribute(&html, name);
            assert!(
                !values.iter().any(|value| value.starts_with("javascript:")),
                "{theme}:{template}: {name} runs a script"
            );
        }
    }
}

#[test]
fn ids_are_unique_and_labels_lead_to_them() {
    for (theme, template, html) in render_all(Sample::Full) {
        let ids = attribute(&html, "id");
        for name in ["for", "aria-labelledby", "aria-controls", "aria-describedby"] {
            for target in attribute(&html, name).iter().flat_map(|value| value.split(' ')) {
                assert!(ids.contains(&target), "{theme}:{template}: {name} names `{target}`, which isn't there");
            }
        }
        // Made-up items all have the same id, so ids that hold it repeat.
        let mut own: Vec<_> = ids.iter().filter(|id| !id.contains("made-up")).collect();
        own.sort_unstable();
        let count = own.len();
        own.dedup();
        assert_eq!(own.len(), count, "{theme}:{template} repeats an id");
    }
}

/// Keys of words in the code of `render`: those it names outright, and those it puts together.
fn said_words() -> Vec<String> {
    let mut keys = Vec::new();
    for file in fs::read_dir("src/render").unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let code = fs::read_to_string(path).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap();
        keys.extend(code.split('"').skip(1).step_by(2).filter(|text| is_key(text)).map(str::to_owned));
    }
    let listed = Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Part | Kind::Issue | Kind::Page));
    let kinds = listed.map(|kind| kind.name());
    keys.extend(kinds.flat_map(|kind| [format!("kinds.{kind}"), format!("listing.{kind}.title")]));
    keys.extend((1..=12).flat_map(|month| [format!("date.months.{month}"), format!("date.months_short.{month}")]));
    keys.extend((1..=7).map(|day| format!("date.weekdays.{day}")));
    let more =
        ["disclosure.affiliate", "disclosure.sponsored", "disclosure.own", "events.coming", "title.state.confirmed"];
    keys.extend(more.map(str::to_owned));
    keys
}

/// `group.word`, which isn't a file's name.
fn is_key(text: &str) -> bool {
    let Some((group, word)) = text.split_once('.') else { return false };
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || "-_.".contains(c)) && !text.is_empty();
    let endings =
        ["html", "xml", "txt", "json", "rss", "ics", "md", "toml", "svg", "css", "js", "org", "example", "ico", "png"];
    is_word(group) && is_word(word) && !endings.contains(&word)
}

/// What made-up views hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sample {
    Full,
    Empty,
    Hostile,
}

struct Field {
    name: String,
    doc: String,
    kind: String,
    is_flat: bool,
}

type Views = BTreeMap<String, Vec<Field>>;

/// The structs of `view/` with their fields.
fn views() -> Views {
    let source = ["mod", "part", "item", "page"]
        .map(|file| fs::read_to_string(format!("src/render/view/{file}.rs")).unwrap())
        .concat();
    let mut views = Views::new();
    let (mut current, mut doc, mut is_flat) = (String::new(), String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            doc = format!("{doc} {text}");
            continue;
        }
        if let Some(rest) = line.strip_prefix("pub struct ") {
            current = rest.split(' ').next().unwrap().to_owned();
            views.insert(current.clone(), Vec::new());
        } else if line.starts_with("#[serde(flatten") {
            is_flat = true;
            continue;
        } else if let Some((name, kind)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            let (name, kind) = (name.to_owned(), kind.trim_end_matches(',').to_owned());
            let field = Field { name, doc: doc.trim().to_owned(), kind, is_flat };
            views.get_mut(&current).unwrap().push(field);
            is_flat = false;
        }
        if !line.starts_with('#') {
            doc.clear();
        }
    }
    views
}

fn make(views: &Views, view: &str, sample: Sample) -> Value {
    let mut map = Map::new();
    for field in &views[view] {
        let value = value(views, view, field, sample);
        match value {
            Value::Object(inner) if field.is_flat => map.extend(inner),
            value => drop(map.insert(field.name.clone(), value)),
        }
    }
    Value::Object(map)
}

fn value(views: &Views, view: &str, field: &Field, sample: Sample) -> Value {
    match (view, field.name.as_str()) {
        ("CoverView", "numbers") => json!([4, 8, 15, 16, 23, 42, 77, 99]),
        ("OfferView", "role") => "starter".into(),
        ("NewsletterStatePage", "state") => "confirmed".into(),
        (_, name) => value_of_kind(views, name, &field.kind, sample),
    }
}

fn value_of_kind(views: &Views, name: &str, kind: &str, sample: Sample) -> Value {
    let inner = |wrapper: &str| kind.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<") {
        return if sample == Sample::Empty { Value::Null } else { value_of_kind(views, name, inner, sample) };
    }
    if let Some(inner) = inner("Vec<") {
        let count = if sample == Sample::Empty { 0 } else { 2 };
        return (0..count).map(|_| value_of_kind(views, name, inner, sample)).collect();
    }
    match kind {
        "String" => text(name, sample).into(),
        "bool" => (sample != Sample::Empty).into(),
        "u8" | "u32" | "u64" => json!(if sample == Sample::Empty { 0 } else { 2 }),
        view => make(views, view, sample),
    }
}

fn text(name: &str, sample: Sample) -> &'static str {
    match name {
        "language" => "en",
        "dir" => "ltr",
        "kind" => "guide",
        "access" => "members",
        "state" => "coming",
        "moment" => "day-7",
        "level" if sample != Sample::Empty => "beginner",
        "phase" if sample != Sample::Empty => "teach",
        "id" | "anchor" | "slug" => "made-up",
        _ if sample == Sample::Empty => "",
        _ if HTML.contains(&name) => "<p>made up</p>",
        _ if sample == Sample::Full && is_address(name) => "/made-up/",
        _ if sample == Sample::Full => "made up",
        _ if is_address(name) => HOSTILE_URL,
        _ => HOSTILE,
    }
}

fn is_address(name: &str) -> bool {
    let names = ["url", "urls", "canonical", "home", "css", "js", "favicon", "link", "join", "recording", "transcript"];
    let more = ["action", "archive", "privacy", "website", "ask", "feed", "target", "policy", "terms_url", "questions"];
    names.contains(&name) || more.contains(&name) || ["previous", "next", "image"].contains(&name)
}

fn view_of(template: &str) -> &'static str {
    match template {
        "home.html" => "HomePage",
        "start.html" => "StartPage",
        "preferences.html" => "PreferencesPage",
        "search.html" => "SearchPage",
        "segment.html" => "SegmentPage",
        "listing.html" | "faq.html" | "spotlights.html" | "events.html" => "ListingPage",
        "newsletter.html" => "NewsletterPage",
        "newsletter-state.html" => "NewsletterStatePage",
        "issue.html" => "IssuePage",
        "rewards.html" => "RewardsPage",
        "answered.html" => "AnsweredPage",
        "upcoming.html" => "UpcomingPage",
        "404.html" => "NotFoundPage",
        "redirect.html" => "RedirectPage",
        _ if template.starts_with("embeds/") => "EmbedView",
        _ => "ItemPage",
    }
}

/// The fields of a template, with only those of its kind where the rest is null.
fn fields(views: &Views, template: &str, sample: Sample) -> Value {
    let mut fields = make(views, view_of(template), sample);
    let map = fields.as_object_mut().unwrap();
    let keep: &[&str] = match template {
        "guide.html" => &["guide"],
        "series.html" | "part.html" => &["series"],
        "faq-entry.html" | "embeds/faq.html" => &["faq"],
        "track.html" | "embeds/track.html" => &["track"],
        "spotlight.html" | "embeds/member.html" => &["card", "spotlight"],
        "event.html" | "embeds/event.html" => &["card", "event"],
        "prompt.html" | "challenge.html" => &["task"],
        "offer.html" | "embeds/offer.html" => &["offer"],
        "page.html" => &["effective", "survey"],
        "step.html" => &["step", "guide"],
        "embeds/survey.html" => &["survey"],
        "embeds/video.html" => &["video"],
        "embeds/signup.html" => &[],
        _ => return fields,
    };
    let declared = &views[view_of(template)];
    for field in declared.iter().filter(|field| field.kind.starts_with("Option<")) {
        let kept = keep.contains(&field.name.as_str());
        let wanted = kept && !(template == "page.html" && sample == Sample::Empty);
        let made = if wanted { made_for_kind(views, field, sample) } else { Value::Null };
        map.insert(field.name.clone(), made);
    }
    fields
}

/// What a page's kind adds is there even when the item says little.
fn made_for_kind(views: &Views, field: &Field, sample: Sample) -> Value {
    make(views, field.kind.trim_start_matches("Option<").trim_end_matches('>'), sample)
}

fn load(theme: &str, language: &str) -> (Option<Theme>, Vec<hub::diagnostic::Diagnostic>) {
    let mut sources = Sources::default();
    built_in_sources(theme, &mut sources);
    let spanned = |text: &str| Spanned::new(text.to_owned(), Span::file(FileId(0)));
    Theme::load(&sources, &ThemeChoice { name: spanned(theme), tokens: Vec::new(), language: spanned(language) })
}

/// Theme, template and HTML of everything the built-in themes make.
fn render_all(sample: Sample) -> Vec<(&'static str, &'static str, String)> {
    let views = views();
    let site = SharedSite::new(&make(&views, "SiteView", sample));
    let page = make(&views, "PageView", sample);
    let mut made = Vec::new();
    for name in built_in_names() {
        let theme = load(name, "en").0.expect("a built-in theme loads");
        for template in TEMPLATES {
            let fields = fields(&views, template, sample);
            let page = if template.starts_with("embeds/") { &Value::Null } else { &page };
            let filling = Filling { making: "/x/", page, fields: &fields };
            let html = theme.render(template, &site, &filling);
            made.push((name, template, html.unwrap_or_else(|problem| panic!("{name}:{template}: {problem:?}"))));
        }
    }
    made
}

/// Values of an attribute, as they are written.
fn attribute<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let begin = format!(" {name}=\"");
    html.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
