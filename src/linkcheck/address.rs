//! Addresses taken apart and put together, and which of them lie on the open web.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Endings of names that nobody can own: they are kept for examples and tests (RFC 2606).
const RESERVED: [&str; 3] = ["example", "invalid", "test"];
/// Endings of names that mean this computer or its network.
const OWN: [&str; 5] = ["localhost", "local", "internal", "lan", "home.arpa"];

/// What a host's name says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Nothing: it is to be looked up.
    Open,
    /// This ending is kept for examples, so that there is no such host.
    Reserved(&'static str),
    /// It means this computer, or its network.
    Own,
}

/// The host of an address in small letters, without port; nothing where there is none that can be asked.
pub(super) fn host(url: &str) -> Option<String> {
    let authority = after_scheme(url)?.split(['/', '?', '#']).next()?;
    let host = match authority.strip_prefix('[') {
        Some(inner) => inner.split(']').next()?,
        None => authority.split(':').next()?,
    };
    let fits = host.is_ascii() && !host.is_empty() && !authority.contains('@');
    fits.then(|| host.trim_end_matches('.').to_ascii_lowercase())
}

fn after_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(rest)
}

/// What a host's name says.
pub(super) fn name(host: &str) -> Name {
    let ends = |ending: &&str| host == *ending || host.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'));
    if let Some(ending) = RESERVED.iter().find(|ending| ends(ending)) {
        return Name::Reserved(ending);
    }
    let is_number = host.parse::<IpAddr>().is_ok();
    if OWN.iter().any(ends) || (!host.contains('.') && !is_number) {
        return Name::Own;
    }
    Name::Open
}

/// An address as a request can have it: letters beyond ASCII in its path are written as `%XX`.
pub(super) fn encoded(url: &str) -> String {
    url.chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { crate::model::percent_encoded(&c.to_string()) })
        .collect()
}

/// Where `location`, an answer of the page `from`, leads; nothing where that is no page of the web.
pub(super) fn joined(from: &str, location: &str) -> Option<String> {
    let location = location.trim().split('#').next()?;
    let (scheme, rest) = from.split_once("://")?;
    let origin_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(origin_end)?;
    let path = path.split(['?', '#']).next().unwrap_or("");
    let is_absolute = location.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let joined = if is_absolute {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else if location.is_empty() || location.starts_with('?') {
        format!("{scheme}://{authority}{path}{location}")
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{}", tidy(&format!("{folder}/{location}")))
    };
    after_scheme(&joined).is_some().then_some(joined)
}

/// A path without `.` and `..`; its query stays.
fn tidy(path: &str) -> String {
    let (path, query) = path.split_at_checked(path.find('?').unwrap_or(path.len())).unwrap_or((path, ""));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

/// Whether an address of the internet protocol lies on the open web: not on this computer, in its network, or nowhere.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_4(ip),
        IpAddr::V6(ip) => is_public_6(ip),
    }
}

fn is_public_4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_benchmark = a == 198 && (b == 18 || b == 19);
    let is_protocol = a == 192 && b == 0 && c == 0;
    let is_inner = ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_documentation();
    !(is_inner || is_shared || is_benchmark || is_protocol || ip.is_multicast() || a == 0 || a >= 240)
}

fn is_public_6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_4(inner);
    }
    let [a, b, c, _, _, _, g, h] = ip.segments();
    let four = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (a, b) {
        // Addresses that hold one of the older kind.
        (0x2002, _) => is_public_4(four(b, c)),
        (0x64, 0xff9b) => is_public_4(four(g, h)),
        // Tunnels and examples.
        (0x2001, 0 | 0xdb8) => false,
        // The open web is what begins with 2 or 3.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_what_their_names_say() {
        assert_eq!(host("https://Example.org:8080/a?b").as_deref(), Some("example.org"));
        assert_eq!(host("http://[::1]:80/").as_deref(), Some("::1"));
        for url in ["ftp://a.org/", "https://me@a.org/", "https:///x", "https://bücher.example/"] {
            assert_eq!(host(url), None, "{url}");
        }
        assert_eq!(name("slowline.example"), Name::Reserved("example"));
        for own in ["localhost", "a.localhost", "printer", "box.local"] {
            assert_eq!(name(own), Name::Own, "{own}");
        }
        for open in ["example.org", "myexample.com", "127.0.0.1"] {
            assert_eq!(name(open), Name::Open, "{open}");
        }
    }

    #[test]
    fn where_an_answer_leads() {
        let cases = [
            ("https://b.org/x", Some("https://b.org/x")),
            ("//b.org/x#y", Some("https://b.org/x")),
            ("/x", Some("https://a.org:8/x")),
            ("x?z", Some("https://a.org:8/d/x?z")),
            ("../x", Some("https://a.org:8/x")),
            ("?z", Some("https://a.org:8/d/e?z")),
            ("mailto:me@a.org", None),
            ("javascript:x", None),
            ("file:///etc/passwd", None),
        ];
        for (location, wanted) in cases {
            assert_eq!(joined("https://a.org:8/d/e?q", location).as_deref(), wanted, "{location}");
        }
        assert_eq!(joined("https://a.org", "x").as_deref(), Some("https://a.org/x"));
    }

    #[test]
    fn addresses_of_the_open_web() {
        for ip in ["93.184.215.14", "8.8.8.8", "2606:2800::1", "::ffff:8.8.8.8", "2002:0808:0808::1", "172.32.0.1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "2002:7f00:0001::1",
            "64:ff9b::7f00:1",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
