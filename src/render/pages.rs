//! Pages that stand once: start, rewards, answered, upcoming, the sign-up's states, 404, redirects.

use serde::Serialize;

use super::draft::{Draft, Rendered};
use super::head::{self, Head};
use super::home::{coming_events, first, listing};
use super::scene::Scene;
use super::view::{
    AnsweredPage, LinkView, NotFoundPage, QuizAnswerView, QuizView, RedirectPage, RewardsPage, StartPage, TierView,
    UpcomingPage,
};
use super::{agenda, cards, letters, offers, signup, site, tracks};
use crate::diagnostic::Diagnostic;
use crate::model::{ItemId, Policy, Question, SegmentId, Tier};
use crate::parse::Kind;
use crate::plan::{Route, SignupState};

const SPOTLIGHTS: usize = 6;

/// A page below home.
pub(super) fn page<F: Serialize>(
    scene: &Scene<'_>,
    route: &Route,
    template: &'static str,
    head: Head,
    fields: F,
) -> Result<Rendered, Diagnostic> {
    let kind = template.trim_end_matches(".html");
    let page = Head { kind, breadcrumbs: vec![head::home(scene)], ..head }.view(scene, route);
    Draft { template, page, fields, bodies: Vec::new() }.draw(scene, route)
}

fn described(scene: &Scene<'_>, title: &str, text: &str) -> Head {
    Head { description: scene.word(text), ..Head::titled(scene.word(title)) }
}

/// The quiz and all tracks.
pub(super) fn start(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let quiz = scene.site.settings.quiz.iter().filter_map(|question| quiz(scene, question)).collect();
    let tracks = tracks::tracks(scene, listing(scene, Kind::Track));
    let fields = StartPage { quiz, tracks, segments: site::segments(scene) };
    page(scene, route, "start.html", described(scene, "title.start", "start.text"), fields)
}

/// A question with the answers whose tracks are public; one answer is no question.
fn quiz(scene: &Scene<'_>, question: &Question) -> Option<QuizView> {
    let answer = |(text, track): &(String, ItemId)| {
        Some(QuizAnswerView { text: text.clone(), track: cards::link(scene, *track)? })
    };
    let answers: Vec<_> = question.answers.iter().filter_map(answer).collect();
    (answers.len() > 1).then(|| QuizView { question: question.text.clone(), answers })
}

/// Tiers, and people as proof.
pub(super) fn rewards(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let tier = |tier: &Tier| TierView {
        id: tier.id.clone(),
        title: tier.title.clone(),
        gets: tier.gets.clone(),
        how: tier.how.clone(),
        price: tier.price.clone(),
        offer: tier.offer.and_then(|offer| offers::running(scene, offer)),
        members: tier.segment.and_then(|segment| members(scene, segment)),
    };
    let fields = RewardsPage {
        tiers: scene.site.settings.tiers.iter().map(tier).collect(),
        policies: site::policies(scene, &[Policy::Refund, Policy::Terms]),
        spotlights: cards::cards(scene, first(listing(scene, Kind::Spotlight), SPOTLIGHTS)),
    };
    page(scene, route, "rewards.html", described(scene, "title.rewards", "rewards.text"), fields)
}

/// The page of those who are in a tier already.
fn members(scene: &Scene<'_>, segment: SegmentId) -> Option<LinkView> {
    let segment = site::segment(scene, segment).filter(|segment| !segment.url.is_empty())?;
    Some(LinkView { title: segment.title, url: segment.url })
}

/// Items that answer what members asked: the dated ones newest first, then the rest.
pub(super) fn answered(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let dated = &scene.plan.newest;
    let answering = scene.site.iter().filter(|(_, item)| item.listed && !item.answers.is_empty());
    let undated = answering.map(|(id, _)| id).filter(|id| !dated.contains(id));
    let items: Vec<_> =
        dated.iter().copied().chain(undated).filter(|id| !scene.site.item(*id).answers.is_empty()).collect();
    let fields = AnsweredPage { cards: cards::cards(scene, &items) };
    page(scene, route, "answered.html", described(scene, "title.answered", "answered.text"), fields)
}

/// What the calendar promises.
pub(super) fn upcoming(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let fields = UpcomingPage {
        events: cards::cards(scene, &coming_events(scene, usize::MAX)),
        coming: agenda::coming(scene),
        newsletters: letters::promised(scene),
    };
    page(scene, route, "upcoming.html", described(scene, "title.upcoming", "upcoming.text"), fields)
}

/// Where the mail provider sends people.
pub(super) fn newsletter_state(scene: &Scene<'_>, route: &Route, state: SignupState) -> Result<Rendered, Diagnostic> {
    let head = Head { noindex: true, ..Head::titled(scene.word(&format!("title.state.{}", state.slug()))) };
    page(scene, route, "newsletter-state.html", head, signup::state(scene, state))
}

/// For addresses that lead nowhere.
pub(super) fn not_found(scene: &Scene<'_>, route: &Route) -> Result<Rendered, Diagnostic> {
    let head = Head { noindex: true, ..Head::titled(scene.word("title.not-found")) };
    page(scene, route, "404.html", head, NotFoundPage { links: site::ways_out(scene) })
}

/// For hosts that know no redirect rules.
pub(super) fn redirect(scene: &Scene<'_>, route: &Route, position: usize) -> Result<Rendered, Diagnostic> {
    let target = scene.plan.redirects.get(position).map_or("/", |redirect| redirect.to.as_str());
    let target = scene.absolute(target);
    let title = scene.word("redirect.title");
    let head = Head { noindex: true, canonical: Some(target.clone()), ..Head::titled(title) };
    page(scene, route, "redirect.html", head, RedirectPage { target })
}
