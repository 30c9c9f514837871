//! The model by its front door: a tiny site in memory, and every problem it has as `code path:line:column`.

mod bodies;
mod kinds;
mod pieces;
mod settings;

use super::{Site, model};
use crate::diagnostic::Diagnostic;
use crate::parse::parse;
use crate::source::{Asset, AssetBytes, Source, SourceClass, Sources};

const HUB: &str = r#"
title = "Hub"
base_url = "https://example.org/hub"
timezone = "Europe/Berlin"
language = "en"
since = 2026
"#;

/// Files of a site; hub.toml is added where it is missing. What is neither TOML nor Markdown is an asset.
fn sources(files: &[(&str, &str)]) -> Sources {
    let mut files = files.to_vec();
    if !files.iter().any(|(path, _)| *path == "hub.toml") {
        files.push(("hub.toml", HUB));
    }
    files.sort_unstable();
    let mut sources = Sources::default();
    for (path, text) in files {
        match class(path) {
            Some(class) => sources.files.push(Source { path: path.to_owned(), class, text: text.into() }),
            None => {
                sources.assets.push(Asset { path: path.to_owned(), bytes: AssetBytes::Built(b""), len: 0, size: None })
            }
        }
    }
    sources
}

fn class(path: &str) -> Option<SourceClass> {
    match path {
        "hub.toml" => Some(SourceClass::Settings),
        "links.toml" => Some(SourceClass::Links),
        "calendar.toml" => Some(SourceClass::Calendar),
        "newsletter.lock.toml" => Some(SourceClass::Lock),
        _ if path.ends_with(".md") => Some(SourceClass::Content),
        _ => None,
    }
}

/// The site and all problems of parse and model.
fn read(files: &[(&str, &str)]) -> (Option<Site>, Vec<Diagnostic>, Sources) {
    let sources = sources(files);
    let parsed = parse(&sources);
    let (site, found) = model(&sources, &parsed);
    let mut problems: Vec<Diagnostic> = parsed.into_iter().flat_map(|file| file.diagnostics).collect();
    problems.extend(found);
    (site, problems, sources)
}

/// Every problem as `code path:line:column`, sorted.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let (_, problems, sources) = read(files);
    let mut lines: Vec<String> = problems.iter().map(|problem| line(problem, &sources)).collect();
    lines.sort();
    lines
}

fn line(problem: &Diagnostic, sources: &Sources) -> String {
    let Some(label) = problem.labels.first() else { return problem.code.to_owned() };
    let (line, column) = sources.line_column(label.span);
    format!("{} {}:{line}:{column}", problem.code, sources.file(label.span.file).path)
}

/// What the only problem says: its sentence, then notes, then help.
fn words(files: &[(&str, &str)]) -> String {
    let (_, problems, _) = read(files);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    let problem = &problems[0];
    let mut words = vec![problem.message.clone()];
    words.extend(problem.notes.iter().cloned());
    words.extend(problem.help.iter().cloned());
    words.join("\n")
}

/// A site without any problem.
fn site(files: &[(&str, &str)]) -> Site {
    let (site, problems, _) = read(files);
    assert!(problems.is_empty(), "{problems:#?}");
    site.expect("a site without problems is made")
}

/// A Markdown file with these front matter lines (the title is on line 2) and this body.
fn page(fields: &str, body: &str) -> String {
    format!("+++\ntitle = \"A title\"\n{fields}\n+++\n{body}")
}

#[test]
fn ten_thousand_pieces_are_quick() {
    let texts: Vec<(String, String)> = (0..10_000)
        .map(|number| {
            let body = format!("## Part\n\n[next](g{}.md#part) and [{number}](/start/)\n", (number + 1) % 10_000);
            (format!("content/guides/g{number}.md"), page("tags = [\"One\"]\nrelated = [\"guides/g1\"]", &body))
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let sources = sources(&files);
    let parsed = parse(&sources);
    let started = std::time::Instant::now();
    let (site, problems) = model(&sources, &parsed);
    // A scan of all pieces for each of them would take minutes here; the bound is loose because machines are busy.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(site.map(|site| site.items.len()), Some(10_000));
}
