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

/// What no path of an address can hold.
const NEVER_IN_PATHS: &str = " \"#%<>?[\\]^`{|}";

/// Whether a path of an address can hold a character as it is; letters of all languages stay, as browsers show them.
pub fn is_in_paths(character: char) -> bool {
    // The last row of the first plane holds no letters, but marks of other texts and the sign for what couldn't be read.
    let is_special = ('\u{fff0}'..='\u{ffff}').contains(&character);
    !character.is_whitespace() && !is_special && !NEVER_IN_PATHS.contains(character)
}

/// The path of a file as an address leads to it: what an address can't hold as `%XX`.
pub fn path_encoded(path: &str) -> String {
    path.chars()
        .map(|c| if is_in_paths(c) { c.to_string() } else { percent_encoded(c.encode_utf8(&mut [0; 4])) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_files_lead_to_them() {
        assert_eq!(path_encoded("/img/my photo#1 50%.jpg"), "/img/my%20photo%231%2050%25.jpg");
        assert_eq!(path_encoded("/bücher/日本.png"), "/bücher/日本.png");
    }

    #[test]
    fn fields_go_before_the_fragment() {
        assert_eq!(with_query("https://a.b/c", &[("x", "1 2"), ("y", "")]), "https://a.b/c?x=1%202");
        assert_eq!(with_query("https://a.b/?q=1#top", &[("x", "é&")]), "https://a.b/?q=1&x=%C3%A9%26#top");
    }
}
