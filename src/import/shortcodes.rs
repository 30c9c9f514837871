//! What generators add to Markdown: shortcodes, Liquid tags, components, wiki links. What hub has becomes hub's own; the
//! rest becomes a note that nobody overlooks. Code is left as it is, and no word is lost.

use super::note::{self, Found};
use super::readers::Format;
use super::tags::{Words, words_of};
use crate::markdown::tags::{Token, tokens};

/// Which additions a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// Whose text it is.
    pub(super) format: Format,
    /// Whether it has components.
    pub(super) mdx: bool,
}

/// Alert names of many generators, and hub's.
const ALERTS: [(&str, &str); 15] = [
    ("note", "NOTE"),
    ("info", "NOTE"),
    ("notice", "NOTE"),
    ("alert", "NOTE"),
    ("admonition", "NOTE"),
    ("callout", "NOTE"),
    ("aside", "NOTE"),
    ("tip", "TIP"),
    ("hint", "TIP"),
    ("success", "TIP"),
    ("important", "IMPORTANT"),
    ("warning", "WARNING"),
    ("caution", "CAUTION"),
    ("danger", "CAUTION"),
    ("error", "CAUTION"),
];

/// The text in hub's own words, and what needs a hand.
pub(super) fn rewrite(text: &str, dialect: Dialect) -> (String, Vec<Found>) {
    let mut writer = Writer { dialect, out: String::with_capacity(text.len()), found: Vec::new(), depth: 0 };
    writer.run(text);
    (writer.out, writer.found)
}

struct Writer {
    dialect: Dialect,
    out: String,
    found: Vec<Found>,
    depth: u8,
}

/// What was read at a place: bytes of the source, and what goes there.
struct Step {
    taken: usize,
    put: String,
}

