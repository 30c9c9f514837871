//! Design tokens: the custom properties a theme's tokens file declares, and the values a site gives them instead.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::Spanned;

use super::colour::Scheme;
use super::css::{custom_length, string_length};

/// A token the site changes: its name, with or without dashes, and its value.
pub type Token = (Spanned<String>, Spanned<String>);

/// A value that a stylesheet gives a custom property of the whole page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declared<'t> {
    /// Its name, without dashes.
    pub(super) name: &'t str,
    /// Its value.
    pub(super) value: &'t str,
    /// Where the value stands in the text.
    pub(super) place: Range<usize>,
    /// The one ground it is for, if the rule around it is for one: `@media (prefers-color-scheme: dark)`.
    pub(super) scheme: Option<Scheme>,
}

/// Values of custom properties for the whole page, in the order of `css`; what is for paper alone is none of a screen.
pub(super) fn values(css: &str) -> Vec<Declared<'_>> {
    let bare = without_comments(css);
    let (mut found, mut rules, mut from, mut at) = (Vec::new(), Vec::new(), 0, 0);
    while let Some(c) = bare.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = bare.get(at..).unwrap_or_default();
        let head = bare.get(from..at).unwrap_or_default();
        let mut length = c.len_utf8();
        match c {
            '"' | '\'' => length = string_length(rest, c),
            '-' if rest.starts_with("--") && head.trim().is_empty() => {
                length = custom_length(rest);
                found.extend(declaration(css, at..at + length, &rules));
            }
            '{' => rules.push(head.to_lowercase()),
            '}' => drop(rules.pop()),
            _ => {}
        }
        at += length;
        if "{};".contains(c) {
            from = at;
        }
    }
    found
}

fn declaration<'t>(css: &'t str, range: Range<usize>, rules: &[String]) -> Option<Declared<'t>> {
    let (name, value) = css.get(range.clone())?.split_once(':')?;
    let selector = rules.last()?;
    let is_of_all = [":root", "html", "data-theme"].iter().any(|whole| selector.contains(whole));
    if !is_of_all || rules.iter().any(|rule| rule.contains("print")) {
        return None;
    }
    let scheme = rules.iter().rev().find_map(|rule| match (rule.contains("dark"), rule.contains("light")) {
        (true, false) => Some(Scheme::Dark),
        (false, true) => Some(Scheme::Light),
        _ => None,
    });
    let start = range.end - value.trim_start().len();
    let value = value.trim();
    Some(Declared { name: name.trim().trim_start_matches('-'), value, place: start..start + value.len(), scheme })
}

/// The same text, byte for byte, with blanks where comments stood.
fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        let (inside, after) = comment.split_once("*/").unwrap_or((comment, ""));
        let end = rest.len() - after.len() - before.len() - inside.len();
        bare.push_str(before);
        bare.push_str(&" ".repeat(inside.len() + end));
        rest = after;
    }
    bare + rest
}

/// Names of the custom properties that `css` declares, without dashes.
pub(super) fn declared(css: &str) -> BTreeSet<String> {
    let after_dashes = css.split("--").skip(1);
    let name = |rest: &str| {
        let (name, rest) = rest.split_at(rest.find(|c: char| !is_name_char(c)).unwrap_or(rest.len()));
        (!name.is_empty() && rest.trim_start().starts_with(':')).then(|| name.to_owned())
    };
    after_dashes.filter_map(name).collect()
}

/// Tokens that hold, as a rule for `:root`; empty if there are none. The others are reported.
pub(super) fn rule(tokens: &[Token], known: &BTreeSet<String>, problems: &mut Vec<Diagnostic>) -> String {
    let mut declarations = String::new();
    for (name, value) in tokens {
        match check(name, value, known) {
            Some(problem) => problems.push(problem),
            None => declarations.push_str(&format!("--{}:{};", name.value.trim_start_matches('-'), value.value.trim())),
        }
    }
    if declarations.is_empty() { declarations } else { format!(":root{{{}}}", declarations.trim_end_matches(';')) }
}

fn check(name: &Spanned<String>, value: &Spanned<String>, known: &BTreeSet<String>) -> Option<Diagnostic> {
    let bare = name.value.trim_start_matches('-');
    if !known.contains(bare) {
        let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
        let problem = Diagnostic::error("unknown-token", format!("the theme has no token `{bare}`"))
            .at(name.span, "unknown token")
            .note(format!("tokens: {}", names.join(", ")))
            .maybe_help(nearest_help(bare, known.iter().map(String::as_str)));
        return Some(problem);
    }
    let trouble = trouble(&value.value)?;
    let problem =
        Diagnostic::error("token-value", format!("the value of token `{bare}` can't stand in a stylesheet: {trouble}"))
            .at(value.span, "")
            .help("a token is one CSS value, such as `#a8442a`, `1.5rem` or `light-dark(#222, #eee)`");
    Some(problem)
}

