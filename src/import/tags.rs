//! The name and the words of a shortcode, a tag or a component: `figure src="a.png" "b" c=1`, `name(key="value")`.

/// A name and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The name.
    pub(super) name: String,
    words: Vec<(Option<String>, String)>,
}

impl Words {
    /// The value of the first of these keys that is there.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&str> {
        let is = |wanted: &str| self.words.iter().find(|(key, _)| key.as_deref() == Some(wanted));
        keys.iter().find_map(|key| is(key)).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A word without a key.
    pub(super) fn nth(&self, at: usize) -> Option<&str> {
        self.words.iter().filter(|(key, _)| key.is_none()).nth(at).map(|(_, value)| value.as_str())
    }
}

/// Reads a name and what follows it.
pub(super) fn words_of(inner: &str) -> Option<Words> {
    let inner = inner.trim();
    let end = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
    let (name, rest) = inner.split_at_checked(end)?;
    let rest = rest.strip_prefix('(').map(|rest| rest.strip_suffix(')').unwrap_or(rest)).unwrap_or(rest);
    let mut words = Words { name: name.to_owned(), words: Vec::new() };
    let mut rest = skipped(rest);
    while !rest.is_empty() {
        let (first, after) = value(rest);
        let after_key = after.trim_start();
        match after_key.strip_prefix('=').filter(|_| !rest.starts_with(['"', '\'', '`'])) {
            Some(after) => {
                let (second, after) = value(after.trim_start());
                words.words.push((Some(first), second));
                rest = skipped(after);
            }
            None => {
                words.words.push((None, first));
                rest = skipped(after);
            }
        }
    }
    Some(words)
}

fn skipped(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ')' | '/' | '='))
}

/// A word or a quoted text, and what follows it.
fn value(text: &str) -> (String, &str) {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        let inner = text.get(1..).unwrap_or("");
        return match inner.find(quote) {
            Some(end) => (inner.get(..end).unwrap_or("").to_owned(), inner.get(end + 1..).unwrap_or("")),
            None => (inner.to_owned(), ""),
        };
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ')')).unwrap_or(text.len());
    text.split_at_checked(end).map_or_else(|| (text.to_owned(), ""), |(word, rest)| (word.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_every_form() {
        let words = words_of("figure src=\"a b.png\" 'c' d = 1").unwrap();
        assert_eq!(
            (words.name.as_str(), words.get(&["src"]), words.nth(0), words.get(&["d"])),
            ("figure", Some("a b.png"), Some("c"), Some("1"))
        );
        let words = words_of("youtube(id=\"x\", class='y')").unwrap();
        assert_eq!((words.name.as_str(), words.get(&["id"]), words.get(&["class"])), ("youtube", Some("x"), Some("y")));
        for odd in ["", "(", "a=", "a \"", "= = =", "a(((", "ü=ß ä"] {
            words_of(odd);
        }
    }
}
