//! Looks over templates for what Tera's escaping can't make safe, because it doesn't know where in HTML it prints.
//!
//! Attributes are quoted; addresses that begin with a variable go through `safe_url`; `safe` is for HTML fields only; no
//! inline script but the boot script and data; no `style` and no `on…`, which the content security policy would refuse.
//! Words that are named in a template must exist. Reads HTML roughly, tag by tag; a template need not be a whole document.

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::{FileId, Span};

use super::markup::{Attribute, Part, Tag, parts};
use super::words::Words;

/// Attributes that load or lead somewhere.
const ADDRESSES: [&str; 9] = ["href", "src", "action", "formaction", "poster", "data", "cite", "ping", "xlink:href"];
/// Fields that hold HTML or data that render has made safe, and a component's body.
const HTML_FIELDS: [&str; 5] = ["body", "intro", "letter", "structured_data", "boot"];
/// What an inline script may print: hub made it, and its hash stands in the policy.
const BOOT: &str = "site.boot";

/// What is wrong with one template.
pub(super) fn lint(file: FileId, text: &str, words: &Words) -> Vec<Diagnostic> {
    let mut lint = Lint { file, words, problems: Vec::new() };
    let mut inside_script = None;
    for part in parts(text) {
        match part {
            Part::Tag(tag) => {
                inside_script = inline_script(&tag);
                lint.tag(&tag);
            }
            Part::Text(text, at) => {
                if let (Some(script), false) = (inside_script, text.trim().is_empty()) {
                    lint.script(script, at, text.len());
                }
            }
            Part::Print(code, at) => {
                if let Some(Script::Code) = inside_script
                    && !code.trim().starts_with(BOOT)
                {
                    lint.script(Script::Code, at, code.len());
                }
                lint.print(code, at);
            }
            Part::Statement(code, at) => lint.code(code, at),
        }
    }
    lint.problems
}

/// What an inline script element holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Something that runs.
    Code,
    /// Data for search engines.
    Data,
}

/// The kind of an inline script that a tag opens; `None` for all other tags, and for scripts that load a file.
fn inline_script(tag: &Tag<'_>) -> Option<Script> {
    if !tag.name.eq_ignore_ascii_case("script") || tag.attributes.iter().any(|attribute| attribute.is("src")) {
        return None;
    }
    let kind = tag.attributes.iter().find(|attribute| attribute.is("type")).map(|attribute| attribute.value);
    Some(if kind == Some("application/ld+json") { Script::Data } else { Script::Code })
}

struct Lint<'w> {
    file: FileId,
    words: &'w Words,
    problems: Vec<Diagnostic>,
}

