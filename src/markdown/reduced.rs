//! HTML that went through [`super::sanitize::mail`], as the plain text of a mail or as Markdown to paste.
//!
//! Plain text is 72 columns wide and names its links by number; the caller prints the list. Knows no page around the text.

use super::escape::escape_attribute;
use super::tags::{Tag, TagKind, Token, decode, is_void, tokens};

/// Columns of plain text.
pub const COLUMNS: usize = 72;

/// What HTML becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plainness {
    /// Words and numbers of links.
    Text,
    /// Markdown with its marks and addresses.
    Markdown,
}

/// `html` as lines; addresses that are only numbered are added to `links`, each once.
pub fn reduced(html: &str, plainness: Plainness, links: &mut Vec<String>) -> String {
    let mut writer = Writer::new(plainness, links);
    for (token, _) in tokens(html) {
        match token {
            Token::Text(text) => writer.text(&decode(&text.replace("&nbsp;", " "))),
            Token::Tag(tag) if tag.kind == TagKind::Start => writer.start(&tag),
            Token::Tag(tag) => writer.end(&tag.name),
            Token::Comment | Token::OpenComment | Token::OpenTag(_) => (),
        }
    }
    writer.close_block();
    writer.out
}

/// `html` as plain text with the addresses of its links below.
pub fn text_with_links(html: &str) -> String {
    let mut links = Vec::new();
    let text = reduced(html, Plainness::Text, &mut links);
    if links.is_empty() { text } else { format!("{text}\n\n{}", listed(&links)) }
}

/// Links by their numbers, a line each.
pub fn listed(links: &[String]) -> String {
    let lines = links.iter().enumerate().map(|(at, url)| format!("[{}] {url}", at + 1));
    lines.collect::<Vec<_>>().join("\n")
}

/// The blocks of `html`: its outermost elements, each with what follows it up to the next. Together they are `html`.
pub fn blocks(html: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut depth = 0_usize;
    for (token, range) in tokens(html) {
        let Token::Tag(tag) = token else { continue };
        if tag.kind == TagKind::End {
            depth = depth.saturating_sub(1);
            continue;
        }
        if depth == 0 {
            starts.push(range.start);
        }
        depth += usize::from(!is_void(&tag.name));
    }
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| html.get(*start..end)).collect()
}

/// `html` with the attributes of wider pictures made smaller in proportion.
pub fn with_pictures_below(html: &str, most: u32) -> String {
    let mut out = String::with_capacity(html.len());
    for (token, range) in tokens(html) {
        match &token {
            Token::Tag(tag) if tag.name == "img" && tag.kind == TagKind::Start => out.push_str(&smaller(tag, most)),
            _ => out.push_str(html.get(range).unwrap_or("")),
        }
    }
    out
}

fn smaller(tag: &Tag<'_>, most: u32) -> String {
    let number = |name: &str| tag.attribute(name).and_then(|value| value.parse::<u64>().ok());
    let most = u64::from(most);
    let (Some(width), Some(height)) = (number("width").filter(|width| *width > most), number("height")) else {
        return tag.source.to_owned();
    };
    let sized = |name: &str, value: u64| (name.to_owned(), value.to_string());
    let (width, height) = (sized("width", most), sized("height", height * most / width));
    let rest = tag.attributes.iter().filter(|attribute| attribute.name != "width" && attribute.name != "height");
    let rest = rest.map(|attribute| (attribute.name.clone(), decode(attribute.value)));
    let attributes =
        rest.chain([width, height]).map(|(name, value)| format!(" {name}=\"{}\"", escape_attribute(&value)));
    format!("<img{}>", attributes.collect::<String>())
}

/// The number of an address in the list of links, from 1.
pub fn numbered(links: &mut Vec<String>, url: &str) -> usize {
    match links.iter().position(|known| known == url) {
        Some(at) => at + 1,
        None => {
            links.push(url.to_owned());
            links.len()
        }
    }
}

/// A paragraph in lines of `columns` at most; a word that is longer stands alone.
pub fn wrapped(text: &str, columns: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        for word in line.split_whitespace() {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > columns {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.join("\n")
}

/// How a block stands to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Line,
    Blank,
}

struct Writer<'l> {
    plainness: Plainness,
    links: &'l mut Vec<String>,
    out: String,
    /// The block in the making.
    block: String,
    /// How the next block stands to what is written.
    gap: Gap,
    quotes: usize,
    /// Whether the last block stood in a quotation.
    was_quoted: bool,
    /// Open lists, with the number of the next item of an ordered one.
    lists: Vec<Option<usize>>,
    /// What begins the next block of an item.
    bullet: Option<String>,
    heading: usize,
    /// Where the words of open links begin, with their addresses.
    open: Vec<(usize, String)>,
    preformatted: bool,
    cells: usize,
    rows: usize,
}