/// Whether a value can stand in a stylesheet.
pub(super) fn stands(value: &str) -> bool {
    trouble(value).is_none()
}

/// Why a value could end its declaration early, load something, or swallow the rules after it.
fn trouble(value: &str) -> Option<String> {
    if value.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if let Some(c) = value.chars().find(|c| ";{}<\\@".contains(*c) || c.is_control()) {
        return Some(format!("it has {c:?}"));
    }
    let lower = value.to_lowercase();
    if let Some(part) = ["url(", "image(", "image-set(", "/*", "!important"].iter().find(|part| lower.contains(**part))
    {
        return Some(format!("it has `{part}`"));
    }
    (!is_balanced(value)).then(|| "its quotes or brackets aren't closed".to_owned())
}

fn is_balanced(value: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    for c in value.chars() {
        let in_string = open.last().copied().filter(|last| "\"'".contains(*last));
        match (in_string, c) {
            (Some(quote), _) if c == quote => drop(open.pop()),
            (Some(_), _) => {}
            (None, '"' | '\'' | '(' | '[') => open.push(c),
            (None, ')') if open.pop() != Some('(') => return false,
            (None, ']') if open.pop() != Some('[') => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn check_all(tokens: &[(&str, &str)]) -> (String, Vec<Diagnostic>) {
        let span = Span::file(FileId(0));
        let tokens: Vec<Token> = tokens
            .iter()
            .map(|(name, value)| (Spanned::new((*name).into(), span), Spanned::new((*value).into(), span)))
            .collect();
        let known = declared(":root{ --accent: #123; --step-1 :1rem } a{color:var(--ink)}");
        let mut problems = Vec::new();
        (rule(&tokens, &known, &mut problems), problems)
    }

    #[test]
    fn declared_tokens_are_found_and_used_ones_are_not() {
        let known: Vec<_> =
            declared(":root{ --accent: #123; --step-1 :1rem } a{color:var(--ink)}").into_iter().collect();
        assert_eq!(known, ["accent", "step-1"]);
    }

    #[test]
    fn values_are_those_of_the_whole_page_on_a_screen() {
        let css = "/* dark; { */ @layer tokens { :root { --a: #123; --b : light-dark( x ; ) ;--c:1 }\n\
            .card { --d: 4 } [data-theme='dark'] { --a: #eee } }\n\
            @media (prefers-color-scheme: light) { :root{--a: /* no */ #abc} } @media print { :root { --e: 5 } }";
        let seen: Vec<_> = values(css).iter().map(|it| (it.name, it.value, it.scheme)).collect();
        let wanted = [
            ("a", "#123", None),
            ("b", "light-dark( x ; )", None),
            ("c", "1", None),
            ("a", "#eee", Some(Scheme::Dark)),
            ("a", "/* no */ #abc", Some(Scheme::Light)),
        ];
        assert_eq!(seen, wanted);
        assert!(values(css).iter().all(|it| css.get(it.place.clone()) == Some(it.value)));
        for broken in ["--", ":root{--a", "/*", ":root{--a:\"", "}}--a:b"] {
            let _ = values(broken);
        }
    }

    #[test]
    fn good_values_become_a_rule() {
        let (css, problems) = check_all(&[("accent", "light-dark(#a8442a, #f90)"), ("--step-1", "calc(1rem + 2vw)")]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(css, ":root{--accent:light-dark(#a8442a, #f90);--step-1:calc(1rem + 2vw)}");
    }

    #[test]
    fn a_misspelt_token_is_guessed() {
        let (css, problems) = check_all(&[("acent", "red")]);
        assert_eq!((css.as_str(), problems[0].code), ("", "unknown-token"));
        assert_eq!(problems[0].help, ["did you mean `accent`?"]);
    }

    #[test]
    fn values_that_break_out_are_refused() {
        for value in [
            "red;} body{x",
            "url(https://x)",
            "</style>",
            "\"open",
            "rgb(1",
            "a)",
            "",
            "red/*",
            "U\\52L(x)",
            "x\ny",
            "image-set(\"x\" 1x)",
        ] {
            let (css, problems) = check_all(&[("accent", value)]);
            assert_eq!((css.as_str(), problems.len()), ("", 1), "{value}");
            assert_eq!(problems[0].code, "token-value");
        }
    }
}
