//! Holds the architecture: imports point up the list of layers, and each dependency has one door.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rows of modules, top first. A module may use the rows above its own, and itself.
const LAYERS: &[&[&str]] = &[
    &["source", "output", "error"],
    &["diagnostic"],
    &["markdown"],
    &["parse"],
    &["model"],
    &["plan", "theme", "ics"],
    &["render", "audit", "search", "calendar", "explain", "export", "questions", "schema", "writing"],
    &["discover", "publish"],
    &["pipeline"],
    &["edit", "feedcheck", "linkcheck"],
    &["serve", "import"],
    &["cli"],
];

/// Dependency → the one file or folder that may name it.
const DOORS: &[(&str, &[&str])] = &[
    ("walkdir", &["src/discover"]),
    ("csscolorparser", &["src/theme/colour.rs"]),
    ("toml", &["src/parse/toml.rs"]),
    ("pulldown_cmark", &["src/markdown/"]),
    ("syntect", &["src/markdown/highlight.rs", "src/markdown/highlight/"]),
    ("two_face", &["src/markdown/highlight.rs", "src/markdown/highlight/"]),
    ("ammonia", &["src/markdown/sanitize.rs"]),
    ("jiff", &["src/model/time.rs", "src/model/time/"]),
    ("tera", &["src/theme/"]),
    ("icu_plurals", &["src/theme/plural.rs"]),
    ("icu_locale_core", &["src/theme/plural.rs"]),
    ("include_dir", &["src/theme/", "src/diagnostic/codes.rs", "src/edit/init/starter.rs"]),
    ("mimalloc", &["src/main.rs"]),
    ("rss", &["src/render/feed/xml.rs"]),
    ("quick_xml", &["src/feedcheck/xml.rs", "src/import/readers/xml.rs"]),
    ("css_inline", &["src/render/mailing/html.rs"]),
    ("mail_builder", &["src/render/mailing/message.rs"]),
    ("clap", &["src/cli/args/"]),
    ("clap_complete", &["src/cli/args/shell.rs"]),
    ("clap_mangen", &["src/cli/args/shell.rs"]),
    ("toml_edit", &["src/edit/toml.rs"]),
    ("icalendar", &["src/ics.rs"]),
    ("annotate_snippets", &["src/diagnostic/draw.rs", "src/diagnostic/draw/"]),
    ("strsim", &["src/diagnostic/nearest.rs"]),
    ("blake3", &["src/output.rs", "src/publish/"]),
    ("aho_corasick", &["src/audit/matcher.rs"]),
    ("terminal_size", &["src/cli/calendar/screen.rs"]),
    ("unicode_width", &["src/cli/calendar/text.rs"]),
    ("unicode_normalization", &["src/output.rs", "src/markdown/ids.rs"]),
    (
        "rayon",
        &[
            "src/parse/mod.rs",
            "src/parse/known.rs",
            "src/discover/",
            "src/model/items.rs",
            "src/pipeline",
            "src/publish/",
            "src/render/scene.rs",
            "src/theme/",
        ],
    ),
    ("sha2", &["src/theme/bundle.rs"]),
    ("base64", &["src/theme/bundle.rs"]),
    ("rust_stemmers", &["src/questions/lexicon.rs"]),
    ("pagefind", &["src/search/mod.rs"]),
    ("tokio", &["src/search/mod.rs", "src/serve/"]),
    ("axum", &["src/serve/http.rs"]),
    ("futures_util", &["src/serve/http.rs"]),
    ("notify", &["src/serve/watch.rs"]),
    ("open", &["src/serve/mod.rs"]),
    ("ureq", &["src/linkcheck/client.rs"]),
    ("rustls", &["src/linkcheck/client.rs"]),
    ("csv", &["src/export/csv.rs", "src/questions/table.rs", "src/import/table.rs"]),
    ("feed_rs", &["src/import/readers/feed.rs"]),
    ("htmd", &["src/import/html.rs"]),
    ("serde_saphyr", &["src/import/front.rs"]),
    ("zip", &["src/import/tree.rs"]),
];

#[test]
fn imports_point_up() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files() {
        let Some(own) = module_of(&path).filter(|module| !["lib", "main", "build"].contains(&module.as_str())) else {
            continue;
        };
        let row =
            row_of(&own).unwrap_or_else(|| panic!("`{own}` stands in no layer: add it to LAYERS and src/README.md"));
        for (line, used) in uses(&text) {
            let allowed = used == own || row_of(&used).is_none_or(|used_row| used_row < row);
            if !allowed {
                wrong.push(format!("{}:{line}: `{own}` may not use `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports must point up:\n{}", wrong.join("\n"));
}

#[test]
fn each_dependency_has_one_door() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files() {
        let shown = path.to_string_lossy().replace('\\', "/");
        for (line, code) in code_lines(&text) {
            for (name, doors) in DOORS {
                let named = names(code, name);
                if named && !doors.iter().any(|door| shown.starts_with(door)) {
                    wrong.push(format!("{shown}:{line}: `{name}` may only be named in {doors:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "one door a dependency:\n{}", wrong.join("\n"));
}

/// A build opens no connection, ever: what could, is named where links are checked, and only the front door asks for that.
#[test]
fn connections_have_one_door() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files() {
        let shown = path.to_string_lossy().replace('\\', "/");
        for (line, code) in code_lines(&text) {
            let opens =
                ["TcpStream", "UdpSocket", "ToSocketAddrs", "to_socket_addrs"].iter().any(|word| code.contains(word));
            let asks = code.contains("crate::linkcheck") && shown != "src/cli/links.rs";
            if (opens || asks) && !shown.starts_with("src/linkcheck/") {
                wrong.push(format!("{shown}:{line}: {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "only src/linkcheck opens connections:\n{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    let map = fs::read_to_string("src/README.md").unwrap();
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let (Some((name, _)), true) = (line.split_once('='), section.ends_with("dependencies]")) {
            let name = name.trim();
            assert!(map.contains(&format!("`{name}`")), "src/README.md doesn't say why `{name}` is there");
        }
    }
}

/// Whether a line of code has a path that begins with the crate's name.
fn names(code: &str, name: &str) -> bool {
    let pattern = format!("{name}::");
    code.match_indices(&pattern).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let own_module = code[..at].ends_with("crate::parse::") || code[..at].ends_with("super::");
        !own_module && !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            || (code[..at].ends_with("::")
                && !own_module
                && !code[..at].trim_end_matches("::").ends_with(char::is_alphanumeric))
    })
}

fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, code) in code_lines(text) {
        for (at, _) in code.match_indices("crate::") {
            let name: String = code[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.push((line, name));
            }
        }
    }
    found
}

/// Lines before the tests of a file, comments left out, numbered.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    lines.enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn row_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn module_of(path: &Path) -> Option<String> {
    let inner = path.strip_prefix("src").ok()?;
    let first = inner.components().next()?.as_os_str().to_str()?;
    Some(first.trim_end_matches(".rs").to_owned())
}

/// Every source file but the tests beside them.
fn rust_files() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            } else if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.insert(path.clone(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(Path::new("src"), &mut files);
    files
}
