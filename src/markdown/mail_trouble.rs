//! What of an HTML text mail can't take: for texts that others wrote, since our own go through `sanitize.rs`.

use super::tags::{Tag, TagKind, Token, decode, tokens};

const REFUSED: [&str; 17] = [
    "applet", "base", "button", "embed", "form", "frame", "frameset", "iframe", "input", "link", "meta", "object",
    "script", "select", "style", "svg", "textarea",
];
const ADDRESSES: [&str; 8] = ["href", "src", "srcset", "poster", "cite", "background", "action", "formaction"];

/// What mail programs refuse, and what leads nowhere there; each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailTrouble {
    /// Elements, handlers and addresses that run something.
    pub refused: Vec<String>,
    /// Addresses without a host.
    pub relative: Vec<String>,
}

/// Looks through an HTML text.
pub fn mail_trouble(html: &str) -> MailTrouble {
    let mut trouble = MailTrouble::default();
    for (token, _) in tokens(html) {
        match token {
            Token::Tag(tag) if tag.kind == TagKind::Start => look(&tag, &mut trouble),
            Token::OpenTag(_) => trouble.refused.push("a tag that doesn't end".to_owned()),
            _ => {}
        }
    }
    for list in [&mut trouble.refused, &mut trouble.relative] {
        list.sort();
        list.dedup();
    }
    trouble
}

fn look(tag: &Tag<'_>, trouble: &mut MailTrouble) {
    if REFUSED.contains(&tag.name.as_str()) {
        trouble.refused.push(format!("<{}>", tag.name));
    }
    for attribute in &tag.attributes {
        let value = decode(attribute.value);
        if attribute.name.starts_with("on") {
            trouble.refused.push(attribute.name.clone());
        } else if attribute.name == "srcset" {
            value.split(',').for_each(|one| address(one.split_whitespace().next().unwrap_or(""), trouble));
        } else if ADDRESSES.contains(&attribute.name.as_str()) {
            address(&value, trouble);
        }
    }
}

fn address(value: &str, trouble: &mut MailTrouble) {
    // Browsers leave these out wherever they stand, so that `java\nscript:` is a scheme.
    let value: String = value.trim().chars().filter(|c| !c.is_ascii_control()).collect();
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref().filter(|scheme| !scheme.is_empty() && scheme.chars().all(is_letter)) {
        Some("javascript" | "vbscript") => trouble.refused.push(value),
        Some("data") if !value.to_ascii_lowercase().starts_with("data:image/") => {
            trouble.refused.push("data:".to_owned())
        }
        Some(_) => {}
        None => trouble.relative.push(if value.is_empty() { "an empty address".to_owned() } else { value }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_cannot_take_is_named_once() {
        let trouble = mail_trouble(
            "<p onclick=x>a</p><script>1</script><SCRIPT></SCRIPT><a href='java\nscript:1'>b</a><a href=\"&#106;avascript:1\">c</a>\
             <img src=/a.png srcset='b.png 2x, https://c.example/d.png 3x'><a href='#x'>d</a><a href='https://e.example'>e</a>\
             <a href='mailto:f@g.example'>f</a><img src='data:image/png;base64,AA'><a href='//h.example'>h</a>",
        );
        assert_eq!(trouble.refused, ["<script>", "javascript:1", "onclick"]);
        assert_eq!(trouble.relative, ["#x", "//h.example", "/a.png", "b.png"]);
        assert_eq!(mail_trouble("a < b & c"), MailTrouble::default());
    }
}
