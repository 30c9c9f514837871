//! Many links: those of a host one after the other, several hosts at once, all within a time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::ask::{Outcome, ask};
use super::client::Client;
use super::hosts::Hosts;
use super::{Limits, Verdict, address};
use crate::pipeline::Progress;

/// What becomes of each address.
pub(super) fn ask_all(
    urls: &[&str],
    client: &Client,
    limits: Limits,
    progress: &dyn Progress,
) -> BTreeMap<String, Verdict> {
    let hosts = Hosts::new(limits.pause, limits.total);
    let waiting = Mutex::new(by_host(urls));
    let answers = Mutex::new(BTreeMap::new());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let tell = |url: &str, verdict| {
        answers.lock().unwrap_or_else(PoisonError::into_inner).insert(url.to_owned(), verdict);
        progress.step();
    };
    thread::scope(|scope| {
        for _ in 0..limits.at_once.min(urls.len()) {
            scope.spawn(|| {
                while let Some(urls) = next() {
                    ask_host(&urls, (client, &hosts), limits, &tell);
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The addresses of each host; the host with most of them first, since it takes longest.
fn by_host<'u>(urls: &[&'u str]) -> VecDeque<Vec<&'u str>> {
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for url in urls {
        hosts.entry(address::host(url).unwrap_or_default()).or_default().push(url);
    }
    let mut groups: Vec<Vec<&str>> = hosts.into_values().collect();
    groups.sort_by_key(|urls| std::cmp::Reverse(urls.len()));
    groups.into()
}

/// All addresses of a host; those it wants to be asked for later once more, at the end.
fn ask_host(urls: &[&str], (client, hosts): (&Client, &Hosts), limits: Limits, tell: &dyn Fn(&str, Verdict)) {
    let mut again = Vec::new();
    for url in urls {
        match if hosts.is_over() { Outcome::Known(Verdict::Unasked) } else { ask(url, client, hosts) } {
            Outcome::Known(verdict) => tell(url, verdict),
            Outcome::Later(time) if time <= limits.patience => again.push(*url),
            Outcome::Later(_) => {
                // Whoever wants to be left alone for so long means all of them.
                tell(url, busy());
                let rest = urls.iter().skip_while(|other| *other != url).skip(1);
                rest.chain(&again).for_each(|url| tell(url, busy()));
                return;
            }
        }
    }
    for url in again {
        match ask(url, client, hosts) {
            Outcome::Known(verdict) => tell(url, verdict),
            Outcome::Later(_) => tell(url, busy()),
        }
    }
}

fn busy() -> Verdict {
    Verdict::Unsure("its host wants to be asked less often (429)".to_owned())
}
