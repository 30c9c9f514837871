//! Fields put into the query of an address, and the tracking that links.toml asks for.

use super::OutLink;

impl OutLink {
    /// Its address with the tracking of links.toml, for readers on `medium` (`web`, `email`); as it is where there is none.
    ///
    /// `host` names the site where links.toml leaves the source out.
    pub fn tracked(&self, host: &str, medium: &str) -> String {
        let Some((source, campaign)) = &self.utm else { return self.url.clone() };
        let source = if source.is_empty() { host } else { source };
        with_query(&self.url, &[("utm_source", source), ("utm_medium", medium), ("utm_campaign", campaign)])
    }
}

/// `url` with more fields in its query; empty ones are left out.
pub fn with_query(url: &str, fields: &[(&str, &str)]) -> String {
    let (address, fragment) = url.split_once('#').map_or((url, None), |(address, fragment)| (address, Some(fragment)));
    let mut out = address.to_owned();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.contains('?') { '&' } else { '?' });
        out.push_str(name);
        out.push('=');
        out.push_str(&percent_encoded(value));
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// `text` for a place in a URL: all but letters, digits and `-._~` as `%XX`.
pub fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_go_before_the_fragment() {
        assert_eq!(with_query("https://a.b/c", &[("x", "1 2"), ("y", "")]), "https://a.b/c?x=1%202");
        assert_eq!(with_query("https://a.b/?q=1#top", &[("x", "é&")]), "https://a.b/?q=1&x=%C3%A9%26#top");
    }
}
