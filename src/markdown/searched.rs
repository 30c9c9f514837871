//! A body as a search index reads it: its words, in the blocks they stand in, and its headings with their anchors.
//!
//! Marks within a line, and elements that only hold others, say nothing to an index; most of a body's tags are such. Knows
//! nothing of who makes the index.

use super::escape::escape_attribute;
use super::tags::{Tag, TagKind, Token, tokens};

/// The HTML of a body on its page, with all left out that is no text of its own: what it embeds has a page of its own, which
/// is found by itself; forms, drawings and the marks beside headings are nothing to find. Alerts are part of the text.
pub fn searched(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut left_out: Option<Tag<'_>> = None;
    let mut depth = 0_usize;
    for (token, _) in tokens(html) {
        match (token, &left_out) {
            (Token::Tag(tag), Some(whole)) if tag.name == whole.name => {
                depth = if tag.kind == TagKind::Start { depth + 1 } else { depth - 1 };
                if depth == 0 {
                    left_out = None;
                }
            }
            (Token::Tag(tag), None) if tag.kind == TagKind::Start && is_left_out(&tag) => {
                left_out = Some(tag);
                depth = 1;
            }
            (Token::Tag(tag), None) => put(&mut out, &tag),
            (Token::Text(text), None) => out.push_str(text),
            _ => (),
        }
    }
    out
}

fn put(out: &mut String, tag: &Tag<'_>) {
    let slash = if tag.kind == TagKind::End { "/" } else { "" };
    match tag.name.as_str() {
        name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") if tag.kind == TagKind::Start => {
            let id = tag.attribute("id").map(|id| format!(" id=\"{}\"", escape_attribute(&id)));
            out.push_str(&format!("<{name}{}>", id.unwrap_or_default()));
        }
        name if is_sentence(name) => out.push_str(&format!("<{slash}{name}>")),
        name if is_within_a_line(name) => (),
        // Cells, terms and the like stand apart on the page.
        _ => out.push(' '),
    }
}

/// Whether nothing in an element is a text of the page.
fn is_left_out(tag: &Tag<'_>) -> bool {
    let is_of = |class: &str| {
        tag.attributes.iter().any(|one| one.name == "class" && one.value.split_whitespace().any(|name| name == class))
    };
    match tag.name.as_str() {
        "aside" => !is_of("alert"),
        "form" | "footer" | "iframe" | "label" | "nav" | "noscript" | "script" | "style" | "svg" | "template" => true,
        "a" => is_of("anchor"),
        _ => is_of("signup"),
    }
}

/// Whether the end of an element is the end of a sentence.
fn is_sentence(name: &str) -> bool {
    matches!(name, "article" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "p" | "section" | "td")
}

/// Whether an element stands among words without parting them.
fn is_within_a_line(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_blocks_and_anchors_are_left() {
        let html = "<div class=\"heading\"><h2 id=\"a&quot;b\" class=\"x\">One <em>more</em></h2><a class=\"anchor\" href=\"#a\"><span>#</span></a></div>\n\
            <p>So<b>me</b> <a href=\"/x/\">words</a> &lt;b&gt;<br>and <img src=\"x\" alt=\"y\">.</p>\
            <pre><code><span class=\"k\">let</span> a;</code></pre><table><tr><th>k</th><th>l</th></tr><tr><td>1</td></tr></table>";
        let wanted = "<div><h2 id=\"a&quot;b\">One more</h2></div>\n<p>Some words &lt;b&gt; and  .</p> let a;    k  l   <td>1</td>  ";
        assert_eq!(searched(html), wanted);
    }

    #[test]
    fn what_others_say_is_left_out_whole() {
        let html = "<aside class=\"embed\"><p>no</p><aside>no</aside>no</aside><p>yes</p>\
            <aside class=\"alert alert-tip\"><p>tip</p></aside><div class=\"wide signup\"><div>no</div><form>no</form></div><svg><title>no</title></svg>yes";
        assert_eq!(searched(html), "<p>yes</p> <p>tip</p> yes");
    }
}
