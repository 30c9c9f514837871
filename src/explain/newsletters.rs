//! Why a piece that a newsletter takes up is in none of its issues so far.

use super::conditions::Looked;
use crate::model::{Newsletter, NewsletterId};
use crate::plan::{self, LeftOut};

/// Newsletters of a public piece's kind that it is in no issue of, each with the reason.
pub(super) fn in_no_issue(looked: Looked<'_>) -> Vec<(String, String)> {
    let Looked { site, plan, id, .. } = looked;
    let newsletters = site.calendar.newsletters.iter().enumerate();
    let own = newsletters.map(|(at, newsletter)| (NewsletterId::at(at), newsletter));
    let takes = |newsletter: &Newsletter| plan.is_public(id) && newsletter.include.contains(&looked.item().kind);
    let own = own.filter(|(_, newsletter)| takes(newsletter));
    own.filter_map(|(at, newsletter)| Some((newsletter.id.value.clone(), why_in_none(looked, at)?))).collect()
}

/// Why no issue of a newsletter holds a piece so far.
fn why_in_none(looked: Looked<'_>, newsletter: NewsletterId) -> Option<String> {
    let Looked { site, plan, now, id } = looked;
    let sealed = site.sealed.iter().filter(|issue| issue.newsletter == newsletter);
    let is_sealed = sealed.flat_map(|issue| &issue.members).any(|member| member.item == Some(id));
    let is_held = plan.issues.iter().any(|issue| issue.newsletter == newsletter && issue.members.contains(&id));
    if is_sealed || is_held {
        return None;
    }
    let next = plan.next_issue.get(newsletter.index()).copied().flatten();
    let why = plan::left_out(site, plan, (newsletter, next.unwrap_or(now)), id);
    Some(match (why, next) {
        (LeftOut::Full, Some(next)) => format!("it waits; the next goes out on {}", site.settings.zone.words(next)),
        (LeftOut::TooLate, Some(next)) => {
            format!("it waits for the one after the next, which goes out on {}", site.settings.zone.words(next))
        }
        (why, _) => why.words(),
    })
}