impl<'l> Writer<'l> {
    fn new(plainness: Plainness, links: &'l mut Vec<String>) -> Self {
        Writer {
            plainness,
            links,
            out: String::new(),
            block: String::new(),
            gap: Gap::Blank,
            quotes: 0,
            was_quoted: false,
            lists: Vec::new(),
            bullet: None,
            heading: 0,
            open: Vec::new(),
            preformatted: false,
            cells: 0,
            rows: 0,
        }
    }

    fn text(&mut self, text: &str) {
        if self.preformatted {
            self.block.push_str(text);
            return;
        }
        let starts = text.starts_with(char::is_whitespace);
        if starts && !self.block.is_empty() && !self.block.ends_with([' ', '\n']) {
            self.block.push(' ');
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        self.block.push_str(&words.join(" "));
        if !words.is_empty() && text.ends_with(char::is_whitespace) {
            self.block.push(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "br" => self.block.push_str(if self.plainness == Plainness::Markdown { "  \n" } else { "\n" }),
            "a" => self.open.push((self.block.len(), tag.attribute("href").unwrap_or_default())),
            "img" => self.image(tag),
            "hr" => {
                self.close_block();
                self.block.push_str("---");
                self.close_block();
            }
            "blockquote" => {
                self.close_block();
                self.quotes += 1;
            }
            "ul" | "ol" => {
                let first = tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.close_block();
                self.lists.push((tag.name == "ol").then_some(first));
            }
            "li" => self.item(),
            "pre" => {
                self.close_block();
                self.preformatted = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_block();
                self.heading = tag.name.trim_start_matches('h').parse().unwrap_or(2);
            }
            "table" => {
                self.close_block();
                self.rows = 0;
            }
            "tr" => {
                self.close_block();
                self.cells = 0;
            }
            "td" | "th" => {
                self.block.push_str(if self.cells == 0 { "" } else { " | " });
                self.cells += 1;
            }
            name => match mark(name, self.plainness) {
                Some(mark) => self.block.push_str(if self.preformatted { "" } else { mark }),
                None if is_block(name) => self.close_block(),
                None => (),
            },
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.link(),
            "blockquote" => {
                self.close_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "ul" | "ol" => {
                self.close_block();
                self.bullet = None;
                self.lists.pop();
                self.gap = if self.lists.is_empty() { Gap::Blank } else { Gap::Line };
            }
            "pre" => self.close_code(),
            "tr" => self.close_row(),
            "table" => self.gap = Gap::Blank,
            name => match mark(name, self.plainness) {
                Some(mark) => self.block.push_str(if self.preformatted { "" } else { mark }),
                None if is_block(name) => self.close_block(),
                None => (),
            },
        }
    }

    fn item(&mut self) {
        self.close_block();
        self.bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                Some(format!("{}. ", *number - 1))
            }
            _ => Some("- ".to_owned()),
        };
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let (alt, url) = (tag.attribute("alt").unwrap_or_default(), tag.attribute("src").unwrap_or_default());
        match self.plainness {
            Plainness::Markdown => self.block.push_str(&format!("![{alt}]({url})")),
            Plainness::Text if !alt.is_empty() => self.block.push_str(&format!("[{alt}]")),
            Plainness::Text => (),
        }
    }

    fn link(&mut self) {
        let Some((from, url)) = self.open.pop() else { return };
        let words = self.block.get(from..).unwrap_or("").trim().to_owned();
        // A note at the foot of the same text is no address.
        if url.is_empty() || words.is_empty() || url.contains("#fn") {
            return;
        }
        match self.plainness {
            Plainness::Markdown => {
                self.block.truncate(from);
                self.block.push_str(&format!("[{words}]({url})"));
            }
            Plainness::Text if words == url => (),
            Plainness::Text => {
                let number = numbered(self.links, &url);
                self.block.push_str(&format!(" [{number}]"));
            }
        }
    }

    fn close_row(&mut self) {
        if self.plainness == Plainness::Markdown {
            self.block = format!("| {} |", self.block.trim());
        }
        self.close_block();
        self.gap = Gap::Line;
        self.rows += 1;
        if self.plainness == Plainness::Markdown && self.rows == 1 {
            self.block = format!("|{}", " --- |".repeat(self.cells));
            self.close_block();
            self.gap = Gap::Line;
        }
    }

    fn close_code(&mut self) {
        self.preformatted = false;
        let code = std::mem::take(&mut self.block);
        let code = code.trim_matches('\n');
        let lines = match self.plainness {
            Plainness::Text => code.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n"),
            Plainness::Markdown => {
                let fence = if code.contains("```") { "`````" } else { "```" };
                format!("{fence}\n{code}\n{fence}")
            }
        };
        self.write(&lines);
    }

    fn close_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let text = block.trim();
        let heading = std::mem::take(&mut self.heading);
        if text.is_empty() {
            return;
        }
        let columns = COLUMNS.saturating_sub(self.indent().chars().count() + 4).max(20);
        let lines = match (self.plainness, heading) {
            (Plainness::Markdown, 0) => text.to_owned(),
            (Plainness::Markdown, level) => format!("{} {text}", "#".repeat(level)),
            (Plainness::Text, 0) => wrapped(text, columns),
            (Plainness::Text, _) => {
                let longest = text.chars().count().min(columns);
                format!("{}\n{}", wrapped(text, columns), "-".repeat(longest))
            }
        };
        self.write(&lines);
    }

