//! Pages that are hub's own and no theme's, such as those of the studio: built-in templates, escaped as those of themes are.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use super::filters::safe_url;
use crate::markdown::escape::escape_text;

/// Built-in templates.
#[derive(Debug)]
pub struct OwnPages(Tera);

impl OwnPages {
    /// Templates by name; one that isn't sound is a mistake of hub's own.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(templates: &[(&str, &str)]) -> Result<Self, String> {
        let mut tera = Tera::default();
        tera.autoescape_on([".html"]);
        tera.register_filter("safe_url", |url: &str, _: Kwargs, _: &State| safe_url(url).to_owned());
        tera.register_filter("ticks", |text: &str, _: Kwargs, _: &State| Value::safe_string(&ticks(text)));
        tera.add_raw_templates(templates.iter().copied()).map_err(|error| error.to_string())?;
        Ok(OwnPages(tera))
    }

    /// Makes a page; `frame` and `view` are what the template knows.
    ///
    /// # Errors
    /// What the template misses.
    pub fn render(&self, name: &str, frame: &impl Serialize, view: &impl Serialize) -> Result<String, String> {
        let mut context = Context::new();
        context.insert("frame", frame);
        context.insert("view", view);
        self.0.render(name, &context).map_err(|error| error.to_string())
    }
}

/// A sentence as HTML, what stands between backticks as code.
fn ticks(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // An odd one out opens nothing.
    let open = if parts.len().is_multiple_of(2) { parts.len() - 1 } else { parts.len() };
    let html = |(number, part): (usize, &&str)| match (number == open, number % 2) {
        (true, _) => format!("`{}", escape_text(part)),
        (_, 1) => format!("<code>{}</code>", escape_text(part)),
        _ => escape_text(part),
    };
    parts.iter().enumerate().map(html).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(ticks("say `<b>` or `x`"), "say <code>&lt;b&gt;</code> or <code>x</code>");
        assert_eq!(ticks("a ` b & c"), "a ` b &amp; c");
        assert_eq!(ticks("`a` and ` b"), "<code>a</code> and ` b");
        assert_eq!(ticks(""), "");
    }

    #[test]
    fn a_page_is_escaped_and_a_mistake_told() {
        let pages = OwnPages::new(&[("a.html", "<p>{{ view.x }} {{ frame | safe_url }}</p>")]).unwrap();
        let page = pages.render("a.html", &"javascript:x", &serde_json::json!({ "x": "<i>" })).unwrap();
        assert_eq!(page, "<p>&lt;i&gt; #</p>");
        assert!(pages.render("b.html", &"", &"").is_err());
        assert!(OwnPages::new(&[("a.html", "{{ ")]).is_err());
    }
}
