//! `_headers` and `_redirects` for hosts that read them (Netlify, Cloudflare), `vercel.json` for Vercel, and what of it
//! all is more than they read.

use serde_json::{Value, json};

use super::policy;
use super::scene::Scene;
use super::sitemap;
use crate::diagnostic::{Diagnostic, counted};
use crate::plan::SEARCH_INDEX;
use crate::source::Span;

/// Hosts read no more rules in `_headers`; those of the pages come first.
const RULES: usize = 100;

/// Hosts read no more redirects than this; the HTML ones serve for the rest.
const REDIRECTS: usize = 2000;

/// Headers and redirects together.
const VERCEL: usize = 2048;

const FOR_EVER: (&str, &str) = ("Cache-Control", "public, max-age=31536000, immutable");

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
     microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

/// What a host says with every answer to a path; one that ends in `*` is all that begins so.
struct Rule {
    path: String,
    headers: Vec<(&'static str, String)>,
}

/// For every page, then for what may be kept for ever.
fn rules(scene: &Scene<'_>) -> Vec<Rule> {
    let security = vec![
        ("Content-Security-Policy", policy::for_header(scene)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", PERMISSIONS.to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    let hashed = scene.files.files.iter().filter(|file| file.is_hashed).map(|file| file.path.clone());
    // The files in these folders are named by what is in them. What says which of them to load is asked for each time.
    let index = ["fragment", "index", "filter"].iter().filter(|_| scene.paths.search.is_some());
    let kept = hashed.chain(index.map(|folder| format!("{SEARCH_INDEX}{folder}/*")));
    let for_ever = kept.map(|path| (path, vec![(FOR_EVER.0, FOR_EVER.1.to_owned())]));
    let all = std::iter::once(("/*".to_owned(), security)).chain(for_ever);
    all.map(|(path, headers)| Rule { path: scene.local(&path), headers }).collect()
}

/// `_headers`.
pub(super) fn headers(scene: &Scene<'_>) -> String {
    let mut text = String::new();
    for Rule { path, headers } in rules(scene).iter().take(RULES) {
        text.push_str(&format!("{path}\n"));
        headers.iter().for_each(|(name, value)| text.push_str(&format!("  {name}: {value}\n")));
    }
    text
}

/// `_redirects`: one line a redirect.
pub(super) fn redirects(scene: &Scene<'_>) -> String {
    let redirects = scene.plan.redirects.iter().take(REDIRECTS);
    redirects.map(|it| format!("{} {} 301\n", in_line(&scene.local(&it.from)), in_line(&scene.local(&it.to)))).collect()
}

/// `vercel.json`: the same headers and redirects.
pub(super) fn vercel(scene: &Scene<'_>) -> String {
    let header = |(name, value): &(&str, String)| json!({ "key": name, "value": value });
    let rules = rules(scene);
    let headers = rules.iter().take(RULES).map(|rule| {
        let headers: Vec<Value> = rule.headers.iter().map(header).collect();
        json!({ "source": pattern(&rule.path), "headers": headers })
    });
    let headers: Vec<Value> = headers.collect();
    let redirects = scene.plan.redirects.iter().take(REDIRECTS.min(VERCEL - headers.len())).map(|it| {
        let (from, to) = (in_line(&scene.local(&it.from)), in_line(&scene.local(&it.to)));
        json!({ "source": pattern(&from), "destination": to, "statusCode": 301 })
    });
    format!("{:#}\n", json!({ "headers": headers, "redirects": redirects.collect::<Vec<_>>() }))
}

/// A path as Vercel's patterns have it: what stands for something else there stands for itself, but for a `*` at the end.
fn pattern(path: &str) -> String {
    let (path, rest) = path.strip_suffix('*').map_or((path, ""), |path| (path, "(.*)"));
    let escape = |c: char| if ":()*+?{}\\".contains(c) { format!("\\{c}") } else { c.to_string() };
    path.chars().map(escape).collect::<String>() + rest
}

/// What is more than hosts and search engines read.
pub fn limits(scene: &Scene<'_>) -> Vec<Diagnostic> {
    let limits = [
        (
            scene.plan.redirects.len(),
            REDIRECTS,
            "redirect",
            "hosts read",
            "the others are pages that send readers on, so that nothing breaks; aliases that nobody uses any more can go",
        ),
        (
            rules(scene).len(),
            RULES,
            "header rule",
            "hosts read",
            "files of the theme past that are asked for more often than they need to be; a theme of fewer files is faster",
        ),
        (
            sitemap::count(scene),
            sitemap::URLS,
            "page",
            "a sitemap may hold",
            "search engines find the others by the links between pages; `listed = false` takes pages out that needn't be found",
        ),
    ];
    let settings = Span::file(scene.site.settings.theme.span.file);
    let over = limits.into_iter().filter(|(count, limit, ..)| count > limit);
    let told = |(count, limit, what, who, help): (usize, usize, &str, &str, &str)| {
        let message = format!("the site has {}, and {limit} is the most that {who}", counted(count, what));
        Diagnostic::warning("host-limit", message).at(settings, "").help(help)
    };
    over.map(told).collect()
}

/// A path that can't break out of its line.
fn in_line(path: &str) -> String {
    let encode =
        |c: char| if c.is_whitespace() || c.is_control() { format!("%{:02X}", u32::from(c)) } else { c.to_string() };
    path.chars().map(encode).collect()
}