impl Writer {
    fn run(&mut self, text: &str) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let line_start = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
            let step = if line_start { self.line(rest) } else { None };
            let step = step.or_else(|| self.here(rest));
            match step {
                Some(step) => {
                    self.out.push_str(&step.put);
                    at += step.taken.max(1);
                }
                None => {
                    // On to the next character that may begin something.
                    let first = rest.chars().next().map_or(1, char::len_utf8);
                    let next = rest
                        .get(first..)
                        .and_then(|after| after.find(['`', '{', '[', '!', '<', '\n', '\\']))
                        .map_or(rest.len(), |found| found + first);
                    let next = if rest.starts_with('\n') { 1 } else { next };
                    self.out.push_str(rest.get(..next).unwrap_or(""));
                    at += next;
                }
            }
        }
    }

    /// What takes whole lines.
    fn line(&mut self, rest: &str) -> Option<Step> {
        fence(rest).map(|taken| self.code(rest.get(..taken).unwrap_or(""))).or_else(|| {
            let line = rest.split('\n').next().unwrap_or("");
            let bare = line.trim();
            if self.dialect.mdx && (line.starts_with("import ") || line.starts_with("export ")) {
                let taken = rest.find("\n\n").unwrap_or(rest.len());
                let source = rest.get(..taken)?;
                let (what, put) = (note::inline(line), note::comment(source));
                let what = format!("{what} is kept as a comment: hub runs no code in texts");
                self.found.push(Found::at(what, put.clone()));
                return Some(Step { taken, put });
            }
            if bare.starts_with("{:") && bare.ends_with('}') {
                return Some(Step { taken: line.len(), put: note::comment(bare) });
            }
            if let Some(kind) = bare.strip_prefix(":::").filter(|kind| !kind.trim().is_empty()) {
                return self.directive(rest, line, kind);
            }
            None
        })
    }

    /// `:::note[Title]` to `:::`.
    fn directive(&mut self, rest: &str, line: &str, kind: &str) -> Option<Step> {
        let kind = kind.trim();
        let name = kind.split(|c: char| !c.is_alphanumeric()).next()?;
        let alert = alert(name)?;
        let title = kind.split_once('[').and_then(|(_, title)| title.strip_suffix(']')).unwrap_or("");
        let inner = rest.get(line.len()..)?;
        let end = inner.find("\n:::")?;
        let after = inner.get(end + 4..)?;
        let taken = line.len() + end + 4 + after.find('\n').unwrap_or(after.len());
        let put = self.quoted(alert, title, inner.get(..end)?);
        Some(Step { taken, put })
    }

    /// A text in an alert.
    fn quoted(&mut self, alert: &str, title: &str, inner: &str) -> String {
        let mut body = inner.trim().to_owned();
        if self.depth < 8 {
            let mut within =
                Writer { dialect: self.dialect, out: String::new(), found: Vec::new(), depth: self.depth + 1 };
            within.run(&body);
            body = within.out;
            self.found.extend(within.found);
        }
        let title = if title.is_empty() { String::new() } else { format!("**{title}**\n\n") };
        let lines = format!("{title}{body}");
        let lines: Vec<String> = lines.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
        format!("> [!{alert}]\n{}", lines.join("\n"))
    }

    /// A block of code; what its generator would take out is taken out.
    fn code(&self, block: &str) -> Step {
        let mut put = block.to_owned();
        if self.dialect.format == Format::Hugo {
            for (escaped, plain) in [("{{</*", "{{<"), ("*/>}}", ">}}"), ("{{%/*", "{{%"), ("*/%}}", "%}}")] {
                put = put.replace(escaped, plain);
            }
        }
        if self.has_liquid() {
            let is_mark =
                |line: &str| matches!(line.trim(), "{% raw %}" | "{% endraw %}" | "{%- raw -%}" | "{%- endraw -%}");
            put = put
                .split_inclusive('\n')
                .filter(|line| !is_mark(line))
                .collect::<String>()
                .replace("{% raw %}", "")
                .replace("{% endraw %}", "");
        }
        Step { taken: block.len(), put }
    }

    fn has_liquid(&self) -> bool {
        matches!(self.dialect.format, Format::Jekyll | Format::Eleventy)
    }

    /// What begins anywhere.
    fn here(&mut self, rest: &str) -> Option<Step> {
        match rest.as_bytes().first()? {
            b'`' => code_span(rest),
            b'\\' => Some(Step {
                taken: 1 + rest.get(1..)?.chars().next().map_or(0, char::len_utf8),
                put: rest.get(..1 + rest.get(1..)?.chars().next().map_or(0, char::len_utf8))?.to_owned(),
            }),
            b'{' => self.braces(rest),
            b'[' | b'!' if rest.starts_with("[[") || rest.starts_with("![[") => self.wiki(rest),
            b'<' => self.tag(rest),
            _ => None,
        }
    }

    fn braces(&mut self, rest: &str) -> Option<Step> {
        for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")] {
            let Some(after) = rest.strip_prefix(open) else { continue };
            let Some(end) = after.find(close).filter(|end| *end < 20_000) else { continue };
            let taken = open.len() + end + close.len();
            let source = rest.get(..taken)?;
            let inner = after.get(..end)?.trim_matches(['-', ' ', '\n', '\t']);
            if inner.starts_with("/*") && inner.ends_with("*/") {
                let put = note::inline(&format!("{open} {} {close}", inner.trim_matches(['/', '*', ' '])));
                return Some(Step { taken, put });
            }
            return self.known(rest, taken, inner, open).or_else(|| Some(self.unknown(rest, taken, source)));
        }
        if self.dialect.mdx && rest.starts_with("{/*") {
            let end = rest.find("*/}")?;
            return Some(Step { taken: end + 3, put: note::comment(rest.get(3..end)?) });
        }
        if self.dialect.mdx {
            let end = rest.find('}').filter(|end| !rest.get(..*end).is_some_and(|inner| inner.contains('\n')))?;
            let source = rest.get(..=end)?;
            let put = note::inline(source);
            self.found.push(Found::at(format!("{put} stands as code: hub runs no code in texts"), put.clone()));
            return Some(Step { taken: end + 1, put });
        }
        None
    }

    /// A shortcode or tag that hub has something for.
    fn known(&mut self, rest: &str, taken: usize, inner: &str, open: &str) -> Option<Step> {
        let words = words_of(inner)?;
        let put = |put: String| Some(Step { taken, put });
        if open == "{{" {
            let site = ["site.baseurl", "site.url", "site.github.url", "base_url", "page.baseurl"];
            if site.contains(&inner) || inner.starts_with("config.base_url") {
                return put(String::new());
            }
            if let Some((path, filter)) = inner.split_once('|')
                && ["relative_url", "absolute_url", "url", "prepend", "htmlBaseUrl"]
                    .iter()
                    .any(|known| filter.trim().starts_with(known))
            {
                return put(path.trim().trim_matches(['"', '\'']).to_owned());
            }
        }
        match words.name.as_str() {
            "youtube" | "vimeo" | "youtubeLite" | "lite-youtube" => {
                let id = words.get(&["id", "v", "video"]).or_else(|| words.nth(0))?;
                let page = if words.name == "vimeo" {
                    format!("https://vimeo.com/{id}")
                } else {
                    format!("https://youtu.be/{id}")
                };
                let page = note::video(if id.contains("//") { id } else { &page })?;
                self.found.push(Found::at(format!("a video has no transcript yet: {page}"), page.clone()));
                let alone = note::video_embed(&page, words.get(&["title"]).unwrap_or(""));
                self.embedded(rest, taken, alone, &page)
            }
            "figure" | "image" | "img" => {
                let src = words.get(&["src", "path", "url"]).or_else(|| words.nth(0))?;
                let caption = words.get(&["caption", "title"]).unwrap_or("");
                let alt = words.get(&["alt"]).unwrap_or(caption).replace(['[', ']'], " ");
                let below =
                    if caption.is_empty() { String::new() } else { format!("\n\n*{caption}*{}", below(rest, taken)) };
                put(format!("![{alt}]({}){below}", note::dest(src)))
            }
            "ref" | "relref" => put(format!("source:{}", encoded(words.get(&["path"]).or_else(|| words.nth(0))?))),
            "post_url" | "link" if open == "{%" => put(format!("source:{}", encoded(inner.split_once(' ')?.1.trim()))),
            "highlight" => self.highlight(rest, taken, &words, open),
            "raw" if open == "{%" => {
                let after = rest.get(taken..)?;
                let end = after.find("{% endraw %}").or_else(|| after.find("{%- endraw"))?;
                let closing = after.get(end..)?.find("%}")? + 2;
                Some(Step { taken: taken + end + closing, put: after.get(..end)?.to_owned() })
            }
            "comment" if open == "{%" => {
                let after = rest.get(taken..)?;
                let end = after.find("{% endcomment %}")?;
                Some(Step { taken: taken + end + "{% endcomment %}".len(), put: note::comment(after.get(..end)?) })
            }
            name => self.alert_of(rest, taken, name, &words),
        }
    }

    /// An embed where it can stand alone, else a link.
    fn embedded(&self, rest: &str, taken: usize, embed: String, page: &str) -> Option<Step> {
        let put = if self.is_alone(rest, taken) {
            format!("{}{embed}{}", self.gap(), below(rest, taken))
        } else {
            format!("<{page}>")
        };
        Some(Step { taken, put })
    }

    /// `{{< notice tip >}} … {{< /notice >}}` and its like.
    fn alert_of(&mut self, rest: &str, taken: usize, name: &str, words: &Words) -> Option<Step> {
        alert(name)?;
        let kind = words.get(&["type", "kind"]).or_else(|| words.nth(0)).and_then(alert).or_else(|| alert(name))?;
        let after = rest.get(taken..)?;
        let ends = [
            format!("{{{{< /{name} >}}}}"),
            format!("{{{{% /{name} %}}}}"),
            format!("{{{{</{name}>}}}}"),
            format!("{{{{%/{name}%}}}}"),
            format!("{{% end{name} %}}"),
            "{% end %}".to_owned(),
        ];
        let (end, mark) =
            ends.iter().filter_map(|mark| Some((after.find(mark.as_str())?, mark))).min_by_key(|(end, _)| *end)?;
        let put = self.quoted(kind, words.get(&["title"]).unwrap_or(""), after.get(..end)?);
        Some(Step { taken: taken + end + mark.len(), put })
    }

    fn highlight(&mut self, rest: &str, taken: usize, words: &Words, open: &str) -> Option<Step> {
        let after = rest.get(taken..)?;
        let ends: &[&str] = if open == "{%" {
            &["{% endhighlight %}", "{%- endhighlight"]
        } else {
            &["{{< /highlight >}}", "{{</ highlight >}}", "{{< / highlight >}}", "{{</highlight>}}"]
        };
        let (end, mark) = ends.iter().filter_map(|mark| Some((after.find(mark)?, mark))).min_by_key(|(end, _)| *end)?;
        let closing = if mark.ends_with('}') { mark.len() } else { after.get(end..)?.find("%}")? + 2 };
        let code = after.get(..end)?.trim_matches('\n');
        let ticks = if code.contains("```") { "`````" } else { "```" };
        let put = format!("{}{ticks}{}\n{code}\n{ticks}", self.gap(), words.nth(0).unwrap_or(""));
        Some(Step { taken: taken + end + closing, put })
    }

    /// A note in place of what hub knows nothing of.
    fn unknown(&mut self, rest: &str, taken: usize, source: &str) -> Step {
        let mark = note::inline(source);
        self.found.push(Found::at(format!("{mark} stands as a note: hub has nothing like it"), mark));
        let put = if self.is_alone(rest, taken) {
            format!("{}{}{}", self.gap(), note::block(source), below(rest, taken))
        } else {
            note::inline(source)
        };
        Step { taken, put }
    }

    /// Whether nothing else stands on the line.
    fn is_alone(&self, rest: &str, taken: usize) -> bool {
        let before = self.out.rsplit('\n').next().unwrap_or("");
        let after = rest.get(taken..).and_then(|after| after.split('\n').next()).unwrap_or("");
        before.is_empty() && after.trim().is_empty()
    }

    /// The empty line that a block needs above it.
    fn gap(&self) -> &'static str {
        if self.out.is_empty() || self.out.ends_with("\n\n") {
            ""
        } else if self.out.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        }
    }

    /// `[[Note#Part|words]]`, `![[picture.png|300]]`.
    fn wiki(&mut self, rest: &str) -> Option<Step> {
        let shows = rest.starts_with('!');
        let start = if shows { 3 } else { 2 };
        let end = rest.find("]]")?;
        let inner = rest.get(start..end)?;
        let is_other =
            inner.contains(['\n', '[', ']']) || inner.trim().is_empty() || rest.get(end + 2..)?.starts_with(['(', ']']);
        let is_wiki = matches!(self.dialect.format, Format::Obsidian | Format::Markdown);
        if is_other || !is_wiki {
            return None;
        }
        let (target, words) = inner.split_once('|').map_or((inner, None), |(target, words)| (target, Some(words)));
        let is_size = words.is_some_and(|words| words.bytes().all(|b| b.is_ascii_digit() || b == b'x'));
        let is_file = super::readers::folder::is_media(&target.to_lowercase());
        let dest = note::dest(&format!("source:{}", target.trim()));
        let words = words.filter(|_| !is_size).unwrap_or(target).trim();
        let put = match (shows, is_file) {
            (true, true) => format!("![{}]({dest})", if is_size { "" } else { words }),
            (true, false) => {
                let what = note::inline(rest.get(..end + 2)?);
                let mark = format!("[{words}](");
                self.found.push(Found::at(format!("{what} showed another note here; it is a link now"), mark));
                format!("[{words}]({dest})")
            }
            (false, _) => format!("[{words}]({dest})"),
        };
        Some(Step { taken: end + 2, put })
    }

    /// Raw HTML and components.
    fn tag(&mut self, rest: &str) -> Option<Step> {
        if rest.starts_with("<!--") {
            let taken = rest.find("-->").map(|end| end + 3)?;
            return Some(Step { taken, put: rest.get(..taken)?.to_owned() });
        }
        let taken = tag_end(rest)?;
        let source = rest.get(..taken)?;
        let name: String = source
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
            .collect();
        let is_component = name.chars().next().is_some_and(char::is_uppercase) && self.dialect.mdx;
        if is_component {
            return self.component(rest, taken, &name);
        }
        match name.to_lowercase().as_str() {
            low @ ("script" | "style" | "iframe" | "form" | "object" | "embed") if !source.starts_with("</") => {
                self.refused(rest, taken, low)
            }
            "script" | "style" | "iframe" | "form" | "object" | "embed" => Some(Step { taken, put: String::new() }),
            "img" => Some(Step { taken, put: raw_image(source)? }),
            _ => Some(Step { taken, put: self.harmless(source)? }),
        }
    }

    fn component(&mut self, rest: &str, taken: usize, name: &str) -> Option<Step> {
        let source = rest.get(..taken)?;
        let lower = name.to_lowercase();
        if alert(&lower).is_some() && !source.starts_with("</") && !source.ends_with("/>") {
            let words = words_of(source.trim_matches(['<', '>']))?;
            let kind = words.get(&["type"]).and_then(alert).or_else(|| alert(&lower))?;
            let end = rest.find(&format!("</{name}>"))?;
            let put = self.quoted(kind, words.get(&["title"]).unwrap_or(""), rest.get(taken..end)?);
            return Some(Step { taken: end + name.len() + 3, put });
        }
        if source.starts_with("</") {
            return Some(Step { taken, put: String::new() });
        }
        Some(self.unknown(rest, taken, source))
    }

    /// Scripts, frames and forms: a video becomes an embed, the others notes.
    fn refused(&mut self, rest: &str, taken: usize, name: &str) -> Option<Step> {
        let close = format!("</{name}>");
        let whole = rest.find(&close).map_or(taken, |end| end + close.len());
        let (token, _) = tokens(rest.get(..taken)?).into_iter().next()?;
        let Token::Tag(tag) = token else { return None };
        let address = ["src", "data", "action"].iter().find_map(|key| tag.attribute(key)).unwrap_or_default();
        if let Some(page) = note::video(&address) {
            self.found.push(Found::at(format!("a video has no transcript yet: {page}"), page.clone()));
            let embed = note::video_embed(&page, &tag.attribute("title").unwrap_or_default());
            return self.embedded(rest, whole, embed, &page);
        }
        if name == "form" {
            return Some(self.unknown(rest, taken, rest.get(..taken)?));
        }
        Some(self.unknown(rest, whole, rest.get(..whole.min(2000)).unwrap_or(tag.source)))
    }

    /// A tag without what pages may not hold.
    fn harmless(&mut self, source: &str) -> Option<String> {
        let (token, _) = tokens(source).into_iter().next()?;
        let Token::Tag(tag) = token else { return None };
        let is_bad = |name: &str, value: &str| {
            name == "style"
                || (name.len() > 2 && name.starts_with("on"))
                || crate::markdown::tags::decode(value).trim().to_lowercase().starts_with("javascript:")
        };
        let bad: Vec<_> = tag.attributes.iter().filter(|one| is_bad(&one.name, one.value)).collect();
        if bad.is_empty() {
            return Some(source.to_owned());
        }
        let kept = tag
            .attributes
            .iter()
            .filter(|one| !is_bad(&one.name, one.value))
            .map(|one| format!(" {}=\"{}\"", one.name, one.value.replace('"', "&quot;")));
        for one in &bad {
            let what = format!(
                "`{}` was taken out of a `<{}>`: pages hold no styles and scripts of their own",
                one.name, tag.name
            );
            self.found.push(Found::at(what, format!("<{}", tag.name)));
        }
        Some(format!("<{}{}>", tag.name, kept.collect::<String>()))
    }
}

