//! RSS and Atom as they are written: the door to quick-xml. Nothing is mended, no entity of a file's own is resolved.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::{Enclosure, Entry, Feed};
use crate::markdown::escape::{escape_attribute, escape_text};

/// No feed is nested deeper.
const DEPTH: usize = 100;
const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const RSS_1: &str = "http://purl.org/rss/1.0/";

/// Reads RSS or Atom.
pub(super) fn read(text: &str) -> Result<Feed, String> {
    let root = tree(text).map_err(|problem| format!("it is no XML that readers take: {problem}"))?;
    match root.name.as_str() {
        "atom:feed" => Ok(Feed { address: own_address(&root), entries: root.all("atom:entry").map(atom).collect() }),
        _ if root.first("channel").is_some() => {
            let channel = root.first("channel").unwrap_or(&root);
            let items = channel.all("item").chain(root.all("item"));
            Ok(Feed { address: own_address(channel), entries: items.map(rss).collect() })
        }
        _ => Err("it is XML, but neither RSS nor Atom".to_owned()),
    }
}

fn own_address(channel: &Element) -> Option<String> {
    channel.all("atom:link").find(|link| link.attribute("rel") == Some("self"))?.attribute("href").map(str::to_owned)
}

fn rss(item: &Element) -> Entry {
    let (content, mut summary) = (item.text("content:encoded"), item.text("description"));
    let enclosures = item.all("enclosure").map(|it| (it.attribute("url"), it.attribute("length")));
    Entry {
        guid: item.text("guid"),
        link: item.text("link"),
        title: item.text("title").unwrap_or_default(),
        published: item.text("pubDate").or_else(|| item.text("dc:date")),
        html: content.or_else(|| summary.take()).unwrap_or_default(),
        summary: summary.unwrap_or_default(),
        enclosures: enclosures.filter_map(enclosure).collect(),
    }
}

fn atom(entry: &Element) -> Entry {
    let links = |wanted: &'static str| {
        entry.all("atom:link").filter(move |link| link.attribute("rel").unwrap_or("alternate") == wanted)
    };
    let html = entry.first("atom:content").or_else(|| entry.first("atom:summary")).map(|content| {
        let is_markup = content.attribute("type") == Some("xhtml");
        if is_markup { content.children.iter().map(Element::markup).collect() } else { content.text.clone() }
    });
    Entry {
        guid: entry.text("atom:id"),
        link: links("alternate").find_map(|link| link.attribute("href")).map(str::to_owned),
        title: entry.text("atom:title").unwrap_or_default(),
        published: entry.text("atom:published").or_else(|| entry.text("atom:updated")),
        html: html.unwrap_or_default(),
        summary: String::new(),
        enclosures: links("enclosure")
            .filter_map(|link| enclosure((link.attribute("href"), link.attribute("length"))))
            .collect(),
    }
}

fn enclosure((url, length): (Option<&str>, Option<&str>)) -> Option<Enclosure> {
    Some(Enclosure { url: url?.to_owned(), length: length.and_then(|length| length.trim().parse().ok()) })
}

/// An element with all that is in it.
#[derive(Default)]
struct Element {
    /// With the usual prefix of its namespace: `content:encoded`.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    /// Its own text, without its children's.
    text: String,
}

impl Element {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.first(name)?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// As HTML; where texts stand between children doesn't matter to who looks for what is unsafe.
    fn markup(&self) -> String {
        let name = self.name.rsplit(':').next().unwrap_or("");
        let attributes = self.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape_attribute(value)));
        let inner: String = self.children.iter().map(Element::markup).collect();
        format!("<{name}{}>{}{inner}</{name}>", attributes.collect::<String>(), escape_text(&self.text))
    }
}

fn tree(text: &str) -> Result<Element, String> {
    if text.chars().any(is_forbidden) {
        return Err("it holds a control character".to_owned());
    }
    let mut reader = NsReader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
        let prefix = prefix(&namespace);
        match event {
            Event::Start(start) => open.push(element(prefix, &start)?),
            Event::Empty(start) => close(&mut open, element(prefix, &start)?)?,
            Event::End(_) => {
                let done = open.pop().unwrap_or_default();
                close(&mut open, done)?;
            }
            Event::Text(text) => add(&mut open, &text.xml10_content().map_err(|error| error.to_string())?),
            Event::CData(text) => add(&mut open, &text.xml10_content().map_err(|error| error.to_string())?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| error.to_string())?;
                let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                let character = character.or_else(|| predefined(&name)).filter(|character| !is_forbidden(*character));
                let character = character.ok_or_else(|| format!("`&{name};` stands for nothing"))?;
                add(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if open.len() > DEPTH {
            return Err("it is nested too deep".to_owned());
        }
    }
    if open.len() != 1 {
        return Err("it ends in the middle".to_owned());
    }
    let root = open.pop().and_then(|mut outside| outside.children.pop());
    root.ok_or_else(|| "it is empty".to_owned())
}

fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn predefined(name: &str) -> Option<char> {
    let known = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
    known.into_iter().find(|(own, _)| *own == name).map(|(_, character)| character)
}

fn prefix(namespace: &ResolveResult<'_>) -> &'static str {
    let ResolveResult::Bound(namespace) = namespace else { return "" };
    let known = [(ATOM, "atom:"), (CONTENT, "content:"), (DC, "dc:"), (RSS_1, "")];
    known.into_iter().find(|(url, _)| url.as_bytes() == namespace.as_ref()).map_or("other:", |(_, prefix)| prefix)
}

fn element(prefix: &str, start: &BytesStart<'_>) -> Result<Element, String> {
    let local = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((name, value.into_owned()));
    }
    Ok(Element { name: format!("{prefix}{local}"), attributes, ..Element::default() })
}

fn close(open: &mut [Element], done: Element) -> Result<(), String> {
    open.last_mut().ok_or("an end has no beginning")?.children.push(done);
    Ok(())
}

fn add(open: &mut [Element], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}
