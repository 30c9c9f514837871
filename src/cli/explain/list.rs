//! The list of all codes: by what they are about, each with its severity and a line.

use serde_json::{Value, json};

use crate::diagnostic::{Severity, codes};

/// Columns of a code; the few that are longer push their line to the right.
const CODE: usize = 22;

pub(super) fn text() -> String {
    let mut text = String::new();
    for group in codes::groups() {
        text.push_str(&format!("{}\n", group.title));
        for (code, line) in group.codes {
            text.push_str(&format!("  {:<7}  {code:<CODE$}  {line}\n", word(codes::severity(code))));
        }
        text.push('\n');
    }
    text.push_str("`hub explain CODE` says what a code means, and what to do about it. Warnings and\n");
    text.push_str("notes can be switched off: `off = [\"CODE\"]` in `[check]` of hub.toml.\n");
    text
}

pub(super) fn json() -> Value {
    let one = |group: &codes::Group| {
        let code = |(code, line): &(&str, &str)| {
            json!({
                "code": code,
                "severity": word(codes::severity(code)),
                "about": line,
                "can_be_off": codes::why_it_stays(code).is_none(),
            })
        };
        json!({ "title": group.title, "codes": group.codes.iter().map(code).collect::<Vec<_>>() })
    };
    json!({
        "codes": codes::all().collect::<Vec<_>>(),
        "groups": codes::groups().iter().map(one).collect::<Vec<_>>(),
    })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