/// The empty line that a block needs below it, unless there is one.
fn below(rest: &str, taken: usize) -> &'static str {
    let after = rest.get(taken..).unwrap_or("");
    if after.trim().is_empty() || after.starts_with("\n\n") { "" } else { "\n" }
}

/// Hub's alert for a generator's name.
fn alert(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    ALERTS.iter().find(|(known, _)| *known == lower).map(|(_, alert)| *alert)
}

fn encoded(path: &str) -> String {
    path.trim_matches(['"', '\'', '`']).replace(' ', "%20")
}

/// Bytes of a fenced block that begins here.
fn fence(rest: &str) -> Option<usize> {
    let line = rest.split('\n').next()?;
    let bare = line.trim_start_matches([' ', '\t', '>']).trim_start_matches("- ");
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = bare.chars().take_while(|c| *c == mark).count();
    if length < 3 || (mark == '`' && bare.get(length..)?.contains('`')) {
        return None;
    }
    let mut at = line.len();
    for next in rest.get(line.len()..)?.split_inclusive('\n').skip(1) {
        at += 1;
        let inner = next.trim_end_matches('\n');
        let ends = inner.trim_start_matches([' ', '\t', '>']).trim_end();
        at += inner.len();
        if ends.len() >= length && ends.chars().all(|c| c == mark) {
            return Some(at);
        }
    }
    Some(rest.len())
}

