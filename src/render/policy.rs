//! The content security policy: what a page may load, which is next to nothing.

use std::collections::BTreeSet;

use super::scene::Scene;
use crate::model::{EmbedTarget, Signup};

/// For a header.
pub(super) fn for_header(scene: &Scene<'_>) -> String {
    format!("{}; frame-ancestors 'none'", directives(scene))
}

/// For a `<meta>`: `frame-ancestors` is ignored there with a message.
pub(super) fn for_meta(scene: &Scene<'_>) -> String {
    directives(scene)
}

fn directives(scene: &Scene<'_>) -> String {
    let boot = scene.theme.boot_hash().map(|hash| format!(" '{hash}'")).unwrap_or_default();
    let search = if scene.theme.search() { " 'wasm-unsafe-eval'" } else { "" };
    let form = scene.site.settings.signup.as_ref().map(form_host).unwrap_or_default();
    let mut policy = format!(
        "default-src 'none'; script-src 'self'{boot}{search}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; form-action 'self'{form}; base-uri 'none'"
    );
    let hosts = video_hosts(scene);
    if !hosts.is_empty() {
        let hosts: Vec<_> = hosts.iter().map(|host| format!("https://{host}")).collect();
        policy.push_str(&format!("; frame-src {}", hosts.join(" ")));
    }
    policy
}

/// Where the sign-up form may go; a link to the provider's page asks no leave.
fn form_host(signup: &Signup) -> String {
    if signup.leads_to_page {
        return String::new();
    }
    let scheme = if signup.action.starts_with("http://") { "http" } else { "https" };
    format!(" {scheme}://{}", signup.host)
}

/// Hosts of the videos that readers can see.
fn video_hosts<'a>(scene: &Scene<'a>) -> BTreeSet<&'a str> {
    let public = scene.site.iter().filter(|(id, _)| scene.plan.is_public(*id));
    let embeds = public.flat_map(|(_, item)| &item.body.embeds);
    let urls = embeds.filter_map(|embed| match embed {
        EmbedTarget::Video { url, .. } => Some(url.as_str()),
        _ => None,
    });
    urls.filter_map(host).collect()
}

/// The host of an `https` URL, if it is written so that it can stand in a policy.
fn host(url: &str) -> Option<&str> {
    let host = url.strip_prefix("https://")?.split(['/', '?', '#']).next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    (!host.is_empty() && host.bytes().all(is_plain)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_can_add_no_directive() {
        assert_eq!(host("https://video.example/watch?v=1"), Some("video.example"));
        assert_eq!(host("https://a;script-src *"), None);
        assert_eq!(host("http://a.b/"), None);
        assert_eq!(host("/films/a.mp4"), None);
    }
}
