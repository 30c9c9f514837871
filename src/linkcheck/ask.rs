//! The way of one link: asked for its head, then for its beginning if that was refused, and wherever it leads on to.

use std::time::Duration;

use super::address::{self, Name};
use super::client::{Answer, Client, Method};
use super::hosts::Hosts;
use super::{Reach, Verdict};

/// Redirects that are followed, as browsers would some twenty.
const MOST_REDIRECTS: usize = 5;
/// How long a host is left alone that wants to be, but doesn't say for how long.
const A_WHILE: Duration = Duration::from_secs(5);

/// What becomes of a link that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Known(Verdict),
    /// The host asks to come again after this time.
    Later(Duration),
}

/// What a host says of one address.
enum Reached {
    End(Outcome),
    On { to: String, is_for_good: bool },
}

/// Asks for a link and follows where it leads.
pub(super) fn ask(url: &str, client: &Client, hosts: &Hosts) -> Outcome {
    let mut here = url.to_owned();
    let mut moved = None;
    let mut all_for_good = true;
    for _ in 0..=MOST_REDIRECTS {
        match one(&here, client, hosts) {
            Reached::On { to, is_for_good } => {
                all_for_good &= is_for_good;
                if all_for_good {
                    moved = Some(to.clone());
                }
                here = to;
            }
            Reached::End(Outcome::Known(verdict)) => return Outcome::Known(in_the_end(verdict, (url, &here), moved)),
            Reached::End(later) => return later,
        }
    }
    Outcome::Known(Verdict::Unsure(format!("it leads on more than {MOST_REDIRECTS} times")))
}

fn in_the_end(verdict: Verdict, (url, end): (&str, &str), moved: Option<String>) -> Verdict {
    let led_on = |why: String| if url == end { why } else { format!("it leads on to `{end}`, and {why}") };
    match verdict {
        Verdict::Fine => moved.map_or(Verdict::Fine, Verdict::Moved),
        Verdict::Dead(why) => Verdict::Dead(led_on(why)),
        Verdict::Unsure(why) => Verdict::Unsure(led_on(why)),
        Verdict::Never(why) => Verdict::Never(led_on(why)),
        Verdict::Own if url != end => {
            Verdict::Unsure(format!("it leads on to `{end}`, which lies on this computer or in its network"))
        }
        other => other,
    }
}

fn one(url: &str, client: &Client, hosts: &Hosts) -> Reached {
    let known = |verdict| Reached::End(Outcome::Known(verdict));
    let Some(host) = address::host(url) else {
        return known(Verdict::Unsure("hub can't ask for an address of this form".to_owned()));
    };
    match address::name(&host) {
        Name::Reserved(ending) => {
            return known(Verdict::Never(format!("names that end in `.{ending}` are for examples, nobody has one")));
        }
        Name::Own if client.reach == Reach::Public => return known(Verdict::Own),
        Name::Own | Name::Open => {}
    }
    let encoded = address::encoded(url);
    let ask = |method| hosts.turn(&host, || client.ask(method, &encoded));
    let answer = match ask(Method::Head) {
        Some(head) if wants_more(&head) => ask(Method::Get),
        other => other,
    };
    answer.map_or(known(Verdict::Unasked), |answer| judged(answer, (url, &host), hosts))
}

/// Whether the answer to a question for the head alone may not be that to a reader.
fn wants_more(answer: &Answer) -> bool {
    match answer {
        Answer::Status { code, .. } => *code >= 400 && *code != 429,
        Answer::Broken => true,
        _ => false,
    }
}

fn judged(answer: Answer, (url, host): (&str, &str), hosts: &Hosts) -> Reached {
    let unsure = |why: &str| Verdict::Unsure(why.to_owned());
    let verdict = match answer {
        Answer::Status { code, location, retry_after } => {
            return by_status((code, location, retry_after), (url, host), hosts);
        }
        Answer::NoHost => Verdict::NoHost(host.to_owned()),
        Answer::NoLookup => unsure("its host can't be looked up now"),
        Answer::Private => Verdict::Own,
        Answer::TimedOut => unsure("no answer came in time"),
        Answer::NotSecure => unsure("no secure connection came about: its certificate may have run out"),
        Answer::Refused => unsure("its host accepts no connection"),
        Answer::Broken => unsure("the connection broke off"),
    };
    Reached::End(Outcome::Known(verdict))
}

fn by_status(
    (code, location, retry_after): (u16, Option<String>, Option<String>),
    (url, host): (&str, &str),
    hosts: &Hosts,
) -> Reached {
    let verdict = match (code, location) {
        // 416: there is a page, but nothing in it.
        (200..=299 | 416, _) => Verdict::Fine,
        (301 | 302 | 303 | 307 | 308, Some(location)) => match address::joined(url, &location) {
            Some(to) => return Reached::On { to, is_for_good: matches!(code, 301 | 308) },
            None => Verdict::Unsure("it leads on to something that is no web address".to_owned()),
        },
        (404, _) => Verdict::Dead("there is no such page (404)".to_owned()),
        (410, _) => Verdict::Dead("the page was taken away for good (410)".to_owned()),
        (429, _) => return later(wait(retry_after.as_deref()), host, hosts),
        (503, _) if retry_after.is_some() => return later(wait(retry_after.as_deref()), host, hosts),
        (401 | 402 | 403 | 407, _) => Verdict::Unsure(format!("its host doesn't let programs in ({code})")),
        (500..=599, _) => Verdict::Unsure(format!("its host has a fault ({code})")),
        _ => Verdict::Unsure(format!("its host gives an answer that says nothing ({code})")),
    };
    Reached::End(Outcome::Known(verdict))
}

fn later(time: Duration, host: &str, hosts: &Hosts) -> Reached {
    hosts.leave(host, time);
    Reached::End(Outcome::Later(time))
}

/// Seconds, or a date, which is further away than anybody waits.
fn wait(retry_after: Option<&str>) -> Duration {
    match retry_after.map(str::trim) {
        None => A_WHILE,
        Some(text) => text.parse().map_or(Duration::from_secs(24 * 60 * 60), Duration::from_secs),
    }
}