/// A span of code, to its end in the same paragraph.
fn code_span(rest: &str) -> Option<Step> {
    let length = rest.chars().take_while(|c| *c == '`').count();
    let ticks = rest.get(..length)?;
    let after = rest.get(length..)?;
    let paragraph = after.split("\n\n").next()?;
    let mut at = 0;
    while let Some(found) = paragraph.get(at..)?.find(ticks) {
        let start = at + found;
        let run = paragraph.get(start..)?.chars().take_while(|c| *c == '`').count();
        if run == length {
            let taken = length + start + length;
            return Some(Step { taken, put: rest.get(..taken)?.to_owned() });
        }
        at = start + run;
    }
    Some(Step { taken: length, put: ticks.to_owned() })
}

/// Bytes of the tag that begins here: quotes and braces may hold a `>`.
fn tag_end(rest: &str) -> Option<usize> {
    let second = rest.chars().nth(1)?;
    if !(second.is_ascii_alphabetic() || second == '/') {
        return None;
    }
    let (mut quote, mut braces) = (None, 0_u32);
    for (at, c) in rest.char_indices().take(20_000) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => braces += 1,
            (None, '}') => braces = braces.saturating_sub(1),
            (None, '>') if braces == 0 => return Some(at + 1),
            (None, '<') if at > 0 && braces == 0 => return None,
            (None, '\n') if rest.get(at + 1..).is_some_and(|next| next.starts_with('\n')) => return None,
            _ => {}
        }
    }
    None
}

