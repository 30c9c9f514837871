//! HTML that holds together and harms nobody: three doors to ammonia, for creators' pages, members' text and mail.
//!
//! ammonia reads as a browser reads and writes what it understood, so an unclosed `<div>` ends with its body. It is
//! quadratic on deep nesting: depth and length are bounded first, and what is past the bounds becomes plain text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

/// An address, as ammonia reads it.
pub(super) use ammonia::Url;

use super::escape::{all_printable, escape_attribute, escape_text, printable};
use super::html::EMBED_MARK;
use super::raw_html::{DEPTH, OpenElements};
use super::tags::{Tag, TagKind, Token, tokens};
use super::{CodeColours, HtmlOptions, plain_mail};

/// One page's HTML is never longer.
const LENGTH: usize = 32 << 20;

/// Elements a creator may write. `input` is not among them: only task lists have one.
const ELEMENTS: &str = "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del \
     details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark meter nav ol \
     p picture pre progress q rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th \
     thead time tr track u ul var video wbr";

const PHRASING: &str = "a abbr audio b bdi bdo br cite code data del dfn em i img input ins kbd mark meter picture progress q \
     rp rt ruby s samp small source span strong sub sup time track u var video wbr";

/// Elements that Markdown itself makes; all a member can have.
const MARKDOWN: &str = "a aside blockquote br code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img input li ol p \
     pre section span strong sup table tbody td th thead tr ul";

/// Elements that mail programs show.
const MAIL: &str = "a abbr address b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 \
     h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th thead time tr \
     u ul var";

/// Attributes by element, beside those that every element may have.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "href rel hreflang type download target"),
    ("audio", "src controls preload loop muted"),
    ("blockquote", "cite"),
    ("col", "span"),
    ("colgroup", "span"),
    ("data", "value"),
    ("del", "cite datetime"),
    ("details", "open name"),
    ("img", "src alt width height loading decoding srcset sizes fetchpriority"),
    ("input", "type checked disabled"),
    ("ins", "cite datetime"),
    ("li", "value"),
    ("meter", "value min max low high optimum"),
    ("ol", "start reversed type"),
    ("progress", "value max"),
    ("q", "cite"),
    ("source", "src srcset type media sizes width height"),
    ("td", "colspan rowspan headers"),
    ("th", "colspan rowspan headers scope abbr"),
    ("time", "datetime"),
    ("track", "kind src srclang label default"),
    ("video", "src controls preload loop muted poster width height playsinline"),
];

pub(super) const STYLES: [&str; 8] =
    ["background", "background-color", "color", "font-family", "font-size", "font-style", "font-weight", "white-space"];

/// Whether a creator's raw HTML may hold this element.
pub(super) fn keeps_element(name: &str) -> bool {
    ELEMENTS.split_ascii_whitespace().any(|element| element == name)
}

/// Whether an element may stand in a line of text.
pub(super) fn is_phrasing(name: &str) -> bool {
    PHRASING.split_ascii_whitespace().any(|element| element == name)
}

/// A creator's body with raw HTML in it: every element closed, ids prefixed, nothing that runs.
///
/// Ids and fragments that don't begin with the options' prefix get it.
pub fn balance(html: &str, options: &HtmlOptions<'_>) -> String {
    let Some(html) = bounded(html) else { return plain(html) };
    let mut builder = builder(ELEMENTS);
    builder
        .add_tags(["input"])
        .add_generic_attributes(["class", "id", "title", "lang", "dir", "role", "tabindex", "hidden", "translate"])
        .add_generic_attribute_prefixes(["aria-", "data-"])
        .add_url_schemes(["data"]);
    if options.code == CodeColours::Inline {
        builder.add_generic_attributes(["style"]).filter_style_properties(HashSet::from(STYLES));
    }
    let prefix = options.id_prefix.to_owned();
    builder.attribute_filter(move |element, attribute, value| match attribute {
        _ if !is_plain_name(attribute) => None,
        "id" => Some(prefixed(&prefix, value)),
        "href" => match value.strip_prefix('#') {
            Some(id) if !id.is_empty() => Some(format!("#{}", prefixed(&prefix, id)).into()),
            _ => without_data(element, value),
        },
        "aria-labelledby" | "aria-describedby" | "headers" => {
            let ids: Vec<_> = value.split_ascii_whitespace().map(|id| prefixed(&prefix, id)).collect();
            Some(ids.join(" ").into())
        }
        "src" | "poster" | "cite" => without_data(element, value),
        _ => Some(value.into()),
    });
    cleaned(&builder, &html)
}

