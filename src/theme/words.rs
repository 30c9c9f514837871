//! The words of the interface in the site's language, and how they are filled in.
//!
//! A word comes from the nearest of: the site's `i18n/LANG.toml`, the theme's, that of the theme it extends, hub's own
//! (`themes/i18n/`). What a language lacks is English, with a warning. Knows keys and texts, not who prints them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::{FileId, Source, Sources, Span, Spanned};

use super::forms;
use super::lineage::Lineage;
use super::plural::{Plural, plural};
use crate::parse::toml::read_flat_texts;

const FALLBACK: &str = "en";
/// How many missing words a warning lists.
const LISTED: usize = 8;
/// Languages that are written from right to left, where the tag names no script.
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];
/// Scripts that are.
const SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];
/// Letters of a script in a tag: `az-Arab`.
const SCRIPT: usize = 4;

/// Words by key.
#[derive(Clone, Debug, Default)]
pub struct Words {
    language: String,
    texts: BTreeMap<String, String>,
    /// What stands in for words that the language lacks; none where it is English itself.
    english: BTreeMap<String, String>,
}

pub(super) type Texts = BTreeMap<String, Spanned<String>>;

impl Words {
    /// Reads the words of `language` for a theme.
    pub(super) fn load(
        sources: &Sources,
        lineage: &Lineage,
        language: &Spanned<String>,
        problems: &mut Vec<Diagnostic>,
    ) -> Words {
        let wanted = read_language(sources, lineage, &language.value, problems);
        let english = match primary(&language.value) {
            FALLBACK => Texts::new(),
            _ => read_language(sources, lineage, FALLBACK, problems),
        };
        if wanted.is_empty() {
            problems.push(language_missing(sources, lineage, language));
        } else {
            problems.extend(words_missing(&english, &wanted, &language.value));
            problems.extend(forms::check(&wanted, &language.value));
        }
        Words { language: language.value.clone(), texts: plain(wanted), english: plain(english) }
    }

    /// Words made by hand, for tests.
    pub fn of(language: &str, texts: &[(&str, &str)]) -> Words {
        let texts = texts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        Words { language: language.to_owned(), texts, english: BTreeMap::new() }
    }

    /// The language asked for.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        let script = self.language.split('-').skip(1).find(|part| part.len() == SCRIPT).map(str::to_ascii_lowercase);
        let is_rtl = match script {
            Some(script) => SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT.contains(&primary(&self.language)),
        };
        if is_rtl { "rtl" } else { "ltr" }
    }

    /// A text that stands in a sentence, kept apart from it where it runs the other way, so that neither mixes up the
    /// other's order (FSI and PDI of Unicode's bidirectional algorithm).
    pub(super) fn isolated(&self, text: String) -> String {
        let runs_other_way = match self.direction() {
            "rtl" => text.chars().any(|c| c.is_ascii_alphabetic()),
            _ => text.chars().any(is_right_to_left),
        };
        if runs_other_way { format!("\u{2068}{text}\u{2069}") } else { text }
    }

    /// All keys: the language's, then those that it lacks, each sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let lacking = self.english.keys().filter(|key| !self.texts.contains_key(*key));
        self.texts.keys().chain(lacking).map(String::as_str)
    }

    /// The text of a key, its placeholders not yet filled.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).or_else(|| self.english.get(key)).map(String::as_str)
    }

    /// The text for a number of things: `KEY.one`, `KEY.few` … by the language's rules, or else `KEY.other`, or else `KEY`,
    /// which is a text with a number in it. Words that are printed in English follow the rules of English.
    pub fn counted(&self, key: &str, count: u64) -> Option<&str> {
        let own = counted(&self.texts, &self.language, (key, count));
        own.or_else(|| counted(&self.english, FALLBACK, (key, count))).or_else(|| self.get(key))
    }

    /// A number of things as people of the language write it: `1,200`, `١٬٢٠٠`.
    pub fn number(&self, number: u64) -> String {
        let (digits, mark) = (number.to_string(), self.get("number.thousands").unwrap_or_default());
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(mark);
            }
            grouped.push(digit);
        }
        self.digits(&grouped)
    }

    /// A text with its digits as the language writes them (`number.digits`, from 0 to 9).
    pub fn digits(&self, text: &str) -> String {
        let own = self.get("number.digits").unwrap_or_default();
        let digit = |c: char| c.to_digit(10).and_then(|at| own.chars().nth(at as usize)).unwrap_or(c);
        text.chars().map(digit).collect()
    }

    /// Whether `key` is a text or a group of plural forms.
    pub fn knows(&self, key: &str) -> bool {
        self.counted(key, 0).is_some()
    }

    /// The text of a key with its placeholders filled; a key that is nowhere is its own text.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill_known(self.get(key).unwrap_or(key), values)
    }

    /// The text for `count` things; `{count}` is filled too.
    pub fn say_count(&self, key: &str, count: u64, values: &[(&str, &str)]) -> String {
        let number = self.number(count);
        let mut values = values.to_vec();
        values.push(("count", &number));
        fill_known(self.counted(key, count).unwrap_or(key), &values)
    }

    /// `key` as a group of texts numbered from 1 (`date.months`), as far as they go.
    pub fn numbered(&self, key: &str) -> Vec<&str> {
        (1..).map_while(|number: u32| self.get(&format!("{key}.{number}"))).collect()
    }
}