/// `<img>` as Markdown.
fn raw_image(source: &str) -> Option<String> {
    let (token, _) = tokens(source).into_iter().next()?;
    let Token::Tag(tag) = token else { return None };
    let src = tag.attribute("src").filter(|src| !src.trim().is_empty() && !src.contains('{'))?;
    let alt = tag.attribute("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
    Some(format!("![{}]({})", alt.trim(), note::dest(src.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(source: &str, format: Format) -> String {
        rewrite(source, Dialect { format, mdx: format == Format::Astro }).0
    }

    #[test]
    fn what_hub_has_becomes_hubs_own() {
        for (format, source, wanted) in [
            (
                Format::Hugo,
                "{{< youtube abc >}}",
                "{{ video(\"https://www.youtube.com/watch?v=abc\", \"Video\", \"No transcript yet.\") }}",
            ),
            (Format::Hugo, "{{< figure src=\"/a.png\" alt=\"A\" >}}", "![A](/a.png)"),
            (Format::Hugo, "[x]({{< ref \"a.md\" >}})", "[x](source:a.md)"),
            (Format::Hugo, "{{< notice tip >}}\nb\n{{< /notice >}}", "> [!TIP]\n> b"),
            (Format::Jekyll, "{% highlight rb %}\nx\n{% endhighlight %}", "```rb\nx\n```"),
            (Format::Jekyll, "[x]({{ site.baseurl }}{% post_url 2020-01-01-a %})", "[x](source:2020-01-01-a)"),
            (
                Format::Zola,
                "{{ youtube(id=\"abc\") }}",
                "{{ video(\"https://www.youtube.com/watch?v=abc\", \"Video\", \"No transcript yet.\") }}",
            ),
            (Format::Obsidian, "[[A b#c|d]] ![[p.png|300]]", "[d](<source:A b#c>) ![](source:p.png)"),
            (Format::Astro, ":::caution[T]\nb\n:::", "> [!CAUTION]\n> **T**\n>\n> b"),
            (Format::Astro, "<Aside type=\"tip\">b</Aside>", "> [!TIP]\n> b"),
        ] {
            assert_eq!(text(source, format), wanted, "{source}");
        }
    }

    #[test]
    fn the_rest_stays_in_sight() {
        let (text, found) =
            rewrite("a\n{{< gallery dir=\"x\" >}}\nb {{< y >}} c", Dialect { format: Format::Hugo, mdx: false });
        assert_eq!(text, "a\n\n> [!WARNING]\n> `{{< gallery dir=\"x\" >}}`\n\nb `{{< y >}}` c");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn code_stays_code() {
        for source in ["`{{ x }}`", "```\n{{ x }}\n[[a]]\n```", "~~~ md\n<Tabs>\n~~~", "\\[[a]]", "a [[b]](c)", "x < y"]
        {
            for format in Format::ALL {
                assert_eq!(text(source, format), source, "{source}");
            }
        }
        assert_eq!(text("```\n{{</* x */>}}\n```", Format::Hugo), "```\n{{< x >}}\n```");
    }

    #[test]
    fn what_runs_is_taken_out() {
        assert_eq!(text("<p style=\"x\" class=\"c\">t</p>", Format::Hugo), "<p class=\"c\">t</p>");
        assert!(text("<script>x</script>", Format::Hugo).contains("`<script>x</script>`"));
    }

    proptest! {
        /// Words between all kinds of additions stay, in their order, whatever is broken around them.
        #[test]
        fn no_word_is_lost(parts in proptest::collection::vec((0..26usize, 0..22usize), 0..24), which in 0..13usize) {
            const MARKS: [&str; 22] = [
                "{{< x >}}", "{{", "}}", "{%", "%}", "[[", "]]", "![[", "`", "```\n", "<Tabs>", "</Tabs>", "<", ">", "\n\n", "\n",
                ":::note\n", ":::", "<!--", "{% raw %}", "<script>", "\\",
            ];
            let words: Vec<String> = parts.iter().enumerate().map(|(at, (letter, _))| format!("w{}{at}q", char::from(b'a' + u8::try_from(*letter).unwrap()))).collect();
            let source: String = words.iter().zip(&parts).map(|(word, (_, mark))| format!("{word} {}", MARKS[*mark])).collect();
            let out = text(&source, Format::ALL[which]);
            let mut at = 0;
            for word in &words {
                let found = out[at..].find(word.as_str());
                prop_assert!(found.is_some(), "{word} of {source:?} is not in {out:?}");
                at += found.unwrap();
            }
        }

        #[test]
        fn nothing_breaks_it(source in "[\\PC\n`{}\\[\\]<>!:|#\"%&/\\\\=-]{0,200}", which in 0..13usize) {
            text(&source, Format::ALL[which]);
        }
    }
}
