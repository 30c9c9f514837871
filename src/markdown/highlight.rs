//! Coloured code: from a program's text to `<span>`s of a dozen classes, or inline colours for mail.
//!
//! syntect names every token by a stack of scopes; here each scope is one of twelve classes, the same in all languages,
//! so a theme has twelve colours to choose and pages stay small.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet};

use super::escape::push_text;
use crate::diagnostic::nearest;
use crate::output::digest;

/// Longer lines are no code a person reads, and cost too much.
const LINE: usize = 2_000;
/// Longer blocks neither.
const BLOCK: usize = 256 << 10;

/// A class of tokens: its letter, its custom property, its colour on light and on dark code backgrounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeColour {
    /// `k` of `c-k`.
    pub letter: char,
    /// `--code-keyword` without its dashes.
    pub property: &'static str,
    /// On [`LIGHT_BACKGROUND`].
    pub light: &'static str,
    /// On [`DARK_BACKGROUND`].
    pub dark: &'static str,
}

/// The code background the light colours are made for.
pub const LIGHT_BACKGROUND: &str = "#f6f4ef";
/// The code background the dark colours are made for.
pub const DARK_BACKGROUND: &str = "#221f1c";
/// Code without a class, on the light background.
pub const LIGHT_TEXT: &str = "#2c2825";

const fn colour(letter: char, property: &'static str, light: &'static str, dark: &'static str) -> CodeColour {
    CodeColour { letter, property, light, dark }
}

/// All classes.
pub const COLOURS: [CodeColour; 13] = [
    colour('a', "code-attribute", "#7a4f00", "#e0b268"),
    colour('c', "code-comment", "#6a645c", "#a39b90"),
    colour('d', "code-deleted", "#a3262a", "#f28b82"),
    colour('f', "code-function", "#1f4fa8", "#8ab4f8"),
    colour('g', "code-tag", "#8f2f5f", "#f0a0c4"),
    colour('i', "code-inserted", "#23652f", "#8fd19e"),
    colour('k', "code-keyword", "#8a2f86", "#d7a3e8"),
    colour('n', "code-number", "#9a3b12", "#f0a67a"),
    colour('o', "code-operator", "#55504a", "#c4bcb2"),
    colour('p', "code-punctuation", "#615b54", "#b3aba1"),
    colour('s', "code-string", "#2f6420", "#a9cf8f"),
    colour('t', "code-type", "#0b6068", "#7fcfd6"),
    colour('v', "code-variable", "#84440f", "#e5b98d"),
];

/// What a scope means for the tokens under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// They have this class.
    Class(char),
    /// They are as what stands around it.
    Inherit,
    /// They have no class, whatever stands around it.
    Plain,
}

