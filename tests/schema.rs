//! `hub schema` and `hub help fields`: what is told of fields is what hub reads, no more and no less.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use common::{SETTINGS, TestSite, golden, tree};
use hub::parse::field::{Default, Field, Shape};
use hub::parse::split_front_matter;
use hub::schema::{Document, documents, schema};
use serde_json::{Value, json};

#[test]
fn schemas_are_golden_and_valid() {
    let site = TestSite::empty();
    for document in documents() {
        let run = site.hub(&["schema", document.name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        golden(&format!("golden/schema/{}", document.schema_path()), &run.stdout);
        let schema: Value = serde_json::from_str(&run.stdout).unwrap();
        jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("{}: {error}", document.name));
        holds(&schema, &document.fields().collect::<Vec<_>>(), document.name);
    }
    let known: BTreeSet<_> = documents().iter().map(Document::schema_path).collect();
    let golden = tree(Path::new("tests/golden/schema")).into_keys().filter(|path| path.ends_with(".json"));
    assert_eq!(golden.collect::<BTreeSet<_>>(), known, "a golden file without a schema is to be removed");
}

/// Whether a schema has exactly these fields, at every depth.
fn holds(schema: &Value, fields: &[&Field], place: &str) {
    let names: BTreeSet<_> = fields.iter().map(|field| field.name).collect();
    assert_eq!(schema["properties"].as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
    assert_eq!(schema["additionalProperties"], json!(false), "{place}");
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for field in fields {
        let place = format!("{place}.{}", field.name);
        assert!(!field.is_needed() || required.contains(&json!(field.name)), "{place}");
        let inner = &schema["properties"][field.name];
        let inner = if field.is_list() { &inner["items"] } else { inner };
        let inner = if let Shape::TextOr(_) = field.shape { &inner["anyOf"][1] } else { inner };
        assert!(inner.is_object(), "{place}");
        if let Some(fields) = field.shape.fields() {
            holds(inner, &fields.iter().collect::<Vec<_>>(), &place);
        }
    }
}

#[test]
fn the_reference_tells_of_every_field() {
    let site = TestSite::empty();
    let run = site.hub(&["help", "fields"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    golden("golden/schema/fields.txt", &run.stdout);
    let long: Vec<_> = run.stdout.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(long.is_empty(), "wider than a terminal:\n{}", long.join("\n"));
    for document in documents() {
        let alone = site.hub(&["help", "fields", document.name]).stdout;
        let mut fields: Vec<&Field> = document.fields().collect();
        while let Some(field) = fields.pop() {
            let begins = format!("  {} ", field.name);
            let told = field.example().map(|example| format!("{} = {example}\n", field.name));
            assert!(alone.lines().any(|line| line.starts_with(&begins)), "{}: {}", document.name, field.name);
            assert!(told.is_none_or(|told| alone.contains(&told)), "{}: {}", document.name, field.name);
            fields.extend(field.shape.fields().unwrap_or_default());
        }
    }
}

#[test]
fn words_that_are_no_name_get_a_way_out() {
    let site = TestSite::empty();
    let told = |args: &[&str]| {
        let run = site.hub(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        format!("$ hub {}\n{}\n", args.join(" "), run.stderr)
    };
    let all = [
        told(&["schema", "calender"]),
        told(&["schema", "calendar.toml"]),
        told(&["schema", "themes/mine/theme.toml"]),
        told(&["schema", "zzz"]),
        told(&["schema", "hub", "--write"]),
        told(&["schema", "--write"]),
        told(&["help", "fields", "giude"]),
    ];
    golden("golden/schema/refused.txt", &all.concat());
    golden("golden/schema/list.txt", &site.hub(&["schema"]).stdout);
}

#[test]
fn schemas_are_written_once() {
    let site = TestSite::new();
    golden("golden/schema/written.txt", &site.hub(&["schema", "--write"]).stdout);
    let folder = site.root().join(".hub/schema");
    let written = tree(&folder);
    for document in documents() {
        let printed = site.hub(&["schema", document.name]).stdout;
        assert_eq!(written[&document.schema_path()], printed.as_bytes(), "{}", document.name);
    }
    assert_eq!(written.len(), documents().len());
    let time = || fs::metadata(folder.join("hub.json")).unwrap().modified().unwrap();
    let before = time();
    fs::write(folder.join("links.json"), "{}").unwrap();
    fs::remove_file(folder.join("front-matter/faq.json")).unwrap();
    let second = site.hub(&["schema", "--write"]).stdout;
    assert_eq!((time(), tree(&folder)), (before, written));
    for line in
        ["unchanged  .hub/schema/hub", "replaced   .hub/schema/links", "written    .hub/schema/front-matter/faq"]
    {
        assert!(second.contains(&format!("{line}.json\n")), "{second}");
    }
    assert_eq!(site.hub(&["check"]).code, 0, "schemas are no part of the site");
}

#[test]
fn a_file_that_names_its_schema_is_read_as_before() {
    let site = TestSite::new().file("hub.toml", format!("#:schema .hub/schema/hub.json\n\n{SETTINGS}"));
    let run = site.hub(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The kind of a file of a site, by its path.
fn name_of(path: &str) -> Option<&'static str> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["hub.toml"] => Some("hub"),
        ["calendar.toml"] | ["calendar", _] => Some("calendar"),
        ["links.toml"] => Some("links"),
        ["newsletter.lock.toml"] => Some("lock"),
        ["themes", _, "theme.toml"] => Some("theme"),
        ["content", folder, rest @ ..] if path.ends_with(".md") => match (*folder, rest) {
            (_, ["_index.md"]) => Some("listing"),
            ("series", [_, "_index.md"]) => Some("series"),
            ("series", _) => Some("part"),
            ("newsletter", _) => Some("issue"),
            ("faq", _) => Some("faq"),
            (folder, _) => documents().iter().map(|it| it.name).find(|name| folder.trim_end_matches('s') == *name),
        },
        _ => None,
    }
}

/// A file's fields as those see them who check TOML by JSON Schema; nothing where it is no TOML.
fn in_json(text: &str) -> Option<Value> {
    let toml = split_front_matter(text).map_or(text, |(front, _)| &text[front]);
    Some(json_of(toml::from_str::<toml::Table>(toml).ok()?.into()))
}

/// TOML as JSON, in which dates are texts.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, it)| (key, json_of(it))).collect()),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

/// Every schema, ready to check with.
struct Schemas(BTreeMap<&'static str, jsonschema::Validator>);

impl Schemas {
    fn new() -> Self {
        let ready = |it: Document| (it.name, jsonschema::draft7::new(&schema(&it)).unwrap());
        Schemas(documents().into_iter().map(ready).collect())
    }

    /// What is wrong with a file; nothing where it has no schema or is no TOML.
    fn problems(&self, path: &str, text: &str) -> Option<Vec<String>> {
        let (validator, json) = (&self.0[name_of(path)?], in_json(text)?);
        Some(validator.iter_errors(&json).map(|error| format!("{path}{}: {error}", error.instance_path())).collect())
    }
}

/// Files of a site, each with the codes of the errors that hub finds in it.
fn checked(site: &TestSite) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let run = site.hub(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr));
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for problem in report["diagnostics"].as_array().unwrap().iter().filter(|it| it["severity"] == "error") {
        let file = problem["labels"][0]["file"].as_str().unwrap_or_default();
        codes.entry(file.to_owned()).or_default().insert(problem["code"].as_str().unwrap().to_owned());
    }
    let with_codes = |(path, bytes): (String, Vec<u8>)| {
        let found = codes.remove(&path).unwrap_or_default();
        Some((path, (String::from_utf8(bytes).ok()?, found)))
    };
    tree(site.root()).into_iter().filter_map(with_codes).collect()
}

#[test]
fn what_hub_takes_fits() {
    let (schemas, mut fitted) = (Schemas::new(), BTreeSet::new());
    let sites = fs::read_dir("tests/sites").unwrap().map(|entry| entry.unwrap().path().join("site"));
    for folder in sites.chain([Path::new("example-site").to_owned()]).filter(|folder| folder.is_dir()) {
        let site = TestSite::copy_of(&folder);
        if !folder.join("hub.toml").exists() {
            site.write("hub.toml", SETTINGS);
        }
        for (path, (text, codes)) in checked(&site) {
            let Some(problems) = schemas.problems(&path, &text) else { continue };
            if codes.is_empty() {
                assert!(problems.is_empty(), "{}: {problems:#?}", folder.display());
                fitted.extend(name_of(&path));
            } else if codes.contains("unknown-key") {
                assert!(!problems.is_empty(), "{}/{path}: {codes:?}", folder.display());
            }
        }
    }
    for theme in ["hearth", "plain"] {
        let path = format!("themes/{theme}/theme.toml");
        assert_eq!(schemas.problems(&path, &fs::read_to_string(&path).unwrap()), Some(Vec::new()));
        fitted.extend(name_of(&path));
    }
    let missing: Vec<_> = documents().iter().map(|it| it.name).filter(|name| !fitted.contains(name)).collect();
    assert_eq!(missing, [""; 0], "kinds of files that no site here has");
}

/// Where a file of a kind may lie.
fn place(document: &Document) -> String {
    let path = document.files[0].replace("KIND", "guides");
    path.replace("NAME", if document.name == "theme" { "mine" } else { "weekly" })
}

/// The text of a file with these fields.
fn text_of(document: &Document, fields: &toml::Table) -> String {
    let text = toml::to_string(fields).unwrap();
    if document.is_front_matter() { format!("+++\n{text}+++\nText.\n") } else { text }
}

/// The codes of the errors in a file that stands in a site of its own.
fn codes(document: &Document, text: &str) -> BTreeSet<String> {
    let theme = if document.name == "theme" { "mine" } else { "plain" };
    let site = TestSite::new().file("hub.toml", SETTINGS.replace("plain", theme)).file(&place(document), text);
    checked(&site).remove(&place(document)).unwrap().1
}

/// A table with every field, each with the example of the reference.
fn whole(fields: &[&Field]) -> toml::Table {
    let value = |field: &Field| match (field.example(), field.shape.fields()) {
        (Some(example), _) => {
            let read = toml::from_str::<toml::Table>(&format!("it = {example}"));
            read.unwrap_or_else(|error| panic!("{}: {error}", field.name))["it"].clone()
        }
        (None, inner) => {
            let inner = toml::Value::Table(whole(&inner.unwrap().iter().collect::<Vec<_>>()));
            if field.is_list() { vec![inner].into() } else { inner }
        }
    };
    fields.iter().map(|field| (field.name.to_owned(), value(field))).collect()
}

/// Codes of what an example can't have, whatever else is in the site.
const SLIPS: [&str; 22] = [
    "bad-alias",
    "bad-contact",
    "bad-date",
    "bad-id",
    "bad-language",
    "bad-number",
    "bad-rule",
    "bad-since",
    "bad-slug",
    "bad-time",
    "bad-url",
    "toml-syntax",
    "unknown-format",
    "unknown-key",
    "unknown-kind",
    "unknown-level",
    "unknown-moment",
    "unknown-phase",
    "unknown-preset",
    "unknown-scope",
    "unknown-status",
    "wrong-type",
];

#[test]
fn every_example_is_right() {
    let schemas = Schemas::new();
    for document in documents() {
        let text = text_of(&document, &whole(&document.fields().collect::<Vec<_>>()));
        assert_eq!(schemas.problems(&place(&document), &text), Some(Vec::new()), "{}\n{text}", document.name);
        let slips: Vec<_> = codes(&document, &text).into_iter().filter(|code| SLIPS.contains(&code.as_str())).collect();
        assert!(slips.is_empty(), "{}: {slips:?}\n{text}", document.name);
    }
}

/// A line that is wrong, and what hub says to it; or one that is right, with nothing.
const LINES: &[(&str, &str, &str)] = &[
    ("guide", "mood = 1", "unknown-key"),
    ("guide", "[extra]\nmood = 1", ""),
    ("guide", "subject = \"x\"", "unknown-key"),
    ("guide", "level = 1", "wrong-type"),
    ("guide", "level = \"expert\"", "unknown-level"),
    ("guide", "minutes = \"5\"", "wrong-type"),
    ("guide", "minutes = -5", "bad-number"),
    ("guide", "minutes = 1_000", ""),
    ("guide", "tags = \"a\"", "wrong-type"),
    ("guide", "tags = [1]", "wrong-type"),
    ("guide", "draft = \"true\"", "wrong-type"),
    ("guide", "date = 1", "wrong-type"),
    ("guide", "date = 07:30:00", "wrong-type"),
    ("guide", "date = 2026-11-08", ""),
    ("guide", "date = 2026-11-08 09:00:00", ""),
    ("guide", "date = 2026-11-08T09:00:00.5", ""),
    ("guide", "date = 2026-11-08T09:00:00Z", ""),
    ("guide", "date = 2026-11-08t09:00:00+01:00", ""),
    ("guide", "slug = \"a/b\"", "bad-slug"),
    ("guide", "slug = \"über-uns\"", ""),
    ("guide", "aliases = [\"old\"]", "bad-alias"),
    ("guide", "aliases = [\"/old/\", \"%2Folder\"]", ""),
    ("guide", "sources = [\"A book\", { title = \"Another\", url = \"https://a.example\" }]", ""),
    ("guide", "sources = [{ title = \"Another\" }]", "missing-field"),
    ("guide", "sources = [3]", "wrong-type"),
    ("guide", "translations = { de = 1 }", "wrong-type"),
    ("guide", "updated_for = { note = \"x\" }", "missing-field"),
    ("faq", "asked_count = 1.5", "wrong-type"),
    ("page", "policy = \"cookies\"", "unknown-policy"),
    ("listing", "draft = 3", "wrong-type"),
    ("hub", "upcoming = 1", "wrong-type"),
    ("hub", "profiles = [\"social.example\"]", "bad-url"),
    ("hub", "profiles = [\"HTTPS://Social.example:80/@me?x#y \"]", ""),
    ("hub", "[feeds]\nlimit = 0", "bad-number"),
    ("hub", "[feeds]\nlimit = 501", "bad-number"),
    ("hub", "[feeds]\nlimit = 500", ""),
    ("hub", "[support]\ncontact = \"call us\"", "bad-contact"),
    ("hub", "[support]\ncontact = \"mailto:a@b.example\"", ""),
    ("hub", "[support]\ncontact = \"https://b.example/ask\"", ""),
    ("hub", "[[author]]\nid = \"Ana\"\nname = \"Ana\"", "bad-id"),
    ("hub", "[[author]]\nid = \"---\"\nname = \"Ana\"", "bad-id"),
    ("hub", "[[author]]\nid = \"-ana-2\"\nname = \"Ana\"", ""),
    ("hub", "[[author]]\nname = \"Ana\"", "missing-field"),
    ("hub", "[author]\nid = \"ana\"\nname = \"Ana\"", "wrong-type"),
    ("hub", "[[quiz]]\nquestion = \"What?\"", "quiz-without-answers"),
    ("hub", "[signup]\nconsent = \"Yes\"\naction = \"https://m.example\"\nlink_days = 400", "bad-number"),
    ("hub", "[signup]\nconsent = \"Yes\"\naction = \"https://m.example\"\npreset = \"post\"", "unknown-preset"),
    ("hub", "[signup]\nconsent = \"Yes\"\naction = \"https://m.example\"\nfields = { mail = \"x\" }", "unknown-key"),
    ("hub", "[[translation]]\nlanguage = \"de_AT\"\nurl = \"https://a.example\"", "bad-language"),
    ("hub", "[[translation]]\nlanguage = \"de-AT\"\nurl = \"https://a.example\"", ""),
    ("calendar", "[calendar]\npublish_time = \"24:00\"", "bad-time"),
    ("calendar", "[calendar]\npublish_time = \"9 o'clock\"", "bad-time"),
    ("calendar", "[calendar]\npublish_time = \"8:05\"", ""),
    ("calendar", "[calendar]\nrequire_entry = [\"gide\"]", "unknown-kind"),
    ("calendar", "[[rhythm]]\nid = \"w\"\nstart = 2026-12-07\ntemplate = \"creator-9\"", "unknown-template"),
    (
        "calendar",
        "[[rhythm]]\nid = \"w\"\nstart = 2026-12-07\nphase = [{ phase = \"teach\", weeks = [3] }]",
        "bad-range",
    ),
    (
        "calendar",
        "[[rhythm]]\nid = \"w\"\nstart = 2026-12-07\nphase = [{ phase = \"teach\", weeks = [0, 1] }]",
        "bad-range",
    ),
    (
        "calendar",
        "[[rhythm]]\nid = \"w\"\nstart = 2026-12-07\nphase = [{ phase = \"teach\", weeks = [1, 1], want = { gide = [1, 2] } }]",
        "unknown-kind",
    ),
    (
        "calendar",
        "[[rhythm]]\nid = \"w\"\nstart = 2026-12-07\nphase = [{ phase = \"teach\", weeks = [1, 1], want = { guide = [0, 2] } }]",
        "",
    ),
    (
        "calendar",
        "[[newsletter]]\nid = \"w\"\nrule = \"weekly\"\nstart = 2026-12-02\ninclude = [\"guide\"]",
        "bad-rule",
    ),
    ("calendar", "[[newsletter]]\nid = \"w\"\nrule = \" Weekly:Wed \"\nstart = 2026-12-02\ninclude = [\"guide\"]", ""),
    ("calendar", "[[newsletter]]\nid = \"w\"\nrule = \"weekly:wed\"\nstart = 2026-12-02", "missing-field"),
    (
        "calendar",
        "[[newsletter]]\nid = \"w\"\nrule = \"weekly:wed\"\nstart = 2026-12-02\ninclude = []",
        "missing-field",
    ),
    ("calendar", "[[entry]]\ntitle = \"A\"\nkind = \"guide\"\nstatus = \"redy\"", "unknown-status"),
    ("calendar", "[[entry]]\ntitle = \"A\"\nkind = \"guide\"\npublish = true", "wrong-type"),
    ("calendar", "[[entry]]\ntitle = \"A\"", "missing-field"),
    ("calendar", "[[entry]]\nowner = \"ana\"", "missing-field"),
    ("calendar", "[[entry]]\ntitle = \"A\"\nkind = \"guide\"", ""),
    ("links", "[[link]]\nid = \"a pen\"\nurl = \"https://a.example\"", "bad-id"),
    ("links", "[[link]]\nid = \"Füller_2.0\"\nurl = \"mailto:a@b.example\"", ""),
    ("links", "[[link]]\nid = \"pen\"\nurl = \"pens.example\"", "bad-url"),
    ("links", "[[link]]\nid = \"pen\"\nurl = \"https://a.example\"\nutm = { medium = \"x\" }", "unknown-key"),
    ("theme", "[[contrast]]\nmin = 0.5", "bad-number"),
    ("theme", "[[contrast]]\nmin = \"3\"", "wrong-type"),
    ("theme", "[[contrast]]\nmin = 3", ""),
    ("theme", "serach = true", "unknown-key"),
    ("lock", "[[issue]]\ndate = 2026-11-25", "missing-field"),
];

#[test]
fn hub_and_schema_agree_line_by_line() {
    let schemas = Schemas::new();
    for (name, line, code) in LINES {
        let document = documents().into_iter().find(|it| it.name == *name).unwrap();
        let text = match *name {
            "hub" => format!("{SETTINGS}{line}\n"),
            "theme" => format!("title = \"Mine\"\nextends = \"plain\"\n{line}\n"),
            _ if document.is_front_matter() => format!("+++\ntitle = \"A\"\n{line}\n+++\nText.\n"),
            _ => format!("{line}\n"),
        };
        let found = codes(&document, &text);
        let expected = if code.is_empty() { BTreeSet::new() } else { BTreeSet::from([(*code).to_owned()]) };
        assert_eq!(found, expected, "{name}: {line}");
        let problems = schemas.problems(&place(&document), &text).unwrap();
        assert_eq!(problems.is_empty(), code.is_empty(), "{name}: {line}: {problems:?}");
    }
}

#[test]
fn a_title_is_needed_where_hub_needs_one() {
    let schemas = Schemas::new();
    for document in documents().iter().filter(|document| document.is_front_matter()) {
        let mut fields = whole(&document.fields().collect::<Vec<_>>());
        let mut is_right = |name: &str| {
            fields.remove(name);
            let text = text_of(document, &fields);
            let problems = schemas.problems(&place(document), &text).unwrap();
            assert_eq!(problems.is_empty(), !codes(document, &text).contains("missing-title"), "{}", document.name);
            problems.is_empty()
        };
        let expected = match document.name {
            "listing" => (true, true),
            "issue" => (true, false),
            _ => (false, false),
        };
        assert_eq!((is_right("title"), is_right("subject")), expected, "{}", document.name);
    }
}

/// Adds each default that isn't written.
fn spell_out(table: &mut toml::Table, fields: &[&'static Field]) {
    for field in fields {
        let default = match field.default() {
            Default::None | Default::Told(_) => None,
            Default::Text(text) => Some(toml::Value::from(text)),
            Default::Whole(number) => Some(number.into()),
            Default::Number(number) => Some(number.into()),
            Default::Flag(flag) => Some(flag.into()),
        };
        if let Some(default) = default.filter(|_| !table.contains_key(field.name)) {
            table.insert(field.name.to_owned(), default);
        }
        let Some(inner) = field.shape.fields() else { continue };
        let inner: Vec<_> = inner.iter().collect();
        match table.get_mut(field.name) {
            Some(toml::Value::Table(found)) => spell_out(found, &inner),
            Some(toml::Value::Array(list)) => {
                list.iter_mut().filter_map(toml::Value::as_table_mut).for_each(|found| spell_out(found, &inner));
            }
            _ => {}
        }
    }
}

#[test]
fn defaults_spelled_out_change_nothing() {
    let (as_it_is, spelled) =
        (TestSite::copy_of(Path::new("example-site")), TestSite::copy_of(Path::new("example-site")));
    for (path, bytes) in tree(as_it_is.root()) {
        let Some(document) = documents().into_iter().find(|it| name_of(&path) == Some(it.name)) else { continue };
        let text = String::from_utf8(bytes).unwrap();
        let front = split_front_matter(&text).map_or(0..text.len(), |(front, _)| front);
        let mut fields: toml::Table = toml::from_str(&text[front.clone()]).unwrap();
        spell_out(&mut fields, &document.fields().collect::<Vec<_>>());
        let written = format!("{}{}{}", &text[..front.start], toml::to_string(&fields).unwrap(), &text[front.end..]);
        spelled.write(&path, written);
    }
    as_it_is.build();
    spelled.build();
    let (before, after) = (as_it_is.tree(), spelled.tree());
    let differ: Vec<_> =
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(differ.is_empty() && before.len() == after.len(), "{differ:?}");
}