    /// What stands before each line: quotations, and the room of bullets.
    fn indent(&self) -> String {
        let depth = self.lists.len().saturating_sub(usize::from(self.bullet.is_some()));
        let room: usize = self.lists.iter().take(depth).map(|list| if list.is_some() { 3 } else { 2 }).sum();
        format!("{}{}", "> ".repeat(self.quotes), " ".repeat(room))
    }

    fn write(&mut self, lines: &str) {
        let indent = self.indent();
        let bullet = self.bullet.take().unwrap_or_default();
        if !self.out.is_empty() {
            let quoted = self.was_quoted && self.quotes > 0;
            self.out.push_str(match self.gap {
                Gap::Line => "\n",
                Gap::Blank if quoted => "\n>\n",
                Gap::Blank => "\n\n",
            });
        }
        let room = " ".repeat(bullet.chars().count());
        for (at, line) in lines.lines().enumerate() {
            let head = if at == 0 { &bullet } else { &room };
            let line = format!("{indent}{head}{line}");
            self.out.push_str(if at == 0 { "" } else { "\n" });
            self.out.push_str(if line.ends_with("  ") { &line } else { line.trim_end() });
        }
        self.gap = if self.lists.is_empty() { Gap::Blank } else { Gap::Line };
        self.was_quoted = self.quotes > 0;
    }
}

fn mark(name: &str, plainness: Plainness) -> Option<&'static str> {
    let mark = match name {
        "em" | "i" => "*",
        "strong" | "b" => "**",
        "code" | "kbd" | "samp" => "`",
        "del" | "s" => "~~",
        _ => return None,
    };
    Some(if plainness == Plainness::Markdown { mark } else { "" })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "figure"
            | "figcaption"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "li"
            | "caption"
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

    const HTML: &str = "<h2>Lines &amp; dots</h2>\n<p>Draw <em>one</em> <a href=\"https://a.b/c\">line</a>,\nthen <a href=\"https://a.b/c\">again</a>.</p>\
        <ul>\n<li>a pen</li>\n<li><p>paper</p>\n<ol><li>white</li><li>grey</li></ol></li>\n</ul>\
        <blockquote><p>Slow.</p><p>Slower.</p></blockquote><p><img src=\"https://a.b/x.png\" alt=\"A line\"></p>\
        <pre><code>let a = 1;\nlet b;\n</code></pre><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><hr><p>End</p>";

    #[test]
    fn text_reads_without_marks_and_numbers_its_links() {
        let mut links = Vec::new();
        let text = reduced(HTML, Plainness::Text, &mut links);
        let wanted = "Lines & dots\n------------\n\nDraw one line [1], then again [1].\n\n- a pen\n- paper\n  1. white\n  2. grey\n\n\
            > Slow.\n>\n> Slower.\n\n[A line]\n\n    let a = 1;\n    let b;\n\na | b\n1 | 2\n\n---\n\nEnd";
        assert_eq!(text, wanted);
        assert_eq!(links, ["https://a.b/c"]);
    }

    #[test]
    fn markdown_keeps_its_marks() {
        let text = reduced(HTML, Plainness::Markdown, &mut Vec::new());
        let wanted = "## Lines & dots\n\nDraw *one* [line](https://a.b/c), then [again](https://a.b/c).\n\n- a pen\n- paper\n  1. white\n  2. grey\n\n\
            > Slow.\n>\n> Slower.\n\n![A line](https://a.b/x.png)\n\n```\nlet a = 1;\nlet b;\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n---\n\nEnd";
        assert_eq!(text, wanted);
    }

    #[test]
    fn lines_are_never_longer_than_mail_programs_show() {
        let html = format!("<blockquote><ul><li><p>{}</p></li></ul></blockquote>", "many words ".repeat(60));
        let text = reduced(&html, Plainness::Text, &mut Vec::new());
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
    }
}
