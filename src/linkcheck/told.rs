//! What is said of a link: one message an address, with every place it stands at.

use std::collections::BTreeMap;

use super::Verdict;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Places that are shown of many.
const SHOWN: usize = 6;

/// A problem for each address that isn't fine.
pub(super) fn problems(verdicts: &BTreeMap<String, Verdict>, places: &BTreeMap<String, Vec<Span>>) -> Vec<Diagnostic> {
    let told = verdicts.iter().filter_map(|(url, verdict)| Some((problem(url, verdict)?, places.get(url)?)));
    told.map(|(problem, places)| placed(problem, places)).collect()
}

fn problem(url: &str, verdict: &Verdict) -> Option<Diagnostic> {
    Some(match verdict {
        Verdict::Fine | Verdict::Unasked => return None,
        Verdict::Dead(why) | Verdict::Never(why) => dead(url, why),
        Verdict::NoHost(host) => dead(url, &format!("there is no host `{host}`")),
        Verdict::Moved(to) => Diagnostic::warning("moved-link", format!("`{url}` has moved for good"))
            .help(format!("write `{to}` instead, if that is what you mean")),
        Verdict::Own => {
            let message = format!("`{url}` lies on this computer or in its own network, where readers can't go");
            Diagnostic::note_only("unsure-link", message)
                .help("write the address under which readers find it, or take the link out")
        }
        Verdict::Unsure(why) => {
            Diagnostic::note_only("unsure-link", format!("hub can't say what became of `{url}`: {why}"))
                .help("open it in a browser: if it works there, all is well")
        }
    })
}

fn dead(url: &str, why: &str) -> Diagnostic {
    Diagnostic::warning("dead-link", format!("`{url}` leads nowhere: {why}"))
        .help("look for where it went and write that instead, or take the link out")
}

fn placed(problem: Diagnostic, places: &[Span]) -> Diagnostic {
    let problem = places.iter().take(SHOWN).fold(problem, |problem, place| problem.at(*place, ""));
    match places.len().saturating_sub(SHOWN) {
        0 => problem,
        more => problem.note(format!("and in {more} more places")),
    }
}
