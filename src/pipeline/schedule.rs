//! `.hub/schedule.json`: when the site will be another, for whoever starts the next build.

use std::path::Path;

use serde_json::json;

use super::{NextChange, Progress};
use crate::publish;

/// Writes it beside the result. Nothing of the site depends on it, so that a folder which can't be written stops no build.
pub(super) fn keep(site: &Path, next: Option<&NextChange>, progress: &dyn Progress) {
    let reasons = next.map_or(&[][..], |next| next.reasons.as_slice());
    let text = format!("{:#}\n", json!({ "next_change": next.map(|next| &next.exact), "reasons": reasons }));
    if let Err(error) = publish::keep(site, "schedule.json", text.as_bytes()) {
        progress.say(&format!("the site is built, but not `.hub/schedule.json`: {error}"));
    }
}
