//! The search index: what is in it and what isn't, when it is made, and that it is always the same.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;

use common::{Run, TestSite};
use flate2::read::GzDecoder;
use serde_json::Value;

const SETTINGS: &str = r#"title = "Test hub"
base_url = "https://hub.example"
timezone = "Europe/Berlin"
language = "LANGUAGE"
since = 2026

[theme]
name = "hearth"
MORE

[[segment]]
id = "new"
title = "Just starting"
for = "You are new."

[[segment]]
id = "old"
title = "Here for long"
for = "You are not."
"#;

fn settings(language: &str, more: &str) -> String {
    SETTINGS.replace("LANGUAGE", language).replace("MORE", more)
}

fn piece(head: &str, text: &str) -> String {
    format!("+++\n{head}\n+++\n{text}\n")
}

/// Something of each kind, public and not.
fn porch(language: &str) -> TestSite {
    TestSite::empty()
        .file("hub.toml", settings(language, ""))
        .file(
            "content/guides/pens.md",
            piece(
                "title = \"Pens & paper\"\ndescription = \"Which nib for which sheet.\"\ndate = 2026-01-02\nlevel = \"beginner\"\nsegments = [\"new\"]\nminutes = 7\ntags = [\"Fountain\"]\ntakeaways = [\"Blot early.\"]",
                "Begin with graphite.\n\n## A heading of mine\n\nInk <https://ink.example/> dries.\n\n{{ faq(\"faq/blots\") }}\n\n> [!TIP]\n> Shake it first.\n\n| Nib | Width |\n|---|---|\n| fine | thin |\n\n![A nib](nib.png)\n",
            ),
        )
        .file("content/guides/nib.png", PNG)
        .file("content/guides/all.md", piece("title = \"For all of you\"\ndate = 2026-01-03", "Wordforall."))
        .file("content/guides/unlisted.md", piece("title = \"Unlisted\"\ndate = 2026-01-02\nlisted = false", "Wordunlisted."))
        .file("content/guides/draft.md", piece("title = \"Drafted\"\ndraft = true", "Worddraft."))
        .file("content/guides/later.md", piece("title = \"Later\"\ndate = 2027-06-01", "Wordlater."))
        .file("content/faq/blots.md", piece("title = \"Why blots?\"\nshort = \"Gravityshort.\"\ndate = 2026-01-02", "Longanswer."))
        .file("content/tracks/begin.md", piece("title = \"Begin\"\ndate = 2026-01-01\nfor = \"Beginners\"\n[[step]]\nref = \"guides/pens\"\nday = 1\nwhy = \"Whyhere.\"", "Tracktext."))
        .file("content/spotlights/nia.md", piece("title = \"Nia draws\"\nmember = \"nia\"\nname = \"Nia Okoro-Lund\"\nquote = \"Quotednia.\"\ndate = 2026-01-02\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\nwithdrawn = 2026-02-01", "Wordnia."))
}

/// One pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

fn is_index(path: &str) -> bool {
    path.starts_with("pagefind/")
}

fn index(site: &TestSite) -> BTreeMap<String, Vec<u8>> {
    site.tree().into_iter().filter(|(path, _)| is_index(path)).collect()
}

/// What Pagefind compressed, in the clear.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text.strip_prefix(b"pagefind_dcd").unwrap().to_vec()
}

/// The pages of an index by their address.
fn pages(site: &TestSite) -> BTreeMap<String, Value> {
    let fragments = index(site).into_iter().filter(|(path, _)| path.ends_with(".pf_fragment"));
    let page = |(_, bytes): (String, Vec<u8>)| serde_json::from_slice::<Value>(&plain(&bytes)).unwrap();
    fragments.map(page).map(|page| (page["url"].as_str().unwrap().to_owned(), page)).collect()
}

fn stages(run: &Run) -> BTreeSet<String> {
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    assert_eq!(run.code, 0, "{}", run.stdout);
    report["stages"].as_object().unwrap().keys().filter(|name| name.starts_with("search")).cloned().collect()
}

fn built(site: &TestSite) -> Vec<String> {
    // The long way, also where nothing changed.
    let _ = fs::remove_file(site.root().join(".public.hub/note"));
    stages(&site.hub(&["build", "--format", "json"])).into_iter().collect()
}

