//! Whether links to other sites still lead somewhere: the only part of hub that opens a connection, and only when asked to.
//!
//! Each address is asked once, a host never twice at a time, and what was fine is believed for a week. A site that answers a
//! program otherwise than a person isn't dead: only what certainly isn't there is called so. Knows no site; it is given
//! addresses and their places.

mod address;
mod ask;
mod client;
mod hosts;
mod kept;
mod queue;
#[cfg(test)]
mod tests;
mod told;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, counted};
use crate::pipeline::Progress;
use crate::source::{Span, Spanned};

use client::Client;

/// What became of the links.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong with them, each with every place it stands at.
    pub problems: Vec<Diagnostic>,
    /// How many there were, in a sentence or two.
    pub summary: String,
}

/// Which hosts are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those of the web.
    Public,
    /// This computer too, for tests.
    LoopbackToo,
}

/// How much is asked, and for how long.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Requests under way at once, each to another host.
    at_once: usize,
    /// For one request.
    timeout: Duration,
    /// Between two requests to a host.
    pause: Duration,
    /// The longest that a host may ask to wait.
    patience: Duration,
    /// For all of them.
    total: Duration,
}

const LIMITS: Limits = Limits {
    at_once: 8,
    timeout: Duration::from_secs(10),
    pause: Duration::from_millis(300),
    patience: Duration::from_secs(30),
    total: Duration::from_secs(5 * 60),
};

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is there.
    Fine,
    /// It is there, and for good at another address.
    Moved(String),
    /// It isn't there, and why.
    Dead(String),
    /// Nobody knows a host of this name.
    NoHost(String),
    /// Nobody can have a host of this name, and why.
    Never(String),
    /// It lies where readers can't go.
    Own,
    /// Nobody can say, and why.
    Unsure(String),
    /// The time was over before its turn.
    Unasked,
}

/// Asks for each address that isn't known to be fine.
pub fn check(outgoing: &[Spanned<String>], site: &Path, reach: Reach, progress: &dyn Progress) -> Checked {
    check_within(LIMITS, outgoing, site, (reach, progress))
}

fn check_within(
    limits: Limits,
    outgoing: &[Spanned<String>],
    site: &Path,
    (reach, progress): (Reach, &dyn Progress),
) -> Checked {
    let places = places(outgoing);
    let mut verdicts = kept::read(site);
    verdicts.retain(|url, _| places.contains_key(url));
    let new: Vec<&str> = places.keys().filter(|url| !verdicts.contains_key(*url)).map(String::as_str).collect();
    progress.stage("links", Some(new.len()));
    let mut answers = queue::ask_all(&new, &Client::new(limits.timeout, reach), limits, progress);
    doubt_if_offline(&mut answers);
    let kept = kept::write(site, &answers);
    let summary = summary(verdicts.len(), &answers, kept.err());
    verdicts.extend(answers);
    Checked { problems: told::problems(&verdicts, &places), summary }
}

/// Every address once, without the place in its page, with where it stands.
fn places(outgoing: &[Spanned<String>]) -> BTreeMap<String, Vec<Span>> {
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for link in outgoing {
        let page = link.value.split('#').next().unwrap_or("");
        let places = places.entry(page.to_owned()).or_default();
        if !places.contains(&link.span) {
            places.push(link.span);
        }
    }
    places
}

/// Where no host at all was found, it may be this computer that isn't online.
fn doubt_if_offline(answers: &mut BTreeMap<String, Verdict>) {
    let was_heard = |verdict: &Verdict| matches!(verdict, Verdict::Fine | Verdict::Moved(_) | Verdict::Dead(_));
    if answers.values().any(was_heard) {
        return;
    }
    for verdict in answers.values_mut() {
        if let Verdict::NoHost(host) = verdict {
            let why = format!("there is no host `{host}`, nor was any other found: this computer may be offline");
            *verdict = Verdict::Unsure(why);
        }
    }
}

fn summary(known: usize, answers: &BTreeMap<String, Verdict>, unkept: Option<crate::error::Error>) -> String {
    let unasked = answers.values().filter(|verdict| **verdict == Verdict::Unasked).count();
    let asked = answers.len() - unasked;
    let mut summary = format!("links: {} asked, {known} known from the last seven days", counted(asked, "address"));
    summary = summary.replacen("addresss", "addresses", 1);
    if unasked > 0 {
        summary.push_str(&format!(
            ", {unasked} left: five minutes were over; `hub check --external` again goes on from here"
        ));
    }
    if let Some(error) = unkept {
        summary.push_str(&format!("; the next time they are all asked again: {error}"));
    }
    summary
}
