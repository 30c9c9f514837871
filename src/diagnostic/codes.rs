//! The manual of codes: one Markdown page each, compiled in.
//!
//! A page is `codes/CODE.md`: what the code means, the smallest site that shows it, what hub prints. It is what
//! `hub explain CODE` shows, and what the tests build.

use include_dir::{Dir, include_dir};

static PAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/diagnostic/codes");

/// The page of a code, or nothing if there is no such code.
pub fn page(code: &str) -> Option<&'static str> {
    all().find(|known| *known == code)?;
    PAGES.get_file(format!("{code}.md"))?.contents_utf8()
}

/// All codes that have a page, sorted.
pub fn all() -> impl Iterator<Item = &'static str> {
    let mut codes: Vec<&'static str> =
        PAGES.files().filter_map(|file| file.path().to_str()?.strip_suffix(".md")).collect();
    codes.sort_unstable();
    codes.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_its_code_and_begins_with_it() {
        for code in all() {
            let text = page(code).unwrap();
            assert!(text.starts_with(&format!("# {code}\n")), "{code}");
        }
        assert_eq!(page("no-such-code"), None);
        assert_eq!(page("../codes"), None);
    }
}
