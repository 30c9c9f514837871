//! A rough reading of a template as HTML with holes: tags, their attributes, and what Tera prints where.
//!
//! Knows delimiters and quotes, not what elements mean or whether they are closed.

/// A piece of a template, with its byte offset.
#[derive(Debug)]
pub(super) enum Part<'t> {
    /// A start or end tag (`a`, `/a`).
    Tag(Tag<'t>),
    /// Text between tags.
    Text(&'t str, usize),
    /// `{{ code }}` between tags.
    Print(&'t str, usize),
    /// `{% code %}`, or the call of a component.
    Statement(&'t str, usize),
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    pub(super) at: usize,
    pub(super) attributes: Vec<Attribute<'t>>,
    /// What is printed in it outside of any attribute's value.
    pub(super) loose: Vec<(&'t str, usize)>,
    /// Statements in it.
    pub(super) statements: Vec<(&'t str, usize)>,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute<'t> {
    pub(super) name: &'t str,
    pub(super) at: usize,
    /// As written; empty without `=`.
    pub(super) value: &'t str,
    /// False only for a value that stands without quotes.
    pub(super) is_quoted: bool,
    pub(super) prints: Vec<Print<'t>>,
}

impl Attribute<'_> {
    /// Whether this is its name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// `{{ code }}` in an attribute's value.
#[derive(Debug)]
pub(super) struct Print<'t> {
    pub(super) code: &'t str,
    pub(super) at: usize,
    /// Whether nothing stands before it in the value, so that it decides how the value begins.
    pub(super) leads: bool,
}

/// Reads a template.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut scanner = Scanner { text, at: 0 };
    let mut parts = Vec::new();
    let mut text_from = 0;
    while scanner.at < text.len() {
        let from = scanner.at;
        let part = scanner.next_part();
        if let Some(part) = part {
            push_text(&mut parts, text, text_from..from);
            parts.extend(part);
            text_from = scanner.at;
        } else {
            scanner.step();
        }
    }
    push_text(&mut parts, text, text_from..text.len());
    parts
}

fn push_text<'t>(parts: &mut Vec<Part<'t>>, text: &'t str, range: std::ops::Range<usize>) {
    if let Some(piece) = text.get(range.clone()).filter(|piece| !piece.is_empty()) {
        parts.push(Part::Text(piece, range.start));
    }
}

/// A hole in the HTML.
enum Hole<'t> {
    Print(&'t str, usize),
    Statement(&'t str, usize),
    Comment,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self) {
        self.at += self.peek().map_or(1, char::len_utf8);
    }

    /// Goes past `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.text.len(), |found| self.at + found + end.len());
    }

    /// What begins here: `Some(None)` is a comment, `None` is text.
    fn next_part(&mut self) -> Option<Option<Part<'t>>> {
        if let Some(hole) = self.hole() {
            return Some(match hole {
                Hole::Print(code, at) => Some(Part::Print(code, at)),
                Hole::Statement(code, at) => Some(Part::Statement(code, at)),
                Hole::Comment => None,
            });
        }
        let rest = self.rest();
        if rest.starts_with("<!--") {
            self.skip_past("-->");
            return Some(None);
        }
        let begins = rest.strip_prefix("</").or_else(|| rest.strip_prefix('<'))?;
        begins.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| Some(Part::Tag(self.tag())))
    }

    /// `{{ … }}`, `{% … %}` or `{# … #}`, if one begins here.
    fn hole(&mut self) -> Option<Hole<'t>> {
        let rest = self.rest();
        if rest.starts_with("{#") {
            self.skip_past("#}");
            return Some(Hole::Comment);
        }
        let is_print = rest.starts_with("{{");
        if !is_print && !rest.starts_with("{%") {
            return None;
        }
        let end = closing(rest, if is_print { "}}" } else { "%}" });
        let (code, at) = inner(rest, end, self.at);
        self.at += (end + 2).min(rest.len());
        if code.trim() == "raw" {
            self.skip_past("endraw");
            self.skip_past("%}");
            return Some(Hole::Comment);
        }
        let is_call = code.trim_start().starts_with('<');
        Some(if is_print && !is_call { Hole::Print(code, at) } else { Hole::Statement(code, at) })
    }

    fn tag(&mut self) -> Tag<'t> {
        let at = self.at;
        self.step();
        let name = self.word(|c| c.is_whitespace() || c == '>' || c == '{');
        let mut tag = Tag { name, at, attributes: Vec::new(), loose: Vec::new(), statements: Vec::new() };
        while let Some(c) = self.peek() {
            if let Some(hole) = self.hole() {
                match hole {
                    Hole::Print(code, at) => tag.loose.push((code, at)),
                    Hole::Statement(code, at) => tag.statements.push((code, at)),
                    Hole::Comment => {}
                }
                continue;
            }
            match c {
                '>' => {
                    self.step();
                    break;
                }
                _ if c.is_whitespace() || "/=\"'{}".contains(c) => self.step(),
                _ => {
                    let attribute = self.attribute(&mut tag.statements);
                    tag.attributes.push(attribute);
                }
            }
        }
        tag
    }

    /// Takes characters up to one that `ends`.
    fn word(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let word = rest.split(ends).next().unwrap_or(rest);
        self.at += word.len();
        word
    }

    fn attribute(&mut self, statements: &mut Vec<(&'t str, usize)>) -> Attribute<'t> {
        let at = self.at;
        let name = self.word(|c| c.is_whitespace() || "=>/{\"'".contains(c));
        let mut attribute = Attribute { name, at, value: "", is_quoted: true, prints: Vec::new() };
        let Some(after) = self.rest().trim_start().strip_prefix('=') else { return attribute };
        self.at = self.text.len() - after.trim_start().len();
        let quote = self.peek().filter(|c| "\"'".contains(*c));
        attribute.is_quoted = quote.is_some();
        if quote.is_some() {
            self.step();
        }
        let from = self.at;
        self.value(quote, &mut attribute.prints, statements);
        attribute.value = self.text.get(from..self.at).unwrap_or("");
        if quote.is_some() {
            self.step();
        }
        attribute
    }

    /// Reads a value up to its end; a branch begins as its `if` began.
    fn value(&mut self, quote: Option<char>, prints: &mut Vec<Print<'t>>, statements: &mut Vec<(&'t str, usize)>) {
        let mut leads = true;
        let mut branches = Vec::new();
        while let Some(c) = self.peek() {
            match self.hole() {
                Some(Hole::Print(code, at)) => {
                    prints.push(Print { code, at, leads });
                    leads = false;
                }
                Some(Hole::Statement(code, at)) => {
                    statements.push((code, at));
                    match code.split_whitespace().next() {
                        Some("if" | "for") => branches.push(leads),
                        Some("elif" | "else") => leads = branches.last().copied().unwrap_or(leads),
                        Some("endif" | "endfor") => drop(branches.pop()),
                        _ => {}
                    }
                }
                Some(Hole::Comment) => {}
                None if quote == Some(c) => return,
                None if quote.is_none() && (c.is_whitespace() || c == '>') => return,
                None => {
                    leads &= c.is_whitespace();
                    self.step();
                }
            }
        }
    }
}

