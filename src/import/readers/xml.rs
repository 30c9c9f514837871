//! XML as a tree of elements, for exports whose own names no reader of feeds keeps.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements in each other; no export has more.
const DEPTH: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// With its prefix: `wp:post_id`.
    pub(super) name: String,
    /// Attributes.
    pub(super) attributes: Vec<(String, String)>,
    /// Text directly in it.
    pub(super) text: String,
    /// Elements in it.
    pub(super) inner: Vec<Element>,
}

impl Element {
    /// The first element of a name.
    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.inner.iter().find(|inner| inner.name == name)
    }

    /// All elements of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.inner.iter().filter(move |inner| inner.name == name)
    }

    /// The text of the first element of a name, if it has any.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.first(name).map(|inner| inner.text.trim()).filter(|text| !text.is_empty())
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a document; its root.
///
/// # Errors
/// Why it is no XML.
pub(super) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let depth = open.len();
        let Some(top) = open.last_mut() else { return Err("it ends more than it begins".to_owned()) };
        match event {
            Event::Start(tag) if depth < DEPTH => open.push(element(&tag)),
            Event::Start(_) => return Err(format!("more than {DEPTH} elements stand in each other")),
            Event::Empty(tag) => top.inner.push(element(&tag)),
            Event::End(_) => close(&mut open),
            Event::Text(text) => top.text.push_str(&String::from_utf8_lossy(&text)),
            Event::CData(data) => top.text.push_str(&String::from_utf8_lossy(&data)),
            Event::GeneralRef(name) => {
                let number = name.resolve_char_ref().ok().flatten();
                let name = String::from_utf8_lossy(&name).into_owned();
                match (number, resolve_predefined_entity(&name)) {
                    (Some(c), _) => top.text.push(c),
                    (None, Some(known)) => top.text.push_str(known),
                    (None, None) => top.text.push_str(&format!("&{name};")),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() > 1 {
        return Err("it is cut off: its last element doesn't end".to_owned());
    }
    open.pop().and_then(|mut top| top.inner.pop()).ok_or_else(|| "it holds no element".to_owned())
}

fn element(tag: &BytesStart<'_>) -> Element {
    let mut element = Element { name: String::from_utf8_lossy(tag.name().as_ref()).into_owned(), ..Element::default() };
    for attribute in tag.attributes().with_checks(false).filter_map(Result::ok) {
        let plain = String::from_utf8_lossy(&attribute.value).into_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_or(plain, |value| value.into_owned());
        element.attributes.push((String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value));
    }
    element
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.inner.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_a_tree() {
        let root =
            read("<?xml version=\"1.0\"?><a><b:c d=\"e &amp; f\">g &lt;<![CDATA[<h>]]>&#33;</b:c><i/></a>").unwrap();
        let inner = root.first("b:c").unwrap();
        assert_eq!((inner.attribute("d"), inner.text.as_str()), (Some("e & f"), "g <<h>!"));
        assert_eq!(root.all("i").count(), 1);
    }

    #[test]
    fn what_is_broken_says_so() {
        assert!(read("").is_err() && read("<a><b>").is_err() && read("text").is_err());
        assert!(read(&"<a>".repeat(100)).unwrap_err().contains("64"));
    }
}