/// Scopes and their meaning; of several that fit, the longest counts.
const SCOPES: &[(&str, Meaning)] = &[
    ("comment", Meaning::Class('c')),
    ("punctuation.definition.comment", Meaning::Inherit),
    ("string", Meaning::Class('s')),
    ("string.unquoted.plain.in.yaml", Meaning::Plain),
    ("string.unquoted.plain.out.yaml", Meaning::Plain),
    ("markup.raw", Meaning::Class('s')),
    ("markup.underline.link", Meaning::Class('s')),
    ("punctuation.definition.string", Meaning::Inherit),
    ("constant", Meaning::Class('n')),
    ("constant.other.placeholder", Meaning::Class('v')),
    ("support.constant", Meaning::Class('n')),
    ("keyword", Meaning::Class('k')),
    ("keyword.operator", Meaning::Class('o')),
    ("keyword.operator.word", Meaning::Class('k')),
    ("keyword.operator.logical.python", Meaning::Class('k')),
    ("keyword.other.unit", Meaning::Class('n')),
    ("storage", Meaning::Class('k')),
    ("entity.name.function", Meaning::Class('f')),
    ("support.function", Meaning::Class('f')),
    ("variable.function", Meaning::Class('f')),
    ("entity.name.section", Meaning::Class('k')),
    ("markup.heading", Meaning::Class('k')),
    ("entity.name", Meaning::Class('t')),
    ("entity.other.inherited-class", Meaning::Class('t')),
    ("support.type", Meaning::Class('t')),
    ("support.class", Meaning::Class('t')),
    ("support.type.property-name", Meaning::Class('a')),
    ("entity.name.tag", Meaning::Class('g')),
    ("entity.name.tag.yaml", Meaning::Class('a')),
    ("entity.name.tag.toml", Meaning::Class('a')),
    ("support.type.property-name.table.toml", Meaning::Class('k')),
    ("meta.tag.key.toml", Meaning::Class('a')),
    ("meta.tag.table.toml", Meaning::Class('k')),
    ("meta.mapping.key", Meaning::Class('a')),
    ("punctuation.definition.tag", Meaning::Class('p')),
    ("punctuation.definition.heading", Meaning::Inherit),
    ("punctuation.definition.list_item", Meaning::Class('p')),
    ("entity.other.attribute-name", Meaning::Class('a')),
    ("entity.name.annotation", Meaning::Class('a')),
    ("variable.annotation", Meaning::Class('a')),
    ("meta.annotation", Meaning::Class('a')),
    ("variable.parameter", Meaning::Class('v')),
    ("variable.language", Meaning::Class('v')),
    ("variable.other.readwrite.shell", Meaning::Class('v')),
    ("variable.other.normal.shell", Meaning::Class('v')),
    ("punctuation.definition.variable", Meaning::Class('v')),
    ("markup.deleted", Meaning::Class('d')),
    ("markup.inserted", Meaning::Class('i')),
    ("meta.diff.header", Meaning::Class('c')),
    ("meta.diff.range", Meaning::Class('f')),
    ("meta.interpolation", Meaning::Plain),
    ("meta.template.expression", Meaning::Plain),
    ("source", Meaning::Plain),
    ("text", Meaning::Plain),
];

/// Names that people write and grammars don't know.
const ALIASES: [(&str, &str); 18] = [
    ("c++", "cpp"),
    ("console", "sh"),
    ("shell-session", "sh"),
    ("shellsession", "sh"),
    ("shell", "sh"),
    ("docker", "dockerfile"),
    ("golang", "go"),
    ("htm", "html"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsx", "js"),
    ("make", "makefile"),
    ("node", "js"),
    ("patch", "diff"),
    ("powershell", "ps1"),
    ("objective-c", "m"),
    ("mts", "ts"),
    ("webmanifest", "json"),
];

const PLAIN: [&str; 6] = ["text", "txt", "plain", "plaintext", "output", "none"];

/// Code as HTML with classes; nothing if the language is unknown or plain, or the block too long.
pub fn classes(code: &str, language: &str) -> Option<String> {
    coloured(code, language, |class| format!("<span class=\"c-{class}\">"))
}

/// Code as HTML with inline colours for a light background; nothing where [`classes`] gives nothing.
pub fn inline(code: &str, language: &str) -> Option<String> {
    coloured(code, language, |class| {
        let colour = COLOURS.iter().find(|colour| colour.letter == class).map_or(LIGHT_TEXT, |colour| colour.light);
        format!("<span style=\"color:{colour}\">")
    })
}

/// Whether a language can be coloured, or is known to be plain text.
pub fn is_known(language: &str) -> bool {
    is_plain(language) || syntax(language).is_some()
}

/// The known language whose name is nearest.
pub fn nearest_language(language: &str) -> Option<String> {
    let names: BTreeSet<String> = SYNTAXES
        .syntaxes()
        .iter()
        .filter(|syntax| !syntax.hidden)
        .flat_map(|syntax| syntax.file_extensions.iter().cloned().chain([syntax.name.to_lowercase().replace(' ', "-")]))
        .filter(|name| is_known(name))
        .chain(ALIASES.iter().map(|(alias, _)| (*alias).to_owned()))
        .chain(PLAIN.map(str::to_owned))
        .collect();
    nearest(&language.to_lowercase(), names.iter().map(String::as_str)).map(str::to_owned)
}

/// CSS: each class in its custom property, and the properties' values for light and dark (they follow `color-scheme`).
pub fn stylesheet() -> String {
    let values: String =
        COLOURS.iter().map(|c| format!("--{}:light-dark({},{});", c.property, c.light, c.dark)).collect();
    let rules: String = COLOURS.iter().map(|c| format!(".c-{}{{color:var(--{})}}\n", c.letter, c.property)).collect();
    format!(":root{{{values}}}\n{rules}.c-c{{font-style:italic}}\n")
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

thread_local! {
    /// Meanings of the scopes met so far; there are some thousands in all grammars together.
    static MEANINGS: RefCell<HashMap<Scope, Meaning>> = RefCell::default();
}

static TABLE: LazyLock<Vec<(Scope, Meaning)>> = LazyLock::new(|| {
    let mut table: Vec<_> =
        SCOPES.iter().filter_map(|(name, meaning)| Some((Scope::new(name).ok()?, *meaning))).collect();
    table.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    table
});

fn is_plain(language: &str) -> bool {
    PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(language))
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
    SYNTAXES
        .find_syntax_by_token(name)
        .or_else(|| SYNTAXES.find_syntax_by_token(&name.replace('-', " ")))
        .filter(|syntax| syntax.name != "Plain Text")
}

fn coloured(code: &str, language: &str, open: impl Fn(char) -> String) -> Option<String> {
    if code.len() > BLOCK || is_plain(language) {
        return None;
    }
    let syntax = syntax(language)?;
    let key = digest([syntax.name.as_bytes(), code.as_bytes()]);
    let runs = SEEN.lock().unwrap_or_else(PoisonError::into_inner).get(&key);
    let runs = match runs {
        Some(runs) => runs,
        None => {
            let runs: Arc<[Run]> = runs_of(code, syntax)?.into();
            SEEN.lock().unwrap_or_else(PoisonError::into_inner).put(key, Arc::clone(&runs));
            runs
        }
    };
    let mut html = Html { out: String::with_capacity(code.len() * 2), class: None, open };
    let mut from = 0;
    for run in runs.iter() {
        let end = from + run.length as usize;
        html.push(code.get(from..end).unwrap_or(""), run.class);
        from = end;
    }
    Some(html.end())
}

/// Bytes of code that have one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    length: u32,
    class: Option<char>,
}

