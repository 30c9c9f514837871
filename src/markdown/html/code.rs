//! Code blocks: coloured, focusable since they scroll.

use super::Writer;
use crate::markdown::highlight::{self, LIGHT_BACKGROUND, LIGHT_TEXT};

impl Writer<'_> {
    pub(super) fn code(&mut self, language: Option<&str>, code: &str) {
        if self.is_page() { self.page_code(language, code) } else { self.mail_code(language, code) }
    }

    fn page_code(&mut self, language: Option<&str>, code: &str) {
        self.put("<div class=\"code\"");
        if let Some(language) = language {
            self.attribute("data-language", language);
        }
        self.put("><pre tabindex=\"0\" role=\"group\"");
        self.code_direction();
        let label = self.options.words.code.replace("{language}", language.unwrap_or(""));
        let label = label.trim().trim_end_matches([':', ',', '-', '–', '(', ')']).trim_end();
        if !label.is_empty() {
            self.attribute("aria-label", label);
        }
        self.put("><code");
        if let Some(language) = language {
            self.class(&format!("language-{language}"));
        }
        self.put(">");
        self.coloured(language.and_then(|language| highlight::classes(code, language)), code);
        self.put("</code></pre></div>\n");
    }

    fn mail_code(&mut self, language: Option<&str>, code: &str) {
        self.put(&format!(
            "<pre style=\"background-color:{LIGHT_BACKGROUND};color:{LIGHT_TEXT};font-family:monospace;white-space:pre-wrap\""
        ));
        self.code_direction();
        self.put("><code>");
        self.coloured(language.and_then(|language| highlight::inline(code, language)), code);
        self.put("</code></pre>\n");
    }

    /// Code in a text's line.
    pub(super) fn inline_code(&mut self, code: &str) {
        self.put("<code");
        self.code_direction();
        self.put(">");
        self.text(code);
        self.put("</code>");
    }

    /// Code runs from left to right in every language.
    fn code_direction(&mut self) {
        if self.options.words.is_rtl {
            self.attribute("dir", "ltr");
        }
    }

    fn coloured(&mut self, html: Option<String>, code: &str) {
        match html {
            Some(html) => self.put(&html),
            None => self.text(code),
        }
    }
}
