//! Lists and counts in the words of messages.

/// Words of a list before the rest is only counted.
const LISTED: usize = 6;

/// `a, b and c`; of many, the first and how many more.
pub fn listed<T: AsRef<str>>(words: &[T]) -> String {
    if words.len() > LISTED {
        let first: Vec<&str> = words.iter().take(LISTED - 1).map(AsRef::as_ref).collect();
        return format!("{} and {} more", first.join(", "), words.len() - first.len());
    }
    joined(words, "and")
}

/// `a, b or c`.
pub fn either<T: AsRef<str>>(words: &[T]) -> String {
    joined(words, "or")
}

/// `1 piece`, `2 pieces`, of `piece`.
pub fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

fn joined<T: AsRef<str>>(words: &[T], last_word: &str) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {last_word} {}", rest.join(", "), last.as_ref())
        }
        _ => words.iter().map(AsRef::as_ref).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_counted() {
        let words: Vec<String> = ('a'..='h').map(String::from).collect();
        assert_eq!(listed(words.get(..3).unwrap()), "a, b and c");
        assert_eq!(listed(&words), "a, b, c, d, e and 3 more");
        assert_eq!(
            (listed(&["a"]), listed::<&str>(&[]), either(&["a", "b"])),
            ("a".into(), "".into(), "a or b".into())
        );
    }
}