/// Runs of blocks seen before. The same block is coloured for its page, for each copy of it, for feeds and for mail, and again
/// whenever a page is made anew: to read it costs a hundred times what it costs to know it.
static SEEN: LazyLock<Mutex<Seen>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Seen {
    blocks: HashMap<Key, Arc<[Run]>>,
    runs: usize,
}

/// What stands for a block and its language.
type Key = [u8; 32];

/// Runs that are kept, 8 bytes each: some 10,000 blocks.
const KEPT: usize = 2 << 20;

impl Seen {
    fn get(&self, key: &Key) -> Option<Arc<[Run]>> {
        self.blocks.get(key).map(Arc::clone)
    }

    fn put(&mut self, key: Key, runs: Arc<[Run]>) {
        if self.runs + runs.len() > KEPT {
            *self = Seen::default();
        }
        self.runs += runs.len();
        self.blocks.insert(key, runs);
    }
}

fn runs_of(code: &str, syntax: &SyntaxReference) -> Option<Vec<Run>> {
    let mut state = ParseState::new(syntax);
    let mut stack = Stack::default();
    let mut runs: Vec<Run> = Vec::new();
    // White space goes with what stands around it, which is decided when spans are written.
    let mut is_white = true;
    let mut push = |text: &str, class| {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        match runs.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.class == class && !is_white => last.length += length,
            _ => {
                runs.push(Run { length, class });
                is_white = text.trim().is_empty();
            }
        }
    };
    for line in code.split_inclusive('\n') {
        if line.len() > LINE {
            push(line, None);
            continue;
        }
        let ops = state.parse_line(line, &SYNTAXES).ok()?;
        let mut from = 0;
        for (at, op) in ops {
            push(line.get(from..at).unwrap_or(""), stack.class());
            stack.apply(&op);
            from = at.max(from);
        }
        push(line.get(from..).unwrap_or(""), stack.class());
    }
    Some(runs)
}

/// HTML in the making: neighbours of one class share a span.
struct Html<F: Fn(char) -> String> {
    out: String,
    class: Option<char>,
    open: F,
}

