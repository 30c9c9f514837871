//! Mail-safe HTML as text that reads well: for the plain half of a mail.
//!
//! Reads what [`super::sanitize::mail`] wrote, so that every tag has its end. Links are numbered and listed below.

use super::tags::{Tag, TagKind, Token, decode, tokens};

/// The text of `html`: blocks parted by an empty line, lists and quotes marked, addresses numbered at the end.
pub fn readable(html: &str) -> String {
    let mut writer = Writer::default();
    for (token, _) in tokens(html) {
        match token {
            Token::Text(text) => writer.words(&decode(text)),
            Token::Tag(tag) if tag.kind == TagKind::Start => writer.start(&tag),
            Token::Tag(tag) => writer.end(&tag.name),
            Token::Comment | Token::OpenComment | Token::OpenTag(_) => {}
        }
    }
    writer.finish()
}

/// What the last block was: some stand close together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Paragraph,
    Entry,
    Row,
}

#[derive(Debug, Default)]
struct Writer {
    text: String,
    /// The block that is being read.
    block: String,
    kind: Kind,
    last: Option<Kind>,
    /// What stands before each line: quotes and the depth of lists.
    margins: Vec<&'static str>,
    /// Lists that are open, with the next number of those that count.
    lists: Vec<Option<u32>>,
    /// Put before the next block alone: `- `, `3. `.
    marker: String,
    /// Links that are open, with where their words begin.
    open: Vec<(String, usize)>,
    addresses: Vec<String>,
    /// Whether white space counts.
    is_code: bool,
}

impl Writer {
    fn words(&mut self, text: &str) {
        if self.is_code {
            self.block.push_str(text);
            return;
        }
        for character in text.chars() {
            let is_space = character.is_whitespace() && character != '\u{a0}';
            match is_space {
                true if self.block.is_empty() || self.block.ends_with([' ', '\n']) => {}
                true => self.block.push(' '),
                false => self.block.push(character),
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.block.push('\n'),
            "hr" => {
                self.flush();
                self.block.push_str("---");
                self.flush();
            }
            "img" => self.words(&image(tag)),
            "a" => self.open.push((tag.attribute("href").unwrap_or_default(), self.block.len())),
            "ul" => self.list(None),
            "ol" => self.list(Some(tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1))),
            "li" => self.entry(),
            "blockquote" => {
                self.flush();
                self.margins.push("> ");
            }
            "pre" => {
                self.flush();
                self.is_code = true;
            }
            "tr" => {
                self.flush();
                self.kind = Kind::Row;
            }
            "td" | "th" if !self.block.is_empty() => self.block.push_str(" | "),
            name if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.link(),
            "ul" | "ol" => {
                self.flush();
                self.lists.pop();
                self.margins.pop();
            }
            "blockquote" => {
                self.flush();
                self.margins.pop();
            }
            "pre" => {
                self.flush();
                self.is_code = false;
            }
            name if is_block(name) || matches!(name, "li" | "tr") => self.flush(),
            _ => {}
        }
    }

    fn list(&mut self, first: Option<u32>) {
        self.flush();
        self.lists.push(first);
        self.margins.push("  ");
    }

    fn entry(&mut self) {
        self.flush();
        self.kind = Kind::Entry;
        self.marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
    }

    fn link(&mut self) {
        let Some((address, from)) = self.open.pop() else { return };
        let words = self.block.get(from..).unwrap_or("").trim();
        if address.is_empty() || address.starts_with('#') || words.is_empty() || words == address {
            return;
        }
        let number = self.addresses.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.addresses.push(address);
            self.addresses.len() - 1
        });
        self.block.push_str(&format!(" [{}]", number + 1));
    }

    /// Ends the block.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        let kind = std::mem::take(&mut self.kind);
        let lines = block.trim_matches('\n').trim_end();
        if lines.trim().is_empty() {
            // The marker waits for the words of its entry.
            self.kind = if self.marker.is_empty() { Kind::Paragraph } else { kind };
            return;
        }
        let is_close = self.last == Some(kind) && kind != Kind::Paragraph;
        self.text.push_str(match self.last {
            None => "",
            Some(_) if is_close => "\n",
            Some(_) => "\n\n",
        });
        let marker = std::mem::take(&mut self.marker);
        let margin: String = self.margins.concat();
        let lead = if marker.is_empty() { 0 } else { margin.len().min(2) };
        let first = format!("{}{marker}", margin.get(..margin.len() - lead).unwrap_or(""));
        for (number, line) in lines.lines().enumerate() {
            let line = if number == 0 { format!("{first}{line}") } else { format!("\n{margin}{line}") };
            self.text.push_str(line.trim_end_matches(' '));
        }
        self.last = Some(kind);
    }

    fn finish(mut self) -> String {
        self.flush();
        if !self.addresses.is_empty() {
            let lines = self.addresses.iter().enumerate().map(|(at, address)| format!("\n[{}] {address}", at + 1));
            let lines: String = lines.collect();
            self.text.push_str(&format!("\n{lines}"));
        }
        self.text
    }
}

fn image(tag: &Tag<'_>) -> String {
    match tag.attribute("alt") {
        Some(alt) if !alt.trim().is_empty() => format!("[{}]", alt.trim()),
        _ => String::new(),
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "figure"
            | "figcaption"
            | "table"
            | "thead"
            | "tbody"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_parted_and_links_are_numbered() {
        let html = "<h2>A &amp; B</h2>\n<p>See <a href=\"https://x.org/a\">this</a> and\n<a href=\"https://x.org/a\">that</a>,\
                    <br>or <a href=\"https://x.org/b\">https://x.org/b</a>.</p>";
        assert_eq!(readable(html), "A & B\n\nSee this [1] and that [1],\nor https://x.org/b.\n\n[1] https://x.org/a");
    }

    #[test]
    fn lists_quotes_code_and_tables_keep_their_form() {
        let html = "<ol start=\"3\"><li>one</li><li><p>two</p><ul><li>deep</li></ul></li></ol>\
                    <blockquote><p>said<br>so</p></blockquote><pre><code>a\n  b\n</code></pre>\
                    <table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\
                    <p><img src=\"a\" alt=\"a pen\"></p><hr><p>end</p>";
        assert_eq!(
            readable(html),
            "3. one\n4. two\n  - deep\n\n> said\n> so\n\na\n  b\n\nx | y\n1 | 2\n\n[a pen]\n\n---\n\nend"
        );
    }
}
