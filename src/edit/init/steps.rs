//! What is left to do by hand, on each host's own pages.

use super::Host;
use crate::calendar::Wake;

impl Host {
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
