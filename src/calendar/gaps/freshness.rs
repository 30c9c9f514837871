//! What time has overtaken or soon will: entries that are late, pieces to be looked at again, consent that ends.

use super::outlook::Outlook;
use crate::diagnostic::Diagnostic;
use crate::model::{Consent, Detail, Item, ItemId};
use crate::plan::{self, Visibility};

/// Months after which a number of readers says little.
const FRESH_MONTHS: i32 = 6;

pub(super) fn gaps(outlook: &Outlook<'_>) -> Vec<Diagnostic> {
    let mut gaps = plan::late(outlook.site, outlook.moment.now);
    gaps.extend(subscribers_old(outlook));
    for (id, item) in outlook.site.iter().filter(|(id, _)| is_there(outlook, *id)) {
        gaps.extend(review_due(outlook, id, item));
        gaps.extend(consent_ending(outlook, id, item));
    }
    gaps
}

/// A number of readers that was counted long ago, or on a day that is still to come.
fn subscribers_old(outlook: &Outlook<'_>) -> Option<Diagnostic> {
    let counted = outlook.site.settings.signup.as_ref()?.subscribers?;
    let day = outlook.words.day(counted.as_of);
    let message = if counted.as_of > outlook.today {
        format!("the number of subscribers is said to be of {day}, which is still to come")
    } else if counted.as_of.plus_months(FRESH_MONTHS) < outlook.today {
        format!("the number of subscribers was counted on {day}, more than {FRESH_MONTHS} months ago")
    } else {
        return None;
    };
    Some(Diagnostic::warning("subscribers-old", message).at(counted.span, "").help(format!(
        "look the number up at your mail provider and set `as_of = {}`, or take `subscribers` out",
        outlook.today
    )))
}

fn is_there(outlook: &Outlook<'_>, id: ItemId) -> bool {
    !matches!(outlook.plan.visibility.get(id.index()), Some(Visibility::Expired | Visibility::Withdrawn))
}

fn review_due(outlook: &Outlook<'_>, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let due = item.review_by.filter(|day| *day < outlook.today)?;
    let message = format!("{} was to be looked at again by {}", outlook.name(id), outlook.words.day(due));
    Some(Diagnostic::warning("review-due", message).at(item.title.span, "").help(format!(
        "read it through; if something changes, set `updated = {}`; then move `review_by` to a later day, or take it out",
        outlook.today
    )))
}

fn consent_ending(outlook: &Outlook<'_>, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let Detail::Spotlight(spotlight) = &item.detail else { return None };
    let Consent { given, expires, site, span, .. } = &spotlight.consent;
    let ends = expires.filter(|end| *end > outlook.moment.now && *end <= outlook.until())?;
    let goes_before = outlook.site.schedule(id).expire.is_some_and(|expire| expire < ends);
    if given.is_none() || !site || goes_before {
        return None;
    }
    let last = outlook.words.day(outlook.zone.date_of(ends.plus_seconds(-1)));
    let message =
        format!("the consent for {} ends on {last}; then nothing of the member appears any more", outlook.name(id));
    Some(
        Diagnostic::warning("consent-ending", message)
            .at(*span, "")
            .help("ask the member again and move `expires`; to let it end, give the spotlight an `expire` in calendar.toml before it"),
    )
}
