//! Which plural form a language uses for a whole number, by the cardinal rules of CLDR that `icu_plurals` brings along.
//!
//! Knows languages and numbers, not words.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// Numbers up to here decide which forms a language file has to have: forms that only larger numbers take (French `many`
/// is for millions) or only fractions (Czech `many`) are nothing a hub ever counts.
const COUNTED: u32 = 1000;

/// A plural form, named as in language files (`steps.one`, `steps.other`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plural {
    /// Arabic for 0.
    Zero,
    /// Mostly for 1.
    One,
    /// Arabic, Hebrew, Slovenian for 2.
    Two,
    /// Small numbers in Slavic languages and Arabic.
    Few,
    /// Large numbers in Slavic languages, Arabic, and millions in Romance languages.
    Many,
    /// Everything else; every language has it.
    Other,
}

impl Plural {
    /// All forms, in CLDR's order.
    pub const ALL: [Plural; 6] = [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other];

    /// The last part of a key.
    pub fn key(self) -> &'static str {
        match self {
            Plural::Zero => "zero",
            Plural::One => "one",
            Plural::Two => "two",
            Plural::Few => "few",
            Plural::Many => "many",
            Plural::Other => "other",
        }
    }

    /// The form a key ends with.
    pub fn named(key: &str) -> Option<Plural> {
        Plural::ALL.into_iter().find(|form| form.key() == key)
    }
}

/// The form of `count` in `language` (a BCP 47 tag; a language that CLDR has no rules for knows `other` alone).
pub fn plural(language: &str, count: u64) -> Plural {
    rules(language).map_or(Plural::Other, |rules| form(rules.category_for(count)))
}

/// The forms that counts take in `language`, in CLDR's order: those a language file needs.
pub(super) fn needed(language: &str) -> Vec<Plural> {
    let Some(rules) = rules(language) else { return vec![Plural::Other] };
    let taken: Vec<_> = (0..=COUNTED).map(|count| form(rules.category_for(count))).collect();
    Plural::ALL.into_iter().filter(|form| taken.contains(form)).collect()
}

/// The forms that any number takes in `language`.
pub(super) fn known(language: &str) -> Vec<Plural> {
    let Some(rules) = rules(language) else { return vec![Plural::Other] };
    let all: Vec<_> = rules.categories().map(form).collect();
    Plural::ALL.into_iter().filter(|form| all.contains(form)).collect()
}

fn rules(language: &str) -> Option<PluralRules> {
    let locale = Locale::try_from_str(language).ok()?;
    PluralRules::try_new_cardinal((&locale).into()).ok()
}

fn form(category: PluralCategory) -> Plural {
    match category {
        PluralCategory::Zero => Plural::Zero,
        PluralCategory::One => Plural::One,
        PluralCategory::Two => Plural::Two,
        PluralCategory::Few => Plural::Few,
        PluralCategory::Many => Plural::Many,
        PluralCategory::Other => Plural::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(language: &str, counts: &[u64]) -> Vec<&'static str> {
        counts.iter().map(|count| plural(language, *count).key()).collect()
    }

    fn keys(forms: Vec<Plural>) -> Vec<&'static str> {
        forms.into_iter().map(Plural::key).collect()
    }

    #[test]
    fn germanic_and_turkish_know_one_and_other() {
        for language in ["en", "en-GB", "de", "de-AT", "nl", "sv", "tr"] {
            assert_eq!(forms(language, &[0, 1, 2, 11, 21]), ["other", "one", "other", "other", "other"], "{language}");
        }
    }

    #[test]
    fn romance_languages_differ_at_zero_and_know_millions() {
        assert_eq!(forms("fr", &[0, 1, 2, 1_000_000]), ["one", "one", "other", "many"]);
        assert_eq!(forms("es", &[0, 1, 2, 2_000_000]), ["other", "one", "other", "many"]);
        assert_eq!(forms("it", &[0, 1, 2]), ["other", "one", "other"]);
        assert_eq!(forms("pt-BR", &[0, 1, 2]), ["one", "one", "other"]);
        assert_eq!(forms("pt-PT", &[0, 1, 2]), ["other", "one", "other"]);
    }

    #[test]
    fn slavic_languages() {
        let counts = [1, 2, 5, 11, 12, 21, 22, 25, 111, 112];
        assert_eq!(forms("ru", &counts), ["one", "few", "many", "many", "many", "one", "few", "many", "many", "many"]);
        assert_eq!(forms("uk", &counts), forms("ru", &counts));
        assert_eq!(forms("pl", &counts), ["one", "few", "many", "many", "many", "many", "few", "many", "many", "many"]);
        assert_eq!(forms("cs", &[0, 1, 2, 4, 5, 22]), ["other", "one", "few", "few", "other", "other"]);
    }

    #[test]
    fn semitic_languages() {
        assert_eq!(
            forms("ar", &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103]),
            ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few"]
        );
        assert_eq!(forms("ar-EG", &[0, 11]), ["zero", "many"]);
        assert_eq!(forms("he", &[1, 2, 3, 20]), ["one", "two", "other", "other"]);
    }

    #[test]
    fn east_asian_and_unknown_languages_have_one_form() {
        for language in ["ja", "zh-Hans", "ko", "xx", "not a tag"] {
            assert_eq!(forms(language, &[0, 1, 2]), ["other", "other", "other"], "{language}");
        }
    }

    #[test]
    fn a_language_file_needs_what_counts_take() {
        assert_eq!(keys(needed("en")), ["one", "other"]);
        assert_eq!(keys(needed("fr")), ["one", "other"]);
        assert_eq!(keys(known("fr")), ["one", "many", "other"]);
        assert_eq!(keys(needed("cs")), ["one", "few", "other"]);
        assert_eq!(keys(needed("pl")), ["one", "few", "many"]);
        assert_eq!(keys(needed("ar")), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(keys(needed("ja")), ["other"]);
    }
}
