//! Addresses that open a file in an editor, at a line.

use std::path::Path;
use std::str::FromStr;

/// Editors whose addresses are known. Visual Studio Code, VSCodium, Zed and JetBrains' listen to theirs themselves; Sublime
/// Text needs a small helper that takes `subl:`.
const KNOWN: [(&str, &str); 6] = [
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{file}&line={line}&column={column}"),
];

/// Schemes that may do more than open a file.
const REFUSED: [&str; 4] = ["javascript", "data", "vbscript", "blob"];

/// How a file is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Editor {
    /// By an address with `{file}`, `{line}` and `{column}` in it.
    Address(String),
    /// Not at all: places are only named.
    Nothing,
}

impl Default for Editor {
    fn default() -> Self {
        Editor::Address(KNOWN.into_iter().next().map_or_else(String::new, |(_, pattern)| pattern.to_owned()))
    }
}

impl FromStr for Editor {
    type Err = String;

    /// An editor's name, `none`, or an address with `{file}` in it.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Editor::Nothing);
        }
        if let Some((_, pattern)) = KNOWN.into_iter().find(|(name, _)| *name == text) {
            return Ok(Editor::Address(pattern.to_owned()));
        }
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default();
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if is_scheme && !REFUSED.contains(&scheme.as_str()) && text.contains("{file}") {
            return Ok(Editor::Address(text.to_owned()));
        }
        let names: Vec<&str> = KNOWN.into_iter().map(|(name, _)| name).collect();
        Err(format!(
            "name one of {}, none, or an address such as `my-editor://open?file={{file}}&line={{line}}`",
            names.join(", ")
        ))
    }
}

impl Editor {
    /// The address that opens a file.
    pub(super) fn link(&self, file: &Path, (line, column): (usize, usize)) -> Option<String> {
        let Editor::Address(pattern) = self else { return None };
        let path = file.to_string_lossy().replace('\\', "/");
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        let parts: Vec<String> = path.split('/').map(crate::model::percent_encoded).collect();
        let pattern = pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        Some(pattern.replace("{file}", &parts.join("/")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str) -> Option<String> {
        editor.parse::<Editor>().unwrap().link(Path::new("/home/me/my hub/a#1.md"), (3, 7))
    }

    #[test]
    fn each_editor_is_told_the_place_in_its_way() {
        assert_eq!(link("vscode").unwrap(), "vscode://file/home/me/my%20hub/a%231.md:3:7");
        assert_eq!(link("idea").unwrap(), "idea://open?file=/home/me/my%20hub/a%231.md&line=3&column=7");
        assert_eq!(link("x-mine://{file}?l={line}").unwrap(), "x-mine:///home/me/my%20hub/a%231.md?l=3");
        assert_eq!(link("none"), None);
        assert_eq!(Editor::default(), "vscode".parse().unwrap());
    }

    #[test]
    fn what_is_no_address_of_a_file_is_refused() {
        for text in ["emacs", "javascript:alert({file})", "JavaScript:{file}", "x://open", "{file}", ""] {
            assert!(text.parse::<Editor>().is_err(), "{text}");
        }
    }
}
