//! The filters templates have beside Tera's own: words, numbers, safe addresses, data for scripts, initials.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::nearest;

use super::words::{Words, fill};

/// Schemes a link may have; anything else (`javascript:`, `data:`) becomes [`NOWHERE`].
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];
const NOWHERE: &str = "#";

/// Gives `tera` the filters `t`, `number`, `safe_url`, `json` and `initials`.
pub(super) fn register(tera: &mut Tera, words: Arc<Words>) {
    let numbers = Arc::clone(&words);
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| numbers.number(number));
    tera.register_filter("t", move |key: &str, values: Kwargs, _: &State| translate(&words, key, &values));
    tera.register_filter("safe_url", |url: &str, _: Kwargs, _: &State| safe_url(url).to_owned());
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| {
        json(value).map(|text| Value::safe_string(&text))
    });
    tera.register_filter("initials", |text: &str, _: Kwargs, _: &State| initials(text));
}

/// The words of `key`, counted if `count` is given, with their placeholders filled.
fn translate(words: &Words, key: &str, values: &Kwargs) -> TeraResult<String> {
    let text = match values.get::<u64>("count")? {
        Some(count) => words.counted(key, count),
        None => words.get(key),
    };
    let text = text.ok_or_else(|| Error::message(no_words(words, key)))?;
    let value = |name: &str| match values.get::<u64>(name) {
        Ok(Some(count)) if name == "count" => Some(words.number(count)),
        Ok(Some(number)) => Some(words.digits(&number.to_string())),
        _ => values.get::<&Value>(name).ok().flatten().map(|value| words.isolated(value.to_string())),
    };
    fill(text, value).map_err(|name| Error::message(format!("the words `{key}` want a value for `{{{name}}}`")))
}

/// What to say of a key that has no words; a second line is the way out.
fn no_words(words: &Words, key: &str) -> String {
    let message = format!("there are no words `{key}` in `{}`", words.language());
    if words.knows(key) {
        return format!("{message} without a number\n`{{{{ \"{key}\" | t(count=…) }}}}` chooses the plural form");
    }
    match nearest(key, words.keys()) {
        Some(near) => format!("{message}\ndid you mean `{near}`?"),
        None => format!("{message}\nadd them to `i18n/{}.toml`", words.language()),
    }
}

/// `url`, or `#` if it has a scheme that may run something.
///
/// Browsers drop control characters and leading spaces before they read the scheme, so a URL with any is refused.
pub fn safe_url(url: &str) -> &str {
    let trimmed = url.trim();
    if trimmed.chars().any(char::is_control) {
        return NOWHERE;
    }
    match trimmed.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            let known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
            if known { trimmed } else { NOWHERE }
        }
        _ => trimmed,
    }
}

/// `value` as JSON that can stand inside a script element.
fn json(value: &Value) -> TeraResult<String> {
    let text = serde_json::to_string(value).map_err(Error::message)?;
    Ok(escape_json(&text))
}

/// Makes JSON safe inside a script element: these characters only ever stand in its strings.
pub fn escape_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let (before, special) = rest.split_at(at);
        escaped.push_str(before);
        let mut characters = special.chars();
        if let Some(character) = characters.next() {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        }
        rest = characters.as_str();
    }
    escaped.push_str(rest);
    escaped
}

/// Two letters for a name: of its first and its last word.
fn initials(text: &str) -> String {
    let mut letters = text.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::{Context, context};

    fn render(template: &str, context: &Context) -> Result<String, String> {
        let mut tera = Tera::default();
        let words = Words::of(
            "en",
            &[
                ("hi", "Hello {name}"),
                ("step.one", "{count} step"),
                ("step.other", "{count} steps"),
                ("of", "of {count}"),
            ],
        );
        register(&mut tera, Arc::new(words));
        tera.add_raw_template("x.html", template).map_err(|error| error.to_string())?;
        tera.render("x.html", context).map_err(|error| error.to_string())
    }

    #[test]
    fn words_are_text_not_html() {
        let html = render("{{ \"hi\" | t(name=who) }}", &context! { who => "<b>" });
        assert_eq!(html.unwrap(), "Hello &lt;b&gt;");
        assert_eq!(render("{{ \"step\" | t(count=n) }}", &context! { n => &1 }).unwrap(), "1 step");
        assert_eq!(render("{{ \"step\" | t(count=n) }}", &context! { n => &2 }).unwrap(), "2 steps");
        assert_eq!(render("{{ \"of\" | t(count=n) }}", &context! { n => &2 }).unwrap(), "of 2");
        assert_eq!(render("{{ \"hi\" | t(name=n) }}", &context! { n => &2026 }).unwrap(), "Hello 2026");
        assert_eq!(render("{{ n | number }}", &context! { n => &7 }).unwrap(), "7");
    }

    #[test]
    fn missing_words_are_errors_with_key_and_language() {
        let error = render("{{ \"hy\" | t }}", &Context::new()).unwrap_err();
        assert!(error.contains("there are no words `hy` in `en`"), "{error}");
        assert!(error.contains("did you mean `hi`?"), "{error}");
        let error = render("{{ \"step\" | t }}", &Context::new()).unwrap_err();
        assert!(error.contains("t(count=…)"), "{error}");
        let error = render("{{ \"hi\" | t }}", &Context::new()).unwrap_err();
        assert!(error.contains("the words `hi` want a value for `{name}`"), "{error}");
    }

    #[test]
    fn only_harmless_schemes_pass() {
        for url in
            ["https://x.org/a:b", "HTTP://x", "mailto:a@b.c", "tel:+1", "/a:b", "a/b:c", "?q=a:b", "#a:b", "", "../x"]
        {
            assert_eq!(safe_url(url), url);
        }
        for url in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:x",
        ] {
            assert_eq!(safe_url(url), "#", "{url:?}");
        }
    }

    #[test]
    fn data_cannot_close_its_script() {
        let html = render("{{ v | json }}", &context! { v => "</script>&\u{2028}\"" });
        assert_eq!(html.unwrap(), r#""\u003c/script\u003e\u0026\u2028\"""#);
    }

    #[test]
    fn initials_are_two_letters() {
        assert_eq!(initials("Ada de Lovelace"), "AL");
        assert_eq!(initials("ørsted"), "Ø");
        assert_eq!(initials("“Ann” (Bo)"), "AB");
        assert_eq!(initials(""), "");
    }
}
