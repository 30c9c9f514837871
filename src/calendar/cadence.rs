//! How the newsletters kept their promise so far: each date of the cadence that is past, and whether an issue went out.

use super::Standpoint;
use crate::model::NewsletterId;
use crate::model::time::Date;

/// A newsletter's promise, kept and broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The newsletter's id.
    pub newsletter: String,
    /// The first date that was promised.
    pub since: Date,
    /// Dates that are past.
    pub promised: usize,
    /// Dates on which there was nothing to send, oldest first.
    pub missed: Vec<Date>,
}

impl Kept {
    /// Dates on which an issue went out.
    pub fn sent(&self) -> usize {
        self.promised - self.missed.len()
    }
}

/// Of every newsletter that should have gone out at least once, in the order of the calendar.
pub fn cadence_kept(standpoint: Standpoint<'_>) -> Vec<Kept> {
    let newsletters = 0..standpoint.site().calendar.newsletters.len();
    newsletters.filter_map(|index| kept(standpoint, NewsletterId::at(index))).collect()
}

fn kept(standpoint: Standpoint<'_>, id: NewsletterId) -> Option<Kept> {
    let site = standpoint.site();
    let newsletter = site.calendar.newsletters.get(id.index())?;
    let is_past = |date: &Date| site.issue_sent(id, *date) <= standpoint.moment.now;
    let promised: Vec<Date> = newsletter.rule.dates(newsletter.start, newsletter.until).take_while(is_past).collect();
    let issues = standpoint.plan.issues.iter().filter(|issue| issue.newsletter == id);
    let sent: Vec<Date> = issues.map(|issue| site.settings.zone.date_of(issue.sent)).collect();
    Some(Kept {
        newsletter: newsletter.id.value.clone(),
        since: *promised.first()?,
        promised: promised.len(),
        missed: promised.iter().filter(|date| !sent.contains(date)).copied().collect(),
    })
}