/// The text for a number among those of one language.
fn counted<'a>(texts: &'a BTreeMap<String, String>, language: &str, (key, count): (&str, u64)) -> Option<&'a str> {
    let form = |form: Plural| texts.get(&format!("{key}.{}", form.key())).map(String::as_str);
    form(plural(language, count)).or_else(|| form(Plural::Other))
}

fn plain(texts: Texts) -> BTreeMap<String, String> {
    texts.into_iter().map(|(key, text)| (key, text.value)).collect()
}

/// Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their like, and of their forms.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Fills `{name}` by `value`; a placeholder without value is an error with its name.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((name, after)) if is_name(name) => {
                filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
                rest = after;
            }
            _ => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Leaves placeholders without value as they are: hub's own texts name only what is given, a site's may not.
fn fill_known(text: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| {
        let known = values.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Some(known.unwrap_or_else(|| format!("{{{name}}}")))
    };
    fill(text, value).unwrap_or_else(|_| text.to_owned())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// Words of a language, from the farthest file to the nearest; the language before its region (`de`, then `de-AT`).
fn read_language(sources: &Sources, lineage: &Lineage, language: &str, problems: &mut Vec<Diagnostic>) -> Texts {
    let mut names = vec![primary(language)];
    if language != primary(language) {
        names.push(language);
    }
    let mut texts = Texts::new();
    for folder in folders(lineage) {
        for name in &names {
            let path = format!("{folder}i18n/{name}.toml");
            let Some((file, source)) = sources.iter().find(|(_, source)| source.path == path) else { continue };
            let (read, found) = read_flat_texts(&source.text, file);
            problems.extend(found);
            texts.extend(read);
        }
    }
    texts
}

/// Folders that may hold an `i18n/`, the farthest first.
fn folders(lineage: &Lineage) -> Vec<String> {
    let themes = lineage.themes.iter().rev().map(|theme| format!("themes/{}/", theme.name));
    std::iter::once("themes/".to_owned()).chain(themes).chain(std::iter::once(String::new())).collect()
}

fn language_missing(sources: &Sources, lineage: &Lineage, language: &Spanned<String>) -> Diagnostic {
    let folders = folders(lineage);
    let name_of = |(_, source): (FileId, &Source)| {
        let folder = folders.iter().find(|folder| source.path.starts_with(&format!("{folder}i18n/")))?;
        source.path.strip_prefix(&format!("{folder}i18n/"))?.strip_suffix(".toml").map(str::to_owned)
    };
    let known: BTreeSet<String> = sources.iter().filter_map(name_of).collect();
    let listed: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "the theme `{}` has no words in `{}`, so its pages say them in English",
        lineage.name(),
        language.value
    );
    Diagnostic::warning("language-missing", message)
        .at(language.span, "no words in this language")
        .note(format!("languages: {}", listed.join(", ")))
        .maybe_help(nearest_help(&language.value, known.iter().map(String::as_str)))
        .help(format!("write them in `i18n/{}.toml`, with the keys of the theme's `i18n/en.toml`", language.value))
}

fn words_missing(english: &Texts, wanted: &Texts, language: &str) -> Option<Diagnostic> {
    let have: BTreeSet<&str> = wanted.keys().map(|key| group(key)).collect();
    let missing: BTreeSet<&str> = english.keys().map(|key| group(key)).filter(|key| !have.contains(key)).collect();
    let file = wanted.values().map(|text| text.span.file).max()?;
    let count = match missing.len() {
        0 => return None,
        1 => "one word is".to_owned(),
        n => format!("{n} words are"),
    };
    let mut listed: Vec<_> = missing.iter().take(LISTED).map(|key| format!("`{key}`")).collect();
    if missing.len() > LISTED {
        listed.push("…".to_owned());
    }
    let problem =
        Diagnostic::warning("words-missing", format!("{count} not translated to `{language}`, and printed in English"))
            .at(Span::file(file), "")
            .note(format!("missing: {}", listed.join(", ")))
            .help(format!("add them to `i18n/{language}.toml` of the site"));
    Some(problem)
}

