//! What authors may write, told to programs: a JSON Schema for each file of TOML and for each kind's front matter.
//!
//! Made of the field tables that read those files, and of nothing else. A schema is never stricter than hub: what `hub
//! check` takes has to fit. It says less than hub does, since it sees one file and no meaning.

mod json;

pub use json::schema;

use crate::parse::Kind;
use crate::parse::calendar::{RawCalendar, RawLock};
use crate::parse::field::Field;
use crate::parse::front_matter::{RawCommon, own_fields, title_fields};
use crate::parse::settings::{RawLinks, RawSettings, RawTheme};
use crate::parse::toml::ReadTable;

/// The name of the fields that an introduction of a listing has.
const LISTING: &str = "listing";

/// A kind of file, and its fields.
#[derive(Clone, Debug)]
pub struct Document {
    /// Short name: `hub`, `guide`.
    pub name: &'static str,
    /// Where such files lie in a site.
    pub files: Vec<String>,
    /// Fields of its own.
    pub own: &'static [Field],
    /// Front matter: fields it shares with all kinds.
    pub shared: &'static [Field],
    /// Fields of which there must be one.
    pub one_of: &'static [&'static str],
}

/// Every kind of file, those of TOML first, then front matter in the order of the manual.
pub fn documents() -> Vec<Document> {
    let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
    files_of_toml().into_iter().chain(kinds.map(front_matter)).collect()
}

fn files_of_toml() -> [Document; 5] {
    let file = |name, files: &[&str], own| Document {
        name,
        files: files.iter().map(|file| (*file).to_owned()).collect(),
        own,
        shared: &[],
        one_of: &[],
    };
    [
        file("hub", &["hub.toml"], RawSettings::fields()),
        file("calendar", &["calendar.toml", "calendar/NAME.toml"], RawCalendar::fields()),
        file("links", &["links.toml"], RawLinks::fields()),
        file("theme", &["themes/NAME/theme.toml"], RawTheme::fields()),
        file("lock", &["newsletter.lock.toml"], RawLock::fields()),
    ]
}

fn front_matter(kind: Option<Kind>) -> Document {
    Document {
        name: kind.map_or(LISTING, Kind::name),
        files: vec![kind.map_or_else(|| "content/KIND/_index.md".to_owned(), Kind::path)],
        own: own_fields(kind),
        shared: RawCommon::fields(),
        one_of: title_fields(kind),
    }
}

impl Document {
    /// Whether it is the front matter of a Markdown file.
    pub fn is_front_matter(&self) -> bool {
        !self.shared.is_empty()
    }

    /// All its fields: those of all kinds, then its own.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.shared.iter().chain(self.own)
    }

    /// Its file in the folder of schemas.
    pub fn schema_path(&self) -> String {
        let folder = if self.is_front_matter() { "front-matter/" } else { "" };
        format!("{folder}{}.json", self.name)
    }

    /// The first line by which a file at `path` names its schema to an editor; front matter has none.
    pub fn directive(&self, path: &str) -> Option<String> {
        let up = "../".repeat(path.matches('/').count());
        (!self.is_front_matter()).then(|| format!("#:schema {up}{FOLDER}/{}", self.schema_path()))
    }
}

/// The folder of schemas in a site.
pub const FOLDER: &str = ".hub/schema";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::parse::field::{Default, Limits, Shape};

    /// Each field that isn't a table, with where it stands.
    fn all() -> Vec<(String, &'static Field)> {
        fn walk(place: &str, fields: &'static [Field], found: &mut Vec<(String, &'static Field)>) {
            for field in fields {
                let place = format!("{place}.{}", field.name);
                found.push((place.clone(), field));
                walk(&place, field.shape.fields().unwrap_or_default(), found);
            }
        }
        let mut found = Vec::new();
        for document in documents() {
            walk(document.name, document.own, &mut found);
            walk(document.name, document.shared, &mut found);
        }
        found
    }

    #[test]
    fn names_are_told_apart() {
        let names: Vec<_> = documents().iter().map(|document| document.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for document in documents() {
            let fields: Vec<_> = document.fields().map(|field| field.name).collect();
            assert_eq!(fields.iter().collect::<BTreeSet<_>>().len(), fields.len(), "{}", document.name);
        }
    }

    #[test]
    fn what_is_told_fits_the_type() {
        for (place, field) in all() {
            let fits = match (field.limits(), field.shape) {
                (Limits::None, _) => true,
                (Limits::Words(_) | Limits::Length(_), shape) => matches!(shape, Shape::Text),
                (Limits::Form(_), shape) => matches!(shape, Shape::Text | Shape::Map(Shape::Text)),
                (Limits::Range(..), shape) => matches!(shape, Shape::Whole),
                (Limits::Between(..), shape) => matches!(shape, Shape::Number),
                (Limits::Pair(_), Shape::Whole) => field.is_list(),
                (Limits::Pair(_), shape) => matches!(shape, Shape::Map(Shape::List(Shape::Whole))),
            };
            assert!(fits, "{place}");
            let fits = match (field.default(), field.shape) {
                (Default::None | Default::Told(_), _) => true,
                (Default::Text(_), shape) => matches!(shape, Shape::Text | Shape::TextOr(_)),
                (Default::Whole(_), shape) => matches!(shape, Shape::Whole),
                (Default::Number(_), shape) => matches!(shape, Shape::Number),
                (Default::Flag(_), shape) => matches!(shape, Shape::Flag),
            };
            assert!(fits && !(field.is_needed() && field.default() != Default::None), "{place}");
        }
    }

    #[test]
    fn a_file_names_its_schema_from_where_it_lies() {
        let directive =
            |name: &str, path| documents().iter().find(|it| it.name == name).and_then(|it| it.directive(path));
        assert_eq!(directive("hub", "hub.toml").as_deref(), Some("#:schema .hub/schema/hub.json"));
        assert_eq!(directive("calendar", "calendar/a.toml").as_deref(), Some("#:schema ../.hub/schema/calendar.json"));
        assert_eq!(directive("guide", "content/guides/a.md"), None);
    }
}
