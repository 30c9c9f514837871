//! The door to Tera: all templates of a site and its theme, ready to make documents from many threads.
//!
//! A theme's template is known as `NAME:x.html`; plain `x.html` is the site's own or else the nearest theme's, so that an
//! override can extend or include what it overrides. Knows templates by name, not what their fields mean.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::source::{FileId, Sources, Span};

use super::filters;
use super::lineage::Lineage;
use super::lint::lint;
use super::range;
use super::trouble;
use super::words::Words;

/// Every template hub makes documents from. `base.html` and components are a theme's own affair.
pub const TEMPLATES: [&str; 37] = [
    "404.html",
    "answered.html",
    "challenge.html",
    "embeds/event.html",
    "embeds/faq.html",
    "embeds/member.html",
    "embeds/offer.html",
    "embeds/signup.html",
    "embeds/survey.html",
    "embeds/track.html",
    "embeds/video.html",
    "event.html",
    "events.html",
    "faq-entry.html",
    "faq.html",
    "guide.html",
    "home.html",
    "issue.html",
    "listing.html",
    "newsletter-state.html",
    "newsletter.html",
    "offer.html",
    "page.html",
    "part.html",
    "preferences.html",
    "prompt.html",
    "redirect.html",
    "rewards.html",
    "search.html",
    "segment.html",
    "series.html",
    "spotlight.html",
    "spotlights.html",
    "start.html",
    "step.html",
    "track.html",
    "upcoming.html",
];

/// Templates that stand in for several of [`TEMPLATES`].
const STAND_INS: [&str; 2] = ["item.html", "embeds/embed.html"];

/// A page's HTML is at most this long.
const PAGE_BYTES: usize = 32 * 1024 * 1024;

/// The template that stands in where a theme has none of this name.
fn stand_in(template: &str) -> Option<&'static str> {
    match template {
        "guide.html" | "series.html" | "part.html" | "faq-entry.html" | "track.html" | "step.html"
        | "spotlight.html" | "event.html" | "prompt.html" | "challenge.html" | "offer.html" | "page.html" => {
            Some("item.html")
        }
        "faq.html" | "spotlights.html" | "events.html" => Some("listing.html"),
        _ if template.starts_with("embeds/") => Some("embeds/embed.html"),
        _ => None,
    }
}

/// The site as templates see it, converted once and shared by all pages.
#[derive(Clone, Debug)]
pub struct SharedSite(Value);

impl SharedSite {
    /// Converts the site's view.
    pub fn new(site: &impl Serialize) -> SharedSite {
        SharedSite(Value::from_serializable(site))
    }
}

/// What one document is made from, beside the site.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a, P, F> {
    /// The address of the document, for messages (`/guides/x/`).
    pub making: &'a str,
    /// Printed as `page`.
    pub page: &'a P,
    /// A struct or map whose fields stand at the top level.
    pub fields: &'a F,
}

/// A template's name, file and text, by name.
pub(super) type Texts = BTreeMap<String, (FileId, Arc<str>)>;

/// All templates of a theme and a site.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    texts: Texts,
}

impl Templates {
    /// Reads all templates; problems are syntax, references to what isn't there, and names that are missing.
    pub(super) fn load(
        sources: &Sources,
        lineage: &Lineage,
        words: Arc<Words>,
        problems: &mut Vec<Diagnostic>,
    ) -> Templates {
        let texts = collect(sources, lineage);
        let mut templates = Templates { tera: Tera::default(), texts };
        let syntax = templates.syntax_problems();
        if syntax.is_empty() {
            problems.extend(templates.add_all(lineage, words));
            problems.extend(templates.missing(lineage));
            problems.extend(templates.idle());
        } else {
            problems.extend(syntax);
        }
        templates
    }

