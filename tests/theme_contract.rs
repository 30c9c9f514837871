//! Holds the contract of themes: `themes/README.md` documents each field of the views, in the words of `src/render/view.rs`.

use std::fs;

#[test]
fn every_view_field_is_documented() {
    let readme = fs::read_to_string("themes/README.md").unwrap();
    let views = fs::read_to_string("src/render/view.rs").unwrap();
    let mut missing = Vec::new();
    let mut section = "";
    let mut doc = String::new();
    let mut is_flat = false;
    for line in views.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(' ');
            doc.push_str(text.trim());
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            section = section_of(&readme, rest.split(' ').next().unwrap());
            if section.is_empty() {
                missing.push(rest.to_owned());
            }
            doc.clear();
        } else if let Some((field, _)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(':')) {
            let row = section.lines().find(|row| row.starts_with(&format!("| `{field}` |")));
            let text = doc.trim().replace('|', "\\|");
            if !is_flat && !row.is_some_and(|row| row.ends_with(&format!("| {text} |"))) {
                missing.push(format!("{field}: {text}"));
            }
            doc.clear();
            is_flat = false;
        } else if line.starts_with("#[serde(flatten") {
            is_flat = true;
        }
    }
    assert!(missing.is_empty(), "themes/README.md differs from src/render/view.rs:\n{}", missing.join("\n"));
}

#[test]
fn every_template_is_named() {
    let readme = fs::read_to_string("themes/README.md").unwrap();
    for template in hub::theme::TEMPLATES {
        assert!(readme.contains(&format!("`{template}`")), "themes/README.md doesn't name {template}");
    }
}

fn section_of<'r>(readme: &'r str, name: &str) -> &'r str {
    let (_, after) = readme.split_once(&format!("\n### {name}\n")).unwrap_or_default();
    after.split("\n### ").next().unwrap_or("")
}
