//! `_headers` and `_redirects`, for hosts that read them (Netlify, Cloudflare).

use super::policy;
use super::scene::Scene;
use crate::plan::SEARCH_INDEX;

/// Hosts read no more redirects than this; the HTML ones serve for the rest.
const REDIRECTS: usize = 2000;

const FOR_EVER: &str = "Cache-Control: public, max-age=31536000, immutable";

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
     microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

/// Headers of every page, and of what may be kept for ever.
pub(super) fn headers(scene: &Scene<'_>) -> String {
    let mut text = format!("{}\n", scene.local("/*"));
    let security = [
        ("Content-Security-Policy", policy::for_header(scene)),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", PERMISSIONS.to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ];
    for (name, value) in security {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for file in scene.files.files.iter().filter(|file| file.is_hashed) {
        let path = scene.local(&file.path);
        text.push_str(&format!("{path}\n  {FOR_EVER}\n"));
    }
    // The files in these folders are named by what is in them. What says which of them to load is asked for each time.
    for folder in ["fragment", "index", "filter"].iter().filter(|_| scene.paths.search.is_some()) {
        let path = scene.local(&format!("{SEARCH_INDEX}{folder}/*"));
        text.push_str(&format!("{path}\n  {FOR_EVER}\n"));
    }
    text
}

/// One line a redirect.
pub(super) fn redirects(scene: &Scene<'_>) -> String {
    let redirects = scene.plan.redirects.iter().take(REDIRECTS);
    redirects.map(|it| format!("{} {} 301\n", in_line(&scene.local(&it.from)), in_line(&scene.local(&it.to)))).collect()
}

/// A path that can't break out of its line.
fn in_line(path: &str) -> String {
    let encode =
        |c: char| if c.is_whitespace() || c.is_control() { format!("%{:02X}", u32::from(c)) } else { c.to_string() };
    path.chars().map(encode).collect()
}