impl<F: Fn(char) -> String> Html<F> {
    fn push(&mut self, text: &str, class: Option<char>) {
        if text.is_empty() {
            return;
        }
        if class != self.class && !(text.trim().is_empty() && self.class.is_some()) {
            self.close();
            if let Some(class) = class {
                self.out.push_str(&(self.open)(class));
            }
            self.class = class;
        }
        push_text(&mut self.out, text);
    }

    /// Ends the open span, white space that ended up at its end outside.
    fn close(&mut self) {
        if self.class.take().is_some() {
            let text = self.out.trim_end().len();
            self.out.insert_str(text, "</span>");
        }
    }

    fn end(mut self) -> String {
        self.close();
        self.out
    }
}

/// The open scopes' classes, each with what it inherited.
#[derive(Default)]
struct Stack {
    classes: Vec<Option<char>>,
    cleared: Vec<Vec<Option<char>>>,
}

impl Stack {
    fn class(&self) -> Option<char> {
        self.classes.last().copied().flatten()
    }

    fn apply(&mut self, op: &ScopeStackOp) {
        match op {
            ScopeStackOp::Push(scope) => {
                let around = self.class();
                self.classes.push(match meaning(*scope) {
                    // A key that is written as a string is a key.
                    Meaning::Class('s') if around == Some('a') => around,
                    Meaning::Class(class) => Some(class),
                    Meaning::Inherit => around,
                    Meaning::Plain => None,
                });
            }
            ScopeStackOp::Pop(count) => self.classes.truncate(self.classes.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let kept = match amount {
                    syntect::parsing::ClearAmount::TopN(count) => self.classes.len().saturating_sub(*count),
                    syntect::parsing::ClearAmount::All => 0,
                };
                self.cleared.push(self.classes.split_off(kept));
            }
            ScopeStackOp::Restore => self.classes.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}

fn meaning(scope: Scope) -> Meaning {
    let look_up =
        || TABLE.iter().find(|(head, _)| head.is_prefix_of(scope)).map_or(Meaning::Inherit, |(_, meaning)| *meaning);
    MEANINGS.with_borrow_mut(|known| *known.entry(scope).or_insert_with(look_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG relative luminance.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_can_be_read() {
        for colour in COLOURS {
            assert!(contrast(colour.light, LIGHT_BACKGROUND) >= 4.5, "{colour:?} on light");
            assert!(contrast(colour.dark, DARK_BACKGROUND) >= 4.5, "{colour:?} on dark");
        }
    }

    #[test]
    fn every_scope_of_the_table_is_one() {
        assert_eq!(TABLE.len(), SCOPES.len());
        for (name, meaning) in SCOPES {
            if let Meaning::Class(class) = meaning {
                assert!(COLOURS.iter().any(|colour| colour.letter == *class), "{name}");
            }
        }
    }

    #[test]
    fn code_is_coloured_with_few_spans() {
        assert_eq!(
            classes("// a <b>\nfn main() {\n    let x: u8 = 1; // c\n}\n", "rust").unwrap(),
            "<span class=\"c-c\">// a &lt;b&gt;</span>\n<span class=\"c-k\">fn</span> <span class=\"c-f\">main</span>() {\n    \
             <span class=\"c-k\">let</span> x: <span class=\"c-k\">u8</span> <span class=\"c-o\">=</span> \
             <span class=\"c-n\">1</span>; <span class=\"c-c\">// c</span>\n}\n"
        );
        assert_eq!(
            inline("x = 1", "python").unwrap(),
            "x <span style=\"color:#55504a\">=</span> <span style=\"color:#9a3b12\">1</span>"
        );
    }

    #[test]
    fn plain_unknown_and_huge_code_is_left_alone() {
        assert_eq!(classes("a", "text"), None);
        assert_eq!(classes("a", "no-such"), None);
        assert_eq!(classes(&"a".repeat(BLOCK + 1), "rust"), None);
        let long = format!("{}\n", "<".repeat(LINE + 1));
        assert_eq!(classes(&long, "rust").unwrap(), long.replace('<', "&lt;"));
        assert!(is_known("TXT") && is_known("Rust") && is_known("shell") && !is_known("rsut"));
    }

    #[test]
    fn languages_have_neighbours() {
        assert_eq!(nearest_language("pyton").as_deref(), Some("python"));
        assert_eq!(nearest_language("qqqqqqqq"), None);
    }
}