impl Lint<'_> {
    fn report(&mut self, (at, length): (usize, usize), message: impl Into<String>, help: &str) {
        let span = Span::new(self.file, at, at + length);
        self.problems.push(Diagnostic::warning("template-lint", message).at(span, "").help(help));
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if tag.name.eq_ignore_ascii_case("style") {
            let message = "the content security policy refuses `<style>` elements";
            self.report((tag.at, tag.name.len() + 1), message, "rules go to a stylesheet of the theme");
        }
        for (code, at) in &tag.loose {
            let message = format!("`{}` prints into a tag, where nothing escapes it", code.trim());
            self.report((*at, code.len()), message, "print it as the quoted value of an attribute");
        }
        for (code, at) in &tag.statements {
            self.code(code, *at);
        }
        for attribute in &tag.attributes {
            self.attribute(attribute);
        }
    }

    fn attribute(&mut self, attribute: &Attribute<'_>) {
        let place = (attribute.at, attribute.name.len());
        let name = attribute.name.to_ascii_lowercase();
        if !attribute.is_quoted {
            let message = format!("the value of `{name}` stands without quotes, so a space in it ends it");
            self.report(place, message, "put the value in double quotes");
        }
        if name == "style" {
            let message = "the content security policy refuses `style` attributes";
            self.report(place, message, "use a class and a rule in a stylesheet of the theme");
        }
        if name.len() > 2 && name.starts_with("on") {
            let message = format!("the content security policy refuses `{name}`");
            self.report(place, message, "listen for the event in a script of the theme");
        }
        for print in &attribute.prints {
            self.code(print.code, print.at);
            if filters(print.code).any(|filter| filter == "json" || filter == "safe") {
                let message = format!("`{}` is printed unescaped inside an attribute", print.code.trim());
                self.report(
                    (print.at, print.code.len()),
                    message,
                    "leave out the filter: the value is escaped for you",
                );
            }
            if print.leads && ADDRESSES.contains(&name.as_str()) && !is_address(print.code) {
                let message =
                    format!("`{}` decides where `{name}` leads, and could be `javascript:`", print.code.trim());
                let help = format!("`{{{{ {} | safe_url }}}}`", print.code.trim());
                self.report((print.at, print.code.len()), message, &help);
            }
        }
    }

    fn print(&mut self, code: &str, at: usize) {
        self.code(code, at);
        if filters(code).any(|filter| filter == "safe") && !is_html_field(code) {
            let message = format!("`{}` is printed unescaped, and isn't a field that holds HTML", code.trim());
            let help = "leave out `safe`; fields with HTML are `body`, `intro`, `letter`, `structured_data` and `boot`";
            self.report((at, code.len()), message, help);
        }
    }

    fn script(&mut self, script: Script, at: usize, length: usize) {
        if script == Script::Code {
            let message = "the content security policy refuses inline scripts";
            self.report(
                (at, length),
                message,
                "only `{{ site.boot | safe }}` may stand here; scripts go to the theme's `js`",
            );
        }
    }

    /// Keys of words that a template names outright: `"nav.home" | t`.
    fn code(&mut self, code: &str, at: usize) {
        for named in named_words(code) {
            let there =
                if named.is_counted { self.words.knows(named.key) } else { self.words.get(named.key).is_some() };
            if !there {
                let span = Span::new(self.file, at + named.at, at + named.at + named.key.len());
                self.problems.push(self.unknown(named.key, span));
            }
        }
    }

    fn unknown(&self, key: &str, span: Span) -> Diagnostic {
        let language = self.words.language();
        if self.words.knows(key) {
            return Diagnostic::error(
                "unknown-words",
                format!("the words `{key}` are for a number, and none is given"),
            )
            .at(span, "has plural forms")
            .help(format!("`{{{{ \"{key}\" | t(count=…) }}}}` chooses the plural form"));
        }
        Diagnostic::error("unknown-words", format!("there are no words `{key}` in `{language}`"))
            .at(span, "unknown key")
            .maybe_help(nearest_help(key, self.words.keys()))
            .help(format!("words of your own stand in `i18n/{language}.toml`"))
    }
}

/// Names after each `|` of an expression, strings left out.
fn filters(code: &str) -> impl Iterator<Item = &str> {
    let outside = code.split('"').step_by(2);
    let names = outside.flat_map(|text| text.split('|').skip(1));
    names.map(|text| text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
}

fn is_address(code: &str) -> bool {
    let is_text = code.trim().starts_with('"') && !code.contains(['~', '|']);
    is_text || filters(code).last() == Some("safe_url")
}

fn is_html_field(code: &str) -> bool {
    let path = code.trim().trim_start_matches('-').split('|').next().unwrap_or("").trim();
    HTML_FIELDS.contains(&path.rsplit('.').next().unwrap_or(path))
}

/// A key that a template names outright.
struct Named<'t> {
    key: &'t str,
    /// Its place in the code.
    at: usize,
    /// Whether a number goes with it.
    is_counted: bool,
}

/// String literals right before `| t`.
fn named_words(code: &str) -> Vec<Named<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut literal = None;
    for (number, piece) in code.split('"').enumerate() {
        if number % 2 == 1 {
            literal = Some((piece, at));
        } else if let Some((key, at)) = literal.take()
            && let Some(rest) = after_filter_t(piece)
        {
            found.push(Named { key, at, is_counted: rest.contains("count=") });
        }
        at += piece.len() + 1;
    }
    found
}

