//! The name of a file, made of a title.

use crate::output::without_accents;

/// Letters of a slug.
const LONGEST: usize = 60;

/// A slug of plain letters and digits, as many whole words as have room; nothing where the title has none.
pub(super) fn plain(title: &str) -> Option<String> {
    let plain = without_accents(&title.to_lowercase()).replace('ß', "ss");
    joined(plain.split(|c: char| !c.is_ascii_alphanumeric()))
}

/// A slug in the letters of the title's own script, where it has no plain ones.
pub fn of(title: &str) -> Option<String> {
    plain(title).or_else(|| joined(title.to_lowercase().split(|c: char| !c.is_alphanumeric())))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut slug = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if slug.len() + word.len() >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    (!slug.is_empty()).then_some(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_whole_words() {
        assert_eq!(plain("Über Straßen & Öfen!").as_deref(), Some("uber-strassen-ofen"));
        assert_eq!((plain("دليل قصير"), plain("?")), (None, None));
        assert_eq!(of("دليل قصير").as_deref(), Some("دليل-قصير"));
        assert!(plain(&"word ".repeat(40)).unwrap().len() < LONGEST);
    }
}
