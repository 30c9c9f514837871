//! What an embed shows: a card of the theme on a page, a link in mail, nothing where its item isn't public.

use super::scene::Scene;
use super::view::{EmbedView, FaqView, VideoView};
use super::{cards, details, offers, surveys, tracks};
use crate::diagnostic::Diagnostic;
use crate::markdown::escape::{escape_attribute, escape_text};
use crate::model::{Detail, EmbedTarget, ItemId, Survey, SurveyId};
use crate::plan;
use crate::theme::Filling;

/// An embed of a page; `number` counts them within the body.
pub(super) fn on_page(scene: &Scene<'_>, target: &EmbedTarget, number: usize) -> Result<String, Diagnostic> {
    // No heading of a body gets an id with two hyphens in a row, so this can't meet one.
    let view = EmbedView { id: format!("embed--{}", number + 1), ..EmbedView::default() };
    let Some((template, view)) = filled(scene, target, view) else { return Ok(String::new()) };
    let making = format!("an embed of `{template}`");
    scene.theme.render(template, scene.shared_site(), &Filling { making: &making, page: &(), fields: &view })
}

type Filled = Option<(&'static str, EmbedView)>;

fn filled(scene: &Scene<'_>, target: &EmbedTarget, view: EmbedView) -> Filled {
    match target {
        EmbedTarget::Item(item) if scene.plan.is_public(*item) => of_item(scene, *item, view),
        EmbedTarget::Signup => {
            scene.site.settings.signup.as_ref()?;
            Some(("embeds/signup.html", view))
        }
        EmbedTarget::Survey(survey) => {
            Some(("embeds/survey.html", EmbedView { survey: Some(surveys::view(by_id(scene, *survey)?)), ..view }))
        }
        EmbedTarget::Video { url, title, transcript } => {
            let (transcript, reason) = match transcript {
                Ok(asset) => (scene.plan.assets.get(asset).map(|route| scene.local(route)), String::new()),
                Err(reason) => (None, reason.clone()),
            };
            let (url, title) = (url.clone(), title.clone());
            let video = VideoView { url, title, transcript: transcript.unwrap_or_default(), reason };
            Some(("embeds/video.html", EmbedView { video: Some(video), ..view }))
        }
        EmbedTarget::Item(_) | EmbedTarget::Broken => None,
    }
}

fn of_item(scene: &Scene<'_>, item: ItemId, view: EmbedView) -> Filled {
    let card = cards::card(scene, item);
    match &scene.site.item(item).detail {
        Detail::Faq(_) => {
            // The same question may stand below the guide, under its own anchor.
            let faq = details::faq(scene, item).map(|faq| FaqView { anchor: view.id.clone(), ..faq });
            Some(("embeds/faq.html", EmbedView { faq, ..view }))
        }
        Detail::Offer(_) => {
            let offer = Some(offers::running(scene, item)?);
            Some(("embeds/offer.html", EmbedView { offer, ..view }))
        }
        Detail::Track(_) => Some(("embeds/track.html", EmbedView { track: tracks::track(scene, item, None), ..view })),
        Detail::Spotlight(it) => {
            let spotlight = Some(details::spotlight(scene, it));
            Some(("embeds/member.html", EmbedView { card: Some(card), spotlight, ..view }))
        }
        Detail::Event(it) => {
            let event = Some(details::event(scene, item, it));
            Some(("embeds/event.html", EmbedView { card: Some(card), event, ..view }))
        }
        _ => None,
    }
}

/// An embed in mail: a paragraph with a link. The sign-up is left out, its readers have signed up; so is a member who
/// has agreed to the site alone.
pub(super) fn in_mail(scene: &Scene<'_>, target: &EmbedTarget) -> String {
    match target {
        EmbedTarget::Item(item) => {
            let may = plan::consents(scene.site.item(*item)) && scene.plan.is_on(scene.site, *item);
            let Some(route) = scene.plan.url(*item).filter(|_| may) else {
                return String::new();
            };
            link_paragraph(&scene.absolute(route), &scene.site.item(*item).title.value)
        }
        EmbedTarget::Survey(survey) => {
            by_id(scene, *survey).map_or_else(String::new, |survey| link_paragraph(&survey.url, &survey.title))
        }
        EmbedTarget::Video { url, title, .. } => link_paragraph(url, title),
        EmbedTarget::Signup | EmbedTarget::Broken => String::new(),
    }
}

fn link_paragraph(url: &str, words: &str) -> String {
    format!("<p><a href=\"{}\">{}</a></p>\n", escape_attribute(url), escape_text(words))
}

fn by_id<'a>(scene: &Scene<'a>, survey: SurveyId) -> Option<&'a Survey> {
    scene.site.settings.surveys.get(survey.index())
}
