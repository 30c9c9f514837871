//! `hub init`: a hub to start with, and the workflows that build a site on push and at the calendar's own times.
//!
//! The workflows of each host stand in `ci/`; here their gaps are filled, and all files are put into the site or none. What
//! is there and says something else is the author's, and is left alone unless the author says otherwise. What a new hub
//! holds is told in `starter.rs`.

use crate::calendar::Wake;
use crate::model::Settings;

mod answers;
mod place;
mod starter;
mod steps;

pub use answers::{Misfit, address, language, offered_language, title, title_of, zone};
pub use place::put;
pub use starter::{Answers, Ground, Tongue, begin, ground, mark, tongue};

/// Where a site is built and deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// GitHub Actions and Pages.
    Github,
    /// GitLab CI and Pages.
    Gitlab,
    /// Netlify builds, GitHub Actions wakes it.
    Netlify,
    /// GitHub Actions builds, Cloudflare Pages serves.
    Cloudflare,
}

/// A file to put into a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path in the site, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Written,
    /// It took the place of one that differed.
    Replaced,
    /// It was there, word for word.
    Unchanged,
}

const SITE: &str = ".github/workflows/site.yml";
const CALENDAR: &str = ".github/workflows/calendar.yml";
const NETLIFY: &str = "netlify.toml";
const GITLAB: &str = ".gitlab-ci.yml";

/// Reasons that a comment names for one line of cron.
const TOLD: usize = 8;

/// The files for a host.
pub fn files(host: Host, settings: &Settings, wakes: &[Wake]) -> Vec<NewFile> {
    let fill =
        |path: &str, template: &str| NewFile { path: path.to_owned(), text: filled(template, host, settings, wakes) };
    match host {
        Host::Github => vec![
            fill(SITE, &site(include_str!("ci/deploy-github.yml"))),
            fill(CALENDAR, &calendar(include_str!("ci/start-workflow.yml"))),
        ],
        Host::Cloudflare => vec![
            fill(SITE, &site(include_str!("ci/deploy-cloudflare.yml"))),
            fill(CALENDAR, &calendar(include_str!("ci/start-workflow.yml"))),
        ],
        Host::Netlify => vec![
            fill(NETLIFY, include_str!("ci/netlify.toml")),
            fill(CALENDAR, &calendar(include_str!("ci/start-netlify.yml"))),
        ],
        Host::Gitlab => vec![fill(GITLAB, include_str!("ci/gitlab.yml"))],
    }
}

fn site(deploy: &str) -> String {
    include_str!("ci/site.yml").replace("@@DEPLOY@@\n", deploy)
}

fn calendar(start: &str) -> String {
    include_str!("ci/calendar.yml").replace("@@START@@\n", start)
}

fn filled(template: &str, host: Host, settings: &Settings, wakes: &[Wake]) -> String {
    let permissions = match host {
        Host::Github | Host::Cloudflare => "\n      # to start site.yml\n      actions: write",
        Host::Netlify | Host::Gitlab => "",
    };
    template
        .replace("@@HUB@@\n", include_str!("ci/hub.yml"))
        .replace("@@FEEDS@@\n", &feeds(host))
        .replace("@@SITE@@", &quoted(&settings.base_url.absolute("/")))
        .replace("@@PERMISSIONS@@", permissions)
        .replace("@@HOST@@", host.word())
        .replace("@@WHERE@@", host.name())
        .replace("@@VERSION@@", env!("CARGO_PKG_VERSION"))
        .replace("@@BUILD_JSON@@", &quoted(&settings.base_url.absolute("/build.json")))
        .replace("@@ZONE@@", settings.zone.name())
        .replace("@@SCHEDULE@@\n", &schedule(host, wakes))
}

/// The comparison of feeds, as deep as a host's file has it.
fn feeds(host: Host) -> String {
    let depth = match host {
        Host::Github | Host::Cloudflare => 10,
        Host::Gitlab => 6,
        Host::Netlify => 0,
    };
    include_str!("ci/feeds.sh").lines().map(|line| format!("{:depth$}{line}\n", "")).collect()
}

/// An address as a YAML string in which nothing is special to YAML, a shell or GitHub's expressions.
fn quoted(address: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in address.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'[' | b']' => {
                quoted.push(char::from(byte));
            }
            _ => quoted.push_str(&format!("%{byte:02X}")),
        }
    }
    quoted.push('"');
    quoted
}

/// The lines of cron with what each is for.
fn schedule(host: Host, wakes: &[Wake]) -> String {
    wakes.iter().map(|wake| if host == Host::Gitlab { as_comment(wake) } else { as_trigger(wake) }).collect()
}

fn as_trigger(wake: &Wake) -> String {
    let comments: String = told(wake).iter().map(|reason| format!("    # {reason}\n")).collect();
    format!("{comments}    - cron: \"{}\"\n", wake.cron)
}

fn as_comment(wake: &Wake) -> String {
    let reasons: String = told(wake).iter().map(|reason| format!("#       {reason}\n")).collect();
    format!("#   {}\n{reasons}", wake.cron)
}

/// The reasons of a line, each on one line of a comment.
fn told(wake: &Wake) -> Vec<String> {
    let one_line =
        |reason: &String| reason.split(|c: char| c.is_control() || c.is_whitespace()).collect::<Vec<_>>().join(" ");
    let mut told: Vec<String> = wake.reasons.iter().take(TOLD).map(one_line).collect();
    match wake.reasons.len().saturating_sub(TOLD) {
        0 => {}
        1 => told.push("and one more time".to_owned()),
        more => told.push(format!("and {more} more times")),
    }
    told
}

impl Host {
    /// Where its files stand in a site.
    fn paths(self) -> &'static [&'static str] {
        match self {
            Host::Github | Host::Cloudflare => &[SITE, CALENDAR],
            Host::Netlify => &[NETLIFY, CALENDAR],
            Host::Gitlab => &[GITLAB],
        }
    }

    /// As on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Host::Github => "github",
            Host::Gitlab => "gitlab",
            Host::Netlify => "netlify",
            Host::Cloudflare => "cloudflare",
        }
    }

    /// As its own pages write it.
    pub fn name(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Gitlab => "GitLab Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_special_to_nobody() {
        assert_eq!(quoted("https://x.org/build.json"), "\"https://x.org/build.json\"");
        assert_eq!(
            quoted("https://x.org/${{ a }}'\"`$(b)\n/ü"),
            "\"https://x.org/%24%7B%7B%20a%20%7D%7D%27%22%60%24%28b%29%0A/%C3%BC\""
        );
    }

    #[test]
    fn a_comment_stays_one() {
        let wake = Wake { cron: "7 7 * * *".into(), reasons: vec!["a\nb: c".into(); 10] };
        assert_eq!(
            as_trigger(&wake),
            format!("{}    # and 2 more times\n    - cron: \"7 7 * * *\"\n", "    # a b: c\n".repeat(8))
        );
    }
}
