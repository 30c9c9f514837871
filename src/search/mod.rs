//! The search index: documents of public pages in, the files that a browser searches out. The door to Pagefind.
//!
//! The same documents give the same bytes, on any machine and with any number of threads: they go in by their paths, one
//! after the other, and the files come out by theirs. Pagefind hashes over sorted words and compresses without a time. Knows
//! neither pages nor disk; what a document holds was searched for leaks before it came here.

mod kept;

use pagefind::api::PagefindIndex;

use crate::output::digest;

pub use kept::{pack, unpack};

/// The version that Cargo.toml pins: an index that another one made is not taken for this one's.
const PAGEFIND: &str = "1.6.0";

/// A page, as it is told to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Route without the base path: `/guides/x/`.
    pub path: String,
    /// Its texts as HTML, with Pagefind's marks for title and filters.
    pub html: String,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Path in the index's folder: `fragment/en_1a2b3c4.pf_fragment`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an index follows from: equal keys, equal files. Documents are sorted by path.
pub fn key(documents: &[Document]) -> [u8; 32] {
    let texts = documents.iter().flat_map(|document| [document.path.as_bytes(), document.html.as_bytes()]);
    digest([env!("CARGO_PKG_VERSION").as_bytes(), PAGEFIND.as_bytes()].into_iter().chain(texts))
}

/// Makes the index of documents, which are sorted by path and of one path each. The files are sorted by theirs.
///
/// # Errors
/// What Pagefind could not do, in its words.
pub fn index(documents: &[Document]) -> Result<Vec<IndexFile>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    let mut files = runtime.block_on(files(documents))?;
    let without_stems = !files.iter().any(|file| is_stemming(&file.path));
    files.retain(|file| is_served(&file.path) || (without_stems && file.path == UNSTEMMED));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

async fn files(documents: &[Document]) -> Result<Vec<IndexFile>, String> {
    let mut index = PagefindIndex::new(None).map_err(|error| error.to_string())?;
    for Document { path, html } in documents {
        let added = index.add_html_file(None, Some(path.clone()), html.clone()).await;
        added.map_err(|error| format!("`{path}`: {error}"))?;
    }
    let files = index.get_files().await.map_err(|error| error.to_string())?;
    let path = |file: &std::path::Path| file.to_string_lossy().replace('\\', "/");
    Ok(files.into_iter().map(|file| IndexFile { path: path(&file.filename), bytes: file.contents }).collect())
}

/// The program that searches where Pagefind knows no word endings of the language.
const UNSTEMMED: &str = "wasm.unknown.pagefind";

fn is_stemming(path: &str) -> bool {
    path.starts_with("wasm.") && path != UNSTEMMED
}

/// Whether a file is of use to a theme's own search page: Pagefind's ready-made ones are left out.
fn is_served(path: &str) -> bool {
    let is_data = [".pf_fragment", ".pf_index", ".pf_filter", ".pf_meta"].iter().any(|ending| path.ends_with(ending));
    is_data || is_stemming(path) || matches!(path, "pagefind.js" | "pagefind-entry.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents() -> Vec<Document> {
        let document = |path: &str, text: &str| Document {
            path: path.to_owned(),
            html: format!(
                "<html lang=\"de\"><body><main data-pagefind-body><i data-pagefind-filter=\"kind:Guide\"></i>\
                 <h2 id=\"a\">Oben</h2><p>{text}</p>\
                 <i data-pagefind-meta=\"title:Über &amp; unter: {path}\"></i></main></body></html>"
            ),
        };
        vec![document("/a/", "Die Häuser am See."), document("/b/", "Ein Haus, zwei Bäume.")]
    }

    fn names(files: &[IndexFile]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn the_files_are_those_a_browser_asks_for_and_always_the_same() {
        let files = index(&documents()).unwrap();
        assert_eq!(files, index(&documents()).unwrap());
        let fixed: Vec<_> = names(&files).into_iter().filter(|name| !name.contains(".pf_")).collect();
        assert_eq!(fixed, ["pagefind-entry.json", "pagefind.js", "wasm.de.pagefind"]);
        let fragments = names(&files).into_iter().filter(|name| name.ends_with(".pf_fragment")).count();
        assert_eq!(fragments, 2);
    }

    #[test]
    fn the_pinned_version_is_the_one_that_runs() {
        let files = index(&documents()).unwrap();
        let entry = files.iter().find(|file| file.path == "pagefind-entry.json").unwrap();
        let entry = String::from_utf8(entry.bytes.clone()).unwrap();
        assert!(entry.contains(&format!("\"version\":\"{PAGEFIND}\"")), "{entry}");
    }

    #[test]
    fn a_language_without_stems_is_searched_word_by_word() {
        let html = "<html lang=\"he\"><body><main data-pagefind-body><p>שלום</p></main></body></html>".to_owned();
        let files = index(&[Document { path: "/a/".to_owned(), html }]).unwrap();
        assert!(names(&files).contains(&UNSTEMMED), "{:?}", names(&files));
    }

    #[test]
    fn the_key_knows_order_and_bounds() {
        let document = |path: &str, html: &str| Document { path: path.to_owned(), html: html.to_owned() };
        assert_ne!(key(&[document("/a/", "b")]), key(&[document("/a/b", "")]));
        assert_ne!(key(&[document("/a/", ""), document("/b/", "")]), key(&[document("/b/", ""), document("/a/", "")]));
    }
}
