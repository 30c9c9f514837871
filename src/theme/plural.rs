//! Which plural form a language uses for a whole number: the cardinal rules of CLDR for languages a hub is likely in.

/// A plural form, named as in language files (`steps.one`, `steps.other`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

/// The form of `count` in `language` (a BCP 47 tag; unknown languages follow English).
pub fn plural(language: &str, count: u64) -> Plural {
    let (tens, hundreds) = (count % 10, count % 100);
    match language.split('-').next().unwrap_or(language) {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" => Plural::Other,
        "pt" if language.eq_ignore_ascii_case("pt-PT") => romance(count, 1..=1),
        "fr" | "pt" => romance(count, 0..=1),
        "es" | "it" | "ca" => romance(count, 1..=1),
        "ru" | "uk" | "be" => slavic(tens == 1 && hundreds != 11, tens, hundreds, Plural::Many),
        "sr" | "hr" | "bs" => slavic(tens == 1 && hundreds != 11, tens, hundreds, Plural::Other),
        "pl" => slavic(count == 1, tens, hundreds, Plural::Many),
        "cs" | "sk" => match count {
            1 => Plural::One,
            2..=4 => Plural::Few,
            _ => Plural::Other,
        },
        "sl" => match hundreds {
            1 => Plural::One,
            2 => Plural::Two,
            3 | 4 => Plural::Few,
            _ => Plural::Other,
        },
        "ro" => match (count, hundreds) {
            (1, _) => Plural::One,
            (0, _) | (_, 1..=19) => Plural::Few,
            _ => Plural::Other,
        },
        "ar" => arabic(count, hundreds),
        "he" | "iw" => match count {
            1 => Plural::One,
            2 => Plural::Two,
            _ => Plural::Other,
        },
        _ if count == 1 => Plural::One,
        _ => Plural::Other,
    }
}

fn romance(count: u64, one: std::ops::RangeInclusive<u64>) -> Plural {
    match count {
        _ if one.contains(&count) => Plural::One,
        _ if count != 0 && count.is_multiple_of(1_000_000) => Plural::Many,
        _ => Plural::Other,
    }
}

fn slavic(one: bool, tens: u64, hundreds: u64, rest: Plural) -> Plural {
    match () {
        () if one => Plural::One,
        () if (2..=4).contains(&tens) && !(12..=14).contains(&hundreds) => Plural::Few,
        () => rest,
    }
}

fn arabic(count: u64, hundreds: u64) -> Plural {
    match (count, hundreds) {
        (0, _) => Plural::Zero,
        (1, _) => Plural::One,
        (2, _) => Plural::Two,
        (_, 3..=10) => Plural::Few,
        (_, 11..=99) => Plural::Many,
        _ => Plural::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(language: &str, counts: &[u64]) -> Vec<&'static str> {
        counts.iter().map(|count| plural(language, *count).key()).collect()
    }

    #[test]
    fn germanic_and_turkish_know_one_and_other() {
        for language in ["en", "en-GB", "de", "nl", "sv", "tr", "xx"] {
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
        assert_eq!(forms("he", &[1, 2, 3, 20]), ["one", "two", "other", "other"]);
    }

    #[test]
    fn east_asian_languages_have_one_form() {
        for language in ["ja", "zh-Hans", "ko"] {
            assert_eq!(forms(language, &[0, 1, 2]), ["other", "other", "other"], "{language}");
        }
    }
}
