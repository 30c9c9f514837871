//! `hub calendar changed`: whether a site built earlier is out of date, for workflows.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use serde_json::json;

use super::Asked;
use crate::calendar::{Changed, Deployed, changed_since, deployed_changed};
use crate::diagnostic::draw;
use crate::error::Error;
use crate::model::time::{Instant, Zone};

/// A `build.json` is a few lines; what is longer is something else.
const MOST_BYTES: u64 = 64 * 1024;

/// Answers for a time or for the site that is deployed; on GitHub also to the steps that follow.
pub(super) fn answer(asked: &Asked<'_>, since: Option<&str>, deployed: Option<&Path>) -> Result<(), Error> {
    let found = asked.found;
    let (world, zone) = (found.world(asked.sources), &found.site.settings.zone);
    let changed = match (since, deployed) {
        (Some(since), _) => {
            let refused = |help| Error::refused(format!("`--since {since}` is no time"), help);
            let then = Instant::parse_at(since, zone).map_err(refused)?;
            changed_since(world, found.moment, &found.plan, then)
        }
        (None, Some(file)) => deployed_changed(world, found.moment, &found.plan, read(file, zone)?),
        (None, None) => return Err(Error::refused("since when?", "add `--since TIME` or `--deployed build.json`")),
    };
    let lines = lines(&changed, zone);
    append_outputs(&lines)?;
    asked.say(&json(&changed, zone), || lines);
    Ok(())
}

/// A file that isn't there is the state before the first deployment.
fn read(path: &Path, zone: &Zone) -> Result<Deployed, Error> {
    let unread = |error| Error::io("could not read", path, error);
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Deployed::Nothing),
        other => other.map_err(unread)?,
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(unread)?;
    Ok(Deployed::read(&String::from_utf8_lossy(&bytes), zone))
}

/// Hands lines to the steps that follow, where a workflow of GitHub asks.
pub(in crate::cli) fn append_outputs(lines: &str) -> Result<(), Error> {
    let Some(output) = std::env::var_os("GITHUB_OUTPUT").filter(|output| !output.is_empty()) else { return Ok(()) };
    let path = Path::new(&output);
    let opened = OpenOptions::new().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(lines.as_bytes()));
    written.map_err(|error| Error::io("could not write", path, error))
}

/// One `key=value` a line. No value holds a line end, so that none can be taken for a second key.
fn lines(changed: &Changed, zone: &Zone) -> String {
    let time = |at: Option<Instant>| at.map_or_else(String::new, |at| zone.rfc3339(at));
    let reason = if changed.due { changed.reasons.join("; ") } else { "nothing has changed since".to_owned() };
    let pairs = [
        ("due", changed.due.to_string()),
        ("reason", one_line(&reason)),
        ("last_change", time(changed.last_change)),
        ("next_change", time(changed.next_change)),
    ];
    pairs.iter().map(|(key, value)| format!("{key}={value}\n")).collect()
}

/// A text that can't end its line.
pub(in crate::cli) fn one_line(text: &str) -> String {
    draw::printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json(changed: &Changed, zone: &Zone) -> serde_json::Value {
    let time = |at: Option<Instant>| at.map(|at| zone.rfc3339(at));
    json!({
        "due": changed.due,
        "reasons": changed.reasons,
        "last_change": time(changed.last_change),
        "next_change": time(changed.next_change),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_never_ends_its_line() {
        let reasons = vec!["a\ndue=false\r\nx=1\u{85}\u{2028}\u{7}b".to_owned()];
        let changed = Changed { due: true, reasons, last_change: None, next_change: Some(Instant::from_unix(0)) };
        let text = lines(&changed, &Zone::utc());
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.starts_with("due=true\nreason=a due=false x=1"), "{text}");
        assert!(text.ends_with("\nlast_change=\nnext_change=1970-01-01T00:00:00+00:00\n"), "{text}");
        assert!(text.bytes().all(|byte| byte != b'\r'));
    }
}