#[test]
fn public_originals_are_found_and_nothing_else() {
    let site = porch("en");
    site.build();
    let pages = pages(&site);
    let urls: Vec<&str> = pages.keys().map(String::as_str).collect();
    assert_eq!(urls, ["/faq/blots/", "/guides/all/", "/guides/pens/", "/tracks/begin/"]);
    let pens = &pages["/guides/pens/"];
    let content = pens["content"].as_str().unwrap();
    for word in [
        "Which nib",
        "Blot early",
        "Fountain",
        "graphite",
        "A heading of mine",
        "ink.example",
        "Shake it first",
        "Nib Width",
    ] {
        assert!(content.contains(word), "{word}: {content}");
    }
    // What it embeds, the way through the site, and the name of a picture's file are no words of its own.
    for word in ["Gravityshort", "Skip", "Menu", "nib.png", "Search"] {
        assert!(!content.contains(word), "{word}: {content}");
    }
    assert_eq!(pens["meta"], serde_json::json!({ "minutes": "7", "title": "Pens & paper" }));
    assert_eq!(pens["anchors"][0]["text"], "A heading of mine");
    assert!(pages["/faq/blots/"]["content"].as_str().unwrap().contains("Gravityshort"));
    assert!(pages["/tracks/begin/"]["content"].as_str().unwrap().contains("Whyhere"));
}

#[test]
fn no_file_of_the_index_holds_what_is_not_public() {
    let site = porch("en");
    site.build();
    let hidden = ["wordunlisted", "worddraft", "wordlater", "wordnia", "quotednia", "drafted", "okoro", "unlisted"];
    for (path, bytes) in index(&site) {
        if !path.contains(".pf_") {
            continue;
        }
        let text = String::from_utf8_lossy(&plain(&bytes)).to_lowercase();
        assert!(hidden.iter().all(|word| !text.contains(word)), "{path}: {text}");
    }
}