/// A member's text: only what Markdown makes, and only the classes it makes.
pub fn member(html: &str) -> String {
    let Some(html) = bounded(html) else { return plain(html) };
    let mut builder = builder(MARKDOWN);
    builder
        .add_generic_attributes(["class", "id", "title", "role", "tabindex", "style", "data-language"])
        .add_generic_attribute_prefixes(["aria-"])
        .filter_style_properties(HashSet::from(STYLES))
        .attribute_filter(|element, attribute, value| match attribute {
            _ if !is_plain_name(attribute) => None,
            "class" => Some(
                value.split_ascii_whitespace().filter(|name| is_own_class(name)).collect::<Vec<_>>().join(" ").into(),
            )
            .filter(|classes: &Cow<'_, str>| !classes.is_empty()),
            "style" if !matches!(element, "pre" | "code" | "span") => None,
            _ => Some(value.into()),
        });
    cleaned(&builder, &html)
}

/// A body for feeds and mail: absolute addresses, no script, form, frame or player, `style` only on code.
///
/// `base` is the address of the page the text stands on. Videos and sounds become links.
pub fn mail(html: &str, base: &str) -> String {
    let linked = players_as_links(html);
    let Some(html) = bounded(&linked) else { return plain(html) };
    let base = Url::parse(base).ok();
    all_printable(plain_mail::mail(&html, base.as_ref()).unwrap_or_else(|| mail_by_ammonia(&html, base)))
}

/// [`mail`] of what may be anything.
pub(super) fn mail_by_ammonia(html: &str, base: Option<Url>) -> String {
    let relative = base.map_or(UrlRelative::Deny, UrlRelative::RewriteWithBase);
    MAILING.with_borrow_mut(|builder| builder.url_relative(relative).clean(html).to_string())
}

thread_local! {
    /// Its tables are made once: feeds hold thousands of bodies.
    static MAILING: RefCell<Builder<'static>> = RefCell::new(mailing());
}

fn mailing() -> Builder<'static> {
    let mut builder = builder(MAIL);
    builder
        .add_generic_attributes(["id", "title", "lang", "dir", "style"])
        .filter_style_properties(HashSet::from(STYLES))
        .attribute_filter(|element, attribute, value| match attribute {
            "id" => value.rsplit_once("fn").filter(|(_, rest)| is_note(rest)).map(|_| value.into()),
            "style" if !matches!(element, "pre" | "code" | "span") => None,
            "rel" | "href" | "src" | "alt" | "title" | "lang" | "dir" | "style" | "width" | "height" | "start"
            | "colspan" | "rowspan" | "datetime" => Some(value.into()),
            _ => None,
        });
    builder
}

/// Whether an attribute has a name that documents may have: browsers take nearly every character for part of one.
fn is_plain_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
}

/// What is left of `html`; a reference such as `&#1;` may have become a character that no document can hold. The marks of embeds
/// stay.
fn cleaned(builder: &Builder<'_>, html: &str) -> String {
    let allowed = |c| if c == EMBED_MARK { c } else { printable(c) };
    builder.clean(html).to_string().chars().map(allowed).collect()
}

fn is_note(rest: &str) -> bool {
    rest.strip_prefix("ref")
        .unwrap_or(rest)
        .strip_prefix('-')
        .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

fn prefixed<'v>(prefix: &str, id: &'v str) -> Cow<'v, str> {
    if id.starts_with(prefix) { Cow::Borrowed(id) } else { Cow::Owned(format!("{prefix}{id}")) }
}

/// `data:` is for the pixels of an image and nothing else.
fn without_data<'v>(element: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let head = value.trim_start().get(..5).unwrap_or("");
    let is_data = head.eq_ignore_ascii_case("data:");
    (!is_data || (element == "img" && super::raw_html::is_data_image(value.trim_start()))).then(|| value.into())
}

/// The classes that `html.rs` and `highlight.rs` write.
fn is_own_class(name: &str) -> bool {
    matches!(
        name,
        "heading"
            | "anchor"
            | "code"
            | "table-scroll"
            | "alert"
            | "alert-title"
            | "task"
            | "task-list"
            | "footnotes"
            | "footnotes-title"
            | "footnote-ref"
            | "footnote-back"
            | "disclosure"
    ) || ["align-", "alert-", "c-", "language-"].iter().any(|head| name.starts_with(head))
}

fn builder(elements: &'static str) -> Builder<'static> {
    let attributes: HashMap<&str, HashSet<&str>> = ATTRIBUTES
        .iter()
        .filter(|(element, _)| elements.split_ascii_whitespace().chain(["input"]).any(|known| known == *element))
        .map(|(element, attributes)| (*element, attributes.split_ascii_whitespace().collect()))
        .collect();
    let mut builder = Builder::empty();
    builder
        .tags(elements.split_ascii_whitespace().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
}

/// The HTML, if it is short and flat enough to be sanitised in good time.
fn bounded(html: &str) -> Option<Cow<'_, str>> {
    // What has few tags can't be deep.
    let few = html.bytes().filter(|byte| *byte == b'<').count() < 4 * DEPTH;
    let mut open = OpenElements::default();
    let flat = few
        || tokens(html).iter().all(|(token, _)| {
            if let Token::Tag(tag) = token {
                open.see(tag);
            }
            open.depth() < 4 * DEPTH
        });
    (flat && html.len() <= LENGTH).then_some(Cow::Borrowed(html))
}

fn plain(html: &str) -> String {
    format!("<p>{}</p>", escape_text(html))
}

/// `<video src>` and the like as links, since mail shows no player.
fn players_as_links(html: &str) -> String {
    if !html.contains("<video") && !html.contains("<audio") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut linked = false;
    for (token, range) in tokens(html) {
        match token {
            Token::Tag(tag)
                if matches!(tag.name.as_str(), "video" | "audio" | "source") && tag.kind == TagKind::Start =>
            {
                linked = linked && tag.name == "source";
                if let Some(link) = player_link(&tag).filter(|_| !linked) {
                    out.push_str(&link);
                    linked = true;
                }
            }
            _ => out.push_str(html.get(range).unwrap_or("")),
        }
    }
    out
}

fn player_link(tag: &Tag<'_>) -> Option<String> {
    let url = tag.attribute("src")?;
    let words = tag
        .attribute("title")
        .or_else(|| tag.attribute("aria-label"))
        .unwrap_or_else(|| url.rsplit('/').next().unwrap_or("").to_owned());
    let words = if words.is_empty() { url.clone() } else { words };
    Some(format!("<a href=\"{}\">{}</a>", escape_attribute(&url), escape_text(&words)))
}
