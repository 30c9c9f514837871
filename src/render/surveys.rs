//! Surveys: at which moment which one is asked.
//!
//! A track asks at the end of the first day it has on or after the survey's; the refund policy asks why. What a text asks
//! itself, its page doesn't ask again.

use super::scene::Scene;
use super::view::SurveyView;
use crate::model::{Detail, EmbedTarget, Item, ItemId, Page, Policy, Survey, SurveyId};

/// The survey on an item's page: who reads how to get money back is asked why.
pub(super) fn of_item(scene: &Scene<'_>, id: ItemId) -> Option<SurveyView> {
    let item = scene.site.item(id);
    let is_refund = matches!(&item.detail, Detail::Page(Page { policy: Some(Policy::Refund), .. }));
    asked(scene, item, |survey| is_refund && survey.moment == "refund")
}

/// The survey on a track's step, by its position among the public ones: at the end of a day, the latest that is due by then
/// and wasn't due on a day of the track before.
pub(super) fn of_step(scene: &Scene<'_>, track: ItemId, position: usize) -> Option<SurveyView> {
    let Detail::Track(it) = &scene.site.item(track).detail else { return None };
    let steps = || scene.plan.tracks.get(&track).into_iter().flatten().filter_map(|at| it.steps.get(*at));
    let step = steps().nth(position)?;
    if steps().nth(position + 1).is_some_and(|next| next.day == step.day) {
        return None;
    }
    let before = steps().map(|other| other.day).filter(|day| *day < step.day).max().unwrap_or(0);
    let days = scene.site.settings.surveys.iter().filter_map(day);
    let due = days.filter(|day| (before + 1..=step.day).contains(day)).max()?;
    asked(scene, scene.site.item(step.item), |survey| day(survey) == Some(due))
}

/// The day of a track on which a survey is due; nothing for one that no track asks.
fn day(survey: &Survey) -> Option<u32> {
    match survey.moment.as_str() {
        "onboarding" => Some(1),
        moment => moment.strip_prefix("day-")?.parse().ok(),
    }
}

/// The first survey that is meant, unless the item's text asks one of them.
fn asked(scene: &Scene<'_>, item: &Item, is_meant: impl Fn(&Survey) -> bool) -> Option<SurveyView> {
    let meant = || scene.site.settings.surveys.iter().enumerate().filter(|(_, survey)| is_meant(survey));
    let in_text = |index| item.body.embeds.contains(&EmbedTarget::Survey(SurveyId::at(index)));
    if meant().any(|(index, _)| in_text(index)) {
        return None;
    }
    meant().next().map(|(_, survey)| view(survey))
}

/// A survey.
pub(super) fn view(survey: &Survey) -> SurveyView {
    SurveyView {
        id: survey.id.clone(),
        title: survey.title.clone(),
        url: survey.url.clone(),
        text: survey.text.clone(),
        moment: survey.moment.clone(),
    }
}