#[test]
fn what_goes_in_is_searched_for_leaks_itself() {
    let site = porch("en");
    // Guides show nothing of their texts, and an embed in a text tells what isn't public yet: only what the index reads shows it.
    site.write("templates/guide.html", "<!doctype html><title>x</title>\n");
    site.build();
    site.write("templates/embeds/faq.html", "<p><a href=\"/guides/later/\">x</a></p>\n");
    let run = site.hub(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[leak]: `guides/pens/index.html`"), "{}", run.stderr);
}

#[test]
fn filters_are_in_the_words_of_the_reader() {
    let filters = |language: &str| {
        let site = porch(language);
        site.build();
        let pages = pages(&site);
        [pages["/guides/pens/"]["filters"].clone(), pages["/guides/all/"]["filters"].clone()]
    };
    let all = |kind: &str| serde_json::json!({ "kind": [kind], "segment": ["Just starting", "Here for long"] });
    let [pens, for_all] = filters("en");
    assert_eq!(pens, serde_json::json!({ "kind": ["Guide"], "level": ["Beginner"], "segment": ["Just starting"] }));
    assert_eq!(for_all, all("Guide"));
    let [pens, for_all] = filters("de");
    assert_eq!(pens["kind"][0], for_all["kind"][0]);
    assert_ne!(pens["kind"][0], "Guide");
}

#[test]
fn the_index_is_in_the_language_of_the_site() {
    for (language, program) in
        [("de", "wasm.de.pagefind"), ("pt-BR", "wasm.pt-br.pagefind"), ("he", "wasm.unknown.pagefind")]
    {
        let site = porch(language);
        site.hub(&["build"]);
        assert!(site.has(&format!("pagefind/{program}")), "{language}: {:?}", index(&site).keys());
    }
}

#[test]
fn the_page_and_its_policy_are_there() {
    let site = porch("en");
    site.build();
    let page = site.output("search/index.html");
    for part in ["content=\"noindex\"", "data-search=\"/pagefind/pagefind.js\"", "<option>Guide</option>", "<noscript>"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!site.output("sitemap.xml").contains("/search/"));
    let headers = site.output("_headers");
    assert!(
        headers.contains("'wasm-unsafe-eval'") && headers.contains("/pagefind/fragment/*\n  Cache-Control"),
        "{headers}"
    );
    assert!(!headers.contains("pagefind.js"), "{headers}");
    assert!(site.output("guides/pens/index.html").contains("href=\"/search/\""));
}

#[test]
fn a_site_can_do_without() {
    let site = porch("en");
    site.build();
    site.write("hub.toml", settings("en", "search = false"));
    assert!(built(&site).is_empty());
    let tree = site.tree();
    let of_search = |path: &&String| is_index(path) || path.starts_with("search/");
    assert_eq!(tree.keys().filter(of_search).count(), 0);
    for (path, bytes) in &tree {
        let text = String::from_utf8_lossy(bytes);
        let is_clean = !text.contains("wasm-unsafe-eval") && !text.contains("/search/") && !text.contains("pagefind");
        assert!(is_clean, "{path}");
    }
    let plain = TestSite::new().file("content/guides/a.md", piece("title = \"A\"\ndate = 2026-01-01", "Text."));
    assert!(built(&plain).is_empty() && !plain.has("search/index.html") && !plain.has("pagefind/pagefind.js"));
}

#[test]
fn a_preview_has_the_page_and_no_index() {
    let site = porch("en");
    assert_eq!(site.hub(&["build", "--preview"]).code, 0);
    let out = site.root().join("public-preview");
    assert!(!out.join("pagefind").exists());
    let page = fs::read_to_string(out.join("search/index.html")).unwrap();
    assert!(page.contains("A preview has no search") && !page.contains("data-search"), "{page}");
}

#[test]
fn nothing_to_search_is_said() {
    let site = TestSite::empty().file("hub.toml", settings("en", ""));
    site.build();
    assert!(site.output("search/index.html").contains("There is nothing to search yet."));
    assert!(!site.has("pagefind/pagefind.js"));
}

#[test]
fn the_index_is_made_only_when_a_text_changed() {
    let site = porch("en");
    assert_eq!(built(&site), ["search"]);
    let first = site.tree();
    assert_eq!(built(&site), ["search (unchanged)"]);
    assert_eq!(site.tree(), first);

    // Another look is not another text.
    site.write("hub.toml", settings("en", "tokens = { accent = \"#225588\" }"));
    site.write("templates/start.html", "<!doctype html><title>x</title>");
    assert_eq!(built(&site), ["search (unchanged)"]);
    assert_ne!(site.tree(), first);
    assert_eq!(index(&site), first.into_iter().filter(|(path, _)| is_index(path)).collect());

    site.write("content/guides/all.md", piece("title = \"For all of you\"\ndate = 2026-01-03", "Another word."));
    assert_eq!(built(&site), ["search"]);
    assert_eq!(built(&site), ["search (unchanged)"]);
    let kept = site.tree();
    fs::remove_dir_all(site.root().join(".hub")).unwrap();
    fs::remove_dir_all(site.root().join("public")).unwrap();
    assert_eq!(built(&site), ["search"]);
    assert_eq!(site.tree(), kept);
}

#[test]
fn a_broken_cache_is_as_if_there_were_none() {
    let site = porch("en");
    site.build();
    let good = site.tree();
    let cache = site.root().join(".hub/cache/search");
    let bytes = fs::read(&cache).unwrap();
    let mut turned = bytes.clone();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    for broken in [&bytes[..bytes.len() - 1], &turned, b"", b"hub search index 2\n"] {
        fs::write(&cache, broken).unwrap();
        assert_eq!(built(&site), ["search"]);
        assert_eq!(site.tree(), good);
    }
    // Nor does a folder in its place stop a build.
    fs::remove_file(&cache).unwrap();
    fs::create_dir(&cache).unwrap();
    assert_eq!(built(&site), ["search"]);
    assert_eq!(site.tree(), good);
}

#[test]
fn the_folder_of_the_index_is_taken() {
    let site = porch("en").file("static/pagefind/pagefind.js", "old");
    let run = site.hub(&["build"]);
    assert!(run.code == 1 && run.stderr.contains("route-collision"), "{}", run.stderr);
    assert!(run.stderr.contains("the folder of the search index"), "{}", run.stderr);
    let site = porch("en").file("content/pages/pagefind.md", piece("title = \"Pagefind\"", "About it."));
    site.build();
    assert!(site.has("pagefind/index.html") && site.has("pagefind/pagefind.js"));
}