    /// Makes a document.
    ///
    /// # Errors
    /// `template-error` where a template uses what isn't there, `page-too-large` past 32 MiB.
    ///
    /// # Panics
    /// When the fields are neither a struct nor a map.
    pub(super) fn render<P: Serialize, F: Serialize>(
        &self,
        template: &str,
        site: &SharedSite,
        filling: &Filling<'_, P, F>,
    ) -> Result<String, Diagnostic> {
        let name = self.resolve(template).unwrap_or(template);
        let mut context = Context::from_serialize(filling.fields).expect("fields are a struct or a map");
        context.insert_value("site", site.0.clone());
        context.insert("page", filling.page);
        range::begin_page();
        let mut page = Bounded { bytes: Vec::with_capacity(16 * 1024), limit: PAGE_BYTES };
        match self.tera.render_to(name, &context, &mut page) {
            Ok(()) => Ok(String::from_utf8(page.bytes).expect("templates and values are UTF-8")),
            Err(error) if matches!(error.kind(), ErrorKind::Io(_)) => Err(self.too_large(name, filling.making)),
            Err(error) => Err(trouble::rendering(&error, &self.texts, self.place(name)).note(making(filling.making))),
        }
    }

    /// What the lint finds, template by template.
    pub(super) fn lint(&self, words: &Words) -> Vec<Diagnostic> {
        self.texts.values().flat_map(|(file, text)| lint(*file, text, words)).collect()
    }

    /// The name to render for a template of [`TEMPLATES`].
    fn resolve<'n>(&self, template: &'n str) -> Option<&'n str> {
        let there = |name: &str| self.tera.contains_template(name);
        if there(template) { Some(template) } else { stand_in(template).filter(|name| there(name)) }
    }

    /// The file that is rendered for a name.
    fn place(&self, name: &str) -> Option<Span> {
        let exact = self.texts.get(name);
        let of_theme = || self.texts.iter().find(|(key, _)| key.split_once(':').is_some_and(|(_, rest)| rest == name));
        exact.or_else(|| of_theme().map(|(_, text)| text)).map(|(file, _)| Span::file(*file))
    }

    /// Each text is parsed by itself first: Tera stops at the first one it can't parse.
    fn syntax_problems(&self) -> Vec<Diagnostic> {
        let parse = |(name, (_, text)): (&String, &(FileId, Arc<str>))| {
            let error = Tera::default().add_raw_template(name, text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then_some(error)
        };
        let errors: Vec<tera::Error> = self.texts.par_iter().filter_map(parse).collect();
        errors.iter().flat_map(|error| trouble::building(error, &self.texts)).collect()
    }

    fn add_all(&mut self, lineage: &Lineage, words: Arc<Words>) -> Vec<Diagnostic> {
        filters::register(&mut self.tera, words);
        self.tera.register_function("range", range::range);
        self.tera.autoescape_on([".html"]);
        self.tera.set_escape_fn(escape);
        let prefixes = lineage.themes.iter().map(|theme| format!("{}:", theme.name));
        let added = self
            .tera
            .set_fallback_prefixes(prefixes)
            .and_then(|()| self.tera.add_raw_templates(self.texts.iter().map(|(name, (_, text))| (name, text))));
        added.err().map(|error| trouble::building(&error, &self.texts)).unwrap_or_default()
    }

    /// The problem of templates that neither the site nor the theme has: all in one, a new theme lacks many.
    fn missing(&self, lineage: &Lineage) -> Option<Diagnostic> {
        if self.tera.get_template_names().next().is_none() && !self.texts.is_empty() {
            return None;
        }
        let searches = lineage.offers_search();
        let wanted = TEMPLATES.iter().filter(|name| searches || **name != "search.html");
        let missing = wanted.filter(|name| self.resolve(name).is_none());
        // Where one would stand in for several, it is the one to write.
        let needed: BTreeSet<&str> = missing.map(|name| stand_in(name).unwrap_or(name)).collect();
        let listed: Vec<_> = needed.iter().map(|name| format!("`{name}`")).collect();
        let what = match listed.as_slice() {
            [] => return None,
            [one] => format!("no template {one}"),
            many => format!("not all templates: {} are missing", many.len()),
        };
        let theme = lineage.name();
        let problem = Diagnostic::error("template-missing", format!("the theme `{theme}` has {what}"))
            .at(lineage.place(), "")
            .help(format!("write them below `themes/{theme}/templates/`, or `extends = \"plain\"` here"));
        Some(if listed.len() > 1 { problem.note(format!("missing: {}", listed.join(", "))) } else { problem })
    }

    /// Templates of the site that nothing uses: most likely a misspelt override.
    fn idle(&self) -> Vec<Diagnostic> {
        let own = self.texts.iter().filter(|(name, _)| !name.contains(':'));
        let idle = own.filter(|(name, _)| !self.is_used(name));
        let problem = |(name, (file, _)): (&String, &(FileId, Arc<str>))| {
            Diagnostic::warning("template-unused", format!("no page is made from the template `{name}`"))
                .at(Span::file(*file), "")
                .maybe_help(nearest_help(name, TEMPLATES))
                .help("overrides have the name of the theme's template, below `templates/`")
        };
        idle.map(problem).collect()
    }

    fn is_used(&self, name: &str) -> bool {
        let themes = |key: &String| key.split_once(':').is_some_and(|(_, rest)| rest == name);
        let named = |text: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
        TEMPLATES.contains(&name)
            || STAND_INS.contains(&name)
            || self.texts.iter().any(|(key, (_, text))| themes(key) || named(text))
            || self.texts.get(name).is_some_and(|(_, text)| text.contains("{% component"))
    }

    fn too_large(&self, name: &str, address: &str) -> Diagnostic {
        let problem = Diagnostic::error("page-too-large", format!("`{address}` is longer than 32 MiB"))
            .help("split its text, or look for a loop in the template that prints more than it should");
        match self.place(name) {
            Some(span) => problem.at(span, ""),
            None => problem,
        }
    }
}