/// Offset of the delimiter that closes the hole `text` begins with; strings and inner braces are passed over.
fn closing(text: &str, end: &str) -> usize {
    let mut string = None;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().skip(2) {
        let ends = depth == 0 && text.get(at..).is_some_and(|rest| rest.starts_with(end));
        match string {
            Some(quote) if c == quote => string = None,
            Some(_) => {}
            None if ends => return at,
            None if "\"'`".contains(c) => string = Some(c),
            None if c == '{' => depth += 1,
            None if c == '}' => depth = depth.saturating_sub(1),
            None => {}
        }
    }
    text.len()
}

/// The code between the delimiters, and its place; `-` beside a delimiter belongs to it.
fn inner(text: &str, end: usize, at: usize) -> (&str, usize) {
    let code = text.get(2..end).unwrap_or("");
    let trimmed = code.strip_prefix('-').unwrap_or(code);
    let start = at + 2 + (code.len() - trimmed.len());
    (trimmed.strip_suffix('-').unwrap_or(trimmed), start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |part: Part<'_>| match part {
            Part::Tag(tag) => {
                let attributes =
                    tag.attributes.iter().map(|attribute| format!(" {}={}", attribute.name, attribute.value));
                format!("<{}{}>", tag.name, attributes.collect::<String>())
            }
            Part::Text(text, _) => format!("text {text}"),
            Part::Print(code, _) => format!("print {}", code.trim()),
            Part::Statement(code, _) => format!("do {}", code.trim()),
        };
        parts(text).into_iter().map(show).collect()
    }

    #[test]
    fn tags_holes_and_text_are_told_apart() {
        let text = "{# x #}<a b=\"1{{ c }}\" d='{{ \"}}\" }}' e>f {{ g }}{% if h %}</a><!-- <i> -->";
        assert_eq!(shown(text), ["<a b=1{{ c }} d={{ \"}}\" }} e=>", "text f ", "print g", "do if h", "</a>"]);
    }

    #[test]
    fn components_raw_blocks_and_maps_are_whole() {
        assert_eq!(shown("{{ <x a={b} c={{\"d\": 1}}/> }}!"), ["do <x a={b} c={{\"d\": 1}}/>", "text !"]);
        assert_eq!(shown("{% raw %}<a b=c>{{ d }}{% endraw %}e"), ["text e"]);
        assert_eq!(shown("{{- a -}}"), ["print a"]);
    }

    #[test]
    fn whatever_is_cut_off_ends_with_the_text() {
        for text in
            ["<a", "<a b", "<a b=", "<a b=\"", "<a b=\"{{", "{{", "{% raw %}", "{#", "<!--", "{{ \"", "<", "<a {{ é"]
        {
            let _ = parts(text);
        }
    }

    #[test]
    fn a_print_leads_only_at_the_beginning_of_a_branch() {
        let text = "<a href=\"{% if a %}/{{ b }}{% else %}{{ c }}{% endif %}{{ d }}\">";
        let Some(Part::Tag(tag)) = parts(text).into_iter().next() else { panic!("a tag") };
        let leads: Vec<_> = tag.attributes[0].prints.iter().map(|print| (print.code.trim(), print.leads)).collect();
        assert_eq!(leads, [("b", false), ("c", true), ("d", false)]);
    }
}
