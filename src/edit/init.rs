//! `hub init --ci`: the workflows that build a site on push and at the calendar's own times, for each host.
//!
//! The files stand in `ci/`; here their gaps are filled and they are put into the site, all of them or none. What is there
//! and says something else is the author's, and is left alone unless the author says otherwise.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::calendar::Wake;
use crate::error::Error;
use crate::model::Settings;
use crate::pipeline::Force;

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
pub struct CiFile {
    /// Its path in the site, with `/`.
    pub path: &'static str,
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

/// Reasons that a comment names for one line of cron.
const TOLD: usize = 8;

/// The files for a host.
pub fn files(host: Host, settings: &Settings, wakes: &[Wake]) -> Vec<CiFile> {
    let fill = |path, template: &str| CiFile { path, text: filled(template, host, settings, wakes) };
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
            fill("netlify.toml", include_str!("ci/netlify.toml")),
            fill(CALENDAR, &calendar(include_str!("ci/start-netlify.yml"))),
        ],
        Host::Gitlab => vec![fill(".gitlab-ci.yml", include_str!("ci/gitlab.yml"))],
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
        // To start the workflow that builds.
        Host::Github | Host::Cloudflare => "      contents: write\n      actions: write",
        Host::Netlify | Host::Gitlab => "      contents: write",
    };
    template
        .replace("@@HUB@@\n", include_str!("ci/hub.yml"))
        .replace("@@PERMISSIONS@@", permissions)
        .replace("@@HOST@@", host.word())
        .replace("@@WHERE@@", host.name())
        .replace("@@VERSION@@", env!("CARGO_PKG_VERSION"))
        .replace("@@BUILD_JSON@@", &quoted(&settings.base_url.absolute("/build.json")))
        .replace("@@ZONE@@", settings.zone.name())
        .replace("@@SCHEDULE@@\n", &schedule(host, wakes))
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
    /// As on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Host::Github => "github",
            Host::Gitlab => "gitlab",
            Host::Netlify => "netlify",
            Host::Cloudflare => "cloudflare",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Gitlab => "GitLab Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
        }
    }

    /// What its author has to do by hand, once, in order.
    pub fn steps(self, wakes: &[Wake]) -> Vec<String> {
        let repository = |place: &str| {
            format!("Tell where hub comes from: {place}, a variable `HUB_REPOSITORY` with the git address of hub.")
        };
        let on_github = repository("on GitHub, Settings → Secrets and variables → Actions → Variables");
        let push = "Commit these files and push.".to_owned();
        match self {
            Host::Github => vec![
                on_github,
                "Switch on Pages: Settings → Pages → Source: GitHub Actions.".to_owned(),
                push,
            ],
            Host::Cloudflare => vec![
                on_github,
                "Beside it, a variable `CLOUDFLARE_PROJECT` with the name of your Pages project (made there with “Direct Upload”)."
                    .to_owned(),
                "Under Secrets: `CLOUDFLARE_ACCOUNT_ID`, and `CLOUDFLARE_API_TOKEN` with the right to edit Cloudflare Pages.".to_owned(),
                push,
            ],
            Host::Netlify => vec![
                repository("on Netlify, Project configuration → Environment variables; and the same on GitHub, Settings → Secrets and variables → Actions → Variables"),
                "On Netlify, under Build & deploy → Build hooks, make a hook; on GitHub, under Secrets, add its address as `NETLIFY_BUILD_HOOK`."
                    .to_owned(),
                push,
            ],
            Host::Gitlab => gitlab_steps(repository("on GitLab, Settings → CI/CD → Variables"), push, wakes),
        }
    }
}

fn gitlab_steps(repository: String, push: String, wakes: &[Wake]) -> Vec<String> {
    let lines: String = wakes.iter().map(|wake| format!("\n`{}`", wake.cron)).collect();
    vec![
        repository,
        "Let the calendar write down sent issues: Settings → CI/CD → Job token permissions → Allow Git push requests to the repository."
            .to_owned(),
        push,
        format!("Under Build → Pipeline schedules, make one (time zone UTC, the default branch) for each of these lines:{lines}"),
    ]
}

/// Puts files into the folder `root`, all of them or none.
///
/// # Errors
/// One of them is there and says something else (unless `force` is on), a link or a folder is in the way, or the system
/// says no.
pub fn put(root: &Path, files: &[CiFile], force: Force) -> Result<Vec<Outcome>, Error> {
    let outcomes = files.iter().map(|file| look(root, file)).collect::<Result<Vec<_>, Error>>()?;
    let differ: Vec<&str> = files
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| **outcome == Outcome::Replaced)
        .map(|(file, _)| file.path)
        .collect();
    if !differ.is_empty() && force == Force::Off {
        return Err(theirs(&differ));
    }
    let changed = files.iter().zip(&outcomes).filter(|(_, outcome)| **outcome != Outcome::Unchanged);
    let mut staged = Vec::new();
    let written = changed.clone().try_for_each(|(file, _)| {
        staged.push(stage(root, file)?);
        Ok(())
    });
    let placed = written.and_then(|()| {
        changed.zip(&staged).try_for_each(|((file, _), fresh)| {
            let place = root.join(file.path);
            fs::rename(fresh, &place).map_err(|error| Error::io("could not write", &place, error))
        })
    });
    if placed.is_err() {
        staged.iter().for_each(|fresh| drop(fs::remove_file(fresh)));
    }
    placed.map(|()| outcomes)
}

fn theirs(paths: &[&str]) -> Error {
    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    let (is, them) = if paths.len() == 1 { ("is", "it") } else { ("are", "them") };
    Error::refused(
        format!(
            "{} {is} there already and {} something else; nothing was written",
            names.join(" and "),
            if paths.len() == 1 { "says" } else { "say" }
        ),
        format!("move {them} away, or replace {them} with `--force`; whatever you added there is gone then"),
    )
}

/// What writing a file would come to.
fn look(root: &Path, file: &CiFile) -> Result<Outcome, Error> {
    let blocked = |path: &Path, what: &str| {
        Error::refused(
            format!("`{}` is {what}", path.display()),
            "move it away; hub writes only real files of the site",
        )
    };
    let mut place = root.to_owned();
    for part in Path::new(file.path).parent().into_iter().flat_map(Path::components) {
        place.push(part);
        match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) if metadata.is_symlink() => return Err(blocked(&place, "a link")),
            Ok(_) => return Err(blocked(&place, "a file")),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Outcome::Written),
            Err(error) => return Err(Error::io("could not read", &place, error)),
        }
    }
    let place = root.join(file.path);
    match fs::symlink_metadata(&place) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Outcome::Written),
        Err(error) => Err(Error::io("could not read", &place, error)),
        Ok(metadata) if metadata.is_symlink() => Err(blocked(&place, "a link")),
        Ok(metadata) if metadata.is_dir() => Err(blocked(&place, "a folder")),
        Ok(_) => {
            let old = fs::read(&place).map_err(|error| Error::io("could not read", &place, error))?;
            Ok(if old == file.text.as_bytes() { Outcome::Unchanged } else { Outcome::Replaced })
        }
    }
}

/// Writes a file beside its place.
fn stage(root: &Path, file: &CiFile) -> Result<PathBuf, Error> {
    let place = root.join(file.path);
    let unwritten = |error| Error::io("could not write", &place, error);
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(unwritten)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let fresh = folder.join(format!(".{name}.{}.new", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&fresh)
        .and_then(|mut new| new.write_all(file.text.as_bytes()));
    match written {
        Ok(()) => Ok(fresh),
        Err(error) => {
            drop(fs::remove_file(&fresh));
            Err(unwritten(error))
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
