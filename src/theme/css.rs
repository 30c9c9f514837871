//! Makes a stylesheet smaller without changing what it means: comments and needless whitespace go.
//!
//! Strings, `url(…)`, the values of custom properties and everything between brackets stay as they are, but for runs of
//! whitespace, which become one space.

/// The same stylesheet, smaller.
pub(super) fn minify(css: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(css.len()), gap: false, depth: 0 };
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        rest = writer.take(rest, c);
    }
    writer.out
}

struct Writer {
    out: String,
    /// Whether whitespace stood before what comes next.
    gap: bool,
    /// Open brackets.
    depth: usize,
}

impl Writer {
    /// Writes the token `rest` begins with, and returns what is after it.
    fn take<'t>(&mut self, rest: &'t str, c: char) -> &'t str {
        if rest.starts_with("/*") {
            return self.comment(rest);
        }
        if c.is_ascii_whitespace() {
            self.gap = true;
            return rest.trim_ascii_start();
        }
        let length = match c {
            '"' | '\'' => string_length(rest, c),
            _ if is_raw_url(rest) => rest.find(')').map_or(rest.len(), |at| at + 1),
            _ if self.begins_declaration() && rest.starts_with("--") => custom_length(rest),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        self.write(token, c);
        after
    }

    /// A comment parts the words it stands between, without being whitespace.
    fn comment<'t>(&mut self, rest: &'t str) -> &'t str {
        let after = rest.find("*/").and_then(|end| rest.get(end + 2..)).unwrap_or("");
        let is_word = |c: char| c.is_alphanumeric() || "-_%\\".contains(c);
        if !self.gap && self.out.ends_with(is_word) && after.starts_with(is_word) {
            self.out.push_str("/**/");
        }
        after
    }

    fn write(&mut self, token: &str, c: char) {
        if c == '}' && self.depth == 0 {
            self.drop_semicolon();
        }
        let gap = std::mem::take(&mut self.gap);
        if gap && !self.out.is_empty() && !self.is_tight(c) {
            self.out.push(' ');
        }
        match c {
            '(' | '[' => self.depth += 1,
            ')' | ']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.out.push_str(token.trim_end());
    }

    /// Whether whitespace before `c`, after what was written, means nothing.
    fn is_tight(&self, c: char) -> bool {
        let last = self.out.chars().next_back().unwrap_or(' ');
        let joins = |c: char| matches!(c, '{' | '}' | ';') || (c == ',' && self.depth == 0);
        joins(c) || joins(last) || (last == ':' && self.depth == 0)
    }

    /// The last `;` of a block is needless, but for an empty custom property (`--x:;`).
    fn drop_semicolon(&mut self) {
        if self.out.ends_with(';') && !self.out.ends_with(":;") {
            self.out.pop();
        }
    }

    fn begins_declaration(&self) -> bool {
        self.depth == 0 && (self.out.is_empty() || self.out.ends_with(['{', ';', '}']))
    }
}

/// Length of the string `text` begins with, quotes and escapes included.
pub(super) fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_raw_url(text: &str) -> bool {
    let name = text.get(..4).unwrap_or("");
    name.eq_ignore_ascii_case("url(") && !text.get(4..).unwrap_or("").trim_start().starts_with(['"', '\''])
}

/// Length of a custom property's declaration, up to its `;` or the `}` of its block.
pub(super) fn custom_length(text: &str) -> usize {
    let mut open = 0_usize;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '"' | '\'' => skip_to = at + string_length(text.get(at..).unwrap_or(""), c),
            '(' | '[' | '{' => open += 1,
            '}' | ';' if open == 0 => return at,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace_and_comments_go() {
        let css = "/* head */\n.a ,\n.b:hover > p {\n  color : red ;\n  margin: 0 auto;\n}\n\n@media (width > 30em) and (x) {\n  a { b: c; }\n}\n";
        assert_eq!(minify(css), ".a,.b:hover > p{color :red;margin:0 auto}@media (width > 30em) and (x){a{b:c}}");
    }

    #[test]
    fn what_means_something_stays() {
        for css in [
            "a{width:calc(1px + 2px - (3px * 4))}",
            "a :hover{b:c}",
            "a{content:\"/* no */  ;}\"}",
            "a{content:'it\\'s;  '}",
            "a{background:url(data:image/svg+xml;a,b  c)}",
            "a:is(b, c) d{e:f}",
            "a{font:1rem/1.5 \"X  Y\", serif}".replace(", ", ",").as_str(),
            "@layer a,b;",
            "a{grid-template-areas:\"a b\" \"c d\"}",
            "a{b:c!important}",
        ] {
            assert_eq!(minify(css), css);
        }
    }

    #[test]
    fn custom_properties_keep_their_values() {
        assert_eq!(minify(":root { --a:  { b: c; } ; --e: ; --f: a ,  b }"), ":root{--a:  { b: c; };--e:;--f: a ,  b}");
        assert_eq!(minify("a { --x:; }"), "a{--x:;}");
    }

    #[test]
    fn a_comment_parts_words_without_a_space() {
        assert_eq!(minify("div/* x */.a{b:c}"), "div.a{b:c}");
        assert_eq!(minify("a{margin:1px/**/2px}"), "a{margin:1px/**/2px}");
        assert_eq!(minify("a /* x */ b{c:d}"), "a b{c:d}");
    }

    #[test]
    fn unclosed_things_end_with_the_text() {
        for css in ["a{b:\"c", "/* x", "a{--b:(c", "url(x", ""] {
            let _ = minify(css);
        }
    }

    #[test]
    fn minifying_twice_changes_nothing_more() {
        let css = ":root{ --a: 1px ; }\n.b > .c , d ~ e { margin : calc( 1px + var( --a ) ) ; }";
        assert_eq!(minify(&minify(css)), minify(css));
    }
}