fn making(address: &str) -> String {
    format!("while making `{address}`")
}

/// Texts by template name: `NAME:x.html` for a theme's, `x.html` for the site's.
fn collect(sources: &Sources, lineage: &Lineage) -> Texts {
    let mut texts = Texts::new();
    for (file, source) in sources.iter().filter(|(_, source)| source.path.ends_with(".html")) {
        let of_theme = |theme: &super::lineage::Ancestor| {
            let rest = source.path.strip_prefix("themes/")?.strip_prefix(&theme.name)?.strip_prefix("/templates/")?;
            Some(format!("{}:{rest}", theme.name))
        };
        let own = source.path.strip_prefix("templates/").map(str::to_owned);
        if let Some(name) = own.or_else(|| lineage.themes.iter().find_map(of_theme)) {
            texts.insert(name, (file, source.text.clone()));
        }
    }
    texts
}

/// Escapes as Tera does, in pieces as long as can be instead of byte by byte: most of what pages print needs nothing.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, special) = rest.split_at(at);
        out.write_all(before.as_bytes())?;
        let entity = match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        };
        out.write_all(entity.as_bytes())?;
        rest = special.get(1..).unwrap_or("");
    }
    out.write_all(rest.as_bytes())
}

/// Refuses what goes past the limit, so that a template can't fill the memory.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.limit {
            return Err(io::Error::other("past the limit"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    // A template writes in thousands of small pieces.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(drop)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    proptest::proptest! {
        #[test]
        fn what_is_escaped_is_what_tera_escapes(text in "(?s)[a-e&<>\"'\u{e9}\u{1f600}]*") {
            let (mut ours, mut teras) = (Vec::new(), Vec::new());
            escape(&text, &mut ours)?;
            tera::escape_html(&text, &mut teras)?;
            proptest::prop_assert_eq!(ours, teras);
        }
    }
}