/// A key without its plural form: languages differ in which forms they have.
fn group(key: &str) -> &str {
    match key.rsplit_once('.') {
        Some((group, form)) if Plural::named(form).is_some() => group,
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceClass;
    use crate::theme::built_in::{built_in_names, built_in_sources};

    fn load(theme: &str, language: &str, own: &[(&str, &str)]) -> (Words, Vec<Diagnostic>) {
        let file = |(path, text): &(&str, &str)| Source {
            path: (*path).into(),
            class: SourceClass::Language,
            text: (*text).into(),
        };
        let mut sources = Sources { files: own.iter().map(file).collect(), assets: Vec::new() };
        built_in_sources(theme, &mut sources);
        let mut problems = Vec::new();
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::file(FileId(0)));
        let lineage = Lineage::find(&sources, &spanned(theme), &mut problems).unwrap();
        let words = Words::load(&sources, &lineage, &spanned(language), &mut problems);
        (words, problems)
    }

    #[test]
    fn a_site_changes_single_words() {
        let (words, problems) = load("plain", "en", &[("i18n/en.toml", "[nav]\nhome = \"Porch\"")]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(words.say("nav.home", &[]), "Porch");
        assert_eq!(words.numbered("date.months").len(), 12);
        assert_eq!(words.numbered("date.weekdays").len(), 7);
    }

    #[test]
    fn a_region_stands_on_its_language() {
        let (words, problems) = load("plain", "de-AT", &[("i18n/de-AT.toml", "[date.months]\n1 = \"Jänner\"")]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(words.numbered("date.months").first(), Some(&"Jänner"));
        assert_eq!(words.numbered("date.months").get(1), Some(&"Februar"));
    }

    #[test]
    fn an_absent_language_is_english_with_a_warning() {
        let (words, problems) = load("plain", "eo", &[]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "language-missing");
        assert_eq!(words.numbered("date.months").first(), Some(&"January"));
    }

    #[test]
    fn a_started_language_warns_of_the_rest() {
        let (words, problems) = load("plain", "eo", &[("i18n/eo.toml", "[nav]\nhome = \"Hejmo\"")]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "words-missing");
        assert_eq!(words.say("nav.home", &[]), "Hejmo");
    }

    #[test]
    fn built_in_languages_are_complete() {
        for theme in built_in_names() {
            for language in ["en", "de", "ar"] {
                assert_eq!(load(theme, language, &[]).1, [], "{theme} {language}");
            }
        }
    }

    #[test]
    fn placeholders_and_plurals_are_filled() {
        let words = Words::of("en", &[("n.one", "{count} step of {track}"), ("n.other", "{count} steps of {track}")]);
        assert_eq!(words.say_count("n", 1, &[("track", "A")]), "1 step of A");
        assert_eq!(words.say_count("n", 3, &[("track", "A")]), "3 steps of A");
        assert_eq!(fill("{a} { b } {", |_| Some("x".into())), Ok("x { b } {".into()));
        assert_eq!(fill("{a}", |_| None), Err("a".into()));
    }

    #[test]
    fn what_is_printed_in_english_is_counted_in_english() {
        let own = "[fact]\nsteps = { other = \"{count} paŝoj\", one = \"{count} paŝo\" }";
        let (words, _) = load("plain", "ja", &[("i18n/ja.toml", "[nav]\nhome = \"ホーム\"")]);
        assert_eq!(words.say_count("fact.steps", 1, &[]), "1 step");
        let (words, _) = load("plain", "eo", &[("i18n/eo.toml", own)]);
        assert_eq!(words.say_count("fact.steps", 1, &[]), "1 paŝo");
        assert_eq!(words.say_count("fact.parts", 2, &[]), "2 parts");
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let latin = Words::of("en", &[("number.thousands", ",")]);
        assert_eq!([999, 1000, 1_234_567].map(|number| latin.number(number)), ["999", "1,000", "1,234,567"]);
        let digits = [("number.thousands", "٬"), ("number.digits", "٠١٢٣٤٥٦٧٨٩"), ("n.other", "{count} خطوة")];
        let arabic = Words::of("ar-EG", &digits);
        assert_eq!(arabic.number(12_034), "١٢٬٠٣٤");
        assert_eq!(arabic.digits("18:05"), "١٨:٠٥");
        assert_eq!(arabic.say_count("n", 100, &[]), "١٠٠ خطوة");
    }

    #[test]
    fn what_runs_the_other_way_is_kept_apart() {
        let (english, arabic) = (Words::of("en", &[]), Words::of("ar", &[]));
        assert_eq!(english.isolated("Ada".into()), "Ada");
        assert_eq!(english.isolated("ليلى".into()), "\u{2068}ليلى\u{2069}");
        assert_eq!(arabic.isolated("ليلى".into()), "ليلى");
        assert_eq!(arabic.isolated("Ada".into()), "\u{2068}Ada\u{2069}");
        assert_eq!(arabic.isolated("12".into()), "12");
    }

    #[test]
    fn direction_follows_the_language() {
        assert_eq!(Words::of("he-IL", &[]).direction(), "rtl");
        assert_eq!(Words::of("pt-BR", &[]).direction(), "ltr");
        assert_eq!(Words::of("az-Arab", &[]).direction(), "rtl");
        assert_eq!(Words::of("ar-Latn", &[]).direction(), "ltr");
    }
}