/// What follows `| t`, if `text` begins with that.
fn after_filter_t(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix('|')?.trim_start().strip_prefix('t')?;
    (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let words = Words::of("en", &[("nav.home", "Home")]);
        lint(FileId(0), text, &words).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn good_templates_pass() {
        for text in [
            "<a class=\"x\" href=\"{{ card.url | safe_url }}\">{{ card.title }}</a>",
            "<a href=\"#{{ entry.id }}\"></a><a href=\"/{{ x }}\"></a><a href='mailto:{{ x }}'>",
            "<link{% if x %} hidden{% endif %} href=\"{% if a %}{{ a | safe_url }}{% else %}/{% endif %}\">",
            "<script>{{ site.boot | safe }}</script><script type=\"module\" src=\"{{ site.js | safe_url }}\"></script>",
            "<script type=\"application/ld+json\">{{ page.structured_data | safe }}</script>",
            "{# <a href={{ x }}> #}<p>{{ item.body | safe }}{{ <card card={card}/> }} 1 < 2</p>",
            "<button type=\"button\" {% if x %}aria-pressed=\"true\"{% endif %} disabled>{{ \"nav.home\" | t }}</button>",
            "<!-- <a href=x> --><p data-x=\"{{ x }}\">",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn addresses_need_safe_url() {
        let text = "<a href=\"{{ card.url }}\">";
        assert_eq!(messages(text), ["`card.url` decides where `href` leads, and could be `javascript:`"]);
        assert_eq!(messages("<form action=\"{% if x %}{{ x | lower }}{% endif %}\">").len(), 1);
        assert_eq!(messages("<a href=\"{{ x | safe_url | upper }}\">").len(), 1);
    }

    #[test]
    fn what_the_policy_refuses_is_named() {
        assert_eq!(messages("<p style=\"x\">"), ["the content security policy refuses `style` attributes"]);
        assert_eq!(messages("<p onclick=\"x()\">"), ["the content security policy refuses `onclick`"]);
        assert_eq!(messages("<style>p{}</style>").len(), 1);
        assert_eq!(messages("<script>x()</script>"), ["the content security policy refuses inline scripts"]);
        assert_eq!(messages("<script>{{ x }}</script>").len(), 1);
    }

    #[test]
    fn values_are_quoted_and_escaped() {
        assert_eq!(messages("<p class=x>"), ["the value of `class` stands without quotes, so a space in it ends it"]);
        assert_eq!(messages("<p class={{ x }}>").len(), 1);
        assert_eq!(messages("<p {{ x }}>"), ["`x` prints into a tag, where nothing escapes it"]);
        assert_eq!(messages("<p title=\"{{ x | safe }}\">").len(), 1);
        assert_eq!(messages("<p data-x=\"{{ x | json }}\">").len(), 1);
        assert_eq!(messages("<p>{{ item.title | safe }}</p>").len(), 1);
    }

    #[test]
    fn words_that_are_nowhere_are_errors() {
        let words = Words::of("en", &[("nav.home", "Home"), ("n.other", "{count}")]);
        let text = "<p title=\"{{ \"nav.hme\" | t }}\">{{ <x name={\"b\" | t(count=1)} /> }}{{ \"c\" | title }}{{ \"n\" | t }}{{ \"n\" | t(count=1) }}";
        let problems = lint(FileId(0), text, &words);
        let seen: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            seen,
            [
                "there are no words `nav.hme` in `en`",
                "there are no words `b` in `en`",
                "the words `n` are for a number, and none is given",
            ]
        );
        assert_eq!(problems[0].help[0], "did you mean `nav.home`?");
        let span = problems[0].labels[0].span;
        assert_eq!(&text[span.start as usize..span.end as usize], "nav.hme");
    }
}
