//! Puts the schemas of all files of a site into its `.hub/schema/`, where editors look for them.

use std::path::Path;

use super::init::Outcome;
use crate::error::Error;
use crate::publish::{keep, kept};
use crate::schema::{Document, documents, schema};

/// A schema that was put into place, and what became of its file.
#[derive(Clone, Debug)]
pub struct Put {
    /// What it is the schema of.
    pub document: Document,
    /// What became of it.
    pub outcome: Outcome,
}

/// Writes every schema into the site at `root`; what is there already is not touched.
///
/// # Errors
/// `.hub` or a folder in it leads elsewhere or is a file, or the system says no.
pub fn put(root: &Path) -> Result<Vec<Put>, Error> {
    documents().into_iter().map(|document| put_one(root, document)).collect()
}

fn put_one(root: &Path, document: Document) -> Result<Put, Error> {
    let name = format!("schema/{}", document.schema_path());
    let text = text(&document);
    let outcome = match kept(root, &name) {
        None => Outcome::Written,
        Some(old) if old == text.as_bytes() => Outcome::Unchanged,
        Some(_) => Outcome::Replaced,
    };
    keep(root, &name, text.as_bytes())?;
    Ok(Put { document, outcome })
}

/// A schema as the text of its file.
pub fn text(document: &Document) -> String {
    format!("{:#}\n", schema(document))
}
