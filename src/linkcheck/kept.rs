//! What is known of links, kept for a week in `.hub/`. A file there that is broken is as if there were none.
//!
//! Only what was fine is kept: what wasn't is asked again, since somebody may have mended it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::Verdict;
use crate::error::Error;
use crate::publish;

const FILE: &str = "cache/links.json";
const VERSION: u64 = 1;
/// Seconds for which what was fine is believed.
const WEEK: u64 = 7 * 24 * 60 * 60;

/// Everything that is known, by address.
pub(super) fn read(site: &Path) -> BTreeMap<String, Verdict> {
    let now = now();
    entries(site).into_iter().filter_map(|(url, value)| Some((url, verdict(&value, now)?))).collect()
}

/// Adds what was learned; what is older than a week goes.
///
/// # Errors
/// The system says no.
pub(super) fn write(site: &Path, answers: &BTreeMap<String, Verdict>) -> Result<(), Error> {
    let now = now();
    let mut links = entries(site);
    links.retain(|_, value| verdict(value, now).is_some());
    let old = links.clone();
    for (url, verdict) in answers {
        match verdict {
            Verdict::Fine => _ = links.insert(url.clone(), json!({ "seen": now })),
            Verdict::Moved(to) => _ = links.insert(url.clone(), json!({ "seen": now, "moved": to })),
            _ => {}
        }
    }
    if links == old {
        return Ok(());
    }
    publish::keep(site, FILE, format!("{:#}\n", json!({ "version": VERSION, "links": links })).as_bytes())
}

fn entries(site: &Path) -> BTreeMap<String, Value> {
    let file = || serde_json::from_slice::<Value>(&publish::kept(site, FILE)?).ok();
    let Some(file) = file().filter(|file| file.get("version").and_then(Value::as_u64) == Some(VERSION)) else {
        return BTreeMap::new();
    };
    let links = file.get("links").and_then(Value::as_object);
    links.into_iter().flatten().map(|(url, value)| (url.clone(), value.clone())).collect()
}

/// What an entry says, if it isn't too old (or of days to come, which can't be).
fn verdict(value: &Value, now: u64) -> Option<Verdict> {
    let seen = value.get("seen")?.as_u64()?;
    let is_new = (now.saturating_sub(WEEK)..=now).contains(&seen);
    is_new.then(|| match value.get("moved").and_then(Value::as_str) {
        Some(to) => Verdict::Moved(to.to_owned()),
        None => Verdict::Fine,
    })
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}
